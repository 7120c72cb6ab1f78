"""Colours: how far apart two of them are (WCAG 2.2), what follows from an accent, and which pairs have to differ.

A scheme has the colours that the `--kelisim-*` properties name: `bg`, `ink`, `accent`, `on-accent`, and where there are
such `edge` and `muted`. What shows a state is made of them: links and the focus ring are the accent, a hovered button
lets the ground through, a switch that is on is the accent, its knob `on-accent`, one that is off is drawn in `edge`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: Text (1.4.3), and what is needed to see a control and its focus (1.4.11, 2.4.13).
TEXT, CONTROL = 4.5, 3.0
LIGHT, DARK = "light", "dark"
#: The ground of a remark lets the page's own shine through (`#80868c1f` in banner/css).
TINT = "#80868c", 0x1F / 255
#: How much of a hovered button covers the ground (banner/css/base.css).
HOVER = 0.9
#: An accent on a dark ground: lightness, and the most chroma that does not glare there.
_LIGHT_TONE = 0.8165, 0.11
#: How such a tone differs in chroma and hue from its accent: as the two that the packaged styles were drawn with do.
_VIVIDER, _TURNED = 1.05, 1.65
#: A label on an accent that is too light for white.
_DARK_LABEL = 0.222, 0.026
_STEPS = 400


@dataclass(frozen=True)
class Pair:
    """Two colours that have to differ: what shows it, both by the names of their properties, and how far apart."""

    what: str
    rule: str
    names: tuple[str, str]
    ratio: float
    needed: float

    @property
    def passes(self) -> bool:
        return self.ratio >= self.needed

    @property
    def share(self) -> float:
        """How much of the needed ratio there is."""
        return self.ratio / self.needed


def derive_colours(accent: str, scheme: str, told: Mapping[str, str]) -> dict[str, str]:
    """All colours of a scheme: those that are `told` as they are, the others from the accent.

    On a dark ground a lighter tone of its hue stands for an accent that cannot be read there. On a light one the accent
    stays what the owner chose, and `pairs` tells where it fails.
    """
    colours = {**told, "accent": told.get("accent", accent)}
    if "on-accent" not in told:
        colours["on-accent"] = label_on(colours["accent"], told["bg"])
    if scheme == LIGHT or "accent" in told or all(pair.passes for pair in pairs(colours) if "accent" in pair.names):
        return colours
    tone = _toned(accent, *_LIGHT_TONE, _VIVIDER, _TURNED)
    return {"on-accent": label_on(tone, told["bg"], accent), **told, "accent": tone}


def pairs(colours: Mapping[str, str]) -> Iterator[Pair]:
    """Yield every pair of a scheme that somebody has to tell apart, in every state."""
    bg, ink, accent, label = (colours[name] for name in ("bg", "ink", "accent", "on-accent"))
    tint = _over(*TINT, bg)
    hovered, hovered_label = _over(accent, HOVER, bg), _over(label, HOVER, bg)
    yield Pair("text", "WCAG 1.4.3", ("ink", "bg"), contrast(ink, bg), TEXT)
    yield Pair("text of a remark", "WCAG 1.4.3", ("ink", "bg"), contrast(ink, tint), TEXT)
    yield Pair("a link", "WCAG 1.4.3", ("accent", "bg"), contrast(accent, bg), TEXT)
    yield Pair("the label of a button", "WCAG 1.4.3", ("on-accent", "accent"), contrast(label, accent), TEXT)
    ratio = contrast(hovered_label, hovered)
    yield Pair("the label of a hovered button", "WCAG 1.4.3", ("on-accent", "accent"), ratio, TEXT)
    yield Pair("a hovered button", "WCAG 1.4.11", ("accent", "bg"), contrast(hovered, bg), CONTROL)
    yield Pair("the focus ring", "WCAG 2.4.13", ("accent", "bg"), contrast(accent, bg), CONTROL)
    yield Pair("the line beside a remark", "WCAG 1.4.11", ("accent", "bg"), contrast(accent, tint), CONTROL)
    yield Pair("a switch that is on", "WCAG 1.4.11", ("on-accent", "accent"), contrast(label, accent), CONTROL)
    if "edge" in colours:
        yield Pair("a switch that is off", "WCAG 1.4.11", ("edge", "bg"), contrast(colours["edge"], bg), CONTROL)
    if "muted" in colours:
        yield Pair("quiet text", "WCAG 1.4.3", ("muted", "bg"), contrast(colours["muted"], bg), TEXT)
        yield Pair("a link on a remark", "WCAG 1.4.3", ("accent", "bg"), contrast(accent, tint), TEXT)


def nearest(colour: str, passes: Callable[[str], bool]) -> str | None:
    """The same hue in the nearest lightness that passes; None where no lightness will do."""
    if passes(colour):
        return colour
    start = _color(colour).convert("oklch")
    for step in range(1, _STEPS + 1):
        for lightness in (start["lightness"] - step / _STEPS, start["lightness"] + step / _STEPS):
            if 0 <= lightness <= 1:
                tried = _hex(start.clone().set("lightness", lightness))
                if passes(tried):
                    return tried
    return None


def label_on(button: str, ground: str, accent: str = "") -> str:
    """White on a button where that can be read, hovered as well, else what reads better: it or a dark tone."""

    def readable(label: str) -> float:
        hovered = contrast(_over(label, HOVER, ground), _over(button, HOVER, ground))
        return min(contrast(label, button), hovered)

    dark = _toned(accent or button, *_DARK_LABEL)
    return "#ffffff" if readable("#ffffff") >= min(TEXT, readable(dark)) else dark


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two opaque colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def opaque_hex(text: str) -> str | None:
    """A CSS colour as `#rrggbb`; None where it is none, or lets something through."""
    try:
        colour = _color(text)
    except ValueError:
        return None
    return _hex(colour) if colour.alpha() == 1 else None


def short_hex(colour: str) -> str:
    """`#ffffff` as `#fff`."""
    full = colour.lower()
    return "#" + full[1::2] if len(full) == 7 and full[1::2] == full[2::2] else full


def _color(text: str) -> Any:
    # Imported here: a build that finds its colours in the cache has no use for the library.
    from coloraide import Color

    return Color(text)


def _hex(colour: Any) -> str:
    return str(colour.convert("srgb").fit().to_string(hex=True))


@functools.lru_cache(maxsize=4096)
def _luminance(colour: str) -> float:
    return float(_color(colour).luminance())


@functools.lru_cache(maxsize=4096)
def _over(colour: str, share: float, ground: str) -> str:
    """A colour that covers a ground only in part."""
    covering = _color(colour).convert("srgb")
    covering["alpha"] = share
    return _hex(covering.layer([covering, ground], space="srgb"))


def _toned(colour: str, lightness: float, most: float, vivider: float = 1, turned: float = 0) -> str:
    """A colour in another tone, with at most so much chroma; in grey there is no hue to turn."""
    _, chroma, hue = _color(colour).convert("oklch").coords(nans=False)
    return _hex(_color(f"oklch({lightness} {min(most, chroma * vivider)} {hue + turned})"))
