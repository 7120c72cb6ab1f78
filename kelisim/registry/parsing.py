"""One TOML file a service, to a `Service` or to what is wrong with the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kelisim import schema
from kelisim.problems import Place, Problem, did_you_mean, errors
from kelisim.registry.assembling import assemble_service
from kelisim.registry.checking import check_parameters, check_service
from kelisim.registry.forms import SERVICE
from kelisim.registry.values import CATEGORIES, Service
from kelisim.source import TomlSource, parse_toml


def parse_service(source: TomlSource, service_id: str) -> tuple[Service | None, list[Problem]]:
    """The service a file describes, with its problems; no service where an error leaves none to speak of."""
    problems = parse_toml(source) or list(SERVICE.check(source.data, source, ()))
    if not re.fullmatch(schema.ID, service_id) or service_id in CATEGORIES:
        why = "is the name of a category" if service_id in CATEGORIES else "is not an id"
        problems.append(
            Problem(
                source.whole(),
                "K502",
                f'"{service_id}" {why}',
                "a file named <id>.toml, small Latin letters, digits and hyphens",
            )
        )
    if errors(problems):
        return None, problems
    problems += check_parameters(source)
    if errors(problems):
        return None, problems
    service = assemble_service(service_id, source)
    return service, [*problems, *check_service(service)]


def unknown_service(service_id: str, place: Place, known: Mapping[str, Any]) -> Problem:
    """The problem of a service that nobody described."""
    return Problem(
        place,
        "K112",
        f'unknown service "{service_id}"',
        "the id of a file in policy_src/services/",
        did_you_mean(schema.nearest(service_id, known), "write its facts into a file of that name"),
    )
