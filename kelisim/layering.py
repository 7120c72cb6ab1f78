"""A site file laid over the one that it `extends`: tables are merged, everything else is replaced.

Each value keeps its place in the file that says it, so that a problem is shown where somebody can mend it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kelisim.problems import Place, Problem
from kelisim.source import Key, TomlSource, parse_toml

EXTENDS = "extends"


@dataclass(frozen=True)
class LayeredSource(TomlSource):
    """A source with another below it, which speaks where this one is silent."""

    top: TomlSource = field(default_factory=lambda: TomlSource("", ""))
    base: TomlSource = field(default_factory=lambda: TomlSource("", ""))

    @functools.cached_property
    def data(self) -> dict[str, Any]:
        """Both documents as one."""
        return merged(self.base.data, {key: value for key, value in self.top.data.items() if key != EXTENDS})

    def span_of(self, *keys: Key) -> Place:
        return self._layer(keys).span_of(*keys)

    def key_span(self, *keys: Key) -> Place:
        return self._layer(keys).key_span(*keys)

    def _layer(self, keys: tuple[Key, ...]) -> TomlSource:
        """The file that says the value; what nobody says is missed at the one on top."""
        if says(self.top.data, keys) or not says(self.base.data, keys):
            return self.top
        return self.base


def merged(base: Mapping[str, Any], top: Mapping[str, Any]) -> dict[str, Any]:
    """Tables merge, key by key; arrays and plain values of `top` take the place of those of `base`."""
    result = dict(base)
    for key, value in top.items():
        below = result.get(key)
        both_tables = isinstance(below, dict) and isinstance(value, dict)
        result[key] = merged(below, value) if both_tables and isinstance(below, dict) else value
    return result


def says(data: Any, keys: tuple[Key, ...]) -> bool:
    """Whether a document has a value at a key path."""
    for key in keys:
        if isinstance(data, dict):
            inside = key in data
        else:
            inside = isinstance(data, list) and isinstance(key, int) and key < len(data)
        if not inside:
            return False
        data = data[key]
    return True


def layered(
    source: TomlSource,
    file: Path,
    read: Callable[[Path], TomlSource],
    inside: Path,
    resolve: Callable[[Path], Path] = Path.resolve,
) -> tuple[TomlSource, list[Problem]]:
    """A source with everything that it extends, directly or not, and what keeps that from being followed.

    `file` is where it lies, `read` reads another file, and no file outside the folder `inside` is read. `resolve` finds
    out where a path leads.
    """
    return _layered(source, file, read, resolve(inside), (resolve(file),), resolve)


def _layered(
    source: TomlSource,
    file: Path,
    read: Callable[[Path], TomlSource],
    inside: Path,
    seen: tuple[Path, ...],
    resolve: Callable[[Path], Path],
) -> tuple[TomlSource, list[Problem]]:
    if parse_toml(source):
        return source, []  # whoever reads its values says so
    told = source.data.get(EXTENDS)
    if not isinstance(told, str):
        return source, []  # as does the schema of another type
    target = resolve(file.parent / told)
    fault = _fault(told, target, inside, seen)
    if fault:
        found, fix = fault
        return source, [Problem(source.span_of(EXTENDS), "K121", found, "the path of a site file, from this one", fix)]
    base_source = read(target)
    faults = parse_toml(base_source)
    if faults:
        return source, faults
    base, problems = _layered(base_source, target, read, inside, (*seen, target), resolve)
    return LayeredSource(source.path, source.text, source, base), problems


def _fault(told: str, target: Path, inside: Path, seen: tuple[Path, ...]) -> tuple[str, str] | None:
    if target in seen:
        chain = " → ".join(path.name for path in (*seen[seen.index(target) :], target))
        return f"the files extend each other: {chain}", "take one extends out"
    if not target.is_relative_to(inside):
        return f'"{told}" leads out of the project', f"keep the file below {inside.name}/"
    if not target.is_file():
        return f'there is no file "{told}"', "names count from the folder of this file"
    return None
