"""The policy as a page, and the lawyer's sheet: read without a script, on a telephone, by a screen reader."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.browser.engines import PHONE, Driver, PlaywrightDriver
from tests.browser.server import Server
from tests.browser.visiting import find, wait_for_banner
from tests.browser.webkit import WebKitDriver

PAGES = ("kk/", "ru/", "review.html")
DESKTOP = (1440, 900)


def open_page(driver: Driver, server: Server, dist: Path, path: str) -> None:
    """Open a page below policy/."""
    server.serve(dist, "/consent/")
    driver.goto(server.url(f"/consent/policy/{path}"))


def test_the_policy_page_reopens_the_preferences(driver: Driver, server: Server, dist: Path):
    """Clause 7.1 promises a button on this page; it is there and works."""
    server.serve(dist, "/consent/")
    driver.goto(server.url("/consent/policy/kk/"))
    wait_for_banner(driver)

    link = "document.querySelector('.kelisim-reopen button')"
    driver.wait(f"{link}.offsetWidth > 0")
    driver.eval(f"{link}.click()")

    driver.wait(find('[data-kelisim="preferences"]') + "?.open")


@pytest.mark.engines("chromium")
def test_the_policy_page_is_whole_without_script(new_driver, server: Server, dist: Path):
    """A11Y-25: with JavaScript off every clause and the table can be read, and no dead button is shown."""
    server.serve(dist, "/consent/")
    visitor = new_driver(java_script_enabled=False)

    visitor.page.goto(server.url("/consent/policy/ru/"))

    assert visitor.page.get_by_role("heading", level=1).inner_text() == "Политика использования файлов cookie"
    assert visitor.page.get_by_text("_ym_uid", exact=True).first.is_visible()
    assert visitor.page.locator(".kelisim-reopen:visible").count() == 0
    assert visitor.page.get_by_role("heading", level=2).count() >= 11


@pytest.mark.engines("chromium", "webkit")
def test_tables_shown_as_cards_are_still_tables_to_a_screen_reader(driver: Driver, server: Server, dist: Path):
    """A11Y: on a telephone each row is a card, and neither engine forgets for that what is a row and what its head."""
    open_page(driver, server, dist, "kk/")

    assert driver.eval("getComputedStyle(document.querySelector('.kelisim-items tr')).display") != "table-row"
    assert roles_of_items(driver) == {"table", "row", "columnheader", "rowheader", "cell"}


def roles_of_items(driver: Driver) -> set[str]:
    """The roles that the engine itself tells of the tables of stored items."""
    if isinstance(driver, WebKitDriver):
        selectors = (".kelisim-items", *(f".kelisim-items {part}" for part in ("tr", "thead th", "[scope=row]", "td")))
        return {driver.web.find_element("css selector", selector).aria_role for selector in selectors}
    assert isinstance(driver, PlaywrightDriver)
    nodes = driver.context.new_cdp_session(driver.page).send("Accessibility.getFullAXTree")["nodes"]
    counted = Counter(node["role"]["value"] for node in nodes)
    assert counted["table"] == driver.eval("document.querySelectorAll('.kelisim-items').length")
    assert counted["rowheader"] == driver.eval("document.querySelectorAll('.kelisim-items tbody th').length")
    return {role for role in counted if role in {"table", "row", "columnheader", "rowheader", "cell"}}


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_inaccessible(driver: Driver, server: Server, dist: Path, axe, path: str):
    """axe finds nothing in any page, on a telephone and on a desk."""
    open_page(driver, server, dist, path)

    for size in (PHONE, DESKTOP):
        driver.set_viewport(*size)
        assert axe(driver, "{ exclude: ['kelisim-consent'] }") == []


@pytest.mark.engines("chromium")
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_inaccessible_in_the_dark(new_driver, server: Server, dist: Path, axe, path: str):
    """The contrast of the dark scheme, and of paper."""
    visitor = new_driver(color_scheme="dark")
    open_page(visitor, server, dist, path)

    assert axe(visitor) == []


@pytest.mark.engines("chromium", "firefox")
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("text", ["100%", "200%"])
def test_no_page_is_scrolled_sideways(driver: Driver, server: Server, dist: Path, path: str, text: str):
    """WCAG 1.4.10, 1.4.4: what is wider than a telephone, the lawyer's tables, is scrolled within its own box."""
    open_page(driver, server, dist, path)
    driver.set_viewport(320, 640)

    driver.eval(f"document.documentElement.style.fontSize = '{text}'")

    assert driver.eval("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
