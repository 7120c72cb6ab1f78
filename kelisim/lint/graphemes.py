"""How long a text is for a reader: in grapheme clusters (UAX #29, extended, without its rule for Indic conjuncts)."""

from __future__ import annotations

import re
import unicodedata

#: Anything that may not be a cluster by itself; Latin, Greek, Cyrillic letters and punctuation always are.
_COMPLEX = re.compile(r"[^\x00-\x0c\x0e-\u02ff\u0370-\u0482\u048a-\u058f\u2000-\u200c\u200e-\u20cf]")
_JOINER = "\u200d"
_HANGUL_L, _HANGUL_V, _HANGUL_T = range(0x1100, 0x1160), range(0x1160, 0x11A8), range(0x11A8, 0x1200)


def grapheme_count(text: str) -> int:
    """The number of characters that a reader sees."""
    if not _COMPLEX.search(text):
        return len(text)
    count = 0
    previous = ""
    flags = 0
    for letter in text:
        flags = flags + 1 if _regional(letter) else 0
        if not previous or not _joins(previous, letter, flags):
            count += 1
        previous = letter
    return count


def _joins(previous: str, letter: str, flags: int) -> bool:
    """Whether a character belongs to the cluster of the one before it."""
    if previous == "\r":
        return letter == "\n"
    if _extends(letter):
        return not unicodedata.category(previous).startswith("C") or previous == _JOINER
    if previous == _JOINER:
        return unicodedata.category(letter) == "So"
    if flags:
        return flags % 2 == 0
    return _hangul(previous, letter)


def _extends(letter: str) -> bool:
    if letter == _JOINER or "\U0001f3fb" <= letter <= "\U0001f3ff":
        return True
    return unicodedata.category(letter) in ("Mn", "Me", "Mc")


def _regional(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _hangul(previous: str, letter: str) -> bool:
    before, after = ord(previous), ord(letter)
    if before in _HANGUL_L:
        return after in _HANGUL_L or after in _HANGUL_V or 0xAC00 <= after <= 0xD7A3
    if before in _HANGUL_V or (0xAC00 <= before <= 0xD7A3 and (before - 0xAC00) % 28 == 0):
        return after in _HANGUL_V or after in _HANGUL_T
    return (before in _HANGUL_T or 0xAC00 <= before <= 0xD7A3) and after in _HANGUL_T
