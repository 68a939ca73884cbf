"""A build that is killed at any instant leaves the last good state: a real process, really killed."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from regkit.graph.store import load, load_texts
from regkit.graph.verify import verify
from regkit.store.manifest import read_manifest
from regkit.store.workspace import open_workspace

KILLS = int(os.environ.get("REGKIT_KILLS", "4"))

# Publishes two states of the project in turn, for ever; the second has another text and one document less.
BUILD = """
import importlib.util, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("sample", sys.argv[1])
sample = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sample)
from regkit.graph.build import build_graph
from regkit.graph.store import publish
from regkit.store.manifest import manifest_of, write_manifest
from regkit.store.workspace import open_workspace
states = [sample.make_analyses(), (sample.make_analysis("order", [("1", "A dealer must report.")] * 200),)]
workspace = open_workspace(Path(sys.argv[2]))
print("ready", flush=True)
while True:
    for analyses in states:
        publish(workspace.graph, build_graph(analyses), [analysis.document for analysis in analyses])
        write_manifest(workspace, manifest_of(workspace, "recipe"))
"""


def test_a_killed_build_leaves_a_whole_graph(tmp_path: Path) -> None:
    (tmp_path / "regkit.toml").write_text("")
    sample = Path(__file__).parent.parent / "sample.py"
    workspace = open_workspace(tmp_path)
    chance = random.Random(20260415)
    for _ in range(KILLS):
        process = subprocess.Popen([sys.executable, "-c", BUILD, str(sample), str(tmp_path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        while not workspace.graph.exists():
            time.sleep(0.001)
        time.sleep(chance.random() * 0.08)
        process.kill()
        process.wait()
        process.stdout.close()
        graph = load(workspace.graph)
        assert verify(graph, load_texts(workspace.graph, graph)) == []
        assert set(graph.nodes) & {"order/III.1", "order/1.1"}
        assert read_manifest(workspace) is not None or not workspace.manifest.exists()
