"""Compressed forms of files, to lie beside them for servers that send what is there."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from functools import partial

from kelisim.assets import Asset
from kelisim.cache import Cache

#: In smaller files the headers of an answer outweigh what compression saves.
LARGEST_PLAIN_BYTES = 1024
ENDINGS = (".br", ".gz")


def precompressed_forms(assets: Iterable[Asset], cache: Cache) -> list[Asset]:
    """A `.br` and a `.gz` for each file above 1 KiB, made once for one content; a build writes only text."""
    return [
        Asset(asset.name + ending, compressed(asset.data, ending, cache))
        for asset in assets
        if len(asset.data) > LARGEST_PLAIN_BYTES
        for ending in ENDINGS
    ]


def compressed(data: bytes, ending: str, cache: Cache) -> bytes:
    """The bytes in the form that `ending` names."""
    return base64.b64decode(cache.value(f"compressed{ending}", data, partial(_compress, data, ending)))


def _compress(data: bytes, ending: str) -> str:
    from kelisim.compression import brotli_bytes, gzip_bytes

    compress: Callable[[bytes], bytes] = brotli_bytes if ending == ".br" else gzip_bytes
    return base64.b64encode(compress(data)).decode()
