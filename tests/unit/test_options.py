"""Options that commands share: the day of a build, and how problems are printed."""

from __future__ import annotations

import argparse
import datetime
import json

import pytest

from kelisim.commands.options import CouldNotRun, add_source_options, could_not_run, day, report, today
from kelisim.problems import Place, Problem, warning

ERROR = Problem(Place("a, b.toml", 2, 5, 3, "id: 5"), "K105", "id is 100%\nwrong", "a text", "write it")
WARNING = warning(Place("kk.po"), "K207", "there is no catalog")


def parsed(*arguments):
    parser = argparse.ArgumentParser()
    add_source_options(parser)
    return parser.parse_args(arguments)


def test_the_day_of_a_build_is_the_one_that_is_said(monkeypatch):
    """The option wins over the environment, and without either there is none."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert today(parsed("--today", "2026-11-22")) == datetime.date(2026, 11, 22)
    assert today(parsed()) == datetime.date(1970, 1, 1)

    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert today(parsed()) is None


@pytest.mark.parametrize(
    "epoch",
    [
        pytest.param("yesterday", id="word"),
        pytest.param("99999999999999999999", id="after the end of days"),
        pytest.param("²", id="digit that is no number"),
    ],
)
def test_an_epoch_that_is_no_time_is_refused(monkeypatch, epoch):
    """A reproducible build with a wrong date would be reproducibly wrong."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    with pytest.raises(CouldNotRun) as refusal:
        today(parsed())

    assert str(refusal.value) == (f'SOURCE_DATE_EPOCH is "{epoch}", not a number of seconds; unset it, or say --today')


def test_a_day_that_is_none_is_refused():
    """Only one way of writing a day is understood."""
    with pytest.raises(argparse.ArgumentTypeError, match=r'"22\.11\.2026" is not a date such as 2026-11-22'):
        day("22.11.2026")


def test_problems_go_to_stderr_with_a_closing_line(capsys):
    """Results and problems do not mix."""
    report([ERROR, WARNING], "text", "dist/ was left as it was")

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "a, b.toml:2:5: error[K105]: id is 100%",
        "wrong",
        "  2 | id: 5",
        "    |     ^",
        "    = expected a text",
        "    = write it",
        "kk.po: warning[K207]: there is no catalog",
        "1 error and 1 warning in 2 files; dist/ was left as it was",
    ]


def test_concise_is_a_line_a_problem(capsys):
    """For people who know the codes by heart."""
    report([WARNING], "concise")

    assert capsys.readouterr().err.splitlines() == [
        "kk.po: warning[K207]: there is no catalog",
        "1 warning in 1 file",
    ]


def test_json_is_one_document_on_stdout(capsys):
    """Programs read it; Cyrillic stays readable for people, too."""
    report([warning(Place("a"), "K203", "{имя}")], "json")

    printed = capsys.readouterr()
    assert printed.err == ""
    assert "{имя}" in printed.out
    assert [problem["code"] for problem in json.loads(printed.out)["problems"]] == ["K203"]


def test_github_gets_notes_that_it_can_place(capsys):
    """Signs that mean something in such a line are written as it wants them; a file without a line gets its first."""
    report([ERROR, WARNING], "github")

    assert capsys.readouterr().err.splitlines() == [
        "::error file=a%2C b.toml,line=2,col=5,title=K105::id is 100%25%0Awrong; expected a text; write it",
        "::warning file=kk.po,line=1,col=1,title=K207::there is no catalog",
    ]


def test_without_problems_nothing_is_printed(capsys):
    """No news is good news."""
    report([], "text", "dist/ was left as it was")

    assert capsys.readouterr() == ("", "")


def test_what_cannot_be_done_is_said_with_exit_status_two(capsys):
    """The sources are not to blame."""
    assert could_not_run("there is no site.toml") == 2
    assert capsys.readouterr().err == "kelisim: there is no site.toml\n"
