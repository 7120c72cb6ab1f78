"""What one service file has to say to be believed: its items, its parameters, its category and its recipient."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kelisim import schema
from kelisim.problems import Place, Problem, did_you_mean, warning
from kelisim.recipients import COUNTRIES, MISTAKEN_COUNTRIES, never_necessary
from kelisim.registry.assembling import assemble_parameter
from kelisim.registry.values import CATEGORIES, GENERAL_PARAMETERS, RECORDS_SETTING, Item, Service
from kelisim.schema import Flag
from kelisim.source import Key, TomlSource


def check_service(service: Service) -> Iterator[Problem]:
    """Yield what is wrong with a service that could be read."""
    ids: set[str] = set()
    for position, item in enumerate(service.items):
        if item.id in ids:
            yield Problem(
                service.file.span_of("items", position, "id"),
                "K503",
                f'the item id "{item.id}" stands twice',
                "an id of its own for each item",
            )
        ids.add(item.id)
        yield from _check_item(service, item, ("items", position))
    for name in service.collects_when:
        yield from _check_condition(service, name, service.file.key_span("collects_when", name))
    yield from _check_necessary(service)
    yield from _check_recipient(service)


def _check_item(service: Service, item: Item, keys: tuple[Key, ...]) -> Iterator[Problem]:
    source = service.file
    if bool(item.name) == bool(item.pattern):
        found = f'the item "{item.id}" has {"both name and pattern" if item.name else "no name"}'
        yield Problem(source.span_of(*keys), "K504", found, "either name or pattern")
    if item.party == "third" and not item.domain:
        yield Problem(
            source.span_of(*keys, "party"),
            "K504",
            f'the item "{item.id}" does not say whose domain it is on',
            "the domain of a third party",
            'add domain = ".example.com"',
        )
    if item.when and item.when != RECORDS_SETTING:
        yield from _check_condition(service, item.when, source.span_of(*keys, "when"))
    if CATEGORIES.index(item.category) > CATEGORIES.index(service.category):
        yield Problem(
            source.span_of(*keys, "category"),
            "K506",
            f'the item "{item.id}" is {item.category}, its service only {service.category}',
            "the strictest category of its items for a service (EDPB-7)",
            f'category = "{item.category}" for the service, or a service of its own for this part',
        )
    if not item.lifetime.confirmed:
        yield warning(
            source.span_of(*keys, "lifetime"),
            "K431",
            f"how long {item.label} is kept is not confirmed",
            fix="ask the vendor, or measure it and say so in source",
        )


def _check_condition(service: Service, name: str, place: Place) -> Iterator[Problem]:
    """What depends on a parameter depends on one that is on or off."""
    switches = [one for one, parameter in service.parameters.items() if isinstance(parameter.field, Flag)]
    if name not in switches:
        told = "is a parameter, but not a true-or-false one" if name in service.parameters else "is not a parameter"
        yield Problem(
            place,
            "K505",
            f'"{name}" {told}',
            "one of " + ", ".join(switches) if switches else "a true-or-false parameter described in [parameters]",
            did_you_mean(schema.nearest(name, switches)),
        )


def check_parameters(source: TomlSource) -> Iterator[Problem]:
    """A parameter has a name of its own, a pattern that is one, and a default that fits both."""
    for name, told in source.data.get("parameters", {}).items():
        keys = ("parameters", name)
        if name in GENERAL_PARAMETERS:
            yield Problem(
                source.key_span(*keys),
                "K512",
                f'every service has a parameter "{name}" already',
                fix="call this one something else",
            )
        try:
            re.compile(told.get("pattern", ""))
        except re.error as error:
            place = source.span_of(*keys, "pattern")
            yield Problem(place, "K512", f"the pattern of {name} is no regular expression: {error.msg}")
            continue
        for problem in assemble_parameter(name, told).field.check(told["default"], source, (*keys, "default")):
            yield replace(problem, code="K512")


def _check_necessary(service: Service) -> Iterator[Problem]:
    """Statistics about people are never strictly necessary (EDPB-7)."""
    telling = [kind for kind in service.collects if kind not in ("ip", "identifier", "browser", "languages", "session")]
    if service.category == "necessary" and telling:
        yield Problem(
            service.file.span_of("category"),
            "K508",
            f"{service.id} is called necessary and collects {', '.join(telling)}",
            "another category: analytics, chat and maps are never strictly necessary (EDPB-7)",
            'category = "analytics", or leave these out of collects if it does not collect them',
        )
    given = never_necessary(service.hosts)
    if service.category == "necessary" and given:
        yield Problem(
            service.file.span_of("category"),
            "K508",
            f"{service.id} is called necessary and its hosts serve {given}",
            "another category: analytics, chat and maps are never strictly necessary (EDPB-7)",
            "call it what it is; what the site needs of that vendor is a service of its own, with hosts of its own",
        )


def _check_recipient(service: Service) -> Iterator[Problem]:
    """The law wants a list of the data, and the state that they go to (KZ-5, KZ-10)."""
    source = service.file
    if service.hosts and not service.collects:
        yield warning(
            source.key_span("collects"),
            "K510",
            f"{service.id} has hosts, but nothing that it collects",
            "a list of the data: whoever serves a tag receives at least the IP address (KZ-5)",
            'add collects = ["ip", …]',
        )
    for position, code in enumerate(service.country):
        if code not in COUNTRIES:
            listed = isinstance(source.data["country"], list)
            yield Problem(
                source.span_of("country", position) if listed else source.span_of("country"),
                "K511",
                f'"{code}" is not the code of a country',
                'a code of ISO 3166-1 such as "KZ"',
                did_you_mean(MISTAKEN_COUNTRIES.get(code), "look it up at https://www.iso.org/obp/ui/#search"),
            )
