"""Browsers, a web server and the built site for the tests of what a visitor gets.

`driver` is a visitor in each engine that --engines selects and the test's `engines` marker allows, and `new_driver`
makes more of them; `page` is a Playwright page, for what only Playwright can do.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from kelisim import bootstrap
from tests.browser import engines
from tests.browser.engines import PLAYWRIGHT_ENGINES, Driver, PlaywrightDriver
from tests.browser.server import Server
from tests.browser.webkit import WebKitDriver, virtual_screen

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_ASKED_FOR = "not asked for"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once in every engine that is asked for and that it is for."""
    if "engine" not in metafunc.fixturenames:
        return
    names = metafunc.config.getoption("engines")
    for marker in metafunc.definition.iter_markers("engines"):
        names = [name for name in names if name in marker.args]
    if "page" in metafunc.fixturenames:
        names = [name for name in names if name in PLAYWRIGHT_ENGINES]
    metafunc.parametrize("engine", names or [NOT_ASKED_FOR], scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test for other engines than those asked for is left out, not skipped: nothing is wrong with it."""
    left_out = [one for one in items if isinstance(one, pytest.Function) and is_left_out(one)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [one for one in items if one not in left_out]


def is_left_out(test: pytest.Function) -> bool:
    return hasattr(test, "callspec") and test.callspec.params.get("engine") == NOT_ASKED_FOR


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    with engines.chromium(playwright) as browser:
        yield browser


@pytest.fixture(scope="session")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    with engines.firefox(playwright) as browser:
        yield browser


@pytest.fixture(scope="session")
def screen() -> Iterator[None]:
    with virtual_screen():
        yield


@pytest.fixture
def new_driver(engine: str, server: Server, request: pytest.FixtureRequest) -> Iterator[Callable[..., Driver]]:
    """Makes visitors with empty browsers that reach nothing but `server`.

    Options are those of Playwright's `new_context`, such as `color_scheme`, where Playwright drives the engine.
    """
    visitors: list[Driver] = []

    def make(**options: Any) -> Driver:
        if engine == "webkit":
            request.getfixturevalue("screen")
            visitors.append(WebKitDriver(server.proxy, **options))
        else:
            visitors.append(PlaywrightDriver(request.getfixturevalue(engine), engine, server.proxy, **options))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.close()


@pytest.fixture
def driver(new_driver: Callable[..., Driver]) -> Driver:
    """A visitor on a phone who reads Kazakh, with an empty browser."""
    return new_driver()


@pytest.fixture
def page(new_driver: Callable[..., PlaywrightDriver]) -> Page:
    """The Playwright page of such a visitor, for what a driver cannot do; not in WebKitGTK."""
    return new_driver().page


@pytest.fixture
def server() -> Iterator[Server]:
    """A web server with nothing on it yet; to `driver` and `page` it is every host of the internet."""
    with Server() as started:
        yield started


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The default site, built once in a run with the command as a user types it."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    out = shared / "dist"
    with bootstrap.only_one(shared / "dist.lock"):
        if not out.exists():
            command = [sys.executable, "build.py", "--out", str(out)]
            built = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False)
            if built.returncode:
                pytest.fail(f"the default site does not build:\n{built.stderr.decode()}", pytrace=False)
    return out


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Looks a driver's page over with axe-core, shadow roots included; a finding reads "rule: what is wrong, where"."""
    file = ROOT / "node_modules/axe-core/axe.min.js"
    if not file.exists():
        pytest.fail("axe-core is missing; python3 tests/run.py (without --quick) installs it")

    def findings(driver: Driver, within: str = "document") -> list[str]:
        driver.run(file.read_text("utf-8"))
        found = driver.eval(f"axe.run({within}, {{ resultTypes: ['violations'] }}).then(result => result.violations)")
        return [
            f"{violation['id']}: {violation['help']}, {' '.join(map(str, node['target']))}"
            for violation in found
            for node in violation["nodes"]
        ]

    return findings
