"""Several files as one: whatever write is the last, the old state or the new one is reached, and a foreign edit is never overwritten."""

from __future__ import annotations

import pytest

from regkit.errors import CheckError
from regkit.store import transaction
from regkit.store.transaction import Change, closed, finish, records, undo, write

OLD = {"a.yaml": "one\n", "b/c.toml": "two\r\n", "d.yaml": "three"}
NEW = {"a.yaml": "eins\n", "b/c.toml": "zwei\r\n", "d.yaml": "drei"}


@pytest.fixture
def root(tmp_path):
    for name, text in OLD.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def changes():
    return [Change(path=name, before=OLD[name], after=NEW[name]) for name in OLD]


def state(root):
    return {name: (root / name).read_bytes().decode() for name in OLD}


def killed_after(monkeypatch, writes):
    """Let the given number of files be written, then die as a process does: nothing after it runs."""
    real, left = transaction.write_bytes, [writes]

    def dying(path, data):
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        real(path, data)

    monkeypatch.setattr(transaction, "write_bytes", dying)


def test_written_and_undone(root):
    folder = root / "rebases"
    write(root, folder, changes(), {"why": "new version"})
    assert state(root) == NEW
    assert [record.about for record in closed(folder)] == [{"why": "new version"}]
    undo(root, folder)
    assert state(root) == OLD
    assert closed(folder) == []
    assert [record.state for _, record in records(folder)] == ["undone"]


@pytest.mark.parametrize("writes", range(5))
@pytest.mark.parametrize("back", [False, True], ids=["write", "undo"])
def test_killed_at_any_write(root, monkeypatch, writes, back):
    folder = root / "rebases"
    if back:
        write(root, folder, changes(), None)
    start, end = (NEW, OLD) if back else (OLD, NEW)
    with monkeypatch.context() as patch:
        killed_after(patch, writes)
        with pytest.raises(KeyboardInterrupt):
            undo(root, folder) if back else write(root, folder, changes(), None)
    if writes == 0:
        assert state(root) == start
        assert finish(root, folder) == []
        return
    with pytest.raises(CheckError, match="was interrupted"):
        closed(folder)
    with pytest.raises(CheckError, match="was interrupted"):
        write(root, folder, changes(), None)
    assert len(finish(root, folder)) == 1
    assert state(root) == end
    assert len(closed(folder)) == (0 if back else 1)


def test_a_foreign_edit_stops_it(root):
    folder = root / "rebases"
    (root / "d.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(CheckError, match="has changed since"):
        write(root, folder, changes(), None)
    assert (root / "a.yaml").read_text(encoding="utf-8") == "one\n"
    assert records(folder) == []
    (root / "d.yaml").write_text("three", encoding="utf-8")
    write(root, folder, changes(), None)
    (root / "a.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(CheckError, match="has changed since"):
        undo(root, folder)
    assert state(root) == NEW | {"a.yaml": "mine"}


def test_a_path_out_of_the_project_is_refused(root):
    with pytest.raises(CheckError, match="not inside"):
        write(root / "b", root / "b" / "rebases", [Change(path="../a.yaml", before="one\n", after="x")], None)


def test_a_damaged_record_is_named(root):
    folder = root / "rebases"
    folder.mkdir()
    (folder / "0001.json").write_text("{", encoding="utf-8")
    with pytest.raises(CheckError, match="cannot be read"):
        closed(folder)
