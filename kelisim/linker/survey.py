"""One walk over a module: what it may not use, and the words that the link must know of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tree_sitter import Node

from kelisim.linker.modules import Word
from kelisim.linker.pieces import FLAG_LIKE, PRIVATE
from kelisim.linker.problems import LinkProblem
from kelisim.linker.scopes import FUNCTION_DECLARATIONS, FUNCTIONS, ScopedNames, text_of
from kelisim.linker.syntax import SyntaxTree

Fault = tuple[str, str]

# Kinds of nodes that are newer than es2020, or no plain JavaScript of a module.
REFUSED: dict[str, Fault] = {
    "class_static_block": ("a static block is newer than es2020", "set the class up after its declaration"),
    "field_definition": ("a class field is newer than es2020", "set it in the constructor"),
    "private_property_identifier": (
        "a private name with # is newer than es2020",
        "begin it with an underscore instead: the linker shortens it",
    ),
    "hash_bang_line": ("a module has no #! line", "remove the line"),
    "html_comment": ("a module has no HTML comments", "write //"),
    "with_statement": ("a module is strict and knows no with", "name the object each time"),
    "debugger_statement": ("a debugger statement would be shipped", "remove it"),
}
NEWER_ASSIGNMENTS = frozenset({"??=", "||=", "&&="})
NEWER_PATTERN_FLAGS = frozenset("dv")
BROWSER_OBJECTS = frozenset({"window", "self", "globalThis", "document", "top", "parent", "navigator"})
ASSIGNED = frozenset({"identifier", "shorthand_property_identifier_pattern"})


@dataclass(slots=True)
class Survey:
    """What the walk has found; the words are described at `Module`."""

    flags: list[Word] = field(default_factory=list)
    quoted: list[Word] = field(default_factory=list)
    kept_words: set[str] = field(default_factory=set)
    problems: list[LinkProblem] = field(default_factory=list)


def survey_module(tree: SyntaxTree, names: ScopedNames, imported: frozenset[str]) -> Survey:
    """Walk over a module."""
    surveyor = _Surveyor(tree, names, imported)
    surveyor.walk()
    return surveyor.survey


class _Surveyor:
    """Looks at each node once, by its kind."""

    def __init__(self, tree: SyntaxTree, names: ScopedNames, imported: frozenset[str]) -> None:
        self.tree = tree
        self.names = names
        self.imported = imported
        self.survey = Survey()
        self._visitors: dict[str, Callable[[Node], None]] = {
            **dict.fromkeys(FUNCTION_DECLARATIONS, self._function),
            "class": self._class_expression,
            "identifier": self._identifier,
            "property_identifier": self._property,
            "string_fragment": self._text,
            "string": self._string,
            "number": self._number,
            "regex_flags": self._pattern_flags,
            "import": self._dynamic_import,
            "meta_property": self._meta,
            "member_expression": self._member,
            "call_expression": self._tagged_template,
            "binary_expression": self._binary,
            "assignment_expression": self._assignment,
            "augmented_assignment_expression": self._assignment,
            "update_expression": self._assignment,
            "for_in_statement": self._assignment,
        }

    def walk(self) -> None:
        """Visit all nodes in the order of the source; await is looked for outside functions only."""
        stack = [(self.tree.root, False)]
        while stack:
            node, in_function = stack.pop()
            kind = node.type
            if kind in REFUSED:
                self._refuse(node, *REFUSED[kind])
            elif visitor := self._visitors.get(kind):
                visitor(node)
            if not in_function and _awaits(node):
                self._refuse(node, "a script cannot await outside a function", "put it into an async function")
            inside = in_function or kind in FUNCTIONS
            stack.extend((child, inside) for child in reversed(node.named_children))

    def _refuse(self, node: Node, message: str, fix: str) -> None:
        self.survey.problems.append(self.tree.problem(node, message, fix))

    def _function(self, node: Node) -> None:
        """The minifier takes a function in a block for one of the whole function around it, as old scripts have it."""
        home = node.parent
        if home is None or home.type in ("program", "export_statement"):
            return
        if home.type != "statement_block" or home.parent is None or home.parent.type not in FUNCTIONS:
            self._refuse(node, "a function is declared in a block", "write const name = () => …, or declare it outside")

    def _class_expression(self, node: Node) -> None:
        """The minifier does not see that the name of a class expression hides others inside the class."""
        name = node.child_by_field_name("name")
        if name:
            self._refuse(name, "a class expression has a name of its own", "leave the name out, or declare the class")

    def _is_free(self, node: Node) -> bool:
        """Whether a name is declared neither here nor in another module."""
        return text_of(node) not in self.names.declared and node.start_byte not in self.names.local_starts

    def _identifier(self, node: Node) -> None:
        text = text_of(node)
        if FLAG_LIKE.match(text) and self._is_free(node):
            self.survey.flags.append(Word(text, self.tree.place(node)))

    def _property(self, node: Node) -> None:
        text = text_of(node)
        if text.startswith("_") and not PRIVATE.match(text):
            self.survey.kept_words.add(text)

    def _text(self, node: Node) -> None:
        text = text_of(node)
        if text.startswith("_"):
            self.survey.kept_words.add(text)

    def _string(self, node: Node) -> None:
        """A string that is the key of a property: `{ '_x': … }`, `object['_x']`, `'_x' in object`."""
        text = text_of(node)[1:-1]
        parent = node.parent
        if parent is None or not PRIVATE.match(text):
            return
        role = {"pair": "key", "pair_pattern": "key", "subscript_expression": "index", "method_definition": "name"}
        is_key = parent.child_by_field_name(role.get(parent.type, "key")) == node
        is_sought = _operator(parent) == "in" and parent.child_by_field_name("left") == node
        if is_key or is_sought:
            self.survey.quoted.append(Word(text, self.tree.place(node)))

    def _number(self, node: Node) -> None:
        text = text_of(node)
        if "_" in text:
            self._refuse(node, f"the separator in {text} is newer than es2020", f"write {text.replace('_', '')}")

    def _pattern_flags(self, node: Node) -> None:
        for flag in sorted(NEWER_PATTERN_FLAGS & set(text_of(node))):
            self._refuse(node, f"the pattern flag {flag} is newer than es2020", "write the pattern without it")

    def _dynamic_import(self, node: Node) -> None:
        if node.parent is not None and node.parent.type != "meta_property":
            self._refuse(node, "a dynamic import cannot be linked", "make what it loads a part")

    def _meta(self, node: Node) -> None:
        if text_of(node).startswith("import"):
            self._refuse(node, "a script has no import.meta", "use document.currentScript")

    def _member(self, node: Node) -> None:
        owner, name = node.child_by_field_name("object"), node.child_by_field_name("property")
        if owner is None or name is None or owner.type != "identifier" or not PRIVATE.match(text_of(name)):
            return
        text = text_of(owner)
        if text in BROWSER_OBJECTS and self._is_free(owner):
            fix = f"write {text}['{text_of(name)}'] if others know it by this name"
            self._refuse(name, f"{text_of(name)} of {text} would be renamed", fix)

    def _tagged_template(self, node: Node) -> None:
        template = node.child_by_field_name("arguments")
        if template and template.type == "template_string":
            self._refuse(template, "a tag would see other letters than are written", "call a function")

    def _binary(self, node: Node) -> None:
        """Comparisons that would read otherwise in a script element."""
        operator, right = _operator(node), node.child_by_field_name("right")
        if right is None:
            return
        text = text_of(right)
        if operator == "<" and text.lower().startswith("/script"):
            self._refuse(right, "`</script` would end the script", "give the pattern a name")
        elif operator == "<" and text.startswith("!--"):
            self._refuse(right, "`<!--` would begin a comment", "decrement in a statement of its own")

    def _assignment(self, node: Node) -> None:
        """Imported names cannot be assigned; the linked code could, and would mean another thing."""
        if node.type == "for_in_statement" and node.child_by_field_name("kind"):
            return
        operator = _operator(node)
        if operator in NEWER_ASSIGNMENTS:
            self._refuse(node, f"{operator} is newer than es2020", f"write x {operator[:2]} (x = …)")
        target = node.child_by_field_name("argument") or node.child_by_field_name("left")
        for name in _assigned_names(target):
            text = text_of(name)
            if text in self.imported and name.start_byte not in self.names.local_starts:
                self._refuse(name, f'"{text}" is imported and cannot be assigned', "export a function that sets it")


def _awaits(node: Node) -> bool:
    if node.type == "for_in_statement":
        return any(child.type == "await" for child in node.children)
    return node.type == "await_expression"


def _operator(node: Node) -> str:
    operator = node.child_by_field_name("operator")
    return operator.type if operator else ""


def _assigned_names(target: Node | None) -> Iterator[Node]:
    """The names that an assignment to a pattern sets."""
    if target is None:
        return
    if target.type in ASSIGNED:
        yield target
    elif target.type in ("assignment_pattern", "object_assignment_pattern"):
        yield from _assigned_names(target.child_by_field_name("left"))
    elif target.type == "pair_pattern":
        yield from _assigned_names(target.child_by_field_name("value"))
    elif target.type in ("object_pattern", "array_pattern", "rest_pattern", "parenthesized_expression"):
        for child in target.named_children:
            yield from _assigned_names(child)
