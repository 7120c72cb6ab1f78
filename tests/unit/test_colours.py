"""Colours: ratios as WCAG computes them, and what follows from an accent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.colours import TEXT, contrast, derive_colours, label_on, nearest, opaque_hex, pairs, short_hex

GROUNDS = {
    "light": {"bg": "#ffffff", "ink": "#1b2126", "edge": "#7b868f"},
    "dark": {"bg": "#1a2024", "ink": "#eef2f4", "edge": "#7b868f"},
}
accents = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        pytest.param("#000000", "#ffffff", 21.0, id="black on white"),
        pytest.param("#ffffff", "#ffffff", 1.0, id="white on white"),
        pytest.param("#767676", "#ffffff", 4.54, id="the lightest grey that text may have on white"),
        pytest.param("#777777", "#ffffff", 4.48, id="one step lighter"),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    """The ratios are those that every checker shows, whichever colour is named first."""
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(one, other) == contrast(other, one)


def test_the_packaged_accent_keeps_the_colours_it_was_drawn_with():
    """Sites that never named an accent look as they did before colours were derived."""
    light, dark = (derive_colours("#0b6b5d", scheme, GROUNDS[scheme]) for scheme in ("light", "dark"))

    assert (light["accent"], light["on-accent"]) == ("#0b6b5d", "#ffffff")
    assert (dark["accent"], dark["on-accent"]) == ("#7fd6c6", "#0c1f1b")


@given(accents)
def test_on_a_dark_ground_every_accent_has_a_tone_that_can_be_read(accent):
    """No owner has to think of the dark scheme: whatever the accent is, all its pairs pass there."""
    derived = derive_colours(accent, "dark", GROUNDS["dark"])

    assert [pair.what for pair in pairs(derived) if not pair.passes] == []


@given(accents)
def test_on_a_light_ground_the_accent_stays_what_the_owner_chose(accent):
    """The build tells that it fails, and does not quietly take another."""
    assert derive_colours(accent, "light", GROUNDS["light"])["accent"] == accent


@given(accents)
def test_the_nearest_colour_passes(accent):
    """What is offered in place of a failing accent does not fail; one that passes is left alone."""

    def passes(tried: str) -> bool:
        return all(pair.passes for pair in pairs(derive_colours(tried, "light", GROUNDS["light"])))

    found = nearest(accent, passes)

    assert found
    assert passes(found)
    assert found == accent or not passes(accent)


def test_no_colour_is_offered_where_none_passes():
    """A ground may be so that nothing can be read on it."""
    assert nearest("#0b6b5d", lambda tried: False) is None


@pytest.mark.parametrize(
    ("button", "label"),
    [
        pytest.param("#0b6b5d", "#ffffff", id="white on a dark button"),
        pytest.param("#ffdd55", "#1f1b0d", id="a dark tone of the hue on a light one"),
        pytest.param("#ff0000", "#ffffff", id="the better of two that fail"),
    ],
)
def test_a_label_is_what_reads_better(button, label):
    """White is usual; where it cannot be read, hovered as well, the label is dark."""
    assert label_on(button, "#ffffff") == label


def test_every_state_is_among_the_pairs():
    """Text, remarks, links, buttons plain and hovered, focus and both states of a switch are computed."""
    found = {pair.what: pair.needed for pair in pairs(derive_colours("#0b6b5d", "light", GROUNDS["light"]))}

    assert found == {
        "text": TEXT,
        "text of a remark": TEXT,
        "a link": TEXT,
        "the label of a button": TEXT,
        "the label of a hovered button": TEXT,
        "a hovered button": 3.0,
        "the focus ring": 3.0,
        "the line beside a remark": 3.0,
        "a switch that is on": 3.0,
        "a switch that is off": 3.0,
    }


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        pytest.param("#FFF", "#ffffff", id="short"),
        pytest.param("rebeccapurple", "#663399", id="a name"),
        pytest.param("rgb(11 107 93)", "#0b6b5d", id="a function"),
        pytest.param("#80868c1f", None, id="lets something through"),
        pytest.param("var(--brand)", None, id="refers to another"),
    ],
)
def test_only_opaque_colours_are_computed_with(text, colour):
    """Of a colour that lets the ground through, or is not known here, nothing is said."""
    assert opaque_hex(text) == colour


def test_colours_are_written_short_where_they_can_be():
    """Every byte of the core counts."""
    assert [short_hex(colour) for colour in ("#FFFFFF", "#0b6b5d", "#aabbcc")] == ["#fff", "#0b6b5d", "#abc"]
