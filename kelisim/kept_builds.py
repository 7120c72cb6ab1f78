"""Builds that were made before: where the same sources lie beside what was made of them, nothing is made again.

Known by content alone: every source of the project, the options, Kelisim itself, and each file of the output. What a
build said is kept with it, so that it is said again. Nothing here needs the stages of a build, which take longer to
load than this takes.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kelisim
from kelisim.assets import Asset
from kelisim.cache import Cache
from kelisim.files import Project
from kelisim.problems import Place, Problem
from kelisim.source import Source

_KIND = "builds"
_CODE = Path(__file__).parent


@dataclass(frozen=True)
class KeptBuild:
    """What a build said, and the digest of each file that it wrote."""

    problems: tuple[Problem, ...]
    summary: tuple[str, ...]
    files: Mapping[str, str]


def build_key(project: Project, options: Sequence[object]) -> str:
    """The digest of everything that a build is made from; what it prints depends on where it runs from, too."""
    made = hashlib.sha256()
    for part in (kelisim.__version__, str(Path.cwd()), repr(tuple(options)), *_code(), *_sources(project)):
        data = part.encode()
        made.update(len(data).to_bytes(8, "big") + data)
    return made.hexdigest()


def find_build(cache: Cache, key: str) -> KeptBuild | None:
    """The build that was kept under a key; None where there is none, or a damaged one."""
    kept = cache.known(_KIND, key.encode())
    try:
        return KeptBuild(
            tuple(Problem(Place(*place), *rest) for place, *rest in kept["problems"]),
            tuple(kept["summary"]),
            dict(kept["files"]),
        )
    except (TypeError, KeyError, ValueError):
        return None


def keep_build(
    cache: Cache, key: str, problems: Iterable[Problem], summary: Iterable[str], assets: Iterable[Asset]
) -> None:
    """Keep what a build said, and what it wrote."""
    told = {
        "problems": [[dataclasses.astuple(one.place), *dataclasses.astuple(one)[1:]] for one in problems],
        "summary": list(summary),
        "files": {asset.name: _digest(asset.data) for asset in assets},
    }
    cache.value(_KIND, key.encode(), lambda: told)


def is_as_written(out: Path, files: Mapping[str, str]) -> bool:
    """Whether a folder holds these files, as they were written, and no others."""
    present = {path.relative_to(out).as_posix() for path in out.rglob("*") if not path.is_dir()}
    if present != set(files):
        return False
    try:
        return all(_digest((out / name).read_bytes()) == digest for name, digest in files.items())
    except OSError:
        return False


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _code() -> Iterator[str]:
    """Kelisim's own code, where it is a checkout that somebody may be working on; a release is known by its number."""
    if (_CODE / "data").is_dir():
        return
    for path in sorted(_CODE.rglob("*.py")):
        yield path.relative_to(_CODE).as_posix()
        yield _digest(path.read_bytes())


def _sources(project: Project) -> Iterator[str]:
    """Every source with its path, and what reading them brought up."""
    for field in dataclasses.fields(project):
        yield field.name
        yield from _parts(getattr(project, field.name))


def _parts(value: Any) -> Iterator[str]:
    if isinstance(value, Source):
        yield value.path
        yield value.text
        # A site file stands on the one that it extends.
        base = getattr(value, "base", None)
        if isinstance(base, Source):
            yield from _parts(base)
    elif isinstance(value, Mapping):
        for name in sorted(value, key=str):
            yield str(name)
            yield from _parts(value[name])
    elif isinstance(value, list | tuple):
        yield str(len(value))
        for entry in value:
            yield from _parts(entry)
    elif isinstance(value, bytes):
        yield _digest(value)
    else:
        yield str(value)
