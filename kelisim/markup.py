"""Rendered templates → node descriptions, which the browser builds without ever parsing HTML.

An element is a list: its tag, its attributes, then texts and elements. What a description cannot or
must not hold (scripts, handlers, styles, foreign addresses) is refused here, at build.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any, TypeAlias

Node: TypeAlias = list[Any]

VOID = frozenset({"br", "hr", "img", "input", "source", "wbr"})
#: Elements that run on within a line: white space beside them shows. Beside all others it does not.
INLINE = frozenset("a abbr b bdi cite code em i img kbd mark q s samp small span strong sub sup time u var wbr".split())
REFUSED = frozenset(
    "applet base embed form frame frameset head html body iframe link math meta noscript object script style svg "
    "template title".split()
)
LINKS = frozenset({"action", "cite", "formaction", "href", "poster", "src"})
#: A path that begins with two slashes leads to another host, and browsers take a backslash for a slash.
SAFE_LINK = re.compile(r"(https:|mailto:|tel:|[#?.]|/(?![/\\])|[\w%-]+([/#?.]|\Z)|\Z)", re.ASCII)
# The no-break spaces of the texts stay as they are.
WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")


class MarkupError(ValueError):
    """What a template says cannot stand in a node description; names the template and the line of the rendered text."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}: line {line} as rendered: {message}")
        self.path = path
        self.line = line
        self.message = message


def parse_markup(html: str, path: str) -> Node:
    """The description of the one element that the rendered template `path` consists of."""
    reader = _Reader(path)
    reader.feed(html)
    reader.close()
    return _collapse(reader.finish())


class _Reader(HTMLParser):
    """Gathers elements; its own root is the list that everything ends up in."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self._path = path
        self._open: list[tuple[Node, int]] = [(["", {}], 1)]

    def finish(self) -> Node:
        """The only element there is."""
        if len(self._open) > 1:
            element, line = self._open[-1]
            raise MarkupError(self._path, line, f"<{element[0]}> is never closed")
        rest = [part for part in self._open[0][0][2:] if not isinstance(part, str) or WHITE_SPACE.sub("", part)]
        if len(rest) != 1 or isinstance(rest[0], str):
            raise MarkupError(self._path, 1, f"the template renders {len(rest)} nodes, one element was expected")
        root: Node = rest[0]
        return root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in REFUSED:
            self._refuse(f"<{tag}> has no place in a view")
        element: Node = [tag, self._attributes(tag, attrs)]
        self._open[-1][0].append(element)
        if tag not in VOID:
            self._open.append((element, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._refuse(f"<{tag}/> does not close the element: browsers read it as <{tag}>")
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        expected = self._open[-1][0][0]
        if tag != expected:
            wanted = f"</{expected}> was expected" if expected else "nothing is open"
            self._refuse(f"</{tag}> closes nothing here, {wanted}")
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1][0].append(data)

    def handle_decl(self, decl: str) -> None:
        self._refuse(f"<!{decl}> has no place in a view")

    def handle_pi(self, data: str) -> None:
        self._refuse(f"<?{data}> has no place in a view")

    def unknown_decl(self, data: str) -> None:
        self._refuse(f"<![{data}]> has no place in a view")

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> dict[str, str]:
        values: dict[str, str] = {}
        for name, value in attrs:
            if name in values:
                self._refuse(f"{name} stands twice on <{tag}>")
            if name.startswith("on"):
                self._refuse(f"{name} on <{tag}>: handlers are bound in banner/js")
            if name in ("style", "srcdoc", "srcset"):
                self._refuse(f"{name} on <{tag}> is not used: looks belong in banner/css, addresses in href")
            if name in LINKS and not SAFE_LINK.match((value or "").strip()):
                self._refuse(f'{name}="{value}" on <{tag}> is none of https:, mailto:, tel: and a path of the site')
            values[name] = value or ""
        return values

    def _refuse(self, message: str) -> None:
        raise MarkupError(self._path, self.getpos()[0], message)


def _collapse(element: Node) -> Node:
    """White space as HTML shows it: a run is one space, and none is left at the edge of a block."""
    tag, attributes, *parts = element
    joined: list[Any] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    children: list[Any] = []
    for position, part in enumerate(joined):
        if isinstance(part, list):
            children.append(_collapse(part))
            continue
        text = WHITE_SPACE.sub(" ", part)
        if _is_edge(tag, joined, position - 1):
            text = text.removeprefix(" ")
        if _is_edge(tag, joined, position + 1):
            text = text.removesuffix(" ")
        if text:
            children.append(text)
    return [tag, attributes, *children]


def _is_edge(tag: str, parts: list[Any], position: int) -> bool:
    """Whether the neighbour at a position is a block, or the inside edge of one."""
    if 0 <= position < len(parts):
        return parts[position][0] not in INLINE
    return tag not in INLINE
