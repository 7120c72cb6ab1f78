"""What conditions imply: whether some can hold together, and whether one text can be printed without another."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from kelisim.policy.document import Block, Generated, Paragraph, Unit


def can_hold(conditions: Iterable[str]) -> bool:
    """Whether some site fulfils all of these."""
    return any(_all_hold(tuple(conditions), true) for true in _worlds(conditions))


def can_stand_alone(intro: Unit, following: Block | None, outer: tuple[str, ...]) -> str | None:
    """The conditions under which `intro` is printed and the block after it is not, in words; None without any.

    What a site's statistics leave of their list is checked with the site.
    """
    if following is None or isinstance(following, Paragraph):
        return ""
    if isinstance(following, Generated) and following.name != "recipients":
        return None
    generated = (("recipients",),) if isinstance(following, Generated) else ()
    choices = [*generated, *(unit.conditions for unit in following.units)]
    wanted = (*outer, *intro.conditions)
    names = {*wanted, *itertools.chain.from_iterable(choices)}
    for true in _worlds(names):
        if _all_hold(wanted, true) and not any(_all_hold(choice, true) for choice in choices):
            open_names = sorted({name.removeprefix("!") for name in names} - {one.removeprefix("!") for one in wanted})
            return ", ".join(name if name in true else f"!{name}" for name in open_names)
    return None


def _all_hold(conditions: Iterable[str], true: frozenset[str]) -> bool:
    return all((one[1:] not in true) if one.startswith("!") else one in true for one in conditions)


def _worlds(conditions: Iterable[str]) -> Iterator[frozenset[str]]:
    """Every combination that a site can bring about: it is either explicit or implied, the rest is free."""
    names = sorted({name.removeprefix("!") for name in conditions} - {"explicit", "implied"})
    for model in ("explicit", "implied"):
        for values in itertools.product((True, False), repeat=len(names)):
            yield frozenset({model, *(name for name, value in zip(names, values, strict=True) if value)})
