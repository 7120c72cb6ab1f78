"""Views that sites share: rendered once for all that differ in the operator's names alone, with marks for the names.

A view without a mark is the same for all those sites, and so is the part made of it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kelisim.config import CASES, Name
from kelisim.message import Hole
from kelisim.names import form_of
from kelisim.policy.memo import Memo
from kelisim.policy.slots import OPEN, Parts, Slot, cut, fill, mark
from kelisim.policy.tables import tables_key
from kelisim.site import Site
from kelisim.typography import no_break_spaces
from kelisim.views import View, render_views
from kelisim.wording import Wording

Views = Mapping[tuple[str, str], View]


@dataclass(frozen=True)
class SharedViews:
    """The views of a site with marks for its operator's names, which of them have any, and what others are equal by.

    `fill` puts the names into a text of a language.
    """

    marked: Views
    named: frozenset[tuple[str, str]]
    key: Hashable
    fill: Callable[[str, str], str]

    def __getitem__(self, place: tuple[str, str]) -> View:
        """A view with the names in it."""
        return self.views[place]

    @functools.cached_property
    def views(self) -> Views:
        """All views with the names in them."""
        return {place: _filled(view, self.fill) if place in self.named else view for place, view in self.marked.items()}

    @property
    def unnamed(self) -> Views:
        """The views without a name of the operator."""
        return {place: view for place, view in self.marked.items() if place not in self.named}

    def reopen_label(self, language: str) -> str:
        """What the permanent control says."""
        label = self.marked["preferences", language].reopen_label
        return self.fill(label, language) if OPEN in label else label

    @classmethod
    def of_one(cls, views: Views) -> SharedViews:
        """Views that are nobody else's, with the names in them."""
        return cls(views, frozenset(views), None, lambda text, _: text)


def share_views(
    site: Site,
    wordings: Mapping[str, Wording],
    templates: Mapping[str, str],
    policy_urls: Mapping[str, str],
    summary: Mapping[str, str],
    memo: Memo,
) -> SharedViews:
    """The views of a site. `wordings` and `templates` are the same whenever `memo` is."""
    key = _key(site, policy_urls, summary)

    def make() -> tuple[Views, frozenset[tuple[str, str]]]:
        views = render_views(_marked(site), wordings, templates, policy_urls, summary)
        return views, frozenset(place for place, view in views.items() if _has_mark(vars(view)))

    views, named = memo.get(("views", key), make)
    return SharedViews(views, named, key, functools.partial(_with_names, site))


def _key(site: Site, policy_urls: Mapping[str, str], summary: Mapping[str, str]) -> Hashable:
    """Everything that views show, the operator's names excepted."""
    config = site.config
    looks = config.banner
    return (
        config.languages,
        config.consent_model,
        config.consent.lifetime_days,
        site.heeds_privacy_signal,
        (looks.layout, looks.reject, looks.position),
        tables_key(site),
        repr([used.earlier for used in site.services]),
        tuple(policy_urls.items()),
        tuple(summary.items()),
    )


def _marked(site: Site) -> Site:
    """The site with marks in the places of its operator's names, in every case that a text may ask for."""

    def marks(kind: str) -> dict[str, Name]:
        name = Name(mark(Hole(kind)), forms={case: mark(Hole(kind, case)) for case in CASES})
        return dict.fromkeys(site.config.languages, name)

    operator = replace(site.config.operator, name=marks("operator.name"), short=marks("operator.short"))
    return replace(site, config=replace(site.config, operator=operator))


def _with_names(site: Site, told: str, language: str) -> str:
    operator = site.config.operator
    names = {"operator.name": operator.name[language], "operator.short": operator.short[language]}
    parts = _cut(told)
    values = {slot: form_of(names[slot.name], slot.case, language).text for slot in parts if isinstance(slot, Slot)}
    return no_break_spaces(fill(parts, values), language)


@functools.lru_cache(maxsize=256)
def _cut(told: str) -> Parts:
    """The few texts that name the operator are the same for all sites."""
    return cut(told, lambda _: None)


def _filled(view: View, named: Callable[[str, str], str]) -> View:
    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return named(value, view.language) if OPEN in value else value
        if isinstance(value, Mapping):
            return {key: walk(member) for key, member in value.items()}
        return [walk(member) for member in value] if isinstance(value, list) else value

    return replace(view, **{name: walk(value) for name, value in vars(view).items() if _has_mark(value)})


def _has_mark(value: Any) -> bool:
    if isinstance(value, str):
        return OPEN in value
    if isinstance(value, Mapping):
        return any(map(_has_mark, value.values()))
    return isinstance(value, list | tuple) and any(map(_has_mark, value))
