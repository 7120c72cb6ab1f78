"""Puts the modules of `banner/js` together into the scripts of a site: text in, text and problems out.

    parse_modules → ModuleGraph          once for all sites; can be pickled
    link_site → LinkResult               per set of flags and virtual modules; its scripts go to `kelisim.minify`
    ScriptTemplate.fill, write_literal   per site, where the values of its data were left open as `Hole`s

A site has a core and parts that are loaded later. What a part uses of a module that the core holds lives in the core,
which hands it over in an array (`import { shared } from 'kelisim:shared'`); any other module goes into the parts that
use it. `parsing` cuts modules into pieces, `flags` folds them, `shaking` and `planning` say what goes where, `naming`
and `mangling` what it is called, `emitting` writes it.
"""

from kelisim.linker.data import Hole, ScriptTemplate, literal_pieces, write_literal
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
    "literal_pieces",
    "module_sizes",
    "parse_modules",
    "write_literal",
]
