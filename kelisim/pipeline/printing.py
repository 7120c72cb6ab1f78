"""A checked site to the files of its `dist/`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kelisim.assets import Asset
from kelisim.bundle import compile_code, packing_flags, render_bundle, site_flags
from kelisim.cache import Cache
from kelisim.manifest import render_manifest
from kelisim.pages import render_demo, render_embed, render_head, script_hash
from kelisim.pipeline.outlook import Outlook, look_out
from kelisim.pipeline.results import Sources
from kelisim.policy.build import PolicyFiles, render_policies
from kelisim.policy.edition import DRAFT
from kelisim.preview import Drawing, render_preview, texts_of
from kelisim.problems import Problem, errors
from kelisim.serving import content_policy, render_server_configs
from kelisim.styles import render_sheet, render_styles, unused_classes
from kelisim.versions.outputs import Printable, archived_pages, changes_pages, waiting_pages
from kelisim.versions.standing import editions
from kelisim.views import environment, render_views


def render(working: Sources, cache: Cache, *, measured: bool, previewed: bool) -> tuple[list[Asset], list[Problem]]:
    """Every file of a site's `dist/`; none where an error turns up on the way."""
    banner = working.shared.project.banner
    sheets = {path: text for path, text in banner.items() if path.endswith(".css")}
    sheet, problems = render_sheet(sheets, "css/policy.css", cache)
    outlook, found = look_out(working)
    problems += found
    if outlook is None or errors(problems):
        return [], problems
    sources, compiled = outlook.printed
    site, standing = sources.site, outlook.standing
    policies = render_policies(compiled, site, sheet, editions(standing, site.config.languages))
    policy_urls = {
        language: site.config.banner.policy_url[language] or policies.urls[language]
        for language in site.config.languages
    }
    summary = standing.asking.facts.summary if standing.asking else {}
    views = render_views(site, sources.wordings, banner, policy_urls, summary)
    modules = {path.removeprefix("js/"): text for path, text in banner.items() if path.startswith("js/")}
    names = tuple(dict.fromkeys(name for name, _ in views))
    code, found = compile_code(modules, {**site_flags(site), **packing_flags(views)}, names, cache)
    problems += found
    styles, found = render_styles(sheets, site.config.banner.theme, "", cache, unused_classes(site))
    problems += found
    if code is None or errors(problems):
        return [], problems
    bundle = render_bundle(code, site, views, styles, policies.version)
    preview, found = _preview(working, policies.version, summary, cache) if previewed else ([], [])
    problems += found
    head = render_head(site, banner)
    content = content_policy(site, script_hash(head) if head else "")
    assets = [
        *bundle.assets,
        *policies.assets,
        *_versions(outlook, policies),
        *render_demo(site, sources.wordings, banner),
        render_embed(site, bundle, banner, head, content),
        *preview,
        *render_server_configs(site, content),
        Asset("kelisim.d.ts", banner["kelisim.d.ts"].encode()),
    ]
    facts = {**policies.facts, **standing.facts}
    manifest = render_manifest(assets, site, facts, _sizes(cache) if measured else None)
    return [*assets, manifest], problems


def _preview(
    working: Sources, policy_version: str, summary: Mapping[str, str], cache: Cache
) -> tuple[list[Asset], list[Problem]]:
    """The gallery of the sources as they are now, whichever version is printed."""
    site, project = working.site, working.shared.project
    sheets = {path: text for path, text in project.banner.items() if path.endswith(".css")}
    # Every layout and both schemes: no class goes unused there.
    styles, problems = render_styles(sheets, "auto", "", cache)
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


def _sizes(cache: Cache) -> Callable[[bytes], tuple[int, int]]:
    def sizes(data: bytes) -> tuple[int, int]:
        def measure() -> list[int]:
            from kelisim.compression import compressed_sizes

            measured = compressed_sizes(data)
            return [measured.gzip, measured.brotli]

        gzip, brotli = cache.value("sizes", data, measure)
        return gzip, brotli

    return sizes
