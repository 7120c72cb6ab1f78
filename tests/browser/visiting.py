"""What the tests of a visit have in common: the demo page on a server, and where things are in the shadow root."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser.engines import Driver
from tests.browser.server import Server

STRICT_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types kelisim"
)
#: Finds an element in the document or in any open shadow root, as people see one page.
FIND = """((selector) => {
  const look = root => root.querySelector(selector)
    || [...root.querySelectorAll('*')].map(node => node.shadowRoot && look(node.shadowRoot)).find(Boolean) || null
  return look(document)
})"""
ACCEPT, REJECT, PREFERENCES = "Барлығын қабылдау", "Барлығынан бас тарту", "Баптау"
SAVE, REOPEN = "Таңдауды сақтау", "Cookie баптаулары"
#: What of our layers runs out of the window, or is cut by the box that it stands in.
CUT = """[...document.querySelector('.kelisim').shadowRoot.querySelectorAll('.view, .view *')]
  .filter(element => {
    const { left, right } = element.getBoundingClientRect()
    const clips = element.matches('.view, .body, .panel, [part^=button]')
    return left < -1 || right > innerWidth + 1 || (clips && element.scrollWidth > element.clientWidth)
  })
  .map(element => element.outerHTML.slice(0, 60))"""


def demo(server: Server, dist: Path, page: str = "index.html", headers: dict[str, str] | None = None) -> str:
    """Serve the build as a site does, and give the address of the demo page."""
    server.serve(dist, "/consent/", headers)
    return server.url(f"/consent/demo/{page}")


def find(selector: str) -> str:
    """A JavaScript expression for the element, or null."""
    return f"{FIND}({selector!r})"


def wait_for_banner(driver: Driver) -> None:
    driver.wait(find('[data-kelisim="banner"]'))


def wait_for_no_banner(driver: Driver) -> None:
    driver.wait(f"!{find('[data-kelisim=banner]')}")


def wait_for_parts(driver: Driver) -> None:
    """Wait until no part is on its way: Firefox calls one that a new page cuts short a forged one."""
    driver.wait(
        "[...document.querySelectorAll('script[integrity]')].every(({ src }) => "
        "performance.getEntriesByType('resource').some(one => one.name === src && one.responseEnd > 0))"
    )


def consent_cookie(driver: Driver) -> str:
    """The value of the consent cookie, empty where there is none."""
    return next((cookie.value for cookie in driver.cookies() if cookie.name == "kelisim"), "")


def decided(value: str) -> dict[str, bool]:
    """The tokens of a consent cookie with what was decided (docs/consent-cookie.md)."""
    tokens = value.split("~")[-1]
    return {token: bit == "1" for token, bit in re.findall(r"([\w-]{4})([01])", tokens)}
