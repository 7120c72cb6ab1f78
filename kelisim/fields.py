"""What `site.toml` may say: every key with its form, its default and the sentence that an editor shows."""

from __future__ import annotations

from typing import Any

from kelisim import schema
from kelisim.schema import Choice, Either, Flag, Keyed, Listed, Table, Text, Whole, localised

COLOUR = r"#[0-9a-fA-F]{6}"
#: A host with or without a port. Letters of any script: Kazakhstan has .қаз.
HOST = r"[^\s/?#@:\[\]\\]+(:[0-9]{1,5})?"
#: A path of the site itself, or a whole address; `//host` is neither.
ADDRESS = rf"(https?://{HOST}|/(?!/))[^\s]*"
CASES = ("nom", "gen", "dat", "acc", "loc", "abl", "ins", "priv", "attr")


def _named(note: str, **options: Any) -> Keyed:
    """A name per language: a text, or a table that also says how it behaves."""
    details = Table(
        fields={
            "text": Text(note="The name as it is written.", required=True),
            "reading": Text(note="How it is read aloud in Kazakh letters; chooses the endings.", default=""),
            "possessive": Flag(note="It already ends in a third-person possessive.", default=False),
            **{case: Text(note=f"The form in this case: {case}.") for case in CASES},
        }
    )
    return Keyed(
        key=schema.LANGUAGE,
        key_form=schema.LANGUAGES_FORM,
        entry=Either(options=(Text(), details), form='a text, or { text = "…", reading = "…" }'),
        form='a text per language, as kk = "…"',
        note=note,
        **options,
    )


SITE = Table(
    fields={
        "extends": Text(note="A site file whose values stand where this one says nothing."),
        "id": Text(
            note="Short name of the site.",
            pattern=schema.ID,
            form="small Latin letters, digits and single hyphens",
            required=True,
        ),
        "url": Text(
            note="Address of the site, with https and a final slash.",
            pattern=rf"https?://{HOST}(/[^\s?#]*)?",
            form="an address such as https://www.example.kz/",
            required=True,
        ),
        "languages": Listed(
            note="Languages of banner and policy; the first is the default.",
            entry=Text(pattern=schema.LANGUAGE, form='a language tag such as "kk" or "ru"'),
            at_least=1,
            required=True,
        ),
        "consent_model": Choice(
            note="explicit asks before anything optional runs; implied only tells.",
            words=("explicit", "implied"),
            default="explicit",
        ),
        "example": Flag(note="Pages say that this is an example, not published by the operator.", default=False),
        "services": Listed(note="Ids of files in policy_src/services/.", entry=Text(), default=[], required=True),
        "service": Keyed(
            key=schema.ID,
            key_form="ids of services in use",
            entry=Keyed(key=r"[a-z_]+", key_form="parameters of the service", entry=schema.Anything()),
            note="Parameters of a service, as [service.<id>].",
            default={},
        ),
        "statistics": Table(
            note="What the site's own statistics collect, beside what its services do (policy clause 2.1).",
            fields={
                "add": Listed(note="Ids of statistics to add.", default=[]),
                "remove": Listed(note="Ids to leave out; only what no service in use collects.", default=[]),
            },
            default={},
        ),
        "operator": Table(
            required=True,
            note="Who answers for the site.",
            fields={
                "email": Text(
                    note="Address for questions about privacy.",
                    pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+",
                    form="an e-mail address",
                    required=True,
                ),
                "bin": Text(
                    note="Business identification number, 12 digits (KZ-5).",
                    pattern=r"([0-9]{12})?",
                    form="12 digits, or empty",
                    default="",
                ),
                "responsible_person": localised(
                    note="Person responsible for organising personal-data processing (KZ-12).", default=""
                ),
                "address": localised(note="Address of the operator (MFO-1).", default=""),
                "licence": localised(note="Number and date of the licence (MFO-1).", default=""),
                "storage_location": localised(note="Where personal data are stored (KZ-11).", default=""),
                "published": Flag(note="Whether personal data are published in open sources (KZ-5 f)."),
                "activity": Choice(
                    note="A microfinance organisation has clauses of its own.",
                    words=("none", "microfinance"),
                    default="none",
                ),
                "name": _named("Full legal name per language.", required=True),
                "short": _named("What the text calls the operator from then on.", required=True),
            },
        ),
        "consent": Table(
            note="How long a choice holds, where it is kept, what the gate understands.",
            default={},
            fields={
                "lifetime_days": Whole(
                    note="How long a choice holds (REC-4).", least=1, most=730, unit="days", default=180
                ),
                "cookie_name": Text(
                    note="Name of the consent cookie.",
                    pattern=r"[A-Za-z0-9_-]{1,40}",
                    form="1 to 40 Latin letters, digits, _ or -",
                    default="kelisim",
                ),
                "cookie_domain": Text(
                    note="Shares the choice between subdomains.",
                    pattern=r"([a-z0-9-]+(\.[a-z0-9-]+)+)?",
                    form='a domain such as "example.kz", or empty',
                    default="",
                ),
                "honour_gpc": Flag(note="Global Privacy Control keeps marketing off (SIG-1).", default=True),
                "gate": Choice(
                    note="known-hosts also stops unmarked tags of the registry's hosts.",
                    words=("marked", "known-hosts"),
                    default="marked",
                ),
                "markup": Listed(
                    note="Other tools' marks that are understood.",
                    entry=Choice(words=("cookieconsent", "klaro")),
                    default=[],
                ),
                "records_url": Text(
                    note="Own address that records are sent to; empty: nothing is sent (REC-5).",
                    pattern=rf"({ADDRESS})?",
                    form='a path of the site such as "/consent-records", or empty',
                    default="",
                ),
            },
        ),
        "banner": Table(
            note="How the banner looks.",
            default={},
            fields={
                "layout": Choice(words=("bar", "box", "center"), default="bar"),
                "reject": Choice(note="Wording of the reject button.", words=("all", "necessary"), default="all"),
                "position": Choice(words=("bottom", "top", "bottom-left", "bottom-right"), default="bottom"),
                "theme": Choice(words=("auto", "light", "dark"), default="auto"),
                "accent": Text(
                    note="Colour that every state colour is derived from; their contrast is checked (K603).",
                    pattern=COLOUR,
                    form='a colour such as "#0b6b5d"',
                    default="#0b6b5d",
                ),
                "policy_url": localised(
                    note="Where the site serves the policy; default: the built page.",
                    pattern=rf"({ADDRESS})?",
                    form='a path of the site such as "/kk/cookie", or an address',
                    default="",
                ),
            },
        ),
        "accepted": Keyed(
            note="Warnings the owner lives with, by code, each with reason, who and until when.",
            key=r"K[0-9]{3}",
            key_form="codes of problems such as K431",
            entry=Text(
                pattern=r"[\s\S]*\S[\s\S]*", form='a reason, as "vendor has not answered; legal; until 2027-03-01"'
            ),
            default={},
        ),
    }
)
