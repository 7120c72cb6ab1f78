"""A build of many sites from beginning to end: nothing is moved into the output before every site is sound."""

from __future__ import annotations

import filecmp
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kelisim.files import INDEX, Project, only_writer, refuse_foreign
from kelisim.fleet.index import Entry, Index, index_lines, read_index
from kelisim.fleet.making import Outcome, duplicate
from kelisim.fleet.members import Member, find_members, is_in_shard
from kelisim.fleet.switching import (
    ASSETS,
    Change,
    finish,
    fresh_folder,
    leftovers,
    switch,
    unused_assets,
)
from kelisim.fleet.working import make_all
from kelisim.fleet.workshop import Order, Workshop
from kelisim.problems import WARNING, Problem
from kelisim.serving import render_shared_configs

if TYPE_CHECKING:
    from kelisim.fleet.cluster import Cluster


@dataclass
class Report:
    """What a build of many sites came to; `failed` are the sites that have errors, by where they are described."""

    index: Index = field(default_factory=Index)
    problems: list[Problem] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    made: int = 0
    kept: int = 0
    removed: tuple[str, ...] = ()
    accepted: int = 0
    traits: Counter[str] = field(default_factory=Counter)
    differing: tuple[str, ...] = ()

    @property
    def sites(self) -> int:
        return self.made + self.kept + len(self.failed)


def build_sites(
    order: Order,
    jobs: int = 1,
    *,
    cluster: Cluster | None = None,
    shard: tuple[int, int] = (1, 1),
    keep_going: bool = False,
    compare: bool = False,
    progress: Callable[[Outcome], None] = lambda _: None,
) -> Report:
    """Build every site of an order. With errors nothing is written, but with `keep_going` the sound sites are.

    Sites are made in so many processes, or by a cluster. `compare` writes nothing and tells what would change. Raises
    OutputRefused where the output is somebody else's or another build is writing to it, OSError where the disk does not
    take it, ClusterFailed where the cluster goes away.
    """

    def make(workshop: Workshop, members: Iterable[Member]) -> Iterator[Outcome]:
        return cluster.make_all(workshop, members) if cluster else make_all(workshop, members, jobs)

    with only_writer(order.out):
        return _build(order, make, shard, keep_going, compare, progress)


def _build(
    order: Order,
    make: Callable[[Workshop, Iterable[Member]], Iterator[Outcome]],
    shard: tuple[int, int],
    keep_going: bool,
    compare: bool,
    progress: Callable[[Outcome], None],
) -> Report:
    out = order.out
    finish(out)
    refuse_foreign(out)
    before = read_index(out / INDEX) or Index()
    workshop = Workshop.open(order, {entry.key: entry for entry in before.entries.values()})
    report = Report()
    with fresh_folder(out) as fresh:
        _gather(report, make(workshop, _members(order.sites, shard)), progress)
        if order.options.strict and _refuse_unread(report, workshop.project):
            return report
        if not report.failed or keep_going:
            share = "" if shard == (1, 1) else "/".join(map(str, shard))
            report.index = Index(report.index.entries, share, len(report.failed))
            write_beside(fresh, report.index)
            report.removed = leftovers(out, names_in(report.index))
            if compare:
                report.differing = tuple(_differing(out, fresh, report))
            elif order.written:
                _switch(out, before, report)
    return report


def _refuse_unread(report: Report, project: Project) -> bool:
    """Texts that nobody approved concern every site: none is built, whatever is kept going."""
    from kelisim.unread import unread_in_many

    languages = sorted({language for entry in report.index.entries.values() for language in entry.languages})
    unread = unread_in_many(project, languages)
    if unread:
        report.problems += unread
        report.failed = [*report.failed, *report.index.entries]
        report.index, report.made, report.kept = Index(), 0, 0
    return bool(unread)


def write_beside(fresh: Path, index: Index) -> None:
    """Write what is of no site in particular: the index, and what servers say of the files that all share."""
    with (fresh / INDEX).open("wb") as file:
        file.writelines(line.encode() for line in index_lines(index))
    for asset in render_shared_configs():
        (fresh / asset.name).write_bytes(asset.data)


def names_in(index: Index) -> set[str]:
    """The names in the output folder of a build."""
    return {*index.entries, *(asset.name for asset in render_shared_configs())}


def _members(sites: Path, shard: tuple[int, int]) -> Iterator[Member]:
    return (member for member in find_members(sites) if shard == (1, 1) or is_in_shard(member, shard))


def _gather(report: Report, outcomes: Iterable[Outcome], progress: Callable[[Outcome], None]) -> None:
    entries: dict[str, Entry] = {}
    places: dict[str, str] = {}
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    seen: set[Problem] = set()
    made: set[str] = set()
    for outcome in outcomes:
        problems = list(outcome.problems)
        entry = outcome.entry
        if entry and entry.id in places:
            problems.append(duplicate(entry, outcome.place, places[entry.id]))
            # One has written over the other, and nobody knows which of them is meant: neither is built.
            if entries.pop(entry.id, None):
                report.failed.append(places[entry.id])
                made.discard(entry.id)
            entry = None
        if entry:
            # Entries come from other processes, each with lists of its own: equal ones are kept once.
            languages, assets = (known.setdefault(told, told) for told in (entry.languages, entry.assets))
            entries[entry.id] = replace(entry, languages=languages, assets=assets)
            places[entry.id] = outcome.place
            if outcome.made:
                made.add(entry.id)
        else:
            report.failed.append(outcome.place)
        # What is wrong with a source that all share is the same problem at each.
        report.problems += [problem for problem in problems if problem not in seen]
        seen.update(problems)
        report.accepted += len(outcome.accepted)
        report.traits.update(outcome.traits)
        progress(outcome)
    report.index = Index(entries)
    report.made, report.kept = len(made), len(entries) - len(made)


def _switch(out: Path, before: Index, report: Report) -> None:
    entries = report.index.entries
    same = {site for site, entry in entries.items() if before.entries.get(site) == entry}
    unused = unused_assets(out, report.index.assets)
    there = all((out / name).exists() for name in names_in(report.index))
    if there and len(same) == len(entries) == len(before.entries) and not (report.removed or unused or report.made):
        return
    switch(out, Change(tuple(entries), report.removed, unused))


def _differing(out: Path, fresh: Path, report: Report) -> Iterator[str]:
    """Names of files that a build would change, in the output as it is."""
    yield from report.removed
    yield from (f"{ASSETS}/{name}" for name in unused_assets(out, report.index.assets))
    for path in sorted(fresh.rglob("*")):
        name = path.relative_to(fresh)
        if path.is_file() and not ((out / name).is_file() and filecmp.cmp(path, out / name, shallow=False)):
            yield name.as_posix()
    for site in report.index.entries:
        if (fresh / site).is_dir() and (out / site).is_dir():
            there = {path.relative_to(out / site) for path in (out / site).rglob("*") if path.is_file()}
            yield from sorted(f"{site}/{path}" for path in there if not (fresh / site / path).exists())


def first_of_each(problems: Iterable[Problem], most: int) -> tuple[list[Problem], Counter[str]]:
    """Every error and of each kind of warning the first few, and how many more there are of each kind: ten thousand
    sites tend to lack the same."""
    listed = sorted(problems)
    counted: Counter[str] = Counter()
    shown = []
    for problem in listed:
        counted[problem.code] += problem.severity == WARNING
        if counted[problem.code] <= most:
            shown.append(problem)
    return shown, Counter({code: count - most for code, count in counted.items() if count > most})
