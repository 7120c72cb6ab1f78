"""`apache.conf`: the rules as sections of a virtual host."""

from __future__ import annotations

import re

from kelisim.serving.content_policy import ContentPolicy
from kelisim.serving.rules import FOLDER, PERMISSIONS, RULES, Rule, endings_by_type, owners_expression

NAME = "apache.conf"
USE = (
    f"in a virtual host whose document root holds {FOLDER}",
    f"    Include /srv/www{FOLDER}{NAME}",
    "with the modules headers, mime, dir, setenvif and rewrite.",
)
_COMPRESSED = r"(\.br|\.gz)?"


def render_rules() -> str:
    """Types, then precompressed files, then a section a rule; a later section wins, so what fits all stands first."""
    types = [
        f'AddType "{kind}; charset=utf-8" {" ".join(f".{ending}" for ending in endings)}'
        for kind, endings in endings_by_type().items()
    ]
    parts = [
        _section(
            f"^{FOLDER}",
            [
                "DirectoryIndex index.html",
                *types,
                "# In banner.kk.….js a language stands in the middle of a name, and .br is no Breton.",
                "RemoveLanguage .kk .ru .en .br",
                "RemoveType .gz .br",
                "AddEncoding gzip .gz",
                "AddEncoding br .br",
                "Header merge Vary Accept-Encoding",
            ],
        ),
        [
            "# The compressed form beside a file, made by kelisim build --compress; nobody compresses it once more.",
            "RewriteEngine On",
            *_rewriting("br", "br"),
            *_rewriting("gzip", "gz"),
            f'SetEnvIf Request_URI "^{FOLDER}.+\\.(br|gz)$" no-gzip no-brotli',
        ],
        *([f"# {rule.about}", *_section(_expression(rule), _headers(rule))] for rule in reversed(RULES)),
        ["# What is not for visitors.", *_section(f"^{FOLDER}{owners_expression()}", ["Redirect 404"])],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def render_page_lines(policy: ContentPolicy) -> list[str]:
    """The headers of the site's own pages."""
    return [
        f'Header always set Content-Security-Policy "{policy}"',
        f'Header always set Permissions-Policy "{PERMISSIONS}"',
    ]


def _headers(rule: Rule) -> list[str]:
    # Without "always" a header is said of answers that succeed.
    return [
        f'Header set Cache-Control "{rule.cache}"',
        *(f'Header always set {name} "{value}"' for name, value in rule.headers.items()),
    ]


def _expression(rule: Rule) -> str:
    end = "" if rule.path.endswith("/") or not rule.path else f"{_COMPRESSED}$"
    return f"^{FOLDER}{re.escape(rule.path)}{end}"


def _rewriting(encoding: str, ending: str) -> list[str]:
    return [
        f'RewriteCond "%{{HTTP:Accept-Encoding}}" "\\b{encoding}\\b"',
        f'RewriteCond "%{{DOCUMENT_ROOT}}%{{REQUEST_URI}}.{ending}" -f',
        f'RewriteRule "^{FOLDER}.*[^/]$" "%{{REQUEST_URI}}.{ending}" [L]',
    ]


def _section(expression: str, lines: list[str]) -> list[str]:
    return [f'<LocationMatch "{expression}">', *(f"    {line}" for line in lines), "</LocationMatch>"]
