"""The services registry: what a service file gives, and what every kind of fault in it says."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.patterns import overlap
from kelisim.problems import Place
from kelisim.registry import Lifetime, check_registry, parse_lifetime, parse_service, unknown_service
from tests.unit.examples import SERVICE, service_source

TODAY = datetime.date(2026, 11, 22)
PATH = "policy_src/services/counter.toml"


def told(*changes, more="", service_id="counter"):
    """What is said of the small service with changes."""
    _, problems = parse_service(service_source(*changes, more=more, service_id=service_id), service_id)
    return [str(problem) for problem in problems]


def line_of(text):
    """The line of the small service that begins with a text."""
    return next(number for number, line in enumerate(SERVICE.splitlines(), 1) if line.startswith(text))


END = SERVICE.count("\n")


def test_a_sound_file_becomes_a_service():
    """Items inherit category, source and day from their service where they say nothing themselves."""
    service, problems = parse_service(service_source(), "counter")

    assert problems == []
    assert (service.id, service.category, service.country) == ("counter", "analytics", ("KZ", "IE"))
    [item] = service.items
    assert (item.label, item.category, item.lifetime) == ("_cnt", "analytics", Lifetime(2, "years"))
    assert (item.source, item.checked) == ("vendor documentation", TODAY)


def test_the_texts_of_a_service_have_stable_ids():
    """The ids are those of the catalogs."""
    service, _ = parse_service(service_source(), "counter")

    assert dict(service.texts()) == {
        "service.counter.name": "Counter",
        "service.counter.purpose": "Statistics",
        "service.counter.description": "Counts visits.",
        "service.counter.visitor.purpose": "Tells visitors apart",
    }


def test_a_single_country_may_stand_without_a_list():
    """Most services have one recipient in one country."""
    service, _ = parse_service(service_source(('["KZ", "IE"]', '"KZ"')), "counter")

    assert service.country == ("KZ",)


@pytest.mark.parametrize(
    ("text", "lifetime"),
    [
        pytest.param("30 minutes", Lifetime(30, "minutes"), id="plural"),
        pytest.param("1 year", Lifetime(1, "years"), id="singular"),
        pytest.param("session", Lifetime(words="session"), id="session"),
        pytest.param("until deleted", Lifetime(words="until deleted"), id="until deleted"),
        pytest.param("not confirmed", Lifetime(words="not confirmed"), id="not confirmed"),
    ],
)
def test_a_lifetime_is_read_as_the_vendor_says_it(text, lifetime):
    """Counts keep their unit; the fixed words stay words."""
    assert parse_lifetime(text) == lifetime


def test_lifetimes_compare_by_how_long_they_are():
    """A session is shortest; what is not confirmed counts as unlimited."""
    lifetimes = ["session", "30 minutes", "2 hours", "1 day", "1 week", "1 month", "1 year", "until deleted"]

    minutes = [parse_lifetime(text).minutes for text in lifetimes]

    assert minutes == sorted(minutes)
    assert parse_lifetime("not confirmed").minutes == parse_lifetime("until deleted").minutes


@pytest.mark.parametrize(
    ("changes", "more", "message"),
    [
        pytest.param(
            [('provider = "Counter LLC"\n', "")],
            "",
            f"""\
{PATH}: error[K106]: provider is missing
    = expected a text
    = add provider = …""",
            id="no provider",
        ),
        pytest.param(
            [("Counter LLC", "")],
            "",
            f"""\
{PATH}:2:12: error[K106]: provider is empty
  2 | provider = ""
    |            ^^
    = expected a text""",
            id="provider without a name",
        ),
        pytest.param(
            [('"analytics"', '"analitics"')],
            "",
            f"""\
{PATH}:4:12: error[K107]: category is "analitics"
  4 | category = "analitics"
    |            ^^^^^^^^^^^
    = expected one of "necessary", "functional", "analytics", "marketing"
    = did you mean "analytics"?""",
            id="misspelt category",
        ),
        pytest.param(
            [('"KZ", "IE"', '"KZ", "Ireland"')],
            "",
            f"""\
{PATH}:3:18: error[K108]: entry 2 of country is "Ireland"
  3 | country = ["KZ", "Ireland"]
    |                  ^^^^^^^^^
    = expected a country code such as "KZ" (ISO 3166-1)""",
            id="country by its name",
        ),
        pytest.param(
            [('"KZ", "IE"', '"KZ", "UK"')],
            "",
            f"""\
{PATH}:3:18: error[K511]: "UK" is not the code of a country
  3 | country = ["KZ", "UK"]
    |                  ^^^^
    = expected a code of ISO 3166-1 such as "KZ"
    = did you mean "GB"?""",
            id="code that is none",
        ),
        pytest.param(
            [('"pages", "views"', '"pages", "view"')],
            "",
            f"""\
{PATH}:7:22: error[K107]: entry 2 of collects is "view"
  7 | collects = ["pages", "view"]
    |                      ^^^^^^
    = expected one of "pages", "views", "session", "entry", "exit", "country", "region", "provider", "browser", \
"languages", "system", "resolution", "colours", "ip", "identifier", "referrer", "clicks", "recording", "forms"
    = did you mean "views"?""",
            id="statistics that there are not",
        ),
        pytest.param(
            [('collects = ["pages", "views"]\n', "collects = []\n")],
            "",
            f"""\
{PATH}:7:1: warning[K510]: counter has hosts, but nothing that it collects
  7 | collects = []
    | ^^^^^^^^
    = expected a list of the data: whoever serves a tag receives at least the IP address (KZ-5)
    = add collects = ["ip", …]""",
            id="hosts without data",
        ),
        pytest.param(
            [("checked = 2026-11-22", 'checked = "22.11.2026"')],
            "",
            f"""\
{PATH}:10:11: error[K105]: checked is the text "22.11.2026"
  10 | checked = "22.11.2026"
     |           ^^^^^^^^^^^^
    = expected a date such as 2026-11-22, without quotation marks""",
            id="day as a text",
        ),
        pytest.param(
            [('lifetime = "2 years"', 'lifetime = "2 jahre"')],
            "",
            f"""\
{PATH}:{END}:12: error[K108]: items.lifetime is "2 jahre"
  {END} | lifetime = "2 jahre"
     |            ^^^^^^^^^
    = expected a lifetime such as "30 minutes", "2 years", "session", "until deleted" or "not confirmed\"""",
            id="lifetime in another language",
        ),
        pytest.param(
            [('lifetime = "2 years"', "lifetime = 730")],
            "",
            f"""\
{PATH}:{END}:12: error[K105]: items.lifetime is the number 730
  {END} | lifetime = 730
     |            ^^^
    = expected a lifetime such as "30 minutes", "2 years", "session", "until deleted" or "not confirmed\"""",
            id="lifetime as a number",
        ),
        pytest.param(
            [('lifetime = "2 years"', 'lifetime = "not confirmed"')],
            "",
            f"""\
{PATH}:{END}:12: warning[K431]: how long _cnt is kept is not confirmed
  {END} | lifetime = "not confirmed"
     |            ^^^^^^^^^^^^^^^
    = ask the vendor, or measure it and say so in source""",
            id="lifetime not confirmed",
        ),
        pytest.param(
            [('name = "_cnt"', 'name = "_cnt_*"')],
            "",
            f"""\
{PATH}:{line_of('name = "_cnt"')}:8: error[K108]: items.name is "_cnt_*"
  {line_of('name = "_cnt"')} | name = "_cnt_*"
     |        ^^^^^^^^
    = expected a name without spaces or *""",
            id="pattern as a name",
        ),
        pytest.param(
            [('name = "_cnt"\n', "")],
            "",
            f"""\
{PATH}:{line_of("[[items]]")}:3: error[K504]: the item "visitor" has no name
  {line_of("[[items]]")} | [[items]]
     |   ^^^^^
    = expected either name or pattern""",
            id="item without a name",
        ),
        pytest.param(
            [],
            'pattern = "_cnt_*"\n',
            f"""\
{PATH}:{line_of("[[items]]")}:3: error[K504]: the item "visitor" has both name and pattern
  {line_of("[[items]]")} | [[items]]
     |   ^^^^^
    = expected either name or pattern""",
            id="item with name and pattern",
        ),
        pytest.param(
            [('party = "first"', 'party = "third"')],
            "",
            f"""\
{PATH}:{line_of("party")}:9: error[K504]: the item "visitor" does not say whose domain it is on
  {line_of("party")} | party = "third"
     |         ^^^^^^^
    = expected the domain of a third party
    = add domain = ".example.com\"""",
            id="third party without a domain",
        ),
        pytest.param(
            [],
            'when = "webviser"\n',
            f"""\
{PATH}:{END + 1}:8: error[K505]: "webviser" is not a parameter
  {END + 1} | when = "webviser"
     |        ^^^^^^^^^^
    = expected one of webvisor
    = did you mean "webvisor"?""",
            id="condition on a parameter that there is not",
        ),
        pytest.param(
            [],
            'when = "ids"\n',
            f"""\
{PATH}:{END + 1}:8: error[K505]: "ids" is a parameter, but not a true-or-false one
  {END + 1} | when = "ids"
     |        ^^^^^
    = expected one of webvisor""",
            id="condition on a list",
        ),
        pytest.param(
            [("checked = 2026-11-22", 'checked = 2026-11-22\ncollects_when = { forms = ["forms"] }')],
            "",
            f"""\
{PATH}:11:19: error[K505]: "forms" is not a parameter
  11 | collects_when = {{ forms = ["forms"] }}
     |                   ^^^^^
    = expected one of webvisor""",
            id="statistics under a condition that there is not",
        ),
        pytest.param(
            [],
            'category = "marketing"\n',
            f"""\
{PATH}:{END + 1}:12: error[K506]: the item "visitor" is marketing, its service only analytics
  {END + 1} | category = "marketing"
     |            ^^^^^^^^^^^
    = expected the strictest category of its items for a service (EDPB-7)
    = category = "marketing" for the service, or a service of its own for this part""",
            id="item stricter than its service",
        ),
        pytest.param(
            [('"analytics"', '"necessary"')],
            "",
            f"""\
{PATH}:4:12: error[K508]: counter is called necessary and collects pages, views
  4 | category = "necessary"
    |            ^^^^^^^^^^^
    = expected another category: analytics, chat and maps are never strictly necessary (EDPB-7)
    = category = "analytics", or leave these out of collects if it does not collect them""",
            id="statistics called necessary",
        ),
        pytest.param(
            [],
            '[[items]]\nid = "visitor"\nkind = "cookie"\nname = "_two"\nparty = "first"\n'
            'purpose = "x"\nlifetime = "session"\n',
            f"""\
{PATH}:{END + 2}:6: error[K503]: the item id "visitor" stands twice
  {END + 2} | id = "visitor"
     |      ^^^^^^^^^
    = expected an id of its own for each item""",
            id="item id twice",
        ),
        pytest.param(
            [('pattern = "[0-9]{4}"', 'pattern = "[0-9"')],
            "",
            f"""\
{PATH}:14:11: error[K512]: the pattern of ids is no regular expression: unterminated character set
  14 | pattern = "[0-9"
     |           ^^^^^^""",
            id="pattern of a parameter that is none",
        ),
        pytest.param(
            [("default = false", 'default = "no"')],
            "",
            f"""\
{PATH}:19:11: error[K512]: parameters.webvisor.default is the text "no"
  19 | default = "no"
     |           ^^^^
    = expected true or false""",
            id="default of another type than its parameter",
        ),
        pytest.param(
            [("[parameters.webvisor]", "[parameters.reason]")],
            "",
            f"""\
{PATH}:17:2: error[K512]: every service has a parameter "reason" already
  17 | [parameters.reason]
     |  ^^^^^^^^^^^^^^^^^
    = call this one something else""",
            id="parameter that every service has",
        ),
        pytest.param(
            [('kind = "cookie"', 'kind = "cookies"')],
            "",
            f"""\
{PATH}:{line_of("kind")}:8: error[K107]: items.kind is "cookies"
  {line_of("kind")} | kind = "cookies"
     |        ^^^^^^^^^
    = expected one of "cookie", "localStorage", "sessionStorage", "indexedDB"
    = did you mean "cookie"?""",
            id="misspelt kind",
        ),
    ],
)
def test_a_fault_is_told_once_with_place_and_way_out(changes, more, message):
    """One fault, one message: where, what, what was expected, how to mend it."""
    assert told(*changes, more=more) == [message]


@pytest.mark.parametrize(
    ("service_id", "why"),
    [
        pytest.param("analytics", '"analytics" is the name of a category', id="name of a category"),
        pytest.param("My_Counter", '"My_Counter" is not an id', id="capitals and underscore"),
    ],
)
def test_a_file_is_named_after_the_id_of_its_service(service_id, why):
    """The name of the file is the id that site.toml and page tags use."""
    assert told(service_id=service_id) == [
        "\n".join(
            [
                f"policy_src/services/{service_id}.toml: error[K502]: {why}",
                "    = expected a file named <id>.toml, small Latin letters, digits and hyphens",
            ]
        )
    ]


def registry(*sources):
    services = {}
    for source in sources:
        service_id = source.path.rpartition("/")[2].removesuffix(".toml")
        service, problems = parse_service(source, service_id)
        assert problems == []
        services[service_id] = service
    return services


def test_facts_older_than_a_year_are_a_warning():
    """What a vendor stores changes; nobody should publish what was true three years ago."""
    services = registry(service_source(("checked = 2026-11-22", "checked = 2024-01-01")))

    assert [str(problem) for problem in check_registry(services, TODAY)] == [
        "\n".join(
            [
                f"{PATH}:10:11: warning[K507]: the facts about counter were checked 1056 days ago",
                "  10 | checked = 2024-01-01",
                "     |           ^^^^^^^^^^",
                "    = expected facts not older than a year",
                "    = look them up again and put today's date",
            ]
        )
    ]


WAY_OUT = (
    "make the pattern narrower, describe the item in one of the two, "
    "or put a file of your own in the place of policy_src/services/counter.toml"
)


def test_one_name_belongs_to_one_service():
    """Else the refusal of one service would delete what another may keep."""
    services = registry(
        service_source(),
        service_source(('name = "_cnt"', 'pattern = "_c*"'), service_id="other"),
    )

    assert [str(problem) for problem in check_registry(services, TODAY)] == [
        "\n".join(
            [
                "policy_src/services/other.toml:24:11: error[K509]: _c* is also _cnt of counter",
                '  24 | pattern = "_c*"',
                "     |           ^^^^^",
                "    = expected names and patterns that belong to one service",
                f"    = {WAY_OUT}",
            ]
        )
    ]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(('kind = "cookie"', 'kind = "localStorage"'), id="another storage"),
        pytest.param(('party = "first"', 'party = "third"\ndomain = ".c.kz"'), id="another domain"),
        pytest.param(('name = "_cnt"', 'name = "_cnt2"'), id="another name"),
    ],
)
def test_names_in_different_places_do_not_meet(change):
    """Equal names in another storage or on another domain are different things."""
    services = registry(service_source(), service_source(change, service_id="other"))

    assert list(check_registry(services, TODAY)) == []


PATTERNS = st.text(alphabet="ab*", max_size=5)


def matches(pattern, name):
    """Whether a name fits a pattern, by trying every split: slow, and plainly right."""
    if not pattern:
        return not name
    if pattern[0] == "*":
        return any(matches(pattern[1:], name[skip:]) for skip in range(len(name) + 1))
    return bool(name) and pattern[0] == name[0] and matches(pattern[1:], name[1:])


@given(PATTERNS, PATTERNS)
def test_patterns_overlap_where_some_name_fits_both(one, other):
    """Compared with trying out every short name: if two such patterns meet, they meet in at most eight letters."""
    from itertools import product

    names = ("".join(letters) for length in range(9) for letters in product("ab", repeat=length))

    assert overlap(one, other) == any(matches(one, name) and matches(other, name) for name in names)


@pytest.mark.parametrize(
    ("service_id", "advice"),
    [
        pytest.param("yandex-metrika", 'did you mean "yandex-metrica"?', id="misspelt"),
        pytest.param("weather", "write its facts into a file of that name", id="never described"),
    ],
)
def test_an_unknown_service_says_the_way_out(service_id, advice):
    """A near name is offered; without one the facts have to be written."""
    place = Place(
        "site.toml", 9, 45, len(service_id) + 2, f'services = ["own-site", "google-analytics", "{service_id}"]'
    )

    problem = unknown_service(service_id, place, {"own-site": 1, "yandex-metrica": 2})

    assert str(problem).splitlines() == [
        f'site.toml:9:45: error[K112]: unknown service "{service_id}"',
        f'  9 | services = ["own-site", "google-analytics", "{service_id}"]',
        f"    |                                             {'^' * (len(service_id) + 2)}",
        "    = expected the id of a file in policy_src/services/",
        f"    = {advice}",
    ]
