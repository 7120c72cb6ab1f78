"""Values of the consent cookie, sound and damaged, and what each of them grants by the documented grammar."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator

from tests.browser.pages import DAY, GRAMMAR, TERM, Site
from tests.browser.visiting import decided

SEED = 20261123
ALPHABET = "01~-_.=,:%&+/\\\"'<>()[]{}|^`$!?*@# \tabcyzABCYZéәқұ漢😀\u200b\u2028\x01\x7f"


def garbage(site: Site, count: int) -> Iterator[str]:
    """Values that are ours, nearly ours, and nothing like ours; the same in every run."""
    dice = random.Random(SEED)
    services = list(site.tokens)
    for position in range(count):
        granted = [service for service in services if dice.random() < 0.7]
        value = str(site.record(granted, [service for service in services if service not in granted]))
        if position % 50:
            for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
                value = damaged(value, dice)
        yield value


def damaged(value: str, dice: random.Random) -> str:
    start, end = sorted((dice.randrange(len(value) + 1), dice.randrange(len(value) + 1)))
    parts = value.split("~")
    dice.shuffle(parts)
    noise = "".join(dice.choice(ALPHABET) for _ in range(dice.choice((1, 1, 2, 40))))
    return dice.choice(
        (
            value[:start] + noise + value[start:],
            value[:start] + noise + value[end:],
            value[:start] + value[end:],
            value[:end] + value[start:],
            value.swapcase(),
            "~".join(parts),
            value.replace("~", dice.choice(ALPHABET)),
            value.replace("1~", dice.choice(("2~", "0~", "01~", "1.0~", "")), 1),
            value * dice.choice((2, 30)),
            noise,
            dice.choice(("", "null", "undefined", "true", "{}", "__proto__", "constructor", "1~", "~" * 7, "%00")),
        )
    )[:4000]


def granted_by(value: str, site: Site) -> set[str]:
    """The services that a value grants by the documented grammar."""
    found = GRAMMAR.fullmatch(value)
    if not found:
        return set()
    major = re.match(r"-?[0-9]+", found["policy"])
    age = time.time() - int(found["time"])
    if not major or int(major[0]) != 1 or age < -DAY or age >= TERM:
        return set()
    decisions = decided(value)
    return {service for service, token in site.tokens.items() if decisions.get(token)}
