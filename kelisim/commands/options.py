"""Options that several commands share, and how they report."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from kelisim.problems import ERROR, Problem, closing_line

FORMATS = ("text", "concise", "json", "github")
DEFAULT_SITE = "site.toml"
DEFAULT_OUT = "dist"


class CouldNotRun(Exception):
    """What was asked for cannot be done, for a reason outside the sources; the text says why and what to do."""


def add_source_options(parser: argparse.ArgumentParser) -> None:
    """What is built, and how problems are printed."""
    parser.add_argument(
        "--site", metavar="FILE", type=Path, default=Path(DEFAULT_SITE), help="the site (default: site.toml)"
    )
    parser.add_argument("--strict", action="store_true", help="warnings fail, too")
    parser.add_argument("--today", metavar="DATE", type=day, help="the only date that enters a build (YYYY-MM-DD)")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how problems are printed")


def day(text: str) -> datetime.date:
    """A date of the command line."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a date such as 2026-11-22') from None


def today(args: argparse.Namespace) -> datetime.date | None:
    """The date of a build: the option, else SOURCE_DATE_EPOCH, else nothing (the newest date in the sources)."""
    if args.today:
        return datetime.date.fromisoformat(str(args.today))
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return None
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise CouldNotRun(
            f'SOURCE_DATE_EPOCH is "{epoch}", not a number of seconds; unset it, or say --today'
        ) from None


def report(problems: Iterable[Problem], form: str, unchanged: str = "") -> None:
    """Print problems: JSON is a result and goes to stdout, everything else to stderr."""
    listed = list(problems)
    if form == "json":
        document = {"problems": [problem.as_dict() for problem in listed]}
        print(json.dumps(document, ensure_ascii=False, indent=2))
        return
    print_problems(listed, form)
    if listed and form != "github":
        print(closing_line(listed, unchanged), file=sys.stderr)


def print_problems(problems: Iterable[Problem], form: str) -> None:
    """Print problems one by one, without a closing line."""
    for problem in problems:
        print(_printed(problem, form), file=sys.stderr)


def _printed(problem: Problem, form: str) -> str:
    if form == "concise":
        return problem.headline()
    if form == "github":
        return _annotation(problem)
    return str(problem)


def _annotation(problem: Problem) -> str:
    """A line that GitHub Actions turns into a note at the line of the pull request."""
    kind = "error" if problem.severity == ERROR else "warning"
    place = f"file={_property(problem.place.path)},line={problem.place.line or 1},col={problem.place.column or 1}"
    advice = "; ".join(text for text in (problem.expected and f"expected {problem.expected}", problem.fix) if text)
    message = f"{problem.found}; {advice}" if advice else problem.found
    return f"::{kind} {place},title={problem.code}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def could_not_run(message: str) -> int:
    """Say why nothing could be done, and give the exit status for it."""
    print(f"kelisim: {message}", file=sys.stderr)
    return 2
