"""A text with everything that is no prose covered, place by place: placeholders, tags, addresses, code."""

from __future__ import annotations

import functools
import re

#: Stands for a character of a value that is put in: neither letter nor space nor mark.
VALUE = "\ufffc"
#: Stands for a character of a tag or of Markdown: invisible in the printed text.
MARKUP = "\u2060"

_HOLE = re.compile(r"\{\{|\}\}|\{[^{}\n]*\}")
_TAG = re.compile(r"</?[a-z]+>")
_DESTINATION = re.compile(r"(?<=\])\([^()\s]*\)")
_ADDRESS = re.compile(r"<?https?://[^\s<>()]+>?|[\w.+-]+@[\w-]+\.[\w.-]*\w|`[^`]*`")
#: A name such as vivus.kz, site.toml or www.example.kz/path.
_DOMAIN = re.compile(r"(?<![\w.@])(?:[A-Za-z0-9-]+\.)+[a-z]{2,}(?:/[^\s,;()«»]*)?(?![\w])")


@functools.lru_cache(maxsize=8192)
def masked(text: str) -> str:
    """The text with the same length, in which only prose is left to read."""
    covered = text
    if "{" in covered:
        covered = _HOLE.sub(_cover(VALUE), covered)
    if "<" in covered or "](" in covered:
        covered = _DESTINATION.sub(_cover(MARKUP), _TAG.sub(_cover(MARKUP), covered))
    if "://" in covered or "@" in covered or "`" in covered:
        covered = _ADDRESS.sub(_cover(VALUE), covered)
    return _DOMAIN.sub(_cover(VALUE), covered) if "." in covered else covered


def _cover(sign: str) -> functools.partial[str]:
    return functools.partial(_covered, sign)


def _covered(sign: str, match: re.Match[str]) -> str:
    return sign * len(match[0])
