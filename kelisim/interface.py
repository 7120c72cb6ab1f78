"""Kelisim for other Python programs: `build` and `build_sites` do what `kelisim build` does, for one site and many."""

from __future__ import annotations

import datetime
import errno
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kelisim.cache import FOLDER, Cache
from kelisim.files import project_root, read_project, sites_root, write_assets
from kelisim.pipeline import Result, build_site
from kelisim.problems import Problem, ordered
from kelisim.serving import precompressed_forms
from kelisim.unread import unread_texts

if TYPE_CHECKING:
    from kelisim.fleet.index import Entry

SITE_FILE = "site.toml"
SITES_FOLDER = "sites"
OUT_FOLDER = "dist"


def build(
    site: str | os.PathLike[str] = SITE_FILE,
    out: str | os.PathLike[str] | None = None,
    *,
    strict: bool = False,
    compress: bool = False,
    today: datetime.date | None = None,
    write: bool = True,
) -> Result:
    """Build a site into `out` (default: `dist/` beside its file) and return what was built, with its problems.

    Where the result `failed`, nothing was written and `out` is as it was. `write=False` never writes. A fault of the
    sources is a problem of the result; raised are FileNotFoundError (there is no such site file), OutputRefused (`out`
    holds files of somebody else) and OSError (the disk does not take it).
    """
    file = Path(site)
    project = read_project(file)
    cache = Cache(project.root / FOLDER)
    result = build_site(project, today, cache=cache, as_errors=strict)
    if strict:
        result = replace(result, problems=tuple(ordered([*result.problems, *unread_texts(project, file, today)])))
    if compress:
        result = replace(result, assets=(*result.assets, *precompressed_forms(result.assets, cache)))
    if write and not result.failed:
        write_assets(result.assets, Path(out) if out is not None else project_root(file) / OUT_FOLDER)
    return result


@dataclass(frozen=True)
class SitesResult:
    """What a build of many sites gives.

    `sites` are those that are sound, by id, whether they were `made` or had not changed and were `kept`. `faulty` says
    where those with errors are described, `removed` which files and folders are gone from the output.
    """

    sites: Mapping[str, Entry]
    problems: tuple[Problem, ...]
    made: int
    kept: int
    faulty: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether a site has errors; then nothing was written, unless `keep_going` was asked for."""
        return bool(self.faulty)


def build_sites(
    sites: str | os.PathLike[str] = SITES_FOLDER,
    out: str | os.PathLike[str] | None = None,
    *,
    jobs: int | Literal["auto"] = 1,
    executor: str | None = None,
    shard: tuple[int, int] = (1, 1),
    strict: bool = False,
    compress: bool = False,
    today: datetime.date | None = None,
    keep_going: bool = False,
    write: bool = True,
    progress: Callable[[str], None] | None = None,
) -> SitesResult:
    """Build every site of a folder, or of a file with a site a line, into `out` (default: `dist/` of the project).

    Sites are made in `jobs` processes ("auto": one a core), or by the Dask cluster at `executor`, "dask://HOST:PORT".
    `shard=(2, 4)` builds the second of four parts. `progress` is told of each site where it is described. `write=False`
    only checks. A fault of the sources is a problem of the result; raised are FileNotFoundError (there are no such
    sites), ValueError (an argument that means nothing), ClusterFailed (the cluster cannot be worked with),
    OutputRefused (`out` holds files of somebody else, or another build is at it) and OSError (the disk does not take
    it).
    """
    # Imported here: a program that builds one site has no use for it.
    from kelisim.fleet.building import build_sites as build_all
    from kelisim.fleet.cluster import asked_for, is_address
    from kelisim.fleet.making import Options, Outcome
    from kelisim.fleet.working import jobs_from
    from kelisim.fleet.workshop import Order

    where = Path(sites)
    if not where.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(where))
    if executor is not None and not is_address(executor):
        raise ValueError(f'executor is "{executor}", no address such as dask://scheduler.example.kz:8786')
    if not 1 <= shard[0] <= shard[1]:
        raise ValueError(f"shard is {shard}, no share such as (2, 4)")
    root = sites_root(where)
    order = Order(
        root,
        where.absolute(),
        Path(out).absolute() if out is not None else root / OUT_FOLDER,
        Options(today, strict, compress),
        fresh=not write,
        written=write,
    )

    def tell(outcome: Outcome) -> None:
        if progress:
            progress(outcome.place)

    processes = jobs_from(str(jobs))
    with asked_for(executor) as cluster:
        report = build_all(order, processes, cluster=cluster, shard=shard, keep_going=keep_going, progress=tell)
    return SitesResult(
        report.index.entries,
        tuple(sorted(report.problems)),
        report.made,
        report.kept,
        tuple(sorted(report.failed)),
        report.removed,
    )
