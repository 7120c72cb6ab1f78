"""Findings that somebody has a reason to live with: ``# kelisim-ignore: K214 the quotation has no full stop``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LINE = re.compile(r"kelisim-ignore\b:?\s*(?P<code>[Kk]\d{3})?\s*(?P<reason>.*)", re.DOTALL)
#: What keeps a text from being shown, or says how far the work is, cannot be talked away.
SUPPRESSIBLE = frozenset(
    f"K{number}" for number in (206, 211, 212, 213, 214, 215, 216, 217, 221, 222, 231, 232, 233, 234, 235)
)


@dataclass(frozen=True)
class Suppression:
    """A remark that one code is not meant here, and why."""

    code: str
    reason: str
    written: str

    @property
    def fault(self) -> str:
        """Why it does not count; empty where it does."""
        if not self.code:
            return "no code"
        if self.code not in SUPPRESSIBLE:
            return f"{self.code}, which cannot be ignored"
        return "" if self.reason else "no reason"


def suppressions(remarks: Iterable[str]) -> tuple[Suppression, ...]:
    """The suppressions among the comments or notes of a text."""
    found = (re.search(_LINE, remark) for remark in remarks)
    return tuple(
        Suppression((match["code"] or "").upper(), match["reason"].strip(" .–—-"), match[0].strip())
        for match in found
        if match
    )
