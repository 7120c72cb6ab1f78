"""Two wordings of one text, word by word: what stayed, what is gone, what is new."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

KEPT, GONE, NEW = "kept", "gone", "new"
#: A word keeps its inner hyphens and apostrophes: «cookie-файлы» is one word to a reader.
_PIECE = re.compile(r"\s+|\w+(?:[-’'‑]\w+)*|.", re.DOTALL)


@dataclass(frozen=True)
class Stretch:
    """A run of words; `kind` says whether it is kept, gone or new."""

    kind: str
    text: str


def compare_words(before: str, after: str) -> tuple[Stretch, ...]:
    """Both wordings in one: kept and gone stretches make up `before`, kept and new ones `after`."""
    one, other = _PIECE.findall(before), _PIECE.findall(after)
    opcodes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    changes = [("".join(one[start:end]), "".join(other[left:right])) for _, start, end, left, right in opcodes]
    return tuple(_stretches(_bridged(changes)))


def _bridged(changes: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """A space that happens to stay between two changed words is changed with them."""
    listed = list(changes)
    gone = new = ""
    for position, (before, after) in enumerate(listed):
        between = bool(gone or new) and position + 1 < len(listed)
        if before != after or (between and before.isspace()):
            gone, new = gone + before, new + after
            continue
        if gone or new:
            yield gone, new
        gone = new = ""
        yield before, after
    if gone or new:
        yield gone, new


def _stretches(changes: Iterable[tuple[str, str]]) -> Iterator[Stretch]:
    for before, after in changes:
        if before == after:
            if before:
                yield Stretch(KEPT, before)
            continue
        if before:
            yield Stretch(GONE, before)
        if after:
            yield Stretch(NEW, after)


def marked(stretches: Iterable[Stretch]) -> str:
    """The comparison as plain text: ``kept [-gone-]{+new+}``."""
    marks = {KEPT: "{}", GONE: "[-{}-]", NEW: "{{+{}+}}"}
    return "".join(marks[stretch.kind].format(stretch.text) for stretch in stretches)
