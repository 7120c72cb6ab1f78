"""Chunks of sites in several processes: what sites share is read once, results come back in the order of the sites."""

from __future__ import annotations

import gc
import itertools
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor

from kelisim.fleet.index import Entry
from kelisim.fleet.making import Outcome
from kelisim.fleet.members import Member
from kelisim.fleet.workshop import Order, Workshop

#: Sites a piece of work: enough to be worth sending, few enough that no process waits long for the last one.
CHUNK = 50
#: Pieces under way a process; more would only fill memory.
AHEAD = 3

_workshop: Workshop | None = None


def jobs_from(text: str) -> int:
    """The number of processes that `--jobs` asks for: a number, or auto, one a core. Raises ValueError."""
    if text == "auto":
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def make_all(workshop: Workshop, members: Iterable[Member], jobs: int) -> Iterator[Outcome]:
    """Make every site; bytes and order are the same for any number of processes."""
    if jobs == 1:
        yield from map(workshop.make, members)
        return
    global _workshop
    # Where processes are forked they inherit it; elsewhere each reads the sources for itself.
    _workshop = workshop
    # What is there already is left alone by the collector, so that processes go on sharing its pages.
    gc.freeze()
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    try:
        with ProcessPoolExecutor(
            jobs, multiprocessing.get_context(method), _prepare, (workshop.order, workshop.known)
        ) as pool:
            yield from _in_order(pool, members, jobs)
    finally:
        _workshop = None
        gc.unfreeze()


def _in_order(pool: ProcessPoolExecutor, members: Iterable[Member], jobs: int) -> Iterator[Outcome]:
    waiting: deque[Future[list[Outcome]]] = deque()
    try:
        for chunk in chunks(members, CHUNK):
            waiting.append(pool.submit(_make_chunk, chunk))
            if len(waiting) > jobs * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _prepare(order: Order, known: Mapping[str, Entry]) -> None:
    global _workshop
    if _workshop is None:
        _workshop = Workshop.open(order, known)


def _make_chunk(chunk: list[Member]) -> list[Outcome]:
    if _workshop is None:
        raise RuntimeError("the process was not prepared")
    return [_workshop.make(member) for member in chunk]


def chunks(members: Iterable[Member], size: int) -> Iterator[list[Member]]:
    """The members in pieces of so many."""
    iterator = iter(members)
    while chunk := list(itertools.islice(iterator, size)):
        yield chunk
