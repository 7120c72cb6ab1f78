"""Parts that were built by `--shard`, on machines of their own, as one output."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kelisim.files import INDEX, only_writer, refuse_foreign
from kelisim.fleet.building import names_in, write_beside
from kelisim.fleet.index import Entry, Index, read_index
from kelisim.fleet.switching import ASSETS, Change, finish, fresh_folder, leftovers, switch, unused_assets


class CannotMerge(Exception):
    """Parts that make no whole; the text says why and what to do."""


def merge_parts(parts: Sequence[Path], out: Path) -> Index:
    """Bring parts together in `out`, as one build of all sites would have written it.

    Raises CannotMerge where a part is none, is missing, or stands twice, OutputRefused and OSError as a build does.
    """
    found = {part: _read(part) for part in parts}
    merged = merged_index(found)
    with only_writer(out):
        _write(found, merged, out)
    return merged


def merged_index(parts: Mapping[Path, Index]) -> Index:
    """The index of all parts. Raises CannotMerge where they are not the parts of one whole."""
    counts = {index.share.partition("/")[2] for index in parts.values()}
    if len(counts) > 1:
        raise CannotMerge(f"parts of different builds: {', '.join(sorted(_share(index) for index in parts.values()))}")
    places: dict[str, Path] = {}
    for part, index in parts.items():
        if index.share in places:
            raise CannotMerge(f"{part} and {places[index.share]} are both part {_share(index)}")
        places[index.share] = part
    [count] = counts
    missing = [
        f"{position}/{count}" for position in range(1, int(count or 0) + 1) if f"{position}/{count}" not in places
    ]
    if missing:
        raise CannotMerge(f"part {', '.join(missing)} is missing; name all {count}")
    entries: dict[str, Entry] = {}
    for part, index in parts.items():
        for site, entry in index.entries.items():
            if site in entries:
                raise CannotMerge(f'the site "{site}" is in {part} and in another part; ids stand once')
            entries[site] = entry
    return Index(entries, "", sum(index.missing for index in parts.values()))


def _read(part: Path) -> Index:
    index = read_index(part / INDEX)
    if index is None:
        raise CannotMerge(f"{part} is no build of many sites: there is no {INDEX} of Kelisim's in it")
    return index


def _share(index: Index) -> str:
    return index.share or "a whole"


def _write(parts: Mapping[Path, Index], merged: Index, out: Path) -> None:
    finish(out)
    refuse_foreign(out)
    with fresh_folder(out) as fresh:
        for part, index in parts.items():
            _copy(part, index.entries, fresh)
        write_beside(fresh, merged)
        switch(out, Change(tuple(merged.entries), leftovers(out, names_in(merged)), unused_assets(out, merged.assets)))


def _copy(part: Path, sites: Iterable[str], fresh: Path) -> None:
    for site in sites:
        shutil.copytree(part / site, fresh / site)
    for path in sorted((part / ASSETS).iterdir()) if (part / ASSETS).is_dir() else ():
        if not (fresh / ASSETS / path.name).exists():
            shutil.copyfile(path, fresh / ASSETS / path.name)
