"""The PO format: what is refused, with its place, and what comes out again exactly as it went in."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.i18n.po import PoEntry, PoFile, parse_po, with_forms
from kelisim.i18n.po_writing import render_po
from kelisim.source import Source

ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGS = sorted(ROOT.glob("translations/**/*.po*"))
HEADER = 'msgid ""\nmsgstr ""\n"Language: kk\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
ENTRY = '\nmsgctxt "action.accept"\nmsgid "Accept all"\nmsgstr "Барлығын қабылдау"\n'


def parsed(text):
    return parse_po(Source("kk.po", text))


def entry_of(text):
    file, problems = parsed(HEADER + text)
    assert problems == []
    [entry] = file.entries
    return file, entry


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: "/".join(path.parts[-3:]))
def test_shipped_catalogs_come_out_as_they_went_in(path):
    """A tool that saves nothing new changes nothing."""
    text = path.read_text("utf-8")

    file, problems = parsed(text)

    assert problems == []
    assert render_po(file) == text


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: "/".join(path.parts[-3:]))
def test_polib_reads_the_same_messages(path):
    """The reader agrees with the library that most Python tools use."""
    file, _ = parsed(path.read_text("utf-8"))

    theirs = polib.pofile(path.read_text("utf-8"))

    assert [
        (entry.msgctxt, entry.msgid, tuple(entry.msgstr_plural.values()) or (entry.msgstr,)) for entry in theirs
    ] == [(entry.id, entry.source[0], entry.forms) for entry in file.entries]


TEXTS = st.text(alphabet=st.sampled_from('aқі "\\\n\t{}<>#~%'), max_size=20)
ENTRIES = st.builds(
    PoEntry,
    id=st.from_regex(r"[a-z]{1,6}(\.[a-z0-9-]{1,6})?", fullmatch=True),
    source=st.tuples(TEXTS.filter(bool)),
    forms=st.tuples(TEXTS),
    fuzzy=st.booleans(),
    previous=st.one_of(st.just(()), st.tuples(TEXTS.filter(bool))),
    comments=st.lists(st.from_regex(r"[a-zқ][a-z ]{0,8}[a-z]", fullmatch=True), max_size=2).map(tuple),
    notes=st.lists(st.from_regex(r"[a-zқ][a-z ]{0,8}[a-z]", fullmatch=True), max_size=2).map(tuple),
    references=st.just(("banner/texts.toml",)),
    flags=st.sampled_from([(), ("max-length:24",)]),
)


@given(st.lists(ENTRIES, max_size=4, unique_by=lambda entry: entry.id))
def test_whatever_is_written_is_read_back(entries):
    """No text, comment, mark or previous source is lost on the way through a file."""
    written = render_po(PoFile(Source("", ""), {"Language": "kk"}, tuple(entries)))

    file, problems = parsed(written)

    assert problems == []
    assert sorted(file.entries, key=lambda entry: entry.id) == sorted(entries, key=lambda entry: entry.id)
    assert render_po(file) == written


def test_a_stale_entry_keeps_all_its_lines():
    """The previous source stands in lines that msgfmt and every editor understand."""
    text = (
        HEADER
        + """
# checked with the legal department
#. Small line
#: banner/texts.toml
#, fuzzy, max-length:24
#| msgctxt "banner.body"
#| msgid ""
#| "one\\n"
#| "two"
msgctxt "banner.body"
msgid ""
"one\\n"
"three"
msgstr "бір"

#~ msgctxt "banner.gone"
#~ msgid "Gone"
#~ msgstr "Кетті"
"""
    )

    file, problems = parsed(text)

    assert problems == []
    [entry] = file.entries
    assert (entry.source, entry.previous, entry.fuzzy) == (("one\nthree",), ("one\ntwo",), True)
    assert (entry.comments, entry.flags) == (("checked with the legal department",), ("max-length:24",))
    assert [gone.id for gone in file.obsolete] == ["banner.gone"]
    assert render_po(file) == text


def test_what_tools_add_goes_away_and_what_people_wrote_stays():
    """Dates of templates, names of tools, line numbers and wrapping only make conflicts."""
    text = """\
# Айгерім Бекова, 2026
#
msgid ""
msgstr ""
"X-Generator: Weblate 5\\n"
"POT-Creation-Date: 2026-01-01 00:00+0000\\n"
"Last-Translator: Айгерім Бекова <a@example.kz>\\n"
"Language: kk\\n"

#: b.toml a.toml
#, python-brace-format, fuzzy
msgctxt "b.2"
msgid "a "
"b"
msgstr ""
"бір "
"екі"

msgctxt "b.10"
msgid "x"
msgstr "y"
"""

    file, _ = parsed(text)

    assert (
        render_po(file)
        == """\
# Айгерім Бекова, 2026
msgid ""
msgstr ""
"Last-Translator: Айгерім Бекова <a@example.kz>\\n"
"Language: kk\\n"

#: a.toml
#: b.toml
#, fuzzy
msgctxt "b.2"
msgid "a b"
msgstr "бір екі"

msgctxt "b.10"
msgid "x"
msgstr "y"
"""
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            '\nmsgctxt "a"\nmsgid "x"\nmsgstr "бір\n',
            "kk.po:8:8: error[K201]: the text in quotation marks is not closed",
            id="a text without its end",
        ),
        pytest.param(
            '\nmsgctxt "a"\nmsgid "x"\nmsgstr "бір "екі" үш"\n',
            "kk.po:8:13: error[K201]: a quotation mark inside the text ends it here",
            id="a quotation mark inside",
        ),
        pytest.param(
            '\nmsgctxt "a"\nmsgid "x"\n',
            "kk.po:7:1: error[K201]: the entry that begins in line 6 has no msgstr",
            id="cut after the source",
        ),
        pytest.param(
            '\nmsgctxt "a"\nmsg',
            "kk.po:7:1: error[K201]: this line means nothing in a PO file: msg",
            id="cut inside a word",
        ),
        pytest.param(
            ENTRY + "\nhello\n",
            "kk.po:10:1: error[K201]: this line means nothing in a PO file: hello",
            id="a line of something else",
        ),
        pytest.param(
            '\nmsgctxt "a"\nmsgid "x"\nmsgstr "\\q"\n',
            "kk.po:8:9: error[K201]: \\q means nothing in a PO file",
            id="an escape that there is not",
        ),
        pytest.param(
            '\nmsgid "x"\nmsgstr "y"\n',
            "kk.po:6:1: error[K201]: this entry has no msgctxt",
            id="without an id",
        ),
        pytest.param(
            ENTRY + ENTRY,
            'kk.po:10:1: error[K201]: "action.accept" stands here a second time (line 6 has it too)',
            id="an id twice",
        ),
        pytest.param(
            '\nmsgctxt "a"\nmsgid "x"\nmsgid_plural "xs"\nmsgstr[1] "y"\n',
            "kk.po:9:1: error[K201]: msgstr[1] stands where msgstr[0] belongs",
            id="forms out of order",
        ),
        pytest.param(
            '\nmsgctxt "a"\nmsgid "x"\nmsgstr "y"\nmsgstr "z"\n',
            "kk.po:9:1: error[K201]: msgstr stands a second time in this entry",
            id="two translations",
        ),
        pytest.param(
            ENTRY + '\n"hanging"\nmsgctxt "b"\nmsgid "x"\nmsgstr "y"\n<<<<<<< ours\n',
            "kk.po:14:1: error[K201]: a merge conflict was left in this file",
            id="marks of a merge conflict",
        ),
    ],
)
def test_a_broken_file_is_refused_with_its_place(text, message):
    """Nothing of it is shown or written anew, so nothing can be lost."""
    file, problems = parsed(HEADER + text)

    assert file is None
    assert problems[0].headline() == message


def test_every_break_is_told_in_one_run():
    """Two faults are two messages, each with its place."""
    _, problems = parsed(HEADER + '\nmsgctxt "a"\nmsgid "x"\nmsgstr "y\n\nhello\n')

    assert [problem.place.line for problem in problems if "entry" not in problem.found] == [8, 10]


def test_a_place_inside_a_text_of_several_lines_is_found():
    """The caret stands under the letter that is meant, escapes and line breaks counted."""
    file, entry = entry_of('\nmsgctxt "a"\nmsgid "x"\nmsgstr ""\n"\\"бір\\"\\n"\n"екі {нәрсе}"\n')

    place = file.place(entry, 0, entry.forms[0].index("{"), 7)

    assert str(place) == "kk.po:10:6"
    assert place.text[place.column - 1 :][: place.length] == "{нәрсе}"


def test_forms_that_are_too_many_are_kept_as_remarks():
    """A language that has fewer forms than a file loses none of the work."""
    entry = PoEntry("a", ("x", "xs"), ("бір", "екі", "үш"))

    two, one, three = with_forms(entry, 2), with_forms(entry, 1), with_forms(PoEntry("a", ("x",), ("бір",)), 3)

    assert (two.forms, two.comments) == (("бір", "екі"), ("An earlier form: үш",))
    assert (one.forms, one.comments) == (("бір",), ("An earlier form: екі", "An earlier form: үш"))
    assert three.forms == ("бір", "бір", "бір")


def test_a_hundred_thousand_messages_are_read():
    """Large files are slow, not impossible."""
    entries = "".join(f'\nmsgctxt "a.{number}"\nmsgid "x"\nmsgstr "y"\n' for number in range(100_000))

    file, problems = parsed(HEADER + entries)

    assert problems == []
    assert len(file.entries) == 100_000
