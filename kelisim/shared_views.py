"""Views that sites share: rendered once for all that differ in the operator's names alone, with marks for the names.

A view without a mark is the same for all those sites, and so is the part made of it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kelisim.config import CASES, Name
from kelisim.message import Hole
from kelisim.names import form_of
from kelisim.policy.memo import Memo
from kelisim.policy.slots import OPEN, Slot, cut, fill, mark
from kelisim.policy.tables import tables_key
from kelisim.site import Site
from kelisim.typography import no_break_spaces
from kelisim.views import View, render_views
from kelisim.wording import Wording

Views = Mapping[tuple[str, str], View]


@dataclass(frozen=True)
class SharedViews:
    """The views of a site, which of them hold a name of its operator, and what the others are equal by."""

    views: Views
    named: frozenset[tuple[str, str]]
    key: Hashable

    @property
    def unnamed(self) -> Views:
        """The views without a name of the operator."""
        return {place: view for place, view in self.views.items() if place not in self.named}

    @classmethod
    def of_one(cls, views: Views) -> SharedViews:
        """Views that are nobody else's."""
        return cls(views, frozenset(views), None)


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
    return SharedViews(
        {place: _filled(view, site) if place in named else view for place, view in views.items()}, named, key
    )


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


def _filled(view: View, site: Site) -> View:
    operator, language = site.config.operator, view.language
    names = {"operator.name": operator.name[language], "operator.short": operator.short[language]}

    def text(told: str) -> str:
        parts = cut(told, lambda _: None)
        values = {slot: form_of(names[slot.name], slot.case, language).text for slot in parts if isinstance(slot, Slot)}
        return no_break_spaces(fill(parts, values), language)

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return text(value) if OPEN in value else value
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
