"""What the stages of a build hand on to each other, and what a build gives in the end."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kelisim.acceptance import AcceptedWarning
from kelisim.assets import Asset
from kelisim.catalogs import Catalog, Original
from kelisim.config import SiteConfig
from kelisim.feature_sizes import Weights
from kelisim.pipeline.shared import Shared
from kelisim.policy.build import PolicySource
from kelisim.problems import Problem, errors
from kelisim.registry import Service
from kelisim.site import Site
from kelisim.versions.archive import Archive
from kelisim.wording import Wording


@dataclass(frozen=True)
class Result:
    """What a build gives: the files of `dist/` by name, empty where an error stands in the way, and the problems.

    `accepted` are the warnings that the owner lives with: no problems any more, but a release report names them.
    `archive` are the published versions, `today` is the day that the build took for today. `weigh` tells what the
    scripts weigh and what each feature adds; it is asked only where somebody wants to read it.
    """

    assets: tuple[Asset, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    site: Site | None = None
    accepted: tuple[AcceptedWarning, ...] = ()
    archive: Archive = field(default_factory=lambda: Archive(""))
    today: datetime.date = datetime.date.min
    weigh: Callable[[], Weights | None] | None = None

    @property
    def failed(self) -> bool:
        return bool(errors(self.problems))


@dataclass(frozen=True)
class Sources:
    """A site with the sources that it shares, read and found sound enough to look at the rest."""

    site: Site
    shared: Shared
    wordings: Mapping[str, Wording]
    catalogs: Mapping[tuple[str, str], Catalog]
    policy: PolicySource

    @property
    def registry(self) -> Mapping[str, Service]:
        return self.shared.registry

    @property
    def originals(self) -> Mapping[str, Original]:
        return self.shared.originals

    @property
    def archive(self) -> Archive:
        return self.shared.archive

    @property
    def today(self) -> datetime.date:
        return self.shared.today


@dataclass(frozen=True)
class Checked:
    """What the checks leave: sources where no error stands in the way, and every problem as it was found."""

    sources: Sources | None
    config: SiteConfig | None
    problems: list[Problem]
