"""Which declarations go into which bundle of a site, and what the core hands to its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kelisim.linker.graph import Declaration, Program
from kelisim.linker.modules import SHARED_MODULE
from kelisim.linker.problems import LinkProblem
from kelisim.linker.shaking import Reached, reach


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A declaration that more than one part holds, because the core does not hold its module.

    What runs at load and declares nothing has no name. With state there are as many values as parts.
    """

    path: str
    name: str
    parts: tuple[str, ...]
    state: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What each bundle holds; `shared` are declarations of the core that parts mention, in the order of their names."""

    program: Program
    core_entry: str
    part_entries: Mapping[str, str]
    core: Reached
    parts: Mapping[str, Reached]
    shared: tuple[Declaration, ...]


def plan_bundles(program: Program, core: str, parts: Mapping[str, str]) -> Plan:
    """What parts need of the core's modules lives in the core, which may bring further modules into it."""
    core_reached = reach(program, core, ())
    while True:
        held = frozenset(core_reached.statements)
        reached = {name: reach(program, entry, _exports(program, entry), held) for name, entry in sorted(parts.items())}
        foreign = frozenset[Declaration]().union(*(part.foreign for part in reached.values()))
        core_reached = reach(program, core, foreign)
        if held == core_reached.statements.keys():
            shared = tuple(sorted(foreign, key=lambda found: (program.names(found), found.path)))
            return Plan(program, core, parts, core_reached, reached, shared)


def _exports(program: Program, entry: str) -> list[Declaration]:
    return [found for name in program.exports(entry) if (found := program.declaration(entry, name))]


def check_plan(plan: Plan) -> Iterator[LinkProblem]:
    """Yield what keeps the bundles from working together."""
    for name, entry in sorted(plan.part_entries.items()):
        yield from _check_part(plan, name, entry)
    if plan.shared and not plan.core.hands_over:
        message = "parts need names of the core, and the core hands none over"
        fix = f"import {{ shared }} from '{SHARED_MODULE}' and hand it to a part that arrives"
        yield LinkProblem(plan.core_entry, 1, 1, message, fix)
    for declaration in plan.shared:
        statement = plan.program.statement(declaration)
        if statement.kind in ("let", "var"):
            message = f'"{", ".join(statement.declares)}" can change, and parts would keep the value it had'
            place = statement.place
            yield LinkProblem(declaration.path, place.line, place.column, message, "export a function that reads it")


def _check_part(plan: Plan, name: str, entry: str) -> Iterator[LinkProblem]:
    exports = plan.program.exports(entry)
    if len(exports) != 1:
        found = f"exports {', '.join(exports)}" if exports else "exports nothing"
        message = f'the entry of the part "{name}" {found}'
        yield LinkProblem(entry, 1, 1, message, "export one function, which is what the part comes to")
    if entry in plan.core.statements:
        message = f'the entry of the part "{name}" is in the core already'
        yield LinkProblem(entry, 1, 1, message, "import nothing from it in modules of the core")
    if plan.parts[name].hands_over:
        message = f'the part "{name}" has nothing to hand over'
        yield LinkProblem(entry, 1, 1, message, f"import {SHARED_MODULE} in modules of the core only")


def find_duplicates(plan: Plan) -> Iterator[Duplicate]:
    """Declarations that several parts hold."""
    holders: dict[Declaration, list[str]] = {}
    for name, reached in plan.parts.items():
        for path, positions in reached.statements.items():
            for position in positions:
                holders.setdefault(Declaration(path, position), []).append(name)
    for declaration, parts in sorted(holders.items()):
        if len(parts) > 1:
            statement = plan.program.statement(declaration)
            state = statement.kind in ("let", "var") or not statement.pure
            for declared in statement.declares or ("",):
                yield Duplicate(declaration.path, declared, tuple(parts), state)
