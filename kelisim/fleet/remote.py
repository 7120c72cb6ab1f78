"""A piece of work that travels: sources and descriptions of sites go there, files come back. No disk is shared.

Everything is packed here, because a worker that cannot unpack what it is sent would leave the cluster without a word:
what it unpacks first is a call by name, and whatever goes wrong in that is an answer like any other.
"""

from __future__ import annotations

import hashlib
import pickle
import threading
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kelisim.assets import is_shared
from kelisim.cache import FOLDER, Cache
from kelisim.files import Project
from kelisim.fleet.making import Maker, Options, Product, Task
from kelisim.fleet.sameness import differences, versions

#: One site after another: threads of one process would only wait for each other, and what sites share knows no locks.
_one_at_a_time = threading.Lock()
#: The last one, by the digest of its sources.
_makers: dict[str, tuple[Maker, Project]] = {}


class OtherVersions(Exception):
    """The work came to a place where other bytes would be made; the text says what is different there."""


class Call:
    """A call by name: unpickling it is making it."""

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self._call = function, arguments

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self._call

    def packed(self) -> bytes:
        """For `pickle.loads`, which every worker has."""
        return pickle.dumps(self)


@dataclass(frozen=True)
class SharedWork:
    """What every piece of a build takes along: the sources of the project, packed, and what makes the same bytes."""

    digest: str
    packed: bytes
    versions: Mapping[str, str]

    @classmethod
    def of(cls, project: Project, options: Options) -> SharedWork:
        """Pack what all pieces share."""
        packed = zlib.compress(pickle.dumps((project, options)), 1)
        return cls(hashlib.sha256(packed).hexdigest(), packed, versions())

    def piece(self, tasks: Sequence[Task], project: Project) -> Call:
        """The call that makes some sites; of those with sources of their own only what differs travels."""
        parcels = [(replace(task, project=None), _own(task.project, project)) for task in tasks]
        return Call(make_packed, dict(self.versions), self.digest, self.packed, pickle.dumps(parcels))


def told_versions() -> dict[str, str]:
    """The versions of the place where it is asked."""
    return dict(versions())


def make_packed(wanted: Mapping[str, str], digest: str, shared: bytes, parcels: bytes) -> bytes:
    """Make sites and pack them. Raises OtherVersions before anything is unpacked that only equals can unpack."""
    different = differences(versions(), wanted)
    if different:
        raise OtherVersions(different)
    with _one_at_a_time:
        maker, project = _maker(digest, shared)
        return pickle.dumps(_without_repeats(maker.make(task) for task in _tasks(pickle.loads(parcels), project)))


def unpacked(answer: bytes) -> list[Product]:
    """The sites of an answer."""
    products: list[Product] = pickle.loads(answer)
    return products


def _tasks(parcels: Iterable[tuple[Task, dict[str, Any] | None]], project: Project) -> Iterable[Task]:
    for task, own in parcels:
        yield task if own is None else replace(task, project=replace(project, **own))


def _own(project: Project | None, base: Project) -> dict[str, Any] | None:
    """What a site's own sources have that those of all have not."""
    if project is None:
        return None
    names = (field.name for field in fields(Project))
    return {name: getattr(project, name) for name in names if getattr(project, name) != getattr(base, name)}


def _without_repeats(products: Iterable[Product]) -> list[Product]:
    """A file that sites share travels once in a piece: with the first that has it."""
    seen: set[str] = set()
    kept = []
    for product in products:
        kept.append(replace(product, assets=tuple(asset for asset in product.assets if asset.name not in seen)))
        seen.update(asset.name for asset in product.assets if is_shared(asset))
    return kept


def _maker(digest: str, shared: bytes) -> tuple[Maker, Project]:
    """The maker for these sources; the one of the last piece where they are the same."""
    if digest not in _makers:
        project, options = pickle.loads(zlib.decompress(shared))
        _makers.clear()
        _makers[digest] = Maker.of(project, options, Cache(_scratch())), project
    return _makers[digest]


def _scratch() -> Path | None:
    """Where a worker of Dask may keep files for as long as it lives."""
    from distributed import get_worker

    try:
        return Path(get_worker().local_directory) / FOLDER
    except ValueError:
        return None
