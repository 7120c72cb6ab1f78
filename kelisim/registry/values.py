"""Services, what they store, and the words that both are described with."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kelisim.schema import Field
from kelisim.source import TomlSource

#: From the mildest to the strictest: what a visitor can refuse grows from left to right.
CATEGORIES = ("necessary", "functional", "analytics", "marketing")
KINDS = ("cookie", "localStorage", "sessionStorage", "indexedDB")
#: What policy clause 2.1 enumerates, in its order; the last six are what KZ-5(g) adds for common services.
STATISTICS = (
    "pages",
    "views",
    "session",
    "entry",
    "exit",
    "country",
    "region",
    "provider",
    "browser",
    "languages",
    "system",
    "resolution",
    "colours",
    "ip",
    "identifier",
    "referrer",
    "clicks",
    "recording",
    "forms",
)
#: What a site that counts visits enumerates without being told.
USUAL_STATISTICS = STATISTICS[:13]
#: Names of adapters in banner/js/signals/ that a service may ask for.
SIGNALS = ("google-consent-mode", "yandex-metrica", "microsoft-uet", "microsoft-clarity", "meta-pixel", "tiktok-pixel")
STOPS = ("ga-disable", "yandex-metrica", "microsoft-uet", "microsoft-clarity", "meta-pixel", "tiktok-pixel", "reload")
UNITS = {"minute": "minutes", "hour": "hours", "day": "days", "week": "weeks", "month": "months", "year": "years"}
FIXED_LIFETIMES = ("session", "until deleted", "not confirmed")
#: What an item of the site itself may say instead of a name and a lifetime: the site's own settings are put in.
CONSENT_COOKIE = "{consent.cookie_name}"
CONSENT_TERM = "{consent.lifetime}"
#: What an item can depend on beside its service's own parameters.
RECORDS_SETTING = "consent.records_url"
#: What `[service.<id>]` may say of any service: no parameter of a service is called so.
GENERAL_PARAMETERS = ("not_on", "category", "reason")
STALE_AFTER_DAYS = 366


@dataclass(frozen=True)
class Lifetime:
    """How long an item is kept: a count of a unit (`minutes` … `years`), or one of the fixed words in `words`."""

    count: int = 0
    unit: str = ""
    words: str = ""

    @property
    def confirmed(self) -> bool:
        return self.words != "not confirmed"

    @property
    def minutes(self) -> float:
        """For comparing lifetimes: a session is shortest, what is never deleted or not confirmed is without limit."""
        if self.words:
            return 0 if self.words == "session" else float("inf")
        each = {"minutes": 1, "hours": 60, "days": 1440, "weeks": 10080, "months": 43830, "years": 525960}
        return float(self.count * each[self.unit])


@dataclass(frozen=True)
class Item:
    """Something a service stores or reads: a cookie, or an entry of the browser's storages."""

    id: str
    kind: str
    name: str
    pattern: str
    party: str
    domain: str
    purpose: str | Mapping[str, str]
    lifetime: Lifetime
    category: str
    http_only: bool
    paths: tuple[str, ...]
    when: str
    source: str
    checked: datetime.date
    note: str

    @property
    def label(self) -> str:
        """The name or pattern, as tables print it."""
        return self.name or self.pattern


@dataclass(frozen=True)
class Parameter:
    """What `[service.<id>]` may say: a field of the schema, with the value that holds where it says nothing."""

    name: str
    field: Field
    default: Any


@dataclass(frozen=True)
class Service:
    """One service with everything it stores. Texts are English, or per language where the owner wrote them inline."""

    id: str
    name: str | Mapping[str, str]
    provider: str
    country: tuple[str, ...]
    category: str
    purpose: str | Mapping[str, str]
    description: str | Mapping[str, str]
    collects: tuple[str, ...]
    collects_when: Mapping[str, tuple[str, ...]]
    hosts: tuple[str, ...]
    frame: bool
    container: bool
    signals: tuple[str, ...]
    stop: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    items: tuple[Item, ...]
    source: str
    checked: datetime.date
    note: str
    file: TomlSource

    def texts(self) -> Iterator[tuple[str, str | Mapping[str, str]]]:
        """Every translatable text with its message id, in the order in which a translator meets them."""
        yield f"service.{self.id}.name", self.name
        yield f"service.{self.id}.purpose", self.purpose
        yield f"service.{self.id}.description", self.description
        for item in self.items:
            yield f"service.{self.id}.{item.id}.purpose", item.purpose


def parse_lifetime(text: str) -> Lifetime:
    """A lifetime of the checked form: `"2 years"`, `"session"` …"""
    count, _, unit = text.partition(" ")
    if not count.isdigit():
        return Lifetime(words=text)
    return Lifetime(int(count), UNITS[unit.removesuffix("s")])
