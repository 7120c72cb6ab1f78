"""The PO format, read: text to entries with the place of every character.

A reader of our own, because a catalog that was cut, broken or merged badly must be refused with the place of the
fault, and one that is sound must come out again without a byte of difference (polib reads an unclosed text as an
empty one; Babel loses ``#|`` lines). What is written here msgfmt, polib, Babel and translate-toolkit read back.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kelisim.problems import Place, Problem
from kelisim.source import Source

_STRING = re.compile(
    r'(?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)[ \t]*)?"(?P<raw>(?:[^"\\]|\\.)*)"[ \t]*$'
)
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)(?=[\s\"]|$)")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}

#: A string of the file: where its first character stands, and how it is written there.
Literal = tuple[int, str]


@dataclass(frozen=True)
class PoEntry:
    """One message: its id (`msgctxt`), the source it was made from, its forms, and everything said about it."""

    id: str
    source: tuple[str, ...]
    forms: tuple[str, ...]
    fuzzy: bool = False
    previous: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)
    literals: tuple[tuple[Literal, ...], ...] = field(default=(), compare=False, repr=False)
    comment_line: int = field(default=0, compare=False)

    @property
    def translated(self) -> bool:
        """Whether every form has a text, outdated or not."""
        return bool(self.forms) and all(self.forms)

    def offset(self, form: int, position: int) -> int:
        """Where a character of a form stands in the file."""
        last = 0
        for start, raw in self.literals[form]:
            length = len(unescaped(raw))
            if position < length or (not length and not position):
                return start + _raw_length(raw, position)
            position -= length
            last = start + len(raw)
        return last


@dataclass(frozen=True)
class PoFile:
    """A catalog or a template."""

    source: Source = field(compare=False, repr=False)
    header: Mapping[str, str]
    entries: tuple[PoEntry, ...]
    obsolete: tuple[PoEntry, ...] = ()
    header_comments: tuple[str, ...] = ()
    header_fuzzy: bool = False

    def by_id(self) -> Mapping[str, PoEntry]:
        """The entries by their id."""
        return self._by_id

    @functools.cached_property
    def _by_id(self) -> Mapping[str, PoEntry]:
        return {entry.id: entry for entry in self.entries}

    def place(self, entry: PoEntry, form: int = 0, position: int = 0, length: int = 1) -> Place:
        """Where a stretch of a form stands; the entry's line where it has no such form."""
        if form >= len(entry.literals):
            return self.source.line_place(entry.line)
        return self.source.place(entry.offset(form, position), max(1, length))

    def header_place(self, name: str) -> Place:
        """Where a header field stands, the first line where it is missing."""
        offset = self.source.text.find(f'"{name}:')
        return self.source.place(offset + 1, len(name)) if offset >= 0 else self.source.line_place(1)


def parse_po(source: Source) -> tuple[PoFile | None, list[Problem]]:
    """The catalog that a file holds; none where it is broken, with every break that can be told apart."""
    conflict = re.search(r"^(<{7}|={7}|>{7})( .*)?$", source.text, re.MULTILINE)
    if conflict:
        place = source.place(conflict.start(), 7)
        return None, [
            Problem(place, "K201", "a merge conflict was left in this file", fix="keep one side and remove the marks")
        ]
    reader = _Reader(source)
    reader.read()
    if reader.problems:
        return None, reader.problems
    return reader.file(), []


def unescaped(raw: str) -> str:
    """The text that a string of a PO file stands for."""
    return _ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[0]), raw) if "\\" in raw else raw


def _raw_length(raw: str, position: int) -> int:
    """How many characters of a string as written make its first `position` characters."""
    if "\\" not in raw:
        return position
    offset = 0
    for _ in range(position):
        offset += 2 if raw[offset : offset + 1] == "\\" else 1
    return offset


@dataclass
class _Draft:
    """An entry that is being read."""

    line: int = 0
    first_line: int = 0
    obsolete: bool = False
    comments: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    strings: dict[str, list[Literal]] = field(default_factory=dict)
    previous: dict[str, list[Literal]] = field(default_factory=dict)
    forms: list[str] = field(default_factory=list)


class _Reader:
    """Reads a PO file line by line into drafts, a draft into an entry as soon as the next one begins."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._draft = _Draft()
        self._keyword = ""
        self._entries: list[PoEntry] = []
        self._obsolete: list[PoEntry] = []
        self._header: PoEntry | None = None
        self._ids: dict[str, int] = {}

    def read(self) -> None:
        offset = 0
        for number, line in enumerate(self.source.text.split("\n"), 1):
            stripped = line.strip()
            if stripped:
                start = offset + len(line) - len(line.lstrip())
                if stripped[0] == "#":
                    self._comment(number, start, stripped)
                else:
                    self._string(number, start, stripped, obsolete=False)
            offset += len(line) + 1
        self._finish(len(self.source.lines) or 1)

    def file(self) -> PoFile:
        header = self._header
        told = header.forms[0] if header else ""
        fields = (line.partition(":") for line in told.split("\n") if ":" in line)
        return PoFile(
            self.source,
            {name.strip(): value.strip() for name, _, value in fields},
            tuple(self._entries),
            tuple(self._obsolete),
            header.comments if header else (),
            bool(header and header.fuzzy),
        )

    def _comment(self, number: int, start: int, line: str) -> None:
        kind = line[1:2]
        if kind == "~":
            rest = line[2:].lstrip()
            if rest.startswith("|"):
                self._begin_if_finished(number, obsolete=True)
                self._previous(number, start + len(line) - len(rest) + 1, rest[1:])
            elif rest:
                self._string(number, start + len(line) - len(rest), rest, obsolete=True)
            return
        self._begin_if_finished(number, obsolete=self._draft.obsolete and not self._draft.forms)
        if kind == "|":
            self._previous(number, start + 2, line[2:])
        elif kind == ".":
            self._draft.notes.append(line[2:].removeprefix(" "))
        elif kind == ":":
            self._draft.references.extend(line[2:].split())
        elif kind == ",":
            self._draft.flags.extend(flag.strip() for flag in line[2:].split(",") if flag.strip())
        else:
            self._draft.comments.append(line[1:].removeprefix(" "))

    def _previous(self, number: int, start: int, text: str) -> None:
        rest = text.lstrip()
        match = _STRING.fullmatch(rest)
        if not match:
            self._broken(number, start + len(text) - len(rest), rest)
            return
        keyword = match["keyword"] or next(reversed(self._draft.previous), "")
        self._draft.previous.setdefault(keyword, []).append((0, match["raw"]))

    def _string(self, number: int, start: int, line: str, *, obsolete: bool) -> None:
        match = _STRING.fullmatch(line)
        if not match:
            self._broken(number, start, line)
            return
        keyword, raw = match["keyword"], match["raw"]
        if "\\" in raw:
            self._check_escapes(start + match.start("raw"), raw)
        if keyword is None:
            if not self._keyword:
                self._fault(number, "a text stands here without msgid or msgstr before it")
                return
        else:
            self._begin(number, keyword, obsolete)
            self._keyword = keyword
        draft = self._draft
        draft.obsolete = draft.obsolete or obsolete
        draft.strings.setdefault(self._keyword, []).append((start + match.start("raw"), raw))

    def _begin(self, number: int, keyword: str, obsolete: bool) -> None:
        draft = self._draft
        if keyword == "msgctxt" or (keyword == "msgid" and "msgid" in draft.strings):
            self._begin_if_finished(number, obsolete=obsolete)
            if draft is self._draft and draft.strings:
                self._finish(number)
        draft = self._draft
        if not draft.strings:
            draft.line = number
        if keyword in draft.strings:
            self._fault(number, f"{keyword} stands a second time in this entry")
        if keyword.startswith("msgstr"):
            if keyword != "msgstr" and keyword != f"msgstr[{len(draft.forms)}]":
                self._fault(number, f"{keyword} stands where msgstr[{len(draft.forms)}] belongs")
            draft.forms.append(keyword)

    def _begin_if_finished(self, number: int, *, obsolete: bool) -> None:
        """A comment or an id after a translation belongs to the next entry."""
        if self._draft.forms:
            self._finish(number)
        if not self._draft.first_line:
            self._draft.first_line = number
        self._draft.obsolete = self._draft.obsolete or obsolete

    def _finish(self, number: int) -> None:
        draft, self._draft, self._keyword = self._draft, _Draft(), ""
        if not draft.strings:
            return
        if not draft.forms or "msgid" not in draft.strings:
            missing = "msgid" if "msgid" not in draft.strings else "msgstr"
            self.problems.append(
                Problem(
                    self.source.line_place(min(number, max(draft.line, len(self.source.lines)))),
                    "K201",
                    f"the entry that begins in line {draft.line} has no {missing}",
                    fix="was the file cut? Take it again from where it came",
                )
            )
            return
        self._keep(draft)

    def _keep(self, draft: _Draft) -> None:
        strings = {keyword: _joined(literals) for keyword, literals in draft.strings.items()}
        source = (strings["msgid"], strings["msgid_plural"]) if "msgid_plural" in strings else (strings["msgid"],)
        previous = {keyword: _joined(literals) for keyword, literals in draft.previous.items()}
        entry = PoEntry(
            strings.get("msgctxt", ""),
            source,
            tuple(strings[form] for form in draft.forms),
            "fuzzy" in draft.flags,
            tuple(previous[keyword] for keyword in ("msgid", "msgid_plural") if keyword in previous),
            tuple(draft.comments),
            tuple(draft.notes),
            tuple(draft.references),
            tuple(flag for flag in draft.flags if flag != "fuzzy"),
            draft.line,
            tuple(tuple(draft.strings[form]) for form in draft.forms),
            draft.first_line or draft.line,
        )
        if not entry.id and source == ("",):
            self._header = entry
        elif draft.obsolete:
            self._obsolete.append(entry)
        elif not entry.id:
            place = self.source.line_place(entry.line)
            self.problems.append(Problem(place, "K201", "this entry has no msgctxt", "the id of the text"))
        elif entry.id in self._ids:
            self._duplicate(entry)
        else:
            self._ids[entry.id] = entry.line
            self._entries.append(entry)

    def _duplicate(self, entry: PoEntry) -> None:
        self.problems.append(
            Problem(
                self.source.line_place(entry.line),
                "K201",
                f'"{entry.id}" stands here a second time (line {self._ids[entry.id]} has it too)',
                fix="keep one of the two entries",
            )
        )

    def _check_escapes(self, start: int, raw: str) -> None:
        for match in _ESCAPE.finditer(raw):
            if match[1] not in _ESCAPES:
                self.problems.append(
                    Problem(
                        self.source.place(start + match.start(), 2),
                        "K201",
                        f"{match[0]} means nothing in a PO file",
                        r"one of \n \t \r \" \\",
                        r"write \\ for the sign itself",
                    )
                )

    def _broken(self, number: int, start: int, line: str) -> None:
        keyword = _KEYWORD.match(line)
        quoted = line[keyword.end() :].lstrip() if keyword else line
        inside = quoted[1:]
        if quoted.startswith('"') and not _ends_quoted(inside):
            what = "the text in quotation marks is not closed"
            position, length = len(line) - len(quoted), len(quoted)
            inner = re.search(r'(?<!\\)"', inside)
            if inner:
                what = "a quotation mark inside the text ends it here"
                position, length = position + 1 + inner.start(), 1
            fix = r'end the line with "; inside a text write \"'
            self.problems.append(Problem(self.source.place(start + position, length), "K201", what, fix=fix))
        else:
            self._fault(number, f"this line means nothing in a PO file: {_shortened(line)}")

    def _fault(self, number: int, found: str) -> None:
        self.problems.append(
            Problem(
                self.source.line_place(number),
                "K201",
                found,
                fix="open the file in a PO editor, or see what changed since it last worked",
            )
        )


def _ends_quoted(inside: str) -> bool:
    return re.fullmatch(r'(?:[^"\\]|\\.)*"[ \t]*', inside) is not None


def _joined(literals: Iterable[Literal]) -> str:
    return "".join(unescaped(raw) for _, raw in literals)


def _shortened(text: str, length: int = 40) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def with_forms(entry: PoEntry, count: int) -> PoEntry:
    """An entry with as many forms as its language has, none of its texts lost."""
    forms = list(entry.forms[:count]) or [""]
    forms += [forms[-1]] * (count - len(forms))
    lost = [form for form in entry.forms[count:] if form and form not in forms]
    comments = (*entry.comments, *(f"An earlier form: {form}" for form in lost))
    return replace(entry, forms=tuple(forms), comments=comments, literals=())
