"""Slots: holes in rendered text. A text is rendered once with marks in it, cut at them once, and then only filled.

A mark is the placeholder between two code points that no text may hold (Unicode noncharacters), so that it survives
Markdown, typography, escaping and templates as one word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kelisim.message import Hole

OPEN, CLOSE = "\ufdd0", "\ufdd1"
FORBIDDEN = re.compile("[\ufdd0-\ufdef\ufffe\uffff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARK = re.compile(f"{OPEN}(=?)([a-z_.]+)(?::([a-z]+))?{CLOSE}")


class Slot(NamedTuple):
    """A place for a value; `bare` wants the words alone, because it stands in an attribute or inside a link.

    A tuple, because that is hashed and compared quickly: pages are filled by slot.
    """

    name: str
    case: str = ""
    bare: bool = False


Parts = tuple[str | Slot, ...]


def mark(hole: Hole | Slot) -> str:
    """What stands in a text where the value of `hole` will be put."""
    bare = isinstance(hole, Slot) and hole.bare
    return f"{OPEN}{'=' if bare else ''}{hole.name}{f':{hole.case}' if hole.case else ''}{CLOSE}"


def bared(text: str) -> str:
    """The text with every mark made bare."""
    return _MARK.sub(lambda match: match[0] if match[1] else f"{OPEN}={match[0][1:]}", text)


def cut(text: str, known: Callable[[str], str | None]) -> Parts:
    """The text cut at its marks; those whose value `known` already has by name are filled at once."""

    def filled(match: re.Match[str]) -> str:
        value = known(match[2])
        return match[0] if value is None else value

    parts: list[str | Slot] = []
    text = _MARK.sub(filled, text)
    position = 0
    for match in _MARK.finditer(text):
        parts += [text[position : match.start()], Slot(match[2], match[3] or "", bool(match[1]))]
        position = match.end()
    return (*parts, text[position:])


def fill(parts: Parts, values: Mapping[Slot, str]) -> str:
    """The text with a value in every slot."""
    return "".join([part if isinstance(part, str) else values[part] for part in parts])


@dataclass(frozen=True)
class Stencil:
    """A whole text, cut and encoded once, to be filled for site after site: `texts` stand around the slots."""

    texts: tuple[bytes, ...]
    slots: tuple[Slot, ...]

    @classmethod
    def of(cls, parts: Parts, values: Mapping[Slot, bytes], fixed: Collection[str] = ()) -> Stencil:
        """Of what `cut` gives. What is `fixed`, by name, is the same for all sites that come, and filled at once."""
        texts, slots = [b""], []
        for part in parts:
            if isinstance(part, str):
                texts[-1] += part.encode()
            elif part.name in fixed:
                texts[-1] += values[part]
            else:
                slots.append(part)
                texts.append(b"")
        return cls(tuple(texts), tuple(slots))

    def fill(self, values: Mapping[Slot, bytes]) -> bytes:
        """The text with a value in every slot."""
        filled = [b""] * (len(self.texts) + len(self.slots))
        filled[::2] = self.texts
        filled[1::2] = [values[slot] for slot in self.slots]
        return b"".join(filled)
