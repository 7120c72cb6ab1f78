"""Compressed forms of what a server sends, the same bytes on every machine: the libraries bring their own code."""

from __future__ import annotations

from dataclasses import dataclass

GZIP_ITERATIONS = 15  # more bring a byte in ten thousand
BROTLI_QUALITY = 11


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes that travel with each encoding."""

    gzip: int
    brotli: int


def gzip_bytes(data: bytes) -> bytes:
    """Compress to gzip with zopfli: no time, no name, no word of the machine in the header."""
    from zopfli import gzip

    return bytes(gzip.compress(data, numiterations=GZIP_ITERATIONS))


def brotli_bytes(data: bytes) -> bytes:
    """Compress to Brotli at its highest quality."""
    import brotli

    return bytes(brotli.compress(data, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY))


def compressed_sizes(data: bytes) -> Sizes:
    """How many bytes each encoding takes."""
    return Sizes(len(gzip_bytes(data)), len(brotli_bytes(data)))
