"""Kazakh forms of a word or a name: cases, plural, third-person possessive.

Each question has two levels: `inflect`, `pluralize` and `possess` give the text, `inflection`, `plural` and `possession`
say besides whether it is sure, and if not, why.
"""

import re
from dataclasses import dataclass

from kelisim.kazakh.abbreviations import READINGS, UNITS, sound_of_abbreviation
from kelisim.kazakh.endings import (
    CASES,
    dative_after_first_or_second_person,
    ending,
    ending_after_third_person,
)
from kelisim.kazakh.exceptions import PLURAL_PRONOUNS, PRONOUNS
from kelisim.kazakh.letters import LETTERS, VOWELS, plain
from kelisim.kazakh.names import Name, parse_name
from kelisim.kazakh.numerals import last_spoken_word
from kelisim.kazakh.readings import SYMBOLS, is_said_by_letter, reading_of_latin, roman_value
from kelisim.kazakh.words import WordStem, is_third_person, looks_like_third_person, stem_of, third_person


@dataclass(frozen=True, slots=True)
class Inflection:
    """A form, whether its ending is certain, and the reason for doubt in a sentence (empty when sure)."""

    text: str
    sure: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Host:
    """What an ending is put on: the text, a hyphen or nothing, the word that is said last, and any doubt about it."""

    text: str
    joint: str
    spoken: str
    stem: WordStem
    doubt: str


def inflect(word: str | int, case: str, *, possessive: bool = False, reading: str | None = None) -> str:
    """The form of a word in a case: nom gen dat acc loc abl ins, priv (-сыз, without) or attr (-дағы, that is in).

    Of several words the last takes the ending. `possessive` says that the word already ends in a possessive
    («микроқаржы ұйымы»), `reading` how it is said («эм-қа-ұ»). A value that can take no ending is a ValueError.
    """
    return inflection(word, case, possessive=possessive, reading=reading).text


def pluralize(word: str | int, *, reading: str | None = None) -> str:
    """The plural of a word; after it the endings are regular."""
    return plural(word, reading=reading).text


def possess(word: str | int, *, reading: str | None = None) -> str:
    """The third-person possessive: "his, her, its"; inflect the result with `possessive=True`."""
    return possession(word, reading=reading).text


def inflection(
    word: str | int, case: str, *, possessive: bool = False, reading: str | None = None
) -> Inflection:
    """As `inflect`, and whether the form is certain."""
    if case not in CASES:
        raise ValueError(f"unknown case “{case}”; the cases are {', '.join(CASES)}")
    name = _name(word)
    if case == "nom":
        return Inflection(name.text, True, "")
    spoken_pronoun = PRONOUNS.get(plain(name.last)) if reading is None and not possessive and not name.closed else None
    if spoken_pronoun:
        return Inflection(name.before + _like(name.last, spoken_pronoun[case]), True, "")
    host = _host(name, reading)
    if possessive or is_third_person(host.spoken):
        return _possessive_inflection(host, case)
    doubt = host.doubt
    if not doubt and " " in name.text and looks_like_third_person(host.spoken) and not host.joint:
        doubt = f"“{name.text}” ends like a third-person possessive; say whether it is one"
    return _joined(host, ending(case, host.stem.sound), doubt)


def plural(word: str | int, *, reading: str | None = None) -> Inflection:
    """As `pluralize`, and whether the form is certain."""
    name = _name(word)
    pronoun = PLURAL_PRONOUNS.get(plain(name.last)) if reading is None and not name.closed else None
    if pronoun:
        return Inflection(name.before + _like(name.last, pronoun), True, "")
    host = _host(name, reading)
    return _joined(host, ending("plural", host.stem.sound), host.doubt)


def possession(word: str | int, *, reading: str | None = None) -> Inflection:
    """As `possess`, and whether the form is certain."""
    host = _host(_name(word), reading)
    if host.joint or reading is not None:
        return _joined(host, ending("possessive", host.stem.sound), host.doubt)
    lost, gained = third_person(host.spoken)
    return Inflection(host.text[: len(host.text) - lost] + gained, not host.doubt, host.doubt)


def _possessive_inflection(host: Host, case: str) -> Inflection:
    if host.spoken.endswith(("ы", "і")):
        return _joined(host, ending_after_third_person(case, host.stem.sound), host.doubt)
    if host.spoken.endswith(("м", "ң")) and case == "dat":
        return _joined(host, dative_after_first_or_second_person(host.stem.sound), host.doubt)
    doubt = host.doubt
    if not host.spoken.endswith(("м", "ң", "з")):
        doubt = f"“{host.text}” is said to be a possessive but does not end like one"
    return _joined(host, ending(case, host.stem.sound), doubt)


def _joined(host: Host, suffix: str, doubt: str) -> Inflection:
    if host.joint:
        return Inflection(f"{host.text}{host.joint}{suffix}", not doubt, doubt)
    stem = host.text[: len(host.text) - host.stem.dropped] + host.stem.added
    return Inflection(stem + suffix, not doubt, doubt)


def _name(word: str | int) -> Name:
    return parse_name(str(word))


def _host(name: Name, reading: str | None) -> Host:
    joint = "-" if _needs_hyphen(name) else ""
    if reading is not None:
        spoken = _checked_reading(reading)
        stem = WordStem(0, "", stem_of(spoken).sound)
        return Host(name.text, joint, spoken, stem, "")
    spoken, doubt = _spoken(name)
    if spoken is None:
        sound, sure = sound_of_abbreviation(plain(name.last))
        return Host(
            name.text, joint, plain(name.last), WordStem(0, "", sound),
            "" if sure else f"“{name.last}” may be read in more than one way; give its reading",
        )
    return Host(name.text, joint, spoken, stem_of(spoken), doubt)


def _spoken(name: Name) -> tuple[str | None, str]:
    """The word that is said last, and a doubt about it; None for an abbreviation that no table knows."""
    last = plain(name.last)
    if name.last[-1] in SYMBOLS:
        return SYMBOLS[name.last[-1]], ""
    if last[-1].isdigit():
        return last_spoken_word(name.before + name.last), ""
    roman = roman_value(name.last)
    if roman is not None:
        return last_spoken_word(str(roman)), ""
    if re.search(r"[a-zäöüßığñşçøæ]$", last):
        by_letter = is_said_by_letter(re.split(r"[^A-Za-z]", name.last)[-1])
        reading = reading_of_latin(last, said_by_letter=by_letter)
        return plain(reading.split("-")[-1]), f"“{name.last}” is in Latin letters; give its reading"
    capitals = _is_abbreviation(name.last)
    if capitals and last in READINGS:
        return READINGS[last], ""
    if not VOWELS & set(last) or (last in UNITS and name.before.rstrip()[-1:].isdigit()):
        if last in UNITS:
            return UNITS[last], ""
        return None, ""
    if capitals:
        return None, ""
    unknown = set(last) - LETTERS - VOWELS
    doubt = f"“{name.last}” mixes scripts or has letters that Kazakh has not" if unknown else ""
    return last, doubt


def _is_abbreviation(word: str) -> bool:
    return word.isupper() or (len(word) > 1 and word[-2:].isupper())


def _needs_hyphen(name: Name) -> bool:
    last = name.last[-1]
    if name.closed or not last.isalpha() or re.search(r"[A-Za-zÀ-ɏ]", last):
        return True
    return _is_abbreviation(name.last) or not VOWELS & set(plain(name.last)) or (
        plain(name.last) in UNITS and name.before.rstrip()[-1:].isdigit()
    )


def _checked_reading(reading: str) -> str:
    last = re.split(r"[\s\-‑]", plain(reading).strip())[-1]
    if not last or not set(last) <= LETTERS:
        raise ValueError(f"the reading “{reading}” must be written in Kazakh letters, as the name is said")
    return last


def _like(pattern: str, word: str) -> str:
    return word.capitalize() if pattern[:1].isupper() else word
