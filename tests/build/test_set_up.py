"""A fresh checkout, for real: environment and package are made as a user makes them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kelisim import bootstrap

ROOT = Path(bootstrap.__file__).parent.parent


@pytest.fixture
def checkout(tmp_path):
    """A copy of the checkout without what was made in it, and so without an environment."""
    made = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "node_modules", "release")
    return Path(shutil.copytree(ROOT, tmp_path / "checkout", ignore=made))


@pytest.mark.slow
def test_two_first_runs_at_once_share_one_set_up(checkout):
    """Two terminals in a fresh checkout: both answer, and the environment was made once."""
    python = getattr(sys, "_base_executable", sys.executable)
    command = [python, str(checkout / "build.py"), "--version"]

    runs = [
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [run.communicate() for run in runs]
    third = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)

    assert [run.returncode for run in runs] == [0, 0], told
    assert "".join(error for _, error in told).count("installing what requirements.lock lists") == 1
    assert {out for out, _ in told} == {third.stdout}
    assert third.stderr == ""


@pytest.mark.slow
def test_the_package_holds_the_sources_of_a_new_project(checkout, tmp_path):
    """What a new project is laid over is installed; what this repository published and approved is not."""
    for private in ("policy_src/archive/1.0/version.toml", "translations/kk/approvals.jsonl"):
        (checkout / private).parent.mkdir(parents=True, exist_ok=True)
        (checkout / private).write_text("", "utf-8")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]

    subprocess.run(command, cwd=checkout, stdin=subprocess.DEVNULL, capture_output=True, check=True)

    [wheel] = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    parts = ("cli.py", "py.typed", "data/banner/js/", "data/policy_src/services/", "data/translations/kk/LC_MESSAGES/")
    assert [part for part in parts if not any(name.startswith(f"kelisim/{part}") for name in names)] == []
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"kelisim"}
    data = {name.split("/")[2] for name in names if name.startswith("kelisim/data/")}
    assert data == {"banner", "policy_src", "translations"}
    assert [name for name in names if name.endswith(("version.toml", "approvals.jsonl"))] == []
