"""Pseudo-translations: texts that are too long, that show their id, or that run the other way.

They find what is cut, what is hard-coded, and what takes its direction for granted; placeholders and tags stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kelisim.i18n.po import PoFile
from kelisim.i18n.templates import Text
from kelisim.message import Hole, Part, Tag, escape_braces, parse_message

LONG, IDS, MIRRORED = STYLES = ("long", "ids", "mirrored")
#: How much longer: short Kazakh and Russian labels are up to so much longer than each other (5.3 of the house style).
GROWTH_PERCENT = 50
_OPEN, _CLOSE = "⟦", "⟧"
_OVERRIDE, _POP = "\u202e", "\u202c"
_ACCENTED = str.maketrans("aceinouyACEINOUY", "áçéíñóúýÁÇÉÍÑÓÚÝ")


def pseudo_file(file: PoFile, texts: Iterable[Text], style: str) -> PoFile:
    """A catalog with pseudo-texts in the place of its translations; untranslated ones are made from the source."""
    originals = {text.id: text.original for text in texts}
    entries = tuple(
        replace(
            entry,
            forms=tuple(
                pseudo_text(form or entry.source[-1], originals[entry.id].tags, style, entry.id) for form in entry.forms
            ),
            fuzzy=False,
            previous=(),
            literals=(),
        )
        for entry in file.entries
        if entry.id in originals
    )
    return replace(file, entries=entries, obsolete=())


def pseudo_text(text: str, tags: frozenset[str], style: str, key: str) -> str:
    """One text in a pseudo-style; its placeholders and tags are all there."""
    parts = parse_message(text, tags).parts
    if style == IDS:
        return _with_id(parts, key)
    if style == MIRRORED:
        return f"{_OVERRIDE}{_written(parts)}{_POP}"
    return f"{_OPEN}{_written(parts, accented=True)}{_padding(parts)}{_CLOSE}"


def _with_id(parts: tuple[Part, ...], key: str) -> str:
    """The id in the place of the words, in a tag where the text has one, then the placeholders."""
    holes = [str(part) for part in parts if isinstance(part, Hole)]
    tags = [part for part in parts if isinstance(part, Tag)]
    shown = "".join(f"<{tag.name}>{_with_id(tag.parts, key)}</{tag.name}>" for tag in tags) or key
    return " ".join([shown, *holes])


def _written(parts: tuple[Part, ...], *, accented: bool = False) -> str:
    written = []
    for part in parts:
        if isinstance(part, str):
            text = escape_braces(part)
            written.append(text.translate(_ACCENTED) if accented else text)
        elif isinstance(part, Tag):
            written.append(f"<{part.name}>{_written(part.parts, accented=accented)}</{part.name}>")
        else:
            written.append(str(part))
    return "".join(written)


def _padding(parts: tuple[Part, ...]) -> str:
    """Words of the text once more, until it is so much longer; they break where words do."""
    words = " ".join(part for part in parts if isinstance(part, str)).split()
    wanted = sum(len(word) + 1 for word in words) * GROWTH_PERCENT // 100
    padding, length = [], 0
    for word in words:
        if length >= wanted:
            break
        padding.append(word.strip(".,;:!?…").translate(_ACCENTED))
        length += len(word) + 1
    return "".join(f" {escape_braces(word)}" for word in padding if word)
