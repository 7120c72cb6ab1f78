"""What visitors load: the budgets of the default site, what a further service adds, what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kelisim.cache import Cache
from kelisim.feature_sizes import FEATURES, Weights, table
from kelisim.files import read_project
from kelisim.pipeline import build_site

ROOT = Path(__file__).resolve().parent.parent.parent
DEFAULT = (ROOT / "site.toml").read_text("utf-8")
#: Brotli bytes on the default site in Kazakh: every page, first visit, first visit with the preferences.
CORE, FIRST, WHOLE = 3000, 5500, 9500
#: What one more service may add to every page, and to a visit with the preferences.
MORE_CORE, MORE_WHOLE = 60, 250
FURTHER = ("hotjar", "roistat", "tiktok-pixel", "meta-pixel", "vk-pixel", "mindbox", "yandex-maps")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cache]:
    return Cache(tmp_path_factory.mktemp("cache"))


def weighed(cache: Cache, folder: Path, text: str) -> Weights:
    site = folder / "site.toml"
    site.write_text(text, "utf-8")
    for name in ("policy_src", "translations"):
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    result = build_site(read_project(site), cache=cache, measured=False, previewed=False)
    assert not result.failed, result.problems
    assert result.weigh
    weights = result.weigh()
    assert weights
    return weights


def with_services(text: str, *services: str) -> str:
    more = "".join(f', "{service}"' for service in services)
    return re.sub(r"^(services = \[.*)\]", rf"\1{more}]", text, flags=re.MULTILINE)


def test_the_default_site_keeps_its_budgets(cache: Cache, tmp_path: Path) -> None:
    """A page for somebody who has chosen, a first visit, and one with the preferences opened."""
    weights = weighed(cache, tmp_path, DEFAULT)

    assert weights.language == "kk"
    assert weights.site.core <= CORE
    assert weights.site.first <= FIRST
    assert weights.site.whole <= WHOLE


def test_a_further_service_adds_little(cache: Cache, tmp_path: Path) -> None:
    """On a site that has advertising and frames already: code comes with what is new in kind, not in number."""
    before = with_services(DEFAULT, "google-ads", "youtube")
    base = weighed(cache, tmp_path, before).site

    added = {name: weighed(cache, tmp_path, with_services(before, name)).site - base for name in FURTHER}

    assert {name: one for name, one in added.items() if one.core > MORE_CORE or one.whole > MORE_WHOLE} == {}


def test_a_vendor_that_is_told_on_every_page_brings_its_call(cache: Cache, tmp_path: Path) -> None:
    """Clarity and Microsoft Advertising want their consent call on each page: code of a kind that was not there."""
    before = with_services(DEFAULT, "google-ads", "youtube")
    base = weighed(cache, tmp_path, before).site

    added = {
        name: weighed(cache, tmp_path, with_services(before, name)).site - base
        for name in ("microsoft-clarity", "microsoft-advertising")
    }

    assert {name: one for name, one in added.items() if one.core > 2 * MORE_CORE or one.whole > MORE_WHOLE} == {}


def test_what_a_site_does_not_use_is_not_in_its_scripts(cache: Cache, tmp_path: Path) -> None:
    """One language, one service without signals or frames: a fifth lighter on every page."""
    plain = re.sub(r"^services = .*$", 'services = ["own-site", "hotjar"]', DEFAULT, flags=re.MULTILINE)
    plain = re.sub(r"^languages = .*$", 'languages = ["kk"]', plain, flags=re.MULTILINE)
    plain = re.sub(r"^[a-z_]+\.ru = .*\n", "", plain, flags=re.MULTILINE)

    lighter, default = weighed(cache, tmp_path, plain), weighed(cache, tmp_path, DEFAULT)

    assert lighter.site.core < 0.88 * default.site.core
    assert FEATURES["FEATURE_GOOGLE_CONSENT_MODE"] not in lighter.features


def test_the_build_prints_what_each_feature_weighs(cache: Cache, tmp_path: Path) -> None:
    text = re.sub(r'^gate = "marked"', 'gate = "known-hosts"', DEFAULT, flags=re.MULTILINE)
    text = re.sub(r"^markup = \[\]", 'markup = ["klaro"]', text, flags=re.MULTILINE)
    weights = weighed(cache, tmp_path, text)

    lines = list(table(weights))

    assert str(weights.site.core) in lines[2]
    assert weights.features[FEATURES["FEATURE_KNOWN_HOSTS"]].core > 500
    assert weights.features[FEATURES["FEATURE_KLARO"]].core > 50
    assert len(lines) == 3 + len(weights.features)
    assert len({len(line) for line in lines[1:]}) == 1
