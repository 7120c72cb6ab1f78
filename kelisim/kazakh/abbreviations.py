"""Abbreviations in Cyrillic capitals: how they are said, from a table or by guess.

The ending follows the spoken form (draft rules of 2018, §73–75). Letters are named the way company and media texts
name them today (ЖШС as «жэ-ша-се»); a site that prefers the traditional names gives a reading.
"""

import re

from kelisim.kazakh.harmony import harmony_of
from kelisim.kazakh.letters import BACK_VOWELS, FRONT_VOWELS, VOWELS, Final, Harmony, Sound, final_of

# The last thing that is said, enough to choose an ending.
READINGS = {
    "мқұ": "ұ",
    "жшс": "се",
    "ақ": "қа",
    "жақ": "қа",
    "ұақ": "қа",
    "кеақ": "қа",
    "ааақ": "қа",
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
    "житс": "жиц",
}

# Units and short forms in small letters, which cannot be read as they stand.
UNITS = {
    "г": "грамм", "га": "гектар", "кг": "килограм", "т": "тонна", "ц": "центнер", "мг": "миллиграм",
    "м": "метр", "км": "километр", "см": "сантиметр", "мм": "миллиметр", "л": "литр", "мл": "миллилитр",
    "с": "секунд", "сек": "секунд", "мин": "минут", "сағ": "сағат", "млн": "миллион", "млрд": "миллиард",
    "трлн": "триллион", "тг": "теңге", "кб": "килобайт", "мб": "мегабайт", "гб": "гигабайт", "тб": "терабайт",
    "вт": "ват", "квт": "киловат", "гц": "герц", "мгц": "мегагерц", "ггц": "гигагерц",
}

# Two final consonants that the end of a word bears: БАНК, but not ҰБТ, whose letters are named.
_NATURAL_CLUSTER = re.compile(r"([рлнмйңу][птксқшчбвгдзфц]|[кс]т|ст|зд|[пф]т|кс|ск|[птбдгкфв][рл]|(.)\2|[рлн]кт|стр|нтр|изм|итм|кст|льм)[ьъ]?$")


def sound_of_abbreviation(letters: str) -> tuple[Sound, bool]:
    """The final sound of an abbreviation given in small letters, and whether that is more than a guess."""
    if _can_be_read_as_word(letters):
        harmony = harmony_of(letters)
        return _sound(final_of(letters), harmony), True
    last = letters[-1]
    if last in "мнл":
        # эм, эн, эл
        return _sound(final_of(last), Harmony.FRONT), True
    if last in "қғ":
        return _sound(Final.VOWEL, Harmony.BACK), True
    return _sound(Final.VOWEL, _harmony_of_letters(letters)), False


def _can_be_read_as_word(letters: str) -> bool:
    if letters[-1] in VOWELS:
        return True
    if len(letters) > 1 and letters.rstrip("ьъ")[-2:-1] in VOWELS and letters.rstrip("ьъ")[-2:-1] != "":
        return True
    return len(letters) > 2 and bool(VOWELS & set(letters[:-2])) and bool(_NATURAL_CLUSTER.search(letters))


def _harmony_of_letters(letters: str) -> Harmony:
    for letter in reversed(letters):
        if letter in BACK_VOWELS or letter == "у":
            return Harmony.BACK
        if letter in FRONT_VOWELS or letter in VOWELS:
            return Harmony.FRONT
    return Harmony.BACK


def _sound(final: Final, harmony: Harmony) -> Sound:
    return Sound(final, close=harmony, open=harmony)
