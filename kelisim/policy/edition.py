"""Which version of a policy is printed, and what stands around it on its page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

DRAFT, CURRENT, UPCOMING, ARCHIVED = "draft", "current", "upcoming", "archived"


@dataclass(frozen=True)
class EarlierVersion:
    """A published version with its page; `changes_url` compares it with the one before it, where there is one."""

    version: str
    effective: datetime.date | None
    url: str
    changes_url: str = ""


@dataclass(frozen=True)
class Edition:
    """A version of the policy. Addresses are relative to the page that is printed."""

    version: str
    state: str = DRAFT
    effective: datetime.date | None = None
    earlier: tuple[EarlierVersion, ...] = ()
    changes_url: str = ""
    #: From an archived or upcoming version: where the current one is.
    current_url: str = ""
    #: On the current version: a later one that waits for its day.
    upcoming: EarlierVersion | None = None

    @property
    def conditions(self) -> frozenset[str]:
        """The policy's conditions that hang on the version."""
        return frozenset(name for name, holds in (("dated", self.effective), ("archive", self.earlier)) if holds)


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language; `name` is the language's own."""

    language: str
    name: str
    url: str


@dataclass(frozen=True)
class Surroundings:
    """Addresses that a page needs, relative to it."""

    script: str
    stylesheet: str
    languages: tuple[LanguageLink, ...] = ()
    #: The site's own address of this page, where it is known.
    canonical: str = ""
