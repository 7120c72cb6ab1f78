"""The words of one language: interface texts with values put in, numbers with words, lifetimes, countries, dates."""

from __future__ import annotations

import datetime
import functools
import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kelisim.catalogs import Catalog, Original, plural_categories
from kelisim.config import Name
from kelisim.message import Hole, TagRenderer, parse_message
from kelisim.names import form_of
from kelisim.registry import Item, Lifetime, Service
from kelisim.typography import no_break_spaces

Value = str | Name


#: Short names of CLDR (alt="short"), which Babel leaves out.
SHORT_TERRITORIES: Mapping[str, Mapping[str, str]] = {
    "kk": {"US": "АҚШ"},
    "ru": {"US": "США"},
    "en": {"US": "US"},
}


#: Full names as legal texts write them, where CLDR has a shorter one or spells it without ё.
FULL_TERRITORIES: Mapping[str, Mapping[str, str]] = {
    "ru": {"US": "Соединённые Штаты Америки"},
}


@dataclass(frozen=True)
class Wording:
    """Every text of one language by id. It is complete: whoever makes one has checked the catalogs first.

    `forms` holds a text's forms in the order of `plural_categories`; `tags` names the tags a text may use.
    """

    language: str
    forms: Mapping[str, tuple[str, ...]]
    tags: Mapping[str, frozenset[str]]

    def text(self, key: str, values: Mapping[str, Value] | None = None) -> str:
        """A text as plain words; tags leave only what stands inside them."""
        return self._filled(self.forms[key][0], key, values, str, lambda tag, inner: inner)

    def html(
        self, key: str, values: Mapping[str, Value] | None = None, tag: TagRenderer = lambda tag, inner: inner
    ) -> str:
        """A text as escaped HTML; `tag` makes the element of a declared tag around its escaped inside."""
        return self._filled(self.forms[key][0], key, values, html.escape, tag)

    def counted(self, key: str, number: int) -> str:
        """A number with its word: `counted("unit.days", 180)` is «180 күн»."""
        category = plural_category(self.language, number)
        categories = plural_categories(self.language)
        forms = self.forms[key]
        form = forms[categories.index(category)] if category in categories else forms[-1]
        return self._filled(form, key, {"n": str(number)}, str, lambda tag, inner: inner)

    def unfilled(self, key: str) -> str:
        """A text whose placeholders the browser fills."""
        return no_break_spaces(self.forms[key][0], self.language)

    def plural_forms(self, key: str) -> dict[str, str]:
        """A counted text whose number the browser fills, by the categories of `Intl.PluralRules`.

        gettext has no form for fractions; where the language has a category for them it takes the form of few.
        """
        forms = dict(zip(plural_categories(self.language), self.forms[key], strict=False))
        forms.setdefault("other", forms.get("few", self.forms[key][-1]))
        return {category: no_break_spaces(form, self.language) for category, form in forms.items()}

    def joined(self, words: list[str]) -> str:
        """«A, B және C»: CLDR's own list of three has no conjunction in Kazakh, legal text wants one."""
        if len(words) < 2:
            return "".join(words)
        return self.text("list.and", {"first": ", ".join(words[:-1]), "last": words[-1]})

    def lifetime(self, lifetime: Lifetime) -> str:
        """How long an item is kept, in words."""
        if lifetime.words:
            return self.text(f"lifetime.{lifetime.words.replace(' ', '-')}")
        return self.counted(f"unit.{lifetime.unit}", lifetime.count)

    def days(self, number: int) -> str:
        """A term of so many days, in words."""
        return self.counted("unit.days", number)

    def country(self, code: str) -> str:
        """The name of a country (CLDR), in full as legal texts have it: «Соединённые Штаты Америки»."""
        full = FULL_TERRITORIES.get(self.language, {})
        return full.get(code) or _territories(self.language).get(code, code)

    def short_countries(self, codes: tuple[str, ...]) -> str:
        """The same by the names of everyday, for the first layer: «АҚШ», «США»."""
        known = SHORT_TERRITORIES.get(self.language, {})
        return ", ".join(known.get(code, self.country(code)) for code in codes)

    def countries(self, codes: tuple[str, ...]) -> str:
        """Names of countries as a list with commas, as tables and colons want it."""
        return ", ".join(self.country(code) for code in codes)

    def date(self, day: datetime.date) -> str:
        """A date in the long form of legal texts: «2026 жылғы 22 қараша», «22 ноября 2026 года»."""
        from babel.dates import format_date

        return no_break_spaces(format_date(day, _DATES.get(self.language, "long"), locale=self.language), self.language)

    def service_name(self, service: Service) -> str:
        return self._told(service.name, f"service.{service.id}.name")

    def service_purpose(self, service: Service) -> str:
        return self._told(service.purpose, f"service.{service.id}.purpose")

    def service_description(self, service: Service) -> str:
        return self._told(service.description, f"service.{service.id}.description")

    def item_purpose(self, service: Service, item: Item) -> str:
        return self._told(item.purpose, f"service.{service.id}.{item.id}.purpose")

    def _told(self, told: str | Mapping[str, str], key: str) -> str:
        """A registry text: the owner's inline words, else the catalog's."""
        if not isinstance(told, str) and self.language in told:
            return no_break_spaces(told[self.language], self.language)
        return self.text(key)

    def _filled(
        self,
        form: str,
        key: str,
        values: Mapping[str, Value] | None,
        escape: Callable[[str], str],
        tag: TagRenderer,
    ) -> str:
        def value(hole: Hole) -> str:
            return escape(form_of((values or {})[hole.name], hole.case, self.language).text)

        message = parse_message(form, self.tags.get(key, frozenset()))
        return no_break_spaces(message.render(value, escape, tag), self.language)


#: Patterns of legal dates (Unicode date format); CLDR's own long form is abbreviated in Kazakh and Russian.
_DATES = {"kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'года'", "en": "d MMMM y"}


def source_wording(originals: Mapping[str, Original], language: str = "en") -> Wording:
    """The wording of the sources' own language."""
    return Wording(language, {key: original.forms for key, original in originals.items()}, _tags(originals))


def translated_wording(originals: Mapping[str, Original], catalogs: Mapping[str, Catalog], language: str) -> Wording:
    """The wording of a language from its catalogs (by domain), which have been found complete."""
    entries = {key: entry.forms for catalog in catalogs.values() for key, entry in catalog.entries.items()}
    return Wording(language, {key: entries[key] for key in originals if key in entries}, _tags(originals))


def _tags(originals: Mapping[str, Original]) -> dict[str, frozenset[str]]:
    return {key: original.tags for key, original in originals.items() if original.tags}


@functools.cache
def _territories(language: str) -> Mapping[str, str]:
    from babel import Locale

    return dict(Locale.parse(language.replace("-", "_")).territories)


@functools.cache
def plural_category(language: str, number: int) -> str:
    """The CLDR cardinal category of a whole number."""
    from babel import Locale

    return str(Locale.parse(language.replace("-", "_")).plural_form(number))
