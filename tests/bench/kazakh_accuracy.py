"""How often the Kazakh forms are right, per group of words: `python tests/bench/kazakh_accuracy.py [DIRECTORY]`.

Measures over the held-out lists, which were written before they were first measured and are read by nothing else.
A form counts as right when it is the expected one, letter for letter.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "unit")]

from kazakh_lists import Expectation, read_list  # noqa: E402

HELD_OUT = ROOT / "tests" / "data" / "kazakh" / "held_out"


def main(directory: Path) -> None:
    """Print the wrong forms, then a line per group."""
    lines = []
    for path in sorted(directory.glob("*.txt")):
        expectations = list(read_list(path))
        wrong = list(wrong_ones(expectations))
        lines.append(summary(path.stem, expectations, wrong))
        for expected in wrong:
            print(f"wrong: {expected.word} {expected.form}: {expected.given()}, expected {expected.text}")
    print("\n".join(lines))


def wrong_ones(expectations: Iterable[Expectation]) -> Iterable[Expectation]:
    """The expectations that are not met."""
    return (expected for expected in expectations if expected.given() != expected.text)


def summary(group: str, expectations: list[Expectation], wrong: list[Expectation]) -> str:
    """One line: group, words, forms, share of right forms."""
    words = len({expected.word for expected in expectations})
    share = 100 * (1 - len(wrong) / len(expectations))
    return f"{group:15} {words:5} words {len(expectations):6} forms {share:7.2f} % right"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HELD_OUT)
