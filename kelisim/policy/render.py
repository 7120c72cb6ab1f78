"""A site's policy in one language: as a page, as a fragment for a CMS, as plain text, Markdown and JSON.

Each output is rendered once for all sites that differ in names alone, with slots where the names belong, and then
only filled. Raises LookupError or ValueError where a name has no form that a text asks for: `check_site_policy`
tells that first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kelisim.policy import plain
from kelisim.policy.arrangement import Arrangement
from kelisim.policy.body import Body, make_body
from kelisim.policy.compiled import CompiledPolicy, arranged, facts_of
from kelisim.policy.edition import Edition, Surroundings
from kelisim.policy.inline import Phrase, escape_markdown
from kelisim.policy.slots import Parts, Slot, bared, cut, fill, mark
from kelisim.policy.tables import COLUMNS, tables_key
from kelisim.policy.values import NUMBER, Value, Values, write_html, write_json, write_markdown, write_text
from kelisim.site import Site

PAGE, FRAGMENT = "templates/policy.html", "templates/policy-fragment.html"


def render_page(policy: CompiledPolicy, site: Site, edition: Edition, around: Surroundings) -> str:
    """A whole HTML page."""
    return _html(policy, site, edition, PAGE, around)


def render_fragment(policy: CompiledPolicy, site: Site, edition: Edition) -> str:
    """The policy without a page around it, for a CMS: every class and id begins with `kelisim-`."""
    return _html(policy, site, edition, FRAGMENT, None)


def render_text(policy: CompiledPolicy, site: Site, edition: Edition) -> str:
    """Plain text, a paragraph a line."""
    return _plain(policy, site, edition, "text", lambda phrase: phrase.text, str, plain.text_of, write_text)


def render_markdown(policy: CompiledPolicy, site: Site, edition: Edition) -> str:
    """Markdown with tables."""
    return _plain(
        policy,
        site,
        edition,
        "markdown",
        lambda phrase: phrase.markdown,
        escape_markdown,
        plain.markdown_of,
        write_markdown,
    )


def render_json(policy: CompiledPolicy, site: Site, edition: Edition) -> str:
    """Sections, clauses and items as JSON, texts as plain text."""
    return _plain(policy, site, edition, "json", lambda phrase: phrase.text, str, plain.json_of, write_json)


def _html(policy: CompiledPolicy, site: Site, edition: Edition, template: str, around: Surroundings | None) -> str:
    facts = facts_of(site, edition)
    key = (template, facts, tables_key(site), edition, around, site.config.example)

    def make() -> Parts:
        from markupsafe import Markup, escape

        arrangement = arranged(policy, facts)
        values = {
            "t": policy.wording.text,
            "date": policy.wording.date,
            "language": policy.language,
            "edition": edition,
            "example": site.config.example,
            "around": around,
            "columns": COLUMNS,
            "host": mark(Slot("site.host", bare=True)),
            "home": mark(Slot("site.url", bare=True)),
            "plain_title": bared(policy.phrases[policy.document.title.id].text),
            "description": bared(_description(policy, arrangement)),
            "body": make_body(policy, arrangement, site, lambda phrase: Markup(phrase.html), escape),
        }
        return cut(policy.templates.get_template(template).render(values), _numbers(arrangement.numbers))

    return fill(policy.remembered(key, make), _values(policy, site, edition, write_html))


def _description(policy: CompiledPolicy, arrangement: Arrangement) -> str:
    """The first sentence below the title: it says whose policy this is, for which site."""
    titles = {section.id for section in arrangement.sections}
    first = next((unit for unit in arrangement.units if unit not in titles), policy.document.title.id)
    return policy.phrases[first].text


def _plain(
    policy: CompiledPolicy,
    site: Site,
    edition: Edition,
    name: str,
    form: Callable[[Phrase], str],
    escape: Callable[[str], str],
    write: Callable[[Body, plain.Context], str],
    write_value: Callable[[Value], str],
) -> str:
    facts = facts_of(site, edition)

    def make() -> Parts:
        arrangement = arranged(policy, facts)
        body = make_body(policy, arrangement, site, form, escape)
        context = plain.Context(policy.wording, edition, site.config.id, site.config.example)
        return cut(write(body, context), _numbers(arrangement.numbers))

    key = (name, facts, tables_key(site), edition, site.config.id, site.config.example)
    return fill(policy.remembered(key, make), _values(policy, site, edition, write_value))


def _numbers(numbers: Mapping[str, str]) -> Callable[[str], str | None]:
    """Numbers are the same for all sites of one arrangement: they are filled in at once."""

    def known(name: str) -> str | None:
        return numbers[name.removeprefix(NUMBER)] if name.startswith(NUMBER) else None

    return known


def _values(policy: CompiledPolicy, site: Site, edition: Edition, write: Callable[[Value], str]) -> Values:
    return Values(site, edition, policy.wording, policy.browsers, write)
