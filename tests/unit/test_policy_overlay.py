"""A project's policy over the packaged one: what is written changes, everything else stays."""

from __future__ import annotations

from kelisim.policy.document import Generated
from kelisim.policy.overlay import overlay
from kelisim.policy.source import parse_policy
from kelisim.source import Source

BASE = """\
# Policy {#title}
## First {#first}
### {#one}
A. {#a}
B. {#b if=bin}

C. {#c}

- x {#x}
- y {#y}
### {#two}
{block:statistics}
- pages {#statistics.pages}
## Second {#second}
### {#three}
D. {#d}
"""


def named(block):
    return [f"block:{block.name}"] if isinstance(block, Generated) else []


def outline(document):
    """A document as its ids: lists of blocks of clauses of sections."""
    return {
        section.id: {
            clause.id: [" ".join([*named(block), *(unit.id for unit in block.units)]) for block in clause.blocks]
            for clause in section.clauses
        }
        for section in document.sections
    }


def laid(text):
    base, problems = parse_policy(Source("base.md", BASE))
    assert problems == []
    own, problems = parse_policy(Source("own.md", text))
    assert problems == []
    return overlay(base, own)


def test_nothing_written_changes_nothing():
    """An empty project prints the packaged policy."""
    document, problems = laid("")

    assert problems == []
    assert document == parse_policy(Source("base.md", BASE))[0]


def test_a_unit_with_a_known_id_takes_the_place_of_the_packaged_one():
    """Text and condition are replaced where they stand; no condition means always."""
    document, problems = laid("## {#first}\n### {#one}\nOwn. {#b}\n")

    units = {unit.id: unit for unit in document.units}
    assert problems == []
    assert (units["b"].text, units["b"].conditions) == ("Own.", ())
    assert outline(document)["first"]["one"] == ["a b", "c", "x y"]


def test_headings_without_words_only_say_where_things_stand():
    """A project need not repeat the packaged headings, and may replace them."""
    document, _ = laid("# Own title {#title}\n## {#first}\n### {#one}\nOwn. {#a}\n## Own second {#second}\n")

    assert document.title.text == "Own title"
    assert [section.heading.text for section in document.sections] == ["First", "Own second"]


def test_a_new_unit_goes_in_after_the_one_it_follows():
    """In the same paragraph without a blank line between them, in its own with one."""
    document, _ = laid("## {#first}\n### {#one}\nA. {#a}\nJoined. {#joined}\n\nApart. {#apart}\n")

    assert outline(document)["first"]["one"] == ["a joined b", "apart", "c", "x y"]


def test_a_new_item_goes_into_the_list_of_the_one_it_follows():
    """Lists grow where the project says."""
    document, _ = laid("## {#first}\n### {#one}\n- x {#x}\n- own {#own}\n")

    assert outline(document)["first"]["one"] == ["a b", "c", "x own y"]


def test_a_new_unit_right_below_a_heading_comes_first():
    """It follows the heading, so it goes in after that."""
    document, _ = laid("## {#first}\n### {#one}\nOwn. {#own}\n")

    assert outline(document)["first"]["one"] == ["own", "a b", "c", "x y"]


def test_statistics_are_replaced_and_added_below_their_block():
    """The list of statistics is a list like others."""
    document, problems = laid(
        "## {#first}\n### {#two}\n{block:statistics}\n- own {#statistics.pages}\n- more {#statistics.views}\n"
    )

    assert problems == []
    assert outline(document)["first"]["two"] == ["block:statistics statistics.pages statistics.views"]


def test_new_clauses_and_sections_go_in_after_those_they_follow():
    """At the beginning, in the middle and at the end."""
    document, _ = laid(
        "## Zero {#zero}\n### {#nothing}\nZ. {#z}\n"
        "## {#first}\n### {#one}\n### {#between}\nO. {#o}\n"
        "## {#second}\n### {#three}\n### {#last}\nL. {#l}\n"
    )

    assert outline(document) == {
        "zero": {"nothing": ["z"]},
        "first": {"one": ["a b", "c", "x y"], "between": ["o"], "two": ["block:statistics statistics.pages"]},
        "second": {"three": ["d"], "last": ["l"]},
    }


def test_drop_removes_units_clauses_and_sections():
    """A paragraph or list without anything left in it goes with its last unit."""
    document, problems = laid("## {#first}\n### {#one}\n{#c drop}\n\n{#a drop}\n### {#two drop}\n## {#second drop}\n")

    assert problems == []
    assert outline(document) == {"first": {"one": ["b", "x y"]}}


def test_what_is_dropped_has_to_be_there():
    """A misspelled id would leave the packaged text in force unnoticed."""
    _, problems = laid("## {#first}\n### {#one}\n{#aa drop}\n### {#twoo drop}\n## {#third drop}\n")

    assert [problem.headline() for problem in problems] == [
        'own.md:3:1: error[K335]: there is no "aa" to drop',
        'own.md:4:5: error[K335]: there is no "twoo" to drop',
        'own.md:5:4: error[K335]: there is no "third" to drop',
    ]
    assert str(problems[0]).endswith("    = expected the id of a unit of the packaged policy\n    = remove this line")


def test_a_file_of_the_owner_with_an_id_twice_is_refused():
    """The second unit would take the place of the first, and its words would be gone in silence."""
    _, [problem] = laid("# Policy {#title}\n## First {#first}\n### {#one}\nNew. {#a}\nOther. {#a}\n")

    assert str(problem).splitlines()[0] == 'own.md:5:8: error[K301]: the id "a" stands twice'
    assert "own.md:4:6 has it too" in str(problem)
