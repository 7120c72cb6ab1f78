"""The internet, as far as a browser under test is concerned: it serves what it is told to and remembers every request.

A browser that has the server as its proxy reaches it under every name there is, over https too (with certificates that
the browser has to be told to accept), and nothing else. Tests of silence rest on that: whoever was contacted is known.
"""

from __future__ import annotations

import mimetypes
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

import trustme

LOCAL = "127.0.0.1"
PATIENCE_SECONDS = 10.0

# What mimetypes leaves to the system it runs on.
CONTENT_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}


@dataclass(frozen=True)
class Request:
    """What a browser asked for; `host` is the server's name without the port, header names are in small letters.

    A connection to a host over https is recorded too, with the method CONNECT and no path. Hints such as preconnect
    are not: no engine follows them through a proxy.
    """

    method: str
    scheme: str
    host: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What the server says to a request.

    An answer with a `gate` is held back until that event is set; one that is `broken` is a connection reset half way.
    """

    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    gate: threading.Event | None = None
    broken: bool = False


class Server:
    """Serves pages and folders under every name; under 127.0.0.1, localhost and anything.localhost without a proxy too.

    Use it as a context manager; each has a port, and therefore an origin, of its own. `requests` stand in the order in
    which they came; of those that a browser makes at once, over several connections, any may be first.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._answers: dict[tuple[str | None, str], Answer] = {}
        self._folders: list[tuple[str, Path, Mapping[str, str]]] = []
        self._news = threading.Condition()
        self._http = _Http(self)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        for answer in self._answers.values():
            if answer.gate:
                answer.gate.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def proxy(self) -> str:
        """What a browser is given as its proxy."""
        return f"http://127.0.0.1:{self.port}"

    def url(self, path: str = "/", host: str = LOCAL, scheme: str = "http") -> str:
        """The address of a path; names other than this machine's are for browsers that have the server as proxy."""
        is_local = scheme == "http" and (host in (LOCAL, "localhost") or host.endswith(".localhost"))
        return f"{scheme}://{host}{f':{self.port}' if is_local else ''}{path}"

    def add(
        self,
        path: str,
        body: str | bytes = b"",
        *,
        content_type: str | None = None,
        charset: str = "utf-8",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        gate: threading.Event | None = None,
        broken: bool = False,
        host: str | None = None,
    ) -> str:
        """Answer this path so, under every host name or only under `host`, and return its (http) address.

        A text is encoded in `charset`, and its content type (by default what the path's ending says) names it.
        """
        kind = content_type or content_type_of(path)
        if isinstance(body, str):
            body = body.encode(charset)
            kind = f"{kind}; charset={charset}"
        self._answers[host, path] = Answer(body, kind, status, dict(headers or {}), gate, broken)
        return self.url(path, host or LOCAL)

    def serve(self, folder: Path, at: str = "/", headers: Mapping[str, str] | None = None) -> str:
        """Serve the files of a folder under a path that ends in "/", with these headers; return its address.

        Paths given to `add` come first, and of several folders the one mounted last.
        """
        self._folders.insert(0, (at, folder.resolve(), dict(headers or {})))
        return self.url(at)

    def asked(self, path: str, host: str | None = None) -> list[Request]:
        """The requests for this path (under this host name), in the order in which they came."""
        return [one for one in self.requests if one.path == path and host in (None, one.host)]

    @property
    def paths(self) -> list[str]:
        """Every path asked for, in order, but for the icon that browsers look for by themselves."""
        return [one.path for one in self.requests if one.path not in ("", "/favicon.ico")]

    @property
    def hosts(self) -> set[str]:
        """Every host that was asked for anything, or only connected to."""
        return {one.host for one in self.requests}

    def forget(self) -> None:
        """Forget the requests so far."""
        with self._news:
            self.requests = []

    def wait_until(self, happened: Callable[[], bool]) -> None:
        """Wait for requests until this is so; for those that nothing in the page tells of, such as beacons."""
        with self._news:
            if not self._news.wait_for(happened, PATIENCE_SECONDS):
                came = ", ".join(f"{one.method} {one.host}{one.path}" for one in self.requests)
                raise TimeoutError(f"not within {PATIENCE_SECONDS:.0f} s; the requests were: {came or 'none'}")

    def record(self, request: Request) -> None:
        with self._news:
            self.requests.append(request)
            self._news.notify_all()

    def answer(self, request: Request) -> Answer:
        for host in (request.host, None):
            if known := self._answers.get((host, request.path)):
                return known
        for at, folder, headers in self._folders:
            if request.path.startswith(at) and (file := file_in(folder, request.path.removeprefix(at))):
                return Answer(file.read_bytes(), full_content_type(file.name), headers=headers)
        if request.path == "/favicon.ico":
            return Answer(status=204)
        return Answer(b"not found", "text/plain; charset=utf-8", 404)


def file_in(folder: Path, path: str) -> Path | None:
    """The file that a path stands for, `index.html` for a folder; none outside of the folder."""
    file = (folder / unquote(path)).resolve()
    if file.is_dir():
        file = file / "index.html"
    return file if file.is_file() and file.is_relative_to(folder) else None


def content_type_of(path: str) -> str:
    suffix = Path(path).suffix
    return CONTENT_TYPES.get(suffix) or (mimetypes.guess_type(path)[0] if suffix else None) or "text/html"


def full_content_type(path: str) -> str:
    kind = content_type_of(path)
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind == "application/json" else kind


@cache
def authority() -> trustme.CA:
    return trustme.CA()


@cache
def certificate_of(host: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert(host).configure_cert(context)
    return context


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a browser keeps connections open that it may never use
    request_queue_size = 128

    def __init__(self, owner: Server) -> None:
        self.owner = owner
        super().__init__((LOCAL, 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up in the middle is none of the test's business."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http
    scheme = "http"

    def handle_any(self) -> None:
        request = self.request_as_asked()
        self.server.owner.record(request)
        answer = self.server.owner.answer(request)
        if answer.gate:
            answer.gate.wait()
        if answer.broken:
            self.break_off()
        else:
            self.give(answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = handle_any

    def do_CONNECT(self) -> None:
        """Be the host that the browser wants to talk to over https."""
        host = urlsplit(f"//{self.path}").hostname or ""
        self.server.owner.record(Request("CONNECT", "https", host, "", "", {}, b""))
        self.send_response(200)
        self.end_headers()
        self.connection = certificate_of(host).wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)
        self.scheme = "https"

    def finish(self) -> None:
        super().finish()
        if self.scheme == "https":  # the server closes only the connection that was there first
            self.connection.close()

    def request_as_asked(self) -> Request:
        address = urlsplit(self.path)
        return Request(
            method=self.command,
            scheme=self.scheme,
            host=urlsplit(f"//{self.headers.get('host', '')}").hostname or "",
            path=address.path,
            query=address.query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(self.headers.get("content-length", 0))),
        )

    def give(self, answer: Answer) -> None:
        self.send_response(answer.status)
        headers = {"Content-Type": answer.content_type, "Cache-Control": "no-store", **answer.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        has_body = answer.status not in (204, 304)
        if has_body:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if has_body and self.command != "HEAD":
            self.wfile.write(answer.body)

    def break_off(self) -> None:
        """Reset the connection, as a network that fails does."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: what was asked is in `requests`."""
