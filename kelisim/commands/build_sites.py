"""`kelisim build --sites`: how a build of many sites is asked for, and what it says."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kelisim.commands import options
from kelisim.files import OutputRefused, sites_root
from kelisim.fleet.building import Report, build_sites, first_of_each
from kelisim.fleet.cluster import ClusterFailed, asked_for, is_address
from kelisim.fleet.making import Options, Outcome
from kelisim.fleet.members import find_members
from kelisim.fleet.working import jobs_from
from kelisim.fleet.workshop import Order
from kelisim.problems import closing_line

#: Of one kind of warning so many are printed; --format json has them all.
MOST_OF_A_KIND = 3
#: Without a terminal a line is printed each time so many sites are done.
SITES_A_LINE = 1000


def run(args: argparse.Namespace, *, written: bool = True) -> int:
    """Build every site that `--sites` names; with `written` false they are only checked."""
    sites: Path = args.sites
    if not sites.exists():
        return options.could_not_run(f"there is no {sites}; name a folder of site files, or a file with a site a line")
    root = sites_root(sites)
    out = (getattr(args, "out", None) or root / options.DEFAULT_OUT).absolute()
    compare = getattr(args, "check", False)
    order = Order(
        root,
        sites.absolute(),
        out,
        Options(options.today(args), args.strict, getattr(args, "compress", False)),
        fresh=compare or not written,
        written=written,
    )
    keep_going = getattr(args, "keep_going", False)
    try:
        with asked_for(getattr(args, "executor", None)) as cluster, _progress(sites, args.format) as advance:
            report = build_sites(
                order,
                getattr(args, "jobs", 1),
                cluster=cluster,
                shard=getattr(args, "shard", (1, 1)),
                keep_going=keep_going,
                compare=compare,
                progress=advance,
            )
    except ClusterFailed as failure:
        options.report([failure.problem], args.format, f"{_shown(out)}/ was left as it was")
        return 2
    except OutputRefused as refusal:
        return options.could_not_run(str(refusal))
    except OSError as error:
        return options.could_not_run(f"{error.filename or out}: {error.strerror}; {_shown(out)}/ was left as it was")
    _tell(report, args.format, _shown(out), written=written and not compare, keep_going=keep_going)
    for name in report.differing:
        print(f"would change {_shown(out)}/{name}")
    return 1 if report.failed or report.differing else 0


def jobs(text: str) -> int:
    """The value of --jobs."""
    try:
        return jobs_from(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is neither auto nor a number of processes') from None


def executor(text: str) -> str:
    """The value of --executor."""
    if not is_address(text):
        raise argparse.ArgumentTypeError(f'"{text}" is no address such as dask://scheduler.example.kz:8786')
    return text


def shard(text: str) -> tuple[int, int]:
    """The value of --shard."""
    told = re.fullmatch(r"([1-9]\d*)/([1-9]\d*)", text)
    if not told or int(told[1]) > int(told[2]):
        raise argparse.ArgumentTypeError(f'"{text}" is no share such as 2/4')
    return int(told[1]), int(told[2])


def _tell(report: Report, form: str, out: str, *, written: bool, keep_going: bool) -> None:
    if form == "json":
        document = {
            "problems": [problem.as_dict() for problem in sorted(report.problems)],
            "sites": {"made": report.made, "kept": report.kept, "failed": sorted(report.failed)},
        }
        print(json.dumps(document, ensure_ascii=False, indent=2))
        return
    shown, more = first_of_each(report.problems, MOST_OF_A_KIND)
    options.print_problems(shown, form)
    for code, count in sorted(more.items()):
        print(f"… and {count:,} more of {code}; --format json lists them all", file=sys.stderr)
    untouched = f"{out}/ was left as it was" if report.failed and not keep_going and written else ""
    if report.problems:
        print(closing_line(report.problems, untouched), file=sys.stderr)
    if report.failed and not keep_going:
        return
    if written:
        for line in _summary(report, out):
            print(line)


def _summary(report: Report, out: str) -> Iterator[str]:
    entries = report.index.entries.values()
    size = sum(entry.bytes for entry in entries) / 1_000_000
    yield (
        f"{out}/: {len(entries):,} sites, {sum(entry.files for entry in entries):,} files, {size:.1f} MB, and "
        f"{len(report.index.assets)} assets that they share"
    )
    yield f"made {report.made:,}, unchanged {report.kept:,}, gone {len(report.removed):,}"
    if report.failed:
        yield f"{len(report.failed):,} sites with faults are not there; index.json says that it is not complete"
    differing = [(trait, count) for trait, count in sorted(report.traits.items()) if count < report.made]
    if differing:
        yield "what the sites that were made differ in:"
        for trait, count in differing:
            yield f"  {trait:40} {count:>7,}"


@contextmanager
def _progress(sites: Path, form: str) -> Iterator[Callable[[Outcome], None]]:
    """A bar on a terminal, a line now and then elsewhere, nothing where the result is for a program."""
    if form == "json":
        yield lambda _: None
    elif sys.stderr.isatty():
        with _bar(sites) as advance:
            yield advance
    else:
        yield _lines()


@contextmanager
def _bar(sites: Path) -> Iterator[Callable[[Outcome], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    total = sum(1 for _ in find_members(sites))
    columns = TextColumn("sites"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("sites", total=total)
        yield lambda _: bar.advance(task)


def _lines() -> Callable[[Outcome], None]:
    done = 0

    def advance(_: Outcome) -> None:
        nonlocal done
        done += 1
        if done % SITES_A_LINE == 0:
            print(f"kelisim: {done:,} sites", file=sys.stderr)

    return advance


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
