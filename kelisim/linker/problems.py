"""What is wrong with a module, where, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class LinkProblem:
    """A fault in a module's source; line and column count from one, columns in characters."""

    path: str
    line: int
    column: int
    message: str
    fix: str
