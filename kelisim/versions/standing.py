"""Which version of the policy a build prints: the one in force today, the one that waits for its day, or a draft."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kelisim.policy.document import Document
from kelisim.policy.edition import CURRENT, DRAFT, UPCOMING, EarlierVersion, Edition
from kelisim.problems import Place, Problem, warning
from kelisim.versions.archive import Archive, PublishedVersion
from kelisim.versions.number import FIRST, Version
from kelisim.versions.printed import POLICY, is_row
from kelisim.versions.snapshot import Snapshot, UnitRecord


@dataclass(frozen=True)
class Standing:
    """What is printed on a day.

    `printed` is the published version that stands at `policy/<lang>/`, None for a draft. `rebuilt` are versions that
    are printed from their archived sources, because the sources as they are now say something else.
    """

    archive: Archive
    state: str
    version: Version
    printed: PublishedVersion | None = None
    waiting: tuple[PublishedVersion, ...] = ()
    rebuilt: tuple[PublishedVersion, ...] = ()

    @property
    def earlier(self) -> tuple[PublishedVersion, ...]:
        """Versions that were in force before the printed one, newest first: they are copied as they were."""
        versions = [one for one in self.archive.versions if one not in self.waiting and one.version < self.version]
        return tuple(reversed(versions))

    @property
    def upcoming(self) -> PublishedVersion | None:
        """The version that takes effect next; of several on one day the last."""
        if self.state != CURRENT or not self.waiting:
            return None
        first = min(one.facts.effective for one in self.waiting)
        return [one for one in self.waiting if one.facts.effective == first][-1]

    @property
    def asking(self) -> PublishedVersion | None:
        """The version whose summary tells those who chose under another MAJOR why they are asked again."""
        found = [one for one in self.archive.versions if one.version.major == self.version.major > 1]
        return found[0] if found else None

    @property
    def facts(self) -> dict[str, Any]:
        """What the manifest says of versions beyond the printed one."""
        upcoming = self.upcoming
        return {
            "earlier": [str(one.version) for one in self.earlier],
            "upcoming": upcoming
            and {"version": str(upcoming.version), "effective": upcoming.facts.effective.isoformat()},
        }

    @property
    def name(self) -> str:
        """The version as addresses, cookie and manifest name it."""
        return f"{self.version}-draft" if self.state == DRAFT else str(self.version)


def stand(archive: Archive, snapshot: Snapshot, today: datetime.date) -> Standing:
    """What a build prints today: the newest version if the sources are as it was published, else a draft."""
    newest, waiting = archive.newest, archive.waiting(today)
    if newest is None:
        return Standing(archive, DRAFT, FIRST)
    if not snapshot.same_as(newest.units, newest.meaning):
        return Standing(archive, DRAFT, newest.version.next_minor, waiting=waiting, rebuilt=waiting)
    in_force = archive.in_force(today)
    others = tuple(one for one in waiting if one is not newest)
    if in_force is None:
        return Standing(archive, UPCOMING, newest.version, newest, others, others)
    rebuilt = others if in_force is newest else (in_force, *others)
    return Standing(archive, CURRENT, in_force.version, in_force, waiting, rebuilt)


def stand_as_edition(archive: Archive, units: Sequence[UnitRecord], today: datetime.date) -> Standing:
    """The same for one of many sites: a version is an edition of the text, whichever of its units a site prints.

    Pages of earlier versions are those of the site that was published; others keep theirs in their releases.
    """
    newest = archive.newest
    if newest is None:
        return Standing(archive, DRAFT, FIRST)
    alone = replace(archive, versions=())
    if _sources(units) != _sources(newest.units):
        return Standing(alone, DRAFT, newest.version.next_minor)
    return Standing(alone, CURRENT if newest.facts.effective <= today else UPCOMING, newest.version, newest)


def _sources(units: Sequence[UnitRecord]) -> dict[str, str]:
    """The clauses of an edition as they stand in the source; rows of tables belong to a site."""
    return {unit.id: unit.source for unit in units if unit.id.startswith(POLICY) and not is_row(unit.id)}


def check_standing(standing: Standing) -> Iterator[Problem]:
    """Yield the warning that what is printed is a draft."""
    if standing.state != DRAFT:
        return
    newest = standing.archive.newest
    if newest is None:
        found = "the policy is a draft, and its page says so: no version has been published"
        fix = "kelisim policy publish -m WHY publishes it as 1.0"
    else:
        found = f"the policy is a draft, and its page says so: it differs from version {newest.version}"
        fix = "kelisim policy diff shows what changed, kelisim policy publish makes it a version"
    yield warning(Place(standing.archive.folder), "K310", found, "a published version", fix)


def check_reprint(version: PublishedVersion, snapshot: Snapshot) -> Iterator[Problem]:
    """Yield a warning where a published version comes out differently from its own sources: Kelisim has changed."""
    if not snapshot.same_as(version.units, version.meaning):
        yield warning(
            version.source.whole(),
            "K345",
            f"version {version.version} is not printed as Kelisim {version.facts.toolkit} published it",
            "the same text: grammar or interface texts have changed since",
            "publish the new wording as the next version, --editorial",
        )


def cannot_rebuild(version: PublishedVersion, faults: Sequence[Problem]) -> Problem:
    """The problem of a published version whose sources this Kelisim refuses, with the first fault."""
    return Problem(
        version.source.whole(),
        "K346",
        f"version {version.version} can no longer be built: {faults[0].headline()}",
        f"sources that Kelisim {version.facts.toolkit} took",
        f"build with Kelisim {version.facts.toolkit} until the next version is in force",
    )


def check_day(archive: Archive, built_for: datetime.date, now: datetime.date) -> Iterator[Problem]:
    """Yield the versions whose day has passed by the calendar, while builds still take an earlier day for today."""
    for one in archive.waiting(built_for):
        if one.facts.effective <= now:
            yield warning(
                one.source.span_of("effective"),
                "K349",
                f"version {one.version} takes effect on {one.facts.effective}, and that day has come",
                f"a build for {one.facts.effective} or later; without --today one is made for {built_for}",
                f"kelisim build --today {now}, or SOURCE_DATE_EPOCH",
            )


def check_ids(document: Document, archive: Archive) -> Iterator[Problem]:
    """Yield the units whose id belonged to a unit that a published version dropped: an id is never used again."""
    retired = retired_ids(archive)
    for unit in document.units:
        version = retired.get(f"{POLICY}{unit.id}")
        if version:
            yield Problem(
                unit.marker.place,
                "K342",
                f'the id "{unit.id}" belonged to a unit that version {version} dropped',
                "an id that was never used: comparisons and approvals know a text by it",
                f"choose another, such as {{#{unit.id}_new}}",
            )


def retired_ids(archive: Archive) -> dict[str, Version]:
    """Ids of units that a published version had and the next did not, with the version that dropped them."""
    retired: dict[str, Version] = {}
    for before, after in itertools.pairwise(archive.versions):
        kept = {unit.id for unit in after.units}
        for unit in before.units:
            if unit.id.startswith(POLICY) and unit.id not in kept:
                retired.setdefault(unit.id, after.version)
    return retired


def editions(standing: Standing, languages: tuple[str, ...]) -> dict[str, Edition]:
    """The printed version by language, for pages at `policy/<lang>/`."""
    printed = standing.printed
    return {
        language: Edition(
            str(standing.version),
            standing.state,
            printed.facts.effective if printed else None,
            tuple(_linked(one, language, standing) for one in standing.earlier),
            _changes_url(standing.archive, standing.version, standing.name, language, "../"),
            upcoming=_linked(standing.upcoming, language, standing) if standing.upcoming else None,
        )
        for language in languages
    }


def editions_beside(
    archive: Archive, version: Version, effective: datetime.date, state: str, languages: tuple[str, ...], at_root: str
) -> dict[str, Edition]:
    """A version by language, for pages at `policy/<version>/<lang>/`; `at_root` is the one at `policy/<lang>/`."""
    before = tuple(reversed([one for one in archive.versions if one.version < version]))
    return {
        language: Edition(
            str(version),
            state,
            effective,
            tuple(_beside(one, language, archive, at_root) for one in before),
            _changes_url(archive, version, "", language, ".."),
            current_url=f"../../{language}/",
        )
        for language in languages
    }


def _linked(one: PublishedVersion, language: str, standing: Standing) -> EarlierVersion:
    url = f"../{one.version}/{_language_of(one, language)}/"
    changes = _changes_url(standing.archive, one.version, str(one.version), language, "../")
    return EarlierVersion(str(one.version), one.facts.effective, url, changes)


def _beside(one: PublishedVersion, language: str, archive: Archive, at_root: str) -> EarlierVersion:
    shown = _language_of(one, language)
    url = f"../../{language}/" if str(one.version) == at_root else f"../../{one.version}/{shown}/"
    changes = _changes_url(archive, one.version, str(one.version), language, "../../")
    return EarlierVersion(str(one.version), one.facts.effective, url, changes)


def _language_of(one: PublishedVersion, language: str) -> str:
    """The language in which an earlier version is shown: one that came later finds it in another."""
    return language if language in one.languages else one.languages[0]


def _changes_url(archive: Archive, version: Version, name: str, language: str, up: str) -> str:
    """Where the comparison with the version before stands, if there is one in the language."""
    before = archive.before(version)
    if before is None or language not in before.languages:
        return ""
    return f"{up}{name}/changes.{language}.html"
