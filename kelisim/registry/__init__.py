"""The services registry: one TOML file a service, with everything it stores, to `Service` values.

values.py        services and items, and the words that they are described with
forms.py         what a service file may say
assembling.py    a file of the right form → `Service`
checking.py      what one file has to say to be believed
parsing.py       a file → `Service`, or what is wrong with it
surroundings.py  services side by side, beside the calendar, beside the languages of a site
"""

from kelisim.registry.forms import LIFETIME, SERVICE
from kelisim.registry.parsing import parse_service, unknown_service
from kelisim.registry.surroundings import check_registry, check_texts
from kelisim.registry.values import (
    CATEGORIES,
    CONSENT_COOKIE,
    CONSENT_TERM,
    KINDS,
    RECORDS_SETTING,
    STALE_AFTER_DAYS,
    STATISTICS,
    USUAL_STATISTICS,
    Item,
    Lifetime,
    Service,
    parse_lifetime,
)

__all__ = [
    "CATEGORIES",
    "CONSENT_COOKIE",
    "CONSENT_TERM",
    "KINDS",
    "LIFETIME",
    "RECORDS_SETTING",
    "SERVICE",
    "STALE_AFTER_DAYS",
    "STATISTICS",
    "USUAL_STATISTICS",
    "Item",
    "Lifetime",
    "Service",
    "check_registry",
    "check_texts",
    "parse_lifetime",
    "parse_service",
    "unknown_service",
]
