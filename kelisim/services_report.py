"""What the registry knows of services, for people who ask: which there are, all about one, and who sets this cookie."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from typing import Any

from kelisim.patterns import overlap
from kelisim.policy.arrangement import Arrangement, PrintedBlock
from kelisim.policy.document import STATISTICS_PREFIX
from kelisim.registry import CATEGORIES, STALE_AFTER_DAYS, Item, Lifetime, Service
from kelisim.site import HOME, OWN_PROVIDER, Site, UsedService


@dataclass(frozen=True)
class RegistryTexts:
    """The texts of services in one language: `entries` are a catalog's, by message id."""

    language: str
    entries: Mapping[str, str]

    def text(self, key: str, told: str | Mapping[str, str]) -> str:
        """The text in the language; where it has none, as it stands in the registry."""
        if not isinstance(told, str) and self.language in told:
            return told[self.language]
        if self.entries.get(key):
            return self.entries[key]
        return told if isinstance(told, str) else next(iter(told.values()))


@dataclass(frozen=True)
class Said:
    """A place of the policy that speaks of a service: the number of the clause, and what stands there."""

    clause: str
    what: str


@dataclass(frozen=True)
class Clauses:
    """Numbers of the clauses that speak of services, empty where the policy has none or could not be read."""

    items: str = ""
    recipients: str = ""
    statistics: str = ""
    abroad: str = ""
    processors: str = ""


@dataclass(frozen=True)
class ItemFacts:
    """An item in words; `used` says whether this site's settings switch it on."""

    id: str
    kind: str
    name: str
    exact: bool
    party: str
    domain: str
    purpose: str
    lifetime: str
    confirmed: bool
    category: str
    deletable: bool
    when: str
    used: bool
    source: str
    checked: str
    note: str


@dataclass(frozen=True)
class ServiceFacts:
    """A service in words. `category` is the one that holds on this site, `registered` the registry's."""

    id: str
    name: str
    provider: str
    country: tuple[str, ...]
    category: str
    registered: str
    reason: str
    used: bool
    purpose: str
    description: str
    collects: tuple[str, ...]
    hosts: tuple[str, ...]
    signals: tuple[str, ...]
    stop: tuple[str, ...]
    parameters: Mapping[str, Any]
    items: tuple[ItemFacts, ...]
    said: tuple[Said, ...]
    source: str
    checked: str
    stale: bool
    note: str
    file: str


@dataclass(frozen=True)
class NameFacts:
    """Who sets a name: services, each with only the items that fit it; names that are near where nobody does."""

    name: str
    services: tuple[ServiceFacts, ...]
    near: tuple[str, ...]


def clauses_of(arrangement: Arrangement) -> Clauses:
    """Where a policy, as it is arranged for a site, speaks of services."""
    blocks: dict[str, str] = {}
    for clause in (clause for section in arrangement.sections for clause in section.clauses):
        for part in clause.parts:
            if isinstance(part, PrintedBlock):
                blocks[part.name] = clause.number
            elif part.units[0].startswith(STATISTICS_PREFIX):
                blocks["statistics"] = clause.number
    return Clauses(
        items=blocks.get("items", ""),
        recipients=blocks.get("recipients", ""),
        statistics=blocks.get("statistics", ""),
        abroad=arrangement.numbers.get("transfer.abroad", ""),
        processors=arrangement.numbers.get("transfer.processors", ""),
    )


def describe_services(
    registry: Mapping[str, Service], site: Site, texts: RegistryTexts, clauses: Clauses, today: datetime.date
) -> tuple[ServiceFacts, ...]:
    """Every service of the registry, in the order of its ids."""
    return tuple(describe_service(registry[name], site, texts, clauses, today) for name in sorted(registry))


def describe_service(
    service: Service, site: Site, texts: RegistryTexts, clauses: Clauses, today: datetime.date
) -> ServiceFacts:
    """All that is known of one service, and what this site makes of it."""
    used = next((one for one in site.services if one.id == service.id), None)
    operator = site.config.operator.name
    name = operator.get(texts.language, operator[site.config.default_language]).text
    return ServiceFacts(
        id=service.id,
        name=texts.text(f"service.{service.id}.name", service.name),
        provider=service.provider.replace(OWN_PROVIDER, name),
        country=service.country,
        category=used.category if used else service.category,
        registered=service.category,
        reason=str(site.config.parameters.get(service.id, {}).get("reason", "")) if used else "",
        used=used is not None,
        purpose=texts.text(f"service.{service.id}.purpose", service.purpose),
        description=texts.text(f"service.{service.id}.description", service.description),
        collects=tuple(dict.fromkeys(used.collects if used else service.collects)),
        hosts=service.hosts,
        signals=service.signals,
        stop=service.stop,
        parameters={
            name: used.parameters[name] if used else parameter.default for name, parameter in service.parameters.items()
        },
        items=tuple(_items(service, used, texts)),
        said=tuple(_said(used, site, clauses)) if used else (),
        source=service.source,
        checked=service.checked.isoformat(),
        stale=(today - service.checked).days > STALE_AFTER_DAYS,
        note=service.note,
        file=service.file.path,
    )


def explain_name(name: str, services: Iterable[ServiceFacts]) -> NameFacts:
    """Who sets a cookie or storage key of this name. Exact names win; services in use stand first."""
    listed = tuple(services)
    exact = tuple(_holding(listed, lambda item: item.name == name))
    # A pattern that fits every name says nothing about any.
    found = exact or tuple(_holding(listed, lambda item: bool(_spelt_out(item.name)) and overlap(item.name, name)))
    # The more of a name a pattern spells out, the surer it is.
    found = tuple(sorted(found, key=lambda one: (not one.used, -max(_spelt_out(item.name) for item in one.items))))
    return NameFacts(name, found, () if found else _near_names(name, listed))


def _items(service: Service, used: UsedService | None, texts: RegistryTexts) -> Iterator[ItemFacts]:
    switched_on = {item.id: item for item in used.items} if used else {}
    for told in service.items:
        # An item in use has the site's settings in it: the name of the consent cookie, its term.
        item = switched_on.get(told.id, told)
        yield ItemFacts(
            id=item.id,
            kind=item.kind,
            name=item.label,
            exact=bool(item.name),
            party=item.party,
            domain=item.domain,
            purpose=texts.text(f"service.{service.id}.{item.id}.purpose", item.purpose),
            lifetime=_lifetime(item.lifetime),
            confirmed=item.lifetime.confirmed,
            category=item.category,
            deletable=_deletable(item),
            when=item.when,
            used=item.id in switched_on,
            source=item.source,
            checked=item.checked.isoformat(),
            note=item.note,
        )


def _deletable(item: Item) -> bool:
    """Whether a page can delete it: other sites' items and what the server keeps to itself it cannot (STO-9)."""
    return item.party == "first" and not item.http_only


def _lifetime(lifetime: Lifetime) -> str:
    if lifetime.words:
        return lifetime.words
    return f"{lifetime.count} {lifetime.unit if lifetime.count != 1 else lifetime.unit.removesuffix('s')}"


def _said(used: UsedService, site: Site, clauses: Clauses) -> Iterator[Said]:
    """Where the policy speaks of a service in use."""
    places = (
        (True, clauses.items, f"table of {used.category} cookies"),
        (used in site.recipients, clauses.recipients, "list of recipients"),
        (
            used.category == CATEGORIES[0] and used.third_party,
            clauses.processors,
            "services that the site needs",
        ),
        (
            used.third_party and any(code != HOME for code in used.service.country),
            clauses.abroad,
            "states to which data are transferred",
        ),
        (bool(used.collects), clauses.statistics, "list of what is collected"),
    )
    return (Said(clause, what) for holds, clause, what in places if holds and clause)


def _holding(services: Iterable[ServiceFacts], wanted: Callable[[ItemFacts], bool]) -> Iterator[ServiceFacts]:
    for service in services:
        items = tuple(item for item in service.items if wanted(item))
        if items:
            yield replace(service, items=items)


def _spelt_out(pattern: str) -> int:
    return len(pattern.replace("*", ""))


def _near_names(name: str, services: Iterable[ServiceFacts]) -> tuple[str, ...]:
    """Names that are written nearly so, first those that differ by case only."""
    known = list(dict.fromkeys(item.name for service in services for item in service.items if _spelt_out(item.name)))
    alike = [one for one in known if one.casefold() == name.casefold()]
    return tuple(dict.fromkeys([*alike, *get_close_matches(name, known, n=3, cutoff=0.7)]))


def as_document(facts: ServiceFacts | NameFacts) -> dict[str, Any]:
    """The facts as plain data for JSON."""
    return asdict(facts)


def write_list(services: Iterable[ServiceFacts]) -> str:
    """Services as a table for a terminal, those in use marked."""
    rows = [("", "id", "category", "country", "items", "provider")]
    for one in services:
        mark = "*" if one.used else ""
        rows.append((mark, one.id, one.category, ", ".join(one.country), str(len(one.items)), one.provider))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join([*lines, "", "* in use by this site"])


def write_service(facts: ServiceFacts) -> str:
    """All about one service."""
    lines = [
        f"{facts.name} ({facts.id})",
        facts.description,
        "",
        *_fields(
            ("category", _category(facts)),
            ("purpose", facts.purpose),
            ("provider", facts.provider),
            ("country", ", ".join(facts.country)),
            ("collects", ", ".join(facts.collects)),
            ("hosts", ", ".join(facts.hosts)),
            ("signals", ", ".join(facts.signals)),
            ("stopped by", ", ".join(facts.stop)),
            ("settings", ", ".join(f"{name} = {_toml(value)}" for name, value in facts.parameters.items())),
            ("in use", "yes" if facts.used else "no: the policy does not name it"),
            ("said in", _places(facts.said)),
            ("source", f"{facts.source}, checked {facts.checked}{' (more than a year ago)' if facts.stale else ''}"),
            ("note", facts.note),
            ("file", facts.file),
        ),
    ]
    for item in facts.items:
        lines += ["", *_item_lines(item, facts)]
    return "\n".join(lines)


def write_name(facts: NameFacts) -> str:
    """Who sets a name, or that nobody does."""
    if not facts.services:
        near = f"; is it one of these: {', '.join(facts.near)}?" if facts.near else ""
        return f'no service of the registry sets "{facts.name}"{near}'
    return "\n\n".join("\n".join(_why(facts.name, service)) for service in facts.services)


def _why(name: str, service: ServiceFacts) -> Iterator[str]:
    for item in service.items:
        how = "" if item.name == name else f", by the pattern {item.name}"
        yield f"{name} is set by {service.name} ({service.id}){how}"
        yield from _fields(
            ("what", f"{item.kind}, {_party(item)}, {_kept(item)}"),
            ("purpose", item.purpose),
            ("category", _category(service)),
            ("provider", f"{service.provider} ({', '.join(service.country)})"),
            ("in use", _in_use(service, item)),
            ("said in", _places(service.said) if item.used else ""),
            ("source", f"{item.source}, checked {item.checked}"),
            ("note", item.note),
        )


def _item_lines(item: ItemFacts, service: ServiceFacts) -> Iterator[str]:
    yield item.name
    yield from _fields(
        ("what", f"{item.kind}, {_party(item)}, {_kept(item)}"),
        ("purpose", item.purpose),
        ("category", item.category if item.category != service.registered else ""),
        ("only if", f"{item.when} = true" if item.when else ""),
        ("deletion", "" if item.deletable else "not by the page: the visitor deletes it in the browser's settings"),
        ("source", item.source if item.source != service.source else ""),
        ("checked", item.checked if item.checked != service.checked else ""),
        ("note", item.note),
    )


def _in_use(service: ServiceFacts, item: ItemFacts) -> str:
    if item.used:
        return "yes"
    if service.used:
        return f"no: only with {item.when} = true in [service.{service.id}]"
    return f"no: {service.id} is not in services, and the policy does not name it"


def _category(facts: ServiceFacts) -> str:
    if facts.category == facts.registered:
        return facts.category
    return f"{facts.category} here, {facts.registered} in the registry: {facts.reason}"


def _party(item: ItemFacts) -> str:
    return f"{item.party} party{f' on {item.domain}' if item.domain else ''}"


def _kept(item: ItemFacts) -> str:
    if not item.confirmed:
        return "how long it is kept is not confirmed"
    return f"kept {'for the session' if item.lifetime == 'session' else item.lifetime}"


def _places(said: Iterable[Said]) -> str:
    return "\n".join(f"clause {one.clause}, {one.what}" for one in said)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_toml(entry) for entry in value)}]"
    return f'"{value}"'


def _fields(*fields: tuple[str, str]) -> Iterator[str]:
    """Lines of names and values; what has no value is left out, a value of several lines stands below itself."""
    for name, value in fields:
        for position, line in enumerate(value.splitlines()):
            yield f"  {'' if position else name + ':':<12}{line}"
