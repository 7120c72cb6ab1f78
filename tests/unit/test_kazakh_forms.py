"""Kazakh case endings, plurals and possessives, word by word."""

from __future__ import annotations

import re

import pytest

from kelisim.kazakh import inflect, inflection, plural, pluralize, possess, possession
from tests.unit.kazakh_lists import DATA, read_list

# Every number ends in one of some twenty words, so these lists cannot but meet; a possessive list repeats its nouns.
COUNTED = {"numerals", "third_person", "possessed"}

CASES = ("gen", "dat", "acc", "loc", "abl", "ins")


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in sorted((DATA / "known").glob("*.txt"))])
def test_every_word_of_the_list_takes_the_endings_written_there(path):
    """Each list pairs words with endings judged by hand; all forms of all words are compared."""
    expectations = list(read_list(path))

    wrong = [
        (expected.word, expected.form, expected.given())
        for expected in expectations
        if expected.given() != expected.text
    ]

    assert expectations
    assert wrong == []


def test_held_out_words_stand_in_no_other_list():
    """The lists that only measure are worth something as long as nobody tuned the rules to their words."""
    known, held_out = (
        {
            expected.word
            for path in (DATA / part).glob("*.txt")
            for expected in read_list(path)
            if path.stem not in COUNTED
        }
        for part in ("known", "held_out")
    )

    assert held_out
    assert known & held_out == set()


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        pytest.param("Сайт", "Сайттың Сайтқа Сайтты Сайтта Сайттан Сайтпен", id="hard and back"),
        pytest.param("келісім", "келісімнің келісімге келісімді келісімде келісімнен келісіммен", id="nasal and front"),
        pytest.param("файл", "файлдың файлға файлды файлда файлдан файлмен", id="lateral and back"),
        pytest.param("газ", "газдың газға газды газда газдан газбен", id="buzzing and back"),
        pytest.param("үй", "үйдің үйге үйді үйде үйден үймен", id="glide and front"),
        pytest.param("құрылғы", "құрылғының құрылғыға құрылғыны құрылғыда құрылғыдан құрылғымен", id="vowel and back"),
        pytest.param("клуб", "клубтың клубқа клубты клубта клубтан клубпен", id="б counts as hard"),
        pytest.param("банк", "банктің банкке банкті банкте банктен банкпен", id="front by its cluster"),
        pytest.param("сервис", "сервистің сервиске сервисті сервисте сервистен сервиспен", id="и is front"),
        pytest.param("субъект", "субъектінің субъектіге субъектіні субъектіде субъектіден субъектімен", id="linking і"),
        pytest.param("бұл", "мұның бұған мұны мұнда бұдан мұнымен", id="irregular pronoun"),
        pytest.param("Ол", "Оның Оған Оны Онда Одан Онымен", id="pronoun at the head of a sentence"),
        pytest.param(2026, "2026-ның 2026-ға 2026-ны 2026-да 2026-дан 2026-мен", id="number read алты"),
    ],
)
def test_a_word_goes_through_its_cases(word, forms):
    """Genitive, dative, accusative, locative, ablative and instrumental of one word of each kind."""
    given = " ".join(inflect(word, case) for case in CASES)

    assert given == forms


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        pytest.param("Vivus микроқаржы ұйымы", "ұйымының ұйымына ұйымын ұйымында ұйымынан ұйымымен", id="back"),
        pytest.param(
            "жауапты серіктестігі",
            "серіктестігінің серіктестігіне серіктестігін серіктестігінде серіктестігінен серіктестігімен",
            id="front",
        ),
        pytest.param(
            "cookie файлыңыз", "файлыңыздың файлыңызға файлыңызды файлыңызда файлыңыздан файлыңызбен", id="polite your"
        ),
        pytest.param("біздің сайтым", "сайтымның сайтыма сайтымды сайтымда сайтымнан сайтыммен", id="my"),
    ],
)
def test_a_possessive_takes_the_endings_of_possessives(word, forms):
    """With possessive=True the last word is known to be one; after -м and -ң only the dative differs."""
    given = [inflect(word, case, possessive=True) for case in CASES]

    assert given == [f"{word.rpartition(' ')[0]} {form}" for form in forms.split()]


@pytest.mark.parametrize(
    ("word", "case", "reading", "expected"),
    [
        pytest.param("МҚҰ", "dat", "эм-қа-ұ", "МҚҰ-ға", id="abbreviation by its letters"),
        pytest.param("ЖШС", "gen", "жы-шы-сы", "ЖШС-ның", id="the other school of letter names"),
        pytest.param("YouTube", "loc", "ютуб", "YouTube-та", id="Latin name"),
        pytest.param("Google", "dat", "гүгл", "Google-ге", id="against the fallback"),
        pytest.param("Facebook", "abl", "Фейсбук", "Facebook-тан", id="against the table, in capitals"),
        pytest.param("«Kaspi»", "gen", "каспи", "«Kaspi»-дің", id="in quotes"),
        pytest.param("Fact", "dat", "факт", "Fact-ке", id="a reading does not change the word"),
        pytest.param("Есімов", "gen", "есимоф", "Есімовтың", id="a word in Cyrillic keeps its spelling"),
    ],
)
def test_a_reading_chooses_the_ending_and_nothing_else(word, case, reading, expected):
    """The ending follows the reading; spelling and hyphen follow the word."""
    form = inflection(word, case, reading=reading)

    assert form.text == expected
    assert form.sure


@pytest.mark.parametrize(
    ("word", "case", "expected"),
    [
        pytest.param("«Ромашка» ЖШС", "gen", "«Ромашка» ЖШС-нің", id="legal form behind the name"),
        pytest.param("«Қазпошта»", "gen", "«Қазпошта»-ның", id="name in quotes at the end"),
        pytest.param(
            "«„Vivus“ микроқаржы ұйымы» ЖШС", "abl", "«„Vivus“ микроқаржы ұйымы» ЖШС-ден", id="name in a name"
        ),
        pytest.param("«Қазақ „Ел“»", "dat", "«Қазақ „Ел“»-ге", id="two marks close at once"),
        pytest.param("жеке деректер", "acc", "жеке деректерді", id="only the last of several words"),
        pytest.param("веб-сайт", "dat", "веб-сайтқа", id="the last part of a hyphenated word"),
        pytest.param("IP-мекенжай", "gen", "IP-мекенжайдың", id="Latin letters before a Kazakh word"),
        pytest.param("Нью-Йорк", "loc", "Нью-Йоркте", id="foreign town"),
        pytest.param("А. Байтұрсынұлы", "dat", "А. Байтұрсынұлына", id="surname that is a possessive"),
        pytest.param("Ахмет Байтұрсын ұлы", "acc", "Ахмет Байтұрсын ұлын", id="son of, written apart"),
        pytest.param("ұлы", "dat", "ұлыға", id="great, not son of"),
        pytest.param("20\u00a0%", "dat", "20\u00a0%-ға", id="per cent after a space"),
        pytest.param("1\u00a0000\u00a0₸", "dat", "1\u00a0000\u00a0₸-ге", id="currency sign"),
        pytest.param("25°C", "abl", "25°C-ден", id="degrees Celsius"),
        pytest.param("5 млн", "abl", "5 млн-нан", id="short form of a number word"),
        pytest.param("3 га", "dat", "3 га-ға", id="unit that looks like a word"),
        pytest.param("5 ММ", "gen", "5 ММ-дің", id="unit in capitals after a number"),
        pytest.param("«Мектеп» ММ", "gen", "«Мектеп» ММ-нің", id="legal form that looks like a unit"),
        pytest.param("Людовик XIV", "gen", "Людовик XIV-нің", id="Roman numeral is an ordinal"),
        pytest.param("ХХІ", "dat", "ХХІ-ге", id="Roman numeral in Cyrillic letters"),
        pytest.param("ҚазҰУ", "gen", "ҚазҰУ-дың", id="abbreviation of mixed letters"),
        pytest.param("ҚазМұнайГаз", "gen", "ҚазМұнайГаздың", id="joined words"),
        pytest.param("ФАКТ", "dat", "ФАКТІ-ге", id="ordinary word in capitals"),
        pytest.param("«Факт»", "dat", "«Факт»-ке", id="no linking і behind quotes"),
        pytest.param("«ФАКТ»", "dat", "«ФАКТ»-ке", id="no linking і behind quotes in capitals"),
        pytest.param("«Журналист»", "acc", "«Журналист»-ті", id="no letter lost in quotes"),
        pytest.param("МҚҰ-лар", "dat", "МҚҰ-ларға", id="plural of an abbreviation"),
        pytest.param("Санкт-Петербург", "abl", "Санкт-Петербургтен", id="cluster at the end of a town"),
        pytest.param("Нокиа™", "gen", "Нокиа™-ның", id="trade mark"),
        pytest.param("Алматы\u0301", "loc", "Алматы\u0301да", id="stress mark"),
    ],
)
def test_the_ending_stands_where_it_belongs(word, case, expected):
    """Names with quotes, legal forms, hyphens, signs and numbers keep their spelling and take the ending at the end."""
    form = inflect(word, case)

    assert form == expected


@pytest.mark.parametrize(
    ("word", "case", "expected"),
    [
        pytest.param("келісім", "priv", "келісімсіз", id="without consent"),
        pytest.param("құрылғы", "attr", "құрылғыдағы", id="on the device"),
        pytest.param("МҚҰ", "attr", "МҚҰ-дағы", id="at an abbreviation"),
        pytest.param("ЖШС", "priv", "ЖШС-сіз", id="without an abbreviation"),
        pytest.param("куә", "attr", "куәдағы", id="ә before а"),
        pytest.param("мен", "priv", "менсіз", id="without me"),
        pytest.param(5, "attr", "5-тегі", id="number"),
    ],
)
def test_derived_endings_behave_like_cases(word, case, expected):
    """-сыз does not assimilate; -дағы is the locative with -ғы."""
    form = inflect(word, case)

    assert form == expected


def test_derived_endings_follow_a_possessive():
    """ "Without his consent" and "that is in its table" show the н of the third person."""
    form = [inflect("келісімі", "priv", possessive=True), inflect("кестесі", "attr", possessive=True)]

    assert form == ["келісімінсіз", "кестесіндегі"]


def test_plural_and_possessive_are_inflected_further():
    """A policy says "of its files": plural, possessive and case follow each other."""
    files = possess(pluralize("файл"))

    assert inflect(files, "acc", possessive=True) == "файлдарын"
    assert inflect(pluralize("субъект"), "gen") == "субъектілердің"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("МҚҰ", "МҚҰ-лар", id="abbreviation"),
        pytest.param("YouTube", "YouTube-тар", id="Latin name"),
        pytest.param("«Ел»", "«Ел»-дер", id="in quotes"),
        pytest.param("ол", "олар", id="pronoun"),
    ],
)
def test_plural_of_names(word, expected):
    """The plural takes a hyphen where cases do."""
    form = pluralize(word)

    assert form == expected


def test_the_reading_decides_plural_and_possessive_too():
    """The two other questions know readings as well."""
    forms = [
        pluralize("Google", reading="гүгл"),
        possess("Google", reading="гүгл"),
        possess("мектеп", reading="мектеп"),
    ]

    assert forms == ["Google-дер", "Google-і", "мектебі"]


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        pytest.param("ҰБТ", "“ҰБТ” may be read in more than one way; give its reading", id="abbreviation by letter"),
        pytest.param(
            "Telegram", "“Telegram” is in Latin letters, which do not say how it is read; give its reading", id="Latin"
        ),
        pytest.param(
            "vivus.kz", "“vivus.kz” looks like an address; write a noun after it and give that the ending", id="domain"
        ),
        pytest.param(
            "Халық банкі",
            "“Халық банкі” may end in a third-person possessive; say possessive = true if it does",
            id="unmarked possessive",
        ),
        pytest.param("Сaйт", "“Сaйт” mixes Cyrillic and Latin letters; write it in one script", id="Latin а in a word"),
        pytest.param(
            "Ђорђе", "“Ђорђе” has letters that are not Kazakh; give its reading", id="letters of a legacy font"
        ),
        pytest.param("Ұйым (одақ)", "“Ұйым (одақ)” ends in a bracket; give its reading", id="bracket"),
    ],
)
def test_a_guess_says_why_it_is_one(word, reason):
    """What the rules cannot know is answered all the same, and the answer tells what is missing."""
    form = inflection(word, "gen")

    assert not form.sure
    assert form.reason == reason


def test_possessive_said_of_a_word_that_is_none_is_doubted():
    """possessive=True on a word that ends in a consonant is probably a slip: it takes the ordinary ending."""
    form = inflection("сайт", "dat", possessive=True)

    assert (form.text, form.sure) == ("сайтқа", False)
    assert form.reason == "“сайт” is said to be a possessive, but does not end like one"


@pytest.mark.parametrize(
    "word", ["сайт", "МҚҰ", "ЖШС", "АҚШ", "«Ромашка» ЖШС", "2026", "20%", "Байтұрсынұлы", "Алматы"]
)
def test_what_the_rules_know_is_sure(word):
    """Ordinary words, known abbreviations, numbers and kin names come without a doubt."""
    forms = [inflection(word, "dat"), plural(word), possession(word)]

    assert [(form.sure, form.reason) for form in forms] == [(True, "")] * 3


def test_plural_and_possessive_doubt_guesses_too():
    """The doubt about a Latin name does not depend on the question."""
    forms = [plural("Telegram"), possession("Telegram")]

    assert [form.sure for form in forms] == [False, False]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        pytest.param("", "an empty value takes no ending", id="empty"),
        pytest.param(" \t", "an empty value takes no ending", id="blank"),
        pytest.param("сайт ", "“сайт ” begins or ends with a space; give the bare name", id="space at the end"),
        pytest.param(
            "«Vivus» микроқаржы ұйымы» ЖШС",
            "“«Vivus» микроқаржы ұйымы» ЖШС” is unbalanced: nothing is open that “»” could close",
            id="one mark too many",
        ),
        pytest.param("«Қазпошта", "“«Қазпошта” is unbalanced: “«” is never closed", id="never closed"),
        pytest.param("«„Ел»“", "“«„Ел»“” is unbalanced: nothing is open that “»” could close", id="crossed marks"),
        pytest.param("сайт.", "“сайт.” ends in “.”; an ending follows a letter, a digit, », ), % or °", id="full stop"),
        pytest.param(
            "Yahoo!", "“Yahoo!” ends in “!”; an ending follows a letter, a digit, », ), % or °", id="exclamation mark"
        ),
        pytest.param(
            '"Ел"', '“"Ел"” ends in “"”; an ending follows a letter, a digit, », ), % or °', id="straight quotes"
        ),
        pytest.param(
            "{operator}",
            "“{operator}” ends in “}”; an ending follows a letter, a digit, », ), % or °",
            id="placeholder",
        ),
        pytest.param(
            "<b>сайт</b>",
            "“<b>сайт</b>” has markup inside; give the bare name and put the markup around the result",
            id="tag",
        ),
        pytest.param(
            "Ел&nbsp;жер",
            "“Ел&nbsp;жер” has markup inside; give the bare name and put the markup around the result",
            id="entity",
        ),
        pytest.param("«»", "“«»” has no word that could take an ending", id="empty quotes"),
    ],
)
@pytest.mark.parametrize("case", ["nom", "dat"])
def test_a_value_that_takes_no_ending_is_refused(value, message, case):
    """Faults of a name are told whatever case is asked for, the base form included."""
    with pytest.raises(ValueError, match=re.escape(message)) as refusal:
        inflect(value, case)

    assert str(refusal.value) == message


def test_an_unknown_case_is_refused_with_those_there_are():
    """A misspelt case names the ones that exist."""
    with pytest.raises(ValueError, match="there is no case") as refusal:
        inflect("сайт", "genitive")

    assert str(refusal.value) == "there is no case “genitive”; the cases are nom gen dat acc loc abl ins priv attr"


@pytest.mark.parametrize("reading", ["", "-", "yu-tub", "ютуб!"])
def test_a_reading_that_is_not_kazakh_is_refused(reading):
    """A reading tells the sound, so it is written in Kazakh letters."""
    with pytest.raises(ValueError, match="the reading") as refusal:
        inflect("YouTube", "loc", reading=reading)

    assert str(refusal.value) == f"the reading “{reading}” must be written as the name is said, in Kazakh letters"


@pytest.mark.parametrize("value", [1.5, True, None])
def test_other_types_than_text_and_whole_numbers_are_refused(value):
    """A float would print differently from what the author wrote, so it has to be a text."""
    with pytest.raises(TypeError) as refusal:
        inflect(value, "dat")

    assert str(refusal.value) == f"a text or a whole number takes an ending, not {value!r}"
