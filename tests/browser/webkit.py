"""WebKitGTK behind the interface of engines.py: Debian's build in a window on a virtual screen, driven by selenium."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from selenium import webdriver
from selenium.common.exceptions import ElementNotInteractableException, JavascriptException, WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.engines import CLEAR_ORIGIN, PATIENCE_SECONDS, PHONE, Cookie, host_of

Result = TypeVar("Result")


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
            with self._elements_known():
                [element] = self._visible(name, role)
                try:
                    element.click()
                except JavascriptException:  # the driver's own script, which Array and Object of 2009 lead astray
                    self._click_at(element)
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
        told = json.loads(self.web.execute_async_script(EVALUATE.replace("EXPRESSION", expression)))
        if "error" in told:
            raise JavascriptException(told["error"])
        return told.get("value")

    def wait(self, expression: str) -> Any:
        return self._until(lambda: self.eval(expression), expression)

    def run(self, script: str) -> None:
        self.web.execute_script(script)

    def cookies(self) -> list[Cookie]:
        kept = (_cookie_of_webdriver(dict(one)) for one in self.web.get_cookies())
        return sorted(kept, key=lambda one: one.name)

    def set_cookie(self, name: str, value: str, **attributes: Any) -> None:
        cookie = Cookie(name, value, **{"domain": host_of(self.web.current_url), **attributes})
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
        return [
            one
            for one in self._matching(ROLES.get(role, f"[role={role}]"))
            if _is_visible(one) and one.aria_role == role and one.accessible_name == name and one.is_enabled()
        ]

    def _click_at(self, element: WebElement) -> None:
        """Click where an element is: the driver needs none of its scripts for that."""
        box = element.rect
        left, top = (int(self.web.execute_script(f"return {name}")) for name in ("scrollX", "scrollY"))
        builder: Any = ActionBuilder(self.web)
        x, y = box["x"] + box["width"] // 2 - left, box["y"] + box["height"] // 2 - top
        builder.pointer_action.move_to_location(x, y).click()
        builder.perform()

    @contextmanager
    def _elements_known(self) -> Iterator[None]:
        """WebKit's driver tells elements by window.Element, where pages of these tests keep something of their own."""
        self.web.execute_script(
            "const real = Object.getPrototypeOf(HTMLElement);"
            "if (window.Element !== real) { window.__element = window.Element; window.Element = real }"
        )
        try:
            yield
        finally:
            self.web.execute_script(
                "if ('__element' in window) { window.Element = __element; delete window.__element }"
            )

    def _matching(self, selector: str) -> Iterator[WebElement]:
        """Elements one by one: a list would pass through what the page makes of Array.prototype.toJSON."""
        for position in itertools.count():
            element = self.web.execute_script(FIND, selector, position)
            if element is None:
                return
            yield element

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


# Evaluates an expression and hands back its value as JSON, or what a promise is fulfilled with, or else the error. The
# JSON is written by hand: pages of these tests have toJSON methods of 2009, and none of JSON itself.
EVALUATE = """const done = arguments[0];
const code = sign => '\\\\u' + ('000' + sign.charCodeAt(0).toString(16)).slice(-4)
const quoted = text => '"' + text.replace(/[^ !#-[\\]-~]/g, code) + '"'
const written = value => {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'boolean' || Number.isFinite(value)) return String(value)
  if (value === null || typeof value !== 'object') return 'null'
  if (value.nodeType) return quoted(`<${value.nodeName}>`)
  let text = ''
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) text += (i ? ',' : '') + written(value[i])
    return '[' + text + ']'
  }
  for (const name in value) if (Object.prototype.hasOwnProperty.call(value, name) && value[name] !== undefined)
    text += (text && ',') + quoted(name) + ':' + written(value[name])
  return '{' + text + '}'
};
(async () => (EXPRESSION))().then(value => done('{"value":' + written(value) + '}'),
  error => done('{"error":' + quoted(String(error)) + '}'))"""

# The element at a position among all that match, in the page and in its open shadow roots.
FIND = """let left = arguments[1]
const visit = root => {
  for (const element of root.querySelectorAll('*')) {
    if (element.matches(arguments[0]) && left-- === 0) return element
    const within = element.shadowRoot && visit(element.shadowRoot)
    if (within) return within
  }
  return null
}
return visit(document)"""

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


def _is_visible(element: WebElement) -> bool:
    """By what the driver itself knows: selenium asks a script of its own, which needs the page's globals untouched."""
    try:
        size = element.rect
    except ElementNotInteractableException:  # it has no box at all
        return False
    return size["width"] > 0 and size["height"] > 0 and element.value_of_css_property("visibility") == "visible"


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


@contextmanager
def virtual_screen() -> Iterator[None]:
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
