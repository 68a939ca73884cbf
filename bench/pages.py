"""Measure the pages of a large project: the site as a whole, and the matrix page in Chromium, where every row must be found.

    python bench/pages.py                # 10,000 requirements and 10,000 checks
    python bench/pages.py --smoke        # small: shows that it runs

The site is written twice: the second run must write nothing, and a fresh folder must have the same bytes. In Chromium the page's own search is
asked for each of ``--rows`` requirements, spread over the whole, and must show each; then every row is drawn, as the browser's own search needs it,
and counted. Without Chromium that part is left out, and said to be.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from pathlib import Path

import reports_set
from chromium import Chromium, find_chromium
from reports import ASK, run

SIZE = 5_000_000  # no page is to be larger
DRAW = """(async () => {
  const start = performance.now();
  const button = Array.from(document.querySelectorAll("#requirements button")).find((one) => one.textContent.includes("every row") && !one.hidden);
  if (button) button.click();
  const rows = () => document.querySelectorAll("#requirements tbody > tr[id]").length;
  for (let turn = 0; turn < 600 && rows() < %d; turn += 1) await new Promise((done) => setTimeout(done, 50));
  return [performance.now() - start, rows()];
})()"""


def contents(folder: Path) -> str:
    """Return one hash of all files of a folder, their names among it."""
    whole = hashlib.sha256()
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def site(folder: Path, project: Path) -> bool:
    """Write the site and print what it takes. Returns whether it is as it should be."""
    command = [sys.executable, "-m", "regkit", "report", "site", str(project), "-o"]
    target = folder / "site"
    first = run([*command, str(target)], folder)
    before = {path: path.stat().st_mtime_ns for path in target.rglob("*.html")}
    again = run([*command, str(target)], folder)
    touched = sum(path.stat().st_mtime_ns != when for path, when in before.items())
    run([*command, str(folder / "fresh")], folder)
    same = contents(target) == contents(folder / "fresh")
    files = [path for path in target.rglob("*") if path.is_file()]
    largest = max(files, key=lambda path: path.stat().st_size)
    print(f"site       {first[0]:6.2f} s {first[1]:6.0f} MB; again {again[0]:.2f} s, {touched} pages written")
    whole = sum(path.stat().st_size for path in files) / 1e6
    print(f"           {len(files):,} files, {whole:.1f} MB, the largest {largest.stat().st_size / 1e6:.2f} MB")
    print(f"a fresh site has the same bytes: {'yes' if same else 'NO'}")
    return same and not touched and largest.stat().st_size <= SIZE


def look(page: Path, ids: list[str], rows: int) -> bool:
    """Ask the matrix page for its rows. Returns whether each was found, by its search and once all are drawn."""
    asked = ids[:: max(1, len(ids) // rows)]
    with Chromium() as browser:
        start = time.perf_counter()
        opened = browser.open(page.as_uri())
        missing, slowest = [], 0.0
        for id in asked:
            milliseconds, _ = browser.run(ASK % json.dumps(id))
            slowest = max(slowest, milliseconds)
            if not browser.run(f"Boolean(document.getElementById('requirements').querySelector('tbody a[href=\"#' + {json.dumps(id)} + '\"]'))"):
                missing.append(id)
        browser.run(ASK % json.dumps(""))
        drawn, count = browser.run(DRAW % len(ids))
        problems = browser.problems()
    print(f"open       {opened:6.2f} s; {page.stat().st_size / 1e6:.2f} MB")
    print(f"search     {len(asked) - len(missing):,} of {len(asked):,} rows found, the slowest in {slowest:.0f} ms")
    print(
        f"drawn      {count:,} of {len(ids):,} rows in {drawn / 1000:.2f} s; {len(problems)} complaints; {time.perf_counter() - start:.0f} s in all"
    )
    return not missing and count >= len(ids) and not problems


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=200, help="how many rows the page's search is asked for")
    parser.add_argument("--smoke", action="store_true")
    chosen = parser.parse_args()
    size, rows = (700, 10) if chosen.smoke else (chosen.size, chosen.rows)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve()
        project = folder / "project"
        reports_set.write_project(project, size)
        run([sys.executable, "-m", "regkit", "build", str(project)], folder)
        fine = site(folder, project)
        run([sys.executable, "-m", "regkit", "report", "matrix", str(project)], folder)
        graph = json.loads((project / "build" / "graph.json").read_text())
        ids = [node["id"] for node in graph["nodes"] if node.get("kind") == "requirement"]
        if find_chromium():
            fine = look(project / "build" / "reports" / "matrix.html", ids, rows) and fine
        else:
            print("there is no Chromium: the page was not opened")
    if not fine:
        sys.exit(1)


if __name__ == "__main__":
    main()
