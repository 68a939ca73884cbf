"""Measure regkit: throughput of every stage, start-up, a build and its repetition, reports, and how cost grows with size.

    python bench/run.py                    # the model corpus, repeated to about 2 MB
    python bench/run.py --text FILE        # any text, as one plain-text document
    python bench/run.py --sizes 5,20,100   # millions of characters, each in a process of its own: is cost linear, and memory bounded?
    python bench/run.py --smoke            # small and quick: shows that it runs

Stages are CPU seconds of one process on one core, with the peak of its memory up to then; commands are seconds of whole
processes. This prints a table and asserts nothing: machines differ, and ratios within one run are what to compare.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"


def timed(run: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    result = run()
    return result, time.process_time() - start


def peak() -> float:
    """The most memory that this process ever held, in MB (ru_maxrss is in KiB, on macOS in bytes)."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


def process(*arguments: str) -> float:
    """Seconds that a command takes as a whole process: the best of three, after one that warms the file cache."""
    command = [sys.executable, "-m", "regkit", *arguments]
    times = []
    for _ in range(4):
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
        if done.returncode == 2:
            sys.exit(f"{' '.join(arguments)}: {done.stderr.decode()}")
    return min(times[1:])


def sample(size: int, given: Path | None = None) -> str:
    """Text of about ``size`` characters: the given one, or the model rules, again and again, each copy a section of its own."""
    rules = (given or CORPUS / "ficc-gsd-xm-rules" / "source.txt").read_text(encoding="utf-8")
    if given and size <= len(rules):
        return rules[:size]
    copies = max(1, round(size / len(rules)))
    return "\n\n".join(f"§ 900.{number} Copy {number}.\n\n{rules}" for number in range(1, copies + 1))


def stages(text: str, folder: Path) -> list[tuple[str, float, float]]:
    """Stage, CPU seconds, and peak memory in MB after it, on one plain-text document."""
    from regkit import cite
    from regkit.extract import extract
    from regkit.graph.build import build_graph
    from regkit.graph.store import publish
    from regkit.model.analysis import Analysis
    from regkit.read import read
    from regkit.resolve import resolve
    from regkit.segment import segment

    extract(Analysis(document=read(CORPUS / "sec-xm-order" / "source.md")))  # load the rules and the pipeline once
    rows = [("start", 0.0, peak())]

    def stage(name: str, run: Callable[[], T]) -> T:
        result, seconds = timed(run)
        rows.append((name, seconds, peak()))
        return result

    path = folder / "bench.txt"
    path.write_text(text, encoding="utf-8")
    document = stage("read", lambda: read(path))
    sentences, lists = stage("segment", lambda: segment(document))
    facts = stage("extract", lambda: extract(Analysis(document=document, sentences=sentences, lists=lists)))
    resolved = stage("resolve", lambda: resolve([facts]))
    graph = stage("graph", lambda: build_graph(resolved))
    rows.append(("text to graph", sum(seconds for _, seconds, _ in rows), peak()))
    stage("store", lambda: publish(folder / "build" / "graph.json", graph, [document]))
    stage("cite (also part of extract)", lambda: cite.find(document.text))
    return rows


def measure(size: int, given: Path | None) -> None:
    """Print the stages on a text of about ``size`` characters."""
    gc.disable()  # as a build does
    text = sample(size, given)
    length = len(text) / 1e6
    with tempfile.TemporaryDirectory() as name:
        rows = stages(text, Path(name))
    print(f"\n{length:.2f} M characters, one core")
    for stage, seconds, memory in rows:
        speed = f"{length / seconds:8.2f} M chars/s" if seconds else " " * 18
        print(f"  {stage:30} {seconds:8.3f} s {speed} {memory:8.0f} MB, {memory / length:6.1f} x the text", flush=True)


def project(folder: Path) -> list[tuple[str, float]]:
    """Seconds of whole commands on the model project."""
    copy = folder / "corpus"
    shutil.copytree(CORPUS, copy, ignore=shutil.ignore_patterns("build", ".regkit"))
    rows = [("--version", process("--version"))]
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "regkit", "build", str(copy)], capture_output=True, check=True)
    rows.append(("build, first time", time.perf_counter() - start))
    rows.append(("build, nothing changed", process("build", str(copy))))
    rows += [(f"report {name}", process("report", name, str(copy))) for name in ("matrix", "coverage")]
    rows.append(("verify", process("verify", str(copy))))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, help="a text to measure on")
    parser.add_argument("--sizes", default="0.5,1,2", help="sizes in millions of characters, parted by commas (default: %(default)s)")
    parser.add_argument("--smoke", action="store_true", help="small and quick")
    options = parser.parse_args()
    sizes = "0.02" if options.smoke else options.sizes
    spawn = multiprocessing.get_context("spawn")  # a process for each size: a peak never goes down again
    for size in sizes.split(","):
        worker = spawn.Process(target=measure, args=(round(float(size) * 1e6), options.text))
        worker.start()
        worker.join()
        if worker.exitcode:
            sys.exit(f"{size} million characters: stopped with {worker.exitcode}")
    with tempfile.TemporaryDirectory() as name:
        print("\nmodel project, whole processes")
        for command, seconds in project(Path(name)):
            print(f"  {command:30} {seconds:8.3f} s")


if __name__ == "__main__":
    main()
