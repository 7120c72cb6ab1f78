"""Reading modules: what is refused, where, and what to write instead."""

from __future__ import annotations

import pickle

import pytest

from kelisim.linker import LinkProblem, parse_modules

MEND = "mend the JavaScript here or just before"


def problems(text: str) -> list[LinkProblem]:
    return list(parse_modules({"js/main.js": text}).problems)


def test_a_module_of_everything_that_is_allowed_has_no_problem():
    """The house style and all of es2020 pass."""
    text = """
import { a, b } from './b.js'
import './setup.js'
export const { c, d: [e] = [], ...f } = a?.b ?? {}
export let count = 10n
export function* numbers() { yield* [1, 2] }
export async function load(url) { for await (const part of url) await part }
export class Store { constructor() { this._state = a } static of() { return new Store() } get _size() { return 1 } }
try { b() } catch { count += 1 }
const pattern = /(?<year>\\d+)(?<!0)/su, text = `${a}`, anonymous = class extends Store {}
label: for (const key in f) { if (key in c) continue label }
"""

    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        pytest.param("f(;", 1, 3, "syntax error: ) is missing", id="broken call"),
        pytest.param("const a = {\n  b: 1 2\n}", 2, 8, "syntax error at `2`", id="broken object"),
        pytest.param("a()\nif (b) {\n  c()\n", 3, 6, "syntax error: } is missing", id="block never closed"),
        pytest.param("const a", 1, 8, "syntax error: expected = instead of EOF in const statement", id="no value"),
        pytest.param(
            "let a = 1\nlet a = 2\n", 2, 5, "syntax error: identifier a has already been declared", id="twice"
        ),
        pytest.param("f('ә'); return 1", 1, 9, "syntax error: unexpected return in expression", id="return outside"),
    ],
)
def test_broken_syntax_is_reported_where_it_breaks(text, line, column, message):
    """One error a module: those after the first are often its echo. Columns count letters, not bytes."""
    assert problems(text) == [LinkProblem("js/main.js", line, column, message, MEND)]


@pytest.mark.parametrize(
    ("text", "column", "message", "fix"),
    [
        pytest.param("import a from './a.js'\na()", 8, 'default import "a"', "import { a } by its name", id="default"),
        pytest.param(
            "import * as a from './a.js'\na.b()",
            8,
            "import of a whole namespace",
            "import the names that are needed, in braces",
            id="namespace",
        ),
        pytest.param(
            "import { a as b } from './a.js'\nb()",
            10,
            '"a" is imported under another name',
            "import it by the name it has",
            id="renamed",
        ),
        pytest.param(
            "const a = import('./a.js')",
            11,
            "a dynamic import cannot be linked",
            "make what it loads a part",
            id="dynamic",
        ),
        pytest.param(
            "import { a } from './a.js'",
            10,
            '"a" is imported and never used',
            "remove it from the import",
            id="never used",
        ),
        pytest.param(
            "import { a } from './a.js'; (a => a)(1)",
            10,
            '"a" is imported and never used',
            "remove it from the import",
            id="used only as another",
        ),
        pytest.param(
            "import { a, a } from './a.js'; a()",
            13,
            '"a" is imported twice',
            "remove it from this import",
            id="imported twice",
        ),
        pytest.param(
            "import { a } from './a.js'; const { b: a } = c; a()",
            10,
            '"a" is imported and declared here',
            "rename one of the two",
            id="imported and declared",
        ),
        pytest.param(
            "import { a } from './a.js'; a += 1",
            29,
            '"a" is imported and cannot be assigned',
            "export a function that sets it",
            id="assigned",
        ),
        pytest.param(
            "import { a } from './a.js'; [{ b: [...a] = [] }] = c",
            39,
            '"a" is imported and cannot be assigned',
            "export a function that sets it",
            id="assigned by a pattern",
        ),
        pytest.param(
            "import { a } from './a.js'; for (a of b) c()",
            34,
            '"a" is imported and cannot be assigned',
            "export a function that sets it",
            id="assigned by a loop",
        ),
        pytest.param(
            "export default 1",
            1,
            "an export that is no declaration",
            "write export before the declaration itself",
            id="default export",
        ),
        pytest.param(
            "export default function a() {}",
            1,
            "an export that is no declaration",
            "write export before the declaration itself",
            id="default function",
        ),
        pytest.param(
            "const a = 1; export { a }",
            14,
            "an export that is no declaration",
            "write export before the declaration itself",
            id="export list",
        ),
        pytest.param(
            "export * from './a.js'",
            1,
            "an export that is no declaration",
            "write export before the declaration itself",
            id="handed on",
        ),
    ],
)
def test_imports_and_exports_have_one_form(text, column, message, fix):
    """Names in braces, exported where they are declared: what is read is what is linked."""
    assert problems(text) == [LinkProblem("js/main.js", 1, column, message, fix)]


@pytest.mark.parametrize(
    ("text", "column", "message", "fix"),
    [
        pytest.param(
            "class A { a = 1 }", 11, "a class field is newer than es2020", "set it in the constructor", id="field"
        ),
        pytest.param(
            "class A { #a() {} }",
            11,
            "a private name with # is newer than es2020",
            "begin it with an underscore instead: the linker shortens it",
            id="private name",
        ),
        pytest.param(
            "class A { static { a() } }",
            11,
            "a static block is newer than es2020",
            "set the class up after its declaration",
            id="static block",
        ),
        pytest.param("let a; a ??= 1", 8, "??= is newer than es2020", "write x ?? (x = …)", id="assigned if nullish"),
        pytest.param("a(1_000)", 3, "the separator in 1_000 is newer than es2020", "write 1000", id="separator"),
        pytest.param(
            "a(/b/vd)",
            6,
            "the pattern flag d is newer than es2020",
            "write the pattern without it",
            id="pattern flag",
        ),
        pytest.param(
            "const a = await b",
            11,
            "a script cannot await outside a function",
            "put it into an async function",
            id="await outside",
        ),
        pytest.param(
            "a(import.meta.url)", 3, "a script has no import.meta", "use document.currentScript", id="import.meta"
        ),
        pytest.param(
            "for await (const a of b) c()",
            1,
            "a script cannot await outside a function",
            "put it into an async function",
            id="awaiting loop outside",
        ),
        pytest.param("#!/usr/bin/node", 1, "a module has no #! line", "remove the line", id="#! line"),
        pytest.param("with (a) b()", 1, "a module is strict and knows no with", "name the object each time", id="with"),
        pytest.param("debugger", 1, "a debugger statement would be shipped", "remove it", id="debugger"),
        pytest.param(
            "a(b < /script>/)", 7, "`</script` would end the script", "give the pattern a name", id="end of script"
        ),
        pytest.param(
            "a(b < !--c)", 7, "`<!--` would begin a comment", "decrement in a statement of its own", id="HTML comment"
        ),
        pytest.param(
            "a`қ`", 2, "a tag would see other letters than are written", "call a function", id="tagged template"
        ),
        pytest.param(
            "window._fbq('track')",
            8,
            "_fbq of window would be renamed",
            "write window['_fbq'] if others know it by this name",
            id="a vendor's name",
        ),
        pytest.param(
            "if (a) { function b() {} }",
            10,
            "a function is declared in a block",
            "write const name = () => …, or declare it outside",
            id="function in a block",
        ),
        pytest.param(
            "a(class B {})",
            9,
            "a class expression has a name of its own",
            "leave the name out, or declare the class",
            id="named class expression",
        ),
    ],
)
def test_what_old_browsers_or_the_minifier_cannot_take_is_refused(text, column, message, fix):
    """es2020 is the newest syntax, and what minifying would change has to be written otherwise."""
    assert LinkProblem("js/main.js", 1, column, message, fix) in problems(text)


def test_names_of_a_module_s_own_may_be_like_those_of_the_browser():
    """`window` here is a parameter, so its private members are private."""
    assert problems("export const open = window => window._open()") == []


def test_all_problems_of_all_modules_are_reported_in_order():
    """One run shows everything that is wrong."""
    graph = parse_modules({"b.js": "debugger\nexport default 1", "a.js": "f(;", "c.js": "f()"})

    assert [(problem.path, problem.line) for problem in graph.problems] == [("a.js", 1), ("b.js", 1), ("b.js", 2)]
    assert sorted(graph.modules) == ["b.js", "c.js"]


def test_a_graph_survives_pickling():
    """Workers and caches get parsed modules instead of parsing again."""
    graph = parse_modules({"a.js": "export const a = { _b: FLAG_A && 1 }"})

    restored = pickle.loads(pickle.dumps(graph))

    assert restored.modules["a.js"].statements == graph.modules["a.js"].statements
