"""The content security policy of a configuration: what Kelisim needs, and hosts of services in use where they act."""

from __future__ import annotations

import pytest

from kelisim.config import parse_site
from kelisim.registry import parse_service
from kelisim.serving.content_policy import ContentPolicy, content_policy, page_policy, services_hosts
from kelisim.site import assemble_site
from tests.unit.examples import service_source, site_source

BASE = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "kelisim",
}


def site_with(*changes, more="", used='"counter"'):
    """The small site with its counter, whose file has changes."""
    config, _ = parse_site(site_source(('"own-site", "counter"', used)))
    service, found = parse_service(service_source(*changes, more=more), "counter")
    site, problems = assemble_site(config, {"counter": service})
    assert (found, problems) == ([], [])
    return site


def directives(policy: ContentPolicy) -> dict[str, str]:
    return dict(line.split(" ", 1) for line in policy.lines())


def test_a_site_without_services_of_others_needs_the_base_alone():
    """Promise 7 and SEC-1, and not a word more."""
    policy = content_policy(site_with(used=""))

    assert directives(policy) == BASE
    assert str(policy).startswith(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src"
    )


def test_the_hosts_of_a_service_stand_where_its_tag_acts():
    """A tag is a script, and reports by requests and by images; it needs no style, no frame and no form of ours."""
    policy = content_policy(site_with())

    assert directives(policy) == {
        **BASE,
        "script-src": "'self' https://counter.kz",
        "connect-src": "'self' https://counter.kz",
        "img-src": "'self' https://counter.kz",
    }


def test_a_service_in_a_frame_needs_a_frame():
    """Videos and maps, once the visitor allows them."""
    policy = content_policy(site_with(('hosts = ["counter.kz"]', 'hosts = ["*.counter.kz"]\nframe = true')))

    assert directives(policy)["frame-src"] == "https://*.counter.kz"


def test_the_inline_part_is_allowed_by_its_hash():
    """Never by unsafe-inline (SEC-3)."""
    policy = content_policy(site_with(used=""), "sha256-abc=")

    assert directives(policy)["script-src"] == "'self' 'sha256-abc='"
    assert "unsafe" not in str(policy)


@pytest.mark.parametrize(
    ("hosts", "origins"),
    [
        pytest.param(
            '"counter.kz/tag.js", "counter.kz/pixel"', ("https://counter.kz",), id="paths go, and with them doubles"
        ),
        pytest.param('"*.counter.kz"', ("https://*.counter.kz",), id="every host of a domain"),
        pytest.param(
            '"cdn.jsdelivr.net/npm/counter-watch"',
            ("https://cdn.jsdelivr.net/npm/counter-watch/",),
            id="where anybody publishes, only the vendor's package",
        ),
    ],
)
def test_hosts_of_the_registry_become_origins(hosts, origins):
    """Vendors change paths, and a redirect ignores them; on a shared host the path is what tells the vendor apart."""
    [service] = services_hosts(site_with(('"counter.kz"]', f"{hosts}]")))

    assert service.origins == origins


@pytest.mark.parametrize(
    ("told", "remark"),
    [
        pytest.param(("vendor documentation", "vendor documentation, https://counter.kz/docs"), "", id="by the vendor"),
        pytest.param(("vendor documentation", "published cookie scans, 2024"), "not verified", id="by scans"),
        pytest.param(
            ("vendor documentation", "vendor documentation; field knowledge, to be verified"),
            "not verified",
            id="in part",
        ),
    ],
)
def test_hosts_that_no_vendor_names_are_marked(told, remark):
    """SEC-2: the owner sees which hosts rest on experience only."""
    [service] = services_hosts(site_with(told))

    assert service.remark == remark


def test_a_note_that_doubts_the_hosts_marks_them():
    """The vendor may document its cookies and nothing of where its tag calls."""
    note = 'note = "Recipient and country are not verified. The legal name and the hosts are not verified."\n'
    [service] = services_hosts(site_with(("checked = 2026-11-22\n", f"checked = 2026-11-22\n{note}")))

    assert service.remark == "not verified"


def test_what_a_container_loads_nobody_can_know():
    """The policy allows the container and what it is known to load, and says that there may be more."""
    [service] = services_hosts(site_with(('hosts = ["counter.kz"]', 'hosts = ["counter.kz"]\ncontainer = true')))

    assert service.remark == "loads further services, whose hosts nobody can know"


def test_the_policy_pages_need_no_vendor():
    """They hold nothing but text and Kelisim, whatever the site uses."""
    assert directives(page_policy()) == {**BASE, "form-action": "'none'", "frame-ancestors": "'self'"}
