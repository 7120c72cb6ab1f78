"""What the registry answers: which services there are, all about one, and who sets a cookie."""

import datetime

import pytest

from kelisim.config import parse_site
from kelisim.policy.arrangement import (
    Arrangement,
    PrintedBlock,
    PrintedClause,
    PrintedList,
    PrintedParagraph,
    PrintedSection,
)
from kelisim.registry import parse_service
from kelisim.services_report import (
    Clauses,
    RegistryTexts,
    Said,
    as_document,
    clauses_of,
    describe_service,
    describe_services,
    explain_name,
    write_list,
    write_name,
    write_service,
)
from kelisim.site import assemble_site
from kelisim.source import TomlSource

TODAY = datetime.date(2026, 11, 22)
SITE = """\
id = "bakery"
url = "https://www.bakery.kz/"
languages = ["kk"]
services = ["own", "counter"]

[service.counter]
film = false

[operator]
email = "info@bakery.kz"
name.kk = "«Наубайхана» ЖШС"
short.kk = "Наубайхана"

[consent]
cookie_name = "choice"
lifetime_days = 90
"""
OWN = """\
name = "This site"
provider = "{operator.name}"
country = "KZ"
category = "necessary"
purpose = "Running the site"
description = "What the site cannot work without."
collects = ["identifier"]
source = "the site's own code"
checked = 2026-11-20

[[items]]
id = "choice"
kind = "cookie"
name = "{consent.cookie_name}"
party = "first"
purpose = "Remembers the choice"
lifetime = "{consent.lifetime}"

[[items]]
id = "session"
kind = "cookie"
name = "sid"
party = "first"
purpose = "Keeps you signed in"
lifetime = "session"
http_only = true
"""
COUNTER = """\
name = "Counter"
provider = "Counter Inc."
country = ["US", "IE"]
category = "analytics"
purpose = "Statistics"
description = "Counts visits."
collects = ["pages", "ip"]
hosts = ["counter.example"]
signals = ["google-consent-mode"]
stop = ["reload"]
source = "vendor documentation"
checked = 2025-01-01
note = "The country is not verified."

[parameters.film]
type = "true or false"
default = false

[[items]]
id = "uid"
kind = "cookie"
pattern = "_c_*"
party = "first"
purpose = "Tells visitors apart"
lifetime = "1 year"

[[items]]
id = "uid-main"
kind = "cookie"
name = "_c_main"
party = "first"
purpose = "Tells visitors apart on the main page"
lifetime = "not confirmed"
category = "functional"
source = "published cookie scans"
checked = 2026-01-01
note = "Seen twice."

[[items]]
id = "film"
kind = "localStorage"
name = "_film"
party = "first"
purpose = "Keeps the recording"
lifetime = "until deleted"
when = "film"

[[items]]
id = "far"
kind = "cookie"
name = "far"
party = "third"
domain = ".counter.example"
purpose = "Recognises the browser"
lifetime = "30 minutes"
"""
MAP = """\
name.kk = "Карта"
name.ru = "Карта (рус.)"
provider = "Map LLP"
country = "KZ"
category = "functional"
purpose.kk = "Карта көрсету"
description.kk = "Картаны көрсетеді."
collects = ["ip"]
hosts = ["map.example"]
source = "contract"
checked = 2026-11-20

[[items]]
id = "any"
kind = "cookie"
pattern = "*"
party = "third"
domain = ".map.example"
purpose.kk = "Картаға керек деректер"
lifetime = "not confirmed"

[[items]]
id = "near"
kind = "cookie"
pattern = "_c_map_*"
party = "third"
domain = ".map.example"
purpose.kk = "Карта орны"
lifetime = "2 days"
"""
CLAUSES = Clauses(items="3.3", recipients="4.1", statistics="2.1", abroad="4.2", processors="4.3")
ENGLISH = RegistryTexts("en", {})


def registry_of(**texts):
    registry = {}
    for service_id, text in texts.items():
        service, problems = parse_service(TomlSource(f"policy_src/services/{service_id}.toml", text), service_id)
        assert service, problems
        registry[service_id] = service
    return registry


REGISTRY = registry_of(own=OWN, counter=COUNTER, map=MAP)


def site_of(text=SITE):
    config, problems = parse_site(TomlSource("site.toml", text))
    assert config, problems
    site, problems = assemble_site(config, REGISTRY)
    assert site, problems
    return site


def facts_of(service_id, site=None, texts=ENGLISH, clauses=CLAUSES):
    return describe_service(REGISTRY[service_id], site or site_of(), texts, clauses, TODAY)


def all_facts(site=None):
    return describe_services(REGISTRY, site or site_of(), ENGLISH, CLAUSES, TODAY)


def test_the_list_marks_what_the_site_uses():
    """Every service is one line: id, category, country, number of items, and who is behind it."""
    facts = all_facts()

    text = write_list(facts)

    assert text == (
        "   id       category    country  items  provider\n"
        "*  counter  analytics   US, IE   4      Counter Inc.\n"
        "   map      functional  KZ       2      Map LLP\n"
        "*  own      necessary   KZ       2      «Наубайхана» ЖШС\n"
        "\n"
        "* in use by this site"
    )


def test_one_service_is_shown_whole():
    """What is known, what is not confirmed or old, what the site set, and which clauses speak of it."""
    facts = facts_of("counter")

    text = write_service(facts)

    assert text == (
        "Counter (counter)\n"
        "Counts visits.\n"
        "\n"
        "  category:   analytics\n"
        "  purpose:    Statistics\n"
        "  provider:   Counter Inc.\n"
        "  country:    US, IE\n"
        "  collects:   pages, ip\n"
        "  hosts:      counter.example\n"
        "  signals:    google-consent-mode\n"
        "  stopped by: reload\n"
        "  settings:   film = false\n"
        "  in use:     yes\n"
        "  said in:    clause 3.3, table of analytics cookies\n"
        "              clause 4.1, list of recipients\n"
        "              clause 4.2, states to which data are transferred\n"
        "              clause 2.1, list of what is collected\n"
        "  source:     vendor documentation, checked 2025-01-01 (more than a year ago)\n"
        "  note:       The country is not verified.\n"
        "  file:       policy_src/services/counter.toml\n"
        "\n"
        "_c_*\n"
        "  what:       cookie, first party, kept 1 year\n"
        "  purpose:    Tells visitors apart\n"
        "\n"
        "_c_main\n"
        "  what:       cookie, first party, how long it is kept is not confirmed\n"
        "  purpose:    Tells visitors apart on the main page\n"
        "  category:   functional\n"
        "  source:     published cookie scans\n"
        "  checked:    2026-01-01\n"
        "  note:       Seen twice.\n"
        "\n"
        "_film\n"
        "  what:       localStorage, first party, kept until deleted\n"
        "  purpose:    Keeps the recording\n"
        "  only if:    film = true\n"
        "\n"
        "far\n"
        "  what:       cookie, third party on .counter.example, kept 30 minutes\n"
        "  purpose:    Recognises the browser\n"
        "  deletion:   not by the page: the visitor deletes it in the browser's settings"
    )


def test_a_service_that_is_not_in_use_is_in_no_clause():
    """The policy names what the site uses, and the answer says so."""
    facts = facts_of("map")

    text = write_service(facts)

    assert facts.said == ()
    assert "  in use:     no: the policy does not name it\n" in text


def test_the_sites_own_cookie_has_the_sites_name_and_term():
    """What the settings put into an item is what a visitor will see in the browser."""
    facts = all_facts()

    answer = explain_name("choice", facts)

    assert write_name(answer) == (
        "choice is set by This site (own)\n"
        "  what:       cookie, first party, kept 90 days\n"
        "  purpose:    Remembers the choice\n"
        "  category:   necessary\n"
        "  provider:   «Наубайхана» ЖШС (KZ)\n"
        "  in use:     yes\n"
        "  said in:    clause 3.3, table of necessary cookies\n"
        "              clause 2.1, list of what is collected\n"
        "  source:     the site's own code, checked 2026-11-20"
    )


@pytest.mark.parametrize(
    ("name", "items"),
    [
        pytest.param("_c_main", ["uid-main"], id="an exact name wins over patterns that fit"),
        pytest.param("_c_12", ["uid"], id="a pattern"),
        pytest.param("_c_map_7", ["uid", "near"], id="two patterns, the one in use first"),
        pytest.param("_c_*", ["uid"], id="the pattern itself"),
    ],
)
def test_a_name_is_found_by_what_fits_it(name, items):
    """Exact names win, patterns follow, services in use first."""
    facts = all_facts()

    answer = explain_name(name, facts)

    assert [item.id for service in answer.services for item in service.items] == items
    assert answer.near == ()


def test_a_pattern_says_that_it_is_one():
    """Whoever asks for one name learns that the vendor makes many of the kind."""
    facts = all_facts()

    text = write_name(explain_name("_c_12", facts))

    assert text.startswith("_c_12 is set by Counter (counter), by the pattern _c_*\n")


@pytest.mark.parametrize(
    ("name", "in_use"),
    [
        pytest.param(
            "_film", "no: only with film = true in [service.counter]", id="switched off by a setting of the site"
        ),
        pytest.param(
            "_c_map_7", "no: map is not in services, and the policy does not name it", id="a service not in use"
        ),
    ],
)
def test_what_the_site_does_not_use_says_why(name, in_use):
    """A cookie that is found in the browser all the same points at a setting that is wrong."""
    facts = all_facts()

    text = write_name(explain_name(name, facts))

    assert f"  in use:     {in_use}\n" in text


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param(
            "_C_MAIN", 'no service of the registry sets "_C_MAIN"; is it one of these: _c_main?', id="capitals"
        ),
        pytest.param("_c_mian", "_c_mian is set by Counter (counter), by the pattern _c_*", id="a pattern takes it"),
        pytest.param("_fim", 'no service of the registry sets "_fim"; is it one of these: _film?', id="a letter short"),
        pytest.param("basket", 'no service of the registry sets "basket"', id="nothing like it"),
    ],
)
def test_a_name_that_nobody_sets_has_near_ones(name, message):
    """A map's "any name at all" is no answer; what is written nearly so may be."""
    facts = all_facts()

    text = write_name(explain_name(name, facts))

    assert text.splitlines()[0] == message


@pytest.mark.parametrize(
    ("language", "name"),
    [
        pytest.param("ru", "Карта (рус.)", id="inline text of the language"),
        pytest.param("en", "Карта", id="first inline text where the language has none"),
    ],
)
def test_inline_texts_answer_in_their_language(language, name):
    """An owner's service is shown in the language that is asked for, else as it was written."""
    facts = facts_of("map", texts=RegistryTexts(language, {}))

    shown = facts.name

    assert shown == name


def test_a_catalogs_texts_answer_in_its_language():
    """What a translator wrote stands in the place of the English source."""
    texts = RegistryTexts("ru", {"service.counter.name": "Счётчик", "service.counter.uid.purpose": ""})

    facts = facts_of("counter", texts=texts)

    assert facts.name == "Счётчик"
    assert facts.items[0].purpose == "Tells visitors apart"


def test_a_category_that_the_site_changed_stands_with_its_reason():
    """The lawyer sees both categories and why they differ."""
    changed = 'film = false\ncategory = "functional"\nreason = "It counts nothing here."'
    site = site_of(SITE.replace("film = false", changed))

    text = write_service(facts_of("counter", site))

    assert "  category:   functional here, analytics in the registry: It counts nothing here.\n" in text


def test_a_processor_is_said_where_the_policy_speaks_of_processors():
    """A third party that the site cannot work without is no recipient by consent."""
    needed = 'film = false\ncategory = "necessary"\nreason = "It guards the site."'
    site = site_of(SITE.replace("film = false", needed))

    facts = facts_of("counter", site)

    assert Said("4.3", "services that the site needs") in facts.said
    assert all(said.clause != "4.1" for said in facts.said)


def test_without_a_policy_no_clause_is_named():
    """While the policy cannot be read, the rest of the answer stands."""
    facts = facts_of("counter", clauses=Clauses())

    assert facts.said == ()
    assert "said in" not in write_service(facts)


def test_the_answer_is_plain_data_for_programs():
    """JSON of one answer holds what the text says."""
    answer = explain_name("_c_12", all_facts())

    document = as_document(answer)

    assert document["name"] == "_c_12"
    assert document["services"][0]["id"] == "counter"
    assert document["services"][0]["items"][0]["lifetime"] == "1 year"


def test_clauses_are_found_where_the_policy_prints_its_blocks():
    """Numbers come from the arrangement of the very policy that is built."""
    clauses = (
        PrintedClause("collected", "2.1", False, (PrintedList(True, ("statistics.pages",)),)),
        PrintedClause("items", "2.2", False, (PrintedParagraph(("items.intro",)), PrintedBlock("items"))),
        PrintedClause("transfer", "2.3", False, (PrintedBlock("recipients"), PrintedParagraph(("transfer.abroad",)))),
    )
    arrangement = Arrangement((PrintedSection("all", "2", clauses),), {"transfer.abroad": "2.3"})

    found = clauses_of(arrangement)

    assert found == Clauses(items="2.2", recipients="2.3", statistics="2.1", abroad="2.3")
