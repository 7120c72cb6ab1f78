"""Scripts that hold the operator's names: made once for all sites that differ in these alone, then only filled.

A view has marks in the places of the names (`shared_views.py`). A text with a mark becomes a hole of the finished
script, so that for one more site nothing is written anew but those few texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kelisim.linker import Hole, ScriptTemplate, literal_pieces, write_literal
from kelisim.packing import pack_text
from kelisim.policy.slots import OPEN
from kelisim.views import View

#: What of a view travels packed (kelisim/packing.py).
PACKED = ("nodes", "texts", "frames")


@dataclass(frozen=True)
class NamedText:
    """A text with marks, and whether it is packed once they are filled."""

    text: str
    packed: bool


@dataclass(frozen=True)
class NamedScript:
    """A finished script, cut at the texts that name the operator."""

    pieces: tuple[str | NamedText, ...]

    def fill(self, named: Callable[[str], str]) -> bytes:
        """The script of a site; `named` puts its names into a text with marks."""
        return "".join(
            piece if isinstance(piece, str) else _literal(piece, named(piece.text)) for piece in self.pieces
        ).encode("ascii")


def _literal(told: NamedText, text: str) -> str:
    return write_literal(pack_text(text) if told.packed else text)


def cut_script(
    template: ScriptTemplate, view: View, values: Callable[[View], Mapping[str, Any]], mangled: Mapping[str, str]
) -> NamedScript:
    """Fill a script with the values of a view that has marks; `values` says what they are, packed where they are."""
    texts: dict[str, NamedText] = {}
    made = values(_with_holes(view, texts))
    pieces: list[str | NamedText] = [template.texts[0]]
    for hole, text in zip(template.holes, template.texts[1:], strict=True):
        pieces += [
            texts[piece.name] if isinstance(piece, Hole) else piece for piece in literal_pieces(made[hole], mangled)
        ]
        pieces.append(text)
    return NamedScript(_joined(pieces))


def _with_holes(view: View, texts: dict[str, NamedText]) -> View:
    """The view with a hole in the place of each text that has a mark; `texts` learns what belongs there."""

    def walk(value: Any, packed: bool) -> Any:
        if isinstance(value, str) and OPEN in value:
            hole = Hole(f"named_{len(texts)}")
            texts[hole.name] = NamedText(value, packed)
            return hole
        if isinstance(value, Mapping):
            return {key: walk(member, packed) for key, member in value.items()}
        return [walk(member, packed) for member in value] if isinstance(value, list | tuple) else value

    return replace(view, **{name: walk(value, name in PACKED) for name, value in vars(view).items()})


def _joined(pieces: list[str | NamedText]) -> tuple[str | NamedText, ...]:
    """The same with neighbouring texts put together."""
    joined: list[str | NamedText] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return tuple(joined)
