"""One site of many, without the disk: what is known of it goes in, its files and problems come out.

So a site can be made anywhere: in this process, in another, on a machine that has nothing but Kelisim.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from kelisim.acceptance import AcceptedWarning
from kelisim.assets import ABOVE, Asset, is_shared
from kelisim.cache import Cache
from kelisim.files import MANIFEST, Project
from kelisim.fleet.index import Entry
from kelisim.fleet.switching import ASSETS
from kelisim.pipeline.checking import check_looks, check_site, check_words, settle
from kelisim.pipeline.printing import render_member, sizes_from
from kelisim.pipeline.results import Checked
from kelisim.pipeline.shared import Shared, load_shared
from kelisim.problems import Place, Problem, errors
from kelisim.serving import precompressed_forms
from kelisim.site import Site
from kelisim.source import TomlSource


@dataclass(frozen=True)
class Options:
    """What the command says that changes what is written."""

    today: datetime.date | None = None
    strict: bool = False
    compress: bool = False


@dataclass(frozen=True)
class Task:
    """A site that is to be made. `name` is what its file is called, empty for a line of a file; `found` is what reading
    it brought up; `project` are the sources where the site has some of its own."""

    place: str
    name: str
    key: str
    source: TomlSource
    found: tuple[Problem, ...] = ()
    project: Project | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a site: an entry of the index where it is sound, whether it was made anew, and its problems."""

    place: str
    entry: Entry | None = None
    made: bool = False
    problems: tuple[Problem, ...] = ()
    accepted: tuple[AcceptedWarning, ...] = ()
    traits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Product:
    """What became of a site, and its files; those that sites share are named from above its folder."""

    outcome: Outcome
    assets: tuple[Asset, ...] = ()


@dataclass
class Maker:
    """Makes sites one after another. What they share is read and remembered once."""

    shared: Shared
    options: Options
    cache: Cache
    _own: tuple[Project, Shared] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, project: Project, options: Options, cache: Cache) -> Maker:
        """A maker of sites that share the sources of a project."""
        return cls(load_shared(project, options.today), options, cache)

    def sources(self, project: Project | None) -> Shared:
        """The sources of a site: its own, or those of all. Of own ones the last are kept: they are asked for twice."""
        if project is None:
            return self.shared
        if self._own is None or self._own[0] is not project:
            self._own = project, load_shared(project, self.options.today)
        return self._own[1]

    def make(self, task: Task) -> Product:
        """Check and render a site."""
        shared = self.sources(task.project)
        checked = check_site(shared, task.source, task.found, history=False)
        assets: list[Asset] = []
        if checked.config:
            checked.problems.extend(_check_name(checked, task))
        if checked.sources and not errors(checked.problems):
            checked.problems.extend(check_words(checked.sources, self.cache))
            checked.problems.extend(check_looks(checked.sources.site.config, shared, self.cache))
            sizes = sizes_from(self.cache) if self.options.compress else None
            assets, told = render_member(checked.sources, self.cache, sizes)
            checked.problems.extend(told)
        problems, accepted = settle(checked, shared, self.options.strict, complete=checked.sources is not None)
        if errors(problems) or checked.sources is None:
            return Product(Outcome(task.place, problems=tuple(problems)))
        site = checked.sources.site
        if self.options.compress:
            assets = [*assets, *precompressed_forms(assets, self.cache)]
        entry = _entry(site, task.key, assets)
        return Product(Outcome(task.place, entry, True, tuple(problems), tuple(accepted), _traits(site)), tuple(assets))


def shared_name(asset: Asset) -> str:
    """The name of a file that sites share, in the folder of such files."""
    return asset.name.removeprefix(ABOVE).removeprefix(f"{ASSETS}/")


def _check_name(checked: Checked, task: Task) -> Iterable[Problem]:
    config = checked.config
    if config and task.name and f"{config.id}.toml" != task.name:
        stem = task.name.removesuffix(".toml")
        yield Problem(
            config.source.span_of("id"),
            "K122",
            f'the site in {task.name} is called "{config.id}"',
            f'id = "{stem}", the name of its file',
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
        tuple(sorted(shared_name(asset) for asset in listed if is_shared(asset))),
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
