"""What visitors consented to, then and now: whether a change asks again, why, and which tokens go on holding.

A change asks where it brings something new or longer; what is dropped, shortened or confirmed asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kelisim.registry import parse_lifetime
from kelisim.tokens import EarlierToken, assign_token

#: Why somebody is asked again, in the order in which it is said; texts `reconsent.<reason>`.
REASONS = ("operator", "model", "term", "recipient", "purpose", "item", "lifetime")

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class ServiceRecord:
    """A service in use: its meaning (kelisim/tokens.py), its token, and earlier tokens of equal meaning.

    A necessary service has no token: nobody decides on it.
    """

    id: str
    meaning: Facts
    token: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def tokens(self) -> tuple[str, ...]:
        return (self.token, *self.aliases) if self.token else ()


@dataclass(frozen=True)
class Meaning:
    """What a site asks for. `site` has operator (`bin`, `name`), `model` and `term`; services are by id."""

    site: Facts
    services: Mapping[str, ServiceRecord]

    def equals(self, other: Meaning) -> bool:
        """Whether both ask the same, whatever the tokens are called."""
        same_site = _site_digested(self.site) == _site_digested(other.site)
        return same_site and {one.id: one.meaning for one in self.services.values()} == {
            one.id: one.meaning for one in other.services.values()
        }


@dataclass(frozen=True)
class Held:
    """The token of a service today, the earlier ones that hold for it as well, and those that do not, with reasons."""

    token: str
    aliases: tuple[str, ...] = ()
    earlier: tuple[EarlierToken, ...] = field(default=())


def reasons_to_ask(
    before: ServiceRecord, site_before: Facts, after: ServiceRecord, site_after: Facts
) -> dict[str, tuple[str, ...]]:
    """Why somebody who decided on `before` is asked about `after`; nothing where the decision goes on holding.

    By reason what is new: labels of items, ids of categories (`purpose`), codes of countries (`recipient`).
    """
    found: dict[str, tuple[str, ...]] = {}
    found.update(_reasons_of_site(site_before, site_after))
    found.update(_reasons_of_service(before.meaning, after.meaning))
    return {reason: found[reason] for reason in REASONS if reason in found}


def _reasons_of_site(before: Facts, after: Facts) -> Iterator[tuple[str, tuple[str, ...]]]:
    if not _same_operator(before, after):
        yield "operator", ()
    if before["model"] != after["model"]:
        yield "model", ()
    if after["term"] > before["term"]:
        yield "term", ()


def _same_operator(before: Facts, after: Facts) -> bool:
    """With a BIN on both sides the BIN is the operator; a BIN given for the first time names the one of that name."""
    if before["bin"] and after["bin"]:
        return bool(before["bin"] == after["bin"])
    return bool(before["name"] == after["name"])


def _reasons_of_service(before: Facts, after: Facts) -> Iterator[tuple[str, tuple[str, ...]]]:
    countries = tuple(code for code in after["country"] if code not in before["country"])
    if before["recipient"] != after["recipient"]:
        yield "recipient", tuple(after["country"])
    elif countries:
        yield "recipient", countries
    old, new = _items(before), _items(after)
    purposes_kept = all(old[key][0] == new[key][0] for key in new if key in old)
    if (before["category"], before["purposes"][0]) != (after["category"], after["purposes"][0]) or not purposes_kept:
        yield "purpose", (after["category"],)
    added = tuple(label for (kind, label) in new if (kind, label) not in old)
    if added:
        yield "item", added
    longer = tuple(key[1] for key, (_, lifetime) in new.items() if key in old and _longer(old[key][1], lifetime))
    if longer:
        yield "lifetime", tuple(dict.fromkeys(longer))


def _items(meaning: Facts) -> dict[tuple[str, str], tuple[str, str]]:
    """Purpose and lifetime of each item by kind and label: an id is the registry's own affair."""
    purposes = meaning["purposes"][1:]
    return {
        (kind, label): (purpose, lifetime)
        for (_, kind, label, lifetime), purpose in zip(meaning["items"], purposes, strict=True)
    }


def _longer(before: str, after: str) -> bool:
    """Whether something is kept longer than before; what is not confirmed counts as kept without limit."""
    return parse_lifetime(after).minutes > parse_lifetime(before).minutes


def _site_digested(site: Facts) -> tuple[Any, ...]:
    return site["bin"] or site["name"], site["model"], site["term"]


def editorial(record: ServiceRecord, before: ServiceRecord) -> ServiceRecord:
    """`before` as if it had been worded like `record`: what `--editorial` says of purposes that are still there."""
    worded, items = _items(record.meaning), before.meaning["items"]
    old = _items(before.meaning)
    purposes = [
        record.meaning["purposes"][0],
        *(worded.get((kind, label), old[kind, label])[0] for _, kind, label, _ in items),
    ]
    return ServiceRecord(before.id, {**before.meaning, "purposes": purposes}, before.token, before.aliases)


def settle_tokens(now: Meaning, history: Sequence[Meaning], *, worded_anew: bool = False) -> dict[str, Held]:
    """The tokens of every service that is asked about, seen against the published meanings, oldest first.

    `worded_anew` says that changed purposes are the newest version's in better words (`publish --editorial`).
    """
    used = {token for past in history for record in past.services.values() for token in record.tokens}
    held: dict[str, Held] = {}
    for record in now.services.values():
        if record.meaning["category"] == "necessary":
            continue
        past = [(meaning.services[record.id], meaning.site) for meaning in history if record.id in meaning.services]
        past = [(one, site) for one, site in past if one.token]
        current = next((one for one, site in reversed(past) if _equal(one, site, record, now.site)), None)
        token = current.token if current else assign_token(digested(record.meaning, now.site), used)
        used.add(token)
        held[record.id] = _with_past(record, now.site, token, past, history[-1:] if worded_anew else ())
    return held


def digested(meaning: Facts, site: Facts) -> Facts:
    """What a token is a digest of."""
    operator, model, term = _site_digested(site)
    return {**meaning, "site": {"operator": operator, "model": model, "term": term}}


def _equal(one: ServiceRecord, site: Facts, other: ServiceRecord, other_site: Facts) -> bool:
    return one.meaning == other.meaning and _site_digested(site) == _site_digested(other_site)


def _with_past(
    record: ServiceRecord,
    site: Facts,
    token: str,
    past: Sequence[tuple[ServiceRecord, Facts]],
    worded_anew: Iterable[Meaning],
) -> Held:
    """Part the earlier tokens of a service: those that hold today, those that do not. The latest record counts."""
    latest = [meaning.services.get(record.id) for meaning in worded_anew]
    aliases: dict[str, None] = {}
    refused: dict[str, dict[str, tuple[str, ...]]] = {}
    for one, site_before in reversed(past):
        seen = editorial(record, one) if any(one is known for known in latest) else one
        reasons = reasons_to_ask(seen, site_before, record, site)
        for known in one.tokens:
            if not reasons:
                aliases.setdefault(known)
            else:
                refused.setdefault(known, reasons)
    kept = tuple(alias for alias in aliases if alias != token)
    earlier = tuple(
        EarlierToken(known, reasons) for known, reasons in refused.items() if known not in aliases and known != token
    )
    return Held(token, kept, earlier)
