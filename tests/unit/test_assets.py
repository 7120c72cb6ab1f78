"""Files of the output: names, types, cache rules, integrity."""

from __future__ import annotations

import base64
import hashlib

import pytest

from kelisim.assets import Asset, hashed_asset, integrity_of, text_asset


def test_integrity_is_what_browsers_compute():
    """The value of an integrity attribute is the base64 of the SHA-384 of the bytes."""
    data = "келісім".encode()

    assert integrity_of(data) == f"sha384-{base64.b64encode(hashlib.sha384(data).digest()).decode()}"
    assert Asset("a.js", data).integrity == integrity_of(data)


def test_a_hashed_name_changes_with_the_content_and_only_with_it():
    """An immutable file may be cached for ever: other content is another name."""
    one, same, other = (hashed_asset("core", ".js", data) for data in (b"1", b"1", b"2"))

    assert one == same
    assert one.name != other.name
    assert one.name.startswith("assets/core.")
    assert one.name.endswith(".js")


@pytest.mark.parametrize(
    ("name", "content_type", "cache"),
    [
        pytest.param("kelisim.js", "text/javascript; charset=utf-8", "revalidate", id="script under a stable name"),
        pytest.param("assets/a.123.js", "text/javascript; charset=utf-8", "immutable", id="script under a hashed name"),
        pytest.param("policy/kk/index.html", "text/html; charset=utf-8", "revalidate", id="page"),
        pytest.param("manifest.json", "application/json; charset=utf-8", "revalidate", id="manifest"),
        pytest.param("_headers", "text/plain; charset=utf-8", "revalidate", id="name without an ending"),
        pytest.param("policy/1.0/notice", "text/plain; charset=utf-8", "revalidate", id="dot in a folder only"),
    ],
)
def test_a_file_says_its_type_and_its_cache_rule(name, content_type, cache):
    """Servers are told what to send along."""
    asset = Asset(name, b"")

    assert (asset.content_type, asset.cache) == (content_type, cache)


def test_texts_are_utf8():
    """Kazakh letters are written as they are."""
    assert text_asset("policy.txt", "ұ").data == b"\xd2\xb1"
