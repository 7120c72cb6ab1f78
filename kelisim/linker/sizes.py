"""How many bytes of a minified bundle each module is good for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

MARK = re.compile(r"\$MODULE_END_\d+\$\(\)[,;]?")


def module_sizes(modules: Mapping[str, str], minify: Callable[[str], str]) -> dict[str, int]:
    """Bytes by module, of the code of a bundle's modules in order.

    Modules share names and declarations, so this is a share in the whole: the bundle is minified with a mark after
    each module, and what stands before the mark is counted. The marks themselves keep a few bytes from being saved.
    """
    marked = "".join(f"{code}\n$MODULE_END_{number}$();\n" for number, code in enumerate(modules.values()))
    minified = minify(f"(()=>{{\n{marked}}})();").removeprefix("(()=>{")
    return {path: len(text) for path, text in zip(modules, MARK.split(minified), strict=False)}
