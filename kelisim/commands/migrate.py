"""`kelisim migrate`: brings keys of site files up to date that were renamed; comments and order stay."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from kelisim.commands import options
from kelisim.deprecations import migrated
from kelisim.files import decode, project_root, shown_path
from kelisim.problems import Problem, errors
from kelisim.source import TomlSource, parse_toml


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--site", metavar="FILE", type=Path, default=Path(options.DEFAULT_SITE), help="the site (default: site.toml)"
    )
    parser.add_argument("--sites", metavar="DIR", type=Path, help="every site file of a folder, and what they extend")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file would change")
    parser.add_argument("--format", choices=options.FORMATS, default="text", help="how problems are printed")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    files = sorted(args.sites.glob("*.toml")) if args.sites else [args.site]
    if not files or not files[0].is_file():
        return options.could_not_run(f"there is no site file at {args.sites or args.site}")
    texts: dict[Path, str] = {}
    problems: list[Problem] = []
    for file in files:
        problems += _migrate(file, texts)
    if errors(problems):
        options.report(problems, args.format, "no file was changed")
        return 1
    for file, text in texts.items():
        if not args.check:
            file.write_text(text, "utf-8", newline="")
        print(f"{'would change' if args.check else 'changed'} {shown_path(file, project_root(file))}")
    if not texts:
        print("no key is old")
    return 1 if texts and args.check else 0


def _migrate(file: Path, texts: dict[Path, str]) -> Iterator[Problem]:
    """Yield why a file cannot be read; else keep its new text where it has one."""
    shown = shown_path(file, project_root(file))
    text, problem = decode(file.read_bytes(), shown)
    if problem:
        yield problem
        return
    source = TomlSource(shown, text)
    faults = parse_toml(source)
    yield from faults
    if not faults and migrated(source) != text:
        texts[file] = migrated(source)
