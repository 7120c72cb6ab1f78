"""The three browser engines behind one small interface, so that a test is written once.

Chromium and Firefox are driven by Playwright, Debian's own builds of them, Firefox over WebDriver BiDi; WebKitGTK by
selenium, in a window on a virtual screen. A driver finds things as a visitor does: by role and name, within open shadow
roots too. Every browser has the test's server as its proxy: that is all of the internet for it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Error, Playwright
from selenium import webdriver
from selenium.common.exceptions import JavascriptException, WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

ENGINES = ("chromium", "firefox", "webkit")
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
        cookie = Cookie(name, value, **{"domain": _host_of(self.page.url), **attributes})
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


class WebKitDriver:
    """A visitor in a browser of its own, which starts in a fraction of a second and keeps nothing when it ends."""

    engine = "webkit"

    def __init__(self, proxy: str) -> None:
        options = webdriver.WebKitGTKOptions()
        options.binary_location = str(_first_existing("/usr/lib*/*/webkit2gtk-4.*/MiniBrowser"))
        for argument in ("--automation", "--ignore-tls-errors", f"--proxy={proxy}"):
            options.add_argument(argument)
        service = webdriver.WebKitGTKService(shutil.which("WebKitWebDriver"))
        self.web = webdriver.WebKitGTK(options=options, service=service)
        self.web.set_script_timeout(PATIENCE_SECONDS)
        self.set_viewport(*PHONE)

    def goto(self, url: str) -> None:
        self.web.get(url)
        self.web.execute_script(KEEP_ERRORS)

    def reload(self) -> None:
        self.web.refresh()
        self.web.execute_script(KEEP_ERRORS)

    def click(self, name: str, role: str = "button") -> None:
        def click_it() -> bool:
            [element] = self._visible(name, role)
            element.click()
            return True

        self._until(click_it, f"{role} {name!r} to click")

    def press(self, *keys: str) -> None:
        for key in keys:
            *held, last = (KEYS.get(part, part) for part in re.split(r"(?<=.)\+", key))
            actions = ActionChains(self.web)
            for modifier in held:
                actions.key_down(modifier)
            actions.send_keys(last)
            for modifier in reversed(held):
                actions.key_up(modifier)
            actions.perform()

    def eval(self, expression: str) -> Any:
        value, error = self.web.execute_async_script(EVALUATE.replace("EXPRESSION", expression))
        if error is not None:
            raise JavascriptException(error)
        return value

    def wait(self, expression: str) -> Any:
        return self._until(lambda: self.eval(expression), expression)

    def run(self, script: str) -> None:
        self.web.execute_script(script)

    def cookies(self) -> list[Cookie]:
        kept = (_cookie_of_webdriver(dict(one)) for one in self.web.get_cookies())
        return sorted(kept, key=lambda one: one.name)

    def set_cookie(self, name: str, value: str, **attributes: Any) -> None:
        cookie = Cookie(name, value, **{"domain": _host_of(self.web.current_url), **attributes})
        fields: dict[str, Any] = {
            "name": cookie.name,
            "value": cookie.value,
            "domain": cookie.domain,
            "path": cookie.path,
            "secure": cookie.secure,
            "httpOnly": cookie.http_only,
            "sameSite": cookie.same_site,
        }
        self.web.add_cookie(fields if cookie.expires is None else {**fields, "expiry": cookie.expires})

    def clear_storage(self) -> None:
        self.web.delete_all_cookies()
        self.eval(CLEAR_ORIGIN)

    def set_viewport(self, width: int, height: int) -> None:
        self.web.set_window_rect(0, 0, width, height)
        inner = self.web.execute_script("return [innerWidth, innerHeight]")
        self.web.set_window_rect(0, 0, 2 * width - inner[0], 2 * height - inner[1])

    def screenshot(self, path: Path) -> None:
        self.web.save_screenshot(str(path))

    def console_errors(self) -> list[str]:
        """Only what happened once the page was loaded: WebKit's driver keeps no log."""
        return list(self.eval("window.__errors ?? []"))

    def close(self) -> None:
        self.web.quit()  # does nothing the second time

    def _visible(self, name: str, role: str) -> list[WebElement]:
        candidates: list[WebElement] = self.web.execute_script(FIND, ROLES.get(role, f"[role={role}]"))
        return [
            one
            for one in candidates
            if one.aria_role == role and one.accessible_name == name and one.is_displayed() and one.is_enabled()
        ]

    def _until(self, attempt: Callable[[], Result], wanted: str) -> Result:
        """Try until it gives something truthy; a page that changes meanwhile is no failure."""
        end = time.monotonic() + PATIENCE_SECONDS
        problem: Exception | None = None
        while time.monotonic() < end:
            try:
                if value := attempt():
                    return value
            except (ValueError, WebDriverException) as error:
                problem = error
            time.sleep(0.02)
        raise TimeoutError(f"not there within {PATIENCE_SECONDS:.0f} s: {wanted}") from problem


Result = TypeVar("Result")

# Evaluates an expression and hands back its value, or what a promise is fulfilled with, and the error if there is one.
EVALUATE = """const done = arguments[0];
(async () => (EXPRESSION))().then(value => done([value, null]), error => done([null, String(error)]))"""

# Every element that matches, in the page and in its open shadow roots.
FIND = """const found = [], visit = root => {
  for (const element of root.querySelectorAll('*')) {
    if (element.matches(arguments[0])) found.push(element)
    if (element.shadowRoot) visit(element.shadowRoot)
  }
}
visit(document)
return found"""

ROLES = {
    "button": "button, summary, [role=button], input[type=button], input[type=submit]",
    "checkbox": "input[type=checkbox], [role=checkbox]",
    "link": "a[href], [role=link]",
    "radio": "input[type=radio], [role=radio]",
    "switch": "[role=switch]",
    "textbox": "input, textarea, [role=textbox]",
}

KEYS = {
    "ArrowDown": Keys.ARROW_DOWN,
    "ArrowLeft": Keys.ARROW_LEFT,
    "ArrowRight": Keys.ARROW_RIGHT,
    "ArrowUp": Keys.ARROW_UP,
    "Control": Keys.CONTROL,
    "End": Keys.END,
    "Enter": Keys.ENTER,
    "Escape": Keys.ESCAPE,
    "Home": Keys.HOME,
    "Shift": Keys.SHIFT,
    "Space": Keys.SPACE,
    "Tab": Keys.TAB,
}

KEEP_ERRORS = """window.__errors = []
addEventListener('error', event => window.__errors.push(String(event.error ?? event.message)))
addEventListener('unhandledrejection', event => window.__errors.push(String(event.reason)))
const original = console.error
console.error = (...told) => { window.__errors.push(told.map(String).join(' ')); original.apply(console, told) }"""

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


def _cookie_of_webdriver(kept: Mapping[str, Any]) -> Cookie:
    return Cookie(
        name=kept["name"],
        value=kept["value"],
        domain=kept["domain"],
        path=kept["path"],
        expires=kept.get("expiry"),
        secure=kept["secure"],
        http_only=kept["httpOnly"],
        same_site=kept.get("sameSite", "None"),
    )


def _host_of(url: str) -> str:
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


@contextmanager
def screen() -> Iterator[None]:
    """A virtual screen for the browsers that want one, unless there is a real one."""
    if os.environ.get("DISPLAY"):
        yield
        return
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1400x1200x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    with open(reader) as told:
        os.environ["DISPLAY"] = ":" + told.readline().strip()
    yield
    del os.environ["DISPLAY"]
    server.terminate()
    server.wait()


def _first_existing(pattern: str) -> Path:
    found = sorted(Path("/").glob(pattern.lstrip("/")))
    if not found:
        raise FileNotFoundError(f"no file matches {pattern}")
    return found[0]
