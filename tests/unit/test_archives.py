"""Archives and checksums: the same bytes whenever and wherever they are made, and nothing in them that stays home."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import tarfile
import zipfile

import pytest

from kelisim.assets import Asset
from kelisim.cache import Cache
from kelisim.release.archives import EARLIEST, Package, npm_archive, released_files, zip_archive
from kelisim.release.checksums import render_checksums
from kelisim.release.packing import npm_file_name

FILES = [
    Asset("kelisim.js", b"1"),
    Asset("assets/banner.kk.0123456789ab.js", "қ".encode()),
    Asset("policy/kk/index.html", b"<!doctype html>"),
]
PACKAGE = Package("@shop/consent", "1.0.0", "https://shop.example.kz/")
#: 2026-11-23 12:00:00 UTC
MOMENT = 1795435200


def packed(files=FILES, moment=EARLIEST):
    return tarfile.open(fileobj=io.BytesIO(gzip.decompress(npm_archive(files, PACKAGE, Cache(None), moment))))


@pytest.mark.parametrize(
    "name",
    ["demo/index.html", "demo/google-analytics.js", "preview/index.html", "kelisim.js.br", "policy/kk/index.html.gz"],
)
def test_what_no_visitor_asks_for_stays_at_home(name):
    """Demo and preview are for looking at; compressed forms hang on versions of libraries."""
    assert released_files([Asset(name, b""), *FILES]) == sorted(FILES, key=lambda file: file.name)


def test_a_zip_holds_the_files_as_they_are():
    """By path from the folder that is served, readable for everybody."""
    with zipfile.ZipFile(io.BytesIO(zip_archive(FILES))) as archive:
        assert archive.namelist() == sorted(file.name for file in FILES)
        assert {file.name: archive.read(file.name) for file in FILES} == {file.name: file.data for file in FILES}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_npm_package_has_the_layout_of_npm_pack():
    """Everything below package/, owned by nobody, with a description of its own."""
    archive = packed()
    description = json.load(archive.extractfile("package/package.json"))

    assert archive.getnames() == [
        "package/package.json",
        "package/README.md",
        "package/assets/banner.kk.0123456789ab.js",
        "package/kelisim.js",
        "package/policy/kk/index.html",
    ]
    assert {(one.mode, one.uid, one.gid, one.uname, one.mtime) for one in archive} == {(0o644, 0, 0, "", EARLIEST)}
    assert (description["name"], description["version"]) == ("@shop/consent", "1.0.0")
    assert description["exports"]["."] == {"types": "./kelisim.d.ts", "default": "./kelisim.js"}


@pytest.mark.parametrize(
    "archive",
    [
        pytest.param(zip_archive, id="zip"),
        pytest.param(lambda files: npm_archive(files, PACKAGE, Cache(None)), id="npm"),
    ],
)
def test_the_order_of_the_files_makes_no_difference(archive):
    """Same files, same bytes."""
    assert archive(FILES) == archive(FILES[::-1])


def test_the_moment_of_a_release_is_that_of_its_files():
    """SOURCE_DATE_EPOCH, where it is set; a zip knows nothing before 1980."""
    with zipfile.ZipFile(io.BytesIO(zip_archive(FILES, MOMENT))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 23, 12, 0, 0)}
    assert {entry.mtime for entry in packed(moment=MOMENT)} == {MOMENT}
    assert zip_archive(FILES, 0) == zip_archive(FILES)


def test_a_scope_becomes_a_part_of_the_files_name():
    """As npm itself calls what it packs."""
    assert npm_file_name(PACKAGE) == "shop-consent-1.0.0.tgz"


def test_checksums_are_sorted_and_read_by_sha256sum(tmp_path):
    """The program that everybody has says OK of every line."""
    files = {"b.zip": b"b", "../dist/kelisim.js": b"1", "a.tgz": b"a"}
    (tmp_path / "dist").mkdir()
    (tmp_path / "release").mkdir()
    for name, data in files.items():
        (tmp_path / "release" / name).write_bytes(data)
    (tmp_path / "release" / "SHA256SUMS").write_text(render_checksums(files))

    checked = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "release", capture_output=True, text=True, check=True
    )

    assert checked.stdout == "../dist/kelisim.js: OK\na.tgz: OK\nb.zip: OK\n"
