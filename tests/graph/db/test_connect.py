"""Older files are moved on, newer and foreign ones refused; readers and a writer do not disturb each other; a kill leaves one build or the other."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from regkit.errors import GraphError
from regkit.graph.db import schema
from regkit.graph.db.connect import connected, open_read, open_write
from regkit.graph.db.lazy import StoredGraph
from regkit.graph.db.passages import indexes
from regkit.graph.db.split import write
from regkit.graph.schema import EdgeKind, NodeKind
from regkit.graph.store import dump
from regkit.search import search


def execute(path, *statements):
    base = sqlite3.connect(path)
    for statement in statements:
        base.execute(statement)
    base.commit()
    base.close()


def older(path):
    """Make a file of version 1 of one of today: it had no full-text index."""
    base = sqlite3.connect(path)
    for name in indexes(base):
        base.execute(f"DROP TABLE {name}")
    base.execute("ALTER TABLE document DROP COLUMN made")
    base.execute("PRAGMA user_version = 1")
    base.commit()
    base.close()


def test_the_codes_of_kinds_are_those_that_files_hold():
    assert schema.NODE_KINDS == ("document", "provision", "sentence", "definition", "requirement", "authority", "check", "evidence", "rejected")
    assert schema.EDGE_KINDS[:8] == ("contains", "states", "read_with", "conditioned_by", "excepted_by", "defines", "uses_term", "cites")
    assert schema.EDGE_KINDS[8:] == ("amends", "supersedes", "verifies", "evidenced_by", "rejected")
    assert set(schema.NODE_KINDS) == {kind.value for kind in NodeKind}
    assert set(schema.EDGE_KINDS) == {kind.value for kind in EdgeKind}
    assert sorted(schema.MIGRATIONS) == list(range(1, schema.VERSION))


def test_a_file_of_version_1_is_moved_on(path, graph):
    write(path, graph)
    with StoredGraph(path) as today:
        expected = search(today, "dealer")
    older(path)
    with StoredGraph(path) as stored:
        assert dump(stored) == dump(graph)
        assert search(stored, "dealer") == expected
    base = sqlite3.connect(path)
    assert base.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    base.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(path, graph, monkeypatch):
    write(path, graph)
    older(path)
    before = path.read_bytes()

    def fails(base):
        base.execute("CREATE TABLE half (a)")
        raise sqlite3.OperationalError("no")

    monkeypatch.setitem(schema.MIGRATIONS, 1, fails)
    with pytest.raises(GraphError):
        StoredGraph(path)
    base = sqlite3.connect(path)
    assert base.execute("PRAGMA user_version").fetchone() == (1,)
    assert base.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    base.close()
    assert len(path.read_bytes()) == len(before)


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("PRAGMA user_version = 99", "newer regkit: its tables are of version 99.*Update regkit"),
        ("PRAGMA application_id = 1", "no graph of regkit"),
        ("PRAGMA user_version = 0", "no graph of regkit"),
        ("UPDATE about SET value = '99' WHERE name = 'schema'", "of schema 99"),
        ("DELETE FROM about", "of schema None"),
    ],
)
def test_what_is_not_ours_is_refused(path, graph, statement, message):
    write(path, graph)
    execute(path, statement)
    with pytest.raises(GraphError, match=message):
        StoredGraph(path)


def test_nothing_is_built(path):
    with pytest.raises(GraphError, match=r"nothing is built yet.*regkit build"):
        open_read(path)
    assert not path.exists()


def test_a_damaged_file_is_an_error_of_ours(path, graph):
    write(path, graph)
    data = path.read_bytes()
    path.write_bytes(data[: schema.PAGE] + b"\xa5" * (len(data) - schema.PAGE))
    with pytest.raises(GraphError, match="damaged"), StoredGraph(path) as stored:
        dump(stored)


def test_readers_see_their_build_while_the_next_is_written(path, graph):
    write(path, graph)
    first = dump(graph)
    with StoredGraph(path) as one, StoredGraph(path) as two:
        assert dump(one) == first
        graph.nodes["order"]["title"] = "another"
        write(path, graph)
        assert dump(one) == first == dump(two)
        with StoredGraph(path) as three:
            assert dump(three) == dump(graph) != first
        write(path, graph, fresh=True)
        assert dump(two) == first


def test_one_writer_at_a_time(path, graph, monkeypatch):
    write(path, graph)
    monkeypatch.setattr("regkit.graph.db.connect._PATIENCE", 0.01)
    base = open_write(path)
    base.execute("BEGIN IMMEDIATE")
    graph.nodes["order"]["title"] = "another"
    with pytest.raises(GraphError, match="another process is writing"):
        write(path, graph)
    base.close()


def test_media_that_cannot_be_written(path, graph, monkeypatch):
    write(path, graph)
    modes = []

    def no_files_beside(path, mode):
        modes.append(mode)
        if mode == "ro":  # what SQLite says where it cannot make the file of shared memory; root can everywhere, so it is said here
            raise sqlite3.OperationalError("unable to open database file")
        return connected(path, mode)

    monkeypatch.setattr("regkit.graph.db.connect.connected", no_files_beside)
    with StoredGraph(path) as stored:
        assert dump(stored) == dump(graph)
    assert modes == ["ro", "ro&immutable=1"]
    path.with_name("graph.db-wal").write_bytes(b"")  # then somebody may be writing
    with pytest.raises(GraphError, match="cannot be read or written"):
        StoredGraph(path)


def test_a_name_with_signs_of_an_address(tmp_path, graph):
    path = tmp_path / "50 % ?mode=x#a" / "graph.db"
    write(path, graph)
    with StoredGraph(path) as stored:
        assert len(stored) == len(graph)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_fifty_kills_leave_one_build_or_the_other(tmp_path):
    done = subprocess.run([sys.executable, Path(__file__).with_name("kills.py"), tmp_path, "50"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "50 kills" in done.stdout
