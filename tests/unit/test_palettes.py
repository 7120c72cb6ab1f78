"""The colours of a site: read from its sheets, derived from its accent, and told where they cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kelisim.cache import Cache
from kelisim.config import SiteConfig, parse_site
from kelisim.palettes import check_colours, derived_holes, read_colours
from tests.unit.examples import changed, site_source

BANNER = Path(__file__).resolve().parent.parent.parent / "banner"
SHEETS = {f"css/{path.name}": path.read_text("utf-8") for path in sorted((BANNER / "css").glob("*.css"))}
NO_CACHE = Cache(None)


def config_with(looks: str) -> SiteConfig:
    config, problems = parse_site(site_source(more=f"\n[banner]\n{looks}\n"))
    assert config
    assert problems == []
    return config


def own_sheets(*changes: tuple[str, str], path: str = "css/tokens.css") -> dict[str, str]:
    return {**SHEETS, path: changed(SHEETS[path], *changes)}


def test_the_packaged_colours_have_no_fault():
    """What a new project begins with passes in both schemes, on the banner and on the policy page."""
    assert check_colours(config_with('accent = "#0b6b5d"'), SHEETS, NO_CACHE) == []


def test_a_failing_accent_is_told_where_it_stands_with_the_nearest_that_passes():
    """The message has the worst pair, its ratio, what is needed, and a colour to put in its place."""
    config = config_with('layout = "bar"\naccent = "#ffdd55"')

    [problem] = check_colours(config, SHEETS, NO_CACHE)

    assert str(problem) == (
        "site.toml:15:10: error[K603]: with #fd5 a link has a contrast of 1.33:1 in the light scheme\n"
        '  15 | accent = "#ffdd55"\n'
        "     |          ^^^^^^^^^\n"
        "    = expected at least 4.5:1 (WCAG 1.4.3)\n"
        "    = the nearest that passes everywhere is #7b6700"
    )
    assert check_colours(config_with('accent = "#7b6700"'), SHEETS, NO_CACHE) == []


def test_a_label_that_fails_only_while_it_is_hovered_is_told():
    """A hovered button lets the ground through: its label has less contrast than at rest."""
    [problem] = check_colours(config_with('accent = "#1a73e8"'), SHEETS, NO_CACHE)

    assert problem.found == ("with #1a73e8 the label of a hovered button has a contrast of 3.84:1 in the light scheme")


def test_only_the_schemes_of_the_theme_are_looked_at():
    """A light accent is right for a site that is always dark."""
    assert check_colours(config_with('theme = "dark"\naccent = "#ffdd55"'), SHEETS, NO_CACHE) == []
    assert check_colours(config_with('theme = "light"\naccent = "#ffdd55"'), SHEETS, NO_CACHE) != []


@pytest.mark.parametrize(
    ("sheets", "place", "found", "fix"),
    [
        pytest.param(
            own_sheets(("--kelisim-ink: #1b2126", "--kelisim-ink: #999")),
            "banner/css/tokens.css:9:18",
            "with #999 text of a remark has a contrast of 2.5:1 in the light scheme",
            "the nearest that passes everywhere is #6d6d6d",
            id="text of its own",
        ),
        pytest.param(
            own_sheets(("--kelisim-on-accent: var(--dark-on-accent)", "--kelisim-on-accent: white")),
            "banner/css/tokens.css:19:26",
            "with #fff the label of a hovered button has a contrast of 1.67:1 in the dark scheme",
            "the nearest that passes everywhere is ",
            id="a label of its own, in the dark",
        ),
        pytest.param(
            own_sheets(("--kelisim-edge: #7b868f", "--kelisim-edge: #dddddd"), path="css/preferences.css"),
            "banner/css/preferences.css:6:19",
            "with #ddd a switch that is off has a contrast of 1.35:1 in the light scheme",
            "the nearest that passes everywhere is ",
            id="the line of a switch",
        ),
        pytest.param(
            own_sheets(("--kelisim-muted: #545e67", "--kelisim-muted: #aab"), path="css/policy.css"),
            "banner/css/policy.css:23:20",
            "with #aab quiet text has a contrast of 2.28:1 in the light scheme on the policy page",
            "the nearest that passes everywhere is ",
            id="quiet text of the policy page",
        ),
    ],
)
def test_colours_of_own_sheets_are_told_where_they_stand(sheets, place, found, fix):
    """A project's own sheet is read like the packaged one: the place is in it, not in site.toml."""
    [problem] = check_colours(config_with('accent = "#0b6b5d"'), sheets, NO_CACHE)

    assert str(problem.place) == place
    assert problem.found == found
    assert problem.fix.startswith(fix)


def test_an_accent_on_a_ground_of_its_own_is_told_at_the_accent():
    """Whoever changes the ground has to see whether the accent still stands out on it."""
    sheets = own_sheets(("--kelisim-bg: #fff", "--kelisim-bg: #9fd8cd"))

    accent, edge = check_colours(config_with('accent = "#0b6b5d"'), sheets, NO_CACHE)

    assert str(accent.place) == "site.toml:14:10"
    assert accent.found == "with #0b6b5d a link has a contrast of 4.02:1 in the light scheme"
    assert accent.fix == "the nearest that passes everywhere is #006355"
    assert edge.found == "with #7b868f a switch that is off has a contrast of 2.33:1 in the light scheme"


def test_what_a_sheet_says_for_print_or_in_a_comment_is_no_colour_of_a_scheme():
    """Only declarations that always hold, or hold in the dark, are read; the last one wins."""
    sheet = """\
/* :host { --kelisim-bg: red } */
:host { --kelisim-bg: #fff; --kelisim-ink: #000; --kelisim-bg: #eee }
@media print { :host { --kelisim-bg: #123456 } }
@media (prefers-color-scheme: dark) { :host { --kelisim-bg: black } }
"""

    told = read_colours({"css/tokens.css": sheet}, ("css/tokens.css",))

    assert {scheme: {name: one.colour for name, one in colours.items()} for scheme, colours in told.items()} == {
        "light": {"bg": "#eeeeee", "ink": "#000000"},
        "dark": {"bg": "#000000", "ink": "#000000"},
    }


def test_the_policy_page_takes_a_tone_that_can_be_read_on_its_own_grounds():
    """A site that is always dark has a page that is not: there its light accent would be lost."""
    holes = derived_holes("#ffdd55", SHEETS, NO_CACHE)

    assert holes["banner"]["light-accent"] == "#fd5"
    assert holes["page"]["light-accent"] == "#7b6700"
    assert holes["page"]["dark-accent"] == "#fd5"


def test_colours_are_found_again_in_the_cache(tmp_path):
    """What was computed once is read, so that a build need not load the library."""
    cache, config = Cache(tmp_path), config_with('accent = "#ffdd55"')

    first = check_colours(config, SHEETS, cache)

    assert check_colours(config, SHEETS, cache) == first
    assert len(list((tmp_path / "contrast").glob("*.json"))) == 1
