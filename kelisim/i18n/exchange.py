"""Files for translators, and what comes back: matched by id, only what a translator may change is taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kelisim.files import decode
from kelisim.i18n.approvals import collapsed
from kelisim.i18n.merging import header
from kelisim.i18n.po import PoEntry, PoFile, with_forms
from kelisim.i18n.po_writing import natural_key
from kelisim.i18n.templates import Text
from kelisim.problems import Problem, warning
from kelisim.source import Source

_CHARSET = re.compile(rb"charset=([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_NOBODY = "FULL NAME"
#: Who translated last, and when: what a returned file may say of itself.
_CREDITS = ("Last-Translator", "PO-Revision-Date")


@dataclass(frozen=True)
class Reference:
    """The texts of a language that a translator reads more easily than the source."""

    language: str
    forms: Mapping[str, tuple[str, ...]]


def export_file(
    entries: Iterable[PoEntry], language: str, source_languages: Iterable[str], reference: Reference | None
) -> PoFile:
    """One file for a translator, all domains in one: the ids tell them apart."""
    listed = [_with_reference(entry, reference) for entry in sorted(entries, key=lambda one: natural_key(one.id))]
    languages = sorted(set(source_languages))
    told = header({}, language, languages[0] if languages else "")
    if len(languages) > 1:
        # Texts of more than one language: no tool should take one of them for all.
        del told["X-Source-Language"]
    return PoFile(Source("", ""), told, tuple(listed))


def _with_reference(entry: PoEntry, reference: Reference | None) -> PoEntry:
    forms = reference.forms.get(entry.id, ()) if reference else ()
    if not reference or not any(forms):
        return entry
    shown = " / ".join(dict.fromkeys(" ".join(form.split()) for form in forms))
    return replace(entry, notes=(*entry.notes, f"{reference.language}: {shown}"))


def decode_returned(data: bytes, path: str) -> tuple[Source | None, list[Problem]]:
    """The text of a returned file in whatever encoding its header names, or where it stops being readable."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    named = _CHARSET.search(data[:4096])
    for encoding in ("utf-8", named[1].decode() if named else "utf-8"):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return Source(path, text.replace("\r\n", "\n").replace("\r", "\n")), []
    _, problem = decode(data, path)
    fix = "save it as UTF-8, or let its header name the encoding that it has"
    return None, [replace(problem, code="K201", fix=fix)] if problem else []


@dataclass(frozen=True)
class Returned:
    """A catalog with what came back, the ids that changed, and what was left out."""

    file: PoFile
    changed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def take_back(ours: PoFile, returned: PoFile, texts: Mapping[str, Text], *, accept_unchanged: bool = False) -> Returned:
    """Take translations, comments of translators and fuzzy marks from a returned file into an up-to-date catalog."""
    theirs = returned.by_id()
    taking = _Taking(returned, accept_unchanged)
    entries = tuple(
        taking.entry(entry, theirs[entry.id]) if entry.id in theirs and entry.id in texts else entry
        for entry in ours.entries
    )
    changed = tuple(entry.id for entry, before in zip(entries, ours.entries, strict=True) if entry != before)
    told = dict(ours.header)
    if changed:
        told |= {name: returned.header[name] for name in _CREDITS if _credit(returned, name)}
    comments = (*ours.header_comments, *_new(returned.header_comments, ours.header_comments))
    file = replace(ours, entries=entries, header=told, header_comments=comments if changed else ours.header_comments)
    return Returned(file, changed, tuple(taking.problems))


def _credit(returned: PoFile, name: str) -> bool:
    told = returned.header.get(name, "")
    return bool(told) and _NOBODY not in told and "YEAR-MO-DA" not in told


def _new(theirs: Iterable[str], ours: Iterable[str]) -> tuple[str, ...]:
    known = {comment.strip() for comment in ours}
    return tuple(comment for comment in theirs if comment.strip() and comment.strip() not in known)


def language_of(returned: PoFile, known: Sequence[str]) -> tuple[str, list[Problem]]:
    """The language that a returned file says it is in, or why it cannot be taken for one of the project's."""
    told = returned.header.get("Language", "").replace("_", "-")
    if told in known:
        return told, []
    found = f'the header says language "{told}"' if told else "the header does not say which language this is"
    expected = f"one of {', '.join(known)}"
    return "", [Problem(returned.header_place("Language"), "K202", found, expected, "name it with --language")]


def check_returned(returned: PoFile, known: Iterable[str], language: str, plural: str) -> Iterator[Problem]:
    """Yield what a returned file has that nothing of is taken: texts that there are not, a header of its own."""
    ids = set(known)
    for entry in returned.entries:
        if entry.id not in ids:
            place = returned.source.line_place(entry.line)
            yield warning(place, "K240", f'there is no text "{entry.id}" to translate', fix="it was left out")
    told = returned.header.get("Language", "").replace("_", "-")
    if told and told != language:
        found = f'the header says language "{told}", the texts were taken for {language}'
        yield warning(returned.header_place("Language"), "K244", found)
    forms = returned.header.get("Plural-Forms", "")
    if forms and "".join(forms.split()).rstrip(";") != "".join(plural.split()).rstrip(";"):
        found = f'the header says "{forms}"'
        yield warning(returned.header_place("Plural-Forms"), "K244", found, plural, "it was left out")


class _Taking:
    """Takes one entry after another, and notes what is left out."""

    def __init__(self, returned: PoFile, accept_unchanged: bool) -> None:
        self._returned = returned
        self._accept_unchanged = accept_unchanged
        self.problems: list[Problem] = []

    def entry(self, ours: PoEntry, theirs: PoEntry) -> PoEntry:
        """Our entry with what may be taken from theirs."""
        commented = replace(ours, comments=(*ours.comments, *_new(theirs.comments, ours.comments)))
        if not any(theirs.forms):
            if any(ours.forms):
                self._note(theirs, "K241", f'"{ours.id}" came back empty', "the translation that was there is kept")
            return commented
        forms = self._forms(ours, theirs)
        if not _same(theirs.source, ours.source):
            return self._of_another_source(commented, theirs, forms)
        if theirs.fuzzy:
            return replace(commented, forms=forms, fuzzy=True, literals=())
        if ours.fuzzy and forms == ours.forms and not self._accept_unchanged:
            fix = "it is kept; if the text still holds: kelisim i18n approve, or import --accept-unchanged"
            self._note(theirs, "K243", f'"{ours.id}" lost its fuzzy mark and has the same text', fix)
            return commented
        return replace(commented, forms=forms, fuzzy=False, previous=(), literals=())

    def _forms(self, ours: PoEntry, theirs: PoEntry) -> tuple[str, ...]:
        """Their forms, as many as the language has; ours where theirs are empty."""
        adapted = with_forms(theirs, len(ours.forms)).forms
        return tuple(new or old for new, old in zip(adapted, ours.forms, strict=True))

    def _of_another_source(self, ours: PoEntry, theirs: PoEntry, forms: tuple[str, ...]) -> PoEntry:
        if forms == ours.forms:
            if not _same(theirs.source, ours.previous):
                self._note(theirs, "K242", f'"{ours.id}" came back with another source text', "that text was left out")
            return ours
        fix = "the translation was taken and marked as outdated"
        self._note(theirs, "K242", f'"{ours.id}" was translated from another source text', fix)
        return replace(ours, forms=forms, fuzzy=True, previous=theirs.source, literals=())

    def _note(self, entry: PoEntry, code: str, found: str, fix: str) -> None:
        self.problems.append(warning(self._returned.source.line_place(entry.line), code, found, fix=fix))


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return [collapsed(form) for form in one] == [collapsed(form) for form in other]
