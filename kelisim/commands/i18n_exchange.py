"""What leaves the project and comes back: `i18n export`, `import`, `pseudo`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from kelisim.catalogs import DOMAINS
from kelisim.commands import options
from kelisim.commands.i18n_writing import refused, write
from kelisim.i18n.checking import check_texts, is_outdated
from kelisim.i18n.exchange import Reference, check_returned, decode_returned, export_file, language_of, take_back
from kelisim.i18n.languages import plural_header
from kelisim.i18n.merging import empty_catalog, merge
from kelisim.i18n.po import PoEntry, PoFile, parse_po
from kelisim.i18n.po_writing import render_po
from kelisim.i18n.pseudo import pseudo_file
from kelisim.i18n.workspace import Workspace, shown_path, write_text
from kelisim.problems import Problem, errors, ordered, strict


def export(workspace: Workspace, args: argparse.Namespace) -> int:
    if errors(workspace.problems):
        return refused(workspace.problems, args)
    for language in (args.language, args.reference):
        if language and language not in workspace.languages:
            return options.could_not_run(f'there is no language "{language}"; kelisim i18n add makes one')
    catalogs = workspace.catalogs([args.language], args.domain or DOMAINS)
    entries: list[PoEntry] = []
    for language, domain in catalogs:
        merged = _current(workspace, language, domain)
        texts = workspace.domains[domain].texts
        entries += (
            entry
            for entry in merged.entries
            if args.only != "todo" or not entry.translated or is_outdated(entry, texts[entry.id])
        )
    reference = None
    if args.reference:
        forms = {entry.id: workspace.forms(entry.id, args.reference) for entry in entries}
        reference = Reference(args.reference, forms)
    sources = [workspace.domains[domain].language for _, domain in catalogs]
    text = render_po(export_file(entries, args.language, sources, reference))
    if not args.out:
        sys.stdout.write(text)
        return 0
    write_text(args.out, text)
    print(f"wrote {args.out}: {len(entries)} {'text' if len(entries) == 1 else 'texts'}")
    return 0


def _current(workspace: Workspace, language: str, domain: str) -> PoFile:
    """A catalog, brought up to date in memory."""
    file = workspace.files.get((language, domain)) or empty_catalog(language, workspace.catalog_path(language, domain))
    return merge(file, workspace.wanted(language, domain), language).file


def take(workspace: Workspace, args: argparse.Namespace) -> int:
    if errors(workspace.problems):
        return refused(workspace.problems, args)
    returned, status = _read_returned(args.file, args)
    if returned is None:
        return status
    if args.language and args.language not in workspace.languages:
        listed = ", ".join(workspace.languages)
        return options.could_not_run(f'there is no language "{args.language}"; there are {listed}')
    language, strange = (args.language, []) if args.language else language_of(returned, workspace.languages)
    if strange:
        return refused(strange, args)
    texts: dict[str, str] = {}
    catalogs = workspace.catalogs([language], DOMAINS)
    known = [key for _, domain in catalogs for key in workspace.domains[domain].for_language(language)]
    problems = list(check_returned(returned, known, language, plural_header(language)))
    changed: list[str] = []
    for _, domain in catalogs:
        wanted = workspace.domains[domain].for_language(language)
        if not any(entry.id in wanted for entry in returned.entries):
            continue
        ours = _current(workspace, language, domain)
        result = take_back(ours, returned, wanted, accept_unchanged=args.accept_unchanged)
        changed += result.changed
        problems += result.problems
        problems += _faults(workspace, returned, set(result.changed), domain, language)
        texts[workspace.catalog_path(language, domain)] = render_po(result.file)
    status = write(workspace, texts, args)
    print(f"{len(changed)} of {len(returned.entries)} texts changed in {language}", file=sys.stderr)
    problems = ordered(strict(problems) if args.strict else problems)
    options.report(problems, args.format)
    return 1 if errors(problems) else status


def _read_returned(path: Path, args: argparse.Namespace) -> tuple[PoFile | None, int]:
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, options.could_not_run(f"{path} cannot be read: {error.strerror}")
    source, unreadable = decode_returned(data, shown_path(path, Path.cwd()))
    if source is None:
        return None, refused(unreadable, args)
    returned, problems = parse_po(source)
    return returned, refused(problems, args) if problems else 0


def _faults(workspace: Workspace, returned: PoFile, changed: set[str], domain: str, language: str) -> list[Problem]:
    """What is wrong with the texts that were taken, with places in the returned file."""
    found = check_texts(returned, changed, workspace.domains[domain], language, workspace.rules, workspace.policy)
    # What was taken has as many forms as the language has, whatever came back.
    return [problem for problem in found if problem.code != "K205"]


def pseudo(workspace: Workspace, args: argparse.Namespace) -> int:
    if errors(workspace.problems):
        return refused(workspace.problems, args)
    language = args.language
    if language not in workspace.languages:
        return options.could_not_run(f'there is no language "{language}"; there are {", ".join(workspace.languages)}')
    for _, domain in workspace.catalogs([language], DOMAINS):
        texts = workspace.domains[domain].texts.values()
        file = pseudo_file(_current(workspace, language, domain), texts, args.style)
        path = args.out / workspace.catalog_path(language, domain)
        write_text(path, render_po(file))
        print(f"wrote {shown_path(path, workspace.root)}")
    return 0


ACTIONS: dict[str, Callable[[Workspace, argparse.Namespace], int]] = {
    "export": export,
    "import": take,
    "pseudo": pseudo,
}
