"""Requests to answers on 127.0.0.1, and the news of a fresh build to every open page."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kelisim.devserver import pages
from kelisim.devserver.building import PREVIEW, Built
from kelisim.serving.content_policy import page_policy
from kelisim.serving.rules import FOLDER

HOST = "127.0.0.1"
START = f"{FOLDER}demo/"
#: How long an open page waits for news before the server looks whether it is still there.
_PATIENCE_SECONDS = 15
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """What a browser gets."""

    status: HTTPStatus
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    location: str = ""
    policy: str = ""


class Shown:
    """The build that is shown; whoever waits for another one is woken when it comes."""

    def __init__(self, built: Built) -> None:
        self._built = built
        self._news = threading.Condition()
        self._closed = False

    @property
    def built(self) -> Built:
        return self._built

    @property
    def closed(self) -> bool:
        return self._closed

    def show(self, built: Built) -> bool:
        """Show another build; False where it is the same."""
        with self._news:
            if built.version == self._built.version:
                return False
            self._built = built
            self._news.notify_all()
            return True

    def wait(self, version: str, seconds: float = _PATIENCE_SECONDS) -> str:
        """The version that is shown, as soon as it is not this one, or when the time is up."""
        with self._news:
            self._news.wait_for(lambda: self._closed or self._built.version != version, seconds)
            return self._built.version

    def close(self) -> None:
        """Let everybody go."""
        with self._news:
            self._closed = True
            self._news.notify_all()


def answer(built: Built, address: str) -> Answer:
    """What is shown at an address: a file of the build, pages with the reload script; after a failure the problems."""
    path = unquote(urlsplit(address).path)
    if path == pages.RELOAD_PATH:
        script = Path(__file__).with_name("reload.js").read_bytes()
        return Answer(HTTPStatus.OK, script, "text/javascript; charset=utf-8")
    if path == pages.STYLE_PATH:
        return Answer(HTTPStatus.OK, pages.STYLE.encode(), "text/css; charset=utf-8")
    name = path.removeprefix(FOLDER)
    if path == "/" or path == FOLDER:
        return Answer(HTTPStatus.FOUND, location=START)
    if not path.startswith(FOLDER):
        return _nothing_there(path)
    if built.failed:
        if name.endswith(("/", ".html")):
            return Answer(HTTPStatus.OK, pages.problems_page(built).encode(), _HTML, policy=pages.PROBLEMS_POLICY)
        return _nothing_there(path)
    return _file(built, name)


def _file(built: Built, name: str) -> Answer:
    files = built.make_preview() if name.startswith(PREVIEW) else built.files
    asset = files.get(f"{name}index.html" if name.endswith("/") else name)
    if asset is None:
        if f"{name}/index.html" in files:
            return Answer(HTTPStatus.FOUND, location=f"{FOLDER}{name}/")
        return _nothing_there(FOLDER + name)
    body = asset.data
    if asset.content_type == _HTML:
        body = pages.with_reload(body.decode(), built.version).encode()
    policy = str(page_policy()) if name.startswith("policy/") else ""
    return Answer(HTTPStatus.OK, body, asset.content_type, policy=policy)


def _nothing_there(path: str) -> Answer:
    return Answer(HTTPStatus.NOT_FOUND, f"there is no {path}\n".encode())


class Server(ThreadingHTTPServer):
    """Hands out what is shown, to this machine alone."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, shown: Shown, port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.shown = shown

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle is no fault; everything else is one of ours, and keeps its trace."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        # A page of somebody else may point its own name at this machine; it must not read what is shown here.
        if self.headers.get("Host", "") not in {f"{name}:{self.server.server_port}" for name in (HOST, "localhost")}:
            self._send(Answer(HTTPStatus.FORBIDDEN, b"this server answers to 127.0.0.1 and localhost\n"))
        elif urlsplit(self.path).path == pages.EVENTS_PATH:
            self._tell_news()
        else:
            self._send(answer(self.server.shown.built, self.path))

    do_HEAD = do_GET

    def _send(self, told: Answer) -> None:
        self.send_response(told.status)
        self.send_header("Content-Type", told.content_type)
        self.send_header("Content-Length", str(len(told.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in (("Location", told.location), ("Content-Security-Policy", told.policy)):
            if value:
                self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(told.body)

    def _tell_news(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        version = ""
        try:
            while not self.server.shown.closed:
                news = self.server.shown.wait(version)
                # A comment keeps the line open, and tells when nobody is at its other end any more.
                self.wfile.write(f"data: {news}\n\n".encode() if news != version else b": still here\n\n")
                self.wfile.flush()
                version = news
        except (BrokenPipeError, ConnectionResetError):
            pass  # the page was closed

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what is worth a line is said when a build is made."""


def watch(changed: Callable[[], bool], rebuild: Callable[[], None], closing: threading.Event, every: float) -> None:
    """Look at the sources until somebody closes, and build when they changed."""
    while not closing.wait(every):
        if changed():
            rebuild()
