"""Style sheets of the banner: imports put together, the site's theme and accent worked in, minified."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from kelisim.cache import Cache

_IMPORT = re.compile(r"""@import\s+(?:url\()?["']([^"']+)["']\)?\s*;""")
_DARK = re.compile(r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)")


@dataclass(frozen=True)
class Styles:
    """Minified styles: those of the core, and those of each part."""

    core: str
    parts: Mapping[str, str]


def render_styles(sheets: Mapping[str, str], theme: str, derived: str, cache: Cache) -> Styles:
    """The styles of a site; `sheets` by path below `banner/`, `derived` the rules that follow from the accent."""
    core = _themed(_bundled(sheets, "css/core.css") + derived, theme)
    parts = {
        name: _themed(_bundled(sheets, f"css/{name}.css"), theme)
        for name in ("banner", "preferences", "placeholder")
        if f"css/{name}.css" in sheets
    }
    minified = {name: _minified(text, cache) for name, text in {"": core, **parts}.items()}
    return Styles(minified.pop(""), minified)


def render_sheet(sheets: Mapping[str, str], path: str, cache: Cache) -> str:
    """One minified sheet of a page."""
    return _minified(_bundled(sheets, path), cache)


def _minified(text: str, cache: Cache) -> str:
    def minify() -> str:
        import lightningcss

        return str(lightningcss.process_stylesheet(text, minify=True))

    return str(cache.value("style", text.encode(), minify))


def _bundled(sheets: Mapping[str, str], path: str, seen: frozenset[str] = frozenset()) -> str:
    """A sheet with its imports in their places."""
    if path in seen:
        return ""

    def imported(match: re.Match[str]) -> str:
        return _bundled(sheets, posixpath.normpath(posixpath.join(posixpath.dirname(path), match[1])), seen | {path})

    return _IMPORT.sub(imported, sheets[path])


def _themed(style: str, theme: str) -> str:
    """Under a fixed theme the dark block always holds, or never."""
    if theme == "dark":
        return _DARK.sub("@media all", style)
    return _DARK.sub("@media not all", style) if theme == "light" else style
