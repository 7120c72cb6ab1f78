"""`kelisim.build` and `kelisim.build_sites`: the command for other Python programs."""

from __future__ import annotations

import datetime
import subprocess
import sys

import pytest

import kelisim
from kelisim.files import OutputRefused
from tests.build.conftest import ROOT, Workplace


def test_it_builds_what_the_command_builds(shop: Workplace):
    """Byte for byte; the result has the files and the problems."""
    shop.run("build", "--compress", "--today", "2026-12-01")
    by_command = shop.tree()

    result = kelisim.build("site.toml", "other", compress=True, today=datetime.date(2026, 12, 1))

    assert not result.failed
    assert shop.tree("other") == by_command == {asset.name: asset.data for asset in result.assets}


def test_the_output_lies_beside_the_site_where_nobody_says_where(shop: Workplace):
    """As with the command."""
    kelisim.build(shop.path / "site.toml")

    assert "manifest.json" in shop.tree("dist")


def test_faults_of_the_sources_are_problems_of_the_result(shop: Workplace):
    """Nothing is raised, nothing is written."""
    shop.change("site.toml", '"google-analytics"]', '"google-analytic"]')

    result = kelisim.build()

    assert result.failed
    assert [(problem.code, str(problem.place)) for problem in result.problems if problem.severity == "error"][:1] == [
        ("K112", "site.toml:7:25")
    ]
    assert not (shop.path / "dist").exists()


def test_under_strict_a_warning_fails(shop: Workplace):
    """The shop's policy is a draft as long as nobody published it."""
    assert not kelisim.build(write=False).failed
    assert kelisim.build(strict=True).failed
    assert not (shop.path / "dist").exists()


def test_what_is_no_fault_of_the_sources_is_raised(shop: Workplace):
    """A missing site file, a folder of somebody else."""
    shop.write("mine/notes.txt", "mine")

    with pytest.raises(FileNotFoundError):
        kelisim.build("no.toml")
    with pytest.raises(OutputRefused, match="holds files that Kelisim did not write"):
        kelisim.build(out="mine")


def test_many_sites_are_built_as_by_the_command(portal: Workplace):
    """Byte for byte; the result has an entry for each, and the program hears of each as it is done."""
    portal.run("build", "--sites", "sites", "--compress")
    told: list[str] = []

    result = kelisim.build_sites(out="other", jobs=2, compress=True, progress=told.append)
    again = kelisim.build_sites("sites", "other", compress=True)

    assert portal.tree("other") == portal.tree()
    assert told == [f"shop-{number}.toml" for number in range(1, 6)]
    assert (result.failed, result.made, result.kept, list(result.sites)) == (False, 5, 0, told_ids(told))
    assert (again.made, again.kept, again.removed) == (0, 5, ())
    assert result.sites["shop-2"].url == "https://shop2.example.kz/"
    assert [problem.code for problem in result.problems] == ["K310"]


def told_ids(places: list[str]) -> list[str]:
    return [place.removesuffix(".toml") for place in places]


def test_faults_of_one_of_many_sites_are_problems_of_the_result(portal: Workplace):
    """Nothing is written, unless the sound ones are wanted all the same."""
    portal.change("sites/shop-2.toml", 'services = ["own-site"]', 'services = ["own-sight"]')

    refused = kelisim.build_sites()
    kept = (portal.path / "dist").exists()
    going = kelisim.build_sites(keep_going=True)

    assert refused.failed
    assert going.failed
    assert refused.faulty == going.faulty == ("shop-2.toml",)
    assert [str(one.place) for one in refused.problems if one.severity == "error"] == ["sites/shop-2.toml:4:13"]
    assert not kept
    assert "shop-1/manifest.json" in portal.tree()


def test_shares_and_checks_of_many_sites(portal: Workplace):
    """A share has its part alone; a check writes nothing."""
    checked = kelisim.build_sites(write=False)
    parts = [kelisim.build_sites(out=f"part-{position}", shard=(position, 2)) for position in (1, 2)]

    assert not checked.failed
    assert not (portal.path / "dist").exists()
    assert sorted([*parts[0].sites, *parts[1].sites]) == [f"shop-{number}" for number in range(1, 6)]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        pytest.param({"sites": "nowhere"}, FileNotFoundError, id="no sites"),
        pytest.param({"jobs": 0}, ValueError, id="no processes"),
        pytest.param({"shard": (3, 2)}, ValueError, id="no such share"),
        pytest.param({"executor": "tcp://127.0.0.1:1"}, ValueError, id="no such address"),
        pytest.param({"out": "sites"}, OutputRefused, id="a folder of somebody else"),
    ],
)
def test_what_is_no_fault_of_many_sites_is_raised(portal: Workplace, arguments: dict[str, object], error):
    """What is asked for means nothing, or cannot be had."""
    with pytest.raises(error):
        kelisim.build_sites(**arguments)

    assert not (portal.path / "dist").exists()


def test_importing_kelisim_costs_nothing():
    """What is heavy is loaded when it is used; Kazakh forms are there without an import of their own."""
    program = (
        "import sys, kelisim; print('kelisim.pipeline' in sys.modules, kelisim.kazakh.inflect('банк', 'gen'), "
        "'jinja2' in sys.modules, hasattr(kelisim, 'nothing'))"
    )

    printed = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert printed == "False банктің False False\n"
