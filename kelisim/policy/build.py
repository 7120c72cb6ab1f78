"""The policy of a site as files: sources in, pages, fragments and texts in every language out."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kelisim.assets import ABOVE, Asset, hashed_asset
from kelisim.catalogs import Catalog, Original
from kelisim.policy import render
from kelisim.policy.browsers import parse_browsers
from kelisim.policy.checks import check_document, check_translation
from kelisim.policy.compiled import CompiledPolicy, compile_policy, source_texts, translated_texts
from kelisim.policy.document import Document, Unit, message_id
from kelisim.policy.edition import DRAFT, Edition, LanguageLink, Surroundings
from kelisim.policy.overlay import overlay
from kelisim.policy.site_checks import check_site_policy
from kelisim.policy.source import parse_policy
from kelisim.problems import Place, Problem, errors
from kelisim.site import Site
from kelisim.source import Source, TomlSource
from kelisim.tokens import digest_of
from kelisim.views import autonym
from kelisim.wording import Wording

#: Before the first publish (data-model.md, States and gates).
FIRST_DRAFT = Edition("1.0")
SCRIPT = "kelisim.js"
#: Where policies stand below `dist/`: in force at `policy/<lang>/`, other versions at `policy/<version>/<lang>/`.
POLICY_FOLDER = "policy"


@dataclass(frozen=True)
class PolicySource:
    """A policy in its source language, with every unit as a text to translate."""

    language: str
    document: Document

    @property
    def originals(self) -> dict[str, Original]:
        """The units by message id."""
        return {
            message_id(unit.id): Original(message_id(unit.id), (unit.text,), where=_where(unit), note=unit.note)
            for unit in self.document.units
        }


@dataclass(frozen=True)
class PolicyFiles:
    """What a site's policy comes to: its files, and what banner and manifest say of it.

    `urls` are addresses of the pages by language, relative to the folder of the assets; `stylesheet` is one of them.
    """

    assets: tuple[Asset, ...]
    version: str
    facts: Mapping[str, Any]
    urls: Mapping[str, str]
    stylesheet: str


def read_policy(policies: Mapping[str, Sequence[Source]]) -> tuple[PolicySource | None, list[Problem]]:
    """The policy of a project, its own units laid over the packaged ones; none where an error is in them."""
    if not policies:
        return None, [Problem(Place("policy_src/policy.kk.md"), "K336", "there is no policy", "a text in this file")]
    if len(policies) > 1:
        return None, [_several_languages(policies)]
    [(language, sources)] = policies.items()
    packaged, *own = sources
    document, problems = parse_policy(packaged)
    for source in own:
        changes, found = parse_policy(source)
        document, more = overlay(document, changes)
        problems += [*found, *more]
    # A unit that could not be read would be missed below, and reported as what it is not.
    if not errors(problems):
        problems += check_document(document, language)
    return (None if errors(problems) else PolicySource(language, document)), problems


def check_translations(source: PolicySource, catalogs: Mapping[str, Catalog]) -> Iterator[Problem]:
    """Yield what is wrong with the texts of each translation, beyond what is checked of every catalog."""
    for language, catalog in catalogs.items():
        if language != source.language:
            yield from check_translation(source.document, catalog)


def check_policies(compiled: Mapping[str, CompiledPolicy], site: Site, edition: Edition = FIRST_DRAFT) -> list[Problem]:
    """What keeps a site from printing its policies, and what it would print in doubt."""
    found = (check_site_policy(compiled[language], site, edition) for language in site.config.languages)
    return list(dict.fromkeys(problem for problems in found for problem in problems))


def version_of(edition: Edition) -> str:
    """A version as manifest, cookie and records write it."""
    return f"{edition.version}-draft" if edition.state == DRAFT else edition.version


def compile_policies(
    source: PolicySource,
    wordings: Mapping[str, Wording],
    catalogs: Mapping[str, Catalog],
    browsers: TomlSource,
    templates: Any,
) -> dict[str, CompiledPolicy]:
    """The policy compiled for each language; `catalogs` are those of the policy by language."""
    links, _ = parse_browsers(browsers, wordings)
    return {
        language: compile_policy(
            source.document,
            source_texts(source.document)
            if language == source.language
            else translated_texts(source.document, catalogs[language]),
            wording,
            links[language],
            templates,
        )
        for language, wording in wordings.items()
    }


def render_policies(
    compiled: Mapping[str, CompiledPolicy],
    site: Site,
    style: str,
    editions: Mapping[str, Edition] | None = None,
    above: str = "",
) -> PolicyFiles:
    """Every form of the policy in every language of the site; `editions` says by language what of versions is told.

    The style sheet is every site's: with many sites it lies in the folder `above` that of the site.
    """
    editions = editions or dict.fromkeys(site.config.languages, FIRST_DRAFT)
    sheet = hashed_asset("policy", ".css", style.encode(), above)
    assets = [sheet, *render_forms(compiled, site, editions, POLICY_FOLDER, sheet.name)]
    edition = editions[site.config.default_language]
    facts = {
        "version": version_of(edition),
        "state": edition.state,
        "effective": edition.effective.isoformat() if edition.effective else None,
        "digest": digest_of({asset.name.removeprefix(ABOVE): asset.integrity for asset in assets}),
    }
    urls = {language: f"../policy/{language}/" for language in site.config.languages}
    return PolicyFiles(tuple(assets), version_of(edition), facts, urls, sheet.name)


def render_forms(
    compiled: Mapping[str, CompiledPolicy], site: Site, editions: Mapping[str, Edition], folder: str, stylesheet: str
) -> list[Asset]:
    """Page, fragment, text, Markdown and JSON in every language of the site, in folders `<folder>/<lang>/`."""
    assets = []
    for language in site.config.languages:
        printer, base = render.Printer(compiled[language], site, editions[language]), f"{folder}/{language}"
        around = _surroundings(site, language, base, stylesheet)
        assets += [
            Asset(f"{base}/index.html", printer.page(around)),
            Asset(f"{base}/policy.fragment.html", printer.fragment()),
            Asset(f"{base}/policy.txt", printer.text()),
            Asset(f"{base}/policy.md", printer.markdown()),
            Asset(f"{base}/policy.json", printer.json()),
        ]
    return assets


def _surroundings(site: Site, language: str, folder: str, stylesheet: str) -> Surroundings:
    def relative(name: str) -> str:
        # Names may begin above the site's folder, so that the two are put somewhere with a folder above.
        return posixpath.relpath(f"/sites/site/{name}", f"/sites/site/{folder}")

    return Surroundings(
        script=relative(SCRIPT),
        stylesheet=relative(stylesheet),
        languages=tuple(
            LanguageLink(other, autonym(other), "./" if other == language else f"../{other}/")
            for other in site.config.languages
        ),
    )


def _where(unit: Unit) -> Callable[[], Place]:
    return lambda: unit.span.place


def _several_languages(policies: Mapping[str, Sequence[Source]]) -> Problem:
    languages = list(policies)
    return Problem(
        policies[languages[-1]][-1].whole(),
        "K336",
        f"the policy has sources in {', '.join(languages)}",
        "one source language; every other language is a translation",
        f"move the texts into translations/{languages[-1]}/LC_MESSAGES/policy.po",
    )
