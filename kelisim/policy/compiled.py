"""A policy compiled for one language: its units rendered once, ready to be arranged and filled for any site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kelisim.catalogs import Catalog
from kelisim.policy.arrangement import Arrangement, Facts, arrange
from kelisim.policy.document import Document, message_id
from kelisim.policy.edition import Edition
from kelisim.policy.inline import Phrase, render_phrase
from kelisim.policy.memo import Memo
from kelisim.policy.tables import blocks_of
from kelisim.site import Site
from kelisim.wording import Wording

#: How many half-rendered pages, and how many pieces of pages, are kept for the sites that follow.
PAGES, PIECES = 64, 2048


@dataclass(frozen=True, eq=False)
class CompiledPolicy:
    """One language of a policy. `templates` is the Jinja environment of `banner/templates/`.

    Sites that differ in names alone share half-rendered pages; sites that differ otherwise share clauses and tables.
    """

    document: Document
    wording: Wording
    phrases: Mapping[str, Phrase]
    browsers: tuple[tuple[str, str], ...]
    templates: Any
    pages: Memo = field(default_factory=lambda: Memo(PAGES), repr=False)
    pieces: Memo = field(default_factory=lambda: Memo(PIECES), repr=False)

    @property
    def language(self) -> str:
        return self.wording.language

    def text(self, key: str, values: Mapping[str, str] | None = None) -> str:
        """An interface text, as the wording says it."""
        known = (key, *values.items()) if values else key
        return self.pieces.get(known, lambda: self.wording.text(key, values))


def compile_policy(
    document: Document,
    texts: Mapping[str, str],
    wording: Wording,
    browsers: Sequence[tuple[str, str]],
    templates: Any,
) -> CompiledPolicy:
    """Render every unit in the language of `wording`; `texts` by unit id. Markdown is read here and nowhere else."""
    phrases = {unit.id: render_phrase(texts[unit.id], wording.language) for unit in document.units}
    return CompiledPolicy(document, wording, phrases, tuple(browsers), templates)


def source_texts(document: Document) -> dict[str, str]:
    """The texts of a policy in its own language."""
    return {unit.id: unit.text for unit in document.units}


def translated_texts(document: Document, catalog: Catalog) -> dict[str, str]:
    """The texts of a policy from a catalog that has been found complete."""
    return {unit.id: catalog.entries[message_id(unit.id)].forms[0] for unit in document.units}


def facts_of(site: Site, edition: Edition) -> Facts:
    """What decides which units a site prints, for a version."""
    return Facts(site.conditions | edition.conditions, site.statistics, blocks_of(site))


def arranged(policy: CompiledPolicy, facts: Facts) -> Arrangement:
    """The arrangement for a site's facts; most sites share a few."""
    return policy.pieces.get(facts, lambda: arrange(policy.document, facts))
