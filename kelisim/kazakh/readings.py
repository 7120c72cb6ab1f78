"""What is said where the spelling does not say it: names in Latin letters, Roman numerals, %, ° and the like."""

import re
from unicodedata import normalize

# Signs that may end a name, and the word each stands for.
SYMBOLS = {
    "%": "пайыз", "‰": "промилле", "°": "градус", "₸": "теңге", "₽": "рубль", "$": "доллар", "€": "еуро",
    "№": "нөмір", "+": "плюс", "²": "шаршы", "³": "текше",
}

# Names that are not said as they are written, and words of trade. The last syllable is what counts.
_KNOWN = {
    "android": "андройд", "apple": "эпл", "cookie": "куки", "facebook": "фейсбүк", "google": "гугл", "iphone": "айфон",
    "online": "онлайн", "pin": "пин", "seo": "сео", "sim": "сим", "skype": "скайп", "vip": "вип", "wi-fi": "вай-фай",
    "wifi": "вайфай", "fi": "фай", "youtube": "ютуб", "chrome": "хром", "email": "имэйл", "mail": "мэйл",
}

_LETTER_NAMES = {
    "a": "эй", "b": "би", "c": "си", "d": "ди", "e": "и", "f": "эф", "g": "джи", "h": "эйч", "i": "ай", "j": "джей",
    "k": "кей", "l": "эл", "m": "эм", "n": "эн", "o": "оу", "p": "пи", "q": "кью", "r": "ар", "s": "эс", "t": "ти",
    "u": "ю", "v": "ви", "w": "дабл-ю", "x": "экс", "y": "уай", "z": "зет",
}

# Longest first. The consonants of a Latin word as Kazakh says them, its vowels as their harmony.
_SPELLINGS = (
    ("tch", "ч"), ("sch", "ш"), ("ch", "ч"), ("ck", "к"), ("sh", "ш"), ("th", "т"), ("ph", "ф"), ("gh", "г"), ("qu", "кв"),
    ("zh", "ж"), ("ng", "нг"), ("ow", "оу"), ("aw", "о"), ("ew", "ю"), ("ay", "эй"), ("ey", "эй"), ("oy", "ой"), ("ai", "эй"),
    ("ei", "эй"), ("ee", "и"), ("ea", "и"), ("ie", "и"), ("oo", "у"), ("ou", "у"), ("au", "о"), ("ue", "у"),
    ("a", "а"), ("b", "б"), ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"), ("j", "ж"),
    ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"),
    ("u", "у"), ("v", "в"), ("w", "у"), ("x", "кс"), ("y", "и"), ("z", "з"),
    ("ä", "ә"), ("ö", "ө"), ("ü", "ү"), ("ß", "с"), ("ı", "ы"), ("ğ", "ғ"), ("ñ", "ң"), ("ş", "ш"), ("ç", "ч"), ("ø", "ө"), ("æ", "ә"),
)
_SPELLING = re.compile("|".join(latin for latin, _ in _SPELLINGS))
_CYRILLIC_OF = dict(_SPELLINGS)
_SILENT_E = re.compile(r"(?<=[aeiouyäöü])([^aeiouyäöü]{1,2})e$")
_ROMAN = re.compile(r"(?=[IVXІХ])X*Х*(IX|IV|V?I{0,3}|ІХ|ІV|V?І{0,3})$")


def reading_of_latin(word: str, *, said_by_letter: bool) -> str:
    """A Kazakh respelling of a word in Latin letters, good enough to choose an ending by."""
    small = normalize("NFC", word).lower()
    if small in _KNOWN:
        return _KNOWN[small]
    if said_by_letter:
        return _LETTER_NAMES.get(small[-1], "и")
    silent = _SILENT_E.sub(r"\1", small)
    return _SPELLING.sub(lambda match: _CYRILLIC_OF[match[0]], silent)


def is_said_by_letter(word: str) -> bool:
    """Whether a word in Latin letters is a row of letters: URL, HTML and GDPR are, NASA and JSON are words."""
    if not word.isupper():
        return False
    vowels = sum(letter in "AEIOUY" for letter in word)
    return len(word) < 4 or vowels == 0 or bool(re.search(r"[^AEIOUY]{3}", word))


def roman_value(word: str) -> int | None:
    """The number a Roman numeral below forty stands for, in Latin letters or the Cyrillic ones that look like them."""
    if len(word) < 2 or not _ROMAN.match(word):
        return None
    latin = word.replace("І", "I").replace("Х", "X")
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in latin]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
