"""A project's policy laid over the packaged one, unit by unit: what the owner changes, and nothing else, is written.

A unit with a known id takes the place of the packaged one, text and condition; `{#id drop}` removes it; a new unit
goes in after the unit, block or heading that it follows in the project's file.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kelisim.policy.checks import check_ids
from kelisim.policy.document import Block, Clause, Document, Enumeration, Generated, Paragraph, Section, Unit
from kelisim.problems import Problem


def overlay(base: Document, project: Document) -> tuple[Document, list[Problem]]:
    """The packaged policy with the project's changes, and what cannot be laid over it."""
    layers = _Layers(base)
    layers.lay(project)
    # Of two units with one id the second would take the place of the first, and nobody would know.
    return layers.document(), [*check_ids(project), *layers.problems]


@dataclass
class _Clause:
    heading: Unit
    blocks: list[Block]

    def position_of(self, unit_id: str) -> int:
        """Where the block with a unit, or the generated block of a name, stands; -1 without one."""
        for position, block in enumerate(self.blocks):
            named = isinstance(block, Generated) and f"block:{block.name}" == unit_id
            if named or any(unit.id == unit_id for unit in block.units):
                return position
        return -1


@dataclass
class _Section:
    heading: Unit
    clauses: list[_Clause] = field(default_factory=list)


class _Layers:
    """The packaged document, taken apart so that units can be exchanged and put in."""

    def __init__(self, base: Document) -> None:
        self.problems: list[Problem] = []
        self._title = base.title
        self._sections = [
            _Section(section.heading, [_Clause(clause.heading, list(clause.blocks)) for clause in section.clauses])
            for section in base.sections
        ]

    def document(self) -> Document:
        return Document(
            self._title,
            tuple(
                Section(
                    section.heading,
                    tuple(Clause(clause.heading, tuple(clause.blocks)) for clause in section.clauses),
                )
                for section in self._sections
            ),
        )

    def lay(self, project: Document) -> None:
        if project.title.id:
            self._title = project.title
        before = -1
        for section in project.sections:
            before = self._lay_section(section, before)

    def _lay_section(self, section: Section, before: int) -> int:
        """Lay a section over; returns where it, or the one before it, now stands."""
        at = next((place for place, one in enumerate(self._sections) if one.heading.id == section.id), -1)
        if section.heading.dropped:
            if at < 0:
                self._nothing_to_drop(section.heading)
            else:
                self._sections.pop(at)
            return at - 1 if 0 <= at <= before else before
        if at < 0:
            at = before + 1
            self._sections.insert(at, _Section(section.heading))
        else:
            self._sections[at].heading = _laid(self._sections[at].heading, section.heading)
        self._lay_clauses(section, self._sections[at])
        return at

    def _lay_clauses(self, section: Section, into: _Section) -> None:
        before = -1
        for clause in section.clauses:
            owner, at = self._find_clause(clause.id)
            if clause.heading.dropped:
                if owner:
                    owner.clauses.pop(at)
                    before -= owner is into and at <= before
                else:
                    self._nothing_to_drop(clause.heading)
                continue
            if owner is None:
                before += 1
                into.clauses.insert(before, _Clause(clause.heading, []))
                self._lay_blocks(clause, into.clauses[before])
                continue
            owner.clauses[at].heading = _laid(owner.clauses[at].heading, clause.heading)
            self._lay_blocks(clause, owner.clauses[at])
            before = at if owner is into else before

    def _find_clause(self, clause_id: str) -> tuple[_Section | None, int]:
        for section in self._sections:
            for position, clause in enumerate(section.clauses):
                if clause.heading.id == clause_id:
                    return section, position
        return None, -1

    def _lay_blocks(self, clause: Clause, into: _Clause) -> None:
        after = ""
        for block in clause.blocks:
            if isinstance(block, Generated):
                if self._find_block(block.name) is None:
                    into.blocks.insert(into.position_of(after) + 1, replace(block, units=()))
                after = f"block:{block.name}"
            fresh = True
            for unit in block.units:
                fresh = self._lay_unit(unit, block, into, after, fresh)
                after = after if unit.dropped else unit.id

    def _lay_unit(self, unit: Unit, block: Block, into: _Clause, after: str, fresh: bool) -> bool:
        """Lay one unit over; returns whether the project's block still has nothing in it that it could be joined to."""
        owner, at = self._find_unit(unit.id)
        if unit.dropped:
            if owner:
                owner.blocks[at] = _without(owner.blocks[at], unit.id)
                if not owner.blocks[at].units and not isinstance(owner.blocks[at], Generated):
                    owner.blocks.pop(at)
            else:
                self._nothing_to_drop(unit)
            return fresh
        if owner:
            owner.blocks[at] = _exchanged(owner.blocks[at], unit)
            return False
        at = into.position_of(after)
        if at >= 0 and self._joins(into.blocks[at], block, fresh):
            into.blocks[at] = _inserted(into.blocks[at], after, unit)
        else:
            into.blocks.insert(at + 1, replace(block, units=(unit,)))
        return False

    @staticmethod
    def _joins(before: Block, block: Block, fresh: bool) -> bool:
        """Whether a new unit of `block` goes into the block before it, rather than after that."""
        if isinstance(block, Paragraph):
            return isinstance(before, Paragraph) and not fresh
        if isinstance(block, Generated):
            return isinstance(before, Generated) and before.name == block.name
        return isinstance(before, Enumeration) and before.numbered == block.numbered

    def _find_unit(self, unit_id: str) -> tuple[_Clause | None, int]:
        for section in self._sections:
            for clause in section.clauses:
                position = clause.position_of(unit_id)
                if position >= 0:
                    return clause, position
        return None, -1

    def _find_block(self, name: str) -> _Clause | None:
        return self._find_unit(f"block:{name}")[0]

    def _nothing_to_drop(self, unit: Unit) -> None:
        self.problems.append(
            Problem(
                unit.marker.place,
                "K335",
                f'there is no "{unit.id}" to drop',
                "the id of a unit of the packaged policy",
                "remove this line",
            )
        )


def _laid(packaged: Unit, own: Unit) -> Unit:
    """A heading laid over another: without a text of its own it only says where things stand."""
    return own if own.text else packaged


def _exchanged(block: Block, unit: Unit) -> Block:
    return replace(block, units=tuple(unit if one.id == unit.id else one for one in block.units))


def _without(block: Block, unit_id: str) -> Block:
    return replace(block, units=tuple(one for one in block.units if one.id != unit_id))


def _inserted(block: Block, after: str, unit: Unit) -> Block:
    position = next((place + 1 for place, one in enumerate(block.units) if one.id == after), 0)
    return replace(block, units=(*block.units[:position], unit, *block.units[position:]))
