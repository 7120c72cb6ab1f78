"""Whole-process time of a build beside the bare import of jinja2, babel and markdown, interleaved.

    python tests/bench/build_time.py [runs]

Prints medians of wall and CPU time in milliseconds, and the ratio to the import: the machine-independent figure.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
IMPORT = [sys.executable, "-c", "import jinja2, babel, babel.dates, babel.messages.pofile, markdown"]


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "dist")
        commands = {
            "import of jinja2, babel, markdown": IMPORT,
            "python build.py, everything made, warm cache": [sys.executable, "build.py", "--out", f"{out}-new"],
            "python build.py, nothing changed": [sys.executable, "build.py", "--out", out],
            "python build.py --check, nothing changed": [sys.executable, "build.py", "--check", "--out", out],
        }
        for command in commands.values():
            measure(command)
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                shutil.rmtree(f"{out}-new", ignore_errors=True)
                taken[name].append(measure(command))
    base = statistics.median(cpu for _, cpu in taken["import of jinja2, babel, markdown"])
    print("| what | wall ms | CPU ms | CPU ÷ import |\n| --- | --- | --- | --- |")
    for name, times in taken.items():
        wall, cpu = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"| {name} | {wall:.0f} | {cpu:.0f} | {cpu / base:.2f} |")


def measure(command: list[str]) -> tuple[float, float]:
    """Wall and CPU milliseconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=os.environ)
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall * 1000, cpu * 1000


if __name__ == "__main__":
    main()
