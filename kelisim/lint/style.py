"""How each language is written: `translations/style.toml`, words and signs as data, one table a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kelisim import schema
from kelisim.problems import Problem
from kelisim.schema import Choice, Keyed, Listed, Table, Text, Whole
from kelisim.source import TomlSource, parse_toml

CYRILLIC, LATIN = "Cyrillic", "Latin"
_WORDS = Listed(entry=Text(pattern=r"\S(.*\S)?", form="a word or a phrase"), default=[])
_PHRASES = Table(fields={"phrases": _WORDS, "unless": _WORDS})
_PHRASE_LISTS = ("steering", "consent_by_use", "liability", "legitimate_interest")
LANGUAGE = Table(
    fields={
        "script": Choice(note="The letters of its words.", words=(CYRILLIC, LATIN)),
        "quotes": Listed(note="Opening and closing mark outside, opening and closing mark inside.", default=[]),
        "dash": Text(note="The dash between words, with a space on both sides.", default=""),
        "letters": Keyed(
            note="Letters of other languages and fonts, each with the right one (empty: look at it).",
            key=".",
            key_form="single letters",
            entry=Text(),
            default={},
        ),
        "foreign_words": Listed(note="Words that only another language has.", entry=Text(), default=[]),
        "foreign_endings": Listed(note="Endings that only another language has.", entry=Text(), default=[]),
        "steering": _PHRASES,
        "consent_by_use": _PHRASES,
        "liability": _PHRASES,
        "legitimate_interest": _PHRASES,
        "accept_labels": _WORDS,
        "reject_labels": _WORDS,
        "shortest": Whole(note="Least usual length, in percent of the source.", least=1, most=100, unit="percent"),
        "longest": Whole(note="Greatest usual length, in percent.", least=100, most=1000, unit="percent"),
    }
)
STYLES = Keyed(key=schema.LANGUAGE, key_form="languages (kk, ru, en)", entry=LANGUAGE)


@dataclass(frozen=True)
class Phrases:
    """Phrases, compared without regard to case from the start of a word; a sentence with one of `unless` is let be."""

    phrases: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class Style:
    """How a language is written. Of a language that nobody described only the general rules are checked."""

    language: str
    script: str = ""
    quotes: tuple[str, ...] = ()
    dash: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    foreign_words: frozenset[str] = frozenset()
    foreign_endings: tuple[str, ...] = ()
    steering: Phrases = field(default_factory=Phrases)
    consent_by_use: Phrases = field(default_factory=Phrases)
    liability: Phrases = field(default_factory=Phrases)
    legitimate_interest: Phrases = field(default_factory=Phrases)
    accept_labels: tuple[str, ...] = ()
    reject_labels: tuple[str, ...] = ()
    shortest: int = 40
    longest: int = 250


def parse_styles(source: TomlSource) -> tuple[dict[str, Style], list[Problem]]:
    """The styles of all languages that are described, with the problems of the file."""
    problems = parse_toml(source) or list(STYLES.check(source.data, source, ()))
    for language, told in source.data.items() if not problems else ():
        if len(told.get("quotes", ())) not in (0, 4):
            place = source.span_of(language, "quotes")
            problems.append(
                Problem(place, "K107", f"{len(told['quotes'])} quotation marks", 'four: "«", "»", "„", "“"')
            )
    if problems:
        return {}, problems
    return {language: _style(language, told) for language, told in source.data.items()}, []


def _style(language: str, told: Mapping[str, Any]) -> Style:
    phrases = {key: told.get(key, {}) for key in _PHRASE_LISTS}
    return Style(
        language,
        told.get("script", ""),
        tuple(told.get("quotes", ())),
        told.get("dash", ""),
        told.get("letters", {}),
        frozenset(told.get("foreign_words", ())),
        tuple(told.get("foreign_endings", ())),
        accept_labels=tuple(told.get("accept_labels", ())),
        reject_labels=tuple(told.get("reject_labels", ())),
        shortest=told.get("shortest", Style.shortest),
        longest=told.get("longest", Style.longest),
        **{key: Phrases(tuple(one.get("phrases", ())), tuple(one.get("unless", ()))) for key, one in phrases.items()},
    )
