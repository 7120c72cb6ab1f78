"""A line of `sites.ndjson` as a source: a JSON object with the keys of `site.toml`, and the places of its values."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kelisim.problems import Place, Problem
from kelisim.source import Key, TomlSource

_BLANK = " \t\r\n"


@dataclass(frozen=True)
class RecordSource(TomlSource):
    """A line of a file; `text` is the line, `number` counts from 1."""

    number: int = 1

    @functools.cached_property
    def data(self) -> dict[str, Any]:
        """The object. Raises ValueError; `parse_record` turns that into a problem."""
        return dict(json.loads(self.text, parse_constant=_no_constant))

    def place(self, offset: int, length: int = 1) -> Place:
        return Place(self.path, self.number, offset + 1, length, self.text)

    def whole(self) -> Place:
        return Place(self.path, self.number)

    def _nearest(self, keys: tuple[Key, ...], which: int) -> Place:
        spans = self._places
        for length in range(len(keys), 0, -1):
            if keys[:length] in spans:
                start, end = spans[keys[:length]][which if length == len(keys) else 0]
                return self.place(start, end - start)
        return self.place(0)

    @functools.cached_property
    def _places(self) -> dict[tuple[Key, ...], tuple[tuple[int, int], tuple[int, int]]]:
        walk = _Walk(self.text)
        return dict(walk.value((), (0, 0), 0))


def parse_record(source: RecordSource) -> list[Problem]:
    """The problem of a line that is no JSON object, or nothing when `source.data` may be read."""
    try:
        value = json.loads(source.text, parse_constant=_no_constant)
    except RecursionError:
        return [Problem(source.whole(), "K123", "lists or objects are nested too deep", "a JSON object")]
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        return [Problem(source.place(error.pos), "K123", f"this is not JSON: {reason}", "a JSON object, one a line")]
    except ValueError as error:
        return [Problem(source.whole(), "K123", f"this is not JSON: {error}", "a JSON object, one a line")]
    if not isinstance(value, dict):
        return [Problem(source.place(0), "K123", "the line is no object", 'a JSON object: {"id": "shop", …}')]
    return [
        Problem(source.span_of(*keys), "K105", f"{'.'.join(map(str, keys))} is null", fix="leave the key out")
        for keys in _nulls(value, ())
    ]


def _nulls(value: Any, keys: tuple[Key, ...]) -> Iterator[tuple[Key, ...]]:
    """Key paths of what TOML has no word for."""
    if value is None:
        yield keys
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from _nulls(member, (*keys, key))


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


_SCALARS = json.JSONDecoder()
#: Key path, stretch of the key, stretch of the value.
_Spans = tuple[tuple[Key, ...], tuple[tuple[int, int], tuple[int, int]]]


class _Walk:
    """Walks a JSON text that is known to be sound, and notes where everything stands."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.end = 0

    def value(self, path: tuple[Key, ...], key: tuple[int, int], at: int) -> Iterator[_Spans]:
        """Yield key path, stretch of the key and stretch of the value, of the value at an offset and all below it."""
        start = self._after_blanks(at)
        sign = self._text[start]
        if sign in "{[":
            yield from self._members(path, start, sign == "{")
        else:
            _, self.end = _SCALARS.raw_decode(self._text, start)
        yield path, (key if key != (0, 0) else (start, self.end), (start, self.end))

    def _members(self, path: tuple[Key, ...], start: int, named: bool) -> Iterator[_Spans]:
        at = self._after_blanks(start + 1)
        position = 0
        while self._text[at] not in "}]":
            name: Key = position
            key = (0, 0)
            if named:
                name, end = _SCALARS.raw_decode(self._text, at)
                key = (at, end)
                at = self._after_blanks(end) + 1  # the colon
            yield from self.value((*path, name), key, at)
            at = self._after_blanks(self.end)
            if self._text[at] == ",":
                at = self._after_blanks(at + 1)
            position += 1
        self.end = at + 1

    def _after_blanks(self, at: int) -> int:
        while self._text[at] in _BLANK:
            at += 1
        return at
