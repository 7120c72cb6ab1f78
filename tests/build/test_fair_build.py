"""Looks in a build: colours that cannot be read, and dark patterns that a project's own files bring in."""

from __future__ import annotations

import pytest

BANNER_HTML = "banner/templates/banner.html"
REJECT = '<button part="button reject" data-kelisim-action="reject">'
LOOKS = ("--select", "K48", "--select", "K603", "--format", "concise")


def test_the_packaged_looks_give_a_build_nothing_to_say(shop):
    """A default site starts without a warning about looks that its owner did not make."""
    result = shop.run("check", *LOOKS)

    assert (result.status, result.err) == (0, "")


def test_a_failing_accent_stops_the_build_and_a_colour_is_offered(shop):
    """Nothing is written; with the offered colour the same project builds, and its scripts have that colour."""
    site = (shop.path / "site.toml").read_text("utf-8")
    shop.write("site.toml", f'{site}\n[banner]\naccent = "#ff6600"\n')

    failed = shop.run("build")
    offered = failed.err.partition("the nearest that passes everywhere is ")[2][:7]
    shop.write("site.toml", f'{site}\n[banner]\naccent = "{offered}"\n')
    built = shop.run("build")

    assert failed.status == 1
    assert "error[K603]: with #f60 " in failed.err
    assert built.status == 0
    banner = next(data for name, data in shop.tree().items() if name.startswith("assets/banner.kk."))
    assert offered.encode() in banner
    page = next(data for name, data in shop.tree().items() if name.startswith("assets/policy."))
    assert offered.encode() in page


def test_colours_of_the_projects_own_sheet_are_checked(shop):
    """A sheet laid over the packaged one by its path is read like it."""
    shop.change("banner/css/tokens.css", "--kelisim-ink: #1b2126", "--kelisim-ink: #999999")

    result = shop.run("check", *LOOKS)

    assert result.status == 1
    assert result.err.startswith(
        "banner/css/tokens.css:9:18: error[K603]: with #999 text of a remark has a contrast of"
    )


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        pytest.param(
            BANNER_HTML,
            REJECT,
            REJECT.replace("reject", "preferences"),
            "warning[K480]: the banner layer can be accepted and not rejected",
            id="reject only on the second layer",
        ),
        pytest.param(
            BANNER_HTML,
            REJECT,
            REJECT.replace("<button", '<button class="small"'),
            'warning[K481]: reject has another "class" than accept',
            id="a class for reject",
        ),
        pytest.param(
            "banner/templates/preferences.html",
            'role="switch"',
            'role="switch" checked',
            'warning[K482]: the switch of "analytics" is on before anybody has chosen',
            id="switched on beforehand",
        ),
        pytest.param(
            "banner/css/base.css",
            ".head {",
            '[part~="reject"] { opacity: 0.6 }\n\n.head {',
            'warning[K484]: [part~="reject"] is a rule for some of the buttons of the choice',
            id="a paler reject",
        ),
    ],
)
def test_a_dark_pattern_needs_a_written_reason(shop, path, old, new, told):
    """It is a warning with its place, an error for a release, and none once the owner has said why it stays."""
    shop.change(path, old, new)
    code = told[8:12]

    warned = shop.run("check", *LOOKS)
    strict = shop.run("check", "--strict", *LOOKS)
    site = (shop.path / "site.toml").read_text("utf-8")
    shop.write("site.toml", f'{site}\n[accepted]\n{code} = "tried on ten readers; A. Serik; until 2027-03-01"\n')
    accepted = shop.run("check", *LOOKS)

    assert warned.status == 0
    assert warned.err.startswith(path + ":")
    assert told in warned.err
    assert strict.status == 1
    assert (accepted.status, accepted.err) == (0, "")
