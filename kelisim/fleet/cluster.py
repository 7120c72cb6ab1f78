"""A Dask cluster that makes sites: pieces of work go out, files come back and are written here, in the order of sites.

Only this process reads the project and writes the output, so what holds for a local build holds here: the lock, the
journal, nothing written while there is an error. Workers may come and go; a piece whose worker died is made again.
"""

from __future__ import annotations

import logging
import pickle
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kelisim.fleet.making import Outcome, Task
from kelisim.fleet.members import Member
from kelisim.fleet.remote import Call, OtherVersions, SharedWork, told_versions, unpacked
from kelisim.fleet.sameness import differences, versions
from kelisim.fleet.working import AHEAD, CHUNK, chunks
from kelisim.fleet.workshop import Workshop
from kelisim.problems import Place, Problem

if TYPE_CHECKING:
    from distributed import Client, Future

SCHEME = "dask://"
_ADDRESS = re.compile(r"dask://(\[[0-9a-fA-F:.]+\]|[^\s/:]+):\d{1,5}")
#: Seconds between two looks whether there is anybody left to wait for.
PATIENCE_SECONDS = 10
_NO_SCHEDULER = "the connection to the scheduler was lost"


class ClusterFailed(Exception):
    """The cluster cannot be worked with; nothing was written."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.found)
        self.problem = problem


@dataclass(frozen=True)
class Cluster:
    """A cluster that was found sound. `chunk` is how many sites go into a piece of work."""

    client: Client
    place: Place
    chunk: int = CHUNK
    patience: float = PATIENCE_SECONDS

    def make_all(self, workshop: Workshop, members: Iterable[Member]) -> Iterator[Outcome]:
        """Make every site; bytes and order are those of a local build. Raises ClusterFailed."""
        shared = SharedWork.of(workshop.project, workshop.order.options)
        waiting: deque[tuple[list[Outcome | None], Future[bytes] | None]] = deque()
        try:
            for chunk in chunks(members, self.chunk):
                found = [workshop.look_at(member) for member in chunk]
                tasks = [one for one in found if isinstance(one, Task)]
                piece = self._send(shared.piece(tasks, workshop.project)) if tasks else None
                waiting.append(([one if isinstance(one, Outcome) else None for one in found], piece))
                # Workers may have come since the last piece.
                if len(waiting) > AHEAD * max(1, self._workers()):
                    yield from self._received(workshop, *waiting.popleft())
            while waiting:
                yield from self._received(workshop, *waiting.popleft())
        finally:
            for _, piece in waiting:
                if piece:
                    piece.cancel()

    def _send(self, call: Call) -> Future[bytes]:
        # Two builds may want the very same: neither may take away the other's result.
        return self.client.submit(pickle.loads, call.packed(), pure=False)

    def _received(
        self, workshop: Workshop, known: Sequence[Outcome | None], piece: Future[bytes] | None
    ) -> Iterator[Outcome]:
        products = iter(unpacked(self._result(piece)) if piece else ())
        for outcome in known:
            yield outcome or workshop.put(next(products))

    def _workers(self) -> int:
        try:
            return len(self.client.nthreads())
        except OSError as error:
            raise ClusterFailed(_lost(self.place, _NO_SCHEDULER)) from error

    def _result(self, piece: Future[bytes]) -> bytes:
        """What comes back, however long it takes, as long as there is somebody who works on it."""
        from distributed import CancelledError

        try:
            while True:
                try:
                    answer: bytes = piece.result(timeout=self.patience)
                    return answer
                except TimeoutError:
                    if not self._workers():
                        raise ClusterFailed(_nobody(self.place, "every worker went away")) from None
        except (OtherVersions, ModuleNotFoundError) as error:
            raise ClusterFailed(_other(self.place, "a worker that came later", _told(error))) from error
        except (CancelledError, OSError) as error:
            raise ClusterFailed(_lost(self.place, _NO_SCHEDULER)) from error
        except _killed_worker() as error:
            raise ClusterFailed(_lost(self.place, "workers died again and again over the same sites")) from error


def is_address(text: str) -> bool:
    """Whether a text is written like the address of a cluster."""
    return bool(_ADDRESS.fullmatch(text))


@contextmanager
def asked_for(address: str | None) -> Iterator[Cluster | None]:
    """The cluster at an address, or none where nobody asks for one."""
    if address is None:
        yield None
    else:
        with connected(address) as cluster:
            yield cluster


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """The cluster at `dask://HOST:PORT`, as long as it is wanted. Raises ClusterFailed where it is of no use."""
    place = Place(address)
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise ClusterFailed(
            Problem(
                place,
                "K801",
                "Dask is not installed here",
                "the extra that --executor needs",
                "pip install 'kelisim[dask]', here and on every worker",
            )
        ) from None
    with _in_silence():
        try:
            client = Client("tcp://" + address.removeprefix(SCHEME), set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterFailed(_unreachable(place)) from error
        with client:
            _check(client, place)
            yield Cluster(client, place)


@contextmanager
def _in_silence() -> Iterator[None]:
    """Dask writes whole tracebacks about what is told here in a line."""
    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


def _check(client: Client, place: Place) -> None:
    """Whether there are workers, and each would make the same bytes. Raises ClusterFailed."""
    answers: dict[str, Any] = client.run(pickle.loads, Call(told_versions).packed(), on_error="return")
    if not answers:
        raise ClusterFailed(_nobody(place, "the scheduler has no workers"))
    for worker, answer in sorted(answers.items()):
        told = _told(answer) if isinstance(answer, Exception) else differences(answer, versions())
        if told:
            raise ClusterFailed(_other(place, f"the worker {worker}", told))


def _killed_worker() -> type[Exception]:
    from distributed import KilledWorker

    killed: type[Exception] = KilledWorker
    return killed


def _told(error: Exception) -> str:
    return str(error) if isinstance(error, OtherVersions) else f"no Kelisim that can be used ({error})"


def _unreachable(place: Place) -> Problem:
    return Problem(
        place,
        "K802",
        "no scheduler answers there",
        "the address that the scheduler printed when it was started",
        "start one with dask scheduler, and see that this machine may reach its port",
    )


def _nobody(place: Place, found: str) -> Problem:
    return Problem(
        place,
        "K803",
        found,
        "at least one worker",
        f"start workers with dask worker tcp://{place.path.removeprefix(SCHEME)} --nworkers auto",
    )


def _other(place: Place, where: str, told: str) -> Problem:
    return Problem(
        place,
        "K804",
        f"{where} has {told}",
        "the same Kelisim with the same packages everywhere",
        "install them there as they are here, and start the worker again",
    )


def _lost(place: Place, found: str) -> Problem:
    return Problem(
        place,
        "K805",
        found,
        "a cluster that stays until the build is done",
        "see what scheduler and workers printed, most often that memory ran out, and build again",
    )
