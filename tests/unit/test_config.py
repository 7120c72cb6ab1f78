"""The configuration of a site: what a sound file gives, and what every kind of fault in it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.config import Name, check_languages, parse_site, valid_bin
from kelisim.source import TomlSource
from tests.unit.examples import site_source

KNOWN = ("en", "kk", "ru")


def told(*changes, more=""):
    """What is said of the small site with changes."""
    site, problems = parse_site(site_source(*changes, more=more))
    if site:
        problems += check_languages(site, KNOWN)
    return [str(problem) for problem in problems]


def test_a_sound_file_becomes_a_site_with_defaults():
    """What is not said has its documented value."""
    site, problems = parse_site(site_source())

    assert problems == []
    assert (site.id, site.default_language, site.services) == ("vivus", "kk", ("own-site", "counter"))
    assert site.operator.short == {"kk": Name("МҚҰ", "эм-қа-ұ"), "ru": Name("МФО")}
    assert (site.consent_model, site.consent.lifetime_days, site.consent.cookie_name) == ("explicit", 180, "kelisim")
    assert (site.consent.honour_gpc, site.banner.layout, site.banner.policy_url) == (True, "bar", {"kk": "", "ru": ""})


def test_the_site_of_this_repository_has_no_problem():
    """The worked example is sound."""
    from pathlib import Path

    text = Path(__file__).parents[2].joinpath("site.toml").read_text("utf-8")

    _, problems = parse_site(TomlSource("site.toml", text))

    assert problems == []


def test_a_text_for_all_languages_is_the_text_of_each():
    """An address may be written once, or once a language."""
    site, _ = parse_site(site_source(more='address = "Алматы"\nlicence = { kk = "1", ru = "№ 1" }\n'))

    assert site.operator.address == {"kk": "Алматы", "ru": "Алматы"}
    assert site.operator.licence == {"kk": "1", "ru": "№ 1"}


def test_declined_forms_are_read_by_case():
    """What the owner writes out wins over the rules."""
    site, _ = parse_site(site_source(('short.ru = "МФО"', 'short.ru = { text = "фирма", gen = "фирмы" }')))

    assert site.operator.short["ru"] == Name("фирма", forms={"gen": "фирмы"})


@pytest.mark.parametrize(
    ("changes", "more", "message"),
    [
        pytest.param(
            [('id = "vivus"\n', "")],
            "",
            """\
site.toml: error[K106]: id is missing
    = expected small Latin letters, digits and single hyphens
    = add id = …""",
            id="no id",
        ),
        pytest.param(
            [("languages", "langauges")],
            "",
            """\
site.toml:3:1: error[K104]: unknown key "langauges"
  3 | langauges = ["kk", "ru"]
    | ^^^^^^^^^
    = did you mean "languages"?""",
            id="misspelt key is told once, not as missing too",
        ),
        pytest.param(
            [("[operator]", "[operater]")],
            "",
            """\
site.toml:6:2: error[K104]: unknown key "operater"
  6 | [operater]
    |  ^^^^^^^^
    = did you mean "operator"?""",
            id="misspelt section",
        ),
        pytest.param(
            [('email = "info@vivus.kz"\n', "")],
            "",
            """\
site.toml:6:2: error[K106]: operator.email is missing
  6 | [operator]
    |  ^^^^^^^^
    = expected an e-mail address
    = add email = …""",
            id="missing key in a section",
        ),
        pytest.param(
            [("info@vivus.kz", "info at vivus.kz")],
            "",
            """\
site.toml:7:9: error[K108]: operator.email is "info at vivus.kz"
  7 | email = "info at vivus.kz"
    |         ^^^^^^^^^^^^^^^^^^
    = expected an e-mail address""",
            id="no e-mail address",
        ),
        pytest.param(
            [("https://www.vivus.kz/", "www.vivus.kz")],
            "",
            """\
site.toml:2:7: error[K108]: url is "www.vivus.kz"
  2 | url = "www.vivus.kz"
    |       ^^^^^^^^^^^^^^
    = expected an address such as https://www.example.kz/""",
            id="address without https",
        ),
        pytest.param(
            [("https://www.vivus.kz/", "https://[vivus")],
            "",
            """\
site.toml:2:7: error[K108]: url is "https://[vivus"
  2 | url = "https://[vivus"
    |       ^^^^^^^^^^^^^^^^
    = expected an address such as https://www.example.kz/""",
            id="address with a bracket",
        ),
        pytest.param(
            [('id = "vivus"', 'id = "Vivus KZ"')],
            "",
            """\
site.toml:1:6: error[K108]: id is "Vivus KZ"
  1 | id = "Vivus KZ"
    |      ^^^^^^^^^^
    = expected small Latin letters, digits and single hyphens""",
            id="id with a space",
        ),
        pytest.param(
            [('id = "vivus"', 'id = "assets"')],
            "",
            """\
site.toml:1:6: error[K109]: no site can be called "assets"
  1 | id = "assets"
    |      ^^^^^^^^
    = dist/ uses that name itself""",
            id="reserved id",
        ),
        pytest.param(
            [('["kk", "ru"]', '"kk"')],
            "",
            """\
site.toml:3:13: error[K105]: languages is the text "kk"
  3 | languages = "kk"
    |             ^^^^
    = expected a list, each entry a language tag such as "kk" or "ru\"""",
            id="one language without a list",
        ),
        pytest.param(
            [('["kk", "ru"]', '["kk-KZ", "ru"]')],
            "",
            """\
site.toml:3:14: error[K108]: entry 1 of languages is "kk-KZ"
  3 | languages = ["kk-KZ", "ru"]
    |              ^^^^^^^
    = expected a language tag such as "kk" or "ru\"""",
            id="language with a country",
        ),
        pytest.param(
            [('["kk", "ru"]', '["kz", "ru"]')],
            "",
            """\
site.toml:3:14: error[K110]: "kz" is the code of the country, not of the language
  3 | languages = ["kz", "ru"]
    |              ^^^^
    = expected one of "en", "kk", "ru"
    = did you mean "kk"?""",
            id="kz for kk",
        ),
        pytest.param(
            [('["kk", "ru"]', '["kk", "rus"]'), ("name.ru", "name.rus"), ("short.ru", "short.rus")],
            "",
            """\
site.toml:3:20: error[K110]: there are no texts in "rus"
  3 | languages = ["kk", "rus"]
    |                    ^^^^^
    = expected one of "en", "kk", "ru"
    = did you mean "ru"?""",
            id="language that nobody translated, misspelt",
        ),
        pytest.param(
            [('["kk", "ru"]', '["kk", "de"]'), ("name.ru", "name.de"), ("short.ru", "short.de")],
            "",
            """\
site.toml:3:20: error[K110]: there are no texts in "de"
  3 | languages = ["kk", "de"]
    |                    ^^^^
    = expected one of "en", "kk", "ru"
    = kelisim i18n add de makes catalogs to fill in""",
            id="language that nobody translated",
        ),
        pytest.param(
            [('short.ru = "МФО"\n', "")],
            "",
            """\
site.toml:10:1: error[K106]: operator.short has no text in "ru"
  10 | short.kk = { text = "МҚҰ", reading = "эм-қа-ұ" }
     | ^^^^^^^^
    = expected one for each language of the site
    = add short.ru = …""",
            id="name missing in a language",
        ),
        pytest.param(
            [],
            'address.kk = "Алматы"\n',
            """\
site.toml:12:1: error[K106]: operator.address has no text in "ru"
  12 | address.kk = "Алматы"
     | ^^^^^^^^^^
    = expected one for each language of the site
    = add address.ru = …""",
            id="fact in one language of two",
        ),
        pytest.param(
            [],
            'name.kz = "«Vivus» ЖШС"\n',
            """\
site.toml:12:1: warning[K111]: operator.name has a text in "kz", which is not a language of the site
  12 | name.kz = "«Vivus» ЖШС"
     | ^^^^^^^
    = expected one of "kk", "ru"
    = did you mean "kk"?""",
            id="text under kz",
        ),
        pytest.param(
            [],
            'licence = { kk = "1", ru = "1", en = "1" }\n',
            """\
site.toml:12:33: warning[K111]: operator.licence has a text in "en", which is not a language of the site
  12 | licence = { kk = "1", ru = "1", en = "1" }
     |                                 ^^
    = expected one of "kk", "ru"
    = remove it, or add the language to languages""",
            id="text in a language that the site does not have",
        ),
        pytest.param(
            [("«Vivus» ЖШС", "«Vivus ЖШС")],
            "",
            """\
site.toml:8:11: error[K115]: the quotation marks of «Vivus ЖШС do not balance
  8 | name.kk = "«Vivus ЖШС"
    |           ^^^^^^^^^^^^
    = expected a closing mark for every opening one
    = inside a name in marks use the other ones: «„Vivus“ микроқаржы ұйымы»""",
            id="mark never closed",
        ),
        pytest.param(
            [("МҚҰ", " МҚҰ")],
            "",
            """\
site.toml:10:21: error[K115]: operator.short.kk has spaces or line ends around or inside it
  10 | short.kk = { text = " МҚҰ", reading = "эм-қа-ұ" }
     |                     ^^^^^^
    = expected the name alone""",
            id="space before a name",
        ),
        pytest.param(
            [('"МФО"', '{ text = "МФО", gen = "" }')],
            "",
            """\
site.toml:11:34: error[K115]: operator.short.ru.gen is empty
  11 | short.ru = { text = "МФО", gen = "" }
     |                                  ^^
    = expected the name as it is written""",
            id="empty form of a name",
        ),
        pytest.param(
            [('name.kk = "«Vivus» ЖШС"\nname.ru = "ТОО «Vivus»"', 'name = "Vivus"')],
            "",
            """\
site.toml:8:8: error[K105]: operator.name is the text "Vivus"
  8 | name = "Vivus"
    |        ^^^^^^^
    = expected a text per language, as kk = "…\"""",
            id="one name for all languages",
        ),
        pytest.param(
            [],
            "bin = 180440012345\n",
            """\
site.toml:12:7: error[K105]: operator.bin is the number 180440012345
  12 | bin = 180440012345
     |       ^^^^^^^^^^^^
    = expected 12 digits, or empty""",
            id="BIN without quotation marks",
        ),
        pytest.param(
            [],
            'bin = "1804 4001 2345"\n',
            """\
site.toml:12:7: error[K108]: operator.bin is "1804 4001 2345"
  12 | bin = "1804 4001 2345"
     |       ^^^^^^^^^^^^^^^^
    = expected 12 digits, or empty""",
            id="BIN in groups",
        ),
        pytest.param(
            [],
            'bin = "123456789012" # ours\n',
            """\
site.toml:12:7: warning[K114]: 123456789012 is no BIN: its date or its check digit does not fit
  12 | bin = "123456789012" # ours
     |       ^^^^^^^^^^^^^^
    = compare it with the certificate of registration""",
            id="BIN that cannot be one",
        ),
        pytest.param(
            [],
            '[consent]\ncookie_domain = "vivus.com"\n',
            """\
site.toml:13:17: error[K116]: www.vivus.kz does not belong to vivus.com, so browsers would refuse the cookie
  13 | cookie_domain = "vivus.com"
     |                 ^^^^^^^^^^^
    = expected www.vivus.kz, or a domain above it""",
            id="cookie domain of another site",
        ),
        pytest.param(
            [],
            '[consent]\ncookie_domain = "us.kz"\n',
            """\
site.toml:13:17: error[K116]: www.vivus.kz does not belong to us.kz, so browsers would refuse the cookie
  13 | cookie_domain = "us.kz"
     |                 ^^^^^^^
    = expected www.vivus.kz, or a domain above it""",
            id="cookie domain that only ends alike",
        ),
        pytest.param(
            [],
            '[consent]\nrecords_url = "https://log.example.com/consent"\n',
            """\
site.toml:13:15: error[K117]: records would go to https://log.example.com, which is not the site
  13 | records_url = "https://log.example.com/consent"
     |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    = expected an address below https://www.vivus.kz (REC-5)""",
            id="records to somebody else",
        ),
        pytest.param(
            [],
            '[consent]\nrecords_url = "http://www.vivus.kz/consent"\n',
            """\
site.toml:13:15: error[K117]: records would go to http://www.vivus.kz, which is not the site
  13 | records_url = "http://www.vivus.kz/consent"
     |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    = expected an address below https://www.vivus.kz (REC-5)""",
            id="records without encryption",
        ),
        pytest.param(
            [],
            '[consent]\nrecords_url = "records"\n',
            """\
site.toml:13:15: error[K108]: consent.records_url is "records"
  13 | records_url = "records"
     |               ^^^^^^^^^
    = expected a path of the site such as "/consent-records", or empty""",
            id="records to no address",
        ),
        pytest.param(
            [],
            '[banner]\npolicy_url = "cookie"\n',
            """\
site.toml:13:14: error[K108]: banner.policy_url is "cookie"
  13 | policy_url = "cookie"
     |              ^^^^^^^^
    = expected a path of the site such as "/kk/cookie", or an address""",
            id="policy at no address, told once for all languages",
        ),
        pytest.param(
            [],
            "[banner]\nlifetime_days = 30\n",
            """\
site.toml:13:1: error[K104]: unknown key "lifetime_days" in [banner]
  13 | lifetime_days = 30
     | ^^^^^^^^^^^^^
    = lifetime_days belongs in [consent]""",
            id="key of another section",
        ),
        pytest.param(
            [],
            "[banner]\nexample = true\n",
            """\
site.toml:13:1: error[K104]: unknown key "example" in [banner]
  13 | example = true
     | ^^^^^^^
    = example belongs above the first [section]""",
            id="key of the top that slid into a section",
        ),
        pytest.param(
            [],
            "[services.counter]\nwebvisor = true\n",
            """\
site.toml:12:1: error[K104]: unknown section "[services.counter]"
  12 | [services.counter]
     | ^^^^^^^^^^^^^^^^^^
    = expected the parameters of a service in [service.<id>]
    = did you mean "[service.counter]"?""",
            id="services for service",
        ),
        pytest.param(
            [('services = ["own-site", "counter"]\n', "")],
            "[services.counter]\nwebvisor = true\n",
            """\
site.toml:11:2: error[K104]: unknown section "[services.counter]"
  11 | [services.counter]
     |  ^^^^^^^^^^^^^^^^
    = expected the parameters of a service in [service.<id>]
    = did you mean "[service.counter]"?""",
            id="services for service, and no list",
        ),
        pytest.param(
            [],
            '[accepted]\nK431 = ""\n',
            """\
site.toml:13:8: error[K108]: accepted.K431 is ""
  13 | K431 = ""
     |        ^^
    = expected a reason, as "vendor has not answered; legal; until 2027-03-01\"""",
            id="accepted without a reason",
        ),
        pytest.param(
            [("url", "url\u00a0")],
            "",
            """\
site.toml:2:4: error[K101]: this is not TOML: expected '=' after a key in a key/value pair
  2 | url\u00a0 = "https://www.vivus.kz/"
    |    ^
    = see https://toml.io for the syntax""",
            id="no-break space behind a key",
        ),
    ],
)
def test_a_fault_is_told_once_with_place_and_way_out(changes, more, message):
    """One fault, one message: where, what, what was expected, how to mend it."""
    assert told(*changes, more=more) == [message]


def test_all_faults_are_told_in_one_run():
    """A second run shows nothing that the first one could have shown."""
    said = told(("info@vivus.kz", "none"), ("www.vivus.kz/", ""), more="[banner]\nlayuot = 1\n[consent]\ngate = 'x'\n")

    assert sorted(message.split(": ")[0] for message in said) == [
        "site.toml:13:1",
        "site.toml:15:8",
        "site.toml:2:7",
        "site.toml:7:9",
    ]


@pytest.mark.parametrize(
    ("line", "url"),
    [
        pytest.param('cookie_domain = "vivus.kz"', "https://www.vivus.kz/", id="domain above the host"),
        pytest.param('cookie_domain = "www.vivus.kz"', "https://www.vivus.kz/", id="the host itself"),
        pytest.param('records_url = "/records"', "https://www.vivus.kz/", id="path of the site"),
        pytest.param(
            'records_url = "https://WWW.vivus.kz:443/r"', "https://www.vivus.kz/", id="same origin, other spelling"
        ),
        pytest.param('records_url = "https://сайт.қаз/r"', "https://сайт.қаз/", id="Kazakh domain"),
        pytest.param('records_url = "http://localhost:8000/r"', "http://localhost:8000/", id="own machine with a port"),
    ],
)
def test_own_addresses_are_accepted(line, url):
    """The choice may be shared with the domain above, records may go to the site itself."""
    assert told(("https://www.vivus.kz/", url), more=f"[consent]\n{line}\n") == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("«„Vivus“ микроқаржы ұйымы» ЖШС", id="marks inside marks"),
        pytest.param("ТОО «Микрофинансовая организация «Vivus»»", id="the same marks nested"),
        pytest.param('ТОО \\"Vivus\\"', id="straight marks"),
        pytest.param("Vivus “Kazakhstan” LLP", id="English marks"),
        pytest.param("Vivus", id="no marks"),
    ],
)
def test_balanced_marks_are_accepted(name):
    """Every usual way of writing a company's name passes."""
    assert told(("ТОО «Vivus»", name)) == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("ТОО »Vivus«", id="turned round"),
        pytest.param("ТОО «Vivus»»", id="closed twice"),
        pytest.param("ТОО „Vivus", id="low mark never closed"),
        pytest.param('ТОО \\"Vivus', id="straight mark alone"),
    ],
)
def test_unbalanced_marks_are_not(name):
    """A name whose marks do not fit would spoil the first sentence of the policy."""
    [message] = told(("ТОО «Vivus»", name))

    assert message.startswith("site.toml:9:11: error[K115]: the quotation marks of ТОО ")


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        pytest.param("971240001315", True, id="of a bank"),
        pytest.param("020240000555", True, id="of an oil company"),
        pytest.param("020240000556", False, id="wrong check digit"),
        pytest.param("000000000000", False, id="zeros"),
        pytest.param("971340001311", False, id="thirteenth month"),
    ],
)
def test_a_bin_has_a_date_and_a_check_digit(number, valid):
    """What is obviously made up is noticed before it is printed."""
    assert valid_bin(number) is valid


@given(st.from_regex(r"[0-9]{2}(0[1-9]|1[0-2])[0-9]{7}", fullmatch=True))
def test_at_most_one_check_digit_fits(beginning):
    """A wrong last digit is always noticed."""
    assert sum(valid_bin(f"{beginning}{digit}") for digit in range(10)) <= 1


@given(st.from_regex(r"[0-9]{2}(0[1-9]|1[0-2])[0-9]{8}", fullmatch=True), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number, position, by):
    """A single misread digit before the last makes a sound BIN unsound, the date's digits aside."""
    wrong = f"{number[:position]}{(int(number[position]) + by) % 10}{number[position + 1 :]}"

    if valid_bin(number) and weighted(number) < 10 and weighted(wrong) < 10:
        assert not valid_bin(wrong)


def weighted(number):
    return sum(int(digit) * weight for digit, weight in zip(number, range(1, 12), strict=False)) % 11
