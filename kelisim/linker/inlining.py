"""Constants and functions that a bundle mentions once are written where they are mentioned."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kelisim.linker.data import HOLE
from kelisim.linker.graph import LinkedModule, Program
from kelisim.linker.modules import VIRTUAL
from kelisim.linker.pieces import FlatCode, Name, Private, walk_pieces
from kelisim.linker.shaking import Reached

Key = tuple[str, str]

#: A text, a number or a pattern without memory: any number of them are as good as one.
_PLAIN = re.compile(r"""("[^"]*"|'[^']*'|[\d.e]+|/(\\.|\[(\\.|[^\]])*\]|[^/\\\[])+/[dimsuv]*)\Z""")


@dataclass(frozen=True, slots=True)
class _Mention:
    """Where a name is mentioned; a shorthand `{ name }` is no place for more than a name."""

    path: str
    position: int


def find_inlined(program: Program, reached: Reached, kept: Collection[Key]) -> dict[Key, FlatCode]:
    """The code of each constant and function of a bundle that its living code mentions once, elsewhere than in itself.

    `kept` are those that somebody asks for from outside. Values of data are never changed by anybody, whatever they
    are; of other constants only plain ones are taken. A function is taken where none of the names it mentions could
    be hidden by a local one at its new place.
    """
    if not program.compact:
        return {}
    mentions: dict[Key, list[_Mention]] = {}
    for key, mention in _mentions(program, reached):
        mentions.setdefault(key, []).append(mention)
    locals_ = frozenset[str]().union(*(program.modules[path].module.local_names for path in reached.statements))
    inlined: dict[Key, FlatCode] = {}
    for path, positions in reached.statements.items():
        linked = program.modules[path]
        for position in positions:
            statement = linked.module.statements[position]
            if len(statement.declares) != 1 or not statement.pure:
                continue
            key = (path, statement.declares[0])
            places = mentions.get(key, [])
            if key in kept or len(places) != 1 or places[0] == _Mention(path, position):
                continue
            code = _value(tuple(walk_pieces(statement.code)), key[1])
            if statement.kind == "const" and code and _is_constant(code, path):
                inlined[key] = code
            if statement.kind == "function" and code and not locals_ & _written_names(linked, position, key[1]):
                inlined[key] = code
    return inlined


def _mentions(program: Program, reached: Reached) -> Iterator[tuple[Key, _Mention]]:
    """Every mention of a declared name in the living code, but for the one that declares it."""
    for path, positions in reached.statements.items():
        linked = program.modules[path]
        for position in positions:
            statement = linked.module.statements[position]
            declared = list(statement.declares)
            for piece in statement.code:
                if not isinstance(piece, Name):
                    continue
                if piece.text in declared:
                    declared.remove(piece.text)
                elif piece.text in linked.declared or piece.text in linked.imported:
                    yield (linked.imported.get(piece.text, path), piece.text), _Mention(path, position)


def _written_names(linked: LinkedModule, position: int, own: str) -> frozenset[str]:
    """Names that a function mentions from outside itself, those of the browser among them."""
    return frozenset(name for name in linked.references[position] if name != own)


def _value(code: FlatCode, name: str) -> FlatCode:
    """What stands behind the equals sign of `let name=value;`."""
    first, rest = code[0], code[1:]
    if isinstance(first, str) and first.startswith(f"let {name}="):
        first = first.removeprefix(f"let {name}=")
    elif first == "let " and len(rest) > 1 and isinstance(rest[0], Name) and isinstance(rest[1], str):
        first, rest = re.sub(r"\A\s*=\s*", "", rest[1]), rest[2:]
    else:
        return ()
    value = [piece for piece in (first, *rest) if piece != ""]
    if value and isinstance(value[-1], str):
        value[-1] = value[-1].removesuffix(";").rstrip()
    return tuple(piece for piece in value if piece != "")


def _is_constant(value: FlatCode, path: str) -> bool:
    if path.startswith(VIRTUAL):
        return all(isinstance(piece, str | Private) for piece in value)
    [piece, *more] = value
    return not more and isinstance(piece, str) and bool(_PLAIN.match(piece) or HOLE.fullmatch(piece))
