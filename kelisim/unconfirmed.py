"""docs/services-not-confirmed.md: what the registry does not know for sure, as a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kelisim.registry import Item, Service
from kelisim.site import OWN_PROVIDER

#: Of all items at most this share may be without a confirmed lifetime.
MOST_UNCONFIRMED = 0.2
#: What a source says of facts that rest on experience only.
UNVERIFIED = "to be verified"

_PAGE = """\
# Facts about services that are not confirmed

<!-- Written by: kelisim services unconfirmed > docs/services-not-confirmed.md -->

The registry describes {services} services with {items} items. How long {unconfirmed} of them are kept is not confirmed:
{share:.1%} of all items, of at most {most:.0%}. Such an item is printed as “not confirmed”, and a build that uses it
warns (K431).

| service | kind | name | what is known |
| --- | --- | --- | --- |
{unconfirmed_rows}

## Lifetimes to be verified

The lifetimes of {unverified} more items rest, in whole or in part, on field knowledge. They are printed as they stand.

| service | names |
| --- | --- |
{unverified_rows}

## Recipients and countries to be confirmed

Who receives the data, and in which country, is decided by the contract between the site's operator and the vendor.
Compare it with this table before you publish; where it differs, put a file of your own in the place of the registry's
([services](services.md)).

| service | recipient | country | what is known |
| --- | --- | --- | --- |
{recipient_rows}
"""


def unconfirmed_items(registry: Mapping[str, Service]) -> list[tuple[Service, Item]]:
    """Items whose lifetime is "not confirmed", service by service."""
    return [(service, item) for service, item in _items(registry) if not item.lifetime.confirmed]


def unverified_items(registry: Mapping[str, Service]) -> list[tuple[Service, Item]]:
    """Items with a lifetime whose source is yet to be verified."""
    return [
        (service, item) for service, item in _items(registry) if item.lifetime.confirmed and UNVERIFIED in item.source
    ]


def write_unconfirmed(registry: Mapping[str, Service]) -> str:
    """The page, in Markdown."""
    total, unconfirmed, unverified = (
        len(list(_items(registry))),
        unconfirmed_items(registry),
        unverified_items(registry),
    )
    names: dict[str, dict[str, None]] = {}
    for service, item in unverified:
        names.setdefault(service.id, {})[f"`{item.label}`"] = None
    return _PAGE.format(
        services=len(registry),
        items=total,
        unconfirmed=len(unconfirmed),
        share=len(unconfirmed) / max(1, total),
        most=MOST_UNCONFIRMED,
        unconfirmed_rows=_rows((one.id, item.kind, f"`{item.label}`", item.note or "–") for one, item in unconfirmed),
        unverified=len(unverified),
        unverified_rows=_rows((service_id, ", ".join(listed)) for service_id, listed in names.items()),
        recipient_rows=_rows(
            (one.id, one.provider, ", ".join(one.country), one.note or "–") for one in _third_parties(registry)
        ),
    )


def _items(registry: Mapping[str, Service]) -> Iterator[tuple[Service, Item]]:
    return ((registry[name], item) for name in sorted(registry) for item in registry[name].items)


def _third_parties(registry: Mapping[str, Service]) -> Iterator[Service]:
    return (registry[name] for name in sorted(registry) if OWN_PROVIDER not in registry[name].provider)


def _rows(rows: Iterator[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
