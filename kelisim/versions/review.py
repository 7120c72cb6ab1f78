"""What release managers and lawyers look at: what changed in source and print, what it means, who is asked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kelisim.versions.comparison import Change
from kelisim.versions.meaning import Meaning, reasons_to_ask
from kelisim.versions.outputs import VersionText, changes_between
from kelisim.versions.words import compare_words, marked

#: Reasons that concern whoever chose anything at all (promise 5).
_OF_ALL = ("operator", "model", "term")


@dataclass(frozen=True)
class UnitReview:
    """A unit that changed: its source before and after (empty where the build makes it), its print by language."""

    id: str
    kind: str
    source: tuple[str, str]
    prints: Mapping[str, Change]

    def as_dict(self) -> dict[str, Any]:
        """The shape of one entry of `--format json`."""
        return {
            "id": self.id,
            "change": self.kind,
            "source": {"before": self.source[0], "after": self.source[1]},
            "printed": {
                language: {
                    "change": change.kind,
                    "moved": change.moved,
                    "before": change.before.text if change.before else "",
                    "after": change.after.text if change.after else "",
                }
                for language, change in self.prints.items()
            },
        }

    def lines(self) -> Iterator[str]:
        """The unit as people read it: the source's words first, then each language's."""
        yield f"{self.id}: {self.kind}"
        if any(self.source):
            yield f"  source: {_difference(*self.source)}"
        for language, change in self.prints.items():
            before, after = (unit.text if unit else "" for unit in (change.before, change.after))
            place = f" {change.unit.number}" if change.unit.number else ""
            if change.before and change.after and change.moved:
                place = f" {change.before.number} → {change.after.number}"
            yield f"  {language}{place}: {_difference(before, after)}"


def _difference(before: str, after: str) -> str:
    return marked(compare_words(before, after))


@dataclass(frozen=True)
class Asked:
    """Somebody who is asked again: about one service with its category, or about all; by reason what is new."""

    service: str
    category: str
    reasons: Mapping[str, tuple[str, ...]]

    def as_dict(self) -> dict[str, Any]:
        return {
            "service": self.service,
            "category": self.category,
            "reasons": {reason: list(names) for reason, names in self.reasons.items()},
        }

    def line(self) -> str:
        """One line for people."""
        told = "; ".join(f"{reason}: {', '.join(names)}" if names else reason for reason, names in self.reasons.items())
        who = f"{self.category}, because of {self.service}" if self.service else "everybody"
        return f"{who} ({told})"


def review_units(
    before: VersionText, after: VersionText, sources: tuple[Mapping[str, str], Mapping[str, str]]
) -> tuple[UnitReview, ...]:
    """Every unit that differs in some language, in the order of the first language that shows it."""
    by_unit: dict[str, dict[str, Change]] = {}
    for language in after.printed:
        if language in before.printed:
            for change in changes_between(before, after, language):
                by_unit.setdefault(change.id, {})[language] = change
    return tuple(
        UnitReview(
            unit_id,
            next(iter(prints.values())).kind,
            (sources[0].get(unit_id, ""), sources[1].get(unit_id, "")),
            prints,
        )
        for unit_id, prints in by_unit.items()
    )


def who_is_asked(before: Meaning | None, after: Meaning) -> tuple[Asked, ...]:
    """Who decided under `before` and is asked again under `after`, because of what it means."""
    if before is None:
        return ()
    asked: dict[str, Asked] = {}
    for record in after.services.values():
        category = record.meaning["category"]
        if category == "necessary":
            continue
        known = before.services.get(record.id)
        if known is None or not known.token:
            asked[record.id] = Asked(record.id, category, {"service": (record.id,)})
            continue
        if set(known.tokens) & set(record.tokens):
            continue
        reasons = reasons_to_ask(known, before.site, record, after.site)
        of_all = {reason: names for reason, names in reasons.items() if reason in _OF_ALL}
        if of_all:
            return (Asked("", "", of_all),)
        asked[record.id] = Asked(record.id, category, reasons)
    return tuple(asked.values())


def meaning_changes(before: Meaning, after: Meaning) -> Iterator[str]:
    """Every fact that differs, in words; also those that nobody is asked about."""
    for key, name in (("bin", "BIN"), ("name", "operator"), ("model", "consent model"), ("term", "term in days")):
        if before.site[key] != after.site[key]:
            yield f"{name}: {before.site[key] or 'none'} → {after.site[key] or 'none'}"
    for service in dict.fromkeys([*before.services, *after.services]):
        one, other = before.services.get(service), after.services.get(service)
        if not one or not other:
            yield f"{service}: {'new' if other else 'no longer used'}"
        elif one.meaning != other.meaning:
            yield from (f"{service}: {told}" for told in _facts_changed(one.meaning, other.meaning))


def _facts_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for key in ("category", "recipient"):
        if before[key] != after[key]:
            yield f"{key} {before[key]} → {after[key]}"
    if before["country"] != after["country"]:
        yield f"country {', '.join(before['country'])} → {', '.join(after['country'])}"
    if before["purposes"][0] != after["purposes"][0]:
        yield f"purpose {_difference(before['purposes'][0], after['purposes'][0])}"
    old, new = ({(kind, label): [life, why] for kind, label, life, why in _rows(one)} for one in (before, after))
    for item in dict.fromkeys([*old, *new]):
        kind, label = item
        if item not in old or item not in new:
            yield f"{'new' if item in new else 'no longer there:'} {kind} {label}"
            continue
        if old[item][0] != new[item][0]:
            yield f"{label} is kept {old[item][0]} → {new[item][0]}"
        if old[item][1] != new[item][1]:
            yield f"{label}: purpose {_difference(old[item][1], new[item][1])}"


def _rows(meaning: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for (_, kind, label, lifetime), purpose in zip(meaning["items"], meaning["purposes"][1:], strict=True):
        yield kind, label, lifetime, purpose
