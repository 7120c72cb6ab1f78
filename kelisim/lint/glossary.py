"""The glossary, `translations/glossary.toml`: one word for one thing, and words that must not appear (K215)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kelisim import schema
from kelisim.lint.faults import Fault
from kelisim.lint.masking import masked
from kelisim.lint.words import phrase_pattern
from kelisim.problems import Problem
from kelisim.registry import CATEGORIES
from kelisim.schema import Choice, Keyed, Listed, Table, Text
from kelisim.source import TomlSource, parse_toml

_WORDS = Listed(entry=Text(pattern=r"\w\w.*", form="a word of at least two letters"), at_least=1)
_STEMS = Keyed(key=schema.LANGUAGE, key_form="languages (kk, ru, en)", entry=_WORDS, default={})
_TERM_FIELDS: dict[str, schema.Field] = {
    "en": Text(note="The English term; (…) says which sense is meant.", required=True),
    "stems": _STEMS,
    "deny": _STEMS,
    "note": Text(note="When to use which word.", default=""),
    "category": Choice(note="The category of services that this word names.", words=CATEGORIES),
}
#: What stands before the first word of a sentence.
_SENTENCE_START = re.compile(r"(?:^|[.!?:…]\s)[^\w]*$")
#: By its first two letters a word is looked up.
_BEGINNING = re.compile(r"(?<![^\W_])[^\W_]{2}")
_EXPLANATION = re.compile(r"\s*\([^()]*\)")


@dataclass(frozen=True)
class Term:
    """A thing with its word in each language, the stems that show it, and words that must not be used for it."""

    name: str
    stems: Mapping[str, tuple[str, ...]]
    deny: Mapping[str, tuple[str, ...]]
    note: str = ""
    category: str = ""
    words: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Sought:
    """A term with the words by which it is found; their pattern is made only for texts that may have them."""

    term: Term
    words: tuple[str, ...]
    english: bool = False

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        return _english_pattern(self.words) if self.english else phrase_pattern(self.words)


class Index:
    """Terms by how their words begin, so that a text asks only for the few whose beginnings it has."""

    def __init__(self, sought: Iterable[Sought]) -> None:
        self._sought = list(sought)
        self._places: dict[str, set[int]] = {}
        for place, one in enumerate(self._sought):
            for word in one.words:
                self._places.setdefault(word[:2].lower(), set()).add(place)

    def met(self, text: str) -> Iterator[tuple[Term, tuple[int, int]]]:
        """The terms of a text in the order of the glossary, with the place of each."""
        beginnings = set(_BEGINNING.findall(text.lower()))
        places = [self._places[beginning] for beginning in beginnings & self._places.keys()]
        for place in sorted(set[int]().union(*places)):
            sought = self._sought[place]
            for match in sought.pattern.finditer(text):
                yield sought.term, match.span()


@dataclass(frozen=True)
class Glossary:
    """The terms, in the order of the file."""

    terms: tuple[Term, ...] = ()

    def denied(self, language: str) -> Index:
        """The words that must not appear in a language."""
        return self._index("deny", language)

    def sought(self, language: str) -> Index:
        """What shows a term in a source: its stems where the language has them, else its English words."""
        return self._index("stems", language)

    def category_stems(self, language: str) -> dict[str, tuple[str, ...]]:
        """The stems that name each category in a language."""
        return {term.category: term.stems.get(language, ()) for term in self.terms if term.category}

    def _index(self, what: str, language: str) -> Index:
        if (what, language) not in self._indexes:
            self._indexes[what, language] = Index(_sought(self.terms, what, language))
        return self._indexes[what, language]

    @functools.cached_property
    def _indexes(self) -> dict[tuple[str, str], Index]:
        return {}


def _sought(terms: Iterable[Term], what: str, language: str) -> Iterator[Sought]:
    for term in terms:
        words = (term.deny if what == "deny" else term.stems).get(language, ())
        if words:
            yield Sought(term, words)
        elif language == "en" and what == "stems":
            yield Sought(term, _english_names(term.name), english=True)


def parse_glossary(source: TomlSource) -> tuple[Glossary, list[Problem]]:
    """The glossary of a file, with the problems of the file. Any language may have a word of its own."""
    problems = parse_toml(source)
    if problems:
        return Glossary(), problems
    languages = {
        key for told in source.data.get("term", ()) if isinstance(told, dict) for key in told if _is_language(key)
    }
    fields = {**_TERM_FIELDS, **{language: Text() for language in sorted(languages - {"en"})}}
    table = Table(fields={"term": Listed(entry=Table(fields=fields), default=[])})
    problems = list(table.check(source.data, source, ()))
    if problems:
        return Glossary(), problems
    return Glossary(tuple(_term(told, languages) for told in source.data.get("term", ()))), []


def _is_language(key: str) -> bool:
    return re.fullmatch(schema.LANGUAGE, key) is not None


def _term(told: Mapping[str, object], languages: set[str]) -> Term:
    def lists(key: str) -> dict[str, tuple[str, ...]]:
        values = told.get(key, {})
        assert isinstance(values, dict)
        return {language: tuple(words) for language, words in values.items()}

    return Term(
        str(told["en"]),
        lists("stems"),
        lists("deny"),
        str(told.get("note", "")),
        str(told.get("category", "")),
        {language: str(told[language]) for language in sorted(languages) if language in told},
    )


def denied_faults(text: str, language: str, glossary: Glossary) -> Iterator[Fault]:
    """Yield words that the glossary has another word for."""
    for term, (start, end) in glossary.denied(language).met(masked(text)):
        right = (term.words or {}).get(language, "")
        yield Fault(
            start,
            end - start,
            "K215",
            f'"{text[start:end]}" is not the word of the glossary',
            f'"{right}" ({term.name})' if right else term.name,
            term.note,
        )


def missing_term_faults(
    text: str, source: str, language: str, source_language: str, glossary: Glossary
) -> Iterator[Fault]:
    """Yield terms that the source has and the translation has not, in any of their words.

    A term whose words in the source are part of a longer one ("consent" in "consent banner") is shown by that one.
    """
    prose = " ".join(masked(text).lower().split())
    met = list(_met(masked(source), source_language, glossary))
    told: set[tuple[int, int]] = set()
    for term, (start, end) in met:
        stems = term.stems.get(language, ())
        if not stems or (start, end) in told:
            continue
        told.add((start, end))
        wider = [other for other, (left, right) in met if left <= start and end <= right]
        alternatives = [stem for other in wider for stem in other.stems.get(language, ())]
        if any(_has_word(prose, stem.lower()) for stem in (*stems, *alternatives)):
            continue
        same = [other for other, span in met if span == (start, end)]
        words = " or ".join(dict.fromkeys(f'"{(other.words or {}).get(language, stems[0])}"' for other in same))
        yield Fault(
            0,
            len(text),
            "K215",
            f'the source speaks of "{source[start:end]}", the translation has none of its words',
            f"{words} ({', '.join(dict.fromkeys(other.name for other in same))})",
            term.note,
        )


def _has_word(text: str, stem: str) -> bool:
    """Whether a word of a text begins with a stem."""
    at = text.find(stem)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(stem, at + 1)
    return at >= 0


def _met(source: str, language: str, glossary: Glossary) -> Iterator[tuple[Term, tuple[int, int]]]:
    """The terms that a source speaks of, with the place of each. Names of products are no terms."""
    for term, (start, end) in glossary.sought(language).met(source):
        if language != "en" or not source[start].isupper() or _SENTENCE_START.search(source[:start]):
            yield term, (start, end)


def _english_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """An English term with its plural."""
    bodies = "|".join(r"\s+".join(re.escape(word) for word in one.split()) for one in names)
    return re.compile(rf"\b(?:{bodies})(?:s|es)?\b", re.IGNORECASE)


def _english_names(name: str) -> tuple[str, ...]:
    """The words of an English term: the explanation in brackets is no part of it, commas part its names."""
    return tuple(part.strip() for part in _EXPLANATION.sub("", name).split(","))
