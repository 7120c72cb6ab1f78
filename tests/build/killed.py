"""Builds as the tests of interruptions run them: killed at a step of the disk, as a power cut would."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

#: What a build does to the disk, by the names of the audit events of Python.
STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}


def until(step: int, root: Path, work: Callable[[], object]) -> NoReturn:
    """Do some work in this process, and end it without ado before a step of the disk below `root`.

    Exits with 9 when it was killed, with 0 when the work was done before.
    """
    count = 0
    shown = str(root)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event not in STEPS or not str(arguments[0]).startswith(shown):
            return
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            return
        count += 1
        if count == step:
            os._exit(9)

    sys.addaudithook(watch)
    work()
    os._exit(0)
