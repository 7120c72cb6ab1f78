"""The release report: what was released, what a visitor loads, and the warnings that somebody lives with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kelisim.acceptance import AcceptedWarning
from kelisim.bundle import LOADER
from kelisim.release.archives import Package
from kelisim.release.checksums import sha256
from kelisim.release.tables import Table


def report_tables(
    manifest: Mapping[str, Any], package: Package, accepted: Iterable[AcceptedWarning], archives: Mapping[str, bytes]
) -> Iterator[Table]:
    """The report of one site; `archives` are the files to hand out, by name."""
    policy = manifest["policy"]
    effective = f", effective {policy['effective']}" if policy["effective"] else ""
    yield Table(
        f"Release of {manifest['site']}",
        (
            f"Site: {manifest['url']}, in {', '.join(manifest['languages'])}; consent is {manifest['consent_model']}.",
            f"Policy: version {policy['version']}{effective}, digest {policy['digest']}.",
            f"npm package: {package.name} {package.version}.",
            f"Built by {manifest['generator']}.",
        ),
        level=1,
    )
    yield _accepted(accepted)
    yield _loads(manifest["files"])
    yield Table(
        "What visitors are asked",
        () if manifest["tokens"] else ("Nothing: no optional service is in use.",),
        ("category", "service", "token"),
        tuple(_asked(manifest)),
    )
    yield Table(
        "Archives",
        columns=("file", "bytes", "SHA-256"),
        rows=tuple((name, str(len(data)), sha256(data)) for name, data in sorted(archives.items())),
    )


def _accepted(accepted: Iterable[AcceptedWarning]) -> Table:
    rows = tuple(
        (
            one.problem.code,
            str(one.problem.place),
            one.problem.found,
            one.acceptance.reason,
            one.acceptance.who,
            one.acceptance.until.isoformat(),
        )
        for one in accepted
    )
    told = () if rows else ("None: the build has no warning.",)
    return Table("Accepted warnings", told, ("code", "where", "what", "reason", "who", "until"), rows)


def _loads(files: Mapping[str, Any]) -> Table:
    """The loader, which everybody gets, and the parts, which are loaded when they are needed."""
    wanted = [LOADER, *sorted(name for name in files if name.startswith("assets/"))]
    rows = tuple((name, *(str(files[name].get(key, "")) for key in ("bytes", "gzip", "brotli"))) for name in wanted)
    return Table("What a browser loads", columns=("file", "bytes", "gzip", "Brotli"), rows=rows)


def _asked(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for category, services in manifest["categories"].items():
        for token, service in manifest["tokens"].items():
            if service in services:
                yield category, service, token
