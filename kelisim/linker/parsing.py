"""Source text → Module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tree_sitter import Node

from kelisim.linker.composing import Composer
from kelisim.linker.modules import Import, Kind, Module, ModuleGraph, Statement, Word
from kelisim.linker.pieces import Code
from kelisim.linker.problems import LinkProblem
from kelisim.linker.purity import is_pure
from kelisim.linker.scopes import FUNCTION_DECLARATIONS, MENTIONS, ScopedNames, resolve_names, text_of
from kelisim.linker.survey import survey_module
from kelisim.linker.syntax import SyntaxTree, check_syntax

DECLARATIONS = FUNCTION_DECLARATIONS | {"class_declaration", "lexical_declaration", "variable_declaration"}
DROPPED = frozenset({"comment", "empty_statement", "import_statement"})


def parse_modules(files: Mapping[str, str], *, compact: bool = False) -> ModuleGraph:
    """Parse every file; faults that no link can change are the problems of the graph.

    `compact` modules are linked into as little text as this linker can make of them: functions are arrows in variables,
    what is mentioned once is written where it is mentioned.
    """
    modules: dict[str, Module] = {}
    problems: list[LinkProblem] = []
    for path in sorted(files):
        module, found = parse_module(path, files[path], compact=compact)
        problems += found
        if module:
            modules[path] = module
    return ModuleGraph(modules, tuple(problems), compact)


def parse_module(path: str, text: str, *, compact: bool = False) -> tuple[Module | None, list[LinkProblem]]:
    """Parse one module; without a module there is at least one problem."""
    tree = SyntaxTree(path, text)
    problems = list(check_syntax(tree))
    if problems:
        return None, problems
    reader = _Reader(tree, compact)
    module = reader.module()
    return module, sorted(reader.problems)


class _Reader:
    """Reads the statements of one tree."""

    def __init__(self, tree: SyntaxTree, compact: bool) -> None:
        self.tree = tree
        self.compact = compact
        self.problems: list[LinkProblem] = []

    def module(self) -> Module:
        root = self.tree.root
        imports = tuple(self._import(node) for node in root.named_children if node.type == "import_statement")
        imported = frozenset(name.text for found in imports for name in found.names)
        names = resolve_names(root, imported)
        composer = Composer(self.tree.source, names.local_starts, names.declared)
        statements = tuple(
            statement
            for node in root.named_children
            if node.type not in DROPPED
            for statement in self._statements(node, composer)
        )
        self._check_names(imports, statements, names)
        survey = survey_module(self.tree, names, imported)
        self.problems += survey.problems
        return Module(
            self.tree.path,
            imports,
            statements,
            names.mentioned,
            names.declared_inside,
            tuple(survey.flags),
            tuple(survey.quoted),
            frozenset(survey.kept_words),
        )

    def _refuse(self, node: Node, message: str, fix: str) -> None:
        self.problems.append(self.tree.problem(node, message, fix))

    def _import(self, node: Node) -> Import:
        source = node.child_by_field_name("source")
        specifier = text_of(source)[1:-1] if source else ""
        clauses = [child for child in node.named_children if child.type == "import_clause"]
        names = [name for clause in clauses for name in self._names(clause)]
        return Import(self.tree.target(specifier), tuple(names), self.tree.place(source or node))

    def _names(self, clause: Node) -> Iterator[Word]:
        for child in clause.named_children:
            if child.type == "identifier":
                self._refuse(child, f'default import "{text_of(child)}"', f"import {{ {text_of(child)} }} by its name")
            elif child.type == "namespace_import":
                self._refuse(child, "import of a whole namespace", "import the names that are needed, in braces")
            elif child.type == "named_imports":
                yield from self._specifiers(child)

    def _specifiers(self, named: Node) -> Iterator[Word]:
        for specifier in named.named_children:
            name, alias = specifier.child_by_field_name("name"), specifier.child_by_field_name("alias")
            if name is None:
                continue
            if alias:
                self._refuse(
                    specifier, f'"{text_of(name)}" is imported under another name', "import it by the name it has"
                )
            yield Word(text_of(alias or name), self.tree.place(name))

    def _statements(self, node: Node, composer: Composer) -> Iterator[Statement]:
        exported = node.type == "export_statement"
        declaration = node.child_by_field_name("declaration") if exported else node
        if declaration is None or any(child.type == "default" for child in node.children if exported):
            self._refuse(node, "an export that is no declaration", "write export before the declaration itself")
            return
        if declaration.type in ("lexical_declaration", "variable_declaration"):
            yield from self._declarators(declaration, exported, composer)
        elif declaration.type in DECLARATIONS:
            name = declaration.child_by_field_name("name")
            kind: Kind = "class" if declaration.type == "class_declaration" else "function"
            pure = kind == "function" or is_pure(declaration)
            declares = (text_of(name),) if name else ()
            code = (self.compact and _arrow(declaration, composer)) or composer.compose(declaration)
            yield self._statement(declaration, kind, declares, exported, pure, code)
        else:
            code = composer.compose(declaration)
            yield self._statement(declaration, "effect", (), False, False, code if _ends(declaration) else (*code, ";"))

    def _declarators(self, declaration: Node, exported: bool, composer: Composer) -> Iterator[Statement]:
        """One statement for each declarator, so that each can be dropped by itself."""
        kind: Kind = {"const": "const", "let": "let"}.get(declaration.children[0].type, "var")  # type: ignore[assignment]
        for declarator in declaration.named_children:
            if declarator.type != "variable_declarator":
                continue
            name, value = declarator.child_by_field_name("name"), declarator.child_by_field_name("value")
            assert name is not None
            pure = name.type == "identifier" and is_pure(value)
            keyword = "var " if kind == "var" else "let "
            code = (keyword, *composer.compose(declarator), ";")
            yield self._statement(declarator, kind, tuple(_declared_names(name)), exported, pure, code)

    def _statement(
        self, node: Node, kind: Kind, declares: tuple[str, ...], exported: bool, pure: bool, code: Code
    ) -> Statement:
        return Statement(kind, declares, exported, pure, code, self.tree.place(node))

    def _check_names(self, imports: tuple[Import, ...], statements: tuple[Statement, ...], names: ScopedNames) -> None:
        """Report what is imported in vain or twice, and what is imported and declared."""
        declared = {name for statement in statements for name in statement.declares}
        seen: set[str] = set()
        for word in (word for found in imports for word in found.names):
            if word.text in declared:
                self._refuse_word(word, f'"{word.text}" is imported and declared here', "rename one of the two")
            elif word.text in seen:
                self._refuse_word(word, f'"{word.text}" is imported twice', "remove it from this import")
            elif word.text not in names.used:
                self._refuse_word(word, f'"{word.text}" is imported and never used', "remove it from the import")
            seen.add(word.text)

    def _refuse_word(self, word: Word, message: str, fix: str) -> None:
        self.problems.append(LinkProblem(self.tree.path, word.place.line, word.place.column, message, fix))


def _arrow(function: Node, composer: Composer) -> Code:
    """A function as an arrow in a variable, which is shorter; nothing where it has a `this` of its own."""
    name, parameters, body = (function.child_by_field_name(field) for field in ("name", "parameters", "body"))
    if function.type != "function_declaration" or not (name and parameters and body) or _has_own_this(body):
        return ()
    before = "=async " if function.children[0].type == "async" else "="
    return ("let ", *composer.compose(name), before, *composer.compose(parameters), "=>", *composer.compose(body), ";")


def _has_own_this(node: Node) -> bool:
    """Whether code speaks of what an arrow function takes from outside."""
    if node.type in ("this", "meta_property") or (node.type == "identifier" and text_of(node) == "arguments"):
        return True
    functions = ("function_declaration", "function_expression")
    return any(_has_own_this(child) for child in node.named_children if child.type not in functions)


def _ends(node: Node) -> bool:
    """Whether a statement needs no semicolon to be safe from the one after it."""
    return node.type == "statement_block" or text_of(node).endswith(";")


def _declared_names(pattern: Node) -> Iterator[str]:
    if pattern.type in MENTIONS:
        yield text_of(pattern)
    elif pattern.type in ("assignment_pattern", "object_assignment_pattern"):
        yield from _declared_names(pattern.named_children[0])
    elif pattern.type == "pair_pattern":
        value = pattern.child_by_field_name("value")
        if value:
            yield from _declared_names(value)
    elif pattern.type in ("object_pattern", "array_pattern", "rest_pattern"):
        for child in pattern.named_children:
            yield from _declared_names(child)
