"""What a change means: whether visitors are asked again, why, and which tokens go on holding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.tokens import assign_token, service_meaning, site_meaning
from kelisim.versions.meaning import Meaning, ServiceRecord, digested, reasons_to_ask, settle_tokens
from kelisim.versions.snapshot import facts_of_site, with_history
from tests.unit.policy_examples import small_site

SITE = {"bin": "", "name": "Shop LLP", "model": "explicit", "term": 180}
COUNTER = {
    "id": "counter",
    "category": "analytics",
    "purposes": ["Statistics", "Tells visitors apart"],
    "recipient": "Counter LLC",
    "country": ["IE", "KZ"],
    "items": [["visitor", "cookie", "_cnt", "1 years"]],
}
SECOND = [["second", "localStorage", "_two", "1 days"], ["visitor", "cookie", "_cnt", "1 years"]]


def record(token="", aliases=(), **changes):
    return ServiceRecord("counter", {**COUNTER, **changes}, token, tuple(aliases))


def meaning(*records, **site):
    return Meaning({**SITE, **site}, {one.id: one for one in records})


def kept(lifetime):
    return record(items=[["visitor", "cookie", "_cnt", lifetime]])


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [
        pytest.param(
            record(), record(purposes=["Ads", "Tells visitors apart"]), {"purpose": ("analytics",)}, id="purpose"
        ),
        pytest.param(
            record(), record(purposes=["Statistics", "Ads"]), {"purpose": ("analytics",)}, id="item's purpose"
        ),
        pytest.param(record(), record(category="marketing"), {"purpose": ("marketing",)}, id="category"),
        pytest.param(record(), record(recipient="Other"), {"recipient": ("IE", "KZ")}, id="recipient"),
        pytest.param(record(), record(country=["IE", "KZ", "US"]), {"recipient": ("US",)}, id="one more country"),
        pytest.param(
            record(),
            record(items=SECOND, purposes=["Statistics", "New one", "Tells visitors apart"]),
            {"item": ("_two",)},
            id="one more item",
        ),
        pytest.param(
            record(),
            record(items=[["visitor", "localStorage", "_cnt", "1 years"]]),
            {"item": ("_cnt",)},
            id="other kind",
        ),
        pytest.param(kept("1 years"), kept("2 years"), {"lifetime": ("_cnt",)}, id="longer"),
        pytest.param(kept("1 years"), kept("not confirmed"), {"lifetime": ("_cnt",)}, id="no longer confirmed"),
        pytest.param(kept("session"), kept("1 minutes"), {"lifetime": ("_cnt",)}, id="outlives the session"),
    ],
)
def test_what_is_new_asks_again_and_is_named(before, after, reasons):
    """A new purpose, recipient, country or item, or a longer lifetime (REC-6), with what the sentence lists."""
    assert reasons_to_ask(before, SITE, after, SITE) == reasons


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(kept("2 years"), kept("1 years"), id="shorter"),
        pytest.param(kept("not confirmed"), kept("2 years"), id="confirmed at last"),
        pytest.param(kept("until deleted"), kept("not confirmed"), id="without limit either way"),
        pytest.param(kept("12 months"), kept("1 years"), id="the same in other words"),
        pytest.param(record(), record(country=["IE"]), id="one country less"),
        pytest.param(
            record(items=SECOND, purposes=["Statistics", "New one", "Tells visitors apart"]),
            record(),
            id="one item less",
        ),
        pytest.param(
            record(), record(items=[["renamed", "cookie", "_cnt", "1 years"]]), id="id of an item in the registry"
        ),
    ],
)
def test_what_is_less_asks_nobody(before, after):
    """Dropped, shortened or confirmed: a decision that was made goes on holding."""
    assert reasons_to_ask(before, SITE, after, SITE) == {}


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [
        pytest.param({}, {"name": "Other LLP"}, ["operator"], id="another operator"),
        pytest.param({"bin": "1"}, {"bin": "2"}, ["operator"], id="another BIN"),
        pytest.param({}, {"bin": "1"}, [], id="a BIN given for the first time"),
        pytest.param({}, {"bin": "1", "name": "Other LLP"}, ["operator"], id="a BIN of somebody else"),
        pytest.param({"bin": "1"}, {"bin": "1", "name": "SHOP LLP"}, [], id="a name spelt better beside its BIN"),
        pytest.param({}, {"term": 365}, ["term"], id="a longer term"),
        pytest.param({}, {"term": 90}, [], id="a shorter term"),
        pytest.param({}, {"model": "implied"}, ["model"], id="another model"),
    ],
)
def test_operator_model_and_term_concern_all(before, after, reasons):
    """Who asks, how and for how long is part of every decision."""
    assert list(reasons_to_ask(record(), {**SITE, **before}, record(), {**SITE, **after})) == reasons


def test_the_same_question_keeps_its_token():
    """Whatever token it was published under, a visitor who answered is not asked again."""
    held = settle_tokens(meaning(record()), [meaning(record("AAAA", ["BBBB"]))])

    assert (held["counter"].token, held["counter"].aliases, held["counter"].earlier) == ("AAAA", ("BBBB",), ())


def test_a_change_that_needs_no_question_keeps_the_old_token_as_an_alias():
    """The cookie of yesterday goes on holding under the token of today."""
    held = settle_tokens(meaning(kept("1 days")), [meaning(record("AAAA", ["BBBB"]))])["counter"]

    assert held.token != "AAAA"
    assert (held.aliases, held.earlier) == (("AAAA", "BBBB"), ())


def test_a_change_that_asks_ships_the_old_token_with_the_reason():
    """So that the banner can name what is new to whoever comes with it."""
    held = settle_tokens(meaning(kept("2 years")), [meaning(record("AAAA", ["BBBB"]))])["counter"]

    assert held.aliases == ()
    assert [(one.token, one.reasons) for one in held.earlier] == [
        ("AAAA", {"lifetime": ("_cnt",)}),
        ("BBBB", {"lifetime": ("_cnt",)}),
    ]


def test_a_reworded_purpose_asks_unless_it_is_published_as_editorial():
    """Only a person can say that new words have the old sense."""
    reworded = meaning(record(purposes=["Visitor statistics", "Tells visitors apart"]))
    history = [meaning(record("AAAA"))]

    assert settle_tokens(reworded, history)["counter"].aliases == ()
    assert settle_tokens(reworded, history, worded_anew=True)["counter"].aliases == ("AAAA",)


def test_an_editorial_version_does_not_hide_what_else_is_new():
    """Better words for a purpose are no leave for a longer lifetime."""
    changed = record(
        purposes=["Visitor statistics", "Tells visitors apart"], items=[["visitor", "cookie", "_cnt", "2 years"]]
    )

    held = settle_tokens(meaning(changed), [meaning(record("AAAA"))], worded_anew=True)["counter"]

    assert [one.reasons for one in held.earlier] == [{"lifetime": ("_cnt",)}]


def test_the_reason_is_counted_from_the_latest_version_that_had_the_token():
    """What an editorial version said in better words is not called new afterwards."""
    worded = {"purposes": ["Visitor statistics", "Tells visitors apart"]}
    history = [meaning(record("AAAA")), meaning(record("CCCC", ["AAAA"], **worded))]
    now = meaning(record(**worded, items=[["visitor", "cookie", "_cnt", "2 years"]]))

    earlier = {one.token: one.reasons for one in settle_tokens(now, history)["counter"].earlier}

    assert earlier == {"CCCC": {"lifetime": ("_cnt",)}, "AAAA": {"lifetime": ("_cnt",)}}


def test_what_was_asked_once_is_asked_again_under_its_old_token():
    """A lifetime that went up and down again: both earlier answers hold."""
    history = [meaning(record("AAAA")), meaning(ServiceRecord("counter", kept("2 years").meaning, "BBBB"))]

    held = settle_tokens(meaning(record()), history)["counter"]

    assert (held.token, held.aliases, held.earlier) == ("AAAA", ("BBBB",), ())


def test_no_new_token_is_one_that_was_ever_published():
    """A visitor may still hold it for something else (collisions consider archived tokens)."""
    now = meaning(kept("2 years"))
    taken = assign_token(digested(now.services["counter"].meaning, now.site), ())

    held = settle_tokens(now, [Meaning(SITE, {"other": ServiceRecord("other", COUNTER, "ZZZZ", (taken,))})])

    assert held["counter"].token not in ("ZZZZ", taken)


def test_necessary_services_have_no_token():
    """Nobody decides on them."""
    assert settle_tokens(meaning(record(category="necessary")), [meaning(record("AAAA"))]) == {}


LIFETIMES = st.sampled_from(["session", "1 days", "1 years", "2 years", "not confirmed"])


@given(st.lists(LIFETIMES, min_size=1, max_size=5), LIFETIMES)
def test_every_published_token_either_holds_or_has_a_reason(history, now):
    """Over any history: no token is lost, none is both, and the order of versions is what decides on the token."""
    published = []
    for lifetime in history:
        held = settle_tokens(meaning(kept(lifetime)), published)["counter"]
        published.append(meaning(ServiceRecord("counter", kept(lifetime).meaning, held.token, held.aliases)))

    held = settle_tokens(meaning(kept(now)), published)["counter"]

    known = {token for past in published for token in past.services["counter"].tokens}
    holding, asking = {held.token, *held.aliases}, {one.token for one in held.earlier}
    assert known <= holding | asking
    assert not holding & asking
    assert all(one.reasons for one in held.earlier)


def test_a_sites_tokens_do_not_depend_on_whether_something_was_published():
    """The first version has the tokens that its draft had."""
    site = small_site()
    facts = facts_of_site(site.config)

    assert with_history(site, ()) is site
    assert digested(site.services[0].meaning, facts) == {**site.services[0].meaning, "site": site_meaning(site.config)}
    assert site.services[0].meaning == service_meaning(site.services[0].service, site.services[0].items)
