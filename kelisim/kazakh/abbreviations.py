"""Abbreviations in Cyrillic capitals: how they are said, from a table or by rule.

The ending follows the spoken form (draft rules of 2018, §73–75). Letters are named the way company and media texts
name them today (ЖШС as «жэ-ша-се»); a site that prefers the traditional names gives a reading.
"""

import re
from types import MappingProxyType

from kelisim.kazakh.letters import BACK_VOWELS, VOWELS, Final, Harmony, Sound, final_of
from kelisim.kazakh.words import stem_of

# The end of what is said, enough to choose an ending.
READINGS = MappingProxyType(
    {
        "мқұ": "ұ",
        "жшс": "се",
        "ақ": "қа",
        "жақ": "қа",
        "ұақ": "қа",
        "кеақ": "қа",
        "жк": "ке",
        "ұқк": "ке",
        "қр": "ры",
        "бұұ": "ұ",
        "тмд": "ды",
        "ақш": "ақш",
        "бақ": "бақ",
        "іім": "ім",
        "жсн": "эн",
        "бсн": "эн",
        "эцқ": "қа",
        "юнеско": "юнеско",
        "нато": "нато",
    }
)

# Final consonants that a word bears: БАНК, МӘМС, МАТЧ; not those of ҰБТ, which is read by letter.
_NATURAL_CLUSTER = re.compile(
    r"(?:[рлнмйңу]ь?[птксқшчбвгдзфцмлнх]|[кпфсш]т|кс|ск|зд|зм|тм|тч|[птбдгкфвс][рл]|(.)\1)[ьъ]?$"
)


def sound_of_abbreviation(letters: str) -> tuple[Sound, bool]:
    """How an abbreviation, in small letters, ends when it is said; and whether that is more than a guess."""
    if _is_read_as_word(letters):
        return stem_of(letters).sound, True
    last = letters[-1]
    if last in "мнл":
        # эм, эн, эл
        return _sound(final_of(last), Harmony.FRONT), True
    if last in "қғ":
        # қа, ға
        return _sound(Final.VOWEL, Harmony.BACK), True
    # Other letters are named with a vowel after them, which one is not agreed on: сы or се.
    return _sound(Final.VOWEL, _harmony_of_last_vowel_letter(letters)), False


def _is_read_as_word(letters: str) -> bool:
    heard = letters.rstrip("ьъ")
    if letters[-1] in VOWELS or heard[-2:-1] in VOWELS:
        return True
    return bool(VOWELS.intersection(heard[:-2])) and _NATURAL_CLUSTER.search(letters) is not None


def _harmony_of_last_vowel_letter(letters: str) -> Harmony:
    vowels = [letter for letter in letters if letter in VOWELS]
    return Harmony.BACK if not vowels or vowels[-1] in BACK_VOWELS | {"у"} else Harmony.FRONT


def _sound(final: Final, harmony: Harmony) -> Sound:
    return Sound(final, close=harmony, open=harmony)
