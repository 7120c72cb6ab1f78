"""The colours of a site: what its style sheets say, what is derived from its accent, and whether all of it can be read.

Sheets name colours by `--kelisim-*` properties, so a project's own sheet is read like the packaged one.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kelisim.cache import Cache
from kelisim.colours import DARK, LIGHT, Pair, derive_colours, nearest, opaque_hex, pairs, short_hex
from kelisim.config import Looks, SiteConfig
from kelisim.problems import Place, Problem
from kelisim.source import Source

#: The sheets that hold colours of the banner, and the one of the policy page.
BANNER_SHEETS = ("css/tokens.css", "css/base.css", "css/banner.css", "css/preferences.css", "css/more.css")
PAGE_SHEET = "css/policy.css"
SCHEMES: Mapping[str, tuple[str, ...]] = {"auto": (LIGHT, DARK), LIGHT: (LIGHT,), DARK: (DARK,)}
#: The page calls its accent the link, since a site may restyle that.
_NAMES = {"bg": "bg", "ink": "ink", "accent": "accent", "link": "accent", "on-accent": "on-accent"}
_NAMES |= {"edge": "edge", "muted": "muted"}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r"[^{}]*(?P<brace>[{}])")
_DECLARATION = re.compile(r"(?<![\w-])--kelisim-(?P<name>[a-z-]+)\s*:\s*(?P<value>[^;{}]+)")
_ASKS_FOR_DARK = re.compile(r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)\s*\Z")


@dataclass(frozen=True)
class Told:
    """A colour that a sheet tells, and where."""

    colour: str
    path: str
    offset: int
    length: int


def read_colours(sheets: Mapping[str, str], paths: tuple[str, ...]) -> dict[str, dict[str, Told]]:
    """The opaque colours that sheets give their properties, by scheme and name; what stands later wins.

    What a dark scheme does not say it has from the light one. Values that refer to others tell nothing.
    """
    told: dict[str, dict[str, Told]] = {LIGHT: {}, DARK: {}}
    for path in paths:
        for scheme, name, value, offset in _declarations(sheets.get(path, "")):
            if name in _NAMES and (colour := opaque_hex(value)):
                told[scheme][_NAMES[name]] = Told(colour, path, offset, len(value))
    return {LIGHT: told[LIGHT], DARK: {**told[LIGHT], **told[DARK]}}


def _declarations(sheet: str) -> Iterator[tuple[str, str, str, int]]:
    """Yield scheme, name, value and its offset of every declaration that always holds, or in the dark scheme does."""
    text = _COMMENT.sub(lambda comment: " " * len(comment[0]), sheet)
    trail: list[str] = []
    for token in _TOKEN.finditer(text):
        if token["brace"] == "{":
            trail.append(re.split(r"[;}]", token[0][:-1])[-1].strip())
            continue
        conditions = [rule for rule in trail if rule.startswith("@")]
        if trail and all(map(_ASKS_FOR_DARK.match, conditions)):
            for found in _DECLARATION.finditer(token[0]):
                value = found["value"].rstrip()
                yield (DARK if conditions else LIGHT), found["name"], value, token.start() + found.start("value")
        del trail[-1:]


def derived_holes(accent: str, sheets: Mapping[str, str], cache: Cache) -> dict[str, dict[str, str]]:
    """What `var(--light-accent)` and its like stand for, in the sheets of the `banner` and of the `page`."""
    used = {path: sheets.get(path, "") for path in (*BANNER_SHEETS, PAGE_SHEET)}

    def make() -> dict[str, dict[str, str]]:
        banner, page = read_colours(used, BANNER_SHEETS), read_colours(used, (PAGE_SHEET,))
        return {"banner": _holes(accent, banner), "page": _holes(accent, page, passing=True)}

    made: dict[str, dict[str, str]] = cache.value("colours", _made_from(accent, used), make)
    return made


def _holes(accent: str, told: Mapping[str, Mapping[str, Told]], *, passing: bool = False) -> dict[str, str]:
    holes: dict[str, str] = {}
    for scheme in (LIGHT, DARK):
        taken = _passing(accent, scheme, told[scheme]) if passing else accent
        colours = _colours(taken, scheme, told[scheme])
        holes |= {f"{scheme}-{name}": short_hex(colours[name]) for name in ("accent", "on-accent")}
    return holes


def _passing(accent: str, scheme: str, told: Mapping[str, Told]) -> str:
    return nearest(accent, lambda tried: _fits(tried, scheme, told)) or accent


def _colours(accent: str, scheme: str, told: Mapping[str, Told]) -> dict[str, str]:
    grounds = {"bg": "#ffffff", "ink": "#000000"} if scheme == LIGHT else {"bg": "#000000", "ink": "#ffffff"}
    return derive_colours(accent, scheme, {**grounds, **{name: one.colour for name, one in told.items()}})


def _fits(accent: str, scheme: str, told: Mapping[str, Told]) -> bool:
    return all(pair.passes for pair in pairs(_colours(accent, scheme, told)) if "accent" in pair.names)


def check_colours(config: SiteConfig, sheets: Mapping[str, str], cache: Cache) -> list[Problem]:
    """The problems of colours that cannot be read, each with the nearest that can (K603)."""
    looks = config.banner
    used = {path: sheets.get(path, "") for path in (*BANNER_SHEETS, PAGE_SHEET)}

    def make() -> list[Any]:
        banner = read_colours(used, BANNER_SHEETS)
        found = _failing(looks, banner, SCHEMES[looks.theme], "")
        # The page derives an accent that passes, so that only what a sheet says can fail there.
        page = read_colours(used, (PAGE_SHEET,))
        return [*found, *(one for one in _failing(looks, page, (LIGHT, DARK), " on the policy page") if one[0])]

    problems = []
    made_from = _made_from(json.dumps([looks.accent, looks.theme]), used)
    for path, offset, length, *message in cache.value("contrast", made_from, make):
        problems.append(Problem(_place(config, sheets, path, offset, length), "K603", *message))
    return problems


def _place(config: SiteConfig, sheets: Mapping[str, str], path: str, offset: int, length: int) -> Place:
    if path:
        return Source(f"banner/{path}", sheets[path]).place(offset, length)
    return config.source.span_of("banner", "accent")


def _failing(
    looks: Looks, told: Mapping[str, Mapping[str, Told]], schemes: tuple[str, ...], where: str
) -> Iterator[list[Any]]:
    """Yield, of each colour that fails, the worst pair: path, offset and length of the colour, found, expected, fix.

    The path is empty where the colour follows from the site's accent.
    """
    for scheme in schemes:
        worst: dict[str, Pair] = {}
        for pair in pairs(_colours(looks.accent, scheme, told[scheme])):
            name = pair.names[0] if pair.names[0] in told[scheme] else "accent"
            if not pair.passes and name in pair.names and (name not in worst or pair.share < worst[name].share):
                worst[name] = pair
        for name, pair in worst.items():
            yield _complaint(name, pair, scheme, where, looks, told, schemes)


def _complaint(
    name: str,
    pair: Pair,
    scheme: str,
    where: str,
    looks: Looks,
    told: Mapping[str, Mapping[str, Told]],
    schemes: tuple[str, ...],
) -> list[Any]:
    own = told[scheme].get(name)
    colour = _colours(looks.accent, scheme, told[scheme])[name]

    def passes(tried: str) -> bool:
        if own:
            changed = {**told[scheme], name: Told(tried, "", 0, 0)}
            return all(one.passes for one in pairs(_colours(looks.accent, scheme, changed)) if name in one.names)
        return all(_fits(tried, each, told[each]) for each in schemes if name not in told[each])

    found = nearest(own.colour if own else looks.accent, passes)
    return [
        *((own.path, own.offset, own.length) if own else ("", 0, 0)),
        f"with {short_hex(colour)} {pair.what} has a contrast of {_ratio(pair.ratio)} in the {scheme} scheme{where}",
        f"at least {_ratio(pair.needed)} ({pair.rule})",
        f"the nearest that passes everywhere is {found}" if found else "no tone of it passes; take another colour",
    ]


def _ratio(ratio: float) -> str:
    # Never rounded up to a ratio that would pass.
    return f"{math.floor(ratio * 100) / 100:g}:1"


def _made_from(told: str, sheets: Mapping[str, str]) -> bytes:
    return json.dumps([told, sorted(sheets.items())], ensure_ascii=False).encode()
