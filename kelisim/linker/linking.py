"""Modules → the core of a site and the parts that are loaded later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kelisim.linker.emitting import Emitter, Wrap, part_function
from kelisim.linker.flags import Flags
from kelisim.linker.graph import Program, assemble, check_cycles, check_imports, check_words
from kelisim.linker.inlining import find_inlined
from kelisim.linker.mangling import mangle
from kelisim.linker.modules import Data, ModuleGraph
from kelisim.linker.naming import name_declarations
from kelisim.linker.planning import Duplicate, Plan, check_plan, find_duplicates, plan_bundles
from kelisim.linker.problems import LinkProblem
from kelisim.linker.shaking import Reached

CORE = "core"


@dataclass(frozen=True, slots=True)
class LinkResult:
    """The scripts of a site, not minified yet. With problems there are no scripts.

    `shared` names what the core hands to parts, in the order in which it does. `modules` is the code of each module in
    each bundle (the core is named "core"). `mangled` are the short names of private properties.
    """

    core: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    shared: tuple[str, ...] = ()
    duplicated: tuple[Duplicate, ...] = ()
    modules: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    mangled: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[LinkProblem, ...] = ()


def link_site(
    graph: ModuleGraph,
    core: str,
    parts: Mapping[str, str] | None = None,
    *,
    virtual: Mapping[str, str | Data] | None = None,
    flags: Flags | None = None,
    wrap: Wrap | None = None,
) -> LinkResult:
    """Link one site: `core` is the path of the core's entry, `parts` the path of each part's entry by the part's name.

    `virtual` modules (`kelisim:…`) are given as source text, or as data. Equal input gives equal text.
    """
    flags, parts = flags or {}, parts or {}
    program, private, problems = assemble(graph, virtual or {}, flags)
    if not problems:
        problems += _check_modules(program, [core, *parts.values()], flags, private)
    if problems:
        return _refused(problems)
    plan = plan_bundles(program, core, parts)
    if problems := list(check_plan(plan)):
        return _refused(problems)
    kept_words = frozenset[str]().union(*(linked.module.kept_words for linked in program.modules.values()))
    return _emit(plan, mangle(private, kept_words), wrap or Wrap())


def _refused(problems: Iterable[LinkProblem]) -> LinkResult:
    return LinkResult(problems=tuple(sorted(set(problems))))


def _check_modules(
    program: Program, entries: Iterable[str], flags: Flags, private: Mapping[str, int]
) -> Iterator[LinkProblem]:
    for entry in entries:
        if entry in program.modules:
            yield from check_imports(program, entry)
            yield from check_cycles(program, entry)
            yield from check_words(program, entry, flags, private)
        else:
            yield LinkProblem(entry, 1, 1, "this entry is not among the modules", "write it, or name another entry")


def _emit(plan: Plan, mangled: Mapping[str, str], wrap: Wrap) -> LinkResult:
    program = plan.program
    shared = [(found.path, name) for found in plan.shared for name in program.names(found)]
    modules: dict[str, Mapping[str, str]] = {}
    order = program.order(plan.core_entry)
    names = name_declarations(program, order, plan.core, shared)
    handed_over = f"[{','.join(names[key] for key in shared)}]"
    inlined = find_inlined(program, plan.core, shared)
    texts = _module_texts(Emitter(program, names, mangled, handed_over, inlined), order, plan.core)
    modules[CORE], core = _joined(texts)
    parts: dict[str, str] = {}
    for name, reached in plan.parts.items():
        entry = plan.part_entries[name]
        order = [path for path in program.order(entry) if path not in plan.core.statements]
        names = name_declarations(program, order, reached)
        [export] = program.exports(entry)
        inlined = find_inlined(program, reached, [(entry, export)])
        texts = _module_texts(Emitter(program, names, mangled, "[]", inlined), order, reached)
        modules[name], code = _joined(texts)
        parameters = [names.get(key, "") for key in shared]
        function = part_function(code, names[entry, export], parameters)
        parts[name] = function.join(wrap.part)
    return LinkResult(
        core=core.join(wrap.core),
        parts=parts,
        shared=tuple(name for _, name in shared),
        duplicated=tuple(find_duplicates(plan)),
        modules=modules,
        mangled=mangled,
    )


def _module_texts(emitter: Emitter, order: Iterable[str], reached: Reached) -> dict[str, tuple[str, str]]:
    return {path: emitter.module(path, reached.statements[path]) for path in order if reached.statements.get(path)}


def _joined(texts: Mapping[str, tuple[str, str]]) -> tuple[dict[str, str], str]:
    """The code of each module, and of all. Arrows come first: what runs at load may call any of them."""
    each = {path: functions + rest for path, (functions, rest) in texts.items()}
    return each, "".join(functions for functions, _ in texts.values()) + "".join(rest for _, rest in texts.values())
