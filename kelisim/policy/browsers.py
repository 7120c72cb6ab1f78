"""`policy_src/browsers.toml`: where browsers tell how to switch cookies off, for clause 7.3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kelisim.problems import Problem
from kelisim.schema import LANGUAGE, Choice, Day, Either, Keyed, Listed, Table, Text, with_defaults
from kelisim.source import TomlSource, parse_toml

#: Name and address of each browser's help.
Links = tuple[tuple[str, str], ...]

_ADDRESS = Text(pattern=r"https://[^\s\"<>]+", form="an https address")
_BROWSERS = Table(
    fields={
        "browser": Listed(
            note="Browsers in the order in which the policy links them.",
            required=True,
            entry=Table(
                fields={
                    "name": Text(required=True),
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
    return {language: tuple((entry["name"], _url(entry, language)) for entry in entries) for language in languages}, []


def _missing(source: TomlSource, place: int, entry: dict[str, Any], languages: Iterable[str]) -> Iterator[Problem]:
    for language in languages:
        if not isinstance(entry["url"], str) and language not in entry["url"]:
            yield Problem(
                source.span_of("browser", place, "url"),
                "K106",
                f'{entry["name"]} has no address in "{language}"',
                "one for each language of the site, or one for all",
            )


def _url(entry: dict[str, Any], language: str) -> str:
    url = entry["url"]
    return str(url if isinstance(url, str) else url[language])
