"""Puts the modules of `banner/js` together into the scripts of a site: text in, text and problems out."""

from kelisim.linker.data import Hole, ScriptTemplate, write_literal
from kelisim.linker.emitting import Wrap
from kelisim.linker.linking import LinkResult, link_site
from kelisim.linker.modules import Data, ModuleGraph
from kelisim.linker.parsing import parse_modules
from kelisim.linker.planning import Duplicate
from kelisim.linker.problems import LinkProblem
from kelisim.linker.sizes import module_sizes

__all__ = [
    "Data",
    "Duplicate",
    "Hole",
    "LinkProblem",
    "LinkResult",
    "ModuleGraph",
    "ScriptTemplate",
    "Wrap",
    "link_site",
    "module_sizes",
    "parse_modules",
    "write_literal",
]
