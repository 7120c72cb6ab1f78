"""A site's policy in one language: as a page, as a fragment for a CMS, as plain text, Markdown and JSON.

Each output is rendered once for all sites that differ in names alone, with slots where the names belong, and then
only filled. Raises LookupError or ValueError where a name has no form that a text asks for: `check_site_policy`
tells that first.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from kelisim.policy import plain
from kelisim.policy.arrangement import Arrangement, PrintedBlock, PrintedClause, PrintedSection
from kelisim.policy.body import Body, Form, make_body, make_clause, unit_text
from kelisim.policy.compiled import CompiledPolicy, arranged, facts_of
from kelisim.policy.edition import Edition, Surroundings
from kelisim.policy.inline import escape_markdown
from kelisim.policy.slots import Slot, Stencil, bared, cut, mark
from kelisim.policy.tables import COLUMNS, ServiceRows, tables_key
from kelisim.policy.values import (
    NUMBER,
    OF_EDITION,
    Value,
    Values,
    Written,
    write_html,
    write_json,
    write_markdown,
    write_text,
)
from kelisim.site import Site


@dataclass(frozen=True)
class _Layout:
    """A template, and how ids begin and which level a section's heading has in it."""

    template: str
    prefix: str
    level: int


PAGE = _Layout("templates/policy.html", "", 2)
FRAGMENT = _Layout("templates/policy-fragment.html", "kelisim-", 3)


class Printer:
    """The outputs of a site's policy in one language, UTF-8; what all of them need is found out once."""

    def __init__(self, policy: CompiledPolicy, site: Site, edition: Edition) -> None:
        self._policy, self._site, self._edition = policy, site, edition
        self._facts, self._tables = facts_of(site, edition), tables_key(site)
        self._values = Values(site, edition, policy.wording, policy.browsers)
        self._html_values = Written(self._values, write_html)

    def page(self, around: Surroundings) -> bytes:
        """A whole HTML page."""
        return self._html(PAGE, around)

    def fragment(self) -> bytes:
        """The policy without a page around it, for a CMS: every class and id begins with `kelisim-`."""
        return self._html(FRAGMENT, None)

    def text(self) -> bytes:
        """Plain text, a paragraph a line."""
        return self._plain("text", Form(lambda phrase: phrase.text, str), plain.text_of, write_text)

    def markdown(self) -> bytes:
        """Markdown with tables."""
        form = Form(lambda phrase: phrase.markdown, escape_markdown)
        return self._plain("markdown", form, plain.markdown_of, write_markdown)

    def json(self) -> bytes:
        """Sections, clauses and items as JSON, texts as plain text."""
        return self._plain("json", Form(lambda phrase: phrase.text, str), plain.json_of, write_json)

    def _html(self, layout: _Layout, around: Surroundings | None) -> bytes:
        policy, site, edition = self._policy, self._site, self._edition

        def make() -> Stencil:
            arrangement = arranged(policy, self._facts)
            values = {
                "t": policy.text,
                "date": policy.wording.date,
                "language": policy.language,
                "edition": edition,
                "example": site.config.example,
                "around": around,
                "level": layout.level,
                "prefix": layout.prefix,
                "host": mark(Slot("site.host", bare=True)),
                "home": mark(Slot("site.url", bare=True)),
                "plain_title": bared(policy.phrases[policy.document.title.id].text),
                "description": bared(_description(policy, arrangement)),
                "title": _page_text(policy, policy.document.title.id),
                "sections": [_section(policy, one, site, self._tables, layout) for one in arrangement.sections],
            }
            page = policy.templates.get_template(layout.template).render(values)
            return Stencil.of(cut(page, _numbers(arrangement.numbers)), self._html_values, OF_EDITION)

        key = (layout, self._facts, self._tables, edition, around, site.config.example)
        return policy.pages.get(key, make).fill(self._html_values)

    def _plain(
        self,
        name: str,
        form: Form,
        write: Callable[[Body, plain.Context], str],
        write_value: Callable[[Value], str],
    ) -> bytes:
        policy, site, edition = self._policy, self._site, self._edition
        values = Written(self._values, write_value)

        def make() -> Stencil:
            arrangement = arranged(policy, self._facts)
            body = make_body(policy, arrangement, site, form)
            context = plain.Context(policy.wording, edition, mark(Slot("site.id", bare=True)), site.config.example)
            return Stencil.of(cut(write(body, context), _numbers(arrangement.numbers)), values, OF_EDITION)

        key = (name, self._facts, self._tables, edition, site.config.example)
        return policy.pages.get(key, make).fill(values)


def render_json(policy: CompiledPolicy, site: Site, edition: Edition) -> str:
    """The JSON alone, for whoever looks through what is printed."""
    return Printer(policy, site, edition).json().decode()


def _section(
    policy: CompiledPolicy, section: PrintedSection, site: Site, tables: Hashable, layout: _Layout
) -> dict[str, Any]:
    return {
        "id": section.id,
        "number": section.number,
        "title": _page_text(policy, section.id),
        "clauses": [_clause(policy, clause, site, tables, layout) for clause in section.clauses],
    }


def _clause(policy: CompiledPolicy, clause: PrintedClause, site: Site, tables: Hashable, layout: _Layout) -> str:
    """A clause as HTML. Sites share it, those with a table or list of their own excepted."""
    generated = any(isinstance(part, PrintedBlock) for part in clause.parts)

    macros = policy.templates.get_template("templates/policy-parts.html").module

    def make() -> str:
        body = make_clause(policy, clause, site, _page_form())
        return _markup(macros.clause(body, layout.prefix, layout.level + 1, COLUMNS, policy.text, service))

    def service(rows: ServiceRows) -> str:
        return policy.pieces.get(("service", rows), lambda: _markup(macros.service(rows, COLUMNS, policy.text)))

    return policy.pieces.get((layout, clause, tables if generated else None), make)


@functools.cache
def _page_form() -> Form:
    from markupsafe import escape

    return Form(lambda phrase: _markup(phrase.html), escape)


def _page_text(policy: CompiledPolicy, unit: str) -> str:
    return unit_text(policy, _page_form(), unit)


def _markup(html: str) -> str:
    """HTML that templates take as it is."""
    from markupsafe import Markup

    return Markup(html)


def _description(policy: CompiledPolicy, arrangement: Arrangement) -> str:
    """The first sentence below the title: it says whose policy this is, for which site."""
    titles = {section.id for section in arrangement.sections}
    first = next((unit for unit in arrangement.units if unit not in titles), policy.document.title.id)
    return policy.phrases[first].text


def _numbers(numbers: Mapping[str, str]) -> Callable[[str], str | None]:
    """Numbers are the same for all sites of one arrangement: they are filled in at once."""

    def known(name: str) -> str | None:
        return numbers[name.removeprefix(NUMBER)] if name.startswith(NUMBER) else None

    return known
