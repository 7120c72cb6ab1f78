"""Every check of one site against the sources that it shares; nothing is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kelisim.acceptance import AcceptedWarning, apply_acceptances
from kelisim.cache import Cache
from kelisim.catalogs import DOMAINS, Catalog
from kelisim.completeness import left_out
from kelisim.config import SiteConfig, check_languages, parse_site
from kelisim.law import check_facts
from kelisim.palettes import check_colours
from kelisim.pipeline.results import Checked, Sources
from kelisim.pipeline.shared import SOURCE_LANGUAGE, Shared
from kelisim.problems import WARNING, Problem, errors, ordered, strict
from kelisim.site import Site, assemble_site
from kelisim.source import TomlSource
from kelisim.versions.snapshot import with_history
from kelisim.wording import Wording


def check_site(shared: Shared, source: TomlSource, found: Iterable[Problem] = (), *, history: bool = True) -> Checked:
    """Check a site. `found` is what reading its own file brought up.

    With `history` decisions made under published tokens go on holding; the archive is then that of this very site.
    """
    problems = [*shared.problems, *found]
    config, told = parse_site(source) if source.path not in shared.broken else (None, [])
    problems += told
    problems += _concerning(shared, config)
    site, told = assemble_site(config, shared.registry) if config else (None, [])
    site = with_history(site, shared.archive.meanings) if site and history else site
    problems += told
    problems += check_facts(site) if site else ()
    problems += check_languages(config, shared.known) if config else ()
    wordings: dict[str, Wording] = {}
    catalogs: dict[tuple[str, str], Catalog] = {}
    if shared.originals:
        languages, services = _asked_for(shared, config, source)
        wordings, catalogs, told = _wordings(shared, config, languages, services)
        problems += told
        site = _in_languages(site, tuple(wordings)) if site else None
        for language, domain in catalogs:
            problems += shared.policy_faults(language) if domain == "policy" else ()
        problems += shared.browser_faults(wordings)
    sources = None
    if site and shared.policy and not errors(problems):
        sources = Sources(site, shared, wordings, catalogs, shared.policy)
    return Checked(sources, config, problems)


def check_words(sources: Sources, cache: Cache) -> list[Problem]:
    """What is wrong with the words that a site prints; sites with the same services say the same words."""
    site, shared = sources.site, sources.shared
    looks, used = site.config.banner, frozenset(used.id for used in site.services)
    key = ("words", site.config.languages, site.optional_categories, looks.reject, used)
    return shared.memo.get(key, lambda: _check_words(sources, cache))


def check_looks(config: SiteConfig, shared: Shared, cache: Cache) -> list[Problem]:
    """What cannot be read in the site's colours: those of its accent, and those of its own style sheets."""

    def check() -> list[Problem]:
        sheets = {path: text for path, text in shared.project.banner.items() if path.endswith(".css")}
        return check_colours(config, sheets, cache)

    # Most sites have nothing to hear, and look like others. Who has, hears it of their own file.
    looks = config.banner
    return check() if shared.memo.get(("failing colours", looks.accent, looks.theme), check) else []


def _check_words(sources: Sources, cache: Cache) -> list[Problem]:
    # Imported here: a build that only looks into its cache needs neither the lints nor what they stand on.
    from kelisim.wording_checks import Words, check_wording

    project, policy = sources.shared.project, sources.policy
    return check_wording(
        Words(
            sources.site,
            project.texts,
            sources.originals,
            policy.document,
            policy.language,
            sources.catalogs,
            project.style,
            project.glossary,
        ),
        cache,
    )


def settle(
    checked: Checked, shared: Shared, as_errors: bool, *, complete: bool
) -> tuple[list[Problem], list[AcceptedWarning]]:
    """The problems as they are reported: without the accepted ones, the rest raised to errors where that is wanted."""
    problems, accepted = checked.problems, list[AcceptedWarning]()
    if checked.config:
        problems, accepted = apply_acceptances(problems, checked.config, shared.today, complete=complete)
    return ordered(strict(problems) if as_errors else problems), accepted


def _asked_for(
    shared: Shared, config: SiteConfig | None, source: TomlSource
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Languages and services of the site: where its file is at fault, what can be read of it, so that the mistakes of
    the other files come out in the same run."""
    if config:
        return tuple(language for language in config.languages if language in shared.known), config.services
    try:
        told = source.data
    except ValueError:
        told = {}
    languages = [language for language in _texts_of(told.get("languages")) if language in shared.known]
    return tuple(languages or sorted(shared.known)), tuple(_texts_of(told.get("services")))


def _in_languages(site: Site, languages: tuple[str, ...]) -> Site:
    """The site without the languages that were left out, and as it is where nothing was."""
    kept = tuple(language for language in site.config.languages if language in languages)
    return site if kept == site.config.languages else replace(site, config=replace(site.config, languages=kept))


def _texts_of(value: object) -> list[str]:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


def _concerning(shared: Shared, config: SiteConfig | None) -> list[Problem]:
    """Problems of the registry without warnings about services that this site does not use."""
    files = shared.project.services
    used = {files[name].path for name in config.services if name in files} if config else set()
    return [one for one in shared.registry_problems if one.severity != WARNING or one.place.path in used]


def _wordings(
    shared: Shared, config: SiteConfig | None, languages: tuple[str, ...], services: tuple[str, ...]
) -> tuple[dict[str, Wording], dict[tuple[str, str], Catalog], list[Problem]]:
    """The wording of each language and its catalogs, with what they lack for this site.

    A language that is left out because it lacks texts has neither.
    """
    wordings: dict[str, Wording] = {}
    known: dict[tuple[str, str], Catalog] = {}
    problems: list[Problem] = []
    for language in languages:
        catalogs, found = _language(shared, language, services)
        told = left_out(config, language, found) if config else None
        problems += found if told is None else told
        if told is None:
            known |= {(language, domain): catalog for domain, catalog in catalogs.items()}
            wordings[language] = shared.wording(language)
    return wordings, known, problems


def _language(
    shared: Shared, language: str, services: tuple[str, ...]
) -> tuple[Mapping[str, Catalog], tuple[Problem, ...]]:
    """The catalogs of a language by domain, and what they lack for these services."""

    def look() -> tuple[Mapping[str, Catalog], tuple[Problem, ...]]:
        used = [shared.registry[name] for name in services if name in shared.registry]
        wanted = {
            "banner": bool(shared.originals),
            "services": any(isinstance(told, str) for service in used for _, told in service.texts()),
            "policy": bool(shared.policy_originals),
        }
        catalogs: dict[str, Catalog] = {}
        problems: list[Problem] = []
        for domain in DOMAINS:
            source_language = shared.policy.language if domain == "policy" and shared.policy else SOURCE_LANGUAGE
            if language == source_language or not (wanted[domain] or (language, domain) in shared.project.catalogs):
                continue
            catalog, found = shared.catalog(language, domain)
            problems += found
            if catalog:
                problems += shared.catalog_faults(language, domain) if domain != "services" else ()
                catalogs[domain] = catalog
        for service in used:
            problems += shared.service_faults(language, service)
        return catalogs, tuple(problems)

    return shared.memo.get(("language", language, services), look)
