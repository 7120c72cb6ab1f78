"""Python values → JavaScript literals, without a detour over a parser."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from kelisim.linker.modules import Data, Module, Place, Statement
from kelisim.linker.pieces import PRIVATE, FlatCode, FlatPiece, Private

IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*\Z", re.ASCII)
GREATEST_SAFE_INTEGER = 2**53 - 1
TOP = Place(1, 1)


def data_module(path: str, data: Data, private: Collection[str]) -> Module:
    """The module that exports the data; a key is mangled only where it is among the `private` names of the modules."""
    statements = tuple(
        Statement("const", (name,), True, True, (f"const {name}=", *literal(value, private), ";"), TOP)
        for name, value in data.names.items()
    )
    return Module(path, (), statements, frozenset(data.names), frozenset(_underscored_keys(data.names)))


def literal(value: Any, private: Collection[str] = ()) -> FlatCode:
    """The literal of a value of JSON's kinds (tuples are lists); raise TypeError or ValueError for any other."""
    pieces: list[FlatPiece] = []
    text: list[str] = []
    for piece in _literal(value, private):
        if isinstance(piece, str):
            text.append(piece)
        else:
            pieces += ["".join(text), piece]
            text = []
    return (*pieces, "".join(text))


def _literal(value: Any, private: Collection[str]) -> Iterator[FlatPiece]:
    if isinstance(value, str):
        yield string_literal(value)
    elif value is None or isinstance(value, bool):
        yield json.dumps(value)
    elif isinstance(value, int | float):
        yield _number(value)
    elif isinstance(value, Mapping):
        yield "{"
        for position, (key, member) in enumerate(value.items()):
            if position:
                yield ","
            yield from _key(key, private)
            yield ":"
            yield from _literal(member, private)
        yield "}"
    elif isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        yield "["
        for position, member in enumerate(value):
            if position:
                yield ","
            yield from _literal(member, private)
        yield "]"
    else:
        raise TypeError(f"{value!r} has no literal in a script")


def _number(value: int | float) -> str:
    if not math.isfinite(value) or (isinstance(value, int) and abs(value) > GREATEST_SAFE_INTEGER):
        raise ValueError(f"{value!r} has no exact literal in a script")
    return repr(value)


def _key(key: Any, private: Collection[str]) -> Iterator[FlatPiece]:
    if not isinstance(key, str):
        raise TypeError(f"the key {key!r} is no text")
    if key in private:
        yield Private(key)
    elif key == "__proto__":
        yield '["__proto__"]'  # without brackets it would set the prototype
    else:
        yield key if IDENTIFIER.match(key) else string_literal(key)


def string_literal(text: str) -> str:
    """A string literal of ASCII characters that cannot end a script element."""
    return json.dumps(text).replace("</", "<\\/").replace("<!--", "\\x3c!--")


def _underscored_keys(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, member in value.items():
            if isinstance(key, str) and PRIVATE.match(key):
                yield key
            yield from _underscored_keys(member)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for member in value:
            yield from _underscored_keys(member)
