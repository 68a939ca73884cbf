"""A library of regulations as large as you like: built, stored, searched and reported, with what each step costs as the library grows.

    python bench/scale.py                                     # the model corpus, again and again, to 2,000 provisions
    python bench/scale.py --sources FILE... --provisions 1000000 --json FIGURES.json --plots FOLDER
    python bench/scale.py --smoke                             # small and quick: shows that it runs

The sources (XML of the Federal Register, the CFR or the eCFR, or any other file that regkit reads) are read again and again under other numbers:
every copy has parts, a title and document numbers of its own, in the text and in its citations, so that ids, pinpoints and citations differ as those
of a real library do. Each copy is a group that is resolved together, and goes into the database before the next is read. Where the wording of a copy
is that of the last, extraction knows it already: what extraction costs without that is what bench/run.py measures, and docs/scale.md reckons with
that.

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
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from regkit.graph.db.lazy import StoredGraph
    from regkit.report.facts import ProjectView

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [ROOT / "corpus" / "ficc-gsd-xm-rules" / "source.txt", ROOT / "corpus" / "sec-xm-order" / "source.md"]
PART = re.compile(r"(\d{1,2}) CFR part (\d{2,4})$")
NOTICE = re.compile(r"FR Doc. (\d{4}-)(\d+)$")
TITLES = 50
QUESTIONS = ["disclosure", '"annual percentage yield"', "creditor adverse action notice", "disclos* OR notif*", "consumer -business", "the", "shall"]


class Source:
    """A file that is read under other numbers."""

    def __init__(self, path: Path) -> None:
        from regkit.read import read

        self.path = path
        self.text = path.read_bytes().decode("utf-8", "surrogateescape")
        citation = read(path).authority.citation
        found = PART.match(citation)
        self.own = (found[1], found[2]) if found else None
        found = NOTICE.match(citation)
        self.notice = (found[1], found[2]) if found else None


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
        for place, source in enumerate(self.sources):
            text = source.text
            if number and self.parts and self.titles:
                text = self.parts.sub(lambda match: str(int(match[1]) + shift), text)
                text = self.titles.sub(title, text)
            if number and source.notice:
                year, own = source.notice
                text = text.replace(f"{year}{own}", f"{year}{int(own) + 97 * number:0{len(own)}}")
            name = re.sub(r"\W+", "-", source.path.stem).strip("-").lower()
            found.append((f"t{number:04d}-{place}-{name}", text.encode("utf-8", "surrogateescape"), source.path.name))
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
            now, _ = memory()
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


def project(copier: Copier, copies: int, folder: Path) -> dict[str, float]:
    """Build the library as a user does, as a project of files: all, nothing changed, one document edited; the most memory of any of its processes."""
    (folder / "corpus").mkdir(parents=True)
    (folder / "regkit.toml").write_text('name = "library"\n', encoding="utf-8")
    for number in range(copies):
        for id, data, name in copier.copy(number):
            home = folder / "corpus" / id
            home.mkdir()
            (home / name).write_bytes(data)
            (home / "document.toml").write_text(f'id = "{id}"\n[source]\nfile = "{name}"\n', encoding="utf-8")
    found = {"project": run(folder, "build", str(folder))[0]}
    found["project_mb"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1 if sys.platform != "darwin" else 1024) / 1024
    found["unchanged"] = run(folder, "build", str(folder))[0]
    data = (home / name).read_bytes()
    (home / name).write_bytes(data.replace(b"shall", b"must", 1))
    found["edited"] = run(folder, "build", str(folder))[0]
    found["json_mb"] = (folder / "build" / "graph.json").stat().st_size / 1e6
    found["project_db_mb"] = (folder / "build" / "graph.db").stat().st_size / 1e6
    return found


def evict(target: Path) -> None:
    """Ask the system to forget what it holds of a file, so that the next reading is a cold one (Linux)."""
    if hasattr(os, "posix_fadvise"):
        descriptor = os.open(target, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def ask(target: Path) -> dict[str, object]:
    """Ask the finished library, cold and warm: open it, one requirement, searches, filtered matrices of a thousand rows."""
    from regkit.graph import queries
    from regkit.graph.db.choose import of_documents
    from regkit.graph.db.lazy import StoredGraph
    from regkit.graph.schema import NodeKind
    from regkit.report import render
    from regkit.search import search

    with StoredGraph(target) as graph:
        id = list(graph.ids(NodeKind.DOCUMENT))[-1]
        id = queries.requirements_of(graph, id)[-1].id if queries.requirements_of(graph, id) else id
    evict(target)
    start = time.perf_counter()
    graph = StoredGraph(target)
    queries.path_to_source(graph, id)
    found: dict[str, object] = {"open_and_one": time.perf_counter() - start}
    searches = {}
    for question in QUESTIONS:
        evict(target)
        times = []
        for _ in range(4):
            start = time.perf_counter()
            answer = search(graph, question)
            times.append(time.perf_counter() - start)
        searches[question] = {"cold": times[0], "warm": min(times[1:]), "found": answer.total, "more": answer.more}
    found["searches"] = searches
    documents = list(graph.ids(NodeKind.DOCUMENT))
    whole = sorted(number for document in documents[-len(documents) // 8 :] for number in of_documents(graph, [document]))
    rows = {"together": whole[:1000], "apart": whole[:: max(1, len(whole) // 1000)][:1000]}
    for name, numbers in rows.items():
        times, spent = [], []
        for _ in range(3):
            start, begun = time.perf_counter(), time.process_time()
            facts = part_facts(graph, numbers)
            data = render("matrix", "csv", facts)
            times.append(time.perf_counter() - start)
            spent.append(time.process_time() - begun)
        found[f"matrix_{name}"] = {
            "cold": times[0],
            "warm": min(times[1:]),
            "cpu": min(spent[1:]),
            "rows": len(facts.requirements),
            "bytes": len(data),
        }
    graph.close()
    return found


def part_facts(graph: StoredGraph, numbers: list[int]) -> ProjectView:
    """What a report says of these requirements: as `regkit.workflow.library` takes it, without a project's reviews."""
    from regkit.graph.bulk import without_collector
    from regkit.graph.db.part import around
    from regkit.report.gather import project_view
    from regkit.trace.coverage import coverage

    with without_collector():
        part = around(graph, numbers)
        facts = project_view(part, coverage(part), name="scale")
        wanted = {str(graph.base.execute("SELECT id FROM node WHERE number = ?", (number,)).fetchone()[0]) for number in numbers}
        return msgspec.structs.replace(facts, requirements=tuple(fact for fact in facts.requirements if fact.id in wanted))


def asked(target: Path) -> dict[str, object]:
    """Ask in a process of its own, which has nothing of the library in memory; and as a user does, by the command."""
    done = subprocess.run([sys.executable, __file__, "--ask", str(target)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout))


def command(target: Path) -> dict[str, float]:
    """Seconds of whole commands on a project whose graph is this one: the best of two."""
    found = {}
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        project = Path(name)
        (project / "regkit.toml").write_text('name = "scale"\n', encoding="utf-8")
        (project / "build").mkdir()
        os.link(target, project / "build" / "graph.db")
        id = json.loads(run(project, "search", "shall", "--kind", "requirement", "-n", "1", "--json", "-p", str(project))[1])["hits"][0]["id"]
        document = id.partition("/")[0]
        for label, words in {
            "regkit search": ["search", "annual percentage yield", "-p", str(project)],
            "regkit explain": ["explain", id, str(project)],
            "regkit report matrix --document": ["report", "matrix", str(project), "-f", "csv", "-o", "-", "--document", document],
        }.items():
            found[label] = min(run(project, *words)[0] for _ in range(2))
    return found


def run(project: Path, *words: str) -> tuple[float, str]:
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "regkit", *words], capture_output=True, text=True, check=False, cwd=project)
    if done.returncode == 2:
        sys.exit(done.stderr)
    return time.perf_counter() - start, done.stdout


def plot(title: str, unit: str, points: list[tuple[float, float]], most: float) -> str:
    """A line over the size of the library, as SVG that follows the reader's light or dark page."""
    width, height, left, top, right, bottom = 640, 260, 70, 36, 16, 40
    far = max(x for x, _ in points)

    def place(x: float, y: float) -> str:
        return f"{left + x / far * (width - left - right):.1f},{height - bottom - y / most * (height - top - bottom):.1f}"

    marks = []
    for part in range(5):
        x, y = place(far * part / 4, most * part / 4).split(",")
        marks.append(f'<line x1="{left}" x2="{width - right}" y1="{y}" y2="{y}" opacity=".2"/>')
        marks.append(f'<text x="{left - 8}" y="{float(y) + 4:.1f}" text-anchor="end">{most * part / 4:,.4g}</text>')
        marks.append(f'<text x="{x}" y="{height - bottom + 18}" text-anchor="{"middle" if part < 4 else "end"}">{far * part / 4:,.0f}</text>')
    line = " ".join(place(x, y) for x, y in points)
    style = "svg{color:#1b1f24;background:#fff}text{font:12px sans-serif;fill:currentColor}"
    style += "@media(prefers-color-scheme:dark){svg{color:#e6edf3;background:#14181d}}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{title}"><style>{style}</style>'
        f'<g stroke="currentColor">{"".join(mark for mark in marks if mark.startswith("<line"))}</g>'
        f"{''.join(mark for mark in marks if mark.startswith('<text'))}"
        f'<text x="{left}" y="20">{title} ({unit}) by provisions</text>'
        f'<polyline points="{line}" fill="none" stroke="#2f81f7" stroke-width="1.5"/></svg>\n'
    )


def plots(figures: dict[str, Any], folder: Path) -> None:
    """Write the curves: what a thousand provisions cost, and what is held in memory, as the library grows."""
    folder.mkdir(parents=True, exist_ok=True)
    steps = figures["steps"]
    for name, title, unit, key, least in (
        ("scale-build.svg", "Building a thousand provisions", "CPU seconds", "per", 1.0),
        ("scale-memory.svg", "Memory of the build", "MB", "mb", 1000.0),
    ):
        points = [(step["provisions"], step[key]) for step in steps]
        most = max(least, *(y for _, y in points))
        (folder / name).write_text(plot(title, unit, points, most), encoding="utf-8")


def table(figures: dict[str, Any]) -> list[tuple[str, str]]:
    """The figures as rows."""
    rows = [
        ("provisions", f"{figures['provisions']:,}"),
        ("documents", f"{figures['documents']:,}"),
        ("characters", f"{figures['characters']:,}"),
        ("nodes", f"{figures['nodes']:,}"),
        ("built in", f"{figures['seconds']:,.0f} s ({figures['finish']:.0f} s of it at the end)"),
        ("CPU: read and extract", f"{figures['read']:,.0f} s"),
        ("CPU: resolve", f"{figures['resolve']:,.0f} s"),
        ("CPU: graph and database", f"{figures['store']:,.0f} s"),
        ("a thousand provisions, first tenth", f"{figures['first']:.3f} CPU s"),
        ("a thousand provisions, last tenth", f"{figures['last']:.3f} CPU s ({figures['ratio']:.2f} x)"),
        ("peak of memory", f"{figures['peak_mb']:,.0f} MB"),
        ("graph.db", f"{figures['file_mb']:,.0f} MB"),
        ("open, and one requirement to its document", f"{1000 * figures['open_and_one']:.1f} ms (cold)"),
    ]
    for question, found in figures["searches"].items():
        some = f"more than {found['found']:,}" if found["more"] else f"{found['found']:,}"
        rows.append((f"search {question}", f"{1000 * found['warm']:.1f} ms, cold {1000 * found['cold']:.0f} ms ({some})"))
    for name, said in (("together", "of one part of the library"), ("apart", "from all over it")):
        found = figures[f"matrix_{name}"]
        rows.append((f"matrix of {found['rows']:,} rows {said}", f"{found['warm']:.2f} s, cold {found['cold']:.2f} s, {found['cpu']:.2f} CPU s"))
    if "project" in figures:
        rows.append(("regkit build, as a project of files", f"{figures['project']:,.0f} s, {figures['project_mb']:,.0f} MB in any process"))
        rows.append(("regkit build, nothing changed", f"{figures['unchanged']:.2f} s"))
        rows.append(("regkit build, one document edited", f"{figures['edited']:.1f} s"))
        rows.append(("graph.json, graph.db of the project", f"{figures['json_mb']:,.0f} MB, {figures['project_db_mb']:,.0f} MB"))
    rows += [(f"{name} (process)", f"{seconds:.2f} s") for name, seconds in figures["commands"].items()]
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, nargs="+", default=SOURCES, help="files to copy under other numbers")
    parser.add_argument("--provisions", type=int, default=2000, help="stop at so many (default: %(default)s)")
    parser.add_argument("--checks", type=int, default=1000, help="checks of the first copy (default: %(default)s)")
    parser.add_argument("--keep", type=Path, help="a folder for the database, which is kept")
    parser.add_argument("--json", type=Path, help="write the figures")
    parser.add_argument("--smoke", action="store_true", help="small and quick")
    parser.add_argument("--plots", type=Path, help="write the table, and the curves as SVG, into this folder")
    parser.add_argument("--finished", type=Path, help="figures of a build whose database --keep has: ask it again")
    parser.add_argument("--project", type=Path, help="build it as a project of files too, in this new folder, which is kept")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        print(json.dumps(ask(options.ask)))
        return
    with tempfile.TemporaryDirectory() as folder:
        target = (options.keep or Path(folder)) / "graph.db"
        if options.finished:
            figures = json.loads(options.finished.read_text(encoding="utf-8"))
        else:
            figures = build(Copier(options.sources), 300 if options.smoke else options.provisions, target, options.checks)
        figures |= asked(target) | {"commands": command(target)}
        if options.project or options.smoke:
            copier = Copier(options.sources)
            figures |= project(copier, max(2, figures["documents"] // len(copier.sources)), options.project or Path(folder) / "project")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if options.plots:
        plots(figures, options.plots)
        rows = [("what", "measured"), ("---", "---"), *table(figures)]
        (options.plots / "scale.txt").write_text("".join(f"| {name} | {value} |\n" for name, value in rows), encoding="utf-8")
    for name, value in table(figures):
        print(f"{name:50} {value}")


if __name__ == "__main__":
    main()
