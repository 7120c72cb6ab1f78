"""What the minifier is known to change, and does not in linked code."""

from __future__ import annotations

import pytest

from kelisim.linker import Wrap, link_site, parse_modules
from kelisim.minify import minify_script


def linked(text: str) -> str:
    """A main module, linked and minified."""
    result = link_site(parse_modules({"main.js": text}), "main.js", flags={"FLAG_ON": True}, wrap=Wrap(core=("", "")))
    assert not result.problems
    return minify_script(result.core)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a(b && true)", "a(b&&(0,!0))", id="and true"),
        pytest.param("a(b || (false))", "a(b||(0,!1))", id="or false"),
        pytest.param("a(b && c() || true)", "a(b&&c()||(0,!0))", id="or true"),
        pytest.param("a(b ? true : b)", "a(b&&(0,!0))", id="true, else itself"),
        pytest.param("a((b) ? (b) : false)", "a(b||(0,!1))", id="itself, else false"),
        pytest.param("a(b ? true : FLAG_ON && b)", "a(b&&(0,!0))", id="itself once a flag is folded"),
        pytest.param("a(b ? true : c, f === true, !g)", "a(!!b||c,f===!0,!g)", id="needs no shield"),
    ],
)
def test_a_constant_in_a_condition_keeps_its_value(text, expected):
    """`b && true` is true or b, not b alone."""
    assert linked(text).rstrip(";") == expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        pytest.param("return undefined", "a(),b()", id="undefined"),
        pytest.param("return void 0", "a(),b()", id="void"),
        pytest.param("return c(), undefined", "return a(),b(),c(),(0,0[0])", id="after a comma"),
        pytest.param("return (c(), (undefined))", "return a(),b(),(c(),(0,0[0]))", id="in parentheses"),
        pytest.param("return FLAG_ON ? undefined : c", "return a(),b(),(0,0[0])", id="once a flag is folded"),
        pytest.param("return void c()", "return a(),b(),void c()", id="void of a call needs no shield"),
        pytest.param("return c ? d : undefined", "return a(),b(),c?d:0[0]", id="choice needs no shield"),
    ],
)
def test_a_function_that_returns_undefined_goes_on_doing_so(end, expected):
    """It must not return what was called before."""
    assert linked(f"run(function () {{ a(); b(); {end} }})") == f"run(function(){{{expected}}})"
