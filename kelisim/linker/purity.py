"""Whether evaluating an expression can do anything but give a value."""

from tree_sitter import Node

from kelisim.linker.scopes import text_of

LEAVES = frozenset(
    {
        "identifier",
        "number",
        "string",
        "true",
        "false",
        "null",
        "undefined",
        "this",
        "regex",
        "property_identifier",
        "shorthand_property_identifier",
        "arrow_function",
        "function_expression",
        "generator_function",
        "meta_property",
        "string_fragment",
        "escape_sequence",
    }
)
# Reading a member may run a getter, and `+` may run `valueOf`; modules written for this linker rely on neither.
TRANSPARENT = frozenset(
    {
        "array",
        "object",
        "pair",
        "computed_property_name",
        "member_expression",
        "subscript_expression",
        "optional_chain",
        "binary_expression",
        "ternary_expression",
        "parenthesized_expression",
        "sequence_expression",
        "template_string",
        "template_substitution",
        "class_heritage",
        "class_body",
    }
)
PURE_OPERATORS = frozenset({"!", "-", "+", "~", "typeof", "void"})
IMPURE_OPERATORS = frozenset({"in", "instanceof"})  # they throw on values of the wrong kind
LITERALS = frozenset({"array", "object"})
PURE_CONSTRUCTORS = frozenset({"Map", "Set", "WeakMap", "WeakSet"})
PURE_FUNCTIONS = frozenset({"Object.freeze"})


def is_pure(node: Node | None) -> bool:
    """Whether a dropped evaluation of the expression would be missed by nobody."""
    if node is None or node.type in LEAVES:
        return True
    if node.type in TRANSPARENT:
        operator = node.child_by_field_name("operator")
        if operator and operator.type in IMPURE_OPERATORS:
            return False
        return _pure_children(node)
    if node.type == "unary_expression":
        operator = node.child_by_field_name("operator")
        return operator is not None and operator.type in PURE_OPERATORS and _pure_children(node)
    if node.type == "method_definition":
        return is_pure(node.child_by_field_name("name"))
    if node.type in ("class", "class_declaration"):
        return all(is_pure(child) for child in node.named_children if child.type in ("class_heritage", "class_body"))
    if node.type in ("call_expression", "new_expression"):
        return _pure_call(node)
    return False


def _pure_children(node: Node) -> bool:
    return all(is_pure(child) for child in node.named_children if child.type != "comment")


def _pure_call(node: Node) -> bool:
    """A call is pure where the source says so, or where it makes a collection or a frozen object of a literal."""
    arguments = node.child_by_field_name("arguments")
    called = node.child_by_field_name("constructor") or node.child_by_field_name("function")
    if called is None or (arguments and not (arguments.type == "arguments" and _pure_children(arguments))):
        return False
    known = PURE_CONSTRUCTORS if node.type == "new_expression" else PURE_FUNCTIONS
    given = arguments.named_children if arguments else []
    of_literals = all(child.type in LITERALS for child in given if child.type != "comment")
    return _marked_pure(node) or (text_of(called) in known and of_literals)


def _marked_pure(node: Node) -> bool:
    comment = node.prev_sibling
    return comment is not None and comment.type == "comment" and "__PURE__" in text_of(comment)
