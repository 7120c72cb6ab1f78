"""A service file whose form has been checked, to a `Service`: defaults filled in, facts handed down to the items."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from kelisim import schema
from kelisim.registry.forms import ITEM, SERVICE
from kelisim.registry.values import Item, Parameter, Service, parse_lifetime
from kelisim.schema import Flag, Listed, Text
from kelisim.source import TomlSource


def assemble_service(service_id: str, source: TomlSource) -> Service:
    """The service of a file whose form has been checked."""
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
        parameters={name: assemble_parameter(name, told) for name, told in values["parameters"].items()},
        items=tuple(_item(item, values["category"], facts) for item in values["items"]),
        source=values["source"],
        checked=values["checked"],
        note=values["note"] or "",
        file=source,
    )


def assemble_parameter(name: str, told: Mapping[str, Any]) -> Parameter:
    """A parameter of a service, with the field that checks what a site says for it."""
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
