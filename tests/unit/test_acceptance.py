"""Warnings that an owner lives with: by code, with a reason, a name and a last day; never for ever."""

import datetime

import pytest

from kelisim.acceptance import Acceptance, AcceptedWarning, apply_acceptances
from kelisim.config import parse_site
from kelisim.problems import Place, Problem, warning
from kelisim.source import TomlSource

TODAY = datetime.date(2026, 11, 22)
SITE = """\
id = "bakery"
url = "https://www.bakery.kz/"
languages = ["kk"]
services = []

[operator]
email = "info@bakery.kz"
name.kk = "«Наубайхана» ЖШС"
short.kk = "Наубайхана"

[accepted]
"""
CONTAINER = warning(Place("site.toml", 4, 13), "K459", "what google-tag-manager loads is not known here")
RECORDING = warning(Place("site.toml", 7, 1), "K458", "hotjar records sessions on every page")
ERROR = Problem(Place("site.toml", 1, 1), "K459", "the same code, but an error")


def config_of(accepted):
    config, problems = parse_site(TomlSource("site.toml", SITE + accepted))
    assert config, problems
    return config


def test_an_accepted_warning_moves_from_the_problems_to_the_report():
    """It no longer stands among the problems, and the release report can say who decided it, why and until when."""
    config = config_of('K459 = "only Metrica is in it; A. Serik; until 2027-03-01"\n')

    remaining, accepted = apply_acceptances([RECORDING, CONTAINER], config, TODAY)

    acceptance = Acceptance(
        "K459",
        "only Metrica is in it",
        "A. Serik",
        datetime.date(2027, 3, 1),
        config.source.span_of("accepted", "K459"),
    )
    assert remaining == [RECORDING]
    assert accepted == [AcceptedWarning(CONTAINER, acceptance)]


def test_a_reason_may_have_semicolons_of_its_own():
    """Only the last two parts are name and day."""
    config = config_of('K459 = "asked; asked again; A. Serik; until 2027-03-01"\n')

    _, [accepted] = apply_acceptances([CONTAINER], config, TODAY)

    assert accepted.acceptance.reason == "asked; asked again"


def test_an_acceptance_holds_on_its_last_day():
    """Until a day means that day, too."""
    config = config_of('K459 = "reason; A. Serik; until 2026-11-22"\n')

    remaining, [accepted] = apply_acceptances([CONTAINER], config, TODAY)

    assert remaining == []
    assert accepted.problem == CONTAINER


def test_a_site_that_accepts_nothing_keeps_its_problems():
    """Without [accepted] nothing is taken away and nothing added."""
    config = config_of("")

    remaining, accepted = apply_acceptances([CONTAINER, ERROR], config, TODAY)

    assert remaining == [CONTAINER, ERROR]
    assert accepted == []


def test_a_past_acceptance_brings_its_warning_back_and_says_so():
    """A day later the warning counts again, and a second one explains why."""
    config = config_of('K459 = "reason; A. Serik; until 2026-11-21"\n')

    remaining, accepted = apply_acceptances([CONTAINER], config, TODAY)

    assert accepted == []
    assert remaining[0] == CONTAINER
    [fault] = remaining[1:]
    assert str(fault) == (
        "site.toml:12:8: warning[K471]: K459 was accepted until 2026-11-21\n"
        '  12 | K459 = "reason; A. Serik; until 2026-11-21"\n'
        "     |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "    = expected a day that is not past (2026-11-22)\n"
        "    = mend what it warns of, remove the line, or decide anew until when"
    )


@pytest.mark.parametrize(
    ("entry", "fix"),
    [
        pytest.param("; ;", "say why, who, and until when", id="nothing said"),
        pytest.param("vendor has not answered", "say why, who, and until when", id="a reason alone"),
        pytest.param("A. Serik; until 2027-03-01", "say why, who, and until when", id="no reason"),
        pytest.param("reason; ; until 2027-03-01", "say why, who, and until when", id="nobody decided"),
        pytest.param("reason; A. Serik; 2027-03-01", "say why, who, and until when", id="the word until left out"),
        pytest.param("reason; A. Serik; until March", "say why, who, and until when", id="no date"),
        pytest.param("reason; A. Serik; until 01.03.2027", "say why, who, and until when", id="another form of date"),
        pytest.param("until 2027-03-01; A. Serik; reason", "say why, who, and until when", id="wrong order"),
        pytest.param(
            "reason; A. Serik; until 2027-02-30", "2027-02-30 is no day of the calendar", id="the thirtieth of February"
        ),
    ],
)
def test_an_unreadable_entry_accepts_nothing(entry, fix):
    """An entry without reason, name and day is an error, and its warning stays."""
    config = config_of(f'K459 = "{entry}"\n')

    remaining, accepted = apply_acceptances([CONTAINER], config, TODAY)

    assert accepted == []
    assert remaining[0] == CONTAINER
    [fault] = remaining[1:]
    assert str(fault) == (
        f'site.toml:12:8: error[K470]: K459 is accepted with "{entry}"\n'
        f'  12 | K459 = "{entry}"\n'
        f"     |        {'^' * (len(entry) + 2)}\n"
        '    = expected three parts such as "vendor has not answered; legal; until 2027-03-01"\n'
        f"    = {fix}"
    )


def test_a_code_that_does_not_exist_is_an_error():
    """A misspelled code would look accepted and accept nothing."""
    config = config_of('K999 = "reason; A. Serik; until 2027-03-01"\n')

    [problem], _ = apply_acceptances([], config, TODAY)

    assert str(problem) == (
        'site.toml:12:1: error[K472]: there is no problem "K999"\n'
        '  12 | K999 = "reason; A. Serik; until 2027-03-01"\n'
        "     | ^^^^\n"
        "    = expected the code of a warning, as a build prints it\n"
        "    = remove the line"
    )


def test_what_the_law_asks_by_name_cannot_be_accepted():
    """No owner can waive the BIN: the warning stays, and the entry is an error."""
    config = config_of('K450 = "we have none; A. Serik; until 2027-03-01"\n')
    missing = warning(Place("site.toml", 6, 2), "K450", "the operator has no BIN")

    remaining, accepted = apply_acceptances([missing], config, TODAY)

    assert accepted == []
    assert remaining[0] == missing
    [fault] = remaining[1:]
    assert str(fault) == (
        "site.toml:12:1: error[K473]: K450 cannot be accepted: the law asks it of the operator by name\n"
        '  12 | K450 = "we have none; A. Serik; until 2027-03-01"\n'
        "     | ^^^^\n"
        "    = remove the line and give the fact; kelisim explain tells which"
    )


def test_an_acceptance_without_a_warning_is_to_be_removed():
    """A forgotten entry would one day swallow a new warning."""
    config = config_of('K459 = "reason; A. Serik; until 2027-03-01"\n')

    [problem], accepted = apply_acceptances([], config, TODAY)

    assert accepted == []
    assert str(problem) == (
        "site.toml:12:8: warning[K474]: nothing warns of K459 any more\n"
        '  12 | K459 = "reason; A. Serik; until 2027-03-01"\n'
        "     |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "    = remove the line"
    )


def test_an_error_cannot_be_accepted():
    """The error stays, and the entry is said to do nothing."""
    config = config_of('K459 = "reason; A. Serik; until 2027-03-01"\n')

    remaining, accepted = apply_acceptances([ERROR], config, TODAY)

    assert accepted == []
    assert [problem.headline() for problem in remaining] == [
        "site.toml:1:1: error[K459]: the same code, but an error",
        "site.toml:12:8: warning[K474]: K459 is an error here; only warnings can be accepted",
    ]


def test_an_unfinished_run_does_not_judge_what_is_superfluous():
    """Where not everything was looked at, an acceptance may yet have something to accept."""
    config = config_of('K459 = "reason; A. Serik; until 2027-03-01"\n')

    remaining, _ = apply_acceptances([], config, TODAY, complete=False)

    assert remaining == []
