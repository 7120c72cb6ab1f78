"""Back or front: which harmony a word in Cyrillic letters gives to its endings.

The first rule that applies decides, read from the end of the word. Sources: the "Main rules of Kazakh orthography"
(1957/1983, §35–36 on endings after loans) and the draft rules of 2018 (§91–95); where they differ, what is written today.
"""

import re

from kelisim.kazakh.exceptions import BACK_COMPOUNDS_IN_U, HARMONY
from kelisim.kazakh.letters import BACK_VOWELS, FRONT_VOWELS, VOWELS, Harmony, count_vowels

# Loans: банк → банкке, Петербург → Петербургте, октябрь → октябрьде, факт → фактіге.
_FRONT_CLUSTERS = re.compile(r"([рнлк]к|[рн]г|кс|[кбв]ль|брь|[кпф]т|ск)$")
_BACK_LETTERS_OF_NATIVE_WORDS = frozenset("қғұы")
_LETTERS_OF_LOANS_ONLY = frozenset("вёфцчщъьэ")
_SURNAME = re.compile(r"(?P<stem>.*[аәеёиоөуұүыіэюя].*)(?P<suffix>[её]в|ов)$")


def harmony_of(word: str) -> Harmony:
    """The harmony of the last syllable as endings hear it; back where there is no vowel letter at all."""
    for listed, harmony in HARMONY.items():
        if word.endswith(listed) and (word == listed or len(listed) > 3):
            return harmony
    if _FRONT_CLUSTERS.search(word):
        return Harmony.FRONT
    if word.endswith("х"):
        # The draft of 2018: цехқа, тарихқа.
        return Harmony.BACK
    if word.endswith("ь") and count_vowels(word) == 1:
        # рольге, but Тайваньға.
        return Harmony.FRONT
    surname = _SURNAME.match(word)
    if surname:
        return _harmony_of_surname(surname["stem"], surname["suffix"])
    return _harmony_by_last_vowel(word)


def _harmony_of_surname(stem: str, suffix: str) -> Harmony:
    """Назарбаевтың, Сергеевтің: the suffix takes the harmony of its stem; -ов is front only after a Kazakh stem."""
    harmony = _harmony_by_last_vowel(stem)
    if suffix == "ов" and not set(stem) & set("әөүі"):
        return Harmony.BACK
    return harmony


def _harmony_by_last_vowel(word: str) -> Harmony:
    for position in range(len(word) - 1, -1, -1):
        letter = word[position]
        if letter in BACK_VOWELS:
            return Harmony.BACK
        if letter in FRONT_VOWELS:
            return Harmony.FRONT
        if letter in VOWELS:
            return _harmony_of_neutral(word, position)
    return Harmony.BACK


def _harmony_of_neutral(word: str, position: int) -> Harmony:
    letter, before = word[position], word[:position]
    at_end = position == len(word) - 1
    if letter == "и":
        return _harmony_of_i(word, position)
    if letter == "у":
        # At the end a verbal noun or a glide (келуге, тауға, суға), before a consonant a loan (институтқа).
        if at_end and word not in BACK_COMPOUNDS_IN_U:
            return _harmony_by_last_vowel(before)
        return Harmony.BACK
    if before[-1:] and before[-1] in VOWELS and at_end:
        # Native words have ю only after a vowel: аюға, жоюға, but сүюге.
        return _harmony_by_last_vowel(before)
    return Harmony.FRONT


def _harmony_of_i(word: str, position: int) -> Harmony:
    """и is front, but in native and Arabic words with a letter that only goes with back vowels: мұхитқа, Ғалиға."""
    if word.endswith("ин") or word.endswith("ий"):
        return Harmony.FRONT
    last_native = max(word.rfind(letter) for letter in _BACK_LETTERS_OF_NATIVE_WORDS)
    if last_native < 0 or set(word[last_native:]) & _LETTERS_OF_LOANS_ONLY:
        return Harmony.FRONT
    return Harmony.BACK
