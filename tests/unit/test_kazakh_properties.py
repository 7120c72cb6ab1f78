"""What holds of the Kazakh forms of every word, whatever the word."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from kelisim.kazakh import CASES, inflect, inflection, pluralize, possess

BACK = "аоұыя"
FRONT = "әөүіеэё"
CONSONANTS = "бвгғджзйкқлмнңпрстфхһцчшщ"
# The first letter of the genitive after each final letter, written out from the orthography.
FIRST_OF_GENITIVE = {
    **dict.fromkeys(BACK + FRONT + "мнң", "н"),
    **dict.fromkeys("рйлзж", "д"),
    **dict.fromkeys("пфкқтсшщцчхһбвгғд", "т"),
}

syllables = st.builds("{}{}".format, st.sampled_from(CONSONANTS), st.sampled_from(BACK + FRONT))
closings = st.sampled_from(["", *CONSONANTS.replace("х", "").replace("в", "")])
# Four syllables or more, so that no word of the exception lists comes out by chance.
stems = st.lists(syllables, min_size=4, max_size=6).map("".join)
words = st.builds("{}{}".format, stems, closings)
cases = st.sampled_from([case for case in CASES if case != "nom"])


def ending(word: str, case: str) -> str:
    """What `inflect` put after the word."""
    return inflect(word, case).removeprefix(word)


@given(words)
def test_the_nominative_is_the_word(word):
    """The base form is handed back as it came."""
    assert inflect(word, "nom") == word


@given(words, cases)
def test_the_word_stays_and_the_ending_follows(word, case):
    """Words that do not end in two consonants only grow."""
    form = inflect(word, case)

    assert form.startswith(word)
    assert len(form) > len(word)


@given(words)
def test_all_endings_of_a_word_agree_in_harmony(word):
    """Apart from the instrumental, always with е, no word mixes back and front endings."""
    endings = [ending(word, case) for case in CASES if case not in ("nom", "ins")]
    letters = set("".join([*endings, pluralize(word).removeprefix(word)]))

    assert letters.isdisjoint("аығқ") or letters.isdisjoint("еігк")


@given(words)
def test_the_last_vowel_decides_harmony(word):
    """Whatever stands before it, the last vowel letter tells back from front."""
    last = next(letter for letter in reversed(word) if letter in BACK + FRONT)

    assert ("а" in ending(word, "loc")) == (last in BACK)


@given(words)
def test_the_final_letter_decides_the_class(word):
    """The genitive begins with н, д or т as the final letter asks."""
    assert ending(word, "gen")[0] == FIRST_OF_GENITIVE[word[-1]]


@given(st.text(alphabet=CONSONANTS + BACK + FRONT + " ", min_size=1).map(str.strip).filter(bool), words, cases)
def test_only_the_last_word_of_a_phrase_matters(before, word, case):
    """A phrase takes the ending of its last word, and nothing before it changes."""
    assert inflect(f"{before} {word}", case) == f"{before} {inflect(word, case)}"


@given(words, cases)
def test_capitals_do_not_change_the_choice(word, case):
    """A word in capitals takes the same ending, in small letters behind a hyphen; a capital initial changes nothing."""
    assert inflect(word.upper(), case) == f"{word.upper()}-{ending(word, case)}"
    assert inflect(word.capitalize(), case) == word.capitalize() + ending(word, case)


@given(words, cases)
def test_a_word_in_quotes_takes_its_own_ending_behind_them(word, case):
    """Closing marks keep the ending away from the word, they do not change it."""
    assert inflect(f"«{word}»", case) == f"«{word}»-{ending(word, case)}"


@given(words, cases)
def test_the_reading_of_a_foreign_name_gives_it_the_ending_of_that_word(word, case):
    """A reading works as if the word stood there."""
    assert inflect("Brand", case, reading=word) == f"Brand-{ending(word, case)}"


@given(words, cases)
def test_possessing_and_inflecting_is_always_sure(word, case):
    """The possessive that Kelisim makes is one that it can inflect."""
    form = inflection(possess(word), case, possessive=True)

    assert form.sure


@given(st.integers(min_value=1, max_value=9), st.integers(min_value=0, max_value=10**6), cases)
def test_the_last_digit_decides_unless_it_is_zero(digit, tens, case):
    """2026 is inflected as 6 is."""
    number = tens * 10 + digit

    assert inflect(number, case) == f"{number}{inflect(digit, case).removeprefix(str(digit))}"


@given(st.text(), st.sampled_from(CASES))
def test_any_text_is_inflected_or_refused(text, case):
    """No text breaks the grammar: it is a form that begins as the text does, or a ValueError."""
    form = None
    with suppress(ValueError):
        form = inflection(text, case)

    assert form is None or (form.text[:1] == text[:1] and form.sure == (form.reason == ""))
