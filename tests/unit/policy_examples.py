"""A small sound policy, sources made from it by changing single lines, and what is needed to print it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kelisim.config import parse_site
from kelisim.policy.compiled import CompiledPolicy, compile_policy, source_texts
from kelisim.policy.document import Document
from kelisim.policy.source import parse_policy
from kelisim.registry import STATISTICS, parse_service
from kelisim.site import Site, assemble_site
from kelisim.source import Source, TomlSource
from kelisim.texts import parse_texts
from kelisim.views import environment
from kelisim.wording import Wording, source_wording
from tests.unit.examples import SITE, changed, service_source

ROOT = Path(__file__).parents[2]
BANNER = ROOT / "banner"
BROWSERS = (("Firefox", "https://support.mozilla.org/kb/cookies"), ("Safari", "https://support.apple.com/sfri11471"))

POLICY = """\
# Cookie policy {#title}

## General {#general}

### {#about}

<!-- The name is the subject. -->
{operator.name} runs {site.url}. {#about.operator}
BIN: {operator.bin}. {#about.bin if=bin}

### {#consent}

Nothing optional runs before a choice. {#consent.explicit if=explicit}
Whoever uses the site agrees. {#consent.implied if=implied}

## Data {#data}

### {#collected}

The site collects: {#collected.intro}

{block:statistics}

STATISTICS

### {#kinds}

Cookies are: {#kinds.intro}

- necessary {#kinds.necessary}
- of *statistics* {#kinds.analytics if=analytics}
- of advertising {#kinds.marketing if=marketing}

### {#items}

They stand in the table. {#items.intro}

{block:items}

## Others {#others}

### Recipients {#recipients}

These receive data: {#recipients.intro if=recipients}

{block:recipients}

See clause {number.items}. {#recipients.items if=recipients}

## Changes {#changes}

### {#reopening}

Press “{ui.reopen}”, or write to {operator.email}; version {policy.version}. {#reopening.button}
""".replace(
    "STATISTICS", "\n".join(f"- number {place} {{#statistics.{name}}}" for place, name in enumerate(STATISTICS))
)


def policy_source(*changes: tuple[str, str], path: str = "policy_src/policy.en.md") -> Source:
    """The small policy with changes."""
    return Source(path, changed(POLICY, *changes))


def document(*changes: tuple[str, str]) -> Document:
    """The small policy with changes that it can take."""
    parsed, problems = parse_policy(policy_source(*changes))
    assert problems == [], [str(problem) for problem in problems]
    return parsed


@functools.cache
def english() -> Wording:
    """The interface texts in their source language, and those of the small services."""
    originals, problems = parse_texts(TomlSource("banner/texts.toml", BANNER.joinpath("texts.toml").read_text("utf-8")))
    assert problems == []
    wording = source_wording(originals)
    service, _ = parse_service(service_source(), "counter")
    assert service
    own = {key: (text if isinstance(text, str) else "",) for key, text in service.texts()}
    return replace(wording, forms={**wording.forms, **own})


def small_site(*changes: tuple[str, str], more: str = "") -> Site:
    """The small site with the small service, in English."""
    text = changed(SITE, ('["kk", "ru"]', '["en"]'), ('"own-site", ', ""), *changes)
    names = "" if "name.en" in text else 'name.en = "<Vivus> & Co"\n'
    names += 'short.en = "Vivus"\n'
    config, problems = parse_site(TomlSource("site.toml", text + names + more))
    assert config, [str(problem) for problem in problems]
    service, _ = parse_service(service_source(), "counter")
    assert service
    site, problems = assemble_site(config, {"counter": service})
    assert site, [str(problem) for problem in problems]
    return site


@functools.cache
def templates() -> dict[str, str]:
    """The templates as they are shipped, by path below `banner/`."""
    return {f"templates/{path.name}": path.read_text("utf-8") for path in BANNER.joinpath("templates").glob("*.html")}


def compiled(*changes: tuple[str, str], browsers: Sequence[tuple[str, str]] = BROWSERS) -> CompiledPolicy:
    """The small policy with changes, ready to be printed in English."""
    parsed = document(*changes)
    return compile_policy(parsed, source_texts(parsed), english(), browsers, environment(templates()))
