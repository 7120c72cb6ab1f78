"""What a build says of the words it prints: the lints of `kelisim.lint` over the texts of one site, cached by content.

`kelisim i18n check` looks at every text there is; here only the site's languages, services and categories count.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from kelisim.cache import Cache
from kelisim.catalogs import Catalog, Original
from kelisim.i18n.checking import (
    Surroundings,
    check_entry,
    check_source_texts,
    entry_problem,
    fault_at,
    ignored_codes,
    source_problem,
)
from kelisim.i18n.templates import POLICY_PREFIX, Domain, Text, policy_domain, services_domain
from kelisim.lint import Rules, parse_glossary, parse_styles
from kelisim.lint.checks import ACCEPT_LABEL, REJECT_LABELS
from kelisim.lint.consistency import Statement, categories_without_purpose, purposes_without_category
from kelisim.lint.faults import Fault
from kelisim.lint.words import unlike_fault
from kelisim.policy.document import STATISTICS_PREFIX, Document
from kelisim.problems import Place, Problem
from kelisim.registry import CATEGORIES
from kelisim.site import Site
from kelisim.source import TomlSource

#: What the lints say; the other codes of a text are found by the checks of catalogs and policy in every build, and no
#: lint runs before those are content. What passes them and is still no text for a visitor is found here: braces that
#: are printed, template expressions, HTML that is shown as it is written.
_LINTS = (
    "K203",
    "K204",
    "K206",
    "K210",
    "K211",
    "K212",
    "K213",
    "K214",
    "K215",
    "K216",
    "K217",
    "K219",
    "K221",
    "K222",
    "K23",
)
_INTERFACE_LANGUAGE = "en"


@dataclass(frozen=True)
class Words:
    """The words that a site prints: interface texts, the policy with its language, catalogs, and the rules for both."""

    site: Site
    texts: TomlSource
    originals: Mapping[str, Original]
    policy: Document
    policy_language: str
    catalogs: Mapping[tuple[str, str], Catalog]
    style: TomlSource
    glossary: TomlSource


def check_wording(words: Words, cache: Cache) -> list[Problem]:
    """The problems of the words, at their places in sources and catalogs."""
    found = cache.value("wording", _made_from(words), lambda: [asdict(one) for one in _check(words, _domains(words))])
    return [Problem(**{**one, "place": Place(**one["place"])}) for one in found]


def _domains(words: Words) -> dict[str, Domain]:
    banner = {key: Text(original, "banner/texts.toml") for key, original in words.originals.items()}
    return {
        "banner": Domain("banner", _INTERFACE_LANGUAGE, banner),
        "services": services_domain(used.service for used in words.site.services),
        "policy": policy_domain(words.policy, words.policy_language),
    }


def _made_from(words: Words) -> bytes:
    """Everything that the problems depend on, places included: the sources as they are, and what the site uses."""
    sources = {
        words.texts,
        words.style,
        words.glossary,
        *(unit.span.source for unit in words.policy.units),
        *(used.service.file for used in words.site.services),
        *(entry.file.source for catalog in words.catalogs.values() for entry in catalog.entries.values()),
    }
    site = [
        words.site.config.languages,
        words.site.optional_categories,
        words.site.config.banner.reject,
        sorted(used.id for used in words.site.services),
    ]
    files = sorted([source.path, source.text] for source in sources)
    return json.dumps([site, words.policy_language, files], ensure_ascii=False).encode()


def _check(words: Words, domains: Mapping[str, Domain]) -> Iterator[Problem]:
    styles, broken = parse_styles(words.style)
    glossary, more = parse_glossary(words.glossary)
    yield from [*broken, *more]
    rules = Rules(styles, glossary)
    languages = words.site.config.languages
    for domain in domains.values():
        if domain.language in languages:
            yield from check_source_texts(domain, rules)
    for (language, name), catalog in sorted(words.catalogs.items()):
        for entry in catalog.entries.values():
            text = domains[name].texts.get(entry.id)
            if text and all(entry.forms):
                found = check_entry(entry.file, entry.written, text, domains[name], language, Surroundings(rules))
                yield from (problem for problem in found if problem.code.startswith(_LINTS))
    for language in languages:
        yield from _labels(words, domains["banner"], language)
        yield from _consistency(words, domains["policy"], language, rules)


def _labels(words: Words, banner: Domain, language: str) -> Iterator[Problem]:
    """The label of reject is like that of accept, in the wording that the site has chosen (K238)."""
    key = REJECT_LABELS[words.site.config.banner.reject]
    text = banner.texts.get(key)
    if text is None or ACCEPT_LABEL not in banner.texts or "K238" in ignored_codes(text):
        return
    if language == banner.language:
        reject, accept = text.original.text, banner.texts[ACCEPT_LABEL].original.text
        yield from (source_problem(text, reject, fault) for fault in unlike_fault(reject, accept))
        return
    entries = words.catalogs[language, "banner"].entries
    if key in entries and ACCEPT_LABEL in entries:
        entry, accept = entries[key], entries[ACCEPT_LABEL].forms[0]
        for fault in unlike_fault(entry.forms[0], accept):
            yield entry_problem(entry.file, entry.written, 0, fault)


def _consistency(words: Words, policy: Domain, language: str, rules: Rules) -> Iterator[Problem]:
    """The policy speaks of every category that the site has, and of no other (K235, K236)."""
    entries = {} if language == policy.language else words.catalogs[language, "policy"].entries
    forms = {key: entries[key].forms[0] if entries else text.original.text for key, text in policy.texts.items()}
    statements = [
        Statement(key.removeprefix(POLICY_PREFIX), forms[key], text.conditions)
        for key, text in policy.texts.items()
        if not key.startswith(POLICY_PREFIX + STATISTICS_PREFIX)
    ]

    def told(statement: Statement, fault: Fault) -> Problem:
        key = f"{POLICY_PREFIX}{statement.id}"
        if entries:
            return entry_problem(entries[key].file, entries[key].written, 0, fault)
        return source_problem(policy.texts[key], forms[key], fault)

    present = words.site.optional_categories
    absent = [category for category in CATEGORIES[1:] if category not in present]
    for statement, fault in purposes_without_category(statements, absent, language, rules.glossary):
        if fault.code not in ignored_codes(policy.texts[f"{POLICY_PREFIX}{statement.id}"]):
            yield told(statement, fault)
    first = next(iter(policy.texts.values()))
    file = words.catalogs[language, "policy"].file.line_place(1) if entries else first.original.where()
    for fault in categories_without_purpose(statements, present, language, rules.glossary):
        yield fault_at(file, fault)
