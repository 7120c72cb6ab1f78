"""Which mentions of a name in a module belong to a function or block, and which to the module itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tree_sitter import Node

MENTIONS = frozenset({"identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"})
FUNCTIONS = frozenset(
    {
        "function_declaration",
        "generator_function_declaration",
        "function_expression",
        "generator_function",
        "arrow_function",
        "method_definition",
    }
)
FUNCTION_DECLARATIONS = frozenset({"function_declaration", "generator_function_declaration"})
NAMED_EXPRESSIONS = frozenset({"function_expression", "generator_function", "class"})
BLOCKS = frozenset({"statement_block", "switch_body", "for_statement"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, and the byte at which it stands."""

    name: str
    start: int


@dataclass(frozen=True, slots=True)
class ScopedNames:
    """The names of a module: declared at its top or imported, declared inside functions and blocks, mentioned at all.

    `local_starts` are the bytes at which names declared inside are mentioned, `used` the names that are mentioned
    elsewhere: those of the top of the module, or of nobody in it.
    """

    declared: frozenset[str]
    declared_inside: frozenset[str]
    local_starts: frozenset[int]
    mentioned: frozenset[str]
    used: frozenset[str]


@dataclass(slots=True)
class _Scope:
    holds_var: bool
    parent: _Scope | None = None
    names: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)

    def var_scope(self) -> _Scope:
        scope = self
        while not scope.holds_var and scope.parent:
            scope = scope.parent
        return scope


def resolve_names(root: Node, imported: Iterable[str]) -> ScopedNames:
    """Resolve every mention of a name in a module; the module is strict, so functions in blocks stay in the block."""
    resolver = _Resolver()
    scope = _Scope(holds_var=True, names=set(imported))
    resolver.visit_children(root, scope)
    return ScopedNames(
        frozenset(scope.names),
        frozenset(resolver.declared_inside),
        frozenset(resolver.local_starts),
        frozenset(resolver.mentioned),
        frozenset(mention.name for mention in scope.mentions),
    )


class _Resolver:
    """Walks a tree once, opens and closes scopes."""

    def __init__(self) -> None:
        self.local_starts: set[int] = set()
        self.declared_inside: set[str] = set()
        self.mentioned: set[str] = set()
        self._visitors: dict[str, Callable[[Node, _Scope], None]] = {
            **dict.fromkeys(MENTIONS, self._mention),
            **dict.fromkeys(FUNCTIONS, self._function),
            **dict.fromkeys(BLOCKS, self._block),
            "class_declaration": self._class,
            "class": self._class,
            "lexical_declaration": self._declaration,
            "variable_declaration": self._declaration,
            "for_in_statement": self._for_in,
            "catch_clause": self._catch,
            "import_statement": self._nothing,
        }

    def visit(self, node: Node, scope: _Scope) -> None:
        visitor = self._visitors.get(node.type)
        if visitor:
            visitor(node, scope)
        else:
            self.visit_children(node, scope)

    def visit_children(self, node: Node, scope: _Scope) -> None:
        for child in node.named_children:
            self.visit(child, scope)

    def _nothing(self, node: Node, scope: _Scope) -> None:
        """An import statement declares what the parser has read from it already."""

    def _mention(self, node: Node, scope: _Scope) -> None:
        name = text_of(node)
        self.mentioned.add(name)
        scope.mentions.append(Mention(name, node.start_byte))

    def _block(self, node: Node, scope: _Scope) -> None:
        inner = _Scope(holds_var=False, parent=scope)
        self.visit_children(node, inner)
        self._close(inner)

    def _function(self, node: Node, scope: _Scope) -> None:
        name = node.child_by_field_name("name")
        if node.type in FUNCTION_DECLARATIONS and name:
            self._declare(name, scope, scope)
        elif name and node.type not in NAMED_EXPRESSIONS:
            self.visit(name, scope)  # the name of a method may be computed
        inner = _Scope(holds_var=True, parent=scope)
        if name and node.type in NAMED_EXPRESSIONS:
            self._declare(name, inner, inner)
        parameters = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
        if parameters:
            self._declare(parameters, inner, inner)
        # What the body declares is not there for the defaults of parameters.
        body_scope = _Scope(holds_var=True, parent=inner)
        body = node.child_by_field_name("body")
        if body and body.type == "statement_block":
            self.visit_children(body, body_scope)
        elif body:
            self.visit(body, body_scope)
        self._close(body_scope)
        self._close(inner)

    def _class(self, node: Node, scope: _Scope) -> None:
        name = node.child_by_field_name("name")
        inner = _Scope(holds_var=False, parent=scope)
        if name:
            home = inner if node.type == "class" else scope
            self._declare(name, home, home)
        for child in node.named_children:
            if child != name:
                self.visit(child, inner)
        self._close(inner)

    def _declaration(self, node: Node, scope: _Scope) -> None:
        home = scope.var_scope() if node.type == "variable_declaration" else scope
        for child in node.named_children:
            if child.type != "variable_declarator":
                continue
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if name:
                self._declare(name, home, scope)
            if value:
                self.visit(value, scope)

    def _for_in(self, node: Node, scope: _Scope) -> None:
        inner = _Scope(holds_var=False, parent=scope)
        kind, left = node.child_by_field_name("kind"), node.child_by_field_name("left")
        for child in node.named_children:
            if child == left and kind:
                self._declare(child, scope.var_scope() if kind.type == "var" else inner, inner)
            else:
                self.visit(child, inner)
        self._close(inner)

    def _catch(self, node: Node, scope: _Scope) -> None:
        inner = _Scope(holds_var=False, parent=scope)
        parameter = node.child_by_field_name("parameter")
        for child in node.named_children:
            if child == parameter:
                self._declare(child, inner, inner)
            else:
                self.visit(child, inner)
        self._close(inner)

    def _declare(self, pattern: Node, home: _Scope, scope: _Scope) -> None:
        """Declare the names of a pattern in `home`; defaults and computed keys in it are evaluated in `scope`."""
        if pattern.type in MENTIONS:
            home.names.add(text_of(pattern))
            self._mention(pattern, scope)
        elif pattern.type in ("assignment_pattern", "object_assignment_pattern"):
            left, *others = [child for child in pattern.named_children if child.type != "comment"]
            self._declare(left, home, scope)
            for other in others:
                self.visit(other, scope)
        elif pattern.type == "computed_property_name":
            self.visit(pattern, scope)
        else:
            for child in pattern.named_children:
                self._declare(child, home, scope)

    def _close(self, scope: _Scope) -> None:
        """Keep the mentions of names that the scope declares, and hand the others to the scope around it."""
        assert scope.parent is not None
        self.declared_inside |= scope.names
        for mention in scope.mentions:
            if mention.name in scope.names:
                self.local_starts.add(mention.start)
            else:
                scope.parent.mentions.append(mention)


def text_of(node: Node) -> str:
    """The source text of a node."""
    return (node.text or b"").decode()
