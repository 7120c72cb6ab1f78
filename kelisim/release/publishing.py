"""A build goes into the folder that a server serves: file by file in a safe order, read again, nothing deleted."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kelisim.assets import integrity_of
from kelisim.files import MANIFEST
from kelisim.release.plan import Step, plan_steps
from kelisim.release.reading import NoBuild, parse_manifest
from kelisim.serving.precompressed import ENDINGS

#: Lies in the target while a build goes out. A target with it is ours, although its manifest is not there yet.
JOURNAL = ".kelisim-publishing"
_PART = ".kelisim-part-"

COPIED, KEPT, REMOVED = "copied", "kept", "removed"


class NotPublished(Exception):
    """A build may not go out, or did not arrive; the text says why and what to do."""


@dataclass(frozen=True)
class Shipment:
    """A build that is whole: every file is there and is what the manifest says."""

    source: Path
    site: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Deed:
    """What was done with one file of the target, or would be."""

    kind: str
    name: str


def read_shipment(source: Path) -> Shipment:
    """The build in a folder. Raises NotPublished where a file is missing or is another than the manifest's."""
    try:
        data = (source / MANIFEST).read_bytes()
        manifest = parse_manifest(data, source / MANIFEST)
    except (OSError, NoBuild):
        raise NotPublished(f"{source} holds no build: there is no {MANIFEST} of Kelisim's in it") from None
    present = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    steps = plan_steps(manifest, data, present)
    for step in steps:
        if step.integrity and (step.name not in present or integrity_of(_read(source, step)) != step.integrity):
            raise NotPublished(f"{source / step.name} is not what {MANIFEST} says; build again")
    return Shipment(source, str(manifest["site"]), steps)


def publish(shipment: Shipment, target: Path, *, dry_run: bool = False) -> list[Deed]:
    """Bring a build to a folder; what is there already stays, so that an interrupted run is finished by the next.

    Raises NotPublished where the folder is somebody else's, or where a file cannot be read back as it was written.
    """
    target = target.absolute()
    _refuse(shipment, target)
    if not dry_run:
        target.mkdir(parents=True, exist_ok=True)
        _write(target / JOURNAL, json.dumps({"site": shipment.site}).encode())
        _clear_parts(shipment.steps, target)
    deeds = [deed for step in shipment.steps for deed in _bring(shipment, step, target, dry_run=dry_run)]
    if not dry_run:
        (target / JOURNAL).unlink()
        _sync_folder(target)
    return deeds


def _refuse(shipment: Shipment, target: Path) -> None:
    source = shipment.source.resolve()
    if target.resolve().is_relative_to(source) or source.is_relative_to(target.resolve()):
        raise NotPublished(f"{target} and {shipment.source} lie in each other; choose another folder")
    if target.exists() and not target.is_dir():
        raise NotPublished(f"{target} is not a folder")
    if not target.is_dir() or not any(target.iterdir()):
        return
    site = _site_of(target)
    if site is None:
        raise NotPublished(f"{target} holds files that Kelisim did not publish; choose an empty folder")
    if site != shipment.site:
        raise NotPublished(f"{target} holds the site {site}, not {shipment.site}; choose another folder")
    for step in shipment.steps:
        if not (target / step.name).parent.resolve().is_relative_to(target.resolve()):
            raise NotPublished(f"{(target / step.name).parent} leads out of {target}")


def _site_of(target: Path) -> str | None:
    """The site that was published into a folder, or was about to be."""
    for name in (MANIFEST, JOURNAL):
        try:
            data = (target / name).read_bytes()
            return str((parse_manifest(data, target) if name == MANIFEST else json.loads(data))["site"])
        except (OSError, ValueError, KeyError, TypeError, NoBuild):
            continue
    return None


def _bring(shipment: Shipment, step: Step, target: Path, *, dry_run: bool) -> Iterable[Deed]:
    data, place = _read(shipment.source, step), target / step.name
    if place.is_file() and place.read_bytes() == data:
        yield Deed(KEPT, step.name)
    else:
        if not dry_run:
            place.parent.mkdir(parents=True, exist_ok=True)
            _write(place, data)
            if place.read_bytes() != data:
                raise NotPublished(f"{place} is not what was written; look at the disk, then publish again")
        yield Deed(COPIED, step.name)
    if not step.encoding:
        yield from _drop_stale_forms(shipment, step, target, dry_run=dry_run)


def _drop_stale_forms(shipment: Shipment, step: Step, target: Path, *, dry_run: bool) -> Iterable[Deed]:
    """A compressed form of the build before would be sent instead of the file, for ever: it goes, the file stays."""
    coming = {one.name for one in shipment.steps}
    for name in (step.name + ending for ending in ENDINGS):
        if name not in coming and (target / name).is_file():
            if not dry_run:
                (target / name).unlink()
            yield Deed(REMOVED, name)


def _write(place: Path, data: bytes) -> None:
    """Whole or not at all, and on the disk before anything that names it follows."""
    beside = place.with_name(f".{place.name}{_PART}{secrets.token_hex(4)}")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, place)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(place.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows opens no folders, and needs no such push
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear_parts(steps: Iterable[Step], target: Path) -> None:
    """What a killed run left half written."""
    for folder in sorted({(target / step.name).parent for step in steps}):
        for part in folder.glob(f".*{_PART}*"):
            part.unlink(missing_ok=True)


def _read(folder: Path, step: Step) -> bytes:
    return (folder / step.name).read_bytes()
