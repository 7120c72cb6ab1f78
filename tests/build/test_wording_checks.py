"""The lints of texts in a build: what a catalog or a policy says wrongly is told where it is written."""

from __future__ import annotations

import pytest

HEADER = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
BANNER_RU = "translations/ru/LC_MESSAGES/banner.po"
POLICY_KK = "policy_src/policy.kk.md"
LINTS = ("--select", "K20", "--select", "K21", "--select", "K22", "--select", "K23", "--format", "concise")


def entry(key, source, translation):
    """An entry of a catalog."""
    return f'msgctxt "{key}"\nmsgid "{source}"\nmsgstr "{translation}"\n'


def test_the_shipped_texts_give_a_build_nothing_to_say(shop):
    """A default site starts without a warning about words that its owner did not write."""
    result = shop.run("check", *LINTS)

    assert (result.status, result.err) == (0, "")


@pytest.mark.parametrize(
    ("key", "source", "translation", "told"),
    [
        pytest.param(
            "action.close",
            "Close",
            "Зaкрыть",
            '8:9: error[K211]: "Зaкрыть" mixes Latin and Cyrillic letters',
            id="a Latin letter",
        ),
        pytest.param(
            "status.saved",
            "Your choice is saved.",
            "Ваш  выбор сохранён.",
            "8:12: warning[K213]: more than one space",
            id="two spaces",
        ),
        pytest.param(
            "action.accept",
            "Accept all",
            "ОК",
            '8:9: error[K232]: the accept button says "ОК"',
            id="an accept button without a verb",
        ),
        pytest.param(
            "action.reject",
            "Reject all",
            "Нет, спасибо",
            '8:9: warning[K237]: the reject button says "Нет, спасибо"',
            id="a reject button that does not refuse",
        ),
        pytest.param(
            "action.reject",
            "Reject all",
            "Отклонить все ✕",
            '8:9: warning[K238]: the reject label "Отклонить все ✕" has other signs than "Принять все"',
            id="a reject button unlike accept",
        ),
        pytest.param(
            "action.close",
            "Close",
            "<b>Нет</b>",
            "8:9: error[K204]: <b> is HTML",
            id="HTML on a button",
        ),
        pytest.param(
            "action.close",
            "Close",
            "{{ 7*7 }}",
            "8:9: error[K203]: {{ 7*7 }} shows braces",
            id="a template expression on a button",
        ),
        pytest.param(
            "status.withdrawn",
            "Consent withdrawn.",
            "К сожалению, согласие отозвано.",
            '8:9: warning[K231]: "К сожалению" plays on feelings',
            id="words that steer",
        ),
    ],
)
def test_a_fault_of_a_translation_is_told_at_its_line(shop, key, source, translation, told):
    """The project's own wording of one text, laid over the packaged catalog."""
    shop.write(BANNER_RU, HEADER.format("ru") + entry(key, source, translation))

    result = shop.run("check", *LINTS)

    assert f"{BANNER_RU}:{told}" in result.err.splitlines()


def test_a_grave_fault_keeps_the_build_from_being_written(shop):
    """An accept button that does not say what it does is never shown to anybody."""
    shop.write(BANNER_RU, HEADER.format("ru") + entry("action.accept", "Accept all", "ОК"))

    result = shop.run("build")

    assert result.status == 1
    assert not (shop.path / "dist").exists()


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        pytest.param(
            "Сайтты пайдалана отырып, Пайдаланушы келіседі. {#about.policy}",
            'error[K233]: "Сайтты пайдалана отырып" takes using the site for consent',
            id="use for consent",
        ),
        pytest.param(
            "{operator.short} ешқандай жауапкершілік көтермейді. {#liability.law}",
            'warning[K234]: "ешқандай жауапкершілік" excludes liability',
            id="liability excluded",
        ),
        pytest.param(
            "Жарнамалық cookie файлдары қолданылады. {#about.policy}",
            'warning[K235]: "Жарнамалық" speaks of marketing, also on a site that has no such services',
            id="a category that the site does not have",
        ),
    ],
)
def test_a_fault_of_the_policy_is_told_at_its_line(shop, unit, told):
    """A unit of the project's own, in the place of the packaged one."""
    shop.write(POLICY_KK, f"## Жалпы ережелер {{#general}}\n\n### {{#about}}\n\n{unit}\n")

    result = shop.run("check", *LINTS)

    lines = [line for line in result.err.splitlines() if line.startswith(f"{POLICY_KK}:5:")]
    assert [line for line in lines if told in line] == lines[:1]


def test_what_a_note_lets_be_is_let_be_in_a_build_too(shop):
    """One way to accept a finding, for translators and for builds."""
    shop.write(
        BANNER_RU,
        HEADER.format("ru")
        + "# kelisim-ignore: K231 the operator's lawyer wants it so\n"
        + entry("status.withdrawn", "Consent withdrawn.", "К сожалению, согласие отозвано."),
    )

    result = shop.run("check", *LINTS)

    assert (result.status, result.err) == (0, "")


def test_a_second_run_says_the_same_from_its_cache(shop):
    """And a corrected text is looked at again."""
    shop.write(BANNER_RU, HEADER.format("ru") + entry("action.close", "Close", "Зaкрыть"))

    first = shop.run("check", *LINTS)
    second = shop.run("check", *LINTS)
    shop.change(BANNER_RU, "Зaкрыть", "Закрыть")
    third = shop.run("check", *LINTS)

    assert first.err
    assert second.err == first.err
    assert third.err == ""
