"""Keys of site files that were renamed: read for a while under their old names, with a warning, and brought up to date.

A renamed key goes into `DEPRECATED` with the release that renamed it and the one that will forget it. `kelisim migrate`
rewrites files; comments, order and everything else stay as they are.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kelisim.problems import Problem, warning
from kelisim.source import TomlSource


@dataclass(frozen=True)
class Deprecation:
    """A key under its old and its new name, each as the path of its sections."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    since: str
    until: str


#: Nothing has been renamed since the first release.
DEPRECATED: tuple[Deprecation, ...] = ()


def modernised(data: dict[str, Any]) -> dict[str, Any]:
    """The document with old keys under their new names; where both are said the new one counts."""
    found = [one for one in DEPRECATED if _value(data, one.old) is not None]
    if not found:
        return data
    result = copy.deepcopy(data)
    for one in found:
        value = _section(result, one.old).pop(one.old[-1])
        _section(result, one.new).setdefault(one.new[-1], value)
    return result


def check_deprecated(source: TomlSource) -> Iterator[Problem]:
    """Yield a warning for each old key, with the new one and the release that forgets it."""
    for one in DEPRECATED:
        if _value(source.data, one.old) is not None:
            yield warning(
                source.key_span(*one.old),
                "K901",
                f'"{".".join(one.old)}" is called "{".".join(one.new)}" since Kelisim {one.since}',
                f"the new name; Kelisim {one.until} will not know the old one",
                "kelisim migrate writes it, comments are kept",
            )


def migrated(source: TomlSource) -> str:
    """The text of a file with every old key under its new name."""
    for one in DEPRECATED:
        if _value(source.data, one.old) is not None:
            source = TomlSource(source.path, _renamed(source, one))
    return source.text


def _renamed(source: TomlSource, one: Deprecation) -> str:
    text = source.text
    (key_start, key_end), (_, value_end) = source.spans_of(*one.old)
    already = _value(source.data, one.new) is not None
    if one.old[:-1] == one.new[:-1] and not already:
        return text[:key_start] + one.new[-1] + text[key_end:]
    line_start = text.rfind("\n", 0, key_start) + 1
    line_end = text.find("\n", value_end)
    line_end = len(text) if line_end < 0 else line_end + 1
    entry = one.new[-1] + text[key_end:line_end]
    rest = text[:line_start] + text[line_end:]
    return rest if already else _put_into(rest, one.new[:-1], entry.rstrip("\n") + "\n")


def _put_into(text: str, section: tuple[str, ...], entry: str) -> str:
    """The text with an entry at the beginning of a section, which is added where it is not there."""
    if not section:
        return entry + text
    header = f"[{'.'.join(section)}]"
    lines = text.splitlines(keepends=True)
    for position, line in enumerate(lines):
        if line.split("#")[0].strip() == header:
            return "".join([*lines[: position + 1], entry, *lines[position + 1 :]])
    return f"{text.rstrip()}\n\n{header}\n{entry}"


def _value(data: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        if not isinstance(data, dict) or key not in data:
            return None
        data = data[key]
    return data


def _section(data: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    for key in path[:-1]:
        data = data.setdefault(key, {})
    return data
