"""Versions of a site's policy: published with the real command, built before, on and after the day of the last one."""

from __future__ import annotations

import datetime
import json
import posixpath
import re
import shutil
from pathlib import Path

import pytest

from kelisim.cli import main
from kelisim.commands import check
from tests.build.html_checker import complaints, needs_checker

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "tests/samples/versions"
PUBLISHED = {
    "1.0": ["-m", "The first version", "--today", "2026-12-01"],
    "1.1": ["-m", "Clearer words, the BIN", "--today", "2027-01-15", "--editorial"],
    "2.0": [
        *("-m", "Videos, a longer term", "--today", "2027-02-01", "--effective", "2027-03-01", "--material"),
        *("--summary", "kk=Сайтта бейнелер пайда болды.", "--summary", "ru=На сайте появились видео."),
    ],
}
BEFORE, ON_THE_DAY, AFTER = "2027-02-28", "2027-03-01", "2027-06-01"
GREETING = "Тапсырыс берушінің өлшемдері Сайтта сұралмайды"


@pytest.fixture(scope="module")
def atelier(tmp_path_factory):
    """The sample with its three versions, published one after another."""
    folder = tmp_path_factory.mktemp("versions") / "atelier"
    folder.mkdir()
    (ROOT / ".kelisim-cache").mkdir(exist_ok=True)
    (folder / ".kelisim-cache").symlink_to(ROOT / ".kelisim-cache", target_is_directory=True)
    for version, arguments in PUBLISHED.items():
        shutil.copytree(SAMPLE / version, folder, dirs_exist_ok=True)
        assert main(["policy", "publish", "--site", str(folder / "site.toml"), "--format", "concise", *arguments]) == 0
    return folder


@pytest.fixture(scope="module")
def built(atelier):
    """The output of the sample on each of the days."""
    outs = {}
    for day in (BEFORE, ON_THE_DAY, AFTER):
        outs[day] = atelier.parent / day
        command = ["build", "--site", str(atelier / "site.toml"), "--today", day, "--out", str(outs[day])]
        assert main(command) == 0
    return outs


@pytest.fixture
def project(atelier, tmp_path, monkeypatch, capsys):
    """A copy of the published sample as the current folder."""
    folder = tmp_path / "atelier"
    shutil.copytree(atelier, folder, symlinks=True)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    capsys.readouterr()
    return folder


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def manifest(out):
    return json.loads((out / "manifest.json").read_text("utf-8"))


def change(path, old, new):
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("day", "version", "earlier", "upcoming"),
    [
        pytest.param(BEFORE, "1.1", ["1.0"], {"version": "2.0", "effective": "2027-03-01"}, id="the day before"),
        pytest.param(ON_THE_DAY, "2.0", ["1.1", "1.0"], None, id="on the day"),
        pytest.param(AFTER, "2.0", ["1.1", "1.0"], None, id="after the day"),
    ],
)
def test_a_version_is_in_force_from_its_day_on(built, day, version, earlier, upcoming):
    """The first build on or after the day makes it current; until then it is announced."""
    policy = manifest(built[day])["policy"]

    assert (policy["version"], policy["state"]) == (version, "current")
    assert (policy["earlier"], policy["upcoming"]) == (earlier, upcoming)
    assert json.loads((built[day] / "policy/ru/policy.json").read_text("utf-8"))["version"] == version


def test_until_its_day_a_version_is_shown_beside_the_one_in_force(built):
    """Visitors can read what will hold, and the page in force says from when."""
    page = (built[BEFORE] / "policy/ru/index.html").read_text("utf-8")
    waiting = (built[BEFORE] / "policy/2.0/ru/index.html").read_text("utf-8")

    assert (
        '<a href="../2.0/ru/">Опубликована новая версия. Дата вступления в силу: 1\u00a0марта 2027\u00a0года</a>'
        in page
    )
    assert "Видео о моделях одежды" in waiting
    assert "Видео о моделях одежды" not in page
    assert not (built[AFTER] / "policy/2.0/ru").exists()


def test_banner_and_policy_change_on_the_same_day(built):
    """Before the day nobody is asked about a service that the policy in force does not name (promise 6)."""
    services = {day: set(manifest(out)["tokens"].values()) for day, out in built.items()}

    assert services[BEFORE] == {"google-analytics"}
    assert services[ON_THE_DAY] == {"google-analytics", "youtube"}
    assert '"1.1"' in (built[BEFORE] / "kelisim.js").read_text("ascii")
    assert '"2.0"' in (built[ON_THE_DAY] / "kelisim.js").read_text("ascii")


def test_a_bin_given_for_the_first_time_asks_nobody(built, atelier):
    """The token of 1.0 goes on holding beside that of 1.1."""
    tokens = {}
    for version in PUBLISHED:
        lines = (atelier / f"policy_src/archive/{version}/meaning.jsonl").read_text("utf-8").splitlines()
        tokens[version] = next(one for one in map(json.loads, lines) if one.get("service") == "google-analytics")

    assert tokens["1.1"]["aliases"] == [tokens["1.0"]["token"]]
    assert tokens["2.0"]["aliases"] == []
    assert manifest(built[BEFORE])["tokens"][tokens["1.0"]["token"]] == "google-analytics"
    held = f'"{tokens["1.1"]["token"]}|{tokens["1.0"]["token"]}"'
    assert held in (built[BEFORE] / "kelisim.js").read_text("ascii")


def test_a_longer_term_is_named_to_those_who_chose_before(built, atelier):
    """The banner ships the earlier tokens with the reason, in both languages."""
    line = (atelier / "policy_src/archive/1.1/meaning.jsonl").read_text("utf-8").splitlines()[1]
    token = json.loads(line)["token"]

    for language in ("kk", "ru"):
        scripts = [path.read_text("ascii") for path in (built[ON_THE_DAY] / "assets").glob(f"*.{language}.*.js")]
        told = rf'\["{token}","google-analytics",\{{"?term"?:\[\]\}}\]'
        assert any(re.search(told, script) and "reconsent.policy" in script for script in scripts)


def test_earlier_versions_are_copied_byte_for_byte(built, atelier):
    """What was published is what is shown, whatever Kelisim would render today."""
    for version in ("1.0", "1.1"):
        pages = files_of(atelier / f"policy_src/archive/{version}/pages")
        shown = files_of(built[AFTER] / f"policy/{version}")
        assert {name: shown.get(name) for name in pages} == pages
        assert "Она больше не действует." in pages["ru/index.html"].decode()


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_every_link_between_versions_leads_somewhere(built, day):
    """Pages are valid where they are put: style, script, languages, versions and comparisons."""
    out = built[day]
    broken = []
    for page in sorted(out.glob("policy/**/*.html")):
        for address in re.findall(r'(?:href|src)="([^"#:]+)"', page.read_text("utf-8")):
            base = page.parent.relative_to(out).as_posix()
            target = out / posixpath.normpath(posixpath.join(base, address))
            if (
                page.name != "policy.fragment.html"
                and not (target / "index.html" if target.is_dir() else target).is_file()
            ):
                broken.append((page.relative_to(out).as_posix(), address))

    assert broken == []


def test_what_changed_is_told_by_words_unit_by_unit(built):
    """New, removed, reworded and moved, in each language."""
    russian = (built[AFTER] / "policy/2.0/changes.ru.html").read_text("utf-8")
    kazakh = (built[AFTER] / "policy/1.1/changes.kk.html").read_text("utf-8")

    assert "<h1>Изменения в версии 2.0</h1>" in russian
    assert "<p>На сайте появились видео.</p>" in russian
    assert "<del>180</del><ins>365</ins>" in russian
    assert "<p><del>Адрес доставки Пользователь называет по телефону.</del></p>" in russian
    moved = (
        r"Перенесено <span class=\"kelisim-moved\">\(ранее: 1\.\d\)</span></h2>\n<p>Заказ принимается по телефону\.</p>"
    )
    assert re.search(moved, russian)
    assert "Сайтта <del>жиналмайды</del><ins>сұралмайды және сақталмайды</ins>." in kazakh
    assert "2027" not in kazakh


def test_the_same_day_gives_the_same_bytes(built, atelier, tmp_path):
    """Archived or rendered: nothing depends on when or where it is built."""
    again = tmp_path / "again"

    assert main(["build", "--site", str(atelier / "site.toml"), "--today", BEFORE, "--out", str(again)]) == 0

    assert files_of(again) == files_of(built[BEFORE])


def test_changed_sources_are_a_draft_and_fail_under_strict(project, capsys):
    """The page says so, the comparison with the published version stands beside it."""
    change(project / "policy_src/policy.kk.md", GREETING, f"{GREETING}, жазылмайды")

    status = main(["build", "--today", AFTER, "--format", "concise"])

    assert status == 0
    assert "policy_src/archive: warning[K310]: the policy is a draft" in capsys.readouterr().err
    assert manifest(project / "dist")["policy"]["version"] == "2.1-draft"
    assert "жазылмайды" in (project / "dist/policy/2.1-draft/changes.kk.html").read_text("utf-8")
    assert main(["build", "--strict", "--today", AFTER]) == 1


def test_a_file_of_the_archive_that_was_changed_stops_the_build(project, capsys):
    """dist/ stays as it was."""
    change(project / "policy_src/archive/1.0/pages/ru/policy.txt", "по телефону", "по почте")

    status = main(["build", "--today", AFTER, "--format", "concise"])

    found = capsys.readouterr().err
    assert status == 1
    assert (
        "policy_src/archive/1.0/pages/ru/policy.txt: error[K320]: the file was changed after it was published" in found
    )
    assert not (project / "dist").exists()


def test_check_says_when_the_day_of_a_version_has_come(project, monkeypatch, capsys):
    """A build takes the newest date of the sources for today, so somebody has to look at the calendar."""
    monkeypatch.setattr(check, "calendar_day", lambda: datetime.date(2027, 3, 2))

    main(["check", "--select", "K349", "--format", "concise"])

    assert capsys.readouterr().err.splitlines()[0] == (
        "policy_src/archive/2.0/version.toml:3:13: warning[K349]: version 2.0 takes effect on 2027-03-01, "
        "and that day has come"
    )
    assert main(["check", "--select", "K349", "--today", "2027-03-02"]) == 0
    assert capsys.readouterr().err == ""


def test_the_id_of_a_dropped_unit_is_refused(project, capsys):
    """A text that comes back under it would pass for a new wording."""
    change(project / "policy_src/policy.kk.md", "{#atelier.video}", "{#atelier.delivery}")

    status = main(["check", "--select", "K342", "--format", "concise"])

    assert status == 1
    assert capsys.readouterr().err.splitlines()[0] == (
        "policy_src/policy.kk.md:6:77: error[K342]: "
        'the id "atelier.delivery" belonged to a unit that version 2.0 dropped'
    )


def test_status_says_what_holds_and_what_would_be_asked(project, capsys):
    """For people, and as one JSON document."""
    change(project / "site.toml", "lifetime_days = 365", "lifetime_days = 180")
    change(project / "site.toml", ', "youtube"]', ', "youtube", "yandex-metrica"]')

    text_status = main(["policy", "status", "--today", AFTER])
    text = capsys.readouterr().out
    json_status = main(["policy", "status", "--today", AFTER, "--format", "json"])
    told = json.loads(capsys.readouterr().out)

    assert (text_status, json_status) == (0, 0)
    assert "in force on 2027-06-01: 2.0 (material, from 2027-03-01): Videos, a longer term" in text
    assert "  analytics, because of yandex-metrica (service: yandex-metrica)" in text
    assert told["draft"] == {"version": "2.1", "wording": True, "meaning": True}
    assert [(one["service"], one["category"]) for one in told["asked"]] == [("yandex-metrica", "analytics")]


def test_diff_shows_source_print_and_meaning(project, capsys):
    """The source's words beside each language's, and every fact that is another."""
    change(project / "policy_src/policy.kk.md", GREETING, f"{GREETING}, жазылмайды")
    change(project / "site.toml", "lifetime_days = 365", "lifetime_days = 400")

    main(["policy", "diff", "--today", AFTER])
    text = capsys.readouterr().out
    main(["policy", "diff", "1.0", "--today", AFTER, "--format", "json"])
    told = json.loads(capsys.readouterr().out)

    assert "policy.atelier.measurements: changed" in text
    assert f"  source: {GREETING}{{+, жазылмайды+}}" in text
    assert "  term in days: 365 → 400" in text
    assert "  everybody (term)" in text
    assert told["before"] == "1.0"
    assert {"policy.atelier.measurements", "policy.about.bin"} <= {unit["id"] for unit in told["units"]}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["diff", "3.0"], 'there is no version "3.0"; there are 1.0, 1.1, 2.0', id="diff of no version"),
        pytest.param(
            ["publish", "-m", "Again", "--editorial"], "nothing has changed since version 2.0", id="nothing to publish"
        ),
        pytest.param(
            ["publish", "-m", "Again", "--editorial", "--summary", "Новое"],
            "nothing has changed since version 2.0",
            id="nothing to say either",
        ),
    ],
)
def test_what_cannot_be_done_is_told(project, arguments, message, capsys):
    """Exit status 2: the command line does not fit what there is."""
    status = main(["policy", *arguments, "--today", AFTER])

    assert status == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"kelisim: {message}"


def test_publishing_wants_texts_approved_and_problems_mended(shop):
    """What a real site publishes has been read by somebody, and a strict build of it passes."""
    shop.write(
        "policy_src/policy.kk.md",
        "## Жалпы ережелер {#general}\n\n### {#shop}\n\nСайт – интернет-дүкен. {#shop.kind}\n",
    )
    shop.write(
        "translations/ru/LC_MESSAGES/policy.po",
        'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "policy.shop.kind"\nmsgid "Сайт – интернет-дүкен."\nmsgstr "Сайт — интернет-магазин."\n',
    )
    command = ["policy", "publish", "-m", "The first version", "--today", "2026-12-01", "--format", "concise"]

    refused = shop.run(*command)
    shop.run("i18n", "approve", "kk", "policy.general", "policy.shop.kind", "--by", "a.bekova")
    shop.run("i18n", "approve", "ru", "policy.shop.kind", "--by", "a.bekova")
    published = shop.run(*command)

    assert refused.status == 1
    assert refused.err.splitlines()[0].startswith("translations/kk/approvals.jsonl: error[K347]: ")
    assert refused.err.splitlines()[-1].endswith("nothing was published")
    assert published.status == 0, published.err
    assert published.out == "published policy_src/archive/1.0 (first), in force from 2026-12-01\n"
    assert shop.run("build", "--strict").status == 0


def test_a_missing_fact_keeps_a_real_site_from_publishing(shop):
    """An example may publish without the operator's legal facts; a site that people use may not."""
    shop.change("site.toml", 'bin = "100940001239"\n', "")

    refused = shop.run("policy", "publish", "-m", "The first version", "--format", "concise")
    shop.change("site.toml", 'id = "shop"\n', 'id = "shop"\nexample = true\n')
    published = shop.run("policy", "publish", "-m", "The first version", "--format", "concise")

    assert refused.status == 1
    assert "error[K450]: the operator has no BIN" in refused.err
    assert not list(shop.path.glob("policy_src/archive/.*"))
    assert published.status == 0, published.err


@needs_checker
@pytest.mark.slow
def test_pages_of_versions_are_valid(built):
    """Archived versions, one that is yet to come, and comparisons, in both languages."""
    policy = built[BEFORE] / "policy"
    pages = [path for path in sorted(policy.rglob("*.html")) if path.name != "policy.fragment.html"]

    names = {path.relative_to(policy).as_posix() for path in pages}
    assert {"1.0/kk/index.html", "2.0/ru/index.html", "1.1/changes.kk.html"} <= names, sorted(names)
    assert complaints(pages) == []
