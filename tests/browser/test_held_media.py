"""The gate for what is not a script: images, video, frames, embeds, links; and the placeholders of frames."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.engines import Driver
from tests.browser.pages import Site, document, serve
from tests.browser.server import Request, Server

pytest_plugins = ("tests.browser.sites",)

VENDOR = "counter.example"
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def mark(element: str, name: str, attribute: str = "src", more: str = "") -> str:
    """An element with the address of a file of the vendor held back."""
    return f'<{element} data-kelisim-consent="page-counter" data-kelisim-{attribute}="http://{VENDOR}/{name}" {more}>'


MEDIA = (
    mark(
        "img", "img.gif", more='id=img alt="chart" width=10 height=20 class="a b" title="t" data-own="1" loading=eager'
    )
    + mark("img", "set.gif 1x", "srcset", "alt=''")
    + '<picture data-kelisim-consent="page-counter">'
    + f'<source data-kelisim-srcset="http://{VENDOR}/source.gif">'
    + f'<img alt="" data-kelisim-src="http://{VENDOR}/none.gif"></picture>'
    + mark("video", "poster.gif", "poster", "preload=auto muted")
    + f'<source data-kelisim-src="http://{VENDOR}/video.webm" type="video/webm"></video>'
    + mark("audio", "audio.wav", more="preload=auto")
    + "</audio>"
    + mark("iframe", "frame.html", more='id=frame title="Map" width=300 height=200 sandbox allow="fullscreen"')
    + "</iframe>"
    + mark("embed", "embed.html", more="type='text/html'")
    + mark("object", "object.html", "data", "type='text/html'")
    + "</object>"
    + mark("input", "button.gif", more="type=image alt=''")
)
LINKS = mark("link", "sheet.css", "href", "id=sheet rel=stylesheet media=all") + mark(
    "link", "", "href", "id=hint rel=preconnect"
)
LOADED = {
    *("/img.gif", "/set.gif", "/source.gif", "/poster.gif", "/video.webm", "/audio.wav", "/frame.html"),
    *("/embed.html", "/object.html", "/button.gif", "/sheet.css"),
}
ATTRIBUTES = """Object.fromEntries(['img', 'frame', 'sheet'].map(id => [id,
  Object.fromEntries([...document.getElementById(id).attributes].map(({ name, value }) => [name, value]))]))"""


def vendor_paths(server: Server) -> set[str]:
    return {one.path for one in server.requests if one.host == VENDOR and one.path}


@pytest.fixture
def media(driver: Driver, server: Server, library: Site) -> Driver:
    """A visitor on a page with one of everything."""
    for path in LOADED | {"/none.gif"}:
        server.add(path, GIF if path.endswith(".gif") else b"", host=VENDOR)
    driver.goto(server.add("/", document(LINKS, MEDIA)))
    return driver


def test_everything_waits_and_then_loads(media: Driver, server: Server):
    """Before the choice the vendor hears nothing at all; after it every element has what was kept from it."""
    before = server.hosts

    media.eval("Kelisim.accept('page-counter')")
    server.wait_until(lambda: vendor_paths(server) >= LOADED)

    assert before == {"127.0.0.1"}
    assert "/none.gif" not in vendor_paths(server)  # a picture takes its source
    assert media.eval("document.getElementById('hint').href") == f"http://{VENDOR}/"


def test_what_stood_on_an_element_stays(media: Driver, server: Server):
    """Attributes that the page gave are the same before and after; only the address is new."""
    before = media.eval(ATTRIBUTES)

    media.eval("Kelisim.accept('page-counter')")
    server.wait_until(lambda: vendor_paths(server) >= LOADED)
    after = media.eval(ATTRIBUTES)

    for name, values in before.items():
        assert {key: after[name].get(key) for key in values} == values
        assert set(after[name]) - set(values) <= {"src", "href"}
    assert after["img"]["src"] == f"http://{VENDOR}/img.gif"


def test_a_frame_goes_back_when_consent_is_withdrawn(media: Driver, server: Server):
    """A frame goes on talking to its vendor for as long as it stands: a withdrawal takes its page out of it."""
    media.eval("Kelisim.accept('page-counter')")
    server.wait_until(lambda: "/frame.html" in vendor_paths(server))

    media.eval("Kelisim.reject()")

    # An address of ours, or none: the vendor's page is gone.
    media.wait("(frame => !frame || !frame.src.includes('frame.html'))(document.getElementById('frame'))")


PLAYER = "www.youtube-nocookie.com"
PLACEHOLDER = "document.querySelector('[data-kelisim=\"placeholder\"]')"


@pytest.fixture
def museum(driver: Driver, server: Server, sites: Callable[[str], Site]) -> Driver:
    """A visitor of the museum, on a page with a video."""
    serve(server, sites("embeds"))
    server.add("/embed/1", "<!doctype html><title>video</title>", host=PLAYER)
    frame = (
        f'<iframe id="video" class="wide" width="320" height="180" style="border: 0" title="Саяхат" '
        f'data-kelisim-consent="youtube" data-kelisim-src="http://{PLAYER}/embed/1"></iframe>'
    )
    server.add("/next", document(body=frame))
    driver.goto(server.add("/", document(body=frame)))
    driver.wait(PLACEHOLDER)
    return driver


def test_a_held_frame_has_a_placeholder_of_its_size(museum: Driver, server: Server):
    """It names the service and links the policy, the frame keeps its title; and nobody was asked for anything."""
    box = museum.eval(f"(({{ width, height }}) => [width, height])({PLACEHOLDER}.getBoundingClientRect())")
    text = museum.eval(f"{PLACEHOLDER}.textContent")

    assert box[0] == 320
    assert box[1] >= 180  # higher where the words need it
    assert "YouTube" in text
    assert museum.eval(f"{PLACEHOLDER}.querySelectorAll('a[href], button').length") == 3
    assert museum.eval("document.getElementById('video').title") == "Саяхат"
    entry = museum.eval(f"{PLACEHOLDER}.querySelector('a').href.split('#').pop()")
    policy = server.answer(Request("GET", "http", "127.0.0.1", "/consent/policy/kk/", "", {}, b"")).body.decode()
    assert f'id="{entry}"' in policy
    assert server.hosts == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("action", "recorded"), [pytest.param("once", False, id="once"), pytest.param("always", True, id="always")]
)
def test_the_buttons_of_a_placeholder_load_its_frame(museum: Driver, server: Server, action: str, recorded: bool):
    """Once: this frame is loaded and nothing recorded, the next page holds it again. Always: consent to the service."""
    museum.eval(f"{PLACEHOLDER}.querySelector('[data-kelisim-action=\"{action}\"]').click()")
    server.wait_until(lambda: bool(server.asked("/embed/1", PLAYER)))
    record = museum.eval("Kelisim.consent")
    museum.wait(f"!{PLACEHOLDER} && document.getElementById('video').offsetWidth === 320")

    server.forget()
    museum.goto(server.url("/next"))  # Playwright breaks down where Firefox reloads a page with a foreign frame

    if recorded:
        assert "youtube" in record["granted"]
        server.wait_until(lambda: bool(server.asked("/embed/1", PLAYER)))
    else:
        assert record is None
        museum.wait(PLACEHOLDER)
        assert server.hosts == {"127.0.0.1"}


def test_a_placeholder_is_reached_by_keyboard(museum: Driver, server: Server):
    """Tab comes to its buttons in the order of the page, and Enter presses one."""
    once = '[data-kelisim="placeholder"] [data-kelisim-action="once"]'
    museum.eval("document.body.insertAdjacentHTML('afterbegin', '<a id=start href=#start>start</a>')")
    museum.eval("document.getElementById('start').focus()")

    for _ in range(6):
        museum.press("Tab")
        if museum.eval(f"document.activeElement.matches({once!r})"):
            break
    museum.press("Enter")

    server.wait_until(lambda: bool(server.asked("/embed/1", PLAYER)))


def test_a_choice_in_the_banner_replaces_placeholders(museum: Driver, server: Server):
    """Accepting lets the frame in the placeholder's place; withdrawing puts the placeholder back."""
    museum.eval("Kelisim.accept('youtube')")
    museum.wait(f"!{PLACEHOLDER}")
    server.wait_until(lambda: bool(server.asked("/embed/1", PLAYER)))

    museum.eval("Kelisim.reject()")

    museum.wait(PLACEHOLDER)


def test_a_frame_that_comes_later_has_a_placeholder_too(museum: Driver, server: Server):
    """Frames that the page adds by itself are held and explained like those that were there."""
    museum.eval(
        f"""(() => {{
          const frame = document.createElement('iframe')
          Object.assign(frame.dataset, {{ kelisimConsent: 'youtube', kelisimSrc: 'http://{PLAYER}/embed/1' }})
          document.body.append(frame)
        }})()"""
    )

    museum.wait("document.querySelectorAll('[data-kelisim=\"placeholder\"]').length === 2")

    assert server.hosts == {"127.0.0.1"}
