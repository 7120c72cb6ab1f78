"""The policy for people who read no PO: the whole document in one language as Markdown, and back by unit id.

The Markdown is that of `policy_src/policy.<lang>.md`, so that one reader reads both. What comes back may change texts
and nothing else: order, ids and conditions are those of the source.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kelisim.i18n.templates import POLICY_PREFIX
from kelisim.policy.document import Document, Enumeration, Generated, Paragraph, Unit
from kelisim.problems import Problem, warning
from kelisim.source import Source


@dataclass(frozen=True)
class Column:
    """The policy in one language: texts by unit id; a unit without one is not translated. `states` are shown beside."""

    language: str
    texts: Mapping[str, str]
    states: Mapping[str, str]


def render_document(document: Document, texts: Mapping[str, str], note: str) -> str:
    """The whole policy in one language, every unit with its id and condition; a note for the reader stands on top."""
    lines = [f"<!-- {note} -->", ""]
    if document.title.id:
        lines += [f"# {_marked(document.title, texts)}", ""]
    for section in document.sections:
        lines += [f"## {_marked(section.heading, texts)}", ""]
        for clause in section.clauses:
            lines += [f"### {_marked(clause.heading, texts)}", ""]
            for block in clause.blocks:
                lines += [*_block_lines(block, texts), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _block_lines(block: Paragraph | Enumeration | Generated, texts: Mapping[str, str]) -> Iterator[str]:
    if isinstance(block, Generated):
        yield f"{{block:{block.name}}}"
        if block.units:
            yield ""
    sign = "" if isinstance(block, Paragraph) else "1. " if isinstance(block, Enumeration) and block.numbered else "- "
    yield from (f"{sign}{_marked(unit, texts)}" for unit in block.units)


def _marked(unit: Unit, texts: Mapping[str, str]) -> str:
    condition = f" if={','.join(unit.conditions)}" if unit.conditions else ""
    text = texts.get(unit.id, "") if unit.text else ""
    return f"{' '.join(text.split())} {{#{unit.id}{condition}}}".lstrip()


@dataclass(frozen=True)
class Corrections:
    """What a returned document changes: new texts by unit id, and what was left out."""

    texts: Mapping[str, str]
    problems: Sequence[Problem]


def corrections(returned: Document, document: Document, texts: Mapping[str, str]) -> Corrections:
    """Compare a returned document with the texts as they are, unit by unit."""
    known = {unit.id: unit for unit in document.units}
    changed: dict[str, str] = {}
    problems: list[Problem] = []
    seen: set[str] = set()
    for unit in returned.units:
        place = unit.marker.place
        if unit.id not in known:
            problems.append(warning(place, "K245", f'there is no unit "{unit.id}"', fix=_NEW))
            continue
        if unit.id in seen:
            problems.append(warning(place, "K245", f'"{unit.id}" stands here a second time', fix="it was left out"))
            continue
        seen.add(unit.id)
        if unit.dropped or unit.conditions != known[unit.id].conditions:
            problems.append(warning(place, "K246", f'the condition of "{unit.id}" was changed', fix=_CONDITION))
        if not unit.dropped and unit.text != " ".join(texts.get(unit.id, "").split()):
            changed[unit.id] = unit.text
    return Corrections(changed, problems)


_NEW = "it was left out; a new unit is written into the source, policy_src/policy.<lang>.md"
_CONDITION = "that was left out; conditions stand in the source alone"


def apply_to_source(source: Source, document: Document, texts: Mapping[str, str]) -> tuple[str, list[str]]:
    """The source with new texts in the places of its units, and the ids of units that another file holds."""
    text, elsewhere = source.text, []
    units = sorted((unit for unit in document.units if unit.id in texts), key=lambda unit: -unit.span.offset)
    for unit in units:
        if unit.span.source is not source and unit.span.source != source:
            elsewhere.append(unit.id)
            continue
        start, end = unit.span.offset, unit.span.offset + unit.span.length
        text = text[:start] + texts[unit.id] + text[end:]
    return text, elsewhere


def render_review(document: Document, columns: Sequence[Column], title: str) -> str:
    """A page with the languages side by side, unit by unit, for reading and printing."""
    heads = "".join(f'<th scope="col" lang="{column.language}">{column.language}</th>' for column in columns)
    rows = "\n".join(_review_row(unit, columns) for unit in document.units)
    return _PAGE.format(language=columns[0].language, title=html.escape(title), heads=heads, rows=rows)


def _review_row(unit: Unit, columns: Sequence[Column]) -> str:
    condition = f"<small>if {html.escape(', '.join(unit.conditions))}</small>" if unit.conditions else ""
    cells = "".join(_review_cell(unit, column) for column in columns)
    return f'<tr id="{unit.id}"><th scope="row"><code>{unit.id}</code>{condition}</th>{cells}</tr>'


def _review_cell(unit: Unit, column: Column) -> str:
    state = column.states.get(unit.id, "")
    mark = f"<small>{html.escape(state)}</small>" if state else ""
    return f'<td lang="{column.language}">{html.escape(column.texts.get(unit.id, ""))}{mark}</td>'


def message_texts(document: Document, forms: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The texts of units by unit id, from wordings by message id."""
    found = {unit.id: forms.get(f"{POLICY_PREFIX}{unit.id}", ()) for unit in document.units}
    return {key: wording[0] for key, wording in found.items() if wording}


_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ border: 1px solid #8a949b; padding: .4rem .6rem; text-align: start; vertical-align: top }}
tbody th {{ font-weight: 400; width: 14rem; overflow-wrap: anywhere }}
small {{ color: #5a646b; display: block }}
thead {{ display: table-header-group }}
tr {{ break-inside: avoid }}
</style>
</head>
<body>
<h1>{title}</h1>
<table>
<thead><tr><th scope="col">id</th>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""
