"""One build as a server hands it out: files by name, or what stands in the way."""

from __future__ import annotations

import datetime
import functools
import hashlib
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kelisim.assets import Asset
from kelisim.cache import Cache
from kelisim.files import read_project
from kelisim.pipeline import build_site
from kelisim.problems import Problem

PREVIEW = "preview/"


@dataclass(frozen=True)
class Built:
    """A build in memory. `version` names what is shown: another text, another problem, another version."""

    version: str
    files: Mapping[str, Asset] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    failure: str = ""
    #: Makes `preview/`, which shows every state at once and takes longer than all the rest: only when it is looked at.
    make_preview: Callable[[], Mapping[str, Asset]] = dict

    @property
    def failed(self) -> bool:
        return bool(self.failure) or not self.files


def build_in_memory(site_file: Path, today: datetime.date | None, cache: Cache) -> Built:
    """Build a site for looking at. A failure of our own is shown as well: the server goes on, and so does the work."""
    try:
        project = read_project(site_file)
        result = build_site(project, today, cache=cache, measured=False, previewed=False)
    except FileNotFoundError:
        return _failed(f"there is no {site_file}")
    except Exception:  # a template that its author is still writing raises what it likes
        return _failed(traceback.format_exc())
    told = [str(problem) for problem in result.problems]
    parts = (*told, *(f"{asset.name} {asset.integrity}" for asset in result.assets))

    @functools.cache
    def make_preview() -> Mapping[str, Asset]:
        shown = build_site(project, today, cache=cache, measured=False)
        return {asset.name: asset for asset in shown.assets if asset.name.startswith(PREVIEW)}

    files = {asset.name: asset for asset in result.assets}
    return Built(_digest("\n".join(parts)), files, result.problems, make_preview=make_preview)


def _failed(failure: str) -> Built:
    return Built(_digest(failure), failure=failure)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
