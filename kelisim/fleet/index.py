"""`index.json` over all sites of a build: what each is, what its files were made from, and which assets it shares."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import kelisim

FORMAT = 1


@dataclass(frozen=True)
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


def write_index(index: Index) -> bytes:
    """The file: a site a line in the order of their ids, so that two builds compare line by line."""
    sets = {entry.assets for entry in index.entries.values()}
    names = {assets: _name_of(assets) for assets in sets}
    sites = (
        (entry.id, {**_told(entry), "assets": names[entry.assets]})
        for entry in sorted(index.entries.values(), key=lambda one: one.id)
    )
    sections = [
        f'"format": {FORMAT}',
        f'"generator": {_json(f"kelisim {kelisim.__version__}")}',
        f'"complete": {_json(index.complete)}',
        f'"share": {_json(index.share)}',
        f'"missing": {index.missing}',
        f'"assets": {_block(sorted((names[assets], list(assets)) for assets in sets))}',
        f'"sites": {_block(sites)}',
    ]
    return ("{\n" + ",\n".join(sections) + "\n}\n").encode()


def read_index(path: Path) -> Index | None:
    """The index at a path; None where there is none of ours, or one that cannot be read."""
    try:
        told = json.loads(path.read_bytes())
        if not str(told["generator"]).startswith("kelisim ") or told["format"] != FORMAT:
            return None
        sets = {name: tuple(assets) for name, assets in told["assets"].items()}
        entries = {site: _entry(site, fields, sets) for site, fields in told["sites"].items()}
        return Index(entries, str(told["share"]), int(told["missing"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _entry(site: str, told: Mapping[str, Any], sets: Mapping[str, tuple[str, ...]]) -> Entry:
    return Entry(
        site,
        told["key"],
        told["url"],
        tuple(told["languages"]),
        told["policy"],
        told["manifest"],
        told["files"],
        told["bytes"],
        sets[told["assets"]],
    )


def _told(entry: Entry) -> dict[str, Any]:
    fields = {**vars(entry), "languages": list(entry.languages)}
    return {name: value for name, value in sorted(fields.items()) if name not in ("id", "assets")}


def _name_of(assets: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(assets).encode()).hexdigest()[:12]


def _block(members: Iterable[tuple[str, Any]]) -> str:
    lines = ",\n".join(f"  {_json(name)}: {_json(value)}" for name, value in members)
    return "{\n" + lines + "\n}" if lines else "{}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
