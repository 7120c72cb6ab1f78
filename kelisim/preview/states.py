"""The states in which the gallery shows a site, and which of them shows which text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kelisim.preview.marks import marked_ids
from kelisim.site import Site, UsedService
from kelisim.views import View

#: Of the cookies that a withdrawal finds, so many can be deleted; one more cannot.
_DELETED = 2


@dataclass(frozen=True)
class State:
    """A state by its name, with a title for people. How a tile comes into it stands in banner/preview/tile.js."""

    name: str
    title: str


def states_of(site: Site) -> tuple[State, ...]:
    """The states that a visitor of this site can meet, in the order in which they are shown."""
    return tuple(_states(site))


def _states(site: Site) -> Iterator[State]:
    asks = bool(site.optional_services)
    if asks:
        yield State("first", "First layer" if site.config.consent_model == "explicit" else "Notice")
    if asks and site.heeds_privacy_signal:
        yield State("gpc", "First layer, privacy signal")
    if asks and site.config.consent_model == "explicit":
        yield State("expired", "Asking again: expired")
        yield State("new", "Asking again: new services")
        if any(used.earlier for used in site.optional_services):
            yield State("changed", "Asking again: changed services")
    yield State("preferences", "Preferences")
    yield State("details", "Preferences, details")
    if asks:
        yield State("receipt", "Preferences after a choice")
        yield State("saved", "Choice saved")
        yield State("memory", "Choice not stored")
    if deletable(site):
        yield State("withdrawn", "Consent withdrawn")
    if frame_of(site):
        yield State("placeholder", "Placeholder of a frame")


def deletable(site: Site) -> UsedService | None:
    """The service by whose withdrawal a tile shows what is deleted: one that needs no reload, which would never end."""
    return next((used for used in site.optional_services if _cookies(used) and "reload" not in used.service.stop), None)


def cookies_of(site: Site) -> list[str]:
    """Names of cookies of that service: some that can be deleted, then one that cannot."""
    used = deletable(site)
    names = _cookies(used) if used else []
    return names[: _DELETED + 1]


def _cookies(used: UsedService) -> list[str]:
    labels = (
        item.label for item in used.items if item.kind == "cookie" and item.party == "first" and not item.http_only
    )
    return [label.replace("*", "1") for label in labels]


def frame_of(site: Site) -> str:
    """The first service in use that is embedded as a frame."""
    return next((used.id for used in site.optional_services if used.service.frame), "")


def earlier_tokens(site: Site) -> list[str]:
    """A published token of each service that asks again, for what it asks."""
    return [used.earlier[-1].token for used in site.optional_services if used.earlier]


#: The state that shows a view, where it has another name.
_OF_VIEW = {"banner": "first"}
_IN_BANNER = {"gpc": "gpc"}
#: Where in the preferences a text stands that not every state shows: by tag or class. In details the switches are on.
_IN_PREFERENCES = {"details": "details", "summary": "preferences", "on": "details", "receipt": "receipt", "gpc": ""}

#: Texts that only code puts in, by their id.
_BY_TEXT = (
    (re.compile(r"status\.saved"), "saved"),
    (re.compile(r"status\.memory"), "memory"),
    (re.compile(r"status\.(withdrawn|deleted|not-deleted)|count\.items"), "withdrawn"),
    (re.compile(r"reconsent\.(expired|ask)"), "expired"),
    (re.compile(r"reconsent\.service"), "new"),
    (re.compile(r"reconsent\.(item|purpose|recipient|lifetime|operator|model|term)"), "changed"),
    (re.compile(r"state\."), "preferences"),
)


def places(views: Mapping[tuple[str, str], View], language: str, states: Iterable[State]) -> dict[str, str]:
    """The state that shows a text, by id; what only code puts in stands where it does so."""
    found: dict[str, str] = {}
    names = [state.name for state in states]
    for name, key in _seen(views, language):
        if name in names:
            found.setdefault(key, name)
    return found


def _seen(views: Mapping[tuple[str, str], View], language: str) -> Iterator[tuple[str, str]]:
    for (name, told), view in views.items():
        if told != language:
            continue
        if view.nodes:
            yield from _of_nodes(
                view.nodes, _OF_VIEW.get(name, name), _IN_PREFERENCES if name == "preferences" else _IN_BANNER
            )
        for key in view.texts:
            yield from ((state, key) for pattern, state in _BY_TEXT if pattern.fullmatch(key))
        for frame in view.frames.values():
            yield from (("placeholder", key) for key in marked_ids(frame["text"] + frame["title"]))
        for state in ("saved", "preferences"):
            yield from ((state, key) for key in marked_ids(view.reopen_label))


def _of_nodes(node: Any, state: str, elsewhere: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Texts of a description with their state; `elsewhere` names another one for a tag or a class."""
    tag, *parts = node
    attributes = next((part for part in parts if isinstance(part, dict)), {})
    state = elsewhere.get(attributes.get("class", ""), elsewhere.get(tag, state))
    for part in parts:
        if isinstance(part, list):
            yield from _of_nodes(part, state, elsewhere)
        else:
            told = part if isinstance(part, str) else "".join(part.values())
            yield from ((state, key) for key in marked_ids(told))
