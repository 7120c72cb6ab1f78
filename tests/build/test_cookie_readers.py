"""What a server reads in the consent cookie: in Python, in PHP and in nginx the same as the page reads."""

from __future__ import annotations

import http.client
import importlib.util
import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.browser.cookie_values import garbage, granted_by
from tests.browser.pages import DAY, TERM, Site, build, project_of, read_site
from tests.build.test_server_configs import PATH, open_folder, program_of, wait_for

__all__ = ["open_folder"]

ROOT = Path(__file__).resolve().parent.parent.parent
READERS = ROOT / "docs/server"
SERVICES = ("page-counter", "heat-map", "partner-pixel")
VALUES = 2000
#: What may stand in a header at all.
SENDABLE = re.compile(r"[\x20-\x7e]*")
NJS = "/usr/lib/nginx/modules/ngx_http_js_module.so"

NGINX = """\
load_module {njs};
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
    large_client_header_buffers 4 16k;
    include {place}/consent/nginx-consent.conf;
    js_path {place};
    js_import kelisim from kelisim_consent.njs;
    js_set $kelisim_renewed kelisim.renewed;
    server {{
        listen 127.0.0.1:{port};
        add_header Set-Cookie $kelisim_renewed;
        keepalive_requests 100000;
        location / {{ return 200 "{variables}"; }}
    }}
}}
"""
PHP = """\
require $argv[1];
$manifest = kelisim_manifest($argv[2]);
$answers = [];
foreach (json_decode(stream_get_contents(STDIN), true) as [$header, $now, $gpc]) {
    $consent = kelisim_consent($header, $manifest, $now);
    $allowed = [];
    foreach (["page-counter", "heat-map", "partner-pixel", "analytics", "own-site", "necessary", "stranger"] as $id) {
        if (kelisim_allowed($consent, $id, $manifest, $gpc)) $allowed[] = $id;
    }
    $answers[] = [$allowed, kelisim_renewed($consent, $manifest, true, $now)];
}
echo json_encode($answers);
"""
IDS = ("page-counter", "heat-map", "partner-pixel", "analytics", "own-site", "necessary", "stranger")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    made: dict[str, Site] = {}

    def site(name: str) -> Site:
        if name not in made:
            folder = tmp_path_factory.mktemp(name)
            build(project_of(name, folder / "project"), folder / "dist")
            made[name] = read_site(folder / "dist")
        return made[name]

    return site


@pytest.fixture(scope="module")
def reader() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kelisim_consent", READERS / "kelisim_consent.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    # Data classes look their module up.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


Question = tuple[str, int, bool]
Answer = tuple[list[str], str | None]


def in_python(reader: ModuleType, site: Site, questions: list[Question]) -> list[Answer]:
    manifest = reader.load_manifest(site.folder / "manifest.json")
    answers = []
    for header, now, gpc in questions:
        consent = reader.read_consent(header, manifest, now)
        allowed = [one for one in IDS if reader.is_allowed(consent, one, manifest, gpc=gpc)]
        answers.append((allowed, reader.renewed_cookie(consent, manifest, now=now)))
    return answers


def in_php(site: Site, questions: list[Question]) -> list[Answer]:
    command = ["php", "-n", "-r", PHP, "--", str(READERS / "kelisim_consent.php"), str(site.folder / "manifest.json")]
    ran = subprocess.run(command, input=json.dumps(questions), capture_output=True, text=True, check=True)
    return [(allowed, renewed) for allowed, renewed in json.loads(ran.stdout)]


@pytest.mark.parametrize("language", ["python", "php"])
def test_a_reader_grants_what_the_grammar_grants(
    built: Callable[[str], Site], reader: ModuleType, language: str
) -> None:
    """Of two thousand values, sound and damaged; what is necessary is always on, what nobody knows never."""
    site, now = built("library"), int(time.time())
    values = [value for value in garbage(site, VALUES) if SENDABLE.fullmatch(value) and ";" not in value]
    questions = [(f"first=1; kelisim={value}; last=2", now, False) for value in values]

    answers = in_php(site, questions) if language == "php" else in_python(reader, site, questions)

    judged = [
        (value, set(allowed) & set(SERVICES), granted_by(value.strip(), site))
        for value, (allowed, _) in zip(values, answers, strict=True)
    ]
    assert [one for one in judged if one[1] != one[2]] == []
    assert sum(1 for _, allowed, _ in judged if allowed) >= 20
    assert all({"own-site", "necessary"} <= set(allowed) and "stranger" not in allowed for allowed, _ in answers)
    assert all(("analytics" in allowed) == ({"page-counter", "heat-map"} <= set(allowed)) for allowed, _ in answers)


@pytest.mark.parametrize("language", ["python", "php"])
def test_a_reader_knows_terms_versions_and_duplicates(
    built: Callable[[str], Site], reader: ModuleType, language: str
) -> None:
    """The newest of two cookies counts; a lapsed one, one of another policy and one from the future are no choice."""
    site, now = built("library"), 1_800_000_000

    def cookie(granted: list[str], **fields: Any) -> str:
        record = site.record(granted, [one for one in SERVICES if one not in granted], **{"time": now - 100, **fields})
        return f"kelisim={record}"

    older, newer = cookie(["heat-map"], time=now - 9000), cookie(["page-counter"])
    questions: list[Question] = [
        (f"{older}; {newer}", now, False),
        (f"{newer}; {older}", now, False),
        (cookie(["heat-map"], time=now - TERM), now, False),
        (cookie(["heat-map"], time=now - TERM + 60), now, False),
        (cookie(["heat-map"], policy="2.0"), now, False),
        (cookie(["heat-map"], time=now + DAY - 60), now, False),
        (cookie(["heat-map"], time=now + 2 * DAY), now, False),
        (cookie(["heat-map"]).replace("kelisim=", "xkelisim="), now, False),
        ("", now, False),
    ]

    answers = in_php(site, questions) if language == "php" else in_python(reader, site, questions)

    granted = [next((one for one in SERVICES if one in allowed), "") for allowed, _ in answers]
    assert granted == ["page-counter", "page-counter", "", "heat-map", "", "heat-map", "", "", ""]
    attributes = f"; Max-Age={TERM - 100}; Path=/; SameSite=Lax; Secure"
    assert answers[0][1] == newer + attributes
    assert "Max-Age=60;" in (answers[3][1] or "")
    assert answers[2][1] is answers[4][1] is answers[8][1] is None


@pytest.mark.parametrize("language", ["python", "php"])
def test_a_reader_follows_the_implied_model(built: Callable[[str], Site], reader: ModuleType, language: str) -> None:
    """What was not refused runs, unless the request carries the privacy signal (SIG-1)."""
    site, now = built("implied"), 1_800_000_000
    refused = f"kelisim={site.record([], ['heat-map'], time=now - 5)}"
    questions: list[Question] = [("", now, False), ("", now, True), (refused, now, False), (refused, now, True)]

    answers = in_php(site, questions) if language == "php" else in_python(reader, site, questions)

    assert [sorted(set(allowed) & set(SERVICES)) for allowed, _ in answers] == [
        sorted(SERVICES),
        [],
        ["page-counter", "partner-pixel"],
        [],
    ]


@dataclass(frozen=True)
class Nginx:
    """A running nginx that answers with its variables."""

    connection: http.client.HTTPConnection

    def ask(self, cookie: str, **headers: str) -> tuple[set[str], str | None]:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request("GET", "/", headers={**({"Cookie": cookie} if cookie else {}), **told})
        answer = self.connection.getresponse()
        assert answer.status == 200
        values = dict(pair.split("=") for pair in answer.read().decode().split())
        return {name for name, value in values.items() if value == "1"}, answer.headers.get("Set-Cookie")


@pytest.fixture
def nginx(built: Callable[[str], Site], open_folder: Path) -> Iterator[Callable[[str], Nginx]]:
    started: list[subprocess.Popen[bytes]] = []
    servers: list[Nginx] = []

    def start(name: str) -> Nginx:
        site = built(name)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        shutil.copytree(site.folder, open_folder / "consent", dirs_exist_ok=True)
        shutil.copy(READERS / "kelisim_consent.njs", open_folder)
        variables = " ".join(f"{one}=$kelisim_{one.replace('-', '_')}" for one in (*SERVICES, "analytics", "marketing"))
        config = open_folder / "nginx.conf"
        config.write_text(NGINX.format(place=open_folder, port=port, variables=variables, njs=NJS))
        program = program_of("nginx")
        assert program, "nginx is missing; python3 tests/run.py installs it"
        command = [program, "-c", str(config), "-p", str(open_folder)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={"PATH": PATH})
        started.append(process)
        wait_for(process, port)
        servers.append(Nginx(http.client.HTTPConnection("127.0.0.1", port, timeout=10)))
        return servers[-1]

    yield start
    for server in servers:
        server.connection.close()
    for process in started:
        process.terminate()
        process.communicate(timeout=30)


def test_nginx_grants_what_the_grammar_grants(built: Callable[[str], Site], nginx: Callable[[str], Nginx]) -> None:
    """But for the term, which nginx leaves to the browser; categories follow their services."""
    site, server = built("library"), nginx("library")
    values = [
        value
        for value in garbage(site, VALUES)
        if SENDABLE.fullmatch(value) and ";" not in value and value == value.strip() and _of_today(value)
    ]

    judged = [(value, server.ask(f"first=1; kelisim={value}; last=2")[0], granted_by(value, site)) for value in values]

    assert [one for one in judged if one[1] & set(SERVICES) != one[2]] == []
    assert sum(1 for _, allowed, _ in judged if allowed) >= 20
    assert all(
        ("analytics" in allowed) == ({"page-counter", "heat-map"} <= allowed)
        and ("marketing" in allowed) == ("partner-pixel" in allowed)
        for _, allowed, _ in judged
    )


def _of_today(value: str) -> bool:
    """Whether a time in it is one that browsers keep the cookie for: damage may have made it another."""
    found = re.match(r"1~[0-9]+~([0-9]{10})~", value)
    return not found or abs(time.time() - int(found[1])) < DAY


def test_nginx_follows_the_implied_model(built: Callable[[str], Site], nginx: Callable[[str], Nginx]) -> None:
    site, server = built("implied"), nginx("implied")
    refused = f"kelisim={site.record(['page-counter'], ['heat-map'])}"

    assert server.ask("")[0] & set(SERVICES) == set(SERVICES)
    assert server.ask("", Sec_GPC="1")[0] & set(SERVICES) == set()
    assert server.ask(refused)[0] & set(SERVICES) == {"page-counter", "partner-pixel"}
    assert server.ask(refused, Sec_GPC="1")[0] & set(SERVICES) == {"page-counter"}


def test_nginx_finds_a_cookie_with_a_hyphen_in_its_name(
    built: Callable[[str], Site], nginx: Callable[[str], Nginx]
) -> None:
    site, server = built("hyphen"), nginx("hyphen")

    allowed, renewed = server.ask(f"consent={site.record(SERVICES)}; my-consent={site.record(['heat-map'])}")

    assert allowed == {"heat-map"}
    assert (renewed or "").startswith("my-consent=1~")


def test_nginx_renews_the_cookie_until_its_term_ends(
    built: Callable[[str], Site], nginx: Callable[[str], Nginx]
) -> None:
    """Its own expiry, counted from the choice; what is no choice, or no longer one, is not renewed."""
    site, server = built("library"), nginx("library")
    made = int(time.time()) - 1000
    record = site.record(["heat-map"], time=made)

    _, renewed = server.ask(f"other=1; kelisim={record}")
    lapsed = server.ask(f"kelisim={site.record(['heat-map'], time=made - TERM)}")[1]
    another = server.ask(f"kelisim={site.record(['heat-map'], policy='2.0')}")[1]

    assert renewed is not None
    head, _, attributes = renewed.partition("; ")
    left = int(attributes.split("Max-Age=")[1].split(";")[0])
    assert head == f"kelisim={record}"
    assert 0 <= TERM - 1000 - left <= 60
    assert attributes.endswith("Path=/; SameSite=Lax")
    assert (lapsed, another, server.ask("kelisim=1~broken")[1], server.ask("")[1]) == (None, None, None, None)
