"""A build of what was built already says the same again and touches nothing; whatever changed is noticed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.build.conftest import ROOT, Workplace


def inodes(shop: Workplace) -> dict[str, int]:
    """Which file of the disk each file of the output is: one that is written anew is another."""
    base = shop.path / "dist"
    return {path.relative_to(base).as_posix(): path.stat().st_ino for path in base.rglob("*") if path.is_file()}


def test_what_was_built_already_is_left_alone_and_says_the_same(shop: Workplace):
    """Warnings, sizes and status; the files are those that were there."""
    first = shop.run("build")
    before = inodes(shop)

    second = shop.run("build")

    assert first == second
    assert "warning[K310]" in second.err
    assert "scripts in bytes" in second.out
    assert inodes(shop) == before


def test_what_costs_time_is_not_even_loaded(shop: Workplace):
    """Neither templates nor Markdown nor Babel."""
    shop.run("build")
    told = subprocess.run(
        [sys.executable, "-c", LOADED],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )

    assert told.stdout.splitlines()[-1] == "[]"


LOADED = """import sys
from kelisim.cli import main
main(["build"])
print(sorted({"jinja2", "babel", "markdown"} & set(sys.modules)))"""
CHANGES = [
    pytest.param("site.toml", 'short.ru = "Компания"', 'short.ru = "Магазин"', id="the site"),
    pytest.param(
        "policy_src/services/google-analytics.toml", 'country = ["IE", "US"]', 'country = ["US"]', id="a service"
    ),
    pytest.param("banner/css/policy.css", "scroll-behavior: smooth", "scroll-behavior: auto", id="a style"),
    pytest.param(
        "translations/ru/LC_MESSAGES/banner.po", 'msgstr "Принять все"', 'msgstr "Принять всё"', id="a translation"
    ),
]


@pytest.mark.parametrize(("name", "old", "new"), CHANGES)
def test_a_changed_source_is_built(shop: Workplace, name: str, old: str, new: str):
    """Of whatever kind; and changed back it is the build before."""
    shop.run("build")
    before = shop.tree()
    shop.change(name, old, new)

    shop.run("build")
    changed = shop.tree()
    shop.change(name, new, old)
    shop.run("build")

    assert changed != before
    assert shop.tree() == before


@pytest.mark.parametrize("damage", ["changed", "gone", "another", "empty"])
def test_an_output_that_somebody_touched_is_made_good(shop: Workplace, damage: str):
    """A file that was changed, is missing or does not belong there."""
    shop.run("build")
    before = shop.tree()
    file = shop.path / "dist/policy/kk/policy.txt"
    if damage == "changed":
        file.write_text(file.read_text("utf-8") + ".", "utf-8")
    elif damage == "gone":
        file.unlink()
    elif damage == "another":
        (shop.path / "dist/notes.txt").write_text("mine", "utf-8")
    else:
        for path in (shop.path / "dist").rglob("*.js"):
            path.unlink()

    shop.run("build")

    assert shop.tree() == before


def test_other_options_are_another_build(shop: Workplace):
    """Compressed forms come and go; what a strict build refuses is refused though it was built before."""
    shop.run("build")
    plain = shop.tree()

    shop.run("build", "--compress")
    compressed = shop.tree()
    strict = shop.run("build", "--strict")
    shop.run("build")

    assert set(compressed) > set(plain)
    assert strict.status == 1
    assert shop.tree() == plain


def test_check_is_silent_where_nothing_would_change(shop: Workplace):
    """And names files where something would."""
    shop.run("build")
    same = shop.run("build", "--check")
    (shop.path / "dist/embed.html").write_text("", "utf-8")

    other = shop.run("build", "--check")

    assert (same.status, same.out) == (0, "")
    assert (other.status, other.out) == (1, "would change dist/embed.html\n")


def test_a_damaged_record_is_made_anew(shop: Workplace):
    """Cut short, or of another shape."""
    (shop.path / ".kelisim-cache").unlink()
    first = shop.run("build")
    [record] = (shop.path / ".kelisim-cache/builds").iterdir()
    record.write_text(record.read_text("utf-8").replace('"problems"', '"problem"'), "utf-8")

    second = shop.run("build")

    assert second == first
