"""Reads JavaScript into a syntax tree, and refuses what the linker or the oldest supported browsers cannot take."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser, Tree

from kelisim.linker.modules import Place
from kelisim.linker.problems import LinkProblem
from kelisim.linker.scopes import text_of

# Kinds of nodes that are newer than es2020, or no plain JavaScript.
NEWER = {
    "class_static_block": ("a static block is newer than es2020", "set the class up after its declaration"),
    "field_definition": ("a class field is newer than es2020", "set it in the constructor"),
    "private_property_identifier": (
        "a private name with # is newer than es2020",
        "begin the name with an underscore: the linker shortens it",
    ),
    "decorator": ("a decorator is no JavaScript that browsers know", "call the function"),
    "jsx_element": ("JSX is no JavaScript that browsers know", "build the node from a template"),
    "jsx_self_closing_element": ("JSX is no JavaScript that browsers know", "build the node from a template"),
    "hash_bang_line": ("a script for browsers has no #! line", "remove the line"),
    "html_comment": ("an HTML comment has no place in a module", "write // instead"),
    "with_statement": ("a module cannot use with", "name the object"),
}
NEWER_ASSIGNMENTS = frozenset({"??=", "||=", "&&="})
NEWER_REGEX_FLAGS = frozenset("dv")


@cache
def _language() -> Language:
    return Language(tree_sitter_javascript.language())


class SyntaxTree:
    """A parsed source with the places of its nodes."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.source = text.encode()
        self._tree: Tree = Parser(_language()).parse(self.source)

    @property
    def root(self) -> Node:
        """The node of the whole program."""
        return self._tree.root_node

    def place(self, node: Node) -> Place:
        """Where a node begins."""
        row, column = node.start_point
        line_start = node.start_byte - column
        return Place(row + 1, len(self.source[line_start : node.start_byte].decode(errors="replace")) + 1)

    def problem(self, node: Node, message: str, fix: str) -> LinkProblem:
        """A problem at a node."""
        place = self.place(node)
        return LinkProblem(self.path, place.line, place.column, message, fix)

    def target(self, specifier: str) -> str:
        """The path that a relative specifier names; other specifiers stay as they are."""
        if not specifier.startswith((".", "/")):
            return specifier
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.path), specifier))


def check_syntax(tree: SyntaxTree) -> Iterator[LinkProblem]:
    """What stands in the way of taking the source at all: errors of syntax."""
    if tree.root.has_error:
        node = _first_error(tree.root)
        found = text_of(node).split("\n")[0].strip()[:40]
        if node.is_missing:
            message = f"the syntax breaks off: {node.type} is missing"
        else:
            message = f"the syntax breaks at `{found}`" if found else "the syntax breaks here"
        yield tree.problem(node, message, "mend the JavaScript here or just before")


def _first_error(node: Node) -> Node:
    """The innermost, earliest node that the parser could not make sense of."""
    while not (node.is_error or node.is_missing):
        node = next(child for child in node.children if child.has_error or child.is_missing)
    return node


def check_newer_syntax(tree: SyntaxTree) -> Iterator[LinkProblem]:
    """Everything in the source that is newer than es2020, or has no meaning in a classic script."""
    stack = [(tree.root, False)]
    while stack:
        node, in_function = stack.pop()
        found = _newer(node) or (None if in_function else _await_outside(node))
        if found:
            yield tree.problem(node, *found)
        inside = in_function or node.type in ("arrow_function", "method_definition") or "function" in node.type
        stack.extend((child, inside) for child in reversed(node.named_children))


def _await_outside(node: Node) -> tuple[str, str] | None:
    if node.type == "await_expression":
        return "await outside a function has no meaning in a classic script", "put it into an async function"
    return None


def _newer(node: Node) -> tuple[str, str] | None:
    if node.type in NEWER:
        return NEWER[node.type]
    if node.type == "number" and "_" in text_of(node):
        return f"the separator in {text_of(node)} is newer than es2020", "write the digits without underscores"
    if node.type == "augmented_assignment_expression":
        operator = node.child_by_field_name("operator")
        if operator and operator.type in NEWER_ASSIGNMENTS:
            return f"{operator.type} is newer than es2020", f"write x {operator.type[:2]} (x = value)"
    if node.type == "regex_flags" and NEWER_REGEX_FLAGS & set(text_of(node)):
        return f"the flags {text_of(node)} of this pattern are newer than es2020", "leave out d and v"
    if node.type == "import":
        return "a dynamic import cannot be linked", "make what it loads a part, or import it at the top"
    if node.type == "meta_property" and re.match(r"import\b", text_of(node)):
        return "import.meta has no meaning in a classic script", "use document.currentScript"
    return None
