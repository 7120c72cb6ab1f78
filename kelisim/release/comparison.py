"""Two builds beside each other: files by size, clauses and registry entries by language, and who is asked again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kelisim.release.reading import Build

#: What a policy says of a service or of an entry, by the name of the fact.
Facts = Mapping[str, Any]
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
#: The content hash in the name of an asset: the file before and after it is the same one to a reader.
_HASH = re.compile(r"\.[0-9a-f]{12}(?=\.[a-z]+$)")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Change:
    """Something that is there after and was not before, the reverse, or is another; empty texts stand for absence."""

    kind: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class FileChange:
    """A file whose content differs; sizes are bytes, as they are and in Brotli where the manifest knows it."""

    kind: str
    name: str
    before: int
    after: int
    before_brotli: int | None = None
    after_brotli: int | None = None


@dataclass(frozen=True)
class Asked:
    """Who is asked again: `everybody` where the text changed materially, else services by category, and why."""

    everybody: bool
    categories: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class SiteComparison:
    """What changed in the build of one site. Clauses and entries are by language."""

    site: str
    before_version: str
    after_version: str
    files: tuple[FileChange, ...]
    clauses: Mapping[str, tuple[Change, ...]]
    entries: Mapping[str, tuple[Change, ...]]
    asked: Asked


@dataclass(frozen=True)
class Comparison:
    """What changed between two builds of one site or of many."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[SiteComparison, ...]
    unchanged: int

    @property
    def differs(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def compare_builds(before: Mapping[str, Build], after: Mapping[str, Build]) -> Comparison:
    """Compare builds by site."""
    both = sorted(set(before) & set(after))
    compared = [_compare_site(before[site], after[site]) for site in both]
    changed = tuple(comparison for comparison in compared if comparison.files or comparison.asked.everybody)
    return Comparison(
        tuple(sorted(set(after) - set(before))),
        tuple(sorted(set(before) - set(after))),
        changed,
        len(both) - len(changed),
    )


def _compare_site(before: Build, after: Build) -> SiteComparison:
    languages = list(dict.fromkeys([*before.policies, *after.policies]))
    pairs = {language: (before.policies.get(language, {}), after.policies.get(language, {})) for language in languages}
    return SiteComparison(
        after.site,
        before.version,
        after.version,
        tuple(_compare_files(before.manifest["files"], after.manifest["files"])),
        {language: tuple(_compare_units(_units(old), _units(new))) for language, (old, new) in pairs.items()},
        {language: tuple(_compare_entries(_entries(old), _entries(new))) for language, (old, new) in pairs.items()},
        _asked_again(before, after),
    )


def _compare_files(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FileChange]:
    """Files that differ, the largest difference in size first."""
    old, new = ({_HASH.sub("", name): entry for name, entry in files.items()} for files in (before, after))
    changes = [
        FileChange(
            kind,
            name,
            old.get(name, {}).get("bytes", 0),
            new.get(name, {}).get("bytes", 0),
            old.get(name, {}).get("brotli"),
            new.get(name, {}).get("brotli"),
        )
        for name in sorted({*old, *new})
        if (kind := _kind(old.get(name, {}).get("integrity", ""), new.get(name, {}).get("integrity", "")))
    ]
    return iter(sorted(changes, key=lambda change: -abs(change.after - change.before)))


def _compare_units(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    """Changes in the order of the newer text, what is gone at the end."""
    for name in dict.fromkeys([*after, *before]):
        old, new = before.get(name, ""), after.get(name, "")
        if kind := _kind(old, new):
            yield Change(kind, name, old, new)


def _compare_entries(before: Mapping[str, Facts], after: Mapping[str, Facts]) -> Iterator[Change]:
    """The same of entries; of one that changed only the facts that did."""
    for name in dict.fromkeys([*after, *before]):
        old, new = before.get(name, {}), after.get(name, {})
        differing = [fact for fact in dict.fromkeys([*new, *old]) if old.get(fact) != new.get(fact)]
        if kind := _kind(_line(old, [*old]), _line(new, [*new])):
            yield Change(kind, name, _line(old, differing), _line(new, differing))


def _kind(before: str, after: str) -> str:
    if before == after:
        return ""
    return ADDED if not before else REMOVED if not after else CHANGED


def _units(policy: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a policy by unit id."""
    return {
        unit["id"]: unit["text"]
        for section in policy.get("sections", ())
        for clause in section["clauses"]
        for part in clause["parts"]
        for unit in part.get("units", ())
    }


def _entries(policy: Mapping[str, Any]) -> dict[str, Facts]:
    """What a policy says of each service and of each thing that it stores."""
    tables = (
        category
        for section in policy.get("sections", ())
        for clause in section["clauses"]
        for part in clause["parts"]
        for category in part.get("categories", ())
    )
    entries: dict[str, Facts] = {}
    for category in tables:
        for service in category["services"]:
            facts = {key: value for key, value in service.items() if key not in ("id", "items")}
            entries[service["id"]] = {"category": category["id"], **facts}
            for item in service["items"]:
                name = f"{service['id']}: {item['name']} ({item['kind']})"
                entries[name] = {key: value for key, value in item.items() if key not in ("name", "kind")}
    return entries


def _line(facts: Facts, wanted: Iterable[str]) -> str:
    return "; ".join(f"{key}: {facts[key]}" for key in wanted if facts.get(key))


def _asked_again(before: Build, after: Build) -> Asked:
    """A visitor who answered `before` comes to `after`: whoever decided none of a service's tokens is asked for it."""
    old, new = _tokens(before), _tokens(after)
    asked = {service for service, tokens in new.items() if not tokens & old.get(service, set())}
    everybody = _major(after.version) > _major(before.version)
    categories = {
        category: tuple(service for service in services if everybody or service in asked)
        for category, services in after.manifest["categories"].items()
    }
    return Asked(everybody, {category: services for category, services in categories.items() if services})


def _tokens(build: Build) -> dict[str, set[str]]:
    """Tokens by service; one that keeps an earlier meaning has several."""
    tokens: dict[str, set[str]] = {}
    for token, service in build.manifest["tokens"].items():
        tokens.setdefault(service, set()).add(token)
    return tokens


def _major(version: str) -> int:
    found = _DIGITS.match(version)
    return int(found[0]) if found else 0
