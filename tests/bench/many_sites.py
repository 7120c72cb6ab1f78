"""A build of many sites: clean, with nothing changed, with one service's text changed in one language.

    python tests/bench/many_sites.py [--sites 1000 10000] [--jobs auto] [--folder DIR] [--lines]

Prints wall and CPU seconds, milliseconds of CPU a policy page, and the memory of the largest process. Sites are files
of a folder, or with --lines lines of one file. What the disk takes is part of it: --folder says on which one. The plain
way, Python-Markdown and Jinja2, is measured for the policy alone by tests/bench/policy_speed.py.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = 2
SERVICES = (
    ["own-site"],
    ["own-site", "google-analytics"],
    ["own-site", "yandex-metrica"],
    ["own-site", "google-analytics", "yandex-metrica", "youtube"],
)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, nargs="+", default=[1000])
    parser.add_argument("--jobs", default="auto")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--lines", action="store_true")
    options = parser.parse_args(arguments)
    print(f"| sites × {LANGUAGES} languages | what | wall s | CPU s | CPU ms a page | largest process MiB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for count in options.sites:
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            measure_all(Path(folder), count, options.jobs, options.lines)


def measure_all(folder: Path, count: int, jobs: str, lines: bool) -> None:
    """Generate a project with so many sites and build it three times."""
    sites = write_project(folder, count, lines)
    command = [sys.executable, "-m", "kelisim", "build", "--sites", str(sites), "--jobs", jobs, "--format", "json"]
    for what in ("clean", "nothing changed", "one text of one service changed in one language"):
        if what.startswith("one"):
            change_a_text(folder)
        taken = run(command, folder)
        pages = taken["made"] * LANGUAGES
        a_page = f"{taken['cpu'] * 1000 / pages:.2f}" if pages else "–"
        print(
            f"| {count:,} | {what}: {taken['made']:,} made | {taken['wall']:.1f} | {taken['cpu']:.1f} | {a_page} | "
            f"{taken['memory']:.0f} |",
            flush=True,
        )


def write_project(folder: Path, count: int, lines: bool) -> Path:
    """The sources of a project, and where its sites are."""
    shutil.copytree(ROOT / "translations", folder / "translations")
    (folder / "sites").mkdir()
    sample = (ROOT / "tests/samples/shop/site.toml").read_text("utf-8").splitlines()
    kept = [
        line for line in sample if not line.startswith(("id =", "url =", "services =", "[service", "ids =", "name."))
    ]
    (folder / "sites/_base.toml").write_text("\n".join(kept) + "\n", "utf-8")
    if not lines:
        for name, text in members(count):
            (folder / f"sites/{name}.toml").write_text(text, "utf-8")
        return folder / "sites"
    file = folder / "sites/sites.ndjson"
    with file.open("w", encoding="utf-8") as out:
        for _, text in members(count):
            out.write(json.dumps(tomllib.loads(text), ensure_ascii=False) + "\n")
    return file


def members(count: int) -> Iterator[tuple[str, str]]:
    """Names and texts of sites: a quarter each of four kinds, every operator with a name of its own."""
    ids = {
        "google-analytics": 'service.google-analytics.ids = ["G-0000000000"]\n',
        "yandex-metrica": 'service.yandex-metrica.ids = ["00000000"]\n',
    }
    for number in range(count):
        services = SERVICES[number % len(SERVICES)]
        yield (
            f"shop-{number}",
            f'extends = "_base.toml"\nid = "shop-{number}"\nurl = "https://shop{number}.example.kz/"\n'
            f"services = {json.dumps(services)}\n"
            + "".join(ids[service] for service in services if service in ids)
            + f'[operator]\nname.kk = "«Дүкен {number}» ЖШС"\nname.ru = "ТОО «Дукен {number}»"\n',
        )


def change_a_text(folder: Path) -> None:
    """Another word in the Russian purpose of a service that a quarter of the sites use."""
    catalog = folder / "translations/ru/LC_MESSAGES/services.po"
    text = catalog.read_text("utf-8")
    begin = text.index('msgctxt "service.youtube.purpose"')
    at = text.index('msgstr "', begin) + len('msgstr "')
    catalog.write_text(f"{text[:at]}Просмотр: {text[at:]}", "utf-8")


def run(command: list[str], folder: Path) -> dict[str, float]:
    """One run of the command, processes of its own included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    done = subprocess.run(
        ["/usr/bin/env", f"PYTHONPATH={ROOT}", *command], cwd=folder, check=True, capture_output=True, text=True
    )
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "wall": wall,
        "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        # The largest child so far: builds come in order of their size.
        "memory": after.ru_maxrss / 1024,
        "made": json.loads(done.stdout)["sites"]["made"],
    }


if __name__ == "__main__":
    main(sys.argv[1:])
