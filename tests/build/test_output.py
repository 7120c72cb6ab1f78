"""What a build writes: complete, consistent with its manifest, and the same bytes every time."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys

import pytest

from kelisim.assets import integrity_of
from tests.build.conftest import ROOT, Workplace

PAGES = ["index.html", "policy.fragment.html", "policy.json", "policy.md", "policy.txt"]


def test_a_build_writes_everything_that_a_site_needs(shop: Workplace):
    """Loader, pinned copy, parts per language, policy in every form, demo, tags, types and manifest."""
    result = shop.run("build", "--format", "concise")

    assert result.status == 0
    assert [line.split(": ")[1] for line in result.err.splitlines()[:-1]] == ["warning[K310]"]
    names = set(shop.tree())
    assert {"kelisim.js", "kelisim.d.ts", "embed.html", "manifest.json", "demo/index.html", "demo/ru.html"} <= names
    assert {f"policy/{language}/{page}" for language in ("kk", "ru") for page in PAGES} <= names
    for part in ("banner.kk", "banner.ru", "preferences.kk", "preferences.ru", "kelisim"):
        assert sum(name.startswith(f"assets/{part}.") for name in names) == 1, part


def test_the_manifest_tells_the_truth_about_every_file(shop: Workplace):
    """Each other file is listed with its bytes, integrity, type and cache rule; names carry the content hash."""
    shop.run("build")

    tree = shop.tree()
    manifest = json.loads(tree.pop("manifest.json"))

    assert set(manifest["files"]) == set(tree)
    for name, data in tree.items():
        entry = manifest["files"][name]
        assert (entry["bytes"], entry["integrity"]) == (len(data), integrity_of(data))
        if name.startswith("assets/"):
            assert hashlib.sha384(data).hexdigest()[:12] in name
            assert "immutable" in entry["cache"]
    assert manifest["policy"]["version"] == "1.0-draft"
    assert list(manifest["tokens"].values()) == ["google-analytics"]


def test_scripts_are_ascii(shop: Workplace):
    """Promise 8: a page in any encoding can carry them."""
    shop.run("build")

    scripts = {
        name: data for name, data in shop.tree().items() if name.endswith(".js") and not name.startswith("demo/")
    }

    assert {"kelisim.js", "preview/gallery.js"} <= set(scripts)
    assert [name for name, data in scripts.items() if not data.isascii()] == []


def test_everything_that_is_loaded_later_is_referred_to_by_its_integrity(shop: Workplace):
    """SEC-7: whoever loads a file names it with a digest of its bytes: the loader, the banner, what comes next."""
    shop.run("build")

    tree = shop.tree()
    loader = tree["kelisim.js"].decode()
    for language in ("kk", "ru"):
        parts = {
            part: (name, data)
            for name, data in tree.items()
            for part in ("banner", "preferences", "more")
            if name.startswith(f"assets/{part}.{language}.")
        }
        assert set(parts) == {"banner", "preferences", "more"}
        for part, (name, data) in parts.items():
            digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
            before = {"preferences": "banner", "more": "preferences"}.get(part)
            referrer = parts[before][1].decode() if before else loader
            assert name.removeprefix("assets/") in referrer
            assert f"sha256-{digest}" in referrer


@pytest.mark.parametrize(
    "circumstances",
    [
        pytest.param({"PYTHONHASHSEED": "1", "TZ": "Asia/Almaty", "LC_ALL": "C"}, id="hash seed 1, Almaty, C"),
        pytest.param(
            {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8"}, id="hash seed 2, California"
        ),
    ],
)
def test_equal_input_gives_equal_bytes(shop: Workplace, tmp_path_factory: pytest.TempPathFactory, circumstances):
    """REC-7: another process, directory, time zone, locale and hash seed, without a cache: the same bytes."""
    shop.run("build")
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "a b"
    elsewhere.mkdir()
    (elsewhere / "site.toml").write_bytes((shop.path / "site.toml").read_bytes())

    subprocess.run(
        [sys.executable, "-m", "kelisim"],
        cwd=elsewhere,
        env={**os.environ, **circumstances, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )

    other = {
        path.relative_to(elsewhere / "dist").as_posix(): path.read_bytes()
        for path in (elsewhere / "dist").rglob("*")
        if path.is_file()
    }
    assert other == shop.tree()


def test_check_says_what_a_build_would_change(shop: Workplace):
    """`--check` writes nothing: 0 while the output is current, 1 and the names of files when it is not."""
    shop.run("build")
    before = shop.tree()
    assert shop.run("build", "--check").status == 0

    shop.change("site.toml", "info@shop.example.kz", "help@shop.example.kz")
    result = shop.run("build", "--check")

    assert result.status == 1
    assert "would change dist/policy/kk/index.html\n" in result.out
    assert shop.tree() == before


def test_a_directory_that_is_not_ours_is_refused(shop: Workplace):
    """Nothing is replaced that Kelisim did not write: exit 2, a clear reason, every file still there."""
    shop.write("site/notes.txt", "mine")

    result = shop.run("build", "--out", "site")

    assert result.status == 2
    assert "holds files that Kelisim did not write" in result.err
    assert shop.tree("site") == {"notes.txt": b"mine"}


def test_an_older_tree_is_replaced_whole(shop: Workplace):
    """Files of the build before do not stay behind."""
    shop.run("build")
    (shop.path / "dist" / "assets" / "banner.kk.000000000000.js").write_text("old")

    shop.run("build")

    assert "assets/banner.kk.000000000000.js" not in shop.tree()


def test_both_consent_models_build(shop: Workplace):
    """The implied model gives a notice without an accept button, says so in the policy, and warns (KZ-4)."""
    shop.change("site.toml", 'consent_model = "explicit"', 'consent_model = "implied"')

    result = shop.run("build")

    assert result.status == 0
    assert "KZ-4" in result.err
    tree = shop.tree()
    banner = next(data for name, data in tree.items() if name.startswith("assets/banner.kk.")).decode()
    assert '"data-kelisim-action":"close"' in banner
    assert '"data-kelisim-action":"accept"' not in banner
    assert "Сайтты пайдалана отырып, Пайдаланушы Саясатты қабылдайды" in tree["policy/kk/policy.txt"].decode()
