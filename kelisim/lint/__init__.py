"""Checks of texts: pure functions from a text and its language to faults, with the mended text where that is sure.

`i18n check` runs them over catalogs, the policy and the build over what they print. What a language wants is data:
`translations/style.toml` (how it is written) and `translations/glossary.toml` (its terms).
"""

from kelisim.lint.checks import Rules, banner_faults, policy_faults, text_faults
from kelisim.lint.faults import Fault, mend
from kelisim.lint.glossary import Glossary, parse_glossary
from kelisim.lint.style import Style, parse_styles

__all__ = [
    "Fault",
    "Glossary",
    "Rules",
    "Style",
    "banner_faults",
    "mend",
    "parse_glossary",
    "parse_styles",
    "policy_faults",
    "text_faults",
]
