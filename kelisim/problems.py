"""Faults of the user's sources as values: what was found where, what was expected, and the way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

ERROR = "error"
WARNING = "warning"
#: Characters of a source line that are shown; of a longer one those around the place.
WIDEST_EXCERPT = 120


@dataclass(frozen=True, order=True)
class Place:
    """A stretch of a source: line and column count from 1, length in characters of that line.

    ``text`` is the source line itself, empty where there is none to show (a missing file, a whole directory).
    """

    path: str
    line: int = 0
    column: int = 0
    length: int = field(default=1, compare=False)
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        if not self.line:
            return self.path
        if not self.column:
            return f"{self.path}:{self.line}"
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One fault. Problems sort by place, then code, so that a report reads like the files do."""

    place: Place
    code: str
    found: str
    expected: str = field(default="", compare=False)
    fix: str = field(default="", compare=False)
    severity: str = field(default=ERROR, compare=False)

    def __str__(self) -> str:
        return "\n".join([self.headline(), *self._excerpt(), *self._advice()])

    def headline(self) -> str:
        """The one line that editors and log readers parse: ``path:line:column: error[K203]: …``."""
        return f"{self.place}: {self.severity}[{self.code}]: {self.found}"

    def as_dict(self) -> dict[str, Any]:
        """The shape of one entry of ``--format json``."""
        return {
            "code": self.code,
            "severity": self.severity,
            "path": self.place.path,
            "line": self.place.line,
            "column": self.place.column,
            "found": self.found,
            "expected": self.expected,
            "fix": self.fix,
        }

    def _excerpt(self) -> list[str]:
        if not self.place.text:
            return []
        number = str(self.place.line)
        gutter = " " * len(number)
        # Tabs would move the caret away from what it points at.
        text, column = _window(self.place.text.replace("\t", " ").rstrip("\r\n"), self.place.column)
        lines = [f"  {number} | {text}"]
        if column:
            caret = "^" * max(1, min(self.place.length, len(text) - column + 1))
            lines.append(f"  {gutter} | {' ' * (column - 1)}{caret}")
        return lines

    def _advice(self) -> list[str]:
        lines = []
        if self.expected:
            lines.append(f"    = expected {self.expected}")
        if self.fix:
            lines.append(f"    = {self.fix}")
        return lines


def warning(place: Place, code: str, found: str, expected: str = "", fix: str = "") -> Problem:
    """A problem that does not fail a build, unless ``--strict`` says so."""
    return Problem(place, code, found, expected, fix, WARNING)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Only what fails a build."""
    return [problem for problem in problems if problem.severity == ERROR]


def strict(problems: Iterable[Problem]) -> list[Problem]:
    """The same problems with every warning raised to an error (``--strict``, ``release``)."""
    return [replace(problem, severity=ERROR) for problem in problems]


def ordered(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, in the order of its place."""
    return sorted(set(problems))


def closing_line(problems: Iterable[Problem], unchanged: str = "") -> str:
    """The last line of a report: ``2 errors in 2 files; dist/ was left as it was``."""
    listed = list(problems)
    counts = [
        _counted(sum(problem.severity == severity for problem in listed), severity) for severity in (ERROR, WARNING)
    ]
    files = len({problem.place.path for problem in listed})
    summary = f"{' and '.join(count for count in counts if count)} in {_counted(files, 'file')}"
    return f"{summary}; {unchanged}" if unchanged else summary


def did_you_mean(near: str | None, otherwise: str = "") -> str:
    """The advice for a near miss, or ``otherwise`` where nothing is near."""
    return f'did you mean "{near}"?' if near else otherwise


def _window(text: str, column: int) -> tuple[str, int]:
    """What is shown of a line, and the column in that: clauses and messages are often a thousand letters long."""
    if len(text) <= WIDEST_EXCERPT:
        return text, column
    start = max(0, min(column - 1 - WIDEST_EXCERPT // 3, len(text) - WIDEST_EXCERPT))
    end = start + WIDEST_EXCERPT
    shown = f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
    return shown, column and column - start + bool(start)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
