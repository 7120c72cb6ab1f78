"""An arranged policy with its texts in one form, as templates and the writers of plain formats walk it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kelisim.policy.arrangement import Arrangement, PrintedBlock, PrintedList, PrintedPart, punctuation
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


def make_body(
    policy: CompiledPolicy,
    arrangement: Arrangement,
    site: Site,
    form: Callable[[Phrase], str],
    escape: Callable[[str], str],
) -> Body:
    """The body of a policy. `form` picks the form of a unit's text, `escape` writes a plain text in that form."""
    maker = _Maker(policy, site, form, escape)
    return Body(
        maker.text(policy.document.title.id),
        tuple(
            BodySection(
                section.id,
                section.number,
                maker.text(section.id),
                tuple(
                    BodyClause(
                        clause.id,
                        clause.number,
                        maker.text(clause.id) if clause.titled else "",
                        tuple(maker.part(part) for part in clause.parts),
                    )
                    for clause in section.clauses
                ),
            )
            for section in arrangement.sections
        ),
    )


@dataclass(frozen=True)
class _Maker:
    policy: CompiledPolicy
    site: Site
    form: Callable[[Phrase], str]
    escape: Callable[[str], str]

    def text(self, unit: str) -> str:
        return self.form(self.policy.phrases[unit])

    def part(self, part: PrintedPart) -> Part:
        if isinstance(part, PrintedBlock):
            return self._generated(part.name)
        if isinstance(part, PrintedList):
            return Part("list", tuple(self._items(part)), numbered=part.numbered)
        texts = tuple(Text(unit, self.text(unit)) for unit in part.units)
        return Part("paragraph", texts, reopens=any(_REOPEN in text.text for text in texts))

    def _items(self, part: PrintedList) -> Iterator[Text]:
        for position, unit in enumerate(part.units):
            yield Text(unit, self.text(unit) + punctuation(position, len(part.units)))

    def _generated(self, name: str) -> Part:
        if name == "items":
            return Part("items", tables=items_tables(self.site, self.policy.wording))
        told = recipients(self.site, self.policy.wording)
        texts = (
            Text("", self.escape(recipient) + punctuation(position, len(told)))
            for position, recipient in enumerate(told)
        )
        return Part("recipients", tuple(texts))
