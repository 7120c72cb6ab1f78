"""`kelisim.build`: the command for other Python programs."""

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
