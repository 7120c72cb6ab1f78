"""Writes the code of a bundle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kelisim.linker.graph import LinkedModule, Program
from kelisim.linker.modules import SHARED_MODULE
from kelisim.linker.naming import Names
from kelisim.linker.pieces import Code, Name, Private


@dataclass(frozen=True, slots=True)
class Wrap:
    """What stands around the code of a bundle.

    The code of the core is a list of statements. The code of a part is an arrow function: it takes the array of
    shared names and returns the function that the part's entry exports. A function with such parameters cannot be
    made strict by itself, so the strictness of a part is a matter of its wrap.
    """

    core: tuple[str, str] = ('(()=>{"use strict";\n', "})();\n")
    part: tuple[str, str] = (
        '"use strict";Document.prototype.dispatchEvent.call(document,new CustomEvent("kelisim:part",{detail:',
        "}));\n",
    )


@dataclass(frozen=True, slots=True)
class Emitter:
    """Knows how each name of a bundle is written in it."""

    program: Program
    names: Names
    mangled: Mapping[str, str]
    shared: str

    def module(self, path: str, positions: set[int]) -> str:
        """The living statements of a module."""
        linked = self.program.modules[path]
        renamed = self._renamed(path, linked)
        return "".join(
            self._code(linked.module.statements[position].code, renamed) + "\n" for position in sorted(positions)
        )

    def _renamed(self, path: str, linked: LinkedModule) -> dict[str, str]:
        """The names of a module that are written differently in the bundle."""
        homes = {**dict.fromkeys(linked.declared, path), **linked.imported}
        renamed = {name: self.names.get((home, name), name) for name, home in homes.items()}
        return renamed | {name: self.shared for name, home in homes.items() if home == SHARED_MODULE}

    def _code(self, code: Code, renamed: Mapping[str, str]) -> str:
        written: list[str] = []
        for piece in code:
            if isinstance(piece, str):
                written.append(piece)
            elif isinstance(piece, Private):
                written.append(self.mangled[piece.text])
            elif isinstance(piece, Name):
                new = renamed.get(piece.text, piece.text)
                written.append(f"{piece.text}:{new}" if piece.shorthand and new != piece.text else new)
        return "".join(written)


def part_function(code: str, result: str, parameters: Sequence[str]) -> str:
    """An arrow function around the code of a part; an empty parameter is one that the part has no use for."""
    given = list(parameters)
    while given and not given[-1]:
        given.pop()
    head = f"([{','.join(given)}])" if given else "()"
    return f"{head}=>{{\n{code}return {result}}}"
