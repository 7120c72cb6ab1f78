"""The implied model, the browser's privacy signal, and sites that have less to ask: nothing optional, one language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.engines import Driver
from tests.browser.pages import LIBRARY, TAG, Site, add_scripts, document, held, lab, lists_of, open_lab, serve
from tests.browser.server import Server
from tests.browser.visiting import find, wait_for_banner

pytest_plugins = ("tests.browser.sites",)

IMPLIED_SETTLED = "[view.Kelisim.consent, view.Kelisim.allowed('analytics'), Boolean(banner(view))]"


@pytest.fixture
def implied(sites: Callable[[str], Site], server: Server) -> Site:
    return serve(server, sites("implied"))


def test_the_implied_model_tells_and_records_nothing(driver: Driver, server: Server, implied: Site):
    """Optional services run, a notice is shown, and neither a cookie nor a record stands for a consent nobody gave."""
    [tag] = add_scripts(server, "tag")
    driver.goto(server.add("/", document(held("analytics", tag))))

    wait_for_banner(driver)
    driver.wait("window.ran")

    assert driver.eval("Kelisim.consent") is None
    assert driver.cookies() == []
    assert driver.eval("Object.keys(localStorage)") == []


def test_closing_the_implied_notice_is_remembered_without_a_choice(driver: Driver, server: Server, implied: Site):
    """The notice does not come back; the cookie has no token, and there is still no record."""
    open_lab(driver, server)

    seen = driver.eval(
        lab(f"""let view = await visit()
                press(view, 'close')
                view = await visit()
                return {IMPLIED_SETTLED}""")
    )

    assert seen == [None, True, False]
    assert not any(token in driver.cookies()[0].value for token in implied.tokens.values())


def test_a_refusal_in_the_implied_model_is_recorded(driver: Driver, server: Server, implied: Site):
    """Switched off is switched off: from then on nothing optional runs, and the record says so."""
    open_lab(driver, server)

    consent, runs, banner = driver.eval(
        lab(f"""let view = await visit()
                await preferences(view)
                press(view, 'reject')
                view = await visit()
                return {IMPLIED_SETTLED}""")
    )

    assert {key: sorted(consent[key]) for key in ("granted", "denied")} == lists_of([])
    assert (runs, banner) == (False, False)


GPC = "<script>Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true })</script>"


def test_with_the_privacy_signal_accept_all_leaves_marketing_off(driver: Driver, server: Server, library: Site):
    """SIG-1: the signal is an opt-out of advertising that one click on "accept all" does not undo."""
    open_lab(driver, server, document(tag=GPC + TAG))

    consent = driver.eval(
        lab("""press(await visit(), 'accept')
               return (await visit()).Kelisim.consent""")
    )

    assert consent["source"] == "gpc"
    assert {key: sorted(consent[key]) for key in ("granted", "denied")} == lists_of(["page-counter", "heat-map"])


def test_with_the_privacy_signal_an_own_switch_turns_marketing_on(driver: Driver, server: Server, library: Site):
    """Who switches marketing on by hand means it; "accept all" after that leaves it as it is."""
    open_lab(driver, server, document(tag=GPC + TAG))

    before, after = driver.eval(
        lab("""const first = await visit()
               const dialog = await preferences(first)
               const input = dialog.querySelector('[data-kelisim-category="marketing"]')
               const before = input.checked
               input.click()
               press(first, 'save')
               return [before, lists((await visit()).Kelisim.consent)]""")
    )

    assert before is False
    assert after == lists_of(["partner-pixel"])


def test_with_the_privacy_signal_the_implied_model_asks(driver: Driver, server: Server, implied: Site):
    """In the implied model optional services run until GPC is set: then none does without a choice."""
    [tag] = add_scripts(server, "tag")
    page = document(held("analytics", tag), tag=GPC + TAG)
    driver.goto(server.add("/", page))

    wait_for_banner(driver)

    assert driver.eval("Kelisim.allowed('analytics')") is False
    assert server.hosts == {"127.0.0.1"}


def test_a_site_may_leave_the_privacy_signal_alone(driver: Driver, server: Server, sites: Callable[[str], Site]):
    """With honour_gpc = false "accept all" means all."""
    serve(server, sites("deaf"))
    open_lab(driver, server, document(tag=GPC + TAG))

    consent = driver.eval(
        lab("""press(await visit(), 'accept')
               return lists((await visit()).Kelisim.consent)""")
    )

    assert consent == lists_of(LIBRARY)


def test_a_site_with_nothing_optional_asks_nothing(driver: Driver, server: Server, sites: Callable[[str], Site]):
    """No banner, no cookie, no request for either; the control is there and opens what is stored and why."""
    serve(server, sites("bare"))
    driver.goto(server.add("/", document()))

    driver.wait(find('[data-kelisim="reopen"]') + "?.offsetWidth")
    asked = server.paths
    driver.eval(find('[data-kelisim="reopen"]') + ".click()")
    driver.wait(find('[data-kelisim="preferences"]') + "?.open")

    assert asked == ["/", "/consent/kelisim.js"]
    assert driver.eval(find('[data-kelisim="banner"]')) is None
    assert driver.cookies() == []
    assert driver.eval("[Kelisim.allowed('necessary'), Kelisim.allowed('analytics')]") == [True, False]


def test_a_site_of_one_language_speaks_it(driver: Driver, server: Server, sites: Callable[[str], Site]):
    """Whatever page and browser speak: there is one language, and no button for another."""
    serve(server, sites("kazakh"))
    driver.goto(server.add("/ru/", document(root='lang="ru"')))

    wait_for_banner(driver)

    assert driver.eval("Kelisim.language") == "kk"
    assert driver.eval(find('[data-kelisim-action="language"]')) is None
