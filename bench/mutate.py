"""Damaged files, thousands of them, through every reader: no crash, no hang over 10 seconds, no memory over 1 GB.

    python bench/mutate.py                     # 10,000 a reader; readers that need LibreOffice only where they are named
    python bench/mutate.py -n 500 docx zip     # fewer, of some readers
    python bench/mutate.py --seed docx/agreement.docx/17 --keep DIR   # one again, written to DIR

A mutant is made from a sample of tests/samples and a seed, ``reader/file/number``, and is the same each time. It is read in a worker process under a
limit of memory; the worker is ended when it takes too long. What may come out is a document whose tree, offsets and notes are whole, or one of
regkit's errors that names the file. Seeds that once failed are kept in mutate.seeds and run first.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "tests" / "samples"
SEEDS = Path(__file__).parent / "mutate.seeds"
SECONDS = 10.0
SLOW = 1.0  # seconds; a sample takes a hundredth of one
MEMORY = 1 << 30
sys.path.insert(0, str(ROOT / "tests" / "contract"))


def worker(pipe) -> None:
    """Read mutants until the pipe closes; answer (what came out, why, seconds, kilobytes at most)."""
    from mutations import mutant
    from test_readers import check_tree

    from regkit.errors import RegkitError
    from regkit.read import read_bytes

    limit = MEMORY + (1 << 28)  # what Python and its libraries map counts too
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    samples = {f"{path.parent.name}/{path.name}": path.read_bytes() for path in sorted(SAMPLES.glob("*/*"))}
    others = list(samples.values())
    while (seed := pipe.recv()) is not None:
        sample, _, _ = seed.rpartition("/")
        name = sample.rpartition("/")[2]
        data = mutant(samples[sample], others, seed)
        began = time.perf_counter()
        try:
            document = read_bytes(data, name)
            check_tree(document)
            outcome = ("document", "")
        except RegkitError as error:
            outcome = ("error", "") if name in str(error) and "\n" not in str(error) else ("failure", f"error without its place: {error}")
        except AssertionError as error:
            outcome = ("failure", f"the document is not whole: {error}"[:300])
        except MemoryError:
            outcome = ("failure", f"more than {MEMORY >> 20} MiB")
        except Exception as error:  # noqa: BLE001 - that there is none is what is tested
            trace = error.__traceback__
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            where = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""
            outcome = ("failure", f"{type(error).__name__}: {error} ({where})"[:300])
        pipe.send((*outcome, time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


class Reading:
    """A worker process, started anew after each one that had to be ended."""

    def __init__(self) -> None:
        self.context = multiprocessing.get_context("spawn")
        self.start()

    def start(self) -> None:
        self.pipe, theirs = self.context.Pipe()
        self.process = self.context.Process(target=worker, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def read(self, seed: str) -> tuple[str, str, float, int]:
        """Return what came of a mutant. A first answer may take longer: the worker starts."""
        self.pipe.send(seed)
        try:
            if self.pipe.poll(SECONDS + 20):
                kind, why, seconds, memory = self.pipe.recv()
                if seconds > SECONDS:
                    kind, why = "failure", f"{seconds:.1f} seconds"
                if memory > MEMORY >> 10:
                    kind, why = "failure", f"{memory >> 10} MiB"
                    self.end()
                    self.start()
                return kind, why, seconds, memory
            why = f"more than {SECONDS + 20:.0f} seconds"
        except EOFError:
            self.process.join()
            why = f"the process died (code {self.process.exitcode})"
        self.end()
        self.start()
        return "failure", why, SECONDS, 0

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def seeds_of(reader: str, count: int) -> list[str]:
    """Return the kept seeds of a reader, then ``count`` new ones, spread over its samples."""
    kept = [line for line in SEEDS.read_text().split("\n") if line.startswith(f"{reader}/")] if SEEDS.exists() else []
    files = sorted(path.name for path in (SAMPLES / reader).iterdir())
    return kept + [f"{reader}/{files[number % len(files)]}/{number}" for number in range(count)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readers", nargs="*", help="default: all but office")
    parser.add_argument("-n", type=int, default=10_000, help="mutants a reader")
    parser.add_argument("--start", type=int, default=0, help="number of the first mutant")
    parser.add_argument("--seed", help="read this one mutant")
    parser.add_argument("--keep", type=Path, help="write mutants that fail (or the one of --seed) into this folder")
    parser.add_argument("--smoke", action="store_true", help="40 a reader")
    options = parser.parse_args()
    readers = options.readers or sorted(path.name for path in SAMPLES.iterdir() if path.name != "office")
    todo = {reader: seeds_of(reader, 40 if options.smoke else options.n + options.start) for reader in readers}
    if options.seed:
        todo = {options.seed.partition("/")[0]: [options.seed]}
    reading = Reading()
    failed: list[str] = []
    print(f"{'reader':<12} {'mutants':>7} {'read':>6} {'errors':>6} {'failed':>6} {'slowest':>8} {'peak':>8}")
    for reader, seeds in todo.items():
        counts: Counter[str] = Counter()
        slowest, peak = 0.0, 0
        for number, seed in enumerate(seeds):
            if number < options.start and int(seed.rpartition("/")[2]) < options.start:
                continue
            kind, why, seconds, memory = reading.read(seed)
            counts[kind] += 1
            slowest, peak = max(slowest, seconds), max(peak, memory)
            if kind == "failure":
                failed.append(seed)
                print(f"  {seed}: {why}", flush=True)
            elif seconds > SLOW:
                print(f"  {seed}: slow, {seconds:.1f} s", flush=True)
            if options.keep and (kind == "failure" or options.seed):
                keep(seed, options.keep)
        row = f"{reader:<12} {counts.total():>7} {counts['document']:>6} {counts['error']:>6} {counts['failure']:>6}"
        print(f"{row} {slowest:>6.2f} s {peak >> 10:>4} MiB", flush=True)
    reading.end()
    return 1 if failed else 0


def keep(seed: str, folder: Path) -> None:
    """Write a mutant into a folder."""
    from mutations import mutant

    sample = SAMPLES / seed.rpartition("/")[0]
    others = [path.read_bytes() for path in sorted(SAMPLES.glob("*/*"))]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / seed.replace("/", "-")).with_suffix(sample.suffix).write_bytes(mutant(sample.read_bytes(), others, seed))


if __name__ == "__main__":
    sys.exit(main())
