"""From the folder beside the output into it, site by site: after an interruption the next run finishes what was begun.

Everything is written beside first. Then a journal says what is to be moved, and only then is anything moved: without
the journal the output is as it was, with it everything that is still missing lies ready. `index.json` comes last.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kelisim.files import INDEX, MANIFEST

ASSETS = "assets"
#: What was replaced waits here until all is done.
_REPLACED = ".replaced"


@dataclass(frozen=True)
class Change:
    """What a build changes: folders of sites that are new, names that go, assets that nobody refers to any more."""

    sites: tuple[str, ...]
    removed: tuple[str, ...] = ()
    unused_assets: tuple[str, ...] = ()


def journal_of(out: Path) -> Path:
    """The journal beside an output folder."""
    return out.parent / f".{out.name}.journal"


def fresh_folder_of(out: Path) -> Path:
    """Where a build of many sites is written before it is moved; one at a time holds the lock beside it."""
    return out.parent / f".{out.name}.sites"


@contextmanager
def fresh_folder(out: Path) -> Iterator[Path]:
    """An empty folder beside the output, gone in the end unless a journal says that it is still needed."""
    fresh = fresh_folder_of(out)
    (fresh / ASSETS).mkdir(parents=True)
    try:
        yield fresh
    finally:
        if not journal_of(out).exists():
            shutil.rmtree(fresh, ignore_errors=True)


def switch(out: Path, change: Change) -> None:
    """Move what lies ready into the output. From the moment the journal is there, `finish` can do it as well."""
    journal = journal_of(out)
    beside = journal.with_name(journal.name + ".new")
    beside.write_text(json.dumps(vars(change)), "utf-8")
    os.replace(beside, journal)
    finish(out)


def finish(out: Path) -> bool:
    """Finish what an interrupted run began, or clear away what it had not begun; tells whether there was a journal."""
    journal, fresh = journal_of(out), fresh_folder_of(out)
    told = _read(journal)
    if told is not None:
        _move(out, fresh, told)
        journal.unlink()
    shutil.rmtree(fresh, ignore_errors=True)
    return told is not None


def _read(journal: Path) -> Change | None:
    try:
        told = json.loads(journal.read_bytes())
    except FileNotFoundError:
        return None
    return Change(*(tuple(told[name]) for name in ("sites", "removed", "unused_assets")))


def _move(out: Path, fresh: Path, change: Change) -> None:
    """Each step is done once, whether this run does it or the one before did."""
    replaced = fresh / _REPLACED
    (out / ASSETS).mkdir(parents=True, exist_ok=True)
    replaced.mkdir(parents=True, exist_ok=True)
    _move_files(fresh / ASSETS, out / ASSETS)
    for site in change.sites:
        if (fresh / site).is_dir():
            _put_aside(out / site, replaced)
            os.replace(fresh / site, out / site)
    for name in change.removed:
        _put_aside(out / name, replaced)
    _move_files(fresh, out)
    if (fresh / INDEX).is_file():
        os.replace(fresh / INDEX, out / INDEX)
    for name in change.unused_assets:
        (out / ASSETS / name).unlink(missing_ok=True)


def _put_aside(path: Path, replaced: Path) -> None:
    if path.is_symlink() or path.exists():
        os.replace(path, replaced / path.name)


def _move_files(source: Path, target: Path) -> None:
    """Files of a folder itself but the index, which comes last."""
    for path in _files(source):
        if path.is_file() and path.name != INDEX and not path.name.startswith("."):
            os.replace(path, target / path.name)


def _files(folder: Path) -> Iterable[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else ()


def leftovers(out: Path, ours: Iterable[str]) -> tuple[str, ...]:
    """What lies in an output folder and is not ours any more: sites that went, files of a single site."""
    kept = {ASSETS, INDEX, *ours}
    return tuple(sorted(path.name for path in out.iterdir() if path.name not in kept)) if out.is_dir() else ()


def unused_assets(out: Path, used: Iterable[str]) -> tuple[str, ...]:
    """Assets in the output that no site refers to."""
    kept = set(used)
    return tuple(path.name for path in _files(out / ASSETS) if path.name not in kept)


def is_unchanged(folder: Path, integrity: str) -> bool:
    """Whether the folder of a site holds the manifest that the index names."""
    from kelisim.assets import integrity_of

    try:
        return integrity_of((folder / MANIFEST).read_bytes()) == integrity
    except OSError:
        return False
