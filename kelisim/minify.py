"""Scripts and styles → as few bytes as the libraries can make of them, scripts in ASCII."""

from __future__ import annotations

import re

NOT_ASCII = re.compile(r"(\\*)([^\x00-\x7f])")
SCRIPT_END = re.compile(r"<(?=/script)", re.IGNORECASE)


def minify_script(text: str) -> str:
    """Minify a classic script of at most es2020; the result is ASCII and cannot end a script element."""
    import minify  # lazy: commands that build nothing need not load it

    minify.config({"js-version": 2020})
    return escape_script(minify.string("application/javascript", text))


def escape_script(text: str) -> str:
    """Write a minified script so that any encoding reads it the same, and `</script` does not occur in it."""
    return SCRIPT_END.sub(r"<\\", NOT_ASCII.sub(_escaped, text))


def _escaped(match: re.Match[str]) -> str:
    """Escape a character; a backslash that escaped it before goes, where it is not itself escaped."""
    backslashes, character = match.groups()
    units = character.encode("utf-16-be")
    escapes = "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
    return backslashes[: len(backslashes) // 2 * 2] + escapes


def minify_style(text: str, path: str = "") -> str:
    """Minify a style sheet."""
    import lightningcss

    return str(lightningcss.process_stylesheet(text, filename=path, minify=True))
