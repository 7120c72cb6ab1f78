"""docs/policy-coverage.md: what the policy has to say, fact by fact, beside the sentences that say it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kelisim.config import SiteConfig
from kelisim.policy.compiled import CompiledPolicy
from kelisim.policy.edition import CURRENT, EarlierVersion, Edition
from kelisim.policy.render import render_json
from kelisim.registry import CATEGORIES, Service
from kelisim.site import Site, assemble_site
from kelisim.source import TomlSource

FACTS_FILE = "docs/policy-facts.toml"
_GIVEN = "…"

_HEAD = """\
# What the policy says, fact by fact

<!-- Written by: python -m kelisim.commands.coverage > docs/policy-coverage.md -->

Every fact that the policy carries, the ids of the units that say it, and their sentences as they are rendered. The
sentences are those of the default site; where it does not print a unit, the note behind the id says which site does.
"""


@dataclass(frozen=True)
class Fact:
    """Something that the policy has to say: the clause where it belongs, and the units that say it."""

    clause: str
    says: str
    units: tuple[str, ...]


@dataclass(frozen=True)
class Sentence:
    """A unit as it is rendered, and on which kind of site; empty for the default site."""

    text: str
    printed_on: str


def read_facts(source: TomlSource) -> tuple[Fact, ...]:
    """The facts of a list of facts."""
    return tuple(Fact(told["clause"], told["says"], tuple(told["units"])) for told in source.data["fact"])


def policy_sentences(
    site: Site, registry: Mapping[str, Service], policies: Mapping[str, CompiledPolicy]
) -> dict[str, dict[str, Sentence]]:
    """Every unit's sentence by language: the default site's, else that of the first variant of it that has one."""
    sentences: dict[str, dict[str, Sentence]] = {language: {} for language in policies}
    for printed_on, variant, edition in _variants(site, registry):
        for language, policy in policies.items():
            for unit, text in _rendered(json.loads(render_json(policy, variant, edition))):
                sentences[language].setdefault(unit, Sentence(text, printed_on))
    return sentences


def write_coverage(facts: tuple[Fact, ...], sentences: Mapping[str, Mapping[str, Sentence]]) -> str:
    """The page, in Markdown. Raises KeyError where a unit of a fact is printed on no site."""
    lines = [_HEAD]
    for fact in facts:
        lines += [f"## {fact.clause} {fact.says}", ""]
        for unit in fact.units:
            texts = {language: known[unit] for language, known in sentences.items()}
            printed_on = next(iter(texts.values())).printed_on
            lines.append(f"- `{unit}`{f' ({printed_on})' if printed_on else ''}")
            lines += [f"  - {language}: {text.text}" for language, text in texts.items()]
        lines.append("")
    return "\n".join(lines)


def _variants(site: Site, registry: Mapping[str, Service]) -> Iterator[tuple[str, Site, Edition]]:
    """The default site and others that between them print every unit."""
    config, draft = site.config, Edition("1.0-draft")
    day = datetime.date(2026, 1, 1)
    published = Edition("1.1", CURRENT, day, (EarlierVersion("1.0", day, "../1.0/"),))
    yield "", site, draft
    whole = _assembled(_whole(config, registry), registry)
    yield "all facts given, all categories, sessions recorded, published", whole, published
    yield "implied consent", _assembled(replace(config, consent_model="implied"), registry), draft
    alone = _assembled(_alone(config, registry), registry)
    yield "no microfinance organisation, no services of others", alone, draft


def _whole(config: SiteConfig, registry: Mapping[str, Service]) -> SiteConfig:
    """With all facts of the operator, every switch of a service on, records kept, and a service in each category."""
    given = dict.fromkeys(config.languages, _GIVEN)
    operator = replace(
        config.operator,
        bin=_GIVEN,
        published=True,
        responsible_person=given,
        address=given,
        licence=given,
        storage_location=given,
    )
    others = [registry[name] for name in config.services if registry[name].category != CATEGORIES[0]]
    moved = {
        service.id: {
            **config.parameters.get(service.id, {}),
            **dict.fromkeys(service.collects_when, True),
            "category": category,
            "reason": _GIVEN,
        }
        for service, category in zip(others, ("functional", "marketing"), strict=False)
    }
    return replace(
        config,
        consent_model="explicit",
        operator=operator,
        parameters={**config.parameters, **moved},
        consent=replace(config.consent, records_url="/consent"),
    )


def _alone(config: SiteConfig, registry: Mapping[str, Service]) -> SiteConfig:
    """With nothing but what the site needs."""
    services = tuple(name for name in config.services if registry[name].category == CATEGORIES[0])
    return replace(config, services=services, operator=replace(config.operator, activity="none"))


def _assembled(config: SiteConfig, registry: Mapping[str, Service]) -> Site:
    site, problems = assemble_site(config, registry)
    if site is None:
        raise ValueError("\n".join(map(str, problems)))
    return site


def _rendered(policy: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every unit of a policy in JSON with its text; blocks in a few words."""
    for section in policy["sections"]:
        yield section["id"], f"{section['number']}. {section['title']}"
        for clause in section["clauses"]:
            for part in clause["parts"]:
                if part["kind"] == "items":
                    yield "block:items", "; ".join(category["caption"] for category in part["categories"])
                elif part["kind"] == "recipients":
                    yield "block:recipients", " ".join(part["recipients"])
                else:
                    yield from ((unit["id"], unit["text"]) for unit in part["units"])
