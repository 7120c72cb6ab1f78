"""The archive: published versions read back, and everything that may have happened to their files."""

from __future__ import annotations

import json

import pytest

from kelisim.assets import integrity_of
from kelisim.versions.archive import read_archive
from kelisim.versions.number import Version, parse_version
from kelisim.versions.printed import printed_units
from kelisim.versions.snapshot import printed
from tests.unit.version_examples import FOLDER, archive_of, publish, snapshot, two_versions


def told(files):
    """What is said of an archive."""
    return [str(problem) for problem in read_archive(FOLDER, files)[1]]


def rehashed(files, path, data):
    """The archive with a file exchanged by somebody who also wrote the new hash down."""
    version, _, _ = path.partition("/")
    hashes = f"{version}/files.jsonl"
    old, new = integrity_of(files[path]), integrity_of(data)
    return {**files, path: data, hashes: files[hashes].replace(old.encode(), new.encode())}


def test_a_published_version_is_read_back_as_it_was():
    """Units, meaning, day, kind and pages come out as they went in."""
    archive = archive_of(two_versions())

    first, second = archive.versions
    assert [str(one.version) for one in archive.versions] == ["1.0", "1.1"]
    assert (first.facts.kind, second.facts.kind) == ("first", "editorial")
    assert (first.facts.before, second.facts.before) == ("", first.digest)
    assert printed(first.units) == printed(snapshot().units)
    assert first.meaning.equals(snapshot().meaning)
    assert first.printed("en") == printed_units(json.loads(first.files["pages/en/policy.json"]))
    assert first.printed("kk") == ()


def test_publishing_twice_gives_the_same_bytes():
    """No clock and no chance enters a version."""
    assert two_versions() == two_versions()


def test_every_record_has_a_line_of_its_own():
    """Reviews and merges go line by line."""
    files = publish({})

    for name in ("units.jsonl", "meaning.jsonl", "files.jsonl"):
        lines = files[f"1.0/{name}"].decode().splitlines()
        assert all(isinstance(json.loads(line), dict) for line in lines)
    services = [json.loads(line).get("service") for line in files["1.0/meaning.jsonl"].decode().splitlines()]
    assert services == [None, "counter"]


def test_an_archived_page_stands_on_its_own():
    """Its style is its own copy; script, languages and versions are found from where it will stand."""
    page = two_versions()["1.1/pages/en/index.html"].decode()

    assert '<link rel="stylesheet" href="../policy.css">' in page
    assert '<script src="../../../kelisim.js" defer>' in page
    assert 'href="../../1.0/en/"' in page
    assert 'href="../changes.en.html"' in page
    assert '<a href="../../en/">Current version</a>' in page


@pytest.mark.parametrize(
    "name", ["pages/en/index.html", "pages/policy.css", "sources/site.toml", "units.jsonl", "version.toml"]
)
def test_a_file_that_was_changed_is_told_with_its_way_back(name):
    """Not one byte of what was published may change."""
    files = two_versions()
    files[f"1.0/{name}"] += b"\n"

    assert told(files) == [
        (
            f"policy_src/archive/1.0/{name}: error[K320]: the file was changed after it was published\n"
            "    = expected the bytes that were published: visitors consented on their word\n"
            "    = take the file from the commit that published the version; to change the policy, publish the next one"
        )
    ]


@pytest.mark.parametrize("name", ["pages/en/policy.txt", "units.jsonl", "meaning.jsonl", "version.toml"])
def test_a_file_that_is_gone_is_told(name):
    """A version is whole or no proof."""
    files = two_versions()
    del files[f"1.0/{name}"]

    assert told(files)[0] == (
        f"policy_src/archive/1.0/{name}: error[K340]: the file is missing\n"
        "    = take the file from the commit that published the version; to change the policy, publish the next one"
    )


def test_a_version_without_its_list_of_files_is_told():
    """Without it nothing could be checked."""
    files = publish({})
    del files["1.0/files.jsonl"]

    assert [line.split("\n")[0] for line in told(files)] == [
        "policy_src/archive/1.0/files.jsonl: error[K340]: the file is missing"
    ]


def test_a_file_that_was_never_published_is_told():
    """Nobody could say where it came from."""
    files = {**publish({}), "1.0/pages/en/old.html": b""}

    assert told(files) == [
        (
            "policy_src/archive/1.0/pages/en/old.html: error[K341]: the file is not part of the version\n"
            "    = move it elsewhere"
        )
    ]


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        pytest.param("v1.1", 'did you mean "1.1"?', id="with a letter"),
        pytest.param("1.1-draft", 'did you mean "1.1"?', id="a draft"),
        pytest.param("01.0", "move it elsewhere", id="leading zero"),
        pytest.param("notes", "move it elsewhere", id="something else"),
    ],
)
def test_a_folder_that_is_no_version_is_told_once(name, fix):
    """However many files are in it."""
    files = {**publish({}), f"{name}/a.txt": b"", f"{name}/b.txt": b""}

    assert told(files) == [
        (
            f'policy_src/archive/{name}: error[K341]: "{name}" is no version\n'
            "    = expected only folders that kelisim policy publish wrote, such as 1.0\n"
            f"    = {fix}"
        )
    ]


def test_a_version_exchanged_with_all_its_hashes_is_told_by_the_next():
    """Every version knows the one before it by its digest."""
    files = two_versions()
    files = rehashed(files, "1.0/pages/en/policy.txt", b"Another text\n")

    [problem] = told(files)

    assert problem.startswith(
        "policy_src/archive/1.1/version.toml:7:10: error[K320]: version 1.1 was published after another 1.0\n"
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        pytest.param(
            "units.jsonl",
            '{"id":"policy.title"',
            '<<<<<<< HEAD\n{"id":"policy.title"',
            "units.jsonl:1:1: error[K343]: a merge conflict was left in this file",
            id="merge conflict",
        ),
        pytest.param(
            "meaning.jsonl",
            '"term":180',
            '"days":180',
            "meaning.jsonl:1:1: error[K343]: this line is not what was published",
            id="no term",
        ),
        pytest.param(
            "meaning.jsonl",
            '"2 years"',
            '"for ever"',
            "meaning.jsonl:2:1: error[K343]: this line is not what was published",
            id="no lifetime",
        ),
        pytest.param(
            "version.toml",
            'kind = "first"',
            'kind = "fist"',
            'version.toml:2:8: error[K107]: kind is "fist"',
            id="unknown kind",
        ),
        pytest.param(
            "version.toml",
            'kind = "first"',
            'kind = "editorial"',
            'version.toml:2:8: error[K344]: version 1.0 is "editorial"',
            id="a kind that does not fit",
        ),
        pytest.param(
            "version.toml",
            'version = "1.0"',
            'version = "1"',
            'version.toml:1:11: error[K343]: "1" is not a version',
            id="no version",
        ),
        pytest.param(
            "version.toml",
            'version = "1.0"',
            'version = "2.0"',
            'version.toml:1:11: error[K343]: this is version "2.0"',
            id="another folder's version",
        ),
        pytest.param(
            "pages/en/policy.json",
            '"sections"',
            '"sektions"',
            "pages/en/policy.json: error[K343]: this is no policy",
            id="no policy",
        ),
    ],
)
def test_what_has_the_wrong_form_is_told_at_its_place(name, old, new, message):
    """Even where the hash was written anew to fit."""
    files = publish({})
    path = f"1.0/{name}"
    files = rehashed(files, path, files[path].replace(old.encode(), new.encode(), 1))

    assert [problem.split("\n")[0] for problem in told(files)] == [f"policy_src/archive/1.0/{message}"]


def test_a_gap_between_versions_is_told():
    """A version that somebody deleted is missed."""
    files = {path: data for path, data in two_versions().items() if not path.startswith("1.0/")}

    assert [problem.split("\n")[0] for problem in told(files)] == [
        "policy_src/archive/1.1/version.toml:1:11: error[K344]: there is no version 1.0"
    ]


@pytest.mark.parametrize("text", ["1", "1.0.0", "0.9", "1.00", "v1.0", "1.0-draft", "1000.0", "", "1.0\n"])
def test_only_major_and_minor_make_a_version(text):
    """One form, so that a version has one name."""
    assert parse_version(text) is None


def test_versions_sort_as_numbers():
    """1.10 comes after 1.9."""
    assert parse_version("1.10") > parse_version("1.9")
    assert (Version(1, 4).next_minor, Version(1, 4).next_major) == (Version(1, 5), Version(2, 0))
