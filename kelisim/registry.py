"""The services registry: one TOML file a service, with everything it stores, to `Service` values."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kelisim import schema
from kelisim.patterns import overlap
from kelisim.problems import Place, Problem, did_you_mean, errors, warning
from kelisim.recipients import COUNTRIES, MISTAKEN_COUNTRIES, never_necessary
from kelisim.schema import Choice, Day, Either, Flag, Keyed, Listed, Table, Text
from kelisim.source import Key, TomlSource, parse_toml

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
#: What an item can depend on beside its service's own parameters.
RECORDS_SETTING = "consent.records_url"
CONSENT_TERM = "{consent.lifetime}"
#: What `[service.<id>]` may say of any service: no parameter of a service is called so.
GENERAL_PARAMETERS = ("not_on", "category", "reason")
STALE_AFTER_DAYS = 366

LIFETIME = Text(
    note="How long it is kept, as the vendor says it.",
    pattern="|".join(
        (rf"[1-9][0-9]* ({'|'.join(f'{unit}s?' for unit in UNITS)})", *FIXED_LIFETIMES, re.escape(CONSENT_TERM))
    ),
    form='a lifetime such as "30 minutes", "2 years", "session", "until deleted" or "not confirmed"',
    required=True,
)


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
    field: schema.Field
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


def _choices(*words: str, **options: Any) -> Listed:
    return Listed(entry=Choice(words=words), default=[], **options)


_COUNTRY = Text(pattern="[A-Z]{2}", form='a country code such as "KZ" (ISO 3166-1)')
_FACTS: dict[str, schema.Field] = {
    "source": Text(note="Where the facts come from."),
    "checked": Day(note="The day they were looked up."),
    "note": Text(note="For developers and the lawyer's sheet."),
}

ITEM = Table(
    fields={
        "id": Text(pattern=schema.ID, form="small Latin letters, digits and single hyphens", required=True),
        "kind": Choice(words=KINDS, required=True),
        "name": Text(note="Exact name.", pattern=r"[^\s;,=*]+", form="a name without spaces or *"),
        "pattern": Text(
            note="Name with * for any run of characters.",
            pattern=r"[^\s;,=]*\*[^\s;,=]*",
            form="a name with at least one *",
        ),
        "party": Choice(words=("first", "third"), required=True),
        "domain": Text(note="Whose domain, for third-party items.", default=""),
        "purpose": schema.localised(note="What it is for: a short line for the table.", required=True),
        "lifetime": LIFETIME,
        "category": Choice(note="Where the item alone would be milder than its service.", words=CATEGORIES),
        "http_only": Flag(note="Only the server can delete it.", default=False),
        "paths": Listed(note="Cookie paths other than /.", entry=Text(pattern=r"/\S*", form="a path"), default=[]),
        "when": Text(note="Only while this true-or-false parameter is on, or consent.records_url is set.", default=""),
        **_FACTS,
    }
)

SERVICE = Table(
    fields={
        "name": schema.localised(required=True),
        "provider": Text(note="Legal name of the recipient.", required=True),
        "country": Either(options=(_COUNTRY, Listed(entry=_COUNTRY, at_least=1)), required=True),
        "category": Choice(words=CATEGORIES, required=True),
        "purpose": schema.localised(required=True),
        "description": schema.localised(required=True),
        "collects": _choices(*STATISTICS),
        "collects_when": Keyed(
            key=r"[a-z_]+", key_form="true-or-false parameters", entry=_choices(*STATISTICS), default={}
        ),
        "hosts": Listed(entry=Text(pattern=r"[a-z0-9.*-]+(/\S*)?", form="a host, or a host with a path"), default=[]),
        "frame": Flag(
            note="It is embedded as a frame and stands behind a placeholder until it is allowed.", default=False
        ),
        "container": Flag(
            note="It loads further services that only its owner knows; the build says so (VEN-18).", default=False
        ),
        "signals": _choices(*SIGNALS),
        "stop": _choices(*STOPS),
        "parameters": Keyed(
            key=r"[a-z_]+",
            key_form="small Latin letters",
            default={},
            entry=Table(
                fields={
                    "type": Choice(words=("text", "list of texts", "true or false"), required=True),
                    "pattern": Text(default=""),
                    "default": schema.Anything(required=True),
                    "note": Text(default=""),
                }
            ),
        ),
        "items": Listed(entry=ITEM, default=[]),
        **_FACTS,
        "source": Text(note="Where the facts come from.", required=True),
        "checked": Day(note="The day they were looked up.", required=True),
    }
)


def parse_service(source: TomlSource, service_id: str) -> tuple[Service | None, list[Problem]]:
    """The service a file describes, with its problems; no service where an error leaves none to speak of."""
    problems = parse_toml(source) or list(SERVICE.check(source.data, source, ()))
    if not re.fullmatch(schema.ID, service_id) or service_id in CATEGORIES:
        why = "is the name of a category" if service_id in CATEGORIES else "is not an id"
        problems.append(
            Problem(
                source.whole(),
                "K502",
                f'"{service_id}" {why}',
                "a file named <id>.toml, small Latin letters, digits and hyphens",
            )
        )
    if errors(problems):
        return None, problems
    problems += _check_parameters(source)
    if errors(problems):
        return None, problems
    service = _service(service_id, source)
    return service, [*problems, *_check_service(service)]


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


def _check_service(service: Service) -> Iterator[Problem]:
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


def _check_parameters(source: TomlSource) -> Iterator[Problem]:
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
        for problem in _parameter(name, told).field.check(told["default"], source, (*keys, "default")):
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


def unknown_service(service_id: str, place: Place, known: Mapping[str, Any]) -> Problem:
    """The problem of a service that nobody described."""
    return Problem(
        place,
        "K112",
        f'unknown service "{service_id}"',
        "the id of a file in policy_src/services/",
        did_you_mean(schema.nearest(service_id, known), "write its facts into a file of that name"),
    )


def _service(service_id: str, source: TomlSource) -> Service:
    values = schema.with_defaults(SERVICE, source.data)
    country = values["country"]
    facts = (values["source"], values["checked"])
    return Service(
        id=service_id,
        name=values["name"],
        provider=values["provider"],
        country=(country,) if isinstance(country, str) else tuple(country),
        category=values["category"],
        purpose=values["purpose"],
        description=values["description"],
        collects=tuple(values["collects"]),
        collects_when={key: tuple(kinds) for key, kinds in values["collects_when"].items()},
        hosts=tuple(values["hosts"]),
        frame=values["frame"],
        container=values["container"],
        signals=tuple(values["signals"]),
        stop=tuple(values["stop"]),
        parameters={name: _parameter(name, told) for name, told in values["parameters"].items()},
        items=tuple(_item(item, values["category"], facts) for item in values["items"]),
        source=values["source"],
        checked=values["checked"],
        note=values["note"] or "",
        file=source,
    )


def _parameter(name: str, told: Mapping[str, Any]) -> Parameter:
    pattern = told.get("pattern", "")
    text = Text(note=told.get("note", ""), pattern=pattern, form=f"a text of the form {pattern}" if pattern else "")
    fields: dict[str, schema.Field] = {
        "text": text,
        "list of texts": Listed(entry=text),
        "true or false": Flag(note=told.get("note", "")),
    }
    return Parameter(name, fields[told["type"]], told["default"])


def _item(told: Mapping[str, Any], category: str, facts: tuple[str, datetime.date]) -> Item:
    values = schema.with_defaults(ITEM, told)
    return Item(
        id=values["id"],
        kind=values["kind"],
        name=values["name"] or "",
        pattern=values["pattern"] or "",
        party=values["party"],
        domain=values["domain"],
        purpose=values["purpose"],
        lifetime=parse_lifetime(values["lifetime"]),
        category=values["category"] or category,
        http_only=values["http_only"],
        paths=tuple(values["paths"]),
        when=values["when"],
        source=values["source"] or facts[0],
        checked=values["checked"] or facts[1],
        note=values["note"] or "",
    )


def parse_lifetime(text: str) -> Lifetime:
    """A lifetime of the checked form: `"2 years"`, `"session"` …"""
    count, _, unit = text.partition(" ")
    if not count.isdigit():
        return Lifetime(words=text)
    return Lifetime(int(count), UNITS[unit.removesuffix("s")])
