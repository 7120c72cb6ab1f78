"""Core and parts: what is in which script, and what one hands to the other."""

from __future__ import annotations

import pytest

from kelisim.linker import Data, Duplicate, LinkProblem, Wrap, link_site, module_sizes, parse_modules
from kelisim.minify import minify_script

BARE = Wrap(core=("", ""), part=("take(", ")"))
MAIN = "import { shared } from 'kelisim:shared'\nimport { show } from './dom.js'\nonPart(part => show(part(shared)))"
DOM = (
    "export function show(node) { return style(node) }\nexport function hide(node) { style(node) }\nfunction style() {}"
)


def link(files: dict[str, str], parts: dict[str, str] | None = None, **options):
    """Link main.js and parts without anything around them."""
    return link_site(parse_modules(files), "main.js", parts, **{"wrap": BARE, **options})


def test_a_part_gets_the_core_s_names_and_gives_its_function():
    """The names come in one array, in one order; what a part has no use for it leaves out."""
    files = {
        "main.js": MAIN,
        "dom.js": DOM,
        "one.js": "import { hide, show } from './dom.js'\nexport function one() { hide(show()) }",
        "two.js": "import { show } from './dom.js'\nconst times = 2\nexport const two = () => show(times)",
        "three.js": "export function three() {}",
    }

    result = link(files, {"one": "one.js", "two": "two.js", "three": "three.js"})

    assert result.shared == ("hide", "show")
    assert result.core.endswith("onPart(part => show(part([hide,show])));\n")
    assert result.parts == {
        "one": "take(([hide,show])=>{\nfunction one() { hide(show()) }\nreturn one})",
        "three": "take(()=>{\nfunction three() {}\nreturn three})",
        "two": "take(([,show])=>{\nlet times = 2;\nlet two = () => show(times);\nreturn two})",
    }


def test_the_core_keeps_for_parts_only_what_they_use():
    """`hide` is used by nobody: it is not in the core, and not handed over."""
    files = {
        "main.js": MAIN,
        "dom.js": DOM,
        "one.js": "import { show } from './dom.js'\nexport function one() { show() }",
    }

    result = link(files, {"one": "one.js"})

    assert result.shared == ("show",)
    assert "hide" not in result.core


def test_without_parts_nothing_is_handed_over():
    """The array is empty, but it is there."""
    result = link({"main.js": MAIN, "dom.js": DOM})

    assert result.core.endswith("onPart(part => show(part([])));\n")
    assert result.parts == {}


def test_what_a_part_needs_may_bring_another_module_into_the_core():
    """The core holds `store.js` only because `dom.js`, which it holds, uses it for a part; the other part shares it."""
    files = {
        "main.js": MAIN,
        "dom.js": "import { read } from './store.js'\nexport const show = 1\nexport function label() { return read() }",
        "store.js": "const state = {}\nexport function read() { return state }",
        "one.js": "import { label } from './dom.js'\nexport function one() { label() }",
        "two.js": "import { read } from './store.js'\nexport function two() { read() }",
    }

    result = link(files, {"one": "one.js", "two": "two.js"})

    assert result.shared == ("label", "read")
    assert list(result.modules["core"]) == ["store.js", "dom.js", "main.js"]
    assert list(result.modules["two"]) == ["two.js"]


def test_a_module_that_only_parts_need_is_in_each_of_them():
    """It is told which declarations are there twice, and which of them are two things rather than one."""
    files = {
        "main.js": MAIN,
        "dom.js": DOM,
        "build.js": "let count = 0\nexport function build() { count += 1 }\nlog('build')",
        "one.js": "import { build } from './build.js'\nexport function one() { build() }",
        "two.js": "import { build } from './build.js'\nexport function two() { build() }",
    }

    result = link(files, {"one": "one.js", "two": "two.js"})

    both = ("one", "two")
    assert result.duplicated == (
        Duplicate("build.js", "count", both, state=True),
        Duplicate("build.js", "build", both, state=False),
        Duplicate("build.js", "", both, state=True),
    )
    assert list(result.modules["one"]) == ["build.js", "one.js"]
    assert list(result.modules["two"]) == ["build.js", "two.js"]


def test_a_name_that_is_handed_over_is_hidden_by_nothing_where_it_is():
    """`show` is a parameter where the core hands over, and another name of the core that a part wants."""
    files = {
        "main.js": "import { shared } from 'kelisim:shared'\nimport './dom.js'\nonPart(show => show(shared))",
        "dom.js": "export function show() {}\nshow()",
        "one.js": "import { show } from './dom.js'\nexport function one() { show() }",
    }

    result = link(files, {"one": "one.js"})

    assert result.core == "function show$2() {}\nshow$2();\nonPart(show => show([show$2]));\n"
    assert result.shared == ("show",)


def test_names_of_a_part_do_not_meet_those_it_is_given():
    """A part's own `show` and the core's are two names."""
    files = {
        "main.js": MAIN,
        "dom.js": DOM,
        "helper.js": "const show = 1\nexport const help = () => show",
        "one.js": "import { help } from './helper.js'\nimport { show } from './dom.js'\nexport const one = show(help)",
    }

    result = link(files, {"one": "one.js"})

    assert result.parts["one"] == (
        "take(([show])=>{\nlet show$2 = 1;\nlet help = () => show$2;\nlet one = show(help);\nreturn one})"
    )


def test_private_names_are_the_same_in_all_scripts_of_a_site():
    """A part reads what the core has made."""
    files = {
        "main.js": MAIN,
        "dom.js": "export function show() { return { _node: 1, _other: { _other: 2 } } }",
        "one.js": "import { show } from './dom.js'\nexport function one() { return show()?._node }",
    }

    result = link(files, {"one": "one.js"})

    assert result.mangled == {"_node": "_a", "_other": "_b"}
    assert "{ _a: 1, _b: { _b: 2 } }" in result.core
    assert "show()?._a" in result.parts["one"]


def test_virtual_modules_are_given_as_text_or_data():
    """The build writes them for each site; modules import them like files."""
    files = {"main.js": "import { site } from 'kelisim:site'\nimport { run } from 'kelisim:start'\nrun(site)"}

    result = link(
        files,
        virtual={
            "kelisim:site": Data({"site": {"id": "vivus"}, "unused": 1}),
            "kelisim:start": "export function run(site) { return site }",
        },
    )

    assert result.core == 'let site={id:"vivus"};\nfunction run(site) { return site }\nrun(site);\n'


def test_a_fault_in_a_virtual_module_is_reported_like_one_in_a_file():
    """Its specifier stands where a path would."""
    result = link({"main.js": "import { a } from 'kelisim:a'\na()"}, virtual={"kelisim:a": "export let a = 1_0"})

    assert result.problems == (
        LinkProblem("kelisim:a", 1, 16, "the separator in 1_0 is newer than es2020", "write 10"),
    )


def test_the_wrap_makes_classic_strict_scripts():
    """Nothing is declared outside, and both are strict: the core by its function, a part as a whole."""
    files = {"main.js": MAIN, "dom.js": DOM, "one.js": "export function one() {}"}

    result = link(files, {"one": "one.js"}, wrap=None)

    assert result.core.startswith('(()=>{"use strict";\n')
    assert result.core.endswith("})();\n")
    assert minify_script(result.parts["one"]) == (
        '"use strict";Document.prototype.dispatchEvent.call(document,'
        'new CustomEvent("kelisim:part",{detail:()=>{function e(){}return e}}))'
    )


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        pytest.param(
            {
                "dom.js": "export let show = 1",
                "one.js": "import { show } from './dom.js'\nexport function one() { show }",
            },
            LinkProblem(
                "dom.js",
                1,
                12,
                '"show" can change, and parts would keep the value it had',
                "export a function that reads it",
            ),
            id="variable handed over",
        ),
        pytest.param(
            {"main.js": "import { show } from './dom.js'\nshow()"},
            LinkProblem(
                "main.js",
                1,
                1,
                "parts need names of the core, and the core hands none over",
                "import { shared } from 'kelisim:shared' and hand it to a part that arrives",
            ),
            id="nothing handed over",
        ),
        pytest.param(
            {"one.js": "one()"},
            LinkProblem(
                "one.js",
                1,
                1,
                'the entry of the part "one" exports nothing',
                "export one function, which is what the part comes to",
            ),
            id="part without export",
        ),
        pytest.param(
            {"one.js": "export function one() {}\nexport const two = 2"},
            LinkProblem(
                "one.js",
                1,
                1,
                'the entry of the part "one" exports one, two',
                "export one function, which is what the part comes to",
            ),
            id="part with two exports",
        ),
        pytest.param(
            {
                "dom.js": "import { one } from './one.js'\nexport function show() { one() }",
                "one.js": "export function one() {}",
            },
            LinkProblem(
                "one.js",
                1,
                1,
                'the entry of the part "one" is in the core already',
                "import nothing from it in modules of the core",
            ),
            id="part in the core",
        ),
        pytest.param(
            {"one.js": "import { shared } from 'kelisim:shared'\nexport function one() { shared }"},
            LinkProblem(
                "one.js",
                1,
                1,
                'the part "one" has nothing to hand over',
                "import kelisim:shared in modules of the core only",
            ),
            id="part hands over",
        ),
        pytest.param(
            {"main.js": "import { share } from 'kelisim:shared'\nshare()"},
            LinkProblem("main.js", 1, 10, '"kelisim:shared" exports only shared, not "share"', "import { shared }"),
            id="misspelled",
        ),
    ],
)
def test_bundles_that_would_not_work_together_are_reported(files, problem):
    """What a part needs must be there when it arrives, and stay what it was."""
    usual = {
        "main.js": MAIN,
        "dom.js": DOM,
        "one.js": "import { show } from './dom.js'\nexport function one() { show() }",
    }

    result = link({**usual, **files}, {"one": "one.js"})

    assert problem in result.problems
    assert (result.core, result.parts) == ("", {})


def test_the_sizes_of_modules_add_up_to_that_of_the_bundle():
    """The share of each module, of the minified bundle."""
    files = {"main.js": MAIN, "dom.js": DOM, "long.js": "export const long = " + repr("x" * 500)}
    files["main.js"] = "import { long } from './long.js'\n" + files["main.js"] + "\nrun(long)"
    result = link(files)

    sizes = module_sizes(result.modules["core"], minify_script)

    assert list(sizes) == ["long.js", "dom.js", "main.js"]
    assert sizes["long.js"] in range(500, 520)
    assert sum(sizes.values()) == pytest.approx(len(minify_script(f"(()=>{{{result.core}}})()")), abs=20)
