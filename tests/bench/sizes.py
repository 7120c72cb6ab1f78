"""What a visitor loads from the demo in Kazakh: minified, gzip -9 and Brotli 11, as the browser really asks for it.

    python tests/bench/sizes.py

Needs what tests/run.py sets up. Prints the table of docs/measurements.md.
"""

from __future__ import annotations

import gzip
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests.browser import engines  # noqa: E402
from tests.browser.engines import PlaywrightDriver  # noqa: E402
from tests.browser.server import Server  # noqa: E402
from tests.browser.visiting import ACCEPT, PREFERENCES, demo, find, wait_for_banner  # noqa: E402


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        dist = Path(folder) / "dist"
        subprocess.run([sys.executable, "build.py", "--out", str(dist)], cwd=ROOT, check=True, capture_output=True)
        with engines.chromium(playwright) as browser:
            report(browser, dist)


def report(browser: Browser, dist: Path) -> None:
    """Print what each kind of visit loads."""
    print("| visit | files | minified | gzip -9 | Brotli 11 |")
    print("| --- | --- | --- | --- | --- |")
    visits: list[tuple[str, Callable[[PlaywrightDriver], None], bool]] = [
        ("first visit, answered on the first layer", lambda visitor: visitor.click(ACCEPT), False),
        ("first visit, preferences opened", open_preferences, False),
        ("every later page", lambda visitor: None, True),
    ]
    for name, act, chosen in visits:
        files = loaded(browser, dist, act, chosen)
        sizes = [measured((dist / file).read_bytes()) for file in files]
        raw, gzipped, brotlied = (sum(column) for column in zip(*sizes, strict=True))
        print(f"| {name} | {len(files)} | {raw} | {gzipped} | {brotlied} |")
        for file, (raw, gzipped, brotlied) in zip(files, sizes, strict=True):
            print(f"| – `{file}` | | {raw} | {gzipped} | {brotlied} |")


def open_preferences(visitor: PlaywrightDriver) -> None:
    visitor.click(PREFERENCES)
    visitor.wait(find('[data-kelisim="preferences"]') + "?.open")


def loaded(browser: Browser, dist: Path, act: Callable[[PlaywrightDriver], None], chosen: bool) -> list[str]:
    """The files of the build that a visit asks for, the demo's own left out."""
    with Server() as server:
        visitor = PlaywrightDriver(browser, "chromium", server.proxy)
        visitor.goto(demo(server, dist))
        wait_for_banner(visitor)
        if chosen:
            visitor.click(ACCEPT)
            visitor.wait("window.Kelisim.consent")
            server.forget()
            visitor.reload()
            visitor.wait("document.readyState === 'complete'")
        act(visitor)
        visitor.close()
        paths = [path.removeprefix("/consent/") for path in server.paths]
    return [path for path in paths if path == "kelisim.js" or path.startswith("assets/")]


def measured(data: bytes) -> tuple[int, int, int]:
    import brotli

    return (
        len(data),
        len(gzip.compress(data, 9, mtime=0)),
        len(brotli.compress(data, mode=brotli.MODE_TEXT, quality=11)),
    )


if __name__ == "__main__":
    main()
