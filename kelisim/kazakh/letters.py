"""The Kazakh alphabet as the endings see it: two harmonies of vowels, six classes of final sounds."""

from dataclasses import dataclass
from enum import Enum
from unicodedata import category, normalize


class Harmony(Enum):
    """Whether a syllable is back («жуан») or front («жіңішке»)."""

    BACK = "back"
    FRONT = "front"


class Final(Enum):
    """The class of a word's final sound, as far as endings can tell them apart."""

    VOWEL = "vowel"
    GLIDE = "р й у и ю"
    LATERAL = "л"
    NASAL = "м н ң"
    BUZZING = "з ж"
    HARD = "voiceless, or б в г д"


@dataclass(frozen=True, slots=True)
class Sound:
    """What an ending needs to know of the word before it.

    `open` is the harmony of endings with а/е, `close` that of endings with ы/і. They differ only after a few
    stems in ә (куәға, but куәнің).
    """

    final: Final
    close: Harmony
    open: Harmony


BACK_VOWELS = frozenset("аоұыя")
FRONT_VOWELS = frozenset("әөүіеэёїє")
# Written vowels that stand for a vowel of either harmony, see `harmony.py`.
NEUTRAL_VOWELS = frozenset("иую")
VOWELS = BACK_VOWELS | FRONT_VOWELS | NEUTRAL_VOWELS
SIGNS = frozenset("ьъ")

_FINALS = {
    **dict.fromkeys(BACK_VOWELS | FRONT_VOWELS, Final.VOWEL),
    # и, у and ю end in a glide: су → судың, not «суның».
    **dict.fromkeys("рйиуюў", Final.GLIDE),
    "л": Final.LATERAL,
    **dict.fromkeys("мнң", Final.NASAL),
    **dict.fromkeys("зж", Final.BUZZING),
    # The orthography of 1957 (§35) names б в г д beside the voiceless ones: клубқа, заводтың.
    **dict.fromkeys("пфкқтсшщцчхһбвгғд", Final.HARD),
}
LETTERS = frozenset(_FINALS) | SIGNS


def final_of(word: str) -> Final:
    """The class of the last sound of a word in small Cyrillic letters; ь and ъ are not sounds."""
    return _FINALS.get(word.rstrip("ьъ")[-1:], Final.VOWEL)


def plain(text: str) -> str:
    """The text in small letters, composed, without apostrophes, stress marks and invisible characters."""
    composed = normalize("NFC", text)
    return "".join(char for char in composed if category(char) not in ("Mn", "Cf") and char not in "'’ʼ").lower()


def count_vowels(word: str) -> int:
    """How many written vowels, and so about how many syllables, a word has."""
    return sum(letter in VOWELS for letter in word)
