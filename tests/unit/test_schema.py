"""The schema of TOML sources: what each kind of field says about a wrong value, and what an editor is told."""

from __future__ import annotations

import pytest

from kelisim.schema import (
    Anything,
    Choice,
    Day,
    Either,
    Flag,
    Keyed,
    Listed,
    Table,
    Text,
    Whole,
    localised,
    nearest,
    with_defaults,
)
from kelisim.source import TomlSource

TABLE = Table(
    fields={
        "id": Text(required=True, pattern="[a-z]+", form="small Latin letters"),
        "layout": Choice(words=("bar", "box", "center"), default="bar"),
        "flag": Flag(default=False, note="A flag."),
        "days": Whole(least=1, most=730, unit="days", default=180),
        "checked": Day(),
        "texts": Listed(default=[]),
        "ids": Listed(entry=Text(form="an id"), at_least=1),
        "name": localised(),
        "country": Either(options=(Text(pattern="[A-Z]{2}", form="a country code"), Listed())),
        "banner": Table(fields={"accent": Text(default="#000"), "anything": Anything()}, default={}),
        "service": Keyed(key="[a-z]+", key_form="ids of services", entry=Table(fields={"on": Flag()}), default={}),
        "items": Listed(entry=Table(fields={"id": Text(required=True), "kind": Text()})),
    }
)


def check(text: str) -> list[str]:
    source = TomlSource("site.toml", text)
    return [str(problem) for problem in TABLE.check(source.data, source, ())]


@pytest.mark.parametrize(
    ("line", "column", "found", "advice"),
    [
        pytest.param(
            'flag = "yes"', 8, 'K105]: flag is the text "yes"', ["expected true or false"], id="text for a flag"
        ),
        pytest.param(
            "texts = 5", 9, "K105]: texts is the number 5", ["expected a list of texts"], id="number for a list"
        ),
        pytest.param(
            "ids = [true]", 8, "K105]: entry 1 of ids is true", ["expected an id"], id="wrong type inside a list"
        ),
        pytest.param("ids = []", 7, "K107]: ids has 0 entries", ["expected at least 1"], id="empty list"),
        pytest.param(
            'texts = ["a", "b", "a"]',
            20,
            'K107]: "a" stands twice in texts',
            ["remove one of the two"],
            id="entry twice",
        ),
        pytest.param(
            "days = 0",
            8,
            "K107]: days is 0",
            ["expected a whole number from 1 to 730 (days)"],
            id="number out of bounds",
        ),
        pytest.param(
            "days = 180.5",
            8,
            "K105]: days is the number 180.5",
            ["expected a whole number from 1 to 730 (days)"],
            id="fraction",
        ),
        pytest.param(
            "days = true",
            8,
            "K105]: days is true",
            ["expected a whole number from 1 to 730 (days)"],
            id="flag for a number",
        ),
        pytest.param(
            'checked = "2026-11-22"',
            11,
            'K105]: checked is the text "2026-11-22"',
            ["expected a date such as 2026-11-22, without quotation marks"],
            id="date in quotation marks",
        ),
        pytest.param(
            "checked = 2026-11-22T10:00:00Z",
            11,
            "K105]: checked is the date 2026-11-22 10:00:00+00:00",
            ["expected a date such as 2026-11-22, without quotation marks"],
            id="date with a time",
        ),
        pytest.param(
            "checked = 10:00:00",
            11,
            "K105]: checked is the time 10:00:00",
            ["expected a date such as 2026-11-22, without quotation marks"],
            id="time",
        ),
        pytest.param(
            'layout = "Center"',
            10,
            'K107]: layout is "Center"',
            ['expected one of "bar", "box", "center"', 'did you mean "center"?'],
            id="near miss in letter case",
        ),
        pytest.param(
            'layout = "modal"',
            10,
            'K107]: layout is "modal"',
            ['expected one of "bar", "box", "center"'],
            id="other word",
        ),
        pytest.param(
            "layout = 1",
            10,
            "K105]: layout is the number 1",
            ['expected one of "bar", "box", "center"'],
            id="number for a word",
        ),
        pytest.param(
            "name = 5", 8, "K105]: name is the number 5", ["expected a text, or one per language"], id="no text"
        ),
        pytest.param(
            "name.kk = 5", 11, "K105]: name.kk is the number 5", ["expected a text"], id="no text in a language"
        ),
        pytest.param(
            'name.kazakh = "a"',
            1,
            'K104]: unknown key "kazakh" in [name]',
            ["expected languages (kk, ru, en)"],
            id="no language",
        ),
        pytest.param(
            'country = "Kazakhstan"', 11, 'K108]: country is "Kazakhstan"', ["expected a country code"], id="wrong form"
        ),
        pytest.param(
            "country = 5",
            11,
            "K105]: country is the number 5",
            ["expected a country code or a list of texts"],
            id="neither of two kinds",
        ),
        pytest.param(
            'banner = "bar"',
            10,
            'K105]: banner is the text "bar"',
            ["expected a section with accent, anything"],
            id="text for a section",
        ),
        pytest.param(
            "days = {}", 8, "K105]: days is a section", ["expected a whole number from 1 to 730 (days)"], id="section"
        ),
        pytest.param("flag = []", 8, "K105]: flag is a list", ["expected true or false"], id="list"),
        pytest.param('layuot = "bar"', 1, 'K104]: unknown key "layuot"', ['did you mean "layout"?'], id="misspelt key"),
        pytest.param("Flag = true", 1, 'K104]: unknown key "Flag"', ['did you mean "flag"?'], id="key with a capital"),
        pytest.param(
            "zzz = 1",
            1,
            'K104]: unknown key "zzz"',
            [
                "expected one of banner, checked, country, days, flag, id, ids, items, layout, name, service, texts",
            ],
            id="key like no other",
        ),
        pytest.param(
            'banner.acent = "#fff"',
            1,
            'K104]: unknown key "acent" in [banner]',
            ['did you mean "accent"?'],
            id="misspelt key in a section",
        ),
        pytest.param(
            "service.X.on = true",
            1,
            'K104]: unknown key "X" in [service]',
            ["expected ids of services"],
            id="chosen key of a wrong form",
        ),
        pytest.param(
            'flag = """a very long text that nobody wants to read twice"""',
            8,
            "K105]: flag is a text",
            ["expected true or false"],
            id="long text",
        ),
    ],
)
def test_a_wrong_value_is_told_in_the_users_words(line, column, found, advice):
    """Place, what stands there, what was expected, and the near miss: no word of Python's types."""
    [told] = check(f'id = "a"\n{line}\n')

    headline, excerpt, carets, *more = told.splitlines()
    assert headline == f"site.toml:2:{column}: error[{found}"
    assert (excerpt, carets.rstrip("^")) == (f"  2 | {line}", f"    | {' ' * (column - 1)}")
    assert more == [f"    = {text}" for text in advice]


def test_a_missing_key_says_what_belongs_there():
    """The message says what is wanted, and the line to add; of the file's first level no line can be named."""
    [told] = check("flag = true\n")

    assert told.splitlines() == [
        "site.toml: error[K106]: id is missing",
        "    = expected small Latin letters",
        "    = add id = …",
    ]


def test_a_required_text_may_not_be_blank():
    """A key with nothing behind it is as good as missing, and is told once."""
    assert check('id = " "\n') == [
        'site.toml:1:6: error[K106]: id is empty\n  1 | id = " "\n    |      ^^^\n    = expected small Latin letters'
    ]


def test_a_fault_in_an_array_of_tables_names_the_entry():
    """Of three items the right one is marked."""
    told = check('id = "a"\n[[items]]\nid = "x"\n[[items]]\nkind = "cookie"\n[[items]]\nid = "y"\nkindd = 1\n')

    assert [one.splitlines()[0] for one in told] == [
        "site.toml:4:3: error[K106]: items.id is missing",
        'site.toml:8:1: error[K104]: unknown key "kindd" in [[items]]',
    ]


def test_an_entry_that_stands_twice_is_no_dump_of_its_content():
    """Two equal tables are told as such, not printed as Python prints them."""
    told = check('id = "a"\n[[items]]\nid = "x"\n[[items]]\nid = "x"\n')

    assert [one.splitlines()[0] for one in told] == [
        "site.toml:4:3: error[K107]: the same section stands twice in items"
    ]


def test_all_faults_of_a_file_are_told_in_one_run():
    """One look at the report is enough to mend the whole file."""
    assert len(check('layout = "modal"\nflag = 1\nzzz = 1\n')) == 4


def test_a_sound_file_asks_for_no_places(monkeypatch):
    """Places cost a second reading of the file; nothing is looked up while nothing is wrong."""
    source = TomlSource("site.toml", 'id = "a"\nname = { kk = "a" }\ncountry = ["KZ"]\n[service.a]\non = true\n')
    monkeypatch.setattr(TomlSource, "_spans", property(lambda self: pytest.fail("places were looked up")))

    assert list(TABLE.check(source.data, source, ())) == []


def test_defaults_stand_where_nothing_is_said():
    """Sections that are left out have all their defaults."""
    values = with_defaults(TABLE, {"id": "a", "days": 30})

    assert (values["days"], values["layout"], values["banner"]) == (30, "bar", {"accent": "#000", "anything": None})


@pytest.mark.parametrize(
    ("word", "near"),
    [
        pytest.param("languges", "languages", id="a letter missing"),
        pytest.param("LANGUAGES", "languages", id="capitals"),
        pytest.param("xyz", None, id="nothing near"),
    ],
)
def test_the_nearest_word_is_found(word, near):
    """Near misses are what people type by mistake; letter case makes no difference."""
    assert nearest(word, ["id", "languages", "url"]) == near


def test_the_json_schema_says_what_the_checks_check():
    """Editors complete and check from the same description."""
    described = TABLE.json_schema()

    assert described["required"] == ["id"]
    assert described["additionalProperties"] is False
    assert described["properties"]["id"] == {"type": "string", "pattern": "^([a-z]+)$"}
    assert described["properties"]["layout"] == {"default": "bar", "enum": ["bar", "box", "center"]}
    assert described["properties"]["flag"] == {"description": "A flag.", "default": False, "type": "boolean"}
    assert described["properties"]["days"] == {"default": 180, "type": "integer", "minimum": 1, "maximum": 730}
    assert described["properties"]["checked"] == {"type": "string", "format": "date"}
    assert described["properties"]["ids"] == {
        "type": "array",
        "items": {"type": "string"},
        "uniqueItems": True,
        "minItems": 1,
    }
    assert described["properties"]["name"]["anyOf"][0] == {"type": "string"}
    assert described["properties"]["service"]["patternProperties"]["^([a-z]+)$"]["type"] == "object"
