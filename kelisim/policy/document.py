"""A policy source as values: sections of clauses of blocks of units. What is printed, and when, all hangs on units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kelisim.problems import Place
from kelisim.source import Source

#: What may stand behind `if=`, each also with `!` (data-model.md, Units).
CONDITIONS = (
    "explicit",
    "implied",
    "functional",
    "analytics",
    "marketing",
    "recipients",
    "abroad",
    "recording",
    "published",
    "records",
    "bin",
    "responsible_person",
    "storage_location",
    "address",
    "licence",
    "dated",
    "archive",
    "microfinance",
)
BLOCKS = ("items", "recipients", "statistics")
STATISTICS_PREFIX = "statistics."


def message_id(unit_id: str) -> str:
    """The id under which catalogs know a unit."""
    return f"policy.{unit_id}"


@dataclass(frozen=True)
class Span:
    """A stretch of a policy source: offset and length in characters."""

    source: Source = field(repr=False)
    offset: int
    length: int = 1

    @property
    def place(self) -> Place:
        return self.source.place(self.offset, self.length)


@dataclass(frozen=True)
class Unit:
    """A text that appears, vanishes and changes by itself. `span` is its text in the source, `marker` its `{#id …}`."""

    id: str
    text: str
    span: Span = field(compare=False)
    marker: Span = field(compare=False)
    conditions: tuple[str, ...] = ()
    note: str = ""
    dropped: bool = False

    def holds(self, conditions: frozenset[str]) -> bool:
        """Whether every condition of the unit holds, where `conditions` do."""
        return all(
            (condition[1:] not in conditions) if condition.startswith("!") else (condition in conditions)
            for condition in self.conditions
        )

    def place_of(self, needle: str) -> Place:
        """Where a word of the text stands; the whole text where it is broken over lines."""
        source = self.span.source
        found = source.text.find(needle, self.span.offset, self.span.offset + self.span.length) if needle else -1
        return source.place(found, len(needle)) if found >= 0 else self.span.place


@dataclass(frozen=True)
class Paragraph:
    """Units that are printed one after another."""

    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Enumeration:
    """A list; the final punctuation of its items is made, not written."""

    numbered: bool
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Generated:
    """A block that the build makes: `{block:items}`. That of statistics has the units that it chooses from."""

    name: str
    span: Span = field(compare=False)
    units: tuple[Unit, ...] = ()


Block = Paragraph | Enumeration | Generated


@dataclass(frozen=True)
class Clause:
    """What is printed under one number, "1.2."; `heading` may be without text."""

    heading: Unit
    blocks: tuple[Block, ...]

    @property
    def id(self) -> str:
        return self.heading.id


@dataclass(frozen=True)
class Section:
    """Clauses under a heading, "1."."""

    heading: Unit
    clauses: tuple[Clause, ...]

    @property
    def id(self) -> str:
        return self.heading.id


@dataclass(frozen=True)
class Document:
    """A policy in its source language. `title` is without id where the source has none."""

    title: Unit
    sections: tuple[Section, ...]

    @property
    def clauses(self) -> Iterator[Clause]:
        return (clause for section in self.sections for clause in section.clauses)

    @property
    def headings(self) -> Iterator[Unit]:
        """The title and every heading of a section or clause, with or without text."""
        yield self.title
        for section in self.sections:
            yield section.heading
            yield from (clause.heading for clause in section.clauses)

    @property
    def units(self) -> Iterator[Unit]:
        """Every unit with a text, in the order of the source."""
        if self.title.text:
            yield self.title
        for section in self.sections:
            if section.heading.text:
                yield section.heading
            for clause in section.clauses:
                if clause.heading.text:
                    yield clause.heading
                for block in clause.blocks:
                    yield from block.units
