"""Publishing: which version comes next, and what the release manager has to say for it."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from kelisim.lint.checks import Rules
from kelisim.policy.source import parse_policy
from kelisim.problems import Place, warning
from kelisim.registry import parse_service
from kelisim.site import assemble_site
from kelisim.source import Source
from kelisim.versions.archive import Archive
from kelisim.versions.publishing import NotPublished, Wish, check_wish, decide, obstacles
from kelisim.versions.snapshot import is_worded_anew
from kelisim.versions.sources import write_document
from tests.unit.examples import service_source
from tests.unit.policy_examples import ROOT, compiled, document, small_site
from tests.unit.version_examples import FIRST_DAY, FOLDER, REWORDED, archive_of, publish, snapshot, two_versions

NOTHING = Archive(FOLDER)
DAY = datetime.date


@pytest.mark.parametrize(
    ("kind", "version"),
    [pytest.param("material", "2.0", id="material"), pytest.param("editorial", "1.1", id="editorial")],
)
def test_material_raises_major_and_editorial_minor(kind, version):
    """MAJOR asks everybody again, MINOR nobody."""
    number, decided = decide(archive_of(publish({})), snapshot(policy=compiled(REWORDED)), kind)

    assert (str(number), decided) == (version, kind)


def test_the_first_version_is_1_0():
    """It takes neither flag: everybody is asked anyway."""
    number, kind = decide(NOTHING, snapshot(), "")

    assert (str(number), kind) == ("1.0", "first")


def site_with(*changes):
    """The small site, its service described with changes."""
    service, _ = parse_service(service_source(*changes), "counter")
    site, problems = assemble_site(small_site().config, {"counter": service})
    assert problems == []
    return site


def test_changed_facts_alone_need_no_flag():
    """Which categories are asked again follows from the facts; the version is the next MINOR."""
    taken = snapshot(site_with(('lifetime = "2 years"', 'lifetime = "3 years"')))

    number, kind = decide(archive_of(publish({})), taken, "")

    assert (str(number), kind) == ("1.1", "facts")


def test_other_words_about_the_same_facts_are_wording():
    """A name spelt otherwise is printed otherwise, and nothing else has changed."""
    taken = snapshot(site_with(), policy=compiled())
    other = {"service.counter._cnt": {"en": "another hash"}}
    renamed = [replace(unit, prints=other.get(unit.id, unit.prints)) for unit in taken.units]

    assert is_worded_anew(taken.units, renamed)
    assert not is_worded_anew(taken.units, taken.units)


@pytest.mark.parametrize(
    ("archive", "taken", "kind", "reason"),
    [
        pytest.param(
            NOTHING,
            snapshot(),
            "material",
            "the first version is 1.0 and asks everybody: leave out --material",
            id="first",
        ),
        pytest.param(
            archive_of(publish({})),
            snapshot(),
            "editorial",
            "nothing has changed since version 1.0",
            id="nothing changed",
        ),
        pytest.param(
            archive_of(publish({})),
            snapshot(policy=compiled(REWORDED)),
            "",
            "the wording has changed since version 1.0: say --material (everybody is asked again) or "
            "--editorial (nobody is asked because of it); kelisim policy diff shows the change",
            id="no flag for changed words",
        ),
    ],
)
def test_a_wish_that_does_not_fit_is_refused(archive, taken, kind, reason):
    """There is no default for changed wording, and no version without a change."""
    with pytest.raises(NotPublished) as refused:
        decide(archive, taken, kind)

    assert str(refused.value) == reason


def told(archive=NOTHING, kind="first", why="Because", day=FIRST_DAY, effective=FIRST_DAY, summary=None):
    wish = Wish("", why, day, effective, summary or {})
    return [str(problem) for problem in check_wish(wish, archive, kind, ("en",), Rules())]


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        pytest.param(
            {"why": " "},
            "-m: error[K348]: the reason is empty\n    = expected one line of at most 500 characters for the reviewers",
            id="empty reason",
        ),
        pytest.param(
            {"effective": DAY(2026, 11, 30)},
            "--effective: error[K350]: 2026-11-30 is before 2026-12-01, which counts as today\n"
            "    = expected a day on which somebody can still read the version before it takes effect\n"
            "    = name a later day, or the right one with --today",
            id="in the past",
        ),
        pytest.param(
            {"archive": archive_of(two_versions()), "kind": "editorial", "effective": DAY(2026, 12, 31)},
            "--effective: error[K350]: 2026-12-31 is before version 1.1 takes effect\n"
            "    = expected 2027-01-01 or later",
            id="before the version that waits",
        ),
        pytest.param(
            {"kind": "material"},
            "--summary en: error[K348]: there is no summary in en\n"
            "    = expected a sentence: the banner says it to everybody who is asked again\n"
            '    = --summary en="…"',
            id="no summary",
        ),
        pytest.param(
            {"summary": {"de": "Neu."}},
            '--summary de: error[K348]: the site has no language "de"\n    = expected one of en',
            id="another language",
        ),
        pytest.param(
            {"summary": {"en": "See {operator.name}."}},
            "--summary en: error[K348]: {operator.name} is a placeholder\n    = expected plain words",
            id="a placeholder",
        ),
        pytest.param(
            {"summary": {"en": "Videos are new"}},
            "--summary en: error[K348]: the summary has no full stop\n"
            "    = expected a sentence\n"
            "    = write “Videos are new.”",
            id="no full stop",
        ),
        pytest.param(
            {"summary": {"en": "x" * 200 + "."}},
            "--summary en: error[K348]: the summary has 201 characters\n"
            "    = expected at most 200: it stands in the banner",
            id="too long",
        ),
    ],
)
def test_what_is_said_of_a_version_is_checked(wish, message):
    """Reason, day and summaries, each with its way out."""
    assert told(**wish) == [message]


def test_an_example_may_publish_without_the_operators_facts():
    """Nobody has to make up a BIN for a site that is not published; everything else stands in the way."""
    found = [warning(Place("site.toml"), code, "…") for code in ("K310", "K450", "K454", "K461", "K431")]

    assert [problem.code for problem in obstacles(found, example=True)] == ["K431"]
    assert [problem.code for problem in obstacles(found, example=False)] == ["K450", "K454", "K461", "K431"]
    assert all(problem.severity == "error" for problem in obstacles(found, example=False))


@pytest.mark.parametrize("text", ["small", "packaged"])
def test_a_policy_written_down_is_read_as_the_same(text):
    """The archive holds the document that was published, whatever files it was laid together from."""
    source = Source("policy.kk.md", ROOT.joinpath("policy_src/policy.kk.md").read_text("utf-8"))
    before = document() if text == "small" else parse_policy(source)[0]

    after, problems = parse_policy(Source("archive.md", write_document(before)))

    assert problems == []
    assert after == before
