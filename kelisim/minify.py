"""Scripts and styles → as few bytes as the libraries can make of them, scripts in ASCII."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

# Newer syntax than the oldest supported browser reads is never written.
SCRIPT_VERSION = 2020
SCRIPT_TYPE = "application/javascript"
BROWSERS = ("chrome 90", "firefox 101", "safari 16.4")

NOT_ASCII = re.compile(r"(\\*)([^\x00-\x7f])")
ENDS_SCRIPT = re.compile(r"<(?=/script|!--)", re.IGNORECASE)
FAULT = re.compile(r"(?P<message>.*?) on line (?P<line>\d+) and column (?P<column>\d+)")


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
    return escape_script(_minifier().string(SCRIPT_TYPE, text))


def find_script_fault(text: str) -> ScriptFault | None:
    """What the minifier cannot read of a script or module."""
    minifier = _minifier()
    try:
        minifier.string(SCRIPT_TYPE, text)
    except minifier.MinifyError as error:
        found = FAULT.match(str(error))
        if found is None:
            raise
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
