"""Options of the whole suite."""

from __future__ import annotations

import os

import pytest

ENGINES = ("chromium", "firefox", "webkit")


def engine_names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    if unknown := [name for name in names if name not in ENGINES]:
        raise pytest.UsageError(f"--engines: {', '.join(unknown)} is none of {', '.join(ENGINES)}")
    return names


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engines",
        type=engine_names,
        default=("chromium",),
        metavar="NAMES",
        help="browser engines for tests/browser, with commas between: chromium (default), firefox, webkit",
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """tests/run.py has the linters run before; that one failed is said where it is seen."""
    if failed := os.environ.get("KELISIM_FAILED_LINTERS"):
        terminalreporter.section("linters", red=True)
        terminalreporter.line(f"failed before the tests, see above: {failed}")
