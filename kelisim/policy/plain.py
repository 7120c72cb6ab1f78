"""The plain outputs of a policy, from its body: text, Markdown and JSON. Values are still slots in all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from kelisim.policy.body import Body, BodyClause, BodySection, Part
from kelisim.policy.edition import ARCHIVED, DRAFT, Edition
from kelisim.policy.inline import escape_markdown
from kelisim.policy.tables import COLUMNS, CategoryTable, ItemRow, ServiceRows
from kelisim.wording import Wording


@dataclass(frozen=True)
class Context:
    """What a plain output says beside the body."""

    wording: Wording
    edition: Edition
    site_id: str
    example: bool

    @property
    def notices(self) -> Iterator[str]:
        """What a reader has to know before the text."""
        if self.example:
            yield self.wording.text("page.example")
        if self.edition.state == DRAFT:
            yield self.wording.text("page.draft")
        if self.edition.state == ARCHIVED:
            yield self.wording.text("page.archived")


def text_of(body: Body, context: Context) -> str:
    """Plain text: one line a paragraph, a blank line between two."""
    blocks = [body.title, *context.notices]
    for section in body.sections:
        blocks.append(f"{section.number}. {section.title}")
        for clause in section.clauses:
            blocks += _numbered(clause, [block for part in clause.parts for block in _text_part(part, context.wording)])
    return "\n\n".join(blocks) + "\n"


def markdown_of(body: Body, context: Context) -> str:
    """Markdown that any flavour with tables prints."""
    blocks = [f"# {body.title}", *(f"> {escape_markdown(notice)}" for notice in context.notices)]
    for section in body.sections:
        # The full stop is escaped: a number at the start of a line would begin a list.
        blocks.append(f"## {section.number}\\. {section.title}")
        for clause in section.clauses:
            blocks += _numbered(
                clause,
                [block for part in clause.parts for block in _markdown_part(part, context.wording)],
                heading="### ",
                stop="\\.",
            )
    return "\n\n".join(blocks) + "\n"


def _numbered(clause: BodyClause, blocks: list[str], heading: str = "", stop: str = ".") -> list[str]:
    """The blocks of a clause with its number before the first, or before its heading."""
    if clause.title:
        return [f"{heading}{clause.number}{stop} {clause.title}", *blocks]
    return [f"{clause.number}{stop} {blocks[0]}", *blocks[1:]]


def _text_part(part: Part, wording: Wording) -> Iterator[str]:
    if part.kind == "paragraph":
        yield part.joined
    elif part.kind == "items":
        for table in part.tables:
            yield from _text_table(table, wording)
    else:
        yield "\n".join(f"{_bullet(part, position)} {text.text}" for position, text in enumerate(part.texts, 1))


def _bullet(part: Part, position: int) -> str:
    return f"{position})" if part.numbered else "–"


def _text_table(table: CategoryTable, wording: Wording) -> Iterator[str]:
    yield "\n".join(filter(None, (table.caption, table.note)))
    if not table.services:
        yield wording.text("table.no-services")
    for service in table.services:
        yield "\n".join([service.name, *_about(service, wording), *_text_items(service, wording)])


def _about(service: ServiceRows, wording: Wording) -> Iterator[str]:
    for column, value in (
        ("purpose", service.purpose),
        ("provider", service.provider),
        ("country", service.country),
    ):
        yield f"{wording.text(f'table.{column}')}: {value}"


def _text_items(service: ServiceRows, wording: Wording) -> Iterator[str]:
    for item in service.items:
        told = (f"{wording.text(f'table.{column}')}: {_cell(item, column)}" for column in COLUMNS[1:])
        yield f"– {item.name}. {'; '.join(told)}."
    if not service.items:
        yield wording.text("table.no-items")


def _cell(item: ItemRow, column: str) -> str:
    value = str(getattr(item, column))
    return f"{value} ({item.domain})" if column == "party" and item.domain else value


def _markdown_part(part: Part, wording: Wording) -> Iterator[str]:
    if part.kind == "items":
        for table in part.tables:
            yield from _markdown_table(table, wording)
    elif part.kind == "paragraph":
        yield part.joined
    else:
        yield "\n".join(
            f"{f'{position}.' if part.numbered else '-'} {text.text}" for position, text in enumerate(part.texts, 1)
        )


def _markdown_table(table: CategoryTable, wording: Wording) -> Iterator[str]:
    yield f"**{escape_markdown(table.caption)}**" + (f" {escape_markdown(table.note)}" if table.note else "")
    if not table.services:
        yield escape_markdown(wording.text("table.no-services"))
    for service in table.services:
        yield "  \n".join([f"*{escape_markdown(service.name)}*", *map(escape_markdown, _about(service, wording))])
        if service.items:
            rows = [[escape_markdown(wording.text(f"table.{column}")) for column in COLUMNS], ["---"] * len(COLUMNS)]
            rows += [[_markdown_cell(item, column) for column in COLUMNS] for item in service.items]
            yield "\n".join(f"| {' | '.join(row)} |" for row in rows)
        else:
            yield escape_markdown(wording.text("table.no-items"))


def _markdown_cell(item: ItemRow, column: str) -> str:
    return f"`{item.name}`" if column == "name" else escape_markdown(_cell(item, column))


def json_of(body: Body, context: Context) -> str:
    """One JSON document: everything a program may want to know of the policy."""
    edition = context.edition
    document = {
        "language": context.wording.language,
        "site": context.site_id,
        "example": context.example,
        "version": edition.version,
        "state": edition.state,
        "effective": edition.effective.isoformat() if edition.effective else None,
        "title": body.title,
        "sections": [_json_section(section) for section in body.sections],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_section(section: BodySection) -> dict[str, Any]:
    return {
        "id": section.id,
        "number": section.number,
        "title": section.title,
        "clauses": [_json_clause(clause) for clause in section.clauses],
    }


def _json_clause(clause: BodyClause) -> dict[str, Any]:
    titled = {"title": clause.title} if clause.title else {}
    return {
        "id": clause.id,
        "number": clause.number,
        **titled,
        "parts": [_json_part(part) for part in clause.parts],
    }


def _json_part(part: Part) -> dict[str, Any]:
    if part.kind == "items":
        return {"kind": part.kind, "categories": [asdict(table) for table in part.tables]}
    if part.kind == "recipients":
        return {"kind": part.kind, "recipients": [text.text for text in part.texts]}
    units = [asdict(text) for text in part.texts]
    return {"kind": part.kind, **({"numbered": part.numbered} if part.kind == "list" else {}), "units": units}
