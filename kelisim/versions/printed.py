"""A policy's units as a reader sees them: taken from `policy.json`, so that a published text is read, never made anew.

What the build itself writes (tables, recipients) counts as units, too: `table.<category>`, `service.<id>`,
`service.<id>.<item>`, `recipients`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

POLICY = "policy."
SERVICE = "service."


@dataclass(frozen=True)
class PrintedUnit:
    """A unit as it is printed. `clause` is the id of its clause, or of its section; `number` what is printed for it."""

    id: str
    clause: str
    number: str
    text: str


def printed_units(document: Mapping[str, Any]) -> tuple[PrintedUnit, ...]:
    """The units of a `policy.json`, in the order in which they are printed."""
    return tuple(_units(document))


def _units(document: Mapping[str, Any]) -> Iterator[PrintedUnit]:
    yield PrintedUnit(f"{POLICY}title", "", "", document["title"])
    for section in document["sections"]:
        yield PrintedUnit(POLICY + section["id"], section["id"], section["number"], section["title"])
        for clause in section["clauses"]:
            for unit_id, text in _clause(clause):
                yield PrintedUnit(unit_id, clause["id"], clause["number"], text)


def _clause(clause: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "title" in clause:
        yield POLICY + clause["id"], clause["title"]
    for part in clause["parts"]:
        if part["kind"] == "items":
            yield from _tables(part["categories"])
        elif part["kind"] == "recipients":
            yield "recipients", " ".join(part["recipients"])
        else:
            # The signs behind an item belong to the list: an item is not reworded by another one after it.
            signs = ";." if part["kind"] == "list" else ""
            yield from ((POLICY + unit["id"], _without_sign(unit["text"], signs)) for unit in part["units"])


def _without_sign(text: str, signs: str) -> str:
    return text[:-1] if text and text[-1] in signs else text


def _tables(categories: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for table in categories:
        yield f"table.{table['id']}", " ".join(filter(None, (table["caption"], table["note"])))
        for service in table["services"]:
            about = (service[key] for key in ("name", "purpose", "provider", "country"))
            yield SERVICE + service["id"], ". ".join(about)
            names: Counter[str] = Counter()
            for item in service["items"]:
                names[item["name"]] += 1
                facts = (item[key] for key in ("purpose", "kind", "lifetime", "party", "domain"))
                text = f"{item['name']}: {'; '.join(filter(None, facts))}"
                yield item_id(service["id"], item["name"], names[item["name"]]), text


def item_id(service_id: str, name: str, occurrence: int) -> str:
    """The id of an item's row: one name may be kept in two kinds of storage."""
    return f"{SERVICE}{service_id}.{name}{f'~{occurrence}' if occurrence > 1 else ''}"


def is_row(unit_id: str) -> bool:
    """Whether a unit is made by the build from facts of services."""
    return not unit_id.startswith(POLICY)
