"""Spelling: hunspell's dictionaries and the lists of reviewed forms, over every text that ships."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kelisim.i18n import spelling
from kelisim.i18n.spelling import SpellingUnavailable, check_spelling, unknown_words
from kelisim.i18n.workspace import read_workspace
from kelisim.lint.spelling import parse_words, spelling_faults, words_of
from kelisim.lint.style import Style

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = {"kk": "kk_KZ", "ru": "ru_RU"}
DOMAINS = ("banner", "services", "policy")
KAZAKH = Style("kk", script="Cyrillic")


@pytest.fixture(scope="module")
def workspace():
    """The texts that ship, read once."""
    return read_workspace(ROOT / "site.toml")


def dictionary(language):
    """The installed dictionary of a language; without one the test says why it does not run."""
    if not shutil.which("hunspell"):
        pytest.skip("hunspell is not installed")
    if LANGUAGES[language] not in spelling.dictionaries():
        pytest.skip(f"hunspell has no dictionary {LANGUAGES[language]} here")
    return LANGUAGES[language]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Сайтта cookie файлдары бар.", ["Сайтта", "файлдары", "бар"], id="Latin names are no words"),
        pytest.param("{number.items}-тармақтағы кесте", ["тармақтағы", "кесте"], id="an ending on a placeholder"),
        pytest.param("IP-мекенжай, веб-маяк", ["мекенжай", "веб-маяк"], id="hyphens"),
        pytest.param("<policy>Саясат</policy>: site.kz", ["Саясат"], id="tags and addresses"),
    ],
)
def test_words_are_what_is_written_in_the_letters_of_the_language(text, words):
    """Placeholders, tags, addresses and names in other letters are not looked up."""
    found = [match[0] for match in words_of(text, KAZAKH)]

    assert found == words


def test_a_list_has_one_form_a_line_and_comments():
    """Case is no matter: a word at the beginning of a sentence is the same word."""
    reviewed = parse_words("# reviewed\nсайт\n\nСервис  # as in the glossary\n")

    assert reviewed == {"сайт", "сервис"}


def test_a_word_in_no_dictionary_and_no_list_is_a_fault_at_its_place():
    """Both ways out are told: correct it, or have it reviewed."""
    [fault] = spelling_faults("Сайттағы келсім", KAZAKH, {"Сайттағы", "келсім"}, {"сайттағы"})

    assert (fault.offset, fault.length, fault.code, fault.grave) == (9, 6, "K224", True)
    assert fault.found == '"келсім" is in no dictionary'
    assert fault.fix == "correct it; a right form goes into translations/words.kk.txt, on a line of its own"


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        pytest.param("kk", ["келісім", "таңдау"], ["келсім", "тандауу", "қажеті"], id="Kazakh"),
        pytest.param("ru", ["согласие", "выбор"], ["согласее", "выбар", "настройкки"], id="Russian"),
    ],
)
def test_the_dictionaries_tell_misspelt_words_from_right_ones(language, right, wrong):
    """The check can fail: it is asked about mistakes that people make."""
    name = dictionary(language)

    unknown = unknown_words([*right, *wrong], name)

    assert unknown.isdisjoint(right)
    assert len(unknown) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_text_is_spelt_right(workspace, language):
    """The ratchet: a new form that no dictionary knows fails here until somebody has looked at it."""
    dictionary(language)

    problems, _ = check_spelling(workspace, [language], DOMAINS)

    assert [str(problem).splitlines()[0] for problem in problems] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_hold_nothing_that_is_not_needed(workspace, language):
    """A form leaves the list with the text that had it, or a misspelling could hide behind it later."""
    dictionary(language)
    reviewed = workspace.word_lists[language]
    style = workspace.rules.style(language)
    texts = list(spelling.written(workspace, language, DOMAINS))

    written = {match[0].casefold() for text in texts for match in words_of(text.form, style)}

    assert sorted(reviewed - written) == []


def test_a_missing_hunspell_is_told_with_a_way_to_install_it(workspace, monkeypatch):
    """One sentence, and nothing of Python in it."""
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(SpellingUnavailable) as told:
        check_spelling(workspace, ["kk"], DOMAINS)

    assert str(told.value) == (
        "spelling is checked with hunspell, which is not installed; on Debian: "
        "apt-get install hunspell hunspell-kk hunspell-ru"
    )


def test_a_missing_dictionary_of_a_language_with_a_list_is_told(workspace, monkeypatch):
    """Where a list says that a language is checked, silence would look like approval."""
    monkeypatch.setattr(spelling, "dictionaries", dict)

    with pytest.raises(SpellingUnavailable) as told:
        check_spelling(workspace, ["kk"], DOMAINS)

    assert str(told.value) == "there is no hunspell dictionary for kk; on Debian: apt-get install hunspell-kk"


def test_a_language_that_nobody_asked_to_check_is_named_and_passed_over(workspace, monkeypatch):
    """English has neither a list nor, here, a dictionary."""
    monkeypatch.setattr(spelling, "dictionaries", dict)

    problems, skipped = check_spelling(workspace, ["en"], DOMAINS)

    assert (problems, skipped) == ([], ["en"])
