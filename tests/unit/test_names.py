"""Names in sentences: the form that a text asks for."""

from __future__ import annotations

import pytest

from kelisim.config import Name
from kelisim.names import Form, form_of

FIRM = Name("фирма", forms={"gen": "фирмы"})


@pytest.mark.parametrize(
    ("name", "case", "language", "form"),
    [
        pytest.param("Сайт", "", "kk", Form("Сайт"), id="as it is written"),
        pytest.param("Сайт", "nom", "kk", Form("Сайт"), id="base form"),
        pytest.param("Сайт", "dat", "kk", Form("Сайтқа"), id="Kazakh, by rule"),
        pytest.param(Name("МҚҰ", "эм-қа-ұ"), "gen", "kk", Form("МҚҰ-ның"), id="Kazakh, by its reading"),
        pytest.param(Name("ұйымы", possessive=True), "dat", "kk", Form("ұйымына"), id="Kazakh, after a possessive"),
        pytest.param(FIRM, "gen", "ru", Form("фирмы"), id="Russian, written out"),
        pytest.param(Name("МҚҰ", forms={"gen": "МҚҰ-дың"}), "gen", "kk", Form("МҚҰ-дың"), id="written out wins"),
    ],
)
def test_a_name_stands_in_the_form_that_the_text_asks_for(name, case, language, form):
    """What the owner wrote out wins over rules; Kazakh endings are made, others are not."""
    assert form_of(name, case, language) == form


@pytest.mark.parametrize(
    ("case", "language"),
    [
        pytest.param("dat", "ru", id="Russian, not written out"),
        pytest.param("vocative", "kk", id="case that there is not"),
    ],
)
def test_a_form_that_nobody_can_make_is_refused(case, language):
    """No form is guessed for a language without rules."""
    with pytest.raises(LookupError, match=f'"фирма" has no form {case} in {language}'):
        form_of(FIRM, case, language)


def test_a_name_that_can_take_no_ending_is_refused():
    """An ending behind a full stop would be nonsense."""
    with pytest.raises(ValueError, match=r"."):
        form_of("Vivus.", "gen", "kk")


def test_a_guess_comes_with_its_reason():
    """Where the rule is not sure, the owner is asked for the reading."""
    assert form_of("Vivus", "gen", "kk") == Form(
        "Vivus-тың", "“Vivus” is in Latin letters, which do not say how it is read; give its reading"
    )
