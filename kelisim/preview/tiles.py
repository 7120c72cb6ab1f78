"""Tiles: small pages, one a language and layout, that run the shipped script with the words of that language marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kelisim.assets import Asset, text_asset
from kelisim.bundle import Bundle, Code, compile_code, packing_flags, render_bundle, site_flags
from kelisim.cache import Cache
from kelisim.i18n.pseudo import IDS, LONG
from kelisim.policy.memo import Memo
from kelisim.preview.marks import marked_wording, pseudo_wording
from kelisim.preview.states import State, cookies_of, deletable, earlier_tokens, frame_of, places, states_of
from kelisim.problems import Problem
from kelisim.shared_views import SharedViews
from kelisim.site import Site
from kelisim.styles import LAYOUTS, Styles
from kelisim.views import View, autonym, environment, render_views
from kelisim.wording import Wording

FOLDER = "preview"
#: What a tile may do: run its own scripts with their styles, and hold an empty frame.
TILE_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types kelisim"
)
_PSEUDO = {LONG: "Long words", IDS: "Ids"}


@dataclass(frozen=True)
class Shown:
    """A language of the gallery: one of the site's, or a pseudo-language made of its default one.

    `tag` is what the page is addressed by, `language` the language whose place it takes in the scripts.
    """

    tag: str
    language: str
    name: str
    pseudo: bool = False


@dataclass(frozen=True)
class Tiles:
    """The tiles of a site with what the page says of them; `places` is by language of the gallery and text."""

    assets: tuple[Asset, ...]
    shown: tuple[Shown, ...]
    layouts: tuple[str, ...]
    states: tuple[State, ...]
    places: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Drawing:
    """What tiles are drawn with: everything that the site's own bundle is made of."""

    site: Site
    wordings: Mapping[str, Wording]
    banner: Mapping[str, str]
    styles: Styles
    summary: Mapping[str, str]
    policy_version: str


def _compile(
    drawing: Drawing, views: Mapping[tuple[str, str], View], cache: Cache
) -> tuple[Code | None, list[Problem]]:
    """The code of the site's own bundle: the same features, hence most often found in the cache."""
    modules = {path.removeprefix("js/"): text for path, text in drawing.banner.items() if path.startswith("js/")}
    flags = {**site_flags(drawing.site), **packing_flags(views)}
    return compile_code(modules, flags, tuple(dict.fromkeys(name for name, _ in views)), cache)


def render_tiles(drawing: Drawing, cache: Cache) -> tuple[Tiles | None, list[Problem]]:
    """Every tile with its scripts; none where the scripts do not compile."""
    site = drawing.site
    states, default = states_of(site), site.config.default_language
    shown = [Shown(language, language, autonym(language)) for language in site.config.languages]
    shown += [Shown(style, default, name, pseudo=True) for style, name in _PSEUDO.items()]
    layouts = LAYOUTS if site.optional_services else (site.config.banner.layout,)
    marked = {language: marked_wording(drawing.wordings[language]) for language in site.config.languages}
    wordings = {one.tag: marked for one in shown if not one.pseudo}
    for style in _PSEUDO:
        wordings[style] = {**marked, default: pseudo_wording(drawing.wordings[default], style)}
    assets: dict[str, Asset] = {}
    found: dict[str, Mapping[str, str]] = {}
    code, problems = _compile(drawing, _views(drawing, site.config.banner.layout, marked, {}), cache)
    if code is None:
        return None, problems
    made: dict[str, dict[tuple[str, str], View]] = {}
    for layout in layouts:
        bundle, real = None, _views(drawing, layout, marked, _without_layout(made.get(default, {})))
        for one in shown:
            # Of a pseudo-language only the views of the language whose place it takes are its own.
            others = {key: view for key, view in real.items() if not one.pseudo or key[1] != default}
            made[one.tag] = _views(
                drawing, layout, wordings[one.tag], {**_without_layout(made.get(one.tag, {})), **others}
            )
            if bundle is None or one.pseudo:
                bundle = _bundle(drawing, code, layout, made[one.tag])
            _add(assets, bundle, one.language)
            tile = _tile(drawing, one, layout, bundle)
            assets[tile.name] = tile
            found[one.tag] = places(made[one.tag], one.language, states)
    return Tiles(tuple(assets.values()), tuple(shown), layouts, states, found), []


def _without_layout(views: Mapping[tuple[str, str], View]) -> dict[tuple[str, str], View]:
    """The views that are the same in every layout."""
    return {key: view for key, view in views.items() if key[0] != "banner"}


def _views(
    drawing: Drawing, layout: str, wordings: Mapping[str, Wording], known: Mapping[tuple[str, str], View]
) -> dict[tuple[str, str], View]:
    """The views of a layout; those that are known already, because nothing of them changes, are not made again."""
    site = _with_layout(drawing.site, layout)
    urls = {language: f"../../policy/{language}/index.html" for language in site.config.languages}
    return render_views(site, wordings, drawing.banner, urls, drawing.summary, known)


def _bundle(drawing: Drawing, code: Code, layout: str, views: Mapping[tuple[str, str], View]) -> Bundle:
    site = _with_layout(drawing.site, layout)
    policy = {"version": drawing.policy_version, "digest": ""}
    return render_bundle(code, site, SharedViews.of_one(views), drawing.styles, policy, {}, Memo(1))


def _with_layout(site: Site, layout: str) -> Site:
    config = site.config
    # The gallery's own tags are nobody's, and what is chosen in it is no record.
    consent = replace(config.consent, gate="marked", records_url="")
    return replace(site, config=replace(config, banner=replace(config.banner, layout=layout), consent=consent))


def _add(assets: dict[str, Asset], bundle: Bundle, language: str) -> None:
    """The scripts that a tile loads; those of equal content have one name, so they lie there once."""
    parts = (asset for (_, told), asset in bundle.parts.items() if told == language)
    for asset in (bundle.pinned, *parts):
        assets[f"{FOLDER}/{asset.name}"] = Asset(f"{FOLDER}/{asset.name}", asset.data)


def _tile(drawing: Drawing, shown: Shown, layout: str, bundle: Bundle) -> Asset:
    site, used = drawing.site, deletable(drawing.site)
    values: dict[str, Any] = {
        "csp": TILE_CSP,
        "language": shown.language,
        "layout": layout,
        "script": f"../{bundle.pinned.name}",
        "cookie_name": site.config.consent.cookie_name,
        "policy_version": drawing.policy_version,
        "decided": "".join(f"{one.token}{int(one is used)}" for one in site.optional_services),
        "cookies": " ".join(cookies_of(site)),
        "earlier": " ".join(earlier_tokens(site)),
        "frame": frame_of(site),
    }
    template = environment(drawing.banner).get_template("templates/preview-tile.html")
    return text_asset(f"{FOLDER}/tiles/{shown.tag}-{layout}.html", template.render(values))
