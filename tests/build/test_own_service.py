"""A project's own services: described in its folder with texts inline, without catalogs, built like all others."""

import json
import shutil
from pathlib import Path

import pytest

from kelisim.cli import main

SAMPLE = Path(__file__).parent.parent / "samples/own-service"
CLUB = "policy_src/services/loyalty-club.toml"
#: All that is left to say of a sound project that has published nothing yet.
DRAFT = (
    "policy_src/archive: warning[K310]: the policy is a draft, and its page says so: no version has been published\n"
    "1 warning in 1 file\n"
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A copy of the sample as the current folder."""
    folder = tmp_path / "bakery"
    shutil.copytree(SAMPLE, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The sample, built once for those tests that only look at it."""
    folder = tmp_path_factory.mktemp("built") / "bakery"
    shutil.copytree(SAMPLE, folder)
    assert main(["build", "--site", str(folder / "site.toml")]) == 0
    return folder


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def services_in(project, language):
    """The services that the policy's table shows, by id."""
    policy = json.loads((project / f"dist/policy/{language}/policy.json").read_text("utf-8"))
    parts = [part for section in policy["sections"] for clause in section["clauses"] for part in clause["parts"]]
    [items] = [part for part in parts if part["kind"] == "items"]
    return {service["id"]: service for category in items["categories"] for service in category["services"]}


def test_an_own_service_is_built_without_catalogs_and_without_warnings(project, capsys):
    """The owner writes one file with texts inline, and nothing is left but to publish the policy."""
    status = main(["build", "--format", "concise"])

    assert status == 0
    assert capsys.readouterr().err == DRAFT


@pytest.mark.parametrize(
    ("language", "name", "purpose"),
    [
        pytest.param("kk", "Адал тұтынушылар клубы", "Клуб мүшесінің нөмірін сақтайды", id="Kazakh"),
        pytest.param("ru", "Клуб постоянных покупателей", "Хранит номер участника клуба", id="Russian"),
    ],
)
def test_the_policy_names_an_own_service_with_what_it_stores(built, language, name, purpose):
    """Name, purposes and items come from the owner's file, in the language of the page."""
    services = services_in(built, language)

    service = services["loyalty-club"]

    assert (service["name"], service["provider"]) == (name, "Loyalty Club LLP")
    assert (service["items"][0]["name"], service["items"][0]["purpose"]) == ("club_member", purpose)


def test_banner_and_manifest_know_an_own_service(built):
    """The same file makes the switch in the preferences and the token in the cookie."""
    manifest = (built / "dist/manifest.json").read_text("utf-8")

    [preferences] = (built / "dist/assets").glob("preferences.ru.*.js")

    assert "loyalty-club" in preferences.read_text("utf-8")
    assert "loyalty-club" in manifest


def test_a_file_of_the_project_stands_in_the_place_of_the_registrys(built):
    """The owner's contract is with somebody else: recipient, country and items are the owner's, whole."""
    services = services_in(built, "ru")

    service = services["yandex-metrica"]

    assert (service["name"], service["provider"], service["country"]) == (
        "Метрика",
        "Metrica Kazakhstan LLP",
        "Казахстан",
    )
    assert [item["name"] for item in service["items"]] == ["_ym_uid"]


def test_a_text_that_one_language_lacks_is_missed_where_it_belongs(project, capsys):
    """Each missing text is one problem at its key in the owner's file, and nothing is written."""
    replace(project / CLUB, 'name.ru = "Клуб постоянных покупателей"\n', "")
    replace(project / CLUB, 'purpose.ru = "Хранит номер участника клуба"\n', "")

    status = main(["build"])

    assert status == 1
    assert capsys.readouterr().err == (
        f'{CLUB}:1:1: error[K207]: name of loyalty-club has no text in "ru"\n'
        '  1 | name.kk = "Адал тұтынушылар клубы"\n'
        "    | ^^^^^^^\n"
        "    = expected one for each language of the site\n"
        "    = add name.ru = …\n"
        f'{CLUB}:20:1: error[K207]: purpose of the item "member" has no text in "ru"\n'
        '  20 | purpose.kk = "Клуб мүшесінің нөмірін сақтайды"\n'
        "     | ^^^^^^^^^^\n"
        "    = expected one for each language of the site\n"
        "    = add purpose.ru = …\n"
        "2 errors in 1 file; dist/ was left as it was\n"
    )
    assert not (project / "dist").exists()


def test_a_text_without_language_and_without_catalog_is_missed_in_both(project, capsys):
    """A single text is English; nothing of it would be shown as Kazakh or Russian."""
    replace(project / CLUB, 'purpose.kk = "Клуб мүшесін тану"\npurpose.ru = "Узнавание участника клуба"\n', "")
    replace(project / CLUB, "description.kk", 'purpose = "Recognising members"\ndescription.kk')

    status = main(["build", "--format", "concise"])

    assert status == 1
    assert capsys.readouterr().err == (
        f'{CLUB}:6:1: error[K207]: purpose of loyalty-club has no text in "kk"\n'
        f'{CLUB}:6:1: error[K207]: purpose of loyalty-club has no text in "ru"\n'
        "2 errors in 1 file; dist/ was left as it was\n"
    )


def test_a_catalog_of_the_project_may_hold_the_texts_instead(project, capsys):
    """Owners who do have catalogs translate there: inline text and catalog complete each other."""
    replace(project / CLUB, 'name.ru = "Клуб постоянных покупателей"\n', "")
    catalog = project / "translations/ru/LC_MESSAGES/services.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(
        'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "service.loyalty-club.name"\nmsgid "Club"\nmsgstr "Клуб"\n',
        "utf-8",
    )

    status = main(["build", "--format", "concise"])

    assert capsys.readouterr().err == DRAFT
    assert status == 0
    assert services_in(project, "ru")["loyalty-club"]["name"] == "Клуб"


def test_warnings_about_services_that_are_not_in_use_stay_away(project, capsys):
    """An owner cannot mend facts about services that the site does not use."""
    status = main(["check", "--ignore", "K310", "--today", "2030-01-01", "--format", "concise"])

    lines = capsys.readouterr().err.splitlines()

    assert status == 0
    assert {Path(line.split(":")[0]).stem for line in lines[:-1]} == {"loyalty-club", "yandex-metrica", "own-site"}
    assert all("warning[K507]" in line for line in lines[:-1])


def test_an_accepted_warning_is_no_longer_printed(project, capsys):
    """Under --strict a release passes once every warning is mended or accepted."""
    accepted = '[accepted]\nK507 = "looked at again; A. Serik; until 2030-06-01"\n'
    (project / "site.toml").write_text((project / "site.toml").read_text("utf-8") + accepted, "utf-8")

    before = main(["check", "--strict", "--ignore", "K310", "--today", "2030-07-01", "--format", "concise"])
    after = main(["check", "--strict", "--ignore", "K310", "--today", "2030-01-01"])

    assert (before, after) == (1, 0)
    assert "error[K471]: K507 was accepted until 2030-06-01" in capsys.readouterr().err
