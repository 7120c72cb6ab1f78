"""A build on its way to visitors: in an order in which nothing breaks, read again, finished after an interruption."""

from __future__ import annotations

import json
import os
import re

import pytest

from kelisim.assets import Asset
from kelisim.manifest import CACHE_RULES
from kelisim.release.plan import plan_steps, render_plan
from kelisim.release.publishing import JOURNAL, Deed, NotPublished, publish, read_shipment

#: What a file asks for: names of assets in loaders and pages.
REFERENCE = re.compile(r"assets/[a-z0-9.]+")


def write_build(folder, files, site="shop"):
    """A build with a manifest; compressed forms are in no manifest."""
    listed = [Asset(name, text.encode()) for name, text in files.items() if not name.endswith((".gz", ".br"))]
    manifest = {
        "generator": "kelisim 0.1.0",
        "site": site,
        "tokens": {},
        "files": {
            asset.name: {
                "bytes": len(asset.data),
                "integrity": asset.integrity,
                "type": asset.content_type,
                "cache": CACHE_RULES[asset.cache],
            }
            for asset in listed
        },
    }
    for name, text in {**files, "manifest.json": json.dumps(manifest)}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


OLD = {"kelisim.js": "loads assets/old.js", "assets/old.js": "1", "policy/kk/index.html": "wears assets/old.css"}
OLD["assets/old.css"] = "a{}"
NEW = {"kelisim.js": "loads assets/new.js", "assets/new.js": "2", "policy/kk/index.html": "wears assets/new.css"}
NEW |= {"assets/new.css": "b{}", "demo/index.html": "a demo", "preview/index.html": "a preview", "nginx.conf": "#"}


@pytest.fixture
def old(tmp_path):
    return read_shipment(write_build(tmp_path / "old", OLD))


@pytest.fixture
def new(tmp_path):
    return read_shipment(write_build(tmp_path / "new", NEW))


def unmet_references(folder):
    """Names that a loader or a page there asks for, and that are not there."""
    texts = {name: text for name, text in files_of(folder).items() if name.endswith((".js", ".html"))}
    asked = {reference for text in texts.values() for reference in REFERENCE.findall(text)}
    return {name for name in asked if not (folder / name).is_file()}


def test_assets_go_first_and_the_manifest_last(new):
    """Whoever uploads by other means finds the same order in the plan, and what the server has to say."""
    document = json.loads(render_plan(new.site, new.steps))

    assert [step["phase"] for step in document["steps"]] == ["assets", "pages", "loader", "manifest"]
    assert [[file["name"] for file in step["files"]] for step in document["steps"]] == [
        ["assets/new.css", "assets/new.js"],
        ["nginx.conf", "policy/kk/index.html"],
        ["kelisim.js"],
        ["manifest.json"],
    ]
    assert document["steps"][0]["files"][1] == {
        "name": "assets/new.js",
        "bytes": 1,
        "integrity": Asset("", b"2").integrity,
        "type": "text/javascript; charset=utf-8",
        "cache": "public, max-age=31536000, immutable, no-transform",
    }


def test_compressed_forms_go_before_their_file(new):
    """So that the manifest is the very last; each says how it is encoded."""
    manifest = (new.source / "manifest.json").read_bytes()

    steps = plan_steps(json.loads(manifest), manifest, {"kelisim.js.gz", "manifest.json.br"})

    assert [(step.name, step.encoding) for step in steps][-4:] == [
        ("kelisim.js.gz", "gzip"),
        ("kelisim.js", ""),
        ("manifest.json.br", "br"),
        ("manifest.json", ""),
    ]


def test_neither_demo_nor_preview_is_published(new, tmp_path):
    """They are for the owner's eyes."""
    publish(new, tmp_path / "www")

    assert set(files_of(tmp_path / "www")) == {*NEW, "manifest.json"} - {"demo/index.html", "preview/index.html"}


def test_at_no_moment_anything_is_asked_for_that_is_not_there(old, new, tmp_path, monkeypatch):
    """A visitor at every step, with the old pages, the new ones, and a loader that a cache kept."""
    target, seen = tmp_path / "www", []
    publish(old, target)
    replace = os.replace

    def replace_and_visit(source, destination):
        replace(source, destination)
        seen.append(unmet_references(target))

    monkeypatch.setattr(os, "replace", replace_and_visit)
    publish(new, target)

    assert len(seen) > len(new.steps)
    assert set().union(*seen) == set()
    assert files_of(target)["assets/old.js"] == "1"


@pytest.mark.parametrize("moment", range(7))
def test_an_interrupted_run_is_finished_by_the_next(new, tmp_path, monkeypatch, moment):
    """Killed before any of its files took its place: what is there fits together, the next run brings the rest."""
    target, replace = tmp_path / "www", os.replace

    class Killed(BaseException):
        pass

    def replace_until_killed(source, destination):
        nonlocal moment
        if not moment:
            raise Killed
        moment -= 1
        replace(source, destination)

    monkeypatch.setattr(os, "replace", replace_until_killed)
    with pytest.raises(Killed):
        publish(new, target)
    monkeypatch.undo()
    half = unmet_references(target)
    publish(new, target)

    assert half == set()
    assert files_of(target) == {step.name: (new.source / step.name).read_text() for step in new.steps}


def test_what_is_there_already_is_not_written_again(new, tmp_path):
    """A second run says so."""
    publish(new, tmp_path / "www")

    assert {deed.kind for deed in publish(new, tmp_path / "www")} == {"kept"}


def test_a_compressed_form_of_the_build_before_does_not_outlive_its_file(tmp_path):
    """A server would send it instead of the new file for ever."""
    packed = read_shipment(write_build(tmp_path / "packed", {**OLD, "kelisim.js.gz": "old", "assets/old.js.br": "old"}))
    plain = read_shipment(write_build(tmp_path / "plain", NEW))
    publish(packed, tmp_path / "www")

    deeds = publish(plain, tmp_path / "www")

    assert Deed("removed", "kelisim.js.gz") in deeds
    assert "kelisim.js.gz" not in files_of(tmp_path / "www")
    assert "assets/old.js.br" in files_of(tmp_path / "www")


def test_a_dry_run_writes_nothing(new, tmp_path):
    """It says what would be done."""
    deeds = publish(new, tmp_path / "www", dry_run=True)

    assert {deed.kind for deed in deeds} == {"copied"}
    assert not (tmp_path / "www").exists()


def foreign(target, other):
    (target / "index.html").write_text("mine")


def another_site(target, other):
    publish(read_shipment(write_build(other, OLD, site="bank")), target)


def leading_out(target, other):
    publish(read_shipment(write_build(other, OLD)), target)
    (other / "elsewhere").mkdir()
    (target / "policy" / "kk" / "index.html").unlink()
    (target / "policy" / "kk").rmdir()
    (target / "policy" / "kk").symlink_to(other / "elsewhere", target_is_directory=True)


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        pytest.param(
            foreign, "{target} holds files that Kelisim did not publish; choose an empty folder", id="foreign"
        ),
        pytest.param(another_site, "{target} holds the site bank, not shop; choose another folder", id="another site"),
        pytest.param(leading_out, "{target}/policy/kk leads out of {target}", id="a link to elsewhere"),
    ],
)
def test_a_folder_of_somebody_else_is_refused(new, tmp_path, prepare, message):
    """Nothing is written there, not even a mark."""
    target = tmp_path / "www"
    target.mkdir()
    prepare(target, tmp_path / "other")
    before = files_of(target)

    with pytest.raises(NotPublished) as reason:
        publish(new, target)

    assert str(reason.value) == message.format(target=target)
    assert files_of(target) == before


@pytest.mark.parametrize("place", ["new", "new/www", "."], ids=["the build itself", "inside it", "around it"])
def test_a_build_is_not_published_into_itself(new, tmp_path, place):
    """The next build would take the published files with it."""
    with pytest.raises(NotPublished, match="lie in each other"):
        publish(new, tmp_path / place)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda file: file.write_text("other"), id="changed"),
        pytest.param(lambda file: file.unlink(), id="missing"),
    ],
)
def test_a_damaged_build_does_not_go_out(new, damage):
    """Every file is held against the manifest before the first is copied."""
    damage(new.source / "kelisim.js")

    with pytest.raises(NotPublished) as reason:
        read_shipment(new.source)

    assert str(reason.value) == f"{new.source}/kelisim.js is not what manifest.json says; build again"


def test_a_file_that_reads_otherwise_than_it_was_written_stops_the_run(new, tmp_path, monkeypatch):
    """The manifest does not follow, so the target stays marked as unfinished."""
    replace = os.replace

    def replace_badly(source, destination):
        replace(source, destination)
        if str(destination).endswith("kelisim.js"):
            destination.write_text("rotten")

    monkeypatch.setattr(os, "replace", replace_badly)
    with pytest.raises(NotPublished) as reason:
        publish(new, tmp_path / "www")

    assert str(reason.value) == (
        f"{tmp_path}/www/kelisim.js is not what was written; look at the disk, then publish again"
    )
    assert JOURNAL in files_of(tmp_path / "www")
    assert "manifest.json" not in files_of(tmp_path / "www")
