"""Catalogs brought up to date: by id, without guessing, without losing anything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kelisim.catalogs import Original
from kelisim.i18n.merging import empty_catalog, merge, template
from kelisim.i18n.po import PoEntry, PoFile, parse_po
from kelisim.i18n.po_writing import render_po
from kelisim.i18n.templates import Domain, Text
from kelisim.problems import Place
from kelisim.source import Source


def text(key, *forms, **told):
    return Text(Original(key, forms, lambda: Place("banner/texts.toml"), **told), "banner/texts.toml")


def domain(*texts):
    return Domain("banner", "en", {one.id: one for one in texts})


def catalog(*entries, **told):
    return PoFile(Source("kk.po", ""), {"Language": "kk"}, entries, **told)


def merged(file, *texts, language="kk", **options):
    return merge(file, domain(*texts), language, **options)


def only(result):
    [entry] = result.file.entries
    return entry


TITLE = PoEntry("banner.title", ("Cookies here",), ("Мұндағы cookie",))


def test_a_new_text_is_added_without_translation():
    """With everything that a translator has to know about it."""
    result = merged(
        empty_catalog("kk"),
        text(
            "banner.link",
            "Read {n} <policy>pages</policy>",
            note="A link.",
            max_length=24,
            tags=frozenset({"policy"}),
            samples={"n": "12"},
        ),
    )

    assert only(result) == PoEntry(
        "banner.link",
        ("Read {n} <policy>pages</policy>",),
        ("",),
        notes=(
            "A link.",
            "Max length: 24.",
            "Placeholders: {n} (12).",
            "Tags: <policy>.",
            "Preview: preview/index.html#kk/banner.link",
        ),
        references=("banner/texts.toml",),
    )
    assert result.added == ("banner.link",)


def test_a_limit_that_platforms_can_check_is_a_flag():
    """Where the text as typed is as long as the text as shown."""
    entry = only(merged(empty_catalog("kk"), text("action.close", "Close", max_length=14)))

    assert entry.flags == ("max-length:14",)


def test_a_changed_source_keeps_the_translation_and_shows_what_it_was_made_from():
    """The work is kept, marked, and the translator sees the old words."""
    result = merged(catalog(TITLE), text("banner.title", "Cookies on this site"))

    entry = only(result)
    assert (entry.source, entry.forms, entry.fuzzy) == (("Cookies on this site",), ("Мұндағы cookie",), True)
    assert entry.previous == ("Cookies here",)
    assert result.outdated == ("banner.title",)


def test_a_source_that_changes_twice_still_shows_what_the_translation_was_made_from():
    """Not the edit before the last one, which no translator ever saw."""
    once = merged(catalog(TITLE), text("banner.title", "Cookies on this site")).file

    entry = only(merged(once, text("banner.title", "Cookies used on this site")))

    assert entry.previous == ("Cookies here",)


def test_a_source_that_is_changed_back_heals():
    """The translation fits again, so nobody has to look at it."""
    once = merged(catalog(TITLE), text("banner.title", "Cookies on this site")).file

    result = merged(once, text("banner.title", "Cookies here"))

    entry = only(result)
    assert (entry.fuzzy, entry.previous, entry.forms) == (False, (), ("Мұндағы cookie",))
    assert result.healed == ("banner.title",)


def test_what_somebody_marked_by_hand_no_source_heals():
    """A draft does not become a translation because its source came back."""
    draft = PoEntry("banner.title", ("Cookies here",), ("Мұндағы",), fuzzy=True)
    once = merged(catalog(draft), text("banner.title", "Cookies on this site")).file

    entry = only(merged(once, text("banner.title", "Cookies here")))

    assert (entry.fuzzy, entry.previous) == (True, ())


def test_line_breaks_and_spaces_make_no_text_outdated():
    """Wrapping a source anew is no change of what it says."""
    entry = only(merged(catalog(TITLE), text("banner.title", "Cookies\n  here")))

    assert (entry.fuzzy, entry.source) == (False, ("Cookies\n  here",))


def test_an_untranslated_entry_is_not_marked():
    """There is nothing yet that could be outdated."""
    entry = only(merged(catalog(PoEntry("banner.title", ("a",), ("",))), text("banner.title", "b")))

    assert (entry.fuzzy, entry.previous, entry.source) == (False, (), ("b",))


def test_a_similar_text_of_another_id_gets_nothing():
    """Identity is the id; a guess that looks right is the worst kind of wrong."""
    result = merged(catalog(TITLE), text("page.title", "Cookies here"))

    assert only(result).forms == ("",)


def test_a_text_that_is_gone_stays_as_obsolete_and_comes_back():
    """Nobody translates the same text twice."""
    gone = merged(catalog(TITLE))
    back = merged(gone.file, text("banner.title", "Cookies here"))

    assert [entry.id for entry in gone.file.obsolete] == ["banner.title"]
    assert [entry.id for entry in gone.removed] == ["banner.title"]
    assert only(back).forms == ("Мұндағы cookie",)
    assert back.file.obsolete == ()


def test_pruning_drops_what_is_gone():
    """For those who keep their history in Git."""
    assert merged(catalog(TITLE), prune=True).file.obsolete == ()


def test_remarks_and_credits_stay():
    """Comments of translators, unknown flags and the header's names are work, too."""
    file = PoFile(
        Source("kk.po", ""),
        {"Language": "kk", "Last-Translator": "Айгерім", "X-Team": "b", "POT-Creation-Date": "x"},
        (PoEntry("banner.title", ("a",), ("б",), comments=("asked the lawyer",), flags=("no-wrap", "max-length:9")),),
        header_comments=("Айгерім Бекова, 2026",),
    )

    result = merged(file, text("banner.title", "a"))

    assert only(result).comments == ("asked the lawyer",)
    assert only(result).flags == ("no-wrap",)
    assert result.file.header_comments == ("Айгерім Бекова, 2026",)
    assert (result.file.header["Last-Translator"], result.file.header["X-Team"]) == ("Айгерім", "b")
    assert "POT-Creation-Date" not in result.file.header


def test_a_counted_text_gets_the_forms_of_its_language():
    """Three in Russian, two in Kazakh; what was there is not lost."""
    one = PoEntry("unit.days", ("{n} day",), ("{n} день",))

    entry = only(merged(catalog(one), text("unit.days", "{n} day", "{n} days"), language="ru"))

    assert entry.forms == ("{n} день",) * 3
    assert (entry.fuzzy, entry.previous) == (True, ("{n} day",))


def test_a_template_is_the_same_text_every_time():
    """No date, no line numbers, sorted."""
    texts = (text("b.10", "x"), text("b.2", "y"))

    first, second = (render_po(template(domain(*order))) for order in (texts, texts[::-1]))

    assert first == second
    assert first.index("b.2") < first.index("b.10")
    assert "POT-Creation-Date" not in first


KEYS = st.sampled_from(["a", "b", "c", "d"])
WORDS = st.sampled_from(["one", "two", "three"])
EDITS = st.lists(st.dictionaries(KEYS, WORDS, max_size=4), min_size=1, max_size=6)


@given(EDITS)
def test_no_history_of_edits_loses_a_translation_or_hides_an_outdated_one(history):
    """After any edits, removals and returns: outdated is exactly what was made from another text."""
    made_from = {}
    file = empty_catalog("kk")
    for sources in history:
        file = merge(file, domain(*(text(key, words) for key, words in sources.items())), "kk").file
        file, problems = parse_po(Source("kk.po", render_po(file)))
        assert problems == []
        entries = []
        for entry in file.entries:
            if not entry.forms[0]:
                made_from[entry.id] = entry.source[0]
                entry = PoEntry(entry.id, entry.source, (f"translation of {entry.source[0]}",))
            entries.append(entry)
        file = PoFile(file.source, file.header, tuple(entries), file.obsolete)

        by_id = file.by_id()
        assert sorted(by_id) == sorted(sources)
        assert {key for key, entry in by_id.items() if entry.fuzzy} == {
            key for key, words in sources.items() if made_from[key] != words
        }
        assert all(entry.forms == (f"translation of {made_from[key]}",) for key, entry in by_id.items())
