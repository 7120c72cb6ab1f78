"""Archives of a build: a zip and an npm package, the same bytes on every machine."""

from __future__ import annotations

import datetime
import io
import json
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kelisim.assets import Asset
from kelisim.cache import Cache
from kelisim.serving.precompressed import ENDINGS, compressed
from kelisim.serving.rules import OWNERS_FOLDERS

#: The first moment that a zip can hold: what is packed has no time of its own.
EARLIEST = int(datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC).timestamp())
_MODE = 0o644


@dataclass(frozen=True)
class Package:
    """What an npm package is called, and what it says of itself."""

    name: str
    version: str
    url: str


def released_files(assets: Iterable[Asset]) -> list[Asset]:
    """The files that go out, sorted by name: no demo, no preview, nothing precompressed."""
    leading = tuple(f"{folder}/" for folder in OWNERS_FOLDERS)
    return sorted(
        (asset for asset in assets if not asset.name.startswith(leading) and not asset.name.endswith(ENDINGS)),
        key=lambda asset: asset.name,
    )


def zip_archive(files: Iterable[Asset], moment: int = EARLIEST) -> bytes:
    """The files as a zip. They are stored as they are: deflated bytes would hang on the zlib of the machine."""
    buffer = io.BytesIO()
    at = datetime.datetime.fromtimestamp(max(moment, EARLIEST), datetime.UTC)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(files, key=lambda asset: asset.name):
            entry = zipfile.ZipInfo(file.name, at.timetuple()[:6])
            entry.create_system = 3  # Unix, on Windows too: the mode below is one of its
            entry.external_attr = (0o100000 | _MODE) << 16
            archive.writestr(entry, file.data)
    return buffer.getvalue()


def npm_archive(files: Iterable[Asset], package: Package, cache: Cache, moment: int = EARLIEST) -> bytes:
    """The files as `npm pack` lays them out, compressed by a library that brings its own code."""
    own = [
        Asset("package.json", json.dumps(_description(package), ensure_ascii=False, indent=2).encode() + b"\n"),
        Asset("README.md", _readme(package).encode()),
    ]
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for file in [*own, *sorted(files, key=lambda asset: asset.name)]:
            entry = tarfile.TarInfo(f"package/{file.name}")
            entry.size, entry.mode, entry.mtime = len(file.data), _MODE, max(moment, EARLIEST)
            archive.addfile(entry, io.BytesIO(file.data))
    return compressed(buffer.getvalue(), ".gz", cache)


def _description(package: Package) -> Mapping[str, Any]:
    return {
        "name": package.name,
        "version": package.version,
        "description": f"Consent banner, gate and cookie policy of {package.url}",
        "homepage": package.url,
        "license": "MIT",
        "main": "./kelisim.js",
        "types": "./kelisim.d.ts",
        "exports": {".": {"types": "./kelisim.d.ts", "default": "./kelisim.js"}, "./*": "./*"},
        "sideEffects": True,
    }


def _readme(package: Package) -> str:
    return f"""\
# {package.name}

Consent banner, gate and cookie policy of {package.url}, built by Kelisim. Serve this folder from the site itself, for
example as `/consent/`; `embed.html` has the tags to paste, `nginx.conf`, `apache.conf`, `Caddyfile` and `_headers` what
the server has to say of the files.

```ts
import type {{ KelisimConsent }} from '{package.name}'
```
"""
