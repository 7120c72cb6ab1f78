"""Names at the top of a bundle: where two modules want the same one, the later gets another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import count

from kelisim.linker.graph import Declaration, Program

Names = Mapping[tuple[str, str], str]


def name_declarations(
    program: Program, order: Sequence[str], statements: Mapping[str, set[int]], foreign: Iterable[Declaration]
) -> dict[tuple[str, str], str]:
    """The name in the bundle for every (module, name) declared in it, or handed to it by another bundle.

    A new name is one that no module of the bundle mentions anywhere, so that no function or block can hide it.
    """
    mentioned = frozenset[str]().union(*(program.modules[path].module.identifiers for path in order))
    taken = _global_names(program, order, statements)
    names: dict[tuple[str, str], str] = {}
    for path, name in _wanted(program, order, statements, foreign):
        names[path, name] = new = name if name not in taken else _fresh(name, mentioned | taken)
        taken.add(new)
    return names


def _wanted(
    program: Program, order: Sequence[str], statements: Mapping[str, set[int]], foreign: Iterable[Declaration]
) -> Iterable[tuple[str, str]]:
    for declaration in sorted(foreign, key=lambda found: (found.path, found.position)):
        for name in program.modules[declaration.path].module.statements[declaration.position].declares:
            yield declaration.path, name
    for path in order:
        for position in sorted(statements.get(path, ())):
            for name in program.modules[path].module.statements[position].declares:
                yield path, name


def _global_names(program: Program, order: Sequence[str], statements: Mapping[str, set[int]]) -> set[str]:
    """Names that living code mentions and no module declares: those of the browser."""
    return {
        name
        for path in order
        for position in statements.get(path, ())
        for name in program.modules[path].references[position]
        if name not in program.modules[path].imported and name not in program.modules[path].declared
    }


def _fresh(name: str, taken: AbstractSet[str]) -> str:
    return next(new for number in count(2) if (new := f"{name}${number}") not in taken)
