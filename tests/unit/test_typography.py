"""No-break spaces and percent signs, put in as each language wants them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.typography import no_break_spaces, no_break_spaces_in_html

# In these tables ~ is a no-break space.
MENDED = [
    pytest.param("kk", "бұдан әрі – Сайт", "бұдан әрі~– Сайт", id="dash in Kazakh"),
    pytest.param("ru", "далее — Сайт", "далее~— Сайт", id="dash in Russian"),
    pytest.param("en", "2024–2026 – it ends", "2024–2026~– it ends", id="range stays together by itself"),
    pytest.param("kk", "№ 5, №7, § 3", "№~5, №~7, §~3", id="number and section signs"),
    pytest.param("kk", "180 күн, 12 айда, 2 жылға", "180~күн, 12~айда, 2~жылға", id="units in Kazakh"),
    pytest.param("kk", "3 айқын мақсат", "3 айқын мақсат", id="a word that begins like a unit"),
    pytest.param("ru", "180 дней, 21 день, 2 года, 5 лет", "180~дней, 21~день, 2~года, 5~лет", id="units in Russian"),
    pytest.param("en", "180 days, 1 dayflower", "180~days, 1 dayflower", id="units in English"),
    pytest.param("kk", "2026 жылғы 22 қараша, 2026 ж.", "2026~жылғы 22~қараша, 2026~ж.", id="dates in Kazakh"),
    pytest.param("ru", "22 ноября 2026 года, 2026 г.", "22~ноября 2026~года, 2026~г.", id="dates in Russian"),
    pytest.param("ru", "2026\u202fг.", "2026~г.", id="narrow space of CLDR"),
    pytest.param("kk", "25 % және 25%-ға", "25% және 25%-ға", id="percent in Kazakh"),
    pytest.param("ru", "25% и 3,5 %", "25~% и 3,5~%", id="percent in Russian"),
    pytest.param("ru", "https://a.kz/?q=50%20a", "https://a.kz/?q=50%20a", id="percent in an address"),
    pytest.param("kk", "А. Байтұрсынұлы, А. Б. Әлі", "А.~Байтұрсынұлы, А.~Б.~Әлі", id="initials"),
    pytest.param("kk", "1 234 567,89 ₸, 12 345", "1~234~567,89~₸, 12~345", id="thousands and tenge"),
    pytest.param("ru", "в 2026 180 дней", "в 2026 180~дней", id="two numbers are no thousands"),
    pytest.param("ru", "и т. д., т. е.", "и т.~д., т.~е.", id="abbreviations of two words"),
    pytest.param("kk", "т. б. 5", "т.~б. 5", id="the same in Kazakh"),
    pytest.param("ru", "ст. 8, г. Алматы, ул. Абая", "ст.~8, г.~Алматы, ул.~Абая", id="abbreviations before names"),
    pytest.param("ru", "в разделе 7, пункту 1.2", "в разделе~7, пункту~1.2", id="references"),
    pytest.param("kk", "сайты – қысқа", "сайты~– қысқа", id="the last before a dash"),
    pytest.param("kk-Latn", "Qazaq – sayt", "Qazaq~– sayt", id="another script of a language"),
    pytest.param("de", "A – B, 5 Tage", "A~– B, 5 Tage", id="a language without rules of its own"),
]


@pytest.mark.parametrize(("language", "text", "mended"), MENDED)
def test_spaces_that_must_not_break_do_not(language, text, mended):
    """Sources have ordinary spaces; the output has what the language wants."""
    assert no_break_spaces(text, language).replace("\u00a0", "~") == mended


@pytest.mark.parametrize(("language", "text", "mended"), MENDED)
def test_doing_it_twice_changes_nothing_more(language, text, mended):
    """A value that was mended may stand in a text that is mended again."""
    once = no_break_spaces(text, language)

    assert no_break_spaces(once, language) == once


@given(st.text(alphabet="аб12345 –—№§%.АБг₸\u00a0", max_size=30), st.sampled_from(["kk", "ru", "en"]))
def test_nothing_but_spaces_changes(text, language):
    """Whatever the text, its letters and signs stay in their order."""
    mended = no_break_spaces(text, language)

    assert "".join(mended.split()) == "".join(text.split())
    assert no_break_spaces(mended, language) == mended


@pytest.mark.parametrize(
    ("html", "mended"),
    [
        pytest.param("<b>Сайт</b> – бұл", "<b>Сайт</b>~– бұл", id="dash after an element"),
        pytest.param('<a title="А – Б">12 ай</a>', '<a title="А – Б">12~ай</a>', id="attributes stay"),
        pytest.param("<code>№ 5 – x</code> № 5", "<code>№ 5 – x</code> №~5", id="code stays"),
        pytest.param("<!-- № 5 --> № 5", "<!-- № 5 --> №~5", id="comments stay"),
    ],
)
def test_in_html_only_the_text_is_mended(html, mended):
    """Tags, attributes, code and comments are no text."""
    assert no_break_spaces_in_html(html, "kk").replace("\u00a0", "~") == mended
