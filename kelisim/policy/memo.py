"""A memory for what many sites share: it changes how fast something is made, never what is made."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")


class Memo:
    """Keeps the values used last, up to a limit, so that ten thousand sites fit into a process."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The value that was made for `key`, or is made now."""
        if key in self._values:
            value: Made = self._values.pop(key)
        else:
            value = make()
            if len(self._values) >= self._limit:
                del self._values[next(iter(self._values))]
        self._values[key] = value
        return value
