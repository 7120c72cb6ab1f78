"""What a server says of each kind of file: one table, from which every server's text is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kelisim.assets import CONTENT_TYPES, IMMUTABLE, REVALIDATE
from kelisim.manifest import CACHE_RULES
from kelisim.serving.content_policy import page_policy

#: Where the output lies on the site, as embed.html and the documentation have it.
FOLDER = "/consent/"
#: What is in the output for its owner and not for visitors: a server answers as if it were not there.
OWNERS_FILES = ("_headers", "nginx.conf", "nginx-consent.conf", "apache.conf", "Caddyfile")
OWNERS_FOLDERS = ("demo", "preview")
#: Closed on pages that need none of it (SEC-12); a page that checks identities opens the camera for itself.
PERMISSIONS = "camera=(), microphone=(), geolocation=(), browsing-topics=()"

_EVERY = {"X-Content-Type-Options": "nosniff"}
#: A page on another origin checks scripts by their integrity, which needs CORS (SEC-7), and may be isolated (SEC-11).
_SHARED = {**_EVERY, "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@dataclass(frozen=True)
class Rule:
    """The headers of a kind of files: `path` below the folder, a whole folder where it ends in a slash.

    The cache rule is said of what is there, never of an error: a missing asset must not stay missing for a year.
    """

    about: str
    path: str
    cache: str
    headers: Mapping[str, str]


#: The first rule whose path fits holds; the last fits all.
RULES = (
    Rule("Named after their content: kept for good.", "assets/", CACHE_RULES[IMMUTABLE], MappingProxyType(_SHARED)),
    Rule("The loader: same name, new content.", "kelisim.js", CACHE_RULES[REVALIDATE], MappingProxyType(_SHARED)),
    Rule(
        "Pages and texts of the policy.",
        "policy/",
        CACHE_RULES[REVALIDATE],
        MappingProxyType(
            {
                **_EVERY,
                "Content-Security-Policy": str(page_policy()),
                "Referrer-Policy": "strict-origin-when-cross-origin",
                "Permissions-Policy": PERMISSIONS,
            }
        ),
    ),
    Rule("Everything else.", "", CACHE_RULES[REVALIDATE], MappingProxyType(_EVERY)),
)


def matching(rule: Rule) -> str:
    """The path of a rule with a star where more may follow, as `_headers` and Caddy write it."""
    return f"{FOLDER}{rule.path}{'*' if rule.path.endswith('/') or not rule.path else ''}"


def all_headers(rule: Rule) -> list[tuple[str, str]]:
    """The cache rule with the other headers."""
    return [("Cache-Control", rule.cache), *rule.headers.items()]


def owners_expression() -> str:
    """A regular expression for what is no visitor's, on paths below the folder."""
    files = "|".join(re.escape(name) for name in OWNERS_FILES)
    return rf"(({files})(\.gz|\.br)?$|({'|'.join(OWNERS_FOLDERS)})/)"


def endings_by_type() -> dict[str, list[str]]:
    """File endings by media type, without the charset, which is UTF-8 for all."""
    types: dict[str, list[str]] = {}
    for suffix, kind in CONTENT_TYPES.items():
        types.setdefault(kind.partition(";")[0], []).append(suffix.removeprefix("."))
    return types
