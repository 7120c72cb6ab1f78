"""`kelisim serve` as a person uses it: one command, an address, a save, and the page is another."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.build.conftest import ROOT, Workplace


@dataclass
class Served:
    """The running command."""

    process: subprocess.Popen[str]
    port: int
    news: http.client.HTTPResponse

    def page(self, path: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def next_version(self) -> str:
        """Wait for the next news; comments keep the line open meanwhile."""
        while True:
            line = self.news.readline().decode()
            if line.startswith("data: "):
                return line


@pytest.fixture
def served(shop: Workplace) -> Iterator[Served]:
    """The command in a process of its own, with an open page that listens for news."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kelisim", "serve", "--port", "0"],
        cwd=shop.path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    address = process.stdout.readline()
    assert address.startswith("http://127.0.0.1:")
    port = int(address.split("/")[2].split(":")[1])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/kelisim-serve/events")
    news = connection.getresponse()
    served = Served(process, port, news)
    served.next_version()
    yield served
    news.close()
    connection.close()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_the_demo_is_shown_under_its_own_policy(served: Served):
    """The reload script is allowed by it as it is."""
    page = served.page("/consent/demo/")

    assert '<script src="/kelisim-serve/reload.js"' in page
    assert "script-src &#39;self&#39;;" in page
    assert "unsafe" not in page


def test_a_saved_source_is_on_the_page_at_the_next_news(shop: Workplace, served: Served):
    """Text, style and script: each save makes a fresh build and tells the open page."""
    shop.change("site.toml", "info@shop.example.kz", "help@shop.example.kz")
    served.next_version()
    assert "help@shop.example.kz" in served.page("/consent/policy/ru/")

    shop.change("banner/css/demo.css", "body {", "body { outline: 1px solid red;")
    served.next_version()
    assert "outline: 1px solid red" in served.page("/consent/demo/demo.css")

    shop.change("banner/templates/demo.js", "show()\n})()", "show()\n  document.title = 'saved'\n})()")
    served.next_version()
    assert "document.title = 'saved'" in served.page("/consent/demo/demo.js")


def test_a_mistake_is_shown_in_the_page_until_it_is_mended(shop: Workplace, served: Served):
    """Nothing else is lost: the next save brings the page back."""
    shop.change("site.toml", '"google-analytics"]', '"google-analytic"]')
    served.next_version()
    failed = served.page("/consent/demo/")
    shop.change("site.toml", '"google-analytic"]', '"google-analytics"]')
    served.next_version()

    assert "error[K112]: unknown service &quot;google-analytic&quot;" in failed
    assert "<h1>The build failed</h1>" not in served.page("/consent/demo/")


def test_the_preview_is_shown(served: Served):
    """Every language, layout and state on one page."""
    assert '<script src="/kelisim-serve/reload.js"' in served.page("/consent/preview/")


def test_dist_is_not_written(shop: Workplace, served: Served):
    """What is shown lives in memory."""
    assert served.page("/consent/kelisim.js")
    assert not (shop.path / "dist").exists()


def test_a_taken_port_is_told(shop: Workplace, served: Served):
    """Exit 2 and a way out."""
    result = shop.run("serve", "--port", str(served.port))

    assert result.status == 2
    assert f"port {served.port}: Address already in use; choose another" in result.err
