"""The content security policy that a configuration needs: what Kelisim asks for, and the hosts of its services."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kelisim.registry import Service
from kelisim.site import Site
from kelisim.unconfirmed import UNVERIFIED

#: What Kelisim runs under, word for word promise 7, with what SEC-1 adds to it.
_BASE = (
    ("default-src", ("'none'",)),
    ("script-src", ("'self'",)),
    ("style-src", ("'self'",)),
    ("connect-src", ("'self'",)),
    ("img-src", ("'self'",)),
    ("frame-src", ()),
    ("base-uri", ("'none'",)),
    ("object-src", ("'none'",)),
    ("form-action", ()),
    ("frame-ancestors", ()),
    ("require-trusted-types-for", ("'script'",)),
    ("trusted-types", ("kelisim",)),
)
#: What a vendor's tag does: it is a script, and it reports by requests and by images.
_TAG_DIRECTIVES = ("script-src", "connect-src", "img-src")
#: Anybody may publish here, so the whole origin would let any script in: the path of the vendor's package stays.
_SHARED_HOSTS = ("cdn.jsdelivr.net", "cdnjs.cloudflare.com", "unpkg.com")
#: How the registry says in a service's note that its hosts rest on experience only.
_DOUBTED_HOSTS = re.compile(r"\bhosts?\b.*\bnot verified\b", re.IGNORECASE)


@dataclass(frozen=True)
class ContentPolicy:
    """A policy as directives with their sources, in one order; a directive without sources is not printed."""

    directives: tuple[tuple[str, tuple[str, ...]], ...] = _BASE

    def allowing(self, directive: str, sources: Iterable[str]) -> ContentPolicy:
        """The same policy with more sources in one directive."""
        wanted = tuple(sources)
        return ContentPolicy(
            tuple(
                (name, tuple(dict.fromkeys((*listed, *wanted))) if name == directive else listed)
                for name, listed in self.directives
            )
        )

    def lines(self) -> Iterator[str]:
        """Each directive with its sources."""
        return (f"{name} {' '.join(sources)}" for name, sources in self.directives if sources)

    def __str__(self) -> str:
        return "; ".join(self.lines())


@dataclass(frozen=True)
class ServiceHosts:
    """The origins of a service in use. `confirmed`: its vendor names them (SEC-2); a container loads further ones."""

    id: str
    origins: tuple[str, ...]
    frame: bool
    confirmed: bool
    container: bool

    @property
    def remark(self) -> str:
        """What a reader has to know of the hosts, empty where there is nothing."""
        remarks = ["" if self.confirmed else "not verified"]
        remarks += ["loads further services, whose hosts nobody can know"] if self.container else []
        return "; ".join(filter(None, remarks))


def services_hosts(site: Site) -> tuple[ServiceHosts, ...]:
    """The services of a site that need hosts of others, in the order of the site's file."""
    return tuple(
        ServiceHosts(
            used.id,
            tuple(dict.fromkeys(_origin(host) for host in used.service.hosts)),
            used.service.frame,
            _confirmed(used.service),
            used.service.container,
        )
        for used in site.services
        if used.service.hosts
    )


def content_policy(site: Site, inline_hash: str = "") -> ContentPolicy:
    """What the pages of a site need; `inline_hash` is the digest of the inline head part, where there is one."""
    policy = ContentPolicy()
    if inline_hash:
        policy = policy.allowing("script-src", [f"'{inline_hash}'"])
    for service in services_hosts(site):
        for directive in (*_TAG_DIRECTIVES, *(["frame-src"] if service.frame else [])):
            policy = policy.allowing(directive, service.origins)
    return policy


def page_policy() -> ContentPolicy:
    """What the built policy pages need: they hold Kelisim alone, submit nothing, and stand in no foreign frame."""
    return ContentPolicy().allowing("form-action", ["'none'"]).allowing("frame-ancestors", ["'self'"])


def _origin(host: str) -> str:
    """A host of the registry as a source: paths go, because vendors change them and a redirect ignores them anyway."""
    name, _, path = host.partition("/")
    return f"https://{name}/{path.rstrip('/')}/" if path and name in _SHARED_HOSTS else f"https://{name}"


def _confirmed(service: Service) -> bool:
    doubted = UNVERIFIED in f"{service.source} {service.note}" or _DOUBTED_HOSTS.search(service.note)
    return "vendor" in service.source and not doubted
