"""What a TOML source may say: one description, from which both the checks and the JSON Schema are made."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from kelisim.problems import Problem, did_you_mean
from kelisim.source import Key, TomlSource

ID = r"[a-z0-9]+(-[a-z0-9]+)*"
LANGUAGE = r"[a-z]{2,3}(-[A-Z][a-z]{3})?"


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

    def check(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        """Yield what is wrong with a value that stands at a key path."""
        raise NotImplementedError

    def json_schema(self) -> dict[str, Any]:
        """The field as JSON Schema (draft 2020-12)."""
        described: dict[str, Any] = {"description": self.note} if self.note else {}
        if self.default not in (None, {}, ()):
            described["default"] = self.default
        return described

    def _wrong_type(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Problem:
        return Problem(source.span_of(*keys), "K105", f"{_name(keys)} is {_typed(value)}", self.noun)


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """A text, of a pattern where one is given (whole match); ``form`` says the pattern in words."""

    pattern: str = ""
    form: str = ""

    @property
    def noun(self) -> str:
        return self.form or "a text"

    def check(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield self._wrong_type(value, source, keys)
        elif self.pattern and not re.fullmatch(self.pattern, value):
            yield Problem(source.span_of(*keys), "K108", f'{_name(keys)} is "{value}"', self.noun)

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

    def check(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        return iter(())


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def noun(self) -> str:
        return "one of " + ", ".join(f'"{word}"' for word in self.words)

    def check(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield self._wrong_type(value, source, keys)
        elif value not in self.words:
            yield Problem(
                source.span_of(*keys),
                "K107",
                f'{_name(keys)} is "{value}"',
                self.noun,
                did_you_mean(_near(value, self.words)),
            )

    def json_schema(self) -> dict[str, Any]:
        return {**super().json_schema(), "enum": list(self.words)}


@dataclass(frozen=True, kw_only=True)
class Flag(Field):
    """true or false."""

    @property
    def noun(self) -> str:
        return "true or false"

    def check(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        if not isinstance(value, bool):
            yield self._wrong_type(value, source, keys)

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

    def check(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield self._wrong_type(value, source, keys)
        elif not self.least <= value <= self.most:
            yield Problem(source.span_of(*keys), "K107", f"{_name(keys)} is {value}", self.noun)

    def json_schema(self) -> dict[str, Any]:
        return {**super().json_schema(), "type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, kw_only=True)
class Day(Field):
    """A TOML date."""

    @property
    def noun(self) -> str:
        return "a date such as 2026-11-22, without quotation marks"

    def check(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
            yield self._wrong_type(value, source, keys)

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

    def check(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield self._wrong_type(value, source, keys)
            return
        if len(value) < self.at_least:
            yield Problem(
                source.span_of(*keys), "K107", f"{_name(keys)} has {len(value)} entries", f"at least {self.at_least}"
            )
        for position, entry in enumerate(value):
            yield from self.entry.check(entry, source, (*keys, position))
            if entry in value[:position]:
                yield Problem(
                    source.span_of(*keys, position),
                    "K107",
                    f"{_shown(entry)} stands twice in {_name(keys)}",
                    fix="remove one",
                )

    def json_schema(self) -> dict[str, Any]:
        schema = {**super().json_schema(), "type": "array", "items": self.entry.json_schema(), "uniqueItems": True}
        return {**schema, "minItems": self.at_least} if self.at_least else schema


@dataclass(frozen=True, kw_only=True)
class Either(Field):
    """One thing or another, told apart by the TOML type of the value."""

    options: tuple[Field, ...]

    @property
    def noun(self) -> str:
        return " or ".join(option.noun for option in self.options)

    def check(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        for option in self.options:
            problems = list(option.check(value, source, keys))
            if not any(problem.code == "K105" and problem.place == source.span_of(*keys) for problem in problems):
                yield from problems
                return
        yield self._wrong_type(value, source, keys)

    def json_schema(self) -> dict[str, Any]:
        return {**super().json_schema(), "anyOf": [option.json_schema() for option in self.options]}


@dataclass(frozen=True, kw_only=True)
class Table(Field):
    """A table with known keys."""

    fields: Mapping[str, Field]

    @property
    def noun(self) -> str:
        return "a table with " + ", ".join(sorted(self.fields))

    def check(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield self._wrong_type(value, source, keys)
            return
        for key, entry in value.items():
            if key in self.fields:
                yield from self.fields[key].check(entry, source, (*keys, key))
            else:
                yield unknown_key(source, (*keys, key), self.fields)
        for key, wanted in self.fields.items():
            if wanted.required and key not in value:
                place = source.key_span(*keys) if keys else source.line_place(1)
                yield Problem(place, "K106", f"{_name((*keys, key))} is missing", wanted.noun, f"add {key} = …")

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
    """A table whose keys the user chooses, all of one form, each holding the same kind of field."""

    key: str
    key_form: str
    entry: Field

    @property
    def noun(self) -> str:
        return f"a table whose keys are {self.key_form}, each {self.entry.noun}"

    def check(self, value: Any, source: TomlSource, keys: tuple[Key, ...]) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield self._wrong_type(value, source, keys)
            return
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


def localised(**options: Any) -> Either:
    """A text, or a text per language."""
    return Either(options=(Text(), Keyed(key=LANGUAGE, key_form="languages (kk, ru, en)", entry=Text())), **options)


def unknown_key(source: TomlSource, keys: tuple[Key, ...], known: Mapping[str, Any]) -> Problem:
    """The problem of a key that means nothing, with the nearest one that does."""
    key, near = str(keys[-1]), _near(str(keys[-1]), known)
    return Problem(
        source.key_span(*keys),
        "K104",
        f'unknown key "{key}"{_inside(keys[:-1])}',
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


def _near(word: str, known: Any) -> str | None:
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.6)), None)


def _name(keys: tuple[Key, ...]) -> str:
    return ".".join(str(key) for key in keys if isinstance(key, str)) or "the file"


def _inside(keys: tuple[Key, ...]) -> str:
    return f" in [{_name(keys)}]" if keys else ""


def _shown(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _typed(value: Any) -> str:
    """A value's type in the user's words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the text "{value}"' if len(value) <= 40 else "a text"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a table"
    return f"the date {value}"
