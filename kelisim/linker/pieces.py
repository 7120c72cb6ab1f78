"""The code of a module cut into pieces: plain text, and the few things that depend on the site it is linked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

PRIVATE = re.compile(r"_[A-Za-z]\w*\Z", re.ASCII)
FLAG_INSIDE = re.compile(r"[A-Z0-9]_[A-Z0-9]")
FLAG_LIKE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\Z")

BranchKind: TypeAlias = Literal[
    "not",
    "and",
    "or",
    "conditional",
    "group",
    "if",
    "statement",
    "block",
    "array",
    "object",
    "arguments",
    "spread-array",
    "spread-object",
]


@dataclass(frozen=True, slots=True)
class Name:
    """A mention of a name that is declared at the top of a module, imported, or not declared at all.

    A shorthand is the name in `{ name }`: it is the key too, so that another name is written after a colon. A name
    that opens a statement may stand behind a line without a semicolon.
    """

    text: str
    shorthand: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Private:
    """A property whose name begins with an underscore, and which nobody outside the site's scripts reads."""

    text: str


@dataclass(frozen=True, slots=True)
class Branching:
    """Code whose shape may depend on flags.

    | kind | parts |
    | --- | --- |
    | not, group, statement | the operand |
    | and, or | left, right |
    | conditional, if | the test, what comes of true, what comes of false |
    | block | statements |
    | array, object, arguments | members |
    | spread-array, spread-object | a test, and the members that come of true and of false |

    `droppable` says of each part whether it can go where its value is not needed (an expression without effects), or
    where it is never reached (a statement that declares nothing outside itself). `ends` says of each part whether the
    code after it is never reached.
    """

    kind: BranchKind
    parts: tuple[Code, ...]
    droppable: tuple[bool, ...]
    ends: tuple[bool, ...] = ()


FlatPiece: TypeAlias = str | Name | Private
Piece: TypeAlias = FlatPiece | Branching
Code: TypeAlias = tuple[Piece, ...]
FlatCode: TypeAlias = tuple[FlatPiece, ...]


def walk_pieces(code: Code) -> Iterator[FlatPiece]:
    """Every flat piece of the code, those of branches included."""
    for piece in code:
        if isinstance(piece, Branching):
            for part in piece.parts:
                yield from walk_pieces(part)
        else:
            yield piece
