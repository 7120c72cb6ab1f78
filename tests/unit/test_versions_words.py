"""Two wordings of a text, word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.versions.words import GONE, KEPT, NEW, compare_words, marked

TEXTS = st.text("аб cd-.,\u00a0 ", max_size=30)


@given(TEXTS, TEXTS)
def test_nothing_of_either_wording_is_lost(before, after):
    """Kept and gone words make the old text, kept and new ones the new text, letter by letter."""
    stretches = compare_words(before, after)

    assert "".join(one.text for one in stretches if one.kind != NEW) == before
    assert "".join(one.text for one in stretches if one.kind != GONE) == after


@given(TEXTS)
def test_a_text_beside_itself_is_all_kept(text):
    """Where nothing changed, nothing is marked."""
    assert {one.kind for one in compare_words(text, text)} <= {KEPT}


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        pytest.param("таңдауға құқылы", "таңдай алады", "[-таңдауға құқылы-]{+таңдай алады+}", id="neighbours as one"),
        pytest.param("на 180 дней", "на 365 дней", "на [-180-]{+365+} дней", id="a number"),
        pytest.param("cookie-файлы сайта", "cookie-файл сайта", "[-cookie-файлы-]{+cookie-файл+} сайта", id="hyphen"),
        pytest.param("Да.", "Да, всегда.", "Да{+, всегда+}.", id="added before the full stop"),
        pytest.param("", "Новый.", "{+Новый.+}", id="all new"),
    ],
)
def test_words_are_compared_as_people_read_them(before, after, shown):
    """Whole words, and changed neighbours together with the space between them."""
    assert marked(compare_words(before, after)) == shown
