"""Scripts and styles → as few bytes as the libraries can make of them, scripts in ASCII."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from types import ModuleType

# Newer syntax than the oldest supported browser reads is never written.
SCRIPT_VERSION = 2020
SCRIPT_TYPE = "application/javascript"
BROWSERS = ("chrome 90", "firefox 101", "safari 16.4")

NOT_ASCII = re.compile(r"(\\*)([^\x00-\x7f])")
ENDS_SCRIPT = re.compile(r"<(?=/script|!--)", re.IGNORECASE)
FAULT = re.compile(r"(?P<message>.*?) on line (?P<line>\d+) and column (?P<column>\d+)")
STYLE_FAULT = re.compile(
    r"Parsing stylesheet failed: (?P<message>.*) at (.*):(?P<line>\d+):(?P<column>\d+)\Z", re.DOTALL
)
STYLE_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["'](?P<path>[^"']+)["'](?:\s*\))?(?P<condition>[^;]*);""")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ScriptFault:
    """Where a text stops to be JavaScript; line and column from one, the column in characters."""

    line: int
    column: int
    message: str


def _minifier() -> ModuleType:
    """The library, imported late: commands that build nothing need not load it."""
    minifier = import_module("minify")
    minifier.config({"js-version": SCRIPT_VERSION})
    return minifier


def minify_script(text: str) -> str:
    """Minify a classic script; the result is ASCII and can stand inside a script element."""
    return escape_script(_minifier().string(SCRIPT_TYPE, _padded(text)))


def _padded(text: str) -> str:
    """The text with room after it: the library has no more for its result than the source takes.

    `{ b }` may become `{ b: e }`, so that a short source grows; the library then fails with "EOF".
    """
    return text + "\n" * (len(text) + 64)


def find_script_fault(text: str) -> ScriptFault | None:
    """What the minifier cannot read of a script or module."""
    minifier = _minifier()
    try:
        minifier.string(SCRIPT_TYPE, _padded(text))
    except minifier.MinifyError as error:
        found = FAULT.match(str(error))
        if found is None:
            raise
        lines = text.split("\n")
        if int(found["line"]) > len(lines):  # at the end of the padded text
            return ScriptFault(len(lines), len(lines[-1]) + 1, found["message"])
        return ScriptFault(int(found["line"]), int(found["column"]), found["message"])
    return None


def escape_script(text: str) -> str:
    r"""Write a minified script so that every encoding reads it the same, and no text in it ends a script element.

    Outside its strings, templates and patterns a minified script has neither `</script` (the linker refuses to compare
    with a pattern that begins so) nor `<!--` (which is a comment to classic scripts, and is gone).
    """
    return ENDS_SCRIPT.sub(_escaped_bracket, NOT_ASCII.sub(_escaped_character, text))


def _escaped_bracket(match: re.Match[str]) -> str:
    return "<\\" if match.string[match.end()] == "/" else "\\x3c"


def _escaped_character(match: re.Match[str]) -> str:
    """Escape a character; a backslash before it, unless escaped itself, goes: it meant nothing."""
    backslashes, character = match.groups()
    units = character.encode("utf-16-be", "surrogatepass").hex()
    escapes = "".join(f"\\u{units[position : position + 4]}" for position in range(0, len(units), 4))
    return backslashes[: len(backslashes) // 2 * 2] + escapes


@dataclass(frozen=True, order=True, slots=True)
class StyleFault:
    """A fault in a style sheet; line and column from one."""

    path: str
    line: int
    column: int
    message: str
    fix: str


def minify_style(text: str, unused: Collection[str] = ()) -> str:
    """Minify a style sheet, and write what the oldest supported browsers do not know in words that they do.

    Rules that ask for a class or id among `unused` are left out.
    """
    library = _style_library()
    return str(library.process_stylesheet(text, unused_symbols=set(unused), browsers_list=list(BROWSERS), minify=True))


def find_style_fault(path: str, text: str) -> StyleFault | None:
    """What the minifier cannot read of a style sheet."""
    try:
        _style_library().process_stylesheet(text, filename=path)
    except ValueError as error:
        found = STYLE_FAULT.match(str(error))
        if found is None:
            raise
        line, column = int(found["line"]) + 1, int(found["column"])
        return StyleFault(path, line, column, f"syntax error: {found['message']}", "mend the style here or just before")
    return None


def bundle_style(files: Mapping[str, str], entry: str) -> tuple[str, list[StyleFault]]:
    """Put a style sheet and all it imports into one text, each sheet once, where it is imported last.

    Imports are relative and have no conditions. With faults the text is empty.
    """
    order: list[str] = []
    faults: list[StyleFault] = []

    def visit(path: str, trail: tuple[str, ...]) -> None:
        if fault := find_style_fault(path, files[path]):
            faults.append(fault)
        for imported, fault in _style_imports(files, path, trail):
            if fault:
                faults.append(fault)
            else:
                visit(imported, (*trail, imported))
        if path in order:
            order.remove(path)
        order.append(path)

    visit(entry, (entry,))
    if faults:
        return "", sorted(set(faults))
    return "\n".join(STYLE_IMPORT.sub("", files[path]) for path in order), []


def _style_imports(
    files: Mapping[str, str], path: str, trail: tuple[str, ...]
) -> Iterator[tuple[str, StyleFault | None]]:
    """The sheets that a sheet imports, each with what is wrong with the import."""
    text = COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), files[path])
    for found in STYLE_IMPORT.finditer(text):
        imported = posixpath.normpath(posixpath.join(posixpath.dirname(path), found["path"]))
        before = text[: found.start()]
        line, column = before.count("\n") + 1, found.start() - (before.rfind("\n") + 1) + 1

        def fault(message: str, fix: str, line: int = line, column: int = column) -> StyleFault:
            return StyleFault(path, line, column, message, fix)

        near = get_close_matches(imported, sorted(set(files) - {path}), n=1)
        if found["condition"].strip():
            yield imported, fault("an import with a condition", "put the condition into the imported sheet")
        elif imported not in files:
            fix = f'did you mean "{near[0]}"?' if near else "write it, or remove the import"
            yield imported, fault(f'there is no style sheet "{imported}"', fix)
        elif imported in trail:
            ring = " → ".join([*trail[trail.index(imported) :], imported])
            yield imported, fault(f"the sheets import each other in a ring: {ring}", "remove one of the imports")
        else:
            yield imported, None


def _style_library() -> ModuleType:
    return import_module("lightningcss")
