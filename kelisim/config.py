"""A site's configuration: the text of `site.toml` to a `SiteConfig`, or the problems that stand in the way."""

from __future__ import annotations

import functools
import re
import urllib.parse
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kelisim import schema
from kelisim.deprecations import check_deprecated, modernised
from kelisim.fields import CASES as CASES
from kelisim.fields import SITE as SITE
from kelisim.problems import Place, Problem, did_you_mean, errors, warning
from kelisim.schema import Table
from kelisim.source import TomlSource, parse_toml

LOCALISED_FACTS = ("responsible_person", "address", "licence", "storage_location")
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


def parse_site(source: TomlSource) -> tuple[SiteConfig | None, list[Problem]]:
    """The site a file describes, with its problems; no site where an error leaves none to speak of."""
    problems = parse_toml(source)
    if problems:
        return None, [_near_miss_of_syntax(problem) for problem in problems]
    data = modernised(source.data)
    problems = [*check_deprecated(source), *(_near_miss(problem, source) for problem in SITE.check(data, source, ()))]
    if errors(problems):
        return None, problems
    site = _site(schema.with_defaults(SITE, data), source)
    return site, [*problems, *_check_site(site)]


def _near_miss(problem: Problem, source: TomlSource) -> Problem:
    """What everybody writes once: `[services.x]` for `[service.x]`, and a key that landed in another section."""
    services = source.data.get("services")
    if isinstance(services, dict) and problem.code == "K105" and problem.place == source.span_of("services"):
        first = next(iter(services), "")
        return _plural_section(source.key_span("services", first), first)
    misplaced = re.fullmatch(r'unknown key "(.*?)"(?: in (\[.*\]))?', problem.found)
    home = _home_of(misplaced[1]) if misplaced else None
    if misplaced and home is not None and home != (misplaced[2] or ""):
        where = f"in {home}" if home else "above the first [section]"
        return replace(problem, expected="", fix=f"{misplaced[1]} belongs {where}")
    return problem


def _near_miss_of_syntax(problem: Problem) -> Problem:
    """Below `services = […]` a section `[services.x]` is not even TOML."""
    section = re.match(r"\s*\[\s*services\s*\.\s*([^\]]*?)\s*\]", problem.place.text)
    return _plural_section(replace(problem.place, length=len(section[0])), section[1]) if section else problem


def _plural_section(place: Place, service_id: str) -> Problem:
    return Problem(
        place,
        "K104",
        f'unknown section "[services.{service_id}]"',
        "the parameters of a service in [service.<id>]",
        did_you_mean(f"[service.{service_id}]"),
    )


def _home_of(key: str) -> str | None:
    """The section whose key this is: `""` for the top of the file, None where there is none or more than one."""
    sections = [name for name, table in SITE.fields.items() if isinstance(table, Table) and key in table.fields]
    if key in SITE.fields:
        return ""
    return f"[{sections[0]}]" if len(sections) == 1 else None


def check_languages(config: SiteConfig, known: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for every language of the site that nobody has translated the texts into."""
    for position, language in enumerate(config.languages):
        if language not in known:
            near = "kk" if language == "kz" else schema.nearest(language, known)
            yield Problem(
                config.source.span_of("languages", position),
                "K110",
                '"kz" is the code of the country, not of the language'
                if language == "kz"
                else f'there are no texts in "{language}"',
                "one of " + ", ".join(f'"{one}"' for one in sorted(known)),
                did_you_mean(near, f"kelisim i18n add {language} makes catalogs to fill in"),
            )


def _check_site(site: SiteConfig) -> Iterator[Problem]:
    source = site.source
    if site.id in RESERVED_SITE_IDS:
        yield Problem(
            source.span_of("id"), "K109", f'no site can be called "{site.id}"', fix="dist/ uses that name itself"
        )
    for kind in ("name", "short"):
        names: Mapping[str, Name] = getattr(site.operator, kind)
        yield from _check_translated(site, ("operator", kind), names)
        for language, name in names.items():
            yield from _check_name(source, ("operator", kind, language), name)
    for section, kind in _LOCALISED:
        told = source.data.get(section, {}).get(kind, "")
        if isinstance(told, dict):
            # Where the site serves the policy may be said for one language; a fact is a fact in all of them.
            yield from _check_translated(site, (section, kind), told, complete=section == "operator")
    if site.operator.bin and not valid_bin(site.operator.bin):
        yield warning(
            source.span_of("operator", "bin"),
            "K114",
            f"{site.operator.bin} is no BIN: its date or its check digit does not fit",
            fix="compare it with the certificate of registration",
        )
    yield from _check_addresses(site)


_LOCALISED = (*(("operator", kind) for kind in LOCALISED_FACTS), ("banner", "policy_url"))


def _check_translated(
    site: SiteConfig, keys: tuple[str, str], told: Mapping[str, Any], *, complete: bool = True
) -> Iterator[Problem]:
    """A text per language wants the languages of the site: each of them, and no other."""
    name = ".".join(keys)
    if "kz" in site.languages:
        return  # `check_languages` says what is wrong; its texts stand under "kk"
    for language in site.languages if complete else ():
        if language not in told:
            yield Problem(
                site.source.key_span(*keys),
                "K106",
                f'{name} has no text in "{language}"',
                "one for each language of the site",
                f"add {keys[1]}.{language} = …",
            )
    for language in told:
        if language not in site.languages:
            yield warning(
                site.source.key_span(*keys, language),
                "K111",
                f'{name} has a text in "{language}", which is not a language of the site',
                "one of " + ", ".join(f'"{one}"' for one in site.languages),
                did_you_mean("kk" if language == "kz" else None, "remove it, or add the language to languages"),
            )


def _check_name(source: TomlSource, keys: tuple[str, str, str], name: Name) -> Iterator[Problem]:
    section, kind, language = keys
    told = source.data[section][kind][language]
    for form, text in {"text": name.text, **name.forms}.items():
        place = functools.partial(source.span_of, *keys, *((form,) if isinstance(told, dict) else ()))
        label = ".".join(keys) if form == "text" else f"{'.'.join(keys)}.{form}"
        if not text.strip():
            yield Problem(place(), "K115", f"{label} is empty", "the name as it is written")
        elif text != text.strip() or "\n" in text:
            yield Problem(place(), "K115", f"{label} has spaces or line ends around or inside it", "the name alone")
        elif not _balanced(text):
            yield Problem(
                place(),
                "K115",
                f"the quotation marks of {text} do not balance",
                "a closing mark for every opening one",
                "inside a name in marks use the other ones: «„Vivus“ микроқаржы ұйымы»",
            )


def _balanced(text: str) -> bool:
    """Whether every » closes a « that stands before it, „ has its “, and straight marks come in pairs."""
    depth = 0
    for letter in text:
        depth += (letter == "«") - (letter == "»")
        if depth < 0:
            return False
    return depth == 0 and text.count("„") <= text.count("“") + text.count("”") and text.count('"') % 2 == 0


def _check_addresses(site: SiteConfig) -> Iterator[Problem]:
    source, host = site.source, urllib.parse.urlsplit(site.url).hostname or ""
    domain = site.consent.cookie_domain
    if domain and host != domain and not host.endswith(f".{domain}"):
        yield Problem(
            source.span_of("consent", "cookie_domain"),
            "K116",
            f"{host} does not belong to {domain}, so browsers would refuse the cookie",
            f"{host}, or a domain above it",
        )
    records = site.consent.records_url
    if records and _origin(records, site.url) != _origin(site.url, site.url):
        yield Problem(
            source.span_of("consent", "records_url"),
            "K117",
            f"records would go to {'://'.join(_origin(records, site.url))}, which is not the site",
            f"an address below {'://'.join(_origin(site.url, site.url))} (REC-5)",
        )


def _origin(url: str, base: str) -> tuple[str, str]:
    """Scheme and host, with the port where it is not the scheme's own."""
    parts = urllib.parse.urlsplit(urllib.parse.urljoin(base, url))
    port = (
        "" if parts.netloc.endswith({"https": ":443", "http": ":80"}[parts.scheme]) else parts.netloc.partition(":")[2]
    )
    return parts.scheme, f"{parts.hostname}{port and f':{port}'}"


def valid_bin(number: str) -> bool:
    """Whether a 12-digit BIN or IIN can be one: it begins with a year and month, and its check digit fits.

    The weights are 1 … 11; where that leaves 10, they are 3 … 11, 1, 2; both modulo 11.
    """
    digits = [int(digit) for digit in number]
    if not 1 <= int(number[2:4]) <= 12:
        return False
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
            **{key: by_language(operator[key], languages) for key in LOCALISED_FACTS},
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
