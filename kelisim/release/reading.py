"""Builds that lie on the disk: their manifests, and the policies beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kelisim.assets import Asset
from kelisim.files import MANIFEST


class NoBuild(Exception):
    """There is no build at a path; the text says what there is instead."""


@dataclass(frozen=True)
class Build:
    """The build of one site: what its manifest says, and `policy.json` by language where it lies beside."""

    manifest: Mapping[str, Any]
    policies: Mapping[str, Mapping[str, Any]]

    @property
    def site(self) -> str:
        return str(self.manifest["site"])

    @property
    def version(self) -> str:
        return str(self.manifest["policy"]["version"])


def read_builds(path: Path) -> dict[str, Build]:
    """The builds below a path by site: a manifest, a `dist/` of one site, or one of many with a folder each."""
    if path.is_file():
        manifests = [path]
    elif (path / MANIFEST).is_file():
        manifests = [path / MANIFEST]
    else:
        manifests = sorted(path.glob(f"*/{MANIFEST}"))
    builds = [_read(manifest) for manifest in manifests]
    if not builds:
        raise NoBuild(f"{path} holds no build: there is no {MANIFEST} in it")
    return {build.site: build for build in sorted(builds, key=lambda build: build.site)}


def parse_manifest(data: bytes, path: Path) -> Mapping[str, Any]:
    """A manifest of ours. Raises NoBuild where it is something else: web apps have a `manifest.json`, too."""
    try:
        manifest = json.loads(data)
        if str(manifest["generator"]).startswith("kelisim ") and {"files", "tokens"} <= set(manifest):
            return dict(manifest)
    except (ValueError, KeyError, TypeError):
        pass
    raise NoBuild(f"{path} is no manifest of Kelisim's")


def build_of(assets: Iterable[Asset]) -> Build:
    """The same of a build that has not been written yet."""
    files = {asset.name: asset.data for asset in assets}
    manifest = json.loads(files[MANIFEST])
    return Build(manifest, {language: json.loads(files[_policy(language)]) for language in manifest["languages"]})


def _read(path: Path) -> Build:
    manifest = parse_manifest(path.read_bytes(), path)
    beside = {language: path.parent / _policy(language) for language in manifest["languages"]}
    return Build(
        manifest, {language: json.loads(file.read_bytes()) for language, file in beside.items() if file.is_file()}
    )


def _policy(language: str) -> str:
    return f"policy/{language}/policy.json"
