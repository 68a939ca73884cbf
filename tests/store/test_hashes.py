"""Hashes of files are remembered while nothing touches the file, and never trusted where something might have."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from regkit.store import hashes
from regkit.store.hashes import Hashes


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that was written long before it is read, as the clock that reads it has it."""
    path = tmp_path / "source.txt"
    path.write_text("one")
    later = time.time_ns() + 10_000_000_000
    monkeypatch.setattr(hashes.time, "time_ns", lambda: later)
    return path


def remembered(folder: Path, path: Path) -> str:
    found = Hashes(folder)
    digest = found.sha256("source.txt", path)
    found.keep()
    return digest


def test_a_quiet_file_is_read_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert remembered(file.parent, file) == sha("one")
    monkeypatch.setattr(hashes.hashlib, "file_digest", lambda *_: pytest.fail("it was read again"))
    assert remembered(file.parent, file) == sha("one")


@pytest.mark.parametrize("same_date", [False, True])
def test_an_edit_shows(file: Path, same_date: bool) -> None:
    assert remembered(file.parent, file) == sha("one")
    stat = file.stat()
    file.write_text("two")
    if same_date:
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # only ctime tells
    assert remembered(file.parent, file) == sha("two")


def test_another_file_in_its_place_shows(file: Path) -> None:
    assert remembered(file.parent, file) == sha("one")
    other = file.with_name("other")
    other.write_text("two")
    stat = file.stat()
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    other.replace(file)
    assert remembered(file.parent, file) == sha("two")


def test_a_file_just_written_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "source.txt"
    path.write_text("one")
    assert remembered(tmp_path, path) == sha("one")
    stat = path.stat()
    monkeypatch.setattr(hashes, "_now", lambda _: (stat.st_size, stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns))
    path.write_text("two")  # within the tick: the file system says that nothing has changed
    assert remembered(tmp_path, path) == sha("two")


@pytest.mark.parametrize("damage", [b"", b"\xc1", b"\x92\x09\x80", b"\x92\x01\x81\xa1a\x90"])
def test_damage_costs_a_reading(file: Path, damage: bytes) -> None:
    (file.parent / hashes.FILE).write_bytes(damage)
    assert remembered(file.parent, file) == sha("one")


def test_what_nobody_asks_for_is_forgotten(file: Path) -> None:
    remembered(file.parent, file)
    size = (file.parent / hashes.FILE).stat().st_size
    Hashes(file.parent).keep()
    assert (file.parent / hashes.FILE).stat().st_size < size


def test_nothing_is_written_where_there_is_no_cache(file: Path) -> None:
    assert remembered(file.parent / "none", file) == sha("one")
    assert not (file.parent / "none").exists()
