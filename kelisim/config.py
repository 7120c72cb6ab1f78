"""A site's configuration: the text of `site.toml` to a `SiteConfig`, or the problems that stand in the way."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kelisim import schema
from kelisim.problems import Problem, did_you_mean, errors, warning
from kelisim.schema import Choice, Either, Flag, Keyed, Listed, Table, Text, Whole, localised
from kelisim.source import TomlSource, parse_toml

COLOUR = r"#[0-9a-fA-F]{6}"
CASES = ("nom", "gen", "dat", "acc", "loc", "abl", "ins", "priv", "attr")
RESERVED_SITE_IDS = ("assets", "release")


@dataclass(frozen=True)
class Name:
    """A name that texts put in: how it is written, and how it behaves in a sentence.

    ``reading`` is how it is read aloud in Kazakh letters (it only chooses the ending), ``possessive`` says that
    it already ends in a third-person possessive, ``forms`` are declined forms that the owner wrote out, by case.
    """

    text: str
    reading: str = ""
    possessive: bool = False
    forms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Operator:
    """Who answers for the site. Texts are by language; an empty one is not given, `published` is None where unsaid."""

    email: str
    bin: str
    activity: str
    published: bool | None
    name: Mapping[str, Name]
    short: Mapping[str, Name]
    responsible_person: Mapping[str, str]
    address: Mapping[str, str]
    licence: Mapping[str, str]
    storage_location: Mapping[str, str]


@dataclass(frozen=True)
class ConsentRules:
    """How long a choice holds, where it is kept, and what the gate understands."""

    lifetime_days: int
    cookie_name: str
    cookie_domain: str
    honour_gpc: bool
    gate: str
    markup: tuple[str, ...]
    records_url: str


@dataclass(frozen=True)
class Looks:
    """How the banner looks; ``policy_url`` by language, empty for the built page."""

    layout: str
    reject: str
    position: str
    theme: str
    accent: str
    policy_url: Mapping[str, str]


@dataclass(frozen=True)
class SiteConfig:
    """One site, as its owner described it. `source` is the file, for places in later problems."""

    id: str
    url: str
    languages: tuple[str, ...]
    consent_model: str
    example: bool
    services: tuple[str, ...]
    parameters: Mapping[str, Mapping[str, Any]]
    statistics: Mapping[str, tuple[str, ...]]
    operator: Operator
    consent: ConsentRules
    banner: Looks
    accepted: Mapping[str, str]
    source: TomlSource

    @property
    def default_language(self) -> str:
        """The language of a page that says nothing about its own."""
        return self.languages[0]


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
        key_form="languages (kk, ru, en)",
        entry=Either(options=(Text(), details)),
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
            pattern=r"https?://[^\s/?#]+(/[^\s?#]*)?",
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
                    pattern=r"(\d{12})?",
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
                    note="Own address that records are sent to; empty: nothing is sent (REC-5).", default=""
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
                    note="Colour that every state colour is derived from.",
                    pattern=COLOUR,
                    form='a colour such as "#0b6b5d"',
                    default="#0b6b5d",
                ),
                "policy_url": localised(note="Where the site serves the policy; default: the built page.", default=""),
            },
        ),
        "accepted": Keyed(
            note="Warnings the owner lives with, by code, each with reason, who and until when.",
            key=r"K\d{3}",
            key_form="codes of problems such as K431",
            entry=Text(),
            default={},
        ),
    }
)


def parse_site(source: TomlSource) -> tuple[SiteConfig | None, list[Problem]]:
    """The site a file describes, with its problems; no site where an error leaves none to speak of."""
    problems = parse_toml(source)
    if problems:
        return None, problems
    problems = [_near_miss(problem, source) for problem in SITE.check(source.data, source, ())]
    if errors(problems):
        return None, problems
    site = _site(schema.with_defaults(SITE, source.data), source)
    return site, [*problems, *_check_site(site)]


def _near_miss(problem: Problem, source: TomlSource) -> Problem:
    """`[services.x]` for `[service.x]` is what everybody writes once; the type error it gives says too little."""
    services = source.data.get("services")
    if problem.code != "K105" or not isinstance(services, dict) or problem.place != source.span_of("services"):
        return problem
    first = next(iter(services), "")
    return Problem(
        source.key_span("services", first) if first else problem.place,
        "K104",
        f'unknown section "[services.{first}]"',
        "the parameters of a service in [service.<id>]",
        did_you_mean(f"[service.{first}]"),
    )


def _check_site(site: SiteConfig) -> Iterator[Problem]:
    source = site.source
    if site.id in RESERVED_SITE_IDS:
        yield Problem(
            source.span_of("id"), "K109", f'no site can be called "{site.id}"', fix="dist/ uses that name itself"
        )
    if "kz" in site.languages:
        yield warning(
            source.span_of("languages", site.languages.index("kz")),
            "K111",
            '"kz" is a country, not a language',
            fix='Kazakh is "kk"',
        )
    for kind in ("name", "short"):
        names: Mapping[str, Name] = getattr(site.operator, kind)
        for language in site.languages:
            if language not in names:
                yield Problem(
                    source.key_span("operator", kind),
                    "K106",
                    f'operator.{kind} has no text in "{language}"',
                    "one for each language of the site",
                    f"add {kind}.{language} = …",
                )
        for language, name in names.items():
            yield from _check_name(source, ("operator", kind, language), name)
    if site.operator.bin and not valid_bin(site.operator.bin):
        yield warning(
            source.span_of("operator", "bin"),
            "K114",
            f"the check digit of BIN {site.operator.bin} does not fit",
            fix="compare it with the certificate of registration",
        )
    yield from _check_addresses(site)


def _check_name(source: TomlSource, keys: tuple[str, ...], name: Name) -> Iterator[Problem]:
    if name.text.count("«") != name.text.count("»") or not _nested(name.text):
        yield Problem(
            source.span_of(*keys),
            "K115",
            f"the quotation marks of {name.text} do not balance",
            fix="an inner name takes the other marks: «„Vivus“ микроқаржы ұйымы»",
        )
    if not name.text.strip() or name.text != name.text.strip():
        yield Problem(source.span_of(*keys), "K115", "a name is empty or has spaces around it", "the name alone")


def _nested(text: str) -> bool:
    """Whether every » closes a « that stands before it."""
    depth = 0
    for letter in text:
        depth += (letter == "«") - (letter == "»")
        if depth < 0:
            return False
    return depth == 0


def _check_addresses(site: SiteConfig) -> Iterator[Problem]:
    source, host = site.source, urllib.parse.urlsplit(site.url).hostname or ""
    domain = site.consent.cookie_domain
    if domain and host != domain and not host.endswith(f".{domain}"):
        yield Problem(
            source.span_of("consent", "cookie_domain"),
            "K116",
            f"{host} is not below {domain}",
            f"a domain that {host} belongs to",
        )
    records = site.consent.records_url
    if records and _origin(records, site.url) != _origin(site.url, site.url):
        yield Problem(
            source.span_of("consent", "records_url"),
            "K117",
            "records go to another origin",
            "an address of the site itself (REC-5)",
        )
    for language, url in site.banner.policy_url.items():
        if url and not re.fullmatch(r"(https?://|/(?!/))\S*", url):
            yield Problem(
                source.span_of("banner", "policy_url", language),
                "K108",
                f'policy_url is "{url}"',
                "a path of the site, or an https address",
            )


def _origin(url: str, base: str) -> tuple[str, str]:
    parts = urllib.parse.urlsplit(urllib.parse.urljoin(base, url))
    return parts.scheme, parts.netloc


def valid_bin(number: str) -> bool:
    """Whether the check digit of a 12-digit BIN or IIN fits (weights 1 … 11, then 3 … 11, 1, 2; both modulo 11)."""
    digits = [int(digit) for digit in number]
    for weights in (tuple(range(1, 12)), (*range(3, 12), 1, 2)):
        rest: int = sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11
        if rest < 10:
            return rest == digits[11]
    return False


def _site(values: dict[str, Any], source: TomlSource) -> SiteConfig:
    languages = tuple(values["languages"])
    operator, consent, banner = values["operator"], values["consent"], values["banner"]
    return SiteConfig(
        id=values["id"],
        url=values["url"],
        languages=languages,
        consent_model=values["consent_model"],
        example=values["example"],
        services=tuple(values["services"]),
        parameters=values["service"],
        statistics={key: tuple(ids) for key, ids in values["statistics"].items()},
        operator=Operator(
            email=operator["email"],
            bin=operator["bin"],
            activity=operator["activity"],
            published=operator["published"],
            name=_names(operator["name"]),
            short=_names(operator["short"]),
            **{
                key: by_language(operator[key], languages)
                for key in ("responsible_person", "address", "licence", "storage_location")
            },
        ),
        consent=ConsentRules(**{**consent, "markup": tuple(consent["markup"])}),
        banner=Looks(**{**banner, "policy_url": by_language(banner["policy_url"], languages)}),
        accepted=values["accepted"],
        source=source,
    )


def _names(values: Mapping[str, Any]) -> dict[str, Name]:
    names = {}
    for language, value in values.items():
        details: Mapping[str, Any] = {"text": value} if isinstance(value, str) else value
        forms = {case: details[case] for case in CASES if case in details}
        names[language] = Name(details["text"], details.get("reading", ""), details.get("possessive", False), forms)
    return names


def by_language(value: str | Mapping[str, str], languages: tuple[str, ...]) -> dict[str, str]:
    """A text, or a text per language, as a text per language; empty where nothing is said."""
    return {language: value if isinstance(value, str) else value.get(language, "") for language in languages}
