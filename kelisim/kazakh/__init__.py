"""Kazakh word forms: cases, plurals and possessives; useful by itself.

>>> inflect("Сайт", "dat"), inflect("МҚҰ", "gen"), inflect(2026, "abl"), pluralize("дерек"), possess("кітап")
('Сайтқа', 'МҚҰ-ның', '2026-дан', 'деректер', 'кітабы')
"""

from kelisim.kazakh.endings import CASES
from kelisim.kazakh.forms import Inflection, inflect, inflection, plural, pluralize, possess, possession

__all__ = ["CASES", "Inflection", "inflect", "inflection", "plural", "pluralize", "possess", "possession"]
