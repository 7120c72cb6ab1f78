"""What is wrong with a text: a stretch of it, what was found, and the mended stretch where no person has to decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """A fault of a text. `mended` is what the stretch should read; None where only a person can tell.

    `grave` faults keep a text from being shown; the others are advice.
    """

    offset: int
    length: int
    code: str
    found: str
    expected: str = ""
    fix: str = ""
    mended: str | None = None
    grave: bool = False


def mend(text: str, faults: Iterable[Fault]) -> str:
    """The text with every mendable fault mended; of stretches that overlap the first is."""
    pieces: list[str] = []
    position = 0
    for fault in sorted(fault for fault in faults if fault.mended is not None):
        if fault.offset < position:
            continue
        pieces += [text[position : fault.offset], fault.mended or ""]
        position = fault.offset + fault.length
    return "".join([*pieces, text[position:]])
