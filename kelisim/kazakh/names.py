"""A name as it is written: what its last word is, and whether an ending needs a hyphen."""

import re
from dataclasses import dataclass
from unicodedata import category

_CLOSERS = "»“)"
_PAIRS = {"»": "«", "“": "„", ")": "("}
# Punctuation that is said as a word, and so may end a name.
_SAID = "%°‰№"
_MARKUP = re.compile(r"[<>]|&#?\w+;|\*\*|`")


@dataclass(frozen=True, slots=True)
class Name:
    """The last word of a text as typed, what stands before it, and whether something closes after it."""

    text: str
    last: str
    before: str
    closed: bool


def parse_name(text: str) -> Name:
    """Find the word that takes the ending, or refuse a text that can take none."""
    _check(text)
    inner = text.rstrip(_CLOSERS)
    start = max((inner.rfind(mark) for mark in " \u00a0\u202f\t\n«„(-–—‑/"), default=-1) + 1
    if not inner[start:]:
        raise ValueError(f"«{text}» has no word that could take an ending")
    return Name(text, inner[start:], inner[:start], closed=inner != text)


def _check(text: str) -> None:
    if not text.strip():
        raise ValueError("an empty value cannot take an ending")
    if text != text.strip():
        raise ValueError(f"«{text}» begins or ends with a space; an ending would stand apart")
    if _MARKUP.search(text):
        raise ValueError(f"«{text}» has markup inside; inflect the bare text and put the markup around the result")
    _check_pairs(text)
    last = text[-1]
    if category(last).startswith("P") and last not in _CLOSERS + _SAID:
        raise ValueError(f"«{text}» ends in “{last}”; an ending can follow a letter, a digit, », ), % or °")


def _check_pairs(text: str) -> None:
    open_marks: list[str] = []
    for char in text:
        if char in _PAIRS.values():
            open_marks.append(char)
        elif char in _PAIRS and (not open_marks or open_marks.pop() != _PAIRS[char]):
            raise ValueError(f"{text} has a “{char}” that closes nothing")
    if open_marks:
        raise ValueError(f"{text} has a “{open_marks[-1]}” that is never closed")
