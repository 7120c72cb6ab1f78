"""Fixtures of the sites that tests of the consent core and the gate visit; test modules name it in `pytest_plugins`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kelisim import bootstrap
from tests.browser.pages import Site, build, project_of, read_site, serve
from tests.browser.server import Server


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], Site]:
    """Builds a variant of a sample with the command as a user types it, once in a run."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "sites"
    shared.mkdir(exist_ok=True)

    def site(name: str) -> Site:
        out = shared / name / "dist"
        with bootstrap.only_one(shared / f"{name}.lock"):
            if not out.exists():
                build(project_of(name, shared / name), out)
        return read_site(out)

    return site


@pytest.fixture
def library(sites: Callable[[str], Site], server: Server) -> Site:
    """The library, served under /consent/ as a site does."""
    return serve(server, sites("library"))
