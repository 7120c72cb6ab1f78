"""Modules → the core of a site and the parts that are loaded later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kelisim.linker.emitting import Emitter, Wrap, part_function
from kelisim.linker.flags import Flags
from kelisim.linker.graph import Declaration, Program, assemble, check_cycles, check_imports
from kelisim.linker.mangling import mangle
from kelisim.linker.modules import Data, ModuleGraph
from kelisim.linker.naming import name_declarations
from kelisim.linker.problems import LinkProblem
from kelisim.linker.shaking import Reached, reach


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A declaration that more than one part holds, because the core does not hold its module."""

    path: str
    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkResult:
    """The scripts of a site, not minified yet. With problems there are no scripts.

    `shared` names what the core hands to parts, in the order in which it does; `sizes` are the bytes that each module
    contributes to each bundle (the core's name is "core") before it is minified.
    """

    core: str
    parts: Mapping[str, str]
    shared: tuple[str, ...]
    duplicated: tuple[Duplicate, ...]
    sizes: Mapping[str, Mapping[str, int]]
    problems: tuple[LinkProblem, ...]


def link_site(
    graph: ModuleGraph,
    core: str,
    parts: Mapping[str, str] | None = None,
    *,
    virtual: Mapping[str, str | Data] | None = None,
    flags: Flags | None = None,
    wrap: Wrap | None = None,
) -> LinkResult:
    """Link one site: `core` is the path of the core's entry, `parts` maps the name of a part to the path of its own."""
    parts = parts or {}
    program, private, problems = assemble(graph, virtual or {}, flags or {})
    if not problems:
        problems += _check(program, [core, *parts.values()])
    if problems:
        return _refused(problems)
    plan = _Plan.of(program, core, parts)
    problems += plan.problems()
    if problems:
        return _refused(problems)
    taken = frozenset[str]().union(*(linked.module.texts for linked in program.modules.values()))
    return _emit(plan, mangle(private, taken), wrap or Wrap())


def _refused(problems: Iterable[LinkProblem]) -> LinkResult:
    return LinkResult("", {}, (), (), {}, tuple(sorted(set(problems))))


def _check(program: Program, entries: Iterable[str]) -> Iterator[LinkProblem]:
    for entry in entries:
        if entry in program.modules:
            yield from check_imports(program, entry)
            yield from check_cycles(program, entry)
        else:
            yield LinkProblem(entry, 1, 1, "there is no such module to begin with", "write it")


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which declarations go into which bundle."""

    program: Program
    core_entry: str
    part_entries: Mapping[str, str]
    core: Reached
    parts: Mapping[str, Reached]
    shared: tuple[Declaration, ...]

    @classmethod
    def of(cls, program: Program, core: str, parts: Mapping[str, str]) -> _Plan:
        """What parts need of the core's modules keeps these alive, which may bring further modules into the core."""
        core_reached = reach(program, core, ())
        while True:
            held = frozenset(core_reached.statements)
            reached = {
                name: reach(program, entry, _exports(program, entry), held) for name, entry in sorted(parts.items())
            }
            foreign = frozenset[Declaration]().union(*(part.foreign for part in reached.values()))
            core_reached = reach(program, core, foreign)
            if held == core_reached.statements.keys():
                break
        shared = tuple(sorted(foreign, key=lambda found: (_names(program, found), found.path)))
        return cls(program, core, parts, core_reached, reached, shared)

    def problems(self) -> Iterator[LinkProblem]:
        """What keeps the bundles from working together."""
        for name, entry in sorted(self.part_entries.items()):
            exports = self.program.modules[entry].module.exports()
            if len(exports) != 1:
                message = f'the part "{name}" exports {len(exports)} names'
                yield LinkProblem(entry, 1, 1, message, "export exactly one function from the entry of a part")
            if entry in self.core.statements:
                message = f'the part "{name}" is in the core already'
                yield LinkProblem(entry, 1, 1, message, "import nothing of it in modules of the core")
            if self.parts[name].hands_over:
                message = f'the part "{name}" wants to hand names over'
                yield LinkProblem(entry, 1, 1, message, "only the core imports kelisim:shared")
        if self.shared and not self.core.hands_over:
            message = "parts need names of the core, and the core hands none over"
            fix = 'import { shared } from "kelisim:shared" where it meets a part'
            yield LinkProblem(self.core_entry, 1, 1, message, fix)
        for declaration in self.shared:
            statement = self.program.modules[declaration.path].module.statements[declaration.position]
            if statement.kind in ("let", "var"):
                yield LinkProblem(
                    declaration.path,
                    statement.place.line,
                    statement.place.column,
                    f'"{", ".join(statement.declares)}" can change, and a part would keep the value it had',
                    "export a function that reads it",
                )


def _names(program: Program, declaration: Declaration) -> tuple[str, ...]:
    return program.modules[declaration.path].module.statements[declaration.position].declares


def _exports(program: Program, entry: str) -> list[Declaration]:
    return [found for name in program.modules[entry].module.exports() if (found := program.declaration(entry, name))]


def _emit(plan: _Plan, mangled: Mapping[str, str], wrap: Wrap) -> LinkResult:
    program = plan.program
    shared = [(found.path, name) for found in plan.shared for name in _names(program, found)]
    sizes: dict[str, dict[str, int]] = {}

    order = program.order(plan.core_entry)
    names = name_declarations(program, order, plan.core.statements, ())
    handed = f"[{','.join(names[key] for key in shared)}]"
    core_code, sizes["core"] = _bundle(Emitter(program, names, mangled, handed), order, plan.core)
    parts: dict[str, str] = {}
    for name, reached in plan.parts.items():
        entry = plan.part_entries[name]
        order = [path for path in program.order(entry) if path not in plan.core.statements]
        names = name_declarations(program, order, reached.statements, reached.foreign)
        code, sizes[name] = _bundle(Emitter(program, names, mangled, "[]"), order, reached)
        [export] = program.modules[entry].module.exports()
        parameters = [names.get(key, "") for key in shared]
        parts[name] = part_function(code, names[entry, export], parameters).join(wrap.part)
    return LinkResult(
        core_code.join(wrap.core),
        parts,
        tuple(name for _, name in shared),
        tuple(_duplicates(plan)),
        sizes,
        (),
    )


def _bundle(emitter: Emitter, order: Iterable[str], reached: Reached) -> tuple[str, dict[str, int]]:
    texts = {path: emitter.module(path, reached.statements[path]) for path in order if path in reached.statements}
    return "".join(texts.values()), {path: len(text.encode()) for path, text in texts.items() if text}


def _duplicates(plan: _Plan) -> Iterator[Duplicate]:
    holders: dict[Declaration, list[str]] = {}
    for name, reached in plan.parts.items():
        for path, positions in reached.statements.items():
            for position in positions:
                holders.setdefault(Declaration(path, position), []).append(name)
    for declaration, parts in sorted(holders.items(), key=lambda item: (item[0].path, item[0].position)):
        if len(parts) > 1:
            for declared in _names(plan.program, declaration):
                yield Duplicate(declaration.path, declared, tuple(parts))
