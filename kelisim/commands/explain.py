"""`kelisim explain CODE`: what a problem means and how to mend it."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterable, Iterator

from kelisim.codes import Code, all_codes
from kelisim.commands import options

WIDTH = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", nargs="?", help="a code such as K203")
    parser.add_argument("--all", action="store_true", help="every code, as the Markdown of docs/problems.md")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    codes = all_codes()
    if args.all:
        print("\n".join(_table(codes.values())))
        return 0
    if not args.code:
        return options.could_not_run("name a code, such as kelisim explain K203; --all explains every one")
    code = codes.get(args.code.upper())
    if code is None:
        return options.could_not_run(f'there is no problem "{args.code}"; codes run from {min(codes)} to {max(codes)}')
    heading = f"{code.code}: {code.title}{f' ({code.rule})' if code.rule else ''}"
    print("\n\n".join([heading, *(textwrap.fill(text, WIDTH) for text in (code.meaning, code.mending))]))
    return 0


def _table(codes: Iterable[Code]) -> Iterator[str]:
    yield "# Problems\n"
    yield "<!-- Written by: kelisim explain --all > docs/problems.md -->\n"
    yield "Every problem that a command can report, by its code. `kelisim explain CODE` says the same in the terminal."
    yield "Which are errors and which warnings depends on where they are met; `--strict` makes a warning an error.\n"
    yield "| code | what it is | what it means | how to mend it |"
    yield "| --- | --- | --- | --- |"
    for code in codes:
        cells = (f"{code.title}{f' ({code.rule})' if code.rule else ''}", code.meaning, code.mending)
        told = (" ".join(text.split()).replace("|", "\\|").replace("<", "&lt;") for text in cells)
        yield f"| {code.code} | {' | '.join(told)} |"
