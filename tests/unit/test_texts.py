"""The table of interface texts: what it gives, and what a developer gets wrong in it."""

from __future__ import annotations

import pytest

from kelisim.source import TomlSource
from kelisim.texts import parse_texts

TABLE = """\
["banner.title"]
text = "Cookies"
note = "Heading."
max_length = 40

["banner.operator"]
text = "Operator: {operator.name}"
note = "Small line."
placeholders = { "operator.name" = "Vivus" }

["unit.days"]
one = "{n} day"
other = "{n} days"
note = "Duration."
placeholders = { n = "180" }
"""


def parsed(old="", new="", more=""):
    assert not old or TABLE.count(old) == 1
    return parse_texts(TomlSource("banner/texts.toml", TABLE.replace(old, new) if old else TABLE + more))


def test_a_sound_table_becomes_originals_by_id():
    """Forms, tags, notes and limits are what catalogs are checked against."""
    originals, problems = parsed()

    assert problems == []
    assert originals["unit.days"].forms == ("{n} day", "{n} days")
    assert (originals["banner.title"].text, originals["banner.title"].max_length) == ("Cookies", 40)
    assert str(originals["banner.operator"].where()) == "banner/texts.toml:6:2"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param(
            'note = "Heading."\n',
            "",
            """\
banner/texts.toml:1:2: error[K106]: banner.title.note is missing
  1 | ["banner.title"]
    |  ^^^^^^^^^^^^^^
    = expected a text
    = add note = …""",
            id="no note for translators",
        ),
        pytest.param(
            'text = "Cookies"\n',
            "",
            """\
banner/texts.toml:1:2: error[K106]: "banner.title" has no text
  1 | ["banner.title"]
    |  ^^^^^^^^^^^^^^
    = expected text, or one and other""",
            id="no text",
        ),
        pytest.param(
            'other = "{n} days"\n',
            "",
            """\
banner/texts.toml:11:2: error[K106]: "unit.days" has one
  11 | ["unit.days"]
     |  ^^^^^^^^^^^
    = expected text, or one and other""",
            id="one form of two",
        ),
        pytest.param(
            'one = "{n} day"',
            'one = "{n} day"\ntext = "days"',
            """\
banner/texts.toml:11:2: error[K106]: "unit.days" has text and one and other
  11 | ["unit.days"]
     |  ^^^^^^^^^^^
    = expected text, or one and other""",
            id="text and plural forms",
        ),
        pytest.param(
            'placeholders = { "operator.name" = "Vivus" }\n',
            "",
            """\
banner/texts.toml:7:8: error[K203]: "banner.operator" uses {operator.name} without a sample value
  7 | text = "Operator: {operator.name}"
    |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    = placeholders = { "operator.name" = "…" }""",
            id="placeholder without a sample",
        ),
        pytest.param(
            '"Operator: {operator.name}"',
            '"Operator"',
            """\
banner/texts.toml:9:18: error[K203]: "banner.operator" does not use {operator.name}
  9 | placeholders = { "operator.name" = "Vivus" }
    |                  ^^^^^^^^^^^^^^^
    = remove its sample value""",
            id="sample without a placeholder",
        ),
        pytest.param(
            '"{n} days"',
            '"{n} days {"',
            """\
banner/texts.toml:13:9: error[K203]: a single {
  13 | other = "{n} days {"
     |         ^^^^^^^^^^^^
    = write {{ for the sign itself""",
            id="single brace",
        ),
        pytest.param(
            'text = "Cookies"',
            'text = "<b>Cookies"\ntags = ["b"]',
            """\
banner/texts.toml:2:8: error[K204]: the tag <b> is never closed
  2 | text = "<b>Cookies"
    |        ^^^^^^^^^^^^
    = write </b> where it ends""",
            id="tag not closed",
        ),
        pytest.param(
            "max_length = 40",
            "max_lenght = 40",
            """\
banner/texts.toml:4:1: error[K104]: unknown key "max_lenght" in [banner.title]
  4 | max_lenght = 40
    | ^^^^^^^^^^
    = did you mean "max_length"?""",
            id="misspelt key",
        ),
        pytest.param(
            'note = "Heading."',
            "note = Heading",
            """\
banner/texts.toml:3:8: error[K101]: this is not TOML: this is not a value
  3 | note = Heading
    |        ^
    = texts stand in quotation marks; true and false are written small""",
            id="no TOML",
        ),
    ],
)
def test_a_fault_of_the_table_is_told_where_it_stands(old, new, message):
    """One fault, one message."""
    _, problems = parsed(old, new)

    assert [str(problem) for problem in problems] == [message]


def test_the_texts_of_this_repository_have_no_problem():
    """The table that is shipped is sound."""
    from pathlib import Path

    text = Path(__file__).parents[2].joinpath("banner/texts.toml").read_text("utf-8")

    _, problems = parse_texts(TomlSource("banner/texts.toml", text))

    assert [str(problem) for problem in problems] == []
