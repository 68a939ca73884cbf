"""One build at a time: another is waited for or refused by name, and a dead one leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from regkit.errors import GraphError
from regkit.store.lock import build_lock

HOLD = """
import sys
from pathlib import Path
from regkit.store.lock import build_lock
with build_lock(Path(sys.argv[1]), wait=None):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path: Path):
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()
    if process.stdin and not process.stdin.closed:
        process.stdin.close()


def test_another_build_is_refused_by_name(tmp_path: Path, other: subprocess.Popen[bytes]) -> None:
    with pytest.raises(GraphError, match=rf"another build of this project is running \(process {other.pid} on "), build_lock(tmp_path, wait=None):
        raise AssertionError


def test_another_build_is_waited_for(tmp_path: Path, other: subprocess.Popen[bytes]) -> None:
    said = []

    def wait(line: str) -> None:
        said.append(line)
        threading.Timer(0.05, other.stdin.close).start()  # type: ignore[union-attr]

    with build_lock(tmp_path, wait=wait):
        assert str(os.getpid()) in (tmp_path / "build.holder").read_text()
    assert len(said) == 1
    assert f"process {other.pid}" in said[0]
    assert not (tmp_path / "build.holder").exists()


def test_a_dead_build_holds_nothing(tmp_path: Path, other: subprocess.Popen[bytes]) -> None:
    other.kill()
    other.wait()
    assert (tmp_path / "build.holder").exists()
    with build_lock(tmp_path, wait=None):
        pass


def test_a_folder_that_cannot_be_written_is_not_locked(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with build_lock(tmp_path / "file" / "inner", wait=None):
        pass
