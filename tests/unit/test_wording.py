"""The words of one language: texts with values put in, numbers, lists, lifetimes, countries and dates."""

from __future__ import annotations

import datetime

import pytest

from kelisim.catalogs import Original, parse_catalog
from kelisim.config import Name
from kelisim.problems import Place
from kelisim.registry import Lifetime, parse_service
from kelisim.source import Source
from kelisim.wording import Wording, source_wording, translated_wording
from tests.unit.examples import service_source

SPACE = "\u00a0"

KAZAKH = Wording(
    "kk",
    {
        "banner.operator": ("{operator.short:gen} сайты",),
        "banner.link": ("<policy>{n} & саясат</policy>",),
        "list.and": ("{first} және {last}",),
        "unit.days": ("{n} күн", "{n} күн"),
        "unit.years": ("{n} жыл", "{n} жыл"),
        "lifetime.until-deleted": ("жойылғанша",),
        "service.counter.name": ("Санауыш",),
    },
    {"banner.link": frozenset({"policy"})},
)
RUSSIAN = Wording(
    "ru",
    {"unit.days": ("{n} день", "{n} дня", "{n} дней"), "list.and": ("{first} и {last}",)},
    {},
)


def test_a_value_stands_in_the_case_that_the_text_asks_for():
    """The translator chooses the case, the name says how it is read."""
    name = Name("МҚҰ", "эм-қа-ұ")

    assert KAZAKH.text("banner.operator", {"operator.short": name}) == "МҚҰ-ның сайты"


def test_html_is_escaped_and_tags_become_elements():
    """A value can bring no markup of its own; only declared tags become elements."""
    made = KAZAKH.html("banner.link", {"n": "<b>"}, lambda tag, inner: f'<a rel="{tag}">{inner}</a>')

    assert made == '<a rel="policy">&lt;b&gt; &amp; саясат</a>'
    assert KAZAKH.text("banner.link", {"n": "<b>"}) == "<b> & саясат"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        pytest.param(1, f"1{SPACE}день", id="one"),
        pytest.param(21, f"21{SPACE}день", id="twenty-one"),
        pytest.param(3, f"3{SPACE}дня", id="few"),
        pytest.param(11, f"11{SPACE}дней", id="eleven"),
        pytest.param(180, f"180{SPACE}дней", id="many"),
    ],
)
def test_a_number_takes_the_form_of_its_plural_category(number, words):
    """Russian has three forms, chosen by the last digits; number and word stay on one line."""
    assert RUSSIAN.days(number) == words


def test_the_browser_gets_a_form_for_fractions_too():
    """Intl.PluralRules knows a category that gettext has no form for."""
    assert RUSSIAN.plural_forms("unit.days") == {
        "one": "{n} день",
        "few": "{n} дня",
        "many": "{n} дней",
        "other": "{n} дня",
    }


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        pytest.param([], "", id="nothing"),
        pytest.param(["Google"], "Google", id="one"),
        pytest.param(["Google", "Яндекс"], "Google және Яндекс", id="two"),
        pytest.param(["Google", "Яндекс", "Meta"], "Google, Яндекс және Meta", id="three"),
    ],
)
def test_a_list_ends_with_the_languages_own_and(words, joined):
    """Legal text says «және» before the last one."""
    assert KAZAKH.joined(words) == joined


@pytest.mark.parametrize(
    ("lifetime", "words"),
    [
        pytest.param(Lifetime(2, "years"), f"2{SPACE}жыл", id="counted"),
        pytest.param(Lifetime(words="until deleted"), "жойылғанша", id="in words"),
    ],
)
def test_a_lifetime_is_said_in_words(lifetime, words):
    """What the registry counts, the table says."""
    assert KAZAKH.lifetime(lifetime) == words


def test_countries_have_the_names_of_the_language():
    """Names come from CLDR, in the order given."""
    assert KAZAKH.countries(("KZ", "IE")) == "Қазақстан, Ирландия"


def test_a_legal_text_names_a_state_in_full_and_keeps_its_letters():
    """CLDR's Russian writes «Соединенные Штаты»; the texts keep ё. The first layer has the name of everyday."""
    assert RUSSIAN.countries(("US",)) == "Соединённые Штаты Америки"
    assert RUSSIAN.short_countries(("US",)) == "США"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param("kk", "2026 жылғы 22 қараша", id="Kazakh"),
        pytest.param("ru", "22 ноября 2026 года", id="Russian"),
        pytest.param("en", "22 November 2026", id="English"),
    ],
)
def test_a_date_is_written_as_legal_texts_write_it(language, words):
    """In full, with the month in words."""
    made = Wording(language, {}, {}).date(datetime.date(2026, 11, 22))

    assert made.replace(SPACE, " ") == words


def test_the_owners_own_words_about_a_service_win_over_the_catalog():
    """A service file may say its texts inline, language by language."""
    inline, _ = parse_service(
        service_source(('name = "Counter"', 'name = { kk = "Есептегіш", ru = "Счётчик" }')), "counter"
    )
    plain, _ = parse_service(service_source(), "counter")

    assert KAZAKH.service_name(inline) == "Есептегіш"
    assert KAZAKH.service_name(plain) == "Санауыш"


ORIGINALS = {"a": Original("a", ("Accept <b>all</b>",), lambda: Place("texts.toml"), frozenset({"b"}))}
CATALOG = (
    'msgid ""\nmsgstr ""\n"Language: kk\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    'msgctxt "a"\nmsgid "Accept <b>all</b>"\nmsgstr "<b>Барлығын</b> қабылдау"\n'
)


def test_a_wording_is_made_of_the_source_or_of_catalogs():
    """The source language needs no catalog."""
    catalog, _ = parse_catalog(Source("kk.po", CATALOG), "banner", "kk")

    assert source_wording(ORIGINALS).text("a") == "Accept all"
    assert translated_wording(ORIGINALS, {"banner": catalog}, "kk").text("a") == "Барлығын қабылдау"
