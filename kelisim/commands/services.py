"""`kelisim services`: which services there are, all about one, who sets this cookie, and what is not confirmed."""

from __future__ import annotations

import argparse
import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kelisim import services_report as report
from kelisim.catalogs import parse_catalog
from kelisim.commands import options
from kelisim.config import parse_site
from kelisim.files import Project, read_project
from kelisim.problems import Problem, errors
from kelisim.registry import Service, parse_service, unknown_service
from kelisim.site import Site, assemble_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="list|show|why|unconfirmed", required=True)
    listing = actions.add_parser("list", help="every service, those in use marked")
    showing = actions.add_parser("show", help="all about one service")
    showing.add_argument("id", metavar="ID", help="its id, as in services")
    why = actions.add_parser("why", help="who sets this cookie or storage key, and where the policy says so")
    why.add_argument("name", metavar="NAME", help="the name, as the browser shows it")
    unconfirmed = actions.add_parser("unconfirmed", help="what is not known for sure, as a page of Markdown")
    for action, run in ((listing, _list), (showing, _show), (why, _why), (unconfirmed, _unconfirmed)):
        _add_options(action)
        action.set_defaults(run=run)


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--site", metavar="FILE", type=Path, default=Path(options.DEFAULT_SITE), help="the site (default: site.toml)"
    )
    parser.add_argument("--lang", metavar="LANG", default="en", help="language of names and purposes (default: en)")
    parser.add_argument("--today", metavar="DATE", type=options.day, help="the day on which old facts are measured")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how the answer is printed")


@dataclass(frozen=True)
class _Known:
    """What the questions are answered from."""

    registry: Mapping[str, Service]
    site: Site
    facts: tuple[report.ServiceFacts, ...]


def _list(args: argparse.Namespace) -> int:
    known = _known(args)
    if isinstance(known, int):
        return known
    _print(args, [report.as_document(one) for one in known.facts], report.write_list(known.facts))
    return 0


def _show(args: argparse.Namespace) -> int:
    known = _known(args)
    if isinstance(known, int):
        return known
    for facts in known.facts:
        if facts.id == args.id:
            _print(args, report.as_document(facts), report.write_service(facts))
            return 0
    problem = unknown_service(args.id, known.site.config.source.whole(), known.registry)
    return options.could_not_run("; ".join(filter(None, (problem.found, problem.fix))))


def _why(args: argparse.Namespace) -> int:
    known = _known(args)
    if isinstance(known, int):
        return known
    answer = report.explain_name(args.name, known.facts)
    _print(args, report.as_document(answer), report.write_name(answer))
    return 0 if answer.services else 1


def _unconfirmed(args: argparse.Namespace) -> int:
    from kelisim.unconfirmed import write_unconfirmed

    known = _known(args)
    if isinstance(known, int):
        return known
    print(write_unconfirmed(known.registry), end="")
    return 0


def _print(args: argparse.Namespace, document: object, text: str) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2) if args.format == "json" else text)


def _known(args: argparse.Namespace) -> _Known | int:
    """The registry and the site; the exit status where an error stands in the way."""
    try:
        project = read_project(args.site)
    except FileNotFoundError:
        return options.could_not_run(f"there is no {args.site}; name one with --site, or make one with kelisim init")
    registry, problems = _registry(project)
    config, found = parse_site(project.site)
    problems += found
    site, found = assemble_site(config, registry) if config else (None, [])
    problems += found
    if site is None or errors(problems):
        options.report(errors(problems), "text")
        return 1
    texts = report.RegistryTexts(args.lang, _entries(project, args.lang))
    today = options.today(args) or max((service.checked for service in registry.values()), default=datetime.date.min)
    return _Known(registry, site, report.describe_services(registry, site, texts, _clauses(project, site), today))


def _registry(project: Project) -> tuple[dict[str, Service], list[Problem]]:
    registry: dict[str, Service] = {}
    problems = list(project.problems)
    for service_id, source in project.services.items():
        service, found = parse_service(source, service_id)
        problems += found
        if service:
            registry[service_id] = service
    return registry, problems


def _entries(project: Project, language: str) -> dict[str, str]:
    """The translations of services by message id, the project's over the packaged ones."""
    entries: dict[str, str] = {}
    for source in project.catalogs.get((language, "services"), ()):
        catalog, _ = parse_catalog(source, "services", language)
        entries.update({key: entry.forms[0] for key, entry in catalog.entries.items()} if catalog else {})
    return entries


def _clauses(project: Project, site: Site) -> report.Clauses:
    """Where the policy speaks of services; nowhere while its text has errors, which `kelisim check` tells."""
    from kelisim.policy.arrangement import arrange
    from kelisim.policy.build import read_policy
    from kelisim.policy.compiled import facts_of
    from kelisim.policy.edition import Edition

    policy, _ = read_policy(project.policies)
    if policy is None:
        return report.Clauses()
    return report.clauses_of(arrange(policy.document, facts_of(site, Edition(""))))
