"""Python values → JavaScript literals, without a detour over a parser; holes for values that are put in later."""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kelisim.linker.modules import Data, Module, Place, Statement
from kelisim.linker.pieces import FlatCode, FlatPiece, Private

BARE_KEY = re.compile(r"([A-Za-z_$][\w$]*|0|[1-9][0-9]{0,8})\Z", re.ASCII)
GREATEST_SAFE_INTEGER = 2**53 - 1
HOLE = re.compile(r"\$HOLE_(\w+)\$", re.ASCII)
HOLE_NAME = re.compile(r"\w+\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hole:
    """Stands for a value that is put into the finished script; may be a value of `Data`, or anywhere inside one."""

    name: str

    def __post_init__(self) -> None:
        if not HOLE_NAME.match(self.name):
            raise ValueError(f"a hole is named by letters, digits and underscores, not {self.name!r}")

    def token(self) -> str:
        """What stands in the script in the place of the value: a name that no minifier renames."""
        return f"$HOLE_{self.name}$"


@dataclass(frozen=True, slots=True)
class ScriptTemplate:
    """A finished script with holes: `texts` stand around them, one more than there are holes."""

    texts: tuple[str, ...]
    holes: tuple[str, ...]

    @classmethod
    def parse(cls, script: str) -> ScriptTemplate:
        """Find the holes of a script."""
        pieces = HOLE.split(script)
        return cls(tuple(pieces[::2]), tuple(pieces[1::2]))

    def fill(self, literals: Mapping[str, str]) -> str:
        """The script with a literal (see `write_literal`) in each of its holes; raise KeyError for a forgotten one."""
        filled = [self.texts[0]]
        for hole, text in zip(self.holes, self.texts[1:], strict=True):
            filled += [literals[hole], text]
        return "".join(filled)


def write_literal(value: Any, mangled: Mapping[str, str] | None = None) -> str:
    """A literal of a value of JSON's kinds as short as a minifier writes it: ASCII, safe inside a script element.

    `mangled` are the short names of private keys, as the link that made the script has chosen them. Tuples are lists;
    raises TypeError or ValueError for a value that has no literal.
    """
    if isinstance(value, str):
        return _string(value)
    return "".join(piece.token() if isinstance(piece, Hole) else piece for piece in literal_pieces(value, mangled))


def literal_pieces(value: Any, mangled: Mapping[str, str] | None = None) -> Iterator[str | Hole]:
    """The same literal in pieces, with what is a hole in the value left as it is, to be filled again and again."""
    mangled = mangled or {}
    for piece in _literal(value, mangled):
        if isinstance(piece, Private):
            yield mangled[piece.text]
        elif isinstance(piece, str | Hole):
            yield piece


def data_module(path: str, data: Data, private: Collection[str]) -> Module:
    """The module that exports the data; a key is private where it is among the `private` names of the modules."""
    statements = tuple(_constant(name, value, private) for name, value in data.names.items())
    return Module(path, (), statements, frozenset(data.names))


def _constant(name: str, value: Any, private: Collection[str]) -> Statement:
    code = _merged((f"let {name}=", *_literal(value, private), ";"))
    return Statement("const", (name,), exported=True, pure=True, code=code, place=Place(1, 1))


def _merged(pieces: Sequence[FlatPiece | Hole]) -> FlatCode:
    """The same code with neighbouring texts put together."""
    merged: list[FlatPiece] = []
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str | Hole):
            texts.append(piece if isinstance(piece, str) else piece.token())
        else:
            merged += ["".join(texts), piece]
            texts = []
    return (*merged, "".join(texts))


def _literal(value: Any, private: Collection[str]) -> Iterator[FlatPiece | Hole]:
    match value:
        case str():
            yield _string(value)
        case None:
            yield "null"
        case bool():
            yield "!0" if value else "!1"
        case int() | float():
            yield _number(value)
        case Hole():
            yield value
        case Mapping():
            yield "{"
            for position, (key, member) in enumerate(value.items()):
                yield from _key(key, private, "," if position else "")
                yield from _literal(member, private)
            yield "}"
        case list() | tuple():
            yield "["
            for position, member in enumerate(value):
                if position:
                    yield ","
                yield from _literal(member, private)
            yield "]"
        case _:
            raise TypeError(f"{value!r} has no literal in a script")


def _number(value: int | float) -> str:
    if not math.isfinite(value) or (isinstance(value, int) and abs(value) > GREATEST_SAFE_INTEGER):
        raise ValueError(f"{value!r} has no exact literal in a script")
    return re.sub(r"^(-?)0\.", r"\1.", repr(value).removesuffix(".0"))


def _key(key: Any, private: Collection[str], before: str) -> Iterator[FlatPiece]:
    if not isinstance(key, str):
        raise TypeError(f"the key {key!r} is no text")
    if key in private:
        yield from (before, Private(key), ":")
    elif key == "__proto__":
        yield f'{before}["__proto__"]:'  # without brackets it would set the prototype
    else:
        yield f"{before}{key if BARE_KEY.match(key) else _string(key)}:"


# Sites say the same words, and have the same styles.
@functools.lru_cache(maxsize=16384)
def _string(text: str) -> str:
    body = json.dumps(text)[1:-1].replace("</", "<\\/").replace("<!--", "\\x3c!--")
    if text.count('"') > text.count("'"):
        return "'" + body.replace('\\"', '"').replace("'", "\\'") + "'"
    return f'"{body}"'
