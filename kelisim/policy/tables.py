"""What the build itself writes into a policy: the table of cookies and storage, and the list of recipients."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kelisim.message import Hole
from kelisim.policy.memo import Memo, Same
from kelisim.policy.slots import mark
from kelisim.registry import Item
from kelisim.site import OWN_PROVIDER, Site, UsedService
from kelisim.wording import Wording

#: Columns of the table, in their order: ids of `table.*` texts.
COLUMNS = ("name", "purpose", "kind", "lifetime", "party")
_OWN_PROVIDER = mark(Hole("operator.name"))


@dataclass(frozen=True)
class ItemRow:
    """An item in words."""

    name: str
    purpose: str
    kind: str
    lifetime: str
    party: str
    domain: str


@dataclass(frozen=True)
class ServiceRows:
    """A service in words, with what it keeps. The provider may hold a slot: the operator's own name."""

    id: str
    name: str
    purpose: str
    provider: str
    country: str
    items: tuple[ItemRow, ...]


@dataclass(frozen=True)
class CategoryTable:
    """The services of a category."""

    id: str
    caption: str
    note: str
    services: tuple[ServiceRows, ...]


def items_tables(site: Site, wording: Wording, memo: Memo) -> tuple[CategoryTable, ...]:
    """A table for each category in use, the necessary one first; `memo` keeps what other sites use as well."""
    return tuple(
        CategoryTable(
            category,
            wording.text(f"table.caption.{category}"),
            wording.text("table.necessary") if category == "necessary" and site.of_category(category) else "",
            tuple(_remembered_rows(used, wording, memo) for used in site.of_category(category)),
        )
        for category in site.categories
    )


def tables_key(site: Site) -> Same:
    """Equal for sites whose tables and recipients read the same, within one registry and one set of catalogs."""
    return _same(tuple((used.category, _service_key(used)) for used in site.services))


@functools.lru_cache(maxsize=1024)
def _same(key: tuple[Any, ...]) -> Same:
    """One for all sites that have it: what is the same object needs no comparison."""
    return Same(key)


def _service_key(used: UsedService) -> tuple[Any, ...]:
    items = ((item.id, item.label, item.kind, item.party, item.domain, item.lifetime) for item in used.items)
    return used.id, used.service.provider, used.service.country, tuple(items)


def recipients(site: Site, wording: Wording) -> tuple[str, ...]:
    """Who receives data, each recipient once with the services that bring the data there."""
    services: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for used in site.recipients:
        services.setdefault((_provider(used), used.service.country), []).append(wording.service_name(used.service))
    return tuple(
        wording.text(
            "recipients.item",
            {"provider": provider, "country": wording.countries(country), "services": wording.joined(names)},
        )
        for (provider, country), names in services.items()
    )


def blocks_of(site: Site) -> frozenset[str]:
    """The blocks that have something in them."""
    return frozenset(_blocks(site))


def _blocks(site: Site) -> Iterator[str]:
    if site.services:
        yield "items"
    if site.statistics:
        yield "statistics"
    if site.recipients:
        yield "recipients"


def _remembered_rows(used: UsedService, wording: Wording, memo: Memo) -> ServiceRows:
    return memo.get(("rows", _service_key(used)), lambda: _service_rows(used, wording))


def _service_rows(used: UsedService, wording: Wording) -> ServiceRows:
    return ServiceRows(
        used.id,
        wording.service_name(used.service),
        wording.service_purpose(used.service),
        _provider(used),
        wording.countries(used.service.country),
        tuple(_item_row(used, item, wording) for item in used.items),
    )


def _item_row(used: UsedService, item: Item, wording: Wording) -> ItemRow:
    return ItemRow(
        name=item.label,
        purpose=wording.item_purpose(used.service, item),
        kind=wording.text(f"kind.{item.kind}"),
        lifetime=wording.lifetime(item.lifetime),
        party=wording.text(f"party.{item.party}"),
        domain=item.domain if item.party == "third" else "",
    )


def _provider(used: UsedService) -> str:
    return used.service.provider.replace(OWN_PROVIDER, _OWN_PROVIDER)
