"""What fails or fights around a page: sandboxes, networks, blockers, scripts that replace the body under our feet."""

from __future__ import annotations

import threading

import pytest

from tests.browser.engines import Driver
from tests.browser.pages import HELD, TAG, Site, add_scripts, document, lab, open_lab, serve
from tests.browser.server import Server
from tests.browser.visiting import ACCEPT, find, wait_for_banner

pytest_plugins = ("tests.browser.sites",)

INNER = """<script>
addEventListener('error', event => parent.postMessage(String(event.message), '*'))
onload = () => {
  parent.postMessage(['loaded', Kelisim.allowed('analytics'), Kelisim.consent], '*')
  const source = () => Kelisim.consent?.source ?? null
  const tell = () => parent.postMessage(['asked', Kelisim.allowed('page-counter'), source()], '*')
  Kelisim.accept('page-counter').then(tell, tell)
}
</script>"""


def test_a_sandboxed_frame_works(driver: Driver, server: Server, library: Site):
    """Inside a frame without an origin everything is off, and what is allowed there is so for that page."""
    serve(server, library, {"Access-Control-Allow-Origin": "*"})
    in_a_sandbox(driver, server)

    server.wait_until(lambda: bool(server.asked("/external.js")))

    assert driver.eval("told") == [["loaded", False, None], ["asked", True, "api"]]


def test_a_sandboxed_frame_that_may_not_read_our_files_stays_refused(driver: Driver, server: Server, library: Site):
    """To such a frame our own host is a stranger: without leave it loads no part, and everything stays off."""
    in_a_sandbox(driver, server)

    assert driver.eval("told") == [["loaded", False, None], ["asked", False, None]]
    assert server.hosts == {"127.0.0.1"}


def in_a_sandbox(driver: Driver, server: Server) -> None:
    """Open a page in a frame without an origin, and let it ask for consent by the interface."""
    add_scripts(server, "external")
    server.add("/inner.html", document(body=HELD + INNER))
    outer = "<script>window.told = []; onmessage = ({ data }) => told.push(data)</script>"
    driver.goto(server.add("/", outer + '<iframe sandbox="allow-scripts" src="/inner.html"></iframe>'))
    driver.wait("told.length >= 2")


def parts(site: Site, name: str) -> list[str]:
    """The addresses of a part's files."""
    return [f"/consent/assets/{file.name}" for file in sorted((site.folder / "assets").glob(f"{name}.*.js"))]


FAILURES = {
    "broken": {"broken": True},
    "gone": {"status": 404},
    "changed": {"body": "document.title = 'changed'"},
    "a page of the provider": {"body": "<!doctype html><p>404", "content_type": "text/html"},
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_banner_that_does_not_come_is_a_refusal(driver: Driver, server: Server, library: Site, failure: str):
    """Everything stays denied, the page is whole, the control stands there; and it works when the network does."""
    add_scripts(server, "external")
    for path in parts(library, "banner"):
        server.add(path, **FAILURES[failure])  # type: ignore[arg-type]
    driver.goto(server.add("/", document("<title>page</title>", HELD + "<p id=text>Text")))
    driver.wait(find('[data-kelisim="reopen"]') + "?.offsetWidth")
    seen = driver.eval("[Kelisim.allowed('analytics'), Kelisim.consent, document.title, window.ran ?? null]")
    hosts = server.hosts

    serve(server, library)
    for path in parts(library, "banner"):
        server.add(path, (library.folder / path.removeprefix("/consent/")).read_bytes())
    driver.eval(find('[data-kelisim="reopen"]') + ".click()")
    driver.wait(find('dialog[data-kelisim="preferences"]') + "?.open")

    assert seen == [False, None, "page", None]
    assert hosts == {"127.0.0.1"}


def test_a_slow_banner_leaves_the_page_alone(driver: Driver, server: Server, library: Site):
    """While the banner is on its way the page is there, nothing runs, and its own interface works."""
    gate = threading.Event()
    add_scripts(server, "external")
    for path in parts(library, "banner"):
        server.add(path, (library.folder / path.removeprefix("/consent/")).read_bytes(), gate=gate)
    open_lab(driver, server, document(body=HELD + "<p id=text>Text"))

    waiting = driver.eval(
        lab("""visit().then(view => { window.view = view })
               const { contentWindow: page } = document.querySelector('iframe')
               await until(() => page.Kelisim && page.document.getElementById('text'))
               return [page.Kelisim.allowed('analytics'), page.Kelisim.consent, page.ran ?? null]""")
    )
    hosts = server.hosts
    gate.set()
    asks = driver.eval(lab("return Boolean(await until(() => window.view && banner(window.view)))"))

    assert waiting == [False, None, None]
    assert hosts == {"127.0.0.1"}
    assert asks is True


def test_a_choice_made_while_the_banner_is_on_its_way_needs_no_banner(driver: Driver, server: Server, library: Site):
    """Whoever answers by the page's interface first is not asked by a banner that comes later."""
    decide = "<script>Kelisim.reject()</script>"
    driver.goto(server.add("/", document(tag=TAG + decide, body="<p>Text")))
    driver.wait("document.readyState === 'complete'")

    assert driver.eval("new Promise(done => setTimeout(done, 0))") is None
    assert driver.eval(find('[data-kelisim="banner"]')) is None


REMOVER = """
window.removed = 0
new MutationObserver(() => {
  for (const host of document.querySelectorAll('.kelisim')) if (removed < 2000) { removed += 1; host.remove() }
}).observe(document, { childList: true, subtree: true })
"""


def test_a_blocker_that_takes_the_banner_out_is_left_to_it(driver: Driver, server: Server, library: Site):
    """A blocker that removes the banner whenever it is there: that counts as refused, and nobody fights over it until
    the page stands still."""
    add_scripts(server, "external")
    driver.goto(server.add("/", document(body=HELD, tag=f"<script>{REMOVER}</script>{TAG}")))

    driver.eval("new Promise(done => setTimeout(done, 0))")

    assert driver.eval("[Kelisim.allowed('analytics'), window.ran ?? null]") == [False, None]
    assert server.hosts == {"127.0.0.1"}
    assert driver.eval("window.removed") < 100


def test_a_page_whose_banner_is_hidden_works(driver: Driver, server: Server, library: Site):
    """A filter list hides what stands in the shadow root: nothing is locked, nothing is covered, nothing runs."""
    add_scripts(server, "external")
    driver.goto(server.add("/", document(body=HELD + "<button onclick='document.title = 1'>Page</button>")))
    wait_for_banner(driver)
    driver.eval(
        """(sheet => { sheet.replaceSync('[data-kelisim="banner"] { display: none !important }')
          const root = document.querySelector('.kelisim').shadowRoot
          root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet] })(new CSSStyleSheet())"""
    )

    driver.click("Page")

    assert driver.eval("document.title") == "1"
    assert driver.eval(
        "['overflow', 'position', 'pointerEvents'].map(name => getComputedStyle(document.body)[name])"
    ) == [
        "visible",
        "static",
        "auto",
    ]
    assert driver.eval("[Kelisim.allowed('analytics'), Kelisim.consent]") == [False, None]
    assert server.hosts == {"127.0.0.1"}


# As Turbo does it: the new body comes from a parsed document, its scripts are made anew so that they can run.
TURBO = """window.visit = html => {
  const body = document.adoptNode(new DOMParser().parseFromString(html, 'text/html').body)
  for (const old of body.querySelectorAll('script')) {
    const script = document.createElement('script')
    for (const { name, value } of old.attributes) script.setAttribute(name, value)
    script.textContent = old.textContent
    old.replaceWith(script)
  }
  document.documentElement.replaceChild(body, document.body)
}"""


PART = f"<main>{HELD}</main>"


def test_a_body_that_is_replaced_keeps_banner_and_gate(driver: Driver, server: Server, library: Site):
    """Turbo: the banner goes on asking above the new page, whose tags wait too; after the choice each visit runs its
    own once, and the control is there, once."""
    add_scripts(server, "external")
    driver.goto(server.add("/", document(f"<script>{TURBO}</script>", "<p>first")))
    wait_for_banner(driver)
    driver.eval(f"visit({PART!r})")
    wait_for_banner(driver)
    before = server.hosts

    driver.click(ACCEPT)
    driver.wait("window.ran?.length === 2")
    driver.eval(f"(visit({PART!r}), visit('<p>between'), visit({PART!r}), 0)")
    driver.wait("window.ran.length >= 4")

    assert before == {"127.0.0.1"}
    assert driver.eval("new Promise(done => setTimeout(() => done(ran.slice(-2)), 0))") == ["external", "inline"]
    assert driver.eval("document.querySelectorAll('.kelisim').length") == 1
    assert driver.eval(find('[data-kelisim="reopen"]') + ".isConnected") is True


def test_a_body_that_comes_back_from_a_cache_runs_nothing_twice(driver: Driver, server: Server, library: Site):
    """pjax keeps the old body and puts it back: what ran in it has run."""
    add_scripts(server, "external")
    driver.goto(server.add("/", document(body=HELD)))
    driver.eval("Kelisim.accept('page-counter')")
    driver.wait("window.ran?.length === 2")

    driver.eval("(window.old = document.body, old.replaceWith(document.createElement('body')), 0)")
    driver.eval("(document.body.replaceWith(old), Kelisim.scan(), 0)")

    assert driver.eval("new Promise(done => setTimeout(() => done(ran), 0))") == ["external", "inline"]
    assert len(server.asked("/external.js")) == 1
