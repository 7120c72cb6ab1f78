"""Kazakh forms of a word or a name: cases, plural, third-person possessive.

Each question has two levels: `inflect`, `pluralize` and `possess` give the text; `inflection`, `plural` and
`possession` say besides whether the text is sure, and if not, why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from kelisim.kazakh.endings import (
    CASES,
    dative_after_first_or_second_person,
    ending,
    ending_after_third_person,
)
from kelisim.kazakh.exceptions import PRONOUNS
from kelisim.kazakh.letters import plain
from kelisim.kazakh.names import Name, parse_name
from kelisim.kazakh.spoken import Spoken, spoken_form
from kelisim.kazakh.words import can_be_third_person, is_third_person, third_person


@dataclass(frozen=True, slots=True)
class Inflection:
    """A form, whether its ending is more than a guess, and if not, the reason in a sentence."""

    text: str
    sure: bool
    reason: str


def inflect(word: str | int, case: str, *, possessive: bool = False, reading: str | None = None) -> str:
    """The form of a word in a case: nom gen dat acc loc abl ins, priv (-сыз, without) or attr (-дағы, that is in).

    Of several words the last takes the ending. `possessive` says that the word already ends in a possessive
    («микроқаржы ұйымы», «сайтым»); `reading` says how it is read («эм-қа-ұ») and only chooses the ending. A value
    that can take no ending is a ValueError: empty, unbalanced quotes, final punctuation, markup.
    """
    return inflection(word, case, possessive=possessive, reading=reading).text


def pluralize(word: str | int, *, reading: str | None = None) -> str:
    """The plural: деректер, сайттар, МҚҰ-лар. Cases are then put on the result."""
    return plural(word, reading=reading).text


def possess(word: str | int, *, reading: str | None = None) -> str:
    """The third-person possessive, "his, her, its": сайты, серіктестігі. Inflect it with `possessive=True`."""
    return possession(word, reading=reading).text


def inflection(word: str | int, case: str, *, possessive: bool = False, reading: str | None = None) -> Inflection:
    """As `inflect`, with what there is to doubt about the form."""
    return _inflection(_text(word), case, possessive, reading)


# A build asks for the same few forms of the same names on every page.
@lru_cache(maxsize=2048)
def _inflection(text: str, case: str, possessive: bool, reading: str | None) -> Inflection:
    if case not in CASES:
        raise ValueError(f"there is no case “{case}”; the cases are {' '.join(CASES)}")
    name = parse_name(text)
    if case == "nom":
        return Inflection(name.text, sure=True, reason="")
    pronoun = _pronoun(name, reading)
    if pronoun and not possessive:
        return _whole(name, pronoun[case])
    spoken = spoken_form(name, reading)
    if possessive or _is_third_person(name, spoken):
        return _inflection_of_possessive(name, spoken, case)
    if " " in name.text and not spoken.hyphen and can_be_third_person(spoken.word):
        doubt = f"“{name.text}” may end in a third-person possessive; say possessive = true if it does"
        spoken = replace(spoken, doubt=spoken.doubt or doubt)
    return _joined(name, spoken, ending(case, spoken.stem.sound))


def plural(word: str | int, *, reading: str | None = None) -> Inflection:
    """As `pluralize`, with what there is to doubt about the form."""
    name = parse_name(_text(word))
    pronoun = _pronoun(name, reading)
    if pronoun:
        return _whole(name, pronoun["plural"])
    spoken = spoken_form(name, reading)
    return _joined(name, spoken, ending("plural", spoken.stem.sound))


def possession(word: str | int, *, reading: str | None = None) -> Inflection:
    """As `possess`, with what there is to doubt about the form."""
    name = parse_name(_text(word))
    spoken = spoken_form(name, reading)
    if spoken.hyphen:
        return _joined(name, spoken, ending("possessive", spoken.stem.sound))
    changed = third_person(plain(name.last), spoken.stem).apply(name.text)
    return Inflection(changed, not spoken.doubt, spoken.doubt)


def _text(word: str | int) -> str:
    if isinstance(word, bool) or not isinstance(word, str | int):
        raise TypeError(f"a text or a whole number takes an ending, not {word!r}")
    return str(word)


def _pronoun(name: Name, reading: str | None) -> Mapping[str, str] | None:
    if reading is not None or name.closers:
        return None
    return PRONOUNS.get(plain(name.last))


def _whole(name: Name, form: str) -> Inflection:
    """A form that replaces the last word, in the same capitals."""
    if name.last.isupper():
        form = form.upper()
    elif name.last[0].isupper():
        form = form.capitalize()
    return Inflection(name.before + form, sure=True, reason="")


def _is_third_person(name: Name, spoken: Spoken) -> bool:
    # «ұлы» alone is "great", after a name it is "son of".
    return is_third_person(spoken.word) or (spoken.word == "ұлы" and bool(name.before))


def _inflection_of_possessive(name: Name, spoken: Spoken, case: str) -> Inflection:
    sound = spoken.stem.sound
    if spoken.word.endswith(("ы", "і")):
        return _joined(name, spoken, ending_after_third_person(case, sound))
    if spoken.word.endswith(("м", "ң")) and case == "dat":
        return _joined(name, spoken, dative_after_first_or_second_person(sound))
    if not spoken.word.endswith(("м", "ң", "з")):
        doubt = f"“{name.text}” is said to be a possessive, but does not end like one"
        spoken = replace(spoken, doubt=spoken.doubt or doubt)
    return _joined(name, spoken, ending(case, sound))


def _joined(name: Name, spoken: Spoken, suffix: str) -> Inflection:
    joint = "-" if spoken.hyphen else ""
    return Inflection(spoken.stem.change.apply(name.text) + joint + suffix, not spoken.doubt, spoken.doubt)
