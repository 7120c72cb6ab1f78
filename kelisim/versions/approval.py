"""Which texts a version would publish unread: units and purposes that nobody approved, by language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kelisim.i18n.approvals import APPROVED, state_of
from kelisim.i18n.checking import is_outdated
from kelisim.i18n.workspace import Workspace
from kelisim.problems import Place, Problem, warning
from kelisim.site import Site
from kelisim.versions.printed import is_row
from kelisim.versions.snapshot import Snapshot

#: At most so many ids are named in one problem.
_NAMED = 3


def unapproved(workspace: Workspace, site: Site, snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """The state of every printed text that is not approved, by language and id.

    A project answers for what it wrote itself: packaged texts that it took over as they are need no approval of its.
    """
    keys = [unit.id for unit in snapshot.units if unit.prints and not is_row(unit.id)]
    keys += _service_texts(site)
    found = {}
    for language in site.config.languages:
        states = dict(_states(workspace, language, keys))
        found[language] = {key: state for key, state in states.items() if state != APPROVED}
    return found


def unapproved_texts(workspace: Workspace, languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """The same of everything that a policy of the project could print, for sites that print different parts of it."""
    keys = [
        key
        for domain in workspace.domains.values()
        for key in domain.texts
        if domain.name == "policy" or (domain.name == "services" and not key.endswith(".description"))
    ]
    found = {}
    for language in languages:
        states = dict(_states(workspace, language, keys))
        found[language] = {key: state for key, state in states.items() if state != APPROVED}
    return found


def _service_texts(site: Site) -> Iterator[str]:
    for used in site.services:
        yield f"service.{used.id}.name"
        yield f"service.{used.id}.purpose"
        yield from (f"service.{used.id}.{item.id}.purpose" for item in used.items)


def _states(workspace: Workspace, language: str, keys: list[str]) -> Iterator[tuple[str, str]]:
    approvals = workspace.approvals(language)
    for domain in workspace.domains.values():
        if domain.language == language:
            texts = {key: text for key, text in domain.texts.items() if domain.name == "policy"}
            if workspace.packaged_beneath:
                texts = {key: text for key, text in texts.items() if key in workspace.own_ids}
        else:
            texts = workspace.wanted(language, domain.name).for_language(language)
        file = workspace.files.get((language, domain.name))
        own, packaged = file.by_id() if file else {}, workspace.packaged.get((language, domain.name), {})
        for key in keys:
            text, entry = texts.get(key), own.get(key) or packaged.get(key)
            if text is None:
                continue
            outdated = entry is not None and is_outdated(entry, text)
            taken_over = key not in own and entry is not None and entry.translated and not outdated
            if not taken_over:
                yield key, state_of(text, workspace.forms(key, language), approvals.get(key), outdated=outdated)


def check_approvals(found: Mapping[str, Mapping[str, str]], *, example: bool) -> Iterator[Problem]:
    """Yield a problem for each language with texts that nobody approved; an example site is only warned."""
    for language, states in found.items():
        if not states:
            continue
        names = list(states)
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        problem = Problem(
            Place(f"translations/{language}/approvals.jsonl"),
            "K347",
            f"{len(names)} {'text is' if len(names) == 1 else 'texts are'} not approved in {language}: "
            f"{', '.join(names[:_NAMED])}{more}",
            "every text of a published version read and approved",
            f"kelisim i18n approve {language} ID … --by NAME, after reading",
        )
        yield warning(problem.place, problem.code, problem.found, problem.expected, problem.fix) if example else problem
