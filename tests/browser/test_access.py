"""Every layer in every state: axe finds nothing, the Nu checker finds nothing, in Kazakh, Russian and English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.engines import Driver
from tests.browser.pages import Site, serve
from tests.browser.server import Server
from tests.browser.visiting import SAVE, find, wait_for_banner, wait_for_no_banner
from tests.build.html_checker import AROUND, complaints, needs_checker

pytest_plugins = ["tests.browser.sites"]

LANGUAGES = ("kk", "ru", "en")
LAYOUTS = ("bar", "box", "center")
PAGE = (
    '<!doctype html><html lang="kk"><head><meta charset="utf-8"><title>Page</title>'
    '<script src="/consent/kelisim.js"></script></head><body><main><h1>Page</h1><p>Text</p></main></body></html>'
)
OPEN_UP = """const root = document.querySelector('.kelisim').shadowRoot
for (const one of root.querySelectorAll('details')) one.open = true"""
#: axe takes a label that is scrolled out of a fixed box for a hidden one; in the state before it stands in sight.
OUT_OF_SIGHT = "details", "label-title-only"
#: The checker does not know CSS Shadow Parts yet.
UNKNOWN = "Attribute “part” not allowed"
#: What stands in the shadow root, as the browser writes it down.
LAYER = "document.querySelector('.kelisim').shadowRoot.querySelector('[data-kelisim={name}]').outerHTML"


def states(driver: Driver) -> Iterator[str]:
    """The first layer, the preferences, the preferences with all opened up, in each language; and after the choice."""
    wait_for_banner(driver)
    for language in LANGUAGES:
        driver.run(f"Kelisim.setLanguage('{language}')")
        driver.wait(f"{find('[data-kelisim=banner]')}.lang === '{language}'")
        yield f"{language} banner"
        driver.run("Kelisim.open()")
        driver.wait(find("[data-kelisim=preferences]") + "?.open")
        yield f"{language} preferences"
        driver.run(OPEN_UP)
        yield f"{language} details"
        driver.run("Kelisim.close()")
        driver.wait("!" + find("[data-kelisim=preferences][open]"))
    driver.run("Kelisim.setLanguage('kk')")
    driver.wait(f"{find('[data-kelisim=banner]')}.lang === 'kk'")
    driver.run("Kelisim.open()")
    driver.click(SAVE)
    wait_for_no_banner(driver)
    yield "answered"


def findings(driver: Driver, axe: Callable[..., list[str]]) -> list[tuple[str, str]]:
    """What axe finds in each state."""
    found = [(state, finding) for state in states(driver) for finding in axe(driver)]
    return [one for one in found if (one[0][3:], one[1].partition(":")[0]) != OUT_OF_SIGHT]


def visit(driver: Driver, server: Server, site: Site) -> None:
    serve(server, site)
    driver.goto(server.add("/", PAGE))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_axe_finds_nothing_in_any_state(
    driver: Driver, server: Server, sites: Callable[[str], Site], axe: Callable[..., list[str]], layout: str
):
    """A11Y-1: the whole page with the banner in it, shadow root included."""
    visit(driver, server, sites(layout))

    assert findings(driver, axe) == []


@pytest.mark.engines("chromium")
@pytest.mark.parametrize("options", [{"color_scheme": "dark"}, {"forced_colors": "active"}], ids=["dark", "forced"])
def test_axe_finds_nothing_in_other_colours(
    new_driver, server: Server, sites: Callable[[str], Site], axe: Callable[..., list[str]], options: dict[str, str]
):
    """The dark scheme derived from the accent, and colours that the system forces."""
    visitor = new_driver(**options)
    visit(visitor, server, sites("box"))

    assert findings(visitor, axe) == []


@needs_checker
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_checker_finds_nothing_in_any_layer(
    driver: Driver, server: Server, sites: Callable[[str], Site], layout: str, tmp_path: Path
):
    """Both layers as they stand in the document, in each language."""
    visit(driver, server, sites(layout))

    files = []
    for state in states(driver):
        language, _, layer = state.partition(" ")
        if layer in ("banner", "preferences"):
            file = tmp_path / f"{language}-{layer}.html"
            html = driver.eval(LAYER.format(name=layer))
            file.write_text(AROUND.format(lang=language, body=html), "utf-8")
            files.append(file)

    assert len(files) == 2 * len(LANGUAGES)
    assert [told for told in complaints(files) if UNKNOWN not in told] == []
