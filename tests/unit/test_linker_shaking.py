"""Tree shaking and order: what of which module is in a bundle, and where."""

from __future__ import annotations

import pytest

from kelisim.linker import LinkProblem, Wrap, link_site, parse_modules

BARE = Wrap(core=("", ""))


def linked(main: str, **others: str) -> str:
    """The core of main.js and the other modules, given by their names."""
    files = {"main.js": main, **{f"{name}.js": text for name, text in others.items()}}
    result = link_site(parse_modules(files), "main.js", wrap=BARE)
    assert not result.problems
    return result.core


def test_only_what_is_reached_is_written():
    """A function nobody calls and a constant nobody reads are not shipped, nor what only they need."""
    helpers = """
export function used() { return inner() }
function inner() { return TABLE.a }
const TABLE = { a: 1 }, OTHER = { b: 2 }
export function unused() { return OTHER }
export class Unused {}
"""

    core = linked("import { used } from './helpers.js'\nused()", helpers=helpers)

    assert (
        core
        == "function used() { return inner() }\nfunction inner() { return TABLE.a }\nlet TABLE = { a: 1 };\nused();\n"
    )


@pytest.mark.parametrize(
    "initialiser",
    [
        "1",
        "-x",
        "'text'",
        "`text ${x}`",
        "[x, { y: x.z }]",
        "() => run()",
        "function () { run() }",
        "class { run() { run() } }",
        "x ? y : !z",
        "new Set()",
        "new Map([['a', 1]])",
        "Object.freeze({ a: 1 })",
        "/* @__PURE__ */ run(1)",
        "/*#__PURE__*/ new Thing([x])",
    ],
)
def test_a_constant_that_does_nothing_is_dropped_when_nobody_reads_it(initialiser):
    """Giving it a value has no effect that anybody could miss."""
    assert linked(
        "import { used } from './a.js'\nused()", a=f"const gone = {initialiser}\nexport function used() {{}}"
    ) == ("function used() {}\nused();\n")


@pytest.mark.parametrize(
    "initialiser",
    [
        "run()",
        "new Thing()",
        "new Set(x)",
        "Object.freeze(x)",
        "/*#__PURE__*/ pure(run())",
        "x = 1",
        "x++",
        "delete x.y",
        "'y' in x",
        "x instanceof Y",
        "[...x]",
        "class extends run() {}",
        "class { [run()]() {} }",
        "x || run()",
        "`${run()}`",
    ],
)
def test_a_constant_that_does_something_stays_where_its_module_is_needed(initialiser):
    """The effect may be what the module is there for."""
    core = linked("import { used } from './a.js'\nused()", a=f"const kept = {initialiser}\nexport function used() {{}}")

    assert core == f"let kept = {initialiser};\nfunction used() {{}}\nused();\n"


def test_a_pattern_stays_because_it_may_fail():
    """Taking apart what is not there throws."""
    assert "let { a } = b;" in linked("import { c } from './a.js'\nc()", a="const { a } = b\nexport function c() {}")


def test_a_module_of_which_nothing_is_needed_does_nothing():
    """Effects come with the first name that is needed, not with the import."""
    core = linked(
        "import { unused } from './a.js'\nimport { used } from './b.js'\nused()\nfunction never() { unused() }",
        a="log('a')\nexport function unused() {}",
        b="log('b')\nexport function used() {}",
    )

    assert core == "log('b');\nfunction used() {}\nused();\n"


def test_a_module_imported_without_names_is_needed_for_what_it_does():
    """`import './setup.js'` asks for the effects."""
    assert linked("import './setup.js'\nrun()", setup="log('setup')") == "log('setup');\nrun();\n"


def test_modules_come_in_the_order_in_which_they_would_run():
    """Depth first in the order of the imports, each once, the main module last."""
    core = linked(
        "import { b } from './b.js'\nimport { a } from './a.js'\nrun(a, b)",
        a="import { base } from './base.js'\nexport const a = base + 'a'",
        b="import { base } from './base.js'\nexport const b = base + 'b'",
        base="export const base = 1",
    )

    assert core == "let base = 1;\nlet b = base + 'b';\nlet a = base + 'a';\nrun(a, b);\n"


def test_statements_without_semicolons_stay_apart():
    """A dropped line must not join its neighbours, nor one module the next."""
    core = linked("import { a } from './a.js'\n;(a || b).c()", a="export let a = run\nlet gone = 1\n;[1].map(run)")

    assert core == "let a = run;\n[1].map(run);\n(a || b).c();\n"


def test_an_assigned_variable_is_kept_by_those_who_read_it():
    """The writer stays only if it is reached itself."""
    state = "let state = 0\nexport function get() { return state }\nexport function set(value) { state = value }"

    core = linked("import { get } from './state.js'\nget()", state=state)

    assert core == "let state = 0;\nfunction get() { return state }\nget();\n"


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        pytest.param(
            {"main.js": "import { a } from './b.js'\na()"},
            LinkProblem("main.js", 1, 19, 'there is no module "b.js"', "write it, or remove the import"),
            id="missing module",
        ),
        pytest.param(
            {"js/main.js": "import { a } from '../lib/dmo.js'\na()", "lib/dom.js": "export function a() {}"},
            LinkProblem("js/main.js", 1, 19, 'there is no module "lib/dmo.js"', 'did you mean "lib/dom.js"?'),
            id="misspelled module",
        ),
        pytest.param(
            {"main.js": "import { a } from 'kelisim:view'\na()"},
            LinkProblem(
                "main.js",
                1,
                19,
                'there is no module "kelisim:view"',
                "the build gives no such module; remove the import",
            ),
            id="missing virtual module",
        ),
        pytest.param(
            {"main.js": "import { shutdown } from './b.js'\nshutdown()", "b.js": "export function shutDown() {}"},
            LinkProblem("main.js", 1, 10, 'b.js exports no "shutdown"', 'did you mean "shutDown"?'),
            id="misspelled export",
        ),
        pytest.param(
            {"main.js": "import { a } from './b.js'\na()", "b.js": "function a() {}"},
            LinkProblem("main.js", 1, 10, 'b.js exports no "a"', "write export before its declaration there"),
            id="not exported",
        ),
        pytest.param(
            {"main.js": "import { a } from './b.js'\na()", "b.js": "f()"},
            LinkProblem("main.js", 1, 10, 'b.js exports no "a"', "export it there, or remove it here"),
            id="not there",
        ),
        pytest.param(
            {
                "main.js": "import { a } from './a.js'\na()",
                "a.js": "import { b } from './b.js'\nexport function a() { b() }",
                "b.js": "import { a } from './a.js'\nexport function b() { a() }",
            },
            LinkProblem(
                "b.js",
                1,
                19,
                "the modules import each other in a ring: a.js → b.js → a.js",
                "move what both need into a module of its own",
            ),
            id="ring",
        ),
        pytest.param(
            {"start.js": "f()"},
            LinkProblem("main.js", 1, 1, "this entry is not among the modules", "write it, or name another entry"),
            id="no entry",
        ),
    ],
)
def test_an_import_that_leads_nowhere_is_reported(files, problem):
    """With the place of the import, and the way out."""
    result = link_site(parse_modules(files), "js/main.js" if "js/main.js" in files else "main.js")

    assert result.problems == (problem,)
    assert result.core == ""


def test_const_is_written_as_let():
    """Where nobody assigns it says the same, in two bytes less."""
    core = linked("const a = run()\nfor (const b of a) { const c = b; run(c) }")

    assert core == "let a = run();\nfor (let b of a) { let c = b; run(c) };\n"
