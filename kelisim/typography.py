"""Typography of a language: no-break spaces where a line must not end, percent signs as the language writes them.

Sources are written with ordinary spaces; the build puts in what no translator should have to type. Nothing but
spaces changes, so that a text can still be found by its words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

NO_BREAK_SPACE = "\u00a0"

#: Stands where a value is filled in later (policy/slots.py); the value counts as a word.
_VALUE = "\ufdd0"
_CAPITAL = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
_MARKUP = re.compile(
    r"(<!--.*?-->|<(?P<verbatim>code|pre|script|style|kbd|samp)\b.*?</(?P=verbatim)>|<[^<>]*>)", re.DOTALL
)

#: What follows a number and stays with it, whatever ending it carries.
_COUNTED = {
    "kk": r"секунд|минут|сағат|күн|апта|ай(?:ға|да|дан|дың|ды|ы|лық|мен)?(?!\w)|жыл|ж\.|теңге|пайыз|мың|млн|млрд",
    "ru": r"секунд|минут|час|день|дня|дней|дням|недел|месяц|год|лет(?!\w)|гг?\.|руб|тенге|процент|тыс|млн|млрд",
    "en": r"(?:second|minute|hour|day|week|month|year)s?(?!\w)",
}
_MONTHS = {
    "kk": "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан",
    "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
}
#: Abbreviations of two words: the space inside them stays.
_TOGETHER = {"kk": r"((?<!\w)т\.) (?=(?:б|с)\.)", "ru": r"((?<!\w)т\.) (?=(?:д|п|е|к|ч)\.)"}
#: Abbreviations that stay with the number or name after them …
_LEADING = {"ru": r"(?:ст|пп?|стр|рис|д|кв|г|ул|просп|им)\."}
#: … and words that stay with a number after them.
_REFERENCES = {"ru": r"раздел|пункт|подпункт|стать|част"}

Rule = tuple[re.Pattern[str], str]


@functools.lru_cache(maxsize=8192)
def no_break_spaces(text: str, language: str) -> str:
    """A plain text with the spaces that `language` wants. Doing it twice changes nothing more."""
    for pattern, replacement in _rules(language):
        text = pattern.sub(replacement, text)
    return text


def no_break_spaces_in_html(html: str, language: str) -> str:
    """HTML with the same done to its text; tags, comments, code and preformatted text stay as they are."""
    pieces = []
    position = 0
    for match in _MARKUP.finditer(html):
        pieces += [no_break_spaces(html[position : match.start()], language), match[0]]
        position = match.end()
    return "".join([*pieces, no_break_spaces(html[position:], language)])


@functools.cache
def _rules(language: str) -> tuple[Rule, ...]:
    base = language.partition("-")[0]
    return tuple(
        (re.compile(pattern), replacement)
        for pattern, replacement in (
            *_everywhere(),
            *_after_numbers(base),
            *_percent(base),
            *_abbreviations(base),
        )
    )


def _everywhere() -> Iterator[tuple[str, str]]:
    # CLDR's dates hold U+202F, which some fonts and PDF tools lack.
    yield "\u202f", NO_BREAK_SPACE
    yield r" (?=[–—](?:\s|$))", NO_BREAK_SPACE
    yield rf"(?<=[№§]) ?(?=[\w{_VALUE}])", NO_BREAK_SPACE
    # А. Б. Иванов: a capital alone with its full stop is an initial.
    yield rf"((?<!\w)[{_CAPITAL}]\.) (?=[{_CAPITAL}])", rf"\1{NO_BREAK_SPACE}"
    # Thousands, 1 234 567; in "2026 180" the first number has too many digits to be a group.
    yield r"(?<!\d)(\d{1,3}) (?=\d{3}(?!\d))", rf"\1{NO_BREAK_SPACE}"
    yield rf"(?<={NO_BREAK_SPACE})(\d{{3}}) (?=\d{{3}}(?!\d))", rf"\1{NO_BREAK_SPACE}"


def _after_numbers(language: str) -> Iterator[tuple[str, str]]:
    yield r"(?<=\d) (?=[₸₽€$%])", NO_BREAK_SPACE
    words = "|".join(table[language] for table in (_COUNTED, _MONTHS) if language in table)
    if words:
        yield rf"(?<=\d) (?={words})", NO_BREAK_SPACE


def _percent(language: str) -> Iterator[tuple[str, str]]:
    """Kazakh and English write 25%, Russian 25 %. An address with %20 in it is left alone."""
    number = r"(?<![\w%/=&.,-])(\d+(?:[.,]\d+)?)"
    if language == "ru":
        yield rf"{number}%(?!\w)", rf"\1{NO_BREAK_SPACE}%"
    elif language in ("kk", "en"):
        yield rf"{number}[ {NO_BREAK_SPACE}]%(?!\w)", r"\1%"


def _abbreviations(language: str) -> Iterator[tuple[str, str]]:
    if language in _TOGETHER:
        yield _TOGETHER[language], rf"\1{NO_BREAK_SPACE}"
    if language in _LEADING:
        yield rf"((?<!\w)(?:{_LEADING[language]})) (?=[\d{_VALUE}{_CAPITAL}])", rf"\1{NO_BREAK_SPACE}"
    if language in _REFERENCES:
        yield rf"((?<!\w)(?:{_REFERENCES[language]})\w{{0,4}}) (?=[\d{_VALUE}])", rf"\1{NO_BREAK_SPACE}"
