"""docs/policy-coverage.md: every fact that the policy has to carry is said in every language, and it is current."""

import re
import tomllib

import pytest

from kelisim.commands import coverage
from kelisim.files import packaged_root

ROOT = packaged_root()


@pytest.fixture(scope="module")
def facts():
    """The list of facts."""
    return tomllib.loads((ROOT / "docs/policy-facts.toml").read_text("utf-8"))["fact"]


@pytest.fixture(scope="module")
def units():
    """Every unit of the policy source with a text, its title left out."""
    source = (ROOT / "policy_src/policy.kk.md").read_text("utf-8")
    found = re.findall(r"^.*\S[^\S\n]+\{#([a-z_.]+)[^}]*\}$", source, re.MULTILINE)
    return {unit for unit in found if unit != "title"} - set(re.findall(r"^### \{#([a-z_.]+)\}$", source, re.MULTILINE))


def test_the_page_of_facts_is_current(monkeypatch, capsys):
    """Whoever changes a sentence runs python -m kelisim.commands.coverage > docs/policy-coverage.md."""
    monkeypatch.chdir(ROOT)

    status = coverage.main()

    assert status == 0
    assert (ROOT / "docs/policy-coverage.md").read_text("utf-8") == capsys.readouterr().out


@pytest.mark.parametrize("language", [pytest.param("kk", id="Kazakh"), pytest.param("ru", id="Russian")])
def test_every_fact_has_a_sentence_in_every_language(facts, language):
    """No fact is carried by an id alone: behind each unit stands a sentence, none of them empty."""
    page = (ROOT / "docs/policy-coverage.md").read_text("utf-8")
    wanted = [unit for fact in facts for unit in fact["units"]]

    sentences = re.findall(rf"^- `([^`]+)`.*(?:\n  - \w+: .*)*?\n  - {language}: (\S.*)$", page, re.MULTILINE)

    assert [unit for unit, _ in sentences] == wanted


def test_every_sentence_of_the_policy_says_a_fact(facts, units):
    """A sentence that carries no fact of the list is missing from it, or too much in the policy."""
    named = {unit for fact in facts for unit in fact["units"] if not unit.startswith("block:")}

    unnamed = units - named

    assert units
    assert unnamed == set()


def test_every_clause_has_its_facts(facts):
    """The eleven sections are there, and each has at least one clause with a fact."""
    clauses = [fact["clause"] for fact in facts]

    sections = {clause.split(".")[0] for clause in clauses if "." in clause}

    assert sections == {str(number) for number in range(1, 12)}
    assert clauses == sorted(clauses, key=lambda clause: [int(number) for number in clause.split(".")])


def test_a_policy_with_errors_prints_no_page(tmp_path, monkeypatch, capsys):
    """The page is made from a policy that builds, or not at all."""
    (tmp_path / "site.toml").write_text("id = 1\n", "utf-8")
    monkeypatch.chdir(tmp_path)

    status = coverage.main()

    output = capsys.readouterr()
    assert status == 1
    assert output.out == ""
    assert "site.toml:1:6: error[K105]: id is the number 1" in output.err
