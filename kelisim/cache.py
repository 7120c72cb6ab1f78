"""A cache by content: results of work that costs time, found again by the digest of everything that went in.

Safe to delete at any time and safe between processes: an entry is written under a temporary name and moved into place,
and its name says what it is made from. Nothing depends on it but speed.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kelisim

FOLDER = ".kelisim-cache"


class Cache:
    """Values of JSON's kinds by the content they were made from. Without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def value(self, kind: str, made_from: bytes, make: Callable[[], Any]) -> Any:
        """The value that `make` gives for this content, from the cache where it was made before."""
        if self._folder is None:
            return make()
        path, digest = self._place(kind, made_from)
        found = _read(path, digest)
        if found is not None:
            return found[0]
        value = make()
        self._keep(path, json.dumps({"digest": digest, "value": value}, ensure_ascii=False))
        return value

    def known(self, kind: str, made_from: bytes) -> Any:
        """The value that was made for this content before; None where none was."""
        found = _read(*self._place(kind, made_from)) if self._folder else None
        return found[0] if found else None

    def _place(self, kind: str, made_from: bytes) -> tuple[Path, str]:
        digest = hashlib.sha256(b"\0".join((kelisim.__version__.encode(), kind.encode(), made_from))).hexdigest()
        return (self._folder or Path()) / kind / f"{digest[:32]}.json", digest

    def _keep(self, path: Path, text: str) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            ignore = path.parent.parent / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", "utf-8")
            beside = path.with_suffix(f".{secrets.token_hex(4)}")
            beside.write_text(text, "utf-8")
            os.replace(beside, path)
        except OSError:
            pass  # a read-only project builds as well, only slower


def _read(path: Path, digest: str) -> tuple[Any] | None:
    """The value of a file; None where it is not there, or damaged: it is made anew."""
    try:
        kept = json.loads(path.read_bytes())
        return (kept["value"],) if kept["digest"] == digest else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
