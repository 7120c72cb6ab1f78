"""Accept and reject are alike in every layout, language, width and text size, in the colours that were derived."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kelisim.cache import Cache
from kelisim.palettes import derived_holes
from tests.browser.engines import Driver
from tests.browser.pages import ACCENT, ROOT, Site, serve
from tests.browser.server import Server
from tests.browser.visiting import find, wait_for_banner

pytest_plugins = ["tests.browser.sites"]

LANGUAGES = ("kk", "ru", "en")
WIDTHS = ((320, 568), (390, 844), (768, 1024), (1440, 900))
TEXT_SIZES = (16, 32)
#: Both layers of a page, one entry a layer: how accept and reject differ, and what of them is not whole. Sizes are
#: compared by themselves: a grid shares out sixty-fourths of a pixel as it can.
COMPARE = """(() => {
  const root = document.querySelector('.kelisim').shadowRoot
  const sizes = ['width', 'height', 'inline-size', 'block-size', 'transform-origin', 'perspective-origin']
  const styleOf = button => {
    const style = getComputedStyle(button)
    return Object.fromEntries([...style].map(name => [name, style.getPropertyValue(name)]))
  }
  return ['banner', 'preferences'].map(layer => {
    const view = root.querySelector(`[data-kelisim=${layer}]`)
    const buttons = ['accept', 'reject'].map(action => view.querySelector(`[data-kelisim-action=${action}]`))
    const [accept, reject] = buttons.map(styleOf)
    const boxes = buttons.map(button => button.getBoundingClientRect())
    const lines = buttons.map(button => {
      const range = document.createRange()
      range.selectNodeContents(button)
      const inside = range.getBoundingClientRect(), box = button.getBoundingClientRect()
      return {
        lines: new Set([...range.getClientRects()].map(one => Math.round(one.top))).size,
        whole: inside.left >= box.left && inside.right <= box.right && box.left >= 0 && box.right <= innerWidth
          && inside.top >= box.top && inside.bottom <= box.bottom,
      }
    })
    return {
      layer,
      shown: view.offsetWidth > 0 && buttons.every(button => button.localName === 'button' && button.offsetWidth > 0),
      unlike: Object.keys(accept).filter(name => accept[name] !== reject[name] && !sizes.includes(name)),
      size: ['width', 'height'].filter(side => Math.abs(boxes[0][side] - boxes[1][side]) > 0.1),
      small: boxes.filter(box => box.height < 43.5).length,
      cut: lines.filter(one => !one.whole).length,
      sideways: view.scrollWidth > view.clientWidth,
      lines: lines.map(one => one.lines),
    }
  })
})()"""
FAIR = {"shown": True, "unlike": [], "size": [], "small": 0, "cut": 0, "sideways": False}


def visit(driver: Driver, server: Server, site: Site) -> None:
    serve(server, site)
    head = '<meta charset="utf-8"><title>x</title><script src="/consent/kelisim.js"></script>'
    driver.goto(server.add("/page.html", f'<!doctype html><html lang="kk"><head>{head}</head><body><p>text</p>'))
    wait_for_banner(driver)


def open_preferences(driver: Driver) -> None:
    driver.run("Kelisim.open()")
    driver.wait(find('[data-kelisim="preferences"]') + "?.open")


@pytest.mark.engines("chromium", "firefox")
@pytest.mark.parametrize("layout", ["bar", "box", "center"])
def test_accept_and_reject_are_alike_everywhere(
    driver: Driver, server: Server, sites: Callable[[str], Site], layout: str
):
    """Promise 3, EDPB-4, DP-5: every computed style and the size are equal, nothing is cut, also if a label wraps."""
    visit(driver, server, sites(layout))
    open_preferences(driver)
    driver.run(
        """window.large = new CSSStyleSheet()
        const root = document.querySelector('.kelisim').shadowRoot
        root.adoptedStyleSheets = [...root.adoptedStyleSheets, large]"""
    )

    unfair = []
    for language in LANGUAGES:
        driver.run(f"Kelisim.setLanguage('{language}')")
        driver.wait(f"{find('[data-kelisim=banner]')}.lang === '{language}'")
        driver.wait(f"{find('[data-kelisim=preferences]')}.lang === '{language}'")
        unfair += [(language, *found) for found, _ in compared(driver) if found[-1] != FAIR]
    # As a longer translation would have it: one label wraps beside one that does not.
    driver.run(
        """for (const button of document.querySelector('.kelisim').shadowRoot.querySelectorAll('[part~=reject]'))
          button.textContent += ' ' + button.textContent"""
    )
    wrapped = list(compared(driver))

    assert unfair == []
    assert [found for found, _ in wrapped if found[-1] != FAIR] == []
    assert any(accept < reject for _, (accept, reject) in wrapped)


def compared(driver: Driver) -> Iterator[tuple[tuple[int, int, str, dict[str, Any]], list[int]]]:
    """Both layers at every width and text size: what was found, and how many lines accept and reject have."""
    for width, height in WIDTHS:
        driver.set_viewport(width, height)
        for size in TEXT_SIZES:
            driver.run(f"large.replaceSync('.view {{ font-size: {size}px !important }}')")
            for found in driver.eval(COMPARE):
                lines, layer = found.pop("lines"), found.pop("layer")
                yield (width, size, layer, found), lines


@pytest.mark.engines("chromium")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_are_those_derived_from_the_accent(
    new_driver: Callable[..., Driver], server: Server, sites: Callable[[str], Site], scheme: str
):
    """What the build computed the contrast of is what the visitor sees: buttons, links, focus, switches, the page."""
    sheets = {f"css/{path.name}": path.read_text("utf-8") for path in (Path(ROOT) / "banner/css").glob("*.css")}
    holes = derived_holes(ACCENT, sheets, Cache(None))
    driver = new_driver(color_scheme=scheme)
    visit(driver, server, sites("bar"))
    open_preferences(driver)
    driver.run(f"{find('input[data-kelisim-category=analytics]')}.click()")

    def colour(selector: str, name: str, pseudo: str = "") -> str:
        shown = f"getComputedStyle({find(selector)}, {pseudo!r}).getPropertyValue({name!r})"
        return driver.eval(shown)

    driver.run(f"{find('[data-kelisim=preferences] [data-kelisim-action=reject]')}.focus()")
    driver.press("Tab")  # so that the focus is a keyboard's
    accent, label = _rgb(holes["banner"][f"{scheme}-accent"]), _rgb(holes["banner"][f"{scheme}-on-accent"])
    switch = "input[data-kelisim-category=analytics]"
    shown = {
        "button": colour("[data-kelisim=banner] [data-kelisim-action=reject]", "background-color"),
        "label": colour("[data-kelisim=banner] [data-kelisim-action=reject]", "color"),
        "link": colour("[data-kelisim=banner] a", "color"),
        "focus": colour("[data-kelisim=preferences] [data-kelisim-action=save]", "outline-color"),
        "switch on": colour(switch, "background-color"),
        "its line": colour(switch, "border-top-color"),
        "its knob": colour(switch, "border-top-color", "::before"),
    }
    driver.goto(server.url("/consent/policy/kk/"))
    page_link = driver.eval("getComputedStyle(document.querySelector('.kelisim-policy a')).color")

    assert shown == {
        "button": accent,
        "label": label,
        "link": accent,
        "focus": accent,
        "switch on": accent,
        "its line": accent,
        "its knob": label,
    }
    assert page_link == _rgb(holes["page"][f"{scheme}-accent"])


def _rgb(colour: str) -> str:
    """A colour as a browser tells it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    return f"rgb({', '.join(str(int(digits[place : place + 2], 16)) for place in (0, 2, 4))})"


def test_a_page_restyles_as_the_documentation_says(driver: Driver, server: Server, sites: Callable[[str], Site]):
    """The examples of docs/theming.md work: properties of the host, and parts; accept and reject stay alike."""
    page = (ROOT / "docs/theming.md").read_text("utf-8")
    serve(server, sites("bar"))
    server.add("/page.css", "\n".join(re.findall(r"```css\n(.*?)```", page, re.DOTALL)))
    head = '<meta charset="utf-8"><title>x</title><link rel="stylesheet" href="/page.css">'
    script = '<script src="/consent/kelisim.js"></script>'
    driver.goto(
        server.add("/page.html", f'<!doctype html><html lang="kk"><head>{head}{script}</head><body><p>text</p>')
    )
    wait_for_banner(driver)

    looks = {
        action: driver.eval(
            f"""(style => [style.backgroundColor, style.color, style.borderTopLeftRadius])
            (getComputedStyle({find(f"[data-kelisim=banner] [data-kelisim-action={action}]")}))"""
        )
        for action in ("accept", "reject", "preferences")
    }

    assert looks["accept"] in (
        ["rgb(20, 68, 61)", "rgb(255, 255, 255)", "22px"],
        ["rgb(159, 216, 205)", "rgb(16, 35, 31)", "22px"],
    )
    assert looks["accept"] == looks["reject"] == looks["preferences"]
    assert driver.eval(f"getComputedStyle({find('[data-kelisim=banner]')}).borderTopWidth") == "3px"
    assert driver.eval(f"getComputedStyle({find('[data-kelisim=reopen]')}).bottom") == "80px"
