"""Builds that are killed, of one site and of many: the output is whole, old or new, or the next run mends it."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

import kelisim
from kelisim.files import lock_of, write_assets
from kelisim.fleet.building import build_sites
from kelisim.fleet.switching import finish, journal_of
from kelisim.fleet.workshop import Order
from tests.build.conftest import Workplace
from tests.build.killed import until

BUILD = ("build", "--sites", "sites")
KILLS = 200
DONE, KILLED = 0, 9


def work_killed_at(step: int, root: Path, work: Callable[[], object]) -> int:
    """The exit status of some work in a process of its own, killed before a step of the disk."""
    child = os.fork()
    if child == 0:
        try:
            until(step, root, work)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_at(step: int, root: Path) -> int:
    """The same of a build of many sites."""
    return work_killed_at(step, root, lambda: build_sites(Order(root, root / "sites", root / "dist")))


def last_kill(kill: Callable[[int], int]) -> int:
    """The last step before which the work can be killed at all."""
    low, high = 1, 2
    while kill(high) == KILLED:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if kill(middle) == KILLED else (low, middle)
    return low


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

    def kill(step: int) -> int:
        restore(root)
        return killed_at(step, root)

    low = last_kill(kill)
    chances = random.Random(7)
    outcomes = {"old": 0, "new": 0, "journal": 0}
    for _ in range(KILLS):
        assert kill(chances.randint(1, low)) == KILLED
        seen = tree(root / "dist")
        journal = journal_of(root / "dist").exists()
        outcomes["journal" if journal else "new" if seen == new else "old"] += 1
        assert journal or seen in (old, new)
        if journal:
            finish(root / "dist")
            assert tree(root / "dist") == new

    assert low > 40
    assert outcomes["old"] > 20
    assert outcomes["journal"] > 20


@pytest.mark.slow
def test_a_build_of_one_site_may_be_killed_at_any_moment(shop: Workplace):
    """At each step of writing, two hundred times in all: the old tree or the new one, or the next build makes it new.

    What comes before has touched nothing, so that the files are rendered once for all two hundred.
    """
    shop.run("build")
    old, root = shop.tree(), shop.path
    shutil.copytree(root / "dist", root / "old")
    shop.change("site.toml", "https://", "https://www.")
    assets = kelisim.build(write=False).assets
    new = {asset.name: asset.data for asset in assets}

    def write() -> None:
        write_assets(assets, root / "dist")

    def kill(step: int) -> int:
        shutil.rmtree(root / ".dist.old", ignore_errors=True)
        shutil.rmtree(root / "dist", ignore_errors=True)
        # A build replaces files and never writes into one, so that links are as good as copies.
        shutil.copytree(root / "old", root / "dist", copy_function=os.link)
        return work_killed_at(step, root, write)

    low = last_kill(kill)
    chances = random.Random(7)
    outcomes = {"old": 0, "new": 0, "beside": 0}
    # The moments between the two renames are few: every one of the last steps comes, and others by chance.
    last = range(max(1, low - 100), low + 1)
    for step in (*last, *(chances.randint(1, low) for _ in range(KILLS - len(last)))):
        assert kill(step) == KILLED
        seen = tree(root / "dist") if (root / "dist").exists() else {}
        beside = not seen and tree(root / ".dist.old") == old
        outcomes["beside" if beside else "new" if seen == new else "old"] += 1
        assert beside or seen in (old, new)
        write()
        assert shop.tree() == new
        assert [path.name for path in root.iterdir() if path.name.startswith(".dist")] == []

    assert low > 100
    assert all(outcomes.values())


def test_two_builds_of_one_site_at_once_do_not_meet(shop: Workplace):
    """The second says so and leaves everything as it is."""
    shop.run("build")
    before = shop.tree()
    with FileLock(lock_of(shop.path / "dist")):
        result = shop.run("build", "--compress")

    assert result.status == 2
    assert "another build is writing to" in result.err
    assert shop.tree() == before


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
    portal.run(*BUILD)
    before = portal.tree()
    with FileLock(lock_of(portal.path / "dist")):
        result = portal.run(*BUILD)
        again = portal.run(*BUILD)

    assert (result.status, again.status) == (2, 2)
    assert "another build is writing to" in result.err
    assert portal.tree() == before
