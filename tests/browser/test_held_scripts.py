"""The gate for scripts: what is marked stands still until it is allowed, then runs as it would have, once, in order."""

from __future__ import annotations

import json
import threading

import pytest

from tests.browser.engines import Driver
from tests.browser.pages import Site, add_scripts, document, held, note
from tests.browser.server import Server

pytest_plugins = ("tests.browser.sites",)

VENDOR = "counter.example"
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*"}
# Whatever was to follow from what was done is over.
SETTLED = "new Promise(done => setTimeout(() => done(window.ran ?? null), 0))"


def opened(driver: Driver, server: Server, body: str = "") -> None:
    driver.goto(server.add("/", document(body=body)))


def come_back(driver: Driver, server: Server, library: Site) -> None:
    """Give the visitor the cookie of an earlier visit, with consent to the counter."""
    driver.goto(server.add("/bare.html", "<!doctype html>"))
    driver.set_cookie("kelisim", str(library.record(["page-counter"])))


def vendor_paths(server: Server) -> list[str]:
    return [one.path for one in server.requests if one.host == VENDOR and one.path]


def test_ordered_scripts_keep_their_order_around_a_slow_one(driver: Driver, server: Server, library: Site):
    """Inline and external ones, spelt either way, run as the page has them, though the first takes longest; an async
    one waits for nobody."""
    slow, fast, last, free = add_scripts(server, "slow", "fast", "last", "free")
    gate = threading.Event()
    server.add("/slow.js", note("slow"), host=VENDOR, gate=gate)
    opened(
        driver,
        server,
        held("page-counter", slow)
        + held("page-counter", code=note("inline"))
        + f'<script type="text/plain" data-kelisim-consent="page-counter" src="{fast}"></script>'
        + held("heat-map", code=note("other service"))
        + held("page-counter", last, attributes="defer")
        + held("page-counter", free, attributes="async"),
    )

    driver.eval("Kelisim.accept(['page-counter', 'heat-map'])")
    driver.wait("window.ran?.includes('free')")
    before = driver.eval("window.ran")
    gate.set()
    driver.wait("window.ran.length === 6")

    assert before == ["free"]
    assert driver.eval("window.ran") == ["free", "slow", "inline", "fast", "other service", "last"]
    assert sorted(vendor_paths(server)) == ["/fast.js", "/free.js", "/last.js", "/slow.js"]


def test_order_holds_for_a_visitor_who_came_back(driver: Driver, server: Server, library: Site):
    """With consent from before, scripts are let go while the page is still being read; in order all the same."""
    slow, fast = add_scripts(server, "slow", "fast")
    gate = threading.Event()
    server.add("/slow.js", note("slow"), host=VENDOR, gate=gate)
    server.add("/open", "", content_type="text/plain")
    come_back(driver, server, library)

    def open_gate() -> None:
        server.wait_until(lambda: bool(server.asked("/open")))
        gate.set()

    # The page's own script at the end opens the gate; without that the page would never have loaded.
    opener = threading.Thread(target=open_gate)
    opener.start()
    scripts = held("page-counter", slow) + held("page-counter", code=note("inline")) + held("page-counter", fast)
    opened(driver, server, scripts + "<script>fetch('/open')</script>")
    driver.wait("window.ran?.length === 3")
    opener.join()

    assert driver.eval("window.ran") == ["slow", "inline", "fast"]


def test_a_long_inline_script_runs_whole(driver: Driver, server: Server, library: Site):
    """For a visitor who has chosen the gate works while the parser does: it does not let go of half a script."""
    come_back(driver, server, library)

    opened(driver, server, held("page-counter", code=f"window.size = '{'x' * 600_000}'.length;{note('whole')}") + "<p>")
    driver.wait("window.ran")

    assert driver.eval("[window.size, window.ran]") == [600_000, ["whole"]]
    assert driver.console_errors() == []


def test_modules_run_as_modules(driver: Driver, server: Server, library: Site):
    """A held module, external or inline, has its own scope and can import."""
    code = "import { word } from './word.js'; window.outer = [word, typeof this, import.meta.url]"
    server.add("/module.js", code, host=VENDOR, headers=OPEN_TO_ALL)
    server.add("/word.js", "export const word = 'imported'", host=VENDOR, headers=OPEN_TO_ALL)
    as_module = 'data-kelisim-type="module"'
    opened(
        driver,
        server,
        held("page-counter", f"http://{VENDOR}/module.js", attributes=as_module)
        + held("page-counter", code="var own = 1; window.inner = ['inline', typeof this]", attributes=as_module),
    )

    driver.eval("Kelisim.accept('page-counter')")
    driver.wait("window.outer && window.inner")

    assert driver.eval("window.outer") == ["imported", "undefined", f"http://{VENDOR}/module.js"]
    assert driver.eval("window.inner") == ["inline", "undefined"]
    assert driver.eval("typeof window.own") == "undefined"


SELF = """{ const me = document.currentScript
window.ran = [me.id, me.dataset.counter, me.className, me.referrerPolicy, me.crossOrigin, me.parentElement.id,
  me.previousElementSibling.id] }"""


def test_a_script_runs_as_the_element_it_was(driver: Driver, server: Server, library: Site):
    """The script finds itself, its attributes and its place; listeners that the page put on it hear of its load."""
    server.add("/self.js", SELF, host=VENDOR, headers=OPEN_TO_ALL)
    attributes = 'id="me" data-counter="7" class="a b" referrerpolicy="no-referrer" crossorigin="anonymous"'
    tag = held("page-counter", f"http://{VENDOR}/self.js", attributes=attributes)
    opened(driver, server, f'<main id="home"><i id="before"></i>{tag}</main>')
    driver.eval(
        """(window.loads = [], window.me = document.getElementById('me'),
          me.addEventListener('load', event => loads.push(event.type)), me.onload = () => loads.push('onload'), 0)"""
    )

    driver.eval("Kelisim.accept('page-counter')")
    driver.wait("window.ran && loads.length === 2")

    assert driver.eval("window.ran") == ["me", "7", "a b", "no-referrer", "anonymous", "home", "before"]
    assert driver.eval("document.getElementById('me') === me") is True
    [request] = server.asked("/self.js")
    assert "referer" not in request.headers


def test_a_script_that_fails_tells_so_and_stops_nobody(driver: Driver, server: Server, library: Site):
    """One vendor is down, one gone, one not what integrity says: `error` comes to the elements, the next ones run."""
    [good] = add_scripts(server, "good")
    server.add("/broken.js", broken=True, host=VENDOR)
    server.add("/changed.js", note("changed"), host=VENDOR, headers=OPEN_TO_ALL)
    opened(
        driver,
        server,
        held("page-counter", f"http://{VENDOR}/broken.js")
        + held("page-counter", f"http://{VENDOR}/missing.js")
        + held("page-counter", f"http://{VENDOR}/changed.js", attributes='crossorigin integrity="sha256-AAAA"')
        + held("page-counter", code="throw new Error('inline')")
        + held("page-counter", good),
    )
    driver.eval(
        """(window.failed = [], document.querySelectorAll('[data-kelisim-src]').forEach(tag =>
          tag.addEventListener('error', () => failed.push(tag.dataset.kelisimSrc.split('/').pop()))), 0)"""
    )

    driver.eval("Kelisim.accept('page-counter')")
    driver.wait("window.ran")

    assert driver.eval("window.ran") == ["good"]
    assert driver.eval("window.failed.sort()") == ["broken.js", "changed.js", "missing.js"]


def test_a_category_runs_when_all_of_its_services_may(driver: Driver, server: Server, library: Site):
    """Marked by service a tag waits for that one; marked by category for all of them, and none runs twice."""
    marks = ("page-counter", "analytics", "heat-map", "marketing", "necessary")
    opened(driver, server, "".join(held(mark, code=note(mark)) for mark in marks))
    driver.wait("window.ran")
    steps = [driver.eval(SETTLED)]

    for service in ("page-counter", "heat-map", "partner-pixel"):
        driver.eval(f"Kelisim.accept('{service}')")
        driver.wait(f"window.ran.length > {len(steps[-1])}")
        steps.append(driver.eval(SETTLED))

    assert steps == [
        ["necessary"],
        ["necessary", "page-counter"],
        ["necessary", "page-counter", "analytics", "heat-map"],
        ["necessary", "page-counter", "analytics", "heat-map", "marketing"],
    ]


def test_unknown_marks_never_run(driver: Driver, server: Server, library: Site):
    """A misspelt service, an unused category, nothing at all, the name of a property of every object: held for good."""
    marks = [
        "page-countr",
        "functional",
        "",
        "constructor",
        "__proto__",
        "toString",
        "Analytics",
        "analytics marketing",
    ]
    tags = "".join(held(mark, code=note("leak")) for mark in marks)
    opened(driver, server, tags + held("marketing", code=note("last")))

    driver.eval("Kelisim.accept()")
    driver.wait("window.ran")

    assert driver.eval(SETTLED) == ["last"]


LATER = """(() => {
  const wrap = document.createElement('div')
  for (const name of ['first', 'second']) {
    const tag = document.createElement('script')
    tag.type = 'text/plain'
    tag.dataset.kelisimConsent = 'page-counter'
    tag.text = `(window.ran = window.ran || []).push('${name}')`
    wrap.append(tag)
  }
  document.body.append(wrap)
})()"""


def test_tags_that_come_later_wait_like_the_others(driver: Driver, server: Server, library: Site):
    """What the page's own scripts add is held, and let go with the rest."""
    opened(driver, server)

    driver.eval(LATER)
    before = driver.eval(SETTLED)
    driver.eval("Kelisim.accept('page-counter')")
    driver.wait("window.ran?.length === 2")

    assert before is None
    assert driver.eval("window.ran") == ["first", "second"]


def test_tags_that_come_after_the_choice_run_at_once(driver: Driver, server: Server, library: Site):
    """Nobody has to call anything for a tag that comes after consent was given."""
    opened(driver, server)
    driver.eval("Kelisim.accept('page-counter')")

    driver.eval(LATER)

    assert driver.wait("window.ran?.length === 2 && window.ran") == ["first", "second"]


def fill(driver: Driver, html: str) -> None:
    """Fill a part of the page with HTML text, and add two more scripts behind it in the order of the document."""
    driver.eval(f"(document.getElementById('part').innerHTML = {json.dumps(html)}, 0)")
    driver.eval(LATER)


def test_a_script_that_comes_as_html_runs_no_more_than_one_without_a_mark(
    driver: Driver, server: Server, library: Site
):
    """What a page fills in by innerHTML no browser runs; those behind it run all the same."""
    opened(driver, server, '<div id="part"></div>')
    fill(driver, f"<p>{held('page-counter', code=note('inline'))}</p>")

    driver.eval("Kelisim.accept('page-counter')")

    assert driver.eval(SETTLED) == ["first", "second"]


@pytest.mark.engines("chromium", "webkit")
def test_an_external_tag_that_comes_as_html_holds_nobody_up(driver: Driver, server: Server, library: Site):
    """Whether it runs or not, those behind it must: an ordered script waits for the one in front of it."""
    external, sentinel = add_scripts(server, "external", "sentinel")
    opened(driver, server, '<div id="part"></div>')
    fill(driver, f"<p>{held('page-counter', external)}</p>")

    driver.eval("Kelisim.accept('page-counter')")
    # What the page loads after that comes after it.
    load = f"(Object.assign(document.createElement('script'), {{ src: '{sentinel}' }}))"
    driver.eval(f"(document.body.append({load}), 0)")
    driver.wait("window.ran?.includes('sentinel')")

    assert "/external.js" not in vendor_paths(server)
    assert driver.wait("window.ran.includes('second')")


def test_nothing_runs_twice(driver: Driver, server: Server, library: Site):
    """Neither when the page moves a tag, nor after a withdrawal and a new consent, nor by scan()."""
    [tag] = add_scripts(server, "tag")
    opened(driver, server, held("page-counter", code=note("inline")) + held("page-counter", tag) + '<p id="place"></p>')
    driver.eval("Kelisim.accept('page-counter')")
    driver.wait("window.ran?.length === 2")

    driver.eval("document.getElementById('place').append(...document.querySelectorAll('[data-kelisim-consent]'))")
    driver.eval("(Kelisim.reject(), Kelisim.accept('page-counter'), Kelisim.scan(), Kelisim.scan(document.body), 0)")
    driver.eval(LATER)  # when these have run, everything before them is over
    driver.wait("window.ran.includes('second')")

    assert driver.eval("window.ran") == ["inline", "tag", "first", "second"]
    assert vendor_paths(server) == ["/tag.js"]


def test_a_tag_that_the_page_took_out_does_not_run(driver: Driver, server: Server, library: Site):
    """What is no longer in the page when consent comes is neither requested nor run."""
    gone, kept = add_scripts(server, "gone", "kept")
    opened(driver, server, held("page-counter", gone, attributes="id=gone") + held("page-counter", kept))

    driver.eval("document.getElementById('gone').remove()")
    driver.eval("Kelisim.accept('page-counter')")
    driver.wait("window.ran")

    assert vendor_paths(server) == ["/kept.js"]


def test_a_withdrawal_stops_what_still_waits_in_the_queue(driver: Driver, server: Server, library: Site):
    """Promise 4, at once: a script behind a slow one does not run when consent was taken back meanwhile."""
    [slow] = add_scripts(server, "slow")
    gate = threading.Event()
    server.add("/slow.js", note("slow"), host=VENDOR, gate=gate)
    behind = held("page-counter", code=note("inline")) + held("heat-map", code=note("other"))
    opened(driver, server, held("page-counter", slow) + behind)
    driver.eval("Kelisim.accept(['page-counter', 'heat-map'])")
    server.wait_until(lambda: bool(server.asked("/slow.js")))

    driver.eval("Kelisim.reject('page-counter')")
    gate.set()
    driver.wait("window.ran?.includes('other')")

    assert "inline" not in driver.eval(SETTLED)


def test_a_service_stays_off_where_it_must_not_run(driver: Driver, server: Server, library: Site):
    """not_on: on these paths the service and its category are held, consent or not; the record is the same, and
    elsewhere the same choice lets them run."""
    body = "".join(held(mark, code=note(mark)) for mark in ("heat-map", "analytics", "page-counter"))
    server.add("/readers", document(body=body))
    driver.goto(server.add("/reader/42", document(body=body)))

    driver.eval("Kelisim.accept()")
    driver.wait("window.ran")
    here = driver.eval("[window.ran, ...['heat-map', 'analytics', 'page-counter'].map(Kelisim.allowed)]")
    granted = driver.eval("Kelisim.consent.granted")
    driver.goto(server.url("/readers"))

    assert here == [["page-counter"], False, False, True]
    assert {"heat-map", "analytics"} <= set(granted)
    assert driver.wait("window.ran?.length === 3 && window.ran") == ["heat-map", "analytics", "page-counter"]
