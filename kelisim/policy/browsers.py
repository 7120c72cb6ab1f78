"""`policy_src/browsers.toml`: where browsers tell how to switch cookies off, for clause 7.3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kelisim.problems import Problem
from kelisim.schema import LANGUAGE, Choice, Day, Either, Keyed, Listed, Table, Text, with_defaults
from kelisim.source import TomlSource, parse_toml

#: Name and address of each browser's help.
Links = tuple[tuple[str, str], ...]

#: The language of the page that is linked where a browser has none in the reader's own.
OTHERWISE = "en"
_NAME = Text()
_ADDRESS = Text(pattern=r"https://[^\s\"<>]+", form="an https address")
_BROWSERS = Table(
    fields={
        "browser": Listed(
            note="Browsers in the order in which the policy links them.",
            required=True,
            entry=Table(
                fields={
                    "name": Either(
                        options=(_NAME, Keyed(key=LANGUAGE, key_form="languages", entry=_NAME)), required=True
                    ),
                    "url": Either(
                        options=(_ADDRESS, Keyed(key=LANGUAGE, key_form="languages", entry=_ADDRESS)), required=True
                    ),
                    "checked": Day(note="The day the address was last looked at.", required=True),
                    "basis": Choice(words=("page", "cited", "memory"), required=True),
                }
            ),
        )
    }
)


def parse_browsers(source: TomlSource, languages: Iterable[str]) -> tuple[dict[str, Links], list[Problem]]:
    """Name and address of every browser's help, by language, with the problems of the file."""
    languages = tuple(languages)
    problems = parse_toml(source) or list(_BROWSERS.check(source.data, source, ()))
    if problems:
        return {}, problems
    entries = with_defaults(_BROWSERS, source.data)["browser"]
    problems = [problem for place, entry in enumerate(entries) for problem in _missing(source, place, entry, languages)]
    if problems:
        return {}, problems
    links = {
        language: tuple((_in(entry["name"], language), _in(entry["url"], language)) for entry in entries)
        for language in languages
    }
    return links, []


def _missing(source: TomlSource, place: int, entry: dict[str, Any], languages: Iterable[str]) -> Iterator[Problem]:
    for language in languages:
        for key, what in (("name", "name"), ("url", "address")):
            if not _in(entry[key], language):
                yield Problem(
                    source.span_of("browser", place, key),
                    "K106",
                    f'the browser has no {what} in "{language}", nor one in "{OTHERWISE}"',
                    "one for each language of the site, or one for all",
                )


def _in(told: str | dict[str, str], language: str) -> str:
    """What is told for a language: a name or address of its own, else the one for all others."""
    return told if isinstance(told, str) else told.get(language) or told.get(OTHERWISE, "")
