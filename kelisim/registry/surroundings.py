"""What only shows when a service stands beside others, beside the calendar, and beside the languages of a site."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping

from kelisim.patterns import overlap
from kelisim.problems import Problem, warning
from kelisim.registry.values import STALE_AFTER_DAYS, Item, Service
from kelisim.source import Key


def check_registry(services: Mapping[str, Service], today: datetime.date) -> Iterator[Problem]:
    """Yield what only shows when services are seen side by side or beside the calendar."""
    yield from _check_overlaps(services)
    for service in services.values():
        yield from _check_age(service, today)


def _check_age(service: Service, today: datetime.date) -> Iterator[Problem]:
    """Facts grow old: those of the service, and those of items that were looked up on a day of their own."""
    days: dict[tuple[Key, ...], tuple[str, datetime.date]] = {("checked",): (service.id, service.checked)}
    for position, item in enumerate(service.items):
        if item.checked != service.checked:
            days["items", position, "checked"] = (f"{item.label} of {service.id}", item.checked)
    for keys, (subject, checked) in days.items():
        age = (today - checked).days
        if age > STALE_AFTER_DAYS:
            yield warning(
                service.file.span_of(*keys),
                "K507",
                f"the facts about {subject} were checked {age} days ago",
                "facts not older than a year",
                "look them up again and put today's date",
            )


def _check_overlaps(services: Mapping[str, Service]) -> Iterator[Problem]:
    """One name belongs to one service: else a refusal of one would delete what another may keep."""
    seen: list[tuple[Service, Item]] = []
    for service in services.values():
        for position, item in enumerate(service.items):
            for other, earlier in seen:
                if (
                    other.id != service.id
                    and item.kind == earlier.kind
                    and _same_jar(item, earlier)
                    and overlap(item.label, earlier.label)
                ):
                    yield Problem(
                        service.file.span_of("items", position, "name" if item.name else "pattern"),
                        "K509",
                        f"{item.label} is also {earlier.label} of {other.id}",
                        "names and patterns that belong to one service",
                        "make the pattern narrower, describe the item in one of the two, or put a file of your own "
                        f"in the place of policy_src/services/{other.id}.toml",
                    )
        seen.extend((service, item) for item in service.items)


def _same_jar(one: Item, other: Item) -> bool:
    """Whether the page could delete one in the place of the other; other domains' items it cannot delete at all."""
    return one.party == other.party == "first"


def check_texts(
    service: Service, language: str, translated: Collection[str], *, source_language: str
) -> Iterator[Problem]:
    """Yield a problem for each text of a service that neither its file nor a catalog has in a language of the site."""
    for (key, told), keys in zip(service.texts(), _text_keys(service), strict=True):
        written = language == source_language if isinstance(told, str) else language in told
        if written or key in translated:
            continue
        owner = f'the item "{service.items[int(keys[1])].id}"' if len(keys) > 1 else service.id
        add = f"{keys[-1]}.{language} = …"
        yield Problem(
            service.file.key_span(*keys),
            "K207",
            f'{keys[-1]} of {owner} has no text in "{language}"',
            "one for each language of the site",
            f"write {add} in its place, or translate it in a catalog" if isinstance(told, str) else f"add {add}",
        )


def _text_keys(service: Service) -> Iterator[tuple[Key, ...]]:
    """Where the texts of `Service.texts` stand, in the same order."""
    yield from (("name",), ("purpose",), ("description",))
    yield from (("items", position, "purpose") for position in range(len(service.items)))
