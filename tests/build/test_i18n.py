"""`kelisim i18n` in whole projects: what translators and lawyers do, from the change of a source to its approval."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
BANNER_KK, BANNER_RU = "translations/kk/LC_MESSAGES/banner.po", "translations/ru/LC_MESSAGES/banner.po"
POLICY_RU = "translations/ru/LC_MESSAGES/policy.po"
CLOSE = 'msgid "Close"\nmsgstr "Закрыть"\n'


@pytest.fixture
def desk(shop):
    """The shop with all texts and catalogs of its own, as the project has that ships them."""
    for name in ("translations", "policy_src", "banner/texts.toml"):
        source, target = ROOT / name, shop.path / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("archive", "approvals.jsonl"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return shop


def entry_of(desk, path, key):
    """The lines of one entry of a catalog."""
    blocks = (desk.path / path).read_text("utf-8").split("\n\n")
    [block] = [block for block in blocks if f'msgctxt "{key}"' in block and not block.startswith("#~")]
    return block.strip().splitlines()


def test_unchanged_sources_change_no_byte(desk):
    """A diff is only ever about what somebody changed."""
    before = desk.tree("translations")

    first = desk.run("i18n", "update")

    assert first.status == 0
    assert desk.tree("translations") == before
    assert desk.run("i18n", "update", "--check").status == 0
    assert desk.run("i18n", "fmt", "--check").status == 0


def test_the_shipped_texts_have_no_fault(desk):
    """What is left is that people approve them."""
    result = desk.run("i18n", "check", "--ignore", "K209")

    assert (result.status, result.out, result.err) == (0, "no problems found\n", "")


def test_a_changed_source_touches_only_its_entries(desk):
    """The translation stays, the old source is shown, and the one line of the ledger tells a reviewer."""
    desk.change("banner/texts.toml", 'text = "Close"\n', 'text = "Close it"\n')
    before = (desk.path / BANNER_RU).read_text("utf-8")

    checked = desk.run("i18n", "update", "--check")
    updated = desk.run("i18n", "update")

    assert (checked.status, updated.status) == (1, 0)
    assert f"would change {BANNER_RU}\n" in checked.out
    assert entry_of(desk, BANNER_RU, "action.close") == [
        "#. Button; closes without a change.",
        "#. Max length: 14.",
        "#. Preview: preview/index.html#ru/action.close",
        "#: banner/texts.toml",
        "#, fuzzy, max-length:14",
        '#| msgctxt "action.close"',
        '#| msgid "Close"',
        'msgctxt "action.close"',
        'msgid "Close it"',
        'msgstr "Закрыть"',
    ]
    after = (desk.path / BANNER_RU).read_text("utf-8")
    assert len(set(after.splitlines()) ^ set(before.splitlines())) <= 12


def test_a_source_changed_back_leaves_no_trace(desk):
    """Not one byte of the detour stays."""
    before = desk.tree("translations")
    desk.change("banner/texts.toml", 'text = "Close"\n', 'text = "Close it"\n')
    desk.run("i18n", "update")
    desk.change("banner/texts.toml", 'text = "Close it"\n', 'text = "Close"\n')

    result = desk.run("i18n", "update")

    assert "1 current again: action.close" in result.err
    assert desk.tree("translations") == before


def test_a_changed_clause_goes_the_whole_way(desk):
    """Lawyer, alarm, translator, reviewer: from the edit to the approval nobody needs Git."""
    desk.run("i18n", "approve", "ru", "--all", "--by", "a.bekova", "--today", "2026-09-14")
    desk.change("policy_src/policy.kk.md", "Өзгерістер Сайтта жарияланады.", "Өзгерістер Сайтта дереу жарияланады.")
    desk.run("i18n", "update")

    alarm = desk.run("i18n", "check", "--select", "K208", "--strict")
    asked = desk.run("i18n", "todo", "ru", "--only", "stale")
    desk.change(
        POLICY_RU,
        'msgstr "Изменения публикуются на Сайте."',
        'msgstr "Изменения незамедлительно публикуются на Сайте."',
    )
    approved = desk.run(
        "i18n", "approve", "ru", "policy.amendments.publication", "--by", "a.bekova", "--today", "2026-10-01"
    )
    after = desk.run("i18n", "check", "--lang", "ru", "--select", "K208", "--strict")

    assert alarm.status == 1
    assert "a translation of: Өзгерістер Сайтта {+дереу +}жарияланады." in alarm.err
    assert asked.out.splitlines()[1:] == [
        "            kk: Өзгерістер Сайтта {+дереу +}жарияланады.",
        "            ru: Изменения публикуются на Сайте.",
        "            preview/index.html#ru/policy.amendments.publication",
        "1 to do",
    ]
    assert approved.status == 0
    assert after.status == 0
    ledger = (desk.path / "translations/ru/approvals.jsonl").read_text("utf-8").splitlines()
    assert [line for line in ledger if "2026-10-01" in line] == [
        line for line in ledger if '"policy.amendments.publication"' in line
    ]
    assert entry_of(desk, POLICY_RU, "policy.amendments.publication")[-3:] == [
        'msgctxt "policy.amendments.publication"',
        'msgid "Өзгерістер Сайтта дереу жарияланады."',
        'msgstr "Изменения незамедлительно публикуются на Сайте."',
    ]


def test_approving_all_does_not_sign_what_a_platform_passed_off_as_current(desk):
    """The marks are lost, the source is the new one, nobody touched the text: to be signed it has to be named."""
    desk.run("i18n", "approve", "ru", "--all", "--by", "a.bekova", "--today", "2026-09-14")
    desk.change("policy_src/policy.kk.md", "Өзгерістер Сайтта жарияланады.", "Өзгерістер Сайтта дереу жарияланады.")
    desk.run("i18n", "update")
    lines = (desk.path / POLICY_RU).read_text("utf-8").splitlines(keepends=True)
    desk.write(POLICY_RU, "".join(line for line in lines if line != "#, fuzzy\n" and not line.startswith("#|")))
    ledger = (desk.path / "translations/ru/approvals.jsonl").read_bytes()

    result = desk.run("i18n", "approve", "ru", "--all", "--by", "b.serik", "--today", "2026-10-01")

    assert "policy.amendments.publication is left out: its source changed, and its text did not" in result.err
    assert (desk.path / "translations/ru/approvals.jsonl").read_bytes() == ledger
    assert "warning[K208]" in desk.run("i18n", "check", "--lang", "ru").err


def test_a_text_with_an_error_cannot_be_approved(desk):
    """A signature under a text that cannot be printed helps nobody."""
    desk.change(POLICY_RU, 'msgstr "Адрес: {operator.address}."', 'msgstr "Адрес: {{operator.address}}."')

    result = desk.run("i18n", "approve", "ru", "policy.about.address", "--by", "a.bekova")

    assert result.status == 1
    assert "error[K203]: {{operator.address}} shows braces" in result.err
    assert not (desk.path / "translations/ru/approvals.jsonl").exists()


def test_a_text_that_lost_a_placeholder_cannot_be_approved(desk):
    """What a build refuses to print is refused before anybody signs it."""
    desk.change(POLICY_RU, 'msgstr "Адрес: {operator.address}."', 'msgstr "Адрес указан выше."')

    result = desk.run("i18n", "approve", "ru", "policy.about.address", "--by", "a.bekova")

    assert result.status == 1
    assert 'error[K203]: the translation of "policy.about.address" has no {operator.address}' in result.err


@pytest.mark.parametrize("address", ["javascript:alert(1)", "javascript:f((1))", "data:text/html,x"])
def test_a_clause_with_a_link_that_runs_code_cannot_be_approved(desk, address):
    """Whatever brackets hide it: what a build refuses nobody signs."""
    desk.change(POLICY_RU, "Изменения публикуются на Сайте.", f"Изменения [публикуются]({address}) на Сайте.")

    result = desk.run("i18n", "approve", "ru", "policy.amendments.publication", "--by", "a.bekova")

    assert result.status == 1
    assert "error[K" in result.err


def test_the_source_language_is_approved_too(desk):
    """What nobody read must not be translated from."""
    told = desk.run("i18n", "check", "--select", "K209", "--lang", "kk", "--domain", "policy")
    desk.run("i18n", "approve", "kk", "--all", "--domain", "policy", "--by", "a.bekova", "--today", "2026-09-14")

    assert "texts have not been approved in kk: policy.title, policy.general" in told.err
    assert desk.run("i18n", "check", "--select", "K209", "--lang", "kk", "--domain", "policy").err == ""


def test_an_approval_without_a_day_takes_the_newest_of_the_sources(desk):
    """No clock enters: the same command gives the same bytes tomorrow."""
    desk.run("i18n", "approve", "ru", "policy.about.address", "--by", "a.bekova")

    assert '"on":"2026-11-22"' in (desk.path / "translations/ru/approvals.jsonl").read_text("utf-8")


def test_export_and_import_go_round(desk):
    """A translator gets one file with the Russian beside it, and hands back exactly one new text."""
    desk.change(BANNER_KK, 'msgid "Close"\nmsgstr "Жабу"\n', 'msgid "Close"\nmsgstr ""\n')

    exported = desk.run("i18n", "export", "kk", "--reference", "ru", "--only", "todo", "--out", "for-aigerim.po")
    text = (desk.path / "for-aigerim.po").read_text("utf-8")
    desk.write("back.po", text.replace('msgstr ""\n', 'msgstr "Жабу"\n').replace('msgstr "Жабу"\n', 'msgstr ""\n', 1))
    taken = desk.run("i18n", "import", "back.po")

    assert exported.out == "wrote for-aigerim.po: 1 text\n"
    assert "#. ru: Закрыть\n" in text
    assert (taken.status, taken.out) == (0, f"wrote {BANNER_KK}\n")
    assert 'msgid "Close"\nmsgstr "Жабу"\n' in (desk.path / BANNER_KK).read_text("utf-8")


def test_a_returned_file_with_a_fault_is_taken_and_told(desk):
    """The work is in the catalog; the fault has a place in the file that the translator has."""
    desk.run("i18n", "export", "ru", "--domain", "banner", "--out", "back.po")
    desk.change("back.po", CLOSE, CLOSE.replace("Закрыть", "Зaкрыть"))

    result = desk.run("i18n", "import", "back.po")

    assert result.status == 1
    assert 'error[K211]: "Зaкрыть" mixes Latin and Cyrillic letters' in result.err
    assert "back.po:" in result.err
    assert "Зaкрыть" in (desk.path / BANNER_RU).read_text("utf-8")


@pytest.mark.parametrize(
    ("translation", "message"),
    [
        pytest.param("Оператор сайта", 'the translation of "banner.operator" has no {operator.name}', id="lost"),
        pytest.param(
            "Оператор сайта: {operator.nmae}", 'the source of "banner.operator" has no {operator.nmae}', id="misspelt"
        ),
        pytest.param("Оператор сайта: {operator.name} {s.__class__}", "has no {s.__class__}", id="an attribute"),
    ],
)
def test_a_placeholder_that_a_translator_broke_is_told_at_once(desk, translation, message):
    """Whoever imports hears of it now, with the line in the file that the translator has, not from the next build."""
    desk.run("i18n", "export", "ru", "--domain", "banner", "--out", "back.po")
    desk.change("back.po", 'msgstr "Оператор сайта: {operator.name}"', f'msgstr "{translation}"')

    result = desk.run("i18n", "import", "back.po", "--format", "concise")

    assert result.status == 1
    [told] = [line for line in result.err.splitlines() if "error[K203]" in line]
    assert told.startswith("back.po:")
    assert message in told


def test_fix_mends_what_check_finds(desk):
    """Letters, spaces, marks: no person has to decide these."""
    desk.change(BANNER_RU, CLOSE, CLOSE.replace("Закрыть", "Зaкpыть  окно"))

    found = desk.run("i18n", "check", "--select", "K211", "--select", "K213")
    checked = desk.run("i18n", "fix", "--check")
    fixed = desk.run("i18n", "fix")

    assert found.status == 1
    assert (checked.status, fixed.status) == (1, 0)
    assert "ru action.close (K211, K213): [-Зaкpыть  -]{+Закрыть +}окно\n" in fixed.out
    assert 'msgstr "Закрыть окно"' in (desk.path / BANNER_RU).read_text("utf-8")
    assert desk.run("i18n", "fix").out == "nothing to mend\n"


def test_statistics_count_what_is_current(desk):
    """An outdated text is not a translated one."""
    desk.change("banner/texts.toml", 'text = "Close"\n', 'text = "Close it"\n')
    desk.change(BANNER_RU, 'msgstr "Настроить"', 'msgstr ""')
    desk.run("i18n", "update")

    result = desk.run("i18n", "stats", "--json", "--lang", "ru", "--domain", "banner", "--fail-under", "100")

    [told] = json.loads(result.out)
    assert result.status == 1
    assert (told["translated"], told["stale"], told["untranslated"]) == (told["total"] - 2, 1, 1)
    assert told["words_left"] == 3


def test_the_difference_of_sources_is_shown(desk):
    """What a translator has to bring over, and nothing else."""
    desk.change("banner/texts.toml", 'text = "Close"\n', 'text = "Close it"\n')

    result = desk.run("i18n", "diff", "ru")

    assert result.out == "action.close\n  Close{+ it+}\n  ru: Закрыть\n"


def test_a_language_is_added_without_code(desk):
    """Catalogs to fill in, a header that every tool accepts, and a note of what comes next."""
    result = desk.run("i18n", "add", "uz")

    assert result.status == 0
    assert result.out.splitlines()[-1] == 'translate them, then add "uz" to languages in site.toml'
    text = (desk.path / "translations/uz/LC_MESSAGES/policy.po").read_text("utf-8")
    assert '"Language-Team: Uzbek\\n"' in text
    assert '"X-Source-Language: kk\\n"' in text
    assert desk.run("i18n", "check", "--lang", "uz").status == 0
    assert desk.run("i18n", "add", "uz").status == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(("add", "xq"), '"xq" is not a language that CLDR knows', id="no such language"),
        pytest.param(("add", "Қазақ"), '"Қазақ" is not a language such as kk, ru or uz', id="no tag at all"),
        pytest.param(
            ("todo", "de"),
            'there is no language "de"; there are kk, ru, en (kelisim i18n add makes one)',
            id="not begun",
        ),
        pytest.param(("approve", "ru", "--by", "x"), "name the texts to approve, or say --all", id="approve nothing"),
        pytest.param(("approve", "ru", "x.y", "--by", "x"), 'there is no text "x.y"', id="approve what is not there"),
        pytest.param(("diff", "ru", "x.y"), 'there is no text "x.y"', id="difference of what is not there"),
        pytest.param(
            ("import", "nowhere.po"), "nowhere.po cannot be read: No such file or directory", id="no such file"
        ),
        pytest.param(
            ("check", "--lang", "de"),
            'there is no language "de"; there are kk, ru, en (kelisim i18n add makes one)',
            id="check of no language",
        ),
    ],
)
def test_a_wrong_command_line_says_what_would_be_right(desk, arguments, message):
    """Exit status 2, and one sentence."""
    result = desk.run("i18n", *arguments)

    assert (result.status, result.err) == (2, f"kelisim: {message}\n")


def test_pseudo_catalogs_take_the_place_of_a_language(desk):
    """A project of long texts, to be built and looked at."""
    result = desk.run("i18n", "pseudo", "kk", "--style", "ids", "--out", "pseudo")

    assert result.status == 0
    assert 'msgid "Close"\nmsgstr "action.close"\n' in (desk.path / "pseudo" / BANNER_KK).read_text("utf-8")


HEADER = 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        pytest.param(
            lambda data: data.decode().encode("cp1251", "replace"), "error[K102]: byte 0x", id="wrong charset"
        ),
        pytest.param(
            lambda data: b"\xef\xbb\xbf" + data,
            f"{BANNER_RU}:1:1: error[K103]: the file begins with a byte order mark",
            id="byte order mark",
        ),
        pytest.param(
            lambda data: data.replace(b"\n", b"\r\n"),
            f"{BANNER_RU}:1:9: error[K103]: the lines end in CR LF",
            id="CR LF",
        ),
        pytest.param(
            lambda data: data + b'\nmsgctxt "action.close"\nmsgid "Close"\nmsgstr "x"\n',
            'error[K201]: "action.close" stands here a second time',
            id="id twice",
        ),
        pytest.param(
            lambda data: data.split(b"\n\n", 1)[1], f"{BANNER_RU}: error[K202]: the file has no header", id="no header"
        ),
        pytest.param(
            lambda data: b"#, fuzzy\n" + data,
            f"{BANNER_RU}:1:1: error[K202]: the header is marked fuzzy",
            id="fuzzy header",
        ),
        pytest.param(
            lambda data: data + b"\n<<<<<<< HEAD\n",
            "error[K201]: a merge conflict was left in this file",
            id="merge conflict",
        ),
        pytest.param(
            lambda data: data[: data.index(b'msgstr "', len(data) // 2) + 12] + b"\n",
            "error[K201]: the text in quotation marks is not closed",
            id="cut in the middle",
        ),
        pytest.param(
            lambda data: data[: data.index(b'msgid "', len(data) // 2) + 6] + b"\n",
            "error[K201]: this line means nothing in a PO file: msgid",
            id="cut before a text",
        ),
        pytest.param(
            lambda data: data.replace('"{n} день"'.encode(), '"{п} день"'.encode()),
            "error[K203]: {п} is not a placeholder",
            id="Cyrillic placeholder",
        ),
        pytest.param(
            lambda data: data.replace('"Закрыть"'.encode(), '"<b>Закрыть</b>"'.encode()),
            "error[K204]: <b> is HTML",
            id="HTML",
        ),
        pytest.param(
            lambda data: data.replace('"Закрыть"'.encode(), b'"{{ config }}"'),
            "error[K203]: {{ config }} shows braces",
            id="template expression",
        ),
        pytest.param(
            lambda data: b"".join(
                [HEADER.encode(), *(b'\nmsgctxt "a.%d"\nmsgid "x"\nmsgstr "y"\n' % number for number in range(100_000))]
            ),
            'there is no text "a.99999" any more',
            id="a hundred thousand entries",
        ),
    ],
)
def test_bad_input_is_a_problem_with_a_place_and_loses_nothing(desk, spoil, message):
    """Whatever a tool or a merge made of a catalog: it is told, and the file stays as it is."""
    path = desk.path / BANNER_RU
    spoilt = spoil(path.read_bytes())
    path.write_bytes(spoilt)

    checked = desk.run("i18n", "check", "--format", "concise", "--strict")

    assert checked.status == 1
    assert message in checked.err
    assert path.read_bytes() == spoilt


def test_update_writes_nothing_while_a_catalog_is_broken(desk):
    """A broken file is never rewritten from the half of it that could be read."""
    path = desk.path / BANNER_RU
    text = path.read_text("utf-8")
    path.write_text(text[: text.index('msgid "Customise"') + 12], "utf-8")
    desk.change("banner/texts.toml", 'text = "Close"\n', 'text = "Close it"\n')
    before = desk.tree("translations")

    result = desk.run("i18n", "update")

    assert result.status == 1
    assert result.err.splitlines()[-1].endswith("; nothing was written")
    assert desk.tree("translations") == before


def test_a_catalog_that_was_cut_between_two_entries_is_not_taken_for_whole(desk):
    """Such a file can be read and seems to have many new texts; the template beside it says that its end is gone."""
    path = desk.path / BANNER_RU
    text = path.read_text("utf-8")
    lines = text[: text.index('msgctxt "page.skip"')].split("\n\n")
    path.write_text("\n\n".join(lines[:-1]) + "\n", "utf-8")
    before = desk.tree("translations")

    updated = desk.run("i18n", "update", "--format", "concise")

    assert updated.status == 1
    assert 'error[K201]: the file ends after "page.' in updated.err
    assert desk.tree("translations") == before
    assert "error[K201]: the file ends after" in desk.run("i18n", "check", "--format", "concise").err
    assert desk.run("i18n", "update", "--lang", "ru").status == 0


def test_an_empty_catalog_is_not_filled_without_a_word(desk):
    """A disk that was full left nothing of a file; whoever wants to begin anew says so."""
    (desk.path / BANNER_RU).write_bytes(b"")

    result = desk.run("i18n", "update", "--format", "concise")

    assert result.status == 1
    assert f"{BANNER_RU}:1:1: error[K201]: the file ends before its first text" in result.err
    assert (desk.path / BANNER_RU).read_bytes() == b""


def test_of_many_texts_that_are_gone_some_are_named(desk):
    """A file with a hundred strange texts does not push everything else off the screen; nothing of it is lost."""
    path = desk.path / BANNER_RU
    strange = "".join(f'\nmsgctxt "strange.a{number}"\nmsgid "x"\nmsgstr "й"\n' for number in range(100))
    path.write_text(path.read_text("utf-8") + strange, "utf-8")

    result = desk.run("i18n", "update")

    assert (result.status, len(result.err.splitlines())) == (0, 21)
    assert "80 more are gone; their translations stay at the end of the file" in result.err
    assert path.read_text("utf-8").count('#~ msgctxt "strange.') == 100


def test_fmt_mends_byte_order_marks_line_ends_and_headers(desk):
    """What editors of other systems do to a file is undone without a thought."""
    path = desk.path / BANNER_RU
    before = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + before.replace(b"\n", b"\r\n").replace(b"Language: ru", b"Language: ru_RU"))

    result = desk.run("i18n", "fmt")

    assert (result.status, result.out) == (0, f"wrote {BANNER_RU}\n")
    assert path.read_bytes() == before


def test_fmt_keeps_of_two_approvals_the_one_that_fits(desk):
    """After a merge of two branches, whichever was newer."""
    desk.run("i18n", "approve", "ru", "policy.about.address", "--by", "a.bekova", "--today", "2026-09-14")
    fits = (desk.path / "translations/ru/approvals.jsonl").read_text("utf-8")
    other = '{"id":"policy.about.address","src":"0","tr":"0","by":"b","on":"2026-12-01"}\n'
    desk.write("translations/ru/approvals.jsonl", other + fits)

    result = desk.run("i18n", "fmt")

    assert (result.status, result.out) == (0, "wrote translations/ru/approvals.jsonl\n")
    assert (desk.path / "translations/ru/approvals.jsonl").read_text("utf-8") == fits


def test_a_project_that_words_one_text_anew_needs_no_other(shop):
    """A catalog of one entry is laid over the packaged one, checked and brought up to date like any."""
    shop.write(BANNER_RU, HEADER + '\nmsgctxt "action.close"\nmsgid "Close"\nmsgstr "Закрыть окно"\n')

    updated = shop.run("i18n", "update")
    checked = shop.run("i18n", "check", "--ignore", "K209")

    assert updated.status == 0
    assert [line for line in (shop.path / BANNER_RU).read_text("utf-8").splitlines() if "msgctxt" in line] == [
        'msgctxt "action.close"'
    ]
    assert (checked.status, checked.out) == (0, "no problems found\n")
    assert sorted(shop.tree("translations")) == ["ru/LC_MESSAGES/banner.po"]


def test_problems_can_be_read_by_programs(desk):
    """One document, with code, place and way out."""
    desk.change(BANNER_RU, CLOSE, CLOSE.replace("Закрыть", "Закрыть  окно"))

    result = desk.run("i18n", "check", "--format", "json", "--select", "K213")

    [problem] = json.loads(result.out)["problems"]
    assert (problem["code"], problem["severity"], problem["found"]) == ("K213", "warning", "more than one space")
    assert (problem["path"], problem["column"]) == (BANNER_RU, 16)


def test_packaged_texts_need_no_approval_of_a_project_that_takes_them_over(shop):
    """A new project passes a strict check of its texts on its first day."""
    result = shop.run("i18n", "check", "--strict")

    assert (result.status, result.out, result.err) == (0, "no problems found\n", "")


def test_an_approved_text_that_is_changed_blocks_a_strict_check(desk):
    """Nobody has read it as it is now, whether the translator or the lawyer changed it."""
    for language in ("kk", "ru"):
        desk.run("i18n", "approve", language, "--all", "--by", "a.bekova", "--today", "2026-09-14")
    strict = ("i18n", "check", "--strict", "--format", "concise")

    approved = desk.run(*strict)
    desk.change(POLICY_RU, 'msgstr "Обратная связь"', 'msgstr "Связь"')
    translated_anew = desk.run(*strict)
    desk.change("policy_src/policy.kk.md", "## Кері байланыс {#feedback}", "## Байланыс {#feedback}")
    desk.run("i18n", "update")
    worded_anew = desk.run(*strict, "--lang", "ru", "--lang", "kk")

    assert (approved.status, approved.err) == (0, "")
    assert translated_anew.status == 1
    assert 'error[K209]: "policy.feedback" was changed after a.bekova approved it (2026-09-14)' in translated_anew.err
    assert worded_anew.status == 1
    assert f"{POLICY_RU}:" in worded_anew.err
    assert 'error[K208]: the source of "policy.feedback" changed after it was translated' in worded_anew.err
    assert "policy.kk.md" in worded_anew.err
