"""Spelling (K224): words that neither a dictionary nor the project's own list of reviewed forms knows.

Kazakh dictionaries know few of the forms that endings make, so a list beside them is a ratchet: a form that nobody has
looked at is a fault, and a form that somebody has looked at is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kelisim.lint.faults import Fault
from kelisim.lint.masking import masked
from kelisim.lint.style import CYRILLIC, LATIN, Style

_LETTERS = {CYRILLIC: r"\u0400-\u052f", LATIN: r"A-Za-z\u00c0-\u024f"}


def words_of(text: str, style: Style) -> Iterator[re.Match[str]]:
    """The words of a text in the letters of its language; names in other letters are no words of it."""
    letters = f"[{_LETTERS[style.script]}]" if style.script else r"[^\W\d_]"
    return re.finditer(rf"{letters}+(?:[-'’]{letters}+)*", masked(text))


def parse_words(text: str) -> frozenset[str]:
    """The forms of a word list: one a line, without regard to case; `#` begins a comment."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return frozenset(line.casefold() for line in lines if line)


def spelling_faults(text: str, style: Style, unknown: Collection[str], reviewed: Collection[str]) -> Iterator[Fault]:
    """Yield each word that the dictionary does not know and nobody has reviewed."""
    for match in words_of(text, style):
        if match[0] in unknown and match[0].casefold() not in reviewed:
            yield Fault(
                match.start(),
                len(match[0]),
                "K224",
                f'"{match[0]}" is in no dictionary',
                "a word that the dictionary or the project's list has",
                f"correct it; a right form goes into translations/words.{style.language}.txt, on a line of its own",
                grave=True,
            )
