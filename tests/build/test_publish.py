"""`kelisim publish DIR`: a build of the shop goes where a server serves it."""

from __future__ import annotations

import json

import pytest

from tests.build.conftest import Workplace


@pytest.fixture
def built(shop: Workplace) -> Workplace:
    """The shop, built with compressed forms."""
    assert shop.run("build", "--compress").status == 0
    return shop


def going_out(shop: Workplace) -> dict[str, bytes]:
    return {name: data for name, data in shop.tree().items() if not name.startswith(("demo/", "preview/"))}


def test_a_build_is_published_whole(built: Workplace):
    """Every file but demo and preview, compressed forms included; a second run finds everything there."""
    first, second = built.run("publish", "www/consent"), built.run("publish", "www/consent")

    assert (first.status, second.status, first.err) == (0, 0, "")
    assert built.tree("www/consent") == going_out(built)
    assert "loader: 3 copied, 0 were there\n" in first.out
    assert "loader: 0 copied, 3 were there\n" in second.out


def test_the_assets_of_the_build_before_stay(built: Workplace):
    """A loader in somebody's cache still asks for them."""
    built.run("publish", "www")
    before = {name for name in built.tree("www") if name.startswith("assets/")}
    built.change("site.toml", "info@shop.example.kz", "help@shop.example.kz")
    built.change("banner/texts.toml", 'text = "Accept all"', 'text = "Accept everything"')
    site = (built.path / "site.toml").read_text("utf-8")
    built.write("site.toml", f'{site}\n[banner]\nlayout = "center"\n')
    built.run("build", "--compress")

    result = built.run("publish", "www")

    now = {name for name in built.tree("www") if name.startswith("assets/")}
    assert result.status == 0
    assert before < now
    assert {name: built.tree("www")[name] for name in going_out(built)} == going_out(built)


def test_a_dry_run_says_what_would_be_done(built: Workplace):
    """In the order in which it would be."""
    result = built.run("publish", "www", "--dry-run")

    lines = result.out.splitlines()
    assert result.status == 0
    assert lines[0].startswith("would be copied: assets/")
    assert lines[-1] == "would be copied: manifest.json"
    assert not (built.path / "www").exists()


def test_the_plan_is_for_other_uploaders(built: Workplace):
    """JSON with order, types and cache rules; no folder is needed."""
    document = json.loads(built.run("publish", "--plan").out)

    assert document["site"] == "shop"
    names = [file["name"] for step in document["steps"] for file in step["files"]]
    assert sorted(names) == sorted(going_out(built))
    assert names[-1] == "manifest.json"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param((), "say into which folder, or --plan for the order alone", id="no folder"),
        pytest.param(
            ("www", "--from", "nowhere"),
            "nowhere holds no build: there is no manifest.json of Kelisim's in it",
            id="no build",
        ),
        pytest.param(("site.toml/www",), "Not a directory", id="below a file"),
    ],
)
def test_what_cannot_be_done_is_told(built: Workplace, arguments, message):
    """Exit 2."""
    result = built.run("publish", *arguments)

    assert result.status == 2
    assert message in result.err
