"""A build of many sites some of which are at fault: each is told at its place, and nothing is written."""

from __future__ import annotations

import json

import pytest

from tests.build.conftest import Workplace, as_lines, problems

BUILD = ("build", "--sites", "sites")
POLICY_TITLE = """\
msgctxt "policy.title"
msgid "Cookie файлдарын пайдалану саясаты"
msgstr "Политика в отношении файлов cookie"
"""


def test_a_fault_of_one_site_is_told_with_those_of_the_others_and_nothing_is_written(portal: Workplace):
    """Each at file and line; the tree stays byte for byte."""
    portal.run(*BUILD)
    before = portal.tree()
    portal.change("sites/shop-2.toml", 'services = ["own-site"]', 'services = ["own-sight"]')
    portal.change("sites/shop-4.toml", 'url = "https://shop4.example.kz/"', 'url = "shop4"')

    result = portal.run(*BUILD, "--format", "json")
    text = portal.run(*BUILD)

    assert result.status == text.status == 1
    assert problems(result) == [("sites/shop-2.toml", 4, "K112"), ("sites/shop-4.toml", 3, "K108")]
    assert json.loads(result.out)["sites"]["failed"] == ["shop-2.toml", "shop-4.toml"]
    assert text.err.endswith("dist/ was left as it was\n")
    assert portal.tree() == before


def test_a_site_file_that_is_no_toml_is_told_with_the_others(portal: Workplace):
    """Nobody can tell what such a site is called or uses, and still the rest is looked through."""
    portal.change("sites/shop-2.toml", 'extends = "_base.toml"', "extends = ")
    portal.change("sites/shop-4.toml", 'url = "https://shop4.example.kz/"', 'url = "shop4"')

    result = portal.run(*BUILD, "--format", "json")

    assert result.status == 1
    assert problems(result) == [("sites/shop-2.toml", 1, "K101"), ("sites/shop-4.toml", 3, "K108")]


def test_a_fault_of_what_sites_extend_is_told_there_once(portal: Workplace):
    """In the file that says it, though five sites say it through that."""
    portal.change("sites/_base.toml", 'consent_model = "explicit"', 'consent_model = "loud"')

    result = portal.run(*BUILD, "--format", "json")

    [(path, _, code)] = problems(result)
    assert (path, code) == ("sites/_base.toml", "K107")


def test_the_sound_ones_are_built_where_that_is_wanted(portal: Workplace):
    """--keep-going: the status is still 1, and the index says that it is not complete."""
    portal.change("sites/shop-2.toml", 'services = ["own-site"]', 'services = ["own-sight"]')

    result = portal.run(*BUILD, "--keep-going")

    assert result.status == 1
    index = json.loads((portal.path / "dist/index.json").read_text("utf-8"))
    assert list(index["sites"]) == ["shop-1", "shop-3", "shop-4", "shop-5"]
    assert (index["complete"], index["missing"]) == (False, 1)
    assert "1 sites with faults are not there" in result.out


EXTENDS = [
    pytest.param('extends = "nowhere.toml"', 'there is no file "nowhere.toml"', id="missing"),
    pytest.param('extends = "../../../etc/passwd"', "leads out of the project", id="outside"),
    pytest.param('extends = "shop-2.toml"', "the files extend each other: shop-2.toml → shop-2.toml", id="itself"),
    pytest.param('extends = "_a.toml"', "the files extend each other: _a.toml → _b.toml → _a.toml", id="in a circle"),
]


@pytest.mark.parametrize(("line", "told"), EXTENDS)
def test_what_cannot_be_extended_is_told(portal: Workplace, line: str, told: str):
    """At its place, with a way out; nothing outside the project is read."""
    portal.write("sites/_a.toml", 'extends = "_b.toml"\n')
    portal.write("sites/_b.toml", 'extends = "_a.toml"\n')
    portal.change("sites/shop-2.toml", 'extends = "_base.toml"', line)

    result = portal.run(*BUILD)

    assert result.status == 1
    assert "error[K121]: " in result.err
    assert told in result.err
    assert not (portal.path / "dist").exists()


def test_one_site_may_extend_another_file_as_well(portal: Workplace):
    """`--site` follows `extends` like `--sites`."""
    result = portal.run("check", "--site", "sites/shop-1.toml", "--ignore", "K310")

    assert (result.status, result.out) == (0, "no problems found\n"), result.err


def test_a_file_with_the_name_of_another_site_is_told(portal: Workplace):
    """And so is an id that two lines have."""
    portal.change("sites/shop-2.toml", 'id = "shop-2"', 'id = "shop-9"')
    lines = as_lines(portal)
    portal.write("sites.ndjson", "\n".join([lines[0], lines[2], lines[0]]).replace("_base", "sites/_base") + "\n")

    folder = portal.run(*BUILD)
    file = portal.run("build", "--sites", "sites.ndjson")

    assert 'sites/shop-2.toml:2:6: error[K122]: the site in shop-2.toml is called "shop-9"' in folder.err
    assert 'sites.ndjson:3: error[K122]: the id "shop-1" stands twice' in file.err
    assert "sites.ndjson:1 has it too" in file.err


def test_of_sites_with_one_id_none_is_built(portal: Workplace):
    """One has written over the other, so that with --keep-going neither is there; the rest is."""
    lines = as_lines(portal)
    other = lines[0].replace("https://shop1.", "https://other.")
    portal.write("sites.ndjson", "\n".join([lines[0], lines[2], other]).replace("_base", "sites/_base") + "\n")

    result = portal.run("build", "--sites", "sites.ndjson", "--keep-going", "--format", "json")

    assert result.status == 1
    assert json.loads(result.out)["sites"] == {"made": 1, "kept": 0, "failed": ["sites.ndjson:1", "sites.ndjson:3"]}
    assert {name.partition("/")[0] for name in portal.tree() if name.startswith("shop-")} == {"shop-3"}


LINES = [
    pytest.param(b'{"id": "shop-2", ', "sites.ndjson:2:18: error[K123]: this is not JSON: ", id="cut"),
    pytest.param(b'["shop-2"]', "sites.ndjson:2:1: error[K123]: the line is no object", id="a list"),
    pytest.param(b'{"id": NaN}', "sites.ndjson:2: error[K123]: this is not JSON: NaN is no number", id="no number"),
    pytest.param(b'{"id": null}', "sites.ndjson:2:8: error[K105]: id is null", id="null"),
    pytest.param(b'{"id": "\xf8"}', "sites.ndjson:2:9: error[K102]: byte 0xf8 is not UTF-8", id="no text"),
    pytest.param(b'{"id": "Shop-1"}', 'sites.ndjson:2:8: error[K108]: id is "Shop-1"', id="an id in capitals"),
    pytest.param(b'{"id": "../../etc"}', 'sites.ndjson:2:8: error[K108]: id is "../../etc"', id="a path for an id"),
    pytest.param(
        b'{"id": "shop-2", "operator": {"short": {"kk": "A", "ru": 7}}}',
        "sites.ndjson:2:58: error[K105]: operator.short.ru is the number 7",
        id="deep inside",
    ),
    pytest.param(b"[" * 100_000, "sites.ndjson:2: error[K123]: lists or objects are nested too deep", id="nested"),
]


@pytest.mark.parametrize(("line", "told"), LINES)
def test_a_bad_line_among_many_is_told_at_its_place(portal: Workplace, line: bytes, told: str):
    """With the line, and the column where there is one; the sites of the other lines are looked through as well."""
    good = [text.replace("_base", "sites/_base").encode() for text in as_lines(portal)]
    (portal.path / "sites.ndjson").write_bytes(b"\n".join([good[0], line, *good[2:]]) + b"\n")

    result = portal.run("build", "--sites", "sites.ndjson")

    assert result.status == 1
    assert told in result.err
    assert not (portal.path / "dist").exists()


@pytest.mark.slow
def test_fifty_megabytes_of_lines_with_a_bad_one_are_read_line_by_line(portal: Workplace):
    """What is wrong is found at its line; a line that is no site's size is refused before it is parsed."""
    with (portal.path / "sites.ndjson").open("wb") as file:
        for _ in range(4):
            file.write(b'{"id": "' + b"x" * (12 * 1024 * 1024) + b'"}\n')
        file.write(b'{"id": }\n')

    result = portal.run("check", "--sites", "sites.ndjson", "--format", "json")

    told = problems(result)
    assert told == [("sites.ndjson", number, "K123") for number in range(1, 6)]


def test_a_link_out_of_the_folder_is_no_site(portal: Workplace, tmp_path):
    """Nor is what it leads to ever read."""
    (tmp_path / "secret.toml").write_text('id = "secret"\n', "utf-8")
    (portal.path / "sites/secret.toml").symlink_to(tmp_path / "secret.toml")

    result = portal.run(*BUILD)

    assert result.status == 1
    assert "sites/secret.toml: error[K102]: the file is a link that leads out of the folder of sites" in result.err


def test_an_accent_that_cannot_be_read_is_told_in_the_file_that_says_it(portal: Workplace):
    """The looks of each site are checked as those of one site are."""
    portal.change("sites/shop-2.toml", "[operator]", '[banner]\naccent = "#1a73e8"\n[operator]')

    result = portal.run(*BUILD, "--format", "json")

    assert problems(result) == [("sites/shop-2.toml", 6, "K603")]


def test_no_site_prints_under_strict_what_nobody_approved(portal: Workplace):
    """An own wording that all sites share: none is built until somebody has signed it (K347)."""
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: ru\\n"\n\n'
    portal.write("translations/ru/LC_MESSAGES/policy.po", head + POLICY_TITLE)
    base = (portal.path / "sites/_base.toml").read_text("utf-8")
    portal.write("sites/_base.toml", f"example = true\n{base}")
    published = portal.run("policy", "publish", "--site", "sites/shop-1.toml", "-m", "The first version")
    portal.write("sites/_base.toml", base)

    loose = portal.run(*BUILD, "--format", "json")
    before = portal.tree()
    checked = portal.run("check", "--sites", "sites", "--strict", "--format", "json")
    strict = portal.run(*BUILD, "--strict", "--keep-going", "--format", "json")

    assert published.status == loose.status == 0, published.err
    assert problems(loose) == []
    assert problems(checked) == problems(strict) == [("translations/ru/approvals.jsonl", 0, "K347")]
    assert (checked.status, strict.status) == (1, 1)
    assert portal.tree() == before

    portal.run("i18n", "approve", "ru", "policy.title", "--by", "Lawyer", "--site", "sites/shop-1.toml")
    signed = portal.run(*BUILD, "--strict", "--keep-going", "--format", "json")
    assert (signed.status, problems(signed)) == (0, [])
