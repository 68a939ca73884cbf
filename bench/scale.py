"""A library of regulations as large as you like: built, stored, searched and reported, with what each step costs as the library grows.

    python bench/scale.py                                     # the model corpus, again and again, to 2,000 provisions
    python bench/scale.py --sources FILE... --provisions 1000000 --json FIGURES.json --plots FOLDER
    python bench/scale.py --smoke                             # small and quick: shows that it runs

The sources (XML of the Federal Register, the CFR or the eCFR, or any other file that regkit reads) are read again and again under other numbers: every
copy has parts and a title of its own, in the text and in its citations, so that ids, pinpoints and citations differ as those of a real library do. Each
copy is a group that is resolved together, and goes into the database before the next is read. Where the wording of a copy is that of the last, extraction
knows it already: what extraction costs without that is what bench/run.py measures, and docs/scale.md reckons with that.

A copy's time is CPU seconds of this process, so that neighbours on the machine do not show in the curve; all else is seconds on the clock.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [ROOT / "corpus" / "ficc-gsd-xm-rules" / "source.txt", ROOT / "corpus" / "sec-xm-order" / "source.md"]
PART = re.compile(r"(\d{1,2}) CFR part (\d{3,4})$")
TITLES = 50
QUESTIONS = ["disclosure", '"annual percentage yield"', "creditor adverse action notice", "disclos* OR notif*", "consumer -business", "the", "shall"]


class Source:
    """A file that is read under other numbers."""

    def __init__(self, path: Path) -> None:
        from regkit.read import read

        self.path = path
        self.text = path.read_bytes().decode("utf-8", "surrogateescape")
        found = PART.match(read(path).authority.citation)
        self.own = (found[1], found[2]) if found else None


class Copier:
    """Makes the copies. The numbers of parts that the sources are, and their title, become others wherever they stand."""

    def __init__(self, paths: list[Path]) -> None:
        self.sources = [Source(path) for path in paths]
        own = {source.own for source in self.sources if source.own}
        parts = "|".join(sorted({part for _, part in own}))
        titles = "|".join(sorted({title for title, _ in own}))
        self.parts = re.compile(rf"(?<![\d.,-])({parts})(?=\D)") if parts else None
        self.titles = re.compile(rf"\b({titles})(?= CFR\b)|(?<=<CFRTITLE>)({titles})(?=<)|(?<=[Tt]itle )({titles})\b") if titles else None

    def copy(self, number: int) -> list[tuple[str, bytes, str]]:
        """Return (id, bytes, file name) of every source under the numbers of the copy."""
        title, shift = str(number % TITLES + 1), 100 * (number // TITLES)
        found = []
        for source in self.sources:
            text = source.text
            if number and self.parts and self.titles:
                text = self.parts.sub(lambda match: str(int(match[1]) + shift), text)
                text = self.titles.sub(title, text)
            name = re.sub(r"\W+", "-", source.path.stem).strip("-").lower()
            found.append((f"t{number:04d}-{name}", text.encode("utf-8", "surrogateescape"), source.path.name))
        return found


def memory() -> tuple[float, float]:
    """Return MB held now, and the most that were ever held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform != "darwin" else 1024) / 1024
    try:
        now = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1048576
    except OSError:
        now = most
    return now, most


def build(copier: Copier, provisions: int, target: Path, checks: int) -> dict[str, object]:
    """Build the library; return what it is and what each copy cost."""
    from regkit.graph.bulk import without_collector
    from regkit.graph.db.stream import GraphStream
    from regkit.model.check import Check, Evidence, Result, Target
    from regkit.read import read_bytes
    from regkit.resolve import resolve
    from regkit.workflow import extract

    steps: list[dict[str, float]] = []
    made = nodes = characters = number = 0
    begun = time.perf_counter()
    with GraphStream(target, name="scale") as stream:
        while made < provisions:
            start = time.process_time()
            with without_collector():
                analyses = [extract(read_bytes(data, name, id=id)) for id, data, name in copier.copy(number)]
                read_ = time.process_time()
                analyses = list(resolve(analyses))
                resolved = time.process_time()
                tests: list[Check] = []
                if not number:  # some of the first copy is checked, and half of that has evidence
                    from regkit.graph.build import build_graph
                    from regkit.graph.queries import requirements

                    ids = [found.id for found in requirements(build_graph(analyses))][:checks]
                    tests = [
                        Check(id=f"CHK-{at}", title=f"Check {at}", verifies=(Target(id=id),), owner="Operations") for at, id in enumerate(ids, 1)
                    ]
                results = [
                    Evidence(id=f"E-{check.id}", check=check.id, result=Result.PASS if at % 10 else Result.FAIL, date="2026-01-31")
                    for at, check in enumerate(tests[::2])
                ]
                nodes += stream.add(analyses, tests, results)
            written = time.process_time()
            count = sum(len(analysis.document.provisions) for analysis in analyses)
            made += count
            characters += sum(len(analysis.document.text) for analysis in analyses)
            del analyses
            gc.collect()
            end = time.process_time()
            now, most = memory()
            steps.append(
                {
                    "provisions": made,
                    "read": read_ - start,
                    "resolve": resolved - read_,
                    "store": written - resolved,
                    "seconds": end - start,
                    "per": (end - start) / count * 1000,
                    "mb": now,
                }
            )
            if number % 10 == 0:
                print(f"{made:>10,} provisions {time.perf_counter() - begun:8.1f} s  {now:6.0f} MB", file=sys.stderr, flush=True)
            number += 1
        start = time.perf_counter()
        stream.finish()
        ended = time.perf_counter()
    tenth = max(1, len(steps) // 10)
    first, last = ([step["per"] for step in part] for part in (steps[1 : tenth + 1] or steps, steps[-tenth:]))
    return {
        "provisions": made,
        "documents": number * len(copier.sources),
        "characters": characters,
        "nodes": nodes,
        "seconds": ended - begun,
        "finish": ended - start,
        "first": statistics.median(first),
        "last": statistics.median(last),
        "ratio": statistics.median(last) / statistics.median(first),
        "read": sum(step["read"] for step in steps),
        "resolve": sum(step["resolve"] for step in steps),
        "store": sum(step["store"] for step in steps),
        "peak_mb": memory()[1],
        "file_mb": target.stat().st_size / 1e6,
        "steps": steps,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, nargs="+", default=SOURCES, help="files to copy under other numbers")
    parser.add_argument("--provisions", type=int, default=2000, help="stop at so many (default: %(default)s)")
    parser.add_argument("--checks", type=int, default=1000, help="checks of the first copy (default: %(default)s)")
    parser.add_argument("--keep", type=Path, help="a folder for the database, which is kept")
    parser.add_argument("--json", type=Path, help="write the figures")
    parser.add_argument("--smoke", action="store_true", help="small and quick")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        target = (options.keep or Path(name)) / "graph.db"
        built = build(Copier(options.sources), 300 if options.smoke else options.provisions, target, options.checks)
        if options.json:
            options.json.write_text(json.dumps(built, indent=1) + "\n", encoding="utf-8")
    print({name: value for name, value in built.items() if name != "steps"})


if __name__ == "__main__":
    main()
