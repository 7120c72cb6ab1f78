"""The data that lints read, and the lint that looks at a whole policy: categories and purposes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kelisim.lint import parse_glossary, parse_styles
from kelisim.lint.consistency import Statement, categories_without_purpose, purposes_without_category
from kelisim.source import TomlSource

ROOT = Path(__file__).resolve().parent.parent.parent
GLOSSARY = """\
[[term]]
en = "advertising"
ru = "рекламные"
kk = "жарнамалық"
stems.kk = ["жарнама"]
category = "marketing"
"""


def glossary(text=GLOSSARY):
    parsed, problems = parse_glossary(TomlSource("translations/glossary.toml", text))
    assert problems == []
    return parsed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "[kk]\nqoutes = []\n",
            'translations/style.toml:2:1: error[K104]: unknown key "qoutes" in [kk]',
            id="a misspelt key",
        ),
        pytest.param(
            '[kk]\nquotes = ["«", "»"]\n',
            "translations/style.toml:2:10: error[K107]: 2 quotation marks",
            id="two marks of four",
        ),
        pytest.param(
            '[kk]\nscript = "Arabic"\n',
            'translations/style.toml:2:10: error[K107]: kk.script is "Arabic"',
            id="a script that is not known",
        ),
        pytest.param(
            '[kk]\nletters = { "аб" = "в" }\n',
            'translations/style.toml:2:13: error[K104]: unknown key "аб" in [kk.letters]',
            id="two letters for one",
        ),
    ],
)
def test_faults_of_the_style_file_are_told(text, message):
    """Whoever adds a language edits this file, and hears of mistakes like anybody else."""
    styles, problems = parse_styles(TomlSource("translations/style.toml", text))

    assert styles == {}
    assert [problem.headline() for problem in problems] == [message]


def test_faults_of_the_glossary_are_told():
    """A term without its English name, and a key that means nothing."""
    text = '[[term]]\nkk = "келісім"\nstem.kk = ["келісім"]\n'

    parsed, problems = parse_glossary(TomlSource("translations/glossary.toml", text))

    assert parsed.terms == ()
    assert sorted(problem.headline() for problem in problems) == [
        "translations/glossary.toml:1:3: error[K106]: term.en is missing",
        'translations/glossary.toml:3:1: error[K104]: unknown key "stem" in [[term]]',
    ]


def test_a_language_needs_no_code_to_be_checked():
    """A table in the style file and words in the glossary are all."""
    styles, problems = parse_styles(TomlSource("style.toml", '[uz]\nscript = "Latin"\ndash = "–"\n'))
    terms = glossary(GLOSSARY + 'uz = "reklama"\nstems.uz = ["reklama"]\n')

    assert problems == []
    assert styles["uz"].dash == "–"
    assert terms.terms[0].stems["uz"] == ("reklama",)


def test_the_shipped_glossary_names_every_category():
    """Else the lint on categories would be silent about one of them."""
    parsed, _ = parse_glossary(TomlSource("glossary.toml", (ROOT / "translations/glossary.toml").read_text("utf-8")))

    for language in ("kk", "ru"):
        assert sorted(parsed.category_stems(language)) == ["analytics", "functional", "marketing", "necessary"]
        assert all(parsed.category_stems(language).values())


def test_a_purpose_that_is_printed_without_its_category_is_told():
    """A site without advertising must not read that it advertises."""
    always = Statement("purposes", "Cookie файлдары жарнамалық мақсатта пайдаланылады")
    aware = Statement("kinds.marketing", "жарнамалық – ұсыныстарды көрсету үшін", ("marketing",))
    absent = Statement("kinds.none", "жарнамалық файлдар пайдаланылмайды", ("!marketing",))

    found = list(purposes_without_category([always, aware, absent], ["marketing"], "kk", glossary()))

    assert [(statement.id, fault.code, fault.found, fault.expected) for statement, fault in found] == [
        (
            "purposes",
            "K235",
            '"жарнамалық" speaks of marketing, also on a site that has no such services',
            "a text that is printed where the site has them: {#purposes if=marketing}",
        )
    ]


def test_a_category_that_no_text_explains_is_told():
    """Consent to a category whose purpose is not named is none."""
    silent = [Statement("kinds.intro", "Мынадай түрлері бар")]
    speaking = [*silent, Statement("kinds.marketing", "жарнамалық – көрсету үшін", ("marketing",))]

    assert [fault.found for fault in categories_without_purpose(silent, ["marketing"], "kk", glossary())] == [
        "no text of the policy says what marketing services are for"
    ]
    assert list(categories_without_purpose(speaking, ["marketing"], "kk", glossary())) == []


def test_a_text_for_sites_without_the_category_explains_nothing():
    """ "Not used here" is no purpose."""
    statements = [Statement("kinds.none", "жарнамалық файлдар пайдаланылмайды", ("!marketing",))]

    assert len(list(categories_without_purpose(statements, ["marketing"], "kk", glossary()))) == 1
