"""The PO format, written: one canonical form, so that equal content is equal text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kelisim.i18n.po import PoEntry, PoFile

#: Header fields in the order in which they are written; others follow as they come.
HEADER_FIELDS = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Language",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Plural-Forms",
    "X-Source-Language",
)
#: Header fields that change without anything having changed: they only make conflicts.
DROPPED_HEADER_FIELDS = ("POT-Creation-Date", "Generated-By", "X-Generator")
#: Flags that say something about a format that these texts do not have.
DROPPED_FLAGS = ("python-brace-format", "python-format", "no-python-format", "no-python-brace-format", "c-format")

_ESCAPED = str.maketrans({"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"})
_NUMBER = re.compile(r"(\d+)")


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts ids as people do: c4.2 before c4.10."""
    pieces = _NUMBER.split(text)
    return tuple((1, int(piece), "") if place % 2 else (0, 0, piece) for place, piece in enumerate(pieces))


def render_po(file: PoFile) -> str:
    """The file in its one form: equal content is equal text, whatever tool saved it before."""
    blocks = [_render_header(file)]
    blocks += [_render_entry(entry) for entry in sorted(file.entries, key=lambda entry: natural_key(entry.id))]
    blocks += [_render_entry(entry, "#~ ") for entry in sorted(file.obsolete, key=lambda entry: natural_key(entry.id))]
    return "\n".join(blocks)


def canonical_header(header: Mapping[str, str]) -> dict[str, str]:
    """Header fields in their order, without those that only make conflicts."""
    known = {name: header[name] for name in HEADER_FIELDS if name in header}
    rest = {name: value for name, value in header.items() if name not in known and name not in DROPPED_HEADER_FIELDS}
    return {**known, **dict(sorted(rest.items()))}


def _render_header(file: PoFile) -> str:
    lines = [f"# {comment}".rstrip() for comment in _trimmed(file.header_comments)]
    lines += ['msgid ""', 'msgstr ""']
    fields = canonical_header(file.header)
    return "\n".join([*lines, *(_quoted(f"{name}: {value}\n") for name, value in fields.items()), ""])


def _render_entry(entry: PoEntry, prefix: str = "") -> str:
    return "".join(f"{line}\n" for line in _entry_lines(entry, prefix))


def _entry_lines(entry: PoEntry, prefix: str) -> Iterator[str]:
    yield from (f"# {comment}".rstrip() for comment in _trimmed(entry.comments))
    if not prefix:
        yield from (f"#. {note}".rstrip() for note in entry.notes)
        yield from (f"#: {reference}" for reference in sorted(set(entry.references)))
    flags = [*(["fuzzy"] if entry.fuzzy else []), *canonical_flags(entry.flags)]
    if flags:
        yield f"#, {', '.join(flags)}"
    if entry.previous:
        before = f"{prefix.rstrip()}| " if prefix else "#| "
        yield from _string_lines("msgctxt", entry.id, before)
        yield from _string_lines("msgid", entry.previous[0], before)
        if len(entry.previous) > 1:
            yield from _string_lines("msgid_plural", entry.previous[1], before)
    yield from _string_lines("msgctxt", entry.id, prefix)
    yield from _string_lines("msgid", entry.source[0], prefix)
    if len(entry.source) > 1:
        yield from _string_lines("msgid_plural", entry.source[1], prefix)
        for number, form in enumerate(entry.forms):
            yield from _string_lines(f"msgstr[{number}]", form, prefix)
    else:
        yield from _string_lines("msgstr", entry.forms[0] if entry.forms else "", prefix)


def canonical_flags(flags: Iterable[str]) -> list[str]:
    """Flags in their order, `fuzzy` left to the caller: formats first, then the others."""
    kept = {flag for flag in flags if flag != "fuzzy" and flag not in DROPPED_FLAGS}
    return sorted(kept, key=lambda flag: (not flag.endswith("-format"), flag))


def _string_lines(keyword: str, text: str, prefix: str) -> Iterator[str]:
    """A string on one line, or a line of the file for each of its lines; never wrapped elsewhere."""
    if "\n" not in text[:-1]:
        yield f"{prefix}{keyword} {_quoted(text)}"
        return
    yield f'{prefix}{keyword} ""'
    yield from (f"{prefix}{_quoted(line)}" for line in re.findall(r"[^\n]*\n|[^\n]+", text))


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPED)}"'


def _trimmed(comments: tuple[str, ...]) -> tuple[str, ...]:
    """Comments without empty ones at the ends, which tools leave behind."""
    kept = list(comments)
    while kept and not kept[0].strip():
        kept.pop(0)
    while kept and not kept[-1].strip():
        kept.pop()
    return tuple(kept)
