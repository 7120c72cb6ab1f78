"""Publishing: which version comes next, what may keep it from being published, and its files."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import kelisim
from kelisim.assets import Asset, integrity_of, text_asset
from kelisim.law import FACTS as LEGAL_FACTS
from kelisim.lint.checks import Rules, text_faults
from kelisim.message import parse_message
from kelisim.policy.build import POLICY_FOLDER, render_forms
from kelisim.policy.edition import ARCHIVED
from kelisim.problems import Place, Problem, strict
from kelisim.versions.archive import PAGES, SOURCES, Archive, read_archive
from kelisim.versions.number import FIRST, Version
from kelisim.versions.outputs import Printable
from kelisim.versions.records import (
    FACTS,
    FIRST_KIND,
    HASHES_FILE,
    MATERIAL,
    MEANING_FILE,
    UNITS_FILE,
    VERSION_FILE,
    VersionFacts,
    render_hashes,
    render_meaning,
    render_units,
    render_version,
)
from kelisim.versions.snapshot import Snapshot, is_worded_anew, meaning_of
from kelisim.versions.standing import editions_beside

STYLESHEET = "policy.css"
LONGEST_SUMMARY = 200
LONGEST_WHY = 500
#: Said of a draft, which is what is being published; and of an example, whose operator publishes nothing.
_OF_DRAFTS = ("K310", "K349")
_OF_EXAMPLES = (*(fact.code for fact in LEGAL_FACTS), "K461")


class NotPublished(Exception):
    """What was asked for does not fit what is to be published; the text says why and what to say instead."""


@dataclass(frozen=True)
class Wish:
    """What the release manager says of a version. `kind` is `material`, `editorial` or empty."""

    kind: str
    why: str
    today: datetime.date
    effective: datetime.date
    summary: Mapping[str, str]


def decide(archive: Archive, snapshot: Snapshot, kind: str) -> tuple[Version, str]:
    """The number and kind of the next version. Raises NotPublished where the wish does not fit the change."""
    newest = archive.newest
    if newest is None:
        if kind:
            raise NotPublished(f"the first version is {FIRST} and asks everybody: leave out --{kind}")
        return FIRST, FIRST_KIND
    if snapshot.same_as(newest.units, newest.meaning):
        raise NotPublished(f"nothing has changed since version {newest.version}")
    if not kind and is_worded_anew(newest.units, snapshot.units):
        raise NotPublished(
            f"the wording has changed since version {newest.version}: say --material (everybody is asked again) or "
            "--editorial (nobody is asked because of it); kelisim policy diff shows the change"
        )
    version = newest.version.next_major if kind == MATERIAL else newest.version.next_minor
    return version, kind or FACTS


def obstacles(problems: Iterable[Problem], *, example: bool) -> list[Problem]:
    """The problems that stand in the way of publishing: all of a strict build, but what an example may leave open."""
    left_open = (*_OF_DRAFTS, *(_OF_EXAMPLES if example else ()))
    return strict(problem for problem in problems if problem.code not in left_open)


def check_wish(wish: Wish, archive: Archive, kind: str, languages: Sequence[str], rules: Rules) -> Iterator[Problem]:
    """Yield what is wrong with the reason, the day and the summaries of a version; `rules` are those of texts."""
    newest = archive.newest
    if not wish.why.strip() or len(wish.why) > LONGEST_WHY or not wish.why.isprintable():
        found = f"the reason has {len(wish.why)} characters" if wish.why.strip() else "the reason is empty"
        yield Problem(Place("-m"), "K348", found, f"one line of at most {LONGEST_WHY} characters for the reviewers")
    if wish.effective < wish.today:
        yield Problem(
            Place("--effective"),
            "K350",
            f"{wish.effective} is before {wish.today}, which counts as today",
            "a day on which somebody can still read the version before it takes effect",
            "name a later day, or the right one with --today",
        )
    elif newest and wish.effective < newest.facts.effective:
        yield Problem(
            Place("--effective"),
            "K350",
            f"{wish.effective} is before version {newest.version} takes effect",
            f"{newest.facts.effective} or later",
        )
    for language in languages:
        if kind == MATERIAL and not wish.summary.get(language, "").strip():
            yield Problem(
                Place(f"--summary {language}"),
                "K348",
                f"there is no summary in {language}",
                "a sentence: the banner says it to everybody who is asked again",
                f'--summary {language}="…"',
            )
    for language, text in wish.summary.items():
        yield from _check_summary(language, text, languages, rules)


def _check_summary(language: str, text: str, languages: Sequence[str], rules: Rules) -> Iterator[Problem]:
    place = Place(f"--summary {language}")
    if language not in languages:
        yield Problem(place, "K348", f'the site has no language "{language}"', f"one of {', '.join(languages)}")
        return
    for fault in parse_message(text).faults:
        yield Problem(place, "K348", fault.found, "plain words", fault.fix)
    if parse_message(text).holes:
        yield Problem(place, "K348", f"{parse_message(text).holes[0]} is a placeholder", "plain words")
    if text.strip() and text.strip()[-1] not in ".!?…":
        yield Problem(place, "K348", "the summary has no full stop", "a sentence", f"write “{text.strip()}.”")
    if len(text) > LONGEST_SUMMARY:
        found = f"the summary has {len(text)} characters"
        yield Problem(place, "K348", found, f"at most {LONGEST_SUMMARY}: it stands in the banner")
    for lint in text_faults(text, language, rules):
        yield Problem(place, "K348", lint.found, lint.expected, lint.fix)


def version_files(
    archive: Archive,
    decided: tuple[Version, str],
    wish: Wish,
    printable: Printable,
    snapshot: Snapshot,
    sources: Mapping[str, str],
    style: str,
) -> list[Asset]:
    """The files of a new version by path below its folder. `printable` has the tokens that the version will have."""
    version, kind = decided
    newest = archive.newest
    site = printable.site
    snapshot = replace(snapshot, meaning=meaning_of(site))
    facts = VersionFacts(
        version,
        kind,
        wish.effective,
        wish.today,
        wish.why.strip(),
        kelisim.__version__,
        newest.digest if newest else "",
        {language: text.strip() for language, text in wish.summary.items()},
    )
    # Archived for the day when it is an earlier version: so it will be shown, byte for byte.
    editions = editions_beside(archive, version, wish.effective, ARCHIVED, site.config.languages, "")
    folder = f"{POLICY_FOLDER}/{version}"
    forms = render_forms(printable.compiled, site, editions, folder, f"{folder}/{STYLESHEET}")
    assets = [
        text_asset(VERSION_FILE, render_version(facts)),
        text_asset(UNITS_FILE, render_units(snapshot.units)),
        text_asset(MEANING_FILE, render_meaning(snapshot.meaning)),
        text_asset(f"{PAGES}{STYLESHEET}", style),
        *(Asset(f"{PAGES}{asset.name.removeprefix(f'{folder}/')}", asset.data) for asset in forms),
        *(text_asset(f"{SOURCES}{name}", text) for name, text in sorted(sources.items())),
    ]
    hashes = {asset.name: integrity_of(asset.data) for asset in assets}
    return [*assets, text_asset(HASHES_FILE, render_hashes(hashes))]


def archive_with(archive: Archive, files: Mapping[str, bytes], version: Version, assets: Iterable[Asset]) -> Archive:
    """The archive after publishing, read from the very bytes that will be written."""
    more = {f"{version}/{asset.name}": asset.data for asset in assets}
    after, problems = read_archive(archive.folder, {**files, **more})
    assert not problems, [str(problem) for problem in problems]
    return after
