"""How long translators wait: `i18n update` and `check` as whole processes, a merge of 5,000 messages beside Babel's.

    python tests/bench/i18n_speed.py [--runs N] [--full]

Babel matches changed texts by similarity, so its time grows with edited × present messages. By default it gets a
sample, and the time for the whole is reckoned from it in that proportion; --full lets it do the whole (many minutes).
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from kelisim.catalogs import Original  # noqa: E402
from kelisim.i18n.merging import merge  # noqa: E402
from kelisim.i18n.po import PoEntry, PoFile, parse_po  # noqa: E402
from kelisim.i18n.po_writing import render_po  # noqa: E402
from kelisim.i18n.templates import Domain, Text  # noqa: E402
from kelisim.problems import Place  # noqa: E402
from kelisim.source import Source  # noqa: E402

MESSAGES, EDITED = 5_000, 500
SAMPLE_MESSAGES, SAMPLE_EDITED = 500, 5
WORDS_EACH = 20
WORDS = "consent cookie site policy service purpose recipient category browser device choice term page settings".split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7, help="runs of each command (default: 7)")
    parser.add_argument("--full", action="store_true", help="let Babel merge the whole, too")
    args = parser.parse_args()
    print("| what | wall s | CPU s |\n| --- | --- | --- |")
    for name in ("update", "check"):
        wall, cpu = process_time([sys.executable, "-m", "kelisim", "i18n", name], args.runs)
        print(f"| kelisim i18n {name}, whole process | {wall:.2f} | {cpu:.2f} |")
    before, after = texts(MESSAGES, EDITED)
    taken = cpu_time(lambda: merge_ours(before, after))
    print(f"| kelisim: {MESSAGES} messages, {EDITED} edited: read, merge, write | – | {taken:.2f} |")
    messages, edited = (MESSAGES, EDITED) if args.full else (SAMPLE_MESSAGES, SAMPLE_EDITED)
    before, after = texts(messages, edited)
    babel = cpu_time(lambda: merge_with_babel(before, after))
    print(f"| Babel: {messages} messages, {edited} edited: merge alone | – | {babel:.2f} |")
    if not args.full:
        whole = babel * (EDITED / SAMPLE_EDITED) * (MESSAGES / SAMPLE_MESSAGES)
        print(f"| Babel: {MESSAGES} messages, {EDITED} edited, reckoned from that | – | {whole:.0f} |")
        print(f"\nBabel takes about {whole / taken:,.0f} times as long.")


def texts(count: int, edited: int) -> tuple[dict[str, str], dict[str, str]]:
    """Texts by id, and the same with a word added to some of them."""
    chance = random.Random(7)
    before = {f"unit.{number}": " ".join(chance.choices(WORDS, k=WORDS_EACH)) + f" {number}" for number in range(count)}
    changed = set(chance.sample(sorted(before), edited))
    return before, {key: f"{text} more" if key in changed else text for key, text in before.items()}


def merge_ours(before: dict[str, str], after: dict[str, str]) -> None:
    written = render_po(
        PoFile(
            Source("", ""),
            {"Language": "kk"},
            tuple(PoEntry(key, (text,), (f"аударма: {text}",)) for key, text in before.items()),
        )
    )
    file, problems = parse_po(Source("kk.po", written))
    assert file
    assert not problems
    wanted = {key: Text(Original(key, (text,), lambda: Place("source")), "source") for key, text in after.items()}
    merged = merge(file, Domain("policy", "en", wanted), "kk")
    assert len(merged.outdated) == sum(before[key] != after[key] for key in before)
    render_po(merged.file)


def merge_with_babel(before: dict[str, str], after: dict[str, str]) -> None:
    from babel.messages.catalog import Catalog

    catalog, template = Catalog(locale="kk"), Catalog()
    for key, text in before.items():
        catalog.add(text, f"аударма: {text}", context=key)
    for key, text in after.items():
        template.add(text, context=key)
    catalog.update(template)


def cpu_time(work: Callable[[], None]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def process_time(command: list[str], runs: int) -> tuple[float, float]:
    """Medians of wall and CPU seconds of whole processes, after one that fills the caches."""
    # A translator's Python keeps its compiled modules; where a machine forbids that, this one may all the same.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    taken = []
    for run in range(runs + 1):
        before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
        wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
        if run:
            taken.append((wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    wall, cpu = (statistics.median(column) for column in zip(*taken, strict=True))
    return wall, cpu


if __name__ == "__main__":
    main()
