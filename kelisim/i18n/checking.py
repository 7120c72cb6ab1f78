"""Everything that can be wrong with a catalog: its form, its placeholders, its texts, its state."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kelisim.catalogs import Catalog, Entry, check_catalog, check_header
from kelisim.i18n.approvals import APPROVED, STALE, UNREVIEWED, Approval, source_hash, state_of
from kelisim.i18n.differences import word_difference
from kelisim.i18n.holes import hole_faults, markdown_faults, tag_faults
from kelisim.i18n.languages import plural_header
from kelisim.i18n.po import PoEntry, PoFile
from kelisim.i18n.suppressions import Suppression, suppressions
from kelisim.i18n.templates import POLICY_PREFIX, Domain, Text
from kelisim.lint.checks import Rules, banner_faults, policy_faults, service_faults, text_faults, translation_faults
from kelisim.lint.consistency import Statement, categories_without_purpose, purposes_without_category
from kelisim.lint.faults import Fault
from kelisim.lint.lengths import limit_faults
from kelisim.lint.words import unchanged_fault, untranslated_fault
from kelisim.policy.document import Document
from kelisim.problems import ERROR, WARNING, Place, Problem, warning
from kelisim.registry import CATEGORIES

#: What a build says of the Markdown of a unit; beside the source more can be said (K210).
_ALSO_K210 = ("K322", "K323")
_FMT = "kelisim i18n fmt writes it"
_NAME = ".name"
#: At most so many ids are named where a problem is about many.
_NAMED = 3


@dataclass(frozen=True)
class Surroundings:
    """What a catalog is checked beside: rules, the same texts in other languages, approvals, the packaged catalog."""

    rules: Rules
    others: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    approvals: Mapping[str, Approval] = field(default_factory=dict)
    packaged: Mapping[str, PoEntry] = field(default_factory=dict)
    required: bool = True
    needs_approval: frozenset[str] = frozenset()
    policy: Document | None = None


def check_file(file: PoFile, domain: Domain, language: str, around: Surroundings) -> list[Problem]:
    """The problems of a catalog that could be read."""
    texts = domain.for_language(language)
    problems = list(check_form(file, language))
    problems += _catalog_problems(file, texts, language, domain.name, around)
    for entry in file.entries:
        text = texts.get(entry.id)
        if text:
            problems += check_entry(file, entry, text, domain, language, around)
    if domain.name == "policy":
        forms = {entry.id: entry.forms[0] for entry in file.entries if entry.id in texts and entry.translated}
        problems += _consistency(file, texts, forms, language, around.rules)
    return [*problems, *_state_problems(file, texts, language, around)]


def check_form(file: PoFile, language: str) -> Iterator[Problem]:
    """Yield what tools would stumble over in a header (K202), beyond what a build says of it."""
    found = list(check_header(file, language))
    yield from found
    if not file.header:
        return
    if file.header_fuzzy:
        what = "the header is marked fuzzy; some tools leave out the whole language then"
        yield Problem(file.source.line_place(1), "K202", what, fix=_FMT)
    plural, wanted = file.header.get("Plural-Forms", ""), plural_header(language)
    told = any(problem.place == file.header_place("Plural-Forms") for problem in found if plural)
    if not told and _bare(plural) != _bare(wanted):
        what = f'the header says "{plural}" of plural forms' if plural else "the header does not say the plural forms"
        yield Problem(file.header_place("Plural-Forms"), "K202", what, f"{wanted} (CLDR)", _FMT)


def _bare(plural: str) -> str:
    return "".join(plural.split()).rstrip(";").replace("(n!=1)", "n!=1")


def catalog_of(file: PoFile, domain: str, language: str, packaged: Mapping[str, PoEntry]) -> Catalog:
    """The catalog as a build sees it, entries of the packaged one beneath."""
    entries = {
        entry.id: Entry(entry.id, entry.source, entry.forms, entry.fuzzy, file, entry)
        for entry in (*packaged.values(), *file.entries)
    }
    return Catalog(domain, language, file.source, entries)


def _catalog_problems(
    file: PoFile, texts: Mapping[str, Text], language: str, domain: str, around: Surroundings
) -> Iterator[Problem]:
    """What a build says, but for outdated texts and misspelt placeholders, of which more can be said here."""
    catalog = catalog_of(file, domain, language, around.packaged)
    originals = {key: text.original for key, text in texts.items()}
    own = file.by_id()
    misspelt = {
        fault.found
        for entry in own.values()
        if entry.id in originals
        for form in entry.forms
        if "{" in form
        for fault in hole_faults(form, originals[entry.id])
        if fault.mended
    }
    for problem in check_catalog(catalog, originals):
        # More can be said of these here.
        if problem.code == "K208" or (problem.code == "K203" and problem.found in misspelt):
            continue
        if problem.code == "K207" and not around.required:
            continue
        yield problem
    if domain == "policy" and around.policy:
        # Imported here: what only merges catalogs need not load the policy engine.
        from kelisim.policy.checks import check_translation

        for problem in check_translation(around.policy, catalog):
            if problem.code not in _ALSO_K210 or not _is_told_as_k210(file, texts, problem):
                yield problem


def _is_told_as_k210(file: PoFile, texts: Mapping[str, Text], problem: Problem) -> bool:
    """Whether the comparison with the source says it, too: what a build refuses is never passed over."""
    entries = (entry for entry in file.entries if entry.id in texts and entry.literals)
    written = [entry for entry in entries if file.place(entry).line == problem.place.line]
    return any(
        [*tag_faults(entry.forms[0], texts[entry.id].original, markdown=True)]
        or [*markdown_faults(entry.forms[0], texts[entry.id].original.text)]
        for entry in written
    )


def check_entry(
    file: PoFile, entry: PoEntry, text: Text, domain: Domain, language: str, around: Surroundings
) -> list[Problem]:
    """The problems of one translation, those left out that its comments say a reason for."""
    found: list[Problem] = []
    for number, form in enumerate(entry.forms):
        if form:
            faults = _distinct(entry_faults(form, number, entry, text, domain, language, around))
            found += (entry_problem(file, entry, number, fault) for fault in faults)
    # A fault that all forms share is told once.
    unique = list({(problem.code, problem.found): problem for problem in reversed(found)}.values())[::-1]
    told = [*entry.comments, *text.original.note.split("\n")]
    return _without_suppressed(unique, suppressions(told), file.source.line_place(entry.comment_line or entry.line))


def check_texts(
    file: PoFile, keys: Collection[str], domain: Domain, language: str, rules: Rules, policy: Document | None
) -> list[Problem]:
    """The problems of some translations: what a check of the whole catalog would say of them, but for their age."""
    entries = tuple(entry for entry in file.entries if entry.id in keys)
    texts = {entry.id: domain.texts[entry.id] for entry in entries}
    around, part = Surroundings(rules, policy=policy), replace(file, entries=entries)
    problems = list(_catalog_problems(part, texts, language, domain.name, around))
    for entry in entries:
        problems += check_entry(file, entry, texts[entry.id], domain, language, around)
    return problems


def entry_faults(
    form: str, number: int, entry: PoEntry, text: Text, domain: Domain, language: str, around: Surroundings
) -> Iterator[Fault]:
    """Yield the faults of one form of a translation."""
    original, rules = text.original, around.rules
    source = original.forms[min(number, len(original.forms) - 1)]
    markdown = domain.name == "policy"
    yield from hole_faults(form, original)
    yield from tag_faults(form, original, markdown=markdown)
    if markdown:
        yield from markdown_faults(form, source)
        yield from policy_faults(form, text.conditions, language, rules)
    else:
        yield from limit_faults(form, original.tags, original.max_length, original.samples or {})
    if domain.name == "banner":
        yield from banner_faults(original.id, form, language, rules)
    elif domain.name == "services":
        yield from service_faults(form, language, rules)
    yield from text_faults(form, language, rules, source)
    # What was made from another source is not compared with this one.
    if not is_outdated(entry, text):
        yield from translation_faults(form, source, language, domain.language, rules)
    # Names of services are the same in many languages.
    if not original.id.endswith(_NAME):
        yield from _unchanged(form, number, original.id, source, language, domain.language, around)


def _unchanged(
    form: str, number: int, key: str, source: str, language: str, source_language: str, around: Surroundings
) -> Iterator[Fault]:
    if form == source:
        style = around.rules.style(language)
        yield from untranslated_fault(form, source, style, f"its source ({source_language})")
        return
    for other, texts in around.others.items():
        forms = texts.get(key, ())
        if other != language and number < len(forms):
            yield from unchanged_fault(form, forms[number], f"the text in {other}")


def check_originals(domain: Domain, rules: Rules) -> list[Problem]:
    """The problems of the sources' own words, whatever site they are for."""
    problems = check_source_texts(domain, rules)
    if domain.name == "policy":
        forms = {key: text.original.text for key, text in domain.texts.items()}
        problems += _consistency(None, domain.texts, forms, domain.language, rules)
    return problems


def check_source_texts(domain: Domain, rules: Rules) -> list[Problem]:
    """The problems of the sources' own words, each text by itself."""
    problems: list[Problem] = []
    for text in domain.texts.values():
        found = []
        for form in text.original.forms:
            faults = [*text_faults(form, domain.language, rules, form)]
            if domain.name == "policy":
                faults += policy_faults(form, text.conditions, domain.language, rules)
            elif domain.name == "banner":
                faults += banner_faults(text.id, form, domain.language, rules)
            elif domain.name == "services":
                faults += service_faults(form, domain.language, rules)
            found += [source_problem(text, form, fault) for fault in _distinct(faults)]
        if found:
            remarks = suppressions([text.original.note])
            problems += _without_suppressed(found, remarks, text.original.where())
    return problems


def ignored_codes(text: Text) -> frozenset[str]:
    """What the note of a text lets be, with a reason."""
    return frozenset(remark.code for remark in suppressions([text.original.note]) if not remark.fault)


def source_problem(text: Text, form: str, fault: Fault) -> Problem:
    """A fault of a source's own words, at their place."""
    # Sources are mended by the people who wrote them.
    plain = replace(fault, fix="" if fault.mended is not None else fault.fix)
    place = text.original.where()
    found = form[fault.offset : fault.offset + fault.length]
    column = place.text.find(found, max(0, place.column - 1)) if found else -1
    if column >= 0 and place.text.count(found) == 1:
        place = replace(place, column=column + 1, length=len(found))
    return fault_at(place, plain)


def _consistency(
    file: PoFile | None, texts: Mapping[str, Text], forms: Mapping[str, str], language: str, rules: Rules
) -> Iterator[Problem]:
    """Categories and purposes, over all sites that could be built."""
    statements = [
        Statement(key.removeprefix(POLICY_PREFIX), forms[key], text.conditions)
        for key, text in texts.items()
        if key in forms and not key.startswith(f"{POLICY_PREFIX}statistics.")
    ]
    entries = file.by_id() if file else {}
    for statement, fault in purposes_without_category(statements, CATEGORIES[1:], language, rules.glossary):
        key = f"{POLICY_PREFIX}{statement.id}"
        if fault.code in ignored_codes(texts[key]):
            continue
        if file:
            yield entry_problem(file, entries[key], 0, fault)
        else:
            yield source_problem(texts[key], forms[key], fault)
    if len(forms) < len(texts):
        return
    for fault in categories_without_purpose(statements, CATEGORIES[1:], language, rules.glossary):
        first = next(iter(texts.values()), None)
        place = file.source.line_place(1) if file else first.original.where() if first else Place("policy_src")
        yield fault_at(place, fault)


def entry_problem(file: PoFile, entry: PoEntry, number: int, fault: Fault) -> Problem:
    """A fault of a translation, at its place in the catalog."""
    return fault_at(file.place(entry, number, fault.offset, fault.length), fault)


def fault_at(place: Place, fault: Fault) -> Problem:
    """A fault as the problem of a place: grave ones are errors."""
    severity = ERROR if fault.grave else WARNING
    return Problem(place, fault.code, fault.found, fault.expected, fault.fix, severity)


def _distinct(faults: Iterable[Fault]) -> list[Fault]:
    return list(dict.fromkeys(faults))


def _without_suppressed(found: Sequence[Problem], told: Sequence[Suppression], place: Place) -> list[Problem]:
    if not told:
        return list(found)
    ignored = {one.code for one in told if not one.fault}
    kept = [problem for problem in found if problem.code not in ignored]
    present = {problem.code for problem in found}
    for one in told:
        reason = one.fault or ("" if one.code in present else f"{one.code}, which is not found here")
        if reason:
            kept.append(
                warning(
                    place,
                    "K219",
                    f'"{one.written}" names {reason}',
                    "kelisim-ignore: K214 and the reason in a few words",
                    "remove it" if one.code and not one.fault else "",
                )
            )
    return kept


def _state_problems(file: PoFile, texts: Mapping[str, Text], language: str, around: Surroundings) -> Iterator[Problem]:
    """Yield what is outdated (K208), and what was changed after its approval (K209)."""
    for entry in file.entries:
        text = texts.get(entry.id)
        if not text:
            continue
        approval = around.approvals.get(entry.id)
        state = state_of(text, entry.forms, approval, outdated=is_outdated(entry, text))
        if state == STALE:
            yield _stale(file, entry, text, approval, language)
        elif state == UNREVIEWED and approval and entry.id in around.needs_approval:
            yield warning(
                file.place(entry),
                "K209",
                f'"{entry.id}" was changed after {approval.by} approved it ({approval.on})',
                fix=f"kelisim i18n approve {language} {entry.id} --by NAME",
            )


def check_approvals(
    forms: Mapping[str, tuple[str, ...]], approvals: Mapping[str, Approval], ledger: Place, language: str
) -> Iterator[Problem]:
    """Yield the problem of texts that nobody has approved: one for all, or nobody could see the other problems."""
    unseen = [key for key, wording in forms.items() if wording and all(wording) and key not in approvals]
    if not unseen:
        return
    named = ", ".join(unseen[:_NAMED]) + (" …" if len(unseen) > _NAMED else "")
    counted = "1 text has" if len(unseen) == 1 else f"{len(unseen)} texts have"
    yield warning(
        ledger,
        "K209",
        f"{counted} not been approved in {language}: {named}",
        fix=f"read them, then kelisim i18n approve {language} ID … --by NAME (or --all)",
    )


def check_source_approvals(domain: Domain, approvals: Mapping[str, Approval]) -> Iterator[Problem]:
    """Yield texts of the source language that were changed after their approval (K209)."""
    for key, text in domain.texts.items():
        approval = approvals.get(key)
        if approval and state_of(text, text.original.forms, approval) != APPROVED:
            yield warning(
                text.original.where(),
                "K209",
                f'"{key}" was changed after {approval.by} approved it ({approval.on})',
                fix=f"kelisim i18n approve {domain.language} {key} --by NAME",
            )


def _stale(file: PoFile, entry: PoEntry, text: Text, approval: Approval | None, language: str) -> Problem:
    before = entry.previous or (entry.source if entry.source != text.original.forms else ())
    fix = f"bring the translation up to date, then kelisim i18n approve {language} {entry.id} --by NAME"
    if before:
        difference = word_difference(before[0], text.original.text)
        found = f'the source of "{entry.id}" changed after it was translated'
        return warning(file.place(entry), "K208", found, f"a translation of: {difference}", fix)
    if approval and approval.src != source_hash(text):
        found = f'the source of "{entry.id}" changed after {approval.by} approved the translation ({approval.on})'
        return warning(file.place(entry), "K208", found, f'a translation of "{text.original.text}"', fix)
    found = f'"{entry.id}" is marked fuzzy'
    return warning(file.place(entry), "K208", found, fix="check the translation and remove the mark")


def is_outdated(entry: PoEntry, text: Text) -> bool:
    """What the catalog itself says: marked, or made from another source."""
    return entry.fuzzy or [form.split() for form in entry.source] != [form.split() for form in text.original.forms]
