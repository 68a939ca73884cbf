"""Measure the matrix page beside BMW LOBSTER's report on the same set, both in turns in one run: time, memory, size; then open ours in Chromium.

    python bench/reports.py --lobster DIR       # 10,000 requirements, 10,000 checks, 20,000 links; DIR has lobster-report and lobster-html-report
    python bench/reports.py --size 1000         # without LOBSTER: regkit alone
    python bench/reports.py --smoke             # small: shows that it runs

LOBSTER: ``python -m venv lobster && lobster/bin/pip install bmw-lobster-monolithic``, then DIR is ``lobster/bin``. Times are of whole processes, the
best of ``--runs``: *graph* starts from the stored graph alone; *full* has the facts that builds keep, and no report from before; *nothing* has both;
*sentence* is after an edit and a build, which makes the facts anew and is timed apart, not counted in. Memory is the peak of a
process. Every report after an edit is compared with a clean build's. The browser is asked for the time until the page is drawn, and until a filter's
rows are; without Chromium that part is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import reports_set
from chromium import Chromium, find_chromium

FILTERS = ("custodian", "item 99", "no such words", "issuer ownership", "")
ASK = """(async () => {
  const field = document.getElementById("requirements-search"), count = document.querySelector("#requirements [data-count]");
  const start = performance.now();
  field.value = %s;
  const drawn = new Promise((done) => new MutationObserver((_, observer) => {
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(done, 0));
  }).observe(count, { childList: true }));
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await drawn;
  return [performance.now() - start, count.textContent];
})()"""


def run(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Return the seconds and the peak megabytes of a process. Ends where it fails."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)}: {said.read().decode()}")
    most = usage.ru_maxrss
    return time.perf_counter() - start, most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


def in_turns(runs: int, **jobs: Callable[[], tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Return the best time and the highest peak of each job; they take turns, so that a busy machine is busy for all."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
    for _ in range(runs):
        for name, job in jobs.items():
            found[name].append(job())
    return {name: (min(seconds for seconds, _ in of), max(peak for _, peak in of)) for name, of in found.items()}


def compare(folder: Path, size: int, runs: int, lobster: Path | None) -> Path:
    """Time all jobs, print them, and return the page."""
    ours, theirs = folder / "regkit", folder / "lobster"
    reports_set.write_project(ours, size)
    build = [sys.executable, "-m", "regkit", "build"]
    run([*build, str(ours)], folder)  # a process of its own: what this one holds would count as its children's peak
    reports_set.write_lobster(theirs, size)
    page, kept = ours / "build" / "reports" / "matrix.html", ours / ".regkit" / "reports"
    command = [sys.executable, "-m", "regkit", "report", "matrix", str(ours)]

    def full() -> tuple[float, float]:
        shutil.rmtree(kept, ignore_errors=True)
        return run(command, folder)

    def graph() -> tuple[float, float]:
        (ours / ".regkit" / "facts").unlink(missing_ok=True)
        return full()

    def nothing() -> tuple[float, float]:
        return run(command, folder)

    flip = [0]
    built: list[float] = []

    def sentence() -> tuple[float, float]:
        flip[0] = size // 2 if not flip[0] else 0
        reports_set.write_project(ours, size, changed=flip[0])
        built.append(run([*build, str(ours)], folder)[0])
        return run(command, folder)

    def other() -> tuple[float, float]:
        first = run([str(lobster / "lobster-report"), "--out", "report.lobster"], theirs) if lobster else (0.0, 0.0)
        second = run([str(lobster / "lobster-html-report"), "report.lobster", "--out", "report.html"], theirs) if lobster else (0.0, 0.0)
        return first[0] + second[0], max(first[1], second[1])

    jobs: dict[str, Callable[[], tuple[float, float]]] = {"graph": graph, "full": full, "nothing": nothing, "sentence": sentence}
    found = in_turns(runs, **jobs, **({"lobster": other} if lobster else {}))
    base = found.get("lobster", (0.0, 0.0))[0]
    print(f"{size:,} requirements, {size:,} checks, {2 * size:,} links; best of {runs}")
    for name, (seconds, peak) in found.items():
        ratio = f"{seconds / base:5.2f} x LOBSTER" if base and name != "lobster" else ""
        print(f"{name:10} {seconds:6.2f} s {peak:6.0f} MB  {ratio}")
    print(f"build      {min(built):6.2f} s  after the edit, the facts among it")
    their_page = theirs / "report.html"
    print(f"page       {page.stat().st_size / 1e6:6.2f} MB" + (f", LOBSTER's {their_page.stat().st_size / 1e6:.2f} MB" if lobster else ""))
    clean = folder / "clean"
    reports_set.write_project(clean, size, changed=flip[0])
    run([*build, str(clean)], folder)
    run([sys.executable, "-m", "regkit", "report", "matrix", str(clean)], folder)
    same = page.read_bytes() == (clean / "build" / "reports" / "matrix.html").read_bytes()
    print(f"edited page equals a clean build's: {'yes' if same else 'NO'}")
    if not same:
        sys.exit(1)
    return page


def look(page: Path, size: int) -> None:
    """Open the page in Chromium and print how long it takes to be drawn, and to show what a filter leaves."""
    with Chromium() as browser:
        opened = [browser.open(page.as_uri()) for _ in range(3)]
        rows = browser.run("document.querySelectorAll('#requirements tbody > tr').length")
        print(f"open       {min(opened):6.2f} s, the first time {opened[0]:.2f} s; {rows:,} of {size:,} rows drawn")
        for words in FILTERS:
            milliseconds, said = browser.run(ASK % json.dumps(words))
            print(f"filter     {milliseconds:6.0f} ms  {words!r}: {said}")
        problems = browser.problems()
        print(f"complaints {len(problems)}")
        if problems:
            sys.exit("\n".join(problems))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--lobster", type=Path, help="the folder of lobster-report and lobster-html-report")
    parser.add_argument("--smoke", action="store_true")
    chosen = parser.parse_args()
    size, runs = (400, 1) if chosen.smoke else (chosen.size, chosen.runs)
    with tempfile.TemporaryDirectory() as folder:
        page = compare(Path(folder).resolve(), size, runs, chosen.lobster.resolve() if chosen.lobster else None)
        if find_chromium():
            look(page, size)
        else:
            print("there is no Chromium: the page was not opened")


if __name__ == "__main__":
    main()
