"""`kelisim explain CODE`: what a problem means and how to mend it."""

from __future__ import annotations

import argparse
import textwrap

from kelisim.codes import all_codes
from kelisim.commands import options

WIDTH = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", help="a code such as K203")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    codes = all_codes()
    code = codes.get(args.code.upper())
    if code is None:
        return options.could_not_run(f'there is no problem "{args.code}"; codes run from {min(codes)} to {max(codes)}')
    heading = f"{code.code}: {code.title}{f' ({code.rule})' if code.rule else ''}"
    print("\n\n".join([heading, *(textwrap.fill(text, WIDTH) for text in (code.meaning, code.mending))]))
    return 0
