"""What keeps a sound build from being released."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kelisim.policy.edition import DRAFT
from kelisim.problems import Place, Problem
from kelisim.site import Site


def check_site(site: Site) -> Iterator[Problem]:
    """Yield a problem for a site that nobody publishes."""
    if site.config.example:
        yield Problem(
            site.config.source.span_of("example"),
            "K701",
            "an example is not released",
            "a site that its operator publishes",
            "remove example = true when the operator has agreed to every fact in this file",
        )


def check_policy(policy: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a problem for a policy that was not published; what the manifest says of it is asked."""
    if policy["state"] == DRAFT:
        yield Problem(
            Place("policy_src/archive"),
            "K702",
            f"the policy is a draft ({policy['version']})",
            "a published version",
            "publish it: kelisim policy publish",
        )
