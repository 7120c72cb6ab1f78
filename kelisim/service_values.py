"""What scripts hold of a site's services: rows of the loader, names to delete, whom the vendors' adapters speak for."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from kelisim.registry import KINDS, Item
from kelisim.site import Site, UsedService

#: What matches no text.
NOTHING = "(?!)"
#: Characters that names of one service have to share to be looked for together.
SIGN_LENGTH = 4
#: GCM-2, GCM-8.
GOOGLE_CONSENT_KEYS = {
    "security_storage": "necessary",
    "functionality_storage": "functional",
    "personalization_storage": "functional",
    "analytics_storage": "analytics",
    "ad_storage": "marketing",
    "ad_user_data": "marketing",
    "ad_personalization": "marketing",
}


def service_row(used: UsedService) -> list[Any]:
    row: list[Any] = [
        used.id,
        used.category,
        "|".join([used.token, *used.aliases]),
        "|".join(_signs([item.label for item in _deletable(used)])) or NOTHING,
        int("reload" in used.service.stop),
        "|".join(_expression(path) for path in used.not_on),
    ]
    while not row[-1]:
        row.pop()
    return row


def leftovers(used: UsedService) -> list[str]:
    """What the page deletes when the service is refused, one expression per kind of storage."""
    expressions = [_alternatives(item.label for item in _deletable(used) if item.kind == kind) for kind in KINDS]
    while expressions and not expressions[-1]:
        expressions.pop()
    return expressions


def _deletable(used: UsedService) -> list[Item]:
    return [item for item in used.items if item.party == "first" and not item.http_only]


def _alternatives(patterns: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(_expression(pattern) for pattern in patterns))


def _signs(labels: Sequence[str]) -> list[str]:
    """Expressions that find what a service may have left, and now and then a stranger: the part that deletes is exact.

    Names that begin alike are one expression, so that a service of twenty costs every page no more than one of two.
    """
    beginnings = Counter(label[:SIGN_LENGTH] for label in labels if "*" not in label[:SIGN_LENGTH])
    return sorted(
        {
            f"{_expression(label[:SIGN_LENGTH])}.*" if beginnings[label[:SIGN_LENGTH]] > 1 else _expression(label)
            for label in labels
        }
    )


# The same names of cookies come again with each site that has the service.
@functools.lru_cache(maxsize=4096)
def _expression(pattern: str) -> str:
    """A pattern with ``*`` as the source of a JavaScript regular expression, without anchors."""
    return "".join(
        ".*" if sign == "*" else sign if re.match(r"[\w/-]", sign, re.ASCII) else f"\\{sign}" for sign in pattern
    )


def cookie_paths(site: Site) -> list[list[str]]:
    """Service, path and name of each cookie that may lie where no page of ours sees it."""
    return [
        [used.id, path, item.label]
        for used in site.optional_services
        for item in used.items
        if item.kind == "cookie" and item.party == "first" and not item.http_only and "*" not in item.label
        for path in item.paths
        if path != "/"
    ]


def google_consent_mode(site: Site) -> list[list[str]]:
    """Each key of Google's with what speaks for it: its category, and Google's services that may be allowed alone."""
    own = [used for used in site.optional_services if "google-consent-mode" in used.service.signals]
    return [
        [key, category, *(used.id for used in own if used.category == category)]
        for key, category in GOOGLE_CONSENT_KEYS.items()
    ]


def numbers(site: Site, adapter: str) -> list[list[str]]:
    """Service and id of each counter that an adapter switches."""
    return [
        [used.id, number]
        for used in site.optional_services
        if adapter in (*used.service.signals, *used.service.stop)
        for number in used.parameters.get("ids", ())
    ]


def services(site: Site, adapter: str) -> list[str]:
    """The services that an adapter speaks for."""
    return [used.id for used in site.optional_services if adapter in (*used.service.signals, *used.service.stop)]


def clarity(site: Site) -> list[list[str]]:
    """What speaks for Clarity's storage of analytics, and for that of advertising: the service, and where it counts as
    analytics by the owner's word, the category of advertising as well."""
    own = services(site, "microsoft-clarity")
    milder = any(used.id in own and used.category != "marketing" for used in site.optional_services)
    return [own, [*own, "marketing"] if milder else own]
