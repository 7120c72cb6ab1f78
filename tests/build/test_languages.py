"""Languages are added with texts alone: English whole, a language that is only begun, no line of code for either."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.build.languages import IN_ENGLISH, speak

ROOT = Path(__file__).resolve().parent.parent.parent
CYRILLIC = re.compile(r"[\u0400-\u04ff]+(?:[ -][\u0400-\u04ff]+)*")
#: Names of languages, each in itself, and what people type: these are the same on a page in any language.
NOT_TRANSLATED = {"Қазақша", "Русский"}
IN_UZBEK = {
    "responsible_person": "A. Serikqizi",
    "storage_location": "Qozogʻiston Respublikasi, Olmaota shahri",
    "name": "«Duken» MChJ",
    "short": "Kompaniya",
}
BANNER_UZ = "translations/uz/LC_MESSAGES/banner.po"


def translate(shop, path, wording):
    """Fill every empty form of a catalog with what `wording` makes of its source."""
    text = (shop.path / path).read_text("utf-8")
    head, body = text.split("\n\n", 1)
    source = ""
    lines = []
    for line in body.splitlines():
        if told := re.fullmatch(r'msgid(?:_plural)? "(.*)"', line):
            source = told[1]
        empty = re.fullmatch(r'(msgstr(?:\[\d\])?) ""', line)
        lines.append(f'{empty[1]} "{wording(source)}"' if empty else line)
    shop.write(path, head + "\n\n" + "\n".join(lines) + "\n")


def caseless(source):
    """A text without what only Kazakh asks for."""
    return re.sub(r":[a-z]+\}", "}", source)


def words_in_cyrillic(text):
    """What a file has in Cyrillic letters, but for what stands in no language."""
    return {found for found in CYRILLIC.findall(text) if found not in NOT_TRANSLATED}


def test_a_site_gains_english_and_every_word_of_it_is_english(shop):
    """A few lines in the site's file: banner, preferences and policy stand there in English, with nothing left over."""
    speak(shop, "en", IN_ENGLISH)

    result = shop.run("build")

    english = re.compile(r"assets/(banner|preferences)\.en\..*\.js|policy/en/.*")
    files = {path: data.decode() for path, data in shop.tree().items() if english.fullmatch(path)}
    assert result.status == 0
    assert len(files) == 2 + len(["index.html", "policy.fragment.html", "policy.txt", "policy.md", "policy.json"])
    assert {path: words_in_cyrillic(text) for path, text in files.items()} == {key: set() for key in files}


def test_a_site_in_english_alone_has_no_other_language_anywhere(shop):
    """Not even in the demo page or the tags to paste."""
    speak(shop, "en", IN_ENGLISH)
    text = (shop.path / "site.toml").read_text("utf-8")
    text = text.replace('languages = ["kk", "ru", "en"]', 'languages = ["en"]')
    shop.write(
        "site.toml", "\n".join(line for line in text.splitlines() if not re.match(r"\w+\.(kk|ru) =", line)) + "\n"
    )

    result = shop.run("build")

    printed = {path: words_in_cyrillic(data.decode()) for path, data in shop.tree().items()}
    assert result.status == 0
    assert {path: words for path, words in printed.items() if words} == {}


def test_the_shipped_english_texts_are_complete_and_have_no_fault(shop):
    """Every unit of the policy, with its placeholders; the other texts are written in English."""
    speak(shop, "en", IN_ENGLISH)

    result = shop.run("check", "--format", "json", "--select", "K2")

    told = [problem for problem in json.loads(result.out)["problems"] if "/en/" in problem["path"]]
    assert (result.status, told) == (0, [])


def test_a_language_that_is_only_begun_is_left_out_as_a_whole(shop):
    """One text of a language that lacks others is shown nowhere: its visitors see the site in its first language."""
    speak(shop, "uz", IN_UZBEK)
    shop.run("i18n", "add", "uz")
    shop.change(BANNER_UZ, 'msgid "Accept all"\nmsgstr ""', 'msgid "Accept all"\nmsgstr "Hammasini qabul qilish"')

    result = shop.run("build", "--format", "json")

    [told] = [problem for problem in json.loads(result.out)["problems"] if problem["code"] == "K223"]
    missing = int(told["found"].split()[7])
    files = shop.tree()
    assert result.status == 0
    assert (told["path"], told["line"], told["severity"]) == ("site.toml", 5, "warning")
    assert told["found"] == f'"uz" is left out of the site: {missing} texts are not translated'
    assert missing > 250
    assert told["expected"] == 'every text in "uz"; none is shown in another language in its place'
    assert told["fix"].startswith("kelisim i18n todo uz lists them")
    assert not any(b"Hammasini" in data for data in files.values())
    assert not any("/uz/" in name or ".uz." in name for name in files)
    assert json.loads(files["manifest.json"])["languages"] == ["kk", "ru"]


def test_a_begun_language_leaves_the_others_as_they_are(shop):
    """Byte for byte: the site is the one that it was without the language."""
    shop.run("build")
    before = shop.tree()
    speak(shop, "uz", IN_UZBEK)
    shop.run("i18n", "add", "uz")

    shop.run("build")

    assert shop.tree() == before


def test_a_begun_language_is_an_error_where_everything_has_to_be_right(shop):
    """`--strict`, and so a release, wants every language that the site names."""
    speak(shop, "uz", IN_UZBEK)
    shop.run("i18n", "add", "uz")

    result = shop.run("build", "--strict")

    assert result.status == 1
    assert 'error[K223]: "uz" is left out of the site' in result.err


def test_a_language_that_lacks_one_text_is_left_out_and_one_that_lacks_none_is_shown(shop):
    """A language that no line of code knows: its catalogs filled in, banner and policy speak it."""
    speak(shop, "uz", IN_UZBEK)
    shop.run("i18n", "add", "uz")
    for domain in ("banner", "policy", "services"):
        translate(shop, f"translations/uz/LC_MESSAGES/{domain}.po", caseless)
    shop.change(BANNER_UZ, 'msgstr "Accept all"', 'msgstr "Hammasini qabul qilish"')
    shop.change(BANNER_UZ, 'msgstr "Reject all"', 'msgstr ""')

    begun = shop.run("build")
    files_begun = shop.tree()
    shop.change(BANNER_UZ, 'msgid "Reject all"\nmsgstr ""', 'msgid "Reject all"\nmsgstr "Hammasini rad etish"')
    whole = shop.run("build")

    [banner] = [data.decode() for name, data in shop.tree().items() if name.startswith("assets/banner.uz.")]
    assert (begun.status, whole.status) == (0, 0)
    assert '"uz" is left out of the site: 1 text is not translated' in begun.err
    assert not any(".uz." in name for name in files_begun)
    assert "K223" not in whole.err
    assert "Hammasini qabul qilish" in banner
    assert "policy/uz/index.html" in shop.tree()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_languages_of_the_law_are_never_left_out(shop, language):
    """A text that Kazakh or Russian lacks stops the build: there is nothing to fall back to."""
    name = f"translations/{language}/LC_MESSAGES/banner.po"
    text = (ROOT / name).read_text("utf-8")
    shop.write(name, re.sub(r'(msgid "Accept all"\nmsgstr )".*"', r'\1""', text))

    result = shop.run("build")

    assert result.status == 1
    assert f'error[K207]: "action.accept" is not translated into {language}' in result.err


def test_faults_of_a_begun_language_are_told_before_it_is_whole(shop):
    """A placeholder that was broken on the way is no matter of how many texts are missing."""
    speak(shop, "uz", IN_UZBEK)
    shop.run("i18n", "add", "uz")
    shop.change(BANNER_UZ, 'msgid "before: {number}"\nmsgstr ""', 'msgid "before: {number}"\nmsgstr "oldin: {raqam}"')

    result = shop.run("build")

    assert result.status == 1
    assert 'the source of "changes.from" has no {raqam}' in result.err
