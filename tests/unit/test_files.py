"""The disk: sources come in whole with what is wrong with their bytes; the output goes out whole or not at all."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kelisim.assets import Asset, text_asset
from kelisim.files import (
    LARGEST_SOURCE_BYTES,
    OutputRefused,
    decode,
    differing_files,
    packaged_root,
    project_root,
    read_project,
    write_assets,
)

UTF_8 = "\n    = expected a text file in UTF-8\n    = save the file as UTF-8"
OURS = text_asset("manifest.json", '{"generator": "kelisim 0.1.0"}')
ASSETS = [OURS, text_asset("kelisim.js", "1"), text_asset("policy/kk/index.html", "саясат")]


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def as_tree(assets):
    return {asset.name: asset.data for asset in assets}


@pytest.mark.parametrize(
    ("data", "text", "message"),
    [
        pytest.param("ұзақ\n".encode(), "ұзақ\n", None, id="sound"),
        pytest.param(
            "a\nқa".encode() + b"\xff\n",
            "",
            "a.po:2:3: error[K102]: byte 0xff is not UTF-8" + UTF_8,
            id="a byte in the middle",
        ),
        pytest.param(
            "Сайт".encode("cp1251"),
            "",
            "a.po:1:1: error[K102]: byte 0xd1 is not UTF-8" + UTF_8,
            id="Windows encoding",
        ),
        pytest.param(
            "Сайт".encode("utf-16"),
            "",
            "a.po:1:1: error[K102]: byte 0xff is not UTF-8" + UTF_8,
            id="UTF-16",
        ),
        pytest.param(
            b"\xef\xbb\xbfid = 1\n",
            "id = 1\n",
            "a.po:1:1: error[K103]: the file begins with a byte order mark\n"
            '    = save it as "UTF-8", not "UTF-8 with BOM"',
            id="byte order mark",
        ),
        pytest.param(
            b"\xef\xbb\xbfid = 1\r\n",
            "id = 1\n",
            "a.po:1:1: error[K103]: the file begins with a byte order mark\n"
            '    = save it as "UTF-8", not "UTF-8 with BOM"',
            id="byte order mark and line ends of Windows",
        ),
        pytest.param(
            b"id = 1\r\nb = 2\r\n",
            "id = 1\nb = 2\n",
            "a.po:1:7: error[K103]: the lines end in CR LF\n  1 | id = 1\n    |       ^\n"
            "    = save it with LF line ends; .gitattributes: * text=auto eol=lf",
            id="line ends of Windows",
        ),
        pytest.param(
            b"x" * (LARGEST_SOURCE_BYTES + 1),
            "",
            "a.po: error[K102]: the file has 10.0 MiB\n"
            "    = expected at most 10 MiB\n    = is this the file you meant?",
            id="too large",
        ),
    ],
)
def test_bytes_that_are_no_clean_text_are_told(data, text, message):
    """What editors and exports do to files is said with the way to save them right."""
    read, problem = decode(data, "a.po")

    assert read == text
    assert (str(problem) if problem else None) == message


@given(st.binary(max_size=40))
def test_any_bytes_are_text_or_a_problem(data):
    """Nothing that lies in a folder can crash a build; what is read has only line feeds."""
    text, problem = decode(data, "a.po")

    assert "\r" not in text
    if problem is None:
        assert text.encode() == data


def write_project(folder, **files):
    (folder / "policy_src" / "services").mkdir(parents=True)
    (folder / "translations" / "kk" / "LC_MESSAGES").mkdir(parents=True)
    (folder / "site.toml").write_text('id = "own"\n', "utf-8")
    for name, text in files.items():
        (folder / name.replace("__", "/")).write_text(text, "utf-8")


def test_a_projects_own_files_lie_over_the_packaged_ones(tmp_path):
    """Services by path, catalogs and policy unit by unit: the packaged file first, the project's behind it."""
    write_project(tmp_path)
    (tmp_path / "policy_src/services/own-thing.toml").write_text('name = "x"\n', "utf-8")
    (tmp_path / "policy_src/services/google-analytics.toml").write_text('name = "mine"\n', "utf-8")
    (tmp_path / "translations/kk/LC_MESSAGES/banner.po").write_text('msgid ""\n', "utf-8")

    project = read_project(tmp_path / "site.toml")

    assert project.problems == ()
    assert project.services["own-thing"].text == 'name = "x"\n'
    assert project.services["google-analytics"].text == 'name = "mine"\n'
    assert "yandex-metrica" in project.services
    assert [source.text == 'msgid ""\n' for source in project.catalogs["kk", "banner"]] == [False, True]
    assert len(project.policies["kk"]) == 1


def test_paths_are_those_that_the_user_knows(tmp_path, monkeypatch):
    """From where the command runs, without the machine's folders."""
    write_project(tmp_path)
    monkeypatch.chdir(tmp_path)

    assert read_project(tmp_path / "site.toml").site.path == "site.toml"


def test_a_file_that_is_no_text_is_among_the_problems(tmp_path, monkeypatch):
    """The other files are read all the same: one run reports everything."""
    write_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy_src/services/bad.toml").write_bytes(b"name = '\xff'\n")

    project = read_project(tmp_path / "site.toml")

    assert [problem.headline() for problem in project.problems] == [
        "policy_src/services/bad.toml:1:9: error[K102]: byte 0xff is not UTF-8"
    ]
    assert project.site.text == 'id = "own"\n'


def test_a_folder_in_the_place_of_a_file_is_among_the_problems(tmp_path, monkeypatch):
    """What the system says is passed on in its words."""
    write_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy_src/services/bad.toml").mkdir()

    project = read_project(tmp_path / "site.toml")

    assert [str(problem) for problem in project.problems] == [
        "policy_src/services/bad.toml: error[K102]: cannot be read: Is a directory"
    ]


def test_without_a_site_file_nothing_is_read(tmp_path):
    """The command line says which file is missing."""
    with pytest.raises(FileNotFoundError):
        read_project(tmp_path / "site.toml")


def test_a_site_below_sites_belongs_to_the_project_above(tmp_path):
    """Many sites share one project."""
    assert project_root(tmp_path / "sites" / "a.toml") == tmp_path
    assert project_root(tmp_path / "site.toml") == tmp_path


def test_the_packaged_sources_are_found():
    """In a checkout they lie around the package."""
    assert (packaged_root() / "banner" / "texts.toml").is_file()


def test_the_output_is_replaced_whole(tmp_path):
    """Nothing of an earlier build stays, nothing temporary is left beside."""
    out = tmp_path / "deep" / "dist"
    write_assets([OURS, Asset("old.js", b"0")], out)

    write_assets(ASSETS, out)

    assert tree(out) == as_tree(ASSETS)
    assert [path.name for path in out.parent.iterdir()] == ["dist"]


def test_differences_are_named_missing_and_superfluous_files_included(tmp_path):
    """--check says which files would change."""
    write_assets(ASSETS, tmp_path / "dist")
    changed = [OURS, text_asset("kelisim.js", "2"), text_asset("new.txt", "")]

    assert differing_files(ASSETS, tmp_path / "dist") == []
    assert differing_files(changed, tmp_path / "dist") == ["kelisim.js", "new.txt", "policy/kk/index.html"]
    assert differing_files([OURS], tmp_path / "nowhere") == ["manifest.json"]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"index.html": "a site"}, id="files of somebody else"),
        pytest.param({"manifest.json": '{"name": "A web app", "icons": []}'}, id="manifest of a web app"),
        pytest.param({"manifest.json": "{"}, id="manifest that cannot be read"),
        pytest.param({"manifest.json": '{"generator": 5}'}, id="manifest of an unknown kind"),
    ],
)
def test_a_directory_that_is_not_ours_is_never_replaced(tmp_path, files):
    """`--out public` must not delete the site that lies there."""
    out = tmp_path / "public"
    out.mkdir()
    for name, text in files.items():
        (out / name).write_text(text, "utf-8")
    before = tree(out)

    with pytest.raises(OutputRefused) as refusal:
        write_assets(ASSETS, out)

    assert str(refusal.value) == (
        f"{out} holds files that Kelisim did not write (there is no manifest.json of Kelisim's in it); "
        "choose an empty directory with --out, or empty this one yourself"
    )
    assert tree(out) == before


@pytest.mark.parametrize("kind", ["file", "link"])
def test_an_output_that_is_no_directory_is_refused(tmp_path, kind):
    """A link would be replaced by a directory, a file lost."""
    out = tmp_path / "dist"
    if kind == "file":
        out.write_text("x", "utf-8")
    else:
        (tmp_path / "real").mkdir()
        out.symlink_to(tmp_path / "real")

    with pytest.raises(OutputRefused, match=r"is not a directory; choose another with --out$"):
        write_assets(ASSETS, out)


def test_an_empty_directory_may_be_filled(tmp_path):
    """Whoever made it beforehand meant it."""
    (tmp_path / "dist").mkdir()

    write_assets(ASSETS, tmp_path / "dist")

    assert tree(tmp_path / "dist") == as_tree(ASSETS)


def test_a_disk_that_fails_leaves_the_output_as_it_was(tmp_path):
    """Half a tree is never seen: a name that cannot be written stops the run before anything is switched."""
    out = tmp_path / "dist"
    write_assets(ASSETS, out)

    with pytest.raises(OSError, match="kelisim"):
        write_assets([OURS, Asset("kelisim.js", b""), Asset("kelisim.js/below", b"")], out)

    assert tree(out) == as_tree(ASSETS)
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_a_switch_that_fails_puts_the_old_output_back(tmp_path, monkeypatch):
    """Between the two renames something may go wrong as well."""
    out = tmp_path / "dist"
    write_assets(ASSETS, out)
    rename = os.replace

    def failing(source, target):
        if str(source).endswith(".new"):
            raise OSError(28, "No space left on device")
        rename(source, target)

    monkeypatch.setattr(os, "replace", failing)

    with pytest.raises(OSError, match="No space left"):
        write_assets([OURS], out)

    assert tree(out) == as_tree(ASSETS)
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


@pytest.mark.parametrize("finished", [True, False], ids=["after the second rename", "between the renames"])
def test_a_run_that_was_killed_is_cleared_up_by_the_next(tmp_path, finished):
    """The old tree beside is put back or removed, whichever is right."""
    out, old = tmp_path / "dist", tmp_path / ".dist.old"
    write_assets([OURS, Asset("old.js", b"0")], old)
    if finished:
        write_assets([OURS], out)

    write_assets(ASSETS, out)

    assert tree(out) == as_tree(ASSETS)
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]
