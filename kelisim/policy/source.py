"""The grammar of `policy.<lang>.md`: Markdown in which every unit ends in its id, `{#consent.explicit if=explicit}`.

    # Title {#title}
    ## Section heading {#general}
    ### {#about}
    Text of a unit {#about.operator}
    - item of a list {#kinds.marketing if=marketing}
    {block:items}

A line break inside a unit is a space; a blank line ends a paragraph; a comment on lines of its own is a note for the
translator of the unit after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kelisim.policy.document import (
    BLOCKS,
    CONDITIONS,
    STATISTICS_PREFIX,
    Block,
    Clause,
    Document,
    Enumeration,
    Generated,
    Paragraph,
    Section,
    Span,
    Unit,
)
from kelisim.problems import Problem, did_you_mean
from kelisim.source import Source

LARGEST_CHARACTERS = 1_000_000
ID = r"[a-z_]+(?:\.[a-z_]+)*"

_MARKER = re.compile(r"\{#(?P<id>[^\s{}]*)(?P<rest>[^{}]*)\}[ \t]*$")
_LOOSE_MARKER = re.compile(r"\{#[^{}]*\}")
_HEADING = re.compile(r"(?P<level>#{1,6})(?:[ \t]+(?P<text>.*))?$")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:(?P<bullet>[-*+])|(?P<number>\d{1,3})[.)])[ \t]+(?P<text>.*)$")
_BLOCK = re.compile(r"[ \t]*\{block:(?P<name>[^{}]*)\}[ \t]*$")
_COMMENT = re.compile(r"[ \t]*<!--")


def parse_policy(source: Source) -> tuple[Document, list[Problem]]:
    """The document a policy source holds, as far as it can be read, with the problems of its form."""
    if len(source.text) > LARGEST_CHARACTERS:
        size = f"{len(source.text):,}".replace(",", " ")
        fault = Problem(
            source.whole(),
            "K316",
            f"the policy has {size} characters",
            "a text that somebody can read: at most 1 000 000 characters",
            "look whether another file was saved under this name",
        )
        return Document(_nameless(source), ()), [fault]
    reader = _Reader(source)
    document = reader.read()
    return document, reader.problems


def _nameless(source: Source) -> Unit:
    return Unit("", "", Span(source, 0), Span(source, 0))


@dataclass
class _Draft:
    """A unit whose marker has not been met yet."""

    kind: str
    start: int
    lines: list[str] = field(default_factory=list)


@dataclass
class _OpenClause:
    heading: Unit
    blocks: list[Block] = field(default_factory=list)


@dataclass
class _OpenSection:
    heading: Unit
    clauses: list[_OpenClause] = field(default_factory=list)


class _Reader:
    """Reads a source line by line; holds what is open: a unit, a paragraph, a clause."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._title: Unit | None = None
        self._sections: list[_OpenSection] = []
        self._draft: _Draft | None = None
        self._note: list[str] = []
        self._joins = False
        self._homeless = False

    def read(self) -> Document:
        """Read the whole source."""
        lines = _lines(self.source.text)
        for offset, line in lines:
            if _COMMENT.match(line) and not self._draft:
                self._comment(offset, line, lines)
            else:
                self._line(offset, line)
        self._finish_draft()
        return Document(
            self._title or _nameless(self.source),
            tuple(
                Section(
                    section.heading,
                    tuple(Clause(clause.heading, tuple(clause.blocks)) for clause in section.clauses),
                )
                for section in self._sections
            ),
        )

    def _line(self, offset: int, line: str) -> None:
        heading, item, block = _HEADING.match(line), _ITEM.match(line), _BLOCK.match(line)
        if not line.strip():
            self._finish_draft()
            self._joins = False
        elif heading:
            self._finish_draft()
            self._heading(offset, heading)
        elif block:
            self._finish_draft()
            self._block(offset + block.start("name"), block["name"])
        elif item and (not self._draft or item["number"] in (None, "1")):
            self._finish_draft()
            self._item(offset, item)
        else:
            start = len(line) - len(line.lstrip())
            self._draft = self._draft or _Draft("paragraph", offset + start)
            self._text(offset + start, line[start:])

    def _comment(self, offset: int, line: str, lines: Iterator[tuple[int, str]]) -> None:
        """A note for the translator of the next unit; it may go over several lines."""
        told = [line]
        while "-->" not in told[-1]:
            _, following = next(lines, (0, "-->"))
            told.append(following)
        words, _, rest = "\n".join(told).partition("-->")
        if rest.strip():
            self._fault(
                "K309",
                Span(self.source, offset, len(line)),
                "a comment and a text stand on one line",
                "a note for translators on a line of its own",
            )
        self._note.append(" ".join(words.replace("<!--", "").split()))

    def _text(self, offset: int, text: str) -> None:
        draft = self._draft
        assert draft
        marker = _MARKER.search(text)
        loose = _LOOSE_MARKER.search(text, 0, marker.start() if marker else len(text))
        if loose:
            self._fault(
                "K303",
                Span(self.source, offset + loose.start(), len(loose[0])),
                f"{loose[0]} stands in the middle of a line",
                "the id of a unit at the end of its last line",
                "begin a new line after it",
            )
        draft.lines.append(text[: marker.start()] if marker else text)
        if marker:
            self._draft = None
            span = Span(self.source, draft.start, max(1, offset + len(text[: marker.start()].rstrip()) - draft.start))
            self._place(draft.kind, self._unit(offset, marker, " ".join(" ".join(draft.lines).split()), span))

    def _unit(self, offset: int, marker: re.Match[str], text: str, span: Span) -> Unit:
        place = Span(self.source, offset + marker.start(), len(marker[0].rstrip()))
        unit_id = marker["id"]
        if not re.fullmatch(ID, unit_id):
            self._fault(
                "K304",
                Span(self.source, offset + marker.start("id"), max(1, len(unit_id))),
                f'"{unit_id}" is not an id' if unit_id else "the id is empty",
                "small Latin letters, words joined by . and _, as in consent.explicit",
                _likely_id(unit_id),
            )
        unit = Unit(unit_id, text, span, place, note=" ".join(self._note))
        self._note = []
        for option in re.finditer(r"\S+", marker["rest"]):
            unit = self._option(unit, option[0], Span(self.source, offset + marker.start("rest") + option.start()))
        return unit

    def _option(self, unit: Unit, option: str, at: Span) -> Unit:
        if option == "drop":
            return replace(unit, dropped=True)
        if not option.startswith("if="):
            self._fault(
                "K305",
                replace(at, length=len(option)),
                f'"{option}" means nothing in a marker',
                "{#id}, {#id if=condition} or {#id drop}",
                did_you_mean("if=…") if option.startswith("if") else "",
            )
            return unit
        position = at.offset + len("if=")
        conditions = []
        for condition in option.removeprefix("if=").split(","):
            self._check_condition(condition, Span(self.source, position, max(1, len(condition))))
            position += len(condition) + 1
            conditions.append(condition)
        return replace(unit, conditions=tuple(conditions))

    def _check_condition(self, condition: str, span: Span) -> None:
        name = condition.removeprefix("!")
        if name not in CONDITIONS:
            self._fault(
                "K306",
                span,
                f'unknown condition "{name}"' if name else "a condition is empty",
                "" if nearest(name, CONDITIONS) else f"one of {', '.join(CONDITIONS)}",
                did_you_mean(nearest(name, CONDITIONS)),
            )

    def _heading(self, offset: int, match: re.Match[str]) -> None:
        level, text = len(match["level"]), match["text"] or ""
        start = offset + (match.start("text") if match["text"] else 0)
        self._joins = False
        marker = _MARKER.search(text)
        if not marker:
            self._fault(
                "K302",
                Span(self.source, offset, max(1, len(match[0].rstrip()))),
                "this heading has no id",
                "an id at its end: {#general}",
            )
            return
        words = text[: marker.start()].strip()
        unit = self._unit(start, marker, words, Span(self.source, start, max(1, len(words))))
        if level > 3:
            self._fault("K309", unit.marker, f"a heading of level {level}", "#, ## for a section, ### for a clause")
        elif level == 1:
            self._set_title(unit)
        elif level == 2:
            self._sections.append(_OpenSection(unit))
            self._homeless = False
        elif self._sections:
            self._sections[-1].clauses.append(_OpenClause(unit))
            self._homeless = False
        else:
            self._fault(
                "K308", unit.marker, "this clause stands in no section", "a section above it: ## Heading {#general}"
            )

    def _set_title(self, unit: Unit) -> None:
        if self._title or self._sections:
            found = "a second title" if self._title else "a title below a section"
            self._fault("K309", unit.marker, found, "one title, first")
        else:
            self._title = unit

    def _block(self, offset: int, name: str) -> None:
        span = Span(self.source, offset, max(1, len(name)))
        self._joins = False
        if name not in BLOCKS:
            near = nearest(name, BLOCKS)
            known = ", ".join(f"{{block:{one}}}" for one in BLOCKS)
            self._fault("K307", span, f'unknown block "{name}"', "" if near else f"one of {known}", did_you_mean(near))
            return
        blocks = self._blocks(span)
        if blocks is not None:
            blocks.append(Generated(name, span))

    def _item(self, offset: int, match: re.Match[str]) -> None:
        if match["indent"]:
            self._fault(
                "K309",
                Span(self.source, offset, max(1, len(match[0].rstrip()))),
                "a list inside a list, or a line indented by mistake",
                "items at the beginning of the line: lists have one level",
            )
        kind = "numbered" if match["number"] else "list"
        start = offset + match.start("text")
        self._draft = _Draft(kind, start)
        self._text(start, match["text"])

    def _finish_draft(self) -> None:
        if self._draft:
            span = Span(self.source, self._draft.start, len(self._draft.lines[-1].rstrip()) or 1)
            if len(self._draft.lines) > 1:
                span = replace(span, length=len(self._draft.lines[0].rstrip()) or 1)
            self._fault("K302", span, "this text has no id", "an id at the end of its last line: {#general.about}")
            self._draft = None
            self._note = []

    def _place(self, kind: str, unit: Unit) -> None:
        """Put a finished unit where it belongs: on to the open paragraph or list, or into a new one."""
        blocks = self._blocks(unit.marker)
        if blocks is None:
            return
        last = blocks[-1] if blocks else None
        if kind == "paragraph":
            if isinstance(last, Paragraph) and self._joins:
                blocks[-1] = Paragraph((*last.units, unit))
            else:
                blocks.append(Paragraph((unit,)))
            self._joins = True
            return
        self._joins = False
        if unit.id.startswith(STATISTICS_PREFIX):
            self._place_statistic(blocks, unit)
        elif isinstance(last, Enumeration) and last.numbered == (kind == "numbered"):
            blocks[-1] = Enumeration(last.numbered, (*last.units, unit))
        else:
            blocks.append(Enumeration(kind == "numbered", (unit,)))

    def _place_statistic(self, blocks: list[Block], unit: Unit) -> None:
        last = blocks[-1] if blocks else None
        if isinstance(last, Generated) and last.name == "statistics":
            blocks[-1] = replace(last, units=(*last.units, unit))
        else:
            self._fault(
                "K312",
                unit.marker,
                f'"{unit.id}" stands outside the list of statistics',
                "the items right below {block:statistics}",
            )

    def _blocks(self, span: Span) -> list[Block] | None:
        if self._sections and self._sections[-1].clauses:
            return self._sections[-1].clauses[-1].blocks
        if not self._homeless:
            self._fault("K308", span, "this text stands in no clause", "a clause above it: ### {#about}")
        # Said once, not once a line.
        self._homeless = True
        return None

    def _fault(self, code: str, span: Span, found: str, expected: str = "", fix: str = "") -> None:
        self.problems.append(Problem(span.place, code, found, expected, fix))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for line in text.split("\n"):
        yield offset, line.removesuffix("\r")
        offset += len(line) + 1


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word that was probably meant."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, known, n=1)), None)


def _likely_id(written: str) -> str:
    likely = re.sub(r"[^a-z_.]+", "_", written.lower()).strip("._")
    return did_you_mean(likely) if re.fullmatch(ID, likely) else ""
