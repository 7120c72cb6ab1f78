"""A site with its services: what follows from both, and what does not fit between them."""

from __future__ import annotations

import pytest

from kelisim.config import parse_site
from kelisim.registry import Lifetime, parse_service
from kelisim.site import assemble_site, full_cookie_bytes
from tests.unit.examples import service_source, site_source

NECESSARY = (
    ('"analytics"', '"necessary"'),
    ('collects = ["pages", "views"]', 'collects = ["identifier"]'),
    ('hosts = ["counter.kz"]', "hosts = []"),
    ('provider = "Counter LLC"', 'provider = "{operator.name}"'),
    ('name = "_cnt"', 'name = "{consent.cookie_name}"'),
    ('lifetime = "2 years"', 'lifetime = "{consent.lifetime}"'),
)


def service(*changes, service_id="counter", more=""):
    described, problems = parse_service(service_source(*changes, service_id=service_id, more=more), service_id)
    assert problems == []
    return described


def registry(*more):
    services = [service(), service(*NECESSARY, service_id="own-site"), *more]
    return {one.id: one for one in services}


def assembled(*changes, more="", services=None):
    config, problems = parse_site(site_source(*changes, more=more))
    assert problems == []
    return assemble_site(config, services or registry())


def told(*changes, more="", services=None):
    """What is said of the small site with changes."""
    _, problems = assembled(*changes, more=more, services=services)
    return [str(problem) for problem in problems]


def test_a_site_has_the_categories_of_its_services():
    """The necessary one is always there; an empty one is never asked for."""
    site, problems = assembled()

    assert problems == []
    assert site.categories == ("necessary", "analytics")
    assert site.optional_categories == ("analytics",)
    assert [one.id for one in site.optional_services] == ["counter"]


def test_optional_services_are_asked_for_by_category_then_as_listed():
    """The order of the preferences is the order of the categories, then that of site.toml."""
    more = [
        service(("_cnt", "_one"), ('"analytics"', '"marketing"'), service_id="one"),
        service(("_cnt", "_two"), service_id="two"),
    ]

    site, _ = assembled(('"own-site", "counter"', '"one", "two", "own-site", "counter"'), services=registry(*more))

    assert [one.id for one in site.optional_services] == ["two", "counter", "one"]


def test_the_sites_own_items_carry_its_settings():
    """The consent cookie is listed under the name and the term that the site gives it."""
    site, _ = assembled(more='[consent]\ncookie_name = "choice"\nlifetime_days = 90\n')

    [own] = site.of_category("necessary")
    assert [(item.label, item.lifetime) for item in own.items] == [("choice", Lifetime(90, "days"))]
    assert own.provider("ru") == "ТОО «Vivus»"


def test_items_and_statistics_follow_the_parameters():
    """What is switched off is neither listed nor enumerated."""
    recording = service(
        ("checked = 2026-11-22", 'checked = 2026-11-22\ncollects_when = { webvisor = ["recording"] }'),
        more='when = "webvisor"\n',
    )

    off, _ = assembled(services=registry(recording))
    on, _ = assembled(services=registry(recording), more="[service.counter]\nwebvisor = true\n")

    assert [len(site.of_category("analytics")[0].items) for site in (off, on)] == [0, 1]
    assert ["recording" in site.statistics for site in (off, on)] == [False, True]


def test_recipients_abroad_are_counted_once_each():
    """Kazakhstan is home; every other country is a transfer across the border."""
    more = service(("_cnt", "_two"), ('["KZ", "IE"]', '["US", "IE"]'), service_id="two")

    site, _ = assembled(('"counter"', '"counter", "two"'), services=registry(more))

    assert site.countries_asked == ("IE", "US")
    assert {"recipients", "abroad", "analytics", "explicit"} <= site.conditions


def test_an_overridden_category_holds_for_this_site():
    """With a written reason a service counts as what the site says it is, token included."""
    plain, _ = assembled()

    moved, problems = assembled(more='[service.counter]\ncategory = "marketing"\nreason = "It builds profiles."\n')

    assert problems == []
    assert moved.categories == ("necessary", "marketing")
    assert moved.tokens != plain.tokens


@pytest.mark.parametrize(
    ("changes", "more", "message"),
    [
        pytest.param(
            [('"counter"', '"countre"')],
            "",
            """\
site.toml:4:25: error[K112]: unknown service "countre"
  4 | services = ["own-site", "countre"]
    |                         ^^^^^^^^^
    = expected the id of a file in policy_src/services/
    = did you mean "counter"?""",
            id="unknown service",
        ),
        pytest.param(
            [('"own-site", "counter"', '"own-site"')],
            "[service.counter]\nwebvisor = true\n",
            """\
site.toml:12:2: warning[K113]: counter is not in services, so [service.counter] does nothing
  12 | [service.counter]
     |  ^^^^^^^^^^^^^^^
    = add "counter" to services, or remove the section""",
            id="parameters of a service not in use",
        ),
        pytest.param(
            [],
            "[service.countre]\nwebvisor = true\n",
            """\
site.toml:12:2: error[K112]: unknown service "countre"
  12 | [service.countre]
     |  ^^^^^^^^^^^^^^^
    = expected the id of a file in policy_src/services/
    = did you mean "counter"?""",
            id="parameters of an unknown service",
        ),
        pytest.param(
            [],
            "[service.counter]\nwebviser = true\n",
            """\
site.toml:13:1: error[K104]: unknown key "webviser" in [service.counter]
  13 | webviser = true
     | ^^^^^^^^
    = did you mean "webvisor"?""",
            id="misspelt parameter",
        ),
        pytest.param(
            [],
            '[service.counter]\nids = ["12"]\n',
            """\
site.toml:13:8: error[K108]: entry 1 of service.counter.ids is "12"
  13 | ids = ["12"]
     |        ^^^^
    = expected a text of the form [0-9]{4}""",
            id="parameter of a wrong form",
        ),
        pytest.param(
            [],
            '[service.counter]\nids = "1234"\n',
            """\
site.toml:13:7: error[K105]: service.counter.ids is the text "1234"
  13 | ids = "1234"
     |       ^^^^^^
    = expected a list, each entry a text of the form [0-9]{4}""",
            id="one id without a list",
        ),
        pytest.param(
            [],
            '[service.counter]\nnot_on = ["application/*"]\n',
            """\
site.toml:13:11: error[K108]: entry 1 of service.counter.not_on is "application/*"
  13 | not_on = ["application/*"]
     |           ^^^^^^^^^^^^^^^
    = expected a path such as "/application/*\"""",
            id="path without a slash",
        ),
        pytest.param(
            [],
            '[service.counter]\ncategory = "functional"\n',
            """\
site.toml:13:12: error[K118]: counter is moved from analytics to functional without a reason
  13 | category = "functional"
     |            ^^^^^^^^^^^^
    = expected a reason that a regulator may read (EDPB-7)
    = add reason = … to [service.counter], or remove category""",
            id="category changed without a reason",
        ),
        pytest.param(
            [],
            '[service.counter]\ncategory = "analytic"\n',
            """\
site.toml:13:12: error[K107]: service.counter.category is "analytic"
  13 | category = "analytic"
     |            ^^^^^^^^^^
    = expected one of "necessary", "functional", "analytics", "marketing"
    = did you mean "analytics"?""",
            id="misspelt category is told once",
        ),
        pytest.param(
            [],
            '[statistics]\nadd = ["click"]\n',
            """\
site.toml:13:8: error[K107]: "click" is not one of the statistics
  13 | add = ["click"]
     |        ^^^^^^^
    = expected one of pages, views, session, entry, exit, country, region, provider, browser, languages, system, \
resolution, colours, ip, identifier, referrer, clicks, recording, forms
    = did you mean "clicks"?""",
            id="statistics that there are not",
        ),
        pytest.param(
            [],
            '[statistics]\nremove = ["views"]\n',
            """\
site.toml:13:11: error[K119]: "views" is collected by counter
  13 | remove = ["views"]
     |           ^^^^^^^
    = expected only what no service in use collects (KZ-5 g)
    = leave it in the list, or leave the service out""",
            id="statistics removed that a service collects",
        ),
    ],
)
def test_what_does_not_fit_is_told_in_the_sites_file(changes, more, message):
    """The owner of the site mends it where the owner writes."""
    assert told(*changes, more=more) == [message]


def many(count):
    return [service(("_cnt", f"_c{number}"), service_id=f"c{number}") for number in range(count)]


def test_sixteen_optional_services_fit_the_cookie():
    """The documented number of services is what really fits 200 bytes."""
    listed = ", ".join(f'"c{number}"' for number in range(16))

    site, problems = assembled(('"own-site", "counter"', listed), services=registry(*many(16)))

    assert problems == []
    assert full_cookie_bytes(site) <= 200


def test_a_cookie_that_grows_too_long_is_a_fault():
    """Servers cut headers that are too long; then every visitor would be asked again and again."""
    listed = ", ".join(f'"c{number}"' for number in range(40))

    [message] = told(('"own-site", "counter"', listed), services=registry(*many(40)))

    assert message.splitlines()[0] == "site.toml:4:12: error[K120]: the consent cookie would take 277 bytes"
    assert message.splitlines()[-2:] == [
        "    = expected at most 200",
        "    = use fewer optional services, or a shorter consent.cookie_name",
    ]
