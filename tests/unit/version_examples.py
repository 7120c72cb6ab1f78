"""Versions of the small policy, published one after another in memory."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from kelisim.policy.compiled import CompiledPolicy
from kelisim.site import Site
from kelisim.versions.archive import Archive, read_archive
from kelisim.versions.outputs import Printable
from kelisim.versions.publishing import Wish, decide, version_files
from kelisim.versions.snapshot import Snapshot, take_snapshot, with_history
from tests.unit.policy_examples import compiled, small_site

FOLDER = "policy_src/archive"
FIRST_DAY = datetime.date(2026, 12, 1)
REWORDED = ("They stand in the table.", "The table shows them.")


def wish(kind: str = "", day: datetime.date = FIRST_DAY, effective: datetime.date | None = None) -> Wish:
    """What a release manager says."""
    return Wish(kind, "Because", day, effective or day, {"en": "It is new."} if kind == "material" else {})


def snapshot(site: Site | None = None, policy: CompiledPolicy | None = None) -> Snapshot:
    """Text and meaning of the small policy."""
    return take_snapshot(site or small_site(), {"en": policy or compiled()}, "en")


def publish(
    files: Mapping[str, bytes],
    said: Wish | None = None,
    site: Site | None = None,
    policy: CompiledPolicy | None = None,
) -> dict[str, bytes]:
    """The files of an archive after one more version."""
    archive, problems = read_archive(FOLDER, files)
    assert problems == [], [str(problem) for problem in problems]
    said = said or wish()
    site, policy = site or small_site(), policy or compiled()
    taken = snapshot(site, policy)
    decided = decide(archive, taken, said.kind)
    printable = Printable(with_history(site, archive.meanings, worded_anew=said.kind == "editorial"), {"en": policy})
    assets = version_files(archive, decided, said, printable, taken, {"site.toml": "id = 1\n"}, "p {}")
    return {**files, **{f"{decided[0]}/{asset.name}": asset.data for asset in assets}}


def two_versions() -> dict[str, bytes]:
    """1.0, and 1.1 with a clause in other words, in force from the new year."""
    later = wish("editorial", datetime.date(2026, 12, 15), datetime.date(2027, 1, 1))
    return publish(publish({}), later, policy=compiled(REWORDED))


def archive_of(files: Mapping[str, bytes]) -> Archive:
    """The archive that these files are."""
    archive, problems = read_archive(FOLDER, files)
    assert problems == [], [str(problem) for problem in problems]
    return archive
