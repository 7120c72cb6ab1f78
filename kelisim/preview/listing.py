"""Every text of the catalogs as the gallery lists it: source, limit and note, wording and state by language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kelisim.catalogs import Catalog, Original
from kelisim.i18n.approvals import Approval, fitting, parse_approvals, state_of
from kelisim.i18n.checking import is_outdated
from kelisim.i18n.po_writing import natural_key
from kelisim.i18n.templates import (
    POLICY_PREFIX,
    SOURCE_LANGUAGE,
    Domain,
    Text,
    policy_domain,
    services_domain,
)
from kelisim.policy.document import Clause, Document, Generated, Unit
from kelisim.registry import Service
from kelisim.source import Source

#: A text of the language that it is written in needs no approval but in the policy.
SOURCE = "source"


@dataclass(frozen=True)
class Texts:
    """What there is to list: the texts by domain, the catalogs by language and domain, the approvals by language."""

    domains: tuple[Domain, ...]
    catalogs: Mapping[tuple[str, str], Catalog]
    approvals: Mapping[str, Mapping[str, list[Approval]]]


def texts_of(
    originals: Mapping[str, Original],
    services: Mapping[str, Service],
    policy: Document,
    policy_language: str,
    catalogs: Mapping[tuple[str, str], Catalog],
    ledgers: Mapping[str, Source],
) -> Texts:
    """The texts of a project, with what its ledgers say of them."""
    banner = {key: Text(original, "banner/texts.toml") for key, original in originals.items()}
    domains = (
        Domain("banner", SOURCE_LANGUAGE, banner),
        services_domain(services.values()),
        policy_domain(policy, policy_language),
    )
    approvals = {language: parse_approvals(ledger)[0] for language, ledger in ledgers.items()}
    return Texts(domains, catalogs, approvals)


def list_texts(texts: Texts, languages: tuple[str, ...]) -> list[dict[str, Any]]:
    """A row for every text, in the order of their domains; empty fields are left out."""
    rows = []
    for domain in texts.domains:
        for key in sorted(domain.texts, key=natural_key):
            text = domain.texts[key]
            row = {
                "id": key,
                "domain": domain.name,
                "source": " / ".join(text.original.forms),
                "limit": text.original.max_length,
                "note": text.original.note,
                "tr": {language: _wording(texts, domain, text, language) for language in languages},
            }
            rows.append({name: value for name, value in row.items() if value})
    return rows


def _wording(texts: Texts, domain: Domain, text: Text, language: str) -> list[str]:
    """The words of a text in a language, and their state."""
    entry = None
    if language == domain.language:
        forms, outdated = text.original.forms, False
    elif language in text.inline:
        forms, outdated = ((text.original.samples or {}).get(language, ""),), False
    else:
        catalog = texts.catalogs.get((language, domain.name))
        entry = catalog.entries.get(text.id) if catalog else None
        forms = entry.forms if entry else ()
        outdated = bool(entry and is_outdated(entry.written, text))
    if not entry and language == domain.language and domain.name != "policy":
        return [" / ".join(forms), SOURCE]
    candidates = texts.approvals.get(language, {}).get(text.id)
    approval = fitting(candidates, text, forms) if candidates else None
    return [" / ".join(forms), state_of(text, forms, approval, outdated=outdated)]


def anchors(document: Document) -> dict[str, str]:
    """Where the policy page shows each unit: the id of the nearest heading that has one, by message id."""
    return {f"{POLICY_PREFIX}{unit.id}": anchor for unit, anchor in _anchored(document) if unit.id}


def _anchored(document: Document) -> Iterator[tuple[Unit, str]]:
    yield document.title, "content"
    for section in document.sections:
        yield section.heading, section.id
        for clause in section.clauses:
            yield clause.heading, clause.id
            yield from ((unit, clause.id) for unit in _units(clause))


def _units(clause: Clause) -> Iterator[Unit]:
    for block in clause.blocks:
        if isinstance(block, Generated):
            yield from block.units
        else:
            yield from block.units
