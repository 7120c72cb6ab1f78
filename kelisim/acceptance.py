"""Warnings that an owner lives with: `[accepted]` of a site, each with a reason, a name and a day on which it ends."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kelisim.config import SiteConfig
from kelisim.law import NOT_ACCEPTABLE
from kelisim.problems import ERROR, WARNING, Place, Problem, warning
from kelisim.source import TomlSource

_FORM = 'three parts such as "vendor has not answered; legal; until 2027-03-01"'
_UNTIL = re.compile(r"until (\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True)
class Acceptance:
    """One entry of `[accepted]`: why somebody lives with a warning, who that is, and the last day on which it holds."""

    code: str
    reason: str
    who: str
    until: datetime.date
    place: Place


@dataclass(frozen=True)
class AcceptedWarning:
    """A warning that does not fail a release, with the acceptance it stands in the report with."""

    problem: Problem
    acceptance: Acceptance


def apply_acceptances(
    problems: Iterable[Problem], config: SiteConfig, today: datetime.date, *, complete: bool = True
) -> tuple[list[Problem], list[AcceptedWarning]]:
    """Part the warnings that the owner accepted from all other problems; add what is wrong with `[accepted]` itself.

    `today` ends an acceptance. Where `problems` are not all that a build finds, `complete` is False: then nothing
    is said of an acceptance without a warning to accept.
    """
    listed = list(problems)
    if not config.accepted:
        return listed, []
    acceptances, faults = parse_acceptances(config, {*_explained_codes(), *(problem.code for problem in listed)})
    holding = {code: acceptance for code, acceptance in acceptances.items() if acceptance.until >= today}
    accepted = [
        AcceptedWarning(problem, holding[problem.code])
        for problem in listed
        if problem.severity == WARNING and problem.code in holding
    ]
    remaining = [problem for problem in listed if problem.severity != WARNING or problem.code not in holding]
    faults += _check_terms(acceptances, today)
    if complete:
        faults += _check_use(holding, listed)
    return [*remaining, *faults], accepted


def parse_acceptances(config: SiteConfig, known: Collection[str]) -> tuple[dict[str, Acceptance], list[Problem]]:
    """The sound entries of `[accepted]` by code, and what is wrong with the others."""
    acceptances: dict[str, Acceptance] = {}
    problems: list[Problem] = []
    for code, text in config.accepted.items():
        fault = _unacceptable(code, config.source, known)
        acceptance = None if fault else _parse(code, text, config.source.span_of("accepted", code))
        if acceptance:
            acceptances[code] = acceptance
        else:
            problems.append(fault or _malformed(code, text, config.source))
    return acceptances, problems


def _parse(code: str, text: str, place: Place) -> Acceptance | None:
    # A reason may have semicolons of its own; who and until when stand last.
    parts = [part.strip() for part in text.rsplit(";", 2)]
    until = _UNTIL.fullmatch(parts[-1])
    if len(parts) != 3 or not all(parts) or not until:
        return None
    try:
        return Acceptance(code, parts[0], parts[1], datetime.date.fromisoformat(until[1]), place)
    except ValueError:
        return None


def _malformed(code: str, text: str, source: TomlSource) -> Problem:
    date = _UNTIL.search(text)
    fix = f"{date[1]} is no day of the calendar" if date and not _is_day(date[1]) else "say why, who, and until when"
    return Problem(source.span_of("accepted", code), "K470", f'{code} is accepted with "{text}"', _FORM, fix)


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _unacceptable(code: str, source: TomlSource, known: Collection[str]) -> Problem | None:
    """The problem of an entry whose code names no warning, or one that the law does not let an owner accept."""
    place = source.key_span("accepted", code)
    if code not in known:
        return Problem(
            place,
            "K472",
            f'there is no problem "{code}"',
            "the code of a warning, as a build prints it",
            "remove the line",
        )
    if code in NOT_ACCEPTABLE:
        return Problem(
            place,
            "K473",
            f"{code} cannot be accepted: the law asks it of the operator by name",
            fix="remove the line and give the fact; kelisim explain tells which",
        )
    return None


def _check_terms(acceptances: Mapping[str, Acceptance], today: datetime.date) -> Iterator[Problem]:
    for code, acceptance in acceptances.items():
        if acceptance.until < today:
            yield warning(
                acceptance.place,
                "K471",
                f"{code} was accepted until {acceptance.until}",
                f"a day that is not past ({today})",
                "mend what it warns of, remove the line, or decide anew until when",
            )


def _check_use(holding: Mapping[str, Acceptance], problems: Iterable[Problem]) -> Iterator[Problem]:
    found = {
        problem.code: problem.severity for problem in sorted(problems, key=lambda problem: problem.severity == WARNING)
    }
    for code, acceptance in holding.items():
        if code not in found:
            yield warning(acceptance.place, "K474", f"nothing warns of {code} any more", fix="remove the line")
        elif found[code] == ERROR:
            yield warning(
                acceptance.place,
                "K474",
                f"{code} is an error here; only warnings can be accepted",
                fix="remove the line",
            )


def _explained_codes() -> Collection[str]:
    # Read only here: few sites accept anything, and a build has no other use for the explanations.
    from kelisim.codes import all_codes

    return all_codes()
