"""A file of the output: its bytes, its content hash, and the integrity value that a page checks it by."""

from __future__ import annotations

import base64
import functools
import hashlib
from dataclasses import dataclass

#: Characters of the digest that go into a file name: enough that no two contents of a site ever meet.
NAME_DIGITS = 12
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".ts": "text/plain; charset=utf-8",
    ".conf": "text/plain; charset=utf-8",
}
#: Before the names of assets that many sites share: they lie beside the folders of the sites.
ABOVE = "../"
IMMUTABLE = "immutable"
REVALIDATE = "revalidate"


@dataclass(frozen=True)
class Asset:
    """One file below `dist/`, by its POSIX path from there."""

    name: str
    data: bytes

    @functools.cached_property
    def integrity(self) -> str:
        """The value of an `integrity` attribute (SEC-7)."""
        return integrity_of(self.data)

    @property
    def content_type(self) -> str:
        """What a server has to call it."""
        suffix = self.name[self.name.rfind(".") :] if "." in self.name.rpartition("/")[2] else ""
        return CONTENT_TYPES.get(suffix, "text/plain; charset=utf-8")

    @property
    def cache(self) -> str:
        """`immutable` for content-hashed names, `revalidate` for names that stay while their content changes."""
        return IMMUTABLE if self.name.removeprefix(ABOVE).startswith("assets/") else REVALIDATE


def text_asset(name: str, text: str) -> Asset:
    """A text file, UTF-8."""
    return Asset(name, text.encode())


def hashed_asset(stem: str, suffix: str, data: bytes, above: str = "") -> Asset:
    """An immutable file named after its content: `assets/<stem>.<digest>.<suffix>`, in the folder `above` or here."""
    return Asset(f"{above}assets/{stem}.{hashlib.sha384(data).hexdigest()[:NAME_DIGITS]}{suffix}", data)


def is_shared(asset: Asset) -> bool:
    """Whether a file lies beside the folders of many sites, for all of them."""
    return asset.name.startswith(ABOVE)


def integrity_of(data: bytes) -> str:
    """`sha384-…` of the bytes."""
    return "sha384-" + base64.b64encode(hashlib.sha384(data).digest()).decode()
