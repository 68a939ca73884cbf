"""Measure regkit: throughput of every stage, start-up, a build and its repetition, reports, and how cost grows with size.

    python bench/run.py                    # the model corpus, repeated to about 2 MB
    python bench/run.py --text FILE        # any text, as one plain-text document
    python bench/run.py --smoke            # small and quick: shows that it runs

Figures are of one process on one core. This prints a table and asserts nothing: machines differ, and ratios within one run are what to compare.
"""

from __future__ import annotations

import argparse
import gc
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
    start = time.perf_counter()
    result = run()
    return result, time.perf_counter() - start


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


def sample(size: int) -> str:
    """Rule text of about ``size`` characters: the model rules again and again, each copy a section of its own."""
    rules = (CORPUS / "ficc-gsd-xm-rules" / "source.txt").read_text(encoding="utf-8")
    copies = max(1, size // len(rules))
    return "\n\n".join(f"§ 900.{number} Copy {number}.\n\n{rules}" for number in range(1, copies + 1))


def stages(text: str, folder: Path) -> list[tuple[str, float]]:
    """Seconds of each stage on one plain-text document."""
    from regkit import cite
    from regkit.extract import extract
    from regkit.graph.build import build_graph
    from regkit.model.analysis import Analysis
    from regkit.read import read
    from regkit.resolve import resolve
    from regkit.segment import segment

    extract(Analysis(document=read(CORPUS / "sec-xm-order" / "source.md")))  # load the rules and the pipeline once
    path = folder / "bench.txt"
    path.write_text(text, encoding="utf-8")
    document, reading = timed(lambda: read(path))
    (sentences, lists), segmenting = timed(lambda: segment(document))
    _, citing = timed(lambda: cite.find(document.text))
    facts, extracting = timed(lambda: extract(Analysis(document=document, sentences=sentences, lists=lists)))
    resolved, resolving = timed(lambda: resolve([facts]))
    _, building = timed(lambda: build_graph(resolved))
    total = reading + segmenting + extracting + resolving + building
    return [
        ("read", reading),
        ("segment", segmenting),
        ("cite (also part of extract)", citing),
        ("extract", extracting),
        ("resolve", resolving),
        ("graph", building),
        ("text to graph", total),
    ]


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
    parser.add_argument("--smoke", action="store_true", help="small and quick")
    options = parser.parse_args()
    gc.disable()  # as a build does
    text = options.text.read_text(encoding="utf-8") if options.text else sample(20_000 if options.smoke else 2_000_000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sizes = [len(text)] if options.smoke else [len(text) // 4, len(text) // 2, len(text)]
        for size in sizes:
            print(f"\n{size / 1e6:.2f} M characters, one core")
            for stage, seconds in stages(text[:size], folder):
                print(f"  {stage:30} {seconds:8.3f} s {size / 1e6 / seconds:8.2f} M chars/s")
        print("\nmodel project, whole processes")
        for command, seconds in project(folder):
            print(f"  {command:30} {seconds:8.3f} s")
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
