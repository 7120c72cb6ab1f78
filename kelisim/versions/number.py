"""The number of a version of the policy: MAJOR asks everybody again, MINOR nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: What the consent cookie has room for.
_NUMBER = re.compile(r"([1-9]\d{0,2})\.(0|[1-9]\d{0,2})")


@dataclass(frozen=True, order=True)
class Version:
    """A version number; numbers sort as they follow each other."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"

    @property
    def next_major(self) -> Version:
        """The version after a change that everybody is asked about."""
        return Version(self.major + 1, 0)

    @property
    def next_minor(self) -> Version:
        """The version after any other change."""
        return Version(self.major, self.minor + 1)


FIRST = Version(1, 0)


def parse_version(text: str) -> Version | None:
    """The version that a text names, written in its one form."""
    match = _NUMBER.fullmatch(text)
    return Version(int(match[1]), int(match[2])) if match else None
