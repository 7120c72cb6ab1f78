"""The lawyer's sheet: languages side by side, and every fact that the registry states about a service in use."""

from __future__ import annotations

import json

from kelisim.assets import text_asset
from kelisim.policy.build import PolicyFiles
from kelisim.policy.edition import Edition
from kelisim.policy.render import render_json
from kelisim.registry import parse_service
from kelisim.sheet import NAME, Fact, omitted_units, render_sheet_page, service_sheet, unit_rows
from kelisim.site import UsedService
from kelisim.versions.printed import PrintedUnit, printed_units
from kelisim.views import environment
from tests.unit.examples import service_source
from tests.unit.policy_examples import compiled, document, english, small_site, templates

STATISTICS = [{"pages": "pages that were looked at", "views": "how often"}]


def used(*changes: tuple[str, str], more: str = "", **told: object) -> UsedService:
    """The small service in use, with changes of its file."""
    service, problems = parse_service(service_source(*changes, more=more), "counter")
    assert service, [str(problem) for problem in problems]
    return UsedService(service, "analytics", service.items, told, (), {"en": "Vivus"})


def printed() -> tuple[PrintedUnit, ...]:
    """The small policy as it is printed for the small site."""
    return printed_units(json.loads(render_json(compiled(), small_site(), Edition("1.0"))))


def test_every_fact_about_a_service_is_stated():
    """Category, purpose, recipient, country, data and addresses in words; settings and sources as they are."""
    sheet = service_sheet(used(webvisor=True), [english()], STATISTICS)

    assert (sheet.id, sheet.names) == ("counter", ("Counter",))
    assert sheet.facts == (
        Fact("review.category", ("Analytics",)),
        Fact("table.purpose", ("Statistics",)),
        Fact("review.description", ("Counts visits.",)),
        Fact("table.provider", ("Counter LLC",)),
        Fact("table.country", ("Kazakhstan, Ireland",)),
        Fact("table.collects", ("pages that were looked at; how often",)),
        Fact("review.hosts", text="counter.kz"),
        Fact("review.settings", text="webvisor = true"),
        Fact("review.source", text="vendor documentation, 2026-11-22"),
    )


def test_every_fact_about_an_item_is_stated():
    """Also what decides whether it is used at all, what nobody can delete, and a source of its own with its day."""
    settings = 'when = "webvisor"\npaths = ["/shop"]\nhttp_only = true\n'
    more = f'{settings}source = "measured"\nchecked = 2026-11-23\nnote = "Odd."\n'

    [item] = service_sheet(used(more=more), [english()], STATISTICS).items

    assert (item.id, item.name) == ("visitor", "_cnt")
    assert item.facts == (
        Fact("table.purpose", ("Tells visitors apart",)),
        Fact("table.kind", ("cookie",)),
        Fact("table.lifetime", ("2\N{NO-BREAK SPACE}years",)),
        Fact("table.party", ("this site",)),
        Fact("review.deletion", (english().text("review.undeletable"),)),
        Fact("review.settings", text='webvisor = true, paths = ["/shop"]'),
        Fact("review.source", text="measured, 2026-11-23"),
        Fact("review.note", text="Odd."),
    )


def test_a_third_partys_item_names_its_domain_in_every_language():
    """Two columns where there are two languages, and the domain in both of them."""
    changes = (('party = "first"', 'party = "third"\ndomain = ".counter.kz"'),)

    [item] = service_sheet(used(*changes), [english(), english()], [*STATISTICS, *STATISTICS]).items

    party = english().text("party.third")
    assert Fact("table.party", (f"{party} (.counter.kz)",) * 2) in item.facts


def test_languages_stand_side_by_side_by_unit():
    """A row a unit in the order of the print, with number and conditions; tables of facts are left to the services."""
    other = tuple(PrintedUnit(unit.id, unit.clause, unit.number, unit.text.upper()) for unit in printed())

    rows = unit_rows(document(), [printed(), other])

    by_id = {row.id: row for row in rows}
    assert list(by_id)[:3] == ["title", "general", "about.operator"]
    assert by_id["consent.explicit"].number == "1.2"
    assert by_id["consent.explicit"].conditions == "explicit"
    assert by_id["consent.explicit"].texts == (
        "Nothing optional runs before a choice.",
        "NOTHING OPTIONAL RUNS BEFORE A CHOICE.",
    )
    assert not [unit_id for unit_id in by_id if unit_id.startswith(("table.", "service."))]


def test_what_the_site_does_not_print_is_listed_with_its_condition():
    """A lawyer sees what would be said if the site were another."""
    omitted = omitted_units(document(), printed())

    assert ("consent.implied", "implied") in omitted
    assert ("kinds.marketing", "marketing") in omitted
    assert not {unit.id.removeprefix("policy.") for unit in printed()} & {unit_id for unit_id, _ in omitted}


def test_words_of_owners_are_escaped_on_the_sheet():
    """The operator's name holds a tag; it stands there as words."""
    site = small_site()
    files = (text_asset("policy/en/policy.json", render_json(compiled(), site, Edition("1.0"))),)
    policies = PolicyFiles(files, "1.0-draft", {}, {}, "assets/policy.css")

    style, page = render_sheet_page(site, document(), {"en": english()}, policies, environment(templates()), "td{}")

    html = page.data.decode()
    assert page.name == NAME
    assert f'href="../{style.name}"' in html
    assert "&lt;Vivus&gt; &amp; Co runs" in html
    assert "<Vivus>" not in html
