"""What must be the same wherever a part of a build is made: Kelisim itself, and what its bytes come from."""

from __future__ import annotations

import functools
import hashlib
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import kelisim

#: Packages whose version can be seen in what is written: names of countries, colours, minified and packed bytes.
WRITERS = ("babel", "brotli", "coloraide", "jinja2", "lightningcss", "markdown", "minify-go", "zopfli")


@functools.cache
def versions() -> Mapping[str, str]:
    """Versions by name, of this process. Two checkouts may both say 0.1.0: Kelisim's own has a digest of its code."""
    found = {"Kelisim": f"{kelisim.__version__} ({_code_digest()})", "Python": "{}.{}".format(*sys.version_info[:2])}
    for name in WRITERS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found


def differences(theirs: Mapping[str, str], ours: Mapping[str, str]) -> str:
    """What is not the same there as here, in words; empty where nothing is."""
    return ", ".join(
        f"{name} {theirs.get(name, 'missing')} instead of {wanted}"
        for name, wanted in ours.items()
        if theirs.get(name) != wanted
    )


def _code_digest() -> str:
    made = hashlib.sha256()
    for name, path in _files(Path(kelisim.__file__).parent):
        made.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()[:8]


def _files(package: Path) -> Iterator[tuple[str, Path]]:
    """The package's own files, wherever it is installed; those of `data/` travel with the work."""
    for path in sorted(package.rglob("*")):
        parts = path.relative_to(package).parts
        passed_over = parts[0] == "data" or any(part == "__pycache__" or part.startswith(".") for part in parts)
        if path.is_file() and not passed_over:
            yield "/".join(parts), path
