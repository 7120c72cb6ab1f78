"""The Markdown of a unit, *emphasis*, **strong** and [links](https://…), to HTML, plain text and Markdown again.

Values are marks (slots.py) while Markdown reads the text, so a value can never be read as Markdown or HTML.
"""

from __future__ import annotations

import functools
import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kelisim.message import parse_message
from kelisim.policy.slots import CLOSE, OPEN, bared, mark
from kelisim.typography import no_break_spaces

if TYPE_CHECKING:
    from markdown import Markdown
    from markdown.util import Registry

#: Without one of these a text is the same in Markdown and out of it, and Markdown need not be loaded.
_TELLING = re.compile(r"[*\[\]\\`<&]")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>em|strong|a)(?: href=\"(?P<href>[^\"]*)\")?[^<>]*>")
_SPECIAL = re.compile(rf"(?P<mark>{OPEN}[^{CLOSE}]*{CLOSE})|[\\`*_\[\]<#|]|&(?=#?\w+;)")
#: Signs that not every Markdown lets a backslash make plain.
_ENTITIES = {"<": "&lt;", "|": "&#124;", "&": "&amp;"}
_UNDERSCORE = "\ufdd2"
_AROUND = {"em": "*", "strong": "**"}


@dataclass(frozen=True)
class Phrase:
    """A unit's text in one language, ready but for the values of its slots."""

    html: str
    text: str
    markdown: str


def render_phrase(source: str, language: str) -> Phrase:
    """A unit's text; its placeholders become slots."""
    message = parse_message(source)
    marked = no_break_spaces(message.render(mark), language)
    if not _TELLING.search(marked):
        return Phrase(html.escape(marked, quote=False), marked, escape_markdown(marked))
    return _phrase(_paragraph(marked))


def escape_markdown(text: str) -> str:
    """A plain text as Markdown prints it unchanged; marks of slots stay marks."""
    return _SPECIAL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return match[0] if match["mark"] else _ENTITIES.get(match[0], f"\\{match[0]}")


def links_of(source: str) -> list[str]:
    """The addresses that a text links to, as written, placeholders included."""
    return [html.unescape(match["href"]) for match in _TAG.finditer(_paragraph(source)) if match["href"] is not None]


def _paragraph(text: str) -> str:
    # _ga and _ym_uid are names of cookies: in units an underscore is a letter like any other.
    rendered = _markdown().reset().convert(text.replace("_", _UNDERSCORE)).replace(_UNDERSCORE, "_")
    return rendered.removeprefix("<p>").removesuffix("</p>")


def _phrase(rendered: str) -> Phrase:
    """The three forms of what Markdown made; only its three elements can be in it."""
    page, text, markdown = [], [], []
    position, address, link_text = 0, "", ""
    for match in [*_TAG.finditer(rendered), None]:
        words = rendered[position : match.start() if match else len(rendered)]
        plain = html.unescape(words)
        page.append(bared(words) if address else words)
        text.append(plain)
        markdown.append(escape_markdown(bared(plain) if address else plain))
        link_text += plain
        if not match:
            break
        position = match.end()
        if match["name"] != "a":
            page.append(f"<{match['end']}{match['name']}>")
            markdown.append(_AROUND[match["name"]])
        elif match["end"]:
            page.append("</a>")
            # Plain text has no links: the address is printed, unless the words are the address.
            text.append("" if bared(link_text) in (address, address.removeprefix("mailto:")) else f" ({address})")
            markdown.append(f"]({address})")
            address = ""
        else:
            address, link_text = bared(html.unescape(match["href"] or "")), ""
            page.append(f'<a href="{html.escape(address)}">')
            markdown.append("[")
    return Phrase("".join(page), "".join(text), "".join(markdown))


@functools.cache
def _markdown() -> Markdown:
    """Python-Markdown reduced to what a unit may use; everything else stays as it is written, escaped."""
    from markdown import Markdown
    from markdown.extensions import Extension
    from markdown.treeprocessors import InlineProcessor
    from markdown.util import Registry

    class Subset(Extension):
        def extendMarkdown(self, md: Markdown) -> None:
            md.preprocessors = Registry()
            md.postprocessors = Registry()
            md.parser.blockprocessors = _kept(md.parser.blockprocessors, "paragraph")
            md.inlinePatterns = _kept(md.inlinePatterns, "escape", "link", "em_strong")
            # The processor keeps the patterns it was made with.
            md.treeprocessors.register(InlineProcessor(md), "inline", 20)

    return Markdown(extensions=[Subset()], output_format="html")


def _kept(registry: Registry[Any], *names: str) -> Registry[Any]:
    """A registry of nothing but the named processors, in this order."""
    kept = type(registry)()
    for position, name in enumerate(names):
        kept.register(registry[name], name, -position)
    return kept
