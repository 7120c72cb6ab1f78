"""Short names for private properties, the same ones in every bundle of a site."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import count, product
from string import ascii_letters


def mangle(private: Mapping[str, int], taken: Collection[str]) -> dict[str, str]:
    """A short name for each private name, the shortest for the most frequent.

    All begin with an underscore: what begins so is either private itself, and renamed here, or among the `taken`.
    So no key of a site's data, nor any property of the browser, can ever be met by accident.
    """
    short_names = (name for name in _short_names() if name not in taken)
    by_frequency = sorted(private, key=lambda name: (-private[name], name))
    return dict(zip(by_frequency, short_names, strict=False))


def _short_names() -> Iterator[str]:
    for length in count(1):
        for letters in product(ascii_letters, repeat=length):
            yield "_" + "".join(letters)
