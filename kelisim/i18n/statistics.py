"""How far a language is: what is translated, outdated, not approved, and how many words are left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kelisim.i18n.approvals import APPROVED, MISSING, STALE, UNREVIEWED, Approval, state_of
from kelisim.i18n.checking import is_outdated
from kelisim.i18n.po import PoEntry
from kelisim.i18n.templates import Text

STATES = (MISSING, STALE, UNREVIEWED, APPROVED)


@dataclass(frozen=True)
class Tally:
    """The texts of a domain in a language, counted by state; `words` are those of sources still to be translated."""

    total: int
    translated: int
    stale: int
    unreviewed: int
    missing: int
    words: int

    @property
    def percent(self) -> int:
        """Current translations in percent, rounded down: 100 means all."""
        return 100 * self.translated // self.total if self.total else 100


def states(
    texts: Mapping[str, Text],
    entries: Mapping[str, PoEntry],
    approvals: Mapping[str, Approval],
    needs_approval: Collection[str],
) -> dict[str, str]:
    """The state of every text; one that needs nobody's approval is approved once it is translated."""
    found = {}
    for key, text in texts.items():
        entry = entries.get(key)
        state = state_of(text, entry.forms, approvals.get(key), outdated=is_outdated(entry, text)) if entry else MISSING
        found[key] = APPROVED if state == UNREVIEWED and key not in needs_approval else state
    return found


def tally(texts: Mapping[str, Text], found: Mapping[str, str]) -> Tally:
    """The counts of the states."""
    by_state = {state: [key for key, known in found.items() if known == state] for state in STATES}
    left = [*by_state[MISSING], *by_state[STALE]]
    return Tally(
        total=len(texts),
        translated=len(texts) - len(left),
        stale=len(by_state[STALE]),
        unreviewed=len(by_state[UNREVIEWED]),
        missing=len(by_state[MISSING]),
        words=sum(len(texts[key].original.text.split()) for key in left),
    )
