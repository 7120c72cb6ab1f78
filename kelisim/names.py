"""Names in sentences: the form of a name that a text asks for, in the language of the text."""

from __future__ import annotations

from dataclasses import dataclass

from kelisim.config import CASES, Name

#: Language tags whose texts may ask for the cases that `kelisim.kazakh` makes by rule.
KAZAKH = "kk"


@dataclass(frozen=True)
class Form:
    """A form of a name; `guess` is the reason where a rule could only guess, empty where it is sure."""

    text: str
    guess: str = ""


def form_of(name: Name | str, case: str, language: str) -> Form:
    """The form of `name` in `case` (empty: as it is written).

    What the owner wrote out wins; Kazakh forms are made by rule. Raises LookupError where a language has no rule
    and the owner wrote no form, ValueError where the name cannot take an ending.
    """
    known = name if isinstance(name, Name) else Name(name)
    if case in ("", "nom"):
        return Form(known.forms.get("nom", known.text))
    if case in known.forms:
        return Form(known.forms[case])
    if language != KAZAKH or case not in CASES:
        raise LookupError(f'"{known.text}" has no form {case} in {language}')
    from kelisim.kazakh import inflection

    made = inflection(known.text, case, possessive=known.possessive, reading=known.reading or None)
    return Form(made.text, "" if made.sure else made.reason)
