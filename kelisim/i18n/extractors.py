"""Plug-ins for `pybabel extract`: the same texts as `kelisim i18n update`, for tools that speak Babel.

Each takes what Babel gives to an extractor, and yields (line, function, texts, comments). A source that cannot be
read is an error: an extractor that gives nothing would look like a source that says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import IO, Any

from kelisim.i18n.templates import Domain, Text, banner_domain, policy_document, policy_domain, services_domain
from kelisim.problems import Problem, errors
from kelisim.registry import parse_service
from kelisim.source import Source, TomlSource

Found = Iterator[tuple[int, str, tuple[str, ...], list[str]]]


def extract_texts(file: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, Any]) -> Found:
    """The interface texts of `banner/texts.toml`."""
    domain, problems = banner_domain(TomlSource(file.name, file.read().decode()))
    yield from _extracted(domain, problems)


def extract_service(file: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, Any]) -> Found:
    """The texts of one service file."""
    service, problems = parse_service(TomlSource(file.name, file.read().decode()), PurePath(file.name).stem)
    yield from _extracted(services_domain([service] if service else []), errors(problems))


def extract_policy(file: IO[bytes], keywords: Any, comment_tags: Any, options: Mapping[str, Any]) -> Found:
    """The units of `policy_src/policy.<lang>.md`."""
    document, problems = policy_document([Source(file.name, file.read().decode())])
    language = PurePath(file.name).name.split(".")[1]
    yield from _extracted(policy_domain(document, language), problems)


def _extracted(domain: Domain, problems: list[Problem]) -> Found:
    if problems:
        raise ValueError("\n".join(str(problem) for problem in problems))
    for text in domain.texts.values():
        forms = text.original.forms
        function = "npgettext" if len(forms) > 1 else "pgettext"
        yield _line(text), function, (text.id, *forms), list(text.notes())


def _line(text: Text) -> int:
    return max(1, text.original.where().line)
