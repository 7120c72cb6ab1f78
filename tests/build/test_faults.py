"""Mistakes in the sources: each is told with place and way out, all in one run, and `dist/` stays as it was."""

from __future__ import annotations

import json

import pytest

from tests.build.conftest import Workplace

SITE, POLICY, RU = "site.toml", "policy_src/policy.kk.md", "translations/ru/LC_MESSAGES"
MISTAKES = [
    pytest.param(
        SITE,
        'services = ["own-site", "google-analytics"]',
        'services = ["own-site", "google-analitics"]',
        """\
site.toml:7:25: error[K112]: unknown service "google-analitics"
  7 | services = ["own-site", "google-analitics"]
    |                         ^^^^^^^^^^^^^^^^^^
    = expected the id of a file in policy_src/services/
    = did you mean "google-analytics"?
""",
        id="unknown service",
    ),
    pytest.param(
        SITE,
        'consent_model = "explicit"',
        'consent_modell = "explicit"',
        """\
site.toml:6:1: error[K104]: unknown key "consent_modell"
  6 | consent_modell = "explicit"
    | ^^^^^^^^^^^^^^
    = did you mean "consent_model"?
""",
        id="unknown key",
    ),
    pytest.param(
        SITE,
        "[service.google-analytics]",
        "[services.google-analytics]",
        "[service.google-analytics]",
        id="services for service",
    ),
    pytest.param(
        SITE,
        'id = "shop"',
        'id = "shop',
        "site.toml:3:11: error[K101]: ",
        id="broken TOML",
    ),
    pytest.param(
        f"{RU}/banner.po",
        'msgstr "Принять все"',
        'msgstr ""',
        'error[K207]: "action.accept" is not translated into ru',
        id="missing translation",
    ),
    pytest.param(
        f"{RU}/banner.po",
        'msgstr "Принять все"',
        'msgstr "Принять все',
        "translations/ru/LC_MESSAGES/banner.po:",
        id="broken PO",
    ),
    pytest.param(
        f"{RU}/banner.po",
        'msgstr "Оператор сайта: {operator.name}"',
        'msgstr "Оператор сайта: {operator.nmae}"',
        "{operator.nmae}",
        id="wrong placeholder",
    ),
    pytest.param(
        POLICY,
        "Сыртқы сайттарға сілтемелер {#external}",
        "Сыртқы сайттарға сілтемелер",
        "policy_src/policy.kk.md:",
        id="clause without id",
    ),
    pytest.param(
        POLICY,
        "БСН: {operator.bin}. {#about.bin if=bin}",
        "БСН: {operator.bin}. {#about.bin if=bin}\nЖаңа сөйлем. {#about.fresh}",
        'error[K207]: "policy.about.fresh" is not translated into ru',
        id="clause without translation",
    ),
    pytest.param(
        POLICY,
        "БСН: {operator.bin}. {#about.bin if=bin}",
        "БСН: {operator.bim}. {#about.bin if=bin}",
        "{operator.bim}",
        id="unknown placeholder in the policy",
    ),
    pytest.param(
        POLICY,
        "БСН: {operator.bin}. {#about.bin if=bin}",
        "БСН: {operator.bin:iii}. {#about.bin if=bin}",
        "{operator.bin:iii}",
        id="unknown case in the policy",
    ),
    pytest.param(
        POLICY,
        "БСН: {operator.bin}. {#about.bin if=bin}",
        "БСН: <b>{operator.bin}</b>. {#about.bin if=bin}",
        "policy_src/policy.kk.md:14:6: error[K322]: HTML in a text: <b>",
        id="HTML in a clause",
    ),
    pytest.param(
        POLICY,
        "БСН: {operator.bin}. {#about.bin if=bin}",
        "БСН: {operator.bin}. {#about.policy if=bin}",
        'policy_src/policy.kk.md:14:22: error[K301]: the id "about.policy" stands twice',
        id="id of a clause used twice",
    ),
    pytest.param(
        "policy_src/services/hotjar.toml",
        'category = "analytics"',
        'category = "analytics"\ncolour = "blue"',
        'policy_src/services/hotjar.toml:7:1: error[K104]: unknown key "colour"',
        id="unknown key in the registry",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "told"), MISTAKES)
def test_a_mistake_is_told_and_nothing_is_written(shop: Workplace, name: str, old: str, new: str, told: str):
    """Exit 1, the message with its place, the closing line, and the old tree byte for byte."""
    assert shop.run("build").status == 0
    before = shop.tree()

    shop.change(name, old, new)
    result = shop.run("build")

    assert result.status == 1
    assert told in result.err
    assert result.err.endswith("; dist/ was left as it was\n")
    assert shop.tree() == before


def test_one_run_reports_all_mistakes(shop: Workplace):
    """Mistakes in four files come out together, sorted by place, with their number at the end."""
    shop.change(SITE, 'url = "https://shop.example.kz/"', 'url = "shop.example.kz"')
    shop.change(f"{RU}/banner.po", 'msgstr "Принять все"', 'msgstr ""')
    shop.change(f"{RU}/policy.po", 'msgstr "Обратная связь"', 'msgstr ""')
    shop.write("policy_src/services/weather.toml", 'name = "Weather"\ncolour = "blue"\n')

    result = shop.run("check", "--format", "json")

    problems = json.loads(result.out)["problems"]
    found = {(problem["path"], problem["code"]) for problem in problems if problem["severity"] == "error"}
    assert {
        ("site.toml", "K108"),
        (f"{RU}/banner.po", "K207"),
        (f"{RU}/policy.po", "K207"),
        ("policy_src/services/weather.toml", "K104"),
        ("policy_src/services/weather.toml", "K106"),
    } <= found
    assert result.status == 1
    assert [problem["path"] for problem in problems] == sorted(problem["path"] for problem in problems)


@pytest.mark.parametrize("name", [SITE, POLICY, f"{RU}/policy.po", "policy_src/services/hotjar.toml"])
@pytest.mark.parametrize(
    ("data", "place", "told"),
    [
        pytest.param('id = "магазин"\n'.encode("cp1251"), ":1:7", "K102]: byte 0xec is not UTF-8", id="windows-1251"),
        pytest.param(b"\xef\xbb\xbfid = 1\n", ":1:1", "K103]: the file begins with a byte order mark", id="BOM"),
        pytest.param(b'id = "x"\r\n', ":1:9", "K103]: the lines end in CR LF", id="CR LF"),
        pytest.param(b"#" * (11 * 1024 * 1024), "", "K102]: the file has 11.0 MiB", id="eleven megabytes"),
    ],
)
def test_bytes_that_are_no_text_are_told(shop: Workplace, name: str, data: bytes, place: str, told: str):
    """Encoding, byte order mark, line ends and size are problems of any source, with a way out; nothing is written."""
    shop.write(name, "")
    (shop.path / name).write_bytes(data)

    result = shop.run("build")

    assert result.status == 1
    assert f"{name}{place}: error[{told}" in result.err
    assert not (shop.path / "dist").exists()


def test_warnings_do_not_fail_a_build_but_a_strict_one(shop: Workplace):
    """A missing BIN is a warning with its rule; under --strict it is an error and nothing is written."""
    shop.change(SITE, 'bin = "100940001239"', 'bin = ""')

    assert shop.run("build").status == 0
    result = shop.run("build", "--strict", "--out", "strict")

    assert result.status == 1
    assert "KZ-5" in result.err
    assert not (shop.path / "strict").exists()
