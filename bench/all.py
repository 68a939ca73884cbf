"""Measure regkit beside its peers in one run; write a table, charts and the figures.

    python bench/all.py                          # everything that can be measured here, into docs/measured/
    python bench/all.py --only citations,reports --out DIR
    python bench/all.py --peers DIR              # the programs of peers from the virtual environment DIR, which is made where it is not there
    python bench/all.py --text FILE              # a text of your own in place of the model rules
    python bench/all.py --smoke                  # small and quick: shows that it runs

Each part runs in a process of its own, so that its peak of memory is its own. regkit and a peer take turns on the same input, and of each the best
of ``--runs`` counts; ratios within one run are what to compare, for machines differ and this one may be busy. A peer that is not installed is a
line that says so. The parts:

- *accuracy*: what is found in the model corpus, against its gold (`accuracy.py` measures more where it is given annotated documents);
- *text*: text to graph, by length: CPU seconds and memory;
- *citations*: finding citations, beside eyecite;
- *reports*: a matrix of requirements and checks as HTML, by size, beside LOBSTER, sphinx-needs and strictdoc on the same requirements;
- *builds*: a project of many documents: from nothing, unchanged, one edited, by number of documents.

`scale.py` measures a million provisions, `reports.py` pages in a browser, `pdf.py`, `formats.py`, `exchange.py`, `evidence.py` and `coverage.py`
theirs.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import accuracy
import build
import citations
import reports
import reports_set
import run
from chart import chart, slope

ROOT = Path(__file__).resolve().parent.parent
PEERS = ("bmw-lobster-monolithic", "sphinx-needs", "strictdoc")
Figures = dict[str, Any]


def apart(run_: Callable[..., Figures], *given: Any) -> Figures:
    """Run a function in a process of its own: a peak of memory never goes down again, and is inherited."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(run_, *given).result()


def text(options: argparse.Namespace) -> Figures:
    """CPU seconds and peak memory from text to graph, each length in a process of its own."""
    found = []
    for size in (5_000, 20_000) if options.smoke else (31_250, 125_000, 500_000, 2_000_000)[: 3 if options.short else 4]:
        found.append(apart(_stages, size, options.text))
    return {"runs": 1, "sizes": found}


def _stages(size: int, given: Path | None) -> Figures:
    words = run.sample(size, given)
    with tempfile.TemporaryDirectory() as name:
        rows = run.stages(words, Path(name))
    whole = next(row for row in rows if row[0] == "text to graph")
    return {"characters": len(words), "seconds": whole[1], "mb": whole[2], "stages": {stage: seconds for stage, seconds, _ in rows if seconds}}


def citing(options: argparse.Namespace) -> Figures:
    """Millions of characters a second, and how many citations."""
    words = run.sample(20_000 if options.smoke else 500_000, options.text)
    found = {}
    for name, find in citations.finders():
        find(words[:5_000])
        hits, seconds = citations.best(lambda find=find: find(words), 1 if name == "eyecite, default" else options.runs)
        found[name] = {"rate": len(words) / seconds / 1e6, "found": len(hits)}
    return {"characters": len(words), "finders": found}


def reporting(options: argparse.Namespace) -> Figures:
    """Seconds and memory of the matrix as HTML, by size, beside peers on the same requirements."""
    sizes = (20, 60) if options.smoke else (100, 1_000) if options.short else (100, 1_000, 10_000)
    peers = {"LOBSTER": _lobster(options), "sphinx-needs": _sphinx(options), "strictdoc, requirements alone": _strictdoc(options)}
    found: dict[str, list[Figures]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            reports_set.write_project(folder / "ours", size)
            subprocess.run([sys.executable, "-m", "regkit", "build", str(folder / "ours")], check=True, capture_output=True)
            command = [sys.executable, "-m", "regkit", "report", "matrix", str(folder / "ours")]

            def ours(kept: Path = folder / "ours" / ".regkit" / "reports", command: list[str] = command) -> tuple[float, float]:
                shutil.rmtree(kept, ignore_errors=True)
                return reports.run(command, Path.cwd())

            jobs: dict[str, Callable[[], tuple[float, float]]] = {"regkit": ours}
            for peer, prepared in peers.items():
                if prepared is not None and (peer == "LOBSTER" or size <= (60 if options.smoke else 1_000)):  # theirs grow steeper than an hour
                    (folder / peer).mkdir()
                    jobs[peer] = prepared(folder / peer, size)
            for who, (seconds, peak) in reports.in_turns(options.runs if size < 5_000 else 1, **jobs).items():
                found.setdefault(who, []).append({"requirements": size, "seconds": seconds, "mb": peak})
    return {"tools": found, "absent": [peer for peer, prepared in peers.items() if prepared is None]}


def _programs(options: argparse.Namespace) -> Path | None:
    """Return the folder of the peers' programs."""
    return options.peers / ("Scripts" if sys.platform == "win32" else "bin") if options.peers else None


def install(folder: Path) -> None:
    """Make a virtual environment of peers, where there is none. One that cannot be installed is told and left out."""
    if (folder / "pyvenv.cfg").exists():
        return
    venv.create(folder, with_pip=True)
    pip = folder / ("Scripts" if sys.platform == "win32" else "bin") / "pip"
    for package in PEERS:
        if subprocess.run([str(pip), "install", "--quiet", package], capture_output=True, check=False).returncode:
            print(f"not installed: {package}", file=sys.stderr)


Prepared = Callable[[Path, int], Callable[[], tuple[float, float]]]


def _lobster(options: argparse.Namespace) -> Prepared | None:
    programs = _programs(options)
    if programs is None or not (programs / "lobster-html-report").exists():
        return None

    def prepared(folder: Path, size: int) -> Callable[[], tuple[float, float]]:
        reports_set.write_lobster(folder, size)

        def job() -> tuple[float, float]:
            first = reports.run([str(programs / "lobster-report"), "--out", "report.lobster"], folder)
            second = reports.run([str(programs / "lobster-html-report"), "report.lobster", "--out", "report.html"], folder)
            return first[0] + second[0], max(first[1], second[1])

        return job

    return prepared


def _sphinx(options: argparse.Namespace) -> Prepared | None:
    programs = _programs(options)
    if programs is None or not (programs / "sphinx-build").exists():
        return None

    def prepared(folder: Path, size: int) -> Callable[[], tuple[float, float]]:
        needs = "".join(f".. req:: Duty {n}\n   :id: R_{n}\n   :status: open\n\n   {reports_set.sentence(n)}\n\n" for n in range(1, size + 1))
        tests = "".join(f".. test:: {reports_set.check_title(n)}\n   :id: T_{n}\n   :links: R_{n}\n\n" for n in range(1, size + 1))
        table = ".. needtable::\n   :types: req\n   :columns: id, title, content, status, incoming\n"
        (folder / "conf.py").write_text('project = "bench"\nextensions = ["sphinx_needs"]\n')
        (folder / "index.rst").write_text(f"Bench\n=====\n\n{table}\n{needs}{tests}")

        def job() -> tuple[float, float]:
            shutil.rmtree(folder / "_build", ignore_errors=True)
            return reports.run([str(programs / "sphinx-build"), "-q", "-b", "html", str(folder), str(folder / "_build")], folder)

        return job

    return prepared


def _strictdoc(options: argparse.Namespace) -> Prepared | None:
    programs = _programs(options)
    if programs is None or not (programs / "strictdoc").exists():
        return None

    def prepared(folder: Path, size: int) -> Callable[[], tuple[float, float]]:
        body = "".join(f"[REQUIREMENT]\nUID: R-{n}\nTITLE: Duty {n}\nSTATEMENT: {reports_set.sentence(n)}\n\n" for n in range(1, size + 1))
        (folder / "rules.sdoc").write_text(f"[DOCUMENT]\nTITLE: Bench\n\n{body}")

        def job() -> tuple[float, float]:
            shutil.rmtree(folder / "out", ignore_errors=True)
            return reports.run([str(programs / "strictdoc"), "export", str(folder), "--output-dir", str(folder / "out")], folder)

        return job

    return prepared


def building(options: argparse.Namespace) -> Figures:
    """Seconds of whole builds of documents of about 5,000 characters, by their number."""
    texts = [path.read_text(encoding="utf-8") for path in ([options.text] if options.text else build.SOURCES)]
    found = []
    for count in (2, 4) if options.smoke else (10, 30, 100) if options.short else (10, 100, 1_000):
        with tempfile.TemporaryDirectory() as name:
            project = Path(name) / "project"
            build.make(project, texts, count, 5_000)
            whole = _seconds(project, "--jobs", "1")
            source = project / "corpus" / f"d{count:05d}" / "source.txt"
            with source.open("a", encoding="utf-8") as file:
                file.write("\n\nThe Corporation shall keep two copies.\n")
            edited = _seconds(project)
            time.sleep(2.1)  # past the tick in which a change would not show
            _seconds(project)
            found.append({"documents": count, "whole": whole, "edited": edited, "unchanged": min(_seconds(project) for _ in range(options.runs))})
    return {"sizes": found}


def _seconds(project: Path, *words: str) -> float:
    return reports.run([sys.executable, "-m", "regkit", "build", str(project), *words], project)[0]


PARTS: dict[str, Callable[[argparse.Namespace], Figures]] = {
    "accuracy": lambda _: {"table": accuracy.model()},
    "text": text,
    "citations": citing,
    "reports": reporting,
    "builds": building,
}


# The other measurements, run small after the parts by --smoke; what they print is theirs.
SCRIPTS = ("run", "citations", "fuzz_citations", "mutate", "evidence", "coverage", "reports", "pages", "formats", "scale")


def _part(name: str, options: argparse.Namespace) -> Figures:
    return {"runs": options.runs} | PARTS[name](options)


def machine() -> Figures:
    """What it was measured on, without naming anybody's."""
    packages = {}
    for name in ("regkit", "spacy", "eyecite", "hyperscan"):
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            continue
    return {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system(), "packages": packages}


def tables(figures: Figures) -> str:
    """Return all that was measured as Markdown."""
    about = figures["machine"]
    packages = ", ".join(f"{name} {number}" for name, number in about["packages"].items())
    parts = [f"{about['cores']} cores, {about['system']}, Python {about['python']}; {packages}.\n"]
    if "accuracy" in figures:
        parts += ["## Accuracy on the model corpus\n", figures["accuracy"]["table"]]
    if "text" in figures:
        rows = [
            (f"{one['characters']:,}", f"{one['seconds']:.2f}", f"{one['characters'] / one['seconds'] / 1e6:.2f}", f"{one['mb']:,.0f}")
            for one in figures["text"]["sizes"]
        ]
        points = [(one["characters"], one["seconds"]) for one in figures["text"]["sizes"]]
        parts += [
            f"## Text to graph, one core{_best(figures['text'])}\n",
            accuracy.table(("characters", "CPU seconds", "M characters/s", "peak MB"), rows),
        ]
        parts.append(f"Cost grows with the length to the power of {slope(points):.2f}, over the two largest {slope(points[-2:]):.2f}.\n")
    if "citations" in figures:
        finders = figures["citations"]["finders"]
        base = finders["regkit"]["rate"]
        rows = [(name, f"{one['rate']:.2f}", f"{one['rate'] / base:.2f}", f"{one['found']:,}") for name, one in finders.items()]
        parts += [f"## Finding citations{_best(figures['citations'])}\n", accuracy.table(("tool", "M characters/s", "of regkit's", "found"), rows)]
    if "reports" in figures:
        tools = figures["reports"]["tools"]
        ours = {one["requirements"]: one["seconds"] for one in tools["regkit"]}
        rows = [
            (f"{one['requirements']:,}", who, f"{one['seconds']:.2f}", f"{one['seconds'] / ours[one['requirements']]:.1f}", f"{one['mb']:,.0f}")
            for who, found in tools.items()
            for one in found
        ]
        rows.sort(key=lambda row: int(row[0].replace(",", "")))
        parts += [
            f"## A matrix as HTML{_best(figures['reports'])}\n",
            accuracy.table(("requirements and checks", "tool", "seconds", "of regkit's", "peak MB"), rows),
        ]
        if figures["reports"]["absent"]:
            parts.append(f"Not installed: {', '.join(figures['reports']['absent'])}.\n")
    if "builds" in figures:
        rows = [
            (
                f"{one['documents']:,}",
                f"{one['whole']:.2f}",
                f"{one['edited']:.2f} ({100 * one['edited'] / one['whole']:.0f} %)",
                f"{one['unchanged']:.2f} ({100 * one['unchanged'] / one['whole']:.0f} %)",
            )
            for one in figures["builds"]["sizes"]
        ]
        parts += [
            "## Builds of documents of 5,000 characters, seconds\n",
            accuracy.table(("documents", "from nothing", "one edited", "unchanged"), rows),
        ]
    return "\n".join(parts)


def _best(part: Figures) -> str:
    return f", best of {part['runs']}" if part["runs"] > 1 else ", one run"


def charts(figures: Figures) -> dict[str, str]:
    """Return the charts by name."""
    made = {}
    if "text" in figures:
        sizes = figures["text"]["sizes"]
        lines = {"text to graph": [(one["characters"], one["seconds"]) for one in sizes]}
        lines |= {
            stage: [(one["characters"], one["stages"][stage]) for one in sizes if stage in one["stages"]]
            for stage in ("read", "segment", "extract", "resolve", "graph")
        }
        made["text"] = chart("Text to graph", "characters", "CPU seconds", lines)
        made["memory"] = chart("Memory, text to graph", "characters", "peak MB", {"process": [(one["characters"], one["mb"]) for one in sizes]})
    if "reports" in figures:
        tools = figures["reports"]["tools"]
        lines = {who: [(one["requirements"], one["seconds"]) for one in found] for who, found in tools.items()}
        made["reports"] = chart("A matrix as HTML", "requirements, and as many checks", "seconds", lines)
    if "builds" in figures:
        sizes = figures["builds"]["sizes"]
        names = {"from nothing": "whole", "one edited": "edited", "unchanged": "unchanged"}
        made["builds"] = chart(
            "Builds",
            "documents of 5,000 characters",
            "seconds",
            {name: [(one["documents"], one[key]) for one in sizes] for name, key in names.items()},
        )
    return {name: drawn for name, drawn in made.items() if drawn}


def main() -> None:
    """Measure the parts that are asked for, print the tables, and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help=f"parts, parted by commas (default: {','.join(PARTS)})")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "measured", help="where the tables, charts and figures go")
    parser.add_argument("--text", type=Path, help="a text to measure on")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", type=Path, help="a virtual environment with the peers; made where it is not there")
    parser.add_argument("--short", action="store_true", help="leave out the largest sizes")
    parser.add_argument("--smoke", action="store_true", help="small and quick, the other scripts too unless --only; writes into a folder thrown away")
    options = parser.parse_args()
    if options.smoke:
        options.runs = 1
    if options.peers:
        options.peers = options.peers.resolve()
        install(options.peers)
    chosen = options.only.split(",") if options.only else list(PARTS)
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    kept = options.out / "benchmarks.json"
    figures: Figures = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() and not options.smoke else {}
    figures["machine"] = machine()  # parts that are not measured now stay as they were
    for name in chosen:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        figures[name] = apart(_part, name, options)
    said = tables(figures)
    print(said)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) if options.smoke else options.out
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "benchmarks.txt").write_text(said, encoding="utf-8")
        (folder / "benchmarks.json").write_text(json.dumps(figures, indent=1, default=str) + "\n", encoding="utf-8")
        for name, drawn in charts(figures).items():
            (folder / f"bench-{name}.svg").write_text(drawn, encoding="utf-8")
    if options.smoke and not options.only:
        for script in SCRIPTS:
            print(f"\nbench/{script}.py", flush=True)
            if subprocess.run([sys.executable, str(ROOT / "bench" / f"{script}.py"), "--smoke"], check=False).returncode:
                sys.exit(f"bench/{script}.py --smoke failed")


if __name__ == "__main__":
    main()
