"""The gate: marked tags do nothing before consent and run in document order after it, under any content policy."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.browser.engines import Driver
from tests.browser.server import Server
from tests.browser.visiting import STRICT_CSP, find, wait_for_banner

CORE = '<script src="/consent/kelisim.js"></script>'
RAN = "(window.ran || []).join(' ')"


def visit(driver: Driver, server: Server, dist: Path, body: str, head: str = CORE, **headers: str) -> None:
    """Open a page with this body and wait for the banner."""
    server.serve(dist, "/consent/")
    html = (
        f'<!doctype html><html lang="kk"><head><meta charset="utf-8"><title>x</title>{head}</head><body>{body}</body>'
    )
    driver.goto(
        server.add("/page.html", html, headers={name.replace("_", "-"): value for name, value in headers.items()})
    )
    wait_for_banner(driver)


def script(server: Server, name: str, gate: threading.Event | None = None) -> str:
    """Serve a script that says that it ran; return its path."""
    server.add(f"/{name}.js", f"(window.ran = window.ran || []).push({name!r})", gate=gate)
    return f"/{name}.js"


def inline(name: str) -> str:
    return f"(window.ran = window.ran || []).push({name!r})"


def test_scripts_run_in_document_order_although_the_first_is_slow(driver: Driver, server: Server, dist: Path):
    """An inline script waits for the external one in front of it, and the next external one for the inline one."""
    slow = threading.Event()
    first, third = script(server, "first", slow), script(server, "third")
    visit(
        driver,
        server,
        dist,
        f'<script type="text/plain" data-kelisim-consent="analytics" src="{first}"></script>'
        f'<script type="text/plain" data-kelisim-consent="analytics">{inline("second")}</script>'
        f'<script type="text/plain" data-kelisim-consent="analytics" data-kelisim-src="{third}"></script>',
    )

    driver.run("Kelisim.accept()")
    server.wait_until(lambda: bool(server.asked(first)))
    before = driver.eval(RAN)
    slow.set()
    driver.wait("window.ran?.length === 3")

    assert before == ""
    assert driver.eval(RAN) == "first second third"


def test_an_async_script_waits_for_nobody(driver: Driver, server: Server, dist: Path):
    """`async` keeps its meaning: such a script runs while an earlier one is still on its way."""
    slow = threading.Event()
    first, second = script(server, "first", slow), script(server, "second")
    visit(
        driver,
        server,
        dist,
        f'<script type="text/plain" data-kelisim-consent="analytics" src="{first}"></script>'
        f'<script type="text/plain" async data-kelisim-consent="analytics" src="{second}"></script>',
    )

    driver.run("Kelisim.accept()")
    driver.wait("window.ran?.length === 1")
    before = driver.eval(RAN)
    slow.set()
    driver.wait("window.ran.length === 2")

    assert before == "second"


def test_a_failing_script_does_not_hold_up_the_others(driver: Driver, server: Server, dist: Path):
    """A tag whose address is dead, or blocked by the visitor's filter, counts as done."""
    visit(
        driver,
        server,
        dist,
        '<script type="text/plain" data-kelisim-consent="analytics" src="/gone.js"></script>'
        f'<script type="text/plain" data-kelisim-consent="analytics">{inline("second")}</script>',
    )

    driver.run("Kelisim.accept()")

    assert driver.wait(RAN) == "second"


def test_a_held_module_runs_as_a_module(driver: Driver, server: Server, dist: Path):
    """`data-kelisim-type="module"` is what the script becomes, external and inline."""
    server.add("/module.js", "(window.ran = window.ran || []).push(typeof import.meta)")
    visit(
        driver,
        server,
        dist,
        '<script type="text/plain" data-kelisim-consent="analytics" data-kelisim-type="module" '
        'data-kelisim-src="/module.js"></script>'
        '<script type="text/plain" data-kelisim-consent="analytics" data-kelisim-type="module">'
        "(window.ran = window.ran || []).push(typeof import.meta)</script>",
    )

    driver.run("Kelisim.accept()")
    driver.wait("window.ran?.length === 2")

    assert driver.eval(RAN) == "object object"


def test_nothing_of_a_marked_tag_is_requested_before_consent(driver: Driver, server: Server, dist: Path):
    """Not the script, image, frame, video nor style sheet, however it is marked; after consent each of them is."""
    paths = ["/a.js", "/b.js", "/c.png", "/d.html", "/e.mp4", "/f.css", "/g.png", "/h.mp4"]
    visit(
        driver,
        server,
        dist,
        '<script type="text/plain" data-kelisim-consent="analytics" src="/a.js"></script>'
        '<script type="text/plain" data-kelisim-consent="google-analytics" data-kelisim-src="/b.js"></script>'
        '<img data-kelisim-consent="analytics" data-kelisim-src="/c.png" alt="">'
        '<iframe data-kelisim-consent="analytics" data-kelisim-src="/d.html"></iframe>'
        '<video data-kelisim-consent="analytics" data-kelisim-src="/e.mp4" preload="auto"></video>'
        '<link rel="stylesheet" data-kelisim-consent="analytics" data-kelisim-href="/f.css">'
        '<img data-kelisim-consent="analytics" data-kelisim-srcset="/g.png 1x" alt="">'
        '<video data-kelisim-consent="analytics" preload="auto"><source data-kelisim-src="/h.mp4"></video>',
    )
    before = [path for path in server.paths if path in paths]

    driver.run("Kelisim.accept()")
    server.wait_until(lambda: set(paths) <= set(server.paths))

    assert before == []


def test_tags_that_come_later_are_held_and_let_go_alike(driver: Driver, server: Server, dist: Path):
    """A tag that a script puts into the page waits for consent; one that comes after consent runs at once."""
    visit(driver, server, dist, "")
    add = """(name => {
      const tag = document.createElement('script')
      Object.assign(tag, { type: 'text/plain', textContent: `(window.ran = window.ran || []).push('${name}')` })
      tag.dataset.kelisimConsent = 'yandex-metrica'
      document.body.append(tag)
    })"""

    driver.run(f"{add}('early')")
    before = driver.eval(RAN)
    driver.run("Kelisim.accept('yandex-metrica')")
    driver.wait("window.ran?.length === 1")
    driver.run(f"{add}('late')")
    driver.wait("window.ran.length === 2")

    assert before == ""
    assert driver.eval(RAN) == "early late"


def test_consent_to_a_service_is_not_consent_to_its_category(driver: Driver, server: Server, dist: Path):
    """A tag marked by category waits until all services of the category are allowed; one by service for its own."""
    visit(
        driver,
        server,
        dist,
        f'<script type="text/plain" data-kelisim-consent="google-analytics">{inline("service")}</script>'
        f'<script type="text/plain" data-kelisim-consent="analytics">{inline("category")}</script>',
    )

    driver.run("Kelisim.accept(['google-analytics'])")
    driver.wait("window.ran?.length === 1")
    partly = driver.eval("[ran.join(), Kelisim.allowed('google-analytics'), Kelisim.allowed('analytics')]")
    driver.run("Kelisim.accept(['yandex-metrica'])")
    driver.wait("window.ran.length === 2")

    assert partly == ["service", True, False]
    assert driver.eval("Kelisim.allowed('analytics')") is True


def test_explain_tells_why_a_tag_is_held_or_ran(driver: Driver, server: Server, dist: Path):
    """Held for want of consent, held for good because nothing has that id, or let through."""
    visit(
        driver,
        server,
        dist,
        f'<script type="text/plain" data-kelisim-consent="analytics" id="known">{inline("known")}</script>'
        f'<script type="text/plain" data-kelisim-consent="marketing" id="unknown">{inline("unknown")}</script>',
    )
    explain = """Promise.all(['known', 'unknown'].map(
      async id => Object.values(await Kelisim.explain(document.getElementById(id)))))"""

    before = driver.eval(explain)
    driver.run("Kelisim.accept()")
    driver.wait(RAN)

    assert before == [["analytics", "denied", False], ["marketing", "unknown", False]]
    assert driver.eval(explain) == [["analytics", "allowed", True], ["marketing", "unknown", False]]
    assert driver.eval(RAN) == "known"


def test_the_tag_itself_runs_with_its_attributes_and_listeners(driver: Driver, server: Server, dist: Path):
    """Attributes that vendors read from their own tag are there, and `load` reaches who listens on it."""
    server.add("/vendor.js", "window.ran = [document.currentScript.id + document.currentScript.dataset.key]")
    visit(
        driver,
        server,
        dist,
        '<script type="text/plain" data-kelisim-consent="analytics" id="v" data-key="k" src="/vendor.js"></script>',
    )
    driver.run("document.getElementById('v').addEventListener('load', () => { window.loaded = true })")

    driver.run("Kelisim.accept()")

    assert driver.wait("window.loaded") is True
    assert driver.eval(RAN) == "vk"


def test_a_frame_is_taken_back_when_consent_is(driver: Driver, server: Server, dist: Path):
    """Promise 4: after a withdrawal the frame's document is gone; after new consent it is loaded again."""
    server.add("/frame.html", "<!doctype html><title>x</title><p>frame</p>")
    visit(driver, server, dist, '<iframe data-kelisim-consent="analytics" data-kelisim-src="/frame.html"></iframe>')
    shown = "document.querySelector('iframe').contentDocument?.querySelector('p') != null"

    driver.run("Kelisim.accept()")
    driver.wait(shown)
    driver.run("Kelisim.reject(['google-analytics'])")

    driver.wait(f"!({shown})")


NONCE = "script-src 'nonce-abc'; style-src 'self'"
STRICT_DYNAMIC = "script-src 'nonce-abc' 'strict-dynamic'; style-src 'self'; require-trusted-types-for 'script'"


@pytest.mark.parametrize(
    ("policy", "core", "native"),
    [
        pytest.param(STRICT_CSP, CORE, True, id="own host, trusted types, src"),
        pytest.param(STRICT_CSP, CORE, False, id="own host, trusted types, data-kelisim-src"),
        pytest.param(NONCE, '<script nonce="abc" src="/consent/kelisim.js"></script>', True, id="nonce, src"),
        pytest.param(
            NONCE, '<script nonce="abc" src="/consent/kelisim.js"></script>', False, id="nonce, data-kelisim-src"
        ),
        pytest.param(
            STRICT_DYNAMIC, '<script nonce="abc" src="/consent/kelisim.js"></script>', True, id="strict-dynamic"
        ),
    ],
)
def test_tags_run_under_a_strict_content_policy(
    driver: Driver, server: Server, dist: Path, policy: str, core: str, native: bool
):
    """Promise 7: the banner comes, the tag runs, and the browser reports no violation."""
    path = script(server, "held")
    attribute = "src" if native else "data-kelisim-src"
    nonce = 'nonce="abc"' if "nonce" in policy else ""
    tag = f'<script type="text/plain" data-kelisim-consent="analytics" {attribute}="{path}" {nonce}></script>'
    visit(driver, server, dist, tag, core, Content_Security_Policy=policy)
    driver.run(
        "addEventListener('securitypolicyviolation', e => (window.violated = [e.violatedDirective, e.blockedURI]))"
    )

    driver.run("Kelisim.accept()")

    assert driver.wait(RAN) == "held"
    assert driver.eval("window.violated ?? null") is None
    assert driver.console_errors() == []


@pytest.mark.parametrize("policy", [NONCE, STRICT_DYNAMIC], ids=["nonce", "strict-dynamic"])
def test_our_nonce_is_not_for_what_got_into_the_page(driver: Driver, server: Server, dist: Path, policy: str):
    """Markup that somebody smuggled in has no nonce: marked or not, under a policy of nonces it never runs."""
    path = script(server, "smuggled")
    core = '<script nonce="abc" src="/consent/kelisim.js"></script>'
    mark = 'type="text/plain" data-kelisim-consent="necessary"'
    own = f'<script {mark} nonce="abc">window.own = true</script>'
    inline = f'<script {mark} id="inline">window.ran = ["inline"]</script>'
    external = f'<script {mark} data-kelisim-src="{path}"></script>'
    visit(driver, server, dist, inline + external + own, core, Content_Security_Policy=policy)

    driver.run("Kelisim.accept()")
    driver.wait("window.own")
    told = driver.eval("Kelisim.explain(document.getElementById('inline'))")

    assert driver.eval("window.ran ?? null") is None
    assert path not in server.paths
    assert told == {"id": "necessary", "reason": "nonce", "released": False}


CLOBBERED = "".join(
    f'<form name="{name}"></form><img id="{name}" name="{name}" alt="">'
    for name in (
        "cookie currentScript documentElement body head scripts readyState createElement querySelector "
        "querySelectorAll addEventListener dispatchEvent Kelisim dataLayer createComment getAttribute "
        "adoptedStyleSheets"
    ).split()
)


def test_names_of_the_page_s_elements_hide_nothing_from_the_script(driver: Driver, server: Server, dist: Path):
    """SEC-10: forms and images named like the document's own members leave banner, gate and cookie working."""
    page = f'{CLOBBERED}<script type="text/plain" data-kelisim-consent="analytics">{inline("held")}</script>'
    server.serve(dist, "/consent/")
    html = (
        f'<!doctype html><html lang="kk"><head><meta charset="utf-8"><title>x</title></head><body>{page}{CORE}</body>'
    )
    driver.goto(server.add("/clobbered.html", html))
    driver.wait("window.Kelisim.version")

    driver.run("Kelisim.accept()")

    assert driver.wait(RAN) == "held"
    assert [cookie.name for cookie in driver.cookies()] == ["kelisim"]
    assert driver.console_errors() == []


def test_the_banner_stands_above_a_body_that_is_replaced(driver: Driver, server: Server, dist: Path):
    """Turbo and pjax put a new body in the place of the old one: the banner stays, marked tags in it are held."""
    visit(driver, server, dist, "<p>old</p>")

    driver.run(
        "const body = document.createElement('body');"
        'body.innerHTML = \'<img data-kelisim-consent="analytics" data-kelisim-src="/late.png" alt="">\';'
        "document.body.replaceWith(body)"
    )
    wait_for_banner(driver)
    driver.run("Kelisim.accept()")
    server.wait_until(lambda: bool(server.asked("/late.png")))

    driver.wait(find('[data-kelisim="reopen"]'))
