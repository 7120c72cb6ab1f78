"""Style sheets: imports in their places, the theme worked in, faults told where they stand."""

from __future__ import annotations

import pytest

from kelisim.cache import Cache
from kelisim.styles import render_sheet, render_styles

DARK = "@media (prefers-color-scheme: dark) { :host { color: red } }"
SHEETS = {
    "css/core.css": f"@import './tokens.css';\n.reopen {{ color: inherit }}\n{DARK}\n",
    "css/tokens.css": ":host { --kelisim-space: 8px; --kelisim-accent: var(--light-accent) }\n",
    "css/banner.css": ".banner { margin: 0 }\n",
}
NO_CACHE = Cache(None)


def test_a_sheet_has_its_imports_in_their_places():
    """No request is made for an import: the sheet that is shipped holds them."""
    styles, problems = render_styles(SHEETS, "auto", {}, NO_CACHE)

    assert problems == []
    assert "@import" not in styles.core
    assert styles.core.index("--kelisim-space") < styles.core.index(".reopen")


def test_the_core_and_each_part_have_a_sheet_of_their_own():
    """A visitor who has chosen loads the core alone; a part that has no sheet needs none."""
    styles, _ = render_styles(SHEETS, "auto", {"light-accent": "#0b6b5d"}, NO_CACHE)

    assert list(styles.parts) == ["banner"]
    assert "#0b6b5d" in styles.core
    assert "#0b6b5d" not in styles.parts["banner"]


@pytest.mark.parametrize(
    ("theme", "dark", "asks"),
    [
        pytest.param("auto", True, True, id="as the visitor's system has it"),
        pytest.param("dark", True, False, id="always dark"),
        pytest.param("light", False, False, id="never dark"),
    ],
)
def test_a_fixed_theme_does_not_ask_the_system(theme, dark, asks):
    """Under a fixed theme the dark rules always hold, or never."""
    styles, _ = render_styles(SHEETS, theme, {}, NO_CACHE)

    assert ("red" in styles.core) is dark
    assert ("prefers-color-scheme" in styles.core) is asks


def test_a_missing_import_is_told_where_it_is_asked_for():
    """A project may bring its own sheets; what they ask for has to be there."""
    sheets = {"css/tokens.css": ".a { color: red }\n", "css/core.css": "@import './token.css';\n"}

    text, problems = render_sheet(sheets, "css/core.css", NO_CACHE)

    assert text == ""
    [problem] = problems
    assert str(problem).splitlines() == [
        'banner/css/core.css:1:1: error[K602]: there is no style sheet "css/token.css"',
        '    = did you mean "css/tokens.css"?',
    ]


def test_what_was_minified_once_comes_from_the_cache(tmp_path):
    """The same sheets are the same text, whether made or found."""
    cache = Cache(tmp_path)

    assert render_styles(SHEETS, "dark", {}, cache) == render_styles(SHEETS, "dark", {}, cache)
    assert len(list((tmp_path / "style").glob("*.json"))) == 2
