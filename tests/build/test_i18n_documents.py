"""`kelisim policy export` and `import`: what legal staff read and hand back."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
POLICY_KK, POLICY_RU = "policy_src/policy.kk.md", "translations/ru/LC_MESSAGES/policy.po"


@pytest.fixture
def office(shop):
    """The shop with a policy and translations of its own."""
    for name in ("translations", "policy_src"):
        shutil.copytree(ROOT / name, shop.path / name, ignore=shutil.ignore_patterns("archive", "approvals.jsonl"))
    return shop


def test_a_document_that_comes_back_unchanged_changes_nothing(office):
    """In the source language and in a translation, letter for letter."""
    for language in ("kk", "ru"):
        office.run("policy", "export", "--lang", language, "--out", "policy.md")

        result = office.run("policy", "import", "policy.md", "--lang", language, "--check")

        assert (result.status, result.out, result.err) == (0, "", "")


def test_a_correction_of_a_translation_goes_into_the_catalog(office):
    """By the id of its unit, wherever it stands in the document."""
    before = (office.path / POLICY_RU).read_text("utf-8")
    office.run("policy", "export", "--lang", "ru", "--out", "policy.md")
    office.change("policy.md", "Изменения публикуются на Сайте.", "Об изменениях сообщается на Сайте.")

    result = office.run("policy", "import", "policy.md", "--lang", "ru")

    assert (result.status, result.out) == (0, f"wrote {POLICY_RU}\n")
    assert result.err == "ru amendments.publication\n"
    after = (office.path / POLICY_RU).read_text("utf-8")
    assert after == before.replace("Изменения публикуются на Сайте.", "Об изменениях сообщается на Сайте.")


def test_a_correction_of_the_source_goes_into_the_source(office):
    """In the place of the old words; everything around them stays."""
    before = (office.path / POLICY_KK).read_text("utf-8")
    office.run("policy", "export", "--lang", "kk", "--out", "policy.md")
    office.change("policy.md", "Өзгерістер Сайтта жарияланады.", "Өзгерістер туралы Сайтта хабарланады.")

    result = office.run("policy", "import", "policy.md", "--lang", "kk")

    assert result.status == 0
    after = (office.path / POLICY_KK).read_text("utf-8")
    assert after == before.replace("Өзгерістер Сайтта жарияланады.", "Өзгерістер туралы Сайтта хабарланады.")


def test_what_a_document_may_not_change_is_told(office):
    """Ids and conditions are the source's; a lost paragraph deletes nothing."""
    before = (office.path / POLICY_RU).read_bytes()
    office.run("policy", "export", "--lang", "ru", "--out", "policy.md")
    office.change("policy.md", "{#amendments.publication}", "{#amendments.news}")
    office.change("policy.md", "{#about.bin if=bin}", "{#about.bin}")
    office.change("policy.md", "{operator.short} вправе изменять Политику. {#amendments.right}\n", "")

    result = office.run("policy", "import", "policy.md", "--lang", "ru", "--format", "concise")

    assert result.status == 0
    assert [line.partition(": ")[2] for line in result.err.splitlines()] == [
        'warning[K246]: the condition of "about.bin" was changed',
        'warning[K245]: there is no unit "amendments.news"',
        "",
    ]
    assert (office.path / POLICY_RU).read_bytes() == before


def test_a_correction_with_a_fault_is_taken_and_told(office):
    """The catalog holds the work, and the message says what keeps it from being printed."""
    office.run("policy", "export", "--lang", "ru", "--out", "policy.md")
    office.change("policy.md", "Адрес: {operator.address}.", "Адрес: {operator.address}. {{adres}}")

    result = office.run("policy", "import", "policy.md", "--lang", "ru")

    assert result.status == 1
    assert "error[K203]: {{adres}} shows braces" in result.err


def test_a_document_that_cannot_be_read_changes_nothing(office):
    """A heading without its id, for instance."""
    before = office.tree("translations")
    office.run("policy", "export", "--lang", "ru", "--out", "policy.md")
    office.change("policy.md", "## Общие положения {#general}", "## Общие положения")

    result = office.run("policy", "import", "policy.md", "--lang", "ru")

    assert result.status == 1
    assert "error[K302]: this heading has no id" in result.err
    assert result.err.splitlines()[-1].endswith("nothing was written")
    assert office.tree("translations") == before


def test_the_packaged_policy_is_not_rewritten(shop):
    """A project that words nothing anew is told where its wording belongs."""
    shop.run("policy", "export", "--lang", "kk", "--out", "policy.md")
    shop.change("policy.md", "Өзгерістер Сайтта жарияланады.", "Өзгерістер туралы Сайтта хабарланады.")

    result = shop.run("policy", "import", "policy.md", "--lang", "kk")

    assert result.status == 1
    assert 'error[K247]: "amendments.publication" stands in the packaged policy' in result.err


def test_a_translation_of_the_packaged_policy_is_worded_anew_in_the_project(shop):
    """One entry in a catalog of the project's own, laid over the packaged one."""
    shop.run("policy", "export", "--lang", "ru", "--out", "policy.md")
    shop.change("policy.md", "Изменения публикуются на Сайте.", "Об изменениях сообщается на Сайте.")

    result = shop.run("policy", "import", "policy.md", "--lang", "ru")

    text = (shop.path / POLICY_RU).read_text("utf-8")
    assert result.status == 0
    assert text.count("msgctxt") == 1
    assert 'msgstr "Об изменениях сообщается на Сайте."' in text


class _Rows(HTMLParser):
    """The rows of a table by their id, and tags that are left open."""

    def __init__(self):
        super().__init__()
        self.rows: dict[str, list[str]] = {}
        self.open: list[str] = []
        self._row: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta",):
            self.open.append(tag)
        if tag == "tr" and dict(attrs).get("id"):
            self._row = self.rows.setdefault(dict(attrs)["id"], [])
        if tag == "td":
            self._row.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "td":
            self._row[-1] += data


def test_the_review_page_has_both_languages_side_by_side(office):
    """Every unit in a row, well-formed, text as text."""
    result = office.run("policy", "export", "--lang", "ru", "--review")

    page = _Rows()
    page.feed(result.out)
    page.close()
    assert page.open == []
    assert page.rows["amendments.publication"] == ["Өзгерістер Сайтта жарияланады.", "Изменения публикуются на Сайте."]
    assert all(len(cells) == 2 for cells in page.rows.values())


def test_a_correction_that_lost_a_placeholder_is_told(office):
    """A value that vanished from a clause is an error at once, not in the next build."""
    exported = office.run("policy", "export", "--lang", "ru").out
    office.write("back.md", exported.replace("Адрес: {operator.address}.", "Адрес указан выше."))

    result = office.run("policy", "import", "back.md", "--lang", "ru")

    assert result.status == 1
    assert 'error[K203]: the translation of "policy.about.address" has no {operator.address}' in result.err
