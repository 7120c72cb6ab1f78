"""The endings: one table of cases by final sound, filled in by harmony.

The table is that of the "Main rules of Kazakh orthography" (1957, revised 1983), unchanged in the draft of 2018.
In a pattern A stands for а/е, G for ғ/г and K for қ/к before it, Y for ы/і in an ending with А, I for ы/і elsewhere.
"""

from kelisim.kazakh.letters import Final, Harmony, Sound

CASES = ("nom", "gen", "dat", "acc", "loc", "abl", "ins", "priv", "attr")

_FINAL_ORDER = (Final.VOWEL, Final.GLIDE, Final.LATERAL, Final.NASAL, Final.BUZZING, Final.HARD)


def _row(patterns: str) -> dict[Final, str]:
    return dict(zip(_FINAL_ORDER, patterns.split(), strict=True))


#                   vowel  glide  л      nasal  з ж    hard
_PATTERNS = {
    "gen": _row("       нIң    дIң    дIң    нIң    дIң    тIң"),
    "dat": _row("       GA     GA     GA     GA     GA     KA"),
    "acc": _row("       нI     дI     дI     дI     дI     тI"),
    "loc": _row("       дA     дA     дA     дA     дA     тA"),
    "abl": _row("       дAн    дAн    дAн    нAн    дAн    тAн"),
    "ins": _row("       мен    мен    мен    мен    бен    пен"),
    "priv": _row("      сIз    сIз    сIз    сIз    сIз    сIз"),
    "attr": _row("      дAGY   дAGY   дAGY   дAGY   дAGY   тAGY"),
    "plural": _row("    лAр    лAр    дAр    дAр    дAр    тAр"),
    "possessive": _row("сI     I      I      I      I      I"),
}

# After -ы/-і/-сы/-сі of the third person: ұйымына, ұйымын, ұйымында, келісімінсіз.
_AFTER_THIRD_PERSON = {
    "gen": "нIң",
    "dat": "нA",
    "acc": "н",
    "loc": "ндA",
    "abl": "нAн",
    "ins": "мен",
    "priv": "нсIз",
    "attr": "ндAGY",
}

_LETTERS = {
    Harmony.BACK: {"A": "а", "G": "ғ", "K": "қ", "Y": "ы", "I": "ы"},
    Harmony.FRONT: {"A": "е", "G": "г", "K": "к", "Y": "і", "I": "і"},
}


def ending(kind: str, sound: Sound) -> str:
    """The ending of a case, of the plural or of the third-person possessive after this sound."""
    return _fill(_PATTERNS[kind][sound.final], sound)


def ending_after_third_person(case: str, sound: Sound) -> str:
    """The case ending after a third-person possessive."""
    return _fill(_AFTER_THIRD_PERSON[case], sound)


def dative_after_first_or_second_person(sound: Sound) -> str:
    """-а/-е, the only case that is irregular after the possessives -м and -ң: сайтым → сайтыма."""
    return _fill("A", sound)


def _fill(pattern: str, sound: Sound) -> str:
    close, open_ = _LETTERS[sound.close], _LETTERS[sound.open]
    return "".join((close if letter == "I" else open_).get(letter, letter) for letter in pattern)
