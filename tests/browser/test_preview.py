"""The gallery: what translators see of their texts, and whether any text is cut on a small screen or in large type."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from kelisim import bootstrap
from tests.browser.pages import SAMPLES, build
from tests.browser.server import Server
from tests.browser.visiting import FIND
from tests.build.conftest import Workplace
from tests.build.languages import IN_ENGLISH, speak

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.engines("chromium")

SMALL_SCREEN = {"width": 320, "height": 640}
#: The default font size of a visitor who has doubled it; media queries in em follow, as they do in a browser.
TEXT_SIZES = {"text of usual size": 16, "text at 200 %": 32}
#: Those that are shipped, and the two that show what is cut and what is no text.
LANGUAGES = ("kk", "ru", "en", "long", "ids")
STATES = ("first", "expired", "new", "preferences", "details", "receipt", "saved", "memory", "withdrawn")

#: Texts that cannot be read whole: what stands beside the viewport or a box that clips, with no way to scroll there.
CLIPPED = """
() => {
  const shadow = document.querySelector('.kelisim').shadowRoot
  const parentOf = node => node.parentElement || node.getRootNode().host
  const faults = new Set()
  const texts = document.createTreeWalker(shadow, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement
    // A sign whose words stand in its accessible name.
    if (element.closest('[aria-label]')?.localName === 'button') continue
    const range = document.createRange()
    range.selectNodeContents(texts.currentNode)
    const boxes = [...range.getClientRects()].filter(box => box.width && box.height)
    if (!boxes.length) continue
    const told = problem => faults.add((element.dataset.kelisimText || range) + ': ' + problem)
    const left = Math.min(...boxes.map(box => box.left)), right = Math.max(...boxes.map(box => box.right))
    const top = Math.min(...boxes.map(box => box.top)), bottom = Math.max(...boxes.map(box => box.bottom))
    if (left < -1 || right > innerWidth + 1) told('beside the screen')
    let scrolls = false
    for (let box = element; box && box !== document.documentElement; box = parentOf(box)) {
      const style = getComputedStyle(box)
      if (style.display === 'inline' || style.display === 'contents') continue
      const edge = box.getBoundingClientRect()
      const beside = left < edge.left - 1 || right > edge.right + 1
      const above = top < edge.top - 1 || bottom > edge.bottom + 1
      if (box.localName === 'button' && (beside || above)) told('out of its button')
      if (style.overflowX !== 'visible' && beside) told('cut at the side of <' + box.className + '>')
      if (style.textOverflow !== 'clip') told('ends in an ellipsis')
      if (/auto|scroll/.test(style.overflowY) && edge.height > 24) scrolls = true
      else if (/hidden|clip/.test(style.overflowY) && !scrolls && above) told('cut above or below')
    }
    if (!scrolls && (top < -1 || bottom > innerHeight + 1)) told('off the screen')
  }
  return [...faults].sort()
}
"""


@pytest.fixture
def gallery(server: Server, dist: Path) -> str:
    """The address of the built gallery."""
    server.serve(dist, "/consent/")
    return server.url("/consent/preview/")


def open_tile(page: Page, gallery: str, name: str, state: str, scheme: str = "light") -> None:
    page.goto(f"{gallery}tiles/{name}.html?state={state}&scheme={scheme}")
    page.wait_for_function(f"() => document.documentElement.dataset.settled === {state!r}")


def set_text_size(page: Page, pixels: int) -> None:
    """What the visitor sets in the browser's own settings."""
    page.context.new_cdp_session(page).send(
        "Page.setFontSizes", {"fontSizes": {"standard": pixels, "fixed": pixels * 13 // 16}}
    )


def shown_frame(page: Page, state: str) -> Any:
    page.locator(f'iframe[data-state="{state}"]').scroll_into_view_if_needed()
    page.locator(f'iframe[data-state="{state}"][data-ready]').wait_for()
    return page.frame_locator(f'iframe[data-state="{state}"]')


@pytest.fixture(scope="session")
def many_languages(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The shop in every language that is shipped, built once in a run."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "many-languages"
    shared.mkdir(exist_ok=True)
    with bootstrap.only_one(shared / "lock"):
        if not (shared / "dist").exists():
            shutil.copytree(SAMPLES / "shop", shared / "shop")
            # The command runs in a process of its own, so nothing is run in this place.
            speak(Workplace(shared / "shop", pytest.fail), "en", IN_ENGLISH)
            build(shared / "shop/site.toml", shared / "dist")
    return shared / "dist"


@pytest.mark.parametrize("size", TEXT_SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut_on_a_small_screen(page: Page, server: Server, many_languages: Path, language: str, size: str):
    """At 320 px, in every layout and state, readers of any language, or of words half as long again, read all."""
    server.serve(many_languages, "/consent/")
    page.set_viewport_size(SMALL_SCREEN)  # type: ignore[arg-type]
    # The layouts differ in their first layer alone.
    tiles = [("bar", state) for state in STATES] + [("box", "first"), ("center", "first")]
    faults = {}

    for layout, state in tiles:
        open_tile(page, server.url("/consent/preview/"), f"{language}-{layout}", state)
        set_text_size(page, TEXT_SIZES[size])
        if found := page.evaluate(CLIPPED):
            faults[layout, state] = found

    assert faults == {}


def test_every_language_of_the_gallery_is_looked_over(many_languages: Path):
    """A language that is added to the shipped ones is added to the check above."""
    shown = {path.stem.rpartition("-")[0] for path in (many_languages / "preview/tiles").glob("*-bar.html")}
    shipped = {path.name for path in (ROOT / "translations").iterdir() if path.is_dir()}

    assert shown == set(LANGUAGES)
    assert shipped <= set(LANGUAGES)


def test_a_text_that_is_cut_is_found(page: Page, gallery: str):
    """The check above can fail: a button that is made too narrow for its words is reported with their id."""
    page.set_viewport_size(SMALL_SCREEN)  # type: ignore[arg-type]
    open_tile(page, gallery, "kk-bar", "first")

    page.evaluate(f"{FIND}('[data-kelisim-action=accept]').style.cssText = 'width: 40px; white-space: nowrap'")

    assert "action.accept: out of its button" in page.evaluate(CLIPPED)


def test_a_link_from_a_catalog_lands_on_the_text(page: Page, gallery: str):
    """The preview link of a PO file opens the language, brings the text into view and says what is known of it."""
    page.set_viewport_size({"width": 1500, "height": 900})

    page.goto(f"{gallery}index.html#ru/status.not-deleted")

    page.locator('iframe[data-state="withdrawn"][data-ready]').wait_for()
    page.get_by_text("Could not delete: {names}. Delete them in the browser's settings.").first.wait_for()
    assert page.locator("[data-details] h2").inner_text() == "status.not-deleted"
    assert page.locator("select[name=language]").input_value() == "ru"
    tile = next(one for one in page.frames if "state=withdrawn" in one.url)
    tile.wait_for_function("() => CSS.highlights.get('kelisim-pointed').size === 1")


def test_every_id_of_the_catalogs_can_be_landed_on(page: Page, gallery: str):
    """Whatever text a PO comment names, the page has a place for it: a tile, the policy or the list."""
    page.goto(f"{gallery}index.html")

    missing = page.evaluate(
        """() => {
          const { texts } = JSON.parse(document.getElementById('data').textContent)
          return texts.filter(({ id }) => !document.getElementById('kk/' + id)).map(({ id }) => id)
        }"""
    )

    assert missing == []


def test_pointing_tells_id_source_limit_and_note(page: Page, gallery: str):
    """Pointing at a button says which text stands on it; a click keeps it in the address."""
    page.set_viewport_size({"width": 1500, "height": 900})
    page.goto(f"{gallery}index.html")
    frame = shown_frame(page, "first")

    frame.get_by_role("button", name="Барлығынан бас тарту").hover()

    page.locator("[data-details] h2", has_text="action.reject").wait_for()
    told = page.locator("[data-details]").inner_text()
    assert "Reject all" in told
    assert "20 of at most 24" in told
    assert "In Kazakh keep the object" in told


def test_tiles_leave_nothing_in_the_browser_and_complain_of_nothing(page: Page, gallery: str):
    """A tile shows a choice without storing one, so that no tile and no other page of the host sees it."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    for state in STATES:
        open_tile(page, gallery, "kk-box", state, "dark")

    assert page.context.cookies() == []
    page.goto(f"{gallery}index.html")
    assert page.evaluate("Object.keys(localStorage)") == []
    assert complaints == []


def test_every_state_shows_its_own_texts(page: Page, gallery: str):
    """A text that the page says is shown in a state is to be seen there."""
    page.goto(f"{gallery}index.html")
    places = page.evaluate("JSON.parse(document.getElementById('data').textContent).places.kk")
    shown = {}

    for state in STATES:
        open_tile(page, gallery, "kk-bar", state)
        shown[state] = page.evaluate(
            """() => [...document.querySelector('.kelisim').shadowRoot.querySelectorAll('[data-kelisim-text]')]
              .filter(element => element.getClientRects().length)
              .flatMap(element => element.dataset.kelisimText.split(' '))"""
        )

    assert {key: state for key, state in places.items() if state in shown and key not in shown[state]} == {}
    assert {"banner.title", "action.accept", "reconsent.expired", "status.memory", "count.items"} <= set(places)


def test_dark_tiles_are_dark(page: Page, gallery: str):
    """The scheme of a tile is the tile's, whatever the browser of the translator prefers."""
    grounds = {}

    for scheme in ("light", "dark"):
        open_tile(page, gallery, "ru-center", "first", scheme)
        grounds[scheme] = page.evaluate(f"getComputedStyle({FIND}('[data-kelisim=banner]')).backgroundColor")

    assert grounds["light"] != grounds["dark"]


def test_the_page_itself_is_accessible(new_driver, gallery: str, axe):
    """axe finds nothing on the page around the tiles."""
    visitor = new_driver()
    visitor.goto(f"{gallery}index.html")

    assert axe(visitor, "{ exclude: ['iframe'] }") == []
