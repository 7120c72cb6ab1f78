"""Silence: what was never asked of anybody, as the server that is every host of the internet recorded it."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.browser.engines import Driver
from tests.browser.pages import LIBRARY, Site, add_scripts, document, held, serve
from tests.browser.server import Server
from tests.browser.visiting import ACCEPT, REJECT, find, wait_for_banner, wait_for_no_banner

pytest_plugins = ("tests.browser.sites",)

VENDORS = {"page-counter": "counter.example", "heat-map": "heat.example", "partner-pixel": "pixel.example"}


def tags(scheme: str = "http") -> str:
    """Everything that a vendor may ask a page to hold, for each of the three, in both spellings."""
    found = []
    for service, host in VENDORS.items():
        site = f"{scheme}://{host}"
        mark = f'data-kelisim-consent="{service}"'
        found += [
            f'<link rel="preconnect" {mark} data-kelisim-href="{site}">',
            f'<link rel="preload" as="script" {mark} data-kelisim-href="{site}/preload.js">',
            f'<link rel="stylesheet" {mark} data-kelisim-href="{site}/sheet.css">',
            held(service, f"{site}/async.js", attributes="async"),
            held(service, f"{site}/module.js", attributes='data-kelisim-type="module"'),
            f'<script type="text/plain" {mark} src="{site}/native.js"></script>',
            held(service, code=f"new Image().src = '{site}/inline.gif'; navigator.sendBeacon('{site}/beacon')"),
            f'<img alt="" {mark} data-kelisim-src="{site}/img.gif" data-kelisim-srcset="{site}/img2.gif 2x">',
            f'<iframe title="" {mark} data-kelisim-src="{site}/frame.html"></iframe>',
            f'<video {mark} data-kelisim-poster="{site}/poster.gif"><source data-kelisim-src="{site}/v.webm"></video>',
            f'<object {mark} data-kelisim-data="{site}/object.html"></object>',
            f'<embed {mark} data-kelisim-src="{site}/embed.html">',
        ]
    return "".join(found)


def others(server: Server) -> set[str]:
    return server.hosts - {"127.0.0.1"}


def test_no_vendor_hears_anything_before_the_choice(driver: Driver, server: Server, library: Site):
    """Promise 1: no request, not even a connection, no cookie, nothing stored: while the page loads, while the visitor
    reads, scrolls, presses Escape, opens and closes the preferences, changes the language, goes away and comes back."""
    driver.goto(server.add("/", document(body=tags() + "<p style='height:3000px'>")))
    wait_for_banner(driver)

    driver.press("Escape", "Tab", "End")
    driver.eval("(scrollTo(0, 2000), Kelisim.open(), 0)")
    driver.wait(find('dialog[data-kelisim="preferences"]') + "?.open")
    driver.eval("Kelisim.setLanguage('ru')")
    driver.press("Escape")
    driver.wait("!" + find('dialog[data-kelisim="preferences"]') + "?.open")
    driver.reload()
    wait_for_banner(driver)

    assert others(server) == set()
    assert driver.cookies() == []
    assert driver.eval("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert driver.eval("indexedDB.databases().then(list => list.length)") == 0
    assert driver.eval("Kelisim.consent") is None


def test_no_vendor_over_https_hears_anything_before_the_choice(driver: Driver, server: Server, library: Site):
    """The same on a secure page with secure vendors, where a connection alone would be seen."""
    server.add("/", document(body=tags("https")))

    driver.goto(server.url("/", "www.library.example", "https"))
    wait_for_banner(driver)

    assert server.hosts == {"www.library.example"}


def test_no_vendor_hears_anything_after_a_refusal(driver: Driver, server: Server, library: Site):
    """Promise 1: refused is refused, here and on the next pages."""
    driver.goto(server.add("/", document(body=tags())))
    driver.click(REJECT)
    wait_for_no_banner(driver)

    driver.reload()
    driver.goto(server.add("/next", document(body=tags())))
    driver.wait("Kelisim.consent && document.readyState === 'complete'")

    assert others(server) == set()
    assert [cookie.name for cookie in driver.cookies()] == ["kelisim"]


def test_only_the_vendor_that_was_allowed_is_asked(driver: Driver, server: Server, library: Site):
    """A choice for one service reaches that one: the other two hear nothing, now and on the next page."""
    server.add("/next", document(body=tags()))
    driver.goto(server.add("/", document(body=tags())))
    wait_for_banner(driver)

    driver.eval("Kelisim.accept('heat-map')")
    server.wait_until(lambda: bool(server.asked("/beacon")))
    driver.goto(server.url("/next"))  # Playwright breaks down where Firefox reloads a page with a foreign frame
    server.wait_until(lambda: len(server.asked("/beacon")) == 2)

    assert others(server) == {"heat.example"}


def test_accepting_asks_each_for_what_was_held_once(driver: Driver, server: Server, library: Site):
    """One click lets all three vendors in; scripts, frames and pixels are requested once each."""
    driver.goto(server.add("/", document(body=tags())))

    driver.click(ACCEPT)
    paths = ("/async.js", "/module.js", "/native.js", "/inline.gif", "/img.gif", "/frame.html", "/beacon")
    server.wait_until(lambda: all(len(server.asked(path)) >= len(VENDORS) for path in paths))

    assert others(server) == set(VENDORS.values())
    for path in paths:
        assert sorted(one.host for one in server.asked(path)) == sorted(VENDORS.values()), path


def test_we_ask_nobody_but_ourselves(driver: Driver, server: Server, library: Site):
    """Promise 7: from the first visit through both layers, a choice and its withdrawal, every request of ours goes to
    our own folder, and none carries a choice anywhere."""
    driver.goto(server.add("/", document()))
    wait_for_banner(driver)

    driver.eval("Kelisim.open()")
    driver.wait(find('dialog[data-kelisim="preferences"]') + "?.open")
    driver.eval("Kelisim.setLanguage('ru')")
    driver.eval("(Kelisim.accept(['heat-map']), Kelisim.reject(), 0)")
    driver.reload()
    driver.wait("window.Kelisim?.consent")

    assert server.hosts == {"127.0.0.1"}
    assert {one.method for one in server.requests} == {"GET"}
    assert {path for path in server.paths if not path.startswith("/consent/")} == {"/"}
    assert {one.query for one in server.requests} == {""}


def test_a_visitor_who_has_chosen_loads_the_core_alone(driver: Driver, server: Server, library: Site):
    """A first visit needs one request beside the script tag, a later one none."""
    driver.goto(server.add("/", document()))
    wait_for_banner(driver)
    first = server.paths
    driver.eval("Kelisim.reject()")
    server.forget()

    driver.reload()
    driver.wait("document.readyState === 'complete'")

    assert len(first) == 3
    assert first[:2] == ["/", "/consent/kelisim.js"]
    assert server.paths == ["/", "/consent/kelisim.js"]


def test_withdrawn_vendors_are_silent_from_the_next_page_on(driver: Driver, server: Server, library: Site):
    """Promise 4: what was taken back is not asked for again, while what was kept goes on."""
    [page_counter] = add_scripts(server, "tag")
    [heat_map] = add_scripts(server, "map", host="heat.example")
    driver.goto(server.add("/", document(body=held("page-counter", page_counter) + held("heat-map", heat_map))))
    driver.eval(f"Kelisim.accept({json.dumps(list(LIBRARY)[:2])})")
    driver.wait("window.ran?.length === 2")

    driver.eval("Kelisim.reject('page-counter')")
    server.forget()
    driver.reload()
    driver.wait("window.ran")

    assert others(server) == {"heat.example"}


def test_a_site_of_many_pages_needs_one_choice(driver: Driver, server: Server, sites: Callable[[str], Site]):
    """A choice made on one path holds on every other, deeper or not."""
    serve(server, sites("library"))
    [tag] = add_scripts(server, "tag")
    for path in ("/deep/er/page", "/", "/deep/"):
        server.add(path, document(body=held("analytics", tag)))
    driver.goto(server.url("/deep/er/page"))
    driver.eval("Kelisim.accept('analytics')")
    driver.wait("window.ran")

    for path in ("/", "/deep/"):
        driver.goto(server.url(path))
        driver.wait("window.ran")

    assert len(server.asked("/tag.js")) == 3
    assert len([cookie for cookie in driver.cookies() if cookie.name == "kelisim"]) == 1
