"""Rendered templates become node descriptions, and whatever must not stand in a view is refused."""

from __future__ import annotations

import pytest

from kelisim.markup import MarkupError, parse_markup

PATH = "banner/templates/banner.html"


def test_an_element_is_its_tag_its_attributes_and_what_it_holds():
    """The description keeps the document's order: attributes first, then texts and elements as they stand."""
    html = '<p class="small">Оператор: <a href="/kk/cookie" data-kelisim-link="policy">Саясат</a>.</p>'

    node = parse_markup(html, PATH)

    link = ["a", {"href": "/kk/cookie", "data-kelisim-link": "policy"}, "Саясат"]
    assert node == ["p", {"class": "small"}, "Оператор: ", link, "."]


@pytest.mark.parametrize(
    ("html", "node"),
    [
        pytest.param("<p>\n  one\n  two\n</p>", ["p", {}, "one two"], id="a run is one space"),
        pytest.param(
            "<div>\n  <p>one</p>\n  <p>two</p>\n</div>", ["div", {}, ["p", {}, "one"], ["p", {}, "two"]], id="blocks"
        ),
        pytest.param(
            "<p>one <b>two</b> three</p>", ["p", {}, "one ", ["b", {}, "two"], " three"], id="beside an inline element"
        ),
        pytest.param(
            "<p><b>one</b>\n<i>two</i></p>",
            ["p", {}, ["b", {}, "one"], " ", ["i", {}, "two"]],
            id="between inline ones",
        ),
        pytest.param("<p>one <br> two</p>", ["p", {}, "one", ["br", {}], "two"], id="at a line break"),
        pytest.param("<p><b> one </b></p>", ["p", {}, ["b", {}, " one "]], id="inside an inline element"),
        pytest.param(
            "<p>180\N{NO-BREAK SPACE}күн</p>", ["p", {}, "180\N{NO-BREAK SPACE}күн"], id="no-break spaces stay"
        ),
        pytest.param("<p>a<!-- b -->c</p>", ["p", {}, "ac"], id="comments leave nothing"),
    ],
)
def test_white_space_is_kept_where_it_shows(html: str, node: list[object]):
    """HTML shows a run of white space as one space, and none at the edge of a block."""
    assert parse_markup(html, PATH) == node


@pytest.mark.parametrize(
    ("html", "node"),
    [
        pytest.param("<p>&lt;script&gt; &amp; &#1178;</p>", ["p", {}, "<script> & Қ"], id="in a text"),
        pytest.param(
            '<a href="/?a=1&amp;b=2" title="&quot;">x</a>',
            ["a", {"href": "/?a=1&b=2", "title": '"'}, "x"],
            id="in an attribute",
        ),
        pytest.param("<p hidden>x</p>", ["p", {"hidden": ""}, "x"], id="an attribute without a value"),
        pytest.param(
            '<p>x<wbr>y<img src="/a.svg" alt=""/></p>',
            ["p", {}, "x", ["wbr", {}], "y", ["img", {"src": "/a.svg", "alt": ""}]],
            id="void elements",
        ),
    ],
)
def test_what_html_writes_in_its_own_way_is_resolved(html: str, node: list[object]):
    """Texts and values come out as a person reads them: the browser sets them as they are."""
    assert parse_markup(html, PATH) == node


@pytest.mark.parametrize(
    ("html", "line", "message"),
    [
        pytest.param("<p>\n<script>x</script></p>", 2, "<script> has no place in a view", id="script"),
        pytest.param("<p><style>x</style></p>", 1, "<style> has no place in a view", id="style sheet"),
        pytest.param("<p><svg></svg></p>", 1, "<svg> has no place in a view", id="foreign element"),
        pytest.param('<p onclick="x()">a</p>', 1, "onclick on <p>: handlers are bound in banner/js", id="handler"),
        pytest.param(
            '<p style="color: red">a</p>',
            1,
            "style on <p> is not used: looks belong in banner/css, addresses in href",
            id="inline style",
        ),
        pytest.param(
            '<a href=" javascript:x()">a</a>',
            1,
            'href=" javascript:x()" on <a> is none of https:, mailto:, tel: and a path of the site',
            id="script in a link",
        ),
        pytest.param(
            '<a href="http://example.kz/">a</a>',
            1,
            'href="http://example.kz/" on <a> is none of https:, mailto:, tel: and a path of the site',
            id="link without encryption",
        ),
        pytest.param(
            '<a href="//example.kz/">a</a>',
            1,
            'href="//example.kz/" on <a> is none of https:, mailto:, tel: and a path of the site',
            id="another host in short",
        ),
        pytest.param(
            '<a href="DATA:text/html,x">a</a>',
            1,
            'href="DATA:text/html,x" on <a> is none of https:, mailto:, tel: and a path of the site',
            id="data in a link",
        ),
        pytest.param('<p class="a" class="b">x</p>', 1, "class stands twice on <p>", id="attribute twice"),
        pytest.param("<div>\n<p>x\n</div>", 3, "</div> closes nothing here, </p> was expected", id="crossed tags"),
        pytest.param("<p>x</p>\n</p>", 2, "</p> closes nothing here, nothing is open", id="closed twice"),
        pytest.param("<div>\n <p>x", 2, "<p> is never closed", id="never closed"),
        pytest.param("<p>x</p></br>", 1, "</br> closes nothing here, nothing is open", id="void element closed"),
        pytest.param(
            "<p><span/>x</p>",
            1,
            "<span/> does not close the element: browsers read it as <span>",
            id="closed in itself",
        ),
        pytest.param("<!doctype html><p>x</p>", 1, "<!doctype html> has no place in a view", id="declaration"),
        pytest.param("<?php x ?><p>x</p>", 1, "<?php x ?> has no place in a view", id="processing instruction"),
        pytest.param("<p>x</p><p>y</p>", 1, "the template renders 2 nodes, one element was expected", id="two roots"),
        pytest.param("words", 1, "the template renders 1 nodes, one element was expected", id="bare text"),
        pytest.param(" \n", 1, "the template renders 0 nodes, one element was expected", id="nothing"),
    ],
)
def test_what_has_no_place_in_a_view_is_refused(html: str, line: int, message: str):
    """Scripts, handlers, styles, unsafe links and broken nesting end the build; template and line are named."""
    with pytest.raises(MarkupError) as caught:
        parse_markup(html, PATH)

    assert str(caught.value) == f"{PATH}: line {line} as rendered: {message}"


@pytest.mark.parametrize(
    "href",
    [
        pytest.param("https://example.kz/kk/cookie", id="https"),
        pytest.param("mailto:info@example.kz", id="mail"),
        pytest.param("tel:+77270000000", id="telephone"),
        pytest.param("/kk/cookie", id="path of the site"),
        pytest.param("../policy/kk/", id="path from here"),
        pytest.param("policy/kk/index.html", id="path below"),
        pytest.param("#clause-3", id="place on the page"),
        pytest.param("?lang=kk", id="query"),
    ],
)
def test_safe_links_stand(href: str):
    """Links may lead to https, mail, telephone and places of the site (SEC-9)."""
    assert parse_markup(f'<a href="{href}">x</a>', PATH) == ["a", {"href": href}, "x"]
