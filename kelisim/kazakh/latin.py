"""Names in Latin letters: a guess at how they sound, for callers that have no reading."""

import re
from unicodedata import normalize

from kelisim.kazakh.letters import Final, Harmony, Sound, final_of
from kelisim.kazakh.words import stem_of

# Names and words of the trade that are not said as they are written. Usage varies; what is written most.
_KNOWN = {
    "apple": "эпл",
    "chrome": "хром",
    "cookie": "куки",
    "ebay": "ибэй",
    "facebook": "фейсбүк",
    "fi": "фай",
    "google": "гугл",
    "huawei": "хуавэй",
    "ios": "айос",
    "iphone": "айфон",
    "office": "офис",
    "online": "онлайн",
    "offline": "офлайн",
    "pin": "пин",
    "pinterest": "пинтерест",
    "seo": "сео",
    "sim": "сим",
    "skype": "скайп",
    "spotify": "спотифай",
    "vip": "вип",
    "wifi": "вайфай",
    "youtube": "ютуб",
}

# Latin abbreviations are read with the English or Russian names of their letters: URL-ді, PDF-ке, SMS-ке.
_LETTER_NAMES = {
    "a": "эй", "b": "би", "c": "си", "d": "ди", "e": "и", "f": "эф", "g": "джи", "h": "эйч", "i": "ай",
    "j": "джей", "k": "кей", "l": "эл", "m": "эм", "n": "эн", "o": "оу", "p": "пи", "q": "кью", "r": "ар",
    "s": "эс", "t": "ти", "u": "ю", "v": "ви", "w": "дабл-ю", "x": "экс", "y": "уай", "z": "зет",
}  # fmt: skip

_BACK_VOWELS = frozenset("aouı")
_VOWELS = "aeiouyäöüıæø"
_VOWEL_GROUP = re.compile(rf"[{_VOWELS}]+")
# Groups whose sound is not that of their last letter.
_GROUPS = {
    "ea": Harmony.FRONT,
    "ey": Harmony.FRONT,
    "ay": Harmony.FRONT,
    "ai": Harmony.BACK,
    "oi": Harmony.BACK,
    "oy": Harmony.BACK,
    "uy": Harmony.BACK,
    "au": Harmony.BACK,
    "eu": Harmony.FRONT,
    "oe": Harmony.BACK,
    "ue": Harmony.BACK,
    "ee": Harmony.FRONT,
    "ie": Harmony.FRONT,
}
_FINAL_SPELLINGS = (
    ("[cs]h", "ш"), ("ge", "ж"), ("ce", "с"), ("ph", "ф"), ("th", "т"), ("ck|c|q", "к"), ("x", "с"),
    ("a", "а"), ("b", "б"), ("d", "д"), ("[eéè]", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("[iy]", "и"), ("j", "ж"),
    ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("[oø]", "о"), ("p", "п"), ("r", "р"), ("[sß]", "с"), ("t", "т"),
    ("[uw]", "у"), ("v", "в"), ("z", "з"), ("[äæ]", "ә"), ("ö", "ө"), ("ü", "ү"), ("ı", "ы"),
)  # fmt: skip
_KEPT_MARKS = frozenset("äöüıæø")


def is_latin(letter: str) -> bool:
    """Whether a letter is of the Latin script."""
    return bool(re.match(r"[a-zß-öø-ɏ]", letter.lower()))


def sound_of_latin(word: str) -> Sound:
    """How a Latin word probably ends when it is said in Kazakh. A guess, whatever the word."""
    letters = "".join(char for char in word if char.isalnum())
    known = _KNOWN.get(letters.lower())
    if known is None and _is_said_by_letter(re.split(r"[^A-Za-z]", word)[-1]):
        known = _LETTER_NAMES[letters[-1].lower()].rpartition("-")[2]
    if known is not None:
        return stem_of(known).sound
    written = "".join(map(_without_accent, normalize("NFC", word).lower()))
    harmony = _harmony(written)
    return Sound(_final(written), close=harmony, open=harmony)


def _is_said_by_letter(word: str) -> bool:
    """URL, HTML and GDPR are rows of letters, NASA and JSON are words."""
    if not word.isupper():
        return False
    vowels = sum(letter in "AEIOUY" for letter in word)
    return len(word) < 4 or vowels == 0 or re.search(r"[^AEIOUY]{3}", word) is not None


def _without_accent(letter: str) -> str:
    return letter if letter in _KEPT_MARKS else normalize("NFD", letter)[0]


def _harmony(word: str) -> Harmony:
    groups = _VOWEL_GROUP.findall(_without_silent_e(word))
    if not groups:
        return Harmony.BACK
    last = groups[-1]
    if last in _GROUPS:
        return _GROUPS[last]
    return Harmony.BACK if last[-1] in _BACK_VOWELS else Harmony.FRONT


def _final(word: str) -> Final:
    spoken = word if word.endswith(("ge", "ce")) else _without_silent_e(word)
    for spelling, letter in _FINAL_SPELLINGS:
        if re.search(f"(?:{spelling})$", spoken):
            return final_of(letter)
    return Final.VOWEL


def _without_silent_e(word: str) -> str:
    """A final e is silent after a consonant where another vowel stands before: Chrome, Google, Vogue."""
    return re.sub(rf"(?<=[{_VOWELS}])(?:([gq])u|([^{_VOWELS}]{{1,2}}))e$", r"\1\2", word)
