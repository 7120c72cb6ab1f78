"""The page of the gallery: filters, tiles, and a list of every text; everything else it needs is among its files."""

from __future__ import annotations

from collections.abc import Mapping

from kelisim.assets import Asset, text_asset
from kelisim.cache import Cache
from kelisim.policy.document import Document
from kelisim.preview.listing import Texts, anchors, list_texts
from kelisim.preview.tiles import FOLDER, Drawing, Tiles, render_tiles
from kelisim.problems import Problem
from kelisim.views import environment

PAGE_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'; "
    "require-trusted-types-for 'script'"
)
SCHEMES = ("light", "dark")
_FILES = {
    "gallery.js": "preview/gallery.js",
    "tile.js": "preview/tile.js",
    "gallery.css": "css/preview.css",
    "tile.css": "css/preview-tile.css",
}
#: Texts that stand on pages beside the banner, by the beginning of their ids.
_ON_PAGES = (
    ("page.", "../policy/{language}/index.html"),
    ("review.", "../policy/review.html"),
    *((f"{name}.", "../policy/{language}/index.html#items") for name in ("table", "lifetime", "unit", "kind", "party")),
    ("recipients.", "../policy/{language}/index.html#recipients"),
)


def render_preview(drawing: Drawing, texts: Texts, policy: Document, cache: Cache) -> tuple[list[Asset], list[Problem]]:
    """`preview/`: the page, its tiles and their scripts."""
    tiles, problems = render_tiles(drawing, cache)
    if tiles is None:
        return [], problems
    files = [text_asset(f"{FOLDER}/{name}", drawing.banner[path]) for name, path in _FILES.items()]
    return [_page(drawing, tiles, texts, policy), *files, *tiles.assets], []


def _page(drawing: Drawing, tiles: Tiles, texts: Texts, policy: Document) -> Asset:
    site = drawing.site
    languages = site.config.languages
    used = {f"service.{service.id}." for service in site.services}
    known = anchors(policy)
    rows = list_texts(texts, languages)
    for row in rows:
        page = _page_of(row["id"], known, used)
        if page:
            row["page"] = page
    template = environment(drawing.banner).get_template("templates/preview.html")
    return text_asset(
        f"{FOLDER}/index.html",
        template.render(
            csp=PAGE_CSP,
            site=site.config.id,
            url=site.config.url,
            languages=tiles.shown,
            layouts=tiles.layouts,
            own_layout=site.config.banner.layout,
            states=tiles.states,
            schemes=SCHEMES,
            data={"texts": rows, "places": tiles.places},
        ),
    )


def _page_of(key: str, known: Mapping[str, str], used: set[str]) -> str:
    """The page beside the banner on which a text stands, empty where it stands on none."""
    if key in known:
        return f"../policy/{{language}}/index.html#{known[key]}"
    if any(key.startswith(prefix) for prefix in used):
        return "../policy/{language}/index.html#items"
    return next((page for prefix, page in _ON_PAGES if key.startswith(prefix)), "")
