"""Where a choice is kept when cookies are refused, and how it reaches other tabs and pages that come back."""

from __future__ import annotations

import time

from tests.browser.engines import Driver
from tests.browser.pages import (
    COMES_TO_FRONT,
    DAY,
    LAB,
    LIBRARY,
    TAG,
    TERM,
    Site,
    add_scripts,
    document,
    held,
    lab,
    lists_of,
    open_lab,
    serve,
)
from tests.browser.server import Server
from tests.browser.visiting import wait_for_banner

pytest_plugins = ("tests.browser.sites",)

# A browser that takes no cookies, and says nothing; and one that throws where a storage is asked for.
NO_COOKIES = "Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set() {} });"
NO_STORAGE = """for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
  Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError') } });"""


def after(code: str) -> str:
    """The script tag, after code that makes the browser what the test needs."""
    return f"<script>{code}</script>{TAG}"


def test_without_cookies_the_choice_is_kept_in_local_storage(driver: Driver, server: Server, library: Site):
    """A browser that refuses cookies alone need not ask on each page; taking back works there as well."""
    open_lab(driver, server, document(tag=after(NO_COOKIES)))

    told = driver.eval(
        lab("""const told = []
               for (const [name, ids] of [['accept', ['heat-map', 'page-counter']], ['reject'], ['reset']]) {
                 await (await visit()).Kelisim[name](ids)
                 const { consent } = (await visit()).Kelisim
                 told.push(consent && lists(consent))
               }
               return [told, localStorage.length]""")
    )

    assert told == [[lists_of(["heat-map", "page-counter"]), lists_of([]), None], 0]
    assert driver.cookies() == []


def test_what_local_storage_keeps_lapses_as_well(driver: Driver, server: Server, library: Site):
    """The term stands in the record, for localStorage itself forgets nothing."""
    record = library.record(LIBRARY, time=int(time.time()) - TERM - 60)
    open_lab(driver, server, document(tag=after(NO_COOKIES)))

    consent = driver.eval(
        lab(f"""localStorage.kelisim = '{record}'
                return (await visit()).Kelisim.consent""")
    )

    assert consent is None


def test_where_cookies_work_nothing_is_left_in_local_storage(driver: Driver, server: Server, library: Site):
    """A browser whose cookies were switched on again keeps one choice, not two that could contradict each other."""
    record = library.record(["heat-map"], time=int(time.time()) - DAY)
    open_lab(driver, server)

    seen = driver.eval(
        lab(f"""localStorage.kelisim = '{record}'
                const first = await visit()
                const kept = first.Kelisim.allowed('heat-map')
                first.Kelisim.reject()
                const left = localStorage.length
                forget()
                return [kept, left, (await visit()).Kelisim.consent]""")
    )

    assert seen == [True, 0, None]


def test_a_refusal_in_local_storage_beats_an_older_cookie(driver: Driver, server: Server, library: Site):
    """A browser that began to refuse cookies still shows the old one, with consent; the newer refusal has to win."""
    record = library.record(["heat-map"], time=int(time.time()) - DAY)
    frozen = NO_COOKIES.replace("''", f"'kelisim={record}'")
    open_lab(driver, server, document(tag=after(frozen)))

    seen = driver.eval(
        lab("""const first = await visit()
               const before = first.Kelisim.allowed('heat-map')
               first.Kelisim.reject()
               return [before, (await visit()).Kelisim.allowed('heat-map')]""")
    )

    assert seen == [True, False]


def test_without_any_storage_a_choice_holds_for_the_page(driver: Driver, server: Server, library: Site):
    """STO-11: accepted is accepted here and now, and the next page asks and runs nothing; nothing throws."""
    [tag] = add_scripts(server, "tag")
    driver.goto(server.add("/", document(held("analytics", tag), tag=after(NO_COOKIES + NO_STORAGE))))
    wait_for_banner(driver)

    driver.eval("Kelisim.accept()")
    driver.wait("window.ran")
    here = driver.eval("Kelisim.consent.source")
    server.forget()
    driver.reload()
    wait_for_banner(driver)

    assert here == "api"
    assert driver.eval("Kelisim.consent") is None
    assert server.hosts == {"127.0.0.1"}
    assert driver.console_errors() == []


def test_a_page_without_an_origin_of_its_own_works(driver: Driver, server: Server, library: Site):
    """A sandbox throws at the mere look at cookies and storage: everything is off, nothing fails, the choice holds.

    To a page without an origin even its own host is a stranger, which has to give it leave to read our files.
    """
    serve(server, library, {"Access-Control-Allow-Origin": "*"})
    [tag] = add_scripts(server, "tag")
    sandbox = {"Content-Security-Policy": "sandbox allow-scripts"}
    driver.goto(server.add("/", document(held("analytics", tag)), headers=sandbox))
    before = driver.eval("[Kelisim.consent, Kelisim.allowed('analytics'), origin]")

    driver.eval("Kelisim.accept()")
    driver.wait("window.ran")

    assert before == [None, False, "null"]
    assert driver.eval("Kelisim.consent.source") == "api"


def test_reset_leaves_nothing_of_ours(driver: Driver, server: Server, library: Site):
    """After reset() the browser is as if nobody had been asked; and so is the next page."""
    open_lab(driver, server)

    seen = driver.eval(
        lab("""const first = await visit()
               await first.Kelisim.accept(['heat-map', 'page-counter'])
               await first.Kelisim.reset()
               const again = Boolean(await until(() => banner(first)))
               const { consent, allowed } = first.Kelisim
               return [again, consent, allowed('heat-map'), (await visit()).Kelisim.consent]""")
    )

    assert seen == [True, None, False, None]
    assert driver.cookies() == []


def test_a_tab_that_comes_to_front_is_in_step(driver: Driver, server: Server, library: Site):
    """STO-10: what was withdrawn in one tab is off in another as soon as somebody looks at it, and told there once."""
    open_lab(driver, server)

    seen = driver.eval(
        lab(f"""const view = await visit()
                view.Kelisim.accept(['heat-map', 'page-counter'])
                const told = []
                view.Kelisim.on('choice', ({{ detail }}) => told.push(detail.granted, [...detail.withdrawn].sort()))
                const before = view.document.cookie
                ;(await visit()).Kelisim.reject(['heat-map'])
                await until(() => view.document.cookie !== before)
                {COMES_TO_FRONT}
                {COMES_TO_FRONT}
                return [told, lists(view.Kelisim.consent)]""")
    )

    assert seen == [[[], ["analytics", "heat-map"]], lists_of(["page-counter"])]


def test_an_answer_in_another_tab_closes_the_banner(driver: Driver, server: Server, library: Site):
    """Nobody answers twice: the banner of the tab behind goes once that tab comes to front."""
    open_lab(driver, server)

    still_there = driver.eval(
        lab(f"""const view = await visit()
                await until(() => banner(view))
                ;(await visit()).Kelisim.reject()
                await until(() => view.document.cookie)
                {COMES_TO_FRONT}
                return Boolean(banner(view))""")
    )

    assert still_there is False


def test_windows_side_by_side_are_in_step(driver: Driver, server: Server, library: Site):
    """STO-10: no window goes on tracking after a withdrawal in another, although none of them came to front."""
    open_lab(driver, server)

    # The message comes after whatever a browser tells other windows of storage, and is asked for three times over.
    runs = driver.eval(
        lab("""const view = await visit()
               view.Kelisim.accept(['heat-map', 'page-counter'])
               const other = await visit()
               other.Kelisim.reject(['heat-map'])
               for (let round = 0; round < 3; round += 1)
                 await new Promise(done => {
                   view.addEventListener('storage', done, { once: true })
                   other.localStorage.setItem('round', round)
                 })
               await visit()
               return view.Kelisim.allowed('heat-map')""")
    )

    assert runs is False


def test_a_page_that_comes_back_from_history_is_in_step(driver: Driver, server: Server, library: Site):
    """A page kept alive by the browser's back button knows of a withdrawal on the page in between."""
    fresh = {"Cache-Control": "no-cache"}  # no-store would keep the page from being kept
    [tag] = add_scripts(server, "tag")
    server.add("/lab.html", LAB)
    driver.goto(server.add("/", document(held("heat-map", tag)), headers=fresh))
    driver.eval("Kelisim.accept(['heat-map', 'page-counter'])")
    driver.wait("window.ran")

    driver.goto(server.url("/lab.html"))
    driver.eval(f"document.cookie = 'kelisim={library.record([], LIBRARY)}; Path=/'")
    driver.eval("void history.back()")
    driver.wait("location.pathname === '/' && Boolean(window.Kelisim)")

    assert driver.wait("!Kelisim.allowed('heat-map') && Kelisim.consent.denied.includes('heat-map')")
