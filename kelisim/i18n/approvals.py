"""The ledger of approvals: which wording of a text somebody approved, against which source.

`translations/<lang>/approvals.jsonl`, one line an id, sorted, so that two branches merge line by line. The ledger
beats the fuzzy flag: a platform that loses flags cannot pass off an outdated text as a current one.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from kelisim.i18n.po_writing import natural_key
from kelisim.i18n.templates import Text, placeholder_names
from kelisim.problems import Problem, did_you_mean
from kelisim.source import Source

MISSING, STALE, UNREVIEWED, APPROVED = "missing", "stale", "unreviewed", "approved"
HASH_LENGTH = 16
_KEYS = ("id", "src", "tr", "by", "on")


@dataclass(frozen=True)
class Approval:
    """A line of the ledger: hashes of the source and of the translation, by whom, on which day."""

    id: str
    src: str
    tr: str
    by: str
    on: datetime.date

    def line(self) -> str:
        told = {"id": self.id, "src": self.src, "tr": self.tr, "by": self.by, "on": self.on.isoformat()}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def source_hash(text: Text) -> str:
    """The hash of everything that a translation answers to: text, condition and placeholders."""
    names = ",".join(sorted(placeholder_names(text.original)))
    return _hash([*text.original.forms, f"if={','.join(sorted(text.conditions))}", f"holes={names}"])


def translation_hash(forms: Sequence[str]) -> str:
    """The hash of a translation."""
    return _hash(forms)


def collapsed(text: str) -> str:
    """A text without what no reader sees: one way of composing letters, one space for any white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _hash(texts: Iterable[str]) -> str:
    digest = hashlib.sha256("\x1f".join(collapsed(text) for text in texts).encode())
    return digest.hexdigest()[:HASH_LENGTH]


def state_of(text: Text, forms: Sequence[str], approval: Approval | None, *, outdated: bool = False) -> str:
    """What is known of a translation; `outdated` is what its catalog says of it."""
    if not forms or not all(forms):
        return MISSING
    if outdated or (approval and approval.src != source_hash(text)):
        return STALE
    if approval and approval.tr == translation_hash(forms):
        return APPROVED
    return UNREVIEWED


def parse_approvals(source: Source) -> tuple[dict[str, list[Approval]], list[Problem]]:
    """The lines of a ledger by id; a merge may have left more than one of an id."""
    approvals: dict[str, list[Approval]] = {}
    problems: list[Problem] = []
    for number, line in enumerate(source.lines, 1):
        if not line.strip():
            continue
        if re.match(r"(<{7}|={7}|>{7})", line):
            fix = "remove the marks, keep the lines of both sides, run kelisim i18n fmt"
            conflict = "a merge conflict was left in this file"
            problems.append(Problem(source.line_place(number, 1, 7), "K220", conflict, fix=fix))
            continue
        read = _parse_line(line)
        if isinstance(read, Approval):
            approvals.setdefault(read.id, []).append(read)
        else:
            problems.append(Problem(source.line_place(number), "K220", read, _EXPECTED, "approve the text again"))
    return approvals, problems


_EXPECTED = '{"id":"policy.about","src":"…","tr":"…","by":"a.bekova","on":"2026-11-22"}'


def _parse_line(line: str) -> Approval | str:
    try:
        told = json.loads(line)
    except ValueError:
        return "this line is not JSON"
    if not isinstance(told, dict) or not all(isinstance(told.get(key), str) for key in _KEYS):
        return "this line is no approval"
    unknown = next((key for key in told if key not in _KEYS), None)
    if unknown:
        near = next(iter(get_close_matches(unknown, _KEYS, n=1)), None)
        return f'unknown key "{unknown}"; {did_you_mean(near, "remove it")}'
    try:
        on = datetime.date.fromisoformat(told["on"])
    except ValueError:
        return f'"{told["on"]}" is not a date'
    return Approval(told["id"], told["src"], told["tr"], told["by"], on)


def fitting(candidates: Sequence[Approval], text: Text, forms: Sequence[str]) -> Approval:
    """Of several approvals of one id the one whose hashes match now, else the newest."""
    source, translation = source_hash(text), translation_hash(forms)
    return max(candidates, key=lambda one: ((one.src == source) + (one.tr == translation), one.on, one.line()))


def render_approvals(approvals: Mapping[str, Approval]) -> str:
    """The ledger as it is written: sorted by id, one line each."""
    return "".join(f"{approvals[key].line()}\n" for key in sorted(approvals, key=natural_key))
