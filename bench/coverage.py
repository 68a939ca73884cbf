"""Measure coverage: a stored graph of N requirements, N checks with a result each, from load to statuses, counts, snapshot and trend.

    python bench/coverage.py                  # 10,000
    python bench/coverage.py --size 100000
    python bench/coverage.py --smoke          # small: shows that it runs

Prints CPU seconds, the best of five; the machine may be shared.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from regkit.graph.build import build_graph
from regkit.graph.schema import Graph
from regkit.graph.store import dump, parse
from regkit.model.check import Check, Evidence, Result, Target
from regkit.trace.coverage import coverage, summarise
from regkit.trace.freshness import procedure_fingerprint
from regkit.trace.record import Outcome, record
from regkit.workflow import extract

T = TypeVar("T")
FREQUENCIES = ("daily", "weekly", "monthly", "quarterly", "annual", "per customer")


def best(run: Callable[[], T]) -> tuple[T, float]:
    times = []
    for _ in range(5):
        start = time.process_time()
        result = run()
        times.append(time.process_time() - start)
    return result, min(times)


def make(size: int) -> Graph:
    """A rulebook of ``size`` duties, a check for each, and a result for each check that knows what it verified."""
    from regkit.graph import queries
    from regkit.read import read_bytes
    from regkit.resolve import resolve

    text = "\n\n".join(
        f"§ 900.{n} Duty {n}.\n\nEach member shall keep record number {n} for the period that rule {n} sets." for n in range(1, size + 1)
    )
    analyses = resolve([extract(read_bytes(text.encode(), "rules.txt", id="rules"))])
    bare = build_graph(analyses)
    found = [(item.id, item.anchor.fingerprint) for item in queries.requirements(bare)][:size]
    checks = [
        Check(
            id=f"CHK-{n}", title=f"Check {n}", verifies=(Target(id=id),), owner=f"Team {n % 20}", frequency=FREQUENCIES[n % 6], procedure=f"Look {n}."
        )
        for n, (id, _) in enumerate(found, 1)
    ]
    evidence = [
        Evidence(
            id=f"log#{n}",
            check=check.id,
            result=Result.FAIL if n % 50 == 0 else Result.PASS,
            date=f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}",
            verified=((found[n - 1][0], found[n - 1][1]), (f"check:{check.id}", procedure_fingerprint(check))),
        )
        for n, check in enumerate(checks, 1)
    ]
    print(f"{len(found):,} requirements, {len(checks):,} checks, {len(evidence):,} results")
    return build_graph(analyses, checks, evidence)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--smoke", action="store_true")
    chosen = parser.parse_args()
    size = 200 if chosen.smoke else chosen.size
    data = dump(make(size))
    graph, load = best(lambda: parse(data))
    found, covering = best(lambda: coverage(graph, on="2026-12-31"))
    summary, counting = best(lambda: summarise(graph, found))
    print(f"graph of {graph.number_of_nodes():,} nodes and {graph.number_of_edges():,} edges, {len(data) / 1e6:.1f} MB")
    print(f"load      {load:6.2f} s")
    print(f"coverage  {covering:6.2f} s   {', '.join(f'{count} {status.value}' for status, count in summary.all.counts.items() if count)}")
    print(f"counts    {counting:6.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        outcomes = [Outcome(check=f"CHK-{n}", result=Result.PASS, on="2026-12-31") for n in range(1, size + 1)]
        start = time.process_time()
        record(Path(folder) / "log.jsonl", graph, outcomes, by="bench", root=Path(folder))
        print(f"record    {time.process_time() - start:6.2f} s   {size:,} results in one append")


if __name__ == "__main__":
    main()
