"""docs/browser-tests.md names every test that runs in fewer engines than the three."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.browser.engines import PLAYWRIGHT_ENGINES
from tests.conftest import ENGINES

ROOT = Path(__file__).resolve().parent.parent.parent
ROW = re.compile(r"\| `(test_\w+\.py)` (?:`(test_\w+)`|all) \| ([A-Za-z, ]+) \| \S")


def marked_engines(marks: list[ast.expr]) -> tuple[str, ...]:
    """The engines that markers name, in the order of the engines."""
    engines = ENGINES
    for mark in marks:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.engines":
            named = {ast.literal_eval(argument) for argument in mark.args}
            engines = tuple(engine for engine in engines if engine in named)
    return engines


def engines_of(test: ast.FunctionDef) -> tuple[str, ...]:
    """Those of its marker; a Playwright page leaves out what Playwright does not drive."""
    engines = marked_engines(test.decorator_list)
    if "page" in {argument.arg for argument in test.args.args}:
        engines = tuple(engine for engine in engines if engine in PLAYWRIGHT_ENGINES)
    return engines


def engines_of_all(module: ast.Module) -> tuple[str, ...]:
    """Those of the module's `pytestmark`."""
    assigned = [one for one in module.body if isinstance(one, ast.Assign)]
    return marked_engines([one.value for one in assigned if ast.unparse(one.targets[0]) == "pytestmark"])


def restricted() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Files and tests that leave engines out; the tests of a file that does so as a whole are not named one by one."""
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        module = ast.parse(file.read_text("utf-8"))
        if engines_of_all(module) != ENGINES:
            yield file.name, "", engines_of_all(module)
            continue
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and engines_of(node) != ENGINES:
                yield file.name, node.name, engines_of(node)


def test_the_table_names_every_test_that_runs_in_fewer_engines():
    """A test that leaves an engine out says so where it is read, with the reason; a row without its test goes."""
    rows = ROW.findall((ROOT / "docs/browser-tests.md").read_text("utf-8"))

    told = sorted((file, name, tuple(engines.lower().split(", "))) for file, name, engines in rows)

    assert told == sorted(restricted())
