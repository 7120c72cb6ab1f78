"""Names at the top of a bundle: where two modules want the same one, the later gets another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import count

from kelisim.linker.graph import Program
from kelisim.linker.modules import SHARED_MODULE
from kelisim.linker.shaking import Reached

Names = Mapping[tuple[str, str], str]


def name_declarations(
    program: Program, order: Sequence[str], reached: Reached, shared: Collection[tuple[str, str]] = ()
) -> dict[tuple[str, str], str]:
    """The name in the bundle for every (module, name) declared in it, or handed to it by the core.

    A new name is one that no module of the bundle mentions anywhere, so that no function or block can hide it.
    `shared` names are mentioned by the core where it hands them over, and must not be hidden there either.
    """
    mentioned = frozenset[str]().union(*(program.modules[path].module.identifiers for path in order))
    hidden = _hiding_names(program, order)
    taken = _global_names(program, order, reached)
    names: dict[tuple[str, str], str] = {}
    for key in _wanted(program, order, reached):
        name = key[1]
        if name in taken or (name in hidden and key in shared):
            name = _fresh(name, mentioned | taken)
        names[key] = name
        taken.add(name)
    return names


def _wanted(program: Program, order: Sequence[str], reached: Reached) -> Iterator[tuple[str, str]]:
    for declaration in sorted(reached.foreign):
        for name in program.names(declaration):
            yield declaration.path, name
    for path in order:
        for position in sorted(reached.statements.get(path, ())):
            for name in program.modules[path].module.statements[position].declares:
                yield path, name


def _hiding_names(program: Program, order: Sequence[str]) -> frozenset[str]:
    """Names that are declared inside modules in which the core hands names over."""
    return frozenset[str]().union(
        *(
            linked.module.local_names
            for linked in (program.modules[path] for path in order)
            if SHARED_MODULE in linked.imported.values()
        )
    )


def _global_names(program: Program, order: Sequence[str], reached: Reached) -> set[str]:
    """Names that living code mentions and no module declares: those of the browser."""
    return {
        name
        for path in order
        for position in reached.statements.get(path, ())
        for name in program.modules[path].references[position]
        if name not in program.modules[path].imported and name not in program.modules[path].declared
    }


def _fresh(name: str, taken: AbstractSet[str]) -> str:
    return next(new for number in count(2) if (new := f"{name}${number}") not in taken)
