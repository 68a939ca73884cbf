"""A file is the old one or the new one."""

import os

import pytest

from regkit.store import atomic


def test_writes_and_replaces(tmp_path):
    path = tmp_path / "new" / "file.txt"
    atomic.write_text(path, "one\n")
    atomic.write_bytes(path, b"zwei\r\n")
    assert path.read_bytes() == b"zwei\r\n"
    assert os.listdir(path.parent) == ["file.txt"]


def test_pieces_follow_each_other_and_the_same_bytes_leave_the_file_untouched(tmp_path):
    path = tmp_path / "file.txt"
    atomic.write_pieces(path, iter([b"one ", b"two"]))
    first = path.stat()
    atomic.write_pieces(path, iter([b"one", b" two"]))
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (first.st_ino, first.st_mtime_ns)
    atomic.write_pieces(path, iter([b"one", b" too"]))
    assert path.read_bytes() == b"one too"
    assert path.stat().st_ino != first.st_ino
    assert os.listdir(tmp_path) == ["file.txt"]


def test_pieces_that_fail_midway_leave_the_old_file(tmp_path):
    path = tmp_path / "file.txt"
    atomic.write_text(path, "old")

    def pieces():
        yield b"ne"
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        atomic.write_pieces(path, pieces())
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["file.txt"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, step):
    path = tmp_path / "file.txt"
    atomic.write_text(path, "old")

    def fail(*arguments):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail) if step == "fsync" else monkeypatch.setattr(type(path), "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        atomic.write_text(path, "new")
    monkeypatch.undo()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["file.txt"]


def test_sweep_removes_what_a_killed_run_left_and_nothing_else(tmp_path):
    (tmp_path / f"{atomic.TEMPORARY}0123").write_text("half")
    (tmp_path / "graph.json").write_text("whole")
    atomic.sweep(tmp_path)
    atomic.sweep(tmp_path / "missing")
    assert os.listdir(tmp_path) == ["graph.json"]


@pytest.mark.parametrize("files", [3, 40])
def test_a_batch_takes_its_names_at_once(tmp_path, files):
    paths = [tmp_path / "texts" / f"{number}.json" for number in range(files)]
    atomic.write_text(paths[0], "as it was")
    first = paths[0].stat().st_ino
    with atomic.Batch() as batch:
        batch.add(paths[0], b"as it was")
        assert not batch.holds(paths[0])
        for path in paths[1:]:
            batch.add(path, path.name.encode())
        batch.add(paths[1], b"once more")
        assert batch.holds(paths[1])
        assert not paths[1].exists()
        batch.publish()
        assert not batch.holds(paths[1])
    assert paths[0].stat().st_ino == first
    assert [path.read_text() for path in paths] == ["as it was", "once more", *(path.name for path in paths[2:])]
    assert len(os.listdir(tmp_path / "texts")) == files


def test_a_batch_that_is_given_up_leaves_nothing(tmp_path):
    path = tmp_path / "file.txt"
    atomic.write_text(path, "old")
    with pytest.raises(ValueError, match="no more"), atomic.Batch() as batch:
        batch.add(path, b"new")
        raise ValueError("no more")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["file.txt"]
