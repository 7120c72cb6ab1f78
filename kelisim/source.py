"""A text with its path: turns an offset, a TOML key or a match into a place that a person can go to."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kelisim.problems import Place, Problem

Key = str | int
#: The stretch of a key and that of its value, each from and to an offset in characters.
Spans = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Source:
    """The text of a file as it is on disk, line ends included, under the path the user knows it by."""

    path: str
    text: str

    def place(self, offset: int, length: int = 1) -> Place:
        """The place of a stretch of the text."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        line = self.text[start : end if end >= 0 else len(self.text)]
        return Place(self.path, self.text.count("\n", 0, offset) + 1, offset - start + 1, length, line.rstrip("\r"))

    def line_place(self, number: int, column: int = 1, length: int = 1) -> Place:
        """The place at a line and column, both from 1; the line's text is shown where it exists."""
        lines = self.lines
        text = lines[number - 1] if 0 < number <= len(lines) else ""
        return Place(self.path, number, column, length, text)

    @functools.cached_property
    def lines(self) -> list[str]:
        """The lines without their ends. Only a line feed ends one; in `str.splitlines` U+2028 and others do."""
        lines = [line.removesuffix("\r") for line in self.text.split("\n")]
        return lines if lines[-1] else lines[:-1]

    def whole(self) -> Place:
        """The file itself, where no line says more."""
        return Place(self.path)


@dataclass(frozen=True)
class TomlSource(Source):
    """A TOML file. Values come from the standard library; places are looked up only when something is wrong."""

    @functools.cached_property
    def data(self) -> dict[str, Any]:
        """The document. Raises tomllib.TOMLDecodeError; `parse_toml` turns that into a problem."""
        return tomllib.loads(self.text)

    def span_of(self, *keys: Key) -> Place:
        """Where the value of a key path stands; of its nearest existing ancestor where it is missing."""
        return self._nearest(keys, 1)

    def key_span(self, *keys: Key) -> Place:
        """Where the key of a key path itself is written."""
        return self._nearest(keys, 0)

    def spans_of(self, *keys: Key) -> Spans:
        """From and to which offsets a key and its value are written. Raises KeyError where it is not written."""
        return self._spans[keys]

    def _nearest(self, keys: tuple[Key, ...], which: int) -> Place:
        for length in range(len(keys), 0, -1):
            found = self._spans.get(keys[:length])
            if found:
                start, end = found[which if length == len(keys) else 0]
                newline = self.text.find("\n", start, end)
                return self.place(start, (newline if newline >= 0 else end) - start)
        return Place(self.path, 1, 1, 1, self.lines[0] if self.lines else "")

    @functools.cached_property
    def _spans(self) -> dict[tuple[Key, ...], Spans]:
        spans: dict[tuple[Key, ...], Spans] = {}
        implied: dict[tuple[Key, ...], Spans] = {}
        for path, span, is_written in _toml_spans(self.text):
            (spans if is_written else implied).setdefault(path, span)
        return {**implied, **spans}


def parse_toml(source: TomlSource) -> list[Problem]:
    """The problem of a file that is not TOML, or nothing when `source.data` may be read."""
    try:
        _ = source.data
    except RecursionError:
        return [Problem(source.whole(), "K101", "this is not TOML: lists or tables are nested too deep")]
    except ValueError as error:  # TOMLDecodeError, and what int() says of a number with thousands of digits
        return [_toml_problem(source, str(error))]
    return []


def _toml_problem(source: TomlSource, message: str) -> Problem:
    # tomllib says where only inside its message: "… (at line 3, column 5)" or "… (at end of document)".
    reason, _, where = message.partition(" (at ")
    numbers = [int(word.strip(",)")) for word in where.split() if word.strip(",)").isdigit()]
    line, column = numbers if len(numbers) == 2 else (max(1, len(source.lines)), len((source.lines or [""])[-1]) + 1)
    text = source.lines[line - 1] if line <= len(source.lines) else ""
    for beginning, plain, fix in _PLAIN_WORDS:
        if reason.startswith(beginning):
            # What concerns a whole key or section is noticed at the end of its line.
            column = column if fix else len(text) - len(text.lstrip()) + 1
            if "backslash" in plain:
                column = text.rfind("\\", 0, column) + 1
            return Problem(source.line_place(line, column), "K101", f"this is not TOML: {plain}", fix=fix or _TWICE)
    reason = reason[:1].lower() + reason[1:]
    return Problem(source.line_place(line, column), "K101", f"this is not TOML: {reason}", fix=_SYNTAX)


_SYNTAX = "see https://toml.io for the syntax"
_TWICE = "remove it, or join the two"
#: What tomllib says in the words of its own code: the beginning of its message, the same for people, the way out.
_PLAIN_WORDS = (
    ("Invalid value", "this is not a value", "texts stand in quotation marks; true and false are written small"),
    ("Illegal character '\\n'", "a text is not closed on its line", 'write " at its end, or begin and end it with """'),
    ("Unescaped '\\' in a string", "a single backslash in a text", "write \\\\, or put the text between '…'"),
    ("Exceeds the limit", "a number is too long", "put it between quotation marks"),
    ("Cannot overwrite a value", "the key is already there", ""),
    ("Cannot mutate immutable namespace", "an inline table { … } cannot be added to", ""),
    ("Duplicate inline table key", "a key of the inline table is already there", ""),
    ("Cannot", "the section, or a key of its name, is already there", ""),
)


def _toml_spans(text: str) -> Iterator[tuple[tuple[Key, ...], Spans, bool]]:
    """Every key path with its spans, and whether it is written out: `[a.b]` implies `a`."""
    import tree_sitter
    import tree_sitter_toml

    encoded = text.encode()
    tree = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language())).parse(encoded)
    yield from _TomlWalk(encoded).document(tree.root_node)


class _TomlWalk:
    """Walks a tree-sitter TOML tree; keeps count of the entries of arrays of tables."""

    def __init__(self, encoded: bytes) -> None:
        self._encoded = encoded
        self._counts: dict[tuple[Key, ...], int] = {}

    def document(self, root: Any) -> Iterator[tuple[tuple[Key, ...], Spans, bool]]:
        for node in root.children:
            if node.type == "pair":
                yield from self._pair(node, ())
            elif node.type in ("table", "table_array_element"):
                yield from self._table(node)

    def _table(self, node: Any) -> Iterator[tuple[tuple[Key, ...], Spans, bool]]:
        names = next(child for child in node.children if child.type in _KEYS)
        path = self._resolved(self._names(names))
        spans = self._span(names), self._span(names)
        for length in range(1, len(path)):
            yield path[:length], spans, False
        if node.type == "table_array_element":
            position = self._counts.get(path, -1) + 1
            self._counts[path] = position
            yield path, spans, True
            path = (*path, position)
        yield path, spans, True
        for child in node.children:
            if child.type == "pair":
                yield from self._pair(child, path)

    def _pair(self, node: Any, path: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], Spans, bool]]:
        # A comment behind the value is a child of the pair, too.
        key, value = (child for child in node.children if child.is_named and child.type != "comment")
        names = self._names(key)
        for length in range(1, len(names)):
            yield (*path, *names[:length]), (self._span(key), self._span(value)), False
        yield from self._value((*path, *names), key, value)

    def _value(self, path: tuple[Key, ...], key: Any, value: Any) -> Iterator[tuple[tuple[Key, ...], Spans, bool]]:
        yield path, (self._span(key), self._span(value)), True
        if value.type == "array":
            entries = [child for child in value.children if child.is_named and child.type != "comment"]
            for position, child in enumerate(entries):
                yield from self._value((*path, position), child, child)
        elif value.type == "inline_table":
            for child in value.children:
                if child.type == "pair":
                    yield from self._pair(child, path)

    def _resolved(self, names: tuple[str, ...]) -> tuple[Key, ...]:
        """A header below an array of tables means the latest entry of that array."""
        path: tuple[Key, ...] = ()
        for name in names[:-1]:
            path = (*path, name)
            if path in self._counts:
                path = (*path, self._counts[path])
        return (*path, names[-1])

    def _names(self, key: Any) -> tuple[str, ...]:
        if key.type == "dotted_key":
            return tuple(name for child in key.children if child.type in _KEYS for name in self._names(child))
        text = self._encoded[key.start_byte : key.end_byte].decode()
        return (tomllib.loads(f"key = {text}")["key"] if key.type == "quoted_key" else text,)

    def _span(self, node: Any) -> tuple[int, int]:
        start = len(self._encoded[: node.start_byte].decode())
        return start, start + len(self._encoded[node.start_byte : node.end_byte].decode())


_KEYS = ("bare_key", "quoted_key", "dotted_key")
