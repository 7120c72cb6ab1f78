"""The codes of problems: each one that a run can print is explained, and none that it cannot."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kelisim
from kelisim.cli import main
from kelisim.codes import all_codes

PACKAGE = Path(kelisim.__file__).parent


def used_codes():
    """Codes that stand as texts of their own in the package's sources, with the files that use them."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for code in re.findall(r"""["'](K\d{3})["']""", path.read_text("utf-8")):
            found.setdefault(code, path.relative_to(PACKAGE).as_posix())
    return found


def test_every_code_that_can_be_printed_is_explained():
    """Whoever meets a problem can ask what it means."""
    assert {code: path for code, path in used_codes().items() if code not in all_codes()} == {}


def test_no_code_is_explained_that_cannot_be_printed():
    """An explanation of nothing would be a promise of a check that there is not."""
    assert sorted(set(all_codes()) - set(used_codes())) == []


@pytest.mark.parametrize("code", all_codes().values(), ids=lambda code: code.code)
def test_an_explanation_is_complete_and_readable(code):
    """A title for a heading, what it means and what to do in sentences, a rule by its id."""
    assert re.fullmatch(r"K\d{3}", code.code)
    assert re.fullmatch(r"\S.*[^\s.]", code.title)
    assert len(code.title) <= 80
    assert code.rule == "" or re.fullmatch(r"[A-Z0-9]+-\d+( [a-z])?(, [A-Z0-9]+-\d+)*", code.rule)
    for text in (code.meaning, code.mending):
        assert text.strip().endswith((".", "…", '"'))
        assert not re.search(r"\b(frozen|dataclass|None|dict|tuple|str)\b", text)


def test_the_page_of_all_problems_is_current(capsys):
    """docs/problems.md says what the codes say: kelisim explain --all writes it."""
    assert main(["explain", "--all"]) == 0

    page = (PACKAGE.parent / "docs/problems.md").read_text("utf-8")
    assert page == capsys.readouterr().out
    assert all(f"| {code} | " in page for code in all_codes())


def test_without_a_code_the_command_says_what_it_wants(capsys):
    """And how to see them all."""
    assert main(["explain"]) == 2
    assert "--all explains every one" in capsys.readouterr().err
