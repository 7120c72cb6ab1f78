"""Catalogs brought up to date: merged with the sources by id, so that no edit of a source costs a translation.

An entry whose source changed keeps its translation, is marked fuzzy and shows the source text that the translation
was made from, however often the source changes after that; a source that is changed back heals it. Nothing is
matched by similarity.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from kelisim.i18n.approvals import collapsed
from kelisim.i18n.languages import english_name, form_count, plural_header
from kelisim.i18n.po import PoEntry, PoFile, with_forms
from kelisim.i18n.po_writing import canonical_flags, canonical_header, natural_key
from kelisim.i18n.templates import Domain, Text
from kelisim.problems import Problem
from kelisim.source import Source

PROJECT = "kelisim"
#: One text at the end may be new in a catalog whose update was put off.
_FEWEST_CUT = 2
#: Flags that say what the template says; the template's own take their place.
_TEMPLATE_FLAGS = ("max-length:",)


@dataclass(frozen=True)
class Merge:
    """A catalog brought up to date, and what that did to it."""

    file: PoFile
    added: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    healed: tuple[str, ...] = ()
    removed: tuple[PoEntry, ...] = ()


def template(domain: Domain, path: str = "") -> PoFile:
    """The template (.pot) of a domain."""
    entries = tuple(
        PoEntry(
            text.id,
            text.original.forms,
            ("",) * len(text.original.forms),
            notes=text.notes(),
            references=(text.reference,),
            flags=text.flags,
        )
        for text in domain.texts.values()
    )
    header = {
        "Project-Id-Version": PROJECT,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": domain.language,
    }
    return PoFile(Source(path, ""), header, entries)


def empty_catalog(language: str, path: str = "") -> PoFile:
    """A catalog without entries. Raises LookupError for a language that CLDR does not know."""
    english_name(language)
    return PoFile(Source(path, ""), {}, ())


def merge(file: PoFile, domain: Domain, language: str, *, prune: bool = False) -> Merge:
    """The catalog of a language with the texts of a domain as they are now.

    Translations of texts that are gone stay as obsolete entries, and come back with their id; `prune` drops them.
    """
    texts = domain.for_language(language)
    present = {**{entry.id: entry for entry in reversed(file.obsolete)}, **file.by_id()}
    added, outdated, healed = [], [], []
    entries = []
    for key, text in texts.items():
        before = present.get(key)
        if before is None:
            entries.append(_new_entry(text, language))
            added.append(key)
            continue
        after = _updated(before, text, language)
        entries.append(after)
        if after.fuzzy and after.source != before.source:
            outdated.append(key)
        elif before.fuzzy and not after.fuzzy:
            healed.append(key)
    gone = [entry for key, entry in sorted(present.items()) if key not in texts]
    active = file.by_id()
    removed = sorted((entry for entry in gone if entry.id in active), key=lambda entry: natural_key(entry.id))
    kept = () if prune else tuple(entry for entry in gone if any(entry.forms))
    merged = PoFile(
        file.source,
        header(file.header, language, domain.language),
        tuple(sorted(entries, key=lambda entry: natural_key(entry.id))),
        kept,
        file.header_comments,
    )
    return Merge(merged, tuple(added), tuple(outdated), tuple(healed), tuple(removed))


def header(told: Mapping[str, str], language: str, source_language: str) -> dict[str, str]:
    """A header that every tool accepts; who translated last, and when, stays as it is."""
    return canonical_header(
        {
            "Project-Id-Version": PROJECT,
            "PO-Revision-Date": "",
            "Last-Translator": "",
            "Language-Team": english_name(language),
            **told,
            "Language": language.replace("-", "_"),
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": plural_header(language),
            "X-Source-Language": source_language,
        }
    )


def _new_entry(text: Text, language: str) -> PoEntry:
    entry = PoEntry(text.id, text.original.forms, ("",) * _forms(text, language))
    return _described(entry, text, language)


def _updated(entry: PoEntry, text: Text, language: str) -> PoEntry:
    source = text.original.forms
    entry = _described(with_forms(entry, _forms(text, language)), text, language)
    if _same(entry.source, source):
        return replace(entry, source=source, previous=entry.previous if entry.fuzzy else ())
    if not any(entry.forms) or _same(entry.previous, source):
        return replace(entry, source=source, fuzzy=False, previous=())
    # Somebody marked it by hand: it was no finished translation of that source, so no return to it may heal it.
    by_hand = entry.fuzzy and not entry.previous
    return replace(entry, source=source, fuzzy=True, previous=() if by_hand else entry.previous or entry.source)


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two sources say the same: line breaks and repeated spaces make no other text."""
    return one == other or [collapsed(form) for form in one] == [collapsed(form) for form in other]


def _described(entry: PoEntry, text: Text, language: str) -> PoEntry:
    flags = [*text.flags, *(flag for flag in entry.flags if not flag.startswith(_TEMPLATE_FLAGS))]
    return replace(
        entry,
        notes=text.notes(language),
        references=(text.reference,),
        flags=tuple(canonical_flags(flags)),
        literals=(),
    )


def _forms(text: Text, language: str) -> int:
    return form_count(language) if len(text.original.forms) > 1 else 1


def check_whole(file: PoFile, domain: Domain, language: str, template_ids: Collection[str]) -> Iterator[Problem]:
    """Yield the problem of a catalog that ends before its template does: a file that was cut between two entries.

    Every update gives a catalog all texts of the template, and both are sorted alike. So where the template that lies
    beside it has more after the last text of the catalog, the end of the file is gone, and not the texts.
    """
    present = {entry.id for entry in (*file.entries, *file.obsolete)}
    known = sorted((key for key in domain.for_language(language) if key in template_ids), key=natural_key)
    after = next((place for place, key in enumerate(reversed(known)) if key in present), len(known))
    if after < _FEWEST_CUT:
        return
    last = file.entries[-1] if file.entries else None
    place = file.source.line_place(max(1, len(file.source.lines)))
    end = f'after "{last.id}"' if last else "before its first text"
    fix = f"was it cut? Take it again from where it came; kelisim i18n update --lang {language} begins these texts anew"
    yield Problem(place, "K201", f"the file ends {end}; the template has {after} more texts", fix=fix)
