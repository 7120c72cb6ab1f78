"""The table of interface texts, `banner/texts.toml`: English texts with notes and limits, to `Original`s by id."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from kelisim.catalogs import Original
from kelisim.message import parse_message
from kelisim.problems import Problem
from kelisim.schema import Keyed, Listed, Table, Text, Whole
from kelisim.source import TomlSource, parse_toml

_ENTRY = Table(
    fields={
        "text": Text(note="The English text."),
        "one": Text(note="English plural category one."),
        "other": Text(note="English plural category other."),
        "note": Text(note="What a translator has to know.", required=True),
        "max_length": Whole(note="Longest rendered text, sample values put in.", least=1, most=2000, unit="characters"),
        "placeholders": Keyed(key=r"[a-z_]+(\.[a-z_]+)*", key_form="names of placeholders", entry=Text(), default={}),
        "tags": Listed(entry=Text(pattern="[a-z]+"), default=[]),
    }
)
_TABLE = Keyed(key=r"[a-zA-Z_-]+(\.[a-zA-Z_-]+)*", key_form="ids of texts", entry=_ENTRY)


def parse_texts(source: TomlSource) -> tuple[dict[str, Original], list[Problem]]:
    """The interface texts by id, with the problems of the table."""
    problems = parse_toml(source) or list(_TABLE.check(source.data, source, ()))
    if problems:
        return {}, problems
    originals = {key: _original(key, told, source) for key, told in source.data.items()}
    for original in originals.values():
        problems.extend(_check_original(original, source))
    return originals, problems


def _original(key: str, told: Mapping[str, Any], source: TomlSource) -> Original:
    forms = (told["one"], told["other"]) if "one" in told and "other" in told else (told.get("text", ""),)
    return Original(
        id=key,
        forms=forms,
        where=functools.partial(source.key_span, key),
        tags=frozenset(told.get("tags", ())),
        note=told["note"],
        max_length=told.get("max_length", 0),
        samples=told.get("placeholders", {}),
    )


def _check_original(original: Original, source: TomlSource) -> Iterator[Problem]:
    if not original.text:
        yield Problem(source.key_span(original.id), "K106", f'"{original.id}" has no text', "text, or one and other")
        return
    samples = set(original.samples or ())
    for form in original.forms:
        message = parse_message(form, original.tags)
        for fault in message.faults:
            yield Problem(source.key_span(original.id), "K203", fault.found, fix=fault.fix)
        for name in sorted({hole.name for hole in message.holes} - samples):
            yield Problem(
                source.key_span(original.id),
                "K203",
                f'"{original.id}" uses {{{name}}} without a sample value',
                fix=f'placeholders = {{ "{name}" = "…" }}',
            )
    unused = samples - {hole.name for form in original.forms for hole in parse_message(form, original.tags).holes}
    for name in sorted(unused):
        yield Problem(
            source.span_of(original.id, "placeholders", name), "K203", f'"{original.id}" does not use {{{name}}}'
        )
