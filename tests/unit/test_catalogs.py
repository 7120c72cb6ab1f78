"""Catalogs: what a translator's file may not get wrong, and how it is said."""

from __future__ import annotations

import pytest

from kelisim.catalogs import Original, check_catalog, missing_catalog, parse_catalog, plural_categories
from kelisim.problems import Place
from kelisim.source import Source

HEADER = """\
msgid ""
msgstr ""
"Language: kk\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
ACCEPT = """
msgctxt "action.accept"
msgid "Accept all"
msgstr "Барлығын қабылдау"
"""


def original(key, *forms, tags=()):
    return Original(key, forms, lambda: Place("banner/texts.toml", 5, 1), frozenset(tags))


ORIGINALS = {
    one.id: one
    for one in (
        original("action.accept", "Accept all"),
        original("banner.operator", "Site operator: {operator.name}"),
        original("banner.link", "Read the <policy>policy</policy>", tags=("policy",)),
        original("unit.days", "{n} day", "{n} days"),
    )
}


def parsed(text, language="kk"):
    catalog, problems = parse_catalog(Source(f"{language}.po", text), "banner", language)
    return catalog, [str(problem) for problem in problems]


def told(entry, *, key="", language="kk", header=HEADER):
    """What is said of a catalog that holds this one entry, where only its text is asked for."""
    catalog, problems = parsed(header.replace("kk", language) + entry, language)
    assert problems == []
    wanted = {key or next(iter(catalog.entries)): ORIGINALS[key or next(iter(catalog.entries))]}
    return [str(problem) for problem in check_catalog(catalog, wanted)]


def test_a_sound_catalog_holds_its_messages_by_id():
    """The id is the identity; the source text is only what the translation was made from."""
    catalog, problems = parsed(HEADER + ACCEPT)

    assert problems == []
    assert catalog.entries["action.accept"].source == ("Accept all",)
    assert catalog.entries["action.accept"].forms == ("Барлығын қабылдау",)
    assert list(check_catalog(catalog, {"action.accept": ORIGINALS["action.accept"]})) == []


def test_removed_entries_are_not_read():
    """What gettext keeps for later as obsolete is as good as gone."""
    catalog, _ = parsed(HEADER + '\n#~ msgctxt "action.accept"\n#~ msgid "Accept all"\n#~ msgstr "Қабылдау"\n')

    assert catalog.entries == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            HEADER + ACCEPT.replace('қабылдау"', "қабылдау"),
            """\
kk.po:9:8: error[K201]: the text in quotation marks is not closed
  9 | msgstr "Барлығын қабылдау
    |        ^^^^^^^^^^^^^^^^^^
    = end the line with "; inside a text write \\\"""",
            id="text not closed",
        ),
        pytest.param(
            HEADER + ACCEPT.replace("Барлығын", '"Барлығын"'),
            """\
kk.po:9:9: error[K201]: a quotation mark inside the text ends it here
  9 | msgstr ""Барлығын" қабылдау"
    |         ^
    = end the line with "; inside a text write \\\"""",
            id="quotation marks inside the text",
        ),
        pytest.param(
            HEADER + ACCEPT.replace('msgid "Accept all"\n', ""),
            """\
kk.po:8:1: error[K201]: the entry that begins in line 7 has no msgid
  8 | msgstr "Барлығын қабылдау"
    | ^
    = was the file cut? Take it again from where it came""",
            id="no msgid",
        ),
        pytest.param(
            HEADER + ACCEPT.replace("msgstr", "қабылдау\nmsgstr"),
            """\
kk.po:9:1: error[K201]: this line means nothing in a PO file: қабылдау
  9 | қабылдау
    | ^
    = open the file in a PO editor, or see what changed since it last worked""",
            id="line of garbage",
        ),
        pytest.param(
            (HEADER + ACCEPT)[: (HEADER + ACCEPT).index("msgstr", len(HEADER))],
            """\
kk.po:8:1: error[K201]: the entry that begins in line 7 has no msgstr
  8 | msgid "Accept all"
    | ^
    = was the file cut? Take it again from where it came""",
            id="cut in the middle",
        ),
        pytest.param(
            HEADER + "\n<<<<<<< ours" + ACCEPT + "=======" + ACCEPT + ">>>>>>> theirs\n",
            """\
kk.po:7:1: error[K201]: a merge conflict was left in this file
  7 | <<<<<<< ours
    | ^^^^^^^
    = keep one side and remove the marks""",
            id="merge conflict",
        ),
        pytest.param(
            HEADER + ACCEPT + ACCEPT,
            """\
kk.po:11:1: error[K201]: "action.accept" stands here a second time (line 7 has it too)
  11 | msgctxt "action.accept"
     | ^
    = keep one of the two entries""",
            id="same id twice",
        ),
        pytest.param(
            HEADER + ACCEPT.replace('msgctxt "action.accept"\n', ""),
            """\
kk.po:7:1: error[K201]: this entry has no msgctxt
  7 | msgid "Accept all"
    | ^
    = expected the id of the text""",
            id="no id",
        ),
        pytest.param(
            HEADER + ACCEPT.replace("Барлығын", "\\qБарлығын"),
            """\
kk.po:9:9: error[K201]: \\q means nothing in a PO file
  9 | msgstr "\\qБарлығын қабылдау"
    |         ^^
    = expected one of \\n \\t \\r \\" \\\\
    = write \\\\ for the sign itself""",
            id="unknown escape",
        ),
    ],
)
def test_a_broken_file_is_refused_with_the_line_that_broke_it(text, message):
    """A file that was cut, merged or typed badly never passes with letters missing."""
    catalog, problems = parsed(text)

    assert catalog is None
    assert message in problems


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            ACCEPT.lstrip(),
            """\
kk.po: error[K202]: the file has no header
    = kelisim i18n fmt writes one""",
            id="no header",
        ),
        pytest.param(
            HEADER.replace("Language: kk", "Language: ru"),
            """\
kk.po:3:2: error[K202]: the header says language "ru"
  3 | "Language: ru\\n"
    |  ^^^^^^^^
    = expected "kk", as the folder does""",
            id="other language than the folder",
        ),
        pytest.param(
            HEADER.replace("UTF-8", "CP1251"),
            """\
kk.po:4:2: error[K202]: the header says "text/plain; charset=CP1251" of its encoding
  4 | "Content-Type: text/plain; charset=CP1251\\n"
    |  ^^^^^^^^^^^^
    = expected text/plain; charset=UTF-8""",
            id="wrong charset",
        ),
        pytest.param(
            HEADER.replace('"Content-Type: text/plain; charset=UTF-8\\n"\n', ""),
            """\
kk.po:1:1: error[K202]: the header does not say its encoding
  1 | msgid ""
    | ^
    = expected text/plain; charset=UTF-8""",
            id="no charset",
        ),
        pytest.param(
            HEADER.replace("nplurals=2; plural=(n != 1)", "nplurals=1; plural=0"),
            """\
kk.po:5:2: error[K202]: the header says 1 plural forms, so PO editors would ask for as many
  5 | "Plural-Forms: nplurals=1; plural=0;\\n"
    |  ^^^^^^^^^^^^
    = expected 2 in kk, for one, other
    = kelisim i18n fmt writes the right line""",
            id="gettext's old rule for Kazakh",
        ),
    ],
)
def test_a_header_that_misleads_editors_is_a_fault(text, message):
    """Editors trust the header; what it says has to be so."""
    _, problems = parsed(text)

    assert problems == [message]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        pytest.param(
            ACCEPT.replace("Барлығын қабылдау", ""),
            """\
kk.po:9:9: error[K207]: "action.accept" is not translated into kk
  9 | msgstr ""
    |         ^
    = expected a translation of "Accept all" (banner/texts.toml:5:1)
    = write it into msgstr""",
            id="empty",
        ),
        pytest.param(
            ACCEPT.replace("Accept all", "Accept"),
            """\
kk.po:9:9: warning[K208]: the source of "action.accept" has changed since it was translated
  9 | msgstr "Барлығын қабылдау"
    |         ^^^^^^^^^^^^^^^^^
    = expected a translation of "Accept all"
    = kelisim i18n update shows what changed""",
            id="outdated",
        ),
        pytest.param(
            "\n#, fuzzy" + ACCEPT,
            """\
kk.po:10:9: warning[K208]: "action.accept" is marked fuzzy
  10 | msgstr "Барлығын қабылдау"
     |         ^^^^^^^^^^^^^^^^^
    = check the translation and remove the mark""",
            id="fuzzy",
        ),
        pytest.param(
            '\nmsgctxt "banner.operator"\nmsgid "Site operator: {operator.name}"\nmsgstr "Сайт операторы: {имя}"\n',
            """\
kk.po:9:25: error[K203]: {имя} is not a placeholder
  9 | msgstr "Сайт операторы: {имя}"
    |                         ^^^^^
    = a placeholder is small Latin letters: {operator.short:gen}""",
            id="placeholder in Cyrillic",
        ),
        pytest.param(
            '\nmsgctxt "banner.operator"\nmsgid "Site operator: {operator.name}"\n'
            'msgstr "\\"{operator.name}\\" операторы {"\n',
            """\
kk.po:9:39: error[K203]: a single {
  9 | msgstr "\\"{operator.name}\\" операторы {"
    |                                       ^
    = write {{ for the sign itself""",
            id="single brace behind a placeholder and escaped marks",
        ),
        pytest.param(
            '\nmsgctxt "banner.operator"\nmsgid "Site operator: {operator.name}"\nmsgstr "Сайт операторы"\n',
            """\
kk.po:9:9: error[K203]: the translation of "banner.operator" has no {operator.name}
  9 | msgstr "Сайт операторы"
    |         ^^^^^^^^^^^^^^
    = add {operator.name} where the value belongs""",
            id="placeholder lost",
        ),
        pytest.param(
            '\nmsgctxt "banner.operator"\nmsgid "Site operator: {operator.name}"\n'
            'msgstr "{operator.name:genn} операторы"\n',
            """\
kk.po:9:9: error[K203]: {operator.name:genn} asks for the case "genn"
  9 | msgstr "{operator.name:genn} операторы"
    |         ^^^^^^^^^^^^^^^^^^^^
    = expected one of nom, gen, dat, acc, loc, abl, ins, priv, attr
    = did you mean "gen"?""",
            id="case that there is not",
        ),
        pytest.param(
            '\nmsgctxt "banner.link"\nmsgid "Read the <policy>policy</policy>"\nmsgstr "Саясатты оқыңыз"\n',
            """\
kk.po:9:9: error[K204]: "banner.link" has no tag
  9 | msgstr "Саясатты оқыңыз"
    |         ^^^^^^^^^^^^^^^
    = expected <policy>…</policy>""",
            id="tag lost",
        ),
        pytest.param(
            '\nmsgctxt "banner.link"\nmsgid "Read the <policy>policy</policy>"\nmsgstr "<policy>Саясатты оқыңыз"\n',
            """\
kk.po:9:9: error[K204]: the tag <policy> is never closed
  9 | msgstr "<policy>Саясатты оқыңыз"
    |         ^^^^^^^^
    = write </policy> where it ends""",
            id="tag not closed",
        ),
        pytest.param(
            '\nmsgctxt "unit.days"\nmsgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} күн"\nmsgstr[1] ""\n',
            """\
kk.po:11:12: error[K205]: "unit.days" has a plural form without text
  11 | msgstr[1] ""
     |            ^
    = expected a text in each msgstr""",
            id="plural form empty",
        ),
        pytest.param(
            '\nmsgctxt "unit.days"\nmsgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} күн"\n',
            """\
kk.po:10:12: error[K205]: "unit.days" has 1 form
  10 | msgstr[0] "{n} күн"
     |            ^^^^^^^
    = expected 2, for one, other
    = kelisim i18n update gives the entry as many as the language has""",
            id="plural form missing",
        ),
    ],
)
def test_a_translation_that_cannot_be_shown_says_why(entry, message):
    """Place in the translator's file, what is wrong, what the source has, and the way out."""
    assert told(entry) == [message]


def test_a_misspelt_placeholder_is_told_once():
    """The near miss is offered where the wrong name stands; that the right one is missing goes without saying."""
    entry = '\nmsgctxt "banner.operator"\nmsgid "Site operator: {operator.name}"\nmsgstr "Оператор: {operater.name}"\n'

    assert told(entry) == [
        "\n".join(
            [
                'kk.po:9:19: error[K203]: the source of "banner.operator" has no {operater.name}',
                '  9 | msgstr "Оператор: {operater.name}"',
                "    |                   ^^^^^^^^^^^^^^^",
                "    = did you mean {operator.name}?",
            ]
        )
    ]


def test_a_text_without_an_entry_is_missing_in_the_file():
    """No line can be named; the file and the source are."""
    assert told(ACCEPT, key="banner.link")[0] == "\n".join(
        [
            'kk.po: error[K207]: "banner.link" is not translated into kk',
            '    = expected a translation of "Read the <policy>policy</policy>" (banner/texts.toml:5:1)',
            "    = kelisim i18n update adds the entry; then translate it",
        ]
    )


def test_an_entry_without_a_text_is_only_a_warning():
    """What the source no longer has does no harm; it is cleared away by the next update."""
    catalog, _ = parsed(HEADER + ACCEPT)

    assert [str(problem) for problem in check_catalog(catalog, {})] == [
        "\n".join(
            [
                'kk.po:7:1: warning[K218]: there is no text "action.accept" any more',
                '  7 | msgctxt "action.accept"',
                "    | ^",
                "    = kelisim i18n update removes it",
            ]
        )
    ]


def test_a_language_without_a_catalog_is_told_with_the_command_that_makes_one():
    """The path is the one where the file belongs."""
    assert str(missing_catalog("translations/de/LC_MESSAGES/banner.po", "banner", "de")) == (
        "translations/de/LC_MESSAGES/banner.po: error[K207]: there is no catalog banner in de\n"
        "    = kelisim i18n add de makes one to fill in"
    )


DAYS = '\nmsgctxt "unit.days"\nmsgid "{n} day"\nmsgid_plural "{n} days"\n'


def test_a_form_for_one_number_may_say_it_in_words():
    """«бір күн» needs no number: the Kazakh form "one" is for 1 alone."""
    assert told(DAYS + 'msgstr[0] "бір күн"\nmsgstr[1] "{n} күн"\n') == []


def test_a_form_for_many_numbers_may_not():
    """The Russian form "one" is for 21 and 31 as well: without the number they would read as 1."""
    header = HEADER.replace("nplurals=2", "nplurals=3")

    said = told(
        DAYS + 'msgstr[0] "один день"\nmsgstr[1] "{n} дня"\nmsgstr[2] "{n} дней"\n', language="ru", header=header
    )

    assert [message.splitlines()[0] for message in said] == [
        'ru.po:10:12: error[K203]: the translation of "unit.days" has no {n}'
    ]


def test_one_catalog_laid_over_another_wins_entry_by_entry():
    """A project changes single texts; the places of all others stay those of the packaged file."""
    packaged, _ = parse_catalog(
        Source("packaged.po", HEADER + ACCEPT + '\nmsgctxt "banner.link"\nmsgid "x"\nmsgstr "ескі"\n'), "banner", "kk"
    )
    own, _ = parse_catalog(Source("own.po", HEADER + ACCEPT.replace("Барлығын", "Бәрін")), "banner", "kk")

    catalog = own.over(packaged)

    assert catalog.entries["action.accept"].forms == ("Бәрін қабылдау",)
    assert str(catalog.entries["banner.link"].place()) == "packaged.po:13:9"


@pytest.mark.parametrize(
    ("language", "categories"),
    [
        pytest.param("kk", ("one", "other"), id="Kazakh"),
        pytest.param("ru", ("one", "few", "many"), id="Russian"),
        pytest.param("pl", ("one", "few", "many"), id="Polish"),
        pytest.param("lv", ("one", "other", "zero"), id="Latvian, whose zero comes last in gettext"),
        pytest.param("ja", ("other",), id="Japanese"),
    ],
)
def test_plural_forms_carry_the_names_of_cldr(language, categories):
    """gettext numbers the forms, browsers name them; the build has to know which is which."""
    assert plural_categories(language) == categories


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_forms_that_are_written_out_are_those_of_the_library(language):
    """The everyday languages need no library; what is written out agrees with it."""
    from kelisim.catalogs import _numbers_by_category

    assert plural_categories(language) == tuple(_numbers_by_category(language))
