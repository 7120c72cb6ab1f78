"""The drivers and the server that browser tests stand on do what they promise, in every engine."""

from __future__ import annotations

import threading
import time

import pytest

from tests.browser.engines import Cookie

PAGE = """<!doctype html><html lang="kk"><title>бет</title><h1>Сәлем</h1><div id="host"></div>
<script>
  const root = document.getElementById('host').attachShadow({ mode: 'open' })
  root.innerHTML = '<button>Қабылдау</button><label><input type="checkbox">Талдау</label>'
  root.querySelector('button').addEventListener('click', () => { document.title = 'басылды' })
</script></html>"""


def test_click_finds_a_button_by_its_name_within_an_open_shadow_root(driver, server):
    """Tests name what a visitor sees; where it stands in the tree is no matter."""
    driver.goto(server.add("/", PAGE))

    driver.click("Қабылдау")

    assert driver.wait("document.title === 'басылды' && document.title") == "басылды"


def test_a_checkbox_is_clicked_by_its_label(driver, server):
    """Other roles than button are found by the name that their label gives them."""
    driver.goto(server.add("/", PAGE))

    driver.click("Талдау", role="checkbox")

    assert driver.eval("document.getElementById('host').shadowRoot.querySelector('input').checked") is True


def test_keys_move_the_focus_and_press_what_has_it(driver, server):
    """A visitor without a mouse goes there with Tab and back with Shift+Tab."""
    driver.goto(server.add("/", PAGE))

    driver.press("Tab", "Tab", "Shift+Tab", "Enter")

    driver.wait("document.title === 'басылды'")


def test_eval_waits_for_promises_and_works_under_the_strictest_policy(driver, server):
    """Content-Security-Policy forbids the page to evaluate texts; the test may look into it all the same."""
    policy = "default-src 'none'; require-trusted-types-for 'script'"
    driver.goto(server.add("/", "<!doctype html><p>Сәлем", headers={"Content-Security-Policy": policy}))

    value = driver.eval("Promise.resolve({ text: document.querySelector('p').textContent, list: [1, null] })")
    waited = driver.wait("document.querySelector('p').textContent.length === 5")

    assert value == {"text": "Сәлем", "list": [1, None]}
    assert waited is True


def test_axe_finds_what_is_inaccessible_within_shadow_roots(driver, server, axe):
    """Accessibility is looked over in every engine and under every policy, in the page and in what is built into it."""
    policy = "script-src 'unsafe-inline'; require-trusted-types-for 'script'"
    script = "document.querySelector('p').attachShadow({ mode: 'open' }).append(document.createElement('button'))"
    page = f"<!doctype html><html lang='kk'><title>бет</title><main><h1>бет</h1><p></p></main><script>{script}</script>"
    driver.goto(server.add("/", page, headers={"Content-Security-Policy": policy}))

    findings = axe(driver)

    assert findings == ["button-name: Buttons must have discernible text, ['p', 'button']"]


def test_cookies_are_told_with_all_their_attributes(driver, server):
    """A test can see how long a cookie lives and who may read it."""
    driver.goto(server.add("/", PAGE, headers={"Set-Cookie": "b=2; Path=/; Max-Age=86400; HttpOnly; SameSite=Strict"}))
    driver.eval("document.cookie = 'a=1; SameSite=Lax'")

    session, lasting = driver.cookies()

    assert (session.name, session.value, session.expires, session.same_site) == ("a", "1", None, "Lax")
    assert (lasting.name, lasting.http_only, lasting.secure, lasting.same_site) == ("b", True, False, "Strict")
    assert lasting.expires > 1_700_000_000


def test_a_cookie_that_was_set_goes_to_the_server(driver, server):
    """A test can begin with the cookie of an earlier visit."""
    driver.goto(server.add("/", PAGE))

    driver.set_cookie("kelisim", "1.abc", same_site="Lax")
    driver.reload()

    assert server.asked("/")[-1].headers["cookie"] == "kelisim=1.abc"


def test_cleared_storage_leaves_nothing(driver, server):
    """A visitor who clears the browser's data comes back as a stranger."""
    driver.goto(server.add("/", PAGE))
    driver.eval("document.cookie = 'a=1', localStorage.a = sessionStorage.a = '1'")
    driver.eval("new Promise(done => { indexedDB.open('a').onsuccess = event => done(event.target.result.close()) })")

    driver.clear_storage()

    assert driver.cookies() == []
    assert driver.eval("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert driver.wait("indexedDB.databases().then(list => list.length === 0)")


def test_every_visitor_comes_with_an_empty_browser(new_driver, server):
    """What one visitor stored is not there for the next."""
    address = server.add("/", PAGE)
    first = new_driver()
    first.goto(address)
    first.eval("document.cookie = 'a=1; Max-Age=86400', localStorage.a = '1'")
    first.close()

    second = new_driver()
    second.goto(address)

    assert second.cookies() == []
    assert second.eval("localStorage.length") == 0


# Browsers cut what lasts longer than 400 days.
TOMORROW = int(time.time()) + 24 * 60 * 60


@pytest.mark.parametrize(
    "attributes",
    [
        pytest.param({}, id="for the session"),
        pytest.param({"expires": TOMORROW, "same_site": "Strict", "http_only": True}, id="lasting"),
        pytest.param({"path": "/kk/", "secure": False, "same_site": "Lax"}, id="of a path"),
    ],
)
def test_a_cookie_is_set_with_its_attributes(driver, server, attributes):
    """What the browser keeps is what the test asked for, or nobody could trust the test."""
    driver.goto(server.add("/kk/", PAGE))

    driver.set_cookie("a", "1", **attributes)

    assert driver.cookies() == [Cookie("a", "1", "127.0.0.1", **attributes)]


def test_the_viewport_has_the_asked_size(driver, server):
    """Sizes are those of the page, not of the window around it."""
    driver.goto(server.add("/", PAGE))

    driver.set_viewport(800, 600)

    assert driver.wait("innerWidth === 800 && innerHeight === 600")


def test_a_screenshot_is_a_picture(driver, server, tmp_path):
    """What the visitor sees can be looked at afterwards."""
    driver.goto(server.add("/", PAGE))

    driver.screenshot(tmp_path / "page.png")

    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")


def test_errors_of_the_page_are_kept(driver, server):
    """A page that fails in silence is noticed."""
    driver.goto(server.add("/", PAGE))

    driver.eval("console.error('қате', 1)")
    driver.eval("void setTimeout(() => { throw new Error('тасталды') }, 0)")
    driver.eval("new Promise(done => setTimeout(done, 0))")

    told = driver.console_errors()
    assert told[0] == "қате 1"
    assert "тасталды" in told[1]
    assert len(told) == 2


@pytest.mark.engines("chromium", "firefox")
def test_errors_while_the_page_loads_are_kept(driver, server):
    """Playwright listens from before the first script on."""
    driver.goto(server.add("/", "<!doctype html><script>throw new Error('тасталды')</script>"))

    [told] = driver.console_errors()

    assert "тасталды" in told


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "a.localhost", "www.b.localhost"])
def test_the_server_has_many_names(driver, server, host):
    """Subdomains and foreign sites can be played on one machine."""
    server.add("/", PAGE)

    driver.goto(server.url("/", host))

    assert driver.eval("document.title") == "бет"
    assert server.asked("/", host) == server.asked("/")
    assert len(server.asked("/", host)) == 1


def test_hosts_can_differ(driver, server):
    """A page may stand under one name only."""
    server.add("/", "<!doctype html><title>біз</title>", host="localhost")
    server.add("/", "<!doctype html><title>басқа</title>", host="other.localhost")

    titles = []
    for host in ("localhost", "other.localhost"):
        driver.goto(server.url("/", host))
        titles.append(driver.eval("document.title"))

    assert titles == ["біз", "басқа"]


def test_a_site_can_be_visited_over_https(driver, server):
    """Some things are so only on a secure page, under a name that looks like one."""
    server.add("/kk/", "<!doctype html><title>бет</title>", host="www.site.example")

    driver.goto(server.url("/kk/", "www.site.example", scheme="https"))
    driver.set_cookie("a", "1", secure=True)

    assert driver.eval("[isSecureContext, location.origin, document.cookie]") == [
        True,
        "https://www.site.example",
        "a=1",
    ]
    assert [one.secure for one in driver.cookies()] == [True]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_foreign_hosts_are_played_and_recorded(driver, server, scheme):
    """A vendor's script comes from where it really would, and nobody else is ever asked."""
    server.add("/tag.js", "document.title = 'жүктелді'", host="cdn.vendor.example")
    driver.goto(server.add("/", f"<!doctype html><script src='{scheme}://cdn.vendor.example/tag.js?id=1'></script>"))

    title = driver.eval("document.title")

    [request] = server.asked("/tag.js")
    assert title == "жүктелді"
    assert (request.scheme, request.host, request.query) == (scheme, "cdn.vendor.example", "id=1")
    assert server.hosts == {"127.0.0.1", "cdn.vendor.example"}


def test_requests_that_the_page_cannot_see_are_waited_for(driver, server):
    """A beacon tells the page nothing; the test waits for the server to have it."""
    driver.goto(server.add("/", PAGE))

    driver.eval("navigator.sendBeacon('https://collect.vendor.example/hit', 'a')")
    server.wait_until(lambda: bool(server.asked("/hit")))

    assert [(one.method, one.body) for one in server.asked("/hit")] == [("POST", b"a")]


def test_everything_asked_is_recorded(driver, server):
    """Tests of silence rest on this: who asked for what, how, and with which body."""
    driver.goto(server.add("/", PAGE))

    driver.eval("fetch('/records?a=1', { method: 'POST', body: 'сәлем' }).then(() => 1)")

    [request] = server.asked("/records")
    assert (request.method, request.host, request.query) == ("POST", "127.0.0.1", "a=1")
    assert request.body.decode() == "сәлем"
    assert request.headers["content-type"].startswith("text/plain")
    assert server.paths == ["/", "/records"]


def test_a_held_answer_comes_when_it_is_let_go(driver, server):
    """Slow networks are played without waiting."""
    gate = threading.Event()
    server.add("/slow", "жетті", content_type="text/plain", gate=gate)
    driver.goto(server.add("/", PAGE))

    driver.eval("(window.got = null, fetch('/slow').then(one => one.text()).then(text => { window.got = text }), 0)")
    before = driver.eval("window.got")
    gate.set()

    assert before is None
    assert driver.wait("window.got") == "жетті"


def test_a_broken_connection_is_a_failed_request(driver, server):
    """A script that never arrives is played by a connection that breaks."""
    server.add("/gone.js", broken=True)
    driver.goto(server.add("/", PAGE))

    outcome = driver.eval("fetch('/gone.js').then(() => 'came', () => 'failed')")

    assert outcome == "failed"


def test_a_page_may_have_another_encoding(driver, server):
    """Old pages are not in UTF-8."""
    driver.goto(server.add("/", "<!doctype html><title>Согласие</title>", charset="windows-1251"))

    assert driver.eval("[document.characterSet, document.title]") == ["windows-1251", "Согласие"]


def test_a_folder_is_served_with_its_types_and_headers(driver, server, tmp_path):
    """The shipped files are served as a web server would, from where the build left them."""
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo/index.html").write_text("<!doctype html><script src='../a.js'></script>", "utf-8")
    (tmp_path / "a.js").write_text("document.title = 'ә'", "utf-8")
    server.serve(tmp_path, at="/consent/", headers={"X-Content-Type-Options": "nosniff"})

    driver.goto(server.url("/consent/demo/"))

    assert driver.eval("document.title") == "ә"


def test_nothing_outside_of_a_served_folder_is_given_away(driver, server, tmp_path):
    """A path with dots stays within."""
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (tmp_path / "dist").mkdir()
    server.serve(tmp_path / "dist")
    driver.goto(server.add("/", PAGE))

    status = driver.eval("fetch('/%2e%2e/secret.txt').then(one => one.status)")
    encoded = driver.eval("fetch('/..%2fsecret.txt').then(one => one.status)")

    assert (status, encoded) == (404, 404)


@pytest.mark.engines("chromium")
def test_a_visitor_may_like_it_dark(new_driver, server):
    """Options go to Playwright where it drives the engine."""
    driver = new_driver(color_scheme="dark")

    driver.goto(server.add("/", PAGE))

    assert driver.eval("matchMedia('(prefers-color-scheme: dark)').matches") is True


@pytest.mark.engines("firefox")
def test_what_firefox_cannot_play_is_refused(new_driver):
    """A test of the dark scheme that ran in the light one would prove nothing."""
    with pytest.raises(ValueError, match=r"^Firefox over BiDi has no color_scheme, java_script_enabled: mark the test"):
        new_driver(java_script_enabled=False, color_scheme="dark", timezone_id="Asia/Almaty")


def test_a_playwright_page_is_there_where_playwright_drives(page, server):
    """What a driver cannot do is done with the page itself; WebKitGTK has none."""
    page.goto(server.add("/", PAGE))

    assert page.get_by_role("button", name="Қабылдау").is_visible()
