"""`kelisim services` over the registry that is shipped, and over a project's own."""

import json
import re
import shutil
from pathlib import Path

import polib
import pytest

from kelisim.cli import main
from kelisim.files import packaged_root
from kelisim.registry import parse_service
from kelisim.source import TomlSource
from kelisim.unconfirmed import MOST_UNCONFIRMED

ROOT = packaged_root()
SAMPLE = Path(__file__).parent.parent / "samples/own-service"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A copy of the sample as the current folder."""
    shutil.copytree(SAMPLE, tmp_path / "bakery")
    monkeypatch.chdir(tmp_path / "bakery")
    return tmp_path / "bakery"


def test_why_names_category_source_clause_and_table(project, capsys):
    """The question of the day, "what is this cookie?", is answered from the registry and the policy."""
    status = main(["services", "why", "club_member", "--lang", "ru"])

    assert status == 0
    assert capsys.readouterr().out == (
        "club_member is set by Клуб постоянных покупателей (loyalty-club)\n"
        "  what:       cookie, first party, kept 90 days\n"
        "  purpose:    Хранит номер участника клуба\n"
        "  category:   functional\n"
        "  provider:   Loyalty Club LLP (KZ)\n"
        "  in use:     yes\n"
        "  said in:    clause 3.3, table of functional cookies\n"
        "              clause 4.1, list of recipients\n"
        "              clause 2.1, list of what is collected\n"
        "  source:     contract of 2026-10-01, checked 2026-11-20\n"
    )


def test_why_fails_where_nobody_sets_the_name(project, capsys):
    """A script that checks a site's cookies one by one notices the one that nobody described."""
    status = main(["services", "why", "club_membre"])

    assert status == 1
    assert capsys.readouterr().out == (
        'no service of the registry sets "club_membre"; is it one of these: club_member?\n'
    )


def test_why_answers_programs_in_json(project, capsys):
    """The same answer as one document."""
    status = main(["services", "why", "club_points_12", "--format", "json"])

    [service] = json.loads(capsys.readouterr().out)["services"]

    assert status == 0
    assert (service["id"], service["used"], [item["name"] for item in service["items"]]) == (
        "loyalty-club",
        True,
        ["club_points_*"],
    )


def test_the_list_has_the_projects_services_among_the_packaged(project, capsys):
    """What the owner adds stands in the same list; what the owner replaces is listed once."""
    status = main(["services", "list", "--format", "json"])

    listed = {service["id"]: service for service in json.loads(capsys.readouterr().out)}

    assert status == 0
    assert {service_id for service_id, service in listed.items() if service["used"]} == {
        "own-site",
        "loyalty-club",
        "yandex-metrica",
    }
    assert listed["yandex-metrica"]["provider"] == "Metrica Kazakhstan LLP"
    assert "google-analytics" in listed


@pytest.mark.parametrize("language", [pytest.param("kk", id="Kazakh"), pytest.param("ru", id="Russian")])
def test_packaged_services_are_shown_in_the_language_asked_for(project, capsys, language):
    """Texts come from the catalog of that language."""
    catalog = polib.pofile(str(ROOT / f"translations/{language}/LC_MESSAGES/services.po"))
    [purpose] = [entry.msgstr for entry in catalog if entry.msgctxt == "service.google-analytics.purpose"]

    main(["services", "show", "google-analytics", "--lang", language])

    assert f"  purpose:    {purpose}\n" in capsys.readouterr().out


def test_an_unknown_service_gets_a_near_one(project, capsys):
    """A wrong id on the command line is a wrong command line."""
    status = main(["services", "show", "loyalty-clab"])

    assert status == 2
    assert capsys.readouterr().err == 'kelisim: unknown service "loyalty-clab"; did you mean "loyalty-club"?\n'


def test_without_a_site_there_is_nothing_to_answer_from(tmp_path, monkeypatch, capsys):
    """The way out is named."""
    monkeypatch.chdir(tmp_path)

    status = main(["services", "list"])

    assert status == 2
    assert capsys.readouterr().err == (
        "kelisim: there is no site.toml; name one with --site, or make one with kelisim init\n"
    )


def test_errors_of_the_registry_come_before_answers(project, capsys):
    """Nothing is answered from a file that cannot be right."""
    (project / "policy_src/services/loyalty-club.toml").write_text("name = 1\n", "utf-8")

    status = main(["services", "why", "club_member"])

    output = capsys.readouterr()
    assert status == 1
    assert output.out == ""
    assert "policy_src/services/loyalty-club.toml:1:8: error[K105]: name is the number 1" in output.err


def test_the_page_of_what_is_not_confirmed_is_current(monkeypatch, capsys):
    """docs/services-not-confirmed.md says what the registry says: kelisim services unconfirmed writes it."""
    monkeypatch.chdir(ROOT)

    status = main(["services", "unconfirmed"])

    assert status == 0
    assert (ROOT / "docs/services-not-confirmed.md").read_text("utf-8") == capsys.readouterr().out


def test_at_most_a_fifth_of_the_registry_is_not_confirmed(monkeypatch, capsys):
    """A registry that knows little would be no registry."""
    monkeypatch.chdir(ROOT)
    main(["services", "list", "--format", "json"])

    items = [item for service in json.loads(capsys.readouterr().out) for item in service["items"]]

    unconfirmed = [item for item in items if not item["confirmed"]]
    assert len(unconfirmed) <= MOST_UNCONFIRMED * len(items)


def test_the_documented_service_is_sound():
    """The example of docs/services.md can be copied as it stands."""
    text = (ROOT / "docs/services.md").read_text("utf-8")
    [example] = re.findall(r"```toml\n(name\.kk.*?)```", text, re.DOTALL)

    service, problems = parse_service(TomlSource("policy_src/services/club.toml", example), "club")

    assert problems == []
    assert service.items[0].name == "club_member"
