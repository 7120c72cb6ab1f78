"""A comparison of builds in words: tables for a ticket or a terminal, and plain data for programs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence

from kelisim.release.comparison import Change, Comparison, FileChange, SiteComparison
from kelisim.release.tables import Table


def comparison_tables(comparison: Comparison, level: int = 1) -> Iterator[Table]:
    """What changed, what asks visitors again first; `level` 2 where it is a part of a report."""
    yield Table("What changed since the build before", tuple(_summary(comparison)), level=level)
    for site in comparison.changed:
        yield from _site_tables(site)


def comparison_json(comparison: Comparison) -> str:
    """The same for programs."""
    return json.dumps(dataclasses.asdict(comparison), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _summary(comparison: Comparison) -> Iterator[str]:
    if not comparison.differs:
        yield "Nothing: every file is the same."
        return
    if comparison.added:
        yield f"Sites added: {', '.join(comparison.added)}."
    if comparison.removed:
        yield f"Sites removed: {', '.join(comparison.removed)}."
    if comparison.changed:
        yield f"Sites changed: {', '.join(site.site for site in comparison.changed)}."
    if comparison.unchanged:
        yield f"Sites unchanged: {comparison.unchanged}."


def _site_tables(site: SiteComparison) -> Iterator[Table]:
    yield Table(f"{site.site}: are visitors asked again?", tuple(_asked(site)))
    for language, changes in site.clauses.items():
        yield from _changes(f"{site.site}: clauses ({language})", "clause", changes)
    for language, changes in site.entries.items():
        yield from _changes(f"{site.site}: services and what they store ({language})", "entry", changes)
    yield Table(
        f"{site.site}: files",
        columns=("", "file", "bytes before", "after", "difference", "in Brotli"),
        rows=tuple(map(_file_row, site.files)),
    )


def _changes(title: str, what: str, changes: Sequence[Change]) -> Iterator[Table]:
    if changes:
        rows = tuple((change.kind, change.name, change.before, change.after) for change in changes)
        yield Table(title, columns=("", what, "before", "after"), rows=rows, compares=True)


def _file_row(file: FileChange) -> tuple[str, ...]:
    sizes = (str(file.before), str(file.after), f"{file.after - file.before:+}")
    return (file.kind, file.name, *sizes, _brotli(file.before_brotli, file.after_brotli))


def _asked(site: SiteComparison) -> Iterator[str]:
    versions = f"policy {site.before_version}"
    if site.after_version != site.before_version:
        versions += f" → {site.after_version}"
    if site.asked.everybody:
        yield f"Yes, everybody: the text changed materially ({versions})."
    elif not site.asked.categories:
        yield f"No ({versions})."
    else:
        named = "; ".join(f"{category} ({', '.join(services)})" for category, services in site.asked.categories.items())
        yield f"Yes, for {named}; what was decided for the rest stays ({versions})."


def _brotli(before: int | None, after: int | None) -> str:
    if before is None and after is None:
        return ""
    return f"{(after or 0) - (before or 0):+}"
