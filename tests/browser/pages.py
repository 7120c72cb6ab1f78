"""Sites and pages for the tests of the consent core and the gate: built for real, spoken to by the public interface.

The library of tests/samples/library has three optional services; every test knows all that they store.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.engines import Driver
from tests.browser.server import Server
from tests.browser.visiting import FIND

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "tests/samples"

#: Service → category of the library, in the order of its site.toml.
LIBRARY = {"page-counter": "analytics", "heat-map": "analytics", "partner-pixel": "marketing"}
DAY = 24 * 60 * 60
TERM = 180 * DAY

#: Sites that differ from a sample in a few lines of its site.toml: what stands there, and what stands there instead.
VARIANTS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "library": ("library", ()),
    "implied": ("library", (('consent_model = "explicit"', 'consent_model = "implied"'),)),
    "shared": ("library", (('cookie_domain = ""', 'cookie_domain = "library.example"'),)),
    "hyphen": ("library", (('cookie_domain = ""', 'cookie_name = "my-consent"'),)),
    "deaf": ("library", (("honour_gpc = true", "honour_gpc = false"),)),
    "kazakh": ("library", (('languages = ["kk", "ru"]', 'languages = ["kk"]'),)),
    "measured": ("library", (('"heat-map", "partner-pixel"]', '"heat-map"]'),)),
    "bare": (
        "library",
        (
            ('services = ["own-site", "page-counter", "heat-map", "partner-pixel"]', 'services = ["own-site"]'),
            ('[service.heat-map]\nnot_on = ["/reader/*"]\n', ""),
        ),
    ),
    "embeds": ("embeds", ()),
    "watchful-embeds": (
        "embeds",
        (('services = ["own-site"', 'consent.gate = "known-hosts"\nservices = ["own-site"'),),
    ),
    "records": ("library", (("honour_gpc = true", 'honour_gpc = true\nrecords_url = "/consent-records"'),)),
    "guest": ("library", (("honour_gpc = true", 'honour_gpc = true\nmarkup = ["cookieconsent", "klaro"]'),)),
    "watchful": ("library", (("honour_gpc = true", 'honour_gpc = true\ngate = "known-hosts"'),)),
}

#: The shop with every vendor that hears of consent.
VENDORS = """services = ["own-site", "google-analytics", "google-ads", "google-tag-manager", "yandex-metrica",
  "microsoft-advertising", "microsoft-clarity", "meta-pixel", "tiktok-pixel"]

[service.microsoft-advertising]
ids = ["1234567"]
[service.microsoft-clarity]
ids = ["abcdef1234"]
[service.meta-pixel]
ids = ["1234567890123"]
[service.tiktok-pixel]
ids = ["C0000000000000000001"]
[service.yandex-metrica]
ids = ["12345678"]
"""
VARIANTS |= {"vendors": ("shop", (('services = ["own-site", "google-analytics"]\n', VENDORS),))}

#: The shop in three languages, in each layout, with an accent of its own.
ACCENT = "#7a1fa2"
ENGLISH = """\
short.ru = "Компания"
short.en = "Company"
name.en = "Duken LLP"
responsible_person.en = "A. Serikkyzy"
storage_location.en = "Almaty"
"""
VARIANTS |= {
    layout: (
        "shop",
        (
            ('languages = ["kk", "ru"]', 'languages = ["kk", "ru", "en"]'),
            ('short.ru = "Компания"\n', f'{ENGLISH}\n[banner]\nlayout = "{layout}"\naccent = "{ACCENT}"\n'),
        ),
    )
    for layout in ("bar", "box", "center")
}


@dataclass(frozen=True)
class Record:
    """A consent cookie, written as docs/consent-cookie.md says it is written."""

    tokens: Mapping[str, bool]
    policy: str
    time: int = field(default_factory=lambda: int(time.time()))
    id: str = "123456789012345678901234567890"
    language: str = "kk"
    source: str = "custom"

    def __str__(self) -> str:
        tokens = "".join(f"{token}{int(granted)}" for token, granted in self.tokens.items())
        return f"1~{self.id}~{self.time}~{self.language}~{self.policy}~{self.source}~{tokens}"


#: The same grammar once more, for reading: whatever does not match it whole is no choice.
GRAMMAR = re.compile(
    r"1~([0-9]{9,30})~(?P<time>[0-9]{10})~([A-Za-z0-9_.-]+)~(?P<policy>[A-Za-z0-9_.-]+)"
    r"~([A-Za-z0-9_.-]+)~(?P<tokens>([A-Za-z0-9_-]{4}[01])*)"
)


@dataclass(frozen=True)
class Site:
    """A built site."""

    folder: Path
    tokens: Mapping[str, str]  # service → token
    policy: str

    def record(self, granted: Iterable[str] = (), denied: Iterable[str] = (), **fields: str | int) -> Record:
        """A choice about the services named; the others were never asked about."""
        decisions = {**dict.fromkeys(granted, True), **dict.fromkeys(denied, False)}
        tokens = {self.tokens[service]: decision for service, decision in decisions.items()}
        return Record(**{"tokens": tokens, "policy": self.policy, **fields})  # type: ignore[arg-type]


def read_site(folder: Path) -> Site:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    tokens = {service: token for token, service in manifest["tokens"].items()}
    return Site(folder, tokens, manifest["policy"]["version"])


def project_of(name: str, folder: Path) -> Path:
    """A copy of the variant's sample with its lines changed."""
    sample, changes = VARIANTS[name]
    shutil.copytree(SAMPLES / sample, folder, dirs_exist_ok=True)
    text = (folder / "site.toml").read_text("utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    (folder / "site.toml").write_text(text, "utf-8")
    return folder / "site.toml"


def build(site_file: Path, out: Path) -> None:
    command = [sys.executable, "build.py", "--site", str(site_file), "--out", str(out)]
    built = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert built.returncode == 0, built.stderr.decode()


def serve(server: Server, site: Site, headers: Mapping[str, str] | None = None) -> Site:
    server.serve(site.folder, "/consent/", headers)
    return site


TAG = '<script src="/consent/kelisim.js"></script>'


def document(head: str = "", body: str = "", *, tag: str = TAG, root: str = 'lang="kk"') -> str:
    """A page with the script first in its head, as the documentation says."""
    return f"<!doctype html><html {root}><head><meta charset=utf-8>{tag}{head}</head><body>{body}</body></html>"


def held(service: str, address: str = "", code: str = "", attributes: str = "") -> str:
    """A script that waits for a category or a service."""
    source = f' data-kelisim-src="{address}"' if address else ""
    return f'<script type="text/plain" data-kelisim-consent="{service}"{source} {attributes}>{code}</script>'


def note(name: str) -> str:
    """The code of a script that tells in `window.ran` that it ran."""
    return f"(window.ran = window.ran || []).push('{name}')"


def add_scripts(server: Server, *names: str, host: str = "counter.example") -> list[str]:
    """Scripts of a vendor that tell that they ran; their addresses."""
    for name in names:
        server.add(f"/{name}.js", note(name), host=host)
    return [f"http://{host}/{name}.js" for name in names]


#: An external script and an inline one behind it; `add_scripts(server, "external")` serves the first.
HELD = held("page-counter", "http://counter.example/external.js") + held("page-counter", code=note("inline"))

#: A page of the same origin without the script. In it, frames are the visits of one browser.
LAB = "<!doctype html><meta charset=utf-8><title>lab</title><body></body>"
LAB_TOOLS = f"""
const find = (view, selector) => (({FIND.replace("look(document)", "look(view.document)")})(selector))
const visit = (path = '/') => new Promise(done => {{
  const frame = document.createElement('iframe')
  frame.onload = () => done(frame.contentWindow)
  frame.src = path
  document.body.append(frame)
}})
const banner = view => find(view, '[data-kelisim="banner"]')
const leave = view => view.frameElement.remove()
const until = async test => {{
  while (!test()) await new Promise(next => setTimeout(next, 4))
  return test()
}}
const forget = (view = window) => {{ view.document.cookie = 'kelisim=; Max-Age=0; Path=/' }}
const remember = (value, view = window) => {{ view.document.cookie = 'kelisim=' + value + '; Path=/' }}
const preferences = async view => {{
  view.Kelisim.open()
  return until(() => find(view, 'dialog[data-kelisim="preferences"][open]'))
}}
const stateOf = input => input.indeterminate ? 'some' : input.checked
const switches = async view => {{
  const inputs = (await preferences(view)).querySelectorAll('[data-kelisim-category]')
  return Object.fromEntries([...inputs].map(input => [input.dataset.kelisimCategory, stateOf(input)]))
}}
const press = (view, action) => find(view, `[data-kelisim-action="${{action}}"]`).click()
const lists = ({{ granted, denied }}) => ({{ granted: [...granted].sort(), denied: [...denied].sort() }})
"""


#: What a tab does when it comes to front, in the laboratory's words.
COMES_TO_FRONT = "view.document.dispatchEvent(new view.Event('visibilitychange'))"


def lab(body: str) -> str:
    """An expression: the value that statements with the tools above return."""
    return f"(async () => {{ {LAB_TOOLS}\n{body} }})()"


def open_lab(driver: Driver, server: Server, page: str | None = None) -> None:
    """Go to the laboratory; `visit()` in it opens `page`."""
    server.add("/", page or document())
    driver.goto(server.add("/lab.html", LAB))


def lists_of(granted: Collection[str], services: Mapping[str, str] = LIBRARY) -> dict[str, list[str]]:
    """What a record has to say where exactly these services are granted: a category is when all its services are."""
    denied = [service for service in services if service not in granted]
    off = {*denied, *(services[service] for service in denied)}
    everything = {"necessary", "own-site", *services, *services.values()}
    return {"granted": sorted(everything - off), "denied": sorted(off)}
