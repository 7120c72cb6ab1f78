"""`kelisim release`: a published, strict build with everything that is handed out, and nothing of an unsound one."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.build.conftest import ROOT, Workplace

TYPESCRIPT = ROOT / "node_modules" / ".bin" / "tsc"
RELEASE = [
    "SHA256SUMS",
    "bom.cdx.json",
    "kelisim-shop-1.0.0.tgz",
    "manifest.json",
    "report.md",
    "report.txt",
    "shop-1.0.zip",
]


OWN_CLAUSE = (
    "## Саясатқа өзгерістер енгізу {#changes}\n\n### {#amendments}\n\n"
    "Өзгерістер дереу жарияланады. {#amendments.publication}\n"
)
REWORDED = """\
msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "policy.amendments.publication"
msgid "Өзгерістер дереу жарияланады."
msgstr "Изменения незамедлительно публикуются."
"""


@pytest.fixture
def published(shop: Workplace) -> Workplace:
    """The shop with a first version of its policy."""
    result = shop.run("policy", "publish", "-m", "The first version")
    assert result.status == 0, result.err
    return shop


def published_files(shop: Workplace) -> dict[str, bytes]:
    """What goes out of a build: no demo, no preview, nothing precompressed."""
    return {
        name: data
        for name, data in shop.tree().items()
        if not name.startswith(("demo/", "preview/")) and not name.endswith((".br", ".gz"))
    }


def test_a_release_is_a_compressed_build_with_archives_beside_it(published: Workplace):
    """dist/ and release/ from the same run."""
    result = published.run("release")

    assert (result.status, result.err) == (0, "")
    assert sorted(published.tree("release")) == RELEASE
    assert {"kelisim.js", "kelisim.js.br", "kelisim.js.gz"} <= set(published.tree())


def test_the_zip_holds_what_goes_out(published: Workplace):
    """Byte for byte the files of dist/, without demo, preview and compressed forms."""
    published.run("release")

    with zipfile.ZipFile(published.path / "release" / "shop-1.0.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == published_files(published)


def test_checksums_are_those_of_the_release_and_of_the_build(published: Workplace):
    """The one file to sign: sorted, and `sha256sum -c` finds every file it names."""
    published.run("release")

    lines = published.tree("release")["SHA256SUMS"].decode().splitlines()
    told = {path: digest for digest, path in (line.split("  ") for line in lines)}

    assert list(told) == sorted(told)
    assert told.keys() == {
        *(f"../dist/{name}" for name in published_files(published)),
        *(name for name in RELEASE if name not in ("SHA256SUMS", "manifest.json")),
    }
    for path, digest in told.items():
        assert hashlib.sha256((published.path / "release" / path).read_bytes()).hexdigest() == digest


@pytest.mark.slow
def test_equal_input_gives_an_equal_release(published: Workplace, tmp_path_factory: pytest.TempPathFactory):
    """Another process, folder, time zone, hash seed and umask, without a cache: the same bytes."""
    published.run("release")
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "a b"
    shutil.copytree(
        published.path, elsewhere, ignore=shutil.ignore_patterns("dist", "release", ".kelisim-cache"), symlinks=True
    )

    subprocess.run(
        [
            sys.executable,
            "-c",
            "import os, sys; os.umask(0o077); from kelisim.cli import main; sys.exit(main(['release']))",
        ],
        cwd=elsewhere,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )

    for folder in ("dist", "release"):
        assert Workplace(elsewhere, published.run).tree(folder) == published.tree(folder), folder


def test_the_manifest_is_the_same_with_and_without_compression(published: Workplace):
    """Compressed forms hang on versions of libraries, so nothing that is compared counts them."""
    published.run("build", "--compress")
    compressed = published.tree()
    published.run("build")
    plain = published.tree()

    assert {name: data for name, data in compressed.items() if not name.endswith((".br", ".gz"))} == plain
    assert not any(name.endswith((".br", ".gz")) for name in plain)
    assert {name.removesuffix(".gz") for name in compressed if name.endswith(".gz")} == {
        name for name, data in plain.items() if len(data) > 1024
    }


def test_source_date_epoch_is_the_time_of_the_archives(published: Workplace, monkeypatch: pytest.MonkeyPatch):
    """1980 without it; the files of dist/ have no time at all."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795435200")

    published.run("release")

    with tarfile.open(published.path / "release" / "kelisim-shop-1.0.0.tgz") as archive:
        assert {entry.mtime for entry in archive} == {1795435200}


def test_an_example_is_refused(published: Workplace):
    """Nobody publishes it, so nobody can release it; with the place and the way out."""
    published.change("site.toml", 'id = "shop"', 'id = "shop"\nexample = true')

    result = published.run("release")

    assert result.status == 1
    assert (
        "site.toml:4:11: error[K701]: an example is not released\n"
        "  4 | example = true\n"
        "    |           ^^^^\n"
        "    = expected a site that its operator publishes\n"
        "    = remove example = true when the operator has agreed to every fact in this file\n"
    ) in result.err
    assert not (published.path / "release").exists()


@pytest.mark.parametrize("command", [("release",), ("build", "--strict"), ("check", "--strict")])
def test_texts_that_nobody_approved_are_refused_although_they_were_published(shop: Workplace, command):
    """An example may publish unread; once it is none, whatever it worded itself has to be read before it goes out."""
    shop.write("policy_src/policy.kk.md", OWN_CLAUSE)
    shop.write("translations/ru/LC_MESSAGES/policy.po", REWORDED)
    shop.change("site.toml", 'id = "shop"', 'id = "shop"\nexample = true')
    published = shop.run("policy", "publish", "-m", "The first version")
    shop.change("site.toml", "\nexample = true", "")

    result = shop.run(*command)

    assert published.status == 0
    assert "warning[K347]" in published.err
    assert result.status == 1
    assert "translations/kk/approvals.jsonl: error[K347]: 2 texts are not approved in kk: policy.changes" in result.err
    assert "translations/ru/approvals.jsonl: error[K347]: 1 text is not approved in ru: policy.amendments" in result.err
    assert not (shop.path / "dist").exists()


def test_a_draft_is_refused(shop: Workplace):
    """Before the first publish, and after any change that was not published."""
    result = shop.run("release")

    assert result.status == 1
    assert "error[K310]: the policy is a draft" in result.err
    assert not (shop.path / "dist").exists()


def test_a_draft_is_refused_although_the_owner_lives_with_it(shop: Workplace):
    """A build may be a draft for a while; a release says which version visitors consent to."""
    site = (shop.path / "site.toml").read_text("utf-8")
    shop.write("site.toml", f'{site}\n[accepted]\nK310 = "not published yet; legal; until 2027-03-01"\n')

    result = shop.run("release")

    assert result.status == 1
    assert result.err == (
        "policy_src/archive: error[K702]: the policy is a draft (1.0-draft)\n"
        "    = expected a published version\n"
        "    = publish it: kelisim policy publish\n"
        "1 error in 1 file; nothing was released, dist/ was left as it was\n"
    )


def test_warnings_stop_a_release_until_somebody_accepts_them(published: Workplace):
    """And then the report names what was accepted, why, by whom and until when."""
    site = (published.path / "site.toml").read_text("utf-8")
    published.write("site.toml", f"{site}\n[service.youtube]\n")
    refused = published.run("release")
    published.write(
        "site.toml", f'{site}\n[service.youtube]\n\n[accepted]\nK113 = "comes back in spring; shop; until 2027-03-01"\n'
    )

    released = published.run("release")

    assert (refused.status, released.status) == (1, 0)
    assert "error[K113]" in refused.err
    report = published.tree("release")["report.md"].decode()
    assert "| K113 | site.toml:" in report
    assert "| comes back in spring | shop | 2027-03-01 |" in report


def test_the_report_says_what_changed_since_an_earlier_build(published: Workplace):
    """The build that is replaced may be the one to compare with."""
    published.run("release")
    site = (published.path / "site.toml").read_text("utf-8")
    published.write("site.toml", f'{site}\n[banner]\nlayout = "center"\n')

    result = published.run("release", "--since", "dist")

    assert (result.status, result.err) == (0, "")
    report = published.tree("release")["report.txt"].decode()
    assert "shop: are visitors asked again?\n  No (policy 1.0).\n" in report
    assert "changed  assets/banner.kk.js" in report


def test_diff_compares_two_builds(published: Workplace):
    """Text for the terminal, Markdown for a ticket, JSON for programs; --exit-code for scripts."""
    published.run("build")
    shutil.copytree(published.path / "dist", published.path / "before")
    published.change(
        "site.toml",
        'services = ["own-site", "google-analytics"]',
        'services = ["own-site", "google-analytics", "youtube"]',
    )
    published.run("build")

    text, ticket = (
        published.run("release", "diff", "before", "dist"),
        published.run("release", "diff", "before", "dist", "--format", "md"),
    )
    data = published.run("release", "diff", "before", "dist", "--format", "json")

    assert (text.status, ticket.status, data.status) == (0, 0, 0)
    assert "Yes, for marketing (youtube); what was decided for the rest stays" in text.out
    assert "## shop: services and what they store (kk)\n" in ticket.out
    assert json.loads(data.out)["changed"][0]["asked"]["categories"] == {"marketing": ["youtube"]}
    assert published.run("release", "diff", "before", "dist", "--exit-code").status == 1
    assert published.run("release", "diff", "dist", "dist/manifest.json", "--exit-code").status == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ("diff", "nowhere", "dist"), "nowhere holds no build: there is no manifest.json in it", id="no build"
        ),
        pytest.param(("--site", "no.toml"), "there is no no.toml; name one with --site", id="no site"),
        pytest.param(
            ("--since", "nowhere"), "nowhere holds no build: there is no manifest.json in it", id="no earlier build"
        ),
    ],
)
def test_what_cannot_be_done_is_told(shop: Workplace, arguments, message):
    """Exit 2, and nothing is written."""
    result = shop.run("release", *arguments)

    assert result.status == 2
    assert message in result.err
    assert not (shop.path / "release").exists()


@pytest.mark.parametrize(
    "told", [("--package", "Shop Consent"), ("--package-version", "1.0"), ("--package-version", "1.0.0+x")]
)
def test_a_name_or_version_that_npm_would_not_take_is_refused(shop: Workplace, told):
    """Before anything is built."""
    assert shop.run("release", *told).status == 2


def test_a_folder_of_somebody_else_is_not_replaced(published: Workplace):
    """release/ is replaced as a whole, but only where it is ours."""
    published.write("release/notes.txt", "mine")

    result = published.run("release")

    assert result.status == 2
    assert "holds files that Kelisim did not write" in result.err
    assert published.tree("release") == {"notes.txt": b"mine"}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
@pytest.mark.skipif(not TYPESCRIPT.exists(), reason="typescript is not in node_modules")
def test_the_package_installs_and_type_checks(published: Workplace, tmp_path: Path):
    """In a project that has nothing else: the types are found, and a wrong use of them is an error."""
    published.run("release", "--package", "@shop/consent", "--package-version", "1.2.3")
    project = tmp_path / "project"
    project.mkdir()
    (project / "package.json").write_text('{"name": "project", "private": true}')
    (project / "right.ts").write_text(
        "import type { KelisimConsent } from '@shop/consent'\n"
        "const consent: KelisimConsent | null = window.Kelisim!.consent\n"
        "window.Kelisim!.on('choice', event => console.log(consent, event))\n"
    )
    (project / "wrong.ts").write_text("import '@shop/consent'\nwindow.Kelisim!.allowed(1)\n")
    check = [
        str(TYPESCRIPT),
        "--noEmit",
        "--strict",
        "--module",
        "nodenext",
        "--target",
        "es2022",
        "--lib",
        "es2022,dom",
    ]

    subprocess.run(
        [
            "npm",
            "install",
            "--offline",
            "--no-audit",
            "--no-fund",
            "--cache",
            str(tmp_path / "npm"),
            str(published.path / "release" / "shop-consent-1.2.3.tgz"),
        ],
        cwd=project,
        check=True,
        capture_output=True,
    )
    right = subprocess.run([*check, "right.ts"], cwd=project, capture_output=True, text=True, check=False)
    wrong = subprocess.run([*check, "wrong.ts"], cwd=project, capture_output=True, text=True, check=False)

    assert (right.returncode, right.stdout) == (0, "")
    assert "wrong.ts(2,25): error TS2345" in wrong.stdout
    assert (project / "node_modules/@shop/consent/policy/kk/index.html").is_file()
