"""Patterns of names, in which ``*`` is any run of characters: `_ga_*`, `_ym_uid`."""

from __future__ import annotations

from collections.abc import Iterator


def overlap(one: str, other: str) -> bool:
    """Whether some name fits both patterns."""
    if "*" not in one and "*" not in other:
        return one == other
    reached = {(0, 0)}
    while reached:
        after: set[tuple[int, int]] = set()
        for left, right in reached:
            if left == len(one) and right == len(other):
                return True
            after.update(_steps(one, left, other, right))
        reached = after
    return False


def _steps(one: str, left: int, other: str, right: int) -> Iterator[tuple[int, int]]:
    """Where both patterns can stand after one more character of a name, or after a run that is empty."""
    first, second = one[left : left + 1], other[right : right + 1]
    if first == "*":
        yield left + 1, right
        if second and second != "*":
            yield left, right + 1
    if second == "*":
        yield left, right + 1
        if first and first != "*":
            yield left + 1, right
    if first and first == second and first != "*":
        yield left + 1, right + 1
