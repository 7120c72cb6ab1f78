"""A name as it is written: which word of it takes the ending, and which values can take none."""

import re
from dataclasses import dataclass
from unicodedata import category

from kelisim.kazakh.letters import plain
from kelisim.kazakh.signs import word_of_sign

# Marks that may follow the last word; the ending comes after them, with a hyphen.
_CLOSERS = "»“)™®"
_PAIRS = {"»": "«", "“": "„", ")": "("}
_LAST_WORD = re.compile(r"[^\s«„(\-\u2010-\u2015/.@_]+$")
_MARKUP = re.compile(r"[<>`]|&#?\w+;|\*\*|\]\(")


@dataclass(frozen=True, slots=True)
class Name:
    """A text, its last word, what stands before that word, and the closing marks after it."""

    text: str
    before: str
    last: str
    closers: str


def parse_name(text: str) -> Name:
    """Find the word that takes the ending; a text that can take none is a ValueError."""
    _refuse_faults(text)
    inner = text.rstrip(_CLOSERS)
    found = _LAST_WORD.search(inner)
    if found is None or not plain(found[0]):
        raise ValueError(f"“{text}” has no word that could take an ending")
    return Name(text, inner[: found.start()], found[0], text[len(inner) :])


def _refuse_faults(text: str) -> None:
    if not text.strip():
        raise ValueError("an empty value takes no ending")
    if text != text.strip():
        raise ValueError(f"“{text}” begins or ends with a space; give the bare name")
    if _MARKUP.search(text):
        raise ValueError(f"“{text}” has markup inside; give the bare name and put the markup around the result")
    _refuse_unbalanced(text)
    last = text[-1]
    if category(last)[0] in "PSC" and last not in _CLOSERS and word_of_sign(text) is None:
        raise ValueError(f"“{text}” ends in “{last}”; an ending follows a letter, a digit, », ), % or °")


def _refuse_unbalanced(text: str) -> None:
    open_marks: list[str] = []
    for mark in text:
        if mark in _PAIRS.values():
            open_marks.append(mark)
        elif mark in _PAIRS and (not open_marks or open_marks.pop() != _PAIRS[mark]):
            raise ValueError(f"“{text}” is unbalanced: nothing is open that “{mark}” could close")
    if open_marks:
        raise ValueError(f"“{text}” is unbalanced: “{open_marks[-1]}” is never closed")
