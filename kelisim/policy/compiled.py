"""A policy compiled for one language: its units rendered once, ready to be arranged and filled for any site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kelisim.catalogs import Catalog
from kelisim.policy.arrangement import Arrangement, Facts, arrange
from kelisim.policy.document import Document
from kelisim.policy.edition import Edition
from kelisim.policy.inline import Phrase, render_phrase
from kelisim.policy.tables import blocks_of
from kelisim.site import Site
from kelisim.wording import Wording

#: Of each kind of cached value the last so many are kept: sites that differ in names alone share one.
CACHED = 64


@dataclass(frozen=True, eq=False)
class CompiledPolicy:
    """One language of a policy. `templates` is the Jinja environment of `banner/templates/`.

    `skeletons` remembers arrangements and half-rendered pages: it changes how fast a page is rendered, never the page.
    """

    document: Document
    wording: Wording
    phrases: Mapping[str, Phrase]
    browsers: tuple[tuple[str, str], ...]
    templates: Any
    skeletons: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def language(self) -> str:
        return self.wording.language

    def remembered(self, key: Any, make: Any) -> Any:
        """The value made for `key` before, or made now."""
        if key in self.skeletons:
            return self.skeletons[key]
        if len(self.skeletons) >= CACHED:
            self.skeletons.pop(next(iter(self.skeletons)))
        made = self.skeletons[key] = make()
        return made


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


def message_id(unit_id: str) -> str:
    """The id under which catalogs know a unit."""
    return f"policy.{unit_id}"


def facts_of(site: Site, edition: Edition) -> Facts:
    """What decides which units a site prints, for a version."""
    return Facts(site.conditions | edition.conditions, site.statistics, blocks_of(site))


def arranged(policy: CompiledPolicy, facts: Facts) -> Arrangement:
    """The arrangement for a site's facts; most sites share a few."""
    arrangement: Arrangement = policy.remembered(facts, lambda: arrange(policy.document, facts))
    return arrangement
