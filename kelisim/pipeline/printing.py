"""A checked site to the files of its `dist/`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kelisim.assets import ABOVE, Asset
from kelisim.bundle import Bundle, Code, compile_code, packing_flags, render_bundle, site_flags
from kelisim.cache import Cache
from kelisim.fairness import LAYERS, check_layers, check_styles
from kelisim.feature_sizes import Weights, weigh
from kelisim.manifest import render_manifest
from kelisim.pages import head_key, render_demo, render_embed, render_head, script_hash
from kelisim.palettes import BANNER_SHEETS, PAGE_SHEET, derived_holes
from kelisim.pipeline.outlook import Outlook, look_out
from kelisim.pipeline.results import Sources
from kelisim.pipeline.shared import Shared
from kelisim.policy.build import PolicyFiles, render_policies
from kelisim.policy.edition import DRAFT
from kelisim.preview import Drawing, render_preview, texts_of
from kelisim.problems import Problem, errors
from kelisim.serving import FOLDER, ContentPolicy, content_policy, render_consent_map, render_server_configs
from kelisim.shared_views import SharedViews, share_views
from kelisim.sheet import render_sheet_page
from kelisim.site import Site
from kelisim.styles import Styles, render_sheet, render_styles, unused_classes
from kelisim.versions.outputs import Printable, archived_pages, changes_pages, waiting_pages
from kelisim.versions.standing import editions
from kelisim.views import environment

#: Types of the page interface.
TYPES = "kelisim.d.ts"


@dataclass(frozen=True)
class Printed:
    """What is made of a site wherever its folder lies; `assets` are scripts, policy and versions, `embed` the tags.

    `weigh` tells what the scripts weigh; it compiles them once more for every feature.
    """

    outlook: Outlook
    policies: PolicyFiles
    summary: Mapping[str, str]
    assets: tuple[Asset, ...]
    embed: Asset
    content: ContentPolicy
    weigh: Callable[[], Weights | None]

    @property
    def facts(self) -> dict[str, Any]:
        """What the manifest says of the policy."""
        return {**self.policies.facts, **self.outlook.standing.facts}


@dataclass(frozen=True)
class Rendered:
    """Every file of the `dist/` of one site, none where an error turned up on the way, and what its scripts weigh."""

    assets: tuple[Asset, ...] = ()
    weigh: Callable[[], Weights | None] | None = None


def render(working: Sources, cache: Cache, *, measured: bool, previewed: bool) -> tuple[Rendered, list[Problem]]:
    """The `dist/` of one site, and what turned up on the way."""
    printed, problems = print_site(working, cache)
    if printed is None:
        return Rendered(), problems
    sources, _ = printed.outlook.printed
    site, banner = sources.site, working.shared.project.banner
    style, found = render_sheet(_sheets(working.shared), "css/review.css", cache)
    problems += found
    preview, found = (
        _preview(working, printed.policies.version, printed.summary, cache) if previewed else (list[Asset](), [])
    )
    problems += found
    assets = [
        *printed.assets,
        *render_sheet_page(
            site, sources.policy.document, sources.wordings, printed.policies, environment(banner), style
        ),
        *render_demo(site, sources.wordings, banner),
        printed.embed,
        *preview,
        *render_server_configs(site, printed.content),
        *render_consent_map(site, printed.policies.version),
        Asset(TYPES, banner[TYPES].encode()),
    ]
    manifest = render_manifest(assets, site, printed.facts, sizes_from(cache) if measured else None)
    return Rendered((*assets, manifest), printed.weigh), problems


def render_member(
    working: Sources, cache: Cache, sizes: Callable[[bytes], tuple[int, int]] | None
) -> tuple[list[Asset], list[Problem]]:
    """The files of a site among many: assets of all sites are named from the site's folder, `../assets/…`."""
    printed, problems = print_site(working, cache, ABOVE)
    if printed is None:
        return [], problems
    sources, _ = printed.outlook.printed
    assets = [
        *printed.assets,
        printed.embed,
        *render_server_configs(sources.site, printed.content, folder_of(sources.site)),
        *render_consent_map(sources.site, printed.policies.version),
        Asset(TYPES, working.shared.project.banner[TYPES].encode()),
    ]
    return [*assets, render_manifest(assets, sources.site, printed.facts, sizes)], problems


def print_site(working: Sources, cache: Cache, above: str = "") -> tuple[Printed | None, list[Problem]]:
    """Scripts, policy and versions of a site; what sites share lies in the folder `above` theirs."""
    shared = working.shared
    banner, memo = shared.project.banner, shared.memo
    colours = _colours(working.site, shared, cache)
    sheet, found = memo.get(("policy sheet", *colours["page"].values()), lambda: _policy_sheet(shared, colours, cache))
    outlook, problems = look_out(working, edition=bool(above))
    problems += found
    if outlook is None or errors(problems):
        return None, problems
    sources, compiled = outlook.printed
    site, standing = sources.site, outlook.standing
    policies = render_policies(compiled, site, sheet, editions(standing, site.config.languages), above)
    summary = standing.asking.facts.summary if standing.asking else {}
    views = share_views(site, sources.wordings, banner, _policy_urls(site, policies), summary, sources.shared.memo)
    problems += memo.get(("fair", views.key), lambda: _check_fairness(site, views, shared))
    flags, names = _flags(site, views, shared), tuple(dict.fromkeys(name for name, _ in views.marked))
    code, found = _code(flags, names, shared, cache)
    styles, style_problems = _styles(site, shared, cache)
    problems += [*found, *style_problems]
    if code is None or errors(problems):
        return None, problems

    def scripts(compiled: Code) -> Bundle:
        return render_bundle(
            compiled, site, views, styles, policies.facts, working.registry, sources.shared.memo, above
        )

    def scripts_with(changed: Mapping[str, bool]) -> Bundle | None:
        other, _ = _code({**flags, **changed}, names, shared, cache)
        return scripts(other) if other else None

    def weigh_scripts() -> Weights | None:
        return weigh(scripts_with, flags, site.config.default_language, lambda data: sizes_from(cache)(data)[1])

    bundle = scripts(code)
    head = memo.get(("head", head_key(site)), lambda: render_head(site, banner))
    content = content_policy(site, script_hash(head) if head else "")
    return Printed(
        outlook,
        policies,
        summary,
        (*bundle.assets, *policies.assets, *_versions(outlook, policies)),
        render_embed(site, bundle, banner, head, content, memo, folder_of(site) if above else FOLDER),
        content,
        weigh_scripts,
    ), problems


def folder_of(site: Site) -> str:
    """Where the files of a site among many lie, on the host that serves them all."""
    return f"{FOLDER}{site.config.id}/"


def _check_fairness(site: Site, views: SharedViews, shared: Shared) -> list[Problem]:
    """Dark patterns of templates and styles; they are the same in every language."""
    language, sheets = site.config.default_language, _sheets(shared)
    nodes = {name: views.views[name, language].nodes for name in LAYERS}
    banner = {path: sheets[path] for path in BANNER_SHEETS if path in sheets}
    return [*check_layers(nodes, shared.project.banner), *check_styles(banner)]


def _policy_urls(site: Site, policies: PolicyFiles) -> dict[str, str]:
    told = site.config.banner.policy_url
    return {language: told[language] or policies.urls[language] for language in site.config.languages}


def _sheets(shared: Shared) -> dict[str, str]:
    return {path: text for path, text in shared.project.banner.items() if path.endswith(".css")}


def _modules(shared: Shared) -> dict[str, str]:
    return {path.removeprefix("js/"): text for path, text in shared.project.banner.items() if path.startswith("js/")}


def _flags(site: Site, views: SharedViews, shared: Shared) -> dict[str, bool]:
    """The features that a site's scripts need."""
    # What is the same for all such sites is asked first: most often it settles whether texts are packed.
    packed = shared.memo.get(("packed", views.key), lambda: packing_flags(views.unnamed))
    if not any(packed.values()):
        packed = packing_flags(views.views)
    return {**site_flags(site), **packed}


def _code(
    flags: Mapping[str, bool], names: tuple[str, ...], shared: Shared, cache: Cache
) -> tuple[Code | None, list[Problem]]:
    """Code compiled once for all sites with the same features."""
    key = ("code", tuple(sorted(flags.items())), names)
    return shared.memo.get(key, lambda: compile_code(_modules(shared), flags, names, cache))


def _styles(site: Site, shared: Shared, cache: Cache) -> tuple[Styles, list[Problem]]:
    """Styles made once for all sites that look alike."""
    theme, unused = site.config.banner.theme, unused_classes(site)
    derived = _colours(site, shared, cache)["banner"]
    key = ("styles", theme, unused, *derived.values())
    return shared.memo.get(key, lambda: render_styles(_sheets(shared), theme, derived, cache, unused))


def _colours(site: Site, shared: Shared, cache: Cache) -> dict[str, dict[str, str]]:
    """What follows from the accent, on the banner's grounds and on those of the policy page."""
    accent = site.config.banner.accent
    return shared.memo.get(("colours", accent), lambda: derived_holes(accent, _sheets(shared), cache))


def _policy_sheet(shared: Shared, colours: Mapping[str, Mapping[str, str]], cache: Cache) -> tuple[str, list[Problem]]:
    return render_sheet(_sheets(shared), PAGE_SHEET, cache, derived=colours["page"])


def _preview(
    working: Sources, policy_version: str, summary: Mapping[str, str], cache: Cache
) -> tuple[list[Asset], list[Problem]]:
    """The gallery of the sources as they are now, whichever version is printed."""
    site, project = working.site, working.shared.project
    derived = _colours(site, working.shared, cache)["banner"]
    # Every layout and both schemes: no class goes unused there.
    styles, problems = render_styles(_sheets(working.shared), "auto", derived, cache)
    texts = texts_of(
        working.originals,
        working.registry,
        working.policy.document,
        working.policy.language,
        working.catalogs,
        project.ledgers,
    )
    drawing = Drawing(site, working.wordings, project.banner, styles, summary, policy_version)
    assets, found = render_preview(drawing, texts, working.policy.document, cache)
    return assets, [*problems, *found]


def _versions(outlook: Outlook, policies: PolicyFiles) -> list[Asset]:
    """Versions beside the printed one, and what changed between them."""
    standing = outlook.standing
    sources, _ = outlook.printed
    waiting = {
        one.version: outlook.past.get(one.version, (outlook.sources, outlook.compiled)) for one in standing.waiting
    }
    printables = {version: Printable(taken.site, compiled) for version, (taken, compiled) in waiting.items()}
    draft = outlook.text if standing.state == DRAFT and standing.archive.versions else None
    return [
        *archived_pages(standing),
        *waiting_pages(standing, printables, policies.stylesheet),
        *changes_pages(
            standing.archive,
            draft,
            sources.site.config.languages,
            sources.wordings,
            environment(sources.shared.project.banner),
            policies.stylesheet,
            example=sources.site.config.example,
        ),
    ]


def sizes_from(cache: Cache) -> Callable[[bytes], tuple[int, int]]:
    """What a content takes when it travels in gzip and in Brotli, measured once."""

    def sizes(data: bytes) -> tuple[int, int]:
        def measure() -> list[int]:
            from kelisim.compression import compressed_sizes

            measured = compressed_sizes(data)
            return [measured.gzip, measured.brotli]

        gzip, brotli = cache.value("sizes", data, measure)
        return gzip, brotli

    return sizes
