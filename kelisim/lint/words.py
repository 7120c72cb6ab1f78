"""Words that do not belong: of another language (K212), steering (K231), vague or unlike on buttons (K232, K237, K238),
and what is not said beside a choice or in a policy (K233, K234, K239)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from kelisim.lint.faults import Fault
from kelisim.lint.graphemes import grapheme_count
from kelisim.lint.letters import scripts_of
from kelisim.lint.masking import masked
from kelisim.lint.style import CYRILLIC, LATIN, Phrases, Style

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]\s")
#: Endings are looked at only in words of this length: short ones coincide.
_SHORTEST_WITH_ENDING = 6
#: Latin words that Kazakh and Russian write in the same letters.
_SAME_EVERYWHERE = frozenset({"cookie"})
#: How much longer than accept the label of reject may be.
MOST_TIMES = 2


def foreign_word_faults(text: str, style: Style) -> Iterator[Fault]:
    """Yield words of the language that this one is often translated from (K212)."""
    if not style.foreign_words and not style.foreign_endings:
        return
    for match in _WORD.finditer(masked(text)):
        word = match[0].lower()
        by_ending = len(word) >= _SHORTEST_WITH_ENDING and word.endswith(style.foreign_endings)
        if word in style.foreign_words or by_ending:
            found = f'"{match[0]}" looks like a word of another language'
            yield Fault(match.start(), len(match[0]), "K212", found, fix="translate it")


def untranslated_fault(text: str, source: str, style: Style, where: str) -> Iterator[Fault]:
    """Yield the fault of a text that is its source still (K212): in Cyrillic writing one Latin word is enough."""
    found = list(unchanged_fault(text, source, where))
    words = _WORD.findall(masked(text)) if text == source and style.script == CYRILLIC and not found else []
    if any(scripts_of(word) == {LATIN} and word.casefold() not in _SAME_EVERYWHERE for word in words):
        found = [_unchanged(text, where)]
    yield from found


def unchanged_fault(text: str, other: str, where: str) -> Iterator[Fault]:
    """Yield the fault of a text that equals one in another language, unless it is a name (K212).

    `where` says whose text it is. Names and technical words are Latin, so only a text with Cyrillic letters, or one
    of several words, tells that somebody forgot to translate it.
    """
    if text != other:
        return
    words = _WORD.findall(masked(text))
    cyrillic = [word for word in words if CYRILLIC in scripts_of(word)]
    if len(cyrillic) >= 2 or len(words) >= 3:
        yield _unchanged(text, where)


def _unchanged(text: str, where: str) -> Fault:
    return Fault(0, len(text), "K212", f"the text is the same as {where}", fix="translate it")


def steering_faults(text: str, style: Style) -> Iterator[Fault]:
    """Yield words that play on feelings beside a choice (DP-4)."""
    for match in _phrases(text, style.steering):
        yield Fault(
            match.start(),
            len(match[0]),
            "K231",
            f'"{match[0]}" plays on feelings',
            "what happens, and nothing else (DP-4)",
            "leave it out",
        )


def accept_faults(text: str, style: Style) -> Iterator[Fault]:
    """Yield the fault of an accept button that does not say what it does (DP-8)."""
    if _bare(text) in {word.casefold() for word in style.accept_labels}:
        yield Fault(
            0,
            len(text),
            "K232",
            f'the accept button says "{text.strip()}"',
            "a verb that says what is accepted (DP-8)",
            grave=True,
        )


def reject_faults(text: str, style: Style) -> Iterator[Fault]:
    """Yield the fault of a reject button that puts off, or closes, instead of refusing (DP-8)."""
    if _bare(text) in {word.casefold() for word in style.reject_labels}:
        yield Fault(
            0,
            len(text),
            "K237",
            f'the reject button says "{text.strip()}"',
            "a verb that says what is refused, or what alone stays on (DP-8)",
            "word it as the accept button is worded",
        )


def unlike_fault(reject: str, accept: str) -> Iterator[Fault]:
    """Yield the fault of a reject label that is unlike the accept label beside it (DP-5).

    Signs and capitals that only one of them has, or more than twice the length, make one of the two the lesser.
    """
    lengths = grapheme_count(reject.strip()), grapheme_count(accept.strip())
    unlike = ""
    if lengths[0] > MOST_TIMES * lengths[1]:
        unlike = f"has {lengths[0]} characters, and accept has {lengths[1]}"
    elif reject.isupper() != accept.isupper():
        unlike = (
            "is written in capitals, and accept is not" if reject.isupper() else "is not in capitals, and accept is"
        )
    elif _signs(reject) != _signs(accept):
        unlike = f'has other signs than "{accept.strip()}"'
    if unlike:
        yield Fault(
            0, len(reject), "K238", f'the reject label "{reject.strip()}" {unlike}', "two labels of one kind (DP-5)",
            "word one of them as the other",
        )  # fmt: skip


def legitimate_interest_faults(text: str, style: Style) -> Iterator[Fault]:
    """Yield phrases that keep something on in spite of a refusal (EDPB-6)."""
    for match in _phrases(text, style.legitimate_interest):
        yield Fault(
            match.start(),
            len(match[0]),
            "K239",
            f'"{match[0]}" would outlive a refusal',
            "consent alone, so that a refusal covers everything optional (EDPB-6)",
            "leave it out; what the site cannot work without is a necessary service",
        )


def consent_by_use_faults(text: str, style: Style) -> Iterator[Fault]:
    """Yield phrases that take going on for consent; beside explicit consent they are false (K233)."""
    for match in _phrases(text, style.consent_by_use):
        yield Fault(
            match.start(),
            len(match[0]),
            "K233",
            f'"{match[0]}" takes using the site for consent',
            "consent that is given in the banner (KZ-4)",
            "leave it out, or make the unit conditional: {#… if=implied}",
            grave=True,
        )


def liability_faults(text: str, style: Style) -> Iterator[Fault]:
    """Yield phrases that exclude liability which the law lays down (KZ-18)."""
    for match in _phrases(text, style.liability):
        yield Fault(
            match.start(),
            len(match[0]),
            "K234",
            f'"{match[0]}" excludes liability',
            "liability as the law lays it down (KZ-18)",
            "refer to the law, or say whose act is meant",
        )


def _bare(label: str) -> str:
    return label.strip().rstrip("!.").casefold()


def _signs(label: str) -> str:
    """Marks and pictures of a label: what is neither letter, digit nor space, nor joins and quotes words."""
    return "".join(sign for sign in label if not (sign.isalnum() or sign.isspace() or sign in "-–—,«»„“\"'’"))


def _phrases(text: str, told: Phrases) -> Iterator[re.Match[str]]:
    """Where a phrase stands, in sentences without a word that lets it be."""
    if not told.phrases:
        return
    prose = masked(text)
    for match in phrase_pattern(told.phrases).finditer(prose):
        sentence = _sentence(prose, match.start())
        if not (told.unless and phrase_pattern(told.unless).search(sentence)):
            yield match


def _sentence(text: str, offset: int) -> str:
    """The sentence around a place."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    start = max((end for end in ends if end <= offset), default=0)
    return text[start : min((end for end in ends if end > offset), default=len(text))]


@functools.lru_cache(maxsize=256)
def phrase_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the phrases from the start of a word, its last word with any ending; longest first."""
    ordered = sorted(phrases, key=len, reverse=True)
    bodies = (r"\s+".join(re.escape(word) for word in phrase.split()) for phrase in ordered)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(bodies)})[^\W\d_]*", re.IGNORECASE)
