"""`kelisim policy status`, `diff` and `publish`: versions of the policy, and who is asked again because of them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kelisim.cache import FOLDER, Cache
from kelisim.commands import options
from kelisim.commands.options import CouldNotRun
from kelisim.files import ARCHIVE, Project, read_project, write_new_folder
from kelisim.i18n.workspace import read_workspace
from kelisim.palettes import PAGE_SHEET, derived_holes
from kelisim.pipeline import Outlook, examine
from kelisim.policy.edition import DRAFT
from kelisim.policy.source import parse_policy
from kelisim.problems import Problem, errors, ordered
from kelisim.source import Source
from kelisim.styles import render_sheet
from kelisim.versions.approval import check_approvals, unapproved
from kelisim.versions.archive import SOURCES, PublishedVersion
from kelisim.versions.meaning import Meaning
from kelisim.versions.number import parse_version
from kelisim.versions.outputs import Printable, text_of
from kelisim.versions.printed import POLICY
from kelisim.versions.publishing import (
    NotPublished,
    Wish,
    archive_with,
    check_wish,
    decide,
    obstacles,
    version_files,
)
from kelisim.versions.records import EDITORIAL, MATERIAL
from kelisim.versions.review import Asked, meaning_changes, review_units, who_is_asked
from kelisim.versions.snapshot import is_worded_anew, meaning_of, with_history
from kelisim.versions.sources import UsedSources, write_sources


def add_status(parser: argparse.ArgumentParser) -> None:
    _common(parser)
    parser.set_defaults(run=status)


def add_diff(parser: argparse.ArgumentParser) -> None:
    _common(parser)
    parser.add_argument("version", metavar="VERSION", nargs="?", default="", help="a published version (the newest)")
    parser.set_defaults(run=diff)


def add_publish(parser: argparse.ArgumentParser) -> None:
    _common(parser)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument(
        "--material", dest="kind", action="store_const", const=MATERIAL, help="MAJOR: everybody is asked again"
    )
    kind.add_argument(
        "--editorial",
        dest="kind",
        action="store_const",
        const=EDITORIAL,
        help="MINOR: no word asks anybody",
    )
    parser.add_argument("-m", dest="why", metavar="WHY", required=True, help="why there is a new version, in a line")
    parser.add_argument("--effective", metavar="DATE", type=options.day, help="the day it takes effect (today)")
    parser.add_argument(
        "--summary",
        metavar="LANG=TEXT",
        action="append",
        default=[],
        help="what changed, in a sentence; the banner says it after a material change (once a language)",
    )
    parser.set_defaults(run=publish, kind="")


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--site", metavar="FILE", type=Path, default=Path(options.DEFAULT_SITE), help="the site (default: site.toml)"
    )
    parser.add_argument("--today", metavar="DATE", type=options.day, help="the day that counts as today (YYYY-MM-DD)")
    parser.add_argument(
        "--format", choices=options.FORMATS, default="text", help="how results and problems are printed"
    )


def _examined(args: argparse.Namespace) -> tuple[Project, Outlook | None, list[Problem]]:
    try:
        project = read_project(args.site)
    except FileNotFoundError:
        raise CouldNotRun(f"there is no {args.site}; name one with --site, or make one with kelisim init") from None
    outlook, problems, _ = examine(project, options.today(args))
    return project, outlook, problems


def _refused(problems: Iterable[Problem], args: argparse.Namespace, unchanged: str = "") -> int:
    options.report(ordered(problems), args.format, unchanged)
    return 1


def status(args: argparse.Namespace) -> int:
    _, outlook, problems = _examined(args)
    if outlook is None:
        return _refused(errors(problems), args)
    states = unapproved(read_workspace(args.site), outlook.sources.site, outlook.snapshot)
    told = _status(outlook, states)
    if args.format == "json":
        _print_json({**told, "problems": []})
    else:
        print("\n".join(_status_lines(outlook, states)))
    return 0


def _status(outlook: Outlook, states: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    standing, newest = outlook.standing, outlook.sources.archive.newest
    in_force = outlook.sources.archive.in_force(outlook.sources.today)
    draft = {
        "version": str(standing.version),
        "wording": newest is None or is_worded_anew(newest.units, outlook.snapshot.units),
        "meaning": newest is None or not outlook.snapshot.meaning.equals(newest.meaning),
    }
    return {
        "today": outlook.sources.today.isoformat(),
        "in_force": in_force and _version_dict(in_force),
        "waiting": [_version_dict(one) for one in standing.waiting],
        "draft": draft if standing.state == DRAFT else None,
        "unapproved": {language: dict(sorted(found.items())) for language, found in states.items()},
        "asked": [one.as_dict() for one in _asked(outlook)],
    }


def _version_dict(one: PublishedVersion) -> dict[str, str]:
    return {
        "version": str(one.version),
        "kind": one.facts.kind,
        "effective": one.facts.effective.isoformat(),
        "why": one.facts.why,
    }


def _asked(outlook: Outlook) -> tuple[Asked, ...]:
    newest = outlook.sources.archive.newest
    return who_is_asked(newest.meaning if newest else None, meaning_of(outlook.sources.site))


def _status_lines(outlook: Outlook, states: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    told = _status(outlook, states)
    in_force = told["in_force"]
    yield f"in force on {told['today']}: {_named(in_force) if in_force else 'no version'}"
    yield from (f"waiting: {_named(one)}" for one in told["waiting"])
    draft = told["draft"]
    if draft and in_force is None and not told["waiting"]:
        yield "draft: 1.0, nothing has been published yet"
    elif draft:
        changed = " and ".join(name for name in ("wording", "meaning") if draft[name]) or "facts in the tables"
        yield f"draft: {draft['version']}, changed: {changed} (kelisim policy diff)"
    else:
        yield "draft: none, the sources are as they were published"
    for language, found in states.items():
        counts: dict[str, int] = {}
        for state in found.values():
            counts[state] = counts.get(state, 0) + 1
        shown = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "all approved"
        yield f"approvals in {language}: {shown}"
    if draft and outlook.sources.archive.newest:
        yield from _asked_lines(told["draft"]["wording"], _asked(outlook))


def _asked_lines(wording: bool, asked: tuple[Asked, ...]) -> Iterator[str]:
    yield "published, it would ask again:"
    yield from (f"  {one.line()}" for one in asked)
    if wording:
        yield "  everybody, if --material; nobody more, if --editorial"
    elif not asked:
        yield "  nobody"


def _named(told: Mapping[str, str]) -> str:
    return f"{told['version']} ({told['kind']}, from {told['effective']}): {told['why']}"


def diff(args: argparse.Namespace) -> int:
    _, outlook, problems = _examined(args)
    if outlook is None:
        return _refused(errors(problems), args)
    published = _chosen(outlook, args.version)
    after = outlook.text
    sources = _archived_sources(published), _sources(outlook)
    units = review_units(text_of(published), after, sources)
    now = meaning_of(outlook.sources.site)
    asked = who_is_asked(published.meaning, now)
    changes = list(meaning_changes(published.meaning, now))
    if args.format == "json":
        _print_json(
            {
                "before": str(published.version),
                "after": after.name,
                "units": [unit.as_dict() for unit in units],
                "meaning": changes,
                "asked": [one.as_dict() for one in asked],
                "problems": [],
            }
        )
        return 0
    if not units and not changes:
        print(f"nothing has changed since version {published.version}")
        return 0
    for unit in units:
        print("\n".join(unit.lines()))
    if changes:
        print("meaning:")
        print("\n".join(f"  {change}" for change in changes))
    print("\n".join(_asked_lines(is_worded_anew(published.units, outlook.snapshot.units), asked)))
    return 0


def _chosen(outlook: Outlook, text: str) -> PublishedVersion:
    archive = outlook.sources.archive
    if archive.newest is None:
        raise CouldNotRun("no version has been published yet; kelisim policy publish -m WHY publishes the first")
    if not text:
        return archive.newest
    version = parse_version(text)
    found = archive.get(version) if version else None
    if found is None:
        raise CouldNotRun(
            f'there is no version "{text}"; there are {", ".join(str(one.version) for one in archive.versions)}'
        )
    return found


def _sources(outlook: Outlook) -> dict[str, str]:
    return {f"{POLICY}{unit.id}": unit.text for unit in outlook.sources.policy.document.units}


def _archived_sources(published: PublishedVersion) -> dict[str, str]:
    found = (path for path in published.files if path.startswith(f"{SOURCES}policy.") and path.endswith(".md"))
    documents = (parse_policy(Source(path, published.files[path].decode()))[0] for path in found)
    return {f"{POLICY}{unit.id}": unit.text for document in documents for unit in document.units}


def publish(args: argparse.Namespace) -> int:
    project, outlook, problems = _examined(args)
    example = outlook is not None and outlook.sources.site.config.example
    left = obstacles(problems, example=example)
    if outlook is None or left:
        return _refused(left or errors(problems), args, "nothing was published")
    sources, archive = outlook.sources, outlook.sources.archive
    try:
        decided = decide(archive, outlook.snapshot, args.kind)
    except NotPublished as reason:
        raise CouldNotRun(str(reason)) from None
    workspace = read_workspace(args.site)
    wish = Wish(args.kind, args.why, sources.today, args.effective or sources.today, _summaries(args.summary))
    found = list(check_wish(wish, archive, decided[1], sources.site.config.languages, workspace.rules))
    found += check_approvals(unapproved(workspace, sources.site, outlook.snapshot), example=example)
    if errors(found):
        return _refused(found, args, "nothing was published")
    options.report(ordered(found), args.format)
    site = with_history(sources.site, archive.meanings, worded_anew=decided[1] == EDITORIAL)
    _write(project, outlook, Printable(site, outlook.compiled), decided, wish)
    if args.format != "json":
        print("\n".join(_published_lines(project, outlook, meaning_of(site), decided, wish)))
    return 0


def _summaries(told: list[str]) -> dict[str, str]:
    summaries = {}
    for entry in told:
        language, equals, text = entry.partition("=")
        if not equals:
            raise CouldNotRun(f'--summary {entry} names no language; write --summary kk="…"')
        summaries[language.strip()] = text.strip()
    return summaries


def _write(project: Project, outlook: Outlook, printable: Printable, decided: Any, wish: Wish) -> None:
    sources, site = outlook.sources, printable.site
    sheets = {path: text for path, text in project.banner.items() if path.endswith(".css")}
    cache = Cache(project.root / FOLDER)
    derived = derived_holes(site.config.banner.accent, sheets, cache)["page"]
    style, _ = render_sheet(sheets, PAGE_SHEET, cache, derived=derived)
    used = UsedSources(
        sources.policy.language,
        sources.policy.document,
        sources.catalogs,
        site.config.languages,
        tuple(used.id for used in site.services),
    )
    written = write_sources(project, used)
    assets = version_files(sources.archive, decided, wish, printable, outlook.snapshot, written, style)
    archive_with(sources.archive, project.archive, decided[0], assets)
    folder = project.root / ARCHIVE / str(decided[0])
    try:
        write_new_folder(assets, folder)
    except OSError as error:
        raise CouldNotRun(f"{error.filename or folder}: {error.strerror}; nothing was published") from None


def _published_lines(project: Project, outlook: Outlook, meaning: Meaning, decided: Any, wish: Wish) -> Iterator[str]:
    version, kind = decided
    newest = outlook.sources.archive.newest
    yield f"published {project.archive_folder}/{version} ({kind}), in force from {wish.effective}"
    if newest is None:
        return
    asked = who_is_asked(newest.meaning, meaning)
    if kind == MATERIAL:
        yield "everybody is asked again"
    elif asked:
        yield from (f"asked again: {one.line()}" for one in asked)
    else:
        yield "nobody is asked again"


def _print_json(document: Mapping[str, Any]) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2))
