"""The same page with CookieConsent, with Klaro and with Kelisim, in turn, on a slowed-down processor.

    python tests/bench/against_peers.py [runs]

Needs what tests/run.py sets up. Each page has one held tag, two categories and Kazakh texts; caches are empty.
Prints the tables of docs/measurements.md: medians, and how many times Kelisim's each is. Times depend on the machine,
their ratios hardly do.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests.bench.sizes import measured  # noqa: E402
from tests.browser import engines  # noqa: E402
from tests.browser.engines import PlaywrightDriver  # noqa: E402
from tests.browser.server import Server  # noqa: E402

RUNS = 15
SLOW_DOWN = 4
LONG_TASK_MS = 50
TITLE = "Осы сайттағы cookie файлдары"
BODY = (
    "Қажетті cookie файлдары әрқашан қосулы. Басқаларын келісіміңізбен ғана сайттың қалай пайдаланылатынын зерттеу "
    "үшін пайдаланамыз. Бас тартсаңыз да, сайтты пайдалана бересіз. Таңдауыңызды кез келген уақытта өзгерте аласыз."
)
ACCEPT, REJECT, SETTINGS, SAVE = "Барлығын қабылдау", "Барлығынан бас тарту", "Баптау", "Таңдауды сақтау"
NECESSARY, ANALYTICS = "Қажетті", "Талдамалық"
RAN = "window.ran = performance.now()"
#: Watches for the accept button from the start, frame by frame, and for tasks that hold the page up.
WATCH = """
window.longest = 0
new PerformanceObserver(list => {
  for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration)
}).observe({ type: 'longtask', buffered: true })
window.acceptButton = () => {
  const host = document.querySelector('.kelisim')
  return ((host && host.shadowRoot) || document).querySelector(SELECTOR)
}
window.shown = new Promise(done => {
  const watch = () => {
    const button = window.acceptButton()
    const visible = button && button.offsetHeight && getComputedStyle(button).visibility === 'visible'
    if (!visible) return requestAnimationFrame(watch)
    window.seen = performance.now()
    // Somebody who reads first: whatever the tool still had to do is done.
    setTimeout(done, 500)
  }
  requestAnimationFrame(watch)
})
window.accepted = new Promise(done => {
  let clicked
  addEventListener('click', event => { clicked = event.timeStamp }, true)
  Object.defineProperty(window, 'ran', { set: time => setTimeout(() => done(time - clicked)) })
})
"""


@dataclass(frozen=True)
class Peer:
    """A page with a tool in it: what finds its accept button, what it loads, what stands in the page for it."""

    name: str
    selector: str
    files: dict[str, Path]
    head: str
    end: str
    tag: str

    @property
    def page(self) -> str:
        filler = "<p>Бет мәтіні.</p>" * 40
        return (
            f'<!doctype html><html lang="kk"><head><meta charset="utf-8"><title>x</title>{self.head}</head>'
            f"<body>{filler}{self.tag}{self.end}</body></html>"
        )


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        dist = Path(folder) / "dist"
        subprocess.run([sys.executable, "build.py", "--out", str(dist)], cwd=ROOT, check=True, capture_output=True)
        peers = [kelisim(), cookieconsent(), klaro()]
        taken: dict[str, list[dict[str, float]]] = {peer.name: [] for peer in peers}
        with engines.chromium(playwright) as browser:
            for _ in range(runs):
                for peer in peers:
                    taken[peer.name].append(visit(browser, peer, dist))
    report(taken)


def visit(browser: Browser, peer: Peer, dist: Path) -> dict[str, float]:
    """One visitor who accepts: what was loaded, in Brotli bytes, and how long things took, in milliseconds."""
    with Server() as server:
        server.serve(dist, "/consent/")
        for path, file in peer.files.items():
            server.add(path, file.read_bytes())
        visitor = PlaywrightDriver(browser, "chromium", server.proxy)
        visitor.context.add_init_script(WATCH.replace("SELECTOR", json.dumps(peer.selector)))
        session = visitor.context.new_cdp_session(visitor.page)
        session.send("Performance.enable")
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_DOWN})
        visitor.goto(server.add("/", peer.page))
        visitor.eval("shown.then(() => 0)")
        button = visitor.page.locator(peer.selector)
        box = button.bounding_box()
        assert box
        visitor.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        waited = visitor.eval("accepted")
        metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        seen, longest = visitor.eval("[window.seen, window.longest]")
        paths = [one.path for one in server.requests if one.path not in ("", "/", "/favicon.ico")]
        visitor.close()
    inline = len(peer.head + peer.end) and measured((peer.head + peer.end).encode())[2]
    return {
        "Brotli bytes": inline + sum(measured(content(peer, dist, path))[2] for path in paths),
        "requests": len(paths),
        "script ms": metrics["ScriptDuration"] * 1000,
        "style and layout ms": (metrics["RecalcStyleDuration"] + metrics["LayoutDuration"]) * 1000,
        "banner visible after ms": seen,
        "accept to run ms": waited,
        "longest task ms": longest,
    }


def content(peer: Peer, dist: Path, path: str) -> bytes:
    file = peer.files.get(path) or dist / path.removeprefix("/consent/")
    return file.read_bytes()


def report(taken: dict[str, list[dict[str, float]]]) -> None:
    medians = {
        name: {key: statistics.median(run[key] for run in visits) for key in visits[0]}
        for name, visits in taken.items()
    }
    ours = medians["Kelisim"]
    others = [name for name in medians if name != "Kelisim"]
    print(f"| median of {len(taken['Kelisim'])} | Kelisim | {' | '.join(f'{name} | ×' for name in others)} |")
    print("| --- | --- |" + " --- | --- |" * len(others))
    for key, value in ours.items():
        cells = " | ".join(
            f"{medians[name][key]:.1f} | {medians[name][key] / value:.1f}" if value else f"{medians[name][key]:.1f} | –"
            for name in others
        )
        print(f"| {key} | {value:.1f} | {cells} |")


def kelisim() -> Peer:
    return Peer(
        "Kelisim",
        '[data-kelisim-action="accept"]',
        {},
        '<script src="/consent/kelisim.js"></script>',
        "",
        f'<script type="text/plain" data-kelisim-consent="analytics">{RAN}</script>',
    )


def cookieconsent() -> Peer:
    folder = ROOT / "node_modules/vanilla-cookieconsent/dist"
    settings = {
        # A driven browser is none of its visitors otherwise.
        "hideFromBots": False,
        "categories": {"necessary": {"enabled": True, "readOnly": True}, "analytics": {}},
        "language": {
            "default": "kk",
            "translations": {
                "kk": {
                    "consentModal": {
                        "title": TITLE,
                        "description": BODY,
                        "acceptAllBtn": ACCEPT,
                        "acceptNecessaryBtn": REJECT,
                        "showPreferencesBtn": SETTINGS,
                    },
                    "preferencesModal": {
                        "title": SETTINGS,
                        "acceptAllBtn": ACCEPT,
                        "acceptNecessaryBtn": REJECT,
                        "savePreferencesBtn": SAVE,
                        "sections": [
                            {"title": NECESSARY, "description": BODY, "linkedCategory": "necessary"},
                            {"title": ANALYTICS, "description": BODY, "linkedCategory": "analytics"},
                        ],
                    },
                }
            },
        },
    }
    return Peer(
        "CookieConsent 3.1.0",
        '[data-role="all"]',
        {"/cc.css": folder / "cookieconsent.css", "/cc.js": folder / "cookieconsent.umd.js"},
        '<link rel="stylesheet" href="/cc.css"><script src="/cc.js"></script>',
        f"<script>CookieConsent.run({json.dumps(settings, ensure_ascii=False)})</script>",
        f'<script type="text/plain" data-category="analytics">{RAN}</script>',
    )


def klaro() -> Peer:
    settings = {
        "acceptAll": True,
        "lang": "kk",
        "translations": {
            "kk": {
                "consentNotice": {"title": TITLE, "description": BODY, "learnMore": SETTINGS},
                "consentModal": {"title": SETTINGS, "description": BODY},
                "acceptAll": ACCEPT,
                "acceptSelected": SAVE,
                "ok": ACCEPT,
                "decline": REJECT,
                "purposes": {"analytics": {"title": ANALYTICS, "description": BODY}},
                "counter": {"description": BODY},
            }
        },
        "services": [{"name": "counter", "title": "Counter", "purposes": ["analytics"]}],
    }
    return Peer(
        "Klaro 0.7.22",
        ".cookie-notice .cm-btn-success",
        {"/klaro.js": ROOT / "node_modules/klaro/dist/klaro.js"},
        f"<script>var klaroConfig = {json.dumps(settings, ensure_ascii=False)}</script>"
        '<script defer src="/klaro.js"></script>',
        "",
        f'<script type="text/plain" data-type="application/javascript" data-name="counter">{RAN}</script>',
    )


if __name__ == "__main__":
    main()
