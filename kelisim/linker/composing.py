"""Cuts the code of a syntax tree into pieces."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from itertools import pairwise

from tree_sitter import Node

from kelisim.linker.pieces import FLAG_INSIDE, FLAG_LIKE, PRIVATE, Branching, BranchKind, Code, Name, Piece, Private
from kelisim.linker.purity import is_pure
from kelisim.linker.scopes import FUNCTION_DECLARATIONS, MENTIONS, text_of
from kelisim.linker.shielding import CONSTANTS, shielded

SHORTHANDS = frozenset({"shorthand_property_identifier", "shorthand_property_identifier_pattern"})
TESTS = frozenset(
    {"identifier", "unary_expression", "binary_expression", "ternary_expression", "parenthesized_expression"}
)
ENDINGS = frozenset({"return_statement", "throw_statement", "break_statement", "continue_statement"})
CONST_HOLDERS = frozenset({"lexical_declaration", "for_in_statement"})
LISTS: dict[str, BranchKind] = {"array": "array", "object": "object", "arguments": "arguments"}
FLAG_IN_BYTES = re.compile(FLAG_INSIDE.pattern.encode())
VAR_INSIDE = re.compile(rb"\bvar\b")


class Composer:
    """Composes pieces of one module; `declared` are the names that are certainly no flags."""

    def __init__(self, source: bytes, local_starts: AbstractSet[int], declared: AbstractSet[str]) -> None:
        self._source = source
        self._local_starts = local_starts
        self._declared = declared

    def compose(self, node: Node) -> Code:
        """The pieces of a node."""
        tape = _Tape(self._source, node.start_byte)
        self._walk(node, tape)
        tape.copy_until(node.end_byte)
        return tuple(tape.pieces)

    def _walk(self, node: Node, tape: _Tape) -> None:
        kind = node.type
        if kind in MENTIONS:
            self._mention(node, tape)
        elif kind == "property_identifier":
            text = text_of(node)
            if PRIVATE.match(text):
                tape.put(node, Private(text))
        elif kind in CONSTANTS and (shield := shielded(node)) is not None:
            tape.put(node, shield)
        elif branching := self._branching(node):
            # A method that is chosen and then called has no object, and must get none.
            tape.put(node, *(("(0,", branching, ")") if _is_called(node) else (branching,)))
        else:
            if kind in CONST_HOLDERS:
                self._keyword(node, tape)
            for child in node.named_children:
                self._walk(child, tape)

    def _keyword(self, node: Node, tape: _Tape) -> None:
        """Write let for const: it says the same where nobody assigns, in two bytes less."""
        keyword = node.child_by_field_name("kind")
        if keyword and keyword.type == "const":
            tape.put(keyword, "let")

    def _mention(self, node: Node, tape: _Tape) -> None:
        text = text_of(node)
        local = node.start_byte in self._local_starts
        if node.type in SHORTHANDS and PRIVATE.match(text):
            tape.put(node, Private(text), ":", text if local else Name(text))
        elif not local:
            tape.put(node, Name(text, node.type in SHORTHANDS, _opens_statement(node)))

    def _branching(self, node: Node) -> Branching | None:
        """The node as a branching, where a flag has a say in its shape."""
        match node.type:
            case "parenthesized_expression":
                return self._single("group", _only_child(node))
            case "unary_expression" if _operator(node) == "!":
                return self._single("not", node.child_by_field_name("argument"))
            case "expression_statement":
                return self._single("statement", _only_child(node))
            case "binary_expression" if _operator(node) in ("&&", "||"):
                return self._logical(node)
            case "ternary_expression":
                return self._choice(node, "conditional", node.child_by_field_name("condition"))
            case "if_statement":
                condition = node.child_by_field_name("condition")
                return self._choice(node, "if", condition and _only_child(condition))
            case "statement_block":
                return self._block(node)
            case "array" | "object" | "arguments":
                return self._list(node)
            case _:
                return None

    def _single(self, kind: BranchKind, operand: Node | None) -> Branching | None:
        if operand is None or not (code := self._test(operand)):
            return None
        return Branching(kind, (code,), (is_pure(operand),))

    def _logical(self, node: Node) -> Branching | None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None or not (self._test(left) or self._test(right)):
            return None
        kind: BranchKind = "and" if _operator(node) == "&&" else "or"
        return Branching(kind, (self.compose(left), self.compose(right)), (is_pure(left), is_pure(right)))

    def _choice(self, node: Node, kind: BranchKind, condition: Node | None) -> Branching | None:
        consequence, alternative = node.child_by_field_name("consequence"), node.child_by_field_name("alternative")
        if condition is None or consequence is None or not (test := self._test(condition)):
            return None
        if alternative and alternative.type == "else_clause":
            alternative = _only_child(alternative)
        return Branching(
            kind,
            (test, self.compose(consequence), self.compose(alternative) if alternative else ()),
            (is_pure(condition), is_pure(consequence), is_pure(alternative)),
            (False, _ends(consequence), _ends(alternative)),
        )

    def _block(self, node: Node) -> Branching | None:
        """A block in which a flag decides whether the code after an early end is ever reached."""
        children = node.named_children
        if not any(child.type == "if_statement" and self._flagged(child) for child in children):
            return None
        return Branching(
            "block",
            tuple(self.compose(child) for child in children),
            tuple(not self._declares_outside(child) for child in children),
            tuple(_ends(child) for child in children),
        )

    def _flagged(self, node: Node) -> bool:
        condition = node.child_by_field_name("condition")
        test = condition and _only_child(condition)
        return bool(test and self._test(test))

    def _declares_outside(self, statement: Node) -> bool:
        """Whether code before the statement can use what it declares."""
        if statement.type in FUNCTION_DECLARATIONS:
            return True
        return bool(VAR_INSIDE.search(self._source, statement.start_byte, statement.end_byte))

    def _list(self, node: Node) -> Branching | None:
        """Members of which a flag decides whether they are there: `...(FLAG ? [a] : [])`."""
        if not FLAG_IN_BYTES.search(self._source, node.start_byte, node.end_byte) or _has_holes(node):
            return None
        spread_kind: BranchKind = "spread-object" if node.type == "object" else "spread-array"
        members = [child for child in node.named_children if child.type != "comment"]
        spreads = [self._spread(member, spread_kind) for member in members]
        if not any(spreads):
            return None
        parts = [(spread,) if spread else self.compose(member) for spread, member in zip(spreads, members, strict=True)]
        return Branching(LISTS[node.type], tuple(parts), ())

    def _spread(self, member: Node, kind: BranchKind) -> Branching | None:
        """A spread whose members depend on a flag."""
        operand = _only_child(member) if member.type == "spread_element" else None
        while operand and operand.type == "parenthesized_expression":
            operand = _only_child(operand)
        if operand is None:
            return None
        test = operand.child_by_field_name("condition" if operand.type == "ternary_expression" else "left")
        code = test and self._test(test)
        if not test or not code:
            return None
        if operand.type == "ternary_expression":
            chosen = (operand.child_by_field_name("consequence"), operand.child_by_field_name("alternative"))
        elif operand.type == "binary_expression" and _operator(operand) == "&&" and kind == "spread-object":
            chosen = (operand.child_by_field_name("right"), None)
        else:
            return None
        return Branching(kind, (code, *(self._members(node, kind) for node in chosen)), (is_pure(test), False, False))

    def _members(self, node: Node | None, kind: BranchKind) -> Code:
        """The members that a spread value brings: those of a literal, or the spread itself."""
        if node is None:
            return ()
        if LISTS.get(node.type) == kind.removeprefix("spread-") and not _has_holes(node):
            members = [self.compose(child) for child in node.named_children if child.type != "comment"]
            return tuple(piece for member in members for piece in (*member, ","))[:-1]
        return ("...", *self.compose(node))

    def _test(self, node: Node) -> Code | None:
        """The pieces of an expression on whose value a flag has a say."""
        if node.type not in TESTS or not FLAG_IN_BYTES.search(self._source, node.start_byte, node.end_byte):
            return None
        code = self.compose(node)
        return code if len(code) == 1 and self._depends_on_flag(code[0]) else None

    def _depends_on_flag(self, piece: Piece) -> bool:
        if isinstance(piece, Name):
            return piece.text not in self._declared and bool(FLAG_LIKE.match(piece.text))
        return isinstance(piece, Branching)


class _Tape:
    """Pieces so far, and how far into the source they reach."""

    def __init__(self, source: bytes, position: int) -> None:
        self.pieces: list[Piece] = []
        self._source = source
        self._position = position

    def copy_until(self, position: int) -> None:
        """Take the source over as it stands."""
        if position > self._position:
            self.pieces.append(self._source[self._position : position].decode())
        self._position = position

    def put(self, node: Node, *pieces: Piece) -> None:
        """Put pieces in the place of a node."""
        self.copy_until(node.start_byte)
        self.pieces.extend(pieces)
        self._position = node.end_byte


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    return operator.type if operator else ""


def _only_child(node: Node) -> Node | None:
    children = [child for child in node.named_children if child.type != "comment"]
    return children[0] if len(children) == 1 else None


def _is_called(node: Node) -> bool:
    parent = node.parent if node.type == "parenthesized_expression" else None
    return parent is not None and parent.child_by_field_name("function") == node


def _has_holes(node: Node) -> bool:
    """Whether an array leaves places empty: `[a, , b]`."""
    kinds = [child.type for child in node.children if child.type != "comment"]
    return any(pair in (("[", ","), (",", ",")) for pair in pairwise(kinds))


def _opens_statement(node: Node) -> bool:
    """Whether an expression that is a statement begins with this node."""
    parent = node.parent
    while parent and parent.start_byte == node.start_byte and parent.type != "expression_statement":
        parent = parent.parent
    return bool(parent and parent.start_byte == node.start_byte)


def _ends(statement: Node | None) -> bool:
    """Whether the code after a statement is never reached."""
    if statement is None:
        return False
    if statement.type == "statement_block":
        return any(_ends(child) for child in statement.named_children)
    return statement.type in ENDINGS
