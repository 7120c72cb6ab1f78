"""Back or front: which harmony a word in small Cyrillic letters gives to its endings.

The first rule that applies decides. Sources: the "Main rules of Kazakh orthography" (1957, revised 1983, §35–36 on
endings after loans) and the draft rules of 2018 (§91–95); where they differ, what is written more often today.
"""

import re

from kelisim.kazakh.exceptions import BACK_COMPOUNDS_IN_U, HARMONY
from kelisim.kazakh.letters import BACK_VOWELS, FRONT_VOWELS, VOWELS, Harmony, count_vowels

# Loans that are front whatever their vowel: банкке, Петербургте, боксте, октябрьде, пунктке, Минскке.
_FRONT_CLUSTER = re.compile(r"(?:[рнл]к|[рн]г|кс|[кб]ль|брь|[кпф]т|ск)$")
_SOFT_END = re.compile(r"у[^аәеёиоөуұүыіэюя]ь$")
_BACK_LETTERS_OF_NATIVE_WORDS = "қғұы"
_LETTERS_OF_LOANS_ONLY = frozenset("вёцчщъьэ")
_LETTERS_OF_NATIVE_FRONT_WORDS = frozenset("әөүі")
_SURNAME = re.compile(rf"(?P<stem>.*[{''.join(sorted(VOWELS))}].*)(?P<suffix>[ео]в)$")


def harmony_of(word: str) -> Harmony:
    """The harmony of the last syllable as endings hear it; back where there is no vowel letter at all."""
    for listed, harmony in HARMONY.items():
        if word == listed or (len(listed) > 3 and word.endswith(listed)):
            return harmony
    if _FRONT_CLUSTER.search(word):
        return Harmony.FRONT
    if word.endswith("х"):
        # The draft of 2018, and mostly what is written: цехқа, тарихқа.
        return Harmony.BACK
    if _SOFT_END.search(word) or (word.endswith("ь") and count_vowels(word) == 1):
        # модульге, рольге, but Тайваньға.
        return Harmony.FRONT
    surname = _SURNAME.match(word)
    if surname:
        return _harmony_of_surname(surname["stem"], surname["suffix"])
    return harmony_by_last_vowel(word)


def harmony_by_last_vowel(word: str) -> Harmony:
    """The harmony of the last vowel letter, back where there is none."""
    for position in range(len(word) - 1, -1, -1):
        letter = word[position]
        if letter in BACK_VOWELS:
            return Harmony.BACK
        if letter in FRONT_VOWELS:
            return Harmony.FRONT
        if letter == "и":
            return _harmony_of_i(word)
        if letter in "ую":
            return _harmony_of_u(word, position)
    return Harmony.BACK


def _harmony_of_surname(stem: str, suffix: str) -> Harmony:
    """Surnames have no fixed norm; written mostly are Назарбаевтың, Сергеевтің, Әуезовтің, but Ахметовтың."""
    if suffix == "ов" and not _LETTERS_OF_NATIVE_FRONT_WORDS & set(stem):
        return Harmony.BACK
    return harmony_by_last_vowel(stem)


def _harmony_of_i(word: str) -> Harmony:
    """и is front, but in native and Arabic words with a letter that goes with back vowels only: мұхитқа, Ғалиға."""
    if word.endswith(("ин", "ий")):
        # Surnames of Russian form: Ғабдуллиннің, Рыльскийге.
        return Harmony.FRONT
    last_back_letter = max(map(word.rfind, _BACK_LETTERS_OF_NATIVE_WORDS))
    if last_back_letter < 0 or _LETTERS_OF_LOANS_ONLY & set(word[last_back_letter:]):
        return Harmony.FRONT
    return Harmony.BACK


def _harmony_of_u(word: str, position: int) -> Harmony:
    """у and ю: at the end as the vowel before (келуге, тауға, аюға), else у is back and ю front, as in loans."""
    before = word[:position]
    if position < len(word) - 1:
        return Harmony.BACK if word[position] == "у" else Harmony.FRONT
    if word[position] == "ю" and before[-1:] not in VOWELS:
        return Harmony.FRONT
    if word in BACK_COMPOUNDS_IN_U:
        return Harmony.BACK
    if before.endswith("и") and VOWELS & set(before[:-1]):
        # Verbs in -ию tell by the vowel before: томпиюға, сөмпиюге.
        before = before[:-1]
    return harmony_by_last_vowel(before)
