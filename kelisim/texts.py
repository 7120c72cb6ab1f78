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
    told = source.data[original.id]
    keys = [key for key in ("text", "one", "other") if told.get(key)]
    if keys not in (["text"], ["one", "other"]):
        found = f'"{original.id}" has {" and ".join(keys) or "no text"}'
        yield Problem(source.key_span(original.id), "K106", found, "text, or one and other")
        return
    samples = set(original.samples or ())
    used: set[str] = set()
    for key, form in zip(keys, original.forms, strict=True):
        place = source.span_of(original.id, key)
        message = parse_message(form, original.tags)
        for fault in message.faults:
            yield Problem(place, "K204" if form[fault.offset] == "<" else "K203", fault.found, fix=fault.fix)
        names = {hole.name for hole in message.holes}
        for name in sorted(names - samples - used):
            yield Problem(
                place,
                "K203",
                f'"{original.id}" uses {{{name}}} without a sample value',
                fix=f'placeholders = {{ "{name}" = "…" }}',
            )
        used |= names
    for name in sorted(samples - used):
        place = source.key_span(original.id, "placeholders", name)
        yield Problem(place, "K203", f'"{original.id}" does not use {{{name}}}', fix="remove its sample value")
