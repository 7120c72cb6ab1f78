"""Two builds beside each other: what changed for whom, and who is asked again."""

from __future__ import annotations

import json

import pytest

from kelisim.release.comparison import Change, FileChange, compare_builds
from kelisim.release.comparison_tables import comparison_json, comparison_tables
from kelisim.release.reading import Build, NoBuild, read_builds
from kelisim.release.tables import Table, render_markdown, render_text


def entry(size, mark, brotli=None):
    """A file of a manifest whose content goes by the name of `mark`."""
    return {"bytes": size, "integrity": f"sha384-{mark}", **({"brotli": brotli} if brotli else {})}


def policy(units, purpose="Statistics", lifetime="2 years"):
    """A policy with a clause of units and a table of one service."""
    item = {"name": "_cnt", "kind": "cookie", "lifetime": lifetime, "purpose": "Tells visitors apart"}
    service = {"id": "counter", "name": "Counter", "purpose": purpose, "items": [item]}
    parts = [
        {"kind": "paragraph", "units": [{"id": name, "text": text} for name, text in units.items()]},
        {"kind": "items", "categories": [{"id": "analytics", "services": [service]}]},
    ]
    return {"sections": [{"id": "general", "clauses": [{"id": "about", "parts": parts}]}]}


def build(site="shop", version="1.0", tokens=None, files=None, categories=None, **policies):
    tokens = {"AAAA": "counter"} if tokens is None else tokens
    manifest = {
        "generator": "kelisim 0.1.0",
        "site": site,
        "languages": [*policies],
        "policy": {"version": version},
        "categories": {"analytics": ["counter"]} if categories is None else categories,
        "tokens": tokens,
        "files": {"kelisim.js": entry(100, "a")} if files is None else files,
    }
    return Build(manifest, policies)


def compared(before, after):
    return compare_builds({before.site: before}, {after.site: after})


def changed(before, after):
    [site] = compared(before, after).changed
    return site


OTHER = {"kelisim.js": entry(120, "b")}


def test_equal_builds_differ_in_nothing():
    """Not one table, one sentence."""
    comparison = compared(build(), build())

    assert not comparison.differs
    assert comparison.unchanged == 1
    assert render_text(comparison_tables(comparison)) == (
        "What changed since the build before\n===================================\n  Nothing: every file is the same.\n"
    )


def test_sites_that_came_and_went_are_named():
    """An agency sees which of its sites a release touches."""
    comparison = compare_builds({"a": build("a"), "b": build("b")}, {"b": build("b"), "c": build("c")})

    assert (comparison.added, comparison.removed, comparison.changed, comparison.unchanged) == (("c",), ("a",), (), 1)


def test_a_file_is_the_same_one_under_its_new_hash():
    """Largest difference first; a file that only moved its hash because of its content is one change."""
    before = build(
        files={
            "assets/banner.kk.0123456789ab.js": entry(1000, "a", 300),
            "kelisim.js": entry(100, "b"),
            "gone.txt": entry(5, "c"),
        }
    )
    after = build(files={"assets/banner.kk.ba9876543210.js": entry(900, "x", 310), "kelisim.js": entry(100, "b")})

    assert changed(before, after).files == (
        FileChange("changed", "assets/banner.kk.js", 1000, 900, 300, 310),
        FileChange("removed", "gone.txt", 5, 0),
    )


def test_clauses_are_compared_by_language_and_id():
    """What was reworded, added and removed, in the order of the newer text."""
    before = build(kk=policy({"about.a": "Бұрын", "about.gone": "Жоқ"}), ru=policy({"about.a": "Раньше"}))
    after = build(kk=policy({"about.new": "Жаңа", "about.a": "Енді"}), ru=policy({"about.a": "Раньше"}), files=OTHER)

    clauses = changed(before, after).clauses

    assert clauses["ru"] == ()
    assert clauses["kk"] == (
        Change("added", "about.new", "", "Жаңа"),
        Change("changed", "about.a", "Бұрын", "Енді"),
        Change("removed", "about.gone", "Жоқ", ""),
    )


def test_of_an_entry_only_what_changed_is_told():
    """A lifetime among ten facts would not be seen."""
    before, after = build(ru=policy({})), build(ru=policy({}, lifetime="3 years"), files=OTHER)

    assert changed(before, after).entries["ru"] == (
        Change("changed", "counter: _cnt (cookie)", "lifetime: 2 years", "lifetime: 3 years"),
    )


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        pytest.param({}, {}, "No (policy 1.0).", id="same tokens"),
        pytest.param(
            {},
            {"tokens": {"BBBB": "counter"}},
            "Yes, for analytics (counter); what was decided for the rest stays (policy 1.0).",
            id="a service means something else",
        ),
        pytest.param(
            {},
            {"tokens": {"AAAA": "counter", "BBBB": "counter"}},
            "No (policy 1.0).",
            id="an earlier token still holds",
        ),
        pytest.param({}, {"tokens": {}, "categories": {}}, "No (policy 1.0).", id="a service is gone"),
        pytest.param(
            {},
            {
                "tokens": {"AAAA": "counter", "CCCC": "pixel"},
                "categories": {"analytics": ["counter"], "marketing": ["pixel"]},
            },
            "Yes, for marketing (pixel); what was decided for the rest stays (policy 1.0).",
            id="a service is new",
        ),
        pytest.param({}, {"version": "1.1"}, "No (policy 1.0 → 1.1).", id="editorial version"),
        pytest.param(
            {},
            {"version": "2.0"},
            "Yes, everybody: the text changed materially (policy 1.0 → 2.0).",
            id="material version",
        ),
    ],
)
def test_the_report_says_who_is_asked_again(before, after, sentence):
    """REC-6: what a release manager has to know before it goes out."""
    comparison = compared(build(**before), build(files=OTHER, **after))

    assert f"shop: are visitors asked again?\n  {sentence}\n" in render_text(comparison_tables(comparison))


def test_programs_get_plain_data():
    """The same as JSON, sorted."""
    document = json.loads(comparison_json(compared(build(), build(files=OTHER, tokens={"BBBB": "counter"}))))

    assert document["changed"][0]["asked"] == {"categories": {"analytics": ["counter"]}, "everybody": False}
    assert document["changed"][0]["files"][0]["after"] == 120


def test_texts_of_a_policy_cannot_write_the_ticket():
    """They are data: none of their signs becomes markup."""
    table = Table("T", columns=("a", "b"), rows=(("x | y\n# z", "[l](u) <b> *"),))

    assert render_markdown([table]).splitlines()[-1] == r"| x \| y \# z | \[l\](u) \<b\> \* |"


def test_builds_are_found_as_file_as_folder_and_as_many(tmp_path):
    """One manifest, a dist/ of one site, a dist/ with a folder for each of many."""
    for site in ("a", "b"):
        folder = tmp_path / "dist" / site
        (folder / "policy/ru").mkdir(parents=True)
        (folder / "manifest.json").write_text(json.dumps({**build(site).manifest, "languages": ["ru"]}))
        (folder / "policy/ru/policy.json").write_text(json.dumps(policy({})))

    assert [*read_builds(tmp_path / "dist" / "a" / "manifest.json")] == ["a"]
    assert [*read_builds(tmp_path / "dist" / "b")["b"].policies] == ["ru"]
    assert [*read_builds(tmp_path / "dist")] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(None, "{place} holds no build: there is no manifest.json in it", id="empty folder"),
        pytest.param("{}", "{place}/manifest.json is no manifest of Kelisim's", id="of a web app"),
        pytest.param("{", "{place}/manifest.json is no manifest of Kelisim's", id="cut off"),
        pytest.param(
            '{"generator": "kelisim 0.1.0", "files": {}}',
            "{place}/manifest.json is no manifest of Kelisim's",
            id="of release/",
        ),
    ],
)
def test_what_is_no_build_is_told(tmp_path, text, message):
    """With its path, instead of a comparison with nothing."""
    if text is not None:
        (tmp_path / "manifest.json").write_text(text)

    with pytest.raises(NoBuild) as reason:
        read_builds(tmp_path)

    assert str(reason.value) == message.format(place=tmp_path)
