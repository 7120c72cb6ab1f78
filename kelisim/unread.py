"""What a build prints and nobody has approved: it stops `--strict` and `release`, whatever has been published."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

from kelisim.files import Project
from kelisim.i18n.workspace import read_workspace, workspace_of
from kelisim.pipeline import examine
from kelisim.problems import Problem
from kelisim.versions.approval import check_approvals, unapproved, unapproved_texts


def unread_texts(project: Project, site_file: Path, today: datetime.date | None) -> list[Problem]:
    """The problems of texts without approval, by language; none where the sources cannot be printed at all.

    `policy publish` has asked already, but only warns an example; and a ledger may be changed after it.
    """
    outlook, _, _ = examine(project, today)
    if outlook is None:
        return []
    return list(
        check_approvals(unapproved(read_workspace(site_file), outlook.sources.site, outlook.snapshot), example=False)
    )


def unread_in_many(project: Project, languages: Iterable[str]) -> list[Problem]:
    """The same for many sites that share a project: all that it holds in their languages, printed or not."""
    return list(check_approvals(unapproved_texts(workspace_of(project), languages), example=False))
