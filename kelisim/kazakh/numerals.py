"""Numbers in digits: the word that is spoken last, since the ending follows that word (5-тен is said «бестен»)."""

import re

_UNITS = ("нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
_TENS = ("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан")
_THOUSANDS = ("мың", "миллион", "миллиард", "триллион", "квадриллион")

_FRACTION = re.compile(r"(?<![\d/])(\d{1,3})/(\d{1,4})$")
_DECIMAL = re.compile(r"\d,(\d+)$")
_GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+$")
_DIGITS = re.compile(r"\d+$")

# In capitals of either script, Latin or the Cyrillic letters that look alike. Larger ones are taken for abbreviations.
_ROMAN = re.compile(r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})$")
_ROMAN_LOOKALIKES = str.maketrans("ІХ", "IX")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


def last_word_of_number(text: str) -> str:
    """The last word of the number that ends the text: «1 000» → мың, «2026» → алты, «1,5» → бес, «3/4» → үш."""
    fraction = _FRACTION.search(text)
    if fraction and int(fraction[1]) < int(fraction[2]):
        # «төрттен үш»: the numerator is said last.
        return _last_word_of_digits(fraction[1])
    decimal = _DECIMAL.search(text)
    if decimal:
        return _last_word_of_digits(decimal[1])
    found = _GROUPED.search(text) or _DIGITS.search(text)
    if found is None:
        raise ValueError(f"“{text}” does not end in a number")
    return _last_word_of_digits(re.sub(r"\D", "", found[0]))


def last_word_of_ordinal(number: int) -> str:
    """The last word of an ordinal up to ninety-nine, as far as an ending hears it: 21 → бірінші."""
    word = _last_word_of_digits(str(number))
    back = word in ("алты", "тоғыз", "он", "жиырма", "отыз", "қырық", "алпыс", "тоқсан")
    return word + ("ыншы" if back else "інші")


def roman_value(word: str) -> int | None:
    """The number that a Roman numeral of two letters or more stands for, up to thirty-nine."""
    latin = word.translate(_ROMAN_LOOKALIKES)
    if not _ROMAN.match(latin):
        return None
    values = [_ROMAN_VALUES[letter] for letter in latin]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def _last_word_of_digits(digits: str) -> str:
    number = digits.lstrip("0")
    zeros = len(number) - len(number.rstrip("0"))
    if not number:
        return _UNITS[0]
    if zeros == 0:
        return _UNITS[int(number[-1])]
    if zeros == 1:
        return _TENS[int(number[-2])]
    if zeros == 2:
        return "жүз"
    return _THOUSANDS[min(zeros // 3, len(_THOUSANDS)) - 1]
