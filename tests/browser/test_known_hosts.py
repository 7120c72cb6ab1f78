"""`gate = "known-hosts"`: tags of the registry's services that nobody marked are kept from running all the same.

Requests for what stands in the page's own HTML are made by the browser before any script has a say; what the page's
scripts make is not asked for.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.engines import Driver
from tests.browser.pages import Site, add_scripts, document, note, serve
from tests.browser.server import Server
from tests.browser.visiting import find

pytest_plugins = ("tests.browser.sites",)

COUNTER, HEAT, STRANGER = "counter.example", "heat.example", "stranger.example"
SETTLED = "new Promise(done => setTimeout(() => done((window.ran || []).join(' ')), 0))"
LOADED = (
    "new Promise(done => document.readyState === 'complete' ? done(true) : addEventListener('load', () => done(true)))"
)


@pytest.fixture
def watchful(sites: Callable[[str], Site], server: Server) -> Site:
    return serve(server, sites("watchful"))


def opened(driver: Driver, server: Server, body: str = "", head: str = "", **headers: str) -> None:
    added = {name.replace("_", "-"): value for name, value in headers.items()}
    driver.goto(server.add("/", document(head, body), headers=added))
    driver.eval(LOADED)


def asked_of(server: Server, host: str) -> list[str]:
    return [one.path for one in server.requests if one.host == host and one.path]


def test_scripts_of_the_page_itself_do_not_run_before_consent(driver: Driver, server: Server, watchful: Site):
    """Plain tags, async ones, deferred ones and a module; a stranger's and the site's own run."""
    one, two, three, four = add_scripts(server, "one", "two", "three", "four")
    server.add("/four.js", note("four"), host=COUNTER, headers={"Access-Control-Allow-Origin": "*"})
    (stranger,) = add_scripts(server, "stranger", host=STRANGER)
    server.add("/own.js", note("own"))
    opened(
        driver,
        server,
        f'<script src="{one}"></script><script async src="{two}"></script><script defer src="{three}"></script>'
        f'<script type="module" src="{four}"></script><script src="{stranger}"></script>'
        '<script src="/own.js"></script>',
    )
    before = driver.eval(SETTLED)

    driver.eval("Kelisim.accept('page-counter')")
    driver.wait("window.ran.length === 6")

    assert before == "stranger own"
    ran = driver.eval("window.ran")
    assert sorted(ran[2:]) == ["four", "one", "three", "two"]
    assert [name for name in ran if name in ("one", "three")] == ["one", "three"]


def test_what_scripts_make_is_not_even_asked_for(driver: Driver, server: Server, watchful: Site):
    """`src` and `setAttribute`, a pixel in no document, a script and a frame; after consent the tags load."""
    add_scripts(server, "made", "set")
    server.add("/pixel.gif", b"GIF89a", content_type="image/gif", host=COUNTER)
    server.add("/frame.html", "<p>frame", host=COUNTER)
    opened(driver, server)
    driver.run(
        f"""new Image().src = 'http://{COUNTER}/pixel.gif'
        const made = document.createElement('script')
        made.onload = () => {{ window.told = true }}
        made.src = 'http://{COUNTER}/made.js'
        const set = document.createElement('script')
        set.setAttribute('SRC', '//{COUNTER}/set.js')
        const frame = document.createElement('iframe')
        frame.src = 'http://{COUNTER}/frame.html'
        document.head.append(made, set)
        document.body.append(frame)
        window.address = made.src"""
    )
    driver.eval(SETTLED)
    driver.eval("fetch('/marker').then(() => 0)")
    before = asked_of(server, COUNTER)

    driver.eval("Kelisim.accept('page-counter')")
    driver.wait("window.told && window.ran.length === 2")
    server.wait_until(lambda: "/frame.html" in asked_of(server, COUNTER))

    assert before == []
    assert driver.eval("window.address") == f"http://{COUNTER}/made.js"
    assert sorted(asked_of(server, COUNTER)) == ["/frame.html", "/made.js", "/set.js"]


def test_each_service_waits_for_itself(driver: Driver, server: Server, watchful: Site):
    (heat,) = add_scripts(server, "heat", host=HEAT)
    (counter,) = add_scripts(server, "counter", host=COUNTER)
    opened(driver, server, f'<script src="{heat}"></script><script src="{counter}"></script>')

    driver.eval("Kelisim.accept('heat-map')")
    driver.wait("window.ran")

    assert driver.eval(SETTLED) == "heat"
    assert driver.eval("Kelisim.explain(document.querySelector('body script:last-of-type'))") == {
        "id": "page-counter",
        "reason": "denied",
        "released": False,
    }


def test_for_a_visitor_who_consented_nothing_is_touched(driver: Driver, server: Server, watchful: Site):
    """The page's own order of loading stays the browser's."""
    (counter,) = add_scripts(server, "counter", host=COUNTER)
    driver.goto(server.add("/bare.html", "<!doctype html>"))
    driver.set_cookie("kelisim", str(watchful.record(["page-counter", "heat-map", "partner-pixel"])))

    opened(driver, server, f'<script src="{counter}"></script><script>{note("after")}</script>')

    assert driver.eval("window.ran") == ["counter", "after"]
    assert driver.eval("document.querySelector('[data-kelisim-consent]')") is None


def test_services_of_the_registry_that_the_site_does_not_declare_stay_held(
    driver: Driver, server: Server, watchful: Site
):
    """What the policy does not name is not run: the build could not have told the visitor of it."""
    (clarity,) = add_scripts(server, "tag", host="www.clarity.ms")
    opened(driver, server, f'<script src="{clarity}"></script>')

    driver.eval("Kelisim.accept()")

    assert driver.eval(SETTLED) == ""
    assert driver.eval("Kelisim.explain(document.querySelector('body script')).then(one => one.reason)") == "unknown"


def test_a_frame_of_the_page_gets_a_placeholder(driver: Driver, server: Server, sites: Callable[[str], Site]):
    """Shown once it is loaded, although the service is not allowed."""
    serve(server, sites("watchful-embeds"))
    server.add("/embed/1", "<p>film", host="www.youtube.com")
    opened(driver, server, '<iframe src="http://www.youtube.com/embed/1" width="320" height="200"></iframe>')
    driver.wait(find('[data-kelisim="placeholder"]'))
    server.forget()

    driver.eval(find('[data-kelisim-action="once"]') + ".click()")
    server.wait_until(lambda: "/embed/1" in asked_of(server, "www.youtube.com"))

    driver.wait("!document.querySelector('[data-kelisim=placeholder]')")
    assert driver.eval("document.querySelector('iframe').src") == "http://www.youtube.com/embed/1"


def test_it_works_under_a_strict_policy(driver: Driver, server: Server, watchful: Site):
    """strict-dynamic with a nonce and Trusted Types: what a trusted script makes runs after consent."""
    add_scripts(server, "made")
    policy = "script-src 'nonce-n1' 'strict-dynamic'; require-trusted-types-for 'script'; trusted-types kelisim page"
    page = (
        '<!doctype html><html lang="kk"><head><meta charset="utf-8">'
        '<script nonce="n1" src="/consent/kelisim.js"></script></head><body><script nonce="n1">'
        "const own = trustedTypes.createPolicy('page', { createScriptURL: String })\n"
        "const made = document.createElement('script')\n"
        f"made.src = own.createScriptURL('http://{COUNTER}/made.js')\n"
        "document.head.append(made)</script></body></html>"
    )
    driver.goto(server.add("/", page, headers={"Content-Security-Policy": policy}))
    driver.eval(LOADED)
    before = driver.eval(SETTLED)

    driver.eval("Kelisim.accept()")
    driver.wait("window.ran")

    assert (before, driver.eval("window.ran")) == ("", ["made"])
    assert driver.console_errors() == []


def test_a_marked_gate_does_not_hold_what_is_not_marked(driver: Driver, server: Server, library: Site):
    (counter,) = add_scripts(server, "counter", host=COUNTER)
    opened(driver, server, f'<script src="{counter}"></script>')

    assert driver.eval(SETTLED) == "counter"
    assert b"HTMLImageElement" not in (library.folder / "kelisim.js").read_bytes()
