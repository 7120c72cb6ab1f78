"""What gettext has to know about a language: its name, its plural forms, and that there is such a language."""

from __future__ import annotations

from kelisim.catalogs import plural_categories

#: Written out, so that the everyday commands need not load Babel.
_KNOWN = {
    "en": ("English", "nplurals=2; plural=(n != 1);"),
    "kk": ("Kazakh", "nplurals=2; plural=(n != 1);"),
    "ru": (
        "Russian",
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    ),
}


def plural_header(language: str) -> str:
    """The value of the header field `Plural-Forms`. Raises LookupError for a language that CLDR does not know."""
    if language in _KNOWN:
        return _KNOWN[language][1]
    from babel.messages.plurals import get_plural

    english_name(language)
    plural = get_plural(language.replace("-", "_"))
    return f"{str(plural.plural_forms).rstrip(';')};"


def form_count(language: str) -> int:
    """How many plural forms a language has in gettext."""
    return len(plural_categories(language))


def english_name(language: str) -> str:
    """The English name of a language. Raises LookupError for a language that CLDR does not know."""
    if language in _KNOWN:
        return _KNOWN[language][0]
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(language.replace("-", "_")).get_display_name("en")
    except (UnknownLocaleError, ValueError) as error:
        raise LookupError(f'"{language}" is not a language that CLDR knows') from error
    return str(name or language)
