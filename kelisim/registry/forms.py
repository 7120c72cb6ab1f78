"""What a service file may say: every key with its form, its default and the sentence that an editor shows."""

from __future__ import annotations

import re
from typing import Any

from kelisim import schema
from kelisim.registry.values import CATEGORIES, CONSENT_TERM, FIXED_LIFETIMES, KINDS, SIGNALS, STATISTICS, STOPS, UNITS
from kelisim.schema import Choice, Day, Either, Flag, Keyed, Listed, Table, Text

LIFETIME = Text(
    note="How long it is kept, as the vendor says it.",
    pattern="|".join(
        (rf"[1-9][0-9]* ({'|'.join(f'{unit}s?' for unit in UNITS)})", *FIXED_LIFETIMES, re.escape(CONSENT_TERM))
    ),
    form='a lifetime such as "30 minutes", "2 years", "session", "until deleted" or "not confirmed"',
    required=True,
)


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
