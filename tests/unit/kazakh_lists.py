"""Reads the word lists of tests/data/kazakh: what is expected of which word, form by form."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kelisim.kazakh import inflect, pluralize, possess

DATA = Path(__file__).resolve().parents[1] / "data" / "kazakh"
FORMS = ("gen", "dat", "acc", "loc", "abl", "ins", "priv", "attr", "plural")
# In these lists a hyphen stands before the ending.
HYPHENATED = {"numerals", "abbreviations"}


@dataclass(frozen=True)
class Expectation:
    """One form of one word, as it should be."""

    word: str
    form: str
    text: str
    possessed: bool = False

    def given(self) -> str:
        """The form as Kelisim makes it."""
        if self.form == "plural":
            return pluralize(self.word)
        if self.form == "possessive":
            return possess(self.word)
        return inflect(self.word, self.form, possessive=self.possessed)


def read_list(path: Path) -> Iterator[Expectation]:
    """Everything that one list expects, in its order."""
    joint = "-" if path.stem in HYPHENATED else ""
    for line in path.read_text(encoding="utf-8").splitlines():
        head, _, rest = line.partition(": ")
        if not rest or line.startswith("#"):
            continue
        if path.stem == "third_person":
            yield Expectation(head, "possessive", rest)
        elif path.stem == "special":
            yield from _expect(head, rest.split())
        else:
            for word in rest.split("; "):
                texts = [f"{word}{joint}{ending}" for ending in _patterns()[head]]
                yield from _expect(word, texts, possessed=path.stem == "possessed")


def _expect(word: str, texts: list[str], possessed: bool = False) -> Iterator[Expectation]:
    """The forms in the order of `FORMS`; a possessive has no plural after it."""
    return (Expectation(word, form, text, possessed) for form, text in zip(FORMS, texts, strict=False))


@cache
def _patterns() -> dict[str, list[str]]:
    lines = (DATA / "patterns.txt").read_text(encoding="utf-8").splitlines()
    return {code: endings.split() for code, _, endings in (line.partition(": ") for line in lines) if endings}
