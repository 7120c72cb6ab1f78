"""What a TOML source may say: one description, from which both the checks and the JSON Schema are made."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from kelisim.problems import Place, Problem, did_you_mean
from kelisim.source import Key, TomlSource

ID = r"[a-z0-9]+(-[a-z0-9]+)*"
LANGUAGE = r"[a-z]{2,3}(-[A-Z][a-z]{3})?"
LANGUAGES_FORM = "languages (kk, ru, en)"


@dataclass(frozen=True, kw_only=True)
class Field:
    """Something a key may hold. ``note`` is the sentence an editor shows; ``default`` stands where nothing is said."""

    note: str = ""
    required: bool = False
    default: Any = None

    @property
    def noun(self) -> str:
        """What the field wants, in the user's words."""
        raise NotImplementedError

    def fits(self, value: Any) -> bool:
        """Whether a value is of the TOML type that the field wants, whatever else may be wrong with it."""
        raise NotImplementedError

    def check(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        """Yield what is wrong with a value that stands at a key path."""
        if self.fits(value):
            yield from self.check_fitting(value, source, keys)
        else:
            yield Problem(source.span_of(*keys), "K105", f"{name_of(keys)} is {_typed(value)}", self.noun)

    def check_fitting(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        """Yield what is wrong with a value of the right type."""
        return iter(())

    def json_schema(self) -> dict[str, Any]:
        """The field as JSON Schema (draft 2020-12)."""
        described: dict[str, Any] = {"description": self.note} if self.note else {}
        if self.default not in (None, {}, ()):
            described["default"] = self.default
        return described


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """A text, of a pattern where one is given (whole match); ``form`` says the pattern in words."""

    pattern: str = ""
    form: str = ""

    @property
    def noun(self) -> str:
        return self.form or "a text"

    def fits(self, value: Any) -> bool:
        return isinstance(value, str)

    def check_fitting(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        if self.pattern and not re.fullmatch(self.pattern, value):
            yield Problem(source.span_of(*keys), "K108", f"{name_of(keys)} is {_shown(value)}", self.noun)

    def json_schema(self) -> dict[str, Any]:
        return {
            **super().json_schema(),
            "type": "string",
            **({"pattern": f"^({self.pattern})$"} if self.pattern else {}),
        }


@dataclass(frozen=True, kw_only=True)
class Anything(Field):
    """A value that is checked elsewhere, where more is known about it."""

    @property
    def noun(self) -> str:
        return "a value"

    def fits(self, value: Any) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def noun(self) -> str:
        return "one of " + ", ".join(f'"{word}"' for word in self.words)

    def fits(self, value: Any) -> bool:
        return isinstance(value, str)

    def check_fitting(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        if value not in self.words:
            yield Problem(
                source.span_of(*keys),
                "K107",
                f"{name_of(keys)} is {_shown(value)}",
                self.noun,
                did_you_mean(nearest(value, self.words)),
            )

    def json_schema(self) -> dict[str, Any]:
        return {**super().json_schema(), "enum": list(self.words)}


@dataclass(frozen=True, kw_only=True)
class Flag(Field):
    """true or false."""

    @property
    def noun(self) -> str:
        return "true or false"

    def fits(self, value: Any) -> bool:
        return isinstance(value, bool)

    def json_schema(self) -> dict[str, Any]:
        return {**super().json_schema(), "type": "boolean"}


@dataclass(frozen=True, kw_only=True)
class Whole(Field):
    """A whole number within bounds."""

    least: int
    most: int
    unit: str = ""

    @property
    def noun(self) -> str:
        return f"a whole number from {self.least} to {self.most}{f' ({self.unit})' if self.unit else ''}"

    def fits(self, value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    def check_fitting(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        if not self.least <= value <= self.most:
            yield Problem(source.span_of(*keys), "K107", f"{name_of(keys)} is {value}", self.noun)

    def json_schema(self) -> dict[str, Any]:
        return {**super().json_schema(), "type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, kw_only=True)
class Day(Field):
    """A TOML date."""

    @property
    def noun(self) -> str:
        return "a date such as 2026-11-22, without quotation marks"

    def fits(self, value: Any) -> bool:
        return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)

    def json_schema(self) -> dict[str, Any]:
        return {**super().json_schema(), "type": "string", "format": "date"}


@dataclass(frozen=True, kw_only=True)
class Listed(Field):
    """A list of fields of one kind; the entries differ from each other."""

    entry: Field = field(default_factory=Text)
    at_least: int = 0

    @property
    def noun(self) -> str:
        return (
            f"a list, each entry {self.entry.noun}"
            if not isinstance(self.entry, Text) or self.entry.form
            else "a list of texts"
        )

    def fits(self, value: Any) -> bool:
        return isinstance(value, list)

    def check_fitting(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        if len(value) < self.at_least:
            yield Problem(
                source.span_of(*keys), "K107", f"{name_of(keys)} has {len(value)} entries", f"at least {self.at_least}"
            )
        for position, entry in enumerate(value):
            yield from self.entry.check(entry, source, (*keys, position))
            if entry in value[:position]:
                found = f"{_shown(entry)} stands twice in {name_of(keys)}"
                yield Problem(source.span_of(*keys, position), "K107", found, fix="remove one of the two")

    def json_schema(self) -> dict[str, Any]:
        schema = {**super().json_schema(), "type": "array", "items": self.entry.json_schema(), "uniqueItems": True}
        return {**schema, "minItems": self.at_least} if self.at_least else schema


@dataclass(frozen=True, kw_only=True)
class Either(Field):
    """One thing or another, told apart by the TOML type of the value; ``form`` says both in words."""

    options: tuple[Field, ...]
    form: str = ""

    @property
    def noun(self) -> str:
        return self.form or " or ".join(option.noun for option in self.options)

    def fits(self, value: Any) -> bool:
        return any(option.fits(value) for option in self.options)

    def check_fitting(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        meant = next(option for option in self.options if option.fits(value))
        yield from meant.check_fitting(value, source, keys)

    def json_schema(self) -> dict[str, Any]:
        return {**super().json_schema(), "anyOf": [option.json_schema() for option in self.options]}


@dataclass(frozen=True, kw_only=True)
class Table(Field):
    """A table with known keys."""

    fields: Mapping[str, Field]

    @property
    def noun(self) -> str:
        return "a section with " + ", ".join(self.fields)

    def fits(self, value: Any) -> bool:
        return isinstance(value, dict)

    def check_fitting(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        misspelt = {nearest(key, self.fields) for key in value if key not in self.fields}
        for key, entry in value.items():
            if key not in self.fields:
                yield unknown_key(source, (*keys, key), self.fields)
            elif self.fields[key].required and isinstance(entry, str) and not entry.strip():
                yield Problem(
                    source.span_of(*keys, key), "K106", f"{name_of((*keys, key))} is empty", self.fields[key].noun
                )
            else:
                yield from self.fields[key].check(entry, source, (*keys, key))
        for key, wanted in self.fields.items():
            if wanted.required and key not in value and key not in misspelt:
                fix = f"add [{name_of((*keys, key))}]" if isinstance(wanted, Table) else f"add {key} = …"
                yield Problem(_head(source, keys), "K106", f"{name_of((*keys, key))} is missing", wanted.noun, fix)

    def json_schema(self) -> dict[str, Any]:
        schema = {
            **super().json_schema(),
            "type": "object",
            "additionalProperties": False,
            "properties": {key: entry.json_schema() for key, entry in self.fields.items()},
        }
        required = [key for key, entry in self.fields.items() if entry.required]
        return {**schema, "required": required} if required else schema


@dataclass(frozen=True, kw_only=True)
class Keyed(Field):
    """A table whose keys the user chooses, all of one form, each holding the same kind of field.

    ``form`` says in words what the whole is, where that is shorter than its parts.
    """

    key: str
    key_form: str
    entry: Field
    form: str = ""

    @property
    def noun(self) -> str:
        return self.form or f"a section whose keys are {self.key_form}, each {self.entry.noun}"

    def fits(self, value: Any) -> bool:
        return isinstance(value, dict)

    def check_fitting(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        for key, entry in value.items():
            if not re.fullmatch(self.key, key):
                yield Problem(source.key_span(*keys, key), "K104", f'unknown key "{key}"{_inside(keys)}', self.key_form)
            else:
                yield from self.entry.check(entry, source, (*keys, key))

    def json_schema(self) -> dict[str, Any]:
        return {
            **super().json_schema(),
            "type": "object",
            "additionalProperties": False,
            "patternProperties": {f"^({self.key})$": self.entry.json_schema()},
        }


def localised(*, pattern: str = "", form: str = "", **options: Any) -> Either:
    """A text, or a text per language, each of a pattern where one is given."""
    text = Text(pattern=pattern, form=form)
    per_language = Keyed(key=LANGUAGE, key_form=LANGUAGES_FORM, entry=text)
    return Either(options=(text, per_language), form=f"{text.noun}, or one per language", **options)


def unknown_key(source: TomlSource, keys: tuple[Key, ...], known: Mapping[str, Any]) -> Problem:
    """The problem of a key that means nothing, with the nearest one that does."""
    near = nearest(str(keys[-1]), known)
    return Problem(
        source.key_span(*keys),
        "K104",
        f'unknown key "{keys[-1]}"{_inside(keys[:-1])}',
        "" if near else "one of " + ", ".join(sorted(known)),
        did_you_mean(near),
    )


def with_defaults(table: Table, data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a checked table, defaults in the places of what is not said."""
    values: dict[str, Any] = {}
    for key, entry in table.fields.items():
        if isinstance(entry, Table):
            values[key] = with_defaults(entry, data.get(key, {}))
        else:
            values[key] = data.get(key, entry.default)
    return values


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that somebody who wrote `word` most likely meant; letter case makes no difference."""
    by_folded = {one.casefold(): one for one in sorted(known)}
    near = get_close_matches(word.casefold(), list(by_folded), n=1)
    return by_folded[near[0]] if near else None


def name_of(keys: tuple[Key, ...]) -> str:
    """A key path as people write it: ``operator.name.kk``, ``entry 2 of services``."""
    name = ".".join(key for key in keys if isinstance(key, str)) or "the file"
    return f"entry {keys[-1] + 1} of {name}" if keys and isinstance(keys[-1], int) else name


def _head(source: TomlSource, keys: tuple[Key, ...]) -> Place:
    """Where a table begins."""
    return source.key_span(*keys) if keys else source.whole()


def _inside(keys: tuple[Key, ...]) -> str:
    if not keys:
        return ""
    section = ".".join(key for key in keys if isinstance(key, str))
    return f" in [[{section}]]" if isinstance(keys[-1], int) else f" in [{section}]"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"' if "\n" not in value else f'"{value.partition(chr(10))[0]}…"'
    if isinstance(value, dict):
        return "the same section"
    return "the same list" if isinstance(value, list) else str(value)


def _typed(value: Any) -> str:
    """A value's type in the user's words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text {_shown(value)}" if len(value) <= 40 else "a text"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a section"
    return f"the time {value}" if isinstance(value, datetime.time) else f"the date {value}"
