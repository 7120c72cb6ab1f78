"""The order of the stages: a project's sources in, all files of `dist/` and all problems out."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kelisim.acceptance import AcceptedWarning, apply_acceptances
from kelisim.assets import Asset
from kelisim.bundle import Bundle, compile_code, packing_flags, render_bundle, site_flags
from kelisim.cache import Cache
from kelisim.catalogs import DOMAINS, Catalog, Original, check_catalog, missing_catalog, parse_catalog
from kelisim.completeness import left_out
from kelisim.config import SiteConfig, check_languages, parse_site
from kelisim.feature_sizes import Weights, weigh
from kelisim.files import Project
from kelisim.law import check_facts
from kelisim.manifest import render_manifest
from kelisim.pages import render_demo, render_embed, render_head, script_hash
from kelisim.policy.browsers import parse_browsers
from kelisim.policy.build import (
    PolicyFiles,
    PolicySource,
    check_policies,
    check_translations,
    compile_policies,
    read_policy,
    render_policies,
)
from kelisim.policy.compiled import CompiledPolicy
from kelisim.policy.edition import DRAFT
from kelisim.preview import Drawing, render_preview, texts_of
from kelisim.problems import WARNING, Problem, errors, ordered, strict
from kelisim.registry import Service, check_registry, check_texts, parse_service
from kelisim.serving import content_policy, render_consent_map, render_server_configs
from kelisim.site import Site, assemble_site
from kelisim.styles import render_sheet, render_styles, unused_classes
from kelisim.texts import parse_texts
from kelisim.versions.archive import Archive, PublishedVersion, read_archive
from kelisim.versions.number import Version
from kelisim.versions.outputs import Printable, VersionText, archived_pages, changes_pages, text_of_draft, waiting_pages
from kelisim.versions.snapshot import Snapshot, take_snapshot, with_history
from kelisim.versions.sources import project_of, with_looks_of
from kelisim.versions.standing import (
    Standing,
    cannot_rebuild,
    check_ids,
    check_reprint,
    check_standing,
    editions,
    stand,
)
from kelisim.views import environment, render_views
from kelisim.wording import Wording, source_wording, translated_wording

SOURCE_LANGUAGE = "en"
UNREADABLE = "K102"
#: Sources are values: in a process that builds again, one that is the same has been read already.
_parse_catalog = functools.lru_cache(maxsize=64)(parse_catalog)
_parse_service = functools.lru_cache(maxsize=512)(parse_service)
_parse_texts = functools.lru_cache(maxsize=8)(parse_texts)


@dataclass(frozen=True)
class Result:
    """What a build gives: the files of `dist/` by name, empty where an error stands in the way, and the problems.

    `accepted` are the warnings that the owner lives with: no problems any more, but a release report names them.
    `archive` are the published versions, `today` is the day that the build took for today. `weigh` tells what the
    scripts weigh and what each feature adds; it is asked only where somebody wants to read it.
    """

    assets: tuple[Asset, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    site: Site | None = None
    accepted: tuple[AcceptedWarning, ...] = ()
    archive: Archive = field(default_factory=lambda: Archive(""))
    today: datetime.date = datetime.date.min
    weigh: Callable[[], Weights | None] | None = None

    @property
    def failed(self) -> bool:
        return bool(errors(self.problems))


@dataclass(frozen=True)
class Sources:
    """Everything of a project that has been read and found sound enough to look at the rest."""

    site: Site
    registry: Mapping[str, Service]
    originals: Mapping[str, Original]
    policy: PolicySource
    wordings: Mapping[str, Wording]
    catalogs: Mapping[tuple[str, str], Catalog]
    archive: Archive
    today: datetime.date


def build_site(
    project: Project,
    today: datetime.date | None = None,
    *,
    cache: Cache,
    as_errors: bool = False,
    measured: bool = True,
    previewed: bool = True,
) -> Result:
    """Build one site. `today` is the only date that enters; without one the newest date in the sources counts.

    For looking at while somebody writes: not `measured`, the manifest does not say how small files become when they
    travel; not `previewed`, there is no `preview/`.
    """
    checked = _check(project, today)
    assets: list[Asset] = []
    weigh_scripts: Callable[[], Weights | None] | None = None
    if checked.sources:
        checked.problems.extend(_check_wording(checked.sources, project, cache))
        rendered, found = _render(checked.sources, project, cache, measured=measured, previewed=previewed)
        assets, weigh_scripts = rendered
        checked.problems.extend(found)
    problems, accepted = _settle(checked, as_errors, complete=checked.sources is not None)
    site = checked.sources.site if checked.sources else None
    written = () if errors(problems) else tuple(assets)
    return Result(written, tuple(problems), site, tuple(accepted), checked.archive, checked.today, weigh_scripts)


def _check_wording(sources: Sources, project: Project, cache: Cache) -> list[Problem]:
    # Imported here: a build that only looks into its cache needs neither the lints nor what they stand on.
    from kelisim.wording_checks import Words, check_wording

    policy = sources.policy
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


def check_project(
    project: Project, today: datetime.date | None = None, *, as_errors: bool = False
) -> tuple[Sources | None, list[Problem]]:
    """Every check of the sources; nothing is rendered."""
    checked = _check(project, today)
    problems, _ = _settle(checked, as_errors, complete=False)
    return (None if errors(problems) else checked.sources), problems


def examine(
    project: Project, today: datetime.date | None = None
) -> tuple[Outlook | None, list[Problem], list[AcceptedWarning]]:
    """Every check of the sources, and what they come to as a version of the policy; nothing is rendered."""
    checked = _check(project, today)
    outlook = None
    if checked.sources:
        outlook, found = look_out(checked.sources, project)
        checked.problems.extend(found)
    problems, accepted = _settle(checked, False, complete=False)
    return outlook, problems, accepted


@dataclass(frozen=True)
class _Checked:
    """What the checks leave: sources where no error stands in the way, and every problem as it was found."""

    sources: Sources | None
    config: SiteConfig | None
    archive: Archive
    today: datetime.date
    problems: list[Problem]


def _check(project: Project, today: datetime.date | None) -> _Checked:
    collected = list(project.problems)
    # A file with a byte order mark or Windows line ends can be read all the same; what is no text cannot.
    broken = {problem.place.path for problem in collected if problem.code == UNREADABLE}
    config, found = parse_site(project.site) if project.site.path not in broken else (None, [])
    collected += found
    archive, found = read_archive(project.archive_folder, project.archive)
    collected += found
    registry, found = _registry(project, today, broken)
    today = today or max(newest_date(registry), archive.newest_day or datetime.date.min)
    collected += _concerning(config, found, project)
    originals, found = _parse_texts(project.texts) if project.texts.path not in broken else ({}, [])
    collected += found
    policy, found = read_policy(project.policies)
    collected += found
    collected += check_ids(policy.document, archive) if policy else ()
    site, found = assemble_site(config, registry) if config else (None, [])
    site = with_history(site, archive.meanings) if site else None
    collected += found
    collected += check_facts(site) if site else ()
    known = {SOURCE_LANGUAGE, *(language for language, _ in project.catalogs)}
    collected += check_languages(config, known) if config else ()
    wordings: dict[str, Wording] = {}
    catalogs: dict[tuple[str, str], Catalog] = {}
    if originals:
        languages, services = _asked_for(project, config, known)
        used = {name: registry[name] for name in services if name in registry}
        wordings, catalogs, found = _wordings(project, config, languages, originals, used, policy, broken)
        collected += found
        site = _in_languages(site, tuple(wordings)) if site else None
        if policy:
            translations = {language: catalog for (language, domain), catalog in catalogs.items() if domain == "policy"}
            collected += check_translations(policy, translations)
        collected += parse_browsers(project.browsers, wordings)[1]
    sources = None
    if site and policy and not errors(collected):
        sources = Sources(site, registry, originals, policy, wordings, catalogs, archive, today)
    return _Checked(sources, config, archive, today, collected)


def _asked_for(
    project: Project, config: SiteConfig | None, known: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Languages and services of the site: where its file is at fault, what can be read of it, so that the mistakes of
    the other files come out in the same run."""
    if config:
        return tuple(language for language in config.languages if language in known), config.services
    try:
        told = project.site.data
    except ValueError:
        told = {}
    languages = [language for language in _texts_of(told.get("languages")) if language in known]
    return tuple(languages or sorted(known)), tuple(_texts_of(told.get("services")))


def _in_languages(site: Site, languages: tuple[str, ...]) -> Site:
    """The site without the languages that were left out, and as it is where nothing was."""
    kept = tuple(language for language in site.config.languages if language in languages)
    return site if kept == site.config.languages else replace(site, config=replace(site.config, languages=kept))


def _texts_of(value: object) -> list[str]:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


def _settle(checked: _Checked, as_errors: bool, *, complete: bool) -> tuple[list[Problem], list[AcceptedWarning]]:
    """The problems as they are reported: without the accepted ones, the rest raised to errors where that is wanted."""
    problems, accepted = checked.problems, list[AcceptedWarning]()
    if checked.config:
        problems, accepted = apply_acceptances(problems, checked.config, checked.today, complete=complete)
    return ordered(strict(problems) if as_errors else problems), accepted


def _concerning(config: SiteConfig | None, problems: Iterable[Problem], project: Project) -> list[Problem]:
    """Problems of the registry without warnings about services that this site does not use."""
    used = {project.services[name].path for name in config.services if name in project.services} if config else set()
    return [problem for problem in problems if problem.severity != WARNING or problem.place.path in used]


def newest_date(registry: Mapping[str, Service]) -> datetime.date:
    """The newest date in the sources: what a build takes for today when nobody says."""
    return max((service.checked for service in registry.values()), default=datetime.date(2026, 1, 1))


def _registry(
    project: Project, today: datetime.date | None, broken: Iterable[str]
) -> tuple[dict[str, Service], list[Problem]]:
    registry, problems = {}, []
    for service_id, source in project.services.items():
        if source.path in broken:
            continue
        service, found = _parse_service(source, service_id)
        problems += found
        if service:
            registry[service_id] = service
    problems += check_registry(registry, today or newest_date(registry))
    return registry, problems


def _wordings(
    project: Project,
    config: SiteConfig | None,
    languages: tuple[str, ...],
    originals: Mapping[str, Original],
    used: Mapping[str, Service],
    policy: PolicySource | None,
    broken: Iterable[str],
) -> tuple[dict[str, Wording], dict[tuple[str, str], Catalog], list[Problem]]:
    """The wording of each language and its catalogs, with what they lack for this site.

    A language that is left out because it lacks texts has neither.
    """
    service_texts = {original.id: original for service in used.values() for original in _service_originals(service)}
    wordings: dict[str, Wording] = {}
    known: dict[tuple[str, str], Catalog] = {}
    problems: list[Problem] = []
    for language in languages:
        wanted: dict[str, Mapping[str, Original]] = {
            "banner": originals,
            "services": {key: text for key, text in service_texts.items() if not text.samples},
            "policy": policy.originals if policy else {},
        }
        catalogs: dict[str, Catalog] = {}
        found_here: list[Problem] = []
        for domain in DOMAINS:
            source_language = policy.language if domain == "policy" and policy else SOURCE_LANGUAGE
            if language == source_language or not (wanted[domain] or (language, domain) in project.catalogs):
                continue
            catalog, found = _catalog(project, language, domain, broken)
            found_here += found
            if catalog:
                # Texts of services are missed below, at their own files: an owner's service may have no catalog.
                entries = {
                    key: text for key, text in wanted[domain].items() if domain != "services" or key in catalog.entries
                }
                found_here += (problem for problem in check_catalog(catalog, entries) if problem.code != "K218")
                catalogs[domain] = catalog
        translated = catalogs["services"].entries if "services" in catalogs else wanted["services"]
        for service in used.values():
            found_here += check_texts(service, language, translated, source_language=SOURCE_LANGUAGE)
        told = left_out(config, language, found_here) if config else None
        problems += found_here if told is None else told
        if told is not None:
            continue
        known |= {(language, domain): catalog for domain, catalog in catalogs.items()}
        texts = {**originals, **service_texts}
        if language == SOURCE_LANGUAGE:
            wordings[language] = source_wording(texts)
        else:
            wordings[language] = translated_wording(texts, catalogs, language)
    return wordings, known, problems


def _service_originals(service: Service) -> Iterator[Original]:
    for key, told in service.texts():
        inline = {} if isinstance(told, str) else told
        text = told if isinstance(told, str) else told.get(SOURCE_LANGUAGE, next(iter(told.values()), ""))
        yield Original(key, (text,), service.file.whole, samples=inline)


def _catalog(
    project: Project, language: str, domain: str, broken: Iterable[str]
) -> tuple[Catalog | None, list[Problem]]:
    """A catalog of a language, the project's entries laid over the packaged ones."""
    sources = project.catalogs.get((language, domain), ())
    if not sources:
        return None, [missing_catalog(f"translations/{language}/LC_MESSAGES/{domain}.po", domain, language)]
    merged: Catalog | None = None
    problems: list[Problem] = []
    for source in sources:
        if source.path in broken:
            continue
        catalog, found = _parse_catalog(source, domain, language)
        problems += found
        if catalog:
            merged = catalog.over(merged) if merged else catalog
    return merged, problems


@dataclass(frozen=True)
class Outlook:
    """What there is to print: the sources as they are, compiled, and which versions are printed of them today.

    `past` holds, compiled as well, the published versions that are printed from their archived sources.
    """

    sources: Sources
    compiled: Mapping[str, CompiledPolicy]
    snapshot: Snapshot
    standing: Standing
    past: Mapping[Version, tuple[Sources, Mapping[str, CompiledPolicy]]]

    @property
    def text(self) -> VersionText:
        """The sources as comparisons with published versions see them."""
        site = self.sources.site
        shown = editions(self.standing, site.config.languages)
        return text_of_draft(self.standing.name, self.snapshot, Printable(site, self.compiled), shown)

    @property
    def printed(self) -> tuple[Sources, Mapping[str, CompiledPolicy]]:
        """What stands at `policy/<lang>/`."""
        return self.past.get(self.standing.version, (self.sources, self.compiled))


def look_out(sources: Sources, project: Project) -> tuple[Outlook | None, list[Problem]]:
    """Compile the policy and see which version it is; none where it cannot be printed for this site."""
    compiled = _compiled(sources, project)
    problems = check_policies(compiled, sources.site)
    if errors(problems):
        return None, problems
    snapshot = take_snapshot(sources.site, compiled, sources.policy.language)
    standing = stand(sources.archive, snapshot, sources.today)
    problems += check_standing(standing)
    past = {}
    for version in standing.rebuilt:
        found, faults = _published(version, sources, project)
        problems += faults
        if found:
            past[version.version] = found
    return (None if errors(problems) else Outlook(sources, compiled, snapshot, standing, past)), problems


def _compiled(sources: Sources, project: Project) -> dict[str, CompiledPolicy]:
    return compile_policies(
        sources.policy,
        sources.wordings,
        {language: catalog for (language, domain), catalog in sources.catalogs.items() if domain == "policy"},
        project.browsers,
        environment(project.banner),
    )


def _published(
    version: PublishedVersion, sources: Sources, project: Project
) -> tuple[tuple[Sources, Mapping[str, CompiledPolicy]] | None, list[Problem]]:
    """A published version from its own sources, with today's looks. Warnings about it have been said in its day."""
    past = project_of(version, project)
    checked = _check(past, sources.today)
    if checked.sources is None:
        return None, [cannot_rebuild(version, errors(checked.problems))]
    config = with_looks_of(checked.sources.site.config, sources.site.config)
    site = with_history(replace(checked.sources.site, config=config), sources.archive.until(version.version).meanings)
    taken = replace(checked.sources, site=site, archive=sources.archive)
    compiled = _compiled(taken, past)
    faults = errors(check_policies(compiled, site))
    if faults:
        return None, [cannot_rebuild(version, faults)]
    return (taken, compiled), list(check_reprint(version, take_snapshot(site, compiled, taken.policy.language)))


def _render(
    working: Sources, project: Project, cache: Cache, *, measured: bool, previewed: bool
) -> tuple[tuple[list[Asset], Callable[[], Weights | None] | None], list[Problem]]:
    sheets = {path: text for path, text in project.banner.items() if path.endswith(".css")}
    sheet, problems = render_sheet(sheets, "css/policy.css", cache)
    outlook, found = look_out(working, project)
    problems += found
    if outlook is None or errors(problems):
        return ([], None), problems
    sources, compiled = outlook.printed
    site, standing = sources.site, outlook.standing
    policies = render_policies(compiled, site, sheet, editions(standing, site.config.languages))
    policy_urls = {
        language: site.config.banner.policy_url[language] or policies.urls[language]
        for language in site.config.languages
    }
    summary = standing.asking.facts.summary if standing.asking else {}
    views = render_views(site, sources.wordings, project.banner, policy_urls, summary)
    modules = {path.removeprefix("js/"): text for path, text in project.banner.items() if path.startswith("js/")}
    names = tuple(dict.fromkeys(name for name, _ in views))
    flags = {**site_flags(site), **packing_flags(views)}
    code, found = compile_code(modules, flags, names, cache)
    problems += found
    styles, found = render_styles(sheets, site.config.banner.theme, "", cache, unused_classes(site))
    problems += found
    if code is None or errors(problems):
        return ([], None), problems
    bundle = render_bundle(code, site, views, styles, policies.facts, working.registry)
    preview, found = _preview(working, project, policies.version, summary, cache) if previewed else ([], [])
    problems += found
    head = render_head(site, project.banner)
    content = content_policy(site, script_hash(head) if head else "")
    assets = [
        *bundle.assets,
        *policies.assets,
        *_versions(outlook, policies, project),
        *render_demo(site, sources.wordings, project.banner),
        render_embed(site, bundle, project.banner, head, content),
        *preview,
        *render_server_configs(site, content),
        *render_consent_map(site, policies.version),
        Asset("kelisim.d.ts", project.banner["kelisim.d.ts"].encode()),
    ]
    facts = {**policies.facts, **standing.facts}
    manifest = render_manifest(assets, site, facts, _sizes(cache) if measured else None)

    def scripts(changed: Mapping[str, bool]) -> Bundle | None:
        other, _ = compile_code(modules, {**flags, **changed}, names, cache)
        return render_bundle(other, site, views, styles, policies.facts, working.registry) if other else None

    def weigh_scripts() -> Weights | None:
        return weigh(scripts, flags, site.config.default_language, lambda data: _sizes(cache)(data)[1])

    return ([*assets, manifest], weigh_scripts), problems


def _preview(
    working: Sources, project: Project, policy_version: str, summary: Mapping[str, str], cache: Cache
) -> tuple[list[Asset], list[Problem]]:
    """The gallery of the sources as they are now, whichever version is printed."""
    site = working.site
    sheets = {path: text for path, text in project.banner.items() if path.endswith(".css")}
    # Every layout and both schemes: no class goes unused there.
    styles, problems = render_styles(sheets, "auto", "", cache)
    texts = texts_of(
        working.originals,
        working.registry,
        working.policy.document,
        working.policy.language,
        working.catalogs,
        project.ledgers,
    )
    drawing = Drawing(site, working.wordings, project.banner, styles, summary, policy_version)
    assets, found = render_preview(drawing, texts, working.policy.document, cache)
    return assets, [*problems, *found]


def _versions(outlook: Outlook, policies: PolicyFiles, project: Project) -> list[Asset]:
    """Versions beside the printed one, and what changed between them."""
    standing = outlook.standing
    sources, _ = outlook.printed
    waiting = {
        one.version: outlook.past.get(one.version, (outlook.sources, outlook.compiled)) for one in standing.waiting
    }
    printables = {version: Printable(taken.site, compiled) for version, (taken, compiled) in waiting.items()}
    draft = outlook.text if standing.state == DRAFT else None
    return [
        *archived_pages(standing),
        *waiting_pages(standing, printables, policies.stylesheet),
        *changes_pages(
            standing.archive,
            draft,
            sources.site.config.languages,
            sources.wordings,
            environment(project.banner),
            policies.stylesheet,
            example=sources.site.config.example,
        ),
    ]


def _sizes(cache: Cache) -> Callable[[bytes], tuple[int, int]]:
    def sizes(data: bytes) -> tuple[int, int]:
        def measure() -> list[int]:
            from kelisim.compression import compressed_sizes

            measured = compressed_sizes(data)
            return [measured.gzip, measured.brotli]

        gzip, brotli = cache.value("sizes", data, measure)
        return gzip, brotli

    return sizes
