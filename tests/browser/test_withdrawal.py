"""Taking consent back: what is deleted, what is left alone, what a reload is for, and what the next page does."""

from __future__ import annotations

import json

import pytest

from tests.browser.engines import Driver
from tests.browser.pages import LIBRARY, Site, add_scripts, document, held, lab, open_lab
from tests.browser.server import Server
from tests.browser.visiting import find

pytest_plugins = ("tests.browser.sites",)

HOST = "www.library.example"
LEFT = [
    "pc_id=1; Path=/",
    "pc_id=2; Path=/hall/",
    "pc_id=3; Path=/hall",
    "pc_id=4; Path=/hall/a/b",
    "pc_id=5; Path=/; Domain=library.example",
    "pc_id=6; Path=/hall/; Domain=www.library.example",
    "pc_id=7; Path=/hall/a/; Domain=library.example; SameSite=Strict",
    "pc.visit_2026=1; Path=/hall/a/b",
    "heat=1; Path=/",
]
NEIGHBOURS = ["pc_idx=1", "xpc_id=1", "pcXvisit_1=1", "pc.visit=1", "heater=1", "pp_click=1"]
OTHERS = "document.cookie.split('; ').filter(cookie => !cookie.startsWith('kelisim=')).sort()"


def open_database(name: str) -> str:
    return f"new Promise(done => {{ indexedDB.open('{name}').onsuccess = event => done(event.target.result.close()) }})"


def test_it_deletes_the_cookies_of_the_service(driver: Driver, server: Server, library: Site):
    """On /, on every path above the page, on parent domains. What only looks alike, and what belongs to a service that
    is still allowed, stays."""
    server.add("/hall/a/b", document())
    driver.goto(server.url("/hall/a/b", HOST))
    driver.eval("Kelisim.accept()")
    driver.eval(f"{json.dumps(LEFT + NEIGHBOURS)}.forEach(cookie => {{ document.cookie = cookie }})")
    set_before = driver.eval(OTHERS)

    driver.eval("Kelisim.reject('analytics')")

    assert len(set_before) == len(LEFT) + len(NEIGHBOURS)
    assert driver.eval(OTHERS) == sorted(NEIGHBOURS)


def test_it_deletes_what_the_service_stored_elsewhere(driver: Driver, server: Server, library: Site):
    """Entries of localStorage and sessionStorage and the database, by name and by pattern; not their neighbours."""
    server.add("/", document())
    driver.goto(server.url("/"))
    driver.eval("Kelisim.accept()")
    driver.eval("Object.assign(localStorage, { 'pc:queue:1': '1', 'pc:queue:': '', 'pc:queued': '1' })")
    driver.eval("Object.assign(sessionStorage, { pc_page: '1', pc_pages: '1' })")
    for name in ("pc-archive", "pc-archived"):
        driver.eval(open_database(name))

    driver.eval("Kelisim.reject('analytics')")
    driver.wait("indexedDB.databases().then(list => list.length === 1)")

    assert driver.eval("[Object.keys(localStorage), Object.keys(sessionStorage)]") == [["pc:queued"], ["pc_pages"]]
    assert driver.eval("indexedDB.databases().then(list => list.map(({ name }) => name))") == ["pc-archived"]


def test_secure_cookies_are_deleted_too(driver: Driver, server: Server, library: Site):
    """On https the service's cookies are secure ones; their names and domains are what counts."""
    cookies = ["pc_id=1; Secure", "pc_id=2; Secure; SameSite=None; Domain=library.example", "heat=1; Secure; Path=/"]
    server.add("/", document())
    driver.goto(server.url("/", HOST, "https"))
    driver.eval("Kelisim.accept()")
    driver.eval(f"{json.dumps(cookies)}.forEach(cookie => {{ document.cookie = cookie }})")
    set_before = driver.eval(OTHERS)

    driver.eval("Kelisim.reject('analytics')")

    assert len(set_before) == len(cookies)
    assert [cookie.name for cookie in driver.cookies()] == ["kelisim"]


@pytest.mark.engines("chromium")
def test_partitioned_cookies_are_deleted_too(driver: Driver, server: Server, library: Site):
    """STO-7: a cookie that was set with Partitioned goes only when that is said again."""
    server.add("/", document())
    driver.goto(server.url("/", HOST, "https"))
    driver.eval("Kelisim.accept()")
    driver.eval("(document.cookie = 'pc_id=1; Secure; Path=/; SameSite=None; Partitioned', 0)")
    set_before = driver.eval(OTHERS)

    driver.eval("Kelisim.reject('analytics')")

    assert set_before == ["pc_id=1"]
    assert driver.eval(OTHERS) == []


def test_a_cookie_on_a_path_that_the_registry_names_is_deleted_from_anywhere(
    driver: Driver, server: Server, library: Site
):
    """A cookie of another path is out of the page's sight; the registry says where it is."""
    server.add("/hall/", document())
    driver.goto(server.url("/hall/"))
    driver.eval("Kelisim.accept()")
    driver.eval("(document.cookie = 'pc_hall=1; Path=/hall/', 0)")
    driver.goto(server.add("/", document()))

    driver.eval("Kelisim.reject('analytics')")
    driver.goto(server.url("/hall/"))

    # Not merely deleted on arrival in its own path: the server never saw it again.
    assert "pc_hall" not in server.asked("/hall/")[-1].headers.get("cookie", "")


def test_leftovers_of_refused_services_are_deleted_on_arrival(driver: Driver, server: Server, library: Site):
    """A script that was already in memory, or a server, may write again after a refusal: the next page clears it."""
    record = library.record(["heat-map"], ["page-counter", "partner-pixel"])
    open_lab(driver, server)

    left = driver.eval(
        lab(f"""remember('{record}')
                for (const name of ['pc_id', 'heat', 'pp_click', 'own']) document.cookie = name + '=1; Path=/'
                localStorage['pc:queue:1'] = sessionStorage.pc_page = '1'
                await visit()
                await until(() => !document.cookie.includes('pc_id') && !sessionStorage.length)
                const names = document.cookie.split('; ').map(cookie => cookie.split('=')[0]).sort()
                return [names, localStorage.length, sessionStorage.length]""")
    )

    assert left == [["heat", "kelisim", "own"], 0, 0]


def test_the_necessary_is_never_deleted(driver: Driver, server: Server, library: Site):
    """The session of the site's own server survives a refusal of everything."""
    driver.goto(server.add("/", document()))
    driver.eval("(document.cookie = 'PHPSESSID=abc; Path=/', 0)")

    driver.eval("(Kelisim.accept(), Kelisim.reject(), 0)")

    assert driver.eval(OTHERS) == ["PHPSESSID=abc"]


def test_a_reload_follows_only_where_a_service_says_so(driver: Driver, server: Server, library: Site):
    """Promise 4: partner-pixel can be ended in no other way; withdrawing it loads the page anew, without it. The other
    two end without a reload."""
    [pixel] = add_scripts(server, "pixel")
    driver.goto(server.add("/", document(body=held("partner-pixel", pixel))))
    driver.eval("Kelisim.accept()")
    driver.wait("window.ran")

    driver.eval("Kelisim.reject(['page-counter', 'heat-map'])")
    kept = driver.eval("new Promise(done => setTimeout(() => done(window.ran), 0))")
    driver.eval("Kelisim.reject('partner-pixel')")
    driver.wait("!window.ran && document.readyState === 'complete'")

    assert kept == ["pixel"]
    assert len(server.asked("/")) == 2
    assert len(server.asked("/pixel.js")) == 1


def test_two_clicks_withdraw_and_the_next_page_is_silent(driver: Driver, server: Server, library: Site):
    """Promise 4: the control, then one button; after that the vendor hears nothing."""
    [tag] = add_scripts(server, "tag")
    driver.goto(server.add("/", document(body=held("page-counter", tag) + "<button data-kelisim-open>Cookie</button>")))
    driver.eval("Kelisim.accept(['page-counter', 'heat-map'])")
    driver.wait("window.ran")
    server.forget()

    driver.click("Cookie")
    driver.wait(find('dialog[data-kelisim="preferences"]') + "?.open")
    driver.eval(find('dialog [data-kelisim-action="reject"]') + ".click()")
    driver.wait("Kelisim.consent.source === 'withdraw'")
    driver.reload()
    driver.wait("Boolean(window.Kelisim?.consent)")

    assert server.hosts == {"127.0.0.1"}
    assert set(driver.eval("Kelisim.consent.denied")) >= set(LIBRARY)
