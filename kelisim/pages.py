"""Pages around the banner: the demo, a stranger's page that embeds it, and the tags to paste."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from kelisim.assets import Asset, text_asset
from kelisim.bundle import Bundle, site_flags
from kelisim.policy.memo import Memo
from kelisim.policy.slots import Slot, mark
from kelisim.serving import FOLDER, ContentPolicy, services_hosts
from kelisim.site import Site, UsedService
from kelisim.views import autonym, environment
from kelisim.wording import Wording

#: Promise 7, word for word: the demo shows that it holds.
STRICT_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types kelisim"
)


def render_demo(site: Site, wordings: Mapping[str, Wording], banner: Mapping[str, str]) -> list[Asset]:
    """`demo/`: a page per language, a held local stub for each optional service, and their style."""
    templates = environment(banner)
    pages = [
        text_asset(
            f"demo/{_demo_name(site, language)}",
            templates.get_template("templates/demo.html").render(_demo_values(site, wordings[language])),
        )
        for language in site.config.languages
    ]
    stub = templates.get_template("templates/stub.js")
    stubs = [
        text_asset(f"demo/{used.id}.js", stub.render(cookies=_stub_cookies(used), id=used.id))
        for used in site.optional_services
    ]
    return [
        *pages,
        *stubs,
        text_asset("demo/demo.js", banner["templates/demo.js"]),
        text_asset("demo/demo.css", banner["css/demo.css"]),
    ]


def _demo_values(site: Site, wording: Wording) -> dict[str, Any]:
    return {
        "t": wording.text,
        "language": wording.language,
        "languages": [
            {"tag": language, "name": autonym(language), "file": _demo_name(site, language)}
            for language in site.config.languages
        ],
        "csp": STRICT_CSP,
        "operator": site.config.operator.short[wording.language].text,
        "url": site.config.url,
        "example": site.config.example,
        "services": [
            {"id": used.id, "category": used.category, "name": wording.service_name(used.service)}
            for used in site.optional_services
        ],
        "policy_url": f"../policy/{wording.language}/",
    }


def _demo_name(site: Site, language: str) -> str:
    return "index.html" if language == site.config.default_language else f"{language}.html"


def _stub_cookies(used: UsedService) -> list[str]:
    """First-party cookies that the stub sets as the real service would, so that a withdrawal has some to delete."""
    return [
        item.label.replace("*", "demo")
        for item in used.items
        if item.kind == "cookie" and item.party == "first" and not item.http_only
    ]


def render_head(site: Site, banner: Mapping[str, str]) -> str:
    """The inline part of a page's head: the consent defaults of vendors, empty where no service in use has any."""
    signals, redaction = head_key(site)
    template = environment(banner).get_template("templates/head.js")
    return "".join(str(template.render(signals=signals, redaction=redaction)).split("\n"))


def head_key(site: Site) -> tuple[frozenset[str], bool]:
    """What the head part depends on: the signals that vendors take, and whether Google's advertising is among them."""
    signals = frozenset(name for used in site.optional_services for name in used.service.signals)
    return signals, site_flags(site)["FEATURE_ADS_REDACTION"]


def render_embed(
    site: Site, bundle: Bundle, banner: Mapping[str, str], head: str, policy: ContentPolicy, memo: Memo, folder: str
) -> Asset:
    """`embed.html`: the tags to paste, by stable name and pinned, the inline head part, the policy that all need.

    `folder` is where the files of the site lie on its host.
    """
    lines, hosts = tuple(policy.lines()), services_hosts(site)
    # Ids, folders, names and digests hold nothing that HTML escapes, so that they may come in afterwards.
    own = {
        mark(Slot("site.id")): site.config.id,
        mark(Slot("site.folder")): folder,
        mark(Slot("loader.pinned")): bundle.pinned.name,
        mark(Slot("loader.integrity")): bundle.pinned.integrity,
    }

    def make() -> str:
        id_mark, folder_mark, pinned, integrity = own
        template = environment(banner).get_template("templates/embed.html")
        return str(
            template.render(
                id=id_mark,
                folder=FOLDER if folder == FOLDER else folder_mark,
                served=FOLDER,
                pinned=pinned,
                integrity=integrity,
                head=head,
                head_hash=script_hash(head) if head else "",
                policy=lines,
                hosts=hosts,
            )
        )

    text = memo.get(("embed", folder == FOLDER, head, lines, hosts), make)
    for hole, value in own.items():
        text = text.replace(hole, value)
    return text_asset("embed.html", text)


def script_hash(script: str) -> str:
    """The CSP source of an inline script, over its exact bytes (SEC-3)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
