"""The files of a published version as values and back: one record a line, for reviews and merges line by line."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from kelisim import schema
from kelisim.problems import Problem
from kelisim.registry import LIFETIME
from kelisim.schema import Choice, Day, Keyed, Table, Text
from kelisim.source import Source, TomlSource, parse_toml
from kelisim.tokens import TOKEN_LENGTH
from kelisim.versions.meaning import Meaning, ServiceRecord
from kelisim.versions.number import Version, parse_version
from kelisim.versions.snapshot import UnitRecord

FIRST_KIND, MATERIAL, EDITORIAL, FACTS = "first", "material", "editorial", "facts"
VERSION_FILE, UNITS_FILE, MEANING_FILE, HASHES_FILE = "version.toml", "units.jsonl", "meaning.jsonl", "files.jsonl"

VERSION = Table(
    fields={
        "version": Text(note="MAJOR.MINOR.", required=True),
        "kind": Choice(words=(FIRST_KIND, MATERIAL, EDITORIAL, FACTS), required=True),
        "effective": Day(note="The day on which it takes effect.", required=True),
        "published": Day(note="The day on which it was published.", required=True),
        "why": Text(note="Why there is this version, for whoever reviews it.", required=True),
        "toolkit": Text(note="The version of Kelisim that rendered it.", required=True),
        "before": Text(note="The digest of the version before, as its files.jsonl has it.", default=""),
        "summary": Keyed(key=schema.LANGUAGE, key_form=schema.LANGUAGES_FORM, entry=Text(), default={}),
    }
)

Record = TypeVar("Record")


@dataclass(frozen=True)
class VersionFacts:
    """What `version.toml` says."""

    version: Version
    kind: str
    effective: datetime.date
    published: datetime.date
    why: str
    toolkit: str
    before: str
    summary: Mapping[str, str]


def render_version(facts: VersionFacts) -> str:
    """The text of `version.toml`."""
    lines = [
        f"version = {_quoted(str(facts.version))}",
        f"kind = {_quoted(facts.kind)}",
        f"effective = {facts.effective.isoformat()}",
        f"published = {facts.published.isoformat()}",
        f"why = {_quoted(facts.why)}",
        f"toolkit = {_quoted(facts.toolkit)}",
    ]
    if facts.before:
        lines.append(f"before = {_quoted(facts.before)}")
    if facts.summary:
        lines += ["", "[summary]", *(f"{name} = {_quoted(text)}" for name, text in sorted(facts.summary.items()))]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML text; JSON writes a text the same way."""
    return json.dumps(text, ensure_ascii=False)


def parse_version_file(source: TomlSource) -> tuple[VersionFacts | None, list[Problem]]:
    """What `version.toml` says, or what is wrong with it."""
    problems = parse_toml(source) or list(VERSION.check(source.data, source, ()))
    if problems:
        return None, problems
    told = schema.with_defaults(VERSION, source.data)
    version = parse_version(told["version"])
    if version is None:
        found = f'"{told["version"]}" is not a version'
        return None, [Problem(source.span_of("version"), "K343", found, 'a version such as "1.0"')]
    return VersionFacts(version, *(told[key] for key in tuple(VERSION.fields)[1:])), []


def render_units(units: Iterable[UnitRecord]) -> str:
    """The text of `units.jsonl`."""
    return _lines({"id": unit.id, "src": unit.source, "print": dict(unit.prints)} for unit in units)


def parse_units(source: Source) -> tuple[tuple[UnitRecord, ...], list[Problem]]:
    """The units of a version, or what is wrong with the file."""
    records, problems = _parsed(source, _unit)
    return tuple(records), problems


def _unit(told: Mapping[str, Any]) -> UnitRecord:
    return UnitRecord(_text(told["id"]), _text(told["src"]), {key: _text(text) for key, text in told["print"].items()})


def render_meaning(meaning: Meaning) -> str:
    """The text of `meaning.jsonl`: the site, then a line for each service, sorted by id."""
    services = sorted(meaning.services.values(), key=lambda record: record.id)
    return _lines(
        [
            {"site": dict(meaning.site)},
            *(
                {
                    "service": record.id,
                    "token": record.token,
                    "aliases": list(record.aliases),
                    "meaning": dict(record.meaning),
                }
                for record in services
            ),
        ]
    )


def parse_meaning(source: Source) -> tuple[Meaning | None, list[Problem]]:
    """The meaning of a version, or what is wrong with the file."""
    records, problems = _parsed(source, _meaning)
    sites = [record for record in records if not isinstance(record, ServiceRecord)]
    if len(sites) != 1 and not problems:
        found = "no line is about the site" if not sites else "several lines are about the site"
        problems.append(Problem(source.whole(), "K343", found, 'one line that begins {"site":'))
    services = {record.id: record for record in records if isinstance(record, ServiceRecord)}
    return (None, problems) if problems else (Meaning(sites[0], services), [])


def _meaning(told: Mapping[str, Any]) -> ServiceRecord | dict[str, Any]:
    if "site" in told:
        site = told["site"]
        return {
            "bin": _text(site["bin"]),
            "name": _text(site["name"]),
            "model": _text(site["model"]),
            "term": int(site["term"]),
        }
    tokens = [told["token"], *told["aliases"]]
    if any(len(_text(token)) not in (0, TOKEN_LENGTH) for token in tokens):
        raise ValueError("a token has four characters")
    return ServiceRecord(_text(told["service"]), _checked(told["meaning"]), tokens[0], tuple(tokens[1:]))


def _checked(meaning: Mapping[str, Any]) -> dict[str, Any]:
    """The meaning of a service, of the form that comparing relies on."""
    if len(meaning["purposes"]) != len(meaning["items"]) + 1:
        raise ValueError("a purpose for the service and one for each item")
    for _, _, _, lifetime in meaning["items"]:
        if not re.fullmatch(LIFETIME.pattern, lifetime):
            raise ValueError("not a lifetime")
    for key in ("category", "recipient"):
        _text(meaning[key])
    return {**meaning, "country": [_text(code) for code in meaning["country"]]}


def render_hashes(hashes: Mapping[str, str]) -> str:
    """The text of `files.jsonl`: the integrity of every other file of the version."""
    return _lines({"path": path, "integrity": hashes[path]} for path in sorted(hashes))


def parse_hashes(source: Source) -> tuple[dict[str, tuple[str, int]], list[Problem]]:
    """The integrity that each file had when it was published, with the line that says so."""
    records, problems = _parsed(source, lambda told: (_text(told["path"]), _text(told["integrity"])))
    return {path: (integrity, number) for number, (path, integrity) in enumerate(records, 1)}, problems


def _lines(records: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n" for record in records)


def _parsed(source: Source, read: Callable[[Mapping[str, Any]], Record]) -> tuple[list[Record], list[Problem]]:
    """A record of each line; a line that is none is a problem at its place."""
    records: list[Record] = []
    problems: list[Problem] = []
    for number, line in enumerate(source.lines, 1):
        try:
            records.append(read(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError):
            problems.append(
                Problem(
                    source.line_place(number),
                    "K343",
                    "a merge conflict was left in this file"
                    if line.startswith(("<<<<<<<", "=======", ">>>>>>>"))
                    else "this line is not what was published",
                    fix="take the file from the commit that published the version",
                )
            )
    return records, problems


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
