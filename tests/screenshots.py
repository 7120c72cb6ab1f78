"""Takes the screenshots of docs/screenshots/: the default site, it with other looks, and sheets of every layout.

    python tests/screenshots.py [folder]

Needs what tests/run.py sets up.
"""

from __future__ import annotations

import base64
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests.browser import engines  # noqa: E402
from tests.browser.engines import PlaywrightDriver  # noqa: E402
from tests.browser.pages import build, project_of  # noqa: E402
from tests.browser.server import Server  # noqa: E402
from tests.browser.visiting import demo, find, wait_for_banner  # noqa: E402

SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
PAGES = {"kk": "index.html", "ru": "ru.html"}
#: Looks of docs/theming.md: layout, theme, accent.
LOOKS = {"plum": ("box", "auto", "#7a1fa2"), "gold": ("center", "dark", "#ffdd55")}


#: Sheets of every layout: the demo in its languages, at the widths of telephones, a tablet and a desk.
LAYOUTS = ("bar", "box", "center")
SHEET_PAGES = ("index.html", "ru.html", "en.html")
WIDTHS = {320: 640, 390: 844, 768: 844, 1440: 844}
SCALE = 0.4
SHEET_WIDTH = 1300


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        dist = Path(made) / "dist"
        subprocess.run([sys.executable, "build.py", "--out", str(dist)], cwd=ROOT, check=True, capture_output=True)
        with engines.chromium(playwright) as browser:
            for language in PAGES:
                for size in SIZES:
                    for scheme in ("light", "dark"):
                        take(browser, dist, folder, language, size, scheme)
            for name, looks in LOOKS.items():
                take_looks(browser, restyled(Path(made) / name, *looks), folder, name)
            for layout in LAYOUTS:
                build(project_of(layout, Path(made) / layout), Path(made) / layout / "dist")
                for scheme in ("light", "dark"):
                    take_sheet(browser, Path(made) / layout / "dist", folder, layout, scheme)


def restyled(folder: Path, layout: str, theme: str, accent: str) -> Path:
    """The default site with other looks, built."""
    text = (ROOT / "site.toml").read_text("utf-8")
    for key, value in {"layout": layout, "theme": theme, "accent": accent}.items():
        text, count = re.subn(rf'^{key} = "[^"]*"', f'{key} = "{value}"', text, flags=re.M)
        assert count == 1, key
    folder.mkdir()
    (folder / "site.toml").write_text(text, "utf-8")
    command = [sys.executable, "build.py", "--site", str(folder / "site.toml"), "--out", str(folder / "dist")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder / "dist"


def take_looks(browser: Browser, dist: Path, folder: Path, name: str) -> None:
    """Both layers, a category switched on; in both schemes where the visitor's system decides."""
    for scheme in ("light", "dark") if LOOKS[name][1] == "auto" else ("light",):
        with Server() as server:
            view = {"width": 1024, "height": 640}
            visitor = PlaywrightDriver(browser, "chromium", server.proxy, viewport=view, color_scheme=scheme)
            visitor.goto(demo(server, dist, PAGES["kk"]))
            wait_for_banner(visitor)
            visitor.screenshot(folder / f"looks-{name}-{scheme}.png")
            visitor.eval("window.Kelisim.open()")
            visitor.wait(find('[data-kelisim="preferences"]') + "?.open")
            visitor.eval(find("input[data-kelisim-category]") + ".click()")
            visitor.screenshot(folder / f"looks-{name}-preferences-{scheme}.png")
            visitor.close()


def take_sheet(browser: Browser, dist: Path, folder: Path, layout: str, scheme: str) -> None:
    """Both layers in every language at every width, on one sheet a layout and scheme."""
    rows = []
    for page in SHEET_PAGES:
        for width, height in WIDTHS.items():
            with Server() as server:
                view = {"width": width, "height": height}
                visitor = PlaywrightDriver(browser, "chromium", server.proxy, viewport=view, color_scheme=scheme)
                visitor.goto(demo(server, dist, page))
                wait_for_banner(visitor)
                first = visitor.page.screenshot()
                visitor.eval("window.Kelisim.open()")
                visitor.wait(find('[data-kelisim="preferences"]') + "?.open")
                rows += [(width, height, first), (width, height, visitor.page.screenshot())]
                visitor.close()
    pictures = "".join(
        f'<img width="{width * SCALE:.0f}" height="{height * SCALE:.0f}" '
        f'src="data:image/png;base64,{base64.b64encode(data).decode()}">'
        for width, height, data in rows
    )
    style = f"body{{margin:12px;width:{SHEET_WIDTH}px;background:#8d9499;display:flex;flex-wrap:wrap;gap:12px}}"
    view = {"width": SHEET_WIDTH + 24, "height": 600}
    sheet = browser.new_page(viewport=view)
    sheet.set_content(f"<!doctype html><style>{style}</style>{pictures}")
    sheet.screenshot(path=folder / f"all-{layout}-{scheme}.jpg", type="jpeg", quality=80, full_page=True)
    sheet.close()


def take(browser: Browser, dist: Path, folder: Path, language: str, size: str, scheme: str) -> None:
    """The first layer, the preferences with a category unfolded, and the policy page."""
    width, height = SIZES[size]
    name = f"{language}-{size}-{scheme}.png"
    with Server() as server:
        visitor = PlaywrightDriver(
            browser, "chromium", server.proxy, viewport={"width": width, "height": height}, color_scheme=scheme
        )
        visitor.goto(demo(server, dist, PAGES[language]))
        wait_for_banner(visitor)
        visitor.screenshot(folder / f"bar-{name}")
        visitor.eval("window.Kelisim.open()")
        visitor.wait(find('[data-kelisim="preferences"]') + "?.open")
        visitor.screenshot(folder / f"preferences-{name}")
        visitor.eval("window.Kelisim.reject()")
        visitor.goto(server.url(f"/consent/policy/{language}/"))
        visitor.wait(find('[data-kelisim="reopen"]'))
        visitor.screenshot(folder / f"policy-{name}")
        visitor.close()


if __name__ == "__main__":
    main()
