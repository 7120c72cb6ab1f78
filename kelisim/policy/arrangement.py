"""What of a document is printed for a site, in which order and under which numbers. Languages share one arrangement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kelisim.policy.document import (
    STATISTICS_PREFIX,
    Block,
    Clause,
    Document,
    Enumeration,
    Generated,
    Paragraph,
    Section,
)


@dataclass(frozen=True)
class Facts:
    """All that the arrangement depends on: conditions that hold, statistics to list, blocks with something in them."""

    conditions: frozenset[str]
    statistics: tuple[str, ...]
    blocks: frozenset[str]


@dataclass(frozen=True)
class PrintedParagraph:
    """Ids of units printed one after another."""

    units: tuple[str, ...]


@dataclass(frozen=True)
class PrintedList:
    """Ids of items; each is printed with its number or a bullet before, and `;` or at last `.` behind."""

    numbered: bool
    units: tuple[str, ...]


@dataclass(frozen=True)
class PrintedBlock:
    """A block that the build makes."""

    name: str


PrintedPart = PrintedParagraph | PrintedList | PrintedBlock


@dataclass(frozen=True)
class PrintedClause:
    """A clause with its number, "1.2", and whether its heading has a text."""

    id: str
    number: str
    titled: bool
    parts: tuple[PrintedPart, ...]


@dataclass(frozen=True)
class PrintedSection:
    """A section with its number, "1"."""

    id: str
    number: str
    clauses: tuple[PrintedClause, ...]


@dataclass(frozen=True)
class Arrangement:
    """A policy as it is printed; `numbers` by id of section, clause or unit (a unit has its clause's number)."""

    sections: tuple[PrintedSection, ...]
    numbers: Mapping[str, str]

    @property
    def units(self) -> Iterator[str]:
        """Ids of all units printed below the title, headings included."""
        for section in self.sections:
            yield section.id
            for clause in section.clauses:
                if clause.titled:
                    yield clause.id
                for part in clause.parts:
                    if not isinstance(part, PrintedBlock):
                        yield from part.units


def punctuation(position: int, count: int) -> str:
    """What stands behind an item of a list."""
    return "." if position == count - 1 else ";"


def arrange(document: Document, facts: Facts) -> Arrangement:
    """Choose what is printed and number it. A clause or section without anything left in it vanishes."""
    sections = tuple(_numbered(_chosen_sections(document.sections, facts)))
    return Arrangement(sections, dict(_numbers(sections)))


def _chosen_sections(sections: Iterable[Section], facts: Facts) -> Iterator[tuple[Section, list[PrintedClause]]]:
    for section in sections:
        if section.heading.holds(facts.conditions):
            clauses = [clause for clause in (_chosen(clause, facts) for clause in section.clauses) if clause]
            if clauses:
                yield section, clauses


def _chosen(clause: Clause, facts: Facts) -> PrintedClause | None:
    parts = tuple(part for part in (_part(block, facts) for block in clause.blocks) if part)
    if not parts or not clause.heading.holds(facts.conditions):
        return None
    return PrintedClause(clause.id, "", bool(clause.heading.text), parts)


def _part(block: Block, facts: Facts) -> PrintedPart | None:
    chosen = tuple(unit.id for unit in block.units if unit.holds(facts.conditions))
    if isinstance(block, Paragraph):
        return PrintedParagraph(chosen) if chosen else None
    if isinstance(block, Enumeration):
        return PrintedList(block.numbered, chosen) if chosen else None
    return _generated(block, chosen, facts)


def _generated(block: Generated, chosen: tuple[str, ...], facts: Facts) -> PrintedPart | None:
    if block.name != "statistics":
        return PrintedBlock(block.name) if block.name in facts.blocks else None
    collected = tuple(unit for unit in chosen if unit.removeprefix(STATISTICS_PREFIX) in facts.statistics)
    return PrintedList(True, collected) if collected else None


def _numbered(chosen: Iterable[tuple[Section, list[PrintedClause]]]) -> Iterator[PrintedSection]:
    for number, (section, clauses) in enumerate(chosen, 1):
        yield PrintedSection(
            section.id,
            str(number),
            tuple(
                PrintedClause(clause.id, f"{number}.{position}", clause.titled, clause.parts)
                for position, clause in enumerate(clauses, 1)
            ),
        )


def _numbers(sections: Iterable[PrintedSection]) -> Iterator[tuple[str, str]]:
    for section in sections:
        yield section.id, section.number
        for clause in section.clauses:
            yield clause.id, clause.number
            for part in clause.parts:
                if not isinstance(part, PrintedBlock):
                    yield from ((unit, clause.number) for unit in part.units)
