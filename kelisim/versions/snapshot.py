"""Text and meaning of a site's policy as the sources have them now, in the form in which versions are compared."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kelisim.config import SiteConfig
from kelisim.i18n.approvals import source_hash, translation_hash
from kelisim.i18n.templates import unit_text
from kelisim.policy.compiled import CompiledPolicy
from kelisim.policy.edition import CURRENT, EarlierVersion, Edition
from kelisim.policy.render import render_json
from kelisim.site import Site, UsedService
from kelisim.versions.meaning import Held, Meaning, ServiceRecord, settle_tokens
from kelisim.versions.printed import POLICY, SERVICE, PrintedUnit, is_row, item_id, printed_units

#: Every text is compared as if it were of this version: what names the version itself is no change.
NEUTRAL = Edition("0.0", CURRENT, datetime.date(2000, 1, 1), (EarlierVersion("0.0", None, "0.0"),))


@dataclass(frozen=True)
class UnitRecord:
    """A unit of the sources: the hash of its source, and the hash of what is printed by language, if it is printed."""

    id: str
    source: str
    prints: Mapping[str, str]


@dataclass(frozen=True)
class Snapshot:
    """A policy's units, the printed ones first and in their order, and what the site asks for."""

    units: tuple[UnitRecord, ...]
    meaning: Meaning

    def same_as(self, units: Sequence[UnitRecord], meaning: Meaning) -> bool:
        """Whether a published version says and asks the same."""
        return printed(self.units) == printed(units) and self.meaning.equals(meaning)


def printed(units: Sequence[UnitRecord]) -> list[tuple[str, Mapping[str, str]]]:
    """What is printed of these units."""
    return [(unit.id, unit.prints) for unit in units if unit.prints]


def is_worded_anew(before: Sequence[UnitRecord], after: Sequence[UnitRecord]) -> bool:
    """Whether wording changed: any clause, in any language, or the words about a fact that is the same.

    Rows of tables whose facts changed are no wording: what they mean is compared as meaning.
    """
    clauses = [[entry for entry in printed(units) if not is_row(entry[0])] for units in (before, after)]
    if clauses[0] != clauses[1]:
        return True
    rows = {unit.id: unit for unit in before if is_row(unit.id) and unit.prints}
    return any(
        unit.prints != rows[unit.id].prints and unit.source == rows[unit.id].source
        for unit in after
        if unit.id in rows and unit.prints
    )


def take_snapshot(site: Site, compiled: Mapping[str, CompiledPolicy], source_language: str) -> Snapshot:
    """The snapshot of a site, without tokens; `source_language` is that of the policy."""
    texts = {language: _texts(compiled[language], site) for language in site.config.languages}
    document = compiled[site.config.default_language].document
    sources = {
        f"{POLICY}{unit.id}": source_hash(unit_text(unit, source_language)) for unit in document.units if unit.id
    }
    sources |= dict(_sources_of_rows(site))
    printed_ids = [unit.id for unit in texts[site.config.default_language]]
    hashes = {language: {unit.id: translation_hash([unit.text]) for unit in units} for language, units in texts.items()}
    ids = dict.fromkeys([*printed_ids, *sources])
    return Snapshot(
        tuple(
            UnitRecord(
                unit_id,
                sources.get(unit_id, ""),
                {language: known[unit_id] for language, known in sorted(hashes.items()) if unit_id in known},
            )
            for unit_id in ids
        ),
        meaning_of(site),
    )


def _texts(policy: CompiledPolicy, site: Site) -> tuple[PrintedUnit, ...]:
    return printed_units(json.loads(render_json(policy, site, NEUTRAL)))


def meaning_of(site: Site) -> Meaning:
    """What a site asks for, with the tokens that it has."""
    services = {used.id: ServiceRecord(used.id, used.meaning, used.token, used.aliases) for used in site.services}
    return Meaning(facts_of_site(site.config), services)


def facts_of_site(config: SiteConfig) -> dict[str, Any]:
    """Who asks, how, and for how long; BIN and name apart, so that a BIN given for the first time is seen as that."""
    return {
        "bin": config.operator.bin,
        "name": config.operator.name[config.default_language].text,
        "model": config.consent_model,
        "term": config.consent.lifetime_days,
    }


def with_history(site: Site, history: Sequence[Meaning], *, worded_anew: bool = False) -> Site:
    """The site with the tokens that it has after what was published, aliases and reasons to ask included."""
    if not history:
        return site
    held = settle_tokens(meaning_of(site), history, worded_anew=worded_anew)
    return replace(site, services=tuple(_holding(used, held.get(used.id)) for used in site.services))


def _holding(used: UsedService, held: Held | None) -> UsedService:
    return replace(used, token=held.token, aliases=held.aliases, earlier=held.earlier) if held else used


def _sources_of_rows(site: Site) -> Iterator[tuple[str, str]]:
    """What the rows of the tables were made from, as hashes: while that is the same, another print is other wording."""
    for used in site.services:
        meaning = used.meaning
        rows = zip(meaning["items"], meaning["purposes"][1:], strict=True)
        known = {item: (purpose, lifetime) for (item, _, _, lifetime), purpose in rows}
        about = (meaning["purposes"][0], meaning["recipient"], *meaning["country"])
        yield f"{SERVICE}{used.id}", translation_hash(about)
        names: dict[str, int] = {}
        for item in used.items:
            names[item.label] = names.get(item.label, 0) + 1
            facts = (*known[item.id], item.kind, item.label, item.party, item.domain)
            yield item_id(used.id, item.label, names[item.label]), translation_hash(facts)
    recipients = [text for used in site.recipients for text in (used.id, used.service.provider, *used.service.country)]
    yield "recipients", translation_hash(recipients)
