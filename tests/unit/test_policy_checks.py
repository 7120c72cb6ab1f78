"""Checks of a policy: what a text says and links, what its translations say, and what a site makes of it."""

from __future__ import annotations

import pytest

from kelisim.catalogs import parse_catalog
from kelisim.policy.checks import check_document, check_translation
from kelisim.policy.edition import Edition
from kelisim.policy.site_checks import check_site_policy
from kelisim.source import Source
from tests.unit.policy_examples import compiled, document, small_site

OPERATOR = "{operator.name} runs {site.url}. {#about.operator}"


def told(*changes):
    """The problems of the small policy with changes, each whole."""
    return [str(problem) for problem in check_document(document(*changes), "en")]


def with_text(text):
    """The problems of the small policy whose first unit says something else."""
    return told((OPERATOR, f"{text} {{#about.operator}}"))


def test_the_small_policy_is_sound():
    """The faults below are each the only one."""
    assert told() == []


TEXT_FAULTS = [
    pytest.param(
        "Of {operator.emial}.",
        "policy_src/policy.en.md:8:4: error[K318]: unknown placeholder {operator.emial}\n"
        "  8 | Of {operator.emial}. {#about.operator}\n"
        "    |    ^^^^^^^^^^^^^^^^\n"
        '    = did you mean "{operator.email}"?',
        id="misspelled placeholder",
    ),
    pytest.param(
        "Of {weather}.",
        "policy_src/policy.en.md:8:4: error[K318]: unknown placeholder {weather}\n"
        "  8 | Of {weather}. {#about.operator}\n"
        "    |    ^^^^^^^^^\n"
        "    = expected {browser.links}, {consent.lifetime}, {countries}, {operator.address}, {operator.bin}, "
        "{operator.email}, {operator.licence}, {operator.name}, {operator.responsible_person}, {operator.short}, "
        "{operator.storage_location}, {policy.archive}, {policy.effective}, {policy.version}, {site.url}, {ui.reopen}",
        id="unknown placeholder",
    ),
    pytest.param(
        "Of {Operator}.",
        "policy_src/policy.en.md:8:4: error[K318]: {Operator} is not a placeholder\n"
        "  8 | Of {Operator}. {#about.operator}\n"
        "    |    ^^^^^^^^^^\n"
        "    = a placeholder is small Latin letters: {operator.short:gen}",
        id="no placeholder at all",
    ),
    pytest.param(
        "Of {operator.short:gne}.",
        'policy_src/policy.en.md:8:4: error[K319]: "gne" is not a case\n'
        "  8 | Of {operator.short:gne}. {#about.operator}\n"
        "    |    ^^^^^^^^^^^^^^^^^^^^\n"
        "    = expected one of nom, gen, dat, acc, loc, abl, ins, priv, attr\n"
        '    = did you mean "{operator.short:gen}"?',
        id="misspelled case",
    ),
    pytest.param(
        "On {site.url:loc}.",
        "policy_src/policy.en.md:8:4: error[K319]: {site.url} takes no case\n"
        "  8 | On {site.url:loc}. {#about.operator}\n"
        "    |    ^^^^^^^^^^^^^^\n"
        "    = expected cases only on {operator.name}, {operator.short}\n"
        "    = let a noun beside it carry the ending",
        id="case of an address",
    ),
    pytest.param(
        "BIN {operator.bin}.",
        "policy_src/policy.en.md:8:5: error[K321]: {operator.bin} may have no value\n"
        "  8 | BIN {operator.bin}. {#about.operator}\n"
        "    |     ^^^^^^^^^^^^^^\n"
        "    = expected a unit that is printed only with it: {#about.operator if=bin}\n"
        "    = make a unit of its own of the sentence",
        id="value that may be missing",
    ),
    pytest.param(
        "See {number.itmes}.",
        "policy_src/policy.en.md:8:5: error[K326]: {number.itmes} points at nothing\n"
        "  8 | See {number.itmes}. {#about.operator}\n"
        "    |     ^^^^^^^^^^^^^^\n"
        '    = did you mean "{number.items}"?',
        id="number of nothing",
    ),
    pytest.param(
        "See {block:items} here.",
        "policy_src/policy.en.md:8:5: error[K334]: {block:items} stands inside a text\n"
        "  8 | See {block:items} here. {#about.operator}\n"
        "    |     ^^^^^^^^^^^^^\n"
        "    = expected a block on a line of its own",
        id="block in a sentence",
    ),
    pytest.param(
        "Some <b>bold</b> words.",
        "policy_src/policy.en.md:8:6: error[K322]: HTML in a text: <b>\n"
        "  8 | Some <b>bold</b> words. {#about.operator}\n"
        "    |      ^^^\n"
        "    = expected *emphasis*, **strong** and [links](https://…)",
        id="HTML",
    ),
    pytest.param(
        "An ![image](https://a.kz/b.png).",
        "policy_src/policy.en.md:8:4: error[K322]: an image in a text: ![\n"
        "  8 | An ![image](https://a.kz/b.png). {#about.operator}\n"
        "    |    ^^\n"
        "    = expected words",
        id="image",
    ),
    pytest.param(
        "See [the law].",
        "policy_src/policy.en.md:8:5: error[K322]: a link without an address: [the law]\n"
        "  8 | See [the law]. {#about.operator}\n"
        "    |     ^^^^^^^^^\n"
        r"    = expected [words](https://…), or \[ for the sign itself",
        id="brackets without address",
    ),
    pytest.param(
        "See [us](http://a.kz/).",
        'policy_src/policy.en.md:8:10: error[K323]: a link to "http://a.kz/"\n'
        "  8 | See [us](http://a.kz/). {#about.operator}\n"
        "    |          ^^^^^^^^^^^^\n"
        "    = expected https://…, mailto:…, {site.url} or mailto:{operator.email}\n"
        '    = did you mean "https://a.kz/"?',
        id="link without encryption",
    ),
    pytest.param(
        "See [us](javascript:alert).",
        'policy_src/policy.en.md:8:10: error[K323]: a link to "javascript:alert"\n'
        "  8 | See [us](javascript:alert). {#about.operator}\n"
        "    |          ^^^^^^^^^^^^^^^^\n"
        "    = expected https://…, mailto:…, {site.url} or mailto:{operator.email}",
        id="link to a script",
    ),
    pytest.param(
        "A \ufdd0 mark.",
        'policy_src/policy.en.md:8:1: error[K329]: "about.operator" holds the character U+FDD0\n'
        "  8 | A \ufdd0 mark. {#about.operator}\n"
        "    | ^^^^^^^^^\n"
        "    = expected letters, signs and spaces\n"
        "    = delete it; editors show it as a box or not at all",
        id="noncharacter",
    ),
]


@pytest.mark.parametrize(("text", "message"), TEXT_FAULTS)
def test_a_fault_of_a_text_is_reported_at_the_word(text, message):
    """Every fault names the word, what was expected and a way out."""
    assert with_text(text) == [message]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("See [us](https://a.kz/?a=b_c) or [write](mailto:{operator.email}).", id="links"),
        pytest.param("*One* and **two**, 2 * 3 and \\* too.", id="emphasis"),
        pytest.param("{{literally}} & more, 1 < 2, \\[sic\\].", id="signs"),
        pytest.param("Clause {number.items} and {number.others}, {number.kinds.marketing}.", id="numbers"),
        pytest.param("{operator.name:gen} and {operator.short:ins}.", id="cases"),
        pytest.param("[{site.url}]({site.url})", id="address of the site"),
    ],
)
def test_what_a_text_may_say(text):
    """The small Markdown, placeholders and doubled braces."""
    assert with_text(text) == []


STRUCTURE_FAULTS = [
    pytest.param(("{#reopening.button}", "{#about.operator}"), "K301", id="two units"),
    pytest.param(("### {#kinds}", "### {#data}"), "K314", id="clause like its section"),
    pytest.param(("### {#kinds}", "### {#items}"), "K314", id="two clauses"),
    pytest.param(("# Cookie policy {#title}\n", ""), "K333", id="no title"),
    pytest.param(("## Data {#data}", "## {#data}"), "K332", id="section without heading"),
    pytest.param(("{block:items}\n", ""), "K307", id="block missing"),
    pytest.param(("{block:items}\n", "{block:items}\n\n{block:items}\n"), "K307", id="block twice"),
    pytest.param(("{#statistics.views}", "{#statistics.wiews}"), "K311", id="unknown statistic"),
    pytest.param(("- necessary {#kinds.necessary}", "- necessary. {#kinds.necessary}"), "K324", id="item with a stop"),
    pytest.param(("{#about.bin if=bin}", "{#about.bin if=bin,!bin}"), "K337", id="conditions that exclude each other"),
    pytest.param(("{#consent.explicit if=explicit}", "{#consent.explicit drop}"), "K335", id="dropped at home"),
    pytest.param(("They stand in the table. {#items.intro}", "{#items.intro}"), "K331", id="no text"),
]


@pytest.mark.parametrize(("change", "code"), STRUCTURE_FAULTS)
def test_a_fault_of_structure_is_found(change, code):
    """The kinds of faults that concern more than one text."""
    [*codes] = {problem.code for problem in check_document(document(change), "en")} - {"K313"}

    assert codes == [code]


def test_an_id_that_stands_twice_names_both_places():
    """Whoever reads it finds the other one."""
    [message] = told(("{#reopening.button}", "{#about.operator}"))

    first, *_, way_out = message.splitlines()
    assert first == 'policy_src/policy.en.md:72:78: error[K301]: the id "about.operator" stands twice'
    assert way_out == ("    = policy_src/policy.en.md:8:34 has it too; add a word: {#about.operator.text}")


def test_a_statistic_without_words_is_named():
    """Any of them may be collected by a service."""
    [message] = told(("- number 0 {#statistics.pages}\n", ""))

    assert message == (
        "policy_src/policy.en.md:22:8: error[K313]: the list of statistics has no pages\n"
        "  22 | {block:statistics}\n"
        "     |        ^^^^^^^^^^\n"
        "    = expected an item for each: a service in use may collect it (KZ-5 g)\n"
        "    = add - … {#statistics.pages} below {block:statistics}"
    )


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param(
            ("{#recipients.intro if=recipients}", "{#recipients.intro}"),
            '"recipients.intro" announces a list and has none when !recipients',
            id="block of another condition",
        ),
        pytest.param(
            ("{#kinds.necessary}", "{#kinds.necessary if=bin}"),
            '"kinds.intro" announces a list and has none when !analytics, !bin, !marketing',
            id="list that may be empty",
        ),
        pytest.param(
            ("Whoever uses the site agrees.", "Whoever uses the site agrees to:"),
            '"consent.implied" announces a list and has none',
            id="no list at all",
        ),
    ],
)
def test_a_list_that_is_announced_has_to_come(change, found):
    """A colon that some site would print without its list is a fault, and the conditions are named."""
    assert [problem.found for problem in check_document(document(change), "en")] == [found]


def test_complementary_items_are_a_list_under_any_conditions():
    """One of two items is always printed, so the text above them is never alone."""
    change = ("- necessary {#kinds.necessary}", "- one {#kinds.one if=bin}\n- other {#kinds.other if=!bin}")

    assert told(change) == []


def test_a_long_unit_is_a_warning():
    """It can be printed, but nobody can approve it sentence by sentence."""
    [message] = with_text("word " * 121)

    assert message.splitlines()[0] == ('policy_src/policy.en.md:8:1: warning[K317]: "about.operator" has 121 words')


PO = """\
msgid ""
msgstr ""
"Language: kk\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "policy.kinds.necessary"
msgid "necessary"
msgstr "қажетті;"

msgctxt "policy.items.intro"
msgid "They stand in the table."
msgstr "Олар <b>кестеде</b> [тұр](http://a.kz)."

msgctxt "policy.about.operator"
msgid "{operator.name} runs {site.url}."
msgstr "{operator.name:gne} сайты {site.url}."
"""


def test_a_translation_is_checked_like_the_source():
    """The same small Markdown and the same cases, at the translator's line."""
    catalog, problems = parse_catalog(Source("kk/policy.po", PO), "policy", "kk")
    assert catalog
    assert problems == []

    found = [problem.headline() for problem in check_translation(document(), catalog)]

    assert sorted(found) == [
        "kk/policy.po:12:14: error[K322]: HTML in a text: <b>",
        'kk/policy.po:12:35: error[K323]: a link to "http://a.kz"',
        'kk/policy.po:16:9: error[K319]: "gne" is not a case',
        'kk/policy.po:8:9: error[K324]: the item "kinds.necessary" ends in ";"',
    ]


def test_a_form_that_only_the_owner_can_write_is_asked_for():
    """English has no rules for endings, so the site says the form."""
    policy = compiled((OPERATOR, "The site of {operator.short:gen}. {#about.operator}"))

    [problem] = check_site_policy(policy, small_site(), Edition("1.0"))

    assert str(problem) == (
        'site.toml:13:12: error[K328]: the policy needs Vivus in the case gen ("about.operator")\n'
        '  13 | short.en = "Vivus"\n'
        "     |            ^^^^^^^\n"
        "    = expected the form as it is written in a sentence: only Kazakh forms are made by rule, en has none\n"
        '    = short.en = { text = "Vivus", gen = "…" }'
    )


def test_a_form_that_the_owner_wrote_is_enough():
    """What is written out wins."""
    policy = compiled((OPERATOR, "The site of {operator.name:gen}. {#about.operator}"))
    site = small_site(('name.kk = "«Vivus» ЖШС"', 'name.kk = "«Vivus» ЖШС"\nname.en = { text = "Us", gen = "ours" }'))

    assert list(check_site_policy(policy, site, Edition("1.0"))) == []


def test_a_number_of_something_not_printed_is_a_fault_of_that_site():
    """The text points at a clause that this site does not have."""
    policy = compiled((OPERATOR, "See {number.consent.implied}. {#about.operator}"))

    [problem] = check_site_policy(policy, small_site(), Edition("1.0"))

    assert problem.headline() == (
        'policy_src/policy.en.md:8:5: error[K327]: "about.operator" points at "consent.implied", '
        "which this site does not print"
    )


def test_a_site_that_collects_nothing_is_told_of_the_empty_list():
    """The text announces statistics, and there are none."""
    site = small_site(('services = ["counter"]', "services = []"))

    [problem] = check_site_policy(compiled(), site, Edition("1.0"))

    assert problem.headline() == (
        'policy_src/policy.en.md:20:10: error[K325]: "collected.intro" announces a list, '
        "and this site has nothing to list"
    )
