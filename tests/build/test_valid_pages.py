"""Every page, every piece of a page and every style sheet of a build is valid, in Kazakh, Russian and English."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.html_checker import AROUND, complaints, needs_checker
from tests.build.languages import IN_ENGLISH, speak

pytestmark = needs_checker
PIECES = ("policy.fragment.html", "embed.html")


def whole_documents(files, folder):
    """The HTML files and style sheets of an output; pieces of pages get a page around them in `folder`."""
    for path in files:
        if path.name == "embed.html":
            yield wrapped(path, folder, body=path.read_text("utf-8"))
        elif path.name in PIECES:
            yield wrapped(path, folder, lang=path.parent.name, body=path.read_text("utf-8"))
        elif path.suffix in {".html", ".css"}:
            yield path


def wrapped(path, folder, lang="en", body=""):
    """A piece of a page in a page of its own."""
    file = folder / f"{len(list(folder.iterdir()))}-{path.name}"
    file.write_text(AROUND.format(lang=lang, body=body), "utf-8")
    return file


@pytest.fixture
def pieces(tmp_path):
    folder = tmp_path / "pieces"
    folder.mkdir()
    return folder


@pytest.mark.slow
def test_everything_that_a_build_writes_is_valid(shop, pieces):
    """Policy, fragment, lawyer's sheet, demo, gallery with its tiles, tags to paste, styles."""
    speak(shop, "en", IN_ENGLISH)
    assert shop.run("build").status == 0
    files = sorted(path for path in (shop.path / "dist").rglob("*") if path.is_file())

    documents = list(whole_documents(files, pieces))

    names = {path.relative_to(shop.path / "dist").as_posix() for path in documents if pieces not in path.parents}
    for language in ("kk", "ru", "en"):
        assert {f"policy/{language}/index.html", f"preview/tiles/{language}-bar.html"} <= names
    assert {"policy/review.html", "demo/index.html", "preview/index.html"} <= names
    assert len(list(pieces.iterdir())) == 3 + 1
    assert complaints(documents) == []


@pytest.mark.slow
def test_a_fragment_and_the_tags_are_valid_in_a_page_of_a_content_management_system(shop, pieces):
    """Beside ids that such pages have, and that the policy has on its own page: none stands there twice."""
    assert shop.run("build").status == 0
    body = '<div id="content"><main id="main"><h2 id="title">Page</h2>'
    body += (shop.path / "dist/policy/kk/policy.fragment.html").read_text("utf-8")
    page = pieces / "page.html"
    page.write_text(AROUND.format(lang="kk", body=body + '</main></div><p id="general">'), "utf-8")

    assert complaints([page]) == []


def test_the_checker_finds_what_is_wrong(tmp_path: Path):
    """A test that cannot fail would be worth nothing."""
    file = tmp_path / "wrong.html"
    file.write_text(AROUND.format(lang="en", body='<p id="a"><p id="a">'), "utf-8")

    assert [told.partition(": ")[2] for told in complaints([file])] == [
        "Duplicate ID “a”.",
        "The first occurrence of ID “a” was here.",
    ]
