"""A policy as page, fragment, plain text, Markdown and JSON: what a reader gets, and what nothing can bring in."""

from __future__ import annotations

import datetime
import json
from html.parser import HTMLParser

import pytest

from kelisim.policy.edition import ARCHIVED, CURRENT, EarlierVersion, Edition, LanguageLink, Surroundings
from kelisim.policy.render import Printer
from tests.unit.policy_examples import compiled, small_site

DRAFT = Edition("1.0")
PUBLISHED = Edition(
    "1.1",
    CURRENT,
    datetime.date(2026, 11, 22),
    (EarlierVersion("1.0", datetime.date(2026, 1, 2), "../1.0/en/", "../1.0/changes.en.html"),),
    "../1.1/changes.en.html",
)
AROUND = Surroundings(
    "../../kelisim.js",
    "../../assets/policy.css",
    (LanguageLink("kk", "Қазақша", "../kk/"), LanguageLink("en", "English", "./")),
)
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Elements(HTMLParser):
    """Every element in order, and whether each is closed where it should be."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.open, self.texts = [], [], {}
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def page(site=None, edition=DRAFT, policy=None, around=AROUND):
    return Printer(policy or compiled(), site or small_site(), edition).page(around).decode()


def test_the_page_says_what_it_is():
    """Language, title and description are those of this policy for this site."""
    elements = Elements(page())

    assert elements.all("html") == [{"lang": "en"}]
    assert elements.texts["title"] == ["Cookie policy – www.vivus.kz"]
    assert {"name": "description", "content": "<Vivus> & Co runs https://www.vivus.kz/."} in elements.all("meta")
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in elements.all("meta")


def test_every_id_is_there_once_and_every_link_inside_the_page_leads_somewhere():
    """Anchors of clauses are stable and complete."""
    elements = Elements(page(edition=PUBLISHED))

    ids = [attributes["id"] for _, attributes in elements.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {"general", "consent", "items", "reopening"} <= set(ids)
    inside = [attributes["href"][1:] for attributes in elements.all("a") if attributes["href"].startswith("#")]
    assert set(inside) <= set(ids)
    named = [one for _, attributes in elements.elements for one in attributes.get("aria-labelledby", "").split()]
    assert set(named) <= set(ids)


def test_the_page_has_landmarks_a_skip_link_and_contents():
    """A person with a keyboard or a screen reader finds the way (A11Y-2)."""
    elements = Elements(page())

    assert elements.elements.index(("a", {"class": "kelisim-skip", "href": "#content"})) < elements.elements.index(
        ("main", {"class": "kelisim-policy", "id": "content"})
    )
    assert len(elements.all("main")) == len(elements.all("h1")) == 1
    plain_links = [attributes["href"] for attributes in elements.all("a") if "class" not in attributes]
    contents = [address for address in plain_links if address.startswith("#")][:4]
    assert contents == ["#general", "#data", "#others", "#changes"]


def test_the_page_brings_nothing_that_a_strict_policy_forbids():
    """No inline script, style or handler: the page runs under promise 7."""
    elements = Elements(page(edition=PUBLISHED))

    assert elements.all("script") == [{"src": "../../kelisim.js", "defer": None}]
    assert elements.all("style") == []
    for _, attributes in elements.elements:
        assert not {name for name in attributes if name == "style" or name.startswith("on")}


def test_a_value_brings_no_markup():
    """The operator's name is text, whatever signs are in it."""
    made = page()

    assert "&lt;Vivus&gt; &amp; Co runs" in made
    assert "<Vivus>" not in made
    assert '<a class="kelisim-address" href="https://www.vivus.kz/">https://www.vivus.kz/</a>' in made


def test_the_button_that_reopens_waits_for_the_script():
    """Without script it would do nothing: the page's style hides it, and the page says so (A11Y-25)."""
    elements = Elements(page())

    buttons = elements.all("button")
    assert buttons == [{"type": "button", "data-kelisim-open": None}] * 2
    assert len(elements.all("noscript")) == 2


def test_a_draft_says_so_and_is_kept_out_of_search():
    """Nobody takes it for the policy in force."""
    made = page()

    assert "This is a draft. It is not in force." in made
    assert "Version: 1.0 (draft)" in made
    assert '<meta name="robots" content="noindex">' in made


def test_a_published_version_has_its_date_and_the_versions_before_it():
    """The page links what was in force before and what changed."""
    made = page(edition=PUBLISHED)

    assert "draft" not in made
    assert "noindex" not in made
    assert '<time datetime="2026-11-22">In force from: 22\u00a0November 2026</time>' in made
    assert '<li>1.1: <a href="../1.1/changes.en.html">What changed</a></li>' in made
    assert (
        '<li><a href="../1.0/en/">1.0</a> (<time datetime="2026-01-02">2\u00a0January 2026</time>): '
        '<a href="../1.0/changes.en.html">What changed</a></li>'
    ) in made


def test_an_archived_version_leads_to_the_current_one():
    """Whoever lands on an old page finds the policy in force."""
    made = page(edition=Edition("1.0", ARCHIVED, current_url="../../en/"))

    assert 'It is no longer in force. <a href="../../en/">Current version</a>' in made


def test_a_version_that_waits_is_announced():
    """The current page says from when another one holds."""
    later = EarlierVersion("2.0", datetime.date(2027, 1, 1), "../2.0/en/")

    made = page(edition=Edition("1.1", CURRENT, upcoming=later))

    assert '<a href="../2.0/en/">A new version has been published. In force from: 1\u00a0January 2027</a>' in made


def test_an_example_says_so():
    """The operator did not publish it."""
    assert "This is an example" in page(small_site(('url = "h', 'example = true\nurl = "h')))
    assert "This is an example" not in page()


def test_languages_are_linked_by_their_own_names():
    """Each in its own language; the one of the page is marked."""
    elements = Elements(page())

    assert {"href": "../kk/", "lang": "kk", "hreflang": "kk"} in elements.all("a")
    assert {"href": "./", "lang": "en", "hreflang": "en", "aria-current": "page"} in elements.all("a")
    assert {"rel": "alternate", "hreflang": "kk", "href": "../kk/"} in elements.all("link")


def test_the_table_says_everything_of_an_item():
    """Name, purpose, kind, lifetime and party in cells with heads; provider and country with the service."""
    made = page()

    assert "<caption>Analytics cookies and similar items</caption>" in made
    assert '<th scope="row"><code translate="no">_cnt</code></th>' in made
    assert '<td data-kelisim-label="Kept for">2\u00a0years</td>' in made
    assert "Provider: <b>Counter LLC</b><br>Recipient&#39;s country: <b>Kazakhstan, Ireland</b>" in made
    assert "The site has no services of this category." in made


def test_lists_end_in_a_full_stop_whatever_is_left_of_them():
    """Advertising is not used: statistics are the last kind."""
    made = page()

    assert "<li>necessary;</li>\n<li>of <em>statistics</em>.</li>" in made


def test_a_fragment_fits_into_any_page():
    """Its ids and classes begin with our prefix, its headings below a page's own."""
    elements = Elements(Printer(compiled(), small_site(), DRAFT).fragment().decode())

    for tag, attributes in elements.elements:
        assert tag not in ("html", "head", "body", "main", "h1", "script", "style", "link", "nav")
        assert attributes.get("id", "kelisim-").startswith("kelisim-")
        assert all(name.startswith("kelisim-") for name in attributes.get("class", "kelisim-").split())
    assert elements.elements[0] == ("div", {"class": "kelisim-policy", "lang": "en"})
    assert {"class": "kelisim-number", "href": "#kelisim-consent", "aria-label": "Link to clause 1.2"} in elements.all(
        "a"
    )


def test_plain_text_is_a_paragraph_a_line():
    """Numbers, lists and the table in words."""
    made = Printer(compiled(), small_site(), PUBLISHED).text().decode()

    assert made.startswith(
        "Cookie policy\n\n1. General\n\n1.1. <Vivus> & Co runs https://www.vivus.kz/.\n\n"
        "1.2. Nothing optional runs before a choice.\n\n2. Data\n\n"
        "2.1. The site collects:\n\n1) number 0;\n2) number 1;\n"
    )
    assert "2.2. Cookies are:\n\n– necessary;\n– of statistics.\n\n" in made
    assert (
        "Counter\nPurpose: Statistics\nProvider: Counter LLC\nRecipient's country: Kazakhstan, Ireland\n"
        "– _cnt. Purpose: Tells visitors apart; Kind of storage: cookie; Kept for: 2\u00a0years; Set by: this site.\n"
    ) in made
    assert made.endswith("Press “Cookie settings”, or write to info@vivus.kz; version 1.1.\n")


def test_markdown_prints_the_same():
    """A table stays a table; signs of names are plain."""
    made = Printer(compiled(), small_site(), DRAFT).markdown().decode()

    assert made.startswith(
        "# Cookie policy\n\n> This is a draft. It is not in force.\n\n## 1\\. General\n\n"
        "1.1\\. &lt;Vivus> & Co runs <https://www.vivus.kz/>.\n\n"
    )
    assert "- necessary;\n- of *statistics*.\n" in made
    assert (
        "| Name | Purpose | Kind of storage | Kept for | Set by |\n| --- | --- | --- | --- | --- |\n"
        "| `_cnt` | Tells visitors apart | cookie | 2\u00a0years | this site |\n"
    ) in made


def test_json_holds_sections_clauses_and_items():
    """A program finds a unit by its id, with the text as it is printed."""
    made = json.loads(Printer(compiled(), small_site(), PUBLISHED).json())

    assert (made["language"], made["site"], made["version"], made["effective"]) == ("en", "vivus", "1.1", "2026-11-22")
    clauses = {clause["id"]: clause for section in made["sections"] for clause in section["clauses"]}
    assert clauses["about"]["number"] == "1.1"
    assert clauses["about"]["parts"] == [
        {
            "kind": "paragraph",
            "units": [{"id": "about.operator", "text": "<Vivus> & Co runs https://www.vivus.kz/."}],
        }
    ]
    [_, analytics] = clauses["items"]["parts"][1]["categories"]
    assert analytics["services"][0]["items"][0]["lifetime"] == "2\u00a0years"
    assert clauses["recipients"]["title"] == "Recipients"


@pytest.mark.parametrize("render", [Printer.fragment, Printer.text, Printer.markdown, Printer.json])
def test_what_one_site_leaves_behind_changes_nothing_for_the_next(render):
    """Sites share what they have in common, and nothing else: each output is that of a fresh start."""
    shared = compiled()
    sites = [
        small_site(),
        small_site(('"info@vivus.kz"', '"a@b.kz"')),
        small_site(("languages =", 'consent_model = "implied"\nlanguages =')),
        small_site(('services = ["counter"]', 'services = ["counter"]\nexample = true')),
        small_site(('email = "info@vivus.kz"', 'email = "info@vivus.kz"\nbin = "180340012340"')),
    ]

    for site in (*sites, *reversed(sites)):
        for edition in (DRAFT, PUBLISHED):
            assert render(Printer(shared, site, edition)) == render(Printer(compiled(), site, edition))


def test_pages_of_one_kind_differ_in_their_values_alone():
    """Another operator gets the same page with another name."""
    policy = compiled()
    one, other = small_site(), small_site(('"info@vivus.kz"', '"a@b.kz"'))

    assert page(one, policy=policy).replace("info@vivus.kz", "a@b.kz") == page(other, policy=policy)
