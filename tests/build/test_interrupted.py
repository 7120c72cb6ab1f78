"""Builds of many sites that are killed: the output is whole, the old or the new, or the next run makes it so."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from kelisim.fleet.switching import finish, journal_of
from tests.build.conftest import Workplace
from tests.build.killed import build_until

BUILD = ("build", "--sites", "sites")
KILLS = 200
DONE, KILLED = 0, 9


def killed_at(step: int, root: Path) -> int:
    """The exit status of a build in a process of its own, killed before a step of the disk."""
    child = os.fork()
    if child == 0:
        try:
            build_until(step, root)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def two_builds(portal: Workplace) -> tuple[Workplace, dict[str, bytes], dict[str, bytes]]:
    """A portal that was built and then changed, with its old and its new tree: one site is new, one gone, one other."""
    portal.run(*BUILD)
    old = portal.tree()
    portal.change("sites/shop-3.toml", "https://shop3.example.kz/", "https://three.example.kz/")
    (portal.path / "sites/shop-5.toml").unlink()
    text = (portal.path / "sites/shop-1.toml").read_text("utf-8")
    portal.write("sites/shop-6.toml", text.replace("shop-1", "shop-6"))
    portal.run(*BUILD, "--out", "new")
    new = portal.tree("new")
    shutil.copytree(portal.path / "dist", portal.path / "old")
    return portal, old, new


@pytest.mark.slow
def test_a_build_may_be_killed_at_any_moment(two_builds: tuple[Workplace, dict[str, bytes], dict[str, bytes]]):
    """At each step of the disk, two hundred times in all: the old tree, the new one, or a journal that leads to it."""
    portal, old, new = two_builds
    root = portal.path
    steps = 1
    while killed_at(steps, root) == KILLED:
        restore(root)
        steps *= 2
    restore(root)
    low, high = steps // 2, steps
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if killed_at(middle, root) == KILLED else (low, middle)
        restore(root)
    chances = random.Random(7)
    outcomes = {"old": 0, "new": 0, "journal": 0}
    for _ in range(KILLS):
        assert killed_at(chances.randint(1, low), root) == KILLED
        seen = tree(root / "dist")
        journal = journal_of(root / "dist").exists()
        outcomes["journal" if journal else "new" if seen == new else "old"] += 1
        assert journal or seen in (old, new)
        if journal:
            finish(root / "dist")
            assert tree(root / "dist") == new
        restore(root)

    assert low > 40
    assert outcomes["old"] > 20
    assert outcomes["journal"] > 20


def restore(root: Path) -> None:
    """The old tree, as before every kill; what a killed build left beside it stays for the next one to clear away."""
    journal_of(root / "dist").unlink(missing_ok=True)
    shutil.rmtree(root / "dist")
    shutil.copytree(root / "old", root / "dist")


def test_the_next_build_finishes_what_a_killed_one_began(
    two_builds: tuple[Workplace, dict[str, bytes], dict[str, bytes]],
):
    """Whoever types the command again gets the new tree, and nothing is left beside it."""
    portal, _, new = two_builds
    step = 1
    while not journal_of(portal.path / "dist").exists():
        assert killed_at(step, portal.path) == KILLED
        step += 1
    assert killed_at(step + 4, portal.path) in (KILLED, DONE)

    result = portal.run(*BUILD)

    assert result.status == 0, result.err
    assert portal.tree() == new
    assert sorted(path.name for path in portal.path.iterdir() if path.name.startswith(".dist")) == []


def test_two_builds_at_once_do_not_meet(portal: Workplace):
    """The second says so and leaves everything as it is."""
    from filelock import FileLock

    from kelisim.fleet.switching import lock_of

    portal.run(*BUILD)
    before = portal.tree()
    with FileLock(lock_of(portal.path / "dist")):
        result = portal.run(*BUILD)
        again = portal.run(*BUILD)

    assert (result.status, again.status) == (2, 2)
    assert "another build is writing to" in result.err
    assert portal.tree() == before
