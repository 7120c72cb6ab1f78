r"""Texts with holes: placeholders ``{operator.short:gen}``, declared tags ``<policy>…</policy>``, doubled braces.

The grammar is one for policy, services and banner:
``\{\{|\}\}|\{[a-z_]+(\.[a-z_]+)*(:[a-z]+)?\}``; any other single brace is an error. A text is parsed into parts and
only parts are substituted: nothing a translator writes is ever executed as a template or formatted by `str.format`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

TOKEN = re.compile(
    r"(?P<open>\{\{)|(?P<close>\}\})"
    r"|\{(?P<name>[a-z_]+(?:\.[a-z_]+)*)(?::(?P<case>[a-z]+))?\}"
    r"|<(?P<end>/?)(?P<tag>[a-z]+)>"
    r"|(?P<stray>[{}])"
)
NAME = re.compile(r"[a-z_]+(?:\.[a-z_]+)*")


@dataclass(frozen=True)
class Hole:
    """A placeholder: the name of a value and the grammatical case that the text wants it in."""

    name: str
    case: str = ""

    def __str__(self) -> str:
        return f"{{{self.name}:{self.case}}}" if self.case else f"{{{self.name}}}"


@dataclass(frozen=True)
class Tag:
    """A declared tag with what stands inside it."""

    name: str
    parts: tuple[Part, ...]


Part = str | Hole | Tag


@dataclass(frozen=True)
class Fault:
    """What is wrong with a text, as a stretch of it: offset and length in characters."""

    offset: int
    length: int
    found: str
    fix: str = ""


@dataclass(frozen=True)
class Message:
    """A parsed text. With faults, `parts` holds the text as it is and must not be shown."""

    text: str
    parts: tuple[Part, ...]
    faults: tuple[Fault, ...] = ()

    @functools.cached_property
    def holes(self) -> tuple[Hole, ...]:
        """Every placeholder, in order, those inside tags included."""
        return tuple(_holes(self.parts))

    @functools.cached_property
    def tags(self) -> tuple[str, ...]:
        """The names of the tags, in order."""
        return tuple(_tags(self.parts))

    def render(
        self, value: Callable[[Hole], str], text: Callable[[str], str] = str, tag: TagRenderer = lambda t, s: s
    ) -> str:
        """The text with every hole filled by `value`, plain stretches passed through `text`, tags through `tag`.

        `value` gives what is put in, already escaped for where it goes; `text` escapes the text's own words.
        """
        return _render(self.parts, value, text, tag)


TagRenderer = Callable[[str, str], str]


@functools.lru_cache(maxsize=8192)
def parse_message(text: str, tags: frozenset[str] = frozenset()) -> Message:
    """Parse a text in which `tags` may be used.

    Tags that are not declared are plain text, as in ``<head>``, unless one is nearly written like a declared one.
    """
    faults: list[Fault] = []
    stack: list[tuple[str, int, list[Part]]] = [("", 0, [])]
    position = 0
    for match in TOKEN.finditer(text):
        parts = stack[-1][2]
        if match["tag"] and match["tag"] not in tags:
            faults.extend(_misspelt_tag(match, tags))
            continue
        parts.append(text[position : match.start()])
        position = match.end()
        if match["open"] or match["close"]:
            parts.append("{" if match["open"] else "}")
        elif match["name"]:
            parts.append(Hole(match["name"], match["case"] or ""))
        elif match["stray"]:
            if not faults or match.start() >= faults[-1].offset + faults[-1].length:
                faults.append(_stray_brace(text, match.start()))
        elif match["end"]:
            _close_tag(stack, match, faults)
        else:
            stack.append((match["tag"], match.start(), []))
    stack[-1][2].append(text[position:])
    for name, offset, _ in stack[1:]:
        faults.append(
            Fault(offset, len(name) + 2, f"the tag <{name}> is never closed", f"write </{name}> where it ends")
        )
    if faults:
        return Message(text, (text,), tuple(faults))
    return Message(text, _joined(stack[0][2]))


def escape_braces(text: str) -> str:
    """A plain text as it has to be written in a source with placeholders."""
    return text.replace("{", "{{").replace("}", "}}")


def _close_tag(stack: list[tuple[str, int, list[Part]]], match: re.Match[str], faults: list[Fault]) -> None:
    name, written = match["tag"], match[0]
    if all(name != opened for opened, _, _ in stack):
        faults.append(
            Fault(match.start(), len(written), f"{written} closes a tag that is not open", f"write <{name}> before it")
        )
        return
    while stack[-1][0] != name:
        inside, _, inner = stack.pop()
        found = f"{written} stands where <{inside}> is still open"
        faults.append(Fault(match.start(), len(written), found, f"write </{inside}> before it"))
        stack[-1][2].extend(inner)
    _, _, inner = stack.pop()
    stack[-1][2].append(Tag(name, _joined(inner)))


def _misspelt_tag(match: re.Match[str], tags: frozenset[str]) -> Iterator[Fault]:
    from difflib import get_close_matches

    for near in get_close_matches(match["tag"], sorted(tags), n=1, cutoff=0.75):
        meant = f"<{match['end']}{near}>"
        yield Fault(match.start(), len(match[0]), f"{match[0]} is not a tag of this text", f"did you mean {meant}?")


def _stray_brace(text: str, offset: int) -> Fault:
    end = text.find("}", offset)
    if text[offset] == "{" and end > 0 and not set("{\n") & set(text[offset + 1 : end]):
        written = text[offset : end + 1]
        return Fault(
            offset,
            len(written),
            f"{written} is not a placeholder",
            "a placeholder is small Latin letters: {operator.short:gen}",
        )
    return Fault(offset, 1, f"a single {text[offset]}", f"write {text[offset] * 2} for the sign itself")


def _joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    joined: list[Part] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    return tuple(joined)


def _holes(parts: Iterable[Part]) -> Iterable[Hole]:
    for part in parts:
        if isinstance(part, Hole):
            yield part
        elif isinstance(part, Tag):
            yield from _holes(part.parts)


def _tags(parts: Iterable[Part]) -> Iterable[str]:
    for part in parts:
        if isinstance(part, Tag):
            yield part.name
            yield from _tags(part.parts)


def _render(parts: Iterable[Part], value: Callable[[Hole], str], text: Callable[[str], str], tag: TagRenderer) -> str:
    rendered = []
    for part in parts:
        if isinstance(part, str):
            rendered.append(text(part))
        elif isinstance(part, Hole):
            rendered.append(value(part))
        else:
            rendered.append(tag(part.name, _render(part.parts, value, text, tag)))
    return "".join(rendered)
