"""Which version is printed on which day, and what is said of drafts, days and retired ids."""

from __future__ import annotations

import datetime

import pytest

from kelisim.versions.standing import check_day, check_ids, check_standing, editions, stand
from tests.unit.policy_examples import compiled, document
from tests.unit.version_examples import REWORDED, archive_of, publish, snapshot, two_versions, wish

DAY = datetime.date
REWORDED_NOW = snapshot(policy=compiled(REWORDED))


def stood(files, taken, today):
    """State, version, copied and waiting versions on a day."""
    standing = stand(archive_of(files), taken, today)
    return (
        standing.state,
        standing.name,
        [str(one.version) for one in standing.earlier],
        [str(one.version) for one in standing.waiting],
        [str(one.version) for one in standing.rebuilt],
    )


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param(DAY(2026, 12, 31), ("current", "1.0", [], ["1.1"], ["1.0"]), id="the day before"),
        pytest.param(DAY(2027, 1, 1), ("current", "1.1", ["1.0"], [], []), id="on its day"),
        pytest.param(DAY(2030, 1, 1), ("current", "1.1", ["1.0"], [], []), id="long after"),
        pytest.param(DAY(2026, 11, 1), ("upcoming", "1.1", [], ["1.0"], ["1.0"]), id="before anything is in force"),
    ],
)
def test_a_version_is_current_from_its_day_on(today, expected):
    """Until then the one before it is printed from its archived sources."""
    assert stood(two_versions(), REWORDED_NOW, today) == expected


def test_changed_sources_are_a_draft_of_the_next_version():
    """Even on a day when a published version is in force."""
    assert stood(two_versions(), snapshot(), DAY(2027, 1, 1)) == ("draft", "1.2-draft", ["1.1", "1.0"], [], [])


def test_before_the_first_version_everything_is_a_draft_of_it():
    """1.0-draft, without a date."""
    assert stood({}, snapshot(), DAY(2027, 1, 1)) == ("draft", "1.0-draft", [], [], [])


def test_a_page_links_versions_and_comparisons_from_where_it_stands():
    """The newest first; the first version has nothing to be compared with."""
    standing = stand(archive_of(two_versions()), snapshot(), DAY(2027, 1, 1))

    edition = editions(standing, ("en",))["en"]

    assert [(one.version, one.url, one.changes_url) for one in edition.earlier] == [
        ("1.1", "../1.1/en/", "../1.1/changes.en.html"),
        ("1.0", "../1.0/en/", ""),
    ]
    assert edition.changes_url == "../1.2-draft/changes.en.html"


def test_a_waiting_version_is_announced_with_its_day():
    """So that visitors can read it before it takes effect."""
    standing = stand(archive_of(two_versions()), REWORDED_NOW, DAY(2026, 12, 20))

    upcoming = editions(standing, ("en",))["en"].upcoming

    assert (upcoming.version, upcoming.url, upcoming.effective) == ("1.1", "../1.1/en/", DAY(2027, 1, 1))


@pytest.mark.parametrize(
    ("files", "taken", "message"),
    [
        pytest.param(
            {},
            snapshot(),
            "policy_src/archive: warning[K310]: the policy is a draft, and its page says so: "
            "no version has been published\n"
            "    = expected a published version\n"
            "    = kelisim policy publish -m WHY publishes it as 1.0",
            id="never published",
        ),
        pytest.param(
            publish({}),
            REWORDED_NOW,
            "policy_src/archive: warning[K310]: the policy is a draft, and its page says so: "
            "it differs from version 1.0\n"
            "    = expected a published version\n"
            "    = kelisim policy diff shows what changed, kelisim policy publish makes it a version",
            id="changed since",
        ),
    ],
)
def test_a_draft_is_told_with_the_way_to_publish_it(files, taken, message):
    """A warning; a release refuses it."""
    [problem] = check_standing(stand(archive_of(files), taken, DAY(2027, 1, 1)))

    assert str(problem) == message


def test_a_day_that_has_come_is_told_while_builds_take_an_earlier_one():
    """The only date in a build is given to it: somebody has to look at the calendar."""
    archive = archive_of(two_versions())

    assert list(check_day(archive, DAY(2026, 12, 15), DAY(2026, 12, 31))) == []
    assert list(check_day(archive, DAY(2027, 1, 1), DAY(2027, 2, 1))) == []
    [problem] = check_day(archive, DAY(2026, 12, 15), DAY(2027, 1, 2))
    assert str(problem) == (
        "policy_src/archive/1.1/version.toml:3:13: warning[K349]: version 1.1 takes effect on 2027-01-01, "
        "and that day has come\n"
        "  3 | effective = 2027-01-01\n"
        "    |             ^^^^^^^^^^\n"
        "    = expected a build for 2027-01-01 or later; without --today one is made for 2026-12-15\n"
        "    = kelisim build --today 2027-01-02, or SOURCE_DATE_EPOCH"
    )


def test_the_id_of_a_dropped_unit_is_never_used_again():
    """Its comparison would call a new text a new wording of the old one."""
    without = compiled(("\nThey stand in the table. {#items.intro}\n", ""))
    files = publish(publish({}), wish("editorial"), policy=without)

    [problem] = check_ids(document(), archive_of(files))

    assert str(problem) == (
        'policy_src/policy.en.md:54:26: error[K342]: the id "items.intro" belonged to a unit that version 1.1 dropped\n'
        "  54 | They stand in the table. {#items.intro}\n"
        "     |                          ^^^^^^^^^^^^^^\n"
        "    = expected an id that was never used: comparisons and approvals know a text by it\n"
        "    = choose another, such as {#items.intro_new}"
    )
    assert list(check_ids(document(), archive_of(publish({})))) == []
