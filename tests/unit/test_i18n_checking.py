"""What is told of one translation: placeholders, tags, Markdown, lengths, states, and remarks that let a finding be."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from kelisim.catalogs import Original
from kelisim.i18n.approvals import Approval, source_hash, translation_hash
from kelisim.i18n.checking import (
    Surroundings,
    check_approvals,
    check_file,
    check_originals,
    check_source_approvals,
)
from kelisim.i18n.differences import word_difference
from kelisim.i18n.mending import mend_file
from kelisim.i18n.po import parse_po
from kelisim.i18n.templates import Domain, Text
from kelisim.lint import Rules, parse_glossary, parse_styles
from kelisim.problems import Place
from kelisim.source import Source, TomlSource

ROOT = Path(__file__).resolve().parent.parent.parent
RULES = Rules(
    parse_styles(TomlSource("style.toml", (ROOT / "translations/style.toml").read_text("utf-8")))[0],
    parse_glossary(TomlSource("glossary.toml", (ROOT / "translations/glossary.toml").read_text("utf-8")))[0],
)
HEADER = """\
msgid ""
msgstr ""
"Language: kk\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


def domain_of(key, *forms, name="banner", language="en", conditions=(), **told):
    original = Original(key, forms, lambda: Place("source", 3, 1, 1, forms[0]), **told)
    return Domain(name, language, {key: Text(original, "source", conditions)})


def check(domain, entry, header=HEADER, language="kk", **around):
    file, problems = parse_po(Source("kk.po", header + "\n" + entry))
    assert problems == []
    found = check_file(file, domain, language, Surroundings(RULES, **around))
    return [f"{problem.headline()}|{problem.expected}|{problem.fix}" for problem in sorted(found)]


def says(headline, expected="", fix=""):
    return f"{headline}|{expected}|{fix}"


def entry(key, source, translation, before=""):
    return f'{before}msgctxt "{key}"\nmsgid "{source}"\nmsgstr "{translation}"\n'


@pytest.mark.parametrize(
    ("translation", "expected"),
    [
        pytest.param(
            "Сайт операторы: {орerаtоr}",
            says(
                "kk.po:9:25: error[K203]: {орerаtоr} is not a placeholder",
                "{operator}, in Latin letters; some of these are Cyrillic",
                "kelisim i18n fix mends it",
            ),
            id="Cyrillic letters in a placeholder",
        ),
        pytest.param(
            "Сайт операторы: {operator} {{ 7 * 7 }}",
            says("kk.po:9:36: error[K203]: {{ 7 * 7 }} shows braces", fix="leave it out: nothing here is executed"),
            id="a template expression",
        ),
        pytest.param(
            "Сайт операторы: {{ operator }} {operator}",
            says("kk.po:9:25: error[K203]: {{ operator }} shows braces", fix="write {operator}"),
            id="a placeholder in double braces",
        ),
        pytest.param(
            "Сайт операторы: {operator} ${x}",
            says(
                "kk.po:9:36: error[K203]: ${x} is a template expression", fix="leave it out: nothing here is executed"
            ),
            id="a template literal",
        ),
        pytest.param(
            "Сайт операторы: {operator} %(name)s",
            says(
                "kk.po:9:36: error[K203]: %(name)s is shown as it is", "a placeholder in braces, as the source has it"
            ),
            id="a percent format",
        ),
        pytest.param(
            "Сайт операторы: <b>{operator}</b>",
            says(
                "kk.po:9:25: error[K204]: <b> is HTML",
                "text without tags",
                "leave it out; it would be shown as it is written",
            ),
            id="HTML",
        ),
        pytest.param(
            "Сайт операторы: {operator} <img src=x onerror=alert(1)>",
            says(
                "kk.po:9:36: error[K204]: <img src=x onerror=alert(1)> is HTML",
                "text without tags",
                "leave it out; it would be shown as it is written",
            ),
            id="HTML with an attribute",
        ),
    ],
)
def test_what_would_be_shown_as_code_is_an_error(translation, expected):
    """Nothing in a text is executed; that it would be seen is fault enough."""
    domain = domain_of("a", "Site operator: {operator}", samples={"operator": "x"})

    assert expected in check(domain, entry("a", "Site operator: {operator}", translation))


@pytest.mark.parametrize(
    ("source", "translation", "expected"),
    [
        pytest.param(
            "Оқыңыз: [анықтама](https://a.kz)",
            "Читайте: [справка](https://b.kz)",
            [
                says(
                    "kk.po:9:9: error[K210]: the link to https://a.kz is missing",
                    fix="keep its address, translate what stands in []",
                ),
                says(
                    "kk.po:9:18: error[K210]: the source has no link to https://b.kz",
                    fix='did you mean "https://a.kz"?',
                ),
            ],
            id="another link",
        ),
        pytest.param(
            "Анықтама",
            "# Справка",
            [
                says(
                    "kk.po:9:9: error[K210]: a heading, list, quotation or table does not belong into a unit",
                    fix="leave the signs out",
                )
            ],
            id="a heading",
        ),
        pytest.param(
            "Анықтама",
            "<b>Справка</b>",
            [
                says(
                    "kk.po:9:9: error[K210]: <b> is HTML",
                    "text without tags",
                    "leave it out; it would be shown as it is written",
                ),
                says(
                    "kk.po:9:19: error[K210]: </b> is HTML",
                    "text without tags",
                    "leave it out; it would be shown as it is written",
                ),
            ],
            id="raw HTML",
        ),
        pytest.param(
            "Анықтама",
            "[Справка](javascript:alert(1))",
            [
                says(
                    "kk.po:9:9: error[K210]: the source has no link to javascript:alert(1)",
                )
            ],
            id="a link that is code",
        ),
        pytest.param(
            "*Анықтама* және **көмек**",
            "*Справка* и **помощь*",
            [
                says(
                    "kk.po:9:21: error[K210]: * has no partner and is printed as it is",
                    fix=r"close the emphasis, or write \*",
                )
            ],
            id="emphasis that is not closed",
        ),
        pytest.param(
            "Анықтама",
            "Спра\\nвка",
            [says("kk.po:9:9: error[K210]: 2 lines", "1, as the source")],
            id="another line",
        ),
    ],
)
def test_the_markdown_of_a_unit_is_that_of_its_source(source, translation, expected):
    """The structure of the document comes from the source alone."""
    domain = domain_of("policy.help", source, name="policy", language="kk")
    header = HEADER.replace("Language: kk", "Language: ru").replace(
        "nplurals=2; plural=(n != 1)",
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)",
    )

    found = check(domain, entry("policy.help", source, translation), header, "ru")

    assert [problem for problem in found if "K210" in problem] == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param(
            "#, fuzzy\n" + HEADER,
            says(
                "kk.po:1:1: error[K202]: the header is marked fuzzy; some tools leave out the whole language then",
                fix="kelisim i18n fmt writes it",
            ),
            id="fuzzy",
        ),
        pytest.param(
            HEADER.replace("n != 1", "n > 1"),
            says(
                'kk.po:5:2: error[K202]: the header says "nplurals=2; plural=(n > 1);" of plural forms',
                "nplurals=2; plural=(n != 1); (CLDR)",
                "kelisim i18n fmt writes it",
            ),
            id="plural rule",
        ),
        pytest.param(
            HEADER.replace('"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n', ""),
            says(
                "kk.po:1:1: error[K202]: the header does not say the plural forms",
                "nplurals=2; plural=(n != 1); (CLDR)",
                "kelisim i18n fmt writes it",
            ),
            id="no plural rule",
        ),
    ],
)
def test_a_header_that_misleads_tools_is_told(header, expected):
    """Babel leaves out a language whose header is fuzzy, and exits 0."""
    assert check(domain_of("a", "Close"), entry("a", "Close", "Жабу"), header) == [expected]


def test_an_outdated_translation_shows_what_changed():
    """The translator sees the words that are new, and what to do when they are translated."""
    before = '#, fuzzy\n#| msgctxt "a"\n#| msgid "Close now"\n'

    assert check(domain_of("a", "Close the page now"), entry("a", "Close the page now", "Қазір жабу", before)) == [
        says(
            'kk.po:12:9: warning[K208]: the source of "a" changed after it was translated',
            "a translation of: Close {+the page +}now",
            "bring the translation up to date, then kelisim i18n approve kk a --by NAME",
        )
    ]


def test_a_platform_that_loses_the_mark_hides_nothing():
    """The ledger remembers which source was approved, whatever became of the flag."""
    old = domain_of("a", "Close now").texts["a"]
    approval = Approval("a", source_hash(old), translation_hash(["Жабу"]), "a.bekova", datetime.date(2026, 9, 14))

    assert check(domain_of("a", "Close all"), entry("a", "Close all", "Жабу"), approvals={"a": approval}) == [
        says(
            'kk.po:9:9: warning[K208]: the source of "a" changed after a.bekova approved the translation (2026-09-14)',
            'a translation of "Close all"',
            "bring the translation up to date, then kelisim i18n approve kk a --by NAME",
        )
    ]


def test_a_text_that_changed_after_its_approval_is_told():
    """What was approved is not what would be printed."""
    domain = domain_of("a", "Close")
    approval = Approval(
        "a", source_hash(domain.texts["a"]), translation_hash(["Жап"]), "a.bekova", datetime.date(2026, 9, 14)
    )

    assert check(domain, entry("a", "Close", "Жабу"), approvals={"a": approval}, needs_approval=frozenset({"a"})) == [
        says(
            'kk.po:9:9: warning[K209]: "a" was changed after a.bekova approved it (2026-09-14)',
            fix="kelisim i18n approve kk a --by NAME",
        )
    ]


def test_texts_that_nobody_approved_are_told_together():
    """A hundred messages that say the same would hide the one that does not."""
    forms = {"a": ("x",), "b": ("y",), "c": ("z",), "d": ("",), "e": ("v",), "f": ("w",)}
    approval = Approval("f", "", "", "a.bekova", datetime.date(2026, 9, 14))
    ledger = Place("translations/kk/approvals.jsonl")

    told = [str(problem).splitlines() for problem in check_approvals(forms, {"f": approval}, ledger, "kk")]

    assert told == [
        [
            "translations/kk/approvals.jsonl: warning[K209]: 4 texts have not been approved in kk: a, b, c …",
            "    = read them, then kelisim i18n approve kk ID … --by NAME (or --all)",
        ]
    ]


def test_a_source_that_changed_after_its_approval_is_told():
    """The source language is approved, too."""
    domain = domain_of("policy.a", "Сайт", name="policy", language="kk")
    approval = Approval("policy.a", "", "", "a.bekova", datetime.date(2026, 9, 14))

    assert [problem.headline() for problem in check_source_approvals(domain, {"policy.a": approval})] == [
        'source:3:1: warning[K209]: "policy.a" was changed after a.bekova approved it (2026-09-14)'
    ]


@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        pytest.param("# kelisim-ignore: K214 a quotation without full stop\n", [], id="with a reason"),
        pytest.param(
            "# kelisim-ignore: K214\n",
            [
                says(
                    'kk.po:7:1: warning[K219]: "kelisim-ignore: K214" names no reason',
                    "kelisim-ignore: K214 and the reason in a few words",
                ),
                says('kk.po:10:17: warning[K214]: the text ends in "."', "no mark at the end, as in the source"),
            ],
            id="without a reason",
        ),
        pytest.param(
            "# kelisim-ignore: K214 here\n# kelisim-ignore: K221 and there\n",
            [
                says(
                    'kk.po:7:1: warning[K219]: "kelisim-ignore: K221 and there" names K221, which is not found here',
                    "kelisim-ignore: K214 and the reason in a few words",
                    "remove it",
                ),
            ],
            id="for what is not found",
        ),
        pytest.param(
            "# kelisim-ignore: K203 because\n",
            [
                says(
                    'kk.po:7:1: warning[K219]: "kelisim-ignore: K203 because" names K203, which cannot be ignored',
                    "kelisim-ignore: K214 and the reason in a few words",
                ),
                says('kk.po:10:17: warning[K214]: the text ends in "."', "no mark at the end, as in the source"),
            ],
            id="for what cannot be ignored",
        ),
    ],
)
def test_one_finding_is_let_be_with_a_reason(remark, expected):
    """Without a reason nobody could tell next year whether it still holds."""
    assert check(domain_of("a", "Saved now"), entry("a", "Saved now", "Сақталды.", remark)) == expected


def test_a_finding_in_the_source_is_let_be_in_its_note():
    """A note of the source speaks for all languages."""
    domain = domain_of("a", "Saved now", note="kelisim-ignore: K214 it is a quotation")

    assert check(domain, entry("a", "Saved now", "Сақталды.")) == []


def test_a_fault_of_the_source_is_told_at_its_place():
    """Originals are checked like translations; people mend them, not the tool."""
    domain = domain_of("policy.a", "Сайт - бет", name="policy", language="kk")

    [problem] = [problem for problem in check_originals(domain, RULES) if problem.code == "K221"]

    assert str(problem).splitlines() == [
        "source:3:6: warning[K221]: a hyphen between words",
        "  3 | Сайт - бет",
        "    |      ^",
        "    = expected the dash – (U+2013)",
    ]


def test_what_is_mechanical_is_mended_in_the_catalog():
    """Letters, spaces and marks; what a remark lets be stays."""
    domain = Domain(
        "banner",
        "en",
        {
            key: Text(Original(key, ("Close the page of {n}",), lambda: Place("s"), samples={"n": "1"}), "s")
            for key in ("a", "b")
        },
    )
    source = "Close the page of {n}"
    file, _ = parse_po(
        Source(
            "kk.po",
            HEADER
            + "\n"
            + entry("a", source, "{н}  бетiн  жабу - осы")
            + "\n"
            + entry("b", source, "{n} бетін жабу - осы", "# kelisim-ignore: K221 a quotation\n"),
        )
    )

    fixed, changes = mend_file(file, domain, "kk", Surroundings(RULES))
    only_spaces, _ = mend_file(file, domain, "kk", Surroundings(RULES), "K213")

    assert [one.forms[0] for one in fixed.entries] == ["{н} бетін жабу – осы", "{n} бетін жабу - осы"]
    assert [(change.id, change.codes) for change in changes] == [("a", ("K211", "K213", "K221"))]
    assert only_spaces.entries[0].forms[0] == "{н} бетiн жабу - осы"


def test_a_placeholder_in_cyrillic_letters_is_mended():
    """The letters look right, so nobody would find them."""
    file, _ = parse_po(Source("kk.po", HEADER + "\n" + entry("a", "By {operator.email}", "{орerаtоr.еmаil} арқылы")))

    fixed, _ = mend_file(file, domain_of("a", "By {operator.email}"), "kk", Surroundings(RULES))

    assert fixed.entries[0].forms == ("{operator.email} арқылы",)


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        pytest.param("a b c", "a b c", "a b c", id="nothing"),
        pytest.param("жинау, өңдеу", "жинау, сақтау", "жинау, [-өңдеу-]{+сақтау+}", id="a word"),
        pytest.param("a", "a b.", "a{+ b.+}", id="an addition"),
        pytest.param("", "new", "{+new+}", id="all new"),
    ],
)
def test_a_difference_is_told_by_words(before, after, difference):
    """What is gone in [-…-], what is new in {+…+}."""
    assert word_difference(before, after) == difference
