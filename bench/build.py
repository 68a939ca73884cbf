"""Measure builds of many documents: from nothing, with nothing changed, with one sentence edited, in two processes, on a Dask cluster.

    python bench/build.py --text FILE...           # any texts, cut into documents of about --size characters
    python bench/build.py --documents 1000 --size 20000
    python bench/build.py --cluster                # also on a local Dask scheduler with one and with two workers (extra "cluster")
    python bench/build.py --smoke                  # small and quick: shows that it runs

Times are seconds of whole processes, ratios are within this run; every way must make the same graph, byte for byte, or this stops. Beside the time
that passed stands the processor time of the build's own process, which others on the machine disturb less, and the most memory that it and any of its
workers had (as Linux tells; workers of a cluster are not its own).
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [ROOT / "corpus" / "ficc-gsd-xm-rules" / "source.txt", ROOT / "corpus" / "sec-xm-order" / "source.md"]
CLUSTER = "from distributed.cli.{name} import main; main()"


def make(folder: Path, texts: list[str], documents: int, size: int) -> None:
    """A project of ``documents`` documents of about ``size`` characters, cut from the texts at blank lines, each a section of its own."""
    paragraphs = [part for text in texts for part in text.split("\n\n")]
    (folder / "regkit.toml").parent.mkdir(parents=True)
    (folder / "regkit.toml").write_text('name = "many"\n')
    at = 0
    for number in range(1, documents + 1):
        taken, length = [f"§ {number}.1 Document {number}."], 0
        while length < size:
            taken.append(paragraphs[at % len(paragraphs)])
            length += len(taken[-1])
            at += 1
        home = folder / "corpus" / f"d{number:05d}"
        home.mkdir(parents=True)
        (home / "source.txt").write_text("\n\n".join(taken), encoding="utf-8")
        (home / "document.toml").write_text(f'id = "{home.name}"\n[source]\nfile = "source.txt"\n[authority]\ntitle = "Document {number}"\n')


class Cost(NamedTuple):
    """``seconds`` passed, ``own`` processor seconds of the build's process; ``memory`` and ``worker`` are the peaks of it and its largest child."""

    seconds: float
    own: float
    memory: float
    worker: float


def build(project: Path, *words: str) -> Cost:
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([sys.executable, "-m", "regkit", "build", str(project), *words], stdout=subprocess.DEVNULL, stderr=said)
        peaks: list[float] = [0.0]
        watch = threading.Thread(target=_watch, args=(process.pid, peaks))
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.join()
        if process.returncode:
            said.seek(0)
            sys.exit(said.read().decode())
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, max(peaks))


def _watch(parent: int, peaks: list[float]) -> None:
    """Note the peak memory of a process' descendants while it runs; nothing where the system does not tell."""
    while Path(f"/proc/{parent}/status").exists() and "State:\tZ" not in _status(parent):
        for child in _descendants(parent):
            for line in _status(child).splitlines():
                if line.startswith("VmHWM"):
                    peaks.append(max(peaks.pop(), int(line.split()[1]) / 1024))
        time.sleep(0.1)


def _status(process: int) -> str:
    try:
        return Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return ""


def _descendants(process: int) -> Iterator[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
    except OSError:
        return
    for child in map(int, children):
        yield child
        yield from _descendants(child)


def digest(project: Path) -> str:
    return hashlib.sha256((project / "build" / "graph.json").read_bytes()).hexdigest()


def forget(project: Path) -> None:
    for name in ("build", ".regkit"):
        shutil.rmtree(project / name, ignore_errors=True)


@contextlib.contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """The address of a scheduler of this machine, with workers that are processes of their own."""
    address = folder / f"scheduler-{workers}.json"

    def start(name: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", CLUSTER.format(name=name), *words, "--scheduler-file", str(address)]
        return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    running = [start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
    try:
        while not (address.is_file() and address.read_bytes().endswith(b"}")):
            time.sleep(0.05)
        words = ("--no-nanny", "--no-dashboard", "--nthreads", "1", "--host", "127.0.0.1")
        running += [start("dask_worker", *words) for _ in range(workers)]
        time.sleep(5)  # they are at hand before the clock runs
        yield str(json.loads(address.read_text())["address"])
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, nargs="+", default=SOURCES, help="texts to cut documents from")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--size", type=int, default=5000, help="characters of a document (default: %(default)s)")
    parser.add_argument("--cluster", action="store_true", help="also on a local Dask cluster")
    parser.add_argument("--smoke", action="store_true", help="small and quick")
    options = parser.parse_args()
    documents = 6 if options.smoke else options.documents
    with tempfile.TemporaryDirectory() as name:
        project = Path(name) / "project"
        make(project, [path.read_text(encoding="utf-8") for path in options.text], documents, options.size)
        size = sum(path.stat().st_size for path in project.glob("corpus/*/source.txt"))
        rows = [("from nothing, one process", build(project, "--jobs", "1"))]
        whole, expected = rows[0][1].seconds, digest(project)
        rows.append(("nothing changed", min(build(project) for _ in range(3))))
        source = project / "corpus" / f"d{documents // 2:05d}" / "source.txt"
        text = source.read_text(encoding="utf-8")
        times = []
        for number in range(2):
            source.write_text(f"{text}\n\nThe Corporation shall keep {number + 2} copies.\n", encoding="utf-8")
            times.append(build(project))
        rows.append(("one sentence edited", min(times)))
        source.write_text(text, encoding="utf-8")
        ways = [("from nothing, two processes", ("--jobs", "2"))]
        for label, words in ways:
            forget(project)
            rows.append((label, build(project, *words)))
            if digest(project) != expected:
                sys.exit(f"{label}: the graph differs")
        for workers in (1, 2) if options.cluster else ():
            forget(project)
            with cluster(Path(name), workers) as address:
                rows.append((f"from nothing, Dask, workers: {workers}", build(project, "--scheduler", address)))
            if digest(project) != expected:
                sys.exit(f"Dask, {workers} workers: the graph differs")
    print(f"\n{documents:,} documents of about {options.size:,} characters, {size / 1e6:.1f} MB; load of the machine {os.getloadavg()[0]:.1f}")
    print(f"  {'':36} {'passed':>10} {'':>9} {'own':>10} {'memory':>10} {'a worker':>10}")
    for label, cost in rows:
        memory = f"{cost.memory:7.0f} MB" + (f" {cost.worker:7.0f} MB" if cost.worker else "")
        print(f"  {label:36} {cost.seconds:8.2f} s {100 * cost.seconds / whole:7.1f} % {cost.own:8.2f} s {memory}")


if __name__ == "__main__":
    main()
