"""tests/run.py installs only what is missing, says what it may not install, and hands the rest to pytest."""

from __future__ import annotations

import sys
import tomllib
from contextlib import nullcontext
from fnmatch import fnmatch
from pathlib import Path

import pytest

from kelisim import bootstrap
from tests import run
from tests.run import Tool

ROOT = Path(__file__).resolve().parent.parent.parent
PRESENT = Tool("python3", sys.executable)
MISSING = Tool("first-tool", "/nowhere/first")
MISSING_BROWSER = Tool("second-browser", "kelisim-no-such-browser", for_browser_tests=True)


@pytest.fixture
def commands(monkeypatch):
    """The commands that would have been run."""
    ran: list[str] = []
    monkeypatch.setattr(bootstrap, "run", lambda command, doing: ran.append(doing))
    return ran


def test_what_is_there_is_not_installed(commands):
    """The second run starts at once."""
    run.install_tools([PRESENT])

    assert commands == []


@pytest.mark.parametrize(
    ("apt", "user", "text"),
    [
        pytest.param(
            "/usr/bin/apt-get",
            1000,
            "something is missing; type: sudo apt-get install --no-install-recommends first-tool second-browser"
            " (or leave the browser tests out: --no-browsers)",
            id="not root",
        ),
        pytest.param(
            None,
            0,
            "install what Debian's packages first-tool, second-browser hold"
            " (or leave the browser tests out: --no-browsers)",
            id="not Debian",
        ),
    ],
)
def test_what_may_not_be_installed_is_said_in_one_line(commands, monkeypatch, apt, user, text):
    """The user types the line and goes on."""
    monkeypatch.setattr("shutil.which", lambda name, path=None: apt if name == "apt-get" else None)
    monkeypatch.setattr("os.geteuid", lambda: user)

    with pytest.raises(bootstrap.SetUpFailed) as failure:
        run.install_tools([PRESENT, MISSING, MISSING_BROWSER])

    assert str(failure.value) == text
    assert commands == []


def test_root_gets_the_missing_packages_and_no_others(commands, monkeypatch, capsys):
    """CI installs what a fresh machine has not."""
    monkeypatch.setattr("shutil.which", lambda name, path=None: name if name == "apt-get" else None)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(run, "services_kept_down", lambda policy: nullcontext())
    monkeypatch.setenv("DEBIAN_FRONTEND", "noninteractive")

    run.install_tools([PRESENT, MISSING])

    assert commands == ["apt-get update", "apt-get install --no-install-recommends first-tool"]
    assert capsys.readouterr().err == ("kelisim: installing Debian's first-tool (once; it may take some minutes)\n")


def test_services_are_kept_down_only_while_packages_are_installed(tmp_path):
    """A web server that came for the tests is not started beside them."""
    policy = tmp_path / "policy-rc.d"

    with run.services_kept_down(policy):
        during = policy.read_text("utf-8"), policy.stat().st_mode & 0o777

    assert during == ("#!/bin/sh\nexit 101\n", 0o755)
    assert not policy.exists()


def test_a_policy_that_is_there_is_left_alone(tmp_path):
    """Containers have one of their own."""
    policy = tmp_path / "policy-rc.d"
    policy.write_text("theirs", "utf-8")

    with run.services_kept_down(policy):
        during = policy.read_text("utf-8")

    assert (during, policy.read_text("utf-8")) == ("theirs", "theirs")


@pytest.mark.parametrize(
    ("arguments", "options", "expected"),
    [
        pytest.param([], {}, ["-n", "2", "--dist", "worksteal"], id="nothing typed"),
        pytest.param(["-n0", "-k", "x"], {}, ["-n0", "-k", "x"], id="one process"),
        pytest.param(["--pdb"], {}, ["--pdb"], id="debugger"),
        pytest.param(["-n", "1"], {"quick": True}, ["-m", "not slow", "-n", "1"], id="quick"),
        pytest.param(["-n0"], {"browsers": False}, ["--ignore", "tests/browser", "-n0"], id="no browsers"),
    ],
)
def test_pytest_gets_what_was_typed(monkeypatch, arguments, options, expected):
    """Whatever pytest can do, this command can."""
    monkeypatch.setattr("os.cpu_count", lambda: 2)

    command = run.pytest_command(arguments, **{"quick": False, "browsers": True, **options})

    assert command == [sys.executable, "-m", "pytest", *expected]


@pytest.mark.parametrize(
    ("failed", "status"), [pytest.param([], 0, id="content"), pytest.param(["ruff"], 1, id="one is not")]
)
def test_a_linter_that_is_not_content_fails_the_run(monkeypatch, failed, status):
    """The tests still run, so that one run tells everything; the run fails all the same."""
    for name in ("install_tools", "install_npm_packages"):
        monkeypatch.setattr(run, name, lambda *tools: None)
    monkeypatch.setattr(bootstrap, "enter", lambda lock: None)
    monkeypatch.setattr(run, "failing_linters", lambda: failed)
    monkeypatch.setattr(run, "pytest_command", lambda *arguments, **options: [sys.executable, "-c", ""])

    assert run.main([]) == status


def test_pytest_passes_over_no_folder_with_tests():
    """Left to itself it skips every folder called build."""
    options = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]
    hidden = options.get("ini_options", options)["norecursedirs"]
    folders = {part for path in (ROOT / "tests").rglob("test_*.py") for part in path.relative_to(ROOT).parent.parts}

    assert {"build", "browser", "unit"} <= folders
    assert [name for name in folders for pattern in hidden if fnmatch(name, pattern)] == []
