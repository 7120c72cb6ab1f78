"""Style sheets of the banner: imports put together, the site's theme and accent worked in, minified."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kelisim.cache import Cache
from kelisim.problems import Place, Problem
from kelisim.site import Site

PARTS = ("banner", "more", "preferences", "placeholder")
LAYOUTS = ("bar", "box", "center")
#: Which of its own colours a browser may use, by theme.
SCHEMES = {"auto": "light dark"}
POSITIONS = ("top", "bottom", "bottom-left", "bottom-right")
_DARK = re.compile(r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)")


@dataclass(frozen=True)
class Styles:
    """Minified styles: those of the core, and those of each part."""

    core: str
    parts: Mapping[str, str]


def render_styles(
    sheets: Mapping[str, str], theme: str, derived: Mapping[str, str], cache: Cache, unused: tuple[str, ...] = ()
) -> tuple[Styles, list[Problem]]:
    """The styles of a site; `sheets` by path below `banner/`, `derived` the colours that follow from the accent.

    `unused` are the classes that the site's templates never write (see `unused_classes`).
    """
    made = {
        name: render_sheet(sheets, f"css/{name}.css", cache, theme, derived, unused)
        for name in ("core", *PARTS)
        if f"css/{name}.css" in sheets
    }
    problems = [problem for _, found in made.values() for problem in found]
    texts = {name: text for name, (text, _) in made.items()}
    return Styles(texts.pop("core"), texts), problems


def render_sheet(
    sheets: Mapping[str, str],
    path: str,
    cache: Cache,
    theme: str = "auto",
    derived: Mapping[str, str] | None = None,
    unused: tuple[str, ...] = (),
) -> tuple[str, list[Problem]]:
    """One sheet with its imports, minified; under a fixed theme its dark block always holds, or never.

    Rules for the classes among `unused` are left out. For `var(--light-accent)` and its like the `derived` colours are
    put in behind the library, so that sites that differ in their accents share its work.
    """
    made_from = json.dumps([sorted(sheets.items()), path, theme, unused], ensure_ascii=False).encode()
    made = cache.value("style", made_from, lambda: _render(sheets, path, theme, unused))
    text = made["text"]
    for name, colour in (derived or {}).items():
        text = text.replace(f"var(--{name})", colour)
    return text, [Problem(Place(*place), *rest) for place, *rest in made["problems"]]


def _render(sheets: Mapping[str, str], path: str, theme: str, unused: tuple[str, ...]) -> dict[str, Any]:
    from kelisim.minify import bundle_style, minify_style

    text, faults = bundle_style(sheets, path)
    problems = [
        [[f"banner/{fault.path}", fault.line, fault.column], "K602", fault.message, "", fault.fix] for fault in faults
    ]
    style = "" if problems else minify_style(_themed(text, theme), unused)
    # Put in behind the library, which would write it at length for browsers older than ours.
    return {"text": style.replace("var(--scheme)", SCHEMES.get(theme, theme)), "problems": problems}


def unused_classes(site: Site) -> tuple[str, ...]:
    """Classes that the site's templates never write: looks that it does not have, features that it does not use."""
    looks = site.config.banner
    used = {looks.layout, *looks.position.split("-"), looks.position}
    unused = [name for name in (*LAYOUTS, *POSITIONS) if name not in used]
    if len(site.config.languages) < 2:
        unused.append("language")
    if len(site.config.languages) < 3:
        unused.append("languages")
    if not site.heeds_privacy_signal:
        unused.append("gpc")
    return tuple(unused)


def _themed(style: str, theme: str) -> str:
    if theme == "auto":
        return style
    return _DARK.sub("@media all" if theme == "dark" else "@media not all", style)
