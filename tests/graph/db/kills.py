"""Kill writers of a database at any moment, and look at what is left.

``python kills.py FOLDER COUNT``; run by test_connect.py, in a process of its own, which has no threads.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from regkit.graph.db.lazy import StoredGraph
from regkit.graph.db.writer import GraphWriter

SIZE = 100


def put(path, mark):
    with GraphWriter(path) as writer:
        for name in ("a", "b"):
            nodes = [(name, {"kind": "document", "order": 0, "mark": mark})]
            for number in range(SIZE):
                nodes.append(
                    (f"{name}/{number}", {"kind": "sentence", "document": name, "order": number, "mark": mark, "quote": f"{mark} word {number}"})
                )
            edges = [(name, f"{name}/{number}", f"contains|{name}|{name}/{number}", {"kind": "contains", "mark": mark}) for number in range(SIZE)]
            writer.replace(name, nodes, edges)
        writer.finish({"schema": 1, "mark": mark})


def look(path):
    """Return which build there is; fail where it is none, or parts of two."""
    with StoredGraph(path) as graph:
        assert graph.base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = {data["mark"] for _, data in graph.nodes(data=True)} | {data["mark"] for _, _, data in graph.edges(data=True)}
        assert len(graph) == 2 * SIZE + 2
        assert found == {graph.graph["mark"]}
        return graph.graph["mark"]


def main():
    path, count = Path(sys.argv[1]) / "graph.db", int(sys.argv[2])
    seed = random.Random(7)
    put(path, "mark0")
    begun = time.monotonic()
    put(path, "mark1")
    whole = time.monotonic() - begun
    seen = {"mark1"}
    for number in range(2, count + 2):
        before = look(path)
        child = os.fork()
        if not child:
            put(path, f"mark{number}")
            os._exit(0)
        time.sleep(seed.uniform(0, whole) if number % 10 else 4 * whole)  # now and then one comes through
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        after = look(path)
        assert after in {before, f"mark{number}"}, (before, after)
        seen.add(after)
    assert len(seen) > 1
    put(path, "last")
    assert look(path) == "last"
    assert not [name for name in os.listdir(sys.argv[1]) if name.startswith(".regkit-tmp-")]
    sys.stdout.write(f"{count} kills, {len(seen)} builds came through")


main()
