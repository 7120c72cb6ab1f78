"""The translators' side of a project on disk: catalogs, templates, ledgers and rules in, changed files out.

The only module of this package that touches the disk.
"""

from __future__ import annotations

import functools
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kelisim.catalogs import DOMAINS
from kelisim.files import Project, decode, packaged_root, read_project
from kelisim.i18n.approvals import Approval, fitting, parse_approvals
from kelisim.i18n.po import PoEntry, PoFile, parse_po
from kelisim.i18n.templates import Domain, Text, banner_domain, policy_document, policy_domain, services_domain
from kelisim.lint.checks import Rules
from kelisim.lint.glossary import parse_glossary
from kelisim.lint.spelling import parse_words
from kelisim.lint.style import parse_styles
from kelisim.policy.document import Document
from kelisim.problems import Problem, errors
from kelisim.registry import Service, parse_service
from kelisim.source import Source, TomlSource

DEFAULT_POLICY_LANGUAGE = "kk"
LINE_ENDS = "K103"
_ID = re.compile(r'^msgctxt "(.*)"$', re.MULTILINE)


@dataclass(frozen=True)
class Workspace:
    """Everything that the commands for translators work on. `files` holds the project's own catalogs, read."""

    root: Path
    site: TomlSource
    domains: Mapping[str, Domain]
    policy: Document | None
    services: Mapping[str, Service]
    own_ids: frozenset[str]
    sources: Mapping[tuple[str, str], Source]
    files: Mapping[tuple[str, str], PoFile]
    packaged: Mapping[tuple[str, str], Mapping[str, PoEntry]]
    ledgers: Mapping[str, Mapping[str, list[Approval]]]
    ledger_sources: Mapping[str, Source]
    rules: Rules
    word_lists: Mapping[str, frozenset[str]]
    problems: tuple[Problem, ...] = field(default=())

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the site, in its order; then those that only have catalogs."""
        told = self.site_languages
        return tuple(dict.fromkeys([*told, *(language for language, _ in sorted(self.sources))]))

    @property
    def site_languages(self) -> tuple[str, ...]:
        try:
            told = self.site.data.get("languages", [])
        except ValueError:
            return ()
        return tuple(language for language in told if isinstance(language, str)) if isinstance(told, list) else ()

    @property
    def services_in_use(self) -> frozenset[str]:
        """Ids of the services that the site names."""
        try:
            told = self.site.data.get("services", [])
        except ValueError:
            return frozenset()
        return frozenset(name for name in told if isinstance(name, str)) if isinstance(told, list) else frozenset()

    def wanted(self, language: str, domain: str) -> Domain:
        """The texts that the project's own catalog holds: its own ones, and those of the package that it words anew."""
        whole = self.domains[domain]
        if not self.packaged_beneath:
            return whole
        present = self.files.get((language, domain))
        kept = self.own_ids | ({entry.id for entry in present.entries} if present else set())
        return Domain(whole.name, whole.language, {key: text for key, text in whole.texts.items() if key in kept})

    @property
    def packaged_beneath(self) -> bool:
        """Whether the project is laid over the packaged sources, and not the place that they come from."""
        return self.root != packaged_root().resolve()

    def catalogs(self, languages: Iterable[str], domains: Iterable[str]) -> list[tuple[str, str]]:
        """The catalogs that there should be, as (language, domain): none where the language is the source."""
        chosen = set(domains)
        return [
            (language, domain)
            for language in languages
            for domain in DOMAINS
            if domain in chosen
            and self.domains[domain].language != language
            and (self.wanted(language, domain).for_language(language) or (language, domain) in self.sources)
        ]

    def catalog_path(self, language: str, domain: str) -> str:
        """The path of a catalog below the project."""
        return f"translations/{language}/LC_MESSAGES/{domain}.po"

    def template_ids(self, domain: str) -> frozenset[str]:
        """The ids of the template that lies in the project, as the last update left it."""
        path = self.root / "translations" / f"{domain}.pot"
        return frozenset(_ID.findall(path.read_text("utf-8", "replace"))) if path.is_file() else frozenset()

    def approvals(self, language: str) -> dict[str, Approval]:
        """The approvals of a language; of several of one id the one that fits now."""
        return {
            key: self._fitting(key, candidates, language) for key, candidates in self.ledgers.get(language, {}).items()
        }

    def _fitting(self, key: str, candidates: list[Approval], language: str) -> Approval:
        text, forms = self.text(key), self.forms(key, language)
        return fitting(candidates, text, forms) if text and forms else max(candidates, key=lambda one: one.on)

    def text(self, key: str) -> Text | None:
        """The text of an id, whatever its domain."""
        return next((domain.texts[key] for domain in self.domains.values() if key in domain.texts), None)

    def forms(self, key: str, language: str) -> tuple[str, ...]:
        """The wording of a text in a language: its translation, or its own words where that is the source."""
        for domain in self.domains.values():
            if key in domain.texts:
                text = domain.texts[key]
                if domain.language == language:
                    return text.original.forms
                file = self.files.get((language, domain.name))
                entry = (file.by_id() if file else {}).get(key)
                entry = entry or self.packaged.get((language, domain.name), {}).get(key)
                return entry.forms if entry else ()
        return ()

    @functools.cached_property
    def needs_approval(self) -> frozenset[str]:
        """Ids that a release wants approved: units of the policy, texts of the services in use (data-model.md)."""
        used = tuple(f"service.{service}." for service in sorted(self.services_in_use))
        return frozenset(
            key
            for domain in self.domains.values()
            for key in domain.texts
            if domain.name == "policy" or (used and key.startswith(used))
        )


def read_workspace(site_file: Path) -> Workspace:
    """Read what translators work on. Raises FileNotFoundError without a site file."""
    return workspace_of(read_project(site_file))


def workspace_of(project: Project) -> Workspace:
    """What translators work on in a project that has been read, with the site that it has, or none."""
    return _Reader(project).read()


class _Reader:
    """Reads a project into a workspace, and gathers what is wrong with its files."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.root = project.root
        relevant = ("translations", "policy_src", "banner/texts.toml", "site", project.site.path)
        self.problems = [problem for problem in project.problems if _concerns(problem.place.path, relevant)]
        self.unreadable = {problem.place.path for problem in self.problems if problem.code != LINE_ENDS}

    def read(self) -> Workspace:
        banner, found = banner_domain(self.project.texts)
        self.problems += found
        services = self._services()
        language = self._policy_language()
        policies = self.project.policies.get(language, ())
        document, found = policy_document(policies)
        self.problems += found
        policy = policy_domain(document, language)
        domains = {"banner": banner, "services": services_domain(services.values()), "policy": policy}
        sources, files, packaged = self._catalogs()
        ledgers, ledger_sources = self._ledgers({language for language, _ in sources} | {language})
        return Workspace(
            self.root,
            self.project.site,
            domains,
            document,
            services,
            self._own_ids(domains, policies, language),
            sources,
            files,
            packaged,
            ledgers,
            ledger_sources,
            self._rules(),
            self._word_lists(),
            tuple(self.problems),
        )

    def _policy_language(self) -> str:
        known = list(self.project.policies)
        return DEFAULT_POLICY_LANGUAGE if DEFAULT_POLICY_LANGUAGE in known or not known else known[0]

    def _services(self) -> dict[str, Service]:
        services = {}
        for service_id, source in self.project.services.items():
            service, found = parse_service(source, service_id)
            # Facts that a lawyer should look at are no business of translators.
            self.problems += errors(found)
            if service:
                services[service_id] = service
        return services

    def _own_ids(self, domains: Mapping[str, Domain], policies: tuple[Source, ...], language: str) -> frozenset[str]:
        if self.root == packaged_root().resolve():
            return frozenset(key for domain in domains.values() for key in domain.texts)
        own: set[str] = set()
        if (self.root / "banner/texts.toml").is_file():
            own |= set(domains["banner"].texts)
        for key, text in domains["services"].texts.items():
            if (self.root / text.reference).is_file():
                own.add(key)
        if (self.root / f"policy_src/policy.{language}.md").is_file():
            document, _ = policy_document(policies[-1:])
            own |= set(policy_domain(document, language).texts)
        return frozenset(own)

    def _catalogs(
        self,
    ) -> tuple[
        dict[tuple[str, str], Source], dict[tuple[str, str], PoFile], dict[tuple[str, str], Mapping[str, PoEntry]]
    ]:
        sources: dict[tuple[str, str], Source] = {}
        files: dict[tuple[str, str], PoFile] = {}
        packaged: dict[tuple[str, str], Mapping[str, PoEntry]] = {}
        for (language, domain), found in self.project.catalogs.items():
            if domain not in DOMAINS:
                continue
            own = (self.root / f"translations/{language}/LC_MESSAGES/{domain}.po").is_file()
            if own:
                sources[language, domain] = found[-1]
                if found[-1].path not in self.unreadable:
                    file, problems = parse_po(found[-1])
                    self.problems += problems
                    if file:
                        files[language, domain] = file
            for source in found[:-1] if own else found:
                beneath, _ = parse_po(source)
                packaged[language, domain] = beneath.by_id() if beneath else {}
        return sources, files, packaged

    def _ledgers(self, languages: set[str]) -> tuple[dict[str, Mapping[str, list[Approval]]], dict[str, Source]]:
        ledgers: dict[str, Mapping[str, list[Approval]]] = {}
        sources: dict[str, Source] = {}
        for language in sorted(languages):
            source = self._read(f"translations/{language}/approvals.jsonl")
            if source:
                sources[language] = source
                ledgers[language], problems = parse_approvals(source)
                self.problems += problems
        return ledgers, sources

    def _rules(self) -> Rules:
        styles, found = parse_styles(self._toml("translations/style.toml"))
        glossary, more = parse_glossary(self._toml("translations/glossary.toml"))
        self.problems += [*found, *more]
        return Rules(styles, glossary)

    def _word_lists(self) -> dict[str, frozenset[str]]:
        """Reviewed forms by language: those that came with Kelisim, and the project's own."""
        lists: dict[str, frozenset[str]] = {}
        for root in dict.fromkeys([packaged_root().resolve(), self.root]):
            for path in sorted((root / "translations").glob("words.*.txt")):
                source = self._read(f"translations/{path.name}", root)
                language = path.name.split(".")[1]
                lists[language] = lists.get(language, frozenset()) | parse_words(source.text if source else "")
        return lists

    def _toml(self, name: str) -> TomlSource:
        source = self._read(name) or self._read(name, packaged_root())
        return TomlSource(source.path, source.text) if source else TomlSource(name, "")

    def _read(self, name: str, root: Path | None = None) -> Source | None:
        path = (root or self.root) / name
        if not path.is_file():
            return None
        shown = shown_path(path, self.root)
        text, problem = decode(path.read_bytes(), shown)
        if problem:
            self.problems.append(problem)
        return Source(shown, text)


def shown_path(path: Path, root: Path) -> str:
    """A path as the user knows it: from where the command runs, else from the project."""
    resolved = path.resolve()
    for base in (Path.cwd(), root):
        if resolved.is_relative_to(base):
            return resolved.relative_to(base).as_posix()
    return resolved.as_posix()


def _concerns(path: str, relevant: tuple[str, ...]) -> bool:
    return any(path == name or f"/{name}" in f"/{path}" for name in relevant)


def differs(root: Path, name: str, text: str) -> bool:
    """Whether a file of the project is missing or has other bytes."""
    path = root / name
    return not path.is_file() or path.read_bytes() != text.encode()


def write_text(path: Path, text: str) -> None:
    """Write a file whole: beside its place first, then moved there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        fresh.write_bytes(text.encode())
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
