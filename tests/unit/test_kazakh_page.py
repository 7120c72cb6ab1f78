"""The page about Kazakh word forms shows what really comes out."""

from __future__ import annotations

import doctest

import kelisim.kazakh
from tests.unit.kazakh_lists import DATA

PAGE = DATA.parents[2] / "docs" / "kazakh-grammar.md"


def test_the_examples_of_the_page_are_true():
    """Every example of docs/kazakh-grammar.md is run and compared."""
    results = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")

    assert results.attempted > 0
    assert results.failed == 0


def test_the_example_of_the_package_is_true():
    """So is the one in the package itself."""
    results = doctest.testmod(kelisim.kazakh)

    assert results.attempted > 0
    assert results.failed == 0
