"""What Kazakh law wants said: each missing fact is a warning with its rule, at the line that says it or should."""

import pytest

from kelisim.codes import all_codes
from kelisim.config import parse_site
from kelisim.law import FACTS, NOT_ACCEPTABLE, check_facts
from kelisim.problems import WARNING, strict
from kelisim.registry import parse_service
from kelisim.site import assemble_site
from kelisim.source import TomlSource

SITE = """\
id = "bakery"
url = "https://www.bakery.kz/"
languages = ["kk", "ru"]
services = ["recorder"]

[service.recorder]
not_on = ["/account/*"]

[operator]
email = "info@bakery.kz"
bin = "123456789012"
responsible_person = "А. Серік"
storage_location.kk = "Алматы қаласы"
storage_location.ru = "город Алматы"
published = false
name.kk = "«Наубайхана» ЖШС"
name.ru = "ТОО «Пекарня»"
short.kk = "Наубайхана"
short.ru = "Пекарня"
"""
MICROFINANCE = 'activity = "microfinance"\naddress = "1"\nlicence = "2"\n'
RECORDER = """\
name = "Recorder"
provider = "Recorder LLP"
country = "KZ"
category = "analytics"
purpose = "Statistics"
description = "Records sessions."
collects = ["ip", "recording"]
hosts = ["recorder.example"]
source = "contract"
checked = 2026-11-22
"""
SWITCHED = (
    RECORDER.replace(', "recording"]', "]")
    + """
[collects_when]
film = ["recording"]

[parameters.film]
type = "true or false"
default = false
"""
)


def site_of(text, service=RECORDER):
    registered, problems = parse_service(TomlSource("policy_src/services/recorder.toml", service), "recorder")
    assert not problems
    config, problems = parse_site(TomlSource("site.toml", text))
    assert config, problems
    site, problems = assemble_site(config, {"recorder": registered})
    assert site, problems
    return site


def without(key):
    """The site without the lines that begin with a key, or with any of several."""
    return "".join(line for line in SITE.splitlines(keepends=True) if not line.startswith(key))


def test_a_site_that_says_everything_has_nothing_to_add():
    """No warning is left once every fact is given: the checks can be satisfied."""
    site = site_of(SITE)

    problems = list(check_facts(site))

    assert problems == []


def test_a_microfinance_organisation_that_says_everything_has_nothing_to_add():
    """Address and licence settle what a lender is asked beyond other operators."""
    site = site_of(SITE + MICROFINANCE)

    problems = list(check_facts(site))

    assert problems == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            without("bin"),
            "site.toml:9:2: warning[K450]: the operator has no BIN\n"
            "  9 | [operator]\n"
            "    |  ^^^^^^^^\n"
            "    = expected 12 digits; the consent text names the operator by them (KZ-5)\n"
            '    = write bin = "…" in [operator]',
            id="no BIN at all",
        ),
        pytest.param(
            SITE.replace("123456789012", ""),
            "site.toml:11:1: warning[K450]: the operator has no BIN\n"
            '  11 | bin = ""\n'
            "     | ^^^\n"
            "    = expected 12 digits; the consent text names the operator by them (KZ-5)\n"
            '    = write bin = "…" in [operator]',
            id="an empty BIN",
        ),
        pytest.param(
            SITE.replace("А. Серік", "  "),
            "site.toml:12:1: warning[K451]: nobody is named as responsible for organising the processing "
            "of personal data\n"
            '  12 | responsible_person = "  "\n'
            "     | ^^^^^^^^^^^^^^^^^^\n"
            "    = expected a person; a legal entity has to have one (KZ-12)\n"
            '    = write responsible_person = "…" in [operator]',
            id="a responsible person of spaces",
        ),
        pytest.param(
            without("storage_location"),
            "site.toml:9:2: warning[K452]: it is not said where personal data are stored\n"
            "  9 | [operator]\n"
            "    |  ^^^^^^^^\n"
            "    = expected the place of the database, which the law wants in Kazakhstan (KZ-11)\n"
            '    = write storage_location = "…" in [operator]',
            id="no storage location",
        ),
        pytest.param(
            SITE + MICROFINANCE.replace('address = "1"', 'address = ""'),
            "site.toml:21:1: warning[K453]: the operator has no address\n"
            '  21 | address = ""\n'
            "     | ^^^^^^^\n"
            "    = expected the address of the microfinance organisation (MFO-1)\n"
            '    = write address = "…" in [operator]',
            id="a lender without an address",
        ),
        pytest.param(
            SITE + MICROFINANCE.replace('licence = "2"\n', ""),
            "site.toml:9:2: warning[K454]: the operator has no licence\n"
            "  9 | [operator]\n"
            "    |  ^^^^^^^^\n"
            "    = expected number and date of the microfinance organisation's licence (MFO-1)\n"
            '    = write licence = "…" in [operator]',
            id="a lender without a licence",
        ),
        pytest.param(
            without("storage_location.ru"),
            'site.toml:13:1: error[K455]: operator.storage_location has no text in "ru"\n'
            '  13 | storage_location.kk = "Алматы қаласы"\n'
            "     | ^^^^^^^^^^^^^^^^^^^\n"
            "    = expected one for each language of the site: the texts say the same (LANG-3)\n"
            '    = add storage_location.ru = "…"',
            id="a fact in one language only",
        ),
        pytest.param(
            without("published"),
            "site.toml:9:2: warning[K461]: it is not said whether personal data are published in open sources\n"
            "  9 | [operator]\n"
            "    |  ^^^^^^^^\n"
            "    = expected true or false; until then the policy says that they are not (KZ-5)\n"
            "    = write published = false in [operator] if they are not",
            id="publication left open",
        ),
        pytest.param(
            SITE.replace("services =", 'consent_model = "implied"\nservices ='),
            "site.toml:4:17: warning[K456]: an implied consent leaves nothing that could confirm it\n"
            '  4 | consent_model = "implied"\n'
            "    |                 ^^^^^^^^^\n"
            "    = expected a consent whose receipt can be confirmed (KZ-4)\n"
            '    = set consent_model = "explicit"',
            id="implied consent",
        ),
        pytest.param(
            SITE + "\n[consent]\nlifetime_days = 366\n",
            "site.toml:22:17: warning[K457]: a choice holds for 366 days\n"
            "  22 | lifetime_days = 366\n"
            "     |                 ^^^\n"
            "    = expected at most 365; 180 is usual (REC-4)\n"
            "    = ask again sooner",
            id="a term of more than a year",
        ),
        pytest.param(
            SITE + '\n[banner]\npolicy_url.kk = "/cookie"\npolicy_url.ru = "/cookie"\n',
            "site.toml:22:1: warning[K465]: the policy is at one address for several languages\n"
            '  22 | policy_url.kk = "/cookie"\n'
            "     | ^^^^^^^^^^^^^\n"
            "    = expected a policy in the language of the banner that links to it (DP-6)\n"
            '    = write policy_url.kk = "/kk/…" and policy_url.ru = "/ru/…"; without them the built pages are linked',
            id="one policy for two languages",
        ),
        pytest.param(
            SITE + "\n[consent]\nlifetime_days = 30\n",
            "site.toml:22:17: warning[K464]: whoever has refused is asked again after 30 days\n"
            "  22 | lifetime_days = 30\n"
            "     |                 ^^\n"
            "    = expected at least 180: a refusal is remembered for half a year (DP-1, NAT-2)\n"
            "    = ask again later; a new service or purpose asks by itself",
            id="asked again and again",
        ),
        pytest.param(
            SITE.replace('not_on = ["/account/*"]', ""),
            "site.toml:4:13: warning[K458]: recorder records sessions on every page\n"
            '  4 | services = ["recorder"]\n'
            "    |             ^^^^^^^^^^\n"
            "    = expected not on the pages of applications, log-in and accounts: "
            "the policy says that they are left out\n"
            '    = write not_on = ["/account/*", …] in [service.recorder], or mask all fields and accept this warning',
            id="recording everywhere",
        ),
        pytest.param(
            SITE.replace('not_on = ["/account/*"]', "") + MICROFINANCE,
            "site.toml:4:13: warning[K458]: recorder records sessions on every page\n"
            '  4 | services = ["recorder"]\n'
            "    |             ^^^^^^^^^^\n"
            "    = expected not on the pages of applications, log-in and accounts: microcredit secrecy (MFO-3)\n"
            '    = write not_on = ["/account/*", …] in [service.recorder], or mask all fields and accept this warning',
            id="a lender recording everywhere",
        ),
        pytest.param(
            SITE.replace("[operator]", 'category = "necessary"\nreason = "We like it."\n\n[operator]'),
            "site.toml:9:1: warning[K460]: recorder is moved from analytics to necessary and runs without consent\n"
            '  9 | category = "necessary"\n'
            "    | ^^^^^^^^\n"
            "    = expected only what the site cannot work without (EDPB-7)\n"
            "    = remove category, or load it only on the pages that need it (a bot check: with the form that it "
            "protects, VEN-17) and accept this warning",
            id="analytics called necessary with a reason",
        ),
        pytest.param(
            without("name.ru").replace('["kk", "ru"]', '["kk"]'),
            "site.toml:3:13: warning[K462]: the site has no Russian texts\n"
            '  3 | languages = ["kk"]\n'
            "    |             ^^^^^^\n"
            "    = expected consumers in Kazakhstan to be informed in Kazakh and in Russian (LANG-1)\n"
            '    = add "ru" to languages',
            id="Kazakh alone",
        ),
        pytest.param(
            SITE.replace('["kk", "ru"]', '["ru"]'),
            "site.toml:3:13: warning[K462]: the site has no Kazakh texts\n"
            '  3 | languages = ["ru"]\n'
            "    |             ^^^^^^\n"
            "    = expected consumers in Kazakhstan to be informed in Kazakh and in Russian (LANG-1)\n"
            '    = add "kk" to languages',
            id="Russian alone",
        ),
        pytest.param(
            SITE.replace('["kk", "ru"]', '["ru", "kk"]'),
            'site.toml:3:13: warning[K463]: "ru" stands before "kk"\n'
            '  3 | languages = ["ru", "kk"]\n'
            "    |             ^^^^^^^^^^^^\n"
            "    = expected the state language first (LANG-2)\n"
            '    = put "kk" first in languages',
            id="Russian before Kazakh",
        ),
    ],
)
def test_what_the_law_misses_is_said_with_rule_and_way_out(text, message):
    """Every missing fact is reported alone, where it stands or should stand, with the rule that asks for it."""
    site = site_of(text)

    [problem] = check_facts(site)

    assert str(problem) == message


def test_recording_is_pointed_at_where_it_was_switched_on():
    """A parameter that switches recording on is the line to look at."""
    site = site_of(SITE.replace('not_on = ["/account/*"]', "film = true"), SWITCHED)

    [problem] = check_facts(site)

    assert problem.headline() == "site.toml:7:1: warning[K458]: recorder records sessions on every page"


def test_recording_that_is_switched_off_says_nothing():
    """A service that could record but does not here is no matter of secrecy."""
    site = site_of(SITE.replace('not_on = ["/account/*"]', "film = false"), SWITCHED)

    problems = list(check_facts(site))

    assert problems == []


def test_nothing_is_vouched_for_in_a_container():
    """A tag manager can load anything at any time, and the build says that it cannot answer for that."""
    site = site_of(SITE, RECORDER + "container = true\n")

    [problem] = check_facts(site)

    assert str(problem) == (
        "site.toml:4:13: warning[K459]: what recorder loads is not known here, so nothing can be vouched for\n"
        '  4 | services = ["recorder"]\n'
        "    |             ^^^^^^^^^^\n"
        "    = expected every service that it loads in services, each held until it is allowed (VEN-18)\n"
        "    = load the services from the page instead, or list them all and accept this warning"
    )


def test_an_example_may_go_without_facts_and_is_told_so():
    """The operator of an example did not publish it, so nobody has to look its BIN up; it is warned of all the same."""
    site = site_of(SITE.replace("services =", "example = true\nservices =").replace("123456789012", ""))

    [problem] = check_facts(site)

    assert problem.fix == 'write bin = "…" in [operator]; an example may go without'


def test_a_site_that_says_nothing_hears_every_fact_at_once():
    """One run names everything that is missing, so that an owner goes to the lawyer once."""
    site = site_of(
        without(("bin", "responsible_person", "storage_location", "published")) + MICROFINANCE.split("\n")[0]
    )

    problems = list(check_facts(site))

    assert [problem.code for problem in problems] == [*(fact.code for fact in FACTS), "K461"]
    assert {problem.severity for problem in problems} == {WARNING}
    assert all(problem.severity == "error" for problem in strict(problems))


def test_facts_that_cannot_be_accepted_away_are_explained():
    """Whoever is told that a warning cannot be accepted finds out why."""
    explained = all_codes()

    missing = NOT_ACCEPTABLE - set(explained)

    assert not missing
