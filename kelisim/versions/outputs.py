"""What versions add to `dist/`: earlier ones as they were, waiting ones beside, and what changed between them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kelisim.assets import Asset, text_asset
from kelisim.policy.build import POLICY_FOLDER, render_forms
from kelisim.policy.compiled import CompiledPolicy
from kelisim.policy.edition import UPCOMING, Edition
from kelisim.policy.render import render_json
from kelisim.site import Site
from kelisim.versions.archive import Archive, PublishedVersion
from kelisim.versions.comparison import ADDED, CHANGED, MOVED, REMOVED, Change, compare
from kelisim.versions.number import Version
from kelisim.versions.printed import PrintedUnit, printed_units
from kelisim.versions.snapshot import Snapshot, UnitRecord
from kelisim.versions.standing import Standing, editions_beside
from kelisim.versions.words import GONE, KEPT, NEW, Stretch, compare_words
from kelisim.views import autonym
from kelisim.wording import Wording


@dataclass(frozen=True)
class Printable:
    """A site with its policy in every language, ready to be rendered."""

    site: Site
    compiled: Mapping[str, CompiledPolicy]


@dataclass(frozen=True)
class VersionText:
    """A version as comparisons see it; `units` have the hashes, `printed` the words by language."""

    name: str
    units: Sequence[UnitRecord]
    printed: Mapping[str, Sequence[PrintedUnit]]
    summary: Mapping[str, str]


def text_of(version: PublishedVersion) -> VersionText:
    """A published version as comparisons see it."""
    printed = {language: version.printed(language) for language in version.languages}
    return VersionText(str(version.version), version.units, printed, version.facts.summary)


def text_of_draft(name: str, snapshot: Snapshot, printable: Printable, editions: Mapping[str, Edition]) -> VersionText:
    """The sources as they are now, as comparisons see them."""
    site = printable.site
    printed = {
        language: printed_units(json.loads(render_json(printable.compiled[language], site, editions[language])))
        for language in site.config.languages
    }
    return VersionText(name, snapshot.units, printed, {})


def changes_between(before: VersionText, after: VersionText, language: str) -> tuple[Change, ...]:
    """What changed in a language from one version to the next; what only names the version itself is no change."""
    old, new = (
        {unit.id: unit.prints[language] for unit in one.units if language in unit.prints} for one in (before, after)
    )
    common = old.keys() & new.keys()
    reworded = {unit_id for unit_id in common if old[unit_id] != new[unit_id]}
    shown_before, shown_after = ({unit.id for unit in one.printed[language]} for one in (before, after))
    # The line that names earlier versions is printed from the second one on; nobody wrote it anew.
    come_by_itself = (common - reworded) & (shown_before ^ shown_after)
    one, other = (
        [unit for unit in text.printed[language] if unit.id not in come_by_itself] for text in (before, after)
    )
    return compare(one, other, reworded)


def archived_pages(standing: Standing) -> list[Asset]:
    """Every earlier version, byte for byte as it was published."""
    return [
        Asset(f"{POLICY_FOLDER}/{one.version}/{path}", data)
        for one in standing.earlier
        for path, data in one.pages().items()
    ]


def waiting_pages(standing: Standing, printables: Mapping[Version, Printable], stylesheet: str) -> list[Asset]:
    """Every version whose day has not come, beside the one in force."""
    at_root = str(standing.printed.version) if standing.printed else ""
    assets: list[Asset] = []
    for one in standing.waiting:
        printable = printables[one.version]
        languages = printable.site.config.languages
        editions = editions_beside(standing.archive, one.version, one.facts.effective, UPCOMING, languages, at_root)
        folder = f"{POLICY_FOLDER}/{one.version}"
        assets += render_forms(printable.compiled, printable.site, editions, folder, stylesheet)
    return assets


def changes_pages(
    archive: Archive,
    draft: VersionText | None,
    languages: Sequence[str],
    wordings: Mapping[str, Wording],
    templates: Any,
    stylesheet: str,
    *,
    example: bool,
) -> list[Asset]:
    """`changes.<lang>.html` for every version after the first, the draft included."""
    texts = [text_of(one) for one in archive.versions]
    texts += [draft] if draft else []
    return [
        text_asset(
            f"{POLICY_FOLDER}/{after.name}/changes.{language}.html",
            _changes_page(before, after, language, both, wordings[language], templates, stylesheet, example=example),
        )
        for before, after in itertools.pairwise(texts)
        for both in [[one for one in languages if one in before.printed and one in after.printed]]
        for language in both
    ]


@dataclass(frozen=True)
class ChangeRow:
    """A change as its page shows it: what happened, the words, and where it stands and stood."""

    kind: str
    number: str
    moved_from: str
    words: tuple[Stretch, ...]


def change_rows(changes: Iterable[Change]) -> Iterator[ChangeRow]:
    """The changes in words."""
    for change in changes:
        before, after = change.before, change.after
        moved_from = before.number if before and after and change.moved and before.number != after.number else ""
        if change.kind == CHANGED and before and after:
            words = compare_words(before.text, after.text)
        else:
            words = (Stretch({ADDED: NEW, REMOVED: GONE, MOVED: KEPT}[change.kind], change.unit.text),)
        yield ChangeRow(change.kind, change.unit.number, moved_from, words)


def _changes_page(
    before: VersionText,
    after: VersionText,
    language: str,
    languages: Sequence[str],
    wording: Wording,
    templates: Any,
    stylesheet: str,
    *,
    example: bool,
) -> str:
    return str(
        templates.get_template("templates/changes.html").render(
            t=wording.text,
            language=language,
            languages=[{"tag": one, "name": autonym(one), "url": f"changes.{one}.html"} for one in languages],
            before=before.name,
            after=after.name,
            summary=after.summary.get(language, ""),
            rows=list(change_rows(changes_between(before, after, language))),
            policy_url=f"../{language}/",
            stylesheet=f"../../{stylesheet}",
            example=example,
        )
    )
