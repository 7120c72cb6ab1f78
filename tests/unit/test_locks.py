"""The lock files hold what pyproject.toml and package.json ask for, and nothing that depends on a machine."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from kelisim import bootstrap

ROOT = Path(bootstrap.__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WANTED = {
    bootstrap.RUNTIME_LOCK: PROJECT["dependencies"],
    bootstrap.TEST_LOCK: [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]],
}


def lock_text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", WANTED)
def test_a_lock_fulfils_every_requirement(name):
    """A requirement that was changed without the lock is noticed here."""
    locked = dict(bootstrap.locked_versions(lock_text(name)))
    wanted = [Requirement(text) for text in WANTED[name]]

    unmet = [str(one) for one in wanted if not one.specifier.contains(locked.get(bootstrap.normalised(one.name), "0"))]

    assert unmet == []


@pytest.mark.parametrize("name", WANTED)
def test_every_locked_package_has_hashes_and_no_address(name):
    """What is installed is what was locked, wherever it comes from."""
    text = lock_text(name)

    packages = re.findall(r"^(\S+==\S+)[^\n]*((?:\n +--hash=sha256:[0-9a-f]{64}(?: \\)?)*)", text, re.MULTILINE)

    assert len(packages) == len(re.findall(r"^\S", text, re.MULTILINE))
    assert [package for package, hashes in packages if not hashes] == []
    assert "://" not in text


def test_the_tests_run_with_what_users_build_with():
    """Every package of the build is in the tests' lock in the same version, hashes included."""
    built = re.split(r"\n(?=\S)", lock_text(bootstrap.RUNTIME_LOCK).strip())
    tested = re.split(r"\n(?=\S)", lock_text(bootstrap.TEST_LOCK).strip())

    assert set(built) - set(tested) == set()


def test_the_npm_lock_names_no_registry():
    """Another machine may have another one."""
    lock = json.loads(lock_text("package-lock.json"))

    resolved = [name for name, package in lock["packages"].items() if "resolved" in package]
    unproved = [name for name, package in lock["packages"].items() if name and "integrity" not in package]

    assert (resolved, unproved) == ([], [])


def test_npm_packages_are_wanted_in_exact_versions():
    """What the tests compare with does not change by itself."""
    wanted = json.loads(lock_text("package.json"))["devDependencies"]
    locked = json.loads(lock_text("package-lock.json"))["packages"]

    assert wanted == {name: locked[f"node_modules/{name}"]["version"] for name in wanted}


def test_every_python_reads_the_line_that_says_it_is_too_old():
    """build.py and the file before kelisim/bootstrap.py hold nothing that an old Python stumbles over."""
    import ast

    for name in ("build.py", "kelisim/__init__.py"):
        ast.parse(lock_text(name), feature_version=(3, 7))
