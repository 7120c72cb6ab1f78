"""Flags: what one rules out is neither followed nor written."""

from __future__ import annotations

import pytest

from kelisim.linker import LinkProblem, Wrap, link_site, parse_modules
from kelisim.minify import minify_script

FLAGS = {"FEATURE_ON": True, "FEATURE_OFF": False}
BARE = Wrap(core=("", ""))


def linked(text: str) -> str:
    """The code of a main module, minified so that only what it does is compared."""
    result = link_site(parse_modules({"main.js": text}), "main.js", flags=FLAGS, wrap=BARE)
    assert not result.problems
    return minify_script(result.core)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("if (FEATURE_ON) a()", "a()", id="if on"),
        pytest.param("if (FEATURE_OFF) a()", "", id="if off"),
        pytest.param("if (!FEATURE_OFF) a(); else b()", "a()", id="if not off, else"),
        pytest.param("if (FEATURE_OFF) a(); else if (FEATURE_ON) b(); else c()", "b()", id="chain"),
        pytest.param("if (x) a(); else if (FEATURE_OFF) b()", "x&&a()", id="else off"),
        pytest.param("if (FEATURE_ON && !FEATURE_OFF) a()", "a()", id="and of flags"),
        pytest.param("if (FEATURE_OFF || (FEATURE_ON)) a()", "a()", id="or of flags"),
        pytest.param("if (FEATURE_ON && x) a()", "x&&a()", id="flag and condition"),
        pytest.param("if (x && FEATURE_ON) a()", "x&&a()", id="condition and flag"),
        pytest.param("if (x.y && FEATURE_OFF) a()", "", id="pure condition and off"),
        pytest.param("if (x() && FEATURE_OFF) a(); else b()", "x()&&(0,!1),b()", id="condition with effect and off"),
        pytest.param("if (x || FEATURE_ON) a(); else b()", "a()", id="pure condition or on"),
        pytest.param("if (!(x && FEATURE_OFF)) a()", "a()", id="negated pure condition"),
        pytest.param("FEATURE_ON && a()", "a()", id="statement on"),
        pytest.param("FEATURE_OFF && a()", "", id="statement off"),
        pytest.param("FEATURE_OFF || a()", "a()", id="statement or"),
        pytest.param("x && FEATURE_OFF", "", id="statement without effect"),
        pytest.param("a(FEATURE_OFF && b)", "a(!1)", id="value off"),
        pytest.param("a(FEATURE_ON && b || c)", "a(b||c)", id="value on"),
        pytest.param("a(FEATURE_ON ? b : c, FEATURE_OFF ? d : e)", "a(b,e)", id="conditional"),
        pytest.param("a(x ? FEATURE_ON : y)", "a(!!x||y)", id="flag as a result"),
        pytest.param("a(x() && FEATURE_OFF ? b : c)", "a((x()&&(0,!1),c))", id="conditional with effect"),
        pytest.param("a(x && FEATURE_ON)", "a(x&&(0,!0))", id="value and on keeps its truth"),
        pytest.param("a(x || FEATURE_OFF)", "a(x||(0,!1))", id="value or off keeps its falsehood"),
        pytest.param("a({ FEATURE_ON })", "a({FEATURE_ON:!0})", id="shorthand"),
        pytest.param("a(`${FEATURE_ON}`, typeof FEATURE_OFF)", "a(`${!0}`,typeof!1)", id="anywhere else"),
        pytest.param("(FEATURE_ON ? x.a : b)()", "(0,x.a)()", id="chosen method is called without its object"),
        pytest.param("a([b, ...(FEATURE_ON ? [c, d] : []), e])", "a([b,c,d,e])", id="members on"),
        pytest.param("a([b, ...(FEATURE_OFF ? [c] : []), e])", "a([b,e])", id="members off"),
        pytest.param("a(...(FEATURE_OFF ? [b] : c))", "a(...c)", id="arguments, no literal"),
        pytest.param(
            "a({ b, ...(FEATURE_ON && { c, d() {} }), ...(FEATURE_OFF && e) })", "a({b,c,d(){}})", id="object"
        ),
        pytest.param("a([...(x && FEATURE_ON ? [b] : [])])", "a([...x?[b]:[]])", id="members undecided"),
        pytest.param("a([b, , ...(FEATURE_OFF ? [c] : [])])", "a([b,,...[]])", id="array with a hole"),
    ],
)
def test_a_flag_folds_what_it_decides(text, expected):
    """A flag is true or false from the start: the code reads as if nobody had ever thought of the other case."""
    assert linked(text).rstrip(";") == expected


def test_code_after_an_early_return_is_not_followed():
    """`if (!FLAG) return` at the top of a function switches the whole rest off, but for what is used before."""
    text = """
import { costly } from './costly.js'
start()
function start() {
  early()
  if (!FEATURE_OFF) return
  costly()
  function early() { log('early') }
}
"""
    graph = parse_modules({"main.js": text, "costly.js": "export function costly() { log('costly') }"})

    core = link_site(graph, "main.js", flags=FLAGS, wrap=BARE).core

    assert "costly" not in core
    assert "log('early')" in core


def test_code_after_a_loop_s_early_end_is_kept_outside_the_loop():
    """`continue` ends its block, not the function."""
    text = "for (const a of b) { if (FEATURE_ON) continue; c() }\nd()"

    core = linked(text)

    assert "c()" not in core
    assert "d()" in core


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a = b\nif (FEATURE_OFF) { c() }\n(d || e).f()", id="dropped between"),
        pytest.param("a = b\nif (FEATURE_ON) (d || e).f()", id="kept, begins with a parenthesis"),
        pytest.param("a = b\nFEATURE_ON && (d || e).f()", id="expression kept"),
        pytest.param("a = b\nFEATURE_ON ? [d].f() : 1", id="conditional kept"),
    ],
)
def test_what_is_left_never_runs_together_with_the_line_before(text):
    """Without semicolons, a line that begins with a bracket would continue the one before it."""
    assert linked(text).startswith("a=b,")


def test_names_that_only_ruled_out_code_mentions_vanish_with_their_modules():
    """Dead imports go: the module of a feature that is off is not in the bundle."""
    graph = parse_modules(
        {
            "main.js": "import { on } from './on.js'\nimport { off } from './off.js'\n"
            "if (FEATURE_ON) on()\nif (FEATURE_OFF) off()",
            "on.js": "export function on() {}",
            "off.js": "import { gone } from 'kelisim:gone'\nexport function off() { gone() }\nlog('off')",
        }
    )

    result = link_site(graph, "main.js", flags=FLAGS)

    assert list(result.modules["core"]) == ["on.js", "main.js"]


def test_a_name_that_is_declared_is_no_flag():
    """Constants may be written like flags; what a function or module declares is its own affair."""
    text = "const FEATURE_ON = x()\nconst use = FEATURE_OFF => FEATURE_OFF && a()\nif (FEATURE_ON) use(1)"

    assert linked(text) == "let FEATURE_ON=x(),use=e=>e&&a();FEATURE_ON&&use(1)"


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        pytest.param("FEATURE_OF", "did you mean FEATURE_OFF?", id="misspelled"),
        pytest.param("MAXIMUM_AGE", "declare it, or give it a value in the build", id="no flag at all"),
    ],
)
def test_a_flag_that_nobody_sets_is_reported(name, fix):
    """In the browser it would be an error at run time, and only on the way that reads it."""
    graph = parse_modules({"main.js": f"a()\nif (b && {name}) c()"})

    result = link_site(graph, "main.js", flags=FLAGS)

    assert result.problems == (
        LinkProblem("main.js", 2, 10, f"{name} is declared nowhere, and no flag of the build", fix),
    )
