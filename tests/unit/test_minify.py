"""Minified scripts and styles: short, ASCII where it matters, and the same in meaning."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.minify import (
    ScriptFault,
    StyleFault,
    bundle_style,
    escape_script,
    find_script_fault,
    find_style_fault,
    minify_script,
    minify_style,
)

MEND = "mend the style here or just before"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('f("Қ", `Қ${a}`, /Қ/u)', 'f("\\u049a",`\\u049a${a}`,/\\u049a/u)', id="Kazakh letters"),
        pytest.param('f("😀", /😀/u)', 'f("\\ud83d\\ude00",/\\ud83d\\ude00/u)', id="beyond sixteen bits"),
        pytest.param(
            'f("\\Қ", /\\Қ/, "\\\\Қ")', 'f("\\u049a",/\\u049a/,"\\\\\\u049a")', id="backslash before a letter"
        ),
        pytest.param("ҚА = { ҚА }", "\\u049a\\u0410={\\u049a\\u0410}", id="names"),
        pytest.param('f("\\u2028")', 'f("\\u2028")', id="line separator"),
        pytest.param('f("</SCRIPT>", `</script>`)', 'f("<\\/SCRIPT>",`<\\/script>`)', id="end of script"),
        pytest.param('f("<" + "/script>")', 'f("<\\/script>")', id="end of script in two"),
        pytest.param('f("<!--", /<!--/)', 'f("\\x3c!--",/\\x3c!--/)', id="begin of comment"),
        pytest.param("f(a?.b ?? c, ...d)", "f(a?.b??c,...d)", id="es2020 stays"),
        pytest.param("try { f() } catch (e) {}", "try{f()}catch{}", id="unused error"),
        pytest.param("/* a */ f() // қ", "f()", id="comments go"),
        pytest.param("(() => { const { b } = f() })()", "(()=>{const{b:e}=f()})()", id="longer than its source"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_minified_script_is_ascii_and_can_stand_in_a_script_element(text, expected):
    """In every encoding of a page Kazakh letters come out right, and no text ends the script."""
    assert minify_script(text) == expected


@given(st.text(st.characters(codec="utf-8")))
def test_escaping_leaves_nothing_that_an_encoding_could_change(text):
    """Whatever letters there are."""
    escaped = escape_script(text)

    assert escaped.isascii()
    assert "</script" not in escaped.lower()
    assert "<!--" not in escaped


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("a(b c)", ScriptFault(1, 5, "expected , or ) instead of c in arguments"), id="call"),
        pytest.param("f('Қ')\n  'Қ' + ;", ScriptFault(2, 9, "unexpected ; in expression"), id="columns count letters"),
        pytest.param("f(\n", ScriptFault(2, 1, "expected ) instead of EOF in arguments"), id="end"),
    ],
)
def test_a_fault_of_a_script_is_found_at_its_place(text, fault):
    """Line and column from one."""
    assert find_script_fault(text) == fault


def test_a_script_without_fault_has_none():
    """Modules are scripts, too."""
    assert find_script_fault("import { a } from './a.js'\nexport const b = a") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a { color: #ff0000; margin: 0px 0px }", "a{color:red;margin:0}", id="shorter words"),
        pytest.param(".a { &:hover { b: c } }", ".a:hover{b:c}", id="nesting is written out"),
        pytest.param("@media (width >= 600px) { a { b: c } }", "@media (min-width:600px){a{b:c}}", id="range"),
        pytest.param("a { user-select: none }", "a{-webkit-user-select:none;user-select:none}", id="prefix"),
        pytest.param("a::before { content: 'Қ' }", 'a:before{content:"Қ"}', id="Kazakh"),
    ],
)
def test_a_minified_style_is_read_by_the_oldest_supported_browsers(text, expected):
    """Chrome 90, Firefox 101, Safari 16.4."""
    assert minify_style(text) == expected


def test_a_style_is_bundled_with_what_it_imports():
    """A sheet that two import is there once, where the cascade has it: at the last place."""
    files = {
        "css/banner.css": '@import "tokens.css";\n@import url("./base.css");\n.b{c:d}',
        "css/base.css": "@import 'tokens.css';\n/* @import 'gone.css'; */ .base{e:f}",
        "css/tokens.css": ":host{--a:b}",
    }

    text, faults = bundle_style(files, "css/banner.css")

    assert faults == []
    assert minify_style(text) == ":host{--a:b}.base{e:f}.b{c:d}"


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        pytest.param(
            {"a.css": ".ә{b:c}}"}, StyleFault("a.css", 1, 9, "syntax error: Unexpected end of input", MEND), id="syntax"
        ),
        pytest.param(
            {"a.css": '\n  @import "tokns.css";', "tokens.css": ""},
            StyleFault("a.css", 2, 3, 'there is no style sheet "tokns.css"', 'did you mean "tokens.css"?'),
            id="misspelled",
        ),
        pytest.param(
            {"a.css": '@import "b.css";'},
            StyleFault("a.css", 1, 1, 'there is no style sheet "b.css"', "write it, or remove the import"),
            id="missing",
        ),
        pytest.param(
            {"a.css": '@import "b.css" print;', "b.css": ""},
            StyleFault("a.css", 1, 1, "an import with a condition", "put the condition into the imported sheet"),
            id="condition",
        ),
        pytest.param(
            {"a.css": '@import "b.css";', "b.css": '@import "a.css";'},
            StyleFault(
                "b.css",
                1,
                1,
                "the sheets import each other in a ring: a.css → b.css → a.css",
                "remove one of the imports",
            ),
            id="ring",
        ),
        pytest.param(
            {"a.css": 'a{b:c}@import "b.css";', "b.css": ""},
            StyleFault(
                "a.css",
                1,
                14,
                "syntax error: @import rules must precede all rules aside from @charset and @layer statements",
                MEND,
            ),
            id="too late",
        ),
    ],
)
def test_a_fault_of_a_style_is_reported_at_its_place(files, fault):
    """And there is no bundle."""
    assert bundle_style(files, "a.css") == ("", [fault])


def test_all_faults_of_all_sheets_are_reported():
    """One run shows everything that is wrong."""
    _, faults = bundle_style({"a.css": '@import "b.css";@import "c.css";', "b.css": "}"}, "a.css")

    assert [(fault.path, fault.line) for fault in faults] == [("a.css", 1), ("b.css", 1)]


def test_a_style_without_fault_has_none():
    """Custom properties and unknown ones are no faults of syntax."""
    assert find_style_fault("a.css", ":host{--a:;unknown:b}") is None


def test_the_libraries_are_loaded_when_they_are_needed():
    """Commands that minify nothing answer without waiting for them."""
    program = "import sys, kelisim.minify; print({'minify', 'lightningcss'} & set(sys.modules))"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert loaded == "set()\n"
