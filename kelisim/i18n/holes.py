"""What a translation may not do with placeholders, tags and Markdown, beyond what a build checks (K203, K204, K210)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from kelisim.catalogs import Original
from kelisim.lint.faults import Fault
from kelisim.lint.letters import fold_to_latin
from kelisim.message import NAME, parse_message
from kelisim.problems import did_you_mean

_FORMAT = re.compile(r"%\(\w+\)[a-z]|%[sdif](?![^\W\d_])")
_BRACES = re.compile(r"\{\{[^{}]*\}\}|\{\{|\}\}")
_TEMPLATE = re.compile(r"\{%.*?%\}|\{#.*?#\}|\$\{[^}]*\}", re.DOTALL)
_ELEMENT = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--|-->")
#: An address may hold brackets of its own, one within another, as Markdown has it.
_LINK = re.compile(r"!?\[[^\[\]]*\]\(((?:[^()\s]|\([^()\s]*\))*)[^()]*\)")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,2})(?=[^\s*])(?:.*?[^\s\\*])?\1(?!\*)")
_STAR = re.compile(r"(?<!\\)\*+")
_BLOCK = re.compile(r"^(?:#{1,6}\s|>\s|[-*+]\s|\d+[.)]\s|\|)", re.MULTILINE)


def hole_faults(form: str, original: Original) -> Iterator[Fault]:
    """Yield placeholders that the grammar or the source does not have."""
    wanted = {hole.name for text in original.forms for hole in parse_message(text, original.tags).holes}
    yield from _misspelt(form, wanted)
    yield from _template_faults(form, original)
    for match in _FORMAT.finditer(form):
        if match[0] not in original.text:
            yield Fault(
                match.start(),
                len(match[0]),
                "K203",
                f"{match[0]} is shown as it is",
                "a placeholder in braces, as the source has it",
                grave=True,
            )


def _misspelt(form: str, wanted: set[str]) -> Iterator[Fault]:
    """Placeholders that are right but for letters of the wrong script: {соunt}."""
    for match in re.finditer(r"\{[^{}\s]+\}", form):
        inside = match[0][1:-1]
        name, _, case = fold_to_latin(inside).partition(":")
        if inside.isascii() or not re.fullmatch(NAME, name) or name not in wanted:
            continue
        right = f"{{{name}:{case}}}" if case else f"{{{name}}}"
        yield Fault(
            match.start(),
            len(match[0]),
            "K203",
            f"{match[0]} is not a placeholder",
            f"{right}, in Latin letters; some of these are Cyrillic",
            "kelisim i18n fix mends it",
            right,
            grave=True,
        )


def _template_faults(form: str, original: Original) -> Iterator[Fault]:
    """Braces are only braces: a template expression would be shown to visitors, not executed."""
    present = Counter(_BRACES.findall(original.text))
    for match in _BRACES.finditer(form):
        present[match[0]] -= 1
        if present[match[0]] < 0:
            inside = match[0].strip("{} ")
            fix = f"write {{{inside}}}" if re.fullmatch(NAME, inside) else "leave it out: nothing here is executed"
            yield Fault(match.start(), len(match[0]), "K203", f"{match[0]} shows braces", "", fix, grave=True)
    for match in _TEMPLATE.finditer(form):
        if match[0] not in original.text:
            fix = "leave it out: nothing here is executed"
            yield Fault(
                match.start(), len(match[0]), "K203", f"{match[0]} is a template expression", "", fix, grave=True
            )


def tag_faults(form: str, original: Original, *, markdown: bool) -> Iterator[Fault]:
    """Yield HTML: only tags that the source declares are tags, all else would be shown as it is written."""
    declared = {f"<{tag}>" for tag in original.tags} | {f"</{tag}>" for tag in original.tags}
    for match in _ELEMENT.finditer(form):
        if match[0] in declared or match[0] in original.text:
            continue
        known = ", ".join(sorted(tag for tag in declared if "/" not in tag))
        yield Fault(
            match.start(),
            len(match[0]),
            "K210" if markdown else "K204",
            f"{match[0]} is HTML",
            f"{known} and nothing else" if known else "text without tags",
            "leave it out; it would be shown as it is written",
            grave=True,
        )


def markdown_faults(form: str, source: str) -> Iterator[Fault]:
    """Yield what goes beyond the Markdown of the source: other links, pictures, headings, lists, lines."""
    theirs = Counter(_LINK.findall(source))
    for match in _LINK.finditer(form):
        theirs[match[1]] -= 1
        if theirs[match[1]] < 0:
            near = next(iter(get_close_matches(match[1], [link for link in theirs if theirs[link] > 0], n=1)), None)
            yield _grave(match, f"the source has no link to {match[1]}", did_you_mean(near))
    for link, count in theirs.items():
        if count > 0:
            found = f"the link to {link} is missing"
            yield Fault(0, len(form), "K210", found, fix="keep its address, translate what stands in []", grave=True)
    for pattern, what in ((_IMAGE, "a picture"), (_BLOCK, "a heading, list, quotation or table")):
        for match in pattern.finditer(form):
            if len(pattern.findall(source)) < len(pattern.findall(form)):
                yield _grave(match, f"{what} does not belong into a unit", "leave the signs out")
    yield from _unpaired_stars(form, source)
    if form.count("\n") != source.count("\n"):
        found = f"{form.count(chr(10)) + 1} lines"
        yield Fault(0, len(form), "K210", found, f"{source.count(chr(10)) + 1}, as the source", grave=True)


def _unpaired_stars(form: str, source: str) -> Iterator[Fault]:
    """Emphasis that was opened and not closed: the star itself would be printed."""
    if _STAR.search(_EMPHASIS.sub("", source)):
        return
    covered = _EMPHASIS.sub(lambda match: " " * len(match[0]), form)
    for match in _STAR.finditer(covered):
        yield _grave(match, f"{match[0]} has no partner and is printed as it is", r"close the emphasis, or write \*")


def _grave(match: re.Match[str], found: str, fix: str) -> Fault:
    return Fault(match.start(), len(match[0]), "K210", found, fix=fix, grave=True)
