"""Values of a site as literals, and holes for those that are put in when the script is finished."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.linker import Data, Hole, ScriptTemplate, link_site, parse_modules, write_literal
from kelisim.minify import minify_script

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(None, "null", id="nothing"),
        pytest.param([True, False], "[!0,!1]", id="truth"),
        pytest.param([180, -1, 0.5, -0.25, 5.0, 0.0, 1e21], "[180,-1,.5,-.25,5,0,1e+21]", id="numbers"),
        pytest.param("Қазақ", '"\\u049a\\u0430\\u0437\\u0430\\u049b"', id="Kazakh"),
        pytest.param("😀", '"\\ud83d\\ude00"', id="beyond sixteen bits"),
        pytest.param('a"b', "'a\"b'", id="double quote"),
        pytest.param("a'b", '"a\'b"', id="single quote"),
        pytest.param('"\'\\"', "'\"\\'\\\\\"'", id="both quotes and a backslash"),
        pytest.param("\n\u2028", '"\\n\\u2028"', id="line ends"),
        pytest.param("</script><!--", '"<\\/script>\\x3c!--"', id="end of script"),
        pytest.param(
            {"kk": 1, "a-b": 2, "": 3, "7": 4, "07": 5, "ә": 6}, '{kk:1,"a-b":2,"":3,7:4,"07":5,"\\u04d9":6}', id="keys"
        ),
        pytest.param({"__proto__": 1}, '{["__proto__"]:1}', id="the key that would set the prototype"),
        pytest.param((1, [{}, []]), "[1,[{},[]]]", id="nested"),
        pytest.param({"class": 1, "_ga": 2}, "{class:1,_ga:2}", id="words of the language are keys too"),
    ],
)
def test_a_value_is_written_as_a_minifier_would(value, expected):
    """Short, ASCII, and safe inside a script element."""
    assert write_literal(value) == expected


@given(VALUES)
def test_any_value_is_ascii_and_safe_and_stays_the_same_when_minified(value):
    """What has been put into a finished script needs no minifier after it."""
    literal = write_literal(value)

    assert literal.isascii()
    assert "</" not in literal
    assert "<!--" not in literal
    assert not parse_modules({"a.js": f"export const a = {literal}"}).problems


def test_private_keys_are_written_short():
    """With the names that the link of the script has given."""
    assert write_literal([{"_id": {"_id": 1}, "id": 2}], {"_id": "_c"}) == "[{_c:{_c:1},id:2}]"


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        pytest.param({1, 2}, TypeError, "{1, 2} has no literal in a script", id="set"),
        pytest.param(b"a", TypeError, "b'a' has no literal in a script", id="bytes"),
        pytest.param({1: 2}, TypeError, "the key 1 is no text", id="key"),
        pytest.param(math.nan, ValueError, "nan has no exact literal in a script", id="not a number"),
        pytest.param(2**53, ValueError, "9007199254740992 has no exact literal in a script", id="inexact"),
    ],
)
def test_a_value_without_a_literal_is_a_fault_of_the_caller(value, error, message):
    """Not of the site's owner: what owners write has been checked long before."""
    with pytest.raises(error) as caught:
        write_literal(value)

    assert str(caught.value) == message


def test_a_script_with_holes_is_minified_once_and_filled_for_each_site():
    """Linking and minifying do not see the values; the filled script is the one that would have come of them."""
    graph = parse_modules({"main.js": "import { site } from 'kelisim:site'\nrun(site.name, site.tags)"})
    values = {"name": "Қазақ </script>", "tags": [True, {"_id": 1}]}

    def finished(site: object) -> str:
        return minify_script(link_site(graph, "main.js", virtual={"kelisim:site": Data({"site": site})}).core)

    template = ScriptTemplate.parse(finished({"name": Hole("name"), "tags": Hole("tags"), "n": 1}))

    assert template.holes == ("name", "tags")
    assert template.fill({key: write_literal(value) for key, value in values.items()}) == finished({**values, "n": 1})


def test_a_whole_constant_may_be_a_hole_and_vanishes_when_nobody_reads_it():
    """Each name of the data is a constant of its own."""
    graph = parse_modules({"main.js": "import { a } from 'kelisim:a'\nrun(a)"})
    data = Data({"a": Hole("a"), "b": Hole("b")})

    script = minify_script(link_site(graph, "main.js", virtual={"kelisim:a": data}).core)

    assert script == '(()=>{"use strict";let e=$HOLE_a$;run(e)})()'


def test_a_hole_that_is_forgotten_is_a_fault_of_the_caller():
    """A script with a hole in it must not be shipped."""
    with pytest.raises(KeyError):
        ScriptTemplate.parse("run($HOLE_a$)").fill({})


def test_a_script_without_holes_is_filled_with_nothing():
    """Parts whose texts are all alike need no values."""
    assert ScriptTemplate.parse("run()").fill({"a": "1"}) == "run()"


def test_a_hole_has_a_name_that_can_stand_in_a_script():
    """It is found again by it."""
    with pytest.raises(ValueError, match=r"a hole is named by letters, digits and underscores, not 'a\.b'"):
        Hole("a.b")
