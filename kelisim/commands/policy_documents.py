"""`kelisim policy export` and `import`: the policy as one document, for legal staff."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kelisim.commands import options
from kelisim.commands.i18n_writing import refused, write
from kelisim.i18n.approvals import APPROVED, state_of
from kelisim.i18n.checking import check_texts, is_outdated
from kelisim.i18n.documents import (
    Column,
    apply_to_source,
    corrections,
    message_texts,
    render_document,
    render_review,
)
from kelisim.i18n.exchange import decode_returned
from kelisim.i18n.merging import empty_catalog, merge
from kelisim.i18n.po_writing import render_po
from kelisim.i18n.templates import POLICY_PREFIX
from kelisim.i18n.workspace import Workspace, read_workspace, shown_path, write_text
from kelisim.policy.document import Document
from kelisim.policy.source import parse_policy
from kelisim.problems import Place, Problem, errors, ordered


def add_export(parser: argparse.ArgumentParser) -> None:
    _common(parser)
    parser.add_argument("--lang", metavar="LANG", required=True, help="the language")
    parser.add_argument("--review", action="store_true", help="a page with the source language beside it, for reading")
    parser.add_argument("--out", metavar="FILE", type=Path, help="where the document goes (default: stdout)")
    parser.set_defaults(run=export)


def add_import(parser: argparse.ArgumentParser) -> None:
    _common(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help="the document that came back")
    parser.add_argument("--lang", metavar="LANG", required=True, help="its language")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file would change")
    parser.set_defaults(run=take)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--site", metavar="FILE", type=Path, default=Path(options.DEFAULT_SITE), help="the site (default: site.toml)"
    )
    parser.add_argument("--format", choices=options.FORMATS, default="text", help="how problems are printed")


def export(args: argparse.Namespace) -> int:
    workspace, status = _opened(args)
    if workspace is None or workspace.policy is None:
        return status
    document, language, source = workspace.policy, args.lang, workspace.domains["policy"].language
    texts = _texts(workspace, document, language)
    if args.review:
        languages = dict.fromkeys([source, language])
        columns = [Column(one, _texts(workspace, document, one), _states(workspace, one)) for one in languages]
        text = render_review(document, columns, texts.get(document.title.id, "policy"))
    else:
        back = f"kelisim policy import FILE --lang {language}"
        text = render_document(document, texts, f"Change texts only, and give the file back: {back}")
    if not args.out:
        sys.stdout.write(text)
        return 0
    write_text(args.out, text)
    print(f"wrote {args.out}")
    return 0


def take(args: argparse.Namespace) -> int:
    workspace, status = _opened(args)
    if workspace is None or workspace.policy is None:
        return status
    try:
        source, unreadable = decode_returned(args.file.read_bytes(), shown_path(args.file, Path.cwd()))
    except OSError as error:
        return options.could_not_run(f"{args.file} cannot be read: {error.strerror}")
    if source is None:
        return refused(unreadable, args)
    returned, problems = parse_policy(source)
    if errors(problems):
        return refused(problems, args)
    found = corrections(returned, workspace.policy, _texts(workspace, workspace.policy, args.lang))
    if workspace.domains["policy"].language == args.lang:
        written, more = _source_files(workspace, workspace.policy, found.texts)
    else:
        written, more = _catalog_files(workspace, found.texts, args.lang)
    status = write(workspace, written, args)
    for key in found.texts:
        print(f"{args.lang} {key}", file=sys.stderr)
    told = ordered([*found.problems, *more])
    options.report(told, args.format)
    return 1 if errors(told) else status


def _opened(args: argparse.Namespace) -> tuple[Workspace | None, int]:
    try:
        workspace = read_workspace(args.site)
    except FileNotFoundError:
        fix = "name one with --site, or make one with kelisim init"
        return None, options.could_not_run(f"there is no {args.site}; {fix}")
    if errors(workspace.problems):
        return None, refused(workspace.problems, args)
    if args.lang not in workspace.languages:
        known = ", ".join(workspace.languages)
        return None, options.could_not_run(f'there is no language "{args.lang}"; there are {known}')
    if workspace.policy is None:
        return None, options.could_not_run("there is no policy in policy_src/")
    return workspace, 0


def _texts(workspace: Workspace, document: Document, language: str) -> dict[str, str]:
    keys = (f"{POLICY_PREFIX}{unit.id}" for unit in document.units)
    return message_texts(document, {key: workspace.forms(key, language) for key in keys})


def _states(workspace: Workspace, language: str) -> dict[str, str]:
    """The states of units that somebody has still to look at."""
    approvals = workspace.approvals(language)
    domain = workspace.domains["policy"]
    file = workspace.files.get((language, "policy"))
    entries = file.by_id() if file else {}
    states = {}
    for key, text in domain.texts.items():
        outdated = key in entries and is_outdated(entries[key], text)
        state = state_of(text, workspace.forms(key, language), approvals.get(key), outdated=outdated)
        if state != APPROVED:
            states[key.removeprefix(POLICY_PREFIX)] = state
    return states


def _source_files(
    workspace: Workspace, document: Document, texts: Mapping[str, str]
) -> tuple[dict[str, str], list[Problem]]:
    """The policy source of the project with the new texts; what the packaged one holds is not the project's."""
    language = workspace.domains["policy"].language
    name = f"policy_src/policy.{language}.md"
    sources = (unit.span.source for unit in document.units)
    own = next((source for source in sources if _is_own(workspace, source.path, name)), None)
    if own is None:
        return {}, [_packaged(name, key) for key in texts]
    text, elsewhere = apply_to_source(own, document, texts)
    return {name: text}, [_packaged(own.path, key) for key in elsewhere]


def _packaged(path: str, key: str) -> Problem:
    return Problem(Place(path), "K247", f'"{key}" stands in the packaged policy', fix=_OWN)


_OWN = "write the unit with its new text into your own policy_src/policy.<lang>.md: it is laid over the packaged one"


def _is_own(workspace: Workspace, path: str, name: str) -> bool:
    return (workspace.root / name).is_file() and shown_path(workspace.root / name, workspace.root) == path


def _catalog_files(
    workspace: Workspace, texts: Mapping[str, str], language: str
) -> tuple[dict[str, str], list[Problem]]:
    """The catalog with the new texts; its marks stay until somebody approves them."""
    name = workspace.catalog_path(language, "policy")
    domain = workspace.domains["policy"]
    wanted = workspace.wanted(language, "policy")
    keys = {f"{POLICY_PREFIX}{key}" for key in texts}
    wanted = replace(wanted, texts={**wanted.texts, **{key: domain.texts[key] for key in keys}})
    file = workspace.files.get((language, "policy")) or empty_catalog(language, name)
    current = merge(file, wanted, language).file
    entries = tuple(
        replace(entry, forms=(texts[entry.id.removeprefix(POLICY_PREFIX)],), fuzzy=False, previous=(), literals=())
        if entry.id in keys
        else entry
        for entry in current.entries
    )
    changed = replace(current, entries=entries)
    placed = replace(changed, source=replace(changed.source, path=name))
    problems = check_texts(placed, keys, domain, language, workspace.rules, workspace.policy)
    return {name: render_po(changed)}, problems
