"""Expressions that the minifier is known to change, written so that it leaves them as they are.

minify-go 2.24.24 takes `x && true` and `x || false` for `x`, takes `x ? true : x` for `x`, and after other expressions
drops `undefined` from the end of a return, which then returns the value before it. A constant behind a comma is out of
its sight. (That it takes functions in blocks and the names of class expressions for those of the whole function is
refused in `survey`, and that its room for output is short is made up for in `kelisim.minify`.)
"""

from __future__ import annotations

from tree_sitter import Node

from kelisim.linker.scopes import text_of

CONSTANTS = frozenset({"true", "false", "undefined", "unary_expression"})


def shielded(node: Node) -> str | None:
    """What to write in the place of a constant, where it needs a shield."""
    if node.type == "undefined" or _is_void(node):
        return _shielded_undefined(node)
    if node.type in ("true", "false") and (_ends_logical(node) or _repeats_condition(node)):
        return f"(0,{node.type})"
    return None


def _is_void(node: Node) -> bool:
    operator, operand = node.child_by_field_name("operator"), node.child_by_field_name("argument")
    return bool(operator and operator.type == "void" and operand and operand.type == "number")


def _shielded_undefined(node: Node) -> str | None:
    parent = node.parent
    if parent and parent.type == "return_statement":
        return ""
    last = node
    while (parent := last.parent) and parent.type in ("parenthesized_expression", "sequence_expression"):
        if parent.type == "sequence_expression" and parent.end_byte != last.end_byte:
            return None
        last = parent
    return "(0,undefined)" if parent and parent.type == "return_statement" else None


def _outermost(node: Node) -> tuple[Node, Node | None]:
    """The node with all parentheses around it, and what these stand in."""
    while node.parent and node.parent.type == "parenthesized_expression":
        node = node.parent
    return node, node.parent


def _ends_logical(node: Node) -> bool:
    operand, parent = _outermost(node)
    if parent is None or parent.type != "binary_expression" or parent.child_by_field_name("right") != operand:
        return False
    operator = parent.child_by_field_name("operator")
    return operator is not None and operator.type == ("&&" if node.type == "true" else "||")


def _repeats_condition(node: Node) -> bool:
    """Whether the node is the `true` of `x ? true : x`."""
    chosen, parent = _outermost(node)
    if parent is None or parent.type != "ternary_expression" or parent.child_by_field_name("consequence") != chosen:
        return False
    sides = (parent.child_by_field_name("condition"), parent.child_by_field_name("alternative"))
    condition, alternative = (text_of(side).strip("() ") if side else "" for side in sides)
    return condition == alternative
