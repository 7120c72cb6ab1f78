"""The sites of a build of many: the files of a folder, or the lines of a file, one after another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kelisim.files import LARGEST_SOURCE_BYTES, decode
from kelisim.fleet.records import RecordSource, parse_record
from kelisim.layering import layered
from kelisim.problems import Place, Problem, errors
from kelisim.source import TomlSource

#: Site files that are there to be extended begin with it.
BASE = "_"
SUFFIX = ".toml"


@dataclass(frozen=True)
class Member:
    """Where the description of a site is found: a file, or a line of one with its number and bytes."""

    file: Path
    number: int = 0
    line: bytes = b""


def find_members(sites: Path) -> Iterator[Member]:
    """The sites of a folder in the order of their names, or those of a file of lines, one at a time."""
    if sites.is_dir():
        for path in sorted(sites.glob(f"*{SUFFIX}")):
            if not path.name.startswith((BASE, ".")):
                yield Member(path)
        return
    with sites.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield Member(sites, number, line.rstrip(b"\r\n"))


def is_in_shard(member: Member, shard: tuple[int, int]) -> bool:
    """Whether a site belongs to a share of the work: by what it is called, so that shares stay when sites are added.

    The lines of a file are shared out by their bytes: to know what each is called all would have to be read.
    """
    position, count = shard
    name = member.line or member.file.stem.encode()
    return int.from_bytes(hashlib.sha256(name).digest()[:8], "big") % count == position - 1


class Reader:
    """Reads sites one after another; folders and files that they have in common are looked at once."""

    def __init__(self, root: Path) -> None:
        self._root, self._here = root, Path.cwd()
        self._folders: dict[Path, Path] = {}
        self._bases: dict[Path, tuple[TomlSource, tuple[Problem, ...]]] = {}

    def read(self, member: Member) -> tuple[TomlSource | None, list[Problem]]:
        """The source of a site with all that it extends; none where there is nothing to read of it."""
        full = self.resolved(member.file)
        shown = self._shown(member.file, full)
        if not full.is_relative_to(self._folder(member.file.parent)):
            return None, [
                Problem(
                    Place(shown),
                    "K102",
                    "the file is a link that leads out of the folder of sites",
                    fix="copy the file, or let it extend a file of the project",
                )
            ]
        if not member.line:
            text, problems = _read(member.file, shown)
            source: TomlSource = TomlSource(shown, text)
        else:
            source, problems = _record(member, shown)
        if errors(problems):
            return None, problems

        def read(path: Path) -> TomlSource:
            base, told = self._base(path)
            problems.extend(told)
            return base

        whole, found = layered(source, member.file, read, self._root, self.resolved)
        return (None if errors(problems) else whole), [*problems, *found]

    def resolved(self, path: Path) -> Path:
        """Where a path leads, without asking again where its folder is."""
        if path.name == ".." or path.is_symlink():
            return path.resolve()
        return self._folder(path.parent) / path.name

    def _folder(self, path: Path) -> Path:
        if path not in self._folders:
            self._folders[path] = path.resolve()
        return self._folders[path]

    def _base(self, path: Path) -> tuple[TomlSource, tuple[Problem, ...]]:
        if path not in self._bases:
            shown = self._shown(path, path)
            text, found = _read(path, shown)
            self._bases[path] = TomlSource(shown, text), tuple(found)
        return self._bases[path]

    def _shown(self, path: Path, full: Path) -> str:
        """The path as the user knows it, as `shown_path` says it."""
        for base in (self._here, self._root):
            if full.is_relative_to(base):
                return full.relative_to(base).as_posix()
        return path.as_posix()


def _read(path: Path, shown: str) -> tuple[str, list[Problem]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        return "", [Problem(Place(shown), "K102", f"cannot be read: {error.strerror}")]
    text, problem = decode(data, shown)
    return text, [problem] if problem else []


def _record(member: Member, shown: str) -> tuple[RecordSource, list[Problem]]:
    if len(member.line) > LARGEST_SOURCE_BYTES:
        place = Place(shown, member.number)
        return RecordSource(shown, ""), [Problem(place, "K123", "the line has more than 10 MiB", "a site a line")]
    text, problem = decode(member.line, shown)
    if problem:
        place = Place(shown, member.number, problem.place.column, 1)
        return RecordSource(shown, ""), [Problem(place, problem.code, problem.found, problem.expected, problem.fix)]
    source = RecordSource(shown, text, member.number)
    return source, parse_record(source)
