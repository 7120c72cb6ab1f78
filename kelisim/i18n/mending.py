"""Mends in catalogs what no person has to decide: letters, spaces, marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kelisim.i18n.checking import Surroundings, entry_faults
from kelisim.i18n.po import PoEntry, PoFile
from kelisim.i18n.suppressions import suppressions
from kelisim.i18n.templates import Domain, Text
from kelisim.lint.faults import mend

#: One mend may lay bare another (a letter composed, then a space); nothing needs more rounds than this.
_ROUNDS = 4


@dataclass(frozen=True)
class Mended:
    """A text that was mended: by which codes, before and after."""

    id: str
    codes: tuple[str, ...]
    before: str
    after: str


def mend_file(
    file: PoFile, domain: Domain, language: str, around: Surroundings, code: str = ""
) -> tuple[PoFile, list[Mended]]:
    """The catalog with every mendable fault mended (only of `code`, where one is given), and what was mended."""
    texts = domain.for_language(language)
    entries: list[PoEntry] = []
    mended: list[Mended] = []
    for entry in file.entries:
        text = texts.get(entry.id)
        changes = list(_mend_entry(entry, text, domain, language, around, code)) if text else []
        mended += (change for _, change in changes)
        forms = list(entry.forms)
        for number, change in changes:
            forms[number] = change.after
        entries.append(replace(entry, forms=tuple(forms), literals=()) if changes else entry)
    return replace(file, entries=tuple(entries)), mended


def _mend_entry(
    entry: PoEntry, text: Text, domain: Domain, language: str, around: Surroundings, code: str
) -> Iterator[tuple[int, Mended]]:
    ignored = {one.code for one in suppressions([*entry.comments, text.original.note]) if not one.fault}
    for number, form in enumerate(entry.forms):
        after, codes = form, list[str]()
        for _ in range(_ROUNDS if form else 0):
            faults = [
                fault
                for fault in entry_faults(after, number, entry, text, domain, language, around)
                if fault.mended is not None and fault.code not in ignored and fault.code in (code or fault.code)
            ]
            if not faults:
                break
            codes += (fault.code for fault in faults)
            after = mend(after, faults)
        if after != form:
            yield number, Mended(entry.id, tuple(sorted(set(codes))), form, after)
