"""What vendors' tags hear: each by a stub of the queue that its own snippet makes, from first visit to withdrawal."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.engines import Driver
from tests.browser.pages import Site, serve
from tests.browser.server import Server
from tests.browser.visiting import ACCEPT, REJECT, wait_for_banner, wait_for_no_banner

pytest_plugins = ["tests.browser.sites"]

DENIED, GRANTED = "denied", "granted"
KEYS = (
    "ad_storage",
    "ad_user_data",
    "ad_personalization",
    "analytics_storage",
    "functionality_storage",
    "personalization_storage",
    "security_storage",
)
#: Snippets in the way vendors write them: each makes its queue only where there is none, and notes what it is told.
SNIPPETS = {
    "google-analytics": "dataLayer.push({ config: 'analytics' })",
    "microsoft-advertising": (
        "(queue => { window.heardByUet = queue.slice();"
        "window.uetq = { push: (...call) => heardByUet.push(...call) } })"
        "(window.uetq || [])"
    ),
    "microsoft-clarity": (
        "window.clarity = window.clarity || function () { (clarity.q = clarity.q || []).push(arguments) };"
        "window.heardByClarity = [...(clarity.q || [])].map(call => [...call]);"
        "window.clarity = (...call) => heardByClarity.push(call)"
    ),
    "meta-pixel": (
        "if (!window.fbq) { window.heardByMeta = [];"
        "window.fbq = (...call) => heardByMeta.push(call); fbq('init', '1') }"
    ),
    "tiktok-pixel": (
        "window.ttq = window.ttq || []; window.heardByTiktok = [];"
        "for (const name of ['holdConsent', 'grantConsent', 'revokeConsent'])"
        "  ttq[name] = () => heardByTiktok.push(name)"
    ),
    "yandex-metrica": "window.heardByMetrica = []; window.ym = (...call) => heardByMetrica.push(call)",
}


def page(*, head: str = "") -> str:
    """A page with every vendor's snippet, marked."""
    tags = "".join(
        f'<script type="text/plain" data-kelisim-consent="{service}">{code}</script>'
        for service, code in SNIPPETS.items()
    )
    script = '<script src="/consent/kelisim.js"></script>'
    return (
        f'<!doctype html><html lang="kk"><head><meta charset="utf-8"><title>t</title>{head}{script}{tags}</head><body>'
    )


def visit(driver: Driver, server: Server, site: Site) -> None:
    serve(server, site)
    driver.goto(server.add("/", page()))


def heard(driver: Driver, name: str) -> Any:
    """What was pushed to a queue; calls by `arguments` as lists."""
    return driver.eval(
        f"(window.{name} || []).map(one => "
        "Object.prototype.toString.call(one) === '[object Arguments]' ? [...one] : one)"
    )


def consent_calls(driver: Driver) -> list[tuple[str, dict[str, str]]]:
    """The calls of Google's Consent Mode, in their order."""
    return [(one[1], one[2]) for one in heard(driver, "dataLayer") if isinstance(one, list) and one[0] == "consent"]


@pytest.fixture
def vendors(sites: Callable[[str], Site]) -> Site:
    return sites("vendors")


def test_defaults_are_denied_before_anything_else(driver: Driver, server: Server, vendors: Site):
    """GCM-1, GCM-2, GCM-3, GCM-6, VEN-7: seven keys and no region, in front of every other entry of the queue."""
    visit(driver, server, vendors)
    wait_for_banner(driver)

    first, second = heard(driver, "dataLayer")[:2]

    assert first[:2] == ["consent", "default"]
    assert first[2] == {**dict.fromkeys(KEYS, DENIED), "security_storage": GRANTED}
    assert second == ["set", "ads_data_redaction", True]
    assert heard(driver, "uetq")[:3] == ["consent", "default", {"ad_storage": DENIED}]
    assert driver.eval("['fbq', 'ttq', 'ym'].filter(name => name in window)") == []
    assert driver.eval("window['ga-disable-G-SHOP000001']") is True
    assert driver.eval("window.disableYaCounter12345678") is True


def test_accepting_tells_every_vendor_at_once(driver: Driver, server: Server, vendors: Site):
    """GCM-4, GCM-8: on the page where the choice is made; what comes by a tag that was held finds itself allowed."""
    visit(driver, server, vendors)
    wait_for_banner(driver)

    driver.click(ACCEPT)
    driver.wait("Boolean(window.heardByMetrica && window.heardByTiktok && window.heardByMeta)")

    command, values = consent_calls(driver)[-1]
    # The site has no functional category: nobody can allow it, and Google is told so.
    functional = {"functionality_storage": DENIED, "personalization_storage": DENIED}
    assert (command, values) == ("update", {**dict.fromkeys(KEYS, GRANTED), **functional})
    assert ["set", "ads_data_redaction", False] in heard(driver, "dataLayer")
    assert heard(driver, "heardByUet")[-3:] == ["consent", "update", {"ad_storage": GRANTED}]
    assert heard(driver, "heardByClarity")[-1] == [
        "consentv2",
        {"ad_Storage": GRANTED, "analytics_Storage": GRANTED},
    ]
    assert heard(driver, "heardByMeta") == [["init", "1"]]
    assert heard(driver, "heardByTiktok") == []
    assert driver.eval("window['ga-disable-G-SHOP000001'] || window.disableYaCounter12345678") is False


def test_refusing_leaves_everything_denied_and_starts_nothing(driver: Driver, server: Server, vendors: Site):
    """GCM-7: basic mode; not one tag of a vendor runs."""
    visit(driver, server, vendors)
    wait_for_banner(driver)

    driver.click(REJECT)
    wait_for_no_banner(driver)

    assert consent_calls(driver)[-1] == ("update", {**dict.fromkeys(KEYS, DENIED), "security_storage": GRANTED})
    assert heard(driver, "uetq")[-3:] == ["consent", "update", {"ad_storage": DENIED}]
    assert driver.eval("Object.keys(window).filter(name => name.startsWith('heardBy'))") == []
    assert not [one for one in heard(driver, "dataLayer") if isinstance(one, dict) and "config" in one]


def test_a_later_page_tells_them_before_their_tags_run(driver: Driver, server: Server, vendors: Site):
    """GCM-4: the stored choice is known at once, without waiting, so that `wait_for_update` is not needed (GCM-5)."""
    visit(driver, server, vendors)
    wait_for_banner(driver)
    driver.click(ACCEPT)
    driver.wait("window.heardByMeta")
    driver.reload()
    driver.wait("window.heardByMeta")

    queue = heard(driver, "dataLayer")
    kinds = [one[1] if isinstance(one, list) and one[0] == "consent" else next(iter(one)) for one in queue]

    assert kinds.index("default") < kinds.index("update") < kinds.index("config")
    assert "wait_for_update" not in json.dumps(queue)


def test_some_of_them_may_be_allowed_alone(driver: Driver, server: Server, vendors: Site):
    """Analytics of Google and nothing of advertising: each key by what speaks for it."""
    visit(driver, server, vendors)
    wait_for_banner(driver)

    driver.eval("Kelisim.accept(['google-analytics', 'meta-pixel'])")
    driver.wait("window.heardByMeta")

    _, values = consent_calls(driver)[-1]
    granted = {key for key, value in values.items() if value == GRANTED}
    assert granted == {"analytics_storage", "security_storage"}
    assert heard(driver, "uetq")[-1] == {"ad_storage": DENIED}
    assert driver.eval("'heardByTiktok' in window") is False


def test_a_withdrawal_reaches_what_runs(driver: Driver, server: Server, vendors: Site):
    """REV-1: every tag that runs is told before the page loads anew; nothing of it runs after that."""
    visit(driver, server, vendors)
    wait_for_banner(driver)
    driver.click(ACCEPT)
    driver.wait("Boolean(window.heardByMetrica && window.heardByTiktok)")
    # What was told stands in a store of the tab, for the page that comes next.
    driver.run(
        """addEventListener('pagehide', () => {
          const told = {}
          for (const name of ['heardByUet', 'heardByClarity', 'heardByMeta', 'heardByTiktok', 'heardByMetrica'])
            told[name] = window[name].slice(-3)
          sessionStorage.setItem('told', JSON.stringify(told))
        })"""
    )

    driver.run("Kelisim.reject()")
    driver.wait("sessionStorage.getItem('told') && window.Kelisim?.consent")

    told = json.loads(driver.eval("sessionStorage.getItem('told')"))
    assert told["heardByUet"] == ["consent", "update", {"ad_storage": DENIED}]
    assert told["heardByClarity"][-1] == ["consentv2", {"ad_Storage": DENIED, "analytics_Storage": DENIED}]
    assert told["heardByMeta"][-1] == ["consent", "revoke"]
    assert told["heardByTiktok"] == ["revokeConsent"]
    assert ["12345678", "destruct"] in told["heardByMetrica"]
    assert driver.eval("Object.keys(window).filter(name => name.startsWith('heardBy'))") == []


def test_consent_after_a_refusal_starts_them(driver: Driver, server: Server, vendors: Site):
    """What was refused may be allowed on the same page."""
    visit(driver, server, vendors)
    wait_for_banner(driver)
    driver.click(REJECT)
    wait_for_no_banner(driver)

    driver.eval("Kelisim.accept()")
    driver.wait("Boolean(window.heardByClarity && window.heardByTiktok)")

    assert heard(driver, "heardByClarity")[-1][1] == {"ad_Storage": GRANTED, "analytics_Storage": GRANTED}
    assert heard(driver, "heardByUet")[-1] == {"ad_storage": GRANTED}


def test_a_tag_manager_gets_an_event(driver: Driver, server: Server, vendors: Site):
    """GCM-10, VEN-18: after each choice, and on later pages as soon as it is known; behind the update itself."""
    visit(driver, server, vendors)
    wait_for_banner(driver)
    before = [one for one in heard(driver, "dataLayer") if isinstance(one, dict) and one.get("event")]
    driver.eval("Kelisim.accept(['google-tag-manager'])")
    driver.wait("dataLayer.some(one => one.kelisim_allowed?.includes('google-tag-manager'))")

    queue = heard(driver, "dataLayer")
    events = [position for position, one in enumerate(queue) if isinstance(one, dict) and one.get("event")]

    assert [one["kelisim_allowed"] for one in before] in ([], [["necessary", "own-site"]])
    assert queue[events[-1]]["event"] == "kelisim_consent"
    assert set(queue[events[-1]]["kelisim_allowed"]) >= {"necessary", "google-tag-manager"}
    assert max(at for at, one in enumerate(queue) if isinstance(one, list) and one[0] == "consent") < events[-1]


def test_the_inline_part_is_what_the_policy_allows(driver: Driver, server: Server, vendors: Site):
    """GCM-1 with a script that is loaded late: the part of embed.html runs under its hash, in front of every vendor."""
    embed = (vendors.folder / "embed.html").read_text("utf-8")
    inline = re.search(r"<script>(.+?)</script>", embed, re.DOTALL)
    assert inline
    digest = base64.b64encode(hashlib.sha256(inline[1].encode()).digest()).decode()
    policy = f"default-src 'self'; script-src 'self' 'sha256-{digest}'"
    serve(server, vendors)
    html = page(head=inline[0]).replace(
        '<script src="/consent/kelisim.js">', '<script src="/consent/kelisim.js" async>'
    )

    driver.goto(server.add("/late.html", html, headers={"Content-Security-Policy": policy}))
    wait_for_banner(driver)

    assert f"sha256-{digest}" in embed
    assert heard(driver, "dataLayer")[0][:2] == ["consent", "default"]
    assert heard(driver, "dataLayer")[1] == ["set", "ads_data_redaction", True]
    assert heard(driver, "uetq")[:3] == ["consent", "default", {"ad_storage": DENIED}]


def test_what_a_page_made_of_the_queues_is_no_hindrance(driver: Driver, server: Server, vendors: Site):
    """Elements of those names, and a queue that the page has filled already."""
    serve(server, vendors)
    head = '<a id="uetq"></a><a id="dataLayer"></a><a id="clarity"></a><a id="fbq"></a><a id="ttq"></a>'
    driver.goto(server.add("/", page(head=head)))
    wait_for_banner(driver)

    driver.click(ACCEPT)
    driver.wait("window.heardByClarity")

    assert heard(driver, "dataLayer")[0][:2] == ["consent", "default"]
    assert driver.console_errors() == []
