"""The policy of a site as files: sources in, pages, fragments and texts in every language out."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kelisim.assets import Asset, hashed_asset, text_asset
from kelisim.catalogs import Catalog, Original
from kelisim.policy import render
from kelisim.policy.compiled import CompiledPolicy, compile_policy, message_id, source_texts, translated_texts
from kelisim.policy.document import Document
from kelisim.policy.edition import Edition, LanguageLink, Surroundings
from kelisim.policy.source import parse_policy
from kelisim.problems import Place, Problem
from kelisim.site import Site
from kelisim.source import Source, TomlSource
from kelisim.tokens import digest_of
from kelisim.views import autonym
from kelisim.wording import Wording

#: Before the first publish there is no version yet.
FIRST_DRAFT = "1.0-draft"
SCRIPT = "kelisim.js"


@dataclass(frozen=True)
class PolicySource:
    """A policy in its source language, with every unit as a text to translate."""

    language: str
    document: Document

    @property
    def originals(self) -> dict[str, Original]:
        """The units by message id."""
        return {
            message_id(unit.id): Original(message_id(unit.id), (unit.text,), where=_place_of(unit), note=unit.note)
            for unit in self.document.units
        }


@dataclass(frozen=True)
class PolicyFiles:
    """What a site's policy comes to: its files, and what banner and manifest say of it.

    `urls` are addresses of the pages by language, relative to the folder of the assets.
    """

    assets: tuple[Asset, ...]
    version: str
    facts: Mapping[str, Any]
    urls: Mapping[str, str]


def read_policy(policies: Mapping[str, Sequence[Source]]) -> tuple[PolicySource | None, list[Problem]]:
    """The policy of a project, its own units laid over the packaged ones."""
    if not policies:
        return None, [Problem(Place("policy_src/policy.kk.md"), "K102", "there is no policy source")]
    # A project that writes its policy in another language than the packaged one has only that one file.
    language, sources = next(iter(policies.items()))
    document: Document | None = None
    problems: list[Problem] = []
    for source in sources:
        parsed, found = parse_policy(source)
        problems += found
        document = parsed
    return (PolicySource(language, document) if document and not problems else None), problems


def compile_policies(
    source: PolicySource,
    wordings: Mapping[str, Wording],
    catalogs: Mapping[str, Catalog],
    browsers: TomlSource,
    templates: Any,
) -> dict[str, CompiledPolicy]:
    """The policy compiled for each language; `catalogs` are those of the policy by language."""
    return {
        language: compile_policy(
            source.document,
            source_texts(source.document)
            if language == source.language
            else translated_texts(source.document, catalogs[language]),
            wording,
            browser_links(browsers, language),
            templates,
        )
        for language, wording in wordings.items()
    }


def browser_links(browsers: TomlSource, language: str) -> list[tuple[str, str]]:
    """Name and help page of each browser, in the language where there is one."""
    links = []
    for told in browsers.data.get("browser", []):
        url = told["url"]
        links.append((told["name"], url if isinstance(url, str) else url.get(language, url.get("en", ""))))
    return links


def render_policies(compiled: Mapping[str, CompiledPolicy], site: Site, style: str) -> PolicyFiles:
    """Every form of the policy in every language of the site."""
    edition = Edition(FIRST_DRAFT)
    sheet = hashed_asset("policy", ".css", style.encode())
    assets = [sheet]
    for language in site.config.languages:
        policy, folder = compiled[language], f"policy/{language}"
        around = _surroundings(site, language, folder, sheet.name)
        assets += [
            text_asset(f"{folder}/index.html", render.render_page(policy, site, edition, around)),
            text_asset(f"{folder}/policy.fragment.html", render.render_fragment(policy, site, edition)),
            text_asset(f"{folder}/policy.txt", render.render_text(policy, site, edition)),
            text_asset(f"{folder}/policy.md", render.render_markdown(policy, site, edition)),
            text_asset(f"{folder}/policy.json", render.render_json(policy, site, edition)),
        ]
    facts = {
        "version": edition.version,
        "state": edition.state,
        "effective": edition.effective.isoformat() if edition.effective else None,
        "digest": digest_of({asset.name: asset.integrity for asset in assets}),
    }
    urls = {language: f"../policy/{language}/" for language in site.config.languages}
    return PolicyFiles(tuple(assets), edition.version, facts, urls)


def _surroundings(site: Site, language: str, folder: str, stylesheet: str) -> Surroundings:
    def relative(name: str) -> str:
        return posixpath.relpath(name, folder)

    return Surroundings(
        script=relative(SCRIPT),
        stylesheet=relative(stylesheet),
        languages=tuple(
            LanguageLink(other, autonym(other), "./" if other == language else f"../{other}/")
            for other in site.config.languages
        ),
    )


def _place_of(unit: Any) -> Any:
    return lambda: unit.span.place
