"""What is put into a policy's slots: the values of a site, its version and a language, written for one output."""

from __future__ import annotations

import html
import json
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kelisim.names import form_of
from kelisim.policy.inline import escape_markdown
from kelisim.policy.slots import Slot
from kelisim.typography import no_break_spaces

if TYPE_CHECKING:  # checks of texts want the names of placeholders, and nothing of what fills them
    from kelisim.config import Name
    from kelisim.policy.edition import Edition
    from kelisim.site import Site
    from kelisim.wording import Wording

#: Placeholders by name, with the condition under which they have a value; empty: they always have one.
PLACEHOLDERS: Mapping[str, str] = {
    "operator.name": "",
    "operator.short": "",
    "operator.bin": "bin",
    "operator.email": "",
    "operator.responsible_person": "responsible_person",
    "operator.storage_location": "storage_location",
    "operator.address": "address",
    "operator.licence": "licence",
    "site.url": "",
    "countries": "abroad",
    "consent.lifetime": "",
    "policy.version": "",
    "policy.effective": "dated",
    "policy.archive": "archive",
    "browser.links": "",
    "ui.reopen": "",
}
#: Placeholders that a text may ask for in a case: names, whose grammar the site describes.
INFLECTED = ("operator.name", "operator.short")
#: Placeholders that may stand as the address of a link.
ADDRESSES = ("site.url", "operator.email")
NUMBER = "number."
#: Placeholders whose value follows from edition and language, whichever site it is.
OF_EDITION = ("policy.version", "policy.effective", "policy.archive", "browser.links", "ui.reopen")


@dataclass(frozen=True)
class Link:
    """Words with an address behind them, and what is said after them."""

    words: str
    url: str
    rest: str = ""


Value = str | tuple[Link, ...]


class Values(dict[Slot, Value]):
    """The value of every slot for a site in a language, found when it is first asked for.

    Raises LookupError or ValueError where a name has no form in the case that is asked for.
    """

    def __init__(self, site: Site, edition: Edition, wording: Wording, browsers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._site, self._edition, self._wording, self._browsers = site, edition, wording, browsers

    def __missing__(self, slot: Slot) -> Value:
        value = self._value(slot)
        if slot.bare and not isinstance(value, str):
            value = ", ".join(link.words for link in value)
        self[slot] = value
        return value

    def _value(self, slot: Slot) -> Value:
        language, operator = self._wording.language, self._site.config.operator
        made = _VALUES.get(slot.name)
        if made:
            return made(self)
        if slot.name in INFLECTED:
            names: Mapping[str, Name] = getattr(operator, slot.name.removeprefix("operator."))
            return no_break_spaces(form_of(names[language], slot.case, language).text, language)
        told: str | Mapping[str, str] = getattr(operator, slot.name.removeprefix("operator."))
        return told if isinstance(told, str) else no_break_spaces(told[language], language)

    def version(self) -> str:
        """The version as it is printed: that of a draft says so."""
        edition = self._edition
        if edition.state != "draft":
            return edition.version
        return self._wording.text("page.version-draft", {"policy.version": edition.version})

    def effective(self) -> str:
        day = self._edition.effective
        return self._wording.date(day) if day else ""

    def archive(self) -> tuple[Link, ...]:
        """Earlier versions, the newest first, each with the comparison with the one before it."""
        return tuple(self._archived())

    def _archived(self) -> Iterator[Link]:
        for earlier in self._edition.earlier:
            day = f" ({self._wording.date(earlier.effective)})" if earlier.effective else ""
            yield Link(earlier.version, earlier.url, day)

    def site_link(self) -> tuple[Link, ...]:
        url = self._site.config.url
        return (Link(url, url),)

    def host(self) -> str:
        return urllib.parse.urlsplit(self._site.config.url).netloc

    def site_id(self) -> str:
        return self._site.config.id

    def email(self) -> tuple[Link, ...]:
        email = self._site.config.operator.email
        return (Link(email, f"mailto:{email}"),)

    def countries(self) -> str:
        return self._wording.countries(self._site.countries_abroad)

    def lifetime(self) -> str:
        return self._wording.days(self._site.config.consent.lifetime_days)

    def browsers(self) -> tuple[Link, ...]:
        return tuple(Link(name, url) for name, url in self._browsers)

    def reopen(self) -> str:
        return self._wording.text("reopen.label")


class Written(dict[Slot, bytes]):
    """The same values, written for an output."""

    def __init__(self, values: Values, write: Callable[[Value], str]) -> None:
        super().__init__()
        self._values, self._write = values, write

    def __missing__(self, slot: Slot) -> bytes:
        written = self[slot] = self._write(self._values[slot]).encode()
        return written


_VALUES: Mapping[str, Callable[[Values], Value]] = {
    "operator.email": Values.email,
    "site.url": Values.site_link,
    "site.host": Values.host,
    "site.id": Values.site_id,
    "countries": Values.countries,
    "consent.lifetime": Values.lifetime,
    "policy.version": Values.version,
    "policy.effective": Values.effective,
    "policy.archive": Values.archive,
    "browser.links": Values.browsers,
    "ui.reopen": Values.reopen,
}


def write_html(value: Value) -> str:
    """A value as HTML, escaped for text and attributes alike."""
    if isinstance(value, str):
        return html.escape(value)
    return ", ".join(
        f'<a{_address_class(link)} href="{html.escape(link.url)}">{html.escape(link.words)}</a>{html.escape(link.rest)}'
        for link in value
    )


def write_text(value: Value) -> str:
    """A value as plain text: a link's address stands behind its words, unless they are the address."""
    if isinstance(value, str):
        return value
    return ", ".join(link.words + ("" if _is_address(link) else f" ({link.url})") + link.rest for link in value)


def write_markdown(value: Value) -> str:
    """A value as Markdown."""
    if isinstance(value, str):
        return escape_markdown(value)
    return ", ".join(
        (f"<{link.words}>" if _is_address(link) else f"[{escape_markdown(link.words)}]({link.url})") + link.rest
        for link in value
    )


def write_json(value: Value) -> str:
    """A value inside a JSON string."""
    return json.dumps(write_text(value), ensure_ascii=False)[1:-1]


def _is_address(link: Link) -> bool:
    return link.words == link.url.removeprefix("mailto:")


def _address_class(link: Link) -> str:
    """A link that is its own address needs none printed behind it."""
    return ' class="kelisim-address"' if _is_address(link) else ""
