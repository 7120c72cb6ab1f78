"""Texts for a script that has to be ASCII (promise 8), in fewer bytes than escapes take; `banner/js/packed.js` unpacks.

A Cyrillic letter is `\\u04xx` in ASCII, six characters that Brotli cannot quite make one of again. Packed, a run of
Cyrillic begins with ``~`` and ends with ``~`` or where the text does; inside it the signs from ``]`` to ``|`` stand for
the alphabet's unbroken row, capital Latin letters for the others, and ``}`` makes a capital. Two ``~`` are the sign
itself. What has no place in that stays as it is, and is escaped.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any

#: The alphabet's unbroken row, from а to я, then the others.
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіё"
_SIGNS = "".join(map(chr, range(ord("]"), ord("|") + 1))) + "ABCDEFGHIJ"
_PACKED = dict(zip(LETTERS, _SIGNS, strict=True))
#: From a Cyrillic letter to the last one that nothing but spaces, digits and harmless marks stand between.
_RUN = re.compile(rf"[{LETTERS}](?:[^A-Z\]-~\"\\]*[{LETTERS}])*|~", re.IGNORECASE)


def pack(value: Any) -> Any:
    """A value of JSON's kinds with every text in it packed; keys stay as they are, tuples become lists."""
    if isinstance(value, str):
        return pack_text(value)
    if isinstance(value, Mapping):
        return {key: pack(member) for key, member in value.items()}
    if isinstance(value, Sequence):
        return [pack(member) for member in value]
    return value


@functools.lru_cache(maxsize=4096)
def pack_text(text: str) -> str:
    """One text packed."""
    packed = _RUN.sub(_packed_run, text)
    # The end of the text ends a run as well.
    return packed[:-1] if packed.endswith("~") and not packed.endswith("~~") else packed


def _packed_run(match: re.Match[str]) -> str:
    if match[0] == "~":
        return "~~"
    return "~" + "".join(_packed_letter(letter) for letter in match[0]) + "~"


def _packed_letter(letter: str) -> str:
    small = letter.lower()
    if small not in _PACKED:
        return letter
    return _PACKED[small] if letter == small else f"}}{_PACKED[small]}"
