"""Compressed files: the same bytes on every machine, and as few as the formats allow."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys

import brotli
import pytest

from kelisim.compression import Sizes, brotli_bytes, compressed_sizes, gzip_bytes

SCRIPT = ('(()=>{"use strict";const text="\\u049a\\u0430\\u0437\\u0430\\u049b";run(text)})()\n' * 40).encode()


@pytest.mark.parametrize("data", [b"", b"a", SCRIPT], ids=["nothing", "a letter", "a script"])
def test_compressed_bytes_give_back_what_they_were_made_of(data):
    """With the decompressors that everybody has."""
    assert gzip.decompress(gzip_bytes(data)) == data
    assert brotli.decompress(brotli_bytes(data)) == data


def test_gzip_says_nothing_of_when_and_where_it_was_made():
    """No time, no name, and one system for all."""
    header = gzip_bytes(SCRIPT)[:10]

    assert header == bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3])


def test_the_bytes_are_those_of_every_machine():
    """The libraries carry their own code; another version of them shows here first."""
    digests = [hashlib.sha256(compressed).hexdigest()[:16] for compressed in (gzip_bytes(SCRIPT), brotli_bytes(SCRIPT))]

    assert digests == ["5b90d603fcef0d0c", "74bb863a0d352172"]


def test_sizes_are_those_of_the_compressed_bytes():
    """Both smaller than what the standard library makes of it at its best."""
    sizes = compressed_sizes(SCRIPT)

    assert sizes == Sizes(gzip=len(gzip_bytes(SCRIPT)), brotli=len(brotli_bytes(SCRIPT)))
    assert sizes.brotli < sizes.gzip <= len(gzip.compress(SCRIPT, 9))


def test_the_libraries_are_loaded_when_they_are_needed():
    """A build without --compress answers without waiting for them."""
    program = "import sys, kelisim.compression; print({'zopfli', 'brotli'} & set(sys.modules))"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert loaded == "set()\n"
