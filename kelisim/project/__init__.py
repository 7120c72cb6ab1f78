"""A new project: the one file that an owner has to change. Everything else comes packaged."""

from __future__ import annotations

import re
from importlib import resources

from kelisim.config import RESERVED_SITE_IDS
from kelisim.schema import ID

SITE_FILE = "site.toml"
_EXAMPLE_ID = "example"


def new_site(folder_name: str) -> str:
    """The text of a new `site.toml`; the site is called like its folder where that is an id."""
    text = resources.files(__package__).joinpath(SITE_FILE).read_text("utf-8")
    name = folder_name.lower()
    if not re.fullmatch(ID, name) or name in RESERVED_SITE_IDS:
        return text
    # The comment behind stays in its column.
    old, new = f'id = "{_EXAMPLE_ID}"', f'id = "{name}"'
    return text.replace(old + " " * max(0, len(new) - len(old)), new + " " * max(0, len(old) - len(new)), 1)
