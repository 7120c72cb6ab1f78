"""Modules of one link by path, folded under the site's flags, and what they import from each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from operator import itemgetter

from kelisim.linker.data import data_module
from kelisim.linker.flags import Flags, fold_code
from kelisim.linker.modules import SHARED_MODULE, SHARED_NAME, VIRTUAL, Data, Import, Module, ModuleGraph, Statement
from kelisim.linker.parsing import parse_module
from kelisim.linker.pieces import Name, Private, walk_pieces
from kelisim.linker.problems import LinkProblem


@dataclass(frozen=True, order=True, slots=True)
class Declaration:
    """A statement of a module by its position."""

    path: str
    position: int


@dataclass(frozen=True, slots=True, eq=False)
class LinkedModule:
    """A module folded under flags, with the way from its names to what they stand for."""

    module: Module
    declared: Mapping[str, int]
    imported: Mapping[str, str]
    references: tuple[frozenset[str], ...]

    def needs(self, found: Import) -> bool:
        """Whether the folded code mentions anything of an import."""
        return not found.names or any(name.text in names for name in found.names for names in self.references)


def fold_module(module: Module, flags: Flags) -> LinkedModule:
    """Fold every statement of a module; a name that it declares or imports is no flag."""
    own = module.own_names()
    flags = {name: value for name, value in flags.items() if name not in own}
    statements = tuple(replace(statement, code=fold_code(statement.code, flags)) for statement in module.statements)
    declared = {name: position for position, found in enumerate(statements) for name in found.declares}
    imported = {name.text: found.target for found in module.imports for name in found.names}
    references = tuple(
        frozenset(piece.text for piece in walk_pieces(found.code) if isinstance(piece, Name)) for found in statements
    )
    return LinkedModule(replace(module, statements=statements), declared, imported, references)


@dataclass(frozen=True, slots=True)
class Program:
    """All modules that one link may take from; `compact` as in `parse_modules`."""

    modules: Mapping[str, LinkedModule]
    compact: bool = False

    def declaration(self, path: str, name: str) -> Declaration | None:
        """What a name stands for in a module: a declaration there or where it is imported from, else nothing."""
        target = self.modules[path].imported.get(name, path)
        linked = self.modules.get(target)
        position = linked.declared.get(name) if linked else None
        return None if position is None else Declaration(target, position)

    def statement(self, declaration: Declaration) -> Statement:
        """The statement of a declaration."""
        return self.modules[declaration.path].module.statements[declaration.position]

    def names(self, declaration: Declaration) -> tuple[str, ...]:
        """The names that a declaration declares."""
        return self.statement(declaration).declares

    def exports(self, path: str) -> list[str]:
        """The names that a module exports."""
        return list(self.modules[path].module.exports())

    def order(self, entry: str, living: bool = False) -> list[str]:
        """The modules that an entry leads to, each after those it imports.

        `living`: only imports of names that the folded code mentions count.
        """
        ordered: dict[str, None] = {}
        opened: set[str] = set()

        def visit(path: str) -> None:
            if path in opened or path not in self.modules:
                return
            opened.add(path)
            for found in self.modules[path].module.imports:
                if not living or self.modules[path].needs(found):
                    visit(found.target)
            ordered[path] = None

        visit(entry)
        return list(ordered)


def assemble(
    graph: ModuleGraph, virtual: Mapping[str, str | Data], flags: Flags
) -> tuple[Program, Counter[str], list[LinkProblem]]:
    """Put parsed and virtual modules together; also says how often each private name is written in them."""
    modules = dict(graph.modules)
    problems = list(graph.problems)
    for path, source in sorted(virtual.items(), key=itemgetter(0)):
        if isinstance(source, str):
            module, found = parse_module(path, source, compact=graph.compact)
            problems += found
            if module:
                modules[path] = module
    private = count_private(modules.values())
    for path, source in virtual.items():
        if isinstance(source, Data):
            modules[path] = data_module(path, source, private)
    folded = {path: fold_module(module, flags) for path, module in modules.items()}
    return Program(folded, graph.compact), private, problems


def count_private(modules: Iterable[Module]) -> Counter[str]:
    """How often each private name is written."""
    return Counter(
        piece.text
        for module in modules
        for statement in module.statements
        for piece in walk_pieces(statement.code)
        if isinstance(piece, Private)
    )


def check_imports(program: Program, entry: str) -> Iterator[LinkProblem]:
    """Yield a problem for every import, in the modules that an entry leads to, of what is not there.

    A virtual module may be missing where flags see to it that nobody asks for it.
    """
    living = set(program.order(entry, living=True))
    for path in program.order(entry):
        linked = program.modules[path]
        for found in linked.module.imports:
            virtual = found.target.startswith(VIRTUAL)
            if found.target == SHARED_MODULE:
                yield from _check_shared(path, found)
            elif target := program.modules.get(found.target):
                yield from _check_names(path, found, target.module)
            elif not virtual or (path in living and linked.needs(found)):
                yield _missing(path, found, program.modules)


def _check_shared(path: str, found: Import) -> Iterator[LinkProblem]:
    for name in found.names:
        if name.text != SHARED_NAME:
            message = f'"{SHARED_MODULE}" exports only {SHARED_NAME}, not "{name.text}"'
            yield LinkProblem(path, name.place.line, name.place.column, message, f"import {{ {SHARED_NAME} }}")


def _check_names(path: str, found: Import, target: Module) -> Iterator[LinkProblem]:
    exports = target.exports()
    for name in found.names:
        if name.text not in exports:
            near = get_close_matches(name.text, exports, n=1)
            declared = any(name.text in statement.declares for statement in target.statements)
            fix = "write export before its declaration there" if declared else "export it there, or remove it here"
            yield LinkProblem(
                path,
                name.place.line,
                name.place.column,
                f'{target.path} exports no "{name.text}"',
                f'did you mean "{near[0]}"?' if near else fix,
            )


def _missing(path: str, found: Import, modules: Mapping[str, LinkedModule]) -> LinkProblem:
    near = get_close_matches(found.target, modules, n=1)
    fix = "write it, or remove the import"
    if found.target.startswith(VIRTUAL):
        fix = "the build gives no such module; remove the import"
    return LinkProblem(
        path,
        found.place.line,
        found.place.column,
        f'there is no module "{found.target}"',
        f'did you mean "{near[0]}"?' if near else fix,
    )


def check_cycles(program: Program, entry: str) -> Iterator[LinkProblem]:
    """Yield a problem for every import that closes a ring."""
    trail: list[str] = []
    done: set[str] = set()

    def visit(path: str) -> Iterator[LinkProblem]:
        trail.append(path)
        for found in program.modules[path].module.imports:
            if found.target in trail:
                ring = [*trail[trail.index(found.target) :], found.target]
                yield LinkProblem(
                    path,
                    found.place.line,
                    found.place.column,
                    f"the modules import each other in a ring: {' → '.join(ring)}",
                    "move what both need into a module of its own",
                )
            elif found.target not in done and found.target in program.modules:
                yield from visit(found.target)
        done.add(trail.pop())

    yield from visit(entry)


def check_words(program: Program, entry: str, flags: Flags, private: Mapping[str, int]) -> Iterator[LinkProblem]:
    """Yield a problem for flags that nobody sets, and for private names in quotes, which would not be shortened."""
    for path in program.order(entry):
        module = program.modules[path].module
        for word in module.flags:
            if word.text not in flags:
                near = get_close_matches(word.text, flags, n=1)
                yield LinkProblem(
                    path,
                    word.place.line,
                    word.place.column,
                    f"{word.text} is declared nowhere, and no flag of the build",
                    f"did you mean {near[0]}?" if near else "declare it, or give it a value in the build",
                )
        for word in module.quoted:
            if word.text in private:
                message = f'"{word.text}" is private elsewhere, and would keep its name here'
                fix = "write it without quotes, or begin it without an underscore"
                yield LinkProblem(path, word.place.line, word.place.column, message, fix)
