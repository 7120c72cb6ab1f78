"""What `kelisim serve` shows: files from memory, problems in the page, news of a fresh build; nothing to strangers."""

from __future__ import annotations

import http.client
import threading
from http import HTTPStatus

import pytest

from kelisim.assets import text_asset
from kelisim.cache import Cache
from kelisim.devserver.building import Built, build_in_memory
from kelisim.devserver.pages import PROBLEMS_POLICY, with_reload
from kelisim.devserver.server import Server, Shown, answer, watch
from kelisim.devserver.watching import Watcher
from kelisim.problems import Place, Problem
from kelisim.serving.content_policy import page_policy

TAG = '<script src="/kelisim-serve/reload.js" data-version="v1" defer></script>\n'
FILES = [
    text_asset("kelisim.js", "1"),
    text_asset("demo/index.html", "<html><head></head></html>"),
    text_asset("policy/kk/index.html", "<html><head></head></html>"),
]
BUILT = Built("v1", {asset.name: asset for asset in FILES})
FAILED = Built("v2", problems=(Problem(Place("site.toml", 1, 1), "K101", "<b> is no TOML"),))


@pytest.fixture
def server():
    """A running server on a free port."""
    server = Server(Shown(BUILT), 0)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    yield server
    server.shown.close()
    server.shutdown()
    server.server_close()
    serving.join()


@pytest.fixture
def ask(server):
    """Ask the server for a path; connections are closed when the test is over."""
    connections = []

    def ask(path, method="GET", **headers):
        connections.append(http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10))
        connections[-1].request(method, path, headers=headers)
        return connections[-1].getresponse()

    yield ask
    for connection in connections:
        connection.close()


@pytest.mark.parametrize(
    ("path", "location"),
    [
        pytest.param("/", "/consent/demo/", id="the address that the command prints"),
        pytest.param("/consent/", "/consent/demo/", id="the folder"),
        pytest.param("/consent/policy/kk", "/consent/policy/kk/", id="a folder without its slash"),
    ],
)
def test_addresses_lead_to_pages(path, location):
    """As a server of the site would have it."""
    told = answer(BUILT, path)

    assert (told.status, told.location) == (HTTPStatus.FOUND, location)


def test_pages_carry_the_reload_script_and_other_files_are_as_they_are():
    """The script is a file of the server itself: no page needs a weaker policy for it."""
    page, script = answer(BUILT, "/consent/demo/"), answer(BUILT, "/consent/kelisim.js?1")

    assert page.body.decode() == f"<html><head>{TAG}</head></html>"
    assert script.body == b"1"
    assert (page.content_type, script.content_type) == ("text/html; charset=utf-8", "text/javascript; charset=utf-8")


def test_a_page_without_a_head_stays_as_it_is():
    """A fragment for a CMS is not a page."""
    assert with_reload("<p>text</p>", "v1") == "<p>text</p>"


def test_the_preview_is_made_when_it_is_looked_at():
    """It takes longer than all the rest, and most saves are about something else."""
    made = []

    def make_preview():
        made.append(1)
        return {"preview/index.html": text_asset("preview/index.html", "every state")}

    built = Built("v1", BUILT.files, make_preview=make_preview)

    demo, before = answer(built, "/consent/demo/"), list(made)
    preview = answer(built, "/consent/preview/")

    assert (demo.status, before) == (HTTPStatus.OK, [])
    assert (preview.body, made) == (b"every state", [1])


def test_policy_pages_are_shown_under_their_policy():
    """What breaks under it on the site breaks here first."""
    assert answer(BUILT, "/consent/policy/kk/").policy == str(page_policy())


@pytest.mark.parametrize(
    "path", ["/consent/nothing", "/etc/passwd", "/consent/../site.toml", "/consent/%2e%2e/site.toml"]
)
def test_what_was_not_built_is_not_there(path):
    """Names are looked up among the files of the build; no path reaches the disk."""
    assert answer(BUILT, path).status == HTTPStatus.NOT_FOUND


def test_after_a_failure_every_page_shows_the_problems():
    """As text, whatever stands in them; the page waits for the next build like any other."""
    told = answer(FAILED, "/consent/policy/ru/")

    assert "<pre>site.toml:1:1: error[K101]: &lt;b&gt; is no TOML\n\n1 error in 1 file</pre>" in told.body.decode()
    assert 'data-version="v2"' in told.body.decode()
    assert told.policy == PROBLEMS_POLICY
    assert answer(FAILED, "/consent/kelisim.js").status == HTTPStatus.NOT_FOUND


def test_a_fresh_build_wakes_whoever_waits():
    """And the same build once more does not."""
    shown, heard = Shown(BUILT), []
    waiting = threading.Thread(target=lambda: heard.append(shown.wait("v1", 30)))
    waiting.start()

    again, fresh = shown.show(BUILT), shown.show(FAILED)
    waiting.join(30)

    assert (again, fresh, heard) == (False, True, ["v2"])


def test_an_open_page_learns_of_a_fresh_build(server, ask):
    """By server-sent events: first what is shown, then what comes."""
    news = ask("/kelisim-serve/events")

    first = news.readline()
    server.shown.show(FAILED)
    news.readline()
    second = news.readline()

    assert news.getheader("Content-Type") == "text/event-stream"
    assert (first, second) == (b"data: v1\n", b"data: v2\n")


def test_nothing_is_kept_by_a_cache(ask):
    """The next request is for the next build."""
    page = ask("/consent/demo/")

    assert page.getheader("Cache-Control") == "no-store"
    assert page.getheader("X-Content-Type-Options") == "nosniff"


def test_the_head_of_an_answer_has_no_body(ask):
    """For programs that only look whether something is there."""
    head = ask("/consent/kelisim.js", "HEAD")

    assert (head.status, head.getheader("Content-Length"), head.read()) == (200, "1", b"")


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1", 200), ("localhost", 200), ("evil.example", 403)],
)
def test_only_names_of_this_machine_are_answered(server, ask, host, status):
    """A page elsewhere may point its own name at 127.0.0.1; it reads nothing."""
    assert ask("/consent/kelisim.js", Host=f"{host}:{server.server_port}").status == status


def test_the_server_is_reached_from_this_machine_alone(server):
    """It listens on the loopback address, whatever the machine's others are."""
    assert server.server_address[0] == "127.0.0.1"
    assert server.url == f"http://127.0.0.1:{server.server_port}/"


def test_sources_that_come_change_or_go_are_seen(tmp_path):
    """Once each; what is no source is not looked at."""
    site, style = tmp_path / "site.toml", tmp_path / "banner" / "css" / "banner.css"
    site.write_text('id = "shop"')
    watcher = Watcher(site)

    seen = [watcher.changed()]
    site.write_text('id = "other"')
    seen += [watcher.changed(), watcher.changed()]
    style.parent.mkdir(parents=True)
    style.write_text("a{}")
    seen.append(watcher.changed())
    style.unlink()
    seen.append(watcher.changed())
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "kelisim.js").write_text("1")
    seen.append(watcher.changed())

    assert seen == [False, True, False, True, True, False]


def test_a_change_is_built_until_somebody_closes():
    """Looks go on; a build follows only what changed."""
    closing, built, looks = threading.Event(), [], iter([False, True, False, True])

    def changed():
        found = next(looks, None)
        if found is None:
            closing.set()
        return bool(found)

    watch(changed, lambda: built.append(1), closing, 0)

    assert built == [1, 1]


def test_a_site_file_that_is_gone_is_shown_and_not_fatal(tmp_path):
    """An editor may write a file anew by way of deleting it."""
    built = build_in_memory(tmp_path / "site.toml", None, Cache(None))

    assert built.failed
    assert built.failure == f"there is no {tmp_path}/site.toml"


def test_a_fault_of_our_own_is_shown_with_its_traceback(tmp_path, monkeypatch):
    """The server goes on: the next save may be the one that mends it."""
    monkeypatch.setattr("kelisim.devserver.building.read_project", lambda file: 1 / 0)

    built = build_in_memory(tmp_path / "site.toml", None, Cache(None))

    assert built.failed
    assert built.failure.endswith("ZeroDivisionError: division by zero\n")
