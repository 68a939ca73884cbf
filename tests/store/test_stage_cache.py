"""The cache gives back what was put in, under its key, or nothing; damage is found and mended."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from regkit.store.stage_cache import KEPT_BUILDS, StageCache


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_what_was_put_in_comes_back(folder: Path) -> None:
    with StageCache(folder) as cache:
        assert cache.get("k") is None
        assert not cache.path.exists()
        cache.put("read", "k", b"data")
    with StageCache(folder) as cache:
        assert cache.get("k") == b"data"
        assert cache.sha256("k") == "3a6eb0790f39ac87c94f3856b2dd2c5d110e6811602261a9a923d3bb23adc8b7"
        assert cache.get("other") is None
        assert cache.healed == []


def test_what_a_stage_was_made_of_is_remembered(folder: Path) -> None:
    with StageCache(folder) as cache:
        cache.note("order", "read", "k1", {"the source": "a"})
        cache.note("order", "read", "k2", {"the source": "b"})
    with StageCache(folder) as cache:
        assert cache.last("order", "read") == "k2"
        assert cache.last_parts("order", "read") == {"the source": "b"}
        assert (cache.last("order", "norms"), cache.last_parts("order", "norms")) == ("", {})


def test_a_damaged_entry_is_dropped(folder: Path) -> None:
    with StageCache(folder) as cache:
        cache.put("read", "k", b"data")
        path = cache.path
    base = sqlite3.connect(path)
    base.execute("UPDATE entry SET data = ?", (b"datb",))
    base.commit()
    base.close()
    with StageCache(folder) as cache:
        assert cache.sha256("k")
        assert cache.get("k") is None
        assert cache.sha256("k") is None
        assert len(cache.healed) == 1


@pytest.mark.parametrize("damage", ["head", "middle", "cut", "text"])
def test_a_damaged_file_is_begun_anew(folder: Path, damage: str) -> None:
    with StageCache(folder) as cache:
        for number in range(50):
            cache.put("read", f"k{number}", bytes([number]) * 5000)
        path = cache.path
    data = path.read_bytes()
    path.write_bytes(
        {
            "head": b"x" * 200 + data[200:],
            "middle": data[:4096] + b"\xff" * 8192 + data[12288:],
            "cut": data[: len(data) // 3],
            "text": b"not a database",
        }[damage]
    )
    with StageCache(folder) as cache:
        held = [cache.get(f"k{number}") for number in range(50)]
        assert all(value in (None, bytes([number]) * 5000) for number, value in enumerate(held))
        assert None in held
        cache.put("read", "new", b"1")
        assert cache.get("new") == b"1"
        assert cache.healed


def test_a_file_of_another_form_is_replaced(folder: Path) -> None:
    folder.mkdir()
    base = sqlite3.connect(folder / "stages.db")
    base.execute("CREATE TABLE entry (something TEXT)")
    base.execute("PRAGMA user_version = 99")
    base.commit()
    base.close()
    with StageCache(folder) as cache:
        cache.put("read", "k", b"data")
        assert cache.get("k") == b"data"


def test_a_cache_that_cannot_be_written_does_not_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with StageCache(tmp_path / "file") as cache:
        cache.begin()
        cache.put("read", "k", b"data")
        cache.note("order", "read", "k", {})
        cache.finish(["order"])
        assert cache.get("k") is None
        assert cache.sizes() == []


def test_what_builds_no_longer_use_goes(folder: Path) -> None:
    with StageCache(folder) as cache:
        cache.begin()
        for key, document in (("old", "order"), ("same", "rule")):
            cache.put("read", key, b"x" * 9)
            cache.note(document, "read", key, {})
        cache.finish(["order", "rule"])
        for _ in range(KEPT_BUILDS):
            assert cache.get("old")
            cache.begin()
            cache.put("read", "new", b"y")
            cache.note("order", "read", "new", {})
            cache.finish(["order", "rule"])
        assert cache.get("old") is None
        assert [(size.stage, size.entries, size.bytes) for size in cache.sizes()] == [("read", 2, 10)]
        assert cache.last("rule", "read") == "same"


def test_clear_leaves_nothing(folder: Path) -> None:
    with StageCache(folder) as cache:
        cache.put("read", "k", b"data")
        cache.clear()
        assert list(folder.iterdir()) == []
        assert cache.sha256("k") is None


def test_what_is_written_together_is_there_even_when_something_goes_wrong(folder: Path) -> None:
    with StageCache(folder) as cache, pytest.raises(ValueError, match="later"), cache.together():
        cache.put("read", "k", b"data")
        cache.note("order", "read", "k", {})
        raise ValueError("later")
    with StageCache(folder) as cache:
        assert cache.get("k") == b"data"
        assert cache.last("order", "read") == "k"


def test_what_is_written_together_survives_that_the_file_is_found_damaged(folder: Path) -> None:
    with StageCache(folder) as cache:
        cache.put("read", "k", b"data")
        with cache.together():
            cache.clear()
            cache.put("read", "k", b"anew")
    with StageCache(folder) as cache:
        assert cache.get("k") == b"anew"
