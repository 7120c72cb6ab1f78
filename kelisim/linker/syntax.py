"""Reads JavaScript into a syntax tree; text that is no JavaScript gets a problem at the place where it stops to be."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import cache

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

from kelisim.linker.modules import Place
from kelisim.linker.problems import LinkProblem
from kelisim.linker.scopes import text_of
from kelisim.minify import find_script_fault

MEND = "mend the JavaScript here or just before"


@cache
def _language() -> Language:
    return Language(tree_sitter_javascript.language())


class SyntaxTree:
    """A parsed source with the places of its nodes."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.source = text.encode()
        self._tree = Parser(_language()).parse(self.source)

    @property
    def root(self) -> Node:
        """The node of the whole program."""
        return self._tree.root_node

    def place(self, node: Node) -> Place:
        """Where a node begins."""
        row, column = node.start_point
        return Place(row + 1, len(self.source[node.start_byte - column : node.start_byte].decode()) + 1)

    def problem(self, node: Node, message: str, fix: str) -> LinkProblem:
        """A problem at a node."""
        place = self.place(node)
        return LinkProblem(self.path, place.line, place.column, message, fix)

    def target(self, specifier: str) -> str:
        """The path that a relative specifier names; other specifiers stay as they are."""
        if not specifier.startswith(("./", "../")):
            return specifier
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.path), specifier))


def check_syntax(tree: SyntaxTree) -> Iterator[LinkProblem]:
    """Yield the first error of syntax: those after it are often only its echo.

    The tree's parser forgives much (a constant without a value, a name declared twice): the minifier's is asked too.
    """
    if tree.root.has_error:
        node = _first_error(tree.root)
        found = text_of(node).strip().split("\n")[0][:40]
        if node.is_missing:
            yield tree.problem(node, f"syntax error: {node.type} is missing", MEND)
        else:
            yield tree.problem(node, f"syntax error at `{found}`" if found else "syntax error", MEND)
    elif fault := find_script_fault(tree.text):
        yield LinkProblem(tree.path, fault.line, fault.column, f"syntax error: {fault.message}", MEND)


def _first_error(node: Node) -> Node:
    """The innermost, earliest node that the parser could not make sense of."""
    while not (node.is_error or node.is_missing):
        node = next(child for child in node.children if child.has_error or child.is_missing)
    return node
