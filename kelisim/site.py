"""A site as the later stages see it: its configuration with the services in use, and what follows from both."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from kelisim import schema
from kelisim.config import SiteConfig
from kelisim.problems import Problem, did_you_mean, errors, warning
from kelisim.registry import (
    CATEGORIES,
    CONSENT_COOKIE,
    CONSENT_TERM,
    RECORDS_SETTING,
    STATISTICS,
    USUAL_STATISTICS,
    Item,
    Lifetime,
    Service,
    unknown_service,
)
from kelisim.schema import Choice, Listed, Text
from kelisim.tokens import EarlierToken, assign_tokens, service_meaning, site_meaning

#: The country whose law the policy speaks of; a recipient elsewhere is a cross-border transfer (KZ-10).
HOME = "KZ"
COOKIE_LIMIT_BYTES = 200
#: What a service of the site's own says in the place of its provider.
OWN_PROVIDER = "{operator.name}"
#: What `[service.<id>]` may say of any service, beside its own parameters.
_GENERAL: Mapping[str, schema.Field] = MappingProxyType(
    {
        "not_on": Listed(
            note="Paths on which the service never runs (MFO-3).",
            entry=Text(pattern=r"/\S*", form='a path such as "/application/*"'),
            default=[],
        ),
        "category": Choice(note="Another category than the registry's; needs a reason (EDPB-7).", words=CATEGORIES),
        "reason": Text(note="Why the category differs, in a sentence that a regulator may read."),
    }
)


@dataclass(frozen=True)
class UsedService:
    """A service as this site uses it: the items that its parameters switch on, the category that holds here.

    `aliases` are published tokens under which a decision goes on holding, `earlier` those under which it does not.
    """

    service: Service
    category: str
    items: tuple[Item, ...]
    parameters: Mapping[str, Any]
    not_on: tuple[str, ...]
    operator_names: Mapping[str, str]
    token: str = ""
    aliases: tuple[str, ...] = ()
    earlier: tuple[EarlierToken, ...] = ()

    @property
    def id(self) -> str:
        return self.service.id

    @property
    def meaning(self) -> dict[str, Any]:
        """What a visitor is asked about it (kelisim/tokens.py)."""
        return service_meaning(replace(self.service, category=self.category), self.items)

    @property
    def third_party(self) -> bool:
        """Whether somebody else than the site receives data; a guard before the server has no tags, hence no hosts."""
        return OWN_PROVIDER not in self.service.provider

    def provider(self, language: str) -> str:
        """The legal name of the recipient: the provider's, or the operator's own."""
        return self.service.provider.replace(OWN_PROVIDER, self.operator_names[language])

    @property
    def collects(self) -> tuple[str, ...]:
        """Ids of statistics, those of the parameters that are on included."""
        more = (kinds for name, kinds in self.service.collects_when.items() if self.parameters.get(name) is True)
        return (*self.service.collects, *(kind for kinds in more for kind in kinds))


@dataclass(frozen=True)
class Site:
    """One site, ready to be rendered."""

    config: SiteConfig
    services: tuple[UsedService, ...]

    @functools.cached_property
    def categories(self) -> tuple[str, ...]:
        """Categories with at least one service in use, the necessary one always, from the mildest to the strictest."""
        used = {service.category for service in self.services}
        return tuple(category for category in CATEGORIES if category == "necessary" or category in used)

    @property
    def optional_categories(self) -> tuple[str, ...]:
        return self.categories[1:]

    def of_category(self, category: str) -> tuple[UsedService, ...]:
        """The services of a category, in the order of the site's file."""
        return tuple(service for service in self.services if service.category == category)

    @property
    def heeds_privacy_signal(self) -> bool:
        """Whether Global Privacy Control changes anything here: it keeps advertising off, and ends implied consent."""
        implied = self.config.consent_model == "implied" and bool(self.optional_services)
        return self.config.consent.honour_gpc and (implied or "marketing" in self.categories)

    @functools.cached_property
    def optional_services(self) -> tuple[UsedService, ...]:
        """What a visitor is asked about, by category and then in the order of the site's file."""
        return tuple(service for category in self.optional_categories for service in self.of_category(category))

    @functools.cached_property
    def statistics(self) -> tuple[str, ...]:
        """What policy clause 2.1 enumerates: the union of the site's own statistics and of what its services collect.

        A site that counts visits at all has the usual thirteen, less what it trims; nothing is trimmed that a
        service in use collects (KZ-5 g).
        """
        collected = {kind for service in self.services for kind in service.collects}
        told = self.config.statistics
        own = set(USUAL_STATISTICS if "analytics" in self.categories else ()) | set(told["add"])
        wanted = collected | (own - set(told["remove"]))
        return tuple(kind for kind in STATISTICS if kind in wanted)

    @functools.cached_property
    def recipients(self) -> tuple[UsedService, ...]:
        """Optional services whose provider is somebody else than the site."""
        return tuple(service for service in self.optional_services if service.third_party)

    @functools.cached_property
    def countries_abroad(self) -> tuple[str, ...]:
        """Countries outside Kazakhstan that any third party's service sends data to, necessary ones included."""
        return _abroad(used for used in self.services if used.third_party)

    @functools.cached_property
    def countries_asked(self) -> tuple[str, ...]:
        """Countries outside Kazakhstan that data go to only with consent: what the first layer names (KZ-10)."""
        return _abroad(self.recipients)

    @functools.cached_property
    def conditions(self) -> frozenset[str]:
        """Which of the policy's conditions hold, those of version and archive excepted: the caller adds them."""
        config, operator = self.config, self.config.operator
        language = config.default_language
        facts = {
            config.consent_model: True,
            **{category: category in self.categories for category in CATEGORIES[1:]},
            "recipients": bool(self.recipients),
            "abroad": bool(self.countries_abroad),
            "recording": "recording" in self.statistics,
            "published": operator.published is True,
            "records": bool(config.consent.records_url),
            "bin": bool(operator.bin),
            "responsible_person": bool(operator.responsible_person[language]),
            "storage_location": bool(operator.storage_location[language]),
            "address": bool(operator.address[language]),
            "licence": bool(operator.licence[language]),
            "microfinance": operator.activity == "microfinance",
        }
        return frozenset(name for name, holds in facts.items() if holds)

    @functools.cached_property
    def tokens(self) -> Mapping[str, str]:
        """The token of every optional service by its id."""
        return {service.id: service.token for service in self.optional_services}


def assemble_site(config: SiteConfig, registry: Mapping[str, Service]) -> tuple[Site | None, list[Problem]]:
    """The site with its services, and what does not fit between the two."""
    problems = list(_check_services(config, registry))
    if errors(problems):
        return None, problems
    used = tuple(_used(registry[service_id], config) for service_id in config.services)
    problems.extend(_check_statistics(config, used))
    common = site_meaning(config)
    meanings = {service.id: {**service.meaning, "site": common} for service in used if service.category != "necessary"}
    tokens = assign_tokens(meanings)
    site = Site(config, tuple(replace(service, token=tokens.get(service.id, "")) for service in used))
    return site, [*problems, *_check_cookie(site)]


def _check_services(config: SiteConfig, registry: Mapping[str, Service]) -> Iterator[Problem]:
    source = config.source
    for position, service_id in enumerate(config.services):
        if service_id not in registry:
            yield unknown_service(service_id, source.span_of("services", position), registry)
    for service_id, told in config.parameters.items():
        if service_id not in config.services:
            place = source.key_span("service", service_id)
            if service_id in registry:
                yield warning(
                    place,
                    "K113",
                    f"{service_id} is not in services, so [service.{service_id}] does nothing",
                    fix=f'add "{service_id}" to services, or remove the section',
                )
            else:
                yield unknown_service(service_id, place, registry)
        elif service_id in registry:
            yield from _check_parameters(config, registry[service_id], told)


def _check_parameters(config: SiteConfig, service: Service, told: Mapping[str, Any]) -> Iterator[Problem]:
    known = {**_GENERAL, **{name: parameter.field for name, parameter in service.parameters.items()}}
    for name, value in told.items():
        keys = ("service", service.id, name)
        if name not in known:
            yield schema.unknown_key(config.source, keys, known)
        else:
            yield from known[name].check(value, config.source, keys)
    category = told.get("category", service.category)
    if category != service.category and category in CATEGORIES and not str(told.get("reason", "")).strip():
        yield Problem(
            config.source.span_of("service", service.id, "category"),
            "K118",
            f"{service.id} is moved from {service.category} to {category} without a reason",
            "a reason that a regulator may read (EDPB-7)",
            f"add reason = … to [service.{service.id}], or remove category",
        )


def _check_statistics(config: SiteConfig, used: tuple[UsedService, ...]) -> Iterator[Problem]:
    for key in ("add", "remove"):
        for position, kind in enumerate(config.statistics[key]):
            place = config.source.span_of("statistics", key, position)
            collecting = [service.id for service in used if kind in service.collects]
            if kind not in STATISTICS:
                yield Problem(
                    place,
                    "K107",
                    f'"{kind}" is not one of the statistics',
                    "one of " + ", ".join(STATISTICS),
                    did_you_mean(schema.nearest(kind, STATISTICS)),
                )
            elif key == "remove" and collecting:
                yield Problem(
                    place,
                    "K119",
                    f'"{kind}" is collected by {", ".join(collecting)}',
                    "only what no service in use collects (KZ-5 g)",
                    "leave it in the list, or leave the service out",
                )


def _check_cookie(site: Site) -> Iterator[Problem]:
    length = full_cookie_bytes(site)
    if length > COOKIE_LIMIT_BYTES:
        yield Problem(
            site.config.source.span_of("services"),
            "K120",
            f"the consent cookie would take {length} bytes",
            f"at most {COOKIE_LIMIT_BYTES}",
            "use fewer optional services, or a shorter consent.cookie_name",
        )


def full_cookie_bytes(site: Site) -> int:
    """The longest consent cookie this site can set, name included (docs/consent-cookie.md)."""
    language = max(map(len, site.config.languages))
    longest = ("1", "0" * 30, "0" * 10, "l" * language, "999.99-draft", "withdraw", "")
    return len(site.config.consent.cookie_name) + 1 + len("~".join(longest)) + 5 * len(site.optional_services)


def records_key(config: SiteConfig) -> str:
    """Where in localStorage records wait that the site's server does not have yet; own-site.toml names it too."""
    return f"{config.consent.cookie_name}-records"


def _abroad(services: Iterable[UsedService]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for used in services for code in used.service.country if code != HOME))


def _used(service: Service, config: SiteConfig) -> UsedService:
    told = config.parameters.get(service.id, {})
    parameters = {name: told.get(name, parameter.default) for name, parameter in service.parameters.items()}
    settings = {**parameters, RECORDS_SETTING: bool(config.consent.records_url)}
    items = tuple(
        _with_settings(item, config) for item in service.items if not item.when or settings.get(item.when) is True
    )
    return UsedService(
        service,
        told.get("category", service.category),
        items,
        parameters,
        tuple(told.get("not_on", ())),
        {language: name.text for language, name in config.operator.name.items()},
    )


def _with_settings(item: Item, config: SiteConfig) -> Item:
    """An item of the site's own, with the site's settings in the places that ask for them."""
    if CONSENT_COOKIE in item.name:
        item = replace(item, name=item.name.replace(CONSENT_COOKIE, config.consent.cookie_name))
    if item.lifetime.words == CONSENT_TERM:
        item = replace(item, lifetime=Lifetime(config.consent.lifetime_days, "days"))
    return item
