"""Tokens: what a visitor consents to, as four characters a service; another meaning is another token.

The meaning of a service in use is its id, category, purposes, recipient, country and items with kind and lifetime,
together with the site's operator, consent model and term. Wording, order and looks are no part of it (REC-6).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kelisim.config import SiteConfig
from kelisim.registry import Item, Service

TOKEN_LENGTH = 4


@dataclass(frozen=True)
class EarlierToken:
    """A published token under which no decision holds any more; by reason what is new since (versions/meaning.py)."""

    token: str
    reasons: Mapping[str, tuple[str, ...]]


def service_meaning(service: Service, items: Iterable[Item]) -> dict[str, Any]:
    """What a visitor is asked about a service: plain data that can be written down and compared."""
    listed = sorted(items, key=lambda item: item.id)
    return {
        "id": service.id,
        "category": service.category,
        "purposes": [_source_text(service.purpose), *(_source_text(item.purpose) for item in listed)],
        "recipient": service.provider,
        "country": sorted(service.country),
        "items": [
            [item.id, item.kind, item.label, item.lifetime.words or f"{item.lifetime.count} {item.lifetime.unit}"]
            for item in listed
        ],
    }


def site_meaning(site: SiteConfig) -> dict[str, Any]:
    """What is the same for all services of a site: who asks, how, and for how long."""
    operator = site.operator
    return {
        # With a BIN the operator's identity is the BIN alone: a name may be spelt better later.
        "operator": operator.bin or operator.name[site.default_language].text,
        "model": site.consent_model,
        "term": site.consent.lifetime_days,
    }


def digest_of(meaning: Mapping[str, Any]) -> str:
    """A digest of plain data as base64url without padding."""
    canonical = json.dumps(meaning, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(canonical.encode()).digest()).decode().rstrip("=")


def assign_tokens(meanings: Mapping[str, Mapping[str, Any]], taken: Collection[str] = ()) -> dict[str, str]:
    """A token for each meaning by service id; on a collision the later service takes its digest's next characters."""
    tokens: dict[str, str] = {}
    used = set(taken)
    for service_id, meaning in meanings.items():
        tokens[service_id] = assign_token(meaning, used)
        used.add(tokens[service_id])
    return tokens


def assign_token(meaning: Mapping[str, Any], used: Collection[str]) -> str:
    """The first four characters of a meaning's digest that are no other meaning's token."""
    digest = digest_of(meaning)
    starts = range(0, len(digest) - TOKEN_LENGTH + 1, TOKEN_LENGTH)
    return next(token for token in (digest[start : start + TOKEN_LENGTH] for start in starts) if token not in used)


def _source_text(text: str | Mapping[str, str]) -> str:
    """The text that stands for the meaning; of an owner's own texts one, whatever order they are written in."""
    if isinstance(text, str):
        return text
    return text["en"] if "en" in text else min(text.items(), default=("", ""))[1]
