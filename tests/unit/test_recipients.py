"""Recipients of data: countries that exist, lists that are not empty, and nothing optional called necessary."""

from pathlib import Path

import pytest

from kelisim.config import parse_site
from kelisim.files import packaged_root
from kelisim.recipients import COUNTRIES, never_necessary
from kelisim.registry import parse_service
from kelisim.site import assemble_site
from kelisim.source import TomlSource

SERVICE = """\
name = "Map"
provider = "Map LLP"
country = "KZ"
category = "necessary"
purpose = "Map"
description = "Shows a map."
collects = ["ip"]
hosts = ["map.example"]
source = "contract"
checked = 2026-11-22
"""
SITE = """\
id = "bakery"
url = "https://www.bakery.kz/"
languages = ["kk"]
services = ["guard"]

[operator]
email = "info@bakery.kz"
name.kk = "«Наубайхана» ЖШС"
short.kk = "Наубайхана"
"""
PACKAGED = sorted((packaged_root() / "policy_src/services").glob("*.toml"))
#: Optional services of the registry that no vendor's host tells: they have none, or a site may need them somewhere.
NOT_TOLD_BY_HOSTS = {"1c-bitrix", "example-partner", "own-language", "recaptcha", "sourcebuster"}


def problems_of(text):
    _, problems = parse_service(TomlSource("policy_src/services/map.toml", text), "map")
    return problems


def test_the_sample_service_is_sound():
    """The faults below are the only ones that are reported."""
    problems = problems_of(SERVICE)

    assert problems == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            SERVICE.replace('"KZ"', '"UK"'),
            'policy_src/services/map.toml:3:11: error[K511]: "UK" is not the code of a country\n'
            '  3 | country = "UK"\n'
            "    |           ^^^^\n"
            '    = expected a code of ISO 3166-1 such as "KZ"\n'
            '    = did you mean "GB"?',
            id="a code that people take for a country's",
        ),
        pytest.param(
            SERVICE.replace('"KZ"', '["KZ", "XX"]'),
            'policy_src/services/map.toml:3:18: error[K511]: "XX" is not the code of a country\n'
            '  3 | country = ["KZ", "XX"]\n'
            "    |                  ^^^^\n"
            '    = expected a code of ISO 3166-1 such as "KZ"\n'
            "    = look it up at https://www.iso.org/obp/ui/#search",
            id="a code that is nobody's",
        ),
        pytest.param(
            SERVICE.replace('["ip"]', "[]"),
            "policy_src/services/map.toml:7:1: warning[K510]: map has hosts, but nothing that it collects\n"
            "  7 | collects = []\n"
            "    | ^^^^^^^^\n"
            "    = expected a list of the data: whoever serves a tag receives at least the IP address (KZ-5)\n"
            '    = add collects = ["ip", …]',
            id="hosts that collect nothing",
        ),
        pytest.param(
            SERVICE.replace("map.example", "*.2gis.kz"),
            "policy_src/services/map.toml:4:12: error[K508]: map is called necessary and its hosts serve a map\n"
            '  4 | category = "necessary"\n'
            "    |            ^^^^^^^^^^^\n"
            "    = expected another category: analytics, chat and maps are never strictly necessary (EDPB-7)\n"
            "    = call it what it is; what the site needs of that vendor is a service of its own, "
            "with hosts of its own",
            id="a map called necessary",
        ),
    ],
)
def test_a_recipient_that_cannot_be_right_is_reported(text, message):
    """Country, list of data and category of a recipient are checked before anybody reads them in a policy."""
    [problem] = problems_of(text)

    assert str(problem) == message


@pytest.mark.parametrize("path", PACKAGED, ids=lambda path: Path(path).stem)
def test_no_optional_service_of_the_registry_passes_for_a_necessary_one(path):
    """Calling a known vendor's tag necessary, and leaving out what it collects, does not get past the build."""
    service, _ = parse_service(TomlSource(path.name, path.read_text("utf-8")), path.stem)

    told = never_necessary(service.hosts)

    assert bool(told) == (service.category != "necessary" and service.id not in NOT_TOLD_BY_HOSTS)


@pytest.mark.parametrize(
    ("host", "told"),
    [
        pytest.param("mc.yandex.ru", "statistics", id="the host itself"),
        pytest.param("*.hotjar.com", "statistics", id="a wildcard below it"),
        pytest.param("*.yandex.ru", "statistics, a map", id="a wildcard that takes it in"),
        pytest.param("www.google.com/maps/embed", "a map", id="a path below it"),
        pytest.param("www.google.com/recaptcha", "", id="another path of the same host"),
        pytest.param("notjivo.ru", "", id="a name that only ends alike"),
        pytest.param("challenges.cloudflare.com", "", id="a host that protects the site"),
    ],
)
def test_a_host_tells_what_it_serves(host, told):
    """Hosts match by whole labels and by the beginning of a path."""
    found = never_necessary([host])

    assert found == told


def test_every_country_of_the_list_has_a_name():
    """A code that CLDR cannot name would be printed as a code in the policy."""
    from babel import Locale

    unnamed = {code for code in COUNTRIES for tag in ("kk", "ru", "en") if code not in Locale.parse(tag).territories}

    assert len(COUNTRIES) == 249
    assert unnamed == set()


def test_a_guard_without_tags_sends_data_abroad_all_the_same():
    """A service that stands before the server has no hosts on the page; the policy still names its country (KZ-10)."""
    guard, _ = parse_service(
        TomlSource("guard.toml", SERVICE.replace('"KZ"', '"RU"').replace('hosts = ["map.example"]\n', "")), "guard"
    )
    config, _ = parse_site(TomlSource("site.toml", SITE))

    site, _ = assemble_site(config, {"guard": guard})

    assert site.countries_abroad == ("RU",)
    assert site.recipients == ()
    assert "abroad" in site.conditions
