"""docs/theming.md names every property and part that there is, and none that there is not."""

from __future__ import annotations

import re
from pathlib import Path

from kelisim.codes import all_codes

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs/theming.md").read_text("utf-8")
#: Sheets of what visitors see; the others are for our own pages.
SHEETS = ("tokens", "base", "banner", "core", "more", "preferences", "placeholder", "policy")


def test_every_property_of_the_sheets_is_named():
    """A property that is not named is found by nobody; one that is gone does nothing."""
    styles = "".join((ROOT / f"banner/css/{name}.css").read_text("utf-8") for name in SHEETS)

    assert set(re.findall(r"--kelisim-[a-z-]+", PAGE)) == set(re.findall(r"--kelisim-[a-z-]+", styles))


def test_every_part_is_named():
    """Parts are the other way in for a page's styles."""
    views = "".join((ROOT / f"banner/templates/{name}.html").read_text("utf-8") for name in ("banner", "preferences"))
    parts = {part for told in re.findall(r'part="([^"]+)"', views) for part in told.split()} | {"reopen"}
    told = {name for row in re.findall(r"^\| (`[^|]+) \| ", PAGE.partition("## On the page: parts")[2], re.M)
            for name in re.findall(r"`([a-z]+)`", row)}  # fmt: skip

    assert told == parts


def test_every_code_of_the_page_is_explained():
    """Somebody who reads a code here can ask what it means."""
    codes = set(re.findall(r"K\d{3}", PAGE))

    assert codes <= set(all_codes())
    assert {code for code in all_codes() if code.startswith("K48")} <= codes
