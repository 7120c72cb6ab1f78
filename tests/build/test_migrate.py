"""Renamed keys: understood with a warning, and brought up to date without touching anything else."""

from __future__ import annotations

import json
import tomllib

import pytest

from kelisim import deprecations
from kelisim.deprecations import Deprecation
from tests.build.conftest import Workplace

RENAMED = (
    Deprecation(("consent", "expires_days"), ("consent", "lifetime_days"), "0.2", "1.0"),
    Deprecation(("colour",), ("banner", "accent"), "0.2", "1.0"),
)
OLD = """
# How long a choice holds.
[consent]
cookie_name = "choice"   # ours
expires_days = 200       # half a year and a bit
"""


@pytest.fixture
def old_shop(shop: Workplace, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """The shop as somebody wrote it before two keys were renamed."""
    monkeypatch.setattr(deprecations, "DEPRECATED", RENAMED)
    text = (shop.path / "site.toml").read_text("utf-8")
    head, rest = text.split('url = "', 1)
    shop.write("site.toml", f'{head}colour = "#0b6b5d"  # the brand\nurl = "{rest}{OLD}')
    return shop


def test_old_keys_are_understood_with_a_warning(old_shop: Workplace):
    """They say what they said before; the message has the new name, the last release, and the command."""
    result = old_shop.run("build")

    assert result.status == 0, result.err
    manifest = json.loads((old_shop.path / "dist/manifest.json").read_text("utf-8"))
    assert manifest["consent"]["lifetime_days"] == 200
    assert 'warning[K901]: "consent.expires_days" is called "consent.lifetime_days" since Kelisim 0.2' in result.err
    assert "Kelisim 1.0 will not know the old one" in result.err


def test_migrate_renames_and_keeps_every_comment(old_shop: Workplace):
    """In its place where the section is the same; another section is found or added."""
    before = (old_shop.path / "site.toml").read_text("utf-8")

    checked = old_shop.run("migrate", "--check")
    untouched = (old_shop.path / "site.toml").read_text("utf-8")
    result = old_shop.run("migrate")
    again = old_shop.run("migrate")

    after = (old_shop.path / "site.toml").read_text("utf-8")
    assert (checked.status, checked.out, untouched) == (1, "would change site.toml\n", before)
    assert (result.status, result.out) == (0, "changed site.toml\n")
    assert (again.status, again.out) == (0, "no key is old\n")
    assert "lifetime_days = 200       # half a year and a bit\n" in after
    assert '[banner]\naccent = "#0b6b5d"  # the brand\n' in after
    assert "# How long a choice holds.\n[consent]\n" in after
    assert tomllib.loads(after)["consent"] == {"cookie_name": "choice", "lifetime_days": 200}
    assert len(after.splitlines()) == len(before.splitlines()) + 2  # the new section and the line before it
    assert old_shop.run("check", "--select", "K9").status == 0


def test_where_both_are_said_the_new_one_counts(old_shop: Workplace):
    """And the old line goes."""
    old_shop.change("site.toml", 'cookie_name = "choice"   # ours\n', "lifetime_days = 190\n")

    built = old_shop.run("build")
    old_shop.run("migrate")

    manifest = json.loads((old_shop.path / "dist/manifest.json").read_text("utf-8"))
    text = (old_shop.path / "site.toml").read_text("utf-8")
    assert built.status == 0, built.err
    assert manifest["consent"]["lifetime_days"] == 190
    assert tomllib.loads(text)["consent"] == {"lifetime_days": 190}


def test_a_broken_file_is_told_and_no_file_is_touched(old_shop: Workplace):
    """Of a whole folder as well."""
    text = (old_shop.path / "site.toml").read_text("utf-8")
    old_shop.write("sites/a.toml", text)
    old_shop.write("sites/b.toml", 'id = "b\n')

    result = old_shop.run("migrate", "--sites", "sites")

    assert result.status == 1
    assert "sites/b.toml:1:" in result.err
    assert result.err.endswith("no file was changed\n")
    assert (old_shop.path / "sites/a.toml").read_text("utf-8") == text


def test_nothing_has_been_renamed_yet(shop: Workplace):
    """And the command says so; without a file it says that."""
    assert shop.run("migrate").out == "no key is old\n"
    assert shop.run("migrate", "--site", "nowhere.toml").status == 2
