"""One site of many: checked, rendered, and written into the folder beside the output."""

from __future__ import annotations

import datetime
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kelisim.acceptance import AcceptedWarning
from kelisim.assets import ABOVE, Asset, is_shared
from kelisim.cache import FOLDER, Cache
from kelisim.files import MANIFEST, read_shared_sources
from kelisim.fleet.index import Entry
from kelisim.fleet.keys import Keys
from kelisim.fleet.members import Bases, Member, read_member
from kelisim.fleet.switching import ASSETS, fresh_folder_of, is_unchanged
from kelisim.pipeline.checking import check_looks, check_site, check_words, settle
from kelisim.pipeline.printing import render_member, sizes_from
from kelisim.pipeline.results import Checked
from kelisim.pipeline.shared import Shared, load_shared
from kelisim.problems import Place, Problem, errors
from kelisim.serving import precompressed_forms
from kelisim.site import Site
from kelisim.source import TomlSource


@dataclass(frozen=True)
class Order:
    """What a build of many sites is asked for. Without `fresh` folders of sites that did not change are kept."""

    root: Path
    sites: Path
    out: Path
    today: datetime.date | None = None
    strict: bool = False
    compress: bool = False
    fresh: bool = False
    written: bool = True


@dataclass(frozen=True)
class Outcome:
    """What became of a site: an entry of the index where it is sound, whether it was made anew, and its problems."""

    place: str
    entry: Entry | None = None
    made: bool = False
    problems: tuple[Problem, ...] = ()
    accepted: tuple[AcceptedWarning, ...] = ()
    traits: tuple[str, ...] = ()


@dataclass
class Workshop:
    """Makes sites one after another. What they share is read once; `known` are earlier entries by key."""

    order: Order
    shared: Shared
    known: Mapping[str, Entry]
    cache: Cache = field(init=False)
    keys: Keys = field(init=False)
    _assets: set[str] = field(default_factory=set)
    _bases: Bases = field(default_factory=dict)

    @classmethod
    def open(cls, order: Order, known: Mapping[str, Entry]) -> Workshop:
        """Read what all sites of an order share."""
        return cls(order, load_shared(read_shared_sources(order.root), order.today), known)

    def __post_init__(self) -> None:
        self.cache = Cache(self.order.root / FOLDER)
        self.keys = self._keys(self.shared)

    def make(self, member: Member) -> Outcome:
        """One site: its folder lies beside the output, or the old one stays because nothing has changed."""
        source, problems = read_member(member, self.order.root, self._bases)
        place = f"{member.file.name}:{member.number}" if member.line else member.file.name
        if source is None:
            return Outcome(place, problems=tuple(problems))
        shared, keys = self.shared, self.keys
        overlay = _overlay_of(member, source)
        if overlay:
            shared = load_shared(read_shared_sources(self.order.root, overlay), self.order.today)
            keys = self._keys(shared)
        key = keys.of(source)
        kept = self._kept(key)
        if kept:
            return Outcome(place, kept, problems=tuple(problems), traits=())
        return self._made(place, member, key or "", source, shared, problems)

    def _kept(self, key: str | None) -> Entry | None:
        entry = self.known.get(key) if key and not self.order.fresh else None
        return entry if entry and is_unchanged(self.order.out / entry.id, entry.manifest) else None

    def _made(
        self, place: str, member: Member, key: str, source: TomlSource, shared: Shared, found: list[Problem]
    ) -> Outcome:
        checked = check_site(shared, source, found, history=False)
        assets: list[Asset] = []
        if checked.config:
            checked.problems.extend(_check_name(checked, member))
        if checked.sources and not errors(checked.problems):
            checked.problems.extend(check_words(checked.sources, self.cache))
            checked.problems.extend(check_looks(checked.sources.site.config, shared, self.cache))
            sizes = sizes_from(self.cache) if self.order.compress else None
            assets, told = render_member(checked.sources, self.cache, sizes)
            checked.problems.extend(told)
        problems, accepted = settle(checked, shared, self.order.strict, complete=checked.sources is not None)
        if errors(problems) or checked.sources is None:
            return Outcome(place, problems=tuple(problems))
        site = checked.sources.site
        if self.order.compress:
            assets = [*assets, *precompressed_forms(assets, self.cache)]
        if self.order.written:
            self._write(site.config.id, assets)
        return Outcome(place, _entry(site, key, assets), True, tuple(problems), tuple(accepted), _traits(site))

    def _write(self, site_id: str, assets: Iterable[Asset]) -> None:
        fresh = fresh_folder_of(self.order.out)
        folders: set[Path] = set()
        for asset in assets:
            if is_shared(asset):
                self._write_shared(fresh, asset)
                continue
            path = fresh / site_id / asset.name
            if path.parent not in folders:
                path.parent.mkdir(parents=True, exist_ok=True)
                folders.add(path.parent)
            path.write_bytes(asset.data)

    def _write_shared(self, fresh: Path, asset: Asset) -> None:
        """Once, whichever process comes first: the name says what is in it."""
        name = _shared_name(asset)
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

    def _keys(self, shared: Shared) -> Keys:
        return Keys(shared, {"strict": self.order.strict, "compress": self.order.compress})


def _overlay_of(member: Member, source: TomlSource) -> Path | None:
    """The folder with a site's own texts, styles and services, laid out like a project: `sites/<id>/`."""
    site_id = source.data.get("id")
    if not isinstance(site_id, str) or not site_id.replace("-", "").isalnum():
        return None
    folder = member.file.parent / site_id
    return folder if folder.is_dir() and not folder.is_symlink() else None


def _check_name(checked: Checked, member: Member) -> Iterable[Problem]:
    config = checked.config
    if config and not member.line and config.id != member.file.stem:
        yield Problem(
            config.source.span_of("id"),
            "K122",
            f'the site in {member.file.name} is called "{config.id}"',
            f'id = "{member.file.stem}", the name of its file',
            f"rename the file to {config.id}.toml, or the site",
        )


def duplicate(entry: Entry, place: str, first: str) -> Problem:
    """The problem of a site whose id another site has."""
    file, _, line = place.partition(":")
    return Problem(
        Place(file, int(line or 0)),
        "K122",
        f'the id "{entry.id}" stands twice',
        "an id of its own for each site",
        f"{first} has it too",
    )


def _entry(site: Site, key: str, assets: Iterable[Asset]) -> Entry:
    listed = list(assets)
    own = [asset for asset in listed if not is_shared(asset)]
    [manifest] = (asset for asset in own if asset.name == MANIFEST)
    version = str(json.loads(manifest.data)["policy"]["version"])
    return Entry(
        site.config.id,
        key,
        site.config.url,
        site.config.languages,
        version,
        manifest.integrity,
        len(own),
        sum(len(asset.data) for asset in own),
        tuple(sorted(_shared_name(asset) for asset in listed if is_shared(asset))),
    )


def _traits(site: Site) -> tuple[str, ...]:
    """What sites differ in, for the report over all of them."""
    config = site.config
    return (
        f"languages: {', '.join(config.languages)}",
        f"consent: {config.consent_model}",
        f"layout: {config.banner.layout}",
        *(f"service: {used.id}" for used in site.services),
    )


def _shared_name(asset: Asset) -> str:
    return asset.name.removeprefix(ABOVE).removeprefix(f"{ASSETS}/")


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False
