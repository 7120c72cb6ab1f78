"""Words in small Cyrillic letters: the stem that endings are put on, and how it sounds."""

from dataclasses import dataclass, replace
from functools import lru_cache

from kelisim.kazakh.endings import ending
from kelisim.kazakh.exceptions import (
    KEEPS_LAST_LETTER,
    LINKED,
    LOANS_IN_P,
    OPEN_BACK,
    POSSESSIVES,
    SHORT_POSSESSIVES,
)
from kelisim.kazakh.harmony import harmony_of
from kelisim.kazakh.letters import SIGNS, VOWELS, Harmony, Sound, count_vowels, final_of

_VOICED = {"к": "г", "қ": "ғ", "п": "б"}
_SONS_AND_DAUGHTERS = ("ұлы", "қызы")


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to the end of a word: so many letters go, these come."""

    lost: int
    gained: str

    def apply(self, text: str) -> str:
        """The text with its end changed."""
        return text[: len(text) - self.lost] + self.gained


UNCHANGED = Change(0, "")


@dataclass(frozen=True, slots=True)
class Stem:
    """How a word changes before an ending, and the sound that the ending then meets."""

    change: Change
    sound: Sound


def unchanged_stem_of(word: str) -> Stem:
    """The stem where a hyphen keeps the word from changing: «Факт»-тің, ГОСТ-қа."""
    stem = stem_of(word)
    sound = replace(stem.sound, final=final_of(word)) if stem.change.gained else stem.sound
    return Stem(UNCHANGED, sound)


@lru_cache(maxsize=4096)
def stem_of(word: str) -> Stem:
    """The stem of a word: журналист loses т, класс one с, факт gains і."""
    if word in LINKED:
        change = Change(0, "і")
    elif word in KEEPS_LAST_LETTER:
        change = UNCHANGED
    else:
        change = Change(_letters_lost(word), "")
    harmony = harmony_of(word)
    open_harmony = Harmony.BACK if word in OPEN_BACK else harmony
    return Stem(change, Sound(final_of(change.apply(word)), close=harmony, open=open_harmony))


def _letters_lost(word: str) -> int:
    """Before endings -ст, -сть and -зд lose their last sound, double consonants a letter (1957 orthography, §36)."""
    if word.endswith("сть"):
        return 2
    if word.endswith(("ст", "зд")):
        return 1
    doubled = len(word) > 2 and word[-1] == word[-2] and word[-1] not in VOWELS | SIGNS
    return 1 if doubled else 0


def third_person(word: str, stem: Stem) -> Change:
    """How a word becomes "his, her, its": кітап → кітабы, халық → халқы, факт → фактісі.

    What is one already stays: отбасы, family.
    """
    if word in POSSESSIVES:
        return UNCHANGED
    short = SHORT_POSSESSIVES.get(word)
    if short is not None:
        # All of them lose the vowel before their last letter.
        return Change(2, short[len(word) - 2 :])
    suffix = ending("possessive", stem.sound)
    base = stem.change.apply(word)
    if base.endswith("ь"):
        # профиль → профилі
        return Change(1, suffix)
    if _is_voiced(base):
        return Change(stem.change.lost + 1, _VOICED[base[-1]] + suffix)
    return Change(stem.change.lost, stem.change.gained + suffix)


def _is_voiced(base: str) -> bool:
    """к, қ and native п are voiced between vowels (серіктестігі, кітабы), but not in банкі and типі."""
    last, before = base[-1:], base[-2:-1]
    if last not in _VOICED or before not in VOWELS:
        return False
    return last != "п" or not (before in "иуюэё" or base.endswith(LOANS_IN_P))


def is_third_person(word: str) -> bool:
    """Whether a word is a third-person possessive beyond doubt: барлығы, and names in -ұлы and -қызы."""
    return word in POSSESSIVES or any(
        word.endswith(kin) and count_vowels(word.removesuffix(kin)) > 0 for kin in _SONS_AND_DAUGHTERS
    )


def can_be_third_person(word: str) -> bool:
    """Whether a word ends as third-person possessives do; many words that are none do too."""
    return word.endswith(("ы", "і")) and count_vowels(word) > 1
