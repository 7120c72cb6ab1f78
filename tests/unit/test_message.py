"""Messages: placeholders, declared tags, doubled braces, and what a translator gets wrong about them."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.message import Fault, Hole, Tag, escape_braces, parse_message

NO_PLACEHOLDER = "a placeholder is small Latin letters: {operator.short:gen}"


def test_a_text_is_parsed_into_words_holes_and_tags():
    """Everything that is put in later is a part of its own."""
    message = parse_message("{operator.short:gen} <policy>саясаты</policy>, {{n}}", frozenset({"policy"}))

    assert message.parts == (Hole("operator.short", "gen"), " ", Tag("policy", ("саясаты",)), ", {n}")
    assert message.faults == ()


def test_holes_and_tags_are_listed_in_order_those_inside_tags_included():
    """Checks compare the lists of two texts, so nothing may hide inside a tag."""
    message = parse_message("{a} <b>{c:dat} <d>{e}</d></b> <b>{a}</b>", frozenset({"b", "d"}))

    assert [str(hole) for hole in message.holes] == ["{a}", "{c:dat}", "{e}", "{a}"]
    assert message.tags == ("b", "d", "b")


def test_a_rendered_text_has_its_words_escaped_and_its_values_put_in():
    """Words pass through one function, values through another, tags through a third."""
    message = parse_message("A & <policy>{n} <head></policy>", frozenset({"policy"}))

    rendered = message.render(lambda hole: f"[{hole.name}]", html.escape, lambda tag, inner: f"<a>{inner}</a>")

    assert rendered == "A &amp; <a>[n] &lt;head&gt;</a>"


def test_a_value_with_braces_and_tags_is_put_in_as_it_is():
    """What is put in is never parsed again: a name with braces is a name."""
    assert parse_message("{n}").render(lambda hole: "{n}<b>") == "{n}<b>"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        pytest.param("Сәлем {имя}!", [Fault(6, 5, "{имя} is not a placeholder", NO_PLACEHOLDER)], id="Cyrillic name"),
        pytest.param("{Name}", [Fault(0, 6, "{Name} is not a placeholder", NO_PLACEHOLDER)], id="capital letter"),
        pytest.param("{0}", [Fault(0, 3, "{0} is not a placeholder", NO_PLACEHOLDER)], id="number"),
        pytest.param("{}", [Fault(0, 2, "{} is not a placeholder", NO_PLACEHOLDER)], id="nothing"),
        pytest.param("{ n }", [Fault(0, 5, "{ n } is not a placeholder", NO_PLACEHOLDER)], id="spaces inside"),
        pytest.param("{n:}", [Fault(0, 4, "{n:} is not a placeholder", NO_PLACEHOLDER)], id="colon without case"),
        pytest.param("{n", [Fault(0, 1, "a single {", "write {{ for the sign itself")], id="never closed"),
        pytest.param("{n}}", [Fault(3, 1, "a single }", "write }} for the sign itself")], id="closed twice"),
        pytest.param(
            "a { {n} }",
            [
                Fault(2, 1, "a single {", "write {{ for the sign itself"),
                Fault(8, 1, "a single }", "write }} for the sign itself"),
            ],
            id="braces around a placeholder",
        ),
        pytest.param(
            "{имя} {фамилия}",
            [
                Fault(0, 5, "{имя} is not a placeholder", NO_PLACEHOLDER),
                Fault(6, 9, "{фамилия} is not a placeholder", NO_PLACEHOLDER),
            ],
            id="two at once",
        ),
    ],
)
def test_a_brace_that_is_no_placeholder_is_a_fault(text, faults):
    """Every fault is reported once, with the stretch that is wrong and the way out."""
    message = parse_message(text)

    assert list(message.faults) == faults
    assert message.parts == (text,)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        pytest.param(
            "<policy>саясат",
            [Fault(0, 8, "the tag <policy> is never closed", "write </policy> where it ends")],
            id="never closed",
        ),
        pytest.param(
            "саясат</policy>",
            [Fault(6, 9, "</policy> closes a tag that is not open", "write <policy> before it")],
            id="never opened",
        ),
        pytest.param(
            "<b><policy>x</b></policy>",
            [
                Fault(12, 4, "</b> stands where <policy> is still open", "write </policy> before it"),
                Fault(16, 9, "</policy> closes a tag that is not open", "write <policy> before it"),
            ],
            id="crossed",
        ),
        pytest.param(
            "<polcy>x</policy>",
            [
                Fault(0, 7, "<polcy> is not a tag of this text", "did you mean <policy>?"),
                Fault(8, 9, "</policy> closes a tag that is not open", "write <policy> before it"),
            ],
            id="misspelt",
        ),
    ],
)
def test_a_tag_that_does_not_fit_is_a_fault(text, faults):
    """A declared tag is opened, closed and spelt as declared."""
    assert list(parse_message(text, frozenset({"policy", "b"})).faults) == faults


def test_other_angle_brackets_are_plain_text():
    """A text may speak of <head> or say 1 < 2; only declared tags mean something."""
    text = "1 < 2, <head>, <policy/>, <Policy>"

    assert parse_message(text, frozenset({"policy"})).parts == (text,)


@given(st.text())
def test_an_escaped_text_reads_as_itself(text):
    """Any text at all can be written into a source with placeholders and comes out unchanged."""
    message = parse_message(escape_braces(text))

    assert message.faults == ()
    assert message.render(lambda hole: "?") == text


@given(st.text(alphabet="{}:n.aи</>b ", max_size=20))
def test_a_text_is_either_whole_or_faulty(text):
    """Without a fault every letter is accounted for; with one, every fault lies inside the text."""
    message = parse_message(text, frozenset({"b"}))

    if message.faults:
        assert all(fault.length and 0 <= fault.offset <= len(text) - fault.length for fault in message.faults)
    else:
        written = message.render(str, escape_braces, lambda tag, inner: f"<{tag}>{inner}</{tag}>")
        assert written == text
