"""The consent core from outside: what is asked, what is granted, what a record says, and when it lapses.

Frames of a page without the script stand for the visits of one browser: each starts the script anew.
"""

from __future__ import annotations

import json
import time
from itertools import chain, combinations

import pytest

from tests.browser.engines import Driver
from tests.browser.pages import DAY, LIBRARY, TERM, Site, add_scripts, document, held, lab, lists_of, open_lab
from tests.browser.server import Server

pytest_plugins = ("tests.browser.sites",)

NAMES = ["Бет санағыш", "Жылу картасы", "Серіктес пикселі"]
SUBSETS = [list(subset) for subset in chain.from_iterable(combinations(LIBRARY, size) for size in range(4))]


def test_before_an_answer_only_the_necessary_is_allowed(driver: Driver, server: Server, library: Site):
    """No answer is no: there is no record, and no optional category or service is allowed."""
    open_lab(driver, server)

    allowed, consent = driver.eval(
        lab(f"""const view = await visit()
                const ids = {json.dumps([*lists_of([])["denied"], *lists_of([])["granted"]])}
                return [ids.filter(view.Kelisim.allowed), view.Kelisim.consent]""")
    )

    assert sorted(allowed) == ["necessary", "own-site"]
    assert consent is None


def test_every_subset_of_services_is_stored_as_it_was_granted(driver: Driver, server: Server, library: Site):
    """For each of the 2³ subsets the page, the next page and the switches of the preferences agree with the choice."""
    open_lab(driver, server)

    told = driver.eval(
        lab(f"""const told = []
                for (const ids of {json.dumps(SUBSETS)}) {{
                  forget()
                  const first = await visit()
                  first.Kelisim.reject()
                  if (ids.length) first.Kelisim.accept(ids)
                  const next = await visit()
                  const everything = Object.values(lists(next.Kelisim.consent)).flat()
                  told.push({{
                    now: lists(first.Kelisim.consent),
                    next: lists(next.Kelisim.consent),
                    runs: everything.filter(next.Kelisim.allowed).sort(),
                    switches: await switches(next),
                    asked: Boolean(banner(next))
                  }})
                  leave(first)
                  leave(next)
                }}
                return told""")
    )

    for subset, seen in zip(SUBSETS, told, strict=True):
        measuring = len({"page-counter", "heat-map"} & set(subset))
        assert seen == {
            "now": lists_of(subset),
            "next": lists_of(subset),
            "runs": lists_of(subset)["granted"],
            "switches": {"analytics": (False, "some", True)[measuring], "marketing": "partner-pixel" in subset},
            "asked": False,
        }, subset


def test_every_setting_of_the_switches_is_stored_as_it_is_shown(driver: Driver, server: Server, library: Site):
    """Whatever the visitor leaves in the preferences and saves is what the next page has, and shows again."""
    settings = [{"analytics": left, "marketing": right} for left in (False, True) for right in (False, True)]
    open_lab(driver, server)

    told = driver.eval(
        lab(f"""const told = []
                for (const wanted of {json.dumps(settings)}) {{
                  forget()
                  const first = await visit()
                  const dialog = await preferences(first)
                  for (const [category, on] of Object.entries(wanted))
                    if (on) dialog.querySelector(`[data-kelisim-category="${{category}}"]`).click()
                  press(first, 'save')
                  const next = await visit()
                  const {{ source }} = next.Kelisim.consent
                  told.push([lists(next.Kelisim.consent), await switches(next), source])
                  leave(first)
                  leave(next)
                }}
                return told""")
    )

    for wanted, seen in zip(settings, told, strict=True):
        granted = [service for service, category in LIBRARY.items() if wanted[category]]
        assert seen == [lists_of(granted), wanted, "custom"]


def test_saving_untouched_preferences_keeps_what_was_decided_by_service(driver: Driver, server: Server, library: Site):
    """A category of which one service was granted shows neither on nor off; saving does not decide it anew."""
    open_lab(driver, server)

    consent = driver.eval(
        lab(f"""remember('{library.record(["heat-map"], ["page-counter", "partner-pixel"])}')
                const first = await visit()
                await preferences(first)
                press(first, 'save')
                const next = await visit()
                return lists(next.Kelisim.consent)""")
    )

    assert consent == lists_of(["heat-map"])


def test_a_refusal_is_remembered_as_long_as_an_acceptance(driver: Driver, server: Server, library: Site):
    """Nobody is asked sooner for having said no: both records and both cookies last for the same term."""
    open_lab(driver, server)
    terms = {}

    for action in ("accept", "reject"):
        terms[action] = driver.eval(
            lab(f"""forget()
                    const view = await visit()
                    press(view, '{action}')
                    const {{ time, expires, source }} = view.Kelisim.consent
                    return [source, (Date.parse(expires) - Date.parse(time)) / 1000]""")
        )
        [cookie] = driver.cookies()
        assert cookie.expires is not None
        assert abs(cookie.expires - time.time() - TERM) < 120

    assert terms == {"accept": ["accept", TERM], "reject": ["reject", TERM]}


@pytest.mark.parametrize(
    ("age", "holds"),
    [
        pytest.param(TERM - 600, True, id="almost at the end of the term"),
        pytest.param(TERM + 600, False, id="past the term"),
        pytest.param(-600, True, id="from ten minutes ahead"),
        pytest.param(-400 * DAY, False, id="from a year ahead"),
    ],
)
def test_a_choice_holds_for_its_term(driver: Driver, server: Server, library: Site, age: int, holds: bool):
    """KZ-7: after the term everything is off and asked again, also where the cookie was kept; so it is where a clock
    that went wrong dated the choice far ahead, or it would hold for ever. A clock put back a little is no matter."""
    [tag] = add_scripts(server, "tag")
    record = library.record(LIBRARY, time=int(time.time()) - age)
    open_lab(driver, server, document(held("page-counter", tag)))

    seen = driver.eval(
        lab(f"""remember('{record}')
                const view = await visit()
                await until(() => {"view.ran" if holds else "banner(view)"})
                return [Boolean(view.Kelisim.consent), view.Kelisim.allowed('page-counter'), Boolean(banner(view))]""")
    )

    assert seen == [holds, holds, not holds]
    assert bool(server.asked("/tag.js")) is holds


def test_only_what_is_new_is_asked(driver: Driver, server: Server, library: Site):
    """A site that gains a service asks about that one, by name; what was decided before goes on as it was."""
    open_lab(driver, server)

    seen = driver.eval(
        lab(f"""remember('{library.record(["page-counter"], ["heat-map"])}')
                const view = await visit()
                const asking = await until(() => banner(view))
                return {{
                  lists: lists(view.Kelisim.consent),
                  runs: ['page-counter', 'heat-map', 'partner-pixel'].filter(view.Kelisim.allowed),
                  named: {NAMES}.filter(name => asking.innerText.includes(name))
                }}""")
    )

    assert seen == {"lists": lists_of(["page-counter"]), "runs": ["page-counter"], "named": ["Серіктес пикселі"]}


def test_the_answer_about_what_is_new_leaves_the_rest_as_it_was(driver: Driver, server: Server, library: Site):
    """Whoever opens the preferences for one new service, and saves them as they are, changes nothing else."""
    open_lab(driver, server)

    seen = driver.eval(
        lab(f"""remember('{library.record(["page-counter"], ["heat-map"])}')
                const first = await visit()
                await preferences(first)
                press(first, 'save')
                const next = await visit()
                return [lists(next.Kelisim.consent), Boolean(banner(next))]""")
    )

    assert seen == [lists_of(["page-counter"]), False]


def test_tokens_of_services_that_are_gone_ask_nothing(driver: Driver, server: Server, library: Site):
    """A service that the site no longer uses is in old cookies for months: it is passed over."""
    record = library.record(["page-counter"], ["heat-map", "partner-pixel"])
    gone = type(record)({"gone": True, **record.tokens, "Gone": False}, record.policy)
    open_lab(driver, server)

    seen = driver.eval(
        lab(f"""remember('{gone}')
                const view = await visit()
                return [lists(view.Kelisim.consent), Boolean(banner(view))]""")
    )

    assert seen == [lists_of(["page-counter"]), False]


@pytest.mark.parametrize(
    ("policy", "asked"),
    [
        pytest.param("2.0", True, id="another major version"),
        pytest.param("10.0", True, id="a major version that begins alike"),
        pytest.param("1.7", False, id="another minor version"),
    ],
)
def test_a_material_change_of_the_policy_asks_everybody(
    driver: Driver, server: Server, library: Site, policy: str, asked: bool
):
    """Promise 5: MAJOR asks again, MINOR does not."""
    open_lab(driver, server)

    seen = driver.eval(
        lab(f"""remember('{library.record(LIBRARY, policy=policy)}')
                const view = await visit()
                return [Boolean(banner(view)), view.Kelisim.allowed('analytics')]""")
    )

    assert seen == [asked, not asked]


def test_a_withdrawal_is_a_record_of_the_same_visitor(driver: Driver, server: Server, library: Site):
    """The record keeps its id, says that consent was withdrawn, and holds on the next page."""
    open_lab(driver, server)

    before, after, kept = driver.eval(
        lab("""const first = await visit()
               press(first, 'accept')
               const before = first.Kelisim.consent
               await preferences(first)
               press(first, 'reject')
               const after = first.Kelisim.consent
               return [before, after, (await visit()).Kelisim.consent]""")
    )

    assert (before["source"], after["source"]) == ("accept", "withdraw")
    assert before["id"] == after["id"]
    assert after["granted"] == ["necessary", "own-site"]
    assert kept == after


def test_the_id_of_a_record_is_random(driver: Driver, server: Server, library: Site):
    """It finds a record again and tells nothing about the visitor: every browser draws its own."""
    open_lab(driver, server)

    ids = driver.eval(
        lab("""const ids = []
               for (let round = 0; round < 3; round += 1) {
                 forget()
                 const view = await visit()
                 view.Kelisim.reject()
                 ids.push(view.Kelisim.consent.id)
                 leave(view)
               }
               return ids""")
    )

    assert len(set(ids)) == 3
    assert min(len(one) for one in ids) >= 20
