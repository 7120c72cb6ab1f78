"""Any page: however it includes the script, whatever it does to styles, globals and names, whatever fails around it.

The same visit on each of them: the banner asks and the vendor hears nothing, one real click lets the held tags run in
order, and the next page knows of it.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

import pytest

from tests.browser.engines import Driver
from tests.browser.pages import HELD, TAG, Site, add_scripts, document, note
from tests.browser.server import Server
from tests.browser.visiting import ACCEPT, find, wait_for_banner, wait_for_no_banner, wait_for_parts

pytest_plugins = ("tests.browser.sites",)


@dataclass(frozen=True)
class Page:
    """A page of a stranger."""

    html: str
    charset: str = "utf-8"
    content_type: str = "text/html"


def style(css: str) -> Page:
    return Page(document(f"<style>{css}</style>", f"<main><p>Text</p>{HELD}</main>"))


def script(code: str, *, first: bool = True) -> Page:
    """A page whose own script runs right before ours, or right behind it."""
    own = f"<script>{code}</script>"
    return Page(document(body=HELD, tag=own + TAG if first else TAG + own))


LATE = "const tag = document.createElement('script'); tag.src = '/consent/kelisim.js'; document.head.append(tag)"
# What Prototype.js, MooTools and shims of their time left behind.
OLD_LIBRARIES = """
Array.prototype.each = Array.prototype.forEach
Array.prototype.toJSON = function () { return 'array' }
Array.prototype.first = function () { return this[0] }
String.prototype.toJSON = function () { return 'text' }
Object.prototype.extend = function () { return this }
Array.from = function (list) { return Array.prototype.slice.call(list) }
Function.prototype.bind = function (self) { var call = this, given = Array.prototype.slice.call(arguments, 1)
  return function () { return call.apply(self, given.concat(Array.prototype.slice.call(arguments))) } }
document.getElementsByClassName = function () { return [] }
window.$ = function (id) { return document.getElementById(id) }
window.Event = { observe: function () {} }
window.Element = function () {}
window.Form = window.Hash = window.Class = {}
var ownJson = window.JSON
window.JSON = { encode: function () {}, decode: function () {} }
// The driver of WebKit needs it; no banner is shown to somebody who has chosen.
function returnJson() { window.JSON = ownJson }
document.addEventListener('kelisim:show', returnJson)
document.addEventListener('kelisim:ready', function () { if (Kelisim.consent) returnJson() })
if (window.Kelisim && Kelisim.consent) returnJson()
window.define = function () { throw new Error('define() is of this page') }
window.define.amd = {}
window.module = {}
window.exports = {}
"""
# What pages of one author call their own variables.
OWN_NAMES = """
var URL = '/api/', Event = 'click', Element = 'p', CustomEvent = null, Intl = 'kk'
"""
FROZEN = """
for (const one of [Object, Array, Function, String, RegExp, Promise, Map, Error, EventTarget, Node, Element,
  HTMLElement, Document, HTMLDocument, Event, CustomEvent, HTMLScriptElement]) {
  Object.freeze(one)
  Object.freeze(one.prototype)
}
"""
SILENT = "console.error = console.warn = console.log = undefined"

UNDECLARED = document(body="<p>Здравствуйте" + HELD).replace("<meta charset=utf-8>", "")
PAGES = {
    "in the body": Page(document(body=HELD + "<p>" + TAG, tag="")),
    "before the doctype's end of head": Page(f"<!doctype html>{TAG}<title>t</title>{HELD}"),
    "deferred": Page(document(body=HELD, tag=TAG.replace("src", "defer src"))),
    "async": Page(document(body=HELD, tag=TAG.replace("src", "async src"))),
    "as a module": Page(document(body=HELD, tag=TAG.replace("src", 'type="module" src'))),
    "injected after load": Page(document(body=HELD, tag=f"<script>onload = () => {{ {LATE} }}</script>")),
    "written by document.write": Page(
        document(body=HELD, tag="<script>document.write('<script src=/consent/kelisim.js></' + 'script>')</script>")
    ),
    "twice": Page(document(body=HELD, tag=TAG + TAG)),
    "twice by two addresses, once late": Page(
        document(body=HELD + f"<script>{LATE}</script>", tag=TAG.replace(".js", ".js?v=2"))
    ),
    "in windows-1251": Page(
        document(body="<p>Здравствуйте" + HELD).replace("<meta charset=utf-8>", ""), "windows-1251"
    ),
    "without a charset": Page(document(body=HELD).replace("<meta charset=utf-8>", ""), content_type="text/html"),
    "in quirks mode": Page(f"<html lang=kk>{TAG}<table height=100%><tr><td>{HELD}</table>"),
    "as XHTML": Page(
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" lang="kk"><head><title>t</title>'
        '<script src="/consent/kelisim.js"></script></head><body>' + HELD + "</body></html>",
        content_type="application/xhtml+xml",
    ),
    "with a base elsewhere": Page(
        document('<link rel="icon" href="data:,">', HELD, tag=TAG + '<base href="http://elsewhere.example/a/">')
    ),
    "that unsets all styles": style("* { all: unset }"),
    "that unsets all styles, importantly": style("*, *::before { all: unset !important; color: red !important }"),
    "that hides every div": style(
        "div { display: none !important; visibility: hidden !important; opacity: 0 !important }"
    ),
    "that moves everything away": style(
        "body, body *, div { position: relative !important; z-index: -1 !important; opacity: 0 !important; "
        "transform: translateX(-9999px) !important; pointer-events: none !important; "
        "clip-path: inset(50%) !important; font-size: 0 !important }"
    ),
    "with a flexible body under a transform": style(
        "html { display: flex } body { transform: scale(.5); overflow: hidden; height: 100vh; z-index: 99999 }"
    ),
    "with libraries of 2009": script(OLD_LIBRARIES),
    "with libraries of 2009 loaded later": script(OLD_LIBRARIES, first=False),
    "with globals of its own": script(OWN_NAMES),
    "with globals of its own, later": script(OWN_NAMES, first=False),
    "with frozen prototypes": script(FROZEN),
    "with frozen prototypes later": script(FROZEN, first=False),
    "without a console": script(SILENT),
    "with an element called Kelisim": Page(
        document(body='<a id="Kelisim" name="Kelisim"></a><form name="version"></form>' + HELD + TAG, tag="")
    ),
}

BASE64_OF_INLINE = base64.b64encode(hashlib.sha256(note("inline").encode()).digest()).decode()
REST = "default-src 'none'; connect-src 'self'; img-src 'self'; style-src 'self'; base-uri 'none'; object-src 'none'; "
NONCED = document(body=HELD, tag=TAG).replace("<script", '<script nonce="abc"')
POLICIES = {
    "by nonce": (NONCED, "script-src 'nonce-abc'"),
    "by nonce and strict-dynamic": (NONCED, "script-src 'nonce-abc' 'strict-dynamic'"),
    "by hosts and hashes": (
        document(body=HELD),
        f"script-src 'self' http://counter.example 'sha256-{BASE64_OF_INLINE}'",
    ),
    "by nonce, with Trusted Types": (
        NONCED,
        "script-src 'nonce-abc'; require-trusted-types-for 'script'; trusted-types kelisim",
    ),
    "by nonce, with Trusted Types of any name": (NONCED, "script-src 'nonce-abc'; require-trusted-types-for 'script'"),
    "by nonce, twice, with Trusted Types": (
        NONCED.replace('<script nonce="abc"', f'{TAG.replace("src", "nonce=abc src")}<script nonce="abc"', 1),
        "script-src 'nonce-abc'; require-trusted-types-for 'script'; trusted-types kelisim",
    ),
}


def add(server: Server, page: Page) -> str:
    """Bytes, for the server names the charset of a text; here a page does so itself, or nobody does."""
    charset = "" if page.charset == "utf-8" else f"; charset={page.charset}"
    return server.add("/", page.html.encode(page.charset), content_type=page.content_type + charset)


def works(driver: Driver, server: Server, url: str) -> None:
    """The visit that every page has to stand."""
    add_scripts(server, "external")
    driver.goto(url)
    wait_for_banner(driver)
    before = server.hosts - {"127.0.0.1"}

    driver.click(ACCEPT)
    driver.wait("window.ran?.length === 2")
    wait_for_no_banner(driver)
    first = driver.eval("[...window.ran]")
    wait_for_parts(driver)
    driver.reload()
    driver.wait("window.ran?.length === 2")

    assert before == set()
    assert [first, driver.eval("[...window.ran]")] == [["external", "inline"]] * 2
    assert driver.eval(find('[data-kelisim="banner"]')) is None
    assert driver.eval("document.querySelectorAll('.kelisim').length") == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_visit_works_on_a_page(driver: Driver, server: Server, library: Site, name: str):
    """However the script is included, and whatever the page does to styles, globals and prototypes."""
    works(driver, server, add(server, PAGES[name]))

    assert driver.console_errors() == []


@pytest.mark.parametrize("name", POLICIES)
def test_a_visit_works_under_a_content_policy(driver: Driver, server: Server, library: Site, name: str):
    """What the page allows runs, ours and the vendor's, and the browser counts no violation."""
    html, policy = POLICIES[name]
    report = {"Content-Security-Policy": REST + policy + "; report-uri /violation"}

    works(driver, server, server.add("/", html, headers=report))

    assert [one.body.decode() for one in server.asked("/violation")] == []
    assert driver.console_errors() == []


CLOBBER = """
const told = window.told = []
for (const name of ['ready', 'show', 'choice']) document.addEventListener('kelisim:' + name, () => told.push(name))
const names = new Set()
for (let one = document; one; one = Object.getPrototypeOf(one))
  for (const name of Object.getOwnPropertyNames(one)) names.add(name)
names.delete('location')
const html = [...names].map(name => `<form name="${name}"><input name="${name}"><input name="${name}"></form>
  <img name="${name}" id="${name}" alt="">`)
"""
WRITTEN = f"<script>{CLOBBER} document.write(html.join(''))</script>"


@pytest.mark.parametrize(
    "tag", [pytest.param(TAG + WRITTEN, id="after the script"), pytest.param(WRITTEN + TAG, id="before the script")]
)
def test_no_name_of_an_element_gets_in_the_way(driver: Driver, server: Server, library: Site, tag: str):
    """Forms and images named like every property of the document: it asks, holds, lets run and stores all the same."""
    add_scripts(server, "external")
    driver.goto(server.add("/", document(body=tag + HELD, tag="")))
    driver.wait("window.told.includes('show')")
    before = server.hosts

    driver.eval("Kelisim.accept('page-counter')")
    driver.wait("window.ran?.length === 2")

    assert before == {"127.0.0.1"}
    assert driver.eval("[window.ran, Kelisim.allowed('page-counter')]") == [["external", "inline"], True]
    driver.reload()
    driver.wait("window.ran?.length === 2")
    assert [cookie.name for cookie in driver.cookies()] == ["kelisim"]


FORM = """<form data-kelisim-consent="page-counter"><input name="dataset"><input name="getAttribute"><input name="type">
<input name="localName"><input name="hasAttribute"><input name="querySelectorAll"><input name="replaceWith"></form>"""


def test_a_form_that_is_marked_breaks_nothing(driver: Driver, server: Server, library: Site):
    """A form's fields hide its properties; the tags around it run all the same."""
    add_scripts(server, "external")
    driver.goto(server.add("/", document(body=FORM + HELD + FORM)))

    driver.eval("Kelisim.accept('page-counter')")

    assert driver.wait("window.ran?.length === 2 && window.ran") == ["external", "inline"]
    assert driver.console_errors() == []
