"""Two texts of a policy, unit by unit: what was added, removed, reworded or moved. Units are matched by id alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kelisim.versions.printed import PrintedUnit

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"


@dataclass(frozen=True)
class Change:
    """What became of one unit. `moved` says that its place changed, whether or not its words did."""

    before: PrintedUnit | None
    after: PrintedUnit | None
    reworded: bool = False
    moved: bool = False

    @property
    def id(self) -> str:
        return self.unit.id

    @property
    def unit(self) -> PrintedUnit:
        """The unit as it is now, or as it was before it was removed."""
        unit = self.after or self.before
        assert unit
        return unit

    @property
    def kind(self) -> str:
        """One word for what happened; of a unit that was moved and reworded, the latter."""
        if not self.before or not self.after:
            return ADDED if self.after else REMOVED
        return CHANGED if self.reworded else MOVED


def compare(
    before: Sequence[PrintedUnit], after: Sequence[PrintedUnit], reworded: Collection[str]
) -> tuple[Change, ...]:
    """Everything that differs, in the order of the new text; what was removed stands where it stood.

    `reworded` are ids of units in both whose words differ.
    """
    old, new = ({unit.id: unit for unit in units} for units in (before, after))
    moved = moved_ids(before, after)
    changes: list[Change] = []
    for unit_id, one, other in _aligned(before, after, old, new, moved):
        change = Change(one, other, unit_id in reworded, unit_id in moved)
        if not (one and other) or change.reworded or change.moved:
            changes.append(change)
    return tuple(changes)


def _aligned(
    before: Sequence[PrintedUnit],
    after: Sequence[PrintedUnit],
    old: Mapping[str, PrintedUnit],
    new: Mapping[str, PrintedUnit],
    moved: Collection[str],
) -> list[tuple[str, PrintedUnit | None, PrintedUnit | None]]:
    """Every unit of both once: the new text's order, removed ones before the next unit that kept its place."""
    pending: dict[str, list[PrintedUnit]] = {}
    gone: list[PrintedUnit] = []
    for unit in before:
        if unit.id not in new:
            gone.append(unit)
        elif unit.id not in moved:
            pending[unit.id], gone = gone, []
    rows: list[tuple[str, PrintedUnit | None, PrintedUnit | None]] = []
    for unit in after:
        rows += [(one.id, one, None) for one in pending.get(unit.id, ())]
        rows.append((unit.id, old.get(unit.id), unit))
    return [*rows, *((one.id, one, None) for one in gone)]


def moved_ids(before: Sequence[PrintedUnit], after: Sequence[PrintedUnit]) -> frozenset[str]:
    """Ids of units that stand elsewhere: in another clause, or in another order than the most that kept theirs."""
    old = {unit.id: (position, unit.clause) for position, unit in enumerate(before)}
    common = [unit for unit in after if unit.id in old]
    elsewhere = {unit.id for unit in common if old[unit.id][1] != unit.clause}
    stayed = [unit.id for unit in common if unit.id not in elsewhere]
    kept = _longest_rise([old[unit_id][0] for unit_id in stayed])
    return frozenset(elsewhere | {unit_id for place, unit_id in enumerate(stayed) if place not in kept})


def _longest_rise(numbers: Sequence[int]) -> frozenset[int]:
    """Places of a longest rising subsequence; of several the one that ends lowest."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        last[length : length + 1] = [place]
    found = set()
    place = last[-1] if last else -1
    while place >= 0:
        found.add(place)
        place = previous[place]
    return frozenset(found)
