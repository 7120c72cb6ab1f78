"""gettext catalogs: PO files to messages by id, with everything a build must not pass over.

The identity of a message is its ``msgctxt``; ``msgid`` is only the source text as it was when the translation was made.
``translations/<lang>/LC_MESSAGES/<domain>.po``; domains are `banner`, `services` and `policy`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kelisim.message import parse_message
from kelisim.problems import Place, Problem, warning
from kelisim.source import Source

DOMAINS = ("banner", "services", "policy")
PLURAL_CATEGORIES = ("zero", "one", "two", "few", "many", "other")


@dataclass(frozen=True)
class Original:
    """A text to be translated as its source has it: one form, or one a plural category (English: one, other).

    `where` finds the place of the text in its source; it is asked only when there is something to say.
    """

    id: str
    forms: tuple[str, ...]
    where: Callable[[], Place]
    tags: frozenset[str] = frozenset()
    note: str = ""
    max_length: int = 0
    samples: Mapping[str, str] | None = None

    @property
    def text(self) -> str:
        return self.forms[0]


@dataclass(frozen=True)
class Entry:
    """A message of a catalog: forms of the translation (one without plural), and the source text it was made from."""

    id: str
    source: tuple[str, ...]
    forms: tuple[str, ...]
    fuzzy: bool
    line: int


@dataclass(frozen=True)
class Catalog:
    """The messages of one domain in one language, by id."""

    domain: str
    language: str
    file: Source
    entries: Mapping[str, Entry]

    def over(self, packaged: Catalog) -> Catalog:
        """This catalog laid over the packaged one, entry by entry; places are looked up in this one's file."""
        return Catalog(self.domain, self.language, self.file, {**packaged.entries, **self.entries})

    def place(self, entry: Entry, needle: str = "") -> Place:
        """Where an entry's translation stands; of `needle` inside it where that can be found."""
        lines = self.file.lines
        for number in range(entry.line, len(lines) + 1):
            line = lines[number - 1]
            if number > entry.line and not line.strip():
                break
            column = line.find(needle) if needle else line.find('"')
            if column >= 0 and (needle or line.startswith("msgstr")) and not line.startswith(("#", "msgid", "msgctxt")):
                return self.file.line_place(number, column + 1, max(1, len(needle)))
        return self.file.line_place(entry.line)


def parse_catalog(file: Source, domain: str, language: str) -> tuple[Catalog | None, list[Problem]]:
    """The catalog of a PO file, with the problems of its form (K201, K202)."""
    conflict = re.search(r"^(<{7}|={7}|>{7})( |$)", file.text, re.MULTILINE)
    if conflict:
        fault = Problem(
            file.place(conflict.start(), 7),
            "K201",
            "a merge conflict was left in this file",
            fix="keep one side and remove the marks",
        )
        return None, [fault]
    try:
        parsed = _polib(file.text)
    except OSError as error:
        return None, [_syntax_problem(file, str(error))]
    entries: dict[str, Entry] = {}
    problems = list(_check_header(parsed, file, language))
    for entry in _entries(parsed):
        if not entry.id:
            problems.append(
                Problem(file.line_place(entry.line), "K201", "this entry has no msgctxt", "the id of the text")
            )
        elif entry.id in entries:
            problems.append(
                Problem(
                    file.line_place(entry.line),
                    "K201",
                    f'"{entry.id}" stands here a second time (line {entries[entry.id].line} has it too)',
                    fix="keep one of the two entries",
                )
            )
        else:
            entries[entry.id] = entry
    return Catalog(domain, language, file, entries), problems


def check_catalog(catalog: Catalog, originals: Mapping[str, Original]) -> Iterator[Problem]:
    """Yield what keeps a catalog's translations from being shown: missing, outdated, holes or tags that do not fit."""
    for key, original in originals.items():
        entry = catalog.entries.get(key)
        if entry is None or not any(entry.forms):
            yield _missing(catalog, original, entry)
        elif not all(entry.forms):
            yield Problem(
                catalog.place(entry), "K205", f'"{key}" has a plural form without text', "a text in every msgstr[…]"
            )
        else:
            yield from _check_entry(catalog, entry, original)
    for key, entry in catalog.entries.items():
        if key not in originals:
            yield warning(
                catalog.file.line_place(entry.line),
                "K218",
                f'there is no text "{key}" any more',
                fix="kelisim i18n update removes it",
            )


def _check_entry(catalog: Catalog, entry: Entry, original: Original) -> Iterator[Problem]:
    if entry.source != original.forms:
        yield warning(
            catalog.place(entry),
            "K208",
            f'the source of "{entry.id}" has changed since it was translated',
            f'a translation of "{_shortened(original.text)}"',
            "kelisim i18n update shows what changed",
        )
    elif entry.fuzzy:
        yield warning(
            catalog.place(entry),
            "K208",
            f'"{entry.id}" is marked fuzzy',
            fix="check the translation and remove the mark",
        )
    yield from _check_plurals(catalog, entry, original)
    wanted = {hole.name for form in original.forms for hole in parse_message(form, original.tags).holes}
    wanted_tags = sorted(parse_message(original.text, original.tags).tags)
    for form in entry.forms:
        message = parse_message(form, original.tags)
        for fault in message.faults:
            yield Problem(
                catalog.place(entry, form[fault.offset : fault.offset + fault.length]),
                "K203",
                fault.found,
                fix=fault.fix,
            )
        if message.faults:
            continue
        yield from _check_holes(
            catalog, entry, {hole.name: str(hole) for hole in message.holes}, wanted, len(original.forms) > 1
        )
        if sorted(message.tags) != wanted_tags:
            yield Problem(
                catalog.place(entry),
                "K204",
                f'"{entry.id}" has {_tag_list(message.tags)}',
                _tag_list(tuple(wanted_tags)),
            )


def _check_holes(
    catalog: Catalog, entry: Entry, present: Mapping[str, str], wanted: set[str], plural: bool
) -> Iterator[Problem]:
    for name, written in present.items():
        if name not in wanted:
            near = _near(name, wanted)
            yield Problem(
                catalog.place(entry, written),
                "K203",
                f'the source of "{entry.id}" has no {{{name}}}',
                "" if near else (", ".join(f"{{{one}}}" for one in sorted(wanted)) or "no placeholder at all"),
                f"did you mean {{{near}}}?" if near else "",
            )
    for name in sorted(wanted - set(present)):
        # A plural form may say "one file" in words, but not silently drop any other value.
        if not (plural and name == "n" and len(set(entry.forms)) > 1):
            yield Problem(
                catalog.place(entry),
                "K203",
                f'the translation of "{entry.id}" has no {{{name}}}',
                fix=f"add {{{name}}} where the value belongs",
            )


def _check_plurals(catalog: Catalog, entry: Entry, original: Original) -> Iterator[Problem]:
    wanted = len(plural_categories(catalog.language)) if len(original.forms) > 1 else 1
    if len(entry.forms) != wanted:
        yield Problem(
            catalog.place(entry),
            "K205",
            f'"{entry.id}" has {len(entry.forms)} plural forms',
            f"{wanted} in {catalog.language}",
        )


def _missing(catalog: Catalog, original: Original, entry: Entry | None) -> Problem:
    place = catalog.place(entry) if entry else catalog.file.line_place(max(1, len(catalog.file.lines)))
    return Problem(
        place,
        "K207",
        f'"{original.id}" is not translated into {catalog.language}',
        f'a translation of "{_shortened(original.text)}" ({original.where()})',
        "write it into msgstr" if entry else "kelisim i18n update adds the entry; then translate it",
    )


def missing_catalog(path: str, domain: str, language: str) -> Problem:
    """The problem of a language that has no file for a domain."""
    return Problem(
        Place(path),
        "K207",
        f"there is no catalog {domain} in {language}",
        fix=f"kelisim i18n add {language} makes one to fill in",
    )


@functools.cache
def plural_categories(language: str) -> tuple[str, ...]:
    """The CLDR plural categories of a language, in the order of gettext's ``msgstr[0]``, ``msgstr[1]`` …"""
    known = {"kk": ("one", "other"), "ru": ("one", "few", "many"), "en": ("one", "other")}
    if language in known:
        return known[language]
    from babel.messages.plurals import get_plural

    count = get_plural(language).num_plurals
    return {1: ("other",), 2: ("one", "other"), 3: ("one", "few", "other")}.get(count, PLURAL_CATEGORIES[-count:])


def _polib(text: str) -> Any:
    import polib

    return polib.pofile(text, wrapwidth=0)


def _entries(parsed: Any) -> Iterator[Entry]:
    for entry in parsed:
        if entry.obsolete:
            continue
        forms = (
            tuple(entry.msgstr_plural[key] for key in sorted(entry.msgstr_plural))
            if entry.msgid_plural
            else (entry.msgstr,)
        )
        source = (entry.msgid, entry.msgid_plural) if entry.msgid_plural else (entry.msgid,)
        yield Entry(entry.msgctxt or "", source, forms, entry.fuzzy, entry.linenum)


def _syntax_problem(file: Source, message: str) -> Problem:
    # polib says: Syntax error in po file (line 12): unescaped double quote found
    match = re.search(r"\(?line (\d+)\)?(?::\s*(.*))?", message)
    line = int(match[1]) if match else 1
    reason = (match[2] if match and match[2] else "this line does not fit").strip()
    return Problem(
        file.line_place(line),
        "K201",
        f"this is not a PO file: {reason}",
        fix="open the file in a PO editor, or see what changed since it last worked",
    )


def _check_header(parsed: Any, file: Source, language: str) -> Iterator[Problem]:
    if not parsed.metadata:
        yield Problem(file.line_place(1), "K202", "the file has no header", fix="kelisim i18n fmt writes one")
        return
    told = parsed.metadata.get("Language", "")
    if told and told.replace("_", "-") != language:
        yield Problem(
            _header_place(file, "Language:"),
            "K202",
            f'the header says language "{told}"',
            f'"{language}", as the folder does',
        )
    content = parsed.metadata.get("Content-Type", "")
    if "utf-8" not in content.lower():
        yield Problem(
            _header_place(file, "Content-Type:"),
            "K202",
            f'the header says "{content or "nothing"}" of its encoding',
            "text/plain; charset=UTF-8",
        )


def _header_place(file: Source, key: str) -> Place:
    offset = file.text.find(f'"{key}')
    return file.place(offset + 1, len(key)) if offset >= 0 else file.line_place(1)


def _near(name: str, known: set[str]) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, sorted(known), n=1)), None)


def _tag_list(tags: tuple[str, ...]) -> str:
    return ", ".join(f"<{tag}>…</{tag}>" for tag in tags) or "no tag"


def _shortened(text: str, length: int = 60) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else f"{flat[: length - 1]}…"
