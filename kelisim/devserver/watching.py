"""Which sources changed since the last look.

Looked for, not listened to: a few hundred files are asked for their time in two milliseconds, on every system, in
containers and on network drives, where notices of the system get lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kelisim.files import packaged_root, project_root

FOLDERS = ("banner", "policy_src", "translations")


class Watcher:
    """Remembers how the sources of a site looked."""

    def __init__(self, site_file: Path) -> None:
        roots = dict.fromkeys((project_root(site_file), packaged_root()))
        self._site_file = site_file
        self._folders = [root / folder for root in roots for folder in FOLDERS]
        self._seen = dict(self._look())

    def changed(self) -> bool:
        """Whether anything came, went or was written since the last call."""
        seen = dict(self._look())
        changed, self._seen = seen != self._seen, seen
        return changed

    def _look(self) -> Iterator[tuple[str, tuple[int, int]]]:
        for path in (self._site_file, *self._site_file.parent.glob("_*.toml")):
            yield from _state(path)
        for folder in self._folders:
            for place, _, names in os.walk(folder):
                for name in names:
                    yield from _state(Path(place, name))


def _state(path: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    try:
        told = path.stat()
    except OSError:
        return  # gone between two looks, or never there
    yield str(path), (told.st_mtime_ns, told.st_size)
