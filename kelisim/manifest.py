"""`manifest.json`: every file with size, integrity, type and cache rule, and what the build says of site and policy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import kelisim
from kelisim.assets import Asset, text_asset
from kelisim.site import Site

FORMAT = 1
CACHE_RULES = {
    "immutable": "public, max-age=31536000, immutable, no-transform",
    "revalidate": "public, max-age=300, stale-while-revalidate=86400",
}
#: Scripts, styles and texts travel compressed; what each encoding takes is said for them.
COMPRESSED_SUFFIXES = (".js", ".css", ".txt", ".md")
#: But for those of the gallery, which never travel.
NEVER_PUBLISHED = "preview/"
#: Stands where the files come in; no text of a source may hold such signs.
_FILES = "\ufdd0files\ufdd1"


def render_manifest(
    assets: Iterable[Asset],
    site: Site,
    policy: Mapping[str, Any],
    sizes: Callable[[bytes], tuple[int, int]] | None,
) -> Asset:
    """The manifest of all other files; `sizes` gives the gzip and brotli bytes of a content, where they are wanted."""
    config = site.config
    document = {
        "format": FORMAT,
        "generator": f"kelisim {kelisim.__version__}",
        "site": config.id,
        "url": config.url,
        "languages": list(config.languages),
        "consent_model": config.consent_model,
        "example": config.example,
        # What a server needs to read and renew the cookie (docs/server/).
        "consent": {
            "cookie_name": config.consent.cookie_name,
            "cookie_domain": config.consent.cookie_domain,
            "lifetime_days": config.consent.lifetime_days,
            "honour_gpc": config.consent.honour_gpc,
        },
        "necessary": [used.id for used in site.of_category("necessary")],
        "policy": dict(policy),
        "categories": {
            category: [used.id for used in site.of_category(category)] for category in site.optional_categories
        },
        # Earlier tokens of equal meaning included: they stand in cookies for as long as those last.
        "tokens": {token: used.id for used in site.optional_services for token in (used.token, *used.aliases)},
        "files": _FILES,
    }
    # Indented JSON is made by Python alone, piece by piece: for the files, which are most of it, that is too slow.
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)
    entries = ",\n".join(_entry(asset, sizes) for asset in sorted(assets, key=lambda asset: asset.name))
    return text_asset("manifest.json", text.replace(f'"{_FILES}"', f"{{\n{entries}\n  }}") + "\n")


def _entry(asset: Asset, sizes: Callable[[bytes], tuple[int, int]] | None) -> str:
    """A file as `json.dumps` would write it there."""
    told = {
        "bytes": str(len(asset.data)),
        "cache": f'"{CACHE_RULES[asset.cache]}"',
        "integrity": f'"{asset.integrity}"',
        "type": f'"{asset.content_type}"',
    }
    if sizes and asset.name.endswith(COMPRESSED_SUFFIXES) and not asset.name.startswith(NEVER_PUBLISHED):
        told["gzip"], told["brotli"] = map(str, sizes(asset.data))
    facts = ",\n".join(f'      "{name}": {value}' for name, value in sorted(told.items()))
    # Of these texts only a name might hold what JSON has to escape.
    return f"    {json.dumps(asset.name, ensure_ascii=False)}: {{\n{facts}\n    }}"
