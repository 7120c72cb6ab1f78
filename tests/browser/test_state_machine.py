"""The consent core against a model of it: whatever is done in whatever order, what is stored, told and shown agrees.

Steps are drawn at random with a fixed seed, so that every run takes the same way; a failure names the steps up to it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from tests.browser.engines import Driver
from tests.browser.pages import LIBRARY, TERM, Site, lab, open_lab, serve
from tests.browser.server import Server
from tests.browser.visiting import decided

pytest_plugins = ("tests.browser.sites",)

SEED, WALKS, STEPS = 20261127, 3, 40
STRANGE = "Zz_9"
CATEGORIES = tuple(dict.fromkeys(LIBRARY.values()))
NEVER = None


@dataclass(frozen=True)
class Model:
    """What is known of the visitor: decisions by service, the control last used, whether the record is the first."""

    implied: bool
    decisions: dict[str, bool] = field(default_factory=dict)
    source: str | None = NEVER
    chosen: bool = False

    def decide(self, source: str, ids: Iterable[str] | None, decision: bool) -> Model:
        """`accept` and `reject`, by a control or by the page; nothing named is everything."""
        named = set(LIBRARY) if ids is None else meant(ids)
        after = {**self.decisions, **dict.fromkeys(named, decision)}
        withdrawn = any(self.decisions.get(one) and not after.get(one) for one in LIBRARY)
        if withdrawn and source != "api":
            source = "withdraw"
        if self.implied and False not in after.values():
            # Only a refusal is recorded; nothing is what was not refused.
            return replace(self, decisions={}, source="seen", chosen=True)
        return replace(self, decisions=after, source=source, chosen=True)

    def runs(self, service: str) -> bool:
        return self.decisions.get(service) is not False if self.implied else self.decisions.get(service) is True

    @property
    def asks(self) -> bool:
        return not self.chosen if self.implied else any(one not in self.decisions for one in LIBRARY)

    @property
    def has_record(self) -> bool:
        return self.chosen and not (self.implied and not self.decisions)

    def expected(self) -> dict[str, Any]:
        off = {one for one in LIBRARY if not self.runs(one)}
        off |= {LIBRARY[one] for one in off}
        everything = {"necessary", "own-site", *LIBRARY, *CATEGORIES}
        return {
            "runs": sorted(everything - off),
            "record": [sorted(everything - off), sorted(off), self.source] if self.has_record else None,
            "asked": self.asks,
        }


def meant(ids: Iterable[str]) -> set[str]:
    named = set(ids)
    return {service for service, category in LIBRARY.items() if {service, category} & named}


Step = tuple[str, Any]
KINDS = ("accept", "reject", "accept all", "reject all", "press", "visit", "visit", "reset", "age", "gap")


def walk(dice: random.Random) -> list[Step]:
    """Steps with what they are done to."""
    everything = (*LIBRARY, *CATEGORIES, "stranger", "necessary")
    steps: list[Step] = []
    for _ in range(STEPS):
        name = dice.choice(
            ("accept", "reject", "accept all", "reject all", "press", "visit", "visit", "reset", "age", "gap")
        )
        ids = dice.sample(everything, dice.randint(1, 3))
        steps.append((name, dice.choice(("accept", "reject")) if name == "press" else ids))
    return steps


def follow(model: Model, step: Step) -> Model:
    """What the step makes of the visitor."""
    name, told = step
    fresh = Model(model.implied)
    if name in ("accept", "reject"):
        return model.decide("api", told, name == "accept")
    if name in ("accept all", "reject all"):
        return model.decide("api", None, name == "accept all")
    if name == "press":
        # The banner is there only while something is asked; its × is what the notice of the implied model has.
        if not model.asks:
            return model
        if model.implied:
            return model.decide("seen", (), True)
        return model.decide(told, None, told == "accept")
    if name == "reset":
        return fresh
    if name == "age":
        return fresh if model.chosen else model
    if name == "gap":
        # A service that the cookie does not know any more, and one that nobody knows.
        if not model.decisions or model.implied:
            return model
        gone = sorted(model.decisions)[0]
        kept = {one: decision for one, decision in model.decisions.items() if one != gone}
        return replace(model, decisions=kept)
    return model


def acts(site: Site, step: Step, cookie: str, implied: bool) -> str:
    """The same in a page: statements in which `view` is the page that is open."""
    name, told = step
    if name in ("accept", "reject"):
        return f"await view.Kelisim.{name}({json.dumps(told)})"
    if name in ("accept all", "reject all"):
        return f"await view.Kelisim.{name.split()[0]}()"
    if name == "press":
        told = "close" if implied else told
        return f"""if (view.Kelisim.asks) {{
            await until(() => banner(view))
            banner(view).querySelector('[data-kelisim-action="{told}"]')?.click()
            }}"""
    if name == "reset":
        return "await view.Kelisim.reset()"
    parts = cookie.split("~")
    if (name == "age" or (name == "gap" and not implied)) and len(parts) == 7:
        if name == "age":
            parts[2] = str(int(parts[2]) - TERM - 5)
        else:
            services = {token: service for service, token in site.tokens.items()}
            tokens = decided(cookie)
            known = sorted((services[token], token) for token in tokens if token in services)
            gone = known[0][1] if known else ""
            parts[6] = "".join(f"{token}{int(bit)}" for token, bit in tokens.items() if token != gone) + f"{STRANGE}1"
        return f"remember({json.dumps('~'.join(parts))}); leave(view); view = await visit()"
    return "leave(view); view = await visit()"


SEEN = """const ids = ['necessary', 'own-site', ...SERVICES, ...CATEGORIES]
const consent = view.Kelisim.consent
const answer = {
  runs: ids.filter(view.Kelisim.allowed).sort(),
  record: consent && [[...consent.granted].sort(), [...consent.denied].sort(), consent.source],
  asked: ASKED
}
if (answer.asked) await until(() => banner(view))
else await until(() => !banner(view))
return [answer, (document.cookie.match(/(?:^|; )kelisim=([^;]*)/) || [])[1] || '', consent && consent.id]"""


@pytest.mark.engines("chromium")
@pytest.mark.parametrize("number", range(WALKS))
@pytest.mark.parametrize("model", ["explicit", "implied"])
def test_stored_told_and_shown_agree_after_every_step(
    driver: Driver, server: Server, sites: Callable[[str], Site], model: str, number: int
):
    """Records, what runs, whether it is asked, and the cookie follow the model; the number stays."""
    site = serve(server, sites("library" if model == "explicit" else "implied"))
    dice = random.Random(SEED + number)
    open_lab(driver, server)
    driver.eval(lab("window.view = await visit()"))
    known, cookie, number_before = Model(model == "implied"), "", None
    taken: list[Step] = []

    for step in walk(dice):
        taken.append(step)
        before, known = known, follow(known, step)
        statements = acts(site, step, cookie, before.implied).replace("view.Kelisim.asks", json.dumps(before.asks))
        seen_code = SEEN.replace("...SERVICES, ...CATEGORIES", ", ".join(map(repr, (*LIBRARY, *CATEGORIES)))).replace(
            "ASKED", json.dumps(known.asks)
        )
        seen, cookie, record_number = driver.eval(
            lab(f"let view = window.view\n{statements}\nwindow.view = view\n{seen_code}")
        )

        assert seen == known.expected(), taken
        by_service = {token: service for service, token in site.tokens.items()}
        stored = {by_service[token]: bit for token, bit in decided(cookie).items() if token in by_service}
        # A choice that lapsed is still there; the next one takes its place.
        assert not known.chosen or stored == known.decisions, taken
        if before.has_record and known.has_record and number_before:
            assert record_number == number_before, taken
        number_before = record_number

    assert driver.console_errors() == []
