"""`kelisim build`: from the sources to `dist/`, or with `--check` whether that would change anything."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kelisim.cache import FOLDER, Cache
from kelisim.commands import options
from kelisim.files import OutputRefused, Project, differing_files, project_root, read_project, write_assets
from kelisim.kept_builds import build_key, find_build, is_as_written, keep_build
from kelisim.problems import ordered

if TYPE_CHECKING:
    from kelisim.pipeline import Result


def add_arguments(parser: argparse.ArgumentParser) -> None:
    options.add_source_options(parser)
    parser.add_argument(
        "--out", metavar="DIR", type=Path, help="where the output goes (default: dist/ beside site.toml)"
    )
    parser.add_argument(
        "--sites",
        metavar="DIR|FILE",
        type=Path,
        help="many sites: a folder of site files, or a file with a site a line",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the output would change")
    parser.add_argument("--compress", action="store_true", help="put .br and .gz beside each text file above 1 KiB")
    workers = parser.add_mutually_exclusive_group()
    workers.add_argument(
        "--jobs", metavar="N", type=_jobs, default=1, help="with --sites: so many processes, or auto (default: 1)"
    )
    workers.add_argument(
        "--executor", metavar="URL", type=_executor, help="with --sites: a Dask cluster, dask://HOST:PORT"
    )
    parser.add_argument(
        "--shard", metavar="I/N", type=_shard, default=(1, 1), help="with --sites: only the I-th of N parts"
    )
    parser.add_argument(
        "--keep-going", action="store_true", help="with --sites: leave out sites with faults; the rest is written"
    )
    parser.set_defaults(run=run)


def _jobs(text: str) -> int:
    from kelisim.commands.build_sites import jobs

    return jobs(text)


def _shard(text: str) -> tuple[int, int]:
    from kelisim.commands.build_sites import shard

    return shard(text)


def _executor(text: str) -> str:
    from kelisim.commands.build_sites import executor

    return executor(text)


def run(args: argparse.Namespace) -> int:
    if args.sites:
        from kelisim.commands import build_sites

        return build_sites.run(args)
    out = args.out or project_root(args.site) / options.DEFAULT_OUT
    try:
        project = read_project(args.site)
    except FileNotFoundError:
        return options.could_not_run(f"there is no {args.site}; name one with --site, or make one with kelisim init")
    cache = Cache(project.root / FOLDER)
    key = build_key(project, [options.today(args), args.strict, args.compress])
    kept = find_build(cache, key)
    if kept and is_as_written(out, kept.files):
        options.report(kept.problems, args.format)
        _tell(kept.summary if not args.check else (), out, args.format)
        return 0
    return _build(args, project, out, cache, key)


def _build(args: argparse.Namespace, project: Project, out: Path, cache: Cache, key: str) -> int:
    # Imported here: where nothing has changed none of it is needed.
    from kelisim.pipeline import build_site
    from kelisim.serving import precompressed_forms

    result = build_site(project, options.today(args), cache=cache, as_errors=args.strict)
    if args.strict:
        from kelisim.unread import unread_texts

        unread = unread_texts(project, args.site, options.today(args))
        result = replace(result, problems=tuple(ordered([*result.problems, *unread])))
    if result.failed:
        options.report(result.problems, args.format, f"{_shown(out)}/ was left as it was")
        return 1
    options.report(result.problems, args.format)
    if args.compress:
        result = replace(result, assets=(*result.assets, *precompressed_forms(result.assets, cache)))
    if args.check:
        return _compare(result, out)
    try:
        write_assets(result.assets, out)
    except OutputRefused as refusal:
        return options.could_not_run(str(refusal))
    except OSError as error:
        return options.could_not_run(f"{error.filename or out}: {error.strerror}; {_shown(out)}/ was left as it was")
    summary = _summary(result)
    keep_build(cache, key, result.problems, summary, result.assets)
    _tell(summary, out, args.format)
    return 0


def _compare(result: Result, out: Path) -> int:
    differing = differing_files(result.assets, out)
    for name in differing:
        print(f"would change {_shown(out)}/{name}")
    return 1 if differing else 0


def _summary(result: Result) -> list[str]:
    """What was written, and what of it visitors load: the whole, and what each feature adds."""
    from kelisim.feature_sizes import table

    assets = result.assets
    weights = result.weigh() if result.weigh else None
    written = f"{len(assets)} files, {sum(len(asset.data) for asset in assets) / 1000:.0f} kB"
    return [written, *(table(weights) if weights else ())]


def _tell(summary: Sequence[str], out: Path, form: str) -> None:
    """Say what a build came to, where nobody wants a document for a program."""
    if summary and form != "json":
        print(f"{_shown(out)}/: {summary[0]}")
        for line in summary[1:]:
            print(line)


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
