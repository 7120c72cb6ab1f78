"""What the banner gets to say to those who are asked again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kelisim.tokens import EarlierToken
from kelisim.views import render_views
from tests.unit.policy_examples import english, small_site, templates


def told(*earlier, summary=None):
    """What the parts of the small site carry, its counter with earlier tokens: tokens with names, and texts."""
    site = small_site()
    site = replace(site, services=(replace(site.services[0], earlier=earlier),))
    views = render_views(site, {"en": english()}, templates(), {"en": "/policy"}, summary).values()
    texts = {key: text for view in views for key, text in view.texts.items()}
    return [row for view in views for row in view.earlier], texts


@pytest.mark.parametrize(
    ("reasons", "names", "key", "text"),
    [
        pytest.param(
            {"lifetime": ("_cnt",)}, ["_cnt"], "lifetime", "These are kept longer now: {names}.", id="lifetime"
        ),
        pytest.param({"purpose": ("analytics",)}, ["Analytics"], "purpose", None, id="purpose by category"),
        pytest.param({"recipient": ("IE",)}, ["Ireland"], "recipient", None, id="countries by name"),
        pytest.param({"operator": ()}, [], "operator", "The site operator has changed: <Vivus> & Co.", id="operator"),
        pytest.param({"term": ()}, [], "term", "Your choice is now kept longer: 180\u00a0days.", id="term in words"),
    ],
)
def test_an_earlier_token_names_what_is_new_in_the_visitors_language(reasons, names, key, text):
    """Labels, titles of categories and names of countries; what the build knows is put into the sentence."""
    earlier, texts = told(EarlierToken("AAAA", reasons))

    assert earlier == [["AAAA", "counter", {key: names}]]
    assert f"reconsent.{key}" in texts
    assert text is None or texts[f"reconsent.{key}"] == text


def test_before_the_first_change_nothing_is_carried():
    """A byte that nobody needs is not shipped."""
    earlier, texts = told()

    assert earlier == []
    assert "reconsent.policy" not in texts
    assert "reconsent.lifetime" not in texts


@pytest.mark.parametrize(
    ("summary", "text"),
    [
        pytest.param({"en": "Videos are new."}, "The cookie policy has changed: Videos are new.", id="in the language"),
        pytest.param({"kk": "…"}, "The cookie policy has changed", id="in a language that came later"),
    ],
)
def test_a_material_version_is_told_in_the_release_managers_words(summary, text):
    """One sentence per language, put in by the build."""
    _, texts = told(summary=summary)

    assert texts["reconsent.policy"] == text
