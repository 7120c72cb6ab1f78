"""How long a policy page takes, over many sites in one process, beside Python-Markdown and Jinja2 used plainly.

    python tests/bench/policy_speed.py [--sites 1000]

Both sides begin with sources in memory and end with a whole HTML page a site and language. The plain way fills the
operator into the policy as Markdown with Jinja2, converts it, and puts it into a page: what most generators do.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from kelisim.config import Name, SiteConfig  # noqa: E402
from kelisim.files import read_project  # noqa: E402
from kelisim.pipeline import check_project  # noqa: E402
from kelisim.policy.build import compile_policies  # noqa: E402
from kelisim.policy.compiled import CompiledPolicy  # noqa: E402
from kelisim.policy.edition import Edition, LanguageLink, Surroundings  # noqa: E402
from kelisim.policy.render import Printer  # noqa: E402
from kelisim.site import Site, assemble_site  # noqa: E402
from kelisim.views import environment  # noqa: E402

EDITION = Edition("1.0")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=1000)
    count = parser.parse_args(arguments).sites

    project = read_project(ROOT / "site.toml")
    sources, problems = check_project(project)
    if sources is None:
        print(*problems, sep="\n", file=sys.stderr)
        return 2
    catalogs = {language: catalog for (language, domain), catalog in sources.catalogs.items() if domain == "policy"}

    def compiled() -> dict[str, CompiledPolicy]:
        return compile_policies(
            sources.policy, sources.wordings, catalogs, project.browsers, environment(project.banner)
        )

    started = time.process_time()
    policies = compiled()
    print(f"sources compiled, {len(policies)} languages: {(time.process_time() - started) * 1000:8.1f} ms, once")

    config = sources.site.config
    alike = [site_of(renamed(config, number), sources.registry) for number in range(count)]
    mixed = [site_of(varied(one, number), sources.registry) for one, number in zip(configs(alike), itertools.count())]
    fast = timed(policies, alike)
    report("operators differ", fast)
    report("operators, services, facts and model differ", timed(compiled(), mixed))

    plain_count = max(1, min(count, 20))
    plain = plainly(policies, alike[:plain_count])
    report(f"Python-Markdown and Jinja2, plainly, {plain_count} sites", plain)
    print(f"ratio: {plain / fast:.0f}")
    return 0


def configs(sites: list[Site]) -> Iterator[SiteConfig]:
    return (site.config for site in sites)


def site_of(config: SiteConfig, registry: object) -> Site:
    site, problems = assemble_site(config, registry)  # type: ignore[arg-type]
    if site is None:
        raise ValueError(f"the sample site has problems: {problems}")
    return site


def renamed(config: SiteConfig, number: int) -> SiteConfig:
    """The site of another operator."""
    name = {language: Name(f"«Ұйым {number}» {told.text}") for language, told in config.operator.name.items()}
    short = {language: replace(told, text=f"{told.text}{number}") for language, told in config.operator.short.items()}
    operator = replace(config.operator, name=name, short=short, email=f"info@site{number}.kz")
    return replace(config, id=f"site{number}", url=f"https://www.site{number}.kz/", operator=operator)


def varied(config: SiteConfig, number: int) -> SiteConfig:
    """The same with other services, facts and another consent model: 96 kinds of sites in turn."""
    services = list(config.services[: 1 + number % len(config.services)])
    operator = replace(
        config.operator,
        bin="" if number & 1 else "180340012340",
        address=dict.fromkeys(config.languages, "" if number & 2 else "Алматы"),
        published=bool(number & 4),
        activity="none" if number & 8 else "microfinance",
    )
    model = "implied" if number & 16 else "explicit"
    return replace(config, services=tuple(services), operator=operator, consent_model=model)


def timed(policies: dict[str, CompiledPolicy], sites: list[Site]) -> float:
    """Milliseconds a page, the first and slowest included."""
    pages = [(policies[language], site, around(site, language)) for site in sites for language in site.config.languages]
    started = time.process_time()
    for policy, site, surroundings in pages:
        Printer(policy, site, EDITION).page(surroundings)
    return (time.process_time() - started) * 1000 / len(pages)


def around(site: Site, language: str) -> Surroundings:
    links = tuple(LanguageLink(other, other, f"../{other}/") for other in site.config.languages)
    return Surroundings("../../kelisim.js", "../../policy.css", links)


def plainly(policies: dict[str, CompiledPolicy], sites: list[Site]) -> float:
    """Milliseconds a page of the plain way."""
    render = {language: plain_renderer(policy, sites[0]) for language, policy in policies.items()}
    for language in render:
        render[language](sites[0])
    started = time.process_time()
    for site in sites:
        for language in site.config.languages:
            render[language](site)
    return (time.process_time() - started) * 1000 / (len(sites) * len(render))


def plain_renderer(policy: CompiledPolicy, site: Site) -> Callable[[Site], str]:
    import jinja2
    import markdown
    from markdown.extensions.tables import TableExtension

    language = policy.language
    operator = replace(
        site.config.operator,
        name={language: Name("NAMEPLACE")},
        short={language: Name("SHORTPLACE", forms=dict.fromkeys(("gen", "dat", "acc", "loc", "abl"), "SHORTPLACE"))},
    )
    text = Printer(policy, replace(site, config=replace(site.config, operator=operator)), EDITION).markdown().decode()
    templates = jinja2.Environment(autoescape=False)
    body = templates.from_string(text.replace("NAMEPLACE", "{{ name }}").replace("SHORTPLACE", "{{ short }}"))
    page = templates.from_string('<!doctype html><html lang="{{ language }}"><body>{{ body }}</body></html>')

    def render(one: Site) -> str:
        told = one.config.operator
        filled = body.render(name=told.name[language].text, short=told.short[language].text)
        converted = markdown.markdown(filled, extensions=[TableExtension()])
        return page.render(language=language, body=converted)

    return render


def report(what: str, milliseconds: float) -> None:
    print(f"{what:>50}: {milliseconds:8.3f} ms of CPU a page and language")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
