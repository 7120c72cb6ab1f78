"""What all sites of a project share: registry, texts, catalogs, policy and archive, read and checked once.

Nothing here knows a site. What sites ask for again and again is remembered, so that the ten-thousandth costs little.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kelisim.catalogs import Catalog, Original, check_catalog, missing_catalog, parse_catalog
from kelisim.files import Project
from kelisim.policy.browsers import parse_browsers
from kelisim.policy.build import PolicySource, check_translations, read_policy
from kelisim.policy.memo import Memo
from kelisim.problems import Problem
from kelisim.registry import Service, check_registry, check_texts, parse_service
from kelisim.texts import parse_texts
from kelisim.versions.archive import Archive, read_archive
from kelisim.versions.standing import check_ids
from kelisim.wording import Wording, source_wording, translated_wording

SOURCE_LANGUAGE = "en"
UNREADABLE = "K102"
#: How many results that sites share are remembered; enough for a few hundred kinds of sites.
REMEMBERED = 4096
#: Sources are values: in a process that builds again, one that is the same has been read already.
_parse_catalog = functools.lru_cache(maxsize=64)(parse_catalog)
_parse_service = functools.lru_cache(maxsize=512)(parse_service)
_parse_texts = functools.lru_cache(maxsize=8)(parse_texts)


@dataclass(frozen=True, eq=False)
class Shared:
    """The sources of a project without any site. `problems` are of no site in particular.

    `broken` are paths of files that could not be read as text, `known` the languages that have any catalog at all.
    """

    project: Project
    registry: Mapping[str, Service]
    registry_problems: tuple[Problem, ...]
    originals: Mapping[str, Original]
    policy: PolicySource | None
    archive: Archive
    today: datetime.date
    problems: tuple[Problem, ...]
    broken: frozenset[str]
    known: frozenset[str]
    memo: Memo = field(default_factory=lambda: Memo(REMEMBERED), repr=False)

    def catalog(self, language: str, domain: str) -> tuple[Catalog | None, list[Problem]]:
        """A catalog with the problems of its form, the project's entries laid over the packaged ones."""
        return self.memo.get(("catalog", language, domain), lambda: self._catalog(language, domain))

    def catalog_faults(self, language: str, domain: str) -> list[Problem]:
        """What keeps the translations of interface or policy from being shown."""

        def check() -> list[Problem]:
            catalog, _ = self.catalog(language, domain)
            wanted = self.originals if domain == "banner" else self.policy_originals
            return _without_leftovers(check_catalog(catalog, wanted)) if catalog else []

        return self.memo.get(("catalog faults", language, domain), check)

    def service_faults(self, language: str, service: Service) -> list[Problem]:
        """What is wrong with the texts of a service in a language, the missing ones included.

        Texts are missed at the service's own file: an owner's service may have no catalog.
        """
        return self.memo.get(
            ("service", language, service.id), lambda: list(self._check_service_texts(language, service))
        )

    @functools.cached_property
    def policy_originals(self) -> Mapping[str, Original]:
        return self.policy.originals if self.policy else {}

    @functools.cached_property
    def service_originals(self) -> Mapping[str, Original]:
        """The texts of every service of the registry by id."""
        return {one.id: one for service in self.registry.values() for one in originals_of(service)}

    def wording(self, language: str) -> Wording:
        """Every text of a language there is; whoever prints one has checked that it is there."""

        def make() -> Wording:
            texts = {**self.originals, **self.service_originals}
            if language == SOURCE_LANGUAGE:
                return source_wording(texts)
            catalogs = {domain: self.catalog(language, domain)[0] for domain in ("banner", "services")}
            return translated_wording(texts, {name: one for name, one in catalogs.items() if one}, language)

        return self.memo.get(("wording", language), make)

    def policy_faults(self, language: str) -> list[Problem]:
        """What is wrong with the policy's translation into a language, beyond what is checked of every catalog."""

        def check() -> list[Problem]:
            catalog, _ = self.catalog(language, "policy")
            return list(check_translations(self.policy, {language: catalog})) if self.policy and catalog else []

        return self.memo.get(("policy faults", language), check)

    def browser_faults(self, languages: Iterable[str]) -> list[Problem]:
        """What the list of browsers lacks in these languages."""
        wanted = tuple(languages)
        return self.memo.get(("browsers", wanted), lambda: parse_browsers(self.project.browsers, wanted)[1])

    def _catalog(self, language: str, domain: str) -> tuple[Catalog | None, list[Problem]]:
        sources = self.project.catalogs.get((language, domain), ())
        if not sources:
            return None, [missing_catalog(f"translations/{language}/LC_MESSAGES/{domain}.po", domain, language)]
        merged: Catalog | None = None
        problems: list[Problem] = []
        for source in sources:
            if source.path in self.broken:
                continue
            catalog, found = _parse_catalog(source, domain, language)
            problems += found
            if catalog:
                merged = catalog.over(merged) if merged else catalog
        return merged, problems

    def _check_service_texts(self, language: str, service: Service) -> Iterator[Problem]:
        wanted = {one.id: one for one in originals_of(service) if not one.samples}
        catalog = self.catalog(language, "services")[0] if language != SOURCE_LANGUAGE else None
        translated: Collection[str] = wanted
        if catalog:
            translated = catalog.entries
            yield from _without_leftovers(
                check_catalog(catalog, {key: one for key, one in wanted.items() if key in translated})
            )
        yield from check_texts(service, language, translated, source_language=SOURCE_LANGUAGE)


def load_shared(project: Project, today: datetime.date | None) -> Shared:
    """Read everything of a project but its site. Without `today` the newest date in the sources counts."""
    problems = list(project.problems)
    # A file with a byte order mark or Windows line ends can be read all the same; what is no text cannot.
    broken = frozenset(problem.place.path for problem in problems if problem.code == UNREADABLE)
    archive, found = read_archive(project.archive_folder, project.archive)
    problems += found
    registry, registry_problems = _registry(project, today, broken)
    originals, found = _parse_texts(project.texts) if project.texts.path not in broken else ({}, [])
    problems += found
    policy, found = read_policy(project.policies)
    problems += found
    problems += check_ids(policy.document, archive) if policy else ()
    return Shared(
        project,
        registry,
        tuple(registry_problems),
        originals,
        policy,
        archive,
        today or max(newest_date(registry), archive.newest_day or datetime.date.min),
        tuple(problems),
        broken,
        frozenset({SOURCE_LANGUAGE, *(language for language, _ in project.catalogs)}),
    )


def newest_date(registry: Mapping[str, Service]) -> datetime.date:
    """The newest date in the sources: what a build takes for today when nobody says."""
    return max((service.checked for service in registry.values()), default=datetime.date(2026, 1, 1))


def originals_of(service: Service) -> Iterator[Original]:
    """The texts of a service; those that its file has by language have samples."""
    for key, told in service.texts():
        inline = {} if isinstance(told, str) else told
        text = told if isinstance(told, str) else told.get(SOURCE_LANGUAGE, next(iter(told.values()), ""))
        yield Original(key, (text,), service.file.whole, samples=inline)


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


def _without_leftovers(problems: Iterable[Problem]) -> list[Problem]:
    """Texts that there are no more are a matter for translators (K218)."""
    return [problem for problem in problems if problem.code != "K218"]
