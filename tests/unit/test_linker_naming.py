"""Names at the top of a bundle: modules share one scope, and none may get in another's way."""

from __future__ import annotations

import pytest

from kelisim.linker import Data, Wrap, link_site, parse_modules

BARE = Wrap(core=("", ""))


def linked(main: str, **others: str) -> str:
    """The core of main.js and the other modules, given by their names."""
    files = {"main.js": main, **{f"{name}.js": text for name, text in others.items()}}
    result = link_site(parse_modules(files), "main.js", wrap=BARE)
    assert not result.problems
    return result.core


def test_names_that_do_not_meet_stay_as_they_are():
    """The unminified bundle reads like the source."""
    assert linked("import { a } from './a.js'\na(x)", a="export function a(x) { return x }") == (
        "function a(x) { return x }\na(x);\n"
    )


def test_of_two_modules_that_declare_a_name_the_later_gets_another():
    """Both keep meaning their own."""
    core = linked(
        "import { a } from './a.js'\nimport { b } from './b.js'\na(b)",
        a="const table = 1\nexport const a = () => table",
        b="const table = 2\nexport const b = () => table",
    )

    assert core == ("let table = 1;\nlet a = () => table;\nlet table$2 = 2;\nlet b = () => table$2;\na(b);\n")


def test_the_new_name_follows_every_kind_of_mention():
    """Shorthands are spelled out; what a function or block declares is another name and stays."""
    text = """
export function name({ name = 1, other: { name: inner } = { name } }) { return name + inner }
export const mentions = [name, { name }, { name: name.name }, `${name}`, x?.name]
export const patterns = [({ name: x }) => ({ x, name })]
export const hidden = [name => name, ({ name }) => ({ name }), () => { try { } catch (name) { name } }]
for (const name of []) name
for (let name = 0; name; name++) name
{ const { name } = x; name }
export const later = (a = name) => { var name = a; return name }
export const named = [function name() { return name }, class { name() { return name } }]
label: for (;;) break label
;({ name: x.name, y: [x] } = { name })
"""
    core = linked(
        "import { first } from './a.js'\nimport { mentions, patterns, hidden, later, named } from './b.js'\n"
        "run(first, mentions, patterns, hidden, later, named)",
        a="const name = 1\nexport const first = () => name",
        b=text,
    )

    assert (
        core
        == """\
let name = 1;
let first = () => name;
function name$2({ name = 1, other: { name: inner } = { name } }) { return name + inner }
let mentions = [name$2, { name:name$2 }, { name: name$2.name }, `${name$2}`, x?.name];
let patterns = [({ name: x }) => ({ x, name:name$2 })];
let hidden = [name => name, ({ name }) => ({ name }), () => { try { } catch (name) { name } }];
for (let name of []) name;
for (let name = 0; name; name++) name;
{ let { name } = x; name }
let later = (a = name$2) => { var name = a; return name };
let named = [function name() { return name }, class { name() { return name$2 } }];
label: for (;;) break label
;
({ name: x.name, y: [x] } = { name:name$2 });
run(first, mentions, patterns, hidden, later, named);
"""
    )


def test_a_pattern_that_declares_keeps_its_keys():
    """A shorthand in a pattern is key and name in one; so is one with a default."""
    core = linked(
        "import { a } from './a.js'\nconst { b, c = 1, ...d } = run(a)\nrun({ b, c, d })",
        a="const b = 1, c = 2, d = 3\nexport const a = () => [b, c, d]",
    )

    assert core.splitlines()[4:] == ["let { b:b$2, c:c$2 = 1, ...d$2 } = run(a);", "run({ b:b$2, c:c$2, d:d$2 });"]


def test_a_name_of_the_browser_that_another_module_means_is_not_taken():
    """A module's own `status` must not stand between another module and the browser's."""
    core = linked(
        "import { a } from './a.js'\na(status)",
        a="const status = 1\nexport const a = () => ({ status })",
    )

    assert core == "let status$2 = 1;\nlet a = () => ({ status:status$2 });\na(status);\n"


def test_the_new_name_is_hidden_by_nothing():
    """It is one that no module mentions anywhere, inside functions neither."""
    core = linked(
        "import { a } from './a.js'\nimport { b } from './b.js'\na(b)",
        a="const x = 1\nexport const a = () => x",
        b="const x = 2\nexport const b = x$2 => x + x$2 + x$3",
    )

    assert core.splitlines()[2:4] == ["let x$4 = 2;", "let b = x$2 => x$4 + x$2 + x$3;"]


def test_names_of_dropped_code_are_free():
    """What is not written takes no name away."""
    core = linked(
        "import { a } from './a.js'\nimport { b } from './b.js'\na(b)",
        a="const x = 1\nexport const a = () => 1",
        b="const x = 2\nexport const b = () => x",
    )

    assert "let x = 2;" in core


def test_data_is_renamed_like_code():
    """The constants of a virtual module meet the others in the same scope."""
    graph = parse_modules({"main.js": "import { site } from 'kelisim:site'\nimport { a } from './a.js'\na(site)"})
    graph.modules["a.js"] = parse_modules({"a.js": "const site = 1\nexport const a = () => site"}).modules["a.js"]

    core = link_site(graph, "main.js", virtual={"kelisim:site": Data({"site": [1]})}, wrap=BARE).core

    assert core == "let site=[1];\nlet site$2 = 1;\nlet a = () => site$2;\na(site);\n"


@pytest.mark.parametrize("parts", [{}, {"part": "part.js"}], ids=["no parts", "a part"])
def test_equal_input_gives_equal_text_whatever_the_order_of_the_files(parts):
    """Nothing depends on the order of a mapping or set."""
    files = {
        "main.js": "import { shared } from 'kelisim:shared'\nimport { a, b, c } from './a.js'\nrun(shared, a, b, c)",
        "a.js": "export const a = { _x: 1 }, b = { _y: 2 }\nexport function c() { return a._y }",
        "part.js": "import { c, a } from './a.js'\nexport function part() { return c(a._x) }",
    }
    backwards = dict(reversed(files.items()))

    forth, back = (link_site(parse_modules(order), "main.js", parts) for order in (files, backwards))

    assert forth == back
