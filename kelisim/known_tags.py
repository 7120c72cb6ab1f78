"""Tags that nobody marked our way, as the gate knows them: by the names of other consent scripts, or by their hosts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kelisim.registry import Service
from kelisim.site import Site

#: What CookieConsent's and Klaro's examples, and the tools before them, call the categories.
CATEGORY_NAMES: Mapping[str, tuple[str, ...]] = {
    "necessary": ("essential", "required", "strictlynecessary"),
    "functional": ("functionality", "preferences", "personalization", "personalisation"),
    "analytics": ("analytical", "statistics", "performance", "measurement"),
    "marketing": ("ads", "advertising", "advertisement", "advertisements", "targeting"),
}


def foreign_names(site: Site) -> list[list[str]]:
    """Names without signs and capitals, each with the id of a service or a category of the site; services first."""
    names: dict[str, str] = {}
    for used in site.services:
        for name in filter(None, map(_plain, (used.id, *_spellings(used.service)))):
            names.setdefault(name, used.id)
    for category in site.categories:
        for name in (category, *CATEGORY_NAMES[category]):
            names.setdefault(name, category)
    return [list(pair) for pair in names.items()]


def known_hosts(site: Site, registry: Mapping[str, Service]) -> list[list[str]]:
    """Rows of service, hosts and numbers, the latter two as sources of JavaScript regular expressions.

    Services that the site does not use are never allowed, so their tags stay held; a host that a service in use
    shares with them is left to that service, and a host of a necessary one is nobody's to hold.
    """
    used = {one.id: one for one in site.services}
    free = {host for one in site.services if one.category == "necessary" for host in one.service.hosts}
    claimed = free | {host for one in site.optional_services for host in one.service.hosts}
    rows = []
    for one in site.optional_services:
        row = [one.id, _beginnings(host for host in one.service.hosts if host not in free)]
        if numbers := one.parameters.get("ids", ()):
            row.append("|".join(map(re.escape, numbers)))
        rows.append(row)
    for service in registry.values():
        if service.id not in used:
            rows.append([service.id, _beginnings(host for host in service.hosts if host not in claimed)])
    return [row for row in rows if row[1]]


def _spellings(service: Service) -> Iterator[str]:
    """The service's name, in Latin letters, with and without a number behind it: "Google Analytics 4"."""
    name = service.name if isinstance(service.name, str) else service.name.get("en", "")
    yield name
    yield re.sub(r"\s+\d+$", "", name)


def _plain(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum())


def _beginnings(hosts: Iterable[str]) -> str:
    return "|".join(_beginning(host) for host in dict.fromkeys(hosts))


def _beginning(host: str) -> str:
    """`*.clarity.ms` is the domain and all below it; what has a path is the beginning of an address."""
    name, slash, path = host.partition("/")
    below = r"(.+\.)?" if name.startswith("*.") else ""
    return below + re.escape(name.removeprefix("*.")).replace(r"\-", "-") + "/" + (re.escape(path) if slash else "")
