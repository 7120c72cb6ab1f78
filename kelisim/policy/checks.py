"""Checks of a policy: its structure, the text of every unit in every language, and what a site makes of both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kelisim.catalogs import Catalog, Entry
from kelisim.config import CASES
from kelisim.message import Hole, parse_message
from kelisim.policy.conditions import can_hold, can_stand_alone
from kelisim.policy.document import (
    BLOCKS,
    STATISTICS_PREFIX,
    Clause,
    Document,
    Enumeration,
    Generated,
    Paragraph,
    Unit,
    message_id,
)
from kelisim.policy.inline import links_of
from kelisim.policy.slots import FORBIDDEN
from kelisim.policy.source import nearest
from kelisim.policy.values import ADDRESSES, INFLECTED, NUMBER, PLACEHOLDERS
from kelisim.problems import Place, Problem, did_you_mean, warning
from kelisim.registry import STATISTICS

LONGEST_UNIT_WORDS = 120

_BEYOND = re.compile(
    r"(?P<html></?[A-Za-z][^<>]*>|<!--)|(?P<image>!\[)|(?P<code>`)|(?P<table>^\s*\|)|(?P<quote>^\s*>)"
    r"|(?<!\\)(?P<bracket>\[[^\[\]]*(?<!\\)\](?!\())"
)
_BEYOND_WORDS = {
    "html": ("HTML in a text", "*emphasis*, **strong** and [links](https://…)"),
    "image": ("an image in a text", "words"),
    "code": ("code in a text", "the plain word: names of cookies are set apart in the table"),
    "table": ("a table in a text", "a list, or a block such as {block:items}"),
    "quote": ("a quotation mark of Markdown", "quotation marks: «…»"),
    "bracket": ("a link without an address", r"[words](https://…), or \[ for the sign itself"),
}
_LINK = re.compile(rf"https://[^\s\"<>]+|mailto:[^\s\"<>]+|(?:mailto:)?\{{(?:{'|'.join(map(re.escape, ADDRESSES))})\}}")


def check_document(document: Document, language: str) -> Iterator[Problem]:
    """Yield what is wrong with a policy in its source language, whatever site it is for."""
    yield from check_ids(document)
    yield from _check_headings(document)
    yield from _check_blocks(document)
    yield from _check_statistics(document)
    for section in document.sections:
        for clause in section.clauses:
            outer = (*section.heading.conditions, *clause.heading.conditions)
            yield from _check_intros(clause, outer)
    known = _known_names(document)
    for unit, outer in _units_with_conditions(document):
        yield from _check_conditions(unit, outer)
        text = _Text(unit, unit.text, language, unit.place_of)
        yield from text.check(known, set(outer) | set(unit.conditions))
        if len(unit.text.split()) > LONGEST_UNIT_WORDS:
            yield warning(
                unit.span.place,
                "K317",
                f'"{unit.id}" has {len(unit.text.split())} words',
                f"at most {LONGEST_UNIT_WORDS}: a unit is what changes and is approved as one",
                "make two units of it",
            )
    for unit in _items(document):
        yield from check_item(unit.id, unit.text, unit.place_of)


def check_translation(document: Document, catalog: Catalog) -> Iterator[Problem]:
    """Yield what is wrong with the texts of a translation; names of placeholders are checked with the catalogs."""
    for unit in document.units:
        entry = catalog.entries.get(message_id(unit.id))
        if entry and entry.forms[0]:
            yield from _Text(unit, entry.forms[0], catalog.language, _places(entry)).check(None, None)
    for unit in _items(document):
        entry = catalog.entries.get(message_id(unit.id))
        if entry:
            yield from check_item(unit.id, entry.forms[0], _places(entry))


def _places(entry: Entry) -> Callable[[str], Place]:
    """Where a word of a translation stands."""

    def place(needle: str) -> Place:
        position = entry.forms[0].find(needle) if needle else -1
        return entry.place(0, position, len(needle)) if position >= 0 else entry.place()

    return place


def check_item(unit_id: str, text: str, place: Callable[[str], Place]) -> Iterator[Problem]:
    """Yield the problem of an item of a list that ends in a sign: the build prints `;` and `.`."""
    last = text[-1:]
    if last and last in ".;,:!?":
        word = text.split()[-1]
        yield Problem(
            place(word),
            "K324",
            f'the item "{unit_id}" ends in "{last}"',
            "no sign at the end: the build prints ; and .",
            f'write "{word[:-1]}"',
        )


def check_ids(document: Document) -> Iterator[Problem]:
    """Yield the ids that stand twice in a document; an owner's own file is asked before it is laid over."""
    seen: dict[str, Unit] = {}
    headings = {id(unit) for unit in document.headings}
    everything = [*(unit for unit in document.headings if unit.id), *_below_headings(document)]
    for unit in sorted(everything, key=lambda one: (one.marker.source.path, one.marker.offset)):
        earlier = seen.setdefault(unit.id, unit)
        if earlier is unit:
            continue
        both = id(unit) in headings and id(earlier) in headings
        yield Problem(
            unit.marker.place,
            "K314" if both else "K301",
            f'the id "{unit.id}" stands twice',
            f"an id of its own for each {'section and clause' if both else 'unit'}",
            f"{earlier.marker.place} has it too; add a word: {{#{unit.id}.text}}",
        )


def _check_headings(document: Document) -> Iterator[Problem]:
    if not document.title.text:
        source = document.title.marker.source
        yield Problem(source.line_place(1), "K333", "the policy has no title", "# Title {#title} on the first line")
    for section in document.sections:
        if not section.heading.text:
            yield Problem(
                section.heading.marker.place,
                "K332",
                f'the section "{section.id}" has no heading',
                f"## Words of the heading {{#{section.id}}}",
            )
    for unit in document.headings:
        if unit.dropped:
            yield _dropped(unit)


def _check_blocks(document: Document) -> Iterator[Problem]:
    generated = [block for clause in document.clauses for block in clause.blocks if isinstance(block, Generated)]
    counts = Counter(block.name for block in generated)
    seen: set[str] = set()
    for block in generated:
        if counts[block.name] > 1 and block.name in seen:
            yield Problem(
                block.span.place,
                "K307",
                f"{{block:{block.name}}} stands twice",
                "each block once",
                "keep one of the two",
            )
        seen.add(block.name)
    for name in BLOCKS:
        if name not in counts:
            yield Problem(
                document.title.marker.source.whole(),
                "K307",
                f"{{block:{name}}} stands nowhere",
                "each block once: what the law wants listed is in it (KZ-5, KZ-10)",
            )


def _check_statistics(document: Document) -> Iterator[Problem]:
    known = {unit.id.removeprefix(STATISTICS_PREFIX): unit for unit in document.units if _is_statistic(unit)}
    for name, unit in known.items():
        if name not in STATISTICS:
            near = nearest(name, STATISTICS)
            yield Problem(
                unit.marker.place,
                "K311",
                f'"{name}" is not one of the statistics',
                "" if near else f"one of {', '.join(STATISTICS)}",
                did_you_mean(f"{STATISTICS_PREFIX}{near}" if near else None),
            )
    missing = [name for name in STATISTICS if name not in known]
    if missing:
        block = next(
            (
                block
                for clause in document.clauses
                for block in clause.blocks
                if isinstance(block, Generated) and block.name == "statistics"
            ),
            None,
        )
        yield Problem(
            block.span.place if block else document.title.marker.source.whole(),
            "K313",
            f"the list of statistics has no {', '.join(missing)}",
            "an item for each: a service in use may collect it (KZ-5 g)",
            f"add - … {{#{STATISTICS_PREFIX}{missing[0]}}} below {{block:statistics}}",
        )


def _check_intros(clause: Clause, outer: tuple[str, ...]) -> Iterator[Problem]:
    """A text that announces a list must not be left without it under any conditions."""
    for position, block in enumerate(clause.blocks):
        last = block.units[-1] if isinstance(block, Paragraph) else None
        if last and last.text.endswith(":"):
            following = clause.blocks[position + 1] if position + 1 < len(clause.blocks) else None
            lonely = can_stand_alone(last, following, outer)
            if lonely is not None:
                when = f" when {lonely}" if lonely else ""
                yield Problem(
                    last.place_of(last.text.split()[-1]),
                    "K325",
                    f'"{last.id}" announces a list and has none{when}',
                    "a list or block below it under the same conditions",
                    "give the text the condition of its list, or end it in a full stop",
                )


def _check_conditions(unit: Unit, outer: tuple[str, ...]) -> Iterator[Problem]:
    if unit.dropped:
        yield _dropped(unit)
    elif not unit.text:
        yield Problem(unit.marker.place, "K331", f'"{unit.id}" has no text', "the text before its id")
    if not can_hold((*outer, *unit.conditions)):
        yield Problem(
            unit.marker.place,
            "K337",
            f'"{unit.id}" is never printed: its conditions exclude each other',
            "conditions that can hold together",
        )


def _dropped(unit: Unit) -> Problem:
    return Problem(
        unit.marker.place,
        "K335",
        f'"{unit.id}" is dropped where it is written',
        "{#id drop} only in a project's policy, for a unit of the packaged one",
        "remove the unit",
    )


@dataclass(frozen=True)
class _Text:
    """A unit's text in one language, and where in which file its words stand."""

    unit: Unit
    text: str
    language: str
    place: Callable[[str], Place]

    def check(self, known: set[str] | None, conditions: set[str] | None) -> Iterator[Problem]:
        """Yield every fault of the text. Without `known` and `conditions`, names of placeholders are left out."""
        foreign = FORBIDDEN.search(self.text)
        if foreign:
            yield Problem(
                self.place(""),
                "K329",
                f'"{self.unit.id}" holds the character U+{ord(foreign[0]):04X}',
                "letters, signs and spaces",
                "delete it; editors show it as a box or not at all",
            )
            return
        message = parse_message(self.text)
        if known is not None:
            for fault in message.faults:
                written = self.text[fault.offset : fault.offset + fault.length]
                yield Problem(self.place(written), "K318", fault.found, fix=fault.fix)
        for hole in message.holes:
            yield from self._check_hole(hole, known, conditions)
        yield from self._check_markdown()

    def _check_hole(self, hole: Hole, known: set[str] | None, conditions: set[str] | None) -> Iterator[Problem]:
        written = str(hole)
        if hole.name == "block":
            yield Problem(
                self.place(written), "K334", f"{written} stands inside a text", "a block on a line of its own"
            )
            return
        if known is not None and hole.name not in known:
            near = nearest(hole.name, tuple(sorted(known)))
            numbered = hole.name.startswith(NUMBER)
            expected = "the id of a section, clause or unit after number." if numbered else _names(PLACEHOLDERS)
            yield Problem(
                self.place(written),
                "K326" if numbered else "K318",
                f"{written} points at nothing" if numbered else f"unknown placeholder {written}",
                "" if near else expected,
                did_you_mean(f"{{{near}}}" if near else None),
            )
            return
        if hole.case:
            yield from self._check_case(hole, written)
        wanted = PLACEHOLDERS.get(hole.name)
        if conditions is not None and wanted and wanted not in conditions:
            yield Problem(
                self.place(written),
                "K321",
                f"{written} may have no value",
                f"a unit that is printed only with it: {{#{self.unit.id} if={wanted}}}",
                "make a unit of its own of the sentence",
            )

    def _check_case(self, hole: Hole, written: str) -> Iterator[Problem]:
        if hole.case not in CASES:
            near = nearest(hole.case, CASES)
            yield Problem(
                self.place(written),
                "K319",
                f'"{hole.case}" is not a case',
                f"one of {', '.join(CASES)}",
                did_you_mean(f"{{{hole.name}:{near}}}" if near else None),
            )
        elif hole.name not in INFLECTED:
            yield Problem(
                self.place(written),
                "K319",
                f"{{{hole.name}}} takes no case",
                f"cases only on {_names(INFLECTED)}",
                "let a noun beside it carry the ending",
            )

    def _check_markdown(self) -> Iterator[Problem]:
        # Of each kind the first is told: a tag and its end are one fault.
        beyond = {str(match.lastgroup): match[0] for match in reversed(list(_BEYOND.finditer(self.text)))}
        for kind, written in beyond.items():
            found, expected = _BEYOND_WORDS[kind]
            yield Problem(self.place(written), "K322", f"{found}: {written.strip()}", expected)
        if "](" not in self.text:
            return
        for address in links_of(self.text):
            if not _LINK.fullmatch(address):
                yield Problem(
                    self.place(address),
                    "K323",
                    f'a link to "{address}"',
                    "https://…, mailto:…, {site.url} or mailto:{operator.email}",
                    did_you_mean(address.replace("http://", "https://")) if address.startswith("http://") else "",
                )


def _known_names(document: Document) -> set[str]:
    ids = {unit.id for unit in (*document.units, *document.headings) if unit.id}
    return {*PLACEHOLDERS, *(NUMBER + unit_id for unit_id in ids)}


def _units_with_conditions(document: Document) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    """Every unit with a text of its own, and the conditions of the headings above it."""
    if document.title.text:
        yield document.title, ()
    for section in document.sections:
        if section.heading.text:
            yield section.heading, ()
        for clause in section.clauses:
            outer = (*section.heading.conditions, *clause.heading.conditions)
            if clause.heading.text:
                yield clause.heading, section.heading.conditions
            for block in clause.blocks:
                yield from ((unit, outer) for unit in block.units)


def _below_headings(document: Document) -> Iterator[Unit]:
    for clause in document.clauses:
        for block in clause.blocks:
            yield from block.units


def _items(document: Document) -> Iterator[Unit]:
    for clause in document.clauses:
        for block in clause.blocks:
            if isinstance(block, Enumeration | Generated):
                yield from block.units


def _is_statistic(unit: Unit) -> bool:
    return unit.id.startswith(STATISTICS_PREFIX)


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
