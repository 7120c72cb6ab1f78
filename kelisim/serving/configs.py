"""Texts for servers: `_headers`, nginx, Apache and Caddy say the same of every file, each in its own words."""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Iterable
from typing import Any

from kelisim.assets import Asset, text_asset
from kelisim.serving import apache, caddy, netlify, nginx
from kelisim.serving.content_policy import ContentPolicy, ServiceHosts, services_hosts
from kelisim.serving.rules import FOLDER
from kelisim.site import Site

SERVERS = (netlify, nginx, apache, caddy)
_WIDTH = 110
_ADVICE = (
    "For the pages of your site, together with what they need besides. Tags of vendors may break under "
    "require-trusted-types-for; if they do, leave that directive out."
)


def render_server_configs(site: Site, policy: ContentPolicy, folder: str = FOLDER) -> list[Asset]:
    """A text for each server; `policy` is what the pages of the site need, and stands in it to be copied.

    `folder` is where the files of the site lie on its host.
    """
    hosts = services_hosts(site)
    return [
        text_asset(
            server.NAME,
            "\n".join(
                [
                    *_rules(server, f"site {site.config.id}", folder),
                    _comment(
                        [_ADVICE, *_host_lines(hosts), *(f"    {line}" for line in server.render_page_lines(policy))]
                    ),
                ]
            ),
        )
        for server in SERVERS
    ]


def render_shared_configs() -> list[Asset]:
    """A text for each server of what many sites share; that of a site stands in the site's own folder."""
    return [text_asset(server.NAME, "\n".join(_rules(server, "what all sites share", FOLDER))) for server in SERVERS]


def _rules(server: Any, about: str, folder: str) -> list[str]:
    texts = _comment([f"Kelisim, {about}: {server.USE[0]}", *server.USE[1:]]), _rules_of(server)
    return [text.replace(FOLDER, folder) for text in texts]


@functools.cache
def _rules_of(server: Any) -> str:
    """What a server says of the files of any site."""
    return str(server.render_rules())


def _host_lines(hosts: Iterable[ServiceHosts]) -> list[str]:
    """The origins by service, so that an owner sees what each one costs."""
    lines = [
        f"  {service.id}{f' ({service.remark})' if service.remark else ''}: {' '.join(service.origins)}"
        for service in hosts
    ]
    return ["Hosts of the services in use:", *lines] if lines else []


def _comment(told: Iterable[str]) -> str:
    """Lines as a comment; sentences are wrapped, what is indented stays on its line to be copied."""
    lines = (line for text in told for line in ([text] if text.startswith("  ") else _wrapped(text)))
    return "".join(f"# {line}\n" for line in lines)


@functools.lru_cache(maxsize=256)
def _wrapped(text: str) -> tuple[str, ...]:
    """The same sentences stand in the texts of every site; what fits a line needs no looking at words."""
    return (text,) if len(text) <= _WIDTH else tuple(textwrap.wrap(text, _WIDTH, break_on_hyphens=False))
