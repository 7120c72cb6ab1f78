"""Other people's tools: they accept every shipped catalog, and get the same texts out of the sources."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("translations/*/LC_MESSAGES/*.po"))


@pytest.mark.parametrize("name", CATALOGS)
def test_msgfmt_accepts_every_shipped_catalog(name):
    """GNU gettext, with all its checks and without a warning."""
    msgfmt = shutil.which("msgfmt")
    if msgfmt is None:
        pytest.skip("GNU gettext is not installed (Debian: gettext)")

    done = subprocess.run(
        [msgfmt, "-c", "-o", "/dev/null", name], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", CATALOGS)
def test_translate_toolkit_writes_every_shipped_catalog_unchanged(name):
    """What Weblate reads and writes with gives the same bytes back."""
    pypo = pytest.importorskip("translate.storage.pypo", reason="translate-toolkit is not installed")
    data = (ROOT / name).read_bytes()

    store = pypo.pofile.parsestring(data)
    store.wrapper.width = -1

    assert bytes(store) == data


def messages_of(paths):
    """Id, text and plural of every message of some templates."""
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural)
        for path in paths
        for entry in polib.pofile(path.read_text("utf-8"))
    }


def test_pybabel_extracts_the_same_texts(tmp_path):
    """Through the registered extractors and the mappings of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    told = project["project"]["entry-points"]["babel.extractors"]
    registered = tmp_path / "kelisim-0.dist-info"
    registered.mkdir()
    (registered / "METADATA").write_text("Metadata-Version: 2.1\nName: kelisim\nVersion: 0\n")
    lines = "".join(f"{name} = {target}\n" for name, target in told.items())
    (registered / "entry_points.txt").write_text(f"[babel.extractors]\n{lines}")
    command = (
        "import sys; sys.path[:0] = sys.argv[1:3]; from babel.messages.frontend import main; sys.argv[1:3] = []; main()"
    )

    done = subprocess.run(
        [
            sys.executable,
            "-c",
            command,
            str(tmp_path),
            str(ROOT),
            "extract",
            "-F",
            "pyproject.toml",
            "-o",
            str(tmp_path / "all.pot"),
            ".",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    extracted = messages_of([tmp_path / "all.pot"])
    assert extracted == messages_of(sorted(ROOT.glob("translations/*.pot")))
    assert len(extracted) > 500
