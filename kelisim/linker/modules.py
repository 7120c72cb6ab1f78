"""What the linker knows of a parsed module: imports, statements, names. Plain values that can be pickled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from kelisim.linker.pieces import Code
from kelisim.linker.problems import LinkProblem

VIRTUAL = "kelisim:"
SHARED_MODULE = "kelisim:shared"
SHARED_NAME = "shared"

Kind: TypeAlias = Literal["function", "class", "const", "let", "var", "effect"]


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column, both from one."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Import:
    """An import statement; `target` is the path or specifier of the module it names."""

    target: str
    names: tuple[Word, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement at the top of a module; a pure one may be dropped when nothing mentions what it declares."""

    kind: Kind
    declares: tuple[str, ...]
    exported: bool
    pure: bool
    code: Code
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """A parsed module.

    `identifiers` are all names it mentions anywhere, `local_names` those that functions and blocks declare. `flags` are
    names that look like flags and are declared nowhere, `quoted` keys that would be private but for their quotes,
    `kept_words` other words that begin with an underscore and keep it.
    """

    path: str
    imports: tuple[Import, ...]
    statements: tuple[Statement, ...]
    identifiers: frozenset[str]
    local_names: frozenset[str] = frozenset()
    flags: tuple[Word, ...] = ()
    quoted: tuple[Word, ...] = ()
    kept_words: frozenset[str] = frozenset()

    def own_names(self) -> set[str]:
        """The names that are declared at the top of the module, or imported."""
        declared = {name for statement in self.statements for name in statement.declares}
        return declared | {name.text for found in self.imports for name in found.names}

    def exports(self) -> dict[str, Statement]:
        """The exported names and the statements that declare them."""
        return {name: statement for statement in self.statements if statement.exported for name in statement.declares}


@dataclass(frozen=True, slots=True)
class Data:
    """A virtual module of constants: each name is exported with a value of JSON's kinds."""

    names: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ModuleGraph:
    """Parsed modules by path, and what is wrong with them. Good for any number of links."""

    modules: Mapping[str, Module]
    problems: tuple[LinkProblem, ...]
    compact: bool = False
