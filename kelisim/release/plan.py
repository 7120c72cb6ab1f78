"""The order in which a build goes out, so that at no moment a page asks for what is not there.

Assets first: nobody asks for them yet. Then the pages, which name assets. Then the loader, which names parts. The
manifest comes last: it says that all the rest is there. Nothing is deleted: a loader in somebody's cache still names
the assets of the build before.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kelisim.assets import Asset
from kelisim.bundle import LOADER
from kelisim.files import MANIFEST
from kelisim.serving.precompressed import ENDINGS
from kelisim.serving.rules import OWNERS_FOLDERS

PHASES = ("assets", "pages", "loader", "manifest")
_ENCODINGS = {".br": "br", ".gz": "gzip"}


@dataclass(frozen=True)
class Step:
    """One file on its way; `integrity` and `bytes` are empty for a compressed form, which no manifest lists."""

    phase: str
    name: str
    content_type: str
    cache: str
    integrity: str = ""
    bytes: int = 0
    encoding: str = ""

    @property
    def plain_name(self) -> str:
        """The file that this one is, or is a form of."""
        return self.name.removesuffix(next((end for end, code in _ENCODINGS.items() if code == self.encoding), ""))


def plan_steps(manifest: Mapping[str, Any], manifest_bytes: bytes, present: Collection[str]) -> tuple[Step, ...]:
    """The files of a build in order; `present` are the names that lie there, compressed forms among them."""
    own = Asset(MANIFEST, manifest_bytes)
    listed = {
        **{name: entry for name, entry in manifest["files"].items() if _goes_out(name)},
        MANIFEST: {
            "bytes": len(own.data),
            "integrity": own.integrity,
            "type": own.content_type,
            "cache": manifest["files"][LOADER]["cache"],
        },
    }
    steps = (step for name, entry in listed.items() for step in _steps(name, entry, present))
    # Compressed forms go before their file, so that the manifest itself is the very last.
    return tuple(
        sorted(steps, key=lambda step: (PHASES.index(step.phase), step.plain_name, not step.encoding, step.name))
    )


def render_plan(site: str, steps: tuple[Step, ...]) -> str:
    """The plan for whoever uploads by other means."""
    document = {
        "format": 1,
        "site": site,
        "steps": [
            {"phase": phase, "files": [_told(step) for step in steps if step.phase == phase]} for phase in PHASES
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _goes_out(name: str) -> bool:
    return not name.startswith(tuple(f"{folder}/" for folder in OWNERS_FOLDERS))


def _steps(name: str, entry: Mapping[str, Any], present: Collection[str]) -> Iterator[Step]:
    phase = _phase(name)
    yield Step(phase, name, entry["type"], entry["cache"], entry["integrity"], entry["bytes"])
    for ending in ENDINGS:
        if name + ending in present:
            yield Step(phase, name + ending, entry["type"], entry["cache"], encoding=_ENCODINGS[ending])


def _phase(name: str) -> str:
    if name.startswith("assets/"):
        return "assets"
    return {LOADER: "loader", MANIFEST: "manifest"}.get(name, "pages")


def _told(step: Step) -> dict[str, Any]:
    told = {
        "name": step.name,
        "bytes": step.bytes,
        "integrity": step.integrity,
        "type": step.content_type,
        "cache": step.cache,
        "encoding": step.encoding,
    }
    return {key: value for key, value in told.items() if value}
