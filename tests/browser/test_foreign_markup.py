"""Tags marked the way CookieConsent v3 and Klaro want it: a site changes over by changing one script tag."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.engines import Driver
from tests.browser.pages import Site, add_scripts, document, note, serve
from tests.browser.server import Server

pytest_plugins = ("tests.browser.sites",)

SETTLED = "new Promise(done => setTimeout(() => done((window.ran || []).join(' ')), 0))"


def opened(driver: Driver, server: Server, sites: Callable[[str], Site], body: str, name: str = "guest") -> None:
    serve(server, sites(name))
    driver.goto(server.add("/", document(body=body)))
    driver.wait("window.Kelisim")


def cookieconsent(category: str, code: str = "", attributes: str = "") -> str:
    return f'<script type="text/plain" data-category="{category}" {attributes}>{code}</script>'


def klaro(name: str, code: str = "", attributes: str = "") -> str:
    return (
        f'<script type="text/plain" data-type="application/javascript" data-name="{name}" {attributes}>{code}</script>'
    )


def test_cookieconsent_tags_wait_and_run(driver: Driver, server: Server, sites: Callable[[str], Site]):
    """By category, under its usual names too; by service where one of that name is in use; in order, and modules."""
    (external,) = add_scripts(server, "external")
    body = (
        cookieconsent("analytics", attributes=f'data-src="{external}"')
        + cookieconsent("statistics", note("inline"))
        + cookieconsent("ads", note("advertising"))
        + cookieconsent("marketing", note("heat map"), 'data-service="Heat-map"')
        + cookieconsent("analytics", f"{note('module')}; export {{}}", 'data-type="module"')
        + cookieconsent("necessary", note("necessary"))
    )
    opened(driver, server, sites, body)
    driver.wait("window.ran")
    at_first = driver.eval(SETTLED)

    driver.eval("Kelisim.accept('analytics')")
    driver.wait("window.ran.length === 5")

    assert at_first == "necessary"
    assert driver.eval("window.ran") == ["necessary", "external", "inline", "heat map", "module"]
    assert [one.path for one in server.requests if one.host == "counter.example"] == ["/external.js"]
    assert driver.eval("document.querySelector('[data-service]').dataset.category") == "marketing"
    assert driver.eval("Kelisim.explain(document.querySelector('[data-category=ads]'))") == {
        "id": "marketing",
        "reason": "denied",
        "released": False,
    }


def test_klaro_tags_wait_and_run(driver: Driver, server: Server, sites: Callable[[str], Site]):
    """Scripts and pictures by the service's name, however it is spelt; the type is what `data-type` says."""
    (external,) = add_scripts(server, "external")
    server.add("/pixel.gif", b"GIF89a", content_type="image/gif", host="counter.example")
    body = (
        klaro("pageCounter", attributes=f'data-src="{external}"')
        + klaro("page_counter", note("inline"))
        + '<img data-name="page-counter" data-src="http://counter.example/pixel.gif" alt="">'
        + klaro("heat-map", note("other"))
        + klaro("stranger", note("stranger"))
    )
    opened(driver, server, sites, body)

    driver.eval("Kelisim.accept('page-counter')")
    driver.wait("window.ran?.length === 2")
    server.wait_until(lambda: bool(server.asked("/pixel.gif")))

    assert driver.eval(SETTLED) == "external inline"
    assert driver.eval("document.querySelector('script[data-name=pageCounter]').type") == "application/javascript"
    assert (
        driver.eval("Kelisim.explain(document.querySelector('[data-name=stranger]')).then(one => one.reason)")
        == "unknown"
    )


def test_a_name_that_objects_have_is_nobodys(driver: Driver, server: Server, sites: Callable[[str], Site]):
    """Nothing is looked up on a prototype (SEC-10)."""
    opened(driver, server, sites, klaro("constructor", note("a")) + cookieconsent("__proto__", note("b")))

    driver.eval("Kelisim.accept()")

    assert driver.eval(SETTLED) == ""
    assert driver.console_errors() == []


def test_tags_that_the_page_adds_are_understood(driver: Driver, server: Server, sites: Callable[[str], Site]):
    opened(driver, server, sites, "<p>page")
    driver.eval("Kelisim.accept()")

    driver.run(
        "const tag = document.createElement('script'); tag.type = 'text/plain'; tag.dataset.category = 'analytics';"
        f"tag.textContent = {note('late')!r}; document.body.append(tag)"
    )
    driver.wait("window.ran")

    assert driver.eval("window.ran") == ["late"]


def test_without_the_setting_they_mean_nothing(driver: Driver, server: Server, sites: Callable[[str], Site]):
    """Such a tag is not ours then: it stands still for ever, and the code is not there."""
    opened(driver, server, sites, cookieconsent("analytics", note("a")), name="library")

    driver.eval("Kelisim.accept()")

    assert driver.eval(SETTLED) == ""
    assert b"data-category" not in (sites("library").folder / "kelisim.js").read_bytes()
