"""Scripts of a site: `kelisim.js` and the parts it loads, from `banner/js`, the templates and the site's values.

Code is linked and minified once for a set of features; a site only fills holes in the finished scripts, which is one
substitution and needs no parser.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import kelisim
from kelisim.assets import Asset, hashed_asset, is_shared
from kelisim.cache import Cache
from kelisim.known_tags import foreign_names, known_hosts
from kelisim.packing import pack
from kelisim.policy.memo import Memo, Same
from kelisim.problems import Place, Problem
from kelisim.registry import Service
from kelisim.service_values import (
    clarity,
    cookie_paths,
    google_consent_mode,
    leftovers,
    numbers,
    service_row,
    services,
)
from kelisim.shared_views import SharedViews
from kelisim.site import Site, records_key
from kelisim.styles import Styles
from kelisim.views import View

if TYPE_CHECKING:
    from kelisim.linker import ScriptTemplate
    from kelisim.named_scripts import NamedScript

LOADER = "kelisim.js"
ENTRY = "main.js"
#: The part that every other one stands on.
BASE_PART = "banner"
#: The other parts by the one that loads them.
LOADED_BY = {"banner": ("preferences", "placeholder"), "preferences": ("more",)}
SITE_NAMES = (
    "build",
    "languages",
    "cookieName",
    "cookieDomain",
    "lifetime",
    "policyVersion",
    "policyMajor",
    "ids",
    "services",
    "parts",
    "assets",
    "style",
    "reopenLabels",
    "googleConsentMode",
    "gaDisable",
    "yandexMetrica",
    "microsoftUet",
    "microsoftClarity",
    "metaPixel",
    "tiktokPixel",
    "foreignNames",
    "knownHosts",
    "recordsUrl",
    "recordsKey",
    "policyDigest",
)
VIEW_NAMES = (
    "language",
    "nodes",
    "style",
    "texts",
    "serviceNames",
    "earlier",
    "frames",
    "leftovers",
    "cookiePaths",
    "savedText",
    "preferencesPart",
    "placeholderPart",
    "morePart",
)
_CORE_WRAP = ("(()=>{\n", "})();\n")
#: While a part runs, it leaves itself with a function of the core's, out of reach of what the page calls its own.
_PART_WRAP = ("Kelisim.on.part=", ";\n")


@dataclass(frozen=True)
class Code:
    """Minified scripts with holes: the core, and each part by its view; `mangled` are short names of private keys."""

    core: str
    parts: Mapping[str, str]
    mangled: Mapping[str, str]

    @functools.cached_property
    def key(self) -> Same:
        """What parts with the same values are equal by."""
        return Same(tuple(self.mangled.items()))


@dataclass(frozen=True)
class Bundle:
    """The scripts of one site: the loader by its stable name, its pinned copy, the parts by view and language."""

    loader: Asset
    pinned: Asset
    parts: Mapping[tuple[str, str], Asset]

    @property
    def assets(self) -> tuple[Asset, ...]:
        return (self.loader, self.pinned, *self.parts.values())


def site_flags(site: Site) -> dict[str, bool]:
    """Which features this site's bundle needs; what is false is not in it."""
    config, optional = site.config, site.optional_services
    signals = {name for used in optional for name in used.service.signals}
    stops = {name for used in optional for name in used.service.stop}
    kinds = {item.kind for used in optional for item in used.items if item.party == "first" and not item.http_only}
    return {
        "FEATURE_OPTIONAL": bool(optional),
        "FEATURE_IMPLIED": config.consent_model == "implied",
        "FEATURE_LANGUAGES": len(config.languages) > 1,
        "FEATURE_GPC": site.heeds_privacy_signal,
        "FEATURE_DOMAIN": bool(config.consent.cookie_domain),
        "FEATURE_NOT_ON": any(used.not_on for used in optional),
        "FEATURE_FRAMES": any(used.service.frame for used in optional),
        "FEATURE_RELOAD": "reload" in stops,
        "FEATURE_TOP": config.banner.position.startswith("top"),
        "FEATURE_COOKIE_PATHS": bool(cookie_paths(site)),
        "FEATURE_ERASE_STORAGE": bool(kinds & {"localStorage", "sessionStorage"}),
        "FEATURE_ERASE_DATABASES": "indexedDB" in kinds,
        "FEATURE_GOOGLE_CONSENT_MODE": "google-consent-mode" in signals,
        "FEATURE_GA_DISABLE": "ga-disable" in stops,
        "FEATURE_YANDEX_METRICA": "yandex-metrica" in signals | stops,
        "FEATURE_ADS_REDACTION": any(
            "google-consent-mode" in used.service.signals and used.category == "marketing" for used in optional
        ),
        "FEATURE_MICROSOFT_UET": "microsoft-uet" in signals | stops,
        "FEATURE_MICROSOFT_CLARITY": "microsoft-clarity" in signals | stops,
        "FEATURE_META_PIXEL": "meta-pixel" in signals | stops,
        "FEATURE_TIKTOK_PIXEL": "tiktok-pixel" in signals | stops,
        "FEATURE_DATA_LAYER": any(used.service.container for used in optional),
        "FEATURE_COOKIECONSENT": "cookieconsent" in config.consent.markup,
        "FEATURE_KLARO": "klaro" in config.consent.markup,
        "FEATURE_KNOWN_HOSTS": config.consent.gate == "known-hosts",
        "FEATURE_RECORDS": bool(config.consent.records_url),
    }


def compile_code(
    modules: Mapping[str, str], flags: Mapping[str, bool], views: tuple[str, ...], cache: Cache
) -> tuple[Code | None, list[Problem]]:
    """The code for a set of features, from the modules of `banner/js` by their path below it."""
    made_from = json.dumps([sorted(modules.items()), sorted(flags.items()), views], ensure_ascii=False).encode()
    made = cache.value("code", made_from, lambda: _compile(modules, flags, views))
    problems = [Problem(Place(*place), *rest) for place, *rest in made["problems"]]
    return (None, problems) if problems else (Code(made["core"], made["parts"], made["mangled"]), [])


def _compile(modules: Mapping[str, str], flags: Mapping[str, bool], views: tuple[str, ...]) -> dict[str, Any]:
    from kelisim.linker import Data, Hole, Wrap, link_site, parse_modules
    from kelisim.minify import minify_script

    linked = link_site(
        parse_modules(modules, compact=True),
        ENTRY,
        {view: f"parts/{view}.js" for view in views},
        virtual={
            "kelisim:site": Data({name: Hole(name) for name in SITE_NAMES}),
            "kelisim:view": Data({name: Hole(name) for name in VIEW_NAMES}),
        },
        flags=flags,
        wrap=Wrap(core=_CORE_WRAP, part=_PART_WRAP),
    )
    problems = [
        [[f"banner/js/{fault.path}", fault.line, fault.column], "K601", fault.message, "", fault.fix]
        for fault in linked.problems
    ]
    if problems:
        return {"problems": problems}
    return {
        "problems": [],
        "core": minify_script(linked.core),
        "parts": {name: minify_script(text) for name, text in linked.parts.items()},
        "mangled": dict(linked.mangled),
    }


def render_bundle(
    code: Code,
    site: Site,
    shared: SharedViews,
    styles: Styles,
    policy: Mapping[str, Any],
    registry: Mapping[str, Service],
    memo: Memo,
    above: str = "",
) -> Bundle:
    """Fill the code with the values of a site.

    `shared` holds the texts and nodes of each part by view and language, `policy` the `version` and `digest` of the
    policy that is printed; in the `registry` stands what the gate may know by its hosts. Parts that sites share are
    made once, and lie in the folder `above` the site's own, which is "" where there is but one.
    """
    parts: dict[tuple[str, str], Asset] = {}
    for language in site.config.languages:
        # Whoever loads a part knows its integrity, so that it is made first.
        for name in (*(name for name in ("more", "preferences", "placeholder") if name in code.parts), BASE_PART):
            others = {other: parts[other, language] for other in LOADED_BY.get(name, ()) if (other, language) in parts}
            parts[name, language] = _part(code, site, shared, styles, (name, language), others, memo, above)
    values = {
        **_site_values(site, shared, parts, styles, policy["version"]),
        "policyDigest": policy["digest"],
        "foreignNames": foreign_names(site),
        "knownHosts": known_hosts(site, registry) if site.config.consent.gate == "known-hosts" else [],
    }
    template, literals = _literals(code.core, values, code.mangled)
    loader = template.fill(literals)
    # The pinned copy lies among the assets itself; everything else about it is the same.
    pinned = template.fill({**literals, "assets": '""'})
    return Bundle(Asset(LOADER, loader.encode("ascii")), hashed_asset("kelisim", ".js", pinned.encode("ascii")), parts)


def _part(
    code: Code,
    site: Site,
    shared: SharedViews,
    styles: Styles,
    place: tuple[str, str],
    others: Mapping[str, Asset],
    memo: Memo,
    above: str,
) -> Asset:
    """A part; one that holds nothing of this site alone is the same asset for all sites that have it."""
    name, language = place
    script = code.parts[name]
    references = {other: _part_reference(asset) for other, asset in others.items()}
    own = place in shared.named or any(not is_shared(asset) for asset in others.values())

    def values(view: View) -> dict[str, Any]:
        return _view_values(site, view, styles, name, references)

    def asset(data: bytes) -> Asset:
        return hashed_asset(f"{name}.{language}", ".js", data, "" if own else above)

    def make() -> Asset:
        return asset(fill(script, values(shared[place]), code.mangled))

    if shared.key is None:
        return make()
    known = tuple((other, *reference) for other, reference in references.items())
    same = (script, code.key, styles.parts[name], shared.key, place, known)
    if place not in shared.named:
        return memo.get(("part", *same, above), make)

    def cut() -> NamedScript:
        from kelisim.named_scripts import cut_script

        return cut_script(_template(script), shared.marked[place], values, code.mangled)

    named = memo.get(("named part", *same), cut)
    return asset(named.fill(lambda text: shared.fill(text, language)))


def fill(script: str, values: Mapping[str, Any], mangled: Mapping[str, str]) -> bytes:
    """A finished script: literals in the places of holes, ASCII throughout (promise 8)."""
    template, literals = _literals(script, values, mangled)
    return template.fill(literals).encode("ascii")


def _literals(
    script: str, values: Mapping[str, Any], mangled: Mapping[str, str]
) -> tuple[ScriptTemplate, dict[str, str]]:
    from kelisim.linker import write_literal

    template = _template(script)
    return template, {hole: write_literal(values[hole], mangled) for hole in set(template.holes)}


@functools.lru_cache(maxsize=256)
def _template(script: str) -> ScriptTemplate:
    from kelisim.linker import ScriptTemplate

    return ScriptTemplate.parse(script)


def _site_values(
    site: Site,
    shared: SharedViews,
    parts: Mapping[tuple[str, str], Asset],
    styles: Styles,
    policy_version: str,
) -> dict[str, Any]:
    config, optional = site.config, site.optional_services
    return {
        "build": kelisim.__version__,
        "languages": list(config.languages),
        "cookieName": config.consent.cookie_name,
        "cookieDomain": config.consent.cookie_domain,
        "lifetime": config.consent.lifetime_days * 24 * 60 * 60,
        "policyVersion": policy_version,
        "policyMajor": int(policy_version.partition(".")[0]),
        "ids": list(
            dict.fromkeys(
                ["necessary", *(used.category for used in site.services), *(used.id for used in site.services)]
            )
        ),
        "services": [service_row(used) for used in optional],
        "parts": {language: _part_reference(parts[BASE_PART, language]) for language in config.languages},
        "assets": "assets/",
        "style": styles.core,
        "reopenLabels": {language: shared.reopen_label(language) for language in config.languages},
        "googleConsentMode": google_consent_mode(site),
        "gaDisable": numbers(site, "ga-disable"),
        "yandexMetrica": numbers(site, "yandex-metrica"),
        "microsoftUet": services(site, "microsoft-uet"),
        "microsoftClarity": clarity(site),
        "metaPixel": services(site, "meta-pixel"),
        "tiktokPixel": services(site, "tiktok-pixel"),
        "recordsUrl": config.consent.records_url,
        "recordsKey": records_key(config),
    }


def _view_values(site: Site, view: View, styles: Styles, name: str, others: Mapping[str, list[str]]) -> dict[str, Any]:
    return {
        "language": view.language,
        "nodes": pack(view.nodes),
        "style": styles.parts[name],
        "texts": pack(view.texts),
        "serviceNames": view.service_names,
        "earlier": view.earlier,
        "frames": pack(view.frames),
        "leftovers": {used.id: kinds for used in site.optional_services if (kinds := leftovers(used))},
        "cookiePaths": cookie_paths(site),
        "savedText": pack(view.texts.get("status.saved", "")),
        **{f"{other}Part": others.get(other) for other in ("preferences", "placeholder", "more")},
    }


def packing_flags(views: Mapping[tuple[str, str], View]) -> dict[str, bool]:
    """Whether the parts of a site need the code that unpacks texts: those in Latin letters alone do not."""
    texts = ((view.nodes, view.texts, view.frames) for view in views.values())
    return {"FEATURE_PACKED": any(pack(told) != list(told) for told in texts)}


def _part_reference(asset: Asset) -> list[str]:
    digest = base64.b64encode(hashlib.sha256(asset.data).digest()).decode()
    # From the folder of the site's own assets, whichever folder the part lies in.
    name = f"../{asset.name}" if is_shared(asset) else asset.name.removeprefix("assets/")
    return [name, f"sha256-{digest}"]
