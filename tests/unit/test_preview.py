"""The gallery: marked words, states, and the list of texts."""

from __future__ import annotations

import pytest

from kelisim.catalogs import Original
from kelisim.i18n.templates import Domain, Text
from kelisim.message import TagRenderer
from kelisim.preview.listing import Texts, list_texts
from kelisim.preview.marks import marked_ids, marked_wording, pseudo_wording, unmarked
from kelisim.preview.states import State, places
from kelisim.problems import Place
from kelisim.views import View
from kelisim.wording import Wording

FORMS = {
    "banner.body": ("We use cookies to {purposes}.",),
    "purpose.analytics": ("study use",),
    "unit.days": ("{n} day", "{n} days"),
    "implied.body": ("Read the <policy>policy</policy>.",),
}
WORDING = Wording("en", FORMS, {"implied.body": frozenset({"policy"})})
LINK: TagRenderer = lambda tag, inner: f"<a>{inner}</a>"  # noqa: E731


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(
            lambda words: words.text("banner.body", {"purposes": words.text("purpose.analytics")}), id="nested"
        ),
        pytest.param(lambda words: words.counted("unit.days", 180), id="counted"),
        pytest.param(lambda words: words.html("implied.body", {}, LINK), id="with a tag"),
        pytest.param(lambda words: words.unfilled("banner.body"), id="filled by the browser"),
    ],
)
def test_marked_words_are_the_same_words(said):
    """Without their marks the words of the gallery are those that visitors read."""
    marked = said(marked_wording(WORDING))

    assert unmarked(marked) == said(WORDING)
    assert marked != said(WORDING)


def test_a_text_inside_a_text_is_marked_as_well():
    """What is put into a sentence keeps an id of its own, after that of the sentence."""
    words = marked_wording(WORDING)

    marked = words.text("banner.body", {"purposes": words.text("purpose.analytics")})

    assert marked_ids(marked) == ["banner.body", "purpose.analytics"]


def test_a_pseudo_language_is_marked_and_longer():
    """Long words stand in the place of a language's own, each with its id."""
    long = pseudo_wording(WORDING, "long").text("purpose.analytics")

    assert marked_ids(long) == ["purpose.analytics"]
    assert unmarked(long) == "⟦stúdý úsé stúdý⟧"


def test_a_text_is_placed_in_the_first_state_that_shows_it():
    """Links of the catalogs lead to the state in which a text can be seen: folded details where they are open."""
    words = marked_wording(Wording("en", {"preferences.show": ("Show",), "kind.cookie": ("cookie",)}, {}))
    nodes = ["div", ["details", ["summary", words.text("preferences.show")], ["p", words.text("kind.cookie")]]]
    views = {("preferences", "en"): View("en", nodes, {})}

    found = places(views, "en", [State("preferences", ""), State("details", "")])

    assert found == {"preferences.show": "preferences", "kind.cookie": "details"}


def test_a_text_without_a_translation_is_listed_as_missing():
    """The list shows every text, with its limit and note, and says what is left to do."""
    original = Original(
        "action.accept", ("Accept all",), lambda: Place("banner/texts.toml"), note="Button.", max_length=24
    )
    domain = Domain("banner", "en", {"action.accept": Text(original, "banner/texts.toml")})

    [row] = list_texts(Texts((domain,), {}, {}), ("kk", "en"))

    assert row == {
        "id": "action.accept",
        "domain": "banner",
        "source": "Accept all",
        "limit": 24,
        "note": "Button.",
        "tr": {"kk": ["", "missing"], "en": ["Accept all", "source"]},
    }
