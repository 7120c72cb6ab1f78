"""Categories and purposes agree: no category without a purpose in the text (K236), none spoken of that the site does
not have (K235)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kelisim.lint.faults import Fault
from kelisim.lint.glossary import Glossary
from kelisim.lint.masking import masked
from kelisim.lint.words import phrase_pattern


@dataclass(frozen=True)
class Statement:
    """A text of the policy with the conditions under which it is printed."""

    id: str
    text: str
    conditions: tuple[str, ...] = ()

    def knows(self, category: str) -> bool:
        """Whether the text is printed, or left out, because of the category."""
        return any(condition.removeprefix("!") == category for condition in self.conditions)


def purposes_without_category(
    statements: Iterable[Statement], absent: Iterable[str], language: str, glossary: Glossary
) -> Iterator[tuple[Statement, Fault]]:
    """Yield texts that speak of a category which is not there, and do not know that it may be absent."""
    stems = glossary.category_stems(language)
    sought = [(category, phrase_pattern(stems[category])) for category in absent if stems.get(category)]
    for statement in statements:
        for category, pattern in sought:
            match = None if statement.knows(category) else pattern.search(masked(statement.text))
            if match:
                yield (
                    statement,
                    Fault(
                        match.start(),
                        len(match[0]),
                        "K235",
                        f'"{match[0]}" speaks of {category}, also on a site that has no such services',
                        f"a text that is printed where the site has them: {{#{statement.id} if={category}}}",
                        "add the condition, or leave the words out",
                    ),
                )


def categories_without_purpose(
    statements: Iterable[Statement], present: Iterable[str], language: str, glossary: Glossary
) -> Iterator[Fault]:
    """Yield categories that no text says anything about."""
    listed = list(statements)
    stems = glossary.category_stems(language)
    for category in present:
        if not stems.get(category):
            continue
        pattern = phrase_pattern(stems[category])
        told = (one for one in listed if f"!{category}" not in one.conditions)
        if not any(pattern.search(masked(one.text)) for one in told):
            yield Fault(
                0,
                0,
                "K236",
                f"no text of the policy says what {category} services are for",
                f"a unit with the condition {category} that says it",
                grave=True,
            )
