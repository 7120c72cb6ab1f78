"""What each code of a problem means: `codes/*.toml`, read only when somebody asks."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Code:
    """A kind of problem: a title, what it means, how it is mended. `rule` is the rule behind it, where there is one."""

    code: str
    title: str
    meaning: str
    mending: str
    rule: str = ""


@functools.cache
def all_codes() -> Mapping[str, Code]:
    """Every code, in order."""
    found: dict[str, Code] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for code, told in tomllib.loads(path.read_text("utf-8")).items():
            if code in found:
                raise ValueError(f"{code} is explained twice")
            found[code] = Code(code, **told)
    return dict(sorted(found.items()))
