"""Words that know where they come from: every text carries the id it was made from, in characters that nobody writes.

The gallery is drawn by the scripts that sites get, from the templates that sites get; only the words differ, by marks
around each text. `banner/preview/tile.js` takes the marks out again before anything is painted and remembers where
they stood. So no element, class or rule of a shipped view knows of the gallery, and none can look different in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kelisim.i18n.pseudo import pseudo_text
from kelisim.message import TagRenderer
from kelisim.registry import Item, Service
from kelisim.wording import Value, Wording

#: Private-use characters: a text begins, its id ends, the text ends. Texts stand inside texts.
BEGIN, BETWEEN, END = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{BEGIN}([^{BETWEEN}]*){BETWEEN}|{END}")


@dataclass(frozen=True)
class MarkedWording(Wording):
    """The wording of a language with every text marked."""

    def service_name(self, service: Service) -> str:
        return self._once(f"service.{service.id}.name", super().service_name(service))

    def service_purpose(self, service: Service) -> str:
        return self._once(f"service.{service.id}.purpose", super().service_purpose(service))

    def service_description(self, service: Service) -> str:
        return self._once(f"service.{service.id}.description", super().service_description(service))

    def item_purpose(self, service: Service, item: Item) -> str:
        return self._once(f"service.{service.id}.{item.id}.purpose", super().item_purpose(service, item))

    def unfilled(self, key: str) -> str:
        return marked(key, super().unfilled(key))

    def plural_forms(self, key: str) -> dict[str, str]:
        return {category: marked(key, form) for category, form in super().plural_forms(key).items()}

    def _filled(
        self,
        form: str,
        key: str,
        values: Mapping[str, Value] | None,
        escape: Callable[[str], str],
        tag: TagRenderer,
    ) -> str:
        return marked(key, super()._filled(form, key, values, escape, tag))

    def _once(self, key: str, text: str) -> str:
        """A text of the registry: the catalog's is marked already, what an owner wrote inline is not."""
        return text if text.startswith(BEGIN) else marked(key, text)


def marked(key: str, text: str) -> str:
    """A text with its id."""
    return f"{BEGIN}{key}{BETWEEN}{text}{END}"


def unmarked(text: str) -> str:
    """A text as a visitor reads it."""
    return _MARK.sub("", text)


def marked_ids(text: str) -> list[str]:
    """The ids of the texts that a text is made of, in order."""
    return [match[1] for match in _MARK.finditer(text) if match[1] is not None]


def marked_wording(wording: Wording) -> MarkedWording:
    """The same words with marks."""
    return MarkedWording(wording.language, wording.forms, wording.tags)


def pseudo_wording(wording: Wording, style: str) -> MarkedWording:
    """A pseudo-language made of a language's words; see `kelisim.i18n.pseudo`."""
    forms = {
        key: tuple(pseudo_text(form, wording.tags.get(key, frozenset()), style, key) for form in forms)
        for key, forms in wording.forms.items()
    }
    return MarkedWording(wording.language, forms, wording.tags)
