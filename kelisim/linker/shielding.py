"""Expressions that the minifier is known to change, written so that it leaves them as they are.

minify-go 2.24.24 takes `x && true`, `x || false`, `x ? true : x` and `x ? x : false` for `x`, and `x && y || true` for
true. After other expressions it drops `undefined` from the end of a return, which then returns the value before it. It
does not look behind a comma. (It also takes functions in blocks and the names of class expressions for those of the
whole function: `survey` refuses them. Its room for output is short: `kelisim.minify` makes up for that.)
"""

from __future__ import annotations

from tree_sitter import Node

from kelisim.linker.pieces import FLAG_INSIDE
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
    while (parent := last.parent) and _may_end_in(parent, last):
        last = parent
    return "(0,undefined)" if parent and parent.type == "return_statement" else None


def _may_end_in(outer: Node, inner: Node) -> bool:
    """Whether an expression may be no more than what its last part comes to, once flags are folded."""
    if outer.type in ("ternary_expression", "binary_expression"):
        return bool(FLAG_INSIDE.search(text_of(outer)))
    return outer.type == "parenthesized_expression" or (
        outer.type == "sequence_expression" and outer.end_byte == inner.end_byte
    )


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
    return operator is not None and operator.type in ("&&", "||")


def _repeats_condition(node: Node) -> bool:
    """Whether the node is the constant of `x ? true : x` or `x ? x : false`."""
    chosen, parent = _outermost(node)
    if parent is None or parent.type != "ternary_expression":
        return False
    constant, repeated = ("consequence", "alternative") if node.type == "true" else ("alternative", "consequence")
    if parent.child_by_field_name(constant) != chosen:
        return False
    if FLAG_INSIDE.search(text_of(parent)):  # what the flag leaves may repeat it
        return True
    return _bare(parent.child_by_field_name("condition")) == _bare(parent.child_by_field_name(repeated))


def _bare(node: Node | None) -> str:
    """The text of an expression without the parentheses around it."""
    while node and node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    return text_of(node) if node else ""
