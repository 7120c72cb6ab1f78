"""Problems: how they print, sort, count and harden."""

from __future__ import annotations

import pytest

from kelisim.problems import (
    Place,
    Problem,
    closing_line,
    did_you_mean,
    errors,
    ordered,
    strict,
    warning,
)

LINE = 'services = ["own-site", "google-analytics", "yandex-metrika"]'
PLACE = Place("site.toml", 9, 45, 16, LINE)


def test_a_problem_prints_place_excerpt_expectation_and_way_out():
    """A reader sees where, what, what was expected and how to mend it, in this order."""
    problem = Problem(
        PLACE,
        "K112",
        'unknown service "yandex-metrika"',
        "the id of a file in policy_src/services/",
        'did you mean "yandex-metrica"?',
    )

    assert str(problem).splitlines() == [
        'site.toml:9:45: error[K112]: unknown service "yandex-metrika"',
        '  9 | services = ["own-site", "google-analytics", "yandex-metrika"]',
        "    |                                             ^^^^^^^^^^^^^^^^",
        "    = expected the id of a file in policy_src/services/",
        '    = did you mean "yandex-metrica"?',
    ]


def test_a_problem_of_a_whole_file_prints_without_line_and_excerpt():
    """A file that is missing has a path and nothing more."""
    problem = warning(Place("translations/kk/LC_MESSAGES/banner.po"), "K207", "there is no catalog")

    assert str(problem) == "translations/kk/LC_MESSAGES/banner.po: warning[K207]: there is no catalog"


def test_a_line_without_column_has_no_caret():
    """Where only the line is known, the line is shown and nothing is pointed at."""
    problem = Problem(Place("a.po", 12, text="msgid"), "K201", "odd")

    assert str(problem).splitlines() == ["a.po:12: error[K201]: odd", "  12 | msgid"]


def test_a_tab_does_not_move_the_caret():
    """A tab counts as one column, so the caret stands under what it means."""
    problem = Problem(Place("a.toml", 1, 2, 1, "\tx"), "K104", "odd")

    assert str(problem).splitlines()[1:] == ["  1 |  x", "    |  ^"]


@pytest.mark.parametrize(
    ("column", "length", "caret"),
    [
        pytest.param(4, 100, "   ^^^", id="longer than the line"),
        pytest.param(7, 1, "      ^", id="just behind the line"),
        pytest.param(1, 0, "^", id="empty stretch"),
    ],
)
def test_the_caret_stays_inside_the_line(column, length, caret):
    """A stretch over several lines, or behind the end, is marked as far as the shown line goes."""
    problem = Problem(Place("a.toml", 1, column, length, "abcdef"), "K101", "odd")

    assert str(problem).splitlines()[2] == f"    | {caret}"


@pytest.mark.parametrize(
    ("before", "after", "start", "end"),
    [
        pytest.param(0, 1000, "here", "…", id="at the beginning"),
        pytest.param(500, 500, "…", "…", id="in the middle"),
        pytest.param(1000, 0, "…", "here", id="at the end"),
    ],
)
def test_of_a_very_long_line_the_part_around_the_place_is_shown(before, after, start, end):
    """A clause may be a thousand letters long; the excerpt stays readable and the caret stays right."""
    text = f"{'a' * before}here{'b' * after}"

    lines = str(Problem(Place("kk.po", 3, before + 1, 4, text), "K203", "odd")).splitlines()

    assert lines[0] == f"kk.po:3:{before + 1}: error[K203]: odd"
    assert len(lines[1]) < 140
    assert lines[1].removeprefix("  3 | ").startswith(start)
    assert lines[1].endswith(end)
    assert lines[1][lines[2].index("^") : lines[2].rindex("^") + 1] == "here"


def test_problems_stand_in_the_order_of_the_files_and_each_once():
    """A report reads like the files do; lines count as numbers, and what two checks see is said once."""
    second, tenth, other = (
        Problem(Place("a.toml", 2, 1), "K106", "x"),
        Problem(Place("a.toml", 10, 1), "K104", "x"),
        Problem(Place("b.toml", 1, 1), "K104", "x"),
    )

    assert ordered([other, tenth, second, tenth]) == [second, tenth, other]


def test_strict_makes_errors_of_warnings():
    """Under --strict nothing is only a warning."""
    listed = [warning(PLACE, "K431", "one"), Problem(PLACE, "K112", "two")]

    assert [problem.found for problem in errors(listed)] == ["two"]
    assert [problem.found for problem in errors(strict(listed))] == ["one", "two"]


def test_a_problem_as_json_has_the_promised_keys():
    """Programs read code, severity, place, what was found and expected, and the fix."""
    problem = Problem(PLACE, "K112", "found", "expected", "fix")

    assert problem.as_dict() == {
        "code": "K112",
        "severity": "error",
        "path": "site.toml",
        "line": 9,
        "column": 45,
        "found": "found",
        "expected": "expected",
        "fix": "fix",
    }


@pytest.mark.parametrize(
    ("listed", "line"),
    [
        pytest.param([Problem(PLACE, "K1", "x")], "1 error in 1 file", id="one error"),
        pytest.param(
            [warning(PLACE, "K1", "x"), warning(Place("b"), "K1", "x")], "2 warnings in 2 files", id="warnings"
        ),
        pytest.param(
            [Problem(PLACE, "K1", "x"), warning(PLACE, "K2", "x")], "1 error and 1 warning in 1 file", id="both"
        ),
    ],
)
def test_the_closing_line_counts_problems_and_files(listed, line):
    """The last line says how much is to do, and that the output is still what it was."""
    assert closing_line(listed) == line
    assert closing_line(listed, "dist/ was left as it was") == f"{line}; dist/ was left as it was"


def test_near_misses_are_asked_back():
    """A near word is offered; without one the other advice stands."""
    assert did_you_mean("kk") == 'did you mean "kk"?'
    assert did_you_mean(None, "write its facts") == "write its facts"
