"""`policy_src/archive/`: every published version as it was, checked byte by byte against what was published."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kelisim.assets import integrity_of
from kelisim.problems import Place, Problem, did_you_mean
from kelisim.source import Source, TomlSource
from kelisim.versions.meaning import Meaning
from kelisim.versions.number import FIRST, Version, parse_version
from kelisim.versions.printed import PrintedUnit, printed_units
from kelisim.versions.records import (
    FIRST_KIND,
    HASHES_FILE,
    MATERIAL,
    MEANING_FILE,
    UNITS_FILE,
    VERSION_FILE,
    VersionFacts,
    parse_hashes,
    parse_meaning,
    parse_units,
    parse_version_file,
)
from kelisim.versions.snapshot import UnitRecord

PAGES, SOURCES = "pages/", "sources/"
_RESTORE = "take the file from the commit that published the version; to change the policy, publish the next one"


@dataclass(frozen=True)
class PublishedVersion:
    """A version of the policy as it was published. `files` are its bytes by path below its folder."""

    facts: VersionFacts
    units: tuple[UnitRecord, ...]
    meaning: Meaning
    files: Mapping[str, bytes] = field(repr=False)
    source: TomlSource = field(repr=False)

    @property
    def version(self) -> Version:
        return self.facts.version

    @property
    def digest(self) -> str:
        """What stands for the whole version: the integrity of the list of its files."""
        return integrity_of(self.files[HASHES_FILE])

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it was published in."""
        return tuple(sorted({path.split("/")[1] for path in self.files if path.endswith("/policy.json")}))

    def pages(self) -> dict[str, bytes]:
        """The rendered files, by path below the version's folder in `dist/policy/`."""
        return {path.removeprefix(PAGES): data for path, data in sorted(self.files.items()) if path.startswith(PAGES)}

    def printed(self, language: str) -> tuple[PrintedUnit, ...]:
        """What was printed, unit by unit; nothing in a language that the version does not have."""
        data = self.files.get(f"{PAGES}{language}/policy.json")
        return printed_units(json.loads(data)) if data else ()


@dataclass(frozen=True)
class Archive:
    """All published versions, oldest first."""

    folder: str
    versions: tuple[PublishedVersion, ...] = ()

    @property
    def newest(self) -> PublishedVersion | None:
        return self.versions[-1] if self.versions else None

    @property
    def newest_day(self) -> datetime.date | None:
        """The newest day on which something was published."""
        return max((one.facts.published for one in self.versions), default=None)

    @property
    def meanings(self) -> tuple[Meaning, ...]:
        return tuple(one.meaning for one in self.versions)

    def in_force(self, today: datetime.date) -> PublishedVersion | None:
        """The newest version whose day has come."""
        return next((one for one in reversed(self.versions) if one.facts.effective <= today), None)

    def waiting(self, today: datetime.date) -> tuple[PublishedVersion, ...]:
        """Versions whose day has not come, oldest first."""
        return tuple(one for one in self.versions if one.facts.effective > today)

    def until(self, version: Version) -> Archive:
        """The archive as it was when a version was published."""
        return Archive(self.folder, tuple(one for one in self.versions if one.version <= version))

    def before(self, version: Version) -> PublishedVersion | None:
        """The version before another."""
        return next((one for one in reversed(self.versions) if one.version < version), None)

    def get(self, version: Version) -> PublishedVersion | None:
        return next((one for one in self.versions if one.version == version), None)


def read_archive(folder: str, files: Mapping[str, bytes]) -> tuple[Archive, list[Problem]]:
    """The archive of a project from its files by path below `folder`, and what is wrong with it.

    A version that is not as it was published is among the problems and not in the archive.
    """
    problems: list[Problem] = []
    by_version: dict[Version, dict[str, bytes]] = {}
    for path, data in files.items():
        name, _, rest = path.partition("/")
        version = parse_version(name)
        if version and rest:
            by_version.setdefault(version, {})[rest] = data
        elif not any(problem.place.path == f"{folder}/{name}" for problem in problems):
            problems.append(_foreign(f"{folder}/{name}", name))
    versions = []
    for version in sorted(by_version):
        published, found = _read_version(f"{folder}/{version}", version, by_version[version])
        problems += found
        versions += [published] if published else []
    archive = Archive(folder, tuple(versions))
    if not problems:
        problems += _check_sequence(archive)
    return archive, problems


def _foreign(path: str, name: str) -> Problem:
    near = parse_version(name.lower().lstrip("v").replace("-draft", ""))
    return Problem(
        Place(path),
        "K341",
        f'"{name}" is no version',
        "only folders that kelisim policy publish wrote, such as 1.0",
        did_you_mean(str(near) if near else None, "move it elsewhere"),
    )


def _read_version(
    folder: str, version: Version, files: Mapping[str, bytes]
) -> tuple[PublishedVersion | None, list[Problem]]:
    problems = [
        Problem(Place(f"{folder}/{name}"), "K340", "the file is missing", fix=_RESTORE)
        for name in (VERSION_FILE, UNITS_FILE, MEANING_FILE, HASHES_FILE)
        if name not in files
    ]
    problems += _check_hashes(folder, files) if HASHES_FILE in files else []
    if problems:
        return None, problems
    source = TomlSource(f"{folder}/{VERSION_FILE}", files[VERSION_FILE].decode(errors="replace"))
    facts, problems = parse_version_file(source)
    units, found = parse_units(_source(folder, UNITS_FILE, files))
    problems += found
    meaning, found = parse_meaning(_source(folder, MEANING_FILE, files))
    problems += found
    if facts and facts.version != version:
        problems.append(
            Problem(
                source.span_of("version"),
                "K343",
                f'this is version "{facts.version}"',
                f'version "{version}", as the folder is called',
                "a published version keeps its folder",
            )
        )
    if problems or not facts or not meaning:
        return None, problems
    published = PublishedVersion(facts, units, meaning, files, source)
    problems += _check_pages(folder, published)
    return (None if problems else published), problems


def _check_pages(folder: str, published: PublishedVersion) -> Iterator[Problem]:
    """Yield the pages that comparisons could not read; their bytes are what was published, so that was no policy."""
    for language in published.languages:
        try:
            published.printed(language)
        except (ValueError, KeyError, TypeError):
            path = f"{folder}/{PAGES}{language}/policy.json"
            yield Problem(Place(path), "K343", "this is no policy", "what kelisim policy publish wrote", _RESTORE)


def _source(folder: str, name: str, files: Mapping[str, bytes]) -> Source:
    return Source(f"{folder}/{name}", files[name].decode(errors="replace"))


def _check_hashes(folder: str, files: Mapping[str, bytes]) -> list[Problem]:
    """Every file has the bytes that were published, and there is no other."""
    try:
        source = Source(f"{folder}/{HASHES_FILE}", files[HASHES_FILE].decode())
    except UnicodeDecodeError:
        return [_changed(f"{folder}/{HASHES_FILE}")]
    hashes, problems = parse_hashes(source)
    if problems:
        return problems
    for path, (integrity, _) in hashes.items():
        if path not in files:
            problems.append(Problem(Place(f"{folder}/{path}"), "K340", "the file is missing", fix=_RESTORE))
        elif integrity_of(files[path]) != integrity:
            problems.append(_changed(f"{folder}/{path}"))
    for path in files:
        if path not in hashes and path != HASHES_FILE:
            found = "the file is not part of the version"
            problems.append(Problem(Place(f"{folder}/{path}"), "K341", found, fix="move it elsewhere"))
    return problems


def _changed(path: str) -> Problem:
    return Problem(
        Place(path),
        "K320",
        "the file was changed after it was published",
        "the bytes that were published: visitors consented on their word",
        _RESTORE,
    )


def _check_sequence(archive: Archive) -> Iterator[Problem]:
    """Yield what does not follow: the first version, a gap, a kind, a day, a version before that is another one."""
    earlier: PublishedVersion | None = None
    for one in archive.versions:
        wanted = _followers(earlier)
        if one.facts.kind not in wanted.get(one.version, ()):
            yield _out_of_sequence(one, wanted)
        elif earlier and one.facts.before != earlier.digest:
            yield Problem(
                one.source.span_of("before"),
                "K320",
                f"version {one.version} was published after another {earlier.version}",
                f"{earlier.digest}, the digest of {earlier.version}",
                f"take {archive.folder}/{earlier.version} from the commit that published it",
            )
        elif earlier and one.facts.effective < earlier.facts.effective:
            yield Problem(
                one.source.span_of("effective"),
                "K344",
                f"version {one.version} takes effect before {earlier.version}",
                f"{earlier.facts.effective} or later",
                _RESTORE,
            )
        earlier = one


def _followers(earlier: PublishedVersion | None) -> dict[Version, tuple[str, ...]]:
    """The versions that may come next, each with the kinds that it may be of."""
    if earlier is None:
        return {FIRST: (FIRST_KIND,)}
    return {earlier.version.next_major: (MATERIAL,), earlier.version.next_minor: ("editorial", "facts")}


def _out_of_sequence(one: PublishedVersion, wanted: Mapping[Version, Sequence[str]]) -> Problem:
    right = wanted.get(one.version)
    if right:
        found, expected = f'version {one.version} is "{one.facts.kind}"', " or ".join(f'"{kind}"' for kind in right)
        return Problem(one.source.span_of("kind"), "K344", found, expected, _RESTORE)
    listed: list[Any] = list(wanted)
    found = f"version {one.version} does not follow the one before it" if len(listed) > 1 else "there is no version 1.0"
    return Problem(
        one.source.span_of("version"),
        "K344",
        found,
        " or ".join(str(version) for version in listed),
        "put back the folders that are missing",
    )
