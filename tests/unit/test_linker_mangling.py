"""Private properties get short names, the same everywhere, and no others do."""

from __future__ import annotations

import pytest

from kelisim.linker import Data, LinkProblem, Wrap, link_site, parse_modules

BARE = Wrap(core=("", ""))


def linked(text: str, **options) -> str:
    result = link_site(parse_modules({"main.js": text}), "main.js", wrap=BARE, **options)
    assert not result.problems
    return result.core


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a._b", "a._a;\n", id="member"),
        pytest.param("a?._b?.[c]?._b()", "a?._a?.[c]?._a();\n", id="optional chain"),
        pytest.param("run({ _b: 1, _b2() {}, get _b3() {} })", "run({ _a: 1, _b() {}, get _c() {} });\n", id="object"),
        pytest.param("let { _b, _c: d, _e = 1 } = a", "let { _a:_b, _b: d, _c:_e = 1 } = a;\n", id="pattern"),
        pytest.param("run(({ _b }) => ({ _b }))", "run(({ _a:_b }) => ({ _a:_b }));\n", id="parameter and shorthand"),
        pytest.param(
            "const _b = run()\nrun({ _b })", "let _b = run();\nrun({ _a:_b });\n", id="shorthand of a constant"
        ),
        pytest.param(
            "run(class { constructor() { this._b = 1 } static _c() {} async *_d() {} })",
            "run(class { constructor() { this._a = 1 } static _b() {} async *_c() {} });\n",
            id="class",
        ),
        pytest.param("a.__b__ + a._1 + a.b_ + a['_c']", "a.__b__ + a._1 + a.b_ + a['_c'];\n", id="not private"),
        pytest.param("_b(_c => _c)", "_b(_c => _c);\n", id="variables are the minifier's"),
    ],
)
def test_every_way_to_write_a_private_property_is_shortened(text, expected):
    """An underscore and a letter: ours alone, and free to be renamed."""
    assert linked(text) == expected


def test_the_most_frequent_name_is_the_first():
    """Letters of the alphabet by frequency, then by name."""
    core = linked("run(a._rare, a._often, a._often, a._also, a._often)")

    assert core == "run(a._c, a._a, a._a, a._b, a._a);\n"


def test_more_names_than_letters_get_two_letters():
    """52 letters, then pairs."""
    names = [f"_x{number:02}" for number in range(54)]

    mangled = link_site(parse_modules({"main.js": "; ".join(f"a.{name}" for name in names)}), "main.js").mangled

    assert [mangled[name] for name in names[50:]] == ["_Y", "_Z", "_aa", "_ab"]


def test_names_are_counted_in_all_modules_whether_a_site_uses_them_or_not():
    """So the scripts of sites with other features have the same names in common, and common files stay the same."""
    graph = parse_modules(
        {
            "main.js": "import { b } from './b.js'\nif (FEATURE_B) b()\nrun(a._x)",
            "b.js": "export function b() { return [a._y, a._y] }",
        }
    )

    on, off = (link_site(graph, "main.js", flags={"FEATURE_B": flag}).mangled for flag in (True, False))

    assert on == off == {"_y": "_a", "_x": "_b"}


@pytest.mark.parametrize(
    "taken",
    [
        pytest.param("run('_a')", id="text"),
        pytest.param("a['_a'] = `_b`", id="index"),
        pytest.param("run({ '_a': 1 })", id="key in quotes"),
    ],
)
def test_a_short_name_that_a_text_spells_is_not_given(taken):
    """A text may be the key of a property."""
    assert linked(f"{taken}\nrun(x._longer)").splitlines()[1] == "run(x._c);" if "_b" in taken else "run(x._b);"


def test_data_shares_the_names_of_the_code_and_keeps_its_own():
    """`_id` is read by code; `_ga` is the name of a cookie, and looked up by it."""
    graph = parse_modules({"main.js": "import { items } from 'kelisim:items'\nrun(items[0]._id)"})

    core = link_site(
        graph, "main.js", virtual={"kelisim:items": Data({"items": [{"_id": 1, "_ga": 2}]})}, wrap=BARE
    ).core

    assert core == "let items=[{_a:1,_ga:2}];\nrun(items[0]._a);\n"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        pytest.param("a['_b']", 3, id="index"),
        pytest.param("a({ '_b': 1 })", 5, id="key"),
        pytest.param("const { '_b': c } = a", 9, id="key of a pattern"),
        pytest.param("'_b' in a", 1, id="sought"),
        pytest.param("a({ '_b'() {} })", 5, id="method"),
    ],
)
def test_a_private_name_in_quotes_is_reported(text, column):
    """In quotes it keeps its name, elsewhere it is another."""
    result = link_site(parse_modules({"main.js": f"{text}\nrun(a._b)"}), "main.js")

    assert result.problems == (
        LinkProblem(
            "main.js",
            1,
            column,
            '"_b" is private elsewhere, and would keep its name here',
            "write it without quotes, or begin it without an underscore",
        ),
    )


@pytest.mark.parametrize("text", ["window['_fbq']", "a('_b')", "a({ b: '_b' })", "a('_b' + c)"])
def test_a_text_that_is_no_key_or_no_private_name_may_stand_in_quotes(text):
    """Names that others gave, and texts that only look like names."""
    assert not link_site(parse_modules({"main.js": f"{text}\nrun(a._b)"}), "main.js").problems
