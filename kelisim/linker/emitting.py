"""Writes the code of a bundle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kelisim.linker.graph import Program
from kelisim.linker.modules import SHARED_MODULE
from kelisim.linker.naming import Names
from kelisim.linker.pieces import Code, FlatCode, Name, Private


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
    inlined: Mapping[tuple[str, str], FlatCode] = field(default_factory=dict)

    def module(self, path: str, positions: set[int]) -> tuple[str, str]:
        """The living statements of a module: functions that have to stand before everything else, and the rest."""
        functions: list[str] = []
        rest: list[str] = []
        for position in sorted(positions):
            statement = self.program.modules[path].module.statements[position]
            if any((path, name) in self.inlined for name in statement.declares):
                continue
            code = self._code(statement.code, path) + "\n"
            (functions if self.program.compact and statement.kind == "function" else rest).append(code)
        return "".join(functions), "".join(rest)

    def _code(self, code: Code, path: str) -> str:
        written: list[str] = []
        for piece in code:
            if isinstance(piece, str):
                written.append(piece)
            elif isinstance(piece, Private):
                written.append(self.mangled[piece.text])
            elif isinstance(piece, Name):
                new = self._name(piece.text, path)
                if piece.opens and new.startswith("("):
                    # Behind a line without a semicolon a bracket would go on with it.
                    written.append("!")
                written.append(f"{piece.text}:{new}" if piece.shorthand and new != piece.text else new)
        return "".join(written)

    def _name(self, name: str, path: str) -> str:
        """What a name of a module is in the bundle."""
        linked = self.program.modules[path]
        home = linked.imported.get(name, path if name in linked.declared else None)
        if home is None:
            return name
        if home == SHARED_MODULE:
            return self.shared
        if (home, name) in self.inlined:
            return f"({self._code(self.inlined[home, name], home)})"
        return self.names.get((home, name), name)


def part_function(code: str, result: str, parameters: Sequence[str]) -> str:
    """An arrow function around the code of a part; an empty parameter is one that the part has no use for."""
    given = list(parameters)
    while given and not given[-1]:
        given.pop()
    head = f"([{','.join(given)}])" if given else "()"
    return f"{head}=>{{\n{code}return {result}}}"
