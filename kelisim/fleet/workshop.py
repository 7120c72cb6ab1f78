"""The sites of an order between disk and maker: what is read, what stays, what is written beside the output."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kelisim.assets import Asset, is_shared
from kelisim.cache import FOLDER, Cache
from kelisim.files import Project, read_shared_sources
from kelisim.fleet.index import Entry
from kelisim.fleet.keys import Keys
from kelisim.fleet.making import Maker, Options, Outcome, Product, Task, shared_name
from kelisim.fleet.members import Member, Reader
from kelisim.fleet.switching import ASSETS, fresh_folder_of, is_unchanged
from kelisim.source import TomlSource, parse_toml


@dataclass(frozen=True)
class Order:
    """What a build of many sites is asked for. Without `fresh` folders of sites that did not change are kept."""

    root: Path
    sites: Path
    out: Path
    options: Options = field(default_factory=Options)
    fresh: bool = False
    written: bool = True


@dataclass
class Workshop:
    """Makes sites one after another. What they share is read once; `known` are earlier entries by key."""

    order: Order
    project: Project
    known: Mapping[str, Entry]
    maker: Maker = field(init=False)
    keys: Keys = field(init=False)
    _assets: set[str] = field(default_factory=set)
    _reader: Reader = field(init=False)

    @classmethod
    def open(cls, order: Order, known: Mapping[str, Entry]) -> Workshop:
        """Read what all sites of an order share."""
        return cls(order, read_shared_sources(order.root), known)

    def __post_init__(self) -> None:
        self.maker = Maker.of(self.project, self.order.options, Cache(self.order.root / FOLDER))
        self.keys = Keys(self.maker.shared, self.order.options)
        self._reader = Reader(self.order.root)

    def make(self, member: Member) -> Outcome:
        """One site: its folder lies beside the output, or the old one stays because nothing has changed."""
        task = self.look_at(member)
        return task if isinstance(task, Outcome) else self.put(self.maker.make(task))

    def look_at(self, member: Member) -> Task | Outcome:
        """Read a site: what is to be done, or at once what came of it where nothing has to be or can be."""
        source, problems = self._reader.read(member)
        place = f"{member.file.name}:{member.number}" if member.line else member.file.name
        if source is None:
            return Outcome(place, problems=tuple(problems))
        if parse_toml(source):
            return Task(place, "", "", source, tuple(problems))  # what is wrong is told with the other faults
        overlay = _overlay_of(member, source)
        project = read_shared_sources(self.order.root, overlay) if overlay else None
        keys = Keys(self.maker.sources(project), self.order.options) if project else self.keys
        key = keys.of(source)
        kept = self._kept(key)
        if kept:
            return Outcome(place, kept, problems=tuple(problems))
        name = "" if member.line else member.file.name
        return Task(place, name, key or "", source, tuple(problems), project)

    def put(self, product: Product) -> Outcome:
        """Write the files of a site beside the output, where they are wanted."""
        outcome = product.outcome
        if self.order.written and outcome.entry:
            self._write(outcome.entry.id, product.assets)
        return outcome

    def _kept(self, key: str | None) -> Entry | None:
        entry = self.known.get(key) if key and not self.order.fresh else None
        return entry if entry and is_unchanged(self.order.out / entry.id, entry.manifest) else None

    def _write(self, site_id: str, assets: tuple[Asset, ...]) -> None:
        fresh = fresh_folder_of(self.order.out)
        # Two dozen files a site: paths are put together as texts, which takes less than opening them.
        folder = f"{fresh}/{site_id}"
        folders: set[str] = set()
        for asset in assets:
            if is_shared(asset):
                self._write_shared(fresh, asset)
                continue
            path = f"{folder}/{asset.name}"
            inside = path.rpartition("/")[0]
            if inside not in folders:
                os.makedirs(inside, exist_ok=True)
                folders.add(inside)
            with open(path, "wb") as file:
                file.write(asset.data)

    def _write_shared(self, fresh: Path, asset: Asset) -> None:
        """Once, whichever process comes first: the name says what is in it."""
        name = shared_name(asset)
        if name in self._assets:
            return
        self._assets.add(name)
        path = fresh / ASSETS / name
        if path.exists() or _holds(self.order.out / ASSETS / name, asset.data):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = fresh / f".{name}.{secrets.token_hex(4)}"
        beside.write_bytes(asset.data)
        os.replace(beside, path)


def _overlay_of(member: Member, source: TomlSource) -> Path | None:
    """The folder with a site's own texts, styles and services, laid out like a project: `sites/<id>/`."""
    site_id = source.data.get("id")
    if not isinstance(site_id, str) or not site_id.replace("-", "").isalnum():
        return None
    folder = member.file.parent / site_id
    return folder if folder.is_dir() and not folder.is_symlink() else None


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False
