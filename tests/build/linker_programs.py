"""Random programs of several modules, for asking whether linking and minifying change what a program does.

Names come from a small pool that modules, functions, blocks and the browser (here: the runner) share, so that nearly
every program hides names behind others. Nothing is read before it is declared: what is dropped or renamed may turn
the error of such a program into another, and no program should count on it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from random import Random

POOL = ("a", "b", "c", "d", "e", "top", "status")
GLOBALS = ("top", "status")
FLAGS = ("FLAG_ON", "FLAG_OFF", "FLAG_TWO")
GREATEST_DEPTH = 3
SLOT = re.compile(r"<([a-z]+)>")

# <some> is any expression, <atom> a small one, <outer> a name in sight before <new>, <inner> a block in sight of it;
# <parameters> are in sight of the <result> and <body> after them.
EXPRESSIONS = (
    "call(<name>, <some>)",
    "({ <name> })",
    "({ <key>: <some>, x: <atom> })",
    "({ <key>: <atom> }).<key>",
    "(<atom>)?.<key>",
    "(<condition> ? <some> : <some>)",
    "(<atom> ? true : <atom>)",
    "(<atom> ? <atom> : false)",
    "[<some>, ...(<flag> ? [<some>, 2] : []), <atom>]",
    "[<atom>, , ...(<condition> ? [<some>] : [])]",
    "({ ...(<flag> && { y: <some> }), z: 1 })",
    "({ ...(<flag> ? { y: <some> } : <atom>), z: 1 })",
    "`${show(<some>)}!`",
    "(<atom>, <some>)",
    "(<atom> && <flag>)",
    "(<atom> || <flag>)",
    "(<atom> && true)",
    "(<atom> || false)",
    "(<atom> && <atom> || <atom>)",
    "(<atom> ?? <atom>)",
    "(!(<atom> && !<name>))",
    "(show(<atom>) + show(<atom>))",
    "(show(<atom>) < show(<atom>))",
    "(<atom> === <atom>)",
    "(typeof <atom> === 'function')",
    "(<atom> == null ? <atom> : 2)",
    "[...(function* () { yield <some>; yield* [<atom>] })()]",
    "call(function () { return arguments.length }, <atom>)",
    "((q) => { return z(q)\nfunction z(x) { return [x, <atom>] } })(<atom>)",
    "(({ length, ...rest }) => [length, rest])([<atom>])",
    "({ <key>() { return <some> }, get <key>2() { return <atom> }, [show(1)]: 1 })",
    "new (class extends (class { <key>b() { return <atom> } }) { get g() { return super.<key>b?.() } })().g",
    "(<flag> ? ({ m() { return typeof this } }).m : <atom>)",
    "((<parameters>) => (<result>))",
    "((<parameters>) => { <body> })",
    "(function (<parameters>) { <body> })",
    "(function <new>() { <inner>\nreturn 1 })",
    *(r"'a\'b'", r'"\n\t"', r'"\u04d9"', r"'қ\\'", r"`\``", "'</script>'", '"<!--"', "undefined", "null", "-1", "0.5"),
)
STATEMENTS = (
    "log(<some>)",
    "log(<some>)",
    "if (<condition>) { <block> }",
    "if (<condition>) log(<some>)\nelse log(<some>)",
    "if (<flag>) log(<some>)\nelse if (<condition>) log(<some>)",
    "if (<atom> && <atom> || !<name>) log(<some>)\nelse { if (<atom>) log(<some>) }",
    "if (<flag>) return <some>",
    "if (<atom>) return <some>\nelse return <some>",
    "if (<atom>) { <block>\nreturn undefined }",
    "if (!<name>) return\nlog(<atom>)",
    ";<flag> && log(<some>)",
    ";<flag> ? log(<some>) : log(<atom>)",
    "{ <block> }",
    "switch (1) { case <atom>: log(<some>); break\ncase 1: { <block> }\ndefault: log(<atom>) }",
    "try { <block> } finally { <block> }",
    "try { <block>\nthrow <atom> } catch { <block> }",
    "try { throw <outer> } catch (<new>) { { <inner> } }",
    "while (same(1)) { log(<some>)\nif (<atom>) break\nlog(<atom>)\nbreak }",
    "for (const <new> of [<outer>, 2]) { <inner> }",
    "for (const <new> in { p: <outer>, q: 2 }) { <inner>\nif (<flag>) continue\nlog(<atom>) }",
    "for (let <new> = 0; <new> < 2; <new>++) { <inner> }",
    "<label>: for (const q of [1, 2]) for (const w of [3, 4]) { if (<atom>) continue <label>\nlog(q + w) }",
    "var <label> = <some>\nif (<flag>) { var <label> = 1 }\nlog(<label>)",
    "<assigned> = <some>",
    "log(<assigned> = show(<name>) + show(<atom>))",
    ";({ <key>: <assigned> = 4 } = { <key>: <atom> })",
)
DECLARATIONS = (
    "function <own>(<parameters>) { <body> }",
    "const <own> = (<parameters>) => { <body> }",
    "const <own> = { <key>: 1, x: same(1) }",
    "class <own> { constructor() { this.<key> = 1 } <key>m(<parameters>) { <body> } }",
)

Scope = Mapping[str, bool]  # the names in sight; whether they may be assigned


@dataclass(frozen=True)
class Program:
    """Modules by path; main.js is the core's entry, `parts` are the entries of parts by name."""

    files: dict[str, str]
    parts: dict[str, str]


def write_program(seed: int) -> Program:
    """The program of a number: always the same one."""
    return _ProgramWriter(Random(seed)).program()


class _ProgramWriter:
    """Fills the slots of templates."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.labels = 0

    def fill(self, template: str, scope: Scope, depth: int, own: str = "") -> str:
        """A template with everything in its slots; slots of one kind are names of one thing only where they must be."""
        new = self.random.choice(POOL)
        parameters, inside = self.parameters(scope) if "<parameters>" in template else ("", scope)
        self.labels += 1
        label = f"label{self.labels}"

        def slot(found: re.Match[str]) -> str:
            match found[1]:
                case "own":
                    return own
                case "new":
                    return new
                case "label":
                    return label
                case "outer":
                    return self.name({name: free for name, free in scope.items() if name != new})
                case "inner":
                    return self.block({**scope, new: False}, depth, {new})
                case "parameters":
                    return parameters
                case "result":
                    return self.some(inside, depth)
                case "body":
                    return self.body(inside, depth, _names_in(parameters))
                case kind:
                    return self.simple(kind, scope, depth)

        return SLOT.sub(slot, template)

    def simple(self, kind: str, scope: Scope, depth: int) -> str:
        """What a slot without ties to another one holds."""
        match kind:
            case "name":
                return self.name(scope)
            case "some":
                return self.some(scope, depth)
            case "atom":
                return self.atom(scope, depth)
            case "flag":
                return self.flag()
            case "condition":
                return self.condition(scope, depth)
            case "key":
                return self.random.choice(("_p", "_q", "_rr"))
            case "block":
                return self.block(scope, depth)
            case "assigned":
                return self.random.choice([name for name, free in scope.items() if free] or ["unbound.x"])
        raise ValueError(kind)

    def name(self, scope: Scope) -> str:
        """A name in sight; the runner's `same` is never hidden."""
        return self.random.choice([*scope] or ["same"])

    def flag(self, depth: int = 0) -> str:
        """A flag, or several with operators between them."""
        template = self.random.choice(("*", "*", "!(*)", "(* && *)", "(* || *)")) if depth < 2 else "*"
        return re.sub(
            r"\*", lambda _: self.flag(depth + 1) if len(template) > 1 else self.random.choice(FLAGS), template
        )

    def condition(self, scope: Scope, depth: int) -> str:
        """A condition in which a flag mostly has a say."""
        return self.fill(
            self.random.choice(("<flag>", "<atom> && <flag>", "<flag> || <atom>", "!(<atom> || <flag>)", "<atom>")),
            scope,
            depth,
        )

    def atom(self, scope: Scope, depth: int) -> str:
        """Something small, or anything in parentheses."""
        chosen = self.random.random()
        if chosen < 0.6 or depth >= GREATEST_DEPTH:
            return self.name(scope)
        return str(self.random.randint(0, 9)) if chosen < 0.8 else f"({self.some(scope, depth)})"

    def some(self, scope: Scope, depth: int) -> str:
        """An expression, one step deeper."""
        if depth >= GREATEST_DEPTH:
            return self.atom(scope, depth)
        return self.fill(self.random.choice(EXPRESSIONS), scope, depth + 1)

    def parameters(self, scope: Scope) -> tuple[str, Scope]:
        """A list of parameters, and what is in sight after it; a default names nothing that the list declares."""
        names = self.random.sample(POOL, self.random.randint(0, 2))
        outside = {name: free for name, free in scope.items() if name not in names}
        forms = ("<own>", "<own> = <name>", "{ <own> = 7 } = {}", "{ <key>: <own> = 3 } = {}", "[<own>] = []")
        written = [self.fill(self.random.choice(forms), outside, GREATEST_DEPTH, name) for name in names]
        return ", ".join(written), {**scope, **dict.fromkeys(names, False)}

    def block(self, scope: Scope, depth: int, without: Collection[str] = ()) -> str:
        """Declarations and statements; no name is read before its declaration."""
        written, seen = self.variables(scope, depth, without)
        return "\n".join([*written, *self.statements(seen, depth)])

    def body(self, scope: Scope, depth: int, without: Collection[str] = ()) -> str:
        """What stands between the braces of a function: it may have one of its own, and a result."""
        written, seen = self.variables(scope, depth, without)
        own = self.random.choice(POOL)
        if depth < GREATEST_DEPTH and own not in without and own not in seen:
            seen = {**seen, own: False}
            written.append(self.fill(DECLARATIONS[0], seen, depth + 1, own))
        return "\n".join([*written, *self.statements(seen, depth), f"return {self.some(seen, depth)}"])

    def variables(self, scope: Scope, depth: int, without: Collection[str]) -> tuple[list[str], Scope]:
        """Declarations at the top of a block, and what is in sight after them."""
        available = [name for name in POOL if name not in without]
        names = self.random.sample(available, self.random.choice((0, 0, 1, 2)))
        seen = {name: free for name, free in scope.items() if name not in names}
        written = []
        for name in names:
            free = self.random.random() < 0.5
            written.append(f"{'let' if free else 'const'} {name} = {self.some(seen, depth)}")
            seen[name] = free
        return written, seen

    def statements(self, scope: Scope, depth: int) -> list[str]:
        """One or two statements."""
        templates = STATEMENTS if depth <= GREATEST_DEPTH else STATEMENTS[:1]
        return [self.fill(self.random.choice(templates), scope, depth + 1) for _ in range(self.random.randint(1, 2))]

    def module(self, number: int, exports: dict[int, list[str]]) -> str:
        """A module that imports from those before it; its own exports are noted."""
        imports = self.imports(exports)
        imported = [name for names in imports.values() for name in names]
        available = [name for name in POOL if name not in imported]
        names = self.random.sample(available, min(self.random.randint(1, 3), len(available)))
        scope = dict.fromkeys([*GLOBALS, *imported, *names], False)
        exports[number] = [name for name in names if self.random.random() < 0.8]
        declared = [self.fill(self.random.choice(DECLARATIONS), scope, 1, name) for name in names]
        return _with_imports(
            imports,
            "\n".join(
                f"export {text}" if name in exports[number] else text
                for name, text in zip(names, declared, strict=True)
            ),
        )

    def imports(self, exports: Mapping[int, list[str]]) -> dict[int, list[str]]:
        """Some names of other modules, none of them twice."""
        chosen: dict[int, list[str]] = {}
        taken: set[str] = set()
        for number, names in exports.items():
            chosen[number] = [name for name in names if name not in taken and self.random.random() < 0.7]
            taken.update(chosen[number])
        return chosen

    def program(self) -> Program:
        """Modules, a main module that calls what they export, and up to two parts that do so later."""
        exports: dict[int, list[str]] = {}
        files: dict[str, str] = {}
        for number in range(self.random.randint(2, 5)):
            files[f"m{number}.js"] = self.module(number, exports)
        hand_over = f"onPart((part, {self.random.choice(POOL)}) => attempt(() => part(shared)()))"
        imports = self.imports(exports)
        start = f"import {{ shared }} from 'kelisim:shared'\n{_calls(imports)}\n{hand_over}\n"
        files["main.js"] = _with_imports(imports, start)
        parts = {f"part{number}": f"part{number}.js" for number in range(self.random.randint(0, 2))}
        for name, path in parts.items():
            imports = self.imports(exports)
            files[path] = _with_imports(imports, f"export function view() {{ log('{name}')\n{_calls(imports)}\n}}\n")
        return Program(files, parts)


def _names_in(parameters: str) -> set[str]:
    return {name for name in POOL if re.search(rf"\b{name}\b", parameters)}


def _calls(imports: Mapping[int, list[str]]) -> str:
    return "\n".join(f"attempt(() => call({name}, 1))" for names in imports.values() for name in names)


def _with_imports(imports: Mapping[int, list[str]], text: str) -> str:
    """The text of a module after its imports, each of which it mentions."""
    lines = [f"import {{ {', '.join(names)} }} from './m{number}.js'" for number, names in imports.items() if names]
    mentions = f"const mentions = () => [{', '.join(name for names in imports.values() for name in names)}]"
    return "\n".join([*lines, text, mentions])
