"""Takes a picture of every text in place, named by its id, for translation platforms that take screenshots.

    python tests/screenshots_by_id.py [FOLDER] [LANGUAGE …]

`FOLDER/kk/banner.title.png` shows the state in which the text stands, with the text marked; the default folder is
`screenshots/`, the default languages are those of the site. Needs what tests/run.py sets up.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from tests.browser import engines  # noqa: E402
from tests.browser.server import Server  # noqa: E402

PHONE = {"width": 390, "height": 700}


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    with tempfile.TemporaryDirectory() as made, Server() as server, sync_playwright() as playwright:
        dist = Path(made) / "dist"
        subprocess.run([sys.executable, "build.py", "--out", str(dist)], cwd=ROOT, check=True, capture_output=True)
        site = json.loads((dist / "manifest.json").read_text("utf-8"))
        server.serve(dist, "/consent/")
        with engines.chromium(playwright) as browser:
            page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
            page.goto(server.url("/consent/preview/"))
            places = page.evaluate("JSON.parse(document.getElementById('data').textContent).places")
            for language in sys.argv[2:] or site["languages"]:
                taken = take(page, server.url("/consent/preview/tiles/"), language, places[language], folder / language)
                print(f"{folder / language}: {taken} pictures")


def take(page: Page, tiles: str, language: str, places: dict[str, Any], folder: Path) -> int:
    """Pictures of all texts of a language; each state is loaded once."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = 0
    for state in sorted(set(places.values())):
        page.goto(f"{tiles}{language}-bar.html?state={state}&scheme=light")
        page.wait_for_function("state => document.documentElement.dataset.settled === state", arg=state)
        for key in sorted(key for key, place in places.items() if place == state):
            # A tile takes such a message from the page around it; standing alone, that is itself.
            page.evaluate("key => postMessage({ kelisim: true, point: key }, '*')", key)
            page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            page.screenshot(path=folder / f"{key}.png")
            taken += 1
    return taken


if __name__ == "__main__":
    main()
