"""Sources: from an offset, a TOML key or a fault of the syntax to a place that a person can go to."""

from __future__ import annotations

import datetime
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.source import Source, TomlSource, parse_toml

SYNTAX = "see https://toml.io for the syntax"


def test_an_offset_becomes_line_column_and_text():
    """Lines and columns count from 1, in characters, and the line is shown without its end."""
    source = Source("policy.kk.md", "бір\nекі үш\r\nтөрт")

    place = source.place(source.text.index("үш"), 2)

    assert (str(place), place.length, place.text) == ("policy.kk.md:2:5", 2, "екі үш")


def test_only_a_line_feed_ends_a_line():
    """A line separator inside a text (U+2028, form feed …) does not shift the numbers of the lines after it."""
    source = Source("kk.po", "a\u2028b\x0cc\nd\n")

    assert source.lines == ["a\u2028b\x0cc", "d"]
    assert source.place(source.text.index("d")) == source.line_place(2)


def test_a_line_behind_the_end_has_no_text():
    """The end of a file can be pointed at."""
    place = Source("empty.po", "").line_place(1)

    assert (str(place), place.text) == ("empty.po:1:1", "")


DOCUMENT = TomlSource(
    "site.toml",
    """\
id = "vivus"  # a short name
languages = [ # two
  "kk",
  "ru",
]
[operator]
name.kk = "«Vivus»"
"short".ru = { text = "МФО", gen = 'МФО' }
[service.own-site]
php = true
[[items]]
id = "ga"
[[items]]
id = "gid"
[items.more]
note = \"\"\"
long
\"\"\"
""",
)


@pytest.mark.parametrize(
    ("keys", "where", "text"),
    [
        pytest.param(("id",), "1:6", '"vivus"', id="text with a comment behind it"),
        pytest.param(("languages", 1), "4:3", '"ru"', id="entry of a list"),
        pytest.param(("languages",), "2:13", "[ # two", id="list over several lines: its first line"),
        pytest.param(("operator", "name", "kk"), "7:11", '"«Vivus»"', id="dotted key"),
        pytest.param(("operator", "short", "ru", "gen"), "8:36", "'МФО'", id="inline table under a quoted key"),
        pytest.param(("service", "own-site", "php"), "10:7", "true", id="key of a section"),
        pytest.param(("service",), "9:2", "service.own-site", id="table that a section implies"),
        pytest.param(("items", 1, "id"), "14:6", '"gid"', id="second of an array of tables"),
        pytest.param(("items", 0), "11:3", "items", id="entry of an array of tables"),
        pytest.param(("items", 1, "more", "note"), "16:8", '"""', id="section below an array of tables"),
        pytest.param(("operator", "bin"), "6:2", "operator", id="missing key: the section it belongs to"),
        pytest.param(("nothing",), "1:1", "i", id="nothing of it is there: the file's beginning"),
    ],
)
def test_a_key_path_leads_to_its_value(keys, where, text):
    """Whatever the way of writing, the place is the value's, or that of the nearest table that is there."""
    place = DOCUMENT.span_of(*keys)

    assert str(place) == f"site.toml:{where}"
    assert place.text[place.column - 1 : place.column - 1 + place.length] == text


def test_a_key_can_be_pointed_at_itself():
    """An unknown key is marked, not its value."""
    place = DOCUMENT.key_span("operator", "short", "ru")

    assert place.text[place.column - 1 : place.column - 1 + place.length] == '"short".ru'


@pytest.mark.parametrize(
    ("text", "where", "found", "fix"),
    [
        pytest.param(
            "id = vivus\n",
            ":1:6",
            "this is not a value",
            "texts stand in quotation marks; true and false are written small",
            id="text without quotation marks",
        ),
        pytest.param(
            "example = True\n",
            ":1:11",
            "this is not a value",
            "texts stand in quotation marks; true and false are written small",
            id="Python's true",
        ),
        pytest.param(
            'id = "vivus\n',
            ":1:12",
            "a text is not closed on its line",
            'write " at its end, or begin and end it with """',
            id="unclosed text",
        ),
        pytest.param(
            'id = "C:\\path"\n',
            ":1:9",
            "a single backslash in a text",
            "write \\\\, or put the text between '…'",
            id="backslash",
        ),
        pytest.param(
            'id = "a"\n  id = "b"\n', ":2:3", "the key is already there", "remove it, or join the two", id="key twice"
        ),
        pytest.param(
            "[consent]\n[banner]\n[consent]\n",
            ":3:1",
            "the section, or a key of its name, is already there",
            "remove it, or join the two",
            id="section twice",
        ),
        pytest.param(
            'name = { kk = "a", kk = "b" }\n',
            ":1:1",
            "a key of the inline table is already there",
            "remove it, or join the two",
            id="key of an inline table twice",
        ),
        pytest.param(
            "list = []\n[[list]]\n",
            ":2:1",
            "an inline table { … } cannot be added to",
            "remove it, or join the two",
            id="array of tables after a list",
        ),
        pytest.param(
            f"bin = {'9' * 5000}\n",
            ":1:5007",
            "a number is too long",
            "put it between quotation marks",
            id="endless number",
        ),
        pytest.param('id "a"\n', ":1:4", "expected '=' after a key in a key/value pair", SYNTAX, id="no equals sign"),
        pytest.param("languages = [1, 2\n", ":1:18", "unclosed array", SYNTAX, id="cut off in a list"),
    ],
)
def test_a_file_that_is_not_toml_says_where_and_why(text, where, found, fix):
    """The parser's words are turned into the user's, the place into a line and a column."""
    [problem] = parse_toml(TomlSource("site.toml", text))

    assert problem.headline() == f"site.toml{where}: error[K101]: this is not TOML: {found}"
    assert problem.fix == fix


def test_the_whole_message_of_broken_toml():
    """The line is shown, the caret stands where the parser stopped."""
    [problem] = parse_toml(TomlSource("site.toml", 'id = "vivus"\nurl = https://vivus.kz\n'))

    assert str(problem).splitlines() == [
        "site.toml:2:7: error[K101]: this is not TOML: this is not a value",
        "  2 | url = https://vivus.kz",
        "    |       ^",
        "    = texts stand in quotation marks; true and false are written small",
    ]


def test_endless_nesting_is_a_problem_and_no_crash():
    """A file of nothing but brackets is refused like any other."""
    [problem] = parse_toml(TomlSource("site.toml", "a = " + "[" * 100_000))

    assert str(problem) == "site.toml: error[K101]: this is not TOML: lists or tables are nested too deep"


BARE = st.from_regex(r"[a-z_-]{1,6}", fullmatch=True)
QUOTED = st.text(st.characters(exclude_characters='"\\', exclude_categories=["Cc", "Cs"]), max_size=5).map(
    lambda text: f'"{text}"'
)
VALUES = st.recursive(
    st.one_of(
        st.integers(-999, 999).map(str),
        st.sampled_from(["true", "false", "2026-11-22", "'it'", '"""а\nб"""', '"қ\\u04b1"', "1.5", '"#"']),
        QUOTED,
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda entries: f"[{', '.join(entries)}]"),
        st.lists(inner, max_size=3).map(
            lambda entries: "[\n# note\n" + "".join(f" {one}, # x\n" for one in entries) + "]"
        ),
        st.dictionaries(st.one_of(BARE, QUOTED), inner, max_size=3).map(
            lambda table: "{ " + ", ".join(f"{key} = {one}" for key, one in table.items()) + " }"
        ),
    ),
    max_leaves=8,
)
KEYS = st.lists(st.one_of(BARE, QUOTED), min_size=1, max_size=3).map(".".join)
ENDS = st.sampled_from(["\n", " # ескерту\n", "# x\r\n"])
PAIRS = st.tuples(KEYS, VALUES, ENDS).map(lambda parts: f"{parts[0]} = {parts[1]}{parts[2]}")
HEADERS = st.one_of(KEYS.map("[{}]\n".format), KEYS.map("[[{}]]\n".format), KEYS.map("  [ {} ] # note\n".format))
DOCUMENTS = st.lists(st.one_of(PAIRS, HEADERS, st.just("\n"), st.just("# ескерту\n")), max_size=10).map("".join)


def every_path(value, keys=()):
    yield keys, value
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield from every_path(entry, (*keys, key))


@given(DOCUMENTS)
def test_every_value_of_any_document_is_found_where_it_stands(text):
    """What stands at the place of a plain value reads as that value: no key path leads astray."""
    source = TomlSource("any.toml", text)
    if parse_toml(source):
        return

    for keys, value in every_path(source.data):
        if keys and not isinstance(value, dict | list):
            key_span, value_span = source._spans[keys]
            written = text[slice(*value_span)]
            assert tomllib.loads(f"x = {written}")["x"] == value
            assert text[slice(*key_span)] or isinstance(keys[-1], int)


@given(DOCUMENTS)
def test_every_table_of_any_document_has_a_place(text):
    """Sections that are only implied, and entries of arrays of tables, have a place as well."""
    source = TomlSource("any.toml", text)
    if parse_toml(source):
        return

    assert {keys for keys, _ in every_path(source.data) if keys} <= set(source._spans)


def test_dates_of_toml_are_read_as_dates():
    """The standard library's values are passed on as they are."""
    assert TomlSource("a.toml", "checked = 2026-11-22").data == {"checked": datetime.date(2026, 11, 22)}
