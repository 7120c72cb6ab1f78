"""An arranged policy with its texts in one form, as templates and the writers of plain formats walk it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kelisim.policy.arrangement import (
    Arrangement,
    PrintedBlock,
    PrintedClause,
    PrintedList,
    PrintedPart,
    punctuation,
)
from kelisim.policy.compiled import CompiledPolicy
from kelisim.policy.inline import Phrase
from kelisim.policy.slots import OPEN
from kelisim.policy.tables import CategoryTable, items_tables, recipients
from kelisim.site import Site

#: A paragraph with this slot names the button that reopens the preferences: the button itself stands behind it.
_REOPEN = f"{OPEN}ui.reopen"


@dataclass(frozen=True)
class Text:
    """A unit's text in the form that is being written."""

    id: str
    text: str


@dataclass(frozen=True)
class Part:
    """A paragraph, a list, the table of items or the list of recipients; `kind` says which other fields count."""

    kind: str
    texts: tuple[Text, ...] = ()
    numbered: bool = False
    reopens: bool = False
    tables: tuple[CategoryTable, ...] = ()

    @property
    def joined(self) -> str:
        """The units of a paragraph as one text."""
        return " ".join(text.text for text in self.texts)


@dataclass(frozen=True)
class BodyClause:
    id: str
    number: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class BodySection:
    id: str
    number: str
    title: str
    clauses: tuple[BodyClause, ...]


@dataclass(frozen=True)
class Body:
    title: str
    sections: tuple[BodySection, ...]


@dataclass(frozen=True)
class Form:
    """How a body is written: which form of a unit's text, and how a plain text looks in it."""

    phrase: Callable[[Phrase], str]
    escape: Callable[[str], str]


def make_body(policy: CompiledPolicy, arrangement: Arrangement, site: Site, form: Form) -> Body:
    """The body of a policy for a site."""
    return Body(
        unit_text(policy, form, policy.document.title.id),
        tuple(
            BodySection(
                section.id,
                section.number,
                unit_text(policy, form, section.id),
                tuple(make_clause(policy, clause, site, form) for clause in section.clauses),
            )
            for section in arrangement.sections
        ),
    )


def make_clause(policy: CompiledPolicy, clause: PrintedClause, site: Site, form: Form) -> BodyClause:
    """One clause of the body."""
    title = unit_text(policy, form, clause.id) if clause.titled else ""
    parts = tuple(_part(policy, part, site, form) for part in clause.parts)
    return BodyClause(clause.id, clause.number, title, parts)


def unit_text(policy: CompiledPolicy, form: Form, unit: str) -> str:
    """The text of a unit."""
    return form.phrase(policy.phrases[unit])


def _part(policy: CompiledPolicy, part: PrintedPart, site: Site, form: Form) -> Part:
    if isinstance(part, PrintedBlock):
        return _generated(policy, part.name, site, form)
    texts = tuple(Text(unit, unit_text(policy, form, unit)) for unit in part.units)
    if isinstance(part, PrintedList):
        return Part("list", tuple(_punctuated(texts)), numbered=part.numbered)
    return Part("paragraph", texts, reopens=any(_REOPEN in text.text for text in texts))


def _generated(policy: CompiledPolicy, name: str, site: Site, form: Form) -> Part:
    if name == "items":
        return Part("items", tables=items_tables(site, policy.wording, policy.pieces))
    texts = tuple(Text("", form.escape(recipient)) for recipient in recipients(site, policy.wording))
    return Part("recipients", tuple(_punctuated(texts)))


def _punctuated(texts: tuple[Text, ...]) -> Iterator[Text]:
    for position, text in enumerate(texts):
        yield Text(text.id, text.text + punctuation(position, len(texts)))
