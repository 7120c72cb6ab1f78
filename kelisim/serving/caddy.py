"""`Caddyfile`: the rules as a block of a site."""

from __future__ import annotations

from kelisim.serving.content_policy import ContentPolicy
from kelisim.serving.rules import (
    FOLDER,
    OWNERS_FILES,
    OWNERS_FOLDERS,
    PERMISSIONS,
    RULES,
    all_headers,
    endings_by_type,
    matching,
)

NAME = "Caddyfile"
USE = (
    f"in a site block whose root holds {FOLDER}",
    f"    import /srv/www{FOLDER}{NAME}",
)
#: Only what is there, the page of a folder included: an error must not be kept like an asset.
_PRESENT = "file {path} {path}index.html"


def render_rules() -> str:
    """A matcher and its headers for each type and each rule."""
    owners = [*(f"{FOLDER}{name}" for name in OWNERS_FILES), *(f"{FOLDER}{name}/*" for name in OWNERS_FOLDERS)]
    parts = [[f"@owners path {' '.join(owners)}", "respond @owners 404"], _types()]
    named = [matching(rule) for rule in RULES if rule.path]
    for number, rule in enumerate(RULES):
        others = [] if rule.path else [f"not path {' '.join(named)}"]
        parts.append(
            [
                f"# {rule.about}",
                *_block(f"@rule{number}", [f"path {matching(rule)}", *others, _PRESENT]),
                *_block(f"header @rule{number}", [f'{name} "{value}"' for name, value in all_headers(rule)]),
            ]
        )
    parts.append(_block("file_server", ["precompressed br gzip"]))
    lines = [line for part in parts for line in ("", *part)]
    return "\n".join(_block(f"handle {FOLDER}*", lines[1:])) + "\n"


def render_page_lines(policy: ContentPolicy) -> list[str]:
    """The headers of the site's own pages."""
    return [f'header Content-Security-Policy "{policy}"', f'header Permissions-Policy "{PERMISSIONS}"']


def _types() -> list[str]:
    return [
        line
        for number, (kind, endings) in enumerate(endings_by_type().items())
        for line in (
            f"@type{number} path {' '.join(f'*.{ending}' for ending in endings)}",
            f'header @type{number} Content-Type "{kind}; charset=utf-8"',
        )
    ]


def _block(head: str, lines: list[str]) -> list[str]:
    return [f"{head} {{", *(f"\t{line}".rstrip() for line in lines), "}"]
