"""How the last word of a name is said: words, numbers, Roman numerals, abbreviations, Latin letters, signs."""

import re
from dataclasses import dataclass, replace

from kelisim.kazakh.abbreviations import READINGS, sound_of_abbreviation
from kelisim.kazakh.exceptions import LINKED
from kelisim.kazakh.latin import is_latin, sound_of_latin
from kelisim.kazakh.letters import LETTERS, VOWELS, plain
from kelisim.kazakh.names import Name
from kelisim.kazakh.numerals import last_word_of_number, last_word_of_ordinal, roman_value
from kelisim.kazakh.signs import UNITS, word_of_sign
from kelisim.kazakh.words import UNCHANGED, Change, Stem, stem_of, unchanged_stem_of

# Latin letters that look like Cyrillic ones, and slip into Cyrillic words.
_LOOKALIKES = str.maketrans("aeiopcxyhkmtbəө", "аеіорсхуһкмтвәө")
# Characters that join the parts of a domain, an e-mail address, a file or cookie name.
_INSIDE_ADDRESSES = (".", "@", "/", "_")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The word that is said last, the stem it gives, whether a hyphen joins the ending, and a doubt or ""."""

    word: str
    stem: Stem
    hyphen: bool
    doubt: str = ""


def spoken_form(name: Name, reading: str | None) -> Spoken:
    """How the name is said; a reading settles that, the spelling then only says whether a hyphen is due."""
    spoken = _spoken_last_word(name)
    if name.closers and not (spoken.hyphen and spoken.stem.change == UNCHANGED):
        # Behind closing marks the word itself can no longer change.
        spoken = replace(spoken, stem=unchanged_stem_of(spoken.word), hyphen=True)
    if ")" in name.closers:
        spoken = replace(spoken, doubt=spoken.doubt or f"“{name.text}” ends in a bracket; give its reading")
    if reading is None:
        return spoken
    word = _last_word_of_reading(reading)
    return replace(spoken, word=word, stem=unchanged_stem_of(word), doubt="")


def _last_word_of_reading(reading: str) -> str:
    words = re.split(r"[\s\-\u2010-\u2015]+", plain(reading).strip())
    if not words[-1] or not set(words[-1]) <= LETTERS:
        raise ValueError(f"the reading “{reading}” must be written as the name is said, in Kazakh letters")
    return words[-1]


def _spoken_last_word(name: Name) -> Spoken:
    last = plain(name.last)
    sign = word_of_sign(name.last)
    if sign is not None:
        return _hyphenated(sign)
    if last[-1].isdecimal():
        return _hyphenated(last_word_of_number(name.before + last))
    roman = roman_value(name.last)
    if roman is not None:
        return _hyphenated(last_word_of_ordinal(roman))
    unit = _unit(name, last)
    if unit is not None:
        return _hyphenated(unit)
    if any(map(is_latin, last)):
        return _spoken_with_latin_letters(name, last)
    if not VOWELS & set(last) or _ends_in_capitals(name.last):
        return _spoken_abbreviation(name.last, last)
    strange = set(last) - LETTERS
    doubt = f"“{name.last}” has letters that are not Kazakh; give its reading" if strange else ""
    return Spoken(last, stem_of(last), hyphen=False, doubt=doubt)


def _hyphenated(word: str) -> Spoken:
    return Spoken(word, unchanged_stem_of(word), hyphen=True)


def _unit(name: Name, last: str) -> str | None:
    """The unit that is meant: «кг» anywhere, but «га» and «МБ» only after a number, since they may be other things."""
    after_number = name.before.rstrip()[-1:].isdecimal()
    if after_number or not (name.last.isupper() or VOWELS & set(last)):
        return UNITS.get(last)
    return None


def _spoken_with_latin_letters(name: Name, last: str) -> Spoken:
    written = name.last
    folded = last.translate(_LOOKALIKES)
    if not all(map(is_latin, filter(str.isalpha, last))) and not any(map(is_latin, folded)):
        doubt = f"“{written}” mixes Cyrillic and Latin letters; write it in one script"
        return Spoken(folded, unchanged_stem_of(folded), _ends_in_capitals(written), doubt)
    doubt = f"“{written}” is in Latin letters, which do not say how it is read; give its reading"
    if name.before[-1:] in _INSIDE_ADDRESSES:
        doubt = f"“{name.text}” looks like an address; write a noun after it and give that the ending"
    return Spoken(last, Stem(UNCHANGED, sound_of_latin(written)), hyphen=is_latin(last[-1]), doubt=doubt)


def _ends_in_capitals(word: str) -> bool:
    """МҚҰ, ҚазҰУ; not Сайт."""
    return word.isupper() or word[-2:].isupper()


def _spoken_abbreviation(written: str, last: str) -> Spoken:
    if written.isupper() and last in READINGS:
        return _hyphenated(READINGS[last])
    if last in LINKED:
        # An ordinary word in capitals: СУБЪЕКТІ-нің.
        return Spoken(last, Stem(Change(0, "І"), stem_of(last).sound), hyphen=True)
    sound, sure = sound_of_abbreviation(last)
    doubt = "" if sure else f"“{written}” may be read in more than one way; give its reading"
    return Spoken(last, Stem(UNCHANGED, sound), hyphen=True, doubt=doubt)
