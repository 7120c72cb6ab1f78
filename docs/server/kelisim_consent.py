"""Reads Kelisim's consent cookie on a server, and renews it. One file, the standard library alone; copy it. MIT.

    manifest = load_manifest("/srv/www/consent/manifest.json")        # of the build that the site serves
    consent = read_consent(request.headers.get("Cookie", ""), manifest)
    if is_allowed(consent, "google-analytics", manifest): ...
    if header := renewed_cookie(consent, manifest): response.headers.add("Set-Cookie", header)

The grammar is that of docs/consent-cookie.md; whatever does not match it is no choice.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GRAMMAR = re.compile(
    r"1~(?P<id>[0-9]{9,30})~(?P<time>[0-9]{10})~(?P<language>[A-Za-z0-9_.-]+)~(?P<policy>[A-Za-z0-9_.-]+)"
    r"~(?P<source>[A-Za-z0-9_.-]+)~(?P<tokens>(?:[A-Za-z0-9_-]{4}[01])*)"
)
DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Consent:
    """A choice that holds: its number, when it was made (seconds since 1970), the decisions by service."""

    value: str
    id: str
    time: int
    decisions: Mapping[str, bool]


def load_manifest(path: str | Path) -> dict[str, Any]:
    """The manifest of a build. Load it again when the site is published anew."""
    manifest: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
    return manifest


def read_consent(cookie_header: str, manifest: Mapping[str, Any], now: float | None = None) -> Consent | None:
    """The newest choice in a `Cookie` header that holds today; None where nobody has chosen."""
    now = time.time() if now is None else now
    name = manifest["consent"]["cookie_name"]
    cookies = (pair.strip().partition("=") for pair in cookie_header.split(";"))
    found = [match for key, _, value in cookies if key == name and (match := GRAMMAR.fullmatch(value))]
    newest = max(found, key=lambda match: int(match["time"]), default=None)
    if newest is None or not _holds(newest, manifest, now):
        return None
    tokens = newest["tokens"]
    decisions = {}
    for start in range(0, len(tokens), 5):
        if service := manifest["tokens"].get(tokens[start : start + 4]):
            decisions[service] = tokens[start + 4] == "1"
    return Consent(newest[0], newest["id"], int(newest["time"]), decisions)


def is_allowed(consent: Consent | None, id: str, manifest: Mapping[str, Any], *, gpc: bool = False) -> bool:
    """Whether a service or a category may run; `gpc` says that the request came with `Sec-GPC: 1`."""
    if id in manifest["categories"]:
        return all(is_allowed(consent, service, manifest, gpc=gpc) for service in manifest["categories"][id])
    if id not in manifest["tokens"].values():
        return id == "necessary" or id in manifest["necessary"]
    decision = consent.decisions.get(id) if consent else None
    if decision is None and manifest["consent_model"] == "implied":
        return not (gpc and manifest["consent"]["honour_gpc"])
    return decision is True


def renewed_cookie(
    consent: Consent | None, manifest: Mapping[str, Any], *, secure: bool = True, now: float | None = None
) -> str | None:
    """The value of a `Set-Cookie` header that keeps the choice until its term ends, and no longer.

    Some browsers forget within days what a script has set; what the server sets again stays.
    """
    if consent is None:
        return None
    rules = manifest["consent"]
    left = int(consent.time + rules["lifetime_days"] * DAY - (time.time() if now is None else now))
    domain = f"; Domain={rules['cookie_domain']}" if rules["cookie_domain"] else ""
    attributes = f"; Max-Age={left}; Path=/; SameSite=Lax{'; Secure' if secure else ''}{domain}"
    return f"{rules['cookie_name']}={consent.value}{attributes}"


def _holds(choice: re.Match[str], manifest: Mapping[str, Any], now: float) -> bool:
    """A day in the future is borne with: clocks differ."""
    age = now - int(choice["time"])
    major = re.match(r"-?[0-9]+", choice["policy"])
    same_major = major is not None and int(major[0]) == int(manifest["policy"]["version"].partition(".")[0])
    return -DAY < age < manifest["consent"]["lifetime_days"] * DAY and same_major
