"""Spaces (K213): before marks, doubled, at the ends, inside brackets, missing after a comma; signs nobody can see.

Missing no-break spaces are no fault: the build puts them in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kelisim.lint.faults import Fault
from kelisim.lint.masking import masked

_RULES = (
    (re.compile(r"(?<=\S)[ \u00a0\t]+(?=[.,;:!?…)»\]](?:\s|$|[.,;:!?…)»\]\u2060]))"), "", "a space before {next}"),
    (re.compile(r"(?<=[(«„\[])[ \u00a0\t]+(?=\S)"), "", "a space after {before}"),
    (re.compile(r"(?<=\S)(?: [ \u00a0\t]|[\u00a0\t] )[ \u00a0\t]*(?=\S)"), " ", "more than one space"),
    (re.compile(r"(?<=[^\W\d_][,;])(?=[^\W\d_])"), " ", "no space after {before}"),
)
#: Control characters, zero-width spaces, marks that turn the direction of what follows: a text copied from elsewhere
#: brings them along, and no reader of the file sees that a button will read backwards or a word will not be found.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\ufeff]")


def spacing_faults(text: str, source: str = "") -> Iterator[Fault]:
    """Yield what is wrong with the spaces of a text; its ends may look like those of its source."""
    prose = masked(text)
    for pattern, mended, found in _RULES:
        for match in pattern.finditer(prose):
            before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
            yield _fault(match.start(), match.end(), found.format(before=before, next=after), mended)
    for match in _INVISIBLE.finditer(text):
        found = f"an invisible character (U+{ord(match[0]):04X})"
        yield Fault(match.start(), 1, "K213", found, fix="kelisim i18n fix mends it", mended="", grave=True)
    if not text.strip():
        return
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if text[:start] != source[: len(source) - len(source.lstrip())]:
        yield _fault(0, start, "white space at the beginning", _head(source))
    if text[end:] != source[len(source.rstrip()) :]:
        yield _fault(end, len(text), "white space at the end", _tail(source))


def _head(source: str) -> str:
    return source[: len(source) - len(source.lstrip())]


def _tail(source: str) -> str:
    return source[len(source.rstrip()) :]


def _fault(start: int, end: int, found: str, mended: str) -> Fault:
    return Fault(start, end - start, "K213", found, fix="kelisim i18n fix mends it", mended=mended)
