"""Tokens: what a visitor consented to, and when another question is another token."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.config import parse_site
from kelisim.registry import parse_service
from kelisim.tokens import TOKEN_LENGTH, assign_tokens, digest_of, service_meaning, site_meaning
from tests.unit.examples import service_source, site_source

SECOND_ITEM = """
[[items]]
id = "second"
kind = "cookie"
name = "_two"
party = "first"
purpose = "Another one"
lifetime = "session"
"""


def meaning(*changes, more=""):
    service, problems = parse_service(service_source(*changes, more=more), "counter")
    assert service, problems
    return service_meaning(service, service.items)


def meaning_of_site(*changes, more=""):
    site, problems = parse_site(site_source(*changes, more=more))
    assert site, problems
    return site_meaning(site)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param([('category = "analytics"', 'category = "marketing"')], id="category"),
        pytest.param([('purpose = "Statistics"', 'purpose = "Advertising"')], id="purpose"),
        pytest.param([("Tells visitors apart", "Follows visitors")], id="purpose of an item"),
        pytest.param([("Counter LLC", "Other LLC")], id="recipient"),
        pytest.param([('["KZ", "IE"]', '["KZ", "US"]')], id="country"),
        pytest.param([('lifetime = "2 years"', 'lifetime = "3 years"')], id="lifetime"),
        pytest.param([('kind = "cookie"', 'kind = "localStorage"')], id="kind of storage"),
        pytest.param([('name = "_cnt"', 'name = "_cnt2"')], id="name of an item"),
    ],
)
def test_what_visitors_were_asked_about_is_part_of_the_meaning(change):
    """When it changes, the visitor is asked again."""
    assert digest_of(meaning(*change)) != digest_of(meaning())


def test_a_new_item_is_another_meaning():
    """One more cookie is one more thing to be asked about."""
    assert digest_of(meaning(more=SECOND_ITEM)) != digest_of(meaning())


@pytest.mark.parametrize(
    "change",
    [
        pytest.param([('name = "Counter"', 'name = "The counter"')], id="name of the service"),
        pytest.param([("Counts visits.", "It counts visits.")], id="description"),
        pytest.param([('["KZ", "IE"]', '["IE", "KZ"]')], id="order of countries"),
        pytest.param([('hosts = ["counter.kz"]', 'hosts = ["counter.kz", "c.kz"]')], id="hosts"),
        pytest.param([("checked = 2026-11-22", "checked = 2026-11-23")], id="day of the look-up"),
    ],
)
def test_wording_and_order_are_no_part_of_it(change):
    """Nobody is asked again because a sentence reads better."""
    assert digest_of(meaning(*change)) == digest_of(meaning())


def test_the_order_of_items_is_no_part_of_it():
    """The same items in another order are the same question."""
    service, _ = parse_service(service_source(more=SECOND_ITEM), "counter")

    assert service_meaning(service, service.items) == service_meaning(service, reversed(service.items))


def test_the_order_of_an_owners_inline_languages_is_no_part_of_it():
    """An owner's own service may say its purpose in Kazakh and Russian, in either order."""
    one = meaning(('purpose = "Statistics"', 'purpose = { kk = "Санақ", ru = "Статистика" }'))
    other = meaning(('purpose = "Statistics"', 'purpose = { ru = "Статистика", kk = "Санақ" }'))

    assert one == other


@pytest.mark.parametrize(
    ("changes", "more", "same"),
    [
        pytest.param([("«Vivus» ЖШС", "«Басқа» ЖШС")], "", False, id="another operator"),
        pytest.param([], "[consent]\nlifetime_days = 90\n", False, id="another term"),
        pytest.param([('id = "vivus"', 'id = "vivus"\nconsent_model = "implied"')], "", False, id="another model"),
        pytest.param([], '[banner]\nlayout = "box"\n', True, id="another layout"),
        pytest.param([("ТОО «Vivus»", "ТОО «Вивус»")], "", True, id="name in another language"),
    ],
)
def test_who_asks_how_and_for_how_long_is_common_to_all_services(changes, more, same):
    """A new operator, model or term asks for everything again; looks never do."""
    assert (meaning_of_site(*changes, more=more) == meaning_of_site()) is same


def test_with_a_bin_the_operator_is_the_bin_alone():
    """A name may be spelt better later."""
    number = 'bin = "971240001315"\n'

    assert meaning_of_site(("«Vivus» ЖШС", "«ВИВУС» ЖШС"), more=number) == meaning_of_site(more=number)


MEANINGS = st.dictionaries(
    st.text("abc", min_size=1, max_size=3), st.dictionaries(st.just("x"), st.integers()), max_size=6
)


@given(MEANINGS)
def test_every_service_has_a_token_of_its_own(meanings):
    """Four characters that a cookie may hold, no two alike, the same every time."""
    named = {service: {"id": service, **told} for service, told in meanings.items()}

    tokens = assign_tokens(named)

    assert list(tokens) == list(named)
    assert len(set(tokens.values())) == len(tokens)
    assert all(re.fullmatch(rf"[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}", token) for token in tokens.values())
    assert assign_tokens(named) == tokens


@given(st.integers(1, 9))
def test_on_a_collision_the_newer_service_takes_its_next_characters(collisions):
    """Tokens of earlier versions are taken for good: a visitor may still hold them."""
    told = {"id": "counter"}
    digest = digest_of(told)
    taken = [digest[start : start + TOKEN_LENGTH] for start in range(0, collisions * TOKEN_LENGTH, TOKEN_LENGTH)]

    start = collisions * TOKEN_LENGTH
    assert assign_tokens({"counter": told}, taken) == {"counter": digest[start : start + TOKEN_LENGTH]}


def test_a_digest_does_not_depend_on_the_order_of_keys():
    """Equal content is an equal digest."""
    assert digest_of({"a": 1, "b": ["қ"]}) == digest_of({"b": ["қ"], "a": 1})
