"""Policy pages of many sites beside what other generators take for pages of the same text, in one run.

    python -m venv generators && generators/bin/pip install ".[bench]"
    python tests/bench/against_generators.py [--sites 250] [--python generators/bin/python] [--folder DIR]

Kelisim builds the sites, two languages each. The Markdown that it writes of every policy is then what MkDocs, Pelican
and a plain script of Python-Markdown and Jinja2 make pages of, each in a process of its own, start included. The
others are spared what only they do: no search index, no feeds, no lists of pages in every page. Kelisim makes, of
each policy, four further forms, and of each site scripts, texts for servers and a manifest; that is counted as well.
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
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.bench.many_sites import LANGUAGES, write_project  # noqa: E402

MKDOCS = """\
site_name: policies
docs_dir: content
site_dir: out
use_directory_urls: true
plugins: []
nav: [index.md]
markdown_extensions: [attr_list, tables]
validation: {nav: {omitted_files: ignore}, links: {not_found: ignore, unrecognized_links: ignore, anchors: ignore}}
"""
PELICAN = """\
SITENAME, SITEURL, TIMEZONE, DEFAULT_LANG = "policies", "", "UTC", "ru"
PATH, OUTPUT_PATH, PAGE_PATHS, ARTICLE_PATHS, THEME = "content", "out", [""], ["none"], "simple"
PAGE_URL = PAGE_SAVE_AS = "{slug}/index.html"
PAGE_URL, DISPLAY_PAGES_ON_MENU, DISPLAY_CATEGORIES_ON_MENU = "{slug}/", False, False
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DIRECT_TEMPLATES, CACHE_CONTENT, LOAD_CONTENT_CACHE, TYPOGRIFY = [], False, False, False
MARKDOWN = {"extensions": ["attr_list", "tables", "meta"], "output_format": "html5"}
"""
PAGE = """\
<!doctype html><html lang="{{ language }}"><head><meta charset="utf-8"><title>{{ title }}</title>
<link rel="stylesheet" href="/policy.css"></head><body><main>{{ body }}</main></body></html>
"""


@dataclass(frozen=True)
class Source:
    """A policy as Markdown: of which site, in which language."""

    name: str
    language: str
    text: str


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=250)
    parser.add_argument("--python", default=sys.executable, help="a Python that has MkDocs and Pelican")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--plain", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.plain:
        build_plainly(options.plain)
        return 0
    missing = [name for name in ("mkdocs", "pelican") if not has(options.python, name)]
    if missing:
        print(f"{' and '.join(missing)} missing; see the first lines of {Path(__file__).name}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        compare(Path(folder), options.sites, options.python)
    return 0


def has(python: str, module: str) -> bool:
    """Whether a Python has a module."""
    return not subprocess.run([python, "-c", f"import {module}"], check=False, capture_output=True).returncode


def compare(folder: Path, count: int, python: str) -> None:
    """Build the same policies in every way, and print what each took a page."""
    sites = write_project(folder, count, lines=False)
    build = [sys.executable, "-m", "kelisim", "build", "--sites", str(sites), "--format", "json"]
    run(build, folder)  # compiles scripts once for good, as the cache of a project has them
    shutil.rmtree(folder / "dist")
    taken = {"Kelisim, everything of a site": run(build, folder)}
    sources = [
        Source(path.parts[-4], path.parts[-2], path.read_text("utf-8"))
        for path in sorted((folder / "dist").glob("*/policy/*/policy.md"))
    ]
    assert len(sources) == count * LANGUAGES
    ways: dict[str, tuple[Callable[[Path, list[Source]], None], list[str]]] = {
        "Python-Markdown and Jinja2, plainly": (
            write_plain,
            [sys.executable, str(Path(__file__).resolve()), "--plain", "."],
        ),
        f"MkDocs {version(python, 'mkdocs')}": (write_mkdocs, [python, "-m", "mkdocs", "--quiet", "build"]),
        f"Pelican {version(python, 'pelican')}": (write_pelican, [python, "-m", "pelican", "--quiet", "-s", "conf.py"]),
    }
    for name, (write, command) in ways.items():
        place = folder / name.partition(" ")[0]
        (place / "content").mkdir(parents=True)
        write(place, sources)
        taken[name] = run(command, place)
        made = len(list((place / "out").rglob("*.html")))
        assert made >= len(sources), f"{name} made {made} pages"
    print(f"| {len(sources):,} pages | wall s | CPU s | CPU ms a page | × |\n| --- | --- | --- | --- | --- |")
    base = next(iter(taken.values()))[1]
    for name, (wall, cpu) in taken.items():
        print(f"| {name} | {wall:.1f} | {cpu:.1f} | {cpu * 1000 / len(sources):.2f} | {cpu / base:.1f} |")


def write_mkdocs(place: Path, sources: list[Source]) -> None:
    (place / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    (place / "content/index.md").write_text("# policies\n", "utf-8")
    for source in sources:
        (place / f"content/{source.name}-{source.language}.md").write_text(source.text, "utf-8")


def write_pelican(place: Path, sources: list[Source]) -> None:
    (place / "conf.py").write_text(PELICAN, "utf-8")
    for source in sources:
        title = source.text.partition("\n")[0].removeprefix("# ").partition(" {#")[0]
        head = f"Title: {title}\nSlug: {source.name}-{source.language}\n\n"
        (place / f"content/{source.name}-{source.language}.md").write_text(head + source.text, "utf-8")


def write_plain(place: Path, sources: list[Source]) -> None:
    """What differs between the sites of a kind stands in the text as a variable, as such scripts have it."""
    for source in sources:
        number = source.name.removeprefix("shop-")
        values = {
            "operator": f"Дүкен {number}" if source.language == "kk" else f"Дукен {number}",
            "host": f"shop{number}.",
        }
        text = source.text.replace("{{", "{ {").replace("{%", "{ %")
        for name, value in values.items():
            text = text.replace(value, f"{{{{ {name} }}}}")
        told = {"text": text, "values": values, "language": source.language}
        (place / f"content/{source.name}-{source.language}.json").write_text(json.dumps(told), "utf-8")


def build_plainly(place: Path) -> None:
    """A page for each text: fill it, convert it, put a page around it, write it."""
    import jinja2
    import markdown

    environment = jinja2.Environment(autoescape=False)
    page = environment.from_string(PAGE)
    for path in sorted((place / "content").glob("*.json")):
        told = json.loads(path.read_text("utf-8"))
        text = environment.from_string(told["text"]).render(told["values"])
        body = markdown.markdown(text, extensions=["attr_list", "tables"], output_format="html")
        title = text.partition("\n")[0]
        out = place / "out" / path.stem / "index.html"
        out.parent.mkdir(parents=True)
        out.write_text(page.render(language=told["language"], title=title, body=body), "utf-8")


def version(python: str, package: str) -> str:
    """The version of a package in an environment."""
    program = f"import importlib.metadata as m; print(m.version({package!r}))"
    return subprocess.run([python, "-c", program], check=True, capture_output=True, text=True).stdout.strip()


def run(command: list[str], folder: Path) -> tuple[float, float]:
    """Wall and CPU seconds of a whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    subprocess.run(["/usr/bin/env", f"PYTHONPATH={ROOT}", *command], cwd=folder, check=True, capture_output=True)
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
