"""What changes catalogs and ledgers: `i18n update`, `fix`, `fmt`, `add`, `approve`. Unchanged bytes are not written."""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from kelisim import schema
from kelisim.catalogs import DOMAINS
from kelisim.commands import options
from kelisim.i18n.approvals import Approval, fitting, render_approvals, source_hash, translation_hash
from kelisim.i18n.checking import Surroundings, check_texts, is_outdated
from kelisim.i18n.differences import word_difference
from kelisim.i18n.mending import mend_file
from kelisim.i18n.merging import Merge, check_whole, empty_catalog, header, merge, template
from kelisim.i18n.po import PoEntry
from kelisim.i18n.po_writing import render_po
from kelisim.i18n.workspace import LINE_ENDS, Workspace, differs, shown_path, write_text
from kelisim.problems import Problem, errors, ordered

_FIRST_DAY = datetime.date(2026, 1, 1)
#: So many texts that are gone are named one by one.
_MOST_GONE = 20


def update(workspace: Workspace, args: argparse.Namespace) -> int:
    if errors(workspace.problems):
        return refused(workspace.problems, args)
    # Whoever names the language has been told, and means it.
    cut = [] if args.lang else cut_catalogs(workspace, _catalog_languages(workspace), args.domain or DOMAINS)
    if cut:
        return refused(cut, args)
    texts: dict[str, str] = {}
    if not workspace.packaged_beneath:
        for domain in args.domain or DOMAINS:
            texts[f"translations/{domain}.pot"] = render_po(template(workspace.domains[domain]))
    languages = args.lang or _catalog_languages(workspace)
    for language, domain in workspace.catalogs(languages, args.domain or DOMAINS):
        path = workspace.catalog_path(language, domain)
        file = workspace.files.get((language, domain)) or empty_catalog(language, path)
        merged = merge(file, workspace.wanted(language, domain), language, prune=args.prune)
        texts[path] = render_po(merged.file)
        _tell(merged, language, domain)
    return write(workspace, texts, args)


def cut_catalogs(workspace: Workspace, languages: Iterable[str], domains: Iterable[str]) -> list[Problem]:
    """The catalogs that lack their end."""
    return [
        problem
        for language, domain in workspace.catalogs(languages, domains)
        if (language, domain) in workspace.files
        for problem in check_whole(
            workspace.files[language, domain], workspace.domains[domain], language, workspace.template_ids(domain)
        )
    ]


def _catalog_languages(workspace: Workspace) -> list[str]:
    """Languages that have been begun; a new one begins with `i18n add`."""
    return sorted({language for language, _ in workspace.sources})


def _tell(merged: Merge, language: str, domain: str) -> None:
    for ids, what in ((merged.added, "new"), (merged.outdated, "outdated"), (merged.healed, "current again")):
        if ids:
            print(f"{language} {domain}: {len(ids)} {what}: {_named(ids)}", file=sys.stderr)
    for entry in merged.removed[:_MOST_GONE]:
        words = f': "{entry.forms[0]}"' if entry.forms and entry.forms[0] else ""
        print(f"{language} {domain}: {entry.id} is gone{words}", file=sys.stderr)

    left = len(merged.removed) - _MOST_GONE
    if left > 0:
        print(
            f"{language} {domain}: {left} more are gone; their translations stay at the end of the file",
            file=sys.stderr,
        )


def _named(ids: tuple[str, ...], most: int = 5) -> str:
    return ", ".join(ids[:most]) + (" …" if len(ids) > most else "")


def fmt(workspace: Workspace, args: argparse.Namespace) -> int:
    # Line ends and byte order marks are what this command mends; all else has to be mended first.
    problems = [problem for problem in workspace.problems if problem.code != LINE_ENDS]
    if errors(problems):
        return refused(problems, args)
    texts: dict[str, str] = {}
    for (language, domain), file in workspace.files.items():
        if _chosen(language, domain, args):
            source_language = workspace.domains[domain].language
            clean = replace(file, header=header(file.header, language, source_language), header_fuzzy=False)
            texts[workspace.catalog_path(language, domain)] = render_po(clean)
    if not args.domain:
        for language, ledger in workspace.ledgers.items():
            if not args.lang or language in args.lang:
                texts[f"translations/{language}/approvals.jsonl"] = _ledger(workspace, language, ledger)
    return write(workspace, texts, args)


def _ledger(workspace: Workspace, language: str, ledger: Mapping[str, list[Approval]]) -> str:
    kept = {}
    for key, candidates in ledger.items():
        text, forms = workspace.text(key), workspace.forms(key, language)
        kept[key] = fitting(candidates, text, forms) if text else max(candidates, key=lambda one: one.on)
    return render_approvals(kept)


def fix(workspace: Workspace, args: argparse.Namespace) -> int:
    problems = [problem for problem in workspace.problems if problem.code != LINE_ENDS]
    if errors(problems):
        return refused(problems, args)
    texts: dict[str, str] = {}
    count = 0
    for (language, domain), file in workspace.files.items():
        if not _chosen(language, domain, args):
            continue
        around = Surroundings(workspace.rules)
        mended, changes = mend_file(file, workspace.domains[domain], language, around, args.code.upper())
        for change in changes:
            codes = ", ".join(change.codes)
            print(f"{language} {change.id} ({codes}): {word_difference(change.before, change.after)}")
        count += len(changes)
        if changes:
            texts[workspace.catalog_path(language, domain)] = render_po(mended)
    if not count:
        print("nothing to mend")
    return write(workspace, texts, args)


def _chosen(language: str, domain: str, args: argparse.Namespace) -> bool:
    return (not args.lang or language in args.lang) and (not args.domain or domain in args.domain)


def add(workspace: Workspace, args: argparse.Namespace) -> int:
    if errors(workspace.problems):
        return refused(workspace.problems, args)
    language = args.language
    if not re.fullmatch(schema.LANGUAGE, language):
        return options.could_not_run(f'"{language}" is not a language such as kk, ru or uz')
    texts = {}
    try:
        for domain in DOMAINS:
            wanted = workspace.domains[domain]
            path = workspace.catalog_path(language, domain)
            if wanted.for_language(language) and (language, domain) not in workspace.sources:
                texts[path] = render_po(merge(empty_catalog(language, path), wanted, language).file)
    except LookupError as error:
        return options.could_not_run(str(error))
    if not texts:
        return options.could_not_run(
            f"{language} has its catalogs already; kelisim i18n todo {language} says what is left"
        )
    status = write(workspace, texts, args)
    if language not in workspace.site_languages:
        print(f'translate them, then add "{language}" to languages in {workspace.site.path}')
    return status


def approve(workspace: Workspace, args: argparse.Namespace) -> int:
    language = args.language
    if errors(workspace.problems):
        return refused(workspace.problems, args)
    if language not in workspace.languages:
        known = ", ".join(workspace.languages)
        return options.could_not_run(f'there is no language "{language}"; there are {known}')
    if bool(args.ids) == args.all:
        return options.could_not_run("name the texts to approve, or say --all")
    unknown = [key for key in args.ids if workspace.text(key) is None]
    if unknown:
        return options.could_not_run(f'there is no text "{unknown[0]}"')
    keys = args.ids or _approvable(workspace, language, args.domain)
    if args.all:
        unread = [key for key in keys if _is_unchanged(workspace, key, language)]
        keys = [key for key in keys if key not in unread]
        for key in unread:
            print(f"{key} is left out: its source changed, and its text did not; read it and name it", file=sys.stderr)
    problems = [problem for key in keys for problem in _obstacles(workspace, key, language)]
    if errors(problems):
        return refused(problems, args)
    on = args.today or options.today(args) or newest_date(workspace)
    kept = workspace.approvals(language)
    for key in keys:
        fresh = _approval(workspace, key, language, args.by, on)
        before = kept.get(key)
        # An approval that still fits stays as it is: who approved it first, and when, is what the ledger is for.
        if before is None or (before.src, before.tr) != (fresh.src, fresh.tr):
            kept[key] = fresh
    texts = {f"translations/{language}/approvals.jsonl": render_approvals(kept)}
    texts |= _without_marks(workspace, set(args.ids), language)
    status = write(workspace, texts, args)
    if not args.check:
        print(f"{len(keys)} {'text' if len(keys) == 1 else 'texts'} approved in {language} by {args.by} ({on})")
    return status


def newest_date(workspace: Workspace) -> datetime.date:
    """The newest date in the sources: what counts as today where nobody says."""
    days = [service.checked for service in workspace.services.values()]
    days += [one.on for ledger in workspace.ledgers.values() for listed in ledger.values() for one in listed]
    return max(days, default=_FIRST_DAY)


def _approvable(workspace: Workspace, language: str, domains: list[str]) -> list[str]:
    """Everything that is translated, not outdated, and wants approval; of named domains also what wants none."""
    keys = []
    for domain in domains or DOMAINS:
        known = workspace.domains[domain]
        if known.language == language:
            keys += [key for key in known.texts if domain == "policy"]
            continue
        file = workspace.files.get((language, domain))
        for entry in file.entries if file else ():
            text = known.for_language(language).get(entry.id)
            wanted = bool(domains) or entry.id in workspace.needs_approval
            if text and wanted and entry.translated and not is_outdated(entry, text):
                keys.append(entry.id)
    return keys


def _is_unchanged(workspace: Workspace, key: str, language: str) -> bool:
    """Whether a text is the one that was approved for another source: no catalog has to say so.

    Where a platform lost the marks, a command that names no text would sign the old wording as current.
    """
    approval, text = workspace.approvals(language).get(key), workspace.text(key)
    if not approval or not text or workspace.domains[_domain_of(workspace, key)].language == language:
        return False
    return approval.src != source_hash(text) and approval.tr == translation_hash(workspace.forms(key, language))


def _domain_of(workspace: Workspace, key: str) -> str:
    return next(name for name, domain in workspace.domains.items() if key in domain.texts)


def _obstacles(workspace: Workspace, key: str, language: str) -> list[Problem]:
    """What keeps a text from being approved: no translation, or an error in it."""
    domain = workspace.domains[_domain_of(workspace, key)]
    if domain.language == language:
        return []
    file = workspace.files.get((language, domain.name))
    entry = file.by_id().get(key) if file else None
    text = domain.texts[key]
    if not file or not entry or not entry.translated:
        place = file.source.line_place(entry.line) if file and entry else workspace.site.whole()
        fix = f"kelisim i18n update, then translate it in {workspace.catalog_path(language, domain.name)}"
        return [Problem(place, "K207", f'"{key}" is not translated into {language}', fix=fix)]
    if [form.split() for form in entry.source] != [form.split() for form in text.original.forms]:
        found = f'the source of "{key}" is not in the catalog yet'
        return [Problem(file.place(entry), "K208", found, fix="kelisim i18n update, then read it again")]
    return errors(check_texts(file, {key}, domain, language, workspace.rules, workspace.policy))


def _approval(workspace: Workspace, key: str, language: str, by: str, on: datetime.date) -> Approval:
    text = workspace.text(key)
    assert text
    return Approval(key, source_hash(text), translation_hash(workspace.forms(key, language)), by, on)


def _without_marks(workspace: Workspace, keys: set[str], language: str) -> dict[str, str]:
    """Catalogs in which the approved texts are no longer marked: whoever approves by id has seen the change."""
    texts = {}
    for (told, domain), file in workspace.files.items():
        if told == language and any(entry.id in keys and entry.fuzzy for entry in file.entries):
            entries = tuple(_unmarked(entry) if entry.id in keys else entry for entry in file.entries)
            texts[workspace.catalog_path(language, domain)] = render_po(replace(file, entries=entries))
    return texts


def _unmarked(entry: PoEntry) -> PoEntry:
    return replace(entry, fuzzy=False, previous=())


def write(workspace: Workspace, texts: Mapping[str, str], args: argparse.Namespace) -> int:
    """Write what differs, or with --check only say so."""
    changed = [name for name, text in sorted(texts.items()) if differs(workspace.root, name, text)]
    for name in changed:
        shown = shown_path(workspace.root / name, workspace.root)
        if args.check:
            print(f"would change {shown}")
        else:
            write_text(workspace.root / name, texts[name])
            print(f"wrote {shown}")
    return 1 if args.check and changed else 0


def refused(problems: tuple[Problem, ...] | list[Problem], args: argparse.Namespace) -> int:
    options.report(ordered(problems), args.format, "nothing was written")
    return 1


ACTIONS: dict[str, Callable[[Workspace, argparse.Namespace], int]] = {
    "update": update,
    "fmt": fmt,
    "fix": fix,
    "add": add,
    "approve": approve,
}
