"""`kelisim check`: every check of a build, nothing written."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from kelisim.cache import FOLDER, Cache
from kelisim.commands import options
from kelisim.files import read_project
from kelisim.pipeline import build_site
from kelisim.problems import Problem, errors, ordered, strict
from kelisim.unread import unread_texts
from kelisim.versions.standing import check_day


def add_arguments(parser: argparse.ArgumentParser) -> None:
    options.add_source_options(parser)
    parser.add_argument(
        "--select", metavar="CODE", action="append", default=[], help="only these codes (K2: all of K2xx)"
    )
    parser.add_argument("--ignore", metavar="CODE", action="append", default=[], help="not these codes")
    parser.add_argument(
        "--sites",
        metavar="DIR|FILE",
        type=Path,
        help="many sites: a folder of site files, or a file with a site a line",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.sites:
        from kelisim.commands import build_sites

        return build_sites.run(args, written=False)
    try:
        project = read_project(args.site)
    except FileNotFoundError:
        return options.could_not_run(f"there is no {args.site}; name one with --site, or make one with kelisim init")
    result = build_site(project, options.today(args), cache=Cache(project.root / FOLDER), as_errors=args.strict)
    passed = list(check_day(result.archive, result.today, options.today(args) or calendar_day()))
    unread = unread_texts(project, args.site, options.today(args)) if args.strict else []
    found = ordered([*result.problems, *(strict(passed) if args.strict else passed), *unread])
    problems = [problem for problem in found if _wanted(problem, args)]
    options.report(problems, args.format)
    if not problems and args.format == "text":
        print("no problems found")
    return 1 if errors(problems) else 0


def calendar_day() -> datetime.date:
    """The day it really is. Nothing else asks for it: a build alone would never notice that a day has come."""
    return datetime.date.today()


def _wanted(problem: Problem, args: argparse.Namespace) -> bool:
    selected = not args.select or problem.code.startswith(tuple(args.select))
    return selected and not (args.ignore and problem.code.startswith(tuple(args.ignore)))
