"""Dark patterns that a project's own templates and style sheets could bring in: reject is the equal of accept.

The packaged ones have none; what is found here is a warning, so that an owner needs a written reason to keep it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kelisim.problems import Place, Problem, warning
from kelisim.source import Source

#: The layers that have the choice, with the templates that they are made of.
LAYERS = {"banner": "templates/banner.html", "preferences": "templates/preferences.html"}
ACTION = "data-kelisim-action"
CATEGORY = "data-kelisim-category"
#: What tells the two buttons apart, and nothing that anybody sees.
_OWN_ATTRIBUTES = frozenset({ACTION, "id"})
_NOWHERE = frozenset({"", "#", "#!", "."})
_TWIN = {"accept": "reject", "reject": "accept"}
_TWINS = re.compile(r"(?<![\w-])(accept|reject)(?![\w-])")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"(?P<selectors>[^{};]+)\{")
_ATTRIBUTE = re.compile(r"\[[^\]]*\]")
#: A button by its place among others: the one that comes first, or next.
_BY_PLACE = re.compile(r":(?:first|last|only|nth|nth-last)-(?:child|of-type)|[+~][^+~]*button")
_BUTTONS = re.compile(r"\bbutton\b|\.actions\b")

Node = list[Any]


def check_layers(nodes: Mapping[str, Node], templates: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the dark patterns of the layers (K480 … K483, K485); `nodes` by layer as they were compiled."""
    orders = {}
    for layer, root in nodes.items():
        source = Source(f"banner/{LAYERS[layer]}", templates.get(LAYERS[layer], ""))
        parents = {action: found for action in _TWIN if (found := _find(root, action))}
        yield from _check_switches(root, source)
        yield from _check_links(root, source)
        if "accept" not in parents:
            continue
        if "reject" not in parents:
            yield warning(
                _place(source, "accept"),
                "K480",
                f"the {layer} layer can be accepted and not rejected",
                "a reject button on every layer that has an accept button (EDPB-1)",
                f'put a button with {ACTION}="reject" beside it',
            )
            continue
        yield from _check_equal(parents["accept"], parents["reject"], source)
        orders[layer] = [action for action in _actions(root) if action in _TWIN]
    if len({tuple(order) for order in orders.values()}) > 1:
        yield warning(
            _place(Source(f"banner/{LAYERS['preferences']}", templates.get(LAYERS["preferences"], "")), "accept"),
            "K483",
            "accept and reject stand in another order than on the first layer",
            "one order on all layers (DP-7)",
            "exchange the two buttons here, or there",
        )


def _check_equal(accept: tuple[Node, Node], reject: tuple[Node, Node], source: Source) -> Iterator[Problem]:
    """Yield how reject differs from accept: another element, another place, other attributes."""
    (accepting, around), (rejecting, elsewhere) = accept, reject
    differences = []
    if accepting[0] != rejecting[0]:
        differences.append(f"is <{rejecting[0]}>, and accept is <{accepting[0]}>")
    if around is not elsewhere:
        differences.append("stands in another element than accept")
    for name in sorted({*accepting[1], *rejecting[1]} - _OWN_ATTRIBUTES):
        one, other = (_TWINS.sub("", element[1].get(name, "")).split() for element in (accepting, rejecting))
        if one != other or (name in accepting[1]) != (name in rejecting[1]):
            differences.append(f'has another "{name}" than accept')
    if differences:
        yield warning(
            _place(source, "reject"),
            "K481",
            f"reject {differences[0]}",
            "the same element in the same place with the same attributes (EDPB-3, EDPB-4)",
            "write reject as accept is written, but for its action, its part and its label",
        )


def _check_switches(root: Node, source: Source) -> Iterator[Problem]:
    """Yield switches of categories that are on before anybody has acted."""
    for element, _ in _walk(root):
        if CATEGORY in element[1] and "checked" in element[1]:
            place = source.place(match.start(), len(match[0])) if (match := _ticked(source)) else source.whole()
            yield warning(
                place,
                "K482",
                f'the switch of "{element[1][CATEGORY]}" is on before anybody has chosen',
                "every optional category off until the visitor acts (EDPB-2, DP-3)",
                "remove checked: what was chosen before is shown by itself",
            )


def _check_links(root: Node, source: Source) -> Iterator[Problem]:
    """Yield links that lead nowhere: who looks for more to read before choosing is left standing."""
    for element, _ in _walk(root):
        address = element[1].get("href")
        if element[0] == "a" and address is not None and address.strip() in _NOWHERE:
            offset = source.text.find(f'href="{address}"')
            yield warning(
                source.place(offset, len(address) + 7) if offset >= 0 else source.whole(),
                "K485",
                f'a link leads nowhere: href="{address}"',
                "a page (DP-9)",
                'link the policy, href="{{ policy_url }}", or write a button',
            )


def _ticked(source: Source) -> re.Match[str] | None:
    return re.search(r"(?<![\w-])checked(?![\w-])", source.text)


def check_styles(sheets: Mapping[str, str]) -> Iterator[Problem]:
    """Yield rules that make one of the two buttons look otherwise than the other (K484)."""
    for path, sheet in sheets.items():
        text = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), sheet)
        for rule in _RULE.finditer(text):
            selectors = [" ".join(one.split()).replace("'", '"') for one in _split(rule["selectors"])]
            for selector in selectors:
                if _is_partial(selector, selectors):
                    start = rule.start() + len(rule[0]) - len(rule[0].lstrip())
                    yield warning(
                        Source(f"banner/{path}", sheet).place(start, len(rule["selectors"].strip().split("\n")[0])),
                        "K484",
                        f"{selector} is a rule for some of the buttons of the choice",
                        "accept and reject of one size, colour and weight (EDPB-4, DP-5)",
                        'write the rule for both: [part^="button"]',
                    )
                    break


def _split(selectors: str) -> list[str]:
    return [one for one in re.split(r",(?![^(\[]*[)\]])", selectors) if one.strip()]


def _is_partial(selector: str, selectors: list[str]) -> bool:
    """Whether a selector means one of the two buttons, and its twin stands not beside it."""
    if selector.startswith("@"):
        return False
    if _TWINS.search(selector):
        return _TWINS.sub(lambda name: _TWIN[name[0]], selector) not in selectors
    plain = _ATTRIBUTE.sub(lambda one: "button" if "button" in one[0] else "", selector)
    return bool(_BUTTONS.search(plain) and _BY_PLACE.search(plain))


def _find(root: Node, action: str) -> tuple[Node, Node] | None:
    """The element with an action, and the one that it stands in."""
    return next((found for found in _walk(root) if found[0][1].get(ACTION) == action), None)


def _actions(root: Node) -> list[str]:
    return [element[1][ACTION] for element, _ in _walk(root) if ACTION in element[1]]


def _walk(element: Node, around: Node | None = None) -> Iterator[tuple[Node, Node]]:
    yield element, around or element
    for child in element[2:]:
        if isinstance(child, list):
            yield from _walk(child, element)


def _place(source: Source, action: str) -> Place:
    """Where a template writes the button of an action."""
    told = f'{ACTION}="{action}"'
    offset = source.text.find(told)
    return source.place(offset, len(told)) if offset >= 0 else source.whole()
