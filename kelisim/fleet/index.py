"""`index.json` over all sites of a build: what each is, what its files were made from, and which assets it shares."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import kelisim

FORMAT = 1


# With slots: of a hundred thousand entries the dictionaries would be most of what a build keeps in memory.
@dataclass(frozen=True, slots=True)
class Entry:
    """A site of the build. `key` is the digest of what it was made from, `manifest` the integrity of its manifest."""

    id: str
    key: str
    url: str
    languages: tuple[str, ...]
    policy: str
    manifest: str
    files: int
    bytes: int
    assets: tuple[str, ...]


@dataclass(frozen=True)
class Index:
    """The sites of a build by id. `share` is a part such as "2/4", `missing` had faults."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    share: str = ""
    missing: int = 0

    @property
    def complete(self) -> bool:
        """Whether every site is there."""
        return not self.share and not self.missing

    @property
    def assets(self) -> set[str]:
        """The names of all assets that the sites share."""
        return {name for entry in self.entries.values() for name in entry.assets}


def index_lines(index: Index) -> Iterator[str]:
    """The file, line by line: a site a line in the order of their ids, so that two builds compare line by line."""
    sets = {entry.assets for entry in index.entries.values()}
    names = {assets: _name_of(assets) for assets in sets}
    entries = index.entries
    yield "{\n"
    yield f'"format": {FORMAT},\n'
    yield f'"generator": {_json(f"kelisim {kelisim.__version__}")},\n'
    yield f'"complete": {_json(index.complete)},\n'
    yield f'"share": {_json(index.share)},\n'
    yield f'"missing": {index.missing},\n'
    yield from _block("assets", sorted((names[assets], list(assets)) for assets in sets), ",")
    yield from _block("sites", ((site, _told(entries[site], names)) for site in sorted(entries)), "")
    yield "}\n"


def read_index(path: Path) -> Index | None:
    """The index at a path; None where there is none of ours, or one that cannot be read."""
    try:
        # Sites become entries while the text is read: as dictionaries they would take several times as much.
        told = json.loads(path.read_bytes(), object_hook=_Reader().object)
        if not str(told["generator"]).startswith("kelisim ") or told["format"] != FORMAT:
            return None
        sets = {name: tuple(assets) for name, assets in told["assets"].items()}
        entries = {site: _entry(site, fields, sets) for site, fields in told["sites"].items()}
        return Index(entries, str(told["share"]), int(told["missing"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


class _Reader:
    """Makes tuples of what stands behind a site's id, each text that comes again being the same one."""

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}

    def object(self, told: dict[str, Any]) -> dict[str, Any] | tuple[Any, ...]:
        if "manifest" not in told:
            return told
        languages = tuple(told["languages"])
        return (
            told["key"],
            told["url"],
            self._known.setdefault(languages, languages),
            self._known.setdefault(told["policy"], told["policy"]),
            told["manifest"],
            told["files"],
            told["bytes"],
            self._known.setdefault(told["assets"], told["assets"]),
        )


def _entry(site: str, told: tuple[Any, ...], sets: Mapping[str, tuple[str, ...]]) -> Entry:
    key, url, languages, policy, manifest, files, size, assets = told
    return Entry(site, key, url, languages, policy, manifest, files, size, sets[assets])


def _told(entry: Entry, names: Mapping[tuple[str, ...], str]) -> dict[str, Any]:
    return {
        "bytes": entry.bytes,
        "files": entry.files,
        "key": entry.key,
        "languages": list(entry.languages),
        "manifest": entry.manifest,
        "policy": entry.policy,
        "url": entry.url,
        "assets": names[entry.assets],
    }


def _name_of(assets: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(assets).encode()).hexdigest()[:12]


def _block(name: str, members: Iterable[tuple[str, Any]], end: str) -> Iterator[str]:
    before = ""
    yield f'"{name}": {{'
    for key, value in members:
        yield f"{before}\n  {_json(key)}: {_json(value)}"
        before = ","
    yield ("\n}" if before else "}") + f"{end}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
