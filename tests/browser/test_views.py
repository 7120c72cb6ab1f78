"""Both layers for people on a keyboard, on a phone, with large text; and on pages with wild styles."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.engines import Driver
from tests.browser.server import Server
from tests.browser.visiting import CUT, find, wait_for_banner, wait_for_no_banner

CORE = '<script src="/consent/kelisim.js"></script>'
FOCUSED = """(element => {
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element.getAttribute('data-kelisim-action') || element.getAttribute('data-kelisim-link')
    || element.getAttribute('data-kelisim-category') || element.getAttribute('data-kelisim') || element.localName
})(document.activeElement)"""


def visit(driver: Driver, server: Server, dist: Path, body: str = "", style: str = "", lang: str = "kk") -> None:
    server.serve(dist, "/consent/")
    server.add("/page.css", style)
    head = f'<meta charset="utf-8"><title>x</title><link rel="stylesheet" href="/page.css">{CORE}'
    driver.goto(server.add("/page.html", f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}'))
    wait_for_banner(driver)


def open_preferences(driver: Driver) -> None:
    driver.run("Kelisim.open()")
    driver.wait(find('[data-kelisim="preferences"]') + "?.open")


def test_the_banner_takes_no_focus_and_comes_first_on_the_keyboard(driver: Driver, server: Server, dist: Path):
    """A11Y-2, A11Y-9: typing goes on where it was; Tab from the top meets the banner's controls in visual order."""
    visit(driver, server, dist, '<p>text</p><a href="/">page</a>')

    before = driver.eval(FOCUSED)
    order = []
    for _ in range(6):
        driver.press("Tab")
        order.append(driver.eval(FOCUSED))

    assert before == "body"
    assert order == ["close", "a", "accept", "reject", "preferences", "language"]


def test_the_preferences_keep_the_focus_and_give_it_back(driver: Driver, server: Server, dist: Path):
    """A11Y-22: focus goes to the heading, Escape closes, and the button that opened the dialog has the focus again."""
    visit(driver, server, dist)
    driver.run(find('[data-kelisim-action="preferences"]') + ".focus()")

    driver.press("Enter")
    driver.wait(find('[data-kelisim="preferences"]') + "?.open")
    inside = driver.eval(FOCUSED)
    driver.press("Escape")
    driver.wait(f"{find('[data-kelisim=preferences]')} === null")

    assert inside == "h2"
    assert driver.eval(FOCUSED) == "preferences"


def test_a_choice_can_be_made_by_keyboard_alone(driver: Driver, server: Server, dist: Path):
    """A11Y-1: the switch is reached with Tab and turned with Space; nothing is stored before Save."""
    visit(driver, server, dist)
    open_preferences(driver)
    while driver.eval(FOCUSED) != "analytics":
        driver.press("Tab")

    driver.press("Space")
    turned = driver.eval(find("input[data-kelisim-category]") + ".checked")
    stored = driver.eval("Kelisim.consent")
    while driver.eval(FOCUSED) != "save":
        driver.press("Tab")
    driver.press("Enter")
    wait_for_no_banner(driver)

    assert (turned, stored) == (True, None)
    assert driver.eval("Kelisim.consent.source") == "custom"


def test_what_became_of_a_choice_is_said(driver: Driver, server: Server, dist: Path):
    """A11Y-20: a status region that was there before says that the choice is saved, later that consent is withdrawn."""
    visit(driver, server, dist)
    status = find('[data-kelisim="status"]')
    role = driver.eval(f"{status}.getAttribute('role')")

    driver.click("Барлығын қабылдау")
    saved = driver.wait(f"{status}.textContent")
    open_preferences(driver)
    driver.click("Барлығынан бас тарту")

    assert (role, saved.strip()) == ("status", "Таңдауыңыз сақталды.")
    assert driver.wait(f"{status}.textContent.includes('Келісім кері қайтарып алынды.')")


def test_a_category_decided_in_part_is_neither_on_nor_off(driver: Driver, server: Server, dist: Path):
    """Saved untouched it stays as it was: the service that runs goes on, the other stays off."""
    visit(driver, server, dist)
    driver.run("Kelisim.accept('google-analytics')")
    open_preferences(driver)
    mixed = driver.eval(find("input[data-kelisim-category]") + ".indeterminate")

    driver.click("Таңдауды сақтау")
    wait_for_no_banner(driver)

    assert mixed is True
    assert driver.eval("['google-analytics', 'yandex-metrica'].map(Kelisim.allowed)") == [True, False]


@pytest.mark.parametrize(
    "style",
    [
        pytest.param("* { all: unset }", id="everything unset"),
        pytest.param("div { display: none !important } button { display: none !important }", id="divs hidden"),
        pytest.param("body { display: none } html { font-size: 3px }", id="body hidden"),
        pytest.param("body { transform: scale(.5); filter: blur(4px); opacity: 0 }", id="body transformed"),
        pytest.param("section, h2, p { color: red !important; font: 40px serif !important }", id="type forced"),
    ],
)
def test_styles_of_the_page_do_not_reach_the_banner(driver: Driver, server: Server, dist: Path, style: str):
    """The banner looks the same on any page: size, place, type and colours."""
    look = f"""(banner => {{
      const box = banner.getBoundingClientRect(), title = getComputedStyle(banner.querySelector('h2'))
      return [box.left, box.width, innerHeight - box.bottom, Math.round(box.height), title.fontSize, title.color]
    }})({find('[data-kelisim="banner"]')})"""
    visit(driver, server, dist)
    usual = driver.eval(look)

    visit(driver, server, dist, style=style)

    assert driver.eval(look) == usual


@pytest.mark.engines("chromium", "firefox")
@pytest.mark.parametrize("lang", ["kk", "ru"])
@pytest.mark.parametrize(
    ("width", "height", "text"),
    [
        pytest.param(320, 568, 16, id="small phone"),
        pytest.param(320, 256, 16, id="400 % zoom"),
        pytest.param(390, 844, 32, id="200 % text on a phone"),
        pytest.param(844, 390, 16, id="phone on its side"),
        pytest.param(1440, 900, 32, id="200 % text on a desktop"),
    ],
)
def test_nothing_is_cut_at_any_size(
    driver: Driver, server: Server, dist: Path, lang: str, width: int, height: int, text: int
):
    """A11Y-6, A11Y-7: no sideways scroll, no label wider than its button, every button can be scrolled to."""
    driver.set_viewport(width, height)
    visit(driver, server, dist, lang=lang)
    open_preferences(driver)
    driver.run(
        f"""const sheet = new CSSStyleSheet(); sheet.replaceSync('.view {{ font-size: {text}px !important }}')
        const root = document.querySelector('.kelisim').shadowRoot
        root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]"""
    )

    cut = driver.eval(CUT)
    reached = driver.eval(
        """[...document.querySelector('.kelisim').shadowRoot.querySelectorAll('.view [part^=button]')].map(button => {
          button.scrollIntoView()
          const { top, bottom, left, right } = button.getBoundingClientRect()
          return top >= -1 && bottom <= innerHeight + 1 && left >= 0 && right <= innerWidth
        })"""
    )

    assert cut == []
    assert reached == [True] * 6


def test_the_page_keeps_its_place(driver: Driver, server: Server, dist: Path):
    """The banner shifts nothing, does not lock the page, and makes room for what has the focus (A11Y-11)."""
    visit(driver, server, dist, "<p>a</p>" * 200)

    height = driver.eval(find('[data-kelisim="banner"]') + ".offsetHeight")

    assert driver.wait("document.documentElement.style.scrollPaddingBottom") == f"{height}px"
    assert driver.eval("(scrollTo(0, 500), scrollY)") == 500
    place = driver.eval("document.querySelector('p').offsetTop")
    driver.run("Kelisim.reject()")
    wait_for_no_banner(driver)
    assert driver.eval("document.querySelector('p').offsetTop") == place
    assert driver.wait("document.documentElement.style.scrollPaddingBottom === ''")
