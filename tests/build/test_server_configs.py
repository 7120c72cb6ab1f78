"""The texts for servers, tried on real ones: nginx always, Apache and Caddy where they are installed."""

from __future__ import annotations

import base64
import gzip
import hashlib
import http.client
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kelisim.serving.content_policy import page_policy
from tests.build.conftest import Workplace

IMMUTABLE = "public, max-age=31536000, immutable, no-transform"
REVALIDATE = "public, max-age=300, stale-while-revalidate=86400"
PATH = "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"
STARTS_WITHIN_SECONDS = 30

NGINX = """\
daemon off;
pid {place}/nginx.pid;
error_log {place}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {place}/www;
        location ~ \\.js$ {{ return 403; }}
        include {place}/www/consent/nginx.conf;
    }}
}}
"""
APACHE = """\
ServerRoot {place}
ServerName localhost
PidFile {place}/apache.pid
TypesConfig /dev/null
ErrorLog {place}/error.log
Listen 127.0.0.1:{port}
{modules}
<VirtualHost *:{port}>
    DocumentRoot {place}/www
    <Directory {place}/www>
        Require all granted
    </Directory>
    Include {place}/www/consent/apache.conf
</VirtualHost>
"""
APACHE_FOLDER = Path("/usr/lib/apache2/modules")
APACHE_MODULES = ("mpm_event", "authz_core", "dir", "headers", "mime", "alias", "setenvif", "rewrite")
CADDY = """\
{{
    admin off
    auto_https off
}}
http://127.0.0.1:{port} {{
    root * {place}/www
    import {place}/www/consent/Caddyfile
}}
"""


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A running server with the output of the shop in /consent/."""

    port: int
    files: dict[str, bytes]

    def ask(self, path: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)

    def name_of(self, beginning: str) -> str:
        [name] = [
            name for name in self.files if name.startswith(f"assets/{beginning}.") and name.endswith((".js", ".css"))
        ]
        return name


def program_of(kind: str) -> str | None:
    return shutil.which({"apache": "apache2"}.get(kind, kind), path=PATH)


def configured(kind: str, place: Path, port: int) -> list[str]:
    """Write the server's own configuration around ours; the command that runs it, or a skip with the reason."""
    program = program_of(kind)
    if program is None:
        pytest.skip(f"{kind} is not installed")
    config = place / f"{kind}.conf"
    if kind == "nginx":
        config.write_text(NGINX.format(place=place, port=port))
        return [program, "-c", str(config), "-p", str(place)]
    if kind == "apache":
        modules = "\n".join(f"LoadModule {name}_module {APACHE_FOLDER}/mod_{name}.so" for name in APACHE_MODULES)
        config.write_text(APACHE.format(place=place, port=port, modules=modules))
        return [program, "-f", str(config), "-D", "FOREGROUND"]
    config.write_text(CADDY.format(place=place, port=port))
    return [program, "run", "--adapter", "caddyfile", "--config", str(config)]


def wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    """Until somebody listens; a server that ended instead says why."""
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.02)
    process.kill()
    _, told = process.communicate()
    pytest.fail(f"the server does not answer: {told.decode()}")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter: a server that is started as root serves as somebody else."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


# Apache and Caddy are extras: where they are not installed there is nothing to say of them.
@pytest.fixture(params=["nginx", *filter(program_of, ["apache", "caddy"])])
def server(request: pytest.FixtureRequest, shop: Workplace, open_folder: Path) -> Iterator[Server]:
    """A server on a free port; ours is included in a site that has rules of its own."""
    place = open_folder
    (place / "www").mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = configured(request.param, place, port)
    assert shop.run("build", "--compress", "--out", str(place / "www" / "consent")).status == 0
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={"PATH": PATH, "HOME": str(place)}
    )
    try:
        wait_for(process, port)
        yield Server(port, shop.tree(str(place / "www" / "consent")))
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_a_server_says_of_every_file_what_it_has_to(server: Server):
    """Assets for good and for every origin, loader and pages looked after, types with charset, pages with a policy."""
    banner, loader = server.ask(f"/consent/{server.name_of('banner.kk')}"), server.ask("/consent/kelisim.js")
    page, sheet = server.ask("/consent/policy/kk/"), server.ask(f"/consent/{server.name_of('policy')}")
    text, types = server.ask("/consent/policy/ru/policy.txt"), server.ask("/consent/kelisim.d.ts")
    manifest = server.ask("/consent/manifest.json")

    assert {answer.status for answer in (banner, loader, page, sheet, text, types, manifest)} == {200}
    assert {answer.headers["x-content-type-options"] for answer in (banner, loader, page, manifest)} == {"nosniff"}
    assert banner.headers["cache-control"] == sheet.headers["cache-control"] == IMMUTABLE
    assert loader.headers["cache-control"] == page.headers["cache-control"] == REVALIDATE
    for script in (banner, loader):
        assert script.headers["content-type"] == "text/javascript; charset=utf-8"
        assert script.headers["access-control-allow-origin"] == "*"
        assert script.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "content-security-policy" not in script.headers
    assert page.headers["content-security-policy"] == str(page_policy())
    assert page.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert [answer.headers["content-type"] for answer in (page, sheet, text, types, manifest)] == [
        "text/html; charset=utf-8",
        "text/css; charset=utf-8",
        "text/plain; charset=utf-8",
        "text/plain; charset=utf-8",
        "application/json; charset=utf-8",
    ]


def test_a_server_sends_the_compressed_form_that_lies_beside_a_file(server: Server):
    """To whoever can read it, under the same type and rules; everybody else gets the file."""
    plain, packed = server.ask("/consent/kelisim.js"), server.ask("/consent/kelisim.js", Accept_Encoding="gzip")

    assert (plain.body, plain.headers.get("content-encoding")) == (server.files["kelisim.js"], None)
    assert (packed.body, packed.headers["content-encoding"]) == (server.files["kelisim.js.gz"], "gzip")
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["content-type"] == plain.headers["content-type"]
    assert packed.headers["cache-control"] == REVALIDATE
    assert packed.headers["access-control-allow-origin"] == "*"
    assert "accept-encoding" in packed.headers["vary"].lower()


def test_the_tags_to_paste_come_with_the_policy_that_they_need(shop: Workplace):
    """SEC-2, SEC-3: the hash is that of the inline part as it stands there, hosts are those of the service in use."""
    shop.run("build")

    embed, nginx = (shop.tree()[name].decode() for name in ("embed.html", "nginx.conf"))
    [inline] = re.findall(r"<script>(.+?)</script>", embed)
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    [script_sources] = re.findall(r"^ +script-src (.+);$", embed, re.MULTILINE)

    assert script_sources.startswith(f"'self' 'sha256-{digest}' https://www.googletagmanager.com")
    assert f"script-src {script_sources};" in nginx
    assert "     trusted-types kelisim\n" in embed
    assert "unsafe" not in embed


@pytest.mark.parametrize(
    "path", ["nginx.conf", "Caddyfile", "_headers", "demo/index.html", "demo/google-analytics.js", "assets/gone.js"]
)
def test_what_is_not_for_visitors_is_not_there_and_no_error_is_kept(server: Server, path: str):
    """The owner's files, the demo and what never was: a 404 that no cache keeps for a year."""
    answer = server.ask(f"/consent/{path}")

    assert answer.status == 404
    assert "immutable" not in answer.headers.get("cache-control", "")
