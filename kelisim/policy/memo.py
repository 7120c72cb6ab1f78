"""A memory for what many sites share: it changes how fast something is made, never what is made."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")


class Memo:
    """Keeps the values used last, up to a limit, so that ten thousand sites fit into a process."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The value that was made for `key`, or is made now."""
        values = self._values
        try:
            values.move_to_end(key)
        except KeyError:
            pass
        else:
            value: Made = values[key]
            return value
        value = make()
        if len(values) >= self._limit:
            values.popitem(last=False)
        values[key] = value
        return value


class Same:
    """A long key that is asked for again and again: it is hashed once, and compared only with what is not itself."""

    __slots__ = ("_hash", "_value")

    def __init__(self, value: Hashable) -> None:
        self._value, self._hash = value, hash(value)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Same) and self._value == other._value)
