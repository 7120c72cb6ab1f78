"""What translators ask: `i18n check`, `stats`, `todo`, `diff`. Nothing is written."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping

from kelisim.catalogs import DOMAINS, missing_catalog
from kelisim.commands import options
from kelisim.completeness import required
from kelisim.i18n.approvals import MISSING, STALE, UNREVIEWED
from kelisim.i18n.checking import Surroundings, check_approvals, check_file, check_originals, check_source_approvals
from kelisim.i18n.differences import word_difference
from kelisim.i18n.merging import check_whole
from kelisim.i18n.po import PoEntry
from kelisim.i18n.statistics import Tally, states, tally
from kelisim.i18n.templates import preview_link
from kelisim.i18n.workspace import Workspace
from kelisim.problems import Place, Problem, errors, ordered, strict


def check(workspace: Workspace, args: argparse.Namespace) -> int:
    found = check_workspace(workspace, args.lang, args.domain)
    if args.spelling:
        from kelisim.i18n.spelling import SpellingUnavailable, check_spelling

        try:
            misspelt, skipped = check_spelling(workspace, args.lang or workspace.languages, args.domain or DOMAINS)
        except SpellingUnavailable as error:
            return options.could_not_run(str(error))
        found += misspelt
        for language in skipped:
            print(
                f"kelisim: there is no hunspell dictionary for {language}; its words were not looked up",
                file=sys.stderr,
            )
    problems = [problem for problem in found if _wanted(problem, args)]
    if args.strict:
        problems = strict(problems)
    options.report(ordered(problems), args.format)
    if not problems and args.format == "text":
        print("no problems found")
    return 1 if errors(problems) else 0


def check_workspace(
    workspace: Workspace, languages: list[str] | None = None, domains: list[str] | None = None
) -> list[Problem]:
    """Every problem of catalogs, ledgers and the texts of the sources."""
    problems = list(workspace.problems)
    chosen = tuple(domains or DOMAINS)
    for domain in chosen:
        if not languages or workspace.domains[domain].language in languages:
            problems += check_originals(workspace.domains[domain], workspace.rules)
    others = {
        language: _all_forms(workspace, language)
        for language in workspace.languages
        if any((language, domain) in workspace.sources for domain in DOMAINS)
    }
    for language, domain in workspace.catalogs(languages or workspace.languages, chosen):
        problems += _check_catalog(workspace, language, domain, others)
    for language in languages or workspace.languages:
        problems += _check_approvals(workspace, language, chosen)
    return problems


def _all_forms(workspace: Workspace, language: str) -> dict[str, tuple[str, ...]]:
    return {
        entry.id: entry.forms
        for domain in DOMAINS
        if (language, domain) in workspace.files
        for entry in workspace.files[language, domain].entries
    }


def _check_catalog(
    workspace: Workspace, language: str, domain: str, others: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> list[Problem]:
    file = workspace.files.get((language, domain))
    needed = language in required(workspace.site_languages)
    if file is None:
        told = (language, domain) in workspace.sources or not needed
        if told or (language, domain) in workspace.packaged:
            return []
        return [missing_catalog(workspace.catalog_path(language, domain), domain, language)]
    around = Surroundings(
        workspace.rules,
        others,
        workspace.approvals(language),
        workspace.packaged.get((language, domain), {}),
        needed,
        workspace.needs_approval,
        workspace.policy,
    )
    whole = workspace.domains[domain]
    cut = check_whole(file, whole, language, workspace.template_ids(domain))
    return [*cut, *check_file(file, whole, language, around)]


def _check_approvals(workspace: Workspace, language: str, domains: tuple[str, ...]) -> list[Problem]:
    """Source language included: what nobody read must not be translated from.

    A project answers for what it words itself; packaged texts that it takes over as they are need no approval of its.
    """
    if language not in workspace.site_languages:
        return []
    wanted = {
        key: workspace.forms(key, language)
        for domain in domains
        for key in workspace.wanted(language, domain).for_approval(language)
        if key in workspace.needs_approval
    }
    ledger = workspace.ledger_sources.get(language)
    place = ledger.whole() if ledger else Place(f"translations/{language}/approvals.jsonl")
    problems = list(check_approvals(wanted, workspace.approvals(language), place, language))
    policy = workspace.domains["policy"]
    if "policy" in domains and policy.language == language:
        problems += check_source_approvals(policy, workspace.approvals(language))
    return problems


def _wanted(problem: Problem, args: argparse.Namespace) -> bool:
    selected = not args.select or problem.code.startswith(tuple(code.upper() for code in args.select))
    return selected and not (args.ignore and problem.code.startswith(tuple(code.upper() for code in args.ignore)))


def stats(workspace: Workspace, args: argparse.Namespace) -> int:
    if errors(workspace.problems):
        options.report(ordered(workspace.problems), args.format)
        return 1
    tallies = {
        (language, domain): _tally(workspace, language, domain)
        for language, domain in workspace.catalogs(args.lang or workspace.languages, args.domain or DOMAINS)
    }
    if args.json or args.format == "json":
        print(json.dumps(_as_dicts(tallies), indent=2))
    else:
        _print_table(workspace, tallies, args)
    return 1 if any(one.percent < args.fail_under for one in tallies.values()) else 0


def _tally(workspace: Workspace, language: str, domain: str) -> Tally:
    texts = workspace.domains[domain].for_language(language)
    return tally(texts, _states(workspace, language, domain))


def _states(workspace: Workspace, language: str, domain: str) -> dict[str, str]:
    texts = workspace.domains[domain].for_language(language)
    entries = _entries(workspace, language, domain)
    return states(texts, entries, workspace.approvals(language), workspace.needs_approval)


def _entries(workspace: Workspace, language: str, domain: str) -> dict[str, PoEntry]:
    file = workspace.files.get((language, domain))
    return {**workspace.packaged.get((language, domain), {}), **(file.by_id() if file else {})}


def _as_dicts(tallies: Mapping[tuple[str, str], Tally]) -> list[dict[str, object]]:
    return [
        {
            "language": language,
            "domain": domain,
            "total": one.total,
            "translated": one.translated,
            "stale": one.stale,
            "unreviewed": one.unreviewed,
            "untranslated": one.missing,
            "words_left": one.words,
        }
        for (language, domain), one in tallies.items()
    ]


def _print_table(workspace: Workspace, tallies: Mapping[tuple[str, str], Tally], args: argparse.Namespace) -> None:
    print(f"{'':<14}{'translated':>12}{'stale':>8}{'unreviewed':>12}{'untranslated':>14}{'words left':>12}")
    for (language, domain), one in tallies.items():
        done = f"{one.translated}/{one.total}"
        print(f"{language:<4}{domain:<10}{done:>12}{one.stale:>8}{one.unreviewed:>12}{one.missing:>14}{one.words:>12}")
    for domain in args.domain or DOMAINS:
        language = workspace.domains[domain].language
        if language in (args.lang or workspace.languages):
            print(f"{language:<4}{domain:<10}{'source language':>17}")
    for language in dict.fromkeys(language for language, _ in tallies):
        left = sum(one.missing + one.stale + one.unreviewed for (told, _), one in tallies.items() if told == language)
        if left:
            print(f"{language}: {left} {'text' if left == 1 else 'texts'} to do. Next: kelisim i18n todo {language}")


def todo(workspace: Workspace, args: argparse.Namespace) -> int:
    if _unknown(workspace, args.language):
        return _no_language(workspace, args.language)
    count = 0
    for state in args.only or (MISSING, STALE, UNREVIEWED):
        for language, domain in workspace.catalogs([args.language], DOMAINS):
            for key, known in _states(workspace, language, domain).items():
                if known == state:
                    _print_todo(workspace, language, domain, key, state)
                    count += 1
    print(f"{count} to do" if count else "nothing to do")
    options.report(ordered(workspace.problems), args.format)
    return 1 if errors(workspace.problems) else 0


def _print_todo(workspace: Workspace, language: str, domain: str, key: str, state: str) -> None:
    text = workspace.domains[domain].texts[key]
    entry = _entries(workspace, language, domain).get(key)
    file = workspace.files.get((language, domain))
    place = f"  ({file.place(entry)})" if file and entry and entry.literals else ""
    print(f"{state:<11} {key}{place}")
    before = entry.previous if entry else ()
    source = word_difference(before[0], text.original.text) if before else text.original.text
    print(f"            {workspace.domains[domain].language}: {source}")
    if entry and entry.forms[0]:
        print(f"            {language}: {entry.forms[0]}")
    print(f"            {preview_link(key, language)}")


def diff(workspace: Workspace, args: argparse.Namespace) -> int:
    if _unknown(workspace, args.language):
        return _no_language(workspace, args.language)
    missing = [key for key in args.ids if workspace.text(key) is None]
    if missing:
        return options.could_not_run(f'there is no text "{missing[0]}"')
    count = 0
    for language, domain in workspace.catalogs([args.language], DOMAINS):
        texts = workspace.domains[domain].for_language(language)
        for key, entry in _entries(workspace, language, domain).items():
            if key not in texts or (args.ids and key not in args.ids):
                continue
            before = entry.previous or entry.source
            after = texts[key].original.forms
            if before != after and any(entry.forms):
                count += 1
                print(f"{key}\n  {word_difference(before[0], after[0])}\n  {language}: {entry.forms[0]}")
    if not count:
        print("nothing is outdated", file=sys.stderr)
    options.report(ordered(workspace.problems), args.format)
    return 1 if errors(workspace.problems) else 0


def _unknown(workspace: Workspace, language: str) -> bool:
    return language not in workspace.languages


def _no_language(workspace: Workspace, language: str) -> int:
    known = ", ".join(workspace.languages)
    return options.could_not_run(f'there is no language "{language}"; there are {known} (kelisim i18n add makes one)')


ACTIONS: dict[str, Callable[[Workspace, argparse.Namespace], int]] = {
    "check": check,
    "stats": stats,
    "todo": todo,
    "diff": diff,
}
