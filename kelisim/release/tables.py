"""Reports as tables: one description, printed as Markdown for a ticket or as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A heading with sentences and rows under it; `level` 1 is the report itself, 2 a part of it.

    `compares`: the last two columns are long texts, before and after; on a terminal they stand under each other.
    """

    title: str
    sentences: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    level: int = 2
    compares: bool = False


def render_markdown(tables: Iterable[Table]) -> str:
    """For a change ticket."""
    return "\n\n".join(_stripped(_markdown(table)) for table in tables) + "\n"


def render_text(tables: Iterable[Table]) -> str:
    """For a terminal: columns stand under each other."""
    return "\n\n".join(_stripped(_text(table)) for table in tables) + "\n"


def _markdown(table: Table) -> Iterator[str]:
    yield f"{'#' * table.level} {_escaped(table.title)}"
    for sentence in table.sentences:
        yield ""
        yield _escaped(sentence)
    if table.rows:
        yield ""
        yield _row(table.columns)
        yield _row(tuple("---" for _ in table.columns))
        yield from (_row(tuple(map(_escaped, row))) for row in table.rows)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """Texts of a policy are data: none of their signs may become markup of the ticket."""
    flat = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in r"\`*_[]<>|#" else sign for sign in flat)


def _text(table: Table) -> Iterator[str]:
    yield table.title
    if table.level == 1:
        yield "=" * len(table.title)
    yield from (f"  {sentence}" for sentence in table.sentences)
    if table.compares:
        yield from _compared(table.rows)
    elif table.rows:
        widths = [max(map(len, column)) for column in zip(table.columns, *table.rows, strict=True)]
        for row in (table.columns, *table.rows):
            yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))


def _compared(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for *names, before, after in rows:
        yield f"  {' '.join(names)}"
        yield from (f"    {sign} {text}" for sign, text in (("-", before), ("+", after)) if text)


def _stripped(lines: Iterable[str]) -> str:
    return "\n".join(line.rstrip() for line in lines)
