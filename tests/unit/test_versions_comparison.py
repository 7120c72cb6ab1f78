"""Two texts of a policy, unit by unit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kelisim.versions.comparison import ADDED, CHANGED, MOVED, REMOVED, compare, moved_ids
from kelisim.versions.printed import PrintedUnit, printed_units

IDS = st.lists(st.sampled_from("abcdefgh"), unique=True)


def units(text, clause="one"):
    """A unit for each letter."""
    return tuple(PrintedUnit(letter, clause, "1.1", f"text {letter}") for letter in text)


def told(before, after, reworded=()):
    """What became of each unit that differs."""
    return [(change.kind, change.id) for change in compare(before, after, reworded)]


def test_what_was_removed_stands_where_it_stood():
    """A reader finds it between the same neighbours."""
    assert told(units("abcd"), units("axd")) == [(ADDED, "x"), (REMOVED, "b"), (REMOVED, "c")]


def test_a_moved_unit_is_moved_and_not_removed_and_added():
    """One unit that went to the end is one change."""
    assert told(units("abcd"), units("bcda")) == [(MOVED, "a")]


def test_a_unit_in_another_clause_is_moved_even_in_the_same_order():
    """The clause is what people cite."""
    before = (*units("ab"), *units("cd", "two"))
    after = (*units("a"), *units("bcd", "two"))

    [change] = compare(before, after, ())

    assert (change.kind, change.id, change.moved) == (MOVED, "b", True)


def test_a_unit_that_was_moved_and_reworded_is_both():
    """Its words are compared, and where it stood is still said."""
    [change] = compare(units("abc"), units("bca"), {"a"})

    assert (change.kind, change.moved, change.reworded) == (CHANGED, True, True)


@given(IDS, IDS)
def test_every_unit_is_accounted_for_exactly_once(before, after):
    """Added, removed and moved units are those by which the two texts differ; the others keep their order."""
    changes = compare(units(before), units(after), ())
    moved = moved_ids(units(before), units(after))

    assert sorted(change.id for change in changes if change.kind == ADDED) == sorted(set(after) - set(before))
    assert sorted(change.id for change in changes if change.kind == REMOVED) == sorted(set(before) - set(after))
    assert sorted(change.id for change in changes if change.kind == MOVED) == sorted(moved)
    stayed = [[one for one in side if one in set(before) & set(after) - moved] for side in (before, after)]
    assert stayed[0] == stayed[1]


@given(IDS)
def test_a_text_beside_itself_has_no_change(ids):
    """Nothing is reported where nothing differs."""
    assert compare(units(ids), units(ids), ()) == ()


@given(st.permutations("abcdef"), st.integers(0, 5))
def test_one_unit_taken_elsewhere_is_at_most_one_move(order, place):
    """As few units as possible are called moved."""
    taken = [*order]
    taken.insert(place, taken.pop())

    assert len(moved_ids(units(order), units(taken))) <= 1


def test_units_come_from_the_published_json():
    """Headings, texts and items by id, signs of lists left out; tables row by row, two of one name apart."""
    row = {"purpose": "Counts", "kind": "cookie", "lifetime": "1 day", "party": "own", "domain": ""}
    document = {
        "title": "Policy",
        "sections": [
            {
                "id": "general",
                "number": "1",
                "title": "General",
                "clauses": [
                    {
                        "id": "about",
                        "number": "1.1",
                        "title": "About",
                        "parts": [
                            {"kind": "paragraph", "units": [{"id": "about.us", "text": "We are."}]},
                            {"kind": "list", "units": [{"id": "a.b", "text": "one;"}, {"id": "a.c", "text": "two."}]},
                            {"kind": "recipients", "recipients": ["A;", "B."]},
                        ],
                    },
                    {
                        "id": "items",
                        "number": "1.2",
                        "parts": [
                            {
                                "kind": "items",
                                "categories": [
                                    {
                                        "id": "analytics",
                                        "caption": "Analytics",
                                        "note": "",
                                        "services": [
                                            {
                                                "id": "counter",
                                                "name": "Counter",
                                                "purpose": "Statistics",
                                                "provider": "Counter LLC",
                                                "country": "Ireland",
                                                "items": [{"name": "_c", **row}, {"name": "_c", **row}],
                                            }
                                        ],
                                    }
                                ],
                            }
                        ],
                    },
                ],
            }
        ],
    }

    found = [(unit.id, unit.number, unit.text) for unit in printed_units(document)]

    assert found == [
        ("policy.title", "", "Policy"),
        ("policy.general", "1", "General"),
        ("policy.about", "1.1", "About"),
        ("policy.about.us", "1.1", "We are."),
        ("policy.a.b", "1.1", "one"),
        ("policy.a.c", "1.1", "two"),
        ("recipients", "1.1", "A; B."),
        ("table.analytics", "1.2", "Analytics"),
        ("service.counter", "1.2", "Counter. Statistics. Counter LLC. Ireland"),
        ("service.counter._c", "1.2", "_c: Counts; cookie; 1 day; own"),
        ("service.counter._c~2", "1.2", "_c: Counts; cookie; 1 day; own"),
    ]
