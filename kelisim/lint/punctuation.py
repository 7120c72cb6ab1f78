"""Marks: the last one against the source, quotation marks of the language, dashes, three dots (K214, K221, K222)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.lint.faults import Fault
from kelisim.lint.masking import MARKUP, masked
from kelisim.lint.style import Style

MENDS = "kelisim i18n fix mends it"
_FINAL = ".:;…!?"
_CLOSING = '»“”")]*_' + MARKUP
_SPACED_DASH = re.compile(r"(?<=\S)(?P<left>[ \u00a0])(?P<dash>-|--|[–—―−‒])(?=[ \u00a0]\S)")
_DOUBLE_HYPHEN = re.compile(r"(?<=\S)--(?=\S)")
_TIGHT_DASH = re.compile(r"(?<=[^\W\d_])[—―](?=[^\W\d_])")
_DOTS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_OPENERS, _CLOSERS = "«„“‹", "»“”›"
_MARKS = re.compile(r"[«»„“”‟\"‹›]")


def final_faults(text: str, source: str) -> Iterator[Fault]:
    """Yield the fault of a text that does not end as its source does (K214)."""
    if not text.strip() or not source.strip():
        return
    mine, offset = _final(text)
    theirs, _ = _final(source)
    if mine == theirs:
        return
    found = f'the text ends in "{mine}"' if mine else f'the text ends without "{theirs}"'
    expected = f'"{theirs}", as the source has it' if theirs else "no mark at the end, as in the source"
    mended = None
    if not mine and theirs in (".", ":") and text[-1:].isalnum():
        mended = text[offset : offset + 1] + theirs
    yield Fault(offset, 1, "K214", found, expected, MENDS if mended else "", mended)


def _final(text: str) -> tuple[str, int]:
    """The final mark of a text and the place of its last character; nothing where it ends in a word."""
    prose = masked(text).rstrip()
    bare = prose.rstrip(_CLOSING)
    last = bare[-1:]
    if last in _FINAL and last:
        # Three dots and the one sign for them are one mark.
        return ("…" if last == "." and bare.endswith("...") else last), len(bare) - 1
    return "", len(prose) - 1


def quote_faults(text: str, style: Style) -> Iterator[Fault]:
    """Yield quotation marks that the language does not use, or that do not balance (K214)."""
    if not style.quotes:
        return
    marks = list(_MARKS.finditer(masked(text)))
    if not marks:
        return
    paired = _paired(text, [match.start() for match in marks])
    if isinstance(paired, int):
        yield Fault(
            paired,
            1,
            "K214",
            f"the quotation mark {text[paired]} has no partner",
            f"{style.quotes[0]}…{style.quotes[1]}, inside them {style.quotes[2]}…{style.quotes[3]}",
            "add the missing mark, or remove this one",
        )
        return
    for opening, closing, depth in paired:
        wanted = style.quotes[2 * (depth % 2) : 2 * (depth % 2) + 2]
        for offset, right in ((opening, wanted[0]), (closing, wanted[1])):
            if text[offset] != right:
                yield Fault(
                    offset,
                    1,
                    "K214",
                    f"the quotation mark {text[offset]}",
                    f"{wanted[0]}…{wanted[1]}{' inside other marks' if depth % 2 else ''}",
                    MENDS,
                    right,
                )


def _paired(text: str, places: list[int]) -> list[tuple[int, int, int]] | int:
    """Pairs of marks with their depth, or the first place that has no partner."""
    open_marks: list[int] = []
    pairs: list[tuple[int, int, int]] = []
    for place in places:
        if _opens(text, place, open_marks):
            open_marks.append(place)
        elif open_marks:
            pairs.append((open_marks[-1], place, len(open_marks) - 1))
            open_marks.pop()
        else:
            return place
    return sorted(pairs) if not open_marks else open_marks[-1]


def _opens(text: str, place: int, open_marks: list[int]) -> bool:
    mark = text[place]
    if mark in "«„‹":
        return True
    if mark in "»›":
        return False
    # “ closes „…“ and opens “…”; " does either: what stands before it tells.
    if open_marks and text[open_marks[-1]] in '„"“' and (mark != "“" or text[open_marks[-1]] == "„"):
        before = text[place - 1 : place]
        return bool(mark == '"' and text[open_marks[-1]] != '"' and (before.isspace() or before in "(«"))
    return mark != "”"


def dash_faults(text: str, style: Style) -> Iterator[Fault]:
    """Yield hyphens that stand for dashes, and dashes of another language (K221)."""
    prose = masked(text)
    for match in _SPACED_DASH.finditer(prose):
        sign = match["dash"]
        wanted = style.dash or ("–" if sign in ("-", "--") else sign)
        if sign != wanted:
            name = "a hyphen" if sign in ("-", "--") else f"the dash {sign} (U+{ord(sign):04X})"
            yield Fault(
                match.start("dash"),
                len(sign),
                "K221",
                f"{name} between words",
                f"the dash {wanted} (U+{ord(wanted):04X})",
                MENDS,
                wanted,
            )
    for match in _DOUBLE_HYPHEN.finditer(prose):
        yield Fault(match.start(), 2, "K221", "two hyphens", "a dash with spaces, or one hyphen")
    if style.dash:
        for match in _TIGHT_DASH.finditer(prose):
            yield Fault(
                match.start(), 1, "K221", "a dash without spaces", f"{style.dash} with a space on both sides", MENDS,
                f" {style.dash} ",
            )  # fmt: skip


def dots_faults(text: str) -> Iterator[Fault]:
    """Yield three dots in the place of the one sign … (K222)."""
    for match in _DOTS.finditer(masked(text)):
        yield Fault(match.start(), 3, "K222", "three dots", "the one sign …", MENDS, "…")
