"""The files of `release/`: archives of a build, what they are made of, and what was decided about them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import kelisim
from kelisim.acceptance import AcceptedWarning
from kelisim.assets import Asset, text_asset
from kelisim.cache import Cache
from kelisim.files import MANIFEST
from kelisim.release.archives import EARLIEST, Package, npm_archive, released_files, zip_archive
from kelisim.release.bom import render_bom
from kelisim.release.checksums import render_checksums, sha256
from kelisim.release.report import report_tables
from kelisim.release.tables import Table, render_markdown, render_text

CHECKSUMS = "SHA256SUMS"
BOM = "bom.cdx.json"


@dataclass(frozen=True)
class Circumstances:
    """What a release takes from outside its sources: a moment for the archives, versions of the build's libraries."""

    tools: Mapping[str, str]
    moment: int = EARLIEST


def pack_release(
    assets: Iterable[Asset],
    package: Package,
    accepted: Iterable[AcceptedWarning],
    circumstances: Circumstances,
    cache: Cache,
    *,
    build: str,
    more: Iterable[Table] = (),
) -> list[Asset]:
    """The files of `release/`. `build` is the path from there to the build; `more` is what the report says besides."""
    files = released_files(assets)
    [manifest] = [json.loads(file.data) for file in files if file.name == MANIFEST]
    name = f"{manifest['site']}-{manifest['policy']['version']}"
    zipped = Asset(f"{name}.zip", zip_archive(files, circumstances.moment))
    packed = Asset(npm_file_name(package), npm_archive(files, package, cache, circumstances.moment))
    bill = text_asset(BOM, render_bom(package, sha256(zipped.data), circumstances.tools))
    tables = [*report_tables(manifest, package, accepted, {one.name: one.data for one in (zipped, packed)}), *more]
    out = [
        zipped,
        packed,
        bill,
        text_asset("report.md", render_markdown(tables)),
        text_asset("report.txt", render_text(tables)),
    ]
    sums = {file.name: file.data for file in out} | {f"{build}/{file.name}": file.data for file in files}
    out.append(text_asset(CHECKSUMS, render_checksums(sums)))
    return [*out, _contents(out, manifest)]


def npm_file_name(package: Package) -> str:
    """As `npm pack` calls it: a scope becomes a part of the name."""
    return f"{package.name.removeprefix('@').replace('/', '-')}-{package.version}.tgz"


def _contents(files: Iterable[Asset], manifest: Mapping[str, object]) -> Asset:
    """`manifest.json` of the release, which is also the mark that the directory may be replaced."""
    document = {
        "format": 1,
        "generator": f"kelisim {kelisim.__version__}",
        "site": manifest["site"],
        "policy": manifest["policy"],
        "files": {file.name: {"bytes": len(file.data), "integrity": file.integrity} for file in files},
    }
    return text_asset(MANIFEST, json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
