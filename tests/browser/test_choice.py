"""A visit to the demo page: what is asked, what the choice does, and what the next page makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.browser.engines import Driver
from tests.browser.server import Server
from tests.browser.visiting import (
    ACCEPT,
    PREFERENCES,
    REJECT,
    SAVE,
    STRICT_CSP,
    consent_cookie,
    decided,
    demo,
    find,
    wait_for_banner,
    wait_for_no_banner,
)

STUBS = ["/consent/demo/google-analytics.js", "/consent/demo/yandex-metrica.js"]


def asked_stubs(server: Server) -> list[str]:
    return [path for path in server.paths if path in STUBS]


def tokens(dist: Path) -> dict[str, str]:
    """Token → service, as the manifest says."""
    return dict(json.loads((dist / "manifest.json").read_text("utf-8"))["tokens"])


def test_nothing_optional_happens_before_a_choice(driver: Driver, server: Server, dist: Path):
    """Promise 1: the banner asks, and until it is answered no cookie is set and no held script is even requested."""
    driver.goto(demo(server, dist))

    wait_for_banner(driver)

    assert driver.cookies() == []
    assert asked_stubs(server) == []
    assert driver.eval("window.Kelisim.consent") is None
    assert driver.eval("Object.keys(localStorage)") == []


def test_accepting_runs_held_scripts_in_document_order(driver: Driver, server: Server, dist: Path):
    """One click lets both stubs run, in the order in which the page has them, and stores a bit for each service."""
    driver.goto(demo(server, dist))

    driver.click(ACCEPT)
    driver.wait("(window.kelisimDemo || []).length === 2")

    assert sorted(asked_stubs(server)) == STUBS
    assert driver.eval("window.kelisimDemo") == ["google-analytics", "yandex-metrica"]
    assert decided(consent_cookie(driver)) == dict.fromkeys(tokens(dist), True)
    wait_for_no_banner(driver)


def test_an_accepted_choice_holds_on_the_next_page(driver: Driver, server: Server, dist: Path):
    """A visitor who has chosen is not asked again: the core alone is loaded, and what is granted runs."""
    driver.goto(demo(server, dist))
    driver.click(ACCEPT)
    driver.wait("(window.kelisimDemo || []).length === 2")
    server.forget()

    driver.reload()
    driver.wait("(window.kelisimDemo || []).length === 2")

    assert driver.eval(find('[data-kelisim="banner"]') + " === null")
    assert [path for path in server.paths if path.startswith("/consent/assets/")] == []


def test_rejecting_stores_the_refusal_and_runs_nothing(driver: Driver, server: Server, dist: Path):
    """Reject is one click as well; the refusal is remembered and the next page neither asks nor runs anything."""
    driver.goto(demo(server, dist))
    driver.click(REJECT)
    wait_for_no_banner(driver)

    driver.reload()
    driver.wait("window.Kelisim.consent")

    assert decided(consent_cookie(driver)) == dict.fromkeys(tokens(dist), False)
    assert driver.eval("window.Kelisim.consent.source") == "reject"
    assert driver.eval(find('[data-kelisim="banner"]') + " === null")
    assert asked_stubs(server) == []
    assert [cookie.name for cookie in driver.cookies()] == ["kelisim"]


def test_the_cross_of_the_first_layer_is_a_refusal(driver: Driver, server: Server, dist: Path):
    """Promise 2: closing the banner grants nothing; it is the same as reject."""
    driver.goto(demo(server, dist))

    driver.click("Келісім бермей жабу")
    wait_for_no_banner(driver)

    assert driver.eval("window.Kelisim.consent.source") == "reject"
    assert set(decided(consent_cookie(driver)).values()) == {False}


def test_the_preferences_switch_a_category_on(driver: Driver, server: Server, dist: Path):
    """The second layer starts with everything optional off; a category that is switched on and saved is granted."""
    driver.goto(demo(server, dist))
    driver.click(PREFERENCES)
    driver.wait(find('[data-kelisim="preferences"]') + "?.open")
    switch = find('input[data-kelisim-category="analytics"]')
    assert driver.eval(f"{switch}.checked") is False

    driver.eval(f"{switch}.click()")
    driver.click(SAVE)
    driver.wait("(window.kelisimDemo || []).length === 2")

    assert driver.eval("window.Kelisim.consent.source") == "custom"
    assert "analytics" in driver.eval("window.Kelisim.consent.granted")


def test_escape_in_the_preferences_changes_nothing(driver: Driver, server: Server, dist: Path):
    """Promise 2: Escape leaves the dialog, stores nothing, and the banner still asks."""
    driver.goto(demo(server, dist))
    driver.click(PREFERENCES)
    driver.wait(find('[data-kelisim="preferences"]') + "?.open")
    driver.eval(find('input[data-kelisim-category="analytics"]') + ".click()")

    driver.press("Escape")
    driver.wait(f"!{find('[data-kelisim=preferences]')}?.open")

    assert driver.cookies() == []
    assert driver.eval("window.Kelisim.consent") is None
    wait_for_banner(driver)


def test_withdrawing_stops_deletes_and_remembers(driver: Driver, server: Server, dist: Path):
    """Promise 4: reopen, one click; the services' cookies are gone at once and the next page runs nothing."""
    driver.goto(demo(server, dist))
    driver.click(ACCEPT)
    driver.wait("(window.kelisimDemo || []).length === 2")
    assert {"_ga", "_ym_uid"} <= {cookie.name for cookie in driver.cookies()}

    driver.eval(find('[data-kelisim="reopen"]') + ".click()")
    driver.wait(find('[data-kelisim="preferences"]') + "?.open")
    driver.click(REJECT)
    driver.wait("window.Kelisim.consent.source === 'withdraw'")
    # What follows a choice follows it: the part that deletes may still be at it.
    driver.wait("document.cookie.split('; ').length === 1")

    assert [cookie.name for cookie in driver.cookies()] == ["kelisim"]
    assert driver.eval("window['ga-disable-G-0000000000']") is True
    server.forget()
    driver.reload()
    driver.wait("window.Kelisim.consent")
    assert asked_stubs(server) == []


def test_any_element_of_the_page_can_reopen_the_choice(driver: Driver, server: Server, dist: Path):
    """`data-kelisim-open` opens the preferences, and focus comes back to it when they close."""
    driver.goto(demo(server, dist))
    wait_for_banner(driver)

    driver.eval("document.querySelector('[data-kelisim-open]').focus()")
    driver.eval("document.querySelector('[data-kelisim-open]').click()")
    driver.wait(find('[data-kelisim="preferences"]') + "?.open")
    driver.press("Escape")

    driver.wait("document.activeElement === document.querySelector('[data-kelisim-open]')")


def test_the_language_switch_keeps_what_is_not_saved(driver: Driver, server: Server, dist: Path):
    """LANG-4: from Kazakh to Russian in the open dialog; the switch that was set stays set, nothing is stored."""
    driver.goto(demo(server, dist))
    driver.click(PREFERENCES)
    driver.wait(find('[data-kelisim="preferences"]') + "?.open")
    driver.eval(find('input[data-kelisim-category="analytics"]') + ".click()")

    driver.eval(find('dialog [lang="ru"][data-kelisim-action="language"]') + ".click()")
    driver.wait("window.Kelisim.language === 'ru'")
    driver.wait(find('dialog[lang="ru"] input[data-kelisim-category="analytics"]') + "?.checked")

    assert driver.cookies() == []
    driver.click("Сохранить выбор")
    driver.wait("window.Kelisim.consent?.language === 'ru'")


def test_the_demo_runs_under_the_strict_policy_with_trusted_types(driver: Driver, server: Server, dist: Path):
    """Promise 7: through both layers, accept and withdraw, the browser reports no violation and no error."""
    driver.goto(demo(server, dist, headers={"Content-Security-Policy": STRICT_CSP}))
    driver.eval(
        "(window.violations = [], "
        "addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective)))"
    )

    driver.click(PREFERENCES)
    driver.wait(find('[data-kelisim="preferences"]') + "?.open")
    driver.eval(find('dialog [data-kelisim-action="accept"]') + ".click()")
    driver.wait("(window.kelisimDemo || []).length === 2")
    driver.eval("window.Kelisim.reject()")
    driver.wait("window.Kelisim.consent.source !== 'accept'")

    assert driver.eval("window.violations") == []
    assert driver.console_errors() == []


def test_a_page_in_an_old_encoding_shows_kazakh_letters(driver: Driver, server: Server, dist: Path):
    """Promise 8: scripts are ASCII, so a page in windows-1251 shows ә, қ and ұ right."""
    server.serve(dist, "/consent/")
    page = '<!doctype html><html lang="kk"><script src="/consent/kelisim.js"></script><p>Здравствуйте</p></html>'
    url = server.add("/old.html", page, charset="windows-1251")

    driver.goto(url)
    wait_for_banner(driver)

    assert driver.eval(find('[data-kelisim-action="accept"]') + ".textContent") == ACCEPT


def test_including_the_script_twice_is_harmless(driver: Driver, server: Server, dist: Path):
    """SEC-13: a page that has the tag twice gets one banner, one control and no error."""
    server.serve(dist, "/consent/")
    tag = '<script src="/consent/kelisim.js"></script>'
    headers = {"Content-Security-Policy": STRICT_CSP}
    url = server.add(
        "/twice.html", f"<!doctype html><html lang=kk><head>{tag}{tag}</head><body></body></html>", headers=headers
    )

    driver.goto(url)
    wait_for_banner(driver)

    assert driver.eval("document.querySelectorAll('.kelisim').length") == 1
    assert driver.console_errors() == []


@pytest.mark.parametrize(
    ("width", "height"), [pytest.param(390, 844, id="phone"), pytest.param(1440, 900, id="desktop")]
)
@pytest.mark.parametrize("page_name", [pytest.param("index.html", id="kk"), pytest.param("ru.html", id="ru")])
def test_reject_is_the_equal_of_accept(
    driver: Driver, server: Server, dist: Path, width: int, height: int, page_name: str
):
    """Promise 3, EDPB-4: same size, font, colours and border, on the same layer, in both languages."""
    driver.set_viewport(width, height)
    driver.goto(demo(server, dist, page_name))
    wait_for_banner(driver)

    measured = {
        action: driver.eval(
            f"""(button => {{
              const box = button.getBoundingClientRect(), style = getComputedStyle(button)
              return [Math.round(box.width), Math.round(box.height), style.backgroundColor, style.color, style.fontSize,
                      style.fontWeight, style.fontFamily, style.borderTopColor, style.borderTopWidth, style.opacity]
            }})({find(f"[data-kelisim=banner] [data-kelisim-action={action}]")})"""
        )
        for action in ("accept", "reject", "preferences")
    }

    assert measured["accept"] == measured["reject"]
    assert measured["accept"] == measured["preferences"]
    assert measured["accept"][1] >= 44


@pytest.mark.parametrize("path", ["/", "/loans/apply.html", "/a/b/page.html"])
def test_the_policy_link_leads_to_the_policy_from_any_page(driver: Driver, server: Server, dist: Path, path: str):
    """SAN-R6, DP-9: wherever the page is, both layers link the built policy in the language shown."""
    server.serve(dist, "/consent/")
    head = '<meta charset="utf-8"><title>x</title><script src="/consent/kelisim.js"></script>'
    driver.goto(server.add(path, f'<!doctype html><html lang="ru"><head>{head}</head><body><p>text</p>'))
    wait_for_banner(driver)
    driver.run("Kelisim.open()")
    driver.wait(find('[data-kelisim="preferences"]') + "?.open")

    addresses = [
        driver.eval(find(f"[data-kelisim={layer}] a[href*=policy]") + ".href") for layer in ("banner", "preferences")
    ]

    assert addresses == [server.url("/consent/policy/ru/")] * 2


def test_the_policy_link_of_the_banner_leads_to_the_policy(driver: Driver, server: Server, dist: Path):
    """SAN-R6: from any page of the site the link opens the built policy in the language shown."""
    driver.goto(demo(server, dist, "ru.html"))
    wait_for_banner(driver)

    address = driver.eval(find('[data-kelisim="banner"] a') + ".href")
    driver.goto(address)

    assert driver.eval("document.documentElement.lang") == "ru"
    assert "cookie" in driver.eval("document.querySelector('h1').textContent")
