"""The source of a policy: units, clauses and blocks come out as they are written, and every fault names its place."""

from __future__ import annotations

import pytest

from kelisim.policy.document import Enumeration, Generated, Paragraph
from kelisim.policy.source import LARGEST_CHARACTERS, parse_policy
from kelisim.source import Source
from tests.unit.policy_examples import document, policy_source


def parsed(text):
    return parse_policy(Source("policy.en.md", text))


def told(text):
    """The problems of a text, each whole."""
    return [str(problem) for problem in parsed(text)[1]]


def in_clause(text):
    """A text inside a clause, and how many lines stand before it."""
    return f"# T {{#title}}\n## S {{#s}}\n### {{#c}}\n{text}\n"


def clause_of(text):
    [clause] = parsed(in_clause(text))[0].clauses
    return clause


def test_headings_make_sections_and_clauses():
    """A heading of the second level is a section, one of the third a clause, with or without words."""
    policy = document()

    assert policy.title.text == "Cookie policy"
    assert [section.heading.text for section in policy.sections] == ["General", "Data", "Others", "Changes"]
    assert [clause.id for clause in policy.sections[1].clauses] == ["collected", "kinds", "items"]
    assert [clause.heading.text for clause in policy.sections[2].clauses] == ["Recipients"]


def test_units_without_a_blank_line_between_them_are_one_paragraph():
    """Sentences that appear by themselves still read as one text."""
    clause = clause_of("One. {#one}\nTwo. {#two}\n\nThree. {#three}")

    assert [[unit.id for unit in block.units] for block in clause.blocks] == [["one", "two"], ["three"]]
    assert all(isinstance(block, Paragraph) for block in clause.blocks)


def test_a_line_break_inside_a_unit_is_a_space():
    """A long sentence may be wrapped wherever it suits the writer."""
    [block] = clause_of("One\n  and   more\nand the end. {#one}").blocks

    assert block.units[0].text == "One and more and the end."


def test_lists_are_told_apart_by_their_mark():
    """Dashes make a list, numbers a numbered list; a blank line between items changes nothing."""
    clause = clause_of("- a {#a}\n\n- b {#b}\n1. c {#c_item}\n1. d {#d}")

    assert [(block.numbered, [unit.id for unit in block.units]) for block in clause.blocks] == [
        (False, ["a", "b"]),
        (True, ["c_item", "d"]),
    ]
    assert all(isinstance(block, Enumeration) for block in clause.blocks)


def test_a_sentence_may_go_on_with_a_number():
    """A wrapped line that begins with a year is no item of a list."""
    [block] = clause_of("It was in\n2026. Nothing else. {#one}").blocks

    assert block.units[0].text == "It was in 2026. Nothing else."


def test_statistics_belong_to_their_block():
    """The items below {block:statistics} are what the build chooses from."""
    clause = next(clause for clause in document().clauses if clause.id == "collected")

    block = clause.blocks[-1]

    assert isinstance(block, Generated)
    assert [unit.id for unit in block.units][:2] == ["statistics.pages", "statistics.views"]


def test_a_comment_is_a_note_for_the_next_unit():
    """Translators read it; it is not printed, and it does not end the paragraph."""
    [block] = clause_of("One. {#one}\n<!-- Two lines\nof a note. -->\nTwo. {#two}\nThree. {#three}").blocks

    assert [(unit.id, unit.note) for unit in block.units] == [
        ("one", ""),
        ("two", "Two lines of a note."),
        ("three", ""),
    ]


def test_conditions_and_drop_are_read_from_the_marker():
    """All conditions have to hold; drop removes a packaged unit."""
    [block] = clause_of("One. {#one if=explicit,!microfinance}\n{#two drop}").blocks

    assert [(unit.conditions, unit.dropped) for unit in block.units] == [
        (("explicit", "!microfinance"), False),
        ((), True),
    ]


def test_a_unit_knows_where_its_words_stand():
    """Faults found later point at the word, also when the text is wrapped."""
    unit = clause_of("One {place}\nand more. {#one}").blocks[0].units[0]

    assert str(unit.place_of("{place}")) == "policy.en.md:4:5"
    assert str(unit.place_of("not there")) == "policy.en.md:4:1"


def test_line_ends_of_windows_change_no_place_and_no_text():
    """A file checked out with CRLF is the same policy."""
    text = in_clause("One. {#one}\nTwo. {#two}")

    document, problems = parsed(text.replace("\n", "\r\n"))

    assert problems == []
    assert document == parsed(text)[0]


def test_a_huge_file_is_refused_before_it_is_read():
    """A million characters are no policy."""
    [message] = told("a" * (LARGEST_CHARACTERS + 1))

    assert message == (
        "policy.en.md: error[K316]: the policy has 1 000 001 characters\n"
        "    = expected a text that somebody can read: at most 1 000 000 characters\n"
        "    = look whether another file was saved under this name"
    )


FAULTS = [
    pytest.param(
        "Text without an end.",
        "policy.en.md:4:1: error[K302]: this text has no id\n"
        "  4 | Text without an end.\n"
        "    | ^^^^^^^^^^^^^^^^^^^^\n"
        "    = expected an id at the end of its last line: {#general.about}",
        id="text without id",
    ),
    pytest.param(
        "### Heading",
        "policy.en.md:4:1: error[K302]: this heading has no id\n"
        "  4 | ### Heading\n"
        "    | ^^^^^^^^^^^\n"
        "    = expected an id at its end: {#general}",
        id="heading without id",
    ),
    pytest.param(
        "One. {#one} Two. {#two}",
        "policy.en.md:4:6: error[K303]: {#one} stands in the middle of a line\n"
        "  4 | One. {#one} Two. {#two}\n"
        "    |      ^^^^^^\n"
        "    = expected the id of a unit at the end of its last line\n"
        "    = begin a new line after it",
        id="id in the middle",
    ),
    pytest.param(
        "One. {#About-Us}",
        'policy.en.md:4:8: error[K304]: "About-Us" is not an id\n'
        "  4 | One. {#About-Us}\n"
        "    |        ^^^^^^^^\n"
        "    = expected small Latin letters, words joined by . and _, as in consent.explicit\n"
        '    = did you mean "about_us"?',
        id="id with capitals and hyphen",
    ),
    pytest.param(
        "One. {#}",
        "policy.en.md:4:8: error[K304]: the id is empty\n"
        "  4 | One. {#}\n"
        "    |        ^\n"
        "    = expected small Latin letters, words joined by . and _, as in consent.explicit",
        id="empty id",
    ),
    pytest.param(
        "One. {#one iff=bin}",
        'policy.en.md:4:12: error[K305]: "iff=bin" means nothing in a marker\n'
        "  4 | One. {#one iff=bin}\n"
        "    |            ^^^^^^^\n"
        "    = expected {#id}, {#id if=condition} or {#id drop}\n"
        '    = did you mean "if=…"?',
        id="misspelled if",
    ),
    pytest.param(
        "One. {#one if=explicit,!marketting}",
        'policy.en.md:4:24: error[K306]: unknown condition "marketting"\n'
        "  4 | One. {#one if=explicit,!marketting}\n"
        "    |                        ^^^^^^^^^^^\n"
        '    = did you mean "marketing"?',
        id="misspelled condition",
    ),
    pytest.param(
        "One. {#one if=sunny}",
        'policy.en.md:4:15: error[K306]: unknown condition "sunny"\n'
        "  4 | One. {#one if=sunny}\n"
        "    |               ^^^^^\n"
        "    = expected one of explicit, implied, functional, analytics, marketing, recipients, abroad, recording, "
        "published, records, bin, responsible_person, storage_location, address, licence, dated, archive, microfinance",
        id="unknown condition",
    ),
    pytest.param(
        "{block:item}",
        'policy.en.md:4:8: error[K307]: unknown block "item"\n'
        "  4 | {block:item}\n"
        "    |        ^^^^\n"
        '    = did you mean "items"?',
        id="misspelled block",
    ),
    pytest.param(
        "#### Deeper {#deeper}",
        "policy.en.md:4:13: error[K309]: a heading of level 4\n"
        "  4 | #### Deeper {#deeper}\n"
        "    |             ^^^^^^^^^\n"
        "    = expected #, ## for a section, ### for a clause",
        id="fourth level",
    ),
    pytest.param(
        "# Again {#again}",
        "policy.en.md:4:9: error[K309]: a second title\n"
        "  4 | # Again {#again}\n"
        "    |         ^^^^^^^^\n"
        "    = expected one title, first",
        id="second title",
    ),
    pytest.param(
        "- one {#one}\n  - two {#two}",
        "policy.en.md:5:1: error[K309]: a list inside a list, or a line indented by mistake\n"
        "  5 |   - two {#two}\n"
        "    | ^^^^^^^^^^^^^^\n"
        "    = expected items at the beginning of the line: lists have one level",
        id="nested list",
    ),
    pytest.param(
        "<!-- note --> One. {#one}",
        "policy.en.md:4:1: error[K309]: a comment and a text stand on one line\n"
        "  4 | <!-- note --> One. {#one}\n"
        "    | ^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "    = expected a note for translators on a line of its own",
        id="comment before text",
    ),
    pytest.param(
        "- pages {#statistics.pages}",
        'policy.en.md:4:9: error[K312]: "statistics.pages" stands outside the list of statistics\n'
        "  4 | - pages {#statistics.pages}\n"
        "    |         ^^^^^^^^^^^^^^^^^^^\n"
        "    = expected the items right below {block:statistics}",
        id="statistic elsewhere",
    ),
]


@pytest.mark.parametrize(("text", "message"), FAULTS)
def test_a_fault_of_form_is_reported_where_it_stands(text, message):
    """Each fault is reported once, with its place, what was expected and a way out."""
    assert told(in_clause(text)) == [message]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "Text. {#text}\n\nMore. {#more}\n",
            "policy.en.md:1:7: error[K308]: this text stands in no clause\n"
            "  1 | Text. {#text}\n"
            "    |       ^^^^^^^\n"
            "    = expected a clause above it: ### {#about}",
            id="text above everything",
        ),
        pytest.param(
            "### {#clause}\n",
            "policy.en.md:1:5: error[K308]: this clause stands in no section\n"
            "  1 | ### {#clause}\n"
            "    |     ^^^^^^^^^\n"
            "    = expected a section above it: ## Heading {#general}",
            id="clause without section",
        ),
        pytest.param(
            "## S {#s}\n# T {#title}\n",
            "policy.en.md:2:5: error[K309]: a title below a section\n"
            "  2 | # T {#title}\n"
            "    |     ^^^^^^^^\n"
            "    = expected one title, first",
            id="late title",
        ),
    ],
)
def test_what_stands_outside_sections_and_clauses_is_reported_once(text, message):
    """Everything below the title is numbered, so it stands in a clause."""
    assert told(text) == [message]


def test_all_faults_come_in_one_run():
    """Nobody mends one fault to learn of the next."""
    _, problems = parse_policy(
        policy_source(
            ("{#about.bin if=bin}", "{#about.bin if=bni}"),
            ("{#consent.implied if=implied}", "{#Implied if=implied}"),
            ("{block:items}", "{block:cookies}"),
        )
    )

    assert [problem.code for problem in problems] == ["K306", "K304", "K307"]
