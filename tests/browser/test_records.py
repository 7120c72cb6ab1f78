"""Records of consent on the site's own server (REC-1 … REC-5): whole, soon, until they are there, in nobody's way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tests.browser.engines import Driver
from tests.browser.pages import Site, document, lists_of, serve
from tests.browser.server import Server
from tests.browser.visiting import wait_for_banner, wait_for_no_banner

pytest_plugins = ("tests.browser.sites",)

PATH = "/consent-records"
KEY = "kelisim-records"
WAITING = f"JSON.parse(localStorage.getItem('{KEY}') || '[]')"


def opened(driver: Driver, server: Server, sites: Callable[[str], Site], status: int = 204) -> Site:
    site = serve(server, sites("records"))
    server.add(PATH, status=status)
    driver.goto(server.add("/", document(body="<p>page")))
    return site


def received(server: Server) -> list[dict[str, Any]]:
    return [json.loads(one.body) for one in server.asked(PATH)]


def wait_for_records(driver: Driver, server: Server, count: int, waiting: int) -> None:
    server.wait_until(lambda: len(server.asked(PATH)) >= count)
    driver.wait(f"{WAITING}.length === {waiting}")


def test_a_choice_reaches_the_server_once_and_whole(driver: Driver, server: Server, sites: Callable[[str], Site]):
    """What `Kelisim.consent` says, with build and digest of the policy; nothing of the visitor (REC-1, REC-2)."""
    site = opened(driver, server, sites)
    before = len(server.asked(PATH))

    driver.eval("Kelisim.accept('page-counter')")
    wait_for_records(driver, server, 1, waiting=0)
    record = driver.eval("Kelisim.consent")
    driver.goto(server.url("/"))
    driver.eval("Kelisim.version")

    (request,) = server.asked(PATH)
    (sent,) = received(server)
    manifest = json.loads((site.folder / "manifest.json").read_text("utf-8"))
    assert before == 0
    assert sent == {**record, "version": "0.1.0", "digest": manifest["policy"]["digest"]}
    assert {key: sorted(sent[key]) for key in ("granted", "denied")} == lists_of(["page-counter"])
    assert (request.method, request.headers["content-type"]) == ("POST", "application/json")
    assert "cookie" not in request.headers


def test_a_withdrawal_is_a_record_of_its_own(driver: Driver, server: Server, sites: Callable[[str], Site]):
    """REC-3: both carry the same number, so that the one is found beside the other."""
    opened(driver, server, sites)

    driver.eval("Kelisim.accept()")
    driver.eval("Kelisim.reject()")
    wait_for_records(driver, server, 2, waiting=0)

    first, second = sorted(received(server), key=lambda one: len(one["denied"]))
    assert first["id"] == second["id"]
    assert second["granted"] == ["necessary", "own-site"]


def test_a_server_that_fails_is_asked_on_three_pages_and_no_more(
    driver: Driver, server: Server, sites: Callable[[str], Site]
):
    """One try a page; the visitor sees and waits for nothing."""
    opened(driver, server, sites, status=500)
    counts = []

    driver.eval("Kelisim.reject()")
    wait_for_no_banner(driver)
    for tries in (1, 2, 3, 3):
        server.wait_until(lambda tries=tries: len(server.asked(PATH)) >= tries)  # type: ignore[misc]
        counts.append(len(server.asked(PATH)))
        driver.goto(server.url("/"))
        driver.wait("Kelisim.consent")
    driver.eval("fetch('/marker').then(() => 0)")

    assert counts == [1, 2, 3, 3]
    assert len({one.body for one in server.asked(PATH)}) == 1
    assert driver.eval(f"localStorage.getItem('{KEY}')") is None


def test_what_failed_arrives_on_the_next_page(driver: Driver, server: Server, sites: Callable[[str], Site]):
    opened(driver, server, sites, status=503)
    driver.eval("Kelisim.reject()")
    wait_for_records(driver, server, 1, waiting=1)
    server.add(PATH, status=201)

    driver.goto(server.url("/"))
    wait_for_records(driver, server, 2, waiting=0)
    driver.goto(server.url("/"))
    driver.wait("Kelisim.consent")

    assert len(received(server)) == 2
    assert received(server)[0] == received(server)[1]


def test_the_choice_holds_although_the_server_never_answers(
    driver: Driver, server: Server, sites: Callable[[str], Site]
):
    """It is made, shown and kept before anybody answers; damaged leftovers in the storage stop nothing."""
    opened(driver, server, sites)
    server.add(PATH, broken=True)
    driver.run(f"localStorage.setItem('{KEY}', '[[2],[\"x\",\"y\"],null,{{}}]')")
    driver.goto(server.url("/"))
    wait_for_banner(driver)

    driver.eval("Kelisim.accept()")
    wait_for_no_banner(driver)

    assert driver.eval("Kelisim.allowed('heat-map')")
    # The browser itself may say that the address failed; nothing else does.
    assert [one for one in driver.console_errors() if not re.search("ERR_|network|lost", one)] == []


def test_a_site_without_an_address_sends_nothing(driver: Driver, server: Server, library: Site):
    server.add(PATH, status=204)
    driver.goto(server.add("/", document()))
    driver.eval("Kelisim.accept()")
    wait_for_no_banner(driver)

    assert server.asked(PATH) == []
    assert all(one.method == "GET" for one in server.requests)
    assert b"keepalive" not in b"".join(file.read_bytes() for file in library.folder.glob("assets/*.js"))
