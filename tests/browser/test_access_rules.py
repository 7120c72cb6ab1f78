"""What axe cannot see of WCAG 2.2 and of A11Y-1 … A11Y-26: measured in every layout, in Kazakh, Russian and English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kelisim.colours import CONTROL, contrast, opaque_hex
from tests.browser.engines import Driver, PlaywrightDriver
from tests.browser.pages import Site, serve
from tests.browser.server import Server
from tests.browser.visiting import CUT, find, wait_for_banner

pytest_plugins = ["tests.browser.sites"]

BANNER = find("[data-kelisim=banner]")
CHOICES = find("[data-kelisim=preferences]")
REOPEN = find("[data-kelisim=reopen]")
LANGUAGES = ("kk", "ru", "en")
LAYOUTS = ("bar", "box", "center")
PAGE = (
    '<!doctype html><html lang="kk"><head><meta charset="utf-8"><title>Page</title><script>window.timers = []\n'
    "const late = setTimeout; window.setTimeout = (...all) => { timers.push(all[1]); return late(...all) }\n"
    'window.setInterval = () => timers.push("interval")</script>'
    '<script src="/consent/kelisim.js"></script></head><body><main><h1>Page</h1><p>Text</p></main></body></html>'
)
#: Everything of a layer that takes a click, with what the rules ask about it.
CONTROLS = """(() => {
  const view = document.querySelector('.kelisim').shadowRoot.querySelector('[data-kelisim=LAYER]')
  for (const one of view.querySelectorAll('details')) one.open = true
  return [...view.querySelectorAll('button, input, summary, a[href], [tabindex="0"]')].map(control => {
    const box = control.getBoundingClientRect()
    const inline = control.localName === 'a'
    return {
      what: control.dataset.kelisimAction || control.dataset.kelisimCategory || control.localName,
      inline, width: box.width, height: box.height, title: control.title,
      text: control.textContent.trim(), label: control.getAttribute('aria-label') || '',
      type: control.type || '', draggable: control.draggable && !inline,
    }
  })
})()"""
#: The ring of a control that has the focus by keyboard: its width, its offset, its colour and what lies under it.
RING = """(() => {
  const control = document.querySelector('.kelisim').shadowRoot.activeElement
  if (!control) return null
  const { outlineWidth, outlineStyle, outlineColor } = getComputedStyle(control)
  let under = control.parentElement
  while (under && getComputedStyle(under).backgroundColor === 'rgba(0, 0, 0, 0)') under = under.parentElement
  return {
    what: control.dataset.kelisimAction || control.dataset.kelisimCategory || control.localName,
    width: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth),
    ring: outlineColor, under: getComputedStyle(under).backgroundColor,
  }
})()"""
#: What moves, or would: running animations, and durations of transitions and animations.
MOTION = """(() => {
  const root = document.querySelector('.kelisim').shadowRoot
  const seconds = list => Math.max(...list.split(',').map(parseFloat))
  return [...root.querySelectorAll('*')].flatMap(element => ['', '::before', '::after', '::backdrop'].map(part => {
    const style = getComputedStyle(element, part || null)
    const lasts = Math.max(seconds(style.transitionDuration), seconds(style.animationDuration))
    return lasts > 0.001 ? `${element.localName}${part} ${lasts}` : ''
  })).filter(Boolean)
})()"""


#: The spacing that readers may set (WCAG 1.4.12), in the shadow root as their extension would put it there.
SPACING = """const root = document.querySelector('.kelisim').shadowRoot
const spacing = new CSSStyleSheet()
spacing.replaceSync('.view, .view * { line-height: 1.5 !important; letter-spacing: .12em !important; ' +
  'word-spacing: .16em !important } .view p { margin-bottom: 2em !important }')
root.adoptedStyleSheets = [...root.adoptedStyleSheets, spacing]"""
#: Counts what moves on the page by itself from its first moment on (layout shifts).
SHIFTS = """<script>window.shifted = 0
new PerformanceObserver(list => { for (const one of list.getEntries()) shifted += one.value })
  .observe({ type: 'layout-shift', buffered: true })</script>"""


def visit(driver: Driver, server: Server, site: Site, path: str = "/") -> None:
    serve(server, site)
    driver.goto(server.add(path, PAGE))


def layers(driver: Driver) -> Iterator[tuple[str, str]]:
    """Both layers in each language, the preferences as they open over the banner."""
    wait_for_banner(driver)
    for language in LANGUAGES:
        driver.run(f"Kelisim.setLanguage('{language}')")
        driver.wait(f"{find('[data-kelisim=banner]')}.lang === '{language}'")
        yield language, "banner"
        open_preferences(driver)
        yield language, "preferences"
        driver.run("Kelisim.close()")
        driver.wait("!" + find("[data-kelisim=preferences][open]"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_targets_are_large_enough_and_named_as_they_read(
    driver: Driver, server: Server, sites: Callable[[str], Site], layout: str
):
    """A11Y-8, A11Y-13, A11Y-14: 24 CSS pixels at least and 44 for buttons with words, no tooltip, nothing to drag; a
    name that differs from the text is only given to signs."""
    visit(driver, server, sites(layout))

    faults = []
    for language, layer in layers(driver):
        controls = driver.eval(CONTROLS.replace("LAYER", layer))
        assert len(controls) >= 4
        for control in controls:
            least = 0 if control["inline"] else 43.5 if "accept reject preferences save".count(control["what"]) else 24
            if min(control["width"], control["height"]) < least:
                faults.append((language, layer, control["what"], control["width"], control["height"]))
            if control["title"] or control["draggable"] or (control["label"] and control["text"] not in ("", "×")):
                faults.append((language, layer, control))

    assert faults == []
    small = driver.eval(f"Object.values({REOPEN}.getBoundingClientRect().toJSON()).slice(2, 4)")
    assert min(small) >= 24


def test_every_switch_says_what_it_does_in_the_language_of_its_layer(
    driver: Driver, server: Server, sites: Callable[[str], Site]
):
    """A11Y-16, A11Y-19, A11Y-21: `lang` on each layer; each switch has a label and a line; only the second is modal."""
    visit(driver, server, sites("bar"))

    for language, layer in layers(driver):
        told = driver.eval(
            f"""(() => {{
              const view = {find(f"[data-kelisim={layer}]")}, root = view.getRootNode()
              const text = (one, name) => root.getElementById(one.getAttribute(name) || '')?.textContent.trim()
              return {{
                lang: view.lang, modal: view.matches(':modal'), claims: view.hasAttribute('aria-modal'),
                switches: [...view.querySelectorAll('[role=switch]')].map(one =>
                  [text(one, 'aria-labelledby'), text(one, 'aria-describedby')])
              }}
            }})()"""
        )
        assert told["lang"] == language
        assert (told["modal"], told["claims"]) == (layer == "preferences", False)
        assert (layer == "banner") == (not told["switches"])
        assert all(label and line and label != line for label, line in told["switches"])


@pytest.mark.engines("chromium", "firefox")
def test_a_switch_is_no_choice_and_a_press_is_no_click(library: Site, new_driver, server: Server):
    """A11Y-13, A11Y-17: to switch saves nothing; who presses and thinks better of it lets go elsewhere."""
    visitor: PlaywrightDriver = new_driver()
    visit(visitor, server, library)
    wait_for_banner(visitor)
    visitor.run("window.choices = 0; document.addEventListener('kelisim:choice', () => window.choices += 1)")

    open_preferences(visitor)
    visitor.run(f"{CHOICES}.querySelector('[role=switch]').click()")
    visitor.press("Escape")
    visitor.wait(f"!{CHOICES}?.open")
    box = visitor.page.locator('[data-kelisim="banner"] [data-kelisim-action="accept"]').bounding_box()
    assert box
    visitor.page.mouse.move(box["x"] + 9, box["y"] + 9)
    visitor.page.mouse.down()
    visitor.page.mouse.move(5, 5)
    visitor.page.mouse.up()

    assert visitor.eval(f"[choices, Kelisim.consent, !!{BANNER}]") == [0, None, True]
    assert [one for one in visitor.cookies() if "kelisim" in one.name] == []


@pytest.mark.engines("chromium")
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_ring_is_seen(new_driver, server: Server, sites: Callable[[str], Site], layout: str, scheme: str):
    """A11Y-5, A11Y-12: two pixels at least, three to one against what it lies on, on every control of both layers."""
    visitor = new_driver(color_scheme=scheme)
    visit(visitor, server, sites(layout))
    wait_for_banner(visitor)

    rings = walked(visitor)
    open_preferences(visitor)
    rings += walked(visitor)

    assert len({ring["what"] for ring in rings}) >= 6
    assert [ring for ring in rings if ring["width"] < 2 or apart(ring["ring"], ring["under"]) < CONTROL] == []


def open_preferences(driver: Driver) -> None:
    driver.run("Kelisim.open()")
    driver.wait(CHOICES + "?.open")


def walked(driver: Driver) -> list[dict[str, Any]]:
    """The rings of what the Tab key reaches in the shadow root, one round."""
    rings: list[dict[str, Any]] = []
    for _ in range(30):
        driver.press("Tab")
        ring = driver.eval(RING)
        if ring is None or (rings and ring == rings[0]):
            break
        rings.append(ring)
    return rings


def apart(one: str, other: str) -> float:
    """The contrast ratio of two computed colours."""
    hexes = [opaque_hex(colour) for colour in (one, other)]
    assert all(hexes), (one, other)
    return contrast(hexes[0] or "", hexes[1] or "")


@pytest.mark.engines("chromium")
def test_nothing_moves_where_less_motion_is_asked_for(library: Site, new_driver, server: Server):
    """A11Y-15: under `prefers-reduced-motion` neither layer has a transition or an animation."""
    visitor = new_driver(reduced_motion="reduce")
    visit(visitor, server, library)
    wait_for_banner(visitor)
    open_preferences(visitor)

    assert visitor.eval(MOTION) == []


@pytest.mark.engines("chromium")
def test_the_state_of_a_switch_is_seen_without_its_colour(library: Site, new_driver, server: Server):
    """A11Y-3, A11Y-23: in the system's colours the knob stands elsewhere, a word says the state, borders stay."""
    visitor = new_driver(forced_colors="active")
    visit(visitor, server, library)
    wait_for_banner(visitor)
    open_preferences(visitor)
    state = f"""(() => {{
      const one = {CHOICES}.querySelector('[role=switch]')
      const words = [...one.parentElement.querySelectorAll('span')].filter(word => word.offsetWidth)
      return [getComputedStyle(one, '::before').marginLeft, words.map(word => word.textContent).join(),
        parseFloat(getComputedStyle(one).borderTopWidth)]
    }})()"""

    off = visitor.eval(state)
    visitor.run(f"{CHOICES}.querySelector('[role=switch]').click()")
    on = visitor.eval(state)

    assert off[0] != on[0]
    assert off[1]
    assert on[1]
    assert off[1] != on[1]
    assert min(off[2], on[2]) >= 1


@pytest.mark.engines("chromium", "firefox")
def test_the_banner_waits_for_as_long_as_somebody_reads(library: Site, driver: Driver, server: Server):
    """A11Y-10: no clock runs while the question stands."""
    visit(driver, server, library)
    wait_for_banner(driver)
    open_preferences(driver)

    assert driver.eval("timers") == []


def test_the_way_back_is_at_one_place_under_one_name(library: Site, driver: Driver, server: Server):
    """A11Y-18, EDPB-8: the control that reopens the preferences is the same on every page."""
    seen = []
    for path in ("/", "/shop/item.html"):
        visit(driver, server, library, path)
        wait_for_banner(driver)
        seen.append(driver.eval(f"[{REOPEN}.textContent, JSON.stringify({REOPEN}.getBoundingClientRect())]"))

    assert seen[0] == seen[1]
    assert seen[0][0]


@pytest.mark.engines("chromium", "firefox")
@pytest.mark.parametrize("width", [320, 1440])
def test_more_space_between_letters_cuts_nothing(
    driver: Driver, server: Server, sites: Callable[[str], Site], width: int
):
    """A11Y-7: the spacing of WCAG 1.4.12 in both layers; Kazakh words are long."""
    driver.set_viewport(width, 700)
    visit(driver, server, sites("box"))
    wait_for_banner(driver)
    driver.run(SPACING)

    cut = [(language, layer, one) for language, layer in layers(driver) for one in driver.eval(CUT)]

    assert cut == []


@pytest.mark.engines("chromium")
def test_nothing_on_the_page_moves_when_the_banner_comes(library: Site, driver: Driver, server: Server):
    """No layout shift, from the first moment until the preferences are open; the page scrolls as before."""
    serve(server, library)
    driver.goto(server.add("/", PAGE.replace("<script>", f"{SHIFTS}<script>", 1).replace("<p>", "<p>Text. " * 900)))
    wait_for_banner(driver)
    driver.run("scrollTo(0, 400)")
    driver.wait("scrollY === 400")
    open_preferences(driver)

    assert driver.eval("new Promise(done => requestAnimationFrame(() => setTimeout(() => done(shifted))))") == 0
    assert (
        driver.eval("[document, document.documentElement, document.body].map(one => one.style?.overflow || '')")
        == [""] * 3
    )


@pytest.mark.engines("chromium")
def test_a_printed_page_has_no_banner(library: Site, new_driver, server: Server):
    """A11Y-25: neither the question nor the control comes on paper."""
    visitor: PlaywrightDriver = new_driver()
    visit(visitor, server, library)
    wait_for_banner(visitor)

    visitor.page.emulate_media(media="print")

    assert visitor.eval(f"[{BANNER}, {REOPEN}].filter(one => one.offsetWidth && one.checkVisibility()).length") == 0


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_day_of_the_choice_is_written_as_people_write_it(
    library: Site, driver: Driver, server: Server, language: str
):
    """REC-1, LANG-1: also where the engine has no Kazakh months, it is no "M11"."""
    visit(driver, server, library)
    wait_for_banner(driver)
    driver.run(f"Kelisim.setLanguage('{language}').then(() => Kelisim.reject()).then(() => Kelisim.open())")
    driver.wait(CHOICES + "?.open")

    written = driver.wait(f"{CHOICES}.querySelectorAll('.receipt b')[1].textContent")

    year = driver.eval("new Date().getFullYear()")
    forms = {"kk": rf"\d\d\.\d\d\.{year}, \d\d:\d\d", "ru": rf"\d+ [а-я]+ {year} г\. в \d\d:\d\d"}
    assert re.fullmatch(forms[language], re.sub(r"\s", " ", written)), written
