"""The order of the stages: a project's sources in, all files of `dist/` and all problems out.

`shared.py` reads what all sites share, `checking.py` checks one site against it, `outlook.py` sees which version of
the policy is printed, `printing.py` makes the files.
"""

from __future__ import annotations

import datetime

from kelisim.acceptance import AcceptedWarning
from kelisim.cache import Cache
from kelisim.files import Project
from kelisim.pipeline.checking import check_looks, check_site, check_words, settle
from kelisim.pipeline.outlook import Outlook, look_out
from kelisim.pipeline.printing import Rendered, render
from kelisim.pipeline.results import Result, Sources
from kelisim.pipeline.shared import load_shared
from kelisim.problems import Problem, errors

__all__ = ["Outlook", "Result", "Sources", "build_site", "check_project", "examine"]


def build_site(
    project: Project,
    today: datetime.date | None = None,
    *,
    cache: Cache,
    as_errors: bool = False,
    measured: bool = True,
    previewed: bool = True,
) -> Result:
    """Build one site. `today` is the only date that enters; without one the newest date in the sources counts.

    For looking at while somebody writes: not `measured`, the manifest does not say how small files become when they
    travel; not `previewed`, there is no `preview/`.
    """
    shared = load_shared(project, today)
    checked = check_site(shared, project.site)
    rendered = Rendered()
    if checked.config:
        checked.problems.extend(check_looks(checked.config, shared, cache))
    if checked.sources:
        checked.problems.extend(check_words(checked.sources, cache))
        rendered, found = render(checked.sources, cache, measured=measured, previewed=previewed)
        checked.problems.extend(found)
    problems, accepted = settle(checked, shared, as_errors, complete=checked.sources is not None)
    site = checked.sources.site if checked.sources else None
    written = () if errors(problems) else rendered.assets
    return Result(written, tuple(problems), site, tuple(accepted), shared.archive, shared.today, rendered.weigh)


def check_project(
    project: Project, today: datetime.date | None = None, *, as_errors: bool = False
) -> tuple[Sources | None, list[Problem]]:
    """Every check of the sources; nothing is rendered."""
    shared = load_shared(project, today)
    checked = check_site(shared, project.site)
    problems, _ = settle(checked, shared, as_errors, complete=False)
    return (None if errors(problems) else checked.sources), problems


def examine(
    project: Project, today: datetime.date | None = None
) -> tuple[Outlook | None, list[Problem], list[AcceptedWarning]]:
    """Every check of the sources, and what they come to as a version of the policy; nothing is rendered."""
    shared = load_shared(project, today)
    checked = check_site(shared, project.site)
    outlook = None
    if checked.sources:
        outlook, found = look_out(checked.sources)
        checked.problems.extend(found)
    problems, accepted = settle(checked, shared, False, complete=False)
    return outlook, problems, accepted
