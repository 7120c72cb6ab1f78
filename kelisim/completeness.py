"""Languages that are not translated whole: left out of a site as a whole, never mixed with another text by text.

A consent that half the visitors' language explains is not informed, and a policy in two languages at once binds nobody.
The site's first language and those that the law wants have to be whole: without them there is nothing to fall back to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kelisim.problems import Problem, warning

if TYPE_CHECKING:  # what only names it need not load it
    from kelisim.config import SiteConfig

#: The languages in which consumers in Kazakhstan are informed, the state language first (LANG-1, LANG-2).
STATE_LANGUAGE, OFFICIAL_LANGUAGE = "kk", "ru"
#: A text that a language does not have.
MISSING = "K207"


def required(languages: Sequence[str]) -> frozenset[str]:
    """Those of a site's languages that cannot be left out."""
    return frozenset({*languages[:1], STATE_LANGUAGE, OFFICIAL_LANGUAGE} & {*languages})


def missing_texts(problems: Iterable[Problem]) -> int:
    """How many texts a language lacks, of everything that was found in it."""
    return sum(problem.code == MISSING for problem in problems)


def left_out(config: SiteConfig, language: str, problems: Sequence[Problem]) -> list[Problem] | None:
    """What to say of a language that is left out in the place of each text that it lacks; None where it stays.

    Faults of the texts that are there stand: they would be there still when the last text is translated.
    """
    missing = missing_texts(problems)
    if not missing or language in required(config.languages):
        return None
    told = warning(
        config.source.span_of("languages", config.languages.index(language)),
        "K223",
        f'"{language}" is left out of the site: {missing} {"text is" if missing == 1 else "texts are"} not translated',
        f'every text in "{language}"; none is shown in another language in its place',
        f"kelisim i18n todo {language} lists them; until then its visitors see the whole site in "
        f'"{config.default_language}"',
    )
    return [told, *(problem for problem in problems if problem.code != MISSING)]
