"""gettext catalogs: PO files to messages by id, with everything a build must not pass over.

The identity of a message is its ``msgctxt``; ``msgid`` is only the source text as it was when the translation was made.
``translations/<lang>/LC_MESSAGES/<domain>.po``; domains are `banner`, `services` and `policy`.
"""

from __future__ import annotations

import functools
import gettext
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kelisim.fields import CASES
from kelisim.i18n.po import PoEntry, PoFile, parse_po
from kelisim.message import Message, parse_message
from kelisim.problems import Place, Problem, did_you_mean, warning
from kelisim.schema import nearest
from kelisim.source import Source

DOMAINS = ("banner", "services", "policy")


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
    file: PoFile
    written: PoEntry

    def place(self, form: int = 0, position: int = 0, length: int = 0) -> Place:
        """Where a form of the translation stands, or a stretch of it."""
        first_line = self.written.literals[form][0][1] if form < len(self.written.literals) else ""
        return self.file.place(self.written, form, position, length or len(first_line))


@dataclass(frozen=True)
class Catalog:
    """The messages of one domain in one language, by id."""

    domain: str
    language: str
    file: Source
    entries: Mapping[str, Entry]

    def over(self, packaged: Catalog) -> Catalog:
        """This catalog laid over the packaged one, entry by entry; each entry knows its own file."""
        return Catalog(self.domain, self.language, self.file, {**packaged.entries, **self.entries})


def parse_catalog(file: Source, domain: str, language: str) -> tuple[Catalog | None, list[Problem]]:
    """The catalog of a PO file, with the problems of its form (K201, K202); none where the file is broken."""
    parsed, problems = parse_po(file)
    if parsed is None:
        return None, problems
    entries = {
        entry.id: Entry(entry.id, entry.source, entry.forms, entry.fuzzy, parsed, entry) for entry in parsed.entries
    }
    return Catalog(domain, language, file, entries), [*problems, *check_header(parsed, language)]


def check_catalog(catalog: Catalog, originals: Mapping[str, Original]) -> Iterator[Problem]:
    """Yield what keeps a catalog's translations from being shown: missing, outdated, holes or tags that do not fit."""
    for key, original in originals.items():
        entry = catalog.entries.get(key)
        if entry is None or not any(entry.forms):
            yield _missing(catalog, original, entry)
        elif len(entry.forms) != _form_count(catalog.language, original):
            yield _wrong_form_count(catalog.language, entry, original)
        elif not all(entry.forms):
            empty = entry.forms.index("")
            yield Problem(
                entry.place(empty), "K205", f'"{key}" has a plural form without text', "a text in each msgstr"
            )
        else:
            yield from _check_age(entry, original)
            yield from _check_content(catalog.language, entry, original)
    for key, entry in catalog.entries.items():
        if key not in originals:
            yield warning(
                entry.file.source.line_place(entry.written.line),
                "K218",
                f'there is no text "{key}" any more',
                fix="kelisim i18n update removes it",
            )


def _missing(catalog: Catalog, original: Original, entry: Entry | None) -> Problem:
    return Problem(
        entry.place() if entry else catalog.file.whole(),
        "K207",
        f'"{original.id}" is not translated into {catalog.language}',
        f'a translation of "{_shortened(original.text)}" ({original.where()})',
        "write it into msgstr" if entry else "kelisim i18n update adds the entry; then translate it",
    )


def _form_count(language: str, original: Original) -> int:
    return len(plural_categories(language)) if len(original.forms) > 1 else 1


def _wrong_form_count(language: str, entry: Entry, original: Original) -> Problem:
    count, wanted = len(entry.forms), _form_count(language, original)
    return Problem(
        entry.place(),
        "K205",
        f'"{entry.id}" has {count} {"form" if count == 1 else "forms"}',
        f"{wanted}, for {', '.join(plural_categories(language))}" if wanted > 1 else "a single msgstr",
        "kelisim i18n update gives the entry as many as the language has",
    )


def _check_age(entry: Entry, original: Original) -> Iterator[Problem]:
    if entry.source != original.forms:
        yield warning(
            entry.place(),
            "K208",
            f'the source of "{entry.id}" has changed since it was translated',
            f'a translation of "{_shortened(original.text)}"',
            "kelisim i18n update shows what changed",
        )
    elif entry.fuzzy:
        found = f'"{entry.id}" is marked fuzzy'
        yield warning(entry.place(), "K208", found, fix="check the translation and remove the mark")


def _check_content(language: str, entry: Entry, original: Original) -> Iterator[Problem]:
    """Placeholders and tags of each form are those of the source."""
    wanted = {hole.name for form in original.forms for hole in parse_message(form, original.tags).holes}
    wanted_tags = sorted(parse_message(original.text, original.tags).tags)
    for number, form in enumerate(entry.forms):
        message = parse_message(form, original.tags)
        for fault in message.faults:
            place = entry.place(number, fault.offset, fault.length)
            code = "K204" if form[fault.offset] == "<" else "K203"
            yield Problem(place, code, fault.found, fix=fault.fix)
        if message.faults:
            continue
        yield from _check_holes(entry, number, message, wanted)
        present = {hole.name for hole in message.holes}
        misspelt = {nearest(name, wanted) for name in present - wanted}
        for name in sorted(wanted - present - misspelt):
            if name == "n" and len(entry.forms) > 1 and _says_one_number(language, number):
                continue
            yield Problem(
                entry.place(number),
                "K203",
                f'the translation of "{entry.id}" has no {{{name}}}',
                fix=f"add {{{name}}} where the value belongs",
            )
        if sorted(message.tags) != wanted_tags:
            found = f'"{entry.id}" has {_tag_list(message.tags)}'
            yield Problem(entry.place(number), "K204", found, _tag_list(tuple(wanted_tags)))


def _check_holes(entry: Entry, number: int, message: Message, wanted: set[str]) -> Iterator[Problem]:
    """Every placeholder is one of the source's, in a case that there is."""
    for hole in message.holes:
        position = message.text.find(str(hole))
        place = entry.place(number, position, len(str(hole)))
        if hole.name not in wanted:
            near = nearest(hole.name, wanted)
            yield Problem(
                place,
                "K203",
                f'the source of "{entry.id}" has no {{{hole.name}}}',
                "" if near else (", ".join(f"{{{one}}}" for one in sorted(wanted)) or "no placeholder at all"),
                f"did you mean {{{near}}}?" if near else "",
            )
        elif hole.case and hole.case not in CASES:
            yield Problem(
                place,
                "K203",
                f'{hole} asks for the case "{hole.case}"',
                "one of " + ", ".join(CASES),
                did_you_mean(nearest(hole.case, CASES)),
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
    """The CLDR plural categories of a language, in the order of gettext's ``msgstr[0]``, ``msgstr[1]`` …

    Those that whole numbers take: Russian keeps "other" for fractions, and no text counts in fractions.
    """
    # Written out, so that an everyday build need not load Babel.
    known = {"kk": ("one", "other"), "ru": ("one", "few", "many"), "en": ("one", "other")}
    return known.get(language) or tuple(_numbers_by_category(language))


def _says_one_number(language: str, form: int) -> bool:
    """Whether a form stands for a single number, as "one" does in Kazakh: then it may say that number in words.

    The Russian "one" also counts 21 and 31.
    """
    return len(_numbers_by_category(language)[plural_categories(language)[form]]) == 1


@functools.cache
def _numbers_by_category(language: str) -> dict[str, list[int]]:
    """Which numbers below 200 each of gettext's forms stands for, under the name that CLDR has for them."""
    from babel import Locale
    from babel.messages.plurals import get_plural

    tag = language.replace("-", "_")
    form_of, category_of = gettext.c2py(get_plural(tag).plural_expr), Locale.parse(tag).plural_form
    forms: dict[int, list[int]] = {}
    for number in range(200):
        forms.setdefault(form_of(number), []).append(number)
    return {str(category_of(numbers[0])): numbers for _, numbers in sorted(forms.items())}


def check_header(parsed: PoFile, language: str) -> Iterator[Problem]:
    """Yield what would mislead the tools that read a header: none, another language, encoding or plural forms."""
    header = parsed.header
    if not header:
        yield Problem(parsed.source.whole(), "K202", "the file has no header", fix="kelisim i18n fmt writes one")
        return
    told = header.get("Language", "")
    if told and told.replace("_", "-") != language:
        found = f'the header says language "{told}"'
        yield Problem(parsed.header_place("Language"), "K202", found, f'"{language}", as the folder does')
    content = header.get("Content-Type", "")
    if "charset=utf-8" not in content.lower().replace(" ", ""):
        found = f'the header says "{content}" of its encoding' if content else "the header does not say its encoding"
        yield Problem(parsed.header_place("Content-Type"), "K202", found, "text/plain; charset=UTF-8")
    count = re.match(r"\s*nplurals\s*=\s*(\d+)", header.get("Plural-Forms", ""))
    wanted = len(plural_categories(language))
    if count and int(count[1]) != wanted:
        yield Problem(
            parsed.header_place("Plural-Forms"),
            "K202",
            f"the header says {count[1]} plural forms, so PO editors would ask for as many",
            f"{wanted} in {language}, for {', '.join(plural_categories(language))}",
            "kelisim i18n fmt writes the right line",
        )


def _tag_list(tags: tuple[str, ...]) -> str:
    return ", ".join(f"<{tag}>…</{tag}>" for tag in tags) or "no tag"


def _shortened(text: str, length: int = 60) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else f"{flat[: length - 1]}…"
