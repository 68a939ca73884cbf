"""Write large graphs in every exchange form: time, size, peak memory, whether the cost grows with the graph, and what other tools say of the files.

    python bench/exchange.py             # 2,500, 5,000 and 10,000 requirements and as many checks
    python bench/exchange.py --smoke     # 100, 200 and 400
    python bench/exchange.py --tools     # besides, the model corpus through strictdoc, trestle and Graphviz where they are installed

Two exports of one graph are compared byte for byte. Growth is the time of the largest graph over that of half of it: 2 is linear. Ends with exit
code 1 where two exports differ, or a tool refuses a file. STRICTDOC and TRESTLE name the programs where they are not on the path.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

from regkit.export import exporter, forms, pieces
from regkit.graph.schema import EdgeKind as E
from regkit.graph.schema import Graph, check_id, edge_key, evidence_id

SECTION = 10  # requirements a section


def large(count: int) -> Graph:
    """Return a graph of one document with ``count`` requirements in sections, as many checks, each with a result, and a condition in every tenth."""
    graph = Graph(schema=1, name=f"{count} requirements")
    graph.add_node("act", kind="document", label="The act", title="The act", order=0, sha256="0" * 64, text_sha256="1" * 64, length=count * 80)
    graph.nodes["act"].update(source="act.txt", media_type="text/plain", size=count * 80, status="draft", records="[]", not_held="[]", findings="[]")

    def link(kind: E, source: str, target: str, **more: object) -> None:
        graph.add_edge(source, target, key=edge_key(kind, source, target), kind=kind.value, **more)

    for number in range(count):
        section = f"act/{number // SECTION}"
        if number % SECTION == 0:
            graph.add_node(
                section, kind="provision", document="act", label=section, pinpoint=section, type="section", order=number // SECTION, start=0, end=0
            )
            link(E.CONTAINS, "act", section)
        text = f"For item {number}, each covered firm shall keep a record of every transfer for five years."
        anchor = {"document": "act", "provision": section, "pinpoint": section, "start": number * 90, "end": number * 90 + len(text), "quote": text}
        anchor |= {"prefix": "before ", "suffix": " after", "fingerprint": f"rk1:{hashlib.sha256(text.encode()).hexdigest()}", "label": text[:60]}
        sentence, requirement = f"{section}.s{number % SECTION}", f"{section}.{number % SECTION + 1}"
        graph.add_node(sentence, kind="sentence", heading_text=False, lead_in=False, order=number, **anchor)
        facts = {
            "requirement_kind": "norm",
            "modality": "obligation",
            "bearer": "each covered firm",
            "title": text[:60],
            "rule": "x",
            "certain": True,
        }
        graph.add_node(requirement, kind="requirement", sentence=sentence, order=number, **anchor, **facts)
        check, evidence = check_id(f"CHK-{number}"), evidence_id(f"CHK-{number}/1")
        graph.add_node(check, kind="check", check=f"CHK-{number}", title=f"Check {number}", label=f"Check {number}", method="test", order=number)
        graph.add_node(
            evidence, kind="evidence", evidence=evidence, check=f"CHK-{number}", result="pass", date="2026-06-30", label="pass", order=number
        )
        link(E.CONTAINS, section, sentence)
        link(E.STATES, sentence, requirement)
        link(E.VERIFIES, check, requirement, by="id")
        link(E.EVIDENCED_BY, check, evidence)
        if number % SECTION:
            link(E.CONDITIONED_BY, f"{section}.1", requirement, op="all", group="g", order=number % SECTION)
            link(E.READ_WITH, requirement, f"{section}.1", op="all", group="g", order=number % SECTION)
    return graph


def digest(form: str, graph: Graph) -> tuple[str, int]:
    found, size = hashlib.sha256(), 0
    for piece in pieces(form, graph):
        found.update(piece)
        size += len(piece)
    return found.hexdigest(), size


def measure(counts: list[int]) -> bool:
    graphs = [large(count) for count in counts]
    right = True
    print(f"{'form':<14} {'seconds':>8} {'MB':>7} {'peak MB':>8} {'growth':>7}   at {counts[-1]:,} requirements and checks")
    for form in forms():
        times = []
        for graph in graphs:
            start = time.perf_counter()
            first = digest(form, graph)
            times.append(time.perf_counter() - start)
        tracemalloc.start()
        again = digest(form, graphs[-1])
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        same = again == first
        right &= same
        print(
            f"{form:<14} {times[-1]:>8.2f} {first[1] / 1e6:>7.1f} {peak:>8.0f} {times[-1] / times[-2]:>7.2f}   {'' if same else 'TWO EXPORTS DIFFER'}"
        )
    return right


def tools() -> bool:
    """Put the model corpus through the programs that are installed; return whether all that ran took it."""
    from regkit.workflow import build_project, open_project

    right = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = Path(__file__).parent.parent / "corpus"
        shutil.copytree(root, folder / "corpus", ignore=shutil.ignore_patterns("build", ".regkit"))
        build_project(folder / "corpus")
        graph = open_project(folder / "corpus").graph
        for form in ("reqif", "oscal-catalog", "oscal-results", "dot"):
            (folder / f"{form}.{exporter(form).SUFFIX.rsplit('.', 1)[-1]}").write_bytes(exporter(form).export(graph))
        strictdoc, trestle = os.environ.get("STRICTDOC", "strictdoc"), os.environ.get("TRESTLE", "trestle")
        runs = [
            [strictdoc, "convert", "reqif.reqif", "sdoc"],
            [strictdoc, "export", "sdoc"],
            [trestle, "init", "--local"],
            [trestle, "import", "-f", "oscal-catalog.json", "-o", "catalog"],
            [trestle, "import", "-f", "oscal-results.json", "-o", "results"],
            [trestle, "validate", "-a"],
            ["dot", "-Tsvg", "dot.dot", "-o", "dot.svg"],
        ]
        for words in runs:
            if not shutil.which(words[0]):
                print(f"not installed: {words[0]}")
                continue
            where = folder / "trestle" if words[0] == trestle else folder
            where.mkdir(exist_ok=True)
            words = [f"../{word}" if word.startswith("oscal-") else word for word in words]
            run = subprocess.run(words, cwd=where, capture_output=True, text=True, check=False)
            taken = run.returncode == 0 and "error:" not in run.stdout + run.stderr and "ERROR" not in run.stdout + run.stderr
            right &= taken
            print(f"{'took' if taken else 'REFUSED'}: {' '.join([Path(words[0]).name, *words[1:]])}")
            if not taken:
                print((run.stdout + run.stderr)[-2000:])
    return right


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--tools", action="store_true")
    given = parser.parse_args()
    right = measure([100, 200, 400] if given.smoke else [2500, 5000, 10000])
    if given.tools:
        right &= tools()
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
