"""What changed between two texts, word by word: [-gone-] {+new+}."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_PIECE = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)


def word_difference(before: str, after: str) -> str:
    """Both texts in one: what is gone in [-…-], what is new in {+…+}."""
    one, other = _PIECE.findall(before), _PIECE.findall(after)
    parts: list[str] = []
    for tag, start, end, left, right in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        gone, new = "".join(one[start:end]), "".join(other[left:right])
        if tag == "equal":
            parts.append(gone)
            continue
        if gone:
            parts.append(f"[-{gone}-]")
        if new:
            parts.append(f"{{+{new}+}}")
    return "".join(parts)
