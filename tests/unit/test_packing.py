"""Packed texts: what the browser unpacks is what was packed, whatever the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.packing import LETTERS, pack, pack_text


def unpack(packed: str) -> str:
    """What banner/js/packed.js does, written a second time from the description of the form."""
    signs = "]^_`abcdefghijklmnopqrstuvwxyz{|ABCDEFGHIJ"

    def letter(match: re.Match[str]) -> str:
        found = LETTERS[signs.index(match[2])]
        return found.upper() if match[1] else found

    def run(match: re.Match[str]) -> str:
        return re.sub(r"(}?)([A-J\]-|])", letter, match[1]) or "~"

    return re.sub(r'~([^~"]*)~?', run, packed)


@pytest.mark.parametrize(
    ("text", "packed"),
    [
        pytest.param("Баптау", "~}^]lo]p", id="one word"),
        pytest.param("Осы cookie файлы", "~}knx~ cookie ~q]fhx", id="Latin inside"),
        pytest.param("Cookie", "Cookie", id="Latin alone"),
        pytest.param("a~b", "a~~b", id="the sign itself"),
        pytest.param("180\u00a0күн", "180\u00a0~gGj", id="number before"),
    ],
)
def test_a_text_is_packed_so(text: str, packed: str):
    """The form is written down once, here; packed.js and this test both follow it."""
    assert pack_text(text) == packed
    assert unpack(packed) == text


@given(st.text(st.sampled_from(LETTERS + LETTERS.upper() + "abcXYZ ~^,.-«»{}[]|`_\u00a0 0123456789\"\\'<>")))
def test_what_is_packed_is_unpacked_again(text: str):
    """Any mixture of letters, signs, capitals and the two signs of the form comes back as it was."""
    assert unpack(pack_text(text)) == text


@given(st.text())
def test_any_text_comes_back(text: str):
    """Every other letter of Unicode stays as it is."""
    assert unpack(pack_text(text)) == text


def test_values_are_packed_throughout():
    """Structure stays, texts at any depth are packed, keys and numbers are not."""
    packed = pack(["p", {"class": "x", "aria-label": "Жабу"}, ("Тіл", 3, None)])

    assert packed == ["p", {"class": "x", "aria-label": "~}c]^p"}, ["~}oIh", 3, None]]
