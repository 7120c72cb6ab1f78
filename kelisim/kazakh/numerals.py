"""Numbers in digits: the word that is spoken last, since the ending follows that word (5-тен is said «бестен»)."""

import re

_UNITS = ("нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
_TENS = ("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан")
# The word of the lowest group of three digits that is not all zeros.
_GROUPS = ("жүз", "мың", "миллион", "миллиард", "триллион")

_DECIMAL = re.compile(r"\d+,(\d+)$")
_FRACTION = re.compile(r"(?<![\d/])(\d+)/\d+$")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+$")
_DIGITS = re.compile(r"\d+$")


def last_spoken_word(text: str) -> str:
    """The last word of the number that ends the text: «1 000» → мың, «2026» → алты, «1,5» → бес, «3/4» → үш."""
    fraction = _FRACTION.search(text)
    if fraction:
        # «төрттен үш»: the numerator is said last.
        return _last_word_of_integer(fraction[1])
    decimal = _DECIMAL.search(text)
    if decimal:
        return _last_word_of_integer(decimal[1])
    grouped = _GROUPED.search(text)
    if grouped:
        return _last_word_of_integer(re.sub(r"\D", "", grouped[0]))
    digits = _DIGITS.search(text)
    if digits is None:
        raise ValueError(f"«{text}» does not end in a number")
    return _last_word_of_integer(digits[0])


def _last_word_of_integer(digits: str) -> str:
    number = digits.lstrip("0")
    if not number:
        return _UNITS[0]
    zeros = len(number) - len(number.rstrip("0"))
    last = int(number.rstrip("0")[-1])
    if zeros == 0:
        return _UNITS[last]
    if zeros == 1:
        return _TENS[last]
    return _GROUPS[min(zeros // 3, len(_GROUPS) - 1)] if zeros > 2 else _GROUPS[0]
