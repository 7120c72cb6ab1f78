"""Which lint looks at which text: every text, those of the banner, those of the policy, translations beside sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kelisim.lint import glossary as terms
from kelisim.lint import lengths, letters, punctuation, spacing, words
from kelisim.lint.faults import Fault
from kelisim.lint.glossary import Glossary
from kelisim.lint.style import Style

ACCEPT_LABEL = "action.accept"
#: The wordings of reject, as `banner.reject` names them.
REJECT_LABELS = {"all": "action.reject", "necessary": "action.reject-necessary"}
#: The condition under which using the site is consent.
IMPLIED = "implied"


@dataclass(frozen=True)
class Rules:
    """What texts are checked against: how each language is written, and its terms."""

    styles: Mapping[str, Style] = field(default_factory=dict)
    glossary: Glossary = field(default_factory=Glossary)

    def style(self, language: str) -> Style:
        """The style of a language; of one that nobody described only general rules hold."""
        return self.styles.get(language) or self.styles.get(language.partition("-")[0]) or Style(language)


def text_faults(text: str, language: str, rules: Rules, source: str = "") -> Iterator[Fault]:
    """Yield what is wrong with any text of a language: spaces, marks, letters, words of another language, terms."""
    style = rules.style(language)
    yield from spacing.spacing_faults(text, source)
    yield from punctuation.quote_faults(text, style)
    yield from punctuation.dash_faults(text, style)
    yield from punctuation.dots_faults(text)
    yield from letters.letter_faults(text, style)
    yield from words.foreign_word_faults(text, style)
    yield from terms.denied_faults(text, language, rules.glossary)


def translation_faults(text: str, source: str, language: str, source_language: str, rules: Rules) -> Iterator[Fault]:
    """Yield what only shows beside the source: last mark, terms, length."""
    yield from punctuation.final_faults(text, source)
    yield from terms.missing_term_faults(text, source, language, source_language, rules.glossary)
    yield from lengths.ratio_faults(text, source, rules.style(language))


def banner_faults(key: str, text: str, language: str, rules: Rules) -> Iterator[Fault]:
    """Yield what must not stand beside a choice."""
    style = rules.style(language)
    yield from words.steering_faults(text, style)
    if key == ACCEPT_LABEL:
        yield from words.accept_faults(text, style)
    if key in REJECT_LABELS.values():
        yield from words.reject_faults(text, style)
    yield from words.legitimate_interest_faults(text, style)
    if not key.startswith(f"{IMPLIED}."):
        yield from words.consent_by_use_faults(text, style)


def service_faults(text: str, language: str, rules: Rules) -> Iterator[Fault]:
    """Yield what must not stand in the purpose of a service, which the second layer shows beside its switch."""
    yield from words.legitimate_interest_faults(text, rules.style(language))


def policy_faults(text: str, conditions: tuple[str, ...], language: str, rules: Rules) -> Iterator[Fault]:
    """Yield what a policy must not say: consent by use where consent is asked for, liability excluded."""
    style = rules.style(language)
    if IMPLIED not in conditions:
        yield from words.consent_by_use_faults(text, style)
    yield from words.liability_faults(text, style)
