"""Lints of single texts: each finds its fault at its place, says the way out, and lets sound texts be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.lint import Rules, banner_faults, mend, parse_glossary, parse_styles, policy_faults, text_faults
from kelisim.lint.checks import service_faults, translation_faults
from kelisim.lint.graphemes import grapheme_count
from kelisim.lint.lengths import limit_faults
from kelisim.lint.words import unchanged_fault, unlike_fault, untranslated_fault
from kelisim.source import TomlSource

ROOT = Path(__file__).resolve().parent.parent.parent


def rules_of_the_project():
    styles, problems = parse_styles(source_of("translations/style.toml"))
    glossary, more = parse_glossary(source_of("translations/glossary.toml"))
    assert [str(problem) for problem in (*problems, *more)] == []
    return Rules(styles, glossary)


def source_of(name):
    return TomlSource(name, (ROOT / name).read_text("utf-8"))


RULES = rules_of_the_project()


def found(text, language="kk"):
    return list(text_faults(text, language, RULES, text))


def told(faults):
    return [(fault.code, fault.offset, fault.length, fault.found) for fault in faults]


@pytest.mark.parametrize(
    ("language", "text", "mended", "code", "message"),
    [
        pytest.param("kk", "Сақтау .", "Сақтау.", "K213", "a space before .", id="space before a full stop"),
        pytest.param("ru", "Принять все !", "Принять все!", "K213", "a space before !", id="space before !"),
        pytest.param("ru", "Сайт « Vivus»", "Сайт «Vivus»", "K213", "a space after «", id="space inside quotes"),
        pytest.param("ru", "файлы  cookie", "файлы cookie", "K213", "more than one space", id="two spaces"),
        pytest.param(
            "ru", "За\u200bкрыть", "Закрыть", "K213", "an invisible character (U+200B)", id="a zero-width space"
        ),
        pytest.param(
            "ru", "\u202eЗакрыть", "Закрыть", "K213", "an invisible character (U+202E)", id="written backwards"
        ),
        pytest.param("kk", "Жа\x00бу", "Жабу", "K213", "an invisible character (U+0000)", id="a control character"),
        pytest.param("kk", "ел,өңір", "ел, өңір", "K213", "no space after ,", id="no space after a comma"),
        pytest.param(
            "ru", 'Кнопка "Закрыть"', "Кнопка «Закрыть»", "K214", 'the quotation mark "', id="straight quotes"
        ),
        pytest.param("kk", "“Баптау” түймесі", "«Баптау» түймесі", "K214", "the quotation mark “", id="English quotes"),
        pytest.param(
            "ru", "ТОО «МФО «Vivus»»", "ТОО «МФО „Vivus“»", "K214", "the quotation mark «", id="the same marks inside"
        ),
        pytest.param("kk", "Сайт - бет", "Сайт – бет", "K221", "a hyphen between words", id="hyphen for a dash"),
        pytest.param("kk", "Сайт — бет", "Сайт – бет", "K221", "the dash — (U+2014) between words", id="Russian dash"),
        pytest.param(
            "ru", "Сайт – страница", "Сайт — страница", "K221", "the dash – (U+2013) between words", id="kk dash"
        ),
        pytest.param(
            "ru", "Сайт—страница", "Сайт — страница", "K221", "a dash without spaces", id="dash without spaces"
        ),
        pytest.param("kk", "Жүктелуде...", "Жүктелуде…", "K222", "three dots", id="three dots"),
        pytest.param("kk", "Kелісім", "Келісім", "K211", '"Kелісім" mixes Latin and Cyrillic letters', id="a Latin K"),
        pytest.param("kk", "сiздің", "сіздің", "K211", '"сiздің" mixes Latin and Cyrillic letters', id="a Latin i"),
        pytest.param(
            "ru", "сооkiе", "cookie", "K211", '"сооkiе" mixes Latin and Cyrillic letters', id="a Latin word typed half"
        ),
        pytest.param("ru", "c сайта", "с сайта", "K211", '"c" is a Latin letter by itself', id="a Latin preposition"),
        pytest.param("kk", "əріп", "әріп", "K216", "ə (U+0259) is no letter of this language", id="a Latin schwa"),
        pytest.param("kk", "ќызмет", "қызмет", "K216", "ќ (U+045C) is no letter of this language", id="an old font"),
        pytest.param("ru", "Мои\u0306", "Мой", "K216", "й is written as U+0438 U+0306", id="a letter in two parts"),
    ],
)
def test_a_mechanical_fault_is_found_and_mended(language, text, mended, code, message):
    """What no person has to decide is put right, and right is what nothing is found in any more."""
    faults = found(text, language)

    assert (code, message) in [(fault.code, fault.found) for fault in faults]
    assert mend(text, faults) == mended
    assert found(mended, language) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param(
            "kk", "«Vivus» ұйымы» ЖШС", ("K214", 13, 1, "the quotation mark » has no partner"), id="unbalanced"
        ),
        pytest.param(
            "kk", "JavaScriptті", ("K211", 10, 1, '"JavaScriptті" mixes Latin and Cyrillic letters'), id="ending"
        ),
        pytest.param(
            "kk", "Согласие для сайт", ("K212", 0, 8, '"Согласие" looks like a word of another language'), id="ru"
        ),
        pytest.param(
            "kk",
            "Мәлімет сохраняется",
            ("K212", 8, 11, '"сохраняется" looks like a word of another language'),
            id="Russian ending",
        ),
        pytest.param(
            "kk", "қолданушы", ("K215", 0, 9, '"қолданушы" is not the word of the glossary'), id="denied in kk"
        ),
        pytest.param(
            "ru", "Личные данные", ("K215", 0, 13, '"Личные данные" is not the word of the glossary'), id="denied in ru"
        ),
        pytest.param(
            "kk", "ҳат", ("K216", 0, 1, "ҳ (U+04B3) is no letter of this language"), id="two letters possible"
        ),
        pytest.param("ru", "да--нет", ("K221", 2, 2, "two hyphens"), id="two hyphens"),
    ],
)
def test_a_fault_that_needs_a_person_is_found_and_left(language, text, expected):
    """Where only a person can tell what was meant, the text stays as it is."""
    faults = found(text, language)

    assert expected in told(faults)
    assert mend(text, [fault for fault in faults if fault.code == expected[0]]) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("kk", "«Ромашка» ЖШС-нің vivus.kz сайтында 180 күн, IP-мекенжай және т.б.", id="Kazakh"),
        pytest.param("kk", "Шағым «e-Otinish» ақпараттық жүйесі арқылы беріледі.", id="a name with a Latin letter"),
        pytest.param(
            "kk", "{operator.short} {number.consent}-тармақта <policy>саясатын</policy> жариялайды…", id="holes"
        ),
        pytest.param("ru", "В 2024–2026 годах: 25 %, № 94-V; 14:05, https://example.kz/a,b", id="numbers"),
        pytest.param("ru", "Товарищество «Организация „Vivus“» (далее — Организация).", id="marks inside marks"),
        pytest.param("ru", "Сообщите на info@example.kz, а затем закройте страницу.", id="an address"),
        pytest.param("en", 'It says "Close", and it closes', id="straight quotes in English"),
        pytest.param("uz", "Cookie fayllari haqida: {n} ta", id="a language that nobody described"),
    ],
)
def test_a_sound_text_is_let_be(language, text):
    """A lint that cries at good texts is soon switched off."""
    assert found(text, language) == []


def test_missing_no_break_spaces_are_no_fault():
    """The build puts them in; no translator has to type them."""
    assert found("Таңдауыңыз 180 күн сақталады – № 5 бұйрық, 2026 жылғы 22 қараша") == []


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        pytest.param("Сақталды", "Saved.", [("K214", 7, 1, 'the text ends without "."')], id="missing full stop"),
        pytest.param("Сақталды.", "Saved", [("K214", 8, 1, 'the text ends in "."')], id="full stop too many"),
        pytest.param("Сақталды!", "Saved.", [("K214", 8, 1, 'the text ends in "!"')], id="another mark"),
        pytest.param("Жүктелуде...", "Loading…", [], id="three dots are an ellipsis"),
        pytest.param("«Сақталды.»", "Saved.", [], id="inside the quotation"),
        pytest.param("<policy>Саясат</policy>.", "<policy>Policy</policy>.", [], id="behind a tag"),
    ],
)
def test_the_last_mark_is_compared_with_the_source(text, source, expected):
    """A sentence stays a sentence, a label a label."""
    faults = translation_faults(text, source, "kk", "en", RULES)

    assert told(fault for fault in faults if fault.code == "K214") == expected


def test_a_full_stop_that_is_missing_is_put_in():
    """At the end of a word there is only one place for it."""
    assert mend("Сақталды", translation_faults("Сақталды", "Saved.", "kk", "en", RULES)) == "Сақталды."


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        pytest.param("Рұқсат беру", "Consent", ['"келісім" (consent)'], id="another word"),
        pytest.param("Келісіміңіз сақталды", "Your consent is saved", [], id="the word with endings"),
        pytest.param("Келісім терезесі", "Consent banner", [], id="part of a longer term"),
        pytest.param("Google Analytics есебі", "Google Analytics report", [], id="the name of a product"),
        pytest.param("{service} үшін", "For {service}", [], id="the name of a placeholder"),
    ],
)
def test_a_term_of_the_source_has_its_word(text, source, expected):
    """One word for one thing, whatever its ending."""
    faults = [fault for fault in translation_faults(text, source, "kk", "en", RULES) if fault.code == "K215"]

    assert [fault.expected for fault in faults] == expected


@pytest.mark.parametrize(
    ("key", "language", "text", "code"),
    [
        pytest.param("banner.body", "ru", "К сожалению, без cookie сайт скучнее.", "K231", id="steering, Russian"),
        pytest.param("banner.body", "kk", "Сіздің таңдауыңыз біз үшін маңызды.", "K231", id="steering, Kazakh"),
        pytest.param("banner.body", "en", "We care about the best experience.", "K231", id="steering, English"),
        pytest.param("action.accept", "en", "Got it!", "K232", id="Got it"),
        pytest.param("action.accept", "ru", "ОК", "K232", id="OK in Cyrillic letters"),
        pytest.param("action.accept", "kk", "Түсінікті", "K232", id="understood"),
        pytest.param("action.reject", "en", "Maybe later", "K237", id="put off"),
        pytest.param("action.reject", "ru", "Не сейчас", "K237", id="put off, Russian"),
        pytest.param("action.reject", "kk", "Бас тарту", "K237", id="reads as cancel, Kazakh"),
        pytest.param("action.reject-necessary", "en", "Close.", "K237", id="leaves instead of refusing"),
        pytest.param("category.marketing.text", "en", "We rely on legitimate interests.", "K239", id="interest"),
        pytest.param("banner.body", "ru", "На основании законных интересов.", "K239", id="interest, Russian"),
        pytest.param("banner.body", "kk", "Біздің заңды мүддеміз үшін.", "K239", id="interest, Kazakh"),
        pytest.param(
            "banner.body", "ru", "Продолжая пользоваться сайтом, вы соглашаетесь.", "K233", id="by use, Russian"
        ),
        pytest.param("banner.body", "kk", "Сайтты пайдалана отырып, келісесіз.", "K233", id="by use, Kazakh"),
    ],
)
def test_words_beside_a_choice_do_not_pull_at_it(key, language, text, code):
    """What is said beside the buttons is what happens, and the accept button says what it does."""
    assert [fault.code for fault in banner_faults(key, text, language, RULES)][:1] == [code]


@pytest.mark.parametrize(
    ("accept", "reject", "found"),
    [
        pytest.param(
            "Accept", "No, reject them all", "has 19 characters, and accept has 6", id="more than twice as long"
        ),
        pytest.param("ACCEPT ALL", "Reject all", "is not in capitals, and accept is", id="accept in capitals"),
        pytest.param("Accept all", "REJECT ALL", "is written in capitals, and accept is not", id="reject in capitals"),
        pytest.param("Accept all ✓", "Reject all", 'has other signs than "Accept all ✓"', id="a picture for accept"),
        pytest.param("Принять все", "Отклонить все…", 'has other signs than "Принять все"', id="another mark"),
        pytest.param("Принять все", "Только необходимые", "", id="alike, Russian"),
        pytest.param("Барлығын қабылдау", "Барлығынан бас тарту", "", id="alike, Kazakh"),
        pytest.param("Accept all", "Only necessary", "", id="alike, English"),
    ],
)
def test_labels_of_equal_buttons_are_alike(accept, reject, found):
    """Two buttons of one size are not equal while one of them shouts."""
    faults = [fault.found for fault in unlike_fault(reject, accept)]

    assert faults == ([f'the reject label "{reject}" {found}'] if found else [])


def test_the_purpose_of_a_service_claims_no_legitimate_interest():
    """The second layer shows the purpose beside the switch: what is refused there is refused (EDPB-6)."""
    faults = list(service_faults("Показ рекламы на основании законного интереса", "ru", RULES))

    assert [(fault.code, fault.found) for fault in faults] == [("K239", '"законного интереса" would outlive a refusal')]


def test_the_implied_notice_may_speak_of_using_the_site():
    """In the implied model using the site is the consent, and the notice has to say so."""
    assert list(banner_faults("implied.body", "Пользуясь сайтом, вы принимаете политику.", "ru", RULES)) == []


@pytest.mark.parametrize(
    ("language", "text", "conditions", "codes"),
    [
        pytest.param("kk", "Сайтты пайдалана отырып, Пайдаланушы келіседі.", (), ["K233"], id="by use, always"),
        pytest.param("kk", "Сайтты пайдалана отырып, Пайдаланушы келіседі.", ("implied",), [], id="by use, implied"),
        pytest.param("ru", "Оператор не несёт ответственности за ущерб.", (), ["K234"], id="liability excluded"),
        pytest.param("ru", "Оператор не несёт ответственности за внешние сайты.", (), [], id="others' liability"),
        pytest.param(
            "ru",
            "Внешние сайты описаны. Оператор ни при каких обстоятельствах не платит.",
            (),
            ["K234"],
            id="another sentence",
        ),
    ],
)
def test_a_policy_does_not_say_what_it_may_not(language, text, conditions, codes):
    """Consent by use beside explicit consent is false, and statutory liability cannot be excluded."""
    assert [fault.code for fault in policy_faults(text, conditions, language, RULES)] == codes


@pytest.mark.parametrize(
    ("text", "other", "same"),
    [
        pytest.param("Настройки файлов", "Настройки файлов", True, id="two words"),
        pytest.param("Браузер", "Браузер", False, id="one word both languages have"),
        pytest.param("Google Analytics", "Google Analytics", False, id="a name"),
        pytest.param("Cookie баптаулары", "Настройки cookie", False, id="another text"),
    ],
)
def test_a_text_that_equals_another_language_is_told(text, other, same):
    """Somebody forgot it, unless it is a name."""
    assert bool(list(unchanged_fault(text, other, "the text in ru"))) is same


@pytest.mark.parametrize(
    ("text", "length"),
    [
        pytest.param("Қабылдау", 8, id="Kazakh letters"),
        pytest.param("и\u0306", 1, id="a letter with its sign"),
        pytest.param("👩‍👩‍👧", 1, id="a family of three"),
        pytest.param("🇰🇿🇷🇺", 2, id="two flags"),
        pytest.param("👍🏽", 1, id="a hand with a colour"),
        pytest.param("नमस्ते", 4, id="Devanagari with vowel signs"),
        pytest.param("각", 1, id="Hangul in one"),
        pytest.param("\u1100\u1161\u11a8", 1, id="Hangul in three"),
        pytest.param("a\r\nb", 3, id="one line end"),
        pytest.param("", 0, id="nothing"),
    ],
)
def test_length_is_what_a_reader_counts(text, length):
    """Limits are for eyes, not for code points."""
    assert grapheme_count(text) == length


@given(st.text(alphabet="абвәіқ abc", max_size=30))
def test_ordinary_letters_count_one_each(text):
    """Without signs that combine, every code point is a character."""
    assert grapheme_count(text) == len(text)


def test_a_limit_counts_values_and_not_tags():
    """What counts is what is shown."""
    [fault] = limit_faults("{n} күн <policy>саясат</policy>", frozenset({"policy"}), 10, {"n": "180"})

    assert (fault.code, fault.found, fault.expected) == (
        "K206",
        "the text has 14 characters, sample values put in",
        "at most 10",
    )
    assert list(limit_faults("{n} күн <policy>саясат</policy>", frozenset({"policy"}), 14, {"n": "180"})) == []


def test_a_translation_of_half_the_text_is_told():
    """Something may have been left out."""
    source = "Necessary cookies keep the site working and are always on."

    assert told(
        fault for fault in translation_faults("Қосулы.", source, "kk", "en", RULES) if fault.code == "K217"
    ) == [("K217", 0, 7, "the text is 12 % as long as its source")]


@given(st.text(alphabet='аі iIkKк.,  «»"-–—…ə{}<>', max_size=40))
def test_mending_comes_to_an_end(text):
    """Mended texts need at most a few rounds, and a mend never makes a text that is mended for ever."""
    for _ in range(6):
        faults = found(text)
        mended = mend(text, faults)
        if mended == text:
            break
        text = mended

    assert mend(text, found(text)) == text


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        pytest.param("kk", "Close", True, id="a Latin word in Cyrillic writing"),
        pytest.param("ru", "Accept all", True, id="two of them"),
        pytest.param("kk", "Cookie", False, id="a word that both write in Latin letters"),
        pytest.param("ru", "{provider} ({country})", False, id="placeholders alone"),
        pytest.param("uz", "Menu", False, id="a language that is written in Latin letters"),
        pytest.param("ru", "Лицензия: {operator.licence}", False, id="a word both languages have"),
    ],
)
def test_a_text_that_is_still_its_source_is_told(language, text, told):
    """A button that nobody translated is found though it has one word."""
    style = replace(RULES.style(language), script="Latin") if language == "uz" else RULES.style(language)

    faults = list(untranslated_fault(text, text, style, "its source (en)"))

    assert [fault.found for fault in faults] == (["the text is the same as its source (en)"] if told else [])
