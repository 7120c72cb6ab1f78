"""`policy/review.html`, the lawyer's sheet: the policy in all languages side by side, and every fact about services.

The text is read from the `policy.json` files of the same build, so that the sheet shows what is printed and nothing
else; the facts come from the registry as the site's settings leave them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kelisim.assets import Asset, hashed_asset, text_asset
from kelisim.policy.build import POLICY_FOLDER, PolicyFiles
from kelisim.policy.document import STATISTICS_PREFIX, Document, message_id
from kelisim.registry import Item
from kelisim.site import Site, UsedService
from kelisim.versions.printed import POLICY, PrintedUnit, is_row, printed_units
from kelisim.views import autonym
from kelisim.wording import Wording

NAME = f"{POLICY_FOLDER}/review.html"


@dataclass(frozen=True)
class UnitRow:
    """A unit with its number, its conditions as the source writes them, and its words in the order of the languages."""

    id: str
    number: str
    conditions: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """A fact with the id of its label: words in the order of the languages, or one text that holds in all of them."""

    label: str
    texts: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class ItemSheet:
    """All about an item that a service in use keeps."""

    id: str
    name: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class ServiceSheet:
    """All about a service in use; `names` in the order of the languages."""

    id: str
    names: tuple[str, ...]
    facts: tuple[Fact, ...]
    items: tuple[ItemSheet, ...]


def render_sheet_page(
    site: Site,
    document: Document,
    wordings: Mapping[str, Wording],
    policies: PolicyFiles,
    templates: Any,
    style: str,
) -> list[Asset]:
    """The sheet with its style; `policies` are the files that it reads, and whose style it shares."""
    used = tuple(wordings[language] for language in site.config.languages)
    printed = _printed(site, policies)
    sheet = hashed_asset("review", ".css", style.encode())
    page = templates.get_template("templates/review.html").render(
        t=used[0].text,
        labels=lambda key: [(wording.language, wording.text(key)) for wording in used],
        language=used[0].language,
        languages=[(wording.language, autonym(wording.language)) for wording in used],
        version=policies.version,
        site=site.config.id,
        url=site.config.url,
        example=site.config.example,
        units=unit_rows(document, printed),
        omitted=omitted_units(document, printed[0]),
        services=[service_sheet(one, used, _statistics(printed)) for one in site.services],
        stylesheets=[f"../{policies.stylesheet}", f"../{sheet.name}"],
    )
    return [sheet, text_asset(NAME, page)]


def unit_rows(document: Document, printed: Sequence[Sequence[PrintedUnit]]) -> tuple[UnitRow, ...]:
    """The units of the text as every language prints them; what the build makes of facts stands with the services."""
    conditions = {message_id(unit.id): ", ".join(unit.conditions) for unit in [*document.headings, *document.units]}
    words = [{unit.id: unit.text for unit in units} for units in printed]
    return tuple(
        UnitRow(
            unit.id.removeprefix(POLICY),
            unit.number,
            conditions.get(unit.id, ""),
            tuple(language.get(unit.id, "") for language in words),
        )
        for unit in printed[0]
        if not is_row(unit.id)
    )


def omitted_units(document: Document, printed: Iterable[PrintedUnit]) -> tuple[tuple[str, str], ...]:
    """Ids and conditions of the units that this site does not print, in the order of the source."""
    shown = {unit.id for unit in printed}
    return tuple((unit.id, ", ".join(unit.conditions)) for unit in document.units if message_id(unit.id) not in shown)


def service_sheet(
    used: UsedService, wordings: Sequence[Wording], statistics: Sequence[Mapping[str, str]]
) -> ServiceSheet:
    """All about a service; `statistics` are the words of clause 2.1 by id, in the order of the languages."""
    return ServiceSheet(
        used.id,
        tuple(wording.service_name(used.service) for wording in wordings),
        tuple(_stated(_service_facts(used, wordings, statistics))),
        tuple(ItemSheet(item.id, item.label, tuple(_stated(_item_facts(used, item, wordings)))) for item in used.items),
    )


def _stated(facts: Iterable[Fact]) -> Iterator[Fact]:
    return (fact for fact in facts if fact.text or any(fact.texts))


def _service_facts(
    used: UsedService, wordings: Sequence[Wording], statistics: Sequence[Mapping[str, str]]
) -> Iterator[Fact]:
    service = used.service
    yield Fact("review.category", tuple(wording.text(f"category.{used.category}.title") for wording in wordings))
    yield Fact("table.purpose", tuple(wording.service_purpose(service) for wording in wordings))
    yield Fact("review.description", tuple(wording.service_description(service) for wording in wordings))
    yield Fact("table.provider", tuple(used.provider(wording.language) for wording in wordings))
    yield Fact("table.country", tuple(wording.countries(service.country) for wording in wordings))
    collected = tuple(dict.fromkeys(used.collects))
    yield Fact("table.collects", tuple("; ".join(words.get(kind, kind) for kind in collected) for words in statistics))
    yield Fact("review.hosts", text=", ".join(service.hosts))
    yield Fact("review.signals", text=", ".join(service.signals))
    yield Fact("review.stop", text=", ".join(service.stop))
    yield Fact("review.settings", text=", ".join(_settings(used)))
    yield Fact("review.source", text=f"{service.source}, {service.checked.isoformat()}")
    yield Fact("review.note", text=service.note)


def _settings(used: UsedService) -> Iterator[str]:
    for name, value in used.parameters.items():
        yield f"{name} = {json.dumps(value, ensure_ascii=False)}"
    if used.not_on:
        yield f"not_on = {json.dumps(list(used.not_on), ensure_ascii=False)}"


def _item_facts(used: UsedService, item: Item, wordings: Sequence[Wording]) -> Iterator[Fact]:
    domain = f" ({item.domain})" if item.party == "third" else ""
    yield Fact("table.purpose", tuple(wording.item_purpose(used.service, item) for wording in wordings))
    yield Fact("table.kind", tuple(wording.text(f"kind.{item.kind}") for wording in wordings))
    yield Fact("table.lifetime", tuple(wording.lifetime(item.lifetime) for wording in wordings))
    yield Fact("table.party", tuple(wording.text(f"party.{item.party}") + domain for wording in wordings))
    if item.party == "third" or item.http_only:
        yield Fact("review.deletion", tuple(wording.text("review.undeletable") for wording in wordings))
    yield Fact("review.settings", text=", ".join(_item_settings(item)))
    if (item.source, item.checked) != (used.service.source, used.service.checked):
        yield Fact("review.source", text=f"{item.source}, {item.checked.isoformat()}")
    yield Fact("review.note", text=item.note)


def _item_settings(item: Item) -> Iterator[str]:
    if item.when:
        yield f"{item.when} = true"
    if item.paths:
        yield f"paths = {json.dumps(list(item.paths))}"


def _printed(site: Site, policies: PolicyFiles) -> list[tuple[PrintedUnit, ...]]:
    files = {asset.name: asset.data for asset in policies.assets}
    names = (f"{POLICY_FOLDER}/{language}/policy.json" for language in site.config.languages)
    return [printed_units(json.loads(files[name])) for name in names]


def _statistics(printed: Sequence[Sequence[PrintedUnit]]) -> list[dict[str, str]]:
    prefix = message_id(STATISTICS_PREFIX)
    return [
        {unit.id.removeprefix(prefix): unit.text for unit in units if unit.id.startswith(prefix)} for units in printed
    ]
