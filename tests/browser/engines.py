"""The three browser engines behind one small interface, so that a test is written once.

Chromium and Firefox are driven by Playwright, Debian's own builds of them, Firefox over WebDriver BiDi; WebKitGTK by
selenium (webkit.py). A driver finds things as a visitor does: by role and name, within open shadow
roots too. Every browser has the test's server as its proxy: that is all of the internet for it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Error, Playwright

PLAYWRIGHT_ENGINES = ("chromium", "firefox")
PHONE = (390, 844)
PATIENCE_SECONDS = 10.0

CHROMIUM_SWITCHES = (
    "--no-sandbox",  # it does not start as root otherwise, and sees nothing but our own pages
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
)
# Firefox ESR over BiDi knows no media emulation: "null" keeps Playwright from trying.
NO_EMULATION = {"color_scheme": "null", "contrast": "null", "forced_colors": "null", "reduced_motion": "null"}
# Playwright takes these too, and then nothing comes of them.
IGNORED_IN_FIREFOX = frozenset({*NO_EMULATION, "bypass_csp", "has_touch", "is_mobile", "java_script_enabled"})


@dataclass(frozen=True)
class Cookie:
    """A cookie as the browser keeps it; `expires` in seconds since 1970, none for the session's."""

    name: str
    value: str
    domain: str
    path: str = "/"
    expires: int | None = None
    secure: bool = False
    http_only: bool = False
    same_site: str = "Lax"


class Driver(Protocol):
    """One visitor with one page, no cookies and no history."""

    engine: str

    def goto(self, url: str) -> None:
        """Open a page and wait until it is loaded."""

    def reload(self) -> None:
        """Load the page anew and wait until it is loaded."""

    def click(self, name: str, role: str = "button") -> None:
        """Click what has this role and exactly this accessible name, once it is there."""

    def press(self, *keys: str) -> None:
        """Press keys one after the other: "Tab", "Shift+Tab", "Enter", "Escape", "Space", "ArrowDown" or a letter."""

    def eval(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page; of a promise, what it is fulfilled with."""

    def wait(self, expression: str) -> Any:
        """Wait until a JavaScript expression is truthy, and return its value."""

    def run(self, script: str) -> None:
        """Run statements in the page, whatever its policy says about scripts; what they declare is theirs alone."""

    def cookies(self) -> list[Cookie]:
        """The cookies of the page, sorted by name."""

    def set_cookie(self, name: str, value: str, **attributes: Any) -> None:
        """Give the page's host a cookie; attributes are named as in `Cookie`."""

    def clear_storage(self) -> None:
        """Forget the cookies, and what the page's origin stored."""

    def set_viewport(self, width: int, height: int) -> None:
        """Give the page this many CSS pixels. WebKitGTK's window cannot be narrower than about 450."""

    def screenshot(self, path: Path) -> None:
        """Save what the visitor sees as PNG."""

    def console_errors(self) -> list[str]:
        """What the page complained about so far: errors in the console and exceptions nobody caught."""

    def close(self) -> None:
        """End the visit."""


class PlaywrightDriver:
    """A visitor in a context of its own; what Playwright can do beyond `Driver` is there as `page` and `context`."""

    def __init__(self, browser: Browser, engine: str, proxy: str, **options: Any) -> None:
        if engine == "firefox" and (ignored := sorted(IGNORED_IN_FIREFOX & options.keys())):
            raise ValueError(f"Firefox over BiDi has no {', '.join(ignored)}: mark the test engines('chromium')")
        width, height = PHONE
        usual = {"viewport": {"width": width, "height": height}, "locale": "kk-KZ"}
        emulation = NO_EMULATION if engine == "firefox" else {}
        self.engine = engine
        self.context = browser.new_context(
            **{**usual, **emulation, **options}, proxy={"server": proxy}, ignore_https_errors=True
        )
        self.context.set_default_timeout(PATIENCE_SECONDS * 1000)
        self.page = self.context.new_page()
        self._errors: list[str] = []
        self.page.on("console", self._keep_error)
        self.page.on("pageerror", self._keep_exception)

    def goto(self, url: str) -> None:
        self.page.goto(url)

    def reload(self) -> None:
        self.page.reload()

    def click(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def eval(self, expression: str) -> Any:
        return self.page.evaluate(f"() => ({expression})")

    def wait(self, expression: str) -> Any:
        return self.page.wait_for_function(f"() => ({expression})").json_value()

    def run(self, script: str) -> None:
        self.page.evaluate(f"() => {{ {script}\n}}")

    def cookies(self) -> list[Cookie]:
        kept = self.context.cookies(self.page.url)
        return sorted((_cookie_of_playwright(dict(one)) for one in kept), key=lambda one: one.name)

    def set_cookie(self, name: str, value: str, **attributes: Any) -> None:
        cookie = Cookie(name, value, **{"domain": host_of(self.page.url), **attributes})
        self.context.add_cookies(
            [
                {
                    "name": cookie.name,
                    "value": cookie.value,
                    "domain": cookie.domain,
                    "path": cookie.path,
                    "expires": -1 if cookie.expires is None else cookie.expires,
                    "secure": cookie.secure,
                    "httpOnly": cookie.http_only,
                    "sameSite": cookie.same_site,  # type: ignore[typeddict-item]
                }
            ]
        )

    def clear_storage(self) -> None:
        self.context.clear_cookies()
        self.eval(CLEAR_ORIGIN)

    def set_viewport(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def screenshot(self, path: Path) -> None:
        self.page.screenshot(path=path)

    def console_errors(self) -> list[str]:
        self.eval("0")  # whatever happened before this is now reported
        return list(self._errors)

    def close(self) -> None:
        self.context.close()

    def _keep_error(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._errors.append(message.text)

    def _keep_exception(self, error: Error) -> None:
        self._errors.append(str(error))


# Forgets everything that a page can store, but for cookies.
CLEAR_ORIGIN = """(async () => {
  localStorage.clear()
  sessionStorage.clear()
  for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name)
  return true
})()"""


def _cookie_of_playwright(kept: Mapping[str, Any]) -> Cookie:
    return Cookie(
        name=kept["name"],
        value=kept["value"],
        domain=kept["domain"],
        path=kept["path"],
        expires=None if kept["expires"] == -1 else int(kept["expires"]),
        secure=kept["secure"],
        http_only=kept["httpOnly"],
        same_site=kept["sameSite"],
    )


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, for as long as the context lasts."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    browser = playwright.chromium.launch(executable_path=found, args=list(CHROMIUM_SWITCHES))
    yield browser
    browser.close()


@contextmanager
def firefox(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Firefox ESR over WebDriver BiDi, which needs no patched build."""
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    browser = playwright.firefox.launch(channel="moz-firefox", executable_path=found)
    yield browser
    browser.close()
