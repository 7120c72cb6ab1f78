"""docs/browser-tests.md names every test that runs in fewer engines than the three."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.browser.engines import PLAYWRIGHT_ENGINES
from tests.conftest import ENGINES

ROOT = Path(__file__).resolve().parent.parent.parent
ROW = re.compile(r"\| `(test_\w+\.py)` `(test_\w+)` \| ([A-Za-z, ]+) \| \S")


def engines_of(test: ast.FunctionDef) -> tuple[str, ...]:
    """The engines that a test runs in: those of its marker, and what gives a Playwright page leaves WebKitGTK out."""
    engines = ENGINES
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.engines":
            engines = tuple(ast.literal_eval(argument) for argument in decorator.args)
    if "page" in {argument.arg for argument in test.args.args}:
        engines = tuple(engine for engine in engines if engine in PLAYWRIGHT_ENGINES)
    return engines


def marked_tests() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and engines_of(node) != ENGINES:
                yield file.name, node.name, engines_of(node)


def test_the_table_names_every_test_that_runs_in_fewer_engines():
    """A test that leaves an engine out says so where it is read, with the reason; a row without its test goes."""
    rows = ROW.findall((ROOT / "docs/browser-tests.md").read_text("utf-8"))

    told = sorted((file, name, tuple(engines.lower().split(", "))) for file, name, engines in rows)

    assert told == sorted(marked_tests())
