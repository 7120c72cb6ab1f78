"""What Kazakh law wants said in the consent text: facts that a site does not give, and choices that the law looks at.

Nearly every finding is a warning with the id of the rule behind it; `--strict` and `release` raise it to an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kelisim.completeness import OFFICIAL_LANGUAGE, STATE_LANGUAGE
from kelisim.config import Operator, SiteConfig
from kelisim.problems import Place, Problem, warning
from kelisim.registry import CATEGORIES
from kelisim.site import Site, UsedService

#: Beyond a year a choice is no longer a fresh one (REC-4).
LONGEST_TERM_DAYS = 365
#: Who is asked sooner after a refusal is asked until they give in (DP-1, NAT-2).
SHORTEST_TERM_DAYS = 180
#: Warnings that no owner can accept away: what the law asks of the operator by name (KZ-5 a, f, g; KZ-12).
NOT_ACCEPTABLE = frozenset({"K450", "K451", "K461", "K510"})


@dataclass(frozen=True)
class Fact:
    """Something that the law wants the operator to say about itself: the key in `[operator]`, and why."""

    key: str
    code: str
    missing: str
    expected: str
    microfinance_only: bool = False


FACTS = (
    Fact("bin", "K450", "the operator has no BIN", "12 digits; the consent text names the operator by them (KZ-5)"),
    Fact(
        "responsible_person",
        "K451",
        "nobody is named as responsible for organising the processing of personal data",
        "a person; a legal entity has to have one (KZ-12)",
    ),
    Fact(
        "storage_location",
        "K452",
        "it is not said where personal data are stored",
        "the place of the database, which the law wants in Kazakhstan (KZ-11)",
    ),
    Fact(
        "address",
        "K453",
        "the operator has no address",
        "the address of the microfinance organisation (MFO-1)",
        microfinance_only=True,
    ),
    Fact(
        "licence",
        "K454",
        "the operator has no licence",
        "number and date of the microfinance organisation's licence (MFO-1)",
        microfinance_only=True,
    ),
)


def check_facts(site: Site) -> Iterator[Problem]:
    """Yield what the law would miss in this site's consent text, each at the line that says it or should."""
    yield from _check_operator(site.config)
    yield from _check_consent(site.config)
    yield from _check_gate(site.config)
    yield from _check_languages(site.config)
    yield from _check_policy_address(site.config)
    for service in site.services:
        yield from _check_recording(site, service)
        yield from _check_container(site, service)
        yield from _check_necessary(site, service)


def _check_operator(config: SiteConfig) -> Iterator[Problem]:
    operator, source = config.operator, config.source
    for fact in FACTS:
        if fact.microfinance_only and operator.activity != "microfinance":
            continue
        texts = _texts(operator, fact.key)
        if not any(texts.values()):
            yield warning(
                source.key_span("operator", fact.key),
                fact.code,
                fact.missing,
                fact.expected,
                _unless_example(config, f'write {fact.key} = "…" in [operator]'),
            )
        # Said in one language only, it would leave a hole in the other's text.
        for language in config.languages if any(texts.values()) else ():
            if not texts.get(language, texts.get("")):
                yield Problem(
                    source.key_span("operator", fact.key),
                    "K455",
                    f'operator.{fact.key} has no text in "{language}"',
                    "one for each language of the site: the texts say the same (LANG-3)",
                    f'add {fact.key}.{language} = "…"',
                )
    if operator.published is None:
        yield warning(
            source.key_span("operator", "published"),
            "K461",
            "it is not said whether personal data are published in open sources",
            "true or false; until then the policy says that they are not (KZ-5)",
            _unless_example(config, "write published = false in [operator] if they are not"),
        )


def _texts(operator: Operator, key: str) -> Mapping[str, str]:
    """What is said by language; under "" what is the same in all."""
    told: str | Mapping[str, str] = getattr(operator, key)
    texts = {"": told} if isinstance(told, str) else told
    return {language: text.strip() for language, text in texts.items()}


def _unless_example(config: SiteConfig, fix: str) -> str:
    return f"{fix}; an example may go without" if config.example else fix


def _check_consent(config: SiteConfig) -> Iterator[Problem]:
    source = config.source
    if config.consent_model == "implied":
        yield warning(
            source.span_of("consent_model"),
            "K456",
            "an implied consent leaves nothing that could confirm it",
            "a consent whose receipt can be confirmed (KZ-4)",
            'set consent_model = "explicit"',
        )
    if config.consent.lifetime_days > LONGEST_TERM_DAYS:
        yield warning(
            source.span_of("consent", "lifetime_days"),
            "K457",
            f"a choice holds for {config.consent.lifetime_days} days",
            f"at most {LONGEST_TERM_DAYS}; 180 is usual (REC-4)",
            "ask again sooner",
        )
    if config.consent.lifetime_days < SHORTEST_TERM_DAYS:
        yield warning(
            source.span_of("consent", "lifetime_days"),
            "K464",
            f"whoever has refused is asked again after {config.consent.lifetime_days} days",
            f"at least {SHORTEST_TERM_DAYS}: a refusal is remembered for half a year (DP-1, NAT-2)",
            "ask again later; a new service or purpose asks by itself",
        )


def _check_gate(config: SiteConfig) -> Iterator[Problem]:
    if config.consent.gate == "known-hosts":
        yield warning(
            config.source.span_of("consent", "gate"),
            "K490",
            "unmarked tags do not run, but browsers ask for the files of those in the page's HTML all the same",
            "marks on the tags themselves, for nothing to be requested before the choice",
            "mark the page's own tags with data-kelisim-consent, or accept this in [accepted] with a reason",
        )


def _check_policy_address(config: SiteConfig) -> Iterator[Problem]:
    """A policy that stands at one address for all languages is read by some in another than the banner's (DP-6)."""
    addresses = [config.banner.policy_url[language] for language in config.languages]
    told = [address for address in addresses if address]
    if len(told) > len(set(told)):
        yield warning(
            config.source.key_span("banner", "policy_url"),
            "K465",
            "the policy is at one address for several languages",
            "a policy in the language of the banner that links to it (DP-6)",
            'write policy_url.kk = "/kk/…" and policy_url.ru = "/ru/…"; without them the built pages are linked',
        )


def _check_languages(config: SiteConfig) -> Iterator[Problem]:
    place = config.source.span_of("languages")
    for language, name in ((STATE_LANGUAGE, "Kazakh"), (OFFICIAL_LANGUAGE, "Russian")):
        if language not in config.languages:
            yield warning(
                place,
                "K462",
                f"the site has no {name} texts",
                "consumers in Kazakhstan to be informed in Kazakh and in Russian (LANG-1)",
                f'add "{language}" to languages',
            )
    if STATE_LANGUAGE in config.languages[1:]:
        yield warning(
            place,
            "K463",
            f'"{config.default_language}" stands before "{STATE_LANGUAGE}"',
            "the state language first (LANG-2)",
            f'put "{STATE_LANGUAGE}" first in languages',
        )


def _check_recording(site: Site, service: UsedService) -> Iterator[Problem]:
    """Nobody's loan application is filmed; and the policy says so wherever sessions are recorded (MFO-3)."""
    if "recording" not in service.collects or service.not_on:
        return
    microfinance = site.config.operator.activity == "microfinance"
    rule = "microcredit secrecy (MFO-3)" if microfinance else "the policy says that they are left out"
    yield warning(
        _place(site, service, *_recording_switch(service)),
        "K458",
        f"{service.id} records sessions on every page",
        f"not on the pages of applications, log-in and accounts: {rule}",
        f'write not_on = ["/account/*", …] in [service.{service.id}], or mask all fields and accept this warning',
    )


def _recording_switch(service: UsedService) -> tuple[str, ...]:
    """The parameter that switches recording on, where it is one that does."""
    kinds = service.service.collects_when.items()
    return tuple(name for name, told in kinds if "recording" in told and service.parameters.get(name) is True)[:1]


def _check_container(site: Site, service: UsedService) -> Iterator[Problem]:
    if service.service.container:
        yield warning(
            _place(site, service),
            "K459",
            f"what {service.id} loads is not known here, so nothing can be vouched for",
            "every service that it loads in services, each held until it is allowed (VEN-18)",
            "load the services from the page instead, or list them all and accept this warning",
        )


def _check_necessary(site: Site, service: UsedService) -> Iterator[Problem]:
    """A service that was asked about and is moved to the necessary ones runs before any choice (EDPB-7)."""
    if service.category != CATEGORIES[0] or service.service.category == CATEGORIES[0]:
        return
    yield warning(
        _place(site, service, "category"),
        "K460",
        f"{service.id} is moved from {service.service.category} to {service.category} and runs without consent",
        "only what the site cannot work without (EDPB-7)",
        "remove category, or load it only on the pages that need it (a bot check: with the form that it protects, "
        "VEN-17) and accept this warning",
    )


def _place(site: Site, service: UsedService, *keys: str) -> Place:
    """Where the site says something of a service: the key in its section, else its place in the list."""
    source = site.config.source
    if keys:
        return source.key_span("service", service.id, *keys)
    return source.span_of("services", site.config.services.index(service.id))
