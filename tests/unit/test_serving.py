"""Texts for servers: the same rules in four languages, and compressed forms beside the files."""

from __future__ import annotations

import gzip

import brotli
import pytest

from kelisim.assets import Asset
from kelisim.cache import Cache
from kelisim.serving import content_policy, precompressed_forms, render_server_configs
from kelisim.serving.rules import RULES, all_headers
from tests.unit.test_csp import site_with

SERVERS = ("_headers", "nginx.conf", "apache.conf", "Caddyfile")


def texts(site=None):
    site = site or site_with()
    return {asset.name: asset.data.decode() for asset in render_server_configs(site, content_policy(site))}


@pytest.mark.parametrize("server", SERVERS)
def test_every_server_is_told_every_header(server):
    """Whichever server a site has, a browser learns the same."""
    text = texts()[server]

    missing = [(name, value) for rule in RULES if rule.path for name, value in all_headers(rule) if value not in text]

    assert missing == []


@pytest.mark.parametrize("server", SERVERS)
def test_the_policy_of_the_sites_pages_stands_there_to_be_copied(server):
    """As a comment: the pages are the site's own, and may need more."""
    site = site_with()
    [line] = [line for line in texts(site)[server].splitlines() if str(content_policy(site)) in line]

    assert line.startswith("#     ")


@pytest.mark.parametrize("server", SERVERS)
def test_hosts_are_listed_by_service_with_what_is_not_verified(server):
    """SEC-2."""
    text = texts(site_with(("vendor documentation", "published cookie scans, 2024")))[server]

    assert "#   counter (not verified): https://counter.kz\n" in text


@pytest.mark.parametrize("server", SERVERS)
def test_a_text_has_no_line_that_a_host_refuses(server):
    """Cloudflare Pages reads 2,000 characters a line; no trailing blanks, and one line end at the end."""
    lines = texts()[server].split("\n")

    assert max(map(len, lines)) <= 2000
    assert [line for line in lines if line != line.rstrip()] == []
    assert lines[-1] == ""
    assert lines[-2] != ""


def test_headers_of_netlify_never_meet():
    """There every block that fits a path adds its headers, so no two of ours fit one."""
    paths = [line for line in texts()["_headers"].splitlines() if line.startswith("/")]

    assert paths == ["/consent/assets/*", "/consent/kelisim.js", "/consent/policy/*"]


def test_nginx_repeats_what_a_block_does_not_inherit():
    """A block with an add_header of its own has none of those around it."""
    text = texts()["nginx.conf"]

    assert text.count('add_header X-Content-Type-Options "nosniff" always;') == len(RULES)
    assert text.count("{") == text.count("}")


def test_apache_says_what_fits_all_first():
    """A later section wins over an earlier one."""
    sections = [line for line in texts()["apache.conf"].splitlines() if line.startswith("<LocationMatch")]

    assert sections[1:5] == [
        '<LocationMatch "^/consent/">',
        '<LocationMatch "^/consent/policy/">',
        r'<LocationMatch "^/consent/kelisim\.js(\.br|\.gz)?$">',
        '<LocationMatch "^/consent/assets/">',
    ]


def test_caddy_says_its_rules_of_what_is_there():
    """An error must not be kept like an asset."""
    text = texts()["Caddyfile"]

    assert text.count("\t\tfile {path} {path}index.html\n") == len(RULES)


def test_files_above_a_kibibyte_get_compressed_forms(tmp_path):
    """Smaller ones would not gain; what is made is kept by content."""
    files = [Asset("kelisim.js", b"x" * 1025), Asset("assets/small.js", b"x" * 1024)]

    made = precompressed_forms(files, Cache(tmp_path))

    assert [asset.name for asset in made] == ["kelisim.js.br", "kelisim.js.gz"]
    assert brotli.decompress(made[0].data) == gzip.decompress(made[1].data) == files[0].data
    assert precompressed_forms(files, Cache(tmp_path)) == made == precompressed_forms(files, Cache(None))
