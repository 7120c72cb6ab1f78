"""Which declarations of which modules a bundle really needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kelisim.linker.graph import Declaration, Program
from kelisim.linker.modules import SHARED_MODULE


@dataclass(frozen=True, slots=True)
class Reached:
    """Positions of living statements by module; the foreign ones belong to modules that another bundle holds."""

    statements: dict[str, set[int]]
    foreign: frozenset[Declaration]
    hands_over: bool


def reach(program: Program, entry: str, roots: Iterable[Declaration], foreign: Collection[str] = ()) -> Reached:
    """Follow what the entry does at load, and the roots, through every mention of a name."""
    follower = _Follower(program, frozenset(foreign))
    follower.enter(entry)
    for root in roots:
        follower.need(root)
    follower.follow()
    return Reached(follower.statements, frozenset(follower.found_foreign), follower.hands_over)


class _Follower:
    """Works off declarations until no new one turns up."""

    def __init__(self, program: Program, foreign: frozenset[str]) -> None:
        self.program = program
        self.foreign = foreign
        self.statements: dict[str, set[int]] = {}
        self.found_foreign: set[Declaration] = set()
        self.hands_over = False
        self._waiting: list[Declaration] = []

    def enter(self, path: str) -> None:
        """Take a module in: what it does at load belongs to the bundle from then on."""
        if path in self.statements or path not in self.program.modules:
            return
        self.statements[path] = set()
        module = self.program.modules[path].module
        for position, statement in enumerate(module.statements):
            if not statement.pure:
                self.need(Declaration(path, position))
        for found in module.imports:
            if not found.names and found.target not in self.foreign:
                self.enter(found.target)

    def need(self, declaration: Declaration) -> None:
        """Note that a declaration is needed."""
        if declaration.path in self.foreign:
            self.found_foreign.add(declaration)
            return
        self.enter(declaration.path)
        if declaration.position not in self.statements[declaration.path]:
            self.statements[declaration.path].add(declaration.position)
            self._waiting.append(declaration)

    def follow(self) -> None:
        """Need everything that the needed declarations mention."""
        while self._waiting:
            declaration = self._waiting.pop()
            linked = self.program.modules[declaration.path]
            for name in linked.references[declaration.position]:
                if linked.imported.get(name) == SHARED_MODULE:
                    self.hands_over = True
                elif found := self.program.declaration(declaration.path, name):
                    self.need(found)
