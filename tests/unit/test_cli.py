"""The command line: which command runs, what it answers, with which exit status."""

from __future__ import annotations

import io
import json

import pytest

import kelisim
from kelisim import cli
from kelisim.codes import all_codes
from kelisim.commands.options import CouldNotRun


def run(capsys, *arguments):
    status = cli.main(list(arguments))
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_the_version_is_said(capsys):
    """Bug reports begin with it."""
    assert run(capsys, "--version") == (0, f"kelisim {kelisim.__version__}\n", "")


def test_help_lists_every_command(capsys):
    """One line each."""
    status, out, _ = run(capsys, "--help")

    assert status == 0
    assert [name for name in cli.COMMANDS if f"\n    {name} " not in out] == []


@pytest.mark.parametrize("command", list(cli.COMMANDS))
def test_every_command_has_help(capsys, command):
    """The modules behind the table exist and take arguments."""
    status, out, _ = run(capsys, command, "--help")

    assert status == 0
    assert out.startswith(f"usage: kelisim {command}")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["chekc"], 'kelisim: there is no command "chekc"; did you mean "check"?\n', id="misspelt command"),
        pytest.param(["everything"], None, id="nothing near"),
        pytest.param(["explain", "K999"], None, id="unknown code"),
    ],
)
def test_a_command_line_that_means_nothing_has_status_two(capsys, arguments, message):
    """The near miss is asked back, else what there is, is listed."""
    status, out, err = run(capsys, *arguments)

    codes, commands = all_codes(), ", ".join(cli.COMMANDS)
    expected = {
        "everything": f'kelisim: there is no command "everything"; there are {commands}\n',
        "explain": f'kelisim: there is no problem "K999"; codes run from {min(codes)} to {max(codes)}\n',
    }
    assert (status, out, err) == (2, "", message or expected[arguments[0]])


def test_an_unknown_option_has_status_two(capsys):
    """Options without a command are those of build."""
    status, _, err = run(capsys, "--strickt")

    assert status == 2
    assert "unrecognized arguments: --strickt" in err


def test_without_a_site_file_there_is_nothing_to_build(capsys, tmp_path, monkeypatch):
    """The message says what to do."""
    monkeypatch.chdir(tmp_path)

    status, out, err = run(capsys)

    assert (status, out) == (2, "")
    assert err == "kelisim: there is no site.toml; name one with --site, or make one with kelisim init\n"


def test_a_code_is_explained_with_title_meaning_and_mending(capsys):
    """Letter case does not matter; the rule behind it is named."""
    status, out, err = run(capsys, "explain", "k114")

    code = all_codes()["K114"]
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == f"K114: {code.title} ({code.rule})"
    assert " ".join(out.split()).endswith(" ".join(code.mending.split()))
    assert max(len(line) for line in out.splitlines()) <= 100


def test_the_schema_of_the_sources_is_json(capsys):
    """An editor is pointed at it."""
    _, site, _ = run(capsys, "schema")
    _, both, _ = run(capsys, "schema", "all")

    assert json.loads(site)["required"] == ["id", "url", "languages", "services", "operator"]
    assert json.loads(both) == {"site": json.loads(site), "service": json.loads(run(capsys, "schema", "service")[1])}


def test_a_reason_outside_the_sources_is_said_without_a_traceback(capsys, monkeypatch):
    """A command that cannot run says why."""

    def refuse(arguments):
        raise CouldNotRun("the moon is in the way")

    monkeypatch.setattr("kelisim.commands.schema.run", refuse)

    assert run(capsys, "schema") == (2, "", "kelisim: the moon is in the way\n")


def test_an_interruption_is_no_traceback(capsys, monkeypatch):
    """Ctrl+C ends a command as shells expect it."""

    def interrupt(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("kelisim.commands.schema.run", interrupt)

    assert run(capsys, "schema") == (130, "", "kelisim: interrupted\n")


def test_a_reader_who_has_seen_enough_is_no_error(monkeypatch, tmp_path):
    """`kelisim schema | head -1` ends in peace."""
    with open(tmp_path / "out", "w") as file:

        class Closed(io.StringIO):
            def flush(self):
                raise BrokenPipeError

            def fileno(self):
                return file.fileno()

        monkeypatch.setattr("sys.stdout", Closed())

        assert cli.main(["schema"]) == 0
