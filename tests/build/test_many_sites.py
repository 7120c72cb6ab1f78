"""A build of many sites, as it is typed: shared assets once, a folder a site, and only what changed made anew."""

from __future__ import annotations

import json
import os

import pytest

from tests.build.conftest import ROOT, Workplace, as_lines, member, problems

BUILD = ("build", "--sites", "sites")
CONFIGS = {"nginx.conf", "apache.conf", "Caddyfile", "_headers"}
SITES = [f"shop-{number}" for number in range(1, 6)]


def test_sites_have_a_folder_each_and_share_their_assets(portal: Workplace):
    """The rest is per site, but for demo and preview; everything that a manifest names is there as it says."""
    result = portal.run(*BUILD)

    assert result.status == 0, result.err
    files = portal.tree()
    index = json.loads(files["index.json"])
    assert list(index["sites"]) == SITES
    assert index["complete"] is True
    assert {name.split("/")[0] for name in files} == {*SITES, "assets", "index.json", *CONFIGS}
    for site in SITES:
        manifest = json.loads(files[f"{site}/manifest.json"])
        assert manifest["site"] == site
        for name, facts in manifest["files"].items():
            path = os.path.normpath(f"{site}/{name}")
            assert len(files[path]) == facts["bytes"], path
    assert not [name for name in files if "/demo/" in name or "/preview/" in name]
    assert "made 5, unchanged 0, gone 0" in result.out


def test_equal_parts_are_one_asset(portal: Workplace):
    """Sites that differ in the operator's name alone load the same preferences; another set of services has its own."""
    portal.run(*BUILD)

    sets = json.loads((portal.path / "dist/index.json").read_text("utf-8"))["assets"]
    shared = [name for name in portal.tree() if name.startswith("assets/")]

    assert len(sets) == 2
    assert len([name for name in shared if name.startswith("assets/preferences.kk.")]) == 2
    assert len([name for name in shared if name.startswith("assets/policy.")]) == 1


def test_a_site_of_many_says_what_it_says_alone(portal: Workplace):
    """The policy of a member is that of the same site built by itself, but for the way to its style sheet."""
    portal.run(*BUILD)
    many = (portal.path / "dist/shop-1/policy/kk/policy.txt").read_bytes()

    result = portal.run("build", "--site", "sites/shop-1.toml", "--out", "alone")

    assert result.status == 0, result.err
    assert (portal.path / "alone/policy/kk/policy.txt").read_bytes() == many


def test_the_tags_to_paste_name_the_folder_of_the_site(portal: Workplace):
    """And so do the texts for servers."""
    portal.run(*BUILD)

    folder = portal.path / "dist/shop-2"

    assert '<script src="/consent/shop-2/kelisim.js">' in (folder / "embed.html").read_text("utf-8")
    assert "location ^~ /consent/shop-2/ {" in (folder / "nginx.conf").read_text("utf-8")
    assert "location ^~ /consent/assets/ {" in (portal.path / "dist/nginx.conf").read_text("utf-8")


def test_lines_of_json_give_the_same_sites(portal: Workplace):
    """sites.ndjson, as an inventory writes it: byte for byte but for what the index says of where a site comes from."""
    portal.run(*BUILD)
    before = portal.tree()
    portal.write("sites/sites.ndjson", "\n".join(as_lines(portal)) + "\n\n")

    result = portal.run("build", "--sites", "sites/sites.ndjson")

    assert result.status == 0, result.err
    assert {**portal.tree(), "index.json": b""} == {**before, "index.json": b""}


def test_a_site_that_did_not_change_is_left_alone(portal: Workplace):
    """By content: touching a file changes nothing, a changed one its site alone."""
    portal.run(*BUILD)
    before = portal.tree()
    node = (portal.path / "dist/shop-2/manifest.json").stat().st_ino
    os.utime(portal.path / "sites/shop-2.toml")
    again = portal.run(*BUILD)
    portal.change("sites/shop-3.toml", "https://shop3.example.kz/", "https://shop-three.example.kz/")

    result = portal.run(*BUILD)

    assert "made 0, unchanged 5, gone 0" in again.out
    assert "made 1, unchanged 4, gone 0" in result.out
    assert (portal.path / "dist/shop-2/manifest.json").stat().st_ino == node
    changed = {name.split("/")[0] for name, data in portal.tree().items() if before.get(name) != data}
    assert changed == {"shop-3", "index.json"}


@pytest.mark.parametrize(
    ("name", "old", "new", "made"),
    [
        pytest.param("sites/_base.toml", 'short.ru = "Компания"', 'short.ru = "Магазин"', 5, id="what all extend"),
        pytest.param(
            "policy_src/services/google-analytics.toml",
            'category = "analytics"',
            'category = "analytics" # still',
            3,
            id="a service that three use",
        ),
    ],
)
def test_what_is_made_anew_is_in_proportion(portal: Workplace, name: str, old: str, new: str, made: int):
    """A clean build of the same sources is the same."""
    portal.run(*BUILD)
    portal.change(name, old, new)

    result = portal.run(*BUILD)
    portal.run(*BUILD, "--out", "clean")

    assert f"made {made}, unchanged {5 - made}, gone 0" in result.out
    assert portal.tree() == portal.tree("clean")


def test_a_site_that_is_gone_goes_with_its_assets(portal: Workplace):
    """What no site needs any more is not kept for ever: publish keeps what cached pages may ask for."""
    portal.run(*BUILD)
    for number in (1, 3, 5):
        (portal.path / f"sites/shop-{number}.toml").unlink()

    result = portal.run(*BUILD)

    assert "made 0, unchanged 2, gone 3" in result.out
    names = {name.split("/")[0] for name in portal.tree()}
    assert names == {"shop-2", "shop-4", "assets", "index.json", *CONFIGS}
    assert len([name for name in portal.tree() if name.startswith("assets/preferences.kk.")]) == 1


@pytest.mark.parametrize("damage", ["cache", "manifest", "index"])
def test_damage_is_made_good(portal: Workplace, damage: str):
    """A file of the cache cut short, a manifest or an index that somebody changed: made anew, nobody is told lies."""
    portal.run(*BUILD)
    before = portal.tree()
    if damage == "cache":
        (portal.path / ".kelisim-cache").unlink()
        portal.run(*BUILD, "--out", "warm")
        for file in (portal.path / ".kelisim-cache").rglob("*.json"):
            file.write_bytes(file.read_bytes()[:40])
        (portal.path / "dist/index.json").unlink()
        (portal.path / "dist/manifest.json").write_text('{"generator": "kelisim 0"}', "utf-8")
    elif damage == "manifest":
        (portal.path / "dist/shop-1/manifest.json").write_text("{}", "utf-8")
    else:
        (portal.path / "dist/index.json").write_text('{"generator": "kelisim 0.1.0", "format": 1, "sites', "utf-8")
        (portal.path / "dist/manifest.json").write_text('{"generator": "kelisim 0"}', "utf-8")

    result = portal.run(*BUILD)

    assert result.status == 0, result.err
    assert portal.tree() == before


@pytest.mark.slow
def test_processes_and_shares_change_no_byte(portal: Workplace):
    """One process or two, in one go or in shares that are brought together."""
    for number in range(6, 130):
        portal.write(f"sites/shop-{number}.toml", member(number))
    portal.run(*BUILD)
    whole = portal.tree()

    processes = portal.run(*BUILD, "--jobs", "2", "--out", "processes")
    for position in (1, 2, 3):
        part = portal.run(*BUILD, "--shard", f"{position}/3", "--out", f"part-{position}")
        assert part.status == 0, part.err
        assert json.loads((portal.path / f"part-{position}/index.json").read_text("utf-8"))["complete"] is False
    merged = portal.run("manifest", "merge", "part-1", "part-2", "part-3", "--out", "merged")

    assert processes.status == merged.status == 0, processes.err + merged.err
    assert portal.tree("processes") == whole
    assert portal.tree("merged") == whole
    assert "129 sites from 3 parts" in merged.out


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        pytest.param(["part-1"], "part 2/2 is missing; name all 2", id="one is missing"),
        pytest.param(["part-1", "part-1x"], "are both part 1/2", id="one twice"),
        pytest.param(["part-1", "sites"], "sites is no build of many sites", id="something else"),
        pytest.param(["part-1", "dist"], "parts of different builds", id="a whole"),
    ],
)
def test_parts_that_make_no_whole_are_refused(portal: Workplace, parts: list[str], told: str):
    """With the reason, and nothing written."""
    portal.run(*BUILD)
    portal.run(*BUILD, "--shard", "1/2", "--out", "part-1")
    portal.run(*BUILD, "--shard", "1/2", "--out", "part-1x")

    result = portal.run("manifest", "merge", *parts, "--out", "merged")

    assert result.status == 2
    assert told in result.err
    assert not (portal.path / "merged").exists()


def test_a_site_has_texts_and_services_of_its_own(portal: Workplace):
    """sites/<id>/ is laid out like a project, and counts for this site alone."""
    portal.write(
        "sites/shop-2/policy_src/policy.kk.md",
        "# Cookie файлдарын пайдалану саясаты {#title}\n",
    )
    portal.write("sites/shop-2/banner/css/base.css", (ROOT / "banner/css/base.css").read_text("utf-8"))
    own = (ROOT / "policy_src/services/own-site.toml").read_text("utf-8")
    portal.write("sites/shop-2/policy_src/services/own-site.toml", own.replace('country = ["KZ"]', 'country = ["DE"]'))

    result = portal.run(*BUILD)

    pages = {site: (portal.path / f"dist/{site}/policy/ru/policy.txt").read_text("utf-8") for site in SITES}
    assert result.status == 0, result.err
    assert [site for site, text in pages.items() if "Германия" in text] == ["shop-2"]


def test_check_looks_at_every_site_and_writes_nothing(portal: Workplace):
    """Also what a build would change is told without writing."""
    portal.change("sites/shop-2.toml", 'services = ["own-site"]', 'services = ["own-sight"]')

    checked = portal.run("check", "--sites", "sites", "--format", "json")

    assert checked.status == 1
    assert problems(checked) == [("sites/shop-2.toml", 4, "K112")]
    assert not (portal.path / "dist").exists()


def test_what_a_build_would_change_is_told(portal: Workplace):
    """`--check` names files, and is silent where nothing would change."""
    portal.run(*BUILD)
    same = portal.run(*BUILD, "--check")
    portal.change("sites/shop-3.toml", "https://shop3.example.kz/", "https://three.example.kz/")
    (portal.path / "sites/shop-5.toml").unlink()

    other = portal.run(*BUILD, "--check")

    assert (same.status, same.out) == (0, "")
    assert other.status == 1
    assert "would change dist/shop-5\n" in other.out
    assert "would change dist/shop-3/manifest.json\n" in other.out
    assert "shop-1" not in other.out


def test_one_site_takes_the_place_of_many_and_back(portal: Workplace):
    """The folder of either kind is ours; that of somebody else is refused."""
    portal.run(*BUILD)
    many = portal.tree()

    one = portal.run("build", "--site", "sites/shop-1.toml")
    single = portal.tree()
    back = portal.run(*BUILD)
    portal.write("foreign/index.json", "{}")
    refused = portal.run(*BUILD, "--out", "foreign")

    assert one.status == back.status == 0
    assert "manifest.json" in single
    assert portal.tree() == many
    assert refused.status == 2
    assert "holds files that Kelisim did not write" in refused.err


def test_compressed_forms_lie_beside(portal: Workplace):
    """And go again where they are no longer wanted."""
    portal.run(*BUILD)
    plain = portal.tree()

    portal.run(*BUILD, "--compress")
    compressed = portal.tree()
    portal.run(*BUILD)

    assert {name for name in compressed if not name.endswith((".br", ".gz"))} == set(plain)
    assert any(name.startswith("assets/policy.") and name.endswith(".css.br") for name in compressed)
    assert "shop-1/policy/kk/index.html.gz" in compressed
    assert portal.tree() == plain


def test_the_help_and_wrong_shares_are_clear(portal: Workplace):
    """A share that cannot be, a number that is none, a folder that is not there."""
    share = portal.run(*BUILD, "--shard", "3/2")
    jobs = portal.run(*BUILD, "--jobs", "many")
    folder = portal.run("build", "--sites", "nowhere")

    assert (share.status, jobs.status, folder.status) == (2, 2, 2)
    assert '"3/2" is no share such as 2/4' in share.err
    assert '"many" is neither auto nor a number of processes' in jobs.err
    assert "there is no nowhere; name a folder of site files" in folder.err


def stands(portal: Workplace) -> dict[str, tuple[str, str]]:
    """Version and state of the policy by site."""
    manifests = {site: json.loads((portal.path / f"dist/{site}/manifest.json").read_text("utf-8")) for site in SITES}
    return {site: (told["policy"]["version"], told["policy"]["state"]) for site, told in manifests.items()}


def test_a_published_version_is_an_edition_of_the_text_for_all_sites(portal: Workplace):
    """Whatever services a site has or gains; when a clause changes, all of them print a draft of the next."""
    published = portal.run("policy", "publish", "--site", "sites/shop-1.toml", "-m", "first", "--today", "2026-12-01")
    portal.run(*BUILD, "--today", "2026-12-01")
    first = stands(portal)
    portal.change("sites/shop-2.toml", 'services = ["own-site"]', 'services = ["own-site", "youtube"]')
    gained = portal.run(*BUILD, "--today", "2026-12-02")
    second = stands(portal)
    portal.write("policy_src/policy.kk.md", "# Cookie файлдарын пайдалану саясаты {#title}\n")
    portal.change("policy_src/policy.kk.md", "саясаты", "тәртібі")
    portal.run(*BUILD, "--today", "2026-12-03")

    assert published.status == gained.status == 0, published.err + gained.err
    assert set(first.values()) == set(second.values()) == {("1.0", "current")}
    assert set(stands(portal).values()) == {("1.1-draft", "draft")}
    assert not [name for name in portal.tree() if "/policy/1.0/" in name]
