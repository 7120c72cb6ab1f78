"""Words in Cyrillic letters: the stem that endings are put on, and how it sounds."""

from dataclasses import dataclass
from functools import lru_cache

from kelisim.kazakh.endings import ending
from kelisim.kazakh.exceptions import DROPS_VOWEL, KEEPS_LAST_LETTER, KEEPS_P, LINKED, OPEN_BACK, POSSESSIVES
from kelisim.kazakh.harmony import harmony_of
from kelisim.kazakh.letters import SIGNS, VOWELS, Final, Harmony, Sound, count_vowels, final_of

_VOICED = {"к": "г", "қ": "ғ", "п": "б"}


@dataclass(frozen=True, slots=True)
class WordStem:
    """How many letters the word loses before an ending, what it gains instead, and the sound that is left."""

    dropped: int
    added: str
    sound: Sound


@lru_cache(maxsize=4096)
def stem_of(word: str) -> WordStem:
    """The stem of a word in small Cyrillic letters: журналист loses т, факт gains і."""
    dropped, added = 0, ""
    if word in LINKED:
        added = "і"
    elif word not in KEEPS_LAST_LETTER:
        dropped = _letters_lost(word)
    harmony = harmony_of(word)
    final = final_of(word[: len(word) - dropped] + added)
    open_harmony = Harmony.BACK if word in OPEN_BACK else harmony
    return WordStem(dropped, added, Sound(final, close=harmony, open=open_harmony))


def _letters_lost(word: str) -> int:
    """-ст, -сть and -зд lose their last sound, doubled consonants one letter (1957 orthography, §36): класс → класқа."""
    if word.endswith("сть"):
        return 2
    if word.endswith(("ст", "зд")):
        return 1
    doubled = len(word) > 2 and word[-1] == word[-2] and word[-1] not in VOWELS | SIGNS
    return 1 if doubled else 0


def third_person(word: str) -> tuple[int, str]:
    """How a word becomes "his, her, its": letters lost from its end, and the letters that follow."""
    stem = stem_of(word)
    base = word[: len(word) - stem.dropped] + stem.added
    short = DROPS_VOWEL.get(word)
    if short is not None:
        kept = _common_length(word, short)
        return len(word) - kept, short[kept:]
    suffix = ending("possessive", stem.sound)
    if _is_voiced(base):
        return stem.dropped + 1, _VOICED[base[-1]] + suffix
    return stem.dropped, stem.added + suffix


def _is_voiced(base: str) -> bool:
    """к, қ and native п are voiced between vowels: серіктестігі, кітабы, but банкі, типі."""
    if base[-1:] not in _VOICED or base[-2:-1] not in VOWELS:
        return False
    return not (base.endswith("п") and base.endswith(KEEPS_P))


def _common_length(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def is_third_person(word: str) -> bool:
    """Whether a word is a third-person possessive beyond doubt: барлығы, and names in -ұлы and -қызы."""
    if word in POSSESSIVES:
        return True
    return any(word.endswith(kin) and count_vowels(word[: -len(kin)]) > 0 for kin in ("ұлы", "қызы"))


def looks_like_third_person(word: str) -> bool:
    """Whether a word ends as third-person possessives do; many words that are none do too."""
    return word.endswith(("ы", "і")) and count_vowels(word) > 1


def ends_like_possessive(word: str) -> bool:
    """Whether a third-person possessive can end like this word."""
    return word.endswith(("ы", "і"))


def is_hard(word: str) -> bool:
    """Whether a word ends in a hard sound."""
    return final_of(word) is Final.HARD
