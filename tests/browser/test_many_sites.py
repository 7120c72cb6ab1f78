"""A site among many: its script finds the parts that it shares, from wherever the whole folder is served."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from kelisim.fleet.building import build_sites
from kelisim.fleet.workshop import Order
from tests.browser.engines import Driver
from tests.browser.server import Server
from tests.browser.visiting import PREFERENCES, SAVE, consent_cookie, find, wait_for_banner, wait_for_no_banner

ROOT = Path(__file__).resolve().parent.parent.parent


def portal(folder: Path) -> Path:
    """Two sites that differ in their name, built as one."""
    (folder / "sites").mkdir(parents=True)
    sample = (ROOT / "tests/samples/shop/site.toml").read_text("utf-8")
    for name in ("shop-1", "shop-2"):
        text = sample.replace('id = "shop"', f'id = "{name}"').replace("«Дүкен»", f"«{name}»")
        (folder / f"sites/{name}.toml").write_text(text, "utf-8")
    (folder / ".kelisim-cache").symlink_to(ROOT / ".kelisim-cache", target_is_directory=True)
    report = build_sites(Order(folder, folder / "sites", folder / "dist"))
    assert not report.failed, report.problems
    return folder / "dist"


def test_a_site_among_many_asks_shows_and_remembers(driver: Driver, server: Server, tmp_path: Path):
    """Banner from its own folder, preferences from the shared one, both checked by integrity; the choice is kept."""
    dist = portal(tmp_path / "portal")
    server.serve(dist, "/consent/")
    page = '<!doctype html><html lang="kk"><title>t</title><script src="/consent/shop-2/kelisim.js"></script>'
    driver.goto(server.add("/", page))

    wait_for_banner(driver)
    driver.click(PREFERENCES)
    driver.wait(find('[data-kelisim="preferences"]') + "?.open")
    driver.click(SAVE)
    wait_for_no_banner(driver)

    asked = [path for path in server.paths if path.startswith("/consent/")]
    assert consent_cookie(driver)
    assert any(re.fullmatch(r"/consent/shop-2/assets/banner\.kk\.\w+\.js", path) for path in asked)
    assert any(re.fullmatch(r"/consent/assets/preferences\.kk\.\w+\.js", path) for path in asked)
    assert driver.console_errors() == []


def test_the_policy_of_a_site_among_many_has_its_style(driver: Driver, server: Server, tmp_path: Path):
    """The page finds the shared style sheet and the site's own script."""
    dist = portal(tmp_path / "portal")
    server.serve(dist, "/consent/")

    driver.goto(server.url("/consent/shop-1/policy/kk/"))

    wait_for_banner(driver)
    assert driver.eval("getComputedStyle(document.querySelector('.kelisim-policy')).maxWidth") != "none"
    assert "«shop-1»" in driver.eval("document.querySelector('#about').textContent")


def test_the_folder_may_lie_anywhere(driver: Driver, server: Server, tmp_path: Path):
    """Nothing in it is absolute: the whole folder under another path works as well."""
    dist = portal(tmp_path / "portal")
    moved = tmp_path / "moved"
    shutil.copytree(dist, moved)
    server.serve(moved, "/a/b/")
    page = '<!doctype html><html lang="kk"><title>t</title><script src="/a/b/shop-1/kelisim.js"></script>'

    driver.goto(server.add("/", page))

    wait_for_banner(driver)
    assert driver.console_errors() == []
