"""What leaves and what comes back: references for translators, platforms that lose things, approvals, pseudo-texts."""

from __future__ import annotations

import datetime

import pytest

from kelisim.catalogs import Original
from kelisim.i18n.approvals import (
    Approval,
    fitting,
    parse_approvals,
    render_approvals,
    source_hash,
    state_of,
    translation_hash,
)
from kelisim.i18n.exchange import Reference, check_returned, decode_returned, export_file, language_of, take_back
from kelisim.i18n.languages import plural_header
from kelisim.i18n.po import PoEntry, PoFile, parse_po
from kelisim.i18n.po_writing import render_po
from kelisim.i18n.pseudo import pseudo_text
from kelisim.i18n.templates import Text
from kelisim.problems import Place
from kelisim.source import Source

HEADER = 'msgid ""\nmsgstr ""\n"Language: kk\\n"\n"Last-Translator: Айгерім <a@example.kz>\\n"\n'


def text(key, *forms, conditions=(), **told):
    return Text(Original(key, forms, lambda: Place("source"), **told), "source", conditions)


CLOSE = PoEntry("a", ("Close",), ("Жабу",), comments=("agreed in May",))
STALE = PoEntry("a", ("Close it",), ("Жабу",), fuzzy=True, previous=("Close",))


def returned(entry):
    file, problems = parse_po(Source("back.po", HEADER + "\n" + entry))
    assert problems == []
    return file


def taken(ours, entry, **options):
    file = PoFile(Source("kk.po", ""), {"Language": "kk"}, (ours,))
    result = take_back(file, returned(entry), {"a": text("a", *ours.source)}, **options)
    return result.file.entries[0], [f"{one.headline()}; {one.fix}" for one in result.problems], result


def test_a_translator_sees_the_text_in_a_language_they_read():
    """In a comment, so that the file stays the same file."""
    file = export_file([CLOSE], "kk", ["en"], Reference("ru", {"a": ("Закрыть",)}))

    assert file.entries[0].notes == ("ru: Закрыть",)
    assert file.header["X-Source-Language"] == "en"


def test_a_file_of_two_source_languages_names_neither():
    """No tool should take the one for the other."""
    assert "X-Source-Language" not in export_file([CLOSE], "ru", ["en", "kk"], None).header


def test_a_new_translation_is_taken_with_its_remark_and_its_author():
    """The one thing that the file was sent for."""
    entry, problems, result = taken(CLOSE, '# shorter\nmsgctxt "a"\nmsgid "Close"\nmsgstr "Жабамыз"\n')

    assert (entry.forms, entry.comments) == (("Жабамыз",), ("agreed in May", "shorter"))
    assert (problems, result.changed) == ([], ("a",))
    assert result.file.header["Last-Translator"] == "Айгерім <a@example.kz>"


@pytest.mark.parametrize(
    ("ours", "entry", "forms", "fuzzy", "previous", "message"),
    [
        pytest.param(
            CLOSE,
            'msgctxt "a"\nmsgid "Close"\nmsgstr ""\n',
            "Жабу",
            False,
            (),
            'back.po:6:1: warning[K241]: "a" came back empty; the translation that was there is kept',
            id="empty",
        ),
        pytest.param(
            CLOSE,
            'msgctxt "a"\nmsgid "Close!!"\nmsgstr "Жабу"\n',
            "Жабу",
            False,
            (),
            'back.po:6:1: warning[K242]: "a" came back with another source text; that text was left out',
            id="with a source that somebody edited",
        ),
        pytest.param(
            STALE,
            'msgctxt "a"\nmsgid "Close"\nmsgstr "Жабайық"\n',
            "Жабайық",
            True,
            ("Close",),
            'back.po:6:1: warning[K242]: "a" was translated from another source text; '
            "the translation was taken and marked as outdated",
            id="made from an older source",
        ),
        pytest.param(
            STALE,
            'msgctxt "a"\nmsgid "Close it"\nmsgstr "Жабу"\n',
            "Жабу",
            True,
            ("Close",),
            'back.po:6:1: warning[K243]: "a" lost its fuzzy mark and has the same text; '
            "it is kept; if the text still holds: kelisim i18n approve, or import --accept-unchanged",
            id="without its mark",
        ),
    ],
)
def test_what_a_platform_spoils_is_left_out_and_told(ours, entry, forms, fuzzy, previous, message):
    """An import deletes nothing, changes no source, and lets no outdated text pass for a current one."""
    result, problems, _ = taken(ours, entry)

    assert (result.source, result.forms, result.fuzzy, result.previous) == (ours.source, (forms,), fuzzy, previous)
    assert problems == [message]


def test_an_outdated_text_is_current_once_it_is_translated_anew():
    """The mark goes with the old words."""
    entry, problems, _ = taken(STALE, 'msgctxt "a"\nmsgid "Close it"\nmsgstr "Оны жабу"\n')

    assert (entry.forms, entry.fuzzy, entry.previous, problems) == (("Оны жабу",), False, (), [])


def test_a_translator_who_went_through_all_is_taken_at_their_word():
    """With --accept-unchanged a lost mark means that the text still holds."""
    entry, problems, _ = taken(STALE, 'msgctxt "a"\nmsgid "Close it"\nmsgstr "Жабу"\n', accept_unchanged=True)

    assert (entry.fuzzy, entry.previous, problems) == (False, (), [])


def test_a_mark_that_a_translator_sets_is_taken():
    """Unsure is unsure."""
    entry, _, _ = taken(CLOSE, '#, fuzzy\nmsgctxt "a"\nmsgid "Close"\nmsgstr "Жапқын"\n')

    assert (entry.forms, entry.fuzzy) == (("Жапқын",), True)


def test_one_plural_form_serves_for_both():
    """Many Kazakh catalogs have one form: after a number the noun does not change."""
    ours = PoEntry("a", ("{n} day", "{n} days"), ("", ""))

    entry, _, _ = taken(ours, 'msgctxt "a"\nmsgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} күн"\n')

    assert entry.forms == ("{n} күн", "{n} күн")


def test_texts_and_headers_that_do_not_fit_are_told():
    """Nothing is left out in silence."""
    file, _ = parse_po(
        Source(
            "back.po",
            'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
            'msgctxt "x"\nmsgid "y"\nmsgstr "z"\n',
        )
    )

    assert [problem.headline() for problem in check_returned(file, ["a"], "kk", plural_header("kk"))] == [
        'back.po:6:1: warning[K240]: there is no text "x" to translate',
        'back.po:3:2: warning[K244]: the header says language "ru", the texts were taken for kk',
        'back.po:4:2: warning[K244]: the header says "nplurals=1; plural=0;"',
    ]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("\ufeffжабу\r\nсақтау".encode(), id="byte order mark and CR LF"),
        pytest.param("charset=windows-1251\nжабу\nсак".encode("cp1251"), id="the charset of its header"),
    ],
)
def test_a_returned_file_may_have_any_encoding_that_it_names(data):
    """Tools of other systems save other bytes."""
    source, problems = decode_returned(data, "back.po")

    assert problems == []
    assert source is not None
    assert "жабу\n" in source.text
    assert "\r" not in source.text


def test_a_file_of_an_unknown_encoding_is_refused():
    """A guess would put wrong letters into every text; the first byte that says so has a place."""
    source, [problem] = decode_returned("charset=utf-8\nab жабу".encode("cp1251"), "back.po")

    assert source is None
    assert problem.headline() == "back.po:2:4: error[K201]: byte 0xe6 is not UTF-8"
    assert problem.fix == "save it as UTF-8, or let its header name the encoding that it has"


@pytest.mark.parametrize(
    ("header", "message"),
    [
        pytest.param("", "back.po:1:1: error[K202]: the header does not say which language this is", id="none"),
        pytest.param(
            'msgid ""\nmsgstr ""\n"Language: fr\\n"\n\n',
            'back.po:3:2: error[K202]: the header says language "fr"',
            id="one that the project has not",
        ),
    ],
)
def test_a_file_that_does_not_say_its_language_is_refused(header, message):
    """Texts of one language must not land in the catalog of another."""
    file, _ = parse_po(Source("back.po", f'{header}msgctxt "a.b"\nmsgid "x"\nmsgstr "y"\n'))

    language, [problem] = language_of(file, ["kk", "ru"])

    assert language == ""
    assert problem.headline() == message
    assert (problem.expected, problem.fix) == ("one of kk, ru", "name it with --language")


DAY = datetime.date(2026, 9, 14)


def test_a_hash_sees_words_and_conditions_and_not_their_wrapping():
    """What nobody reads differently is no other text."""
    one, wrapped = text("a", "Жабу  {n}\nсақтау"), text("a", "Жабу {n} сақтау")
    conditional = text("a", "Жабу {n} сақтау", conditions=("explicit",))

    assert source_hash(one) == source_hash(wrapped)
    assert source_hash(conditional) != source_hash(wrapped)
    assert translation_hash(["й"]) == translation_hash(["и\u0306"])
    assert len(source_hash(one)) == 16


@pytest.mark.parametrize(
    ("forms", "source", "outdated", "state"),
    [
        pytest.param(("",), "a", False, "missing", id="no text"),
        pytest.param(("x", ""), "a", False, "missing", id="a form without text"),
        pytest.param(("x",), "a", False, "approved", id="as approved"),
        pytest.param(("y",), "a", False, "unreviewed", id="another translation"),
        pytest.param(("x",), "b", False, "stale", id="another source"),
        pytest.param(("x",), "a", True, "stale", id="marked in the catalog"),
    ],
)
def test_the_state_of_a_text_follows_from_source_and_translation(forms, source, outdated, state):
    """Missing, stale, unreviewed, approved."""
    approval = Approval("a", source_hash(text("a", "a")), translation_hash(["x"]), "a.bekova", DAY)

    assert state_of(text("a", source), forms, approval, outdated=outdated) == state


def test_a_ledger_is_one_line_an_id_sorted():
    """Two branches merge line by line."""
    approvals = {key: Approval(key, "s", "t", "А. Бекова", DAY) for key in ("b.10", "b.2")}

    written = render_approvals(approvals)

    assert written == (
        '{"id":"b.2","src":"s","tr":"t","by":"А. Бекова","on":"2026-09-14"}\n'
        '{"id":"b.10","src":"s","tr":"t","by":"А. Бекова","on":"2026-09-14"}\n'
    )
    parsed, problems = parse_approvals(Source("approvals.jsonl", written))
    assert problems == []
    assert {key: found for key, [found] in parsed.items()} == approvals


def test_of_two_approvals_the_one_that_fits_now_is_kept():
    """After a merge both branches' lines are there; the newest is not always the right one."""
    now = text("a", "new")
    fits = Approval("a", source_hash(now), translation_hash(["x"]), "b", DAY)
    newer = Approval("a", "old", "old", "b", DAY + datetime.timedelta(days=9))

    assert fitting([newer, fits], now, ["x"]) == fits


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("{", "l:1:1: error[K220]: this line is not JSON", id="cut"),
        pytest.param("[]", "l:1:1: error[K220]: this line is no approval", id="something else"),
        pytest.param(
            '{"id":"a","src":"s","tr":"t","by":"b","on":"2026-09-14","policy":"1"}',
            'l:1:1: error[K220]: unknown key "policy"; remove it',
            id="unknown key",
        ),
        pytest.param(
            '{"id":"a","src":"s","tr":"t","by":"b","on":"14.09.2026"}',
            'l:1:1: error[K220]: "14.09.2026" is not a date',
            id="not a date",
        ),
        pytest.param("<<<<<<< ours", "l:1:1: error[K220]: a merge conflict was left in this file", id="merge conflict"),
    ],
)
def test_a_damaged_ledger_is_told_by_line(line, message):
    """An approval that cannot be read is none."""
    approvals, problems = parse_approvals(Source("l", line + "\n"))

    assert approvals == {}
    assert [problem.headline() for problem in problems] == [message]


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        pytest.param("long", "⟦Réád <policy>thé pólíçý</policy>, {n} tímés {{x}} Réád tímés⟧", id="long"),
        pytest.param("ids", "<policy>a</policy> {n}", id="ids"),
        pytest.param("mirrored", "\u202eRead <policy>the policy</policy>, {n} times {{x}}\u202c", id="mirrored"),
    ],
)
def test_pseudo_texts_keep_placeholders_and_tags(style, expected):
    """What finds faults of layout must not make faults of its own."""
    source = "Read <policy>the policy</policy>, {n} times {{x}}"

    assert pseudo_text(source, frozenset({"policy"}), style, "a") == expected


def test_an_exported_file_is_read_by_its_own_reader():
    """Out and in again is the same."""
    file = export_file([CLOSE, STALE], "kk", ["en"], None)

    again, problems = parse_po(Source("x.po", render_po(file).replace('"a"', '"b"', 1)))

    assert problems == []
    assert again is not None
    assert len(again.entries) == 2
