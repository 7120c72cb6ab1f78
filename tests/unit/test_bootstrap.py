"""The environment of a checkout: made once, trusted only when whole, mended when it is not.

Making a real one takes a while and wants a package registry, so here a stand-in plays venv and pip on the disk;
tests/build/test_set_up.py makes a real one.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kelisim import bootstrap
from kelisim.bootstrap import Environment, SetUpFailed

ROOT = Path(bootstrap.__file__).parent.parent
LOCK = """\
kelisim-first==1.0 \\
    --hash=sha256:00
kelisim-second==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:11
"""


@dataclass
class Machine:
    """Plays the commands that a set-up runs, and remembers them."""

    root: Path
    commands: list[str] = field(default_factory=list)
    interrupted_by: BaseException | None = None

    @property
    def environment(self) -> Environment:
        return Environment(self.root / ".venv")

    @property
    def lock(self) -> Path:
        return self.root / bootstrap.RUNTIME_LOCK

    def run(self, command: list[str], doing: str) -> None:
        self.commands.append(doing)
        if doing == "making .venv":
            self.make()
        elif doing.startswith("installing requirements"):
            if self.interrupted_by:
                raise self.interrupted_by
            self.install("kelisim-first", "1.0")

    def make(self) -> None:
        environment = self.environment
        for path in (environment.python, environment.packages / "pip/__init__.py"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        (environment.path / "pyvenv.cfg").write_text(f"version = {sys.version.split()[0]}\n", "utf-8")

    def install(self, name: str, version: str) -> None:
        for other in self.environment.packages.glob(f"{name}-*.dist-info"):
            (other / "METADATA").unlink()
            other.rmdir()
        folder = self.environment.packages / f"{name}-{version}.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n", "utf-8")


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """An empty checkout with a lock file, on a machine without any environment."""
    machine = Machine(tmp_path)
    machine.lock.write_text(LOCK, "utf-8")
    monkeypatch.setattr(bootstrap, "run", machine.run)
    return machine


def test_the_first_set_up_makes_an_environment_and_says_so(machine, capsys):
    """A fresh checkout needs nothing but Python."""
    bootstrap.set_up(machine.environment, machine.lock)

    assert machine.commands == ["making .venv", "installing requirements.lock"]
    assert machine.environment.is_ready(machine.lock)
    assert capsys.readouterr().err.splitlines() == [
        "kelisim: installing what requirements.lock lists into .venv (once; it may take a minute)",
        "kelisim: ready in 0 s",
    ]


def test_the_second_set_up_does_nothing(machine, capsys):
    """What is there is not made again."""
    bootstrap.set_up(machine.environment, machine.lock)
    machine.commands.clear()
    capsys.readouterr()

    bootstrap.set_up(machine.environment, machine.lock)

    assert machine.commands == []
    assert capsys.readouterr() == ("", "")


def test_a_new_lock_is_installed_into_the_environment_that_is_there(machine):
    """After a pull, only what changed is fetched."""
    bootstrap.set_up(machine.environment, machine.lock)
    machine.commands.clear()
    machine.lock.write_text(LOCK + "kelisim-third==3.0\n", "utf-8")

    ready = machine.environment.is_ready(machine.lock)
    bootstrap.set_up(machine.environment, machine.lock)

    assert not ready
    assert machine.commands == ["installing requirements.lock"]
    assert machine.environment.is_ready(machine.lock)


@pytest.mark.parametrize(
    "interruption", [pytest.param(KeyboardInterrupt(), id="by the user"), pytest.param(SetUpFailed("no"), id="by pip")]
)
def test_what_an_interrupted_set_up_left_is_made_anew(machine, interruption):
    """Half an environment is never taken for a whole one, even when all its packages seem to be there."""
    machine.interrupted_by = interruption
    with pytest.raises(type(interruption)):
        bootstrap.set_up(machine.environment, machine.lock)
    machine.install("kelisim-first", "1.0")
    half = machine.environment.path / "half"
    half.touch()
    machine.interrupted_by = None
    machine.commands.clear()

    ready = machine.environment.is_ready(machine.lock)
    bootstrap.set_up(machine.environment, machine.lock)

    assert not ready
    assert machine.commands == ["making .venv", "installing requirements.lock"]
    assert not half.exists()
    assert machine.environment.is_ready(machine.lock)


def other_python(environment: Environment) -> None:
    (environment.path / "pyvenv.cfg").write_text("version = 3.10.9\n", "utf-8")
    for mark in environment.path.glob("*.installed"):
        mark.write_text(mark.read_text("ascii").replace(bootstrap.python_version(), "3.10"), "ascii")


def python_gone(environment: Environment) -> None:
    environment.python.unlink()
    environment.python.symlink_to("/nowhere/python3")


def not_an_environment(environment: Environment) -> None:
    (environment.path / "pyvenv.cfg").unlink()
    (environment.path / f"{bootstrap.RUNTIME_LOCK}.installed").unlink()


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(other_python, id="another Python's"),
        pytest.param(python_gone, id="its Python is gone"),
        pytest.param(not_an_environment, id="no environment at all"),
    ],
)
def test_an_environment_that_cannot_be_used_is_made_anew(machine, spoil):
    """A new version of Python is the usual reason."""
    bootstrap.set_up(machine.environment, machine.lock)
    machine.commands.clear()
    spoil(machine.environment)

    ready = machine.environment.is_ready(machine.lock)
    bootstrap.set_up(machine.environment, machine.lock)

    assert not ready
    assert machine.commands == ["making .venv", "installing requirements.lock"]
    assert machine.environment.is_ready(machine.lock)


def test_a_package_changed_by_hand_is_put_right(machine):
    """Another version writes other bytes; the lock says which ones are meant."""
    bootstrap.set_up(machine.environment, machine.lock)
    machine.commands.clear()
    machine.install("kelisim-first", "1.1")

    ready = machine.environment.is_ready(machine.lock)
    bootstrap.set_up(machine.environment, machine.lock)

    assert not ready
    assert machine.commands == ["installing requirements.lock"]


def test_a_package_added_by_hand_is_left_alone(machine, capsys):
    """A developer may have more in the environment than the lock names."""
    bootstrap.set_up(machine.environment, machine.lock)
    machine.commands.clear()
    capsys.readouterr()
    machine.install("more", "1.0")

    bootstrap.set_up(machine.environment, machine.lock)

    assert machine.commands == []
    assert machine.environment.is_ready(machine.lock)
    assert capsys.readouterr() == ("", "")


def test_an_environment_without_pip_gets_it(machine):
    """uv makes environments without pip."""
    machine.make()
    pip = machine.environment.packages / "pip"
    (pip / "__init__.py").unlink()
    pip.rmdir()

    bootstrap.set_up(machine.environment, machine.lock)

    assert machine.commands == ["installing pip", "installing requirements.lock"]


def test_installing_the_test_lock_marks_what_it_brings_with_it(machine):
    """The tests' packages are the build's and more: a build after a test run has nothing to install."""
    tests = machine.lock.with_name(bootstrap.TEST_LOCK)
    tests.write_text(LOCK, "utf-8")

    bootstrap.set_up(machine.environment, tests)

    assert machine.environment.is_ready(tests)
    assert machine.environment.is_ready(machine.lock)


def test_two_set_ups_at_once_take_turns(tmp_path, capsys):
    """Two terminals, one checkout: the second waits and says so."""
    path, events, waiting = tmp_path / "lock", [], threading.Event()

    def second() -> None:
        with bootstrap.only_one(path):
            events.append("second")

    def told(text: str) -> None:
        events.append(text)
        waiting.set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "tell", told)
        thread = threading.Thread(target=second)
        with bootstrap.only_one(path):
            thread.start()
            waiting.wait(10)
            events.append("first")
        thread.join(10)

    assert events == ["waiting for another process that does the same", "first", "second"]


def test_a_failing_command_is_shown_whole(tmp_path, capfdbinary):
    """pip knows best what went wrong."""
    script = "import sys; print('out'); sys.stdout.flush(); print('err', file=sys.stderr); sys.exit(3)"

    with pytest.raises(SetUpFailed) as failure:
        bootstrap.run([sys.executable, "-c", script], "installing requirements.lock")

    assert capfdbinary.readouterr() == (b"", b"out\nerr\n")
    assert str(failure.value) == (
        "installing requirements.lock failed, as said above; mend that and run the same command again"
    )


def test_settings_that_lead_pip_astray_are_kept_from_it(monkeypatch, capfd):
    """A user's pip may be set to install elsewhere; which registry it asks is not touched."""
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_INDEX_URL", "https://registry.example/simple")
    names = "PIP_TARGET", "PIP_USER", "PIP_INDEX_URL"

    with pytest.raises(SetUpFailed):
        bootstrap.run([sys.executable, "-c", f"import os; exit(str([os.environ.get(n) for n in {names}]))"], "looking")

    assert capfd.readouterr().err == "[None, '0', 'https://registry.example/simple']\n"


@pytest.mark.parametrize(
    ("apt", "way_out"),
    [
        pytest.param("/usr/bin/apt-get", "sudo apt-get install python3-venv", id="Debian"),
        pytest.param(None, "your system's package with both", id="elsewhere"),
    ],
)
def test_without_venv_one_line_says_what_to_type(machine, monkeypatch, capsys, apt, way_out):
    """Debian's Python comes without the module that makes environments."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("shutil.which", lambda name: apt)

    with pytest.raises(SystemExit) as ended:
        bootstrap.enter(bootstrap.RUNTIME_LOCK, machine.root)

    assert ended.value.code == 2
    assert capsys.readouterr().err == f"kelisim: Python's modules venv and ensurepip are missing; type: {way_out}\n"


def test_a_checkout_that_cannot_be_written_to_is_told_in_one_line(machine, monkeypatch, capsys):
    """No traceback for what is the user's to mend."""
    (machine.root / ".venv.lock").mkdir()

    with pytest.raises(SystemExit) as ended:
        bootstrap.enter(bootstrap.RUNTIME_LOCK, machine.root)

    assert ended.value.code == 2
    assert capsys.readouterr().err == f"kelisim: cannot set up {machine.root / '.venv'}: Is a directory\n"


def test_the_program_starts_again_in_the_environment_with_its_arguments(machine, monkeypatch):
    """`python -X dev build.py check` goes on as the same command in `.venv`."""
    started = []
    monkeypatch.setattr("os.execv", lambda path, command: started.append(command))
    monkeypatch.setattr("sys.orig_argv", ["python3", "-X", "dev", "build.py", "check"])

    bootstrap.enter(bootstrap.RUNTIME_LOCK, machine.root)

    assert started == [[str(machine.environment.python), "-X", "dev", "build.py", "check"]]
    assert machine.environment.is_ready(machine.lock)


def test_the_environment_that_is_active_and_ready_is_stayed_in(machine, monkeypatch):
    """Inside `.venv` there is nothing left to do."""
    bootstrap.set_up(machine.environment, machine.lock)
    machine.commands.clear()
    monkeypatch.setattr("sys.prefix", str(machine.environment.path))
    monkeypatch.setattr("os.execv", lambda path, command: pytest.fail("started again"))

    bootstrap.enter(bootstrap.RUNTIME_LOCK, machine.root)

    assert machine.commands == []


@pytest.mark.parametrize("prefix", [pytest.param("/venv", id="virtual environment"), pytest.param("/usr", id="system")])
def test_an_environment_of_the_users_own_that_has_everything_is_used(machine, monkeypatch, prefix):
    """Whoever installed the lock file already needs no `.venv`."""
    machine.make()
    machine.install("kelisim-first", "1.0")
    monkeypatch.syspath_prepend(str(machine.environment.packages))
    monkeypatch.setattr("sys.prefix", prefix)
    monkeypatch.setattr("sys.base_prefix", "/usr")
    monkeypatch.setattr("os.execv", lambda path, command: pytest.fail("started again"))

    bootstrap.enter(bootstrap.RUNTIME_LOCK, machine.root)

    assert machine.commands == []


def test_an_installed_package_sets_nothing_up(machine):
    """pip, pipx and uv have installed what it needs; there is no lock file to ask."""
    machine.lock.unlink()

    bootstrap.enter(bootstrap.RUNTIME_LOCK, machine.root)

    assert machine.commands == []
    assert not machine.environment.path.exists()


def test_of_a_package_that_is_there_twice_the_first_one_counts(machine, tmp_path):
    """Python imports the one that comes first on its path."""
    machine.make()
    machine.install("kelisim-first", "1.0")
    shadowed = tmp_path / "shadowed/kelisim_first-0.9.dist-info"
    shadowed.mkdir(parents=True)
    (shadowed / "METADATA").write_text("Name: kelisim_first\nVersion: 0.9\n", "utf-8")

    packages, other = str(machine.environment.packages), str(shadowed.parent)

    assert bootstrap.has_all(machine.lock, [packages, other])
    assert not bootstrap.has_all(machine.lock, [other, packages])


def test_a_lock_names_packages_with_their_versions():
    """Packages for some machines only are pip's to judge."""
    text = "Typing_Extensions==4.16.0 \\\n    --hash=sha256:00\npyee==13.0.1 ; python_version < '3.12' \\\n"

    assert list(bootstrap.locked_versions(text)) == [("typing-extensions", "4.16.0")]


def test_bootstrap_needs_nothing_but_the_standard_library():
    """It runs before anything is installed."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import kelisim.bootstrap, tests.run"

    ended = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stderr) == (0, "")
