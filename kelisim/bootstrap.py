"""The ground a checkout stands on: a `.venv` beside `build.py`, made from a lock file, without a word from the user.

Standard library only, and quick to import: this module runs before anything is installed, and in front of every build.

A set-up is finished when its mark is there. The mark of a lock file holds the digest of that lock and the time at
which packages were last added or removed, so neither a new lock nor a package changed by hand goes unnoticed, and
looking is all that a second run does. While a set-up is under way `.venv/unfinished` says so: what an interrupted one
left is made anew.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
RUNTIME_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"

# What would lead packages elsewhere than into the environment. Which registry pip asks stays the user's affair.
PIP_SETTINGS = {"PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
PIP_MISLEADING = ("PIP_PREFIX", "PIP_ROOT", "PIP_TARGET", "PYTHONHOME", "PYTHONPATH")


class SetUpFailed(Exception):
    """The environment could not be made; the text says why and what to do, and is all that a user needs to see."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment that belongs to this checkout."""

    path: Path

    @property
    def python(self) -> Path:
        return self.path / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    @property
    def unfinished(self) -> Path:
        """There while the environment is being changed."""
        return self.path / "unfinished"

    @property
    def packages(self) -> Path:
        if sys.platform == "win32":
            return self.path / "Lib/site-packages"
        return self.path / f"lib/python{python_version()}{sys.abiflags}/site-packages"

    def mark(self, lock: Path) -> Path:
        """There once everything in the lock file is installed."""
        return self.path / f"{lock.name}.installed"

    def expected_mark(self, lock: Path) -> str:
        digest = hashlib.sha256(lock.read_bytes()).hexdigest()
        return f"{python_version()} {digest} {self.packages.stat().st_mtime_ns}"

    def is_ready(self, lock: Path) -> bool:
        """Is everything in the lock file installed, and nothing changed since?"""
        try:
            marked = self.mark(lock).read_text("ascii")
            return marked == self.expected_mark(lock) and self.python.exists() and not self.unfinished.exists()
        except OSError:
            return False

    def is_whole(self) -> bool:
        """May it be added to? Not after an interrupted set-up, nor when it is another Python's."""
        try:
            settings = (self.path / "pyvenv.cfg").read_text("utf-8")
        except OSError:
            return False
        made_by = re.search(r"^version(?:_info)? *= *(\d+\.\d+)", settings, re.MULTILINE)
        same = made_by is not None and made_by[1] == python_version()
        return same and self.python.exists() and self.packages.is_dir() and not self.unfinished.exists()

    def is_active(self) -> bool:
        return Path(sys.prefix).resolve() == self.path.resolve()


def enter(lock_name: str, root: Path = ROOT) -> None:
    """Return in a Python that has everything in the lock file: this one, or this program started again in `.venv`.

    Ends the program with status 2 and a line on what to do when that cannot be had. Does nothing in an installed
    package, which has no lock file beside it: whoever installed it installed what it needs.
    """
    environment = Environment(root / ".venv")
    lock = root / lock_name
    if not lock.exists():
        return
    if not environment.is_active() and in_virtual_environment() and has_all(lock, sys.path):
        return
    if not environment.is_ready(lock):
        if not environment.is_active() and has_all(lock, sys.path):
            return
        try:
            set_up(environment, lock)
        except SetUpFailed as failure:
            tell(str(failure))
            sys.exit(2)
        except KeyboardInterrupt:
            tell("interrupted; the next run starts the set-up again")
            sys.exit(130)
    elif environment.is_active():
        return
    start_again(environment.python)


def start_again(python: Path) -> NoReturn:
    """Run this program from the start in another Python, with the arguments as they were typed."""
    command = [str(python), *sys.orig_argv[1:]]
    if sys.platform == "win32":  # there execv gives the prompt back before the new program has ended
        sys.exit(subprocess.run(command, check=False).returncode)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], command)


def set_up(environment: Environment, lock: Path) -> None:
    """Make the environment hold everything in the lock file; of several set-ups at once one works, the others wait."""
    require_venv()
    try:
        with only_one(environment.path.with_name(f"{environment.path.name}.lock")):
            if environment.is_ready(lock):
                return
            if not (environment.is_whole() and has_all(lock, [str(environment.packages)])):
                install(environment, lock)
            write_marks(environment, lock)
    except OSError as error:
        raise SetUpFailed(f"cannot set up {environment.path}: {error.strerror or error}") from error


def install(environment: Environment, lock: Path) -> None:
    """Install everything in the lock file, into a new environment where the old one cannot be trusted."""
    began = time.monotonic()
    tell(f"installing what {lock.name} lists into {environment.path.name} (once; it may take a minute)")
    whole = environment.is_whole()
    remove_marks(environment)
    if not whole:
        if environment.path.exists():
            shutil.rmtree(environment.path)
        environment.path.mkdir()
    environment.unfinished.touch()
    if not whole:
        # From the Python under any virtual environment that is active, so that it may go without harm.
        run([getattr(sys, "_base_executable", sys.executable), "-m", "venv", str(environment.path)], "making .venv")
    python = str(environment.python)
    if not (environment.packages / "pip").is_dir():  # as in an environment made by uv
        run([python, "-m", "ensurepip", "--default-pip"], "installing pip")
    pip = [python, "-m", "pip", "--quiet", "install", "--require-hashes", "--only-binary", ":all:", "--requirement"]
    run([*pip, str(lock)], f"installing {lock.name}")
    environment.unfinished.unlink()
    tell(f"ready in {time.monotonic() - began:.0f} s")


def remove_marks(environment: Environment) -> None:
    for mark in environment.path.glob("*.installed"):
        mark.unlink()


def write_marks(environment: Environment, lock: Path) -> None:
    """Mark the lock file as installed, and every other one that is installed with it."""
    for name in {lock.name, RUNTIME_LOCK}:
        installed = lock.with_name(name)
        if name == lock.name or has_all(installed, [str(environment.packages)]):
            mark = environment.mark(installed)
            temporary = mark.with_name(f"{mark.name}.new")
            temporary.write_text(environment.expected_mark(installed), "ascii")
            temporary.replace(mark)


def has_all(lock: Path, paths: Sequence[str]) -> bool:
    """Are the packages of the lock file there, in just these versions?"""
    from importlib.metadata import distributions  # slow to import, and seldom needed

    there: dict[str, str] = {}
    for found in distributions(path=list(paths)):
        if found.name:  # what a package that was removed by halves has not
            there.setdefault(normalised(found.name), found.version)
    return all(there.get(name) == version for name, version in locked_versions(lock.read_text("utf-8")))


def locked_versions(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and version of the packages that a lock file wants on every machine."""
    for line in text.splitlines():
        requirement, _, marker = line.rstrip("\\ ").partition(" ; ")
        name, is_pinned, version = requirement.partition("==")
        if is_pinned and not marker:
            yield normalised(name.strip()), version.strip()


def normalised(name: str) -> str:
    """A package's name in the one spelling that stands for all of them (PEP 503)."""
    return name.lower().replace("_", "-").replace(".", "-")


def require_venv() -> None:
    """Debian keeps the modules that make virtual environments in a package of their own."""
    from importlib.util import find_spec

    if find_spec("venv") and find_spec("ensurepip"):
        return
    way_out = "sudo apt-get install python3-venv" if shutil.which("apt-get") else "your system's package with both"
    raise SetUpFailed(f"Python's modules venv and ensurepip are missing; type: {way_out}")


def run(command: Sequence[str], doing: str) -> None:
    """Run a command in silence; when it fails, show everything it said."""
    kept = {name: value for name, value in os.environ.items() if name not in PIP_MISLEADING}
    environ: Mapping[str, str] = {**kept, **PIP_SETTINGS}
    ended = subprocess.run(
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        close_fds=False,  # it holds the lock too, should it outlive this program
        check=False,
    )
    if ended.returncode:
        sys.stderr.buffer.write(ended.stdout)
        raise SetUpFailed(f"{doing} failed, as said above; mend that and run the same command again")


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock of that name while inside; wait, and say so, while another process has it.

    The system lets go of it when a process ends, however it ends.
    """
    with open(path, "ab") as file:
        os.set_inheritable(file.fileno(), True)
        if not try_lock(file.fileno()):
            tell("waiting for another process that does the same")
            while not try_lock(file.fileno()):
                time.sleep(0.1)
        yield


if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def in_virtual_environment() -> bool:
    return sys.prefix != sys.base_prefix


def python_version() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def tell(text: str) -> None:
    print(f"kelisim: {text}", file=sys.stderr, flush=True)
