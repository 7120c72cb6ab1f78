"""The Markdown of units, in its three forms, and values that cannot get out of their place."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.policy.inline import escape_markdown, render_phrase
from kelisim.policy.slots import Slot, cut, fill, mark

URL, BARE_URL = mark(Slot("site.url")), mark(Slot("site.url", bare=True))


@pytest.mark.parametrize(
    ("source", "page", "text", "markdown"),
    [
        pytest.param("plain", "plain", "plain", "plain", id="plain words"),
        pytest.param("a *b* **c**", "a <em>b</em> <strong>c</strong>", "a b c", "a *b* **c**", id="emphasis"),
        pytest.param(
            "[law](https://a.kz/?a=1&b=2)",
            '<a href="https://a.kz/?a=1&amp;b=2">law</a>',
            "law (https://a.kz/?a=1&b=2)",
            "[law](https://a.kz/?a=1&b=2)",
            id="link",
        ),
        pytest.param(
            "[a@b.kz](mailto:a@b.kz)",
            '<a href="mailto:a@b.kz">a@b.kz</a>',
            "a@b.kz",
            "[a@b.kz](mailto:a@b.kz)",
            id="address that is its own words",
        ),
        pytest.param("_ga and _ym_uid", "_ga and _ym_uid", "_ga and _ym_uid", r"\_ga and \_ym\_uid", id="underscores"),
        pytest.param("_ga, *so* _gid_", "_ga, <em>so</em> _gid_", "_ga, so _gid_", r"\_ga, *so* \_gid\_", id="both"),
        pytest.param("1 < 2 & <b>", "1 &lt; 2 &amp; &lt;b&gt;", "1 < 2 & <b>", "1 &lt; 2 & &lt;b>", id="signs"),
        pytest.param(r"2 \* 3 \[sic\]", "2 * 3 [sic]", "2 * 3 [sic]", r"2 \* 3 \[sic\]", id="escaped signs"),
        pytest.param("{{a}}", "{a}", "{a}", "{a}", id="braces"),
        pytest.param("{site.url}", URL, URL, URL, id="placeholder"),
        pytest.param(
            "[us {site.url}]({site.url})",
            f'<a href="{BARE_URL}">us {BARE_URL}</a>',
            f"us {URL} ({BARE_URL})",
            f"[us {BARE_URL}]({BARE_URL})",
            id="placeholder in a link is bare",
        ),
        pytest.param("# no heading *x*", "# no heading <em>x</em>", "# no heading x", r"\# no heading *x*", id="hash"),
        pytest.param("- no *list*", "- no <em>list</em>", "- no list", "- no *list*", id="dash"),
        pytest.param("12 *days*", "12 <em>days</em>", "12 days", "12 *days*", id="number and emphasis"),
        pytest.param("12 days", "12\u00a0days", "12\u00a0days", "12\u00a0days", id="number and unit"),
    ],
)
def test_a_text_has_three_forms(source, page, text, markdown):
    """HTML, plain text and Markdown say the same."""
    phrase = render_phrase(source, "en")

    assert (phrase.html, phrase.text, phrase.markdown) == (page, text, markdown)


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="{}"), max_size=60))
def test_no_text_brings_an_element_of_its_own(source):
    """Whatever a translator writes, only emphasis and links come out."""
    elements = set(re.findall(r"<(\w+)", render_phrase(source, "kk").html))

    assert elements <= {"em", "strong", "a"}


@given(st.text(alphabet="ab*_[]()\\`<>#|&; ", max_size=30))
def test_escaped_markdown_prints_what_was_meant(text):
    """What is escaped comes back as the plain words."""
    from markdown import markdown

    line = f"x {escape_markdown(text)} x"

    made = markdown(line).removeprefix("<p>").removesuffix("</p>")
    assert " ".join(html.unescape(made).split()) == " ".join(f"x {text} x".split())


def test_marks_are_never_escaped():
    """A placeholder with an underscore keeps its name."""
    slot = mark(Slot("operator.storage_location"))

    assert escape_markdown(f"_{slot}_") == rf"\_{slot}\_"


def test_a_text_is_cut_once_and_filled_for_each_site():
    """Known values are put in at once, the others stay open."""
    text = f"{mark(Slot('number.a'))} of {mark(Slot('operator.short', 'gen'))}, {BARE_URL}"

    parts = cut(text, {"number.a": "1.2"}.get)

    assert parts == ("1.2 of ", Slot("operator.short", "gen"), ", ", Slot("site.url", bare=True), "")
    assert fill(parts, {parts[1]: "МҚҰ-ның", parts[3]: "https://a.kz/"}) == "1.2 of МҚҰ-ның, https://a.kz/"
