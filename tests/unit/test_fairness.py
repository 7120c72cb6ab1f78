"""Dark patterns in templates and style sheets: each is told where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from kelisim.fairness import LAYERS, check_layers, check_styles
from kelisim.markup import parse_markup
from kelisim.palettes import BANNER_SHEETS

BANNER = Path(__file__).resolve().parent.parent.parent / "banner"
PREFERENCES = "banner/templates/preferences.html"
ACCEPT = '<button part="button accept" data-kelisim-action="accept">Accept all</button>'
REJECT = '<button part="button reject" data-kelisim-action="reject">Reject all</button>'
SWITCH = '<input type="checkbox" data-kelisim-category="analytics">'


def problems_of(first: str, second: str = f"<div>{SWITCH}{ACCEPT}{REJECT}</div>") -> list[str]:
    """What is said of two layers that are written so."""
    written = dict(zip(LAYERS, (first, second), strict=True))
    nodes = {layer: parse_markup(html, layer) for layer, html in written.items()}
    found = check_layers(nodes, {LAYERS[layer]: html for layer, html in written.items()})
    return [problem.headline() for problem in found]


@pytest.mark.parametrize(
    ("layer", "told"),
    [
        pytest.param(
            f"<div>{ACCEPT}</div>",
            "1:35: warning[K480]: the banner layer can be accepted and not rejected",
            id="reject only on the second layer",
        ),
        pytest.param(
            f'<div>{ACCEPT}<a part="button reject" href="/" data-kelisim-action="reject">Reject all</a></div>',
            "1:116: warning[K481]: reject is <a>, and accept is <button>",
            id="reject is a link",
        ),
        pytest.param(
            f"<div>{ACCEPT}<p>{REJECT}</p></div>",
            "1:115: warning[K481]: reject stands in another element than accept",
            id="reject stands elsewhere",
        ),
        pytest.param(
            f"<div>{ACCEPT}{REJECT.replace('<button', '<button class=small')}</div>",
            '1:124: warning[K481]: reject has another "class" than accept',
            id="reject has a class",
        ),
        pytest.param(
            f"<div>{ACCEPT}{REJECT.replace('<button', '<button hidden')}</div>",
            '1:119: warning[K481]: reject has another "hidden" than accept',
            id="reject is hidden",
        ),
        pytest.param(
            f'<div><a href="#">More</a>{ACCEPT}{REJECT}</div>',
            '1:9: warning[K485]: a link leads nowhere: href="#"',
            id="a dead end",
        ),
    ],
)
def test_a_layer_that_makes_refusing_harder_is_told(layer, told):
    """EDPB-1, EDPB-3, EDPB-4, DP-9: on the same layer, a button, the same component; and more to read before it."""
    assert problems_of(layer) == [f"banner/templates/banner.html:{told}"]


def test_layers_with_equal_buttons_are_let_be():
    """Action, part and label are what two equal buttons differ in."""
    assert problems_of(f"<div>{ACCEPT}{REJECT}</div>") == []


def test_a_layer_that_asks_nothing_needs_no_reject():
    """The notice of the implied model has nothing to accept."""
    assert problems_of('<div><button data-kelisim-action="close">Close</button></div>') == []


def test_a_switch_that_is_on_beforehand_is_told():
    """EDPB-2, DP-3: a ticked box is no consent."""
    second = f"<div>{SWITCH.replace('>', ' checked>')}{ACCEPT}{REJECT}</div>"

    assert problems_of(f"<div>{ACCEPT}{REJECT}</div>", second) == [
        f'{PREFERENCES}:1:63: warning[K482]: the switch of "analytics" is on before anybody has chosen'
    ]


def test_buttons_that_change_places_between_the_layers_are_told():
    """DP-7: a hand that knows the first layer must not accept on the second."""
    assert problems_of(f"<div>{ACCEPT}{REJECT}</div>", f"<div>{REJECT}{ACCEPT}</div>") == [
        f"{PREFERENCES}:1:112: warning[K483]: accept and reject stand in another order than on the first layer"
    ]


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        pytest.param('[part~="reject"] { opacity: 0.5 }', '1:1: warning[K484]: [part~="reject"]', id="by part"),
        pytest.param(
            "a { color: red }\n\n@media (max-width: 40em) {\n  [data-kelisim-action='accept']:hover { order: 1 }\n}",
            '4:3: warning[K484]: [data-kelisim-action="accept"]:hover',
            id="by action, on phones",
        ),
        pytest.param(
            ".actions > :nth-child(2) { width: 1em }", "1:1: warning[K484]: .actions > :nth-child(2)", id="by place"
        ),
        pytest.param(
            ".actions button + button { border: 0 }", "1:1: warning[K484]: .actions button + button", id="the next one"
        ),
    ],
)
def test_a_style_for_one_of_the_buttons_is_told(sheet, told):
    """DP-5: a rule for reject alone, or for whatever comes second, makes it the lesser."""
    [problem] = check_styles({"css/base.css": sheet})

    assert problem.headline() == f"banner/css/base.css:{told} is a rule for some of the buttons of the choice"


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param('[part~="accept"],\n[part~="reject"] { order: 1 }', id="both in one list"),
        pytest.param('[part^="button"]:hover { opacity: 0.9 }', id="every button"),
        pytest.param("/* [part~=reject] { } */ .row > :last-child { margin: 0 }", id="a comment, other elements"),
        pytest.param('.banner ~ [part="reopen"] { visibility: hidden }', id="the permanent control"),
    ],
)
def test_a_style_for_both_buttons_or_neither_is_let_be(sheet):
    """Restyling the buttons is what sheets are for."""
    assert list(check_styles({"css/base.css": sheet})) == []


def test_the_packaged_sheets_have_no_such_rule():
    """What everybody starts from is fair."""
    sheets = {path: (BANNER / path).read_text("utf-8") for path in BANNER_SHEETS}

    assert list(check_styles(sheets)) == []
