"""`_headers`: the rules as Netlify and Cloudflare Pages read them."""

from __future__ import annotations

from kelisim.serving.content_policy import ContentPolicy
from kelisim.serving.rules import FOLDER, PERMISSIONS, RULES, all_headers, matching

NAME = "_headers"
USE = (
    "for Netlify and Cloudflare Pages, which want this file at the root of the site;",
    f"the output lies in {FOLDER}.",
)


def render_rules() -> str:
    """Every block that fits a path adds its headers, so no two may fit one: what fits all files is left to the host."""
    blocks = [
        [f"# {rule.about}", matching(rule), *(f"  {name}: {value}" for name, value in all_headers(rule))]
        for rule in RULES
        if rule.path
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def render_page_lines(policy: ContentPolicy) -> list[str]:
    """The headers of the site's own pages."""
    return ["/*", f"  Content-Security-Policy: {policy}", f"  Permissions-Policy: {PERMISSIONS}"]
