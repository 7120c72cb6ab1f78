"""What of a policy is printed and under which numbers, over every combination of conditions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.policy.arrangement import Facts, PrintedBlock, PrintedList, PrintedParagraph, arrange, punctuation
from kelisim.policy.conditions import can_hold
from kelisim.policy.document import BLOCKS, CONDITIONS, STATISTICS_PREFIX, Document
from kelisim.policy.source import parse_policy
from kelisim.registry import STATISTICS
from kelisim.source import Source
from tests.unit.policy_examples import document

SHIPPED_PATH = Path(__file__).parents[2] / "policy_src" / "policy.kk.md"
SHIPPED = parse_policy(Source("policy_src/policy.kk.md", SHIPPED_PATH.read_text("utf-8")))[0]
SMALL = document()

FREE = [name for name in CONDITIONS if name not in ("explicit", "implied")]


def facts(*conditions, statistics=("pages",), blocks=("items", "recipients")):
    return Facts(frozenset(conditions), statistics, frozenset(blocks))


@st.composite
def any_facts(draw):
    """Facts as a site can have them: one consent model, recipients listed where there are any."""
    true = draw(st.sets(st.sampled_from(FREE))) | {draw(st.sampled_from(["explicit", "implied"]))}
    statistics = draw(st.lists(st.sampled_from(STATISTICS), unique=True, min_size=1))
    return Facts(
        frozenset(true),
        tuple(name for name in STATISTICS if name in statistics),
        frozenset({"items", *(["recipients"] if "recipients" in true else [])}),
    )


def printed_numbers(arrangement):
    return [(section.number, [clause.number for clause in section.clauses]) for section in arrangement.sections]


def test_sections_and_clauses_are_numbered_by_their_place():
    """Numbers are never written, so none can be missing."""
    arrangement = arrange(SMALL, facts("explicit", "recipients"))

    assert printed_numbers(arrangement) == [
        ("1", ["1.1", "1.2"]),
        ("2", ["2.1", "2.2", "2.3"]),
        ("3", ["3.1"]),
        ("4", ["4.1"]),
    ]
    assert [arrangement.numbers[key] for key in ("data", "items", "kinds.necessary")] == ["2", "2.3", "2.2"]


def test_a_section_without_anything_left_vanishes_and_the_next_moves_up():
    """Without recipients there is no section about them."""
    arrangement = arrange(SMALL, facts("explicit", blocks=("items",)))

    assert [(section.number, section.id) for section in arrangement.sections] == [
        ("1", "general"),
        ("2", "data"),
        ("3", "changes"),
    ]
    assert "others" not in arrangement.numbers


def test_a_heading_may_carry_the_condition_of_all_below_it():
    """The clause goes with its heading."""
    conditional = document(("### {#kinds}", "### {#kinds if=bin}"))

    arrangement = arrange(conditional, facts("explicit"))

    assert "kinds" not in arrangement.numbers
    assert "kinds.intro" not in arrangement.numbers


def test_statistics_are_those_of_the_site_in_the_order_of_the_text():
    """Services say what they collect; the text says how it is called and in which order."""
    arrangement = arrange(SMALL, facts("explicit", statistics=("views", "pages", "ip")))

    [listed] = [part for part in arrangement.sections[1].clauses[0].parts if isinstance(part, PrintedList)]
    assert listed == PrintedList(True, ("statistics.pages", "statistics.views", "statistics.ip"))


@pytest.mark.parametrize("policy", [pytest.param(SMALL, id="small"), pytest.param(SHIPPED, id="shipped")])
@given(given_facts=any_facts())
def test_numbers_run_without_gaps_whatever_holds(policy: Document, given_facts: Facts):
    """1, 2, 3 and 1.1, 1.2, 1.3, under all conditions; nothing printed is empty."""
    arrangement = arrange(policy, given_facts)

    for section_number, section in enumerate(arrangement.sections, 1):
        assert section.number == str(section_number)
        assert [clause.number for clause in section.clauses] == [
            f"{section_number}.{place}" for place in range(1, len(section.clauses) + 1)
        ]
        assert section.clauses
        for clause in section.clauses:
            assert clause.parts
            assert all(isinstance(part, PrintedBlock) or part.units for part in clause.parts)


@pytest.mark.parametrize("policy", [pytest.param(SMALL, id="small"), pytest.param(SHIPPED, id="shipped")])
@given(given_facts=any_facts())
def test_exactly_what_holds_is_printed_once_and_in_order(policy: Document, given_facts: Facts):
    """A unit is printed when its conditions and those above it hold, and statistics when they are collected."""
    arrangement = arrange(policy, given_facts)

    expected = [
        unit.id
        for section in policy.sections
        for clause in section.clauses
        for block in clause.blocks
        for unit in block.units
        if all(one.holds(given_facts.conditions) for one in (section.heading, clause.heading, unit))
        and (
            not unit.id.startswith(STATISTICS_PREFIX)
            or unit.id.removeprefix(STATISTICS_PREFIX) in given_facts.statistics
        )
    ]
    headings = {unit.id for unit in policy.headings}
    assert [unit for unit in arrangement.units if unit not in headings] == expected


@pytest.mark.parametrize("policy", [pytest.param(SMALL, id="small"), pytest.param(SHIPPED, id="shipped")])
@given(given_facts=any_facts())
def test_an_announced_list_always_comes(policy: Document, given_facts: Facts):
    """A paragraph that ends in a colon has its list right below it."""
    texts = {unit.id: unit.text for unit in policy.units}

    for section in arrange(policy, given_facts).sections:
        for clause in section.clauses:
            for place, part in enumerate(clause.parts):
                if isinstance(part, PrintedParagraph) and texts[part.units[-1]].endswith(":"):
                    assert not isinstance(clause.parts[place + 1], PrintedParagraph)


@given(given_facts=any_facts())
def test_the_shipped_policy_has_all_its_sections_whatever_holds(given_facts: Facts):
    """The eleven sections of the law are there for every site."""
    arrangement = arrange(SHIPPED, given_facts)

    assert [section.id for section in arrangement.sections] == [section.id for section in SHIPPED.sections]
    assert len(arrangement.sections) == 11


@given(count=st.integers(1, 40))
def test_items_end_in_semicolons_and_the_last_in_a_full_stop(count):
    """Whichever item is the last."""
    signs = [punctuation(place, count) for place in range(count)]

    assert signs == [";"] * (count - 1) + ["."]


@given(
    conditions=st.lists(
        st.builds(lambda name, no: f"!{name}" if no else name, st.sampled_from(CONDITIONS), st.booleans()), max_size=5
    )
)
def test_conditions_can_hold_when_none_denies_another(conditions):
    """What can_hold finds by trying, said as a rule."""
    denied = any(f"!{condition}" in conditions for condition in conditions)
    models = {"explicit", "implied"} <= set(conditions) or {"!explicit", "!implied"} <= set(conditions)

    assert can_hold(conditions) == (not denied and not models)


def test_every_block_is_known_to_the_shipped_policy():
    """The law wants all three in the text."""
    names = {block.name for clause in SHIPPED.clauses for block in clause.blocks if hasattr(block, "name")}

    assert names == set(BLOCKS)
