"""Kelisim for other Python programs: `kelisim.build` does what `kelisim build` does."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from pathlib import Path

from kelisim.cache import FOLDER, Cache
from kelisim.files import project_root, read_project, write_assets
from kelisim.pipeline import Result, build_site
from kelisim.problems import ordered
from kelisim.serving import precompressed_forms
from kelisim.unread import unread_texts

SITE_FILE = "site.toml"
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
