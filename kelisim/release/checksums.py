"""`SHA256SUMS`: the one file to sign."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping


def render_checksums(files: Mapping[str, bytes]) -> str:
    """A line a file, sorted by path, as `sha256sum -c` reads it."""
    return "".join(f"{sha256(data)}  {path}\n" for path, data in sorted(files.items()))


def sha256(data: bytes) -> str:
    """The digest that `sha256sum` prints."""
    return hashlib.sha256(data).hexdigest()
