"""Lengths: over the limit that the layout sets (K206), or unlike that of the source (K217)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kelisim.lint.faults import Fault
from kelisim.lint.graphemes import grapheme_count
from kelisim.lint.style import Style
from kelisim.message import parse_message

#: Shorter sources vary too much to compare.
SHORTEST_COMPARED = 40


def limit_faults(text: str, tags: frozenset[str], limit: int, samples: Mapping[str, str]) -> Iterator[Fault]:
    """Yield the fault of a text that is longer than its place, sample values put in, tags not counted."""
    if not limit:
        return
    message = parse_message(text, tags)
    if message.faults:
        return
    shown = message.render(lambda hole: samples.get(hole.name, str(hole)))
    length = grapheme_count(shown)
    if length > limit:
        with_values = ", sample values put in" if message.holes else ""
        found = f"the text has {length} characters{with_values}"
        yield Fault(0, len(text), "K206", found, f"at most {limit}", "say it shorter", grave=True)


def ratio_faults(text: str, source: str, style: Style) -> Iterator[Fault]:
    """Yield the fault of a translation that is much shorter or longer than what it translates."""
    if len(source) < SHORTEST_COMPARED or not text:
        return
    percent = round(100 * grapheme_count(text) / grapheme_count(source))
    if not style.shortest <= percent <= style.longest:
        yield Fault(
            0,
            len(text),
            "K217",
            f"the text is {percent} % as long as its source",
            f"between {style.shortest} and {style.longest} %",
            "see whether something was left out or added",
        )
