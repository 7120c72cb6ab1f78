"""`nginx.conf`: the rules as location blocks."""

from __future__ import annotations

from kelisim.serving.content_policy import ContentPolicy
from kelisim.serving.rules import FOLDER, PERMISSIONS, RULES, Rule, endings_by_type, owners_expression

NAME = "nginx.conf"
USE = (
    f"in a server block whose root holds {FOLDER}",
    f"    include /srv/www{FOLDER}{NAME};",
)
_PLAIN = "text/plain"


def render_rules() -> str:
    """One block for the folder, one in it for each rule: add_header is not inherited by a block that has its own."""
    types = [f"{kind} {' '.join(endings)};" for kind, endings in endings_by_type().items() if kind != _PLAIN]
    lines = [
        "index index.html;",
        "charset utf-8;",
        "charset_types *;",
        f"default_type {_PLAIN};",
        *_block("types", types),
        "gzip_static on;        # the .gz beside a file, made by kelisim build --compress",
        "gzip_vary on;",
        "# brotli_static on;    # the .br likewise, with the module ngx_brotli",
        "",
        *_block(f'location ~ "^{FOLDER}{owners_expression()}"', ["return 404;"]),
    ]
    for rule in RULES:
        lines += ["", f"# {rule.about}"]
        kind = "^~" if rule.path.endswith("/") else "="
        lines += _block(f"location {kind} {FOLDER}{rule.path}", _headers(rule)) if rule.path else _headers(rule)
    return "\n".join(_block(f"location ^~ {FOLDER}", lines)) + "\n"


def render_page_lines(policy: ContentPolicy) -> list[str]:
    """The headers of the site's own pages."""
    return [
        f'add_header Content-Security-Policy "{policy}" always;',
        f'add_header Permissions-Policy "{PERMISSIONS}" always;',
    ]


def _headers(rule: Rule) -> list[str]:
    # Without "always" a header is said of answers that succeed.
    return [
        f'add_header Cache-Control "{rule.cache}";',
        *(f'add_header {name} "{value}" always;' for name, value in rule.headers.items()),
    ]


def _block(head: str, lines: list[str]) -> list[str]:
    return [f"{head} {{", *(f"    {line}".rstrip() for line in lines), "}"]
