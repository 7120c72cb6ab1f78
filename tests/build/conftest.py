"""Whole projects for the tests of builds: samples copied to a directory of their own, and the command run in them."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kelisim.cli import main

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "tests" / "samples"


@dataclass(frozen=True)
class Run:
    """What a command left: exit status, and what it printed."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Workplace:
    """A project in a directory of its own, in which commands run."""

    path: Path
    run: Callable[..., Run]

    def write(self, name: str, text: str) -> None:
        """Write a source of the project."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace a stretch that stands exactly once in a source; a packaged one becomes the project's own."""
        file = self.path / name
        text = (file if file.exists() else ROOT / name).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def tree(self, folder: str = "dist") -> dict[str, bytes]:
        """Every file below a folder."""
        base = self.path / folder
        return {
            path.relative_to(base).as_posix(): path.read_bytes() for path in sorted(base.rglob("*")) if path.is_file()
        }


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Workplace:
    """The small shop of tests/samples, its sources alone; the current directory is there."""
    path = tmp_path / "shop"
    shutil.copytree(SAMPLES / "shop", path, ignore=shutil.ignore_patterns(".kelisim-cache", "dist"))
    return workplace(path, monkeypatch, capsys)


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Workplace:
    """Five shops that extend one file, in two kinds: those with an odd number count their visits."""
    place = workplace(tmp_path / "portal", monkeypatch, capsys)
    base = (SAMPLES / "shop/site.toml").read_text("utf-8")
    kept = [line for line in base.splitlines() if not re.match(r"(id|url|services) =|ids =|\[service|name\.", line)]
    place.write("sites/_base.toml", "\n".join(kept) + "\n")
    for number in range(1, 6):
        place.write(f"sites/shop-{number}.toml", member(number))
    return place


def member(number: int) -> str:
    """The file of a shop of the portal."""
    counted = number % 2 == 1
    services = '"own-site", "google-analytics"' if counted else '"own-site"'
    lines = [
        'extends = "_base.toml"',
        f'id = "shop-{number}"',
        f'url = "https://shop{number}.example.kz/"',
        f"services = [{services}]",
        *([f'service.google-analytics.ids = ["G-SHOP00000{number}"]'] if counted else []),
        "[operator]",
        f'name.kk = "«Дүкен {number}» жауапкершілігі шектеулі серіктестігі"',
        f'name.ru = "Товарищество с ограниченной ответственностью «Дукен {number}»"',
    ]
    return "\n".join(lines) + "\n"


def workplace(path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Workplace:
    """A project in a folder, which becomes the current directory."""
    path.mkdir(exist_ok=True)
    # Code is compiled once for all tests: the cache is by content, so nothing else can come of it.
    (path / ".kelisim-cache").symlink_to(ROOT / ".kelisim-cache", target_is_directory=True)
    (ROOT / ".kelisim-cache").mkdir(exist_ok=True)
    monkeypatch.chdir(path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    def run(*arguments: str) -> Run:
        capsys.readouterr()
        status = main(list(arguments))
        printed = capsys.readouterr()
        return Run(status, printed.out, printed.err)

    return Workplace(path, run)


def as_lines(portal: Workplace) -> list[str]:
    """The shops of the portal as lines of JSON."""
    files = sorted((portal.path / "sites").glob("shop-*.toml"))
    return [json.dumps(tomllib.loads(file.read_text("utf-8")), ensure_ascii=False) for file in files]


def problems(result: Run) -> list[tuple[str, int, str]]:
    """Path, line and code of the errors of a run with --format json."""
    told = json.loads(result.out)["problems"]
    return [(one["path"], one["line"], one["code"]) for one in told if one["severity"] == "error"]
