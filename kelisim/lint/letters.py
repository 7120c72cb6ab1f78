"""Letters that only look right: of another script inside a word (K211), of another language or old font (K216)."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from kelisim.lint.faults import Fault
from kelisim.lint.masking import masked
from kelisim.lint.style import CYRILLIC, LATIN, Style

MENDS = "kelisim i18n fix mends it"
#: Cyrillic letters by the Latin ones that look like them; both directions are made from it.
_TO_CYRILLIC = dict(
    zip(
        "AaBCcEeHhIiKMOoPpTXxYy",
        "АаВСсЕеНһІіКМОоРрТХхУу",
        strict=True,
    )
)
#: Pairs that look alike in some fonts only: enough to translate a typing slip, not to prove one.
_WEAK_TO_CYRILLIC = {"k": "к", "n": "п", "m": "т", "b": "в", "u": "и", "r": "г", "t": "т"}
_TO_LATIN = {cyrillic: latin for latin, cyrillic in _TO_CYRILLIC.items()}
_WORD = re.compile(r"[^\W\d_]+")
#: Letters of two scripts side by side, or a Latin letter by itself in a text with others.
_SUSPICIOUS = re.compile(
    r"[A-Za-z\u00c0-\u024f][\u0400-\u052f]|[\u0400-\u052f][A-Za-z\u00c0-\u024f]|(?<!\w)[a-z](?!\w)"
)
#: A letter with the marks that are put on it.
_COMPOSED = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
#: Letters that a preposition or an abbreviation of one letter is written with.
_LONE_LATIN = frozenset("AaCcEeKOoYyI")


def letter_faults(text: str, style: Style) -> Iterator[Fault]:
    """Yield letters that do not belong where they stand."""
    yield from _composition_faults(text)
    foreign = list(_foreign_faults(text, style))
    yield from foreign
    taken = {fault.offset for fault in foreign}
    if not _SUSPICIOUS.search(text):
        return
    for match in _WORD.finditer(masked(text)):
        word = match[0]
        # A word with letters of an old font is told of once.
        if not taken.isdisjoint(range(match.start(), match.end())):
            continue
        beside = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        if len(word) > 1 or not set(beside) & set("-–.'’&/"):
            yield from _mixed_faults(word, match.start(), style)


def scripts_of(word: str) -> frozenset[str]:
    """Which scripts the letters of a word are from."""
    return frozenset(script for script in map(_script, word) if script)


@functools.lru_cache(maxsize=1024)
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return LATIN if name.startswith("LATIN") else CYRILLIC if name.startswith("CYRILLIC") else ""


def fold_to_latin(text: str) -> str:
    """A text with Cyrillic letters that look Latin made Latin: what somebody meant who typed a placeholder."""
    return "".join(_TO_LATIN.get(letter, _FOLDED.get(letter, letter)) for letter in text)


_FOLDED = {cyrillic: latin for latin, cyrillic in _WEAK_TO_CYRILLIC.items()}


def _mixed_faults(word: str, start: int, style: Style) -> Iterator[Fault]:
    scripts = scripts_of(word)
    if scripts == {LATIN} and len(word) == 1 and style.script == CYRILLIC and word in _LONE_LATIN:
        # "c", "a", "o" as a word of its own. A Roman numeral or a vitamin is a capital; so only small ones are sure.
        if word.islower():
            yield _mixed(word, start, start, word, _TO_CYRILLIC[word])
        return
    if len(scripts) < 2 or not scripts <= {CYRILLIC, LATIN}:
        return
    mended = _one_script(word, style)
    odd = LATIN if _wanted_script(word, style) == CYRILLIC else CYRILLIC
    place = next(place for place, letter in enumerate(word) if _script(letter) == odd)
    yield _mixed(word, start, start + place, word[place], mended)


def _mixed(word: str, start: int, place: int, letter: str, mended: str | None) -> Fault:
    script = _script(letter)
    other = CYRILLIC if script == LATIN else LATIN
    twin = (_TO_CYRILLIC if script == LATIN else _TO_LATIN).get(letter, "")
    found = (
        f'"{word}" mixes Latin and Cyrillic letters' if len(word) > 1 else f'"{word}" is a {script} letter by itself'
    )
    expected = f"{other} {twin} (U+{ord(twin):04X}) for {script} {letter} (U+{ord(letter):04X})" if twin else ""
    if mended is None:
        fix = "write the word in one script; an ending after a Latin word stands behind a hyphen"
        return Fault(place, 1, "K211", found, expected, fix, None, grave=True)
    return Fault(start, len(word), "K211", found, expected, MENDS, mended, grave=True)


def _wanted_script(word: str, style: Style) -> str:
    """The script that a mixed word is meant in: that of letters without a twin, else of most letters."""
    sure = {_script(letter) for letter in word if letter not in _TO_CYRILLIC and letter not in _TO_LATIN} - {""}
    if len(sure) == 1:
        return sure.pop()
    latin = sum(_script(letter) == LATIN for letter in word)
    if 2 * latin == len(word):
        return style.script or CYRILLIC
    return LATIN if 2 * latin > len(word) else CYRILLIC


def _one_script(word: str, style: Style) -> str | None:
    """The word in one script, or None where some letter has no twin there."""
    wanted = _wanted_script(word, style)
    twins = _TO_CYRILLIC if wanted == CYRILLIC else _TO_LATIN
    letters = [twins.get(letter, letter) for letter in word]
    return "".join(letters) if scripts_of("".join(letters)) == {wanted} else None


def _foreign_faults(text: str, style: Style) -> Iterator[Fault]:
    if style.letters.keys().isdisjoint(text):
        return
    for place, letter in enumerate(text):
        if letter not in style.letters:
            continue
        right = style.letters[letter]
        yield Fault(
            place,
            1,
            "K216",
            f"{letter} (U+{ord(letter):04X}) is no letter of this language",
            f"{right} (U+{ord(right):04X})" if right else "",
            MENDS if right else "write the letter that is meant",
            right or None,
            grave=True,
        )


def _composition_faults(text: str) -> Iterator[Fault]:
    if unicodedata.is_normalized("NFC", text):
        return
    for match in _COMPOSED.finditer(text):
        composed = unicodedata.normalize("NFC", match[0])
        if composed != match[0]:
            written = " ".join(f"U+{ord(letter):04X}" for letter in match[0])
            yield Fault(
                match.start(),
                len(match[0]),
                "K216",
                f"{composed} is written as {written}",
                "one character for a letter (Unicode NFC)",
                MENDS,
                composed,
                grave=True,
            )
