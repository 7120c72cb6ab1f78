"""`kelisim release`: a strict build with archives, checksums and a report; `release diff` compares two builds."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from kelisim.assets import Asset
from kelisim.cache import FOLDER, Cache
from kelisim.commands import options
from kelisim.files import OutputRefused, project_root, write_assets
from kelisim.interface import build
from kelisim.pipeline import Result
from kelisim.problems import Problem, ordered
from kelisim.release.archives import EARLIEST, Package
from kelisim.release.bom import BUILD_TOOLS
from kelisim.release.checks import check_policy, check_site
from kelisim.release.comparison import Comparison, compare_builds
from kelisim.release.comparison_tables import comparison_json, comparison_tables
from kelisim.release.packing import Circumstances, pack_release
from kelisim.release.reading import Build, NoBuild, build_of, read_builds
from kelisim.release.tables import render_markdown, render_text

RELEASE_FOLDER = "release"
#: What npm takes for a name, and for a version (semver without build metadata).
_PACKAGE_NAME = re.compile(r"(@[a-z0-9-][a-z0-9._-]*/)?[a-z0-9-][a-z0-9._-]*")
_PACKAGE_VERSION = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--site", metavar="FILE", type=Path, default=Path(options.DEFAULT_SITE), help="the site (default: site.toml)"
    )
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        help="where the build goes (default: dist/ beside site.toml); release/ is beside",
    )
    parser.add_argument("--today", metavar="DATE", type=options.day, help="the only date that enters (YYYY-MM-DD)")
    parser.add_argument(
        "--package", metavar="NAME", type=_package_name, help="name of the npm package (kelisim-<site>)"
    )
    parser.add_argument(
        "--package-version",
        metavar="VERSION",
        type=_package_version,
        help="version of the npm package (default: the policy's, with .0)",
    )
    parser.add_argument("--since", metavar="BUILD", type=Path, help="the report says what changed since this build")
    parser.add_argument("--format", choices=options.FORMATS, default="text", help="how problems are printed")
    parser.set_defaults(run=run)
    actions = parser.add_subparsers(metavar="ACTION", dest="action")
    diff = actions.add_parser(
        "diff", help="what changed between two builds", description="What changed between two builds."
    )
    diff.add_argument("before", metavar="A", type=Path, help="a dist/ or a manifest.json")
    diff.add_argument("after", metavar="B", type=Path, help="the newer one")
    diff.add_argument("--format", choices=("text", "md", "json"), default="text", help="how it is printed")
    diff.add_argument("--exit-code", action="store_true", help="exit 1 where anything differs")
    diff.set_defaults(run=run_diff)


def run(args: argparse.Namespace) -> int:
    out = args.out or project_root(args.site) / options.DEFAULT_OUT
    folder = out.absolute().parent / RELEASE_FOLDER
    before = _read(args.since)  # before anything is written: it may be the build that is replaced
    try:
        result = build(args.site, strict=True, compress=True, today=options.today(args), write=False)
    except FileNotFoundError:
        return options.could_not_run(f"there is no {args.site}; name one with --site, or make one with kelisim init")
    problems = ordered([*result.problems, *_check(result)])
    if problems:
        options.report(problems, args.format, f"nothing was released, {out.name}/ was left as it was")
        return 1
    files = _pack(result, args, out, before)
    try:
        write_assets(result.assets, out)
        write_assets(files, folder)
    except OutputRefused as refusal:
        return options.could_not_run(str(refusal))
    except OSError as error:
        return options.could_not_run(f"{error.filename or out}: {error.strerror}")
    if args.format == "json":
        options.report([], args.format)
    else:
        print("\n".join(f"{RELEASE_FOLDER}/{file.name}  {len(file.data) / 1000:.0f} kB" for file in files))
    return 0


def run_diff(args: argparse.Namespace) -> int:
    comparison = compare_builds(_read(args.before), _read(args.after))
    sys.stdout.write(_printed(comparison, args.format))
    return 1 if args.exit_code and comparison.differs else 0


def _printed(comparison: Comparison, form: str) -> str:
    if form == "json":
        return comparison_json(comparison)
    return (
        render_markdown(comparison_tables(comparison)) if form == "md" else render_text(comparison_tables(comparison))
    )


def _check(result: Result) -> Iterator[Problem]:
    if result.site:
        yield from check_site(result.site)
    if not result.failed:
        yield from check_policy(build_of(result.assets).manifest["policy"])


def _pack(result: Result, args: argparse.Namespace, out: Path, before: Mapping[str, Build]) -> list[Asset]:
    built = build_of(result.assets)
    package = Package(
        args.package or f"kelisim-{built.site}", args.package_version or f"{built.version}.0", built.manifest["url"]
    )
    return pack_release(
        result.assets,
        package,
        result.accepted,
        Circumstances({name: importlib.metadata.version(name) for name in BUILD_TOOLS}, _moment()),
        Cache(project_root(args.site) / FOLDER),
        build=f"../{out.name}",
        more=comparison_tables(compare_builds(before, {built.site: built}), level=2) if before else (),
    )


def _read(path: Path | None) -> Mapping[str, Build]:
    """The builds at a path, none without a path."""
    try:
        return read_builds(path) if path else {}
    except NoBuild as reason:
        raise options.CouldNotRun(str(reason)) from None
    except OSError as error:
        raise options.CouldNotRun(f"{error.filename}: {error.strerror}") from None


def _moment() -> int:
    """The moment that archives carry; `options.today` has said what is wrong with a malformed one."""
    return max(EARLIEST, int(os.environ.get("SOURCE_DATE_EPOCH") or EARLIEST))


def _package_name(text: str) -> str:
    if not _PACKAGE_NAME.fullmatch(text) or len(text) > 214:
        raise argparse.ArgumentTypeError(f'"{text}" is not a name of an npm package such as @company/consent')
    return text


def _package_version(text: str) -> str:
    if not _PACKAGE_VERSION.fullmatch(text):
        raise argparse.ArgumentTypeError(f'"{text}" is not a version such as 1.0.2')
    return text
