"""Puts the modules of `banner/js` together into the scripts of a site: text in, text and problems out."""

from kelisim.linker.emitting import Wrap
from kelisim.linker.linking import Duplicate, LinkResult, link_site
from kelisim.linker.modules import Data, ModuleGraph
from kelisim.linker.parsing import parse_modules
from kelisim.linker.problems import LinkProblem

__all__ = ["Data", "Duplicate", "LinkProblem", "LinkResult", "ModuleGraph", "Wrap", "link_site", "parse_modules"]
