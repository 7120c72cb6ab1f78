"""The cache by content: found again, made anew when anything went in that is different, never in the way."""

from __future__ import annotations

import pytest

from kelisim.cache import Cache


class Maker:
    """Makes a value and counts how often it was asked."""

    def __init__(self, value="ұ"):
        self.value, self.count = value, 0

    def __call__(self):
        self.count += 1
        return self.value


def test_a_value_is_made_once_for_one_content(tmp_path):
    """The second time it comes from the disk, also for another process."""
    maker = Maker({"text": "ұзақ", "list": [1, None]})

    values = [Cache(tmp_path / "cache").value("style", b"a", maker) for _ in range(2)]

    assert values == [maker.value, maker.value]
    assert maker.count == 1


@pytest.mark.parametrize(
    ("kind", "made_from"),
    [pytest.param("style", b"b", id="other content"), pytest.param("sizes", b"a", id="other kind")],
)
def test_anything_different_is_made_anew(tmp_path, kind, made_from):
    """What is found was made from exactly this, for exactly this purpose."""
    cache, maker = Cache(tmp_path), Maker()
    cache.value("style", b"a", maker)

    cache.value(kind, made_from, maker)

    assert maker.count == 2


def test_without_a_folder_nothing_is_kept():
    """Then every value is made when it is asked for."""
    cache, maker = Cache(None), Maker()

    assert [cache.value("style", b"a", maker) for _ in range(2)] == ["ұ", "ұ"]
    assert maker.count == 2


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(b"", id="emptied"),
        pytest.param(b"{", id="cut"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b"[]", id="something else"),
        pytest.param(b'{"digest": "0", "value": "x"}', id="of another content"),
    ],
)
def test_a_damaged_entry_is_made_anew(tmp_path, damage):
    """The cache is never believed against what went in."""
    cache, maker = Cache(tmp_path), Maker()
    cache.value("style", b"a", maker)
    [entry] = (tmp_path / "style").glob("*.json")
    entry.write_bytes(damage)

    assert cache.value("style", b"a", maker) == "ұ"
    assert maker.count == 2


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path):
    """A read-only project builds as well."""
    file = tmp_path / "file"
    file.write_text("")

    assert Cache(file / "cache").value("style", b"a", Maker()) == "ұ"


def test_the_folder_keeps_itself_out_of_version_control(tmp_path):
    """Nobody commits it by mistake."""
    Cache(tmp_path / "cache").value("style", b"a", Maker())

    assert (tmp_path / "cache" / ".gitignore").read_text("utf-8") == "*\n"
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file() and path.suffix not in (".json", "")]
