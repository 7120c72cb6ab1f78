"""The README keeps its word: commands are those that run, links lead somewhere, the tag is the build's."""

from __future__ import annotations

import re

from kelisim.cli import COMMANDS
from tests.build.conftest import ROOT, Workplace

README = (ROOT / "README.md").read_text("utf-8")


def test_the_two_commands_are_the_first_ones_and_their_files_exist():
    """`python3 build.py` builds, `python3 tests/run.py` tests; nothing has to be typed before them."""
    commands = re.findall(r"^\$ (.+)$", README, re.MULTILINE)

    assert commands[:2] == ["python3 build.py", "python3 tests/run.py"]
    assert (ROOT / "build.py").is_file()
    assert (ROOT / "tests" / "run.py").is_file()


def test_ci_runs_the_second_command():
    """CI sees what a newcomer sees."""
    assert "python3 tests/run.py" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_every_link_and_picture_of_the_documentation_leads_somewhere():
    """Relative links of the README and of docs/ point to files of the repository."""
    pages = [ROOT / "README.md", ROOT / "banner" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]

    assert dead == []


def test_commands_that_the_documentation_names_exist():
    """`kelisim xyz` in a page is a command of the command line."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

    named = {command for page in pages for command in re.findall(r"`kelisim ([a-z0-9]+)", page.read_text("utf-8"))}

    assert named <= set(COMMANDS)


def test_the_tag_to_paste_is_the_one_that_the_build_prints(shop: Workplace):
    """The README's line stands in embed.html word for word."""
    shop.run("build")

    tag = '<script src="/consent/kelisim.js"></script>'

    assert tag in README
    assert tag in shop.tree()["embed.html"].decode()


def test_the_readme_says_what_the_example_is():
    """The operator of the default site has not published it, and its services are assumed."""
    assert "its operator has not published it, and the services are assumed" in " ".join(README.split())
