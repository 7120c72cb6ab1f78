"""Who receives data: the codes of countries, and the vendors whose tags are never strictly necessary."""

from __future__ import annotations

from collections.abc import Iterable

#: ISO 3166-1 alpha-2: first letter → second letters. Names come from CLDR.
_COUNTRIES = {
    "A": "DEFGILMOQRSTUWXZ",
    "B": "ABDEFGHIJLMNOQRSTVWYZ",
    "C": "ACDFGHIKLMNORUVWXYZ",
    "D": "EJKMOZ",
    "E": "CEGHRST",
    "F": "IJKMOR",
    "G": "ABDEFGHILMNPQRSTUWY",
    "H": "KMNRTU",
    "I": "DELMNOQRST",
    "J": "EMOP",
    "K": "EGHIMNPRWYZ",
    "L": "ABCIKRSTUVY",
    "M": "ACDEFGHKLMNOPQRSTUVWXYZ",
    "N": "ACEFGILOPRUZ",
    "O": "M",
    "P": "AEFGHKLMNRSTWY",
    "Q": "A",
    "R": "EOSUW",
    "S": "ABCDEGHIJKLMNORSTVXYZ",
    "T": "CDFGHJKLMNORTVWZ",
    "U": "AGMSYZ",
    "V": "ACEGINU",
    "W": "FS",
    "Y": "ET",
    "Z": "AMW",
}
COUNTRIES = frozenset(first + second for first, seconds in _COUNTRIES.items() for second in seconds)
MISTAKEN_COUNTRIES = {"UK": "GB", "EN": "GB", "KK": "KZ", "SU": "RU"}
#: What a visitor gets from a vendor → its domains, or hosts with the beginning of a path. A service file says what it
#: collects; these say it where the file does not (EDPB-7).
NEVER_NECESSARY = {
    "statistics": (
        "analytics.google.com",
        "bitrix.info",
        "cdn.jsdelivr.net/npm/yandex-metrica-watch",
        "clarity.ms",
        "google-analytics.com",
        "hotjar.com",
        "hotjar.io",
        "kraken.rambler.ru",
        "mc.webvisor.com",
        "mc.webvisor.org",
        "mc.yandex.com",
        "mc.yandex.kz",
        "mc.yandex.ru",
        "roistat.com",
        "top100.ru",
        "uxfeedback.ru",
        "www.googletagmanager.com/gtag/js",
    ),
    "advertising": (
        "ad.mail.ru",
        "adriver.ru",
        "analytics.tiktok.com",
        "bat.bing.com",
        "bat.bing.net",
        "connect.facebook.net",
        "doubleclick.net",
        "flocktory.com",
        "googleadservices.com",
        "googlesyndication.com",
        "mindbox.ru",
        "privacy-cs.mail.ru",
        "top-fwz1.mail.ru",
        "vk.com",
        "vk.ru",
        "www.facebook.com/tr",
        "www.google.com/ccm",
        "www.google.com/pagead",
    ),
    "tags that nobody here knows": ("www.googletagmanager.com/gtm.js", "www.googletagmanager.com/ns.html"),
    "a chat": ("bitrix24.com", "bitrix24.kz", "bitrix24.ru", "jivo.ru", "jivosite.com"),
    "a map": (
        "2gis.com",
        "2gis.kz",
        "2gis.ru",
        "api-maps.yandex.com",
        "api-maps.yandex.ru",
        "maps.google.com",
        "maps.googleapis.com",
        "maps.gstatic.com",
        "maps.yandex.net",
        "www.google.com/maps",
        "yandex.com/map-widget",
        "yandex.kz/map-widget",
        "yandex.ru/map-widget",
    ),
    "video": ("i.ytimg.com", "youtube-nocookie.com", "youtube.com"),
}


def never_necessary(hosts: Iterable[str]) -> str:
    """What the vendors behind `hosts` give that no site needs to work, in words; empty where none is known."""
    listed = list(hosts)
    given = [
        kind
        for kind, known in NEVER_NECESSARY.items()
        if any(_serves(entry, host) for entry in known for host in listed)
    ]
    return ", ".join(given)


def _serves(entry: str, host: str) -> bool:
    """Whether a host of a service file lies within an entry of the list, or with `*.` before it takes the entry in."""
    entry_name, _, entry_path = entry.partition("/")
    name, _, path = host.partition("/")
    within = f".{name.removeprefix('*.')}".endswith(f".{entry_name}") and path.startswith(entry_path)
    return within or (name.startswith("*.") and not path and entry_name.endswith(name[1:]))
