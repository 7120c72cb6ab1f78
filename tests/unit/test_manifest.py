"""The manifest: every file with what servers and pages have to know about it, in one order."""

from __future__ import annotations

import json

from kelisim.assets import text_asset
from kelisim.config import parse_site
from kelisim.manifest import render_manifest
from kelisim.registry import parse_service
from kelisim.site import assemble_site
from tests.unit.examples import service_source, site_source

FILES = [text_asset("kelisim.js", "1"), text_asset("assets/core.123.js", "22"), text_asset("policy/kk/index.html", "қ")]


def made(files=FILES):
    config, _ = parse_site(site_source(('"own-site", "counter"', '"counter"')))
    service, _ = parse_service(service_source(), "counter")
    site, problems = assemble_site(config, {"counter": service})
    assert problems == []
    return site, render_manifest(files, site, {"version": "1.0"}, lambda data: (len(data) + 1, len(data) + 2))


def test_every_file_is_listed_with_size_integrity_type_and_cache_rule():
    """What travels compressed says how many bytes that takes."""
    site, manifest = made()

    document = json.loads(manifest.data)

    assert document["files"]["assets/core.123.js"] == {
        "bytes": 2,
        "brotli": 4,
        "cache": "public, max-age=31536000, immutable, no-transform",
        "gzip": 3,
        "integrity": FILES[1].integrity,
        "type": "text/javascript; charset=utf-8",
    }
    assert set(document["files"]["policy/kk/index.html"]) == {"bytes", "cache", "integrity", "type"}
    assert document["files"]["kelisim.js"]["cache"] == "public, max-age=300, stale-while-revalidate=86400"
    assert document["tokens"] == {token: service for service, token in site.tokens.items()}
    assert (document["site"], document["languages"], document["policy"]) == ("vivus", ["kk", "ru"], {"version": "1.0"})


def test_the_order_of_the_files_makes_no_difference():
    """Same input, same bytes."""
    assert made(FILES)[1] == made(FILES[::-1])[1]


def test_the_manifest_marks_a_directory_as_ours(tmp_path):
    """What one build writes the next may replace."""
    from kelisim.files import write_assets

    _, manifest = made()
    write_assets([manifest, *FILES], tmp_path / "dist")

    write_assets([manifest], tmp_path / "dist")

    assert [path.name for path in (tmp_path / "dist").iterdir()] == ["manifest.json"]
