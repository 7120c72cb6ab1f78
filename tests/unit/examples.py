"""A small site and a small service, and sources made from them by changing single lines."""

from __future__ import annotations

from kelisim.source import TomlSource

SITE = """\
id = "vivus"
url = "https://www.vivus.kz/"
languages = ["kk", "ru"]
services = ["own-site", "counter"]

[operator]
email = "info@vivus.kz"
name.kk = "«Vivus» ЖШС"
name.ru = "ТОО «Vivus»"
short.kk = { text = "МҚҰ", reading = "эм-қа-ұ" }
short.ru = "МФО"
"""

SERVICE = """\
name = "Counter"
provider = "Counter LLC"
country = ["KZ", "IE"]
category = "analytics"
purpose = "Statistics"
description = "Counts visits."
collects = ["pages", "views"]
hosts = ["counter.kz"]
source = "vendor documentation"
checked = 2026-11-22

[parameters.ids]
type = "list of texts"
pattern = "[0-9]{4}"
default = []

[parameters.webvisor]
type = "true or false"
default = false

[[items]]
id = "visitor"
kind = "cookie"
name = "_cnt"
party = "first"
purpose = "Tells visitors apart"
lifetime = "2 years"
"""


def changed(text: str, *changes: tuple[str, str]) -> str:
    """The text with stretches replaced, each of which has to be there once."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the example"
        text = text.replace(old, new)
    return text


def site_source(*changes: tuple[str, str], more: str = "") -> TomlSource:
    """The small site with changes, and with lines added at its end."""
    return TomlSource("site.toml", changed(SITE, *changes) + more)


def service_source(*changes: tuple[str, str], more: str = "", service_id: str = "counter") -> TomlSource:
    """The small service with changes, and with lines added at its end."""
    return TomlSource(f"policy_src/services/{service_id}.toml", changed(SERVICE, *changes) + more)
