"""Measure `regkit.cite`: throughput, what a citation costs, growth with size, hostile inputs; beside its peers where they are installed.

    python bench/citations.py FILE                        # any text
    python bench/citations.py FILE --chars 1000000        # its first million characters
    python bench/citations.py FILE --gold GOLD.jsonl      # accuracy too: {"text": …, "targets": ["15 U.S.C. 78o", …]} a line
    python bench/citations.py --smoke                     # small and quick: shows that it runs

Peers: eyecite (``pip install "regkit[cases]" hyperscan``) with both its tokenizers, and unitedstates/citation (``npm install citation``, in the
folder that ``--npm`` names), with all its types and with the federal ones. One that is missing is named and left out. Everything in Python is
measured in one process and one run: machines differ, and ratios within a run are what to compare. The peer in JavaScript is one process of its own
that times only its call. Speed is nothing without finds: how many citations each found is printed beside it.

Hostile inputs hold a citation, or what almost is one, every few characters, so that the cost of a place that is tried is the fair measure beside
the cost of a character: both are printed, and so is the cost at a tenth of the size, which shows whether it is linear.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from regkit import cite
from regkit.cite.target import canonical

SAMPLE = (
    "A broker or dealer that relies on 17 CFR 240.15c3-3(a)(1) keeps the records that Section 17(a) of the Exchange Act requires, for six years. "
)
HOSTILE = (
    ("section signs", "§"),
    ("(a)(a)(a)", "(a)"),
    ("digits", "1"),
    ("commas", ","),
    ("dashes", "-"),
    ("one letter", "x"),
    ("one capital", "A"),
    ("1.1.1.1", "1."),
    ("unclosed brackets", "("),
    ("(1(1(1", "(1"),
    ("quotes", '"'),
    ("U.S.C. alone", "U.S.C. "),
    ("CFR alone", "CFR "),
    ("and 1 and 1", "and 1 "),
    ("Act Act Act", "Act "),
    ("of the Act of the", "of the Act "),
    ("section of the", "section of the "),
    ("line feeds", "\n"),
    ("dotted capitals", "\u0130"),
    ("words and one of it", "word " * 2000 + "\u0130"),
    ("§ 5 a line", "§ 5\n"),
    ("§ 5, § 5", "§ 5, "),
    ("§ 1 § 1", "§ 1 "),
    ("Rule 1 Rule 1", "Rule 1 "),
    ("section 1 section 1", "section 1 "),
    ("15 U.S.C. 1,", "15 U.S.C. 1, "),
    ("15 U.S.C. 78o 15", "15 U.S.C. 78o "),
    ("paragraph (a)", "paragraph (a) "),
    ("Id. Id.", "Id. "),
    ("See id.", "See id. "),
    ("mixed", "§ (a) 15 U.S.C. 1-2, Rule (1 and 17 CFR 1.1.1 id. "),
)


def best(run: Callable[[], Any], times: int = 3) -> tuple[Any, float]:
    """Return what ``run`` returns and the least seconds that it took."""
    seconds = []
    result = None
    for _ in range(times):
        start = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - start)
    return result, min(seconds)


def finders() -> list[tuple[str, Callable[[str], list[str | None]]]]:
    """Return what is compared: a name, and a function from a text to the canonical targets found in it."""
    found: list[tuple[str, Callable[[str], list[str | None]]]] = [("regkit", lambda text: [citation.target for citation in cite.find(text)])]
    try:
        from eyecite import get_citations  # type: ignore[import-not-found,unused-ignore]
        from eyecite.tokenizers import default_tokenizer  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        print("not installed: eyecite")
        return found

    def eyecite(tokenizer: Any) -> Callable[[str], list[str | None]]:
        return lambda text: [each.corrected_citation() for each in get_citations(text, tokenizer=tokenizer)]

    found.append(("eyecite, default", eyecite(default_tokenizer)))
    try:
        from eyecite.tokenizers import HyperscanTokenizer

        hyperscan = HyperscanTokenizer(cache_dir=None)
        get_citations("1 U.S. 1", tokenizer=hyperscan)
    except ImportError:
        print("not installed: hyperscan, for the faster tokenizer of eyecite")
        return found
    found.append(("eyecite, hyperscan", eyecite(hyperscan)))
    return found


def javascript(text: str, folder: Path, types: str) -> dict[str, Any] | None:
    """Return what citations_peer.js measures; None where Node.js or its package is not installed."""
    node = shutil.which("node")
    if node is None:
        return None
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        command = [node, str(Path(__file__).with_name("citations_peer.js")), file.name, "3", types]
        done = subprocess.run(command, capture_output=True, check=True, env={"NODE_PATH": str(folder / "node_modules")})
    result: dict[str, Any] = json.loads(done.stdout)
    return None if "missing" in result else result


def throughput(text: str, npm: Path) -> None:
    print(f"{'finder':24}{'M chars/s':>12}{'found':>10}{'of regkit':>12}")
    base = 0.0
    for name, find in finders():
        find(text[:10_000])
        found, seconds = best(lambda find=find: find(text), 3 if name != "eyecite, default" else 1)  # type: ignore[misc]
        rate = len(text) / seconds / 1e6
        base = base or rate
        print(f"{name:24}{rate:12.2f}{len(found):10}{rate / base:12.2f}")
    for name, types in (("citation.js, all types", ""), ("citation.js, federal", "usc,cfr,law,stat,fedreg")):
        measured = javascript(text, npm, types)
        if measured is None:
            print("not installed: Node.js with the package citation")
            return
        rate = len(text) / measured["seconds"] / 1e6
        print(f"{name:24}{rate:12.2f}{measured['found']:10}{rate / base:12.2f}")


def accuracy(path: Path) -> None:
    """Print precision and recall of the targets, each in regkit's canonical form whatever notation a finder writes."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    print(f"\n{'finder':24}{'precision':>12}{'recall':>10}")
    for name, find in finders():
        right = made = wanted = 0
        for row in rows:
            found = {canonical(target) or target for target in find(row["text"]) if target}
            gold = {canonical(target) or target for target in row["targets"]}
            right, made, wanted = right + len(found & gold), made + len(found), wanted + len(gold)
        print(f"{name:24}{right / max(made, 1):12.3f}{right / max(wanted, 1):10.3f}")


def peak() -> float:
    """Return the most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def growth(text: str, largest: int) -> None:
    """Each size in a process's first and only reading of it; the peak includes the text and what was found in it."""
    print(f"\n{'M chars':>8}{'ns a char':>12}{'µs a citation':>16}{'found':>10}{'MB before':>12}{'MB at peak':>12}")
    size = 1_000_000 if largest >= 1_000_000 else largest
    while size <= largest:
        whole = (text * (size // len(text) + 1))[:size]
        before = peak()
        found, seconds = best(lambda whole=whole: cite.find(whole), 1)  # type: ignore[misc]
        row = f"{size / 1e6:8.1f}{seconds / size * 1e9:12.1f}{seconds / max(len(found), 1) * 1e6:16.1f}{len(found):10}"
        print(f"{row}{before:12.0f}{peak():12.0f}")
        del found, whole
        size *= 10


def hostile(text: str, size: int) -> None:
    found, seconds = best(lambda: cite.find(text))
    ordinary = seconds / len(text)
    print(f"\n{'input':20}{'ns a char':>12}{'× ordinary':>12}{'µs a place':>12}{'found':>10}{'× at a tenth':>14}")
    print(f"{'ordinary text':20}{ordinary * 1e9:12.1f}{1:12.1f}{seconds / max(len(found), 1) * 1e6:12.1f}{len(found):10}")
    for name, piece in HOSTILE:
        count = max(10, size // len(piece))
        whole = piece * count
        found, seconds = best(lambda whole=whole: cite.find(whole), 2)  # type: ignore[misc]
        short = piece * (count // 10)
        _, least = best(lambda short=short: cite.find(short), 2)  # type: ignore[misc]
        each, tenth = seconds / len(whole), least / max(len(short), 1)
        row = f"{name:20}{each * 1e9:12.1f}{each / ordinary:12.1f}{seconds / count * 1e6:12.2f}{len(found):10}"
        print(f"{row}{each / tenth:14.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--chars", type=int, default=0, help="only the first so many")
    parser.add_argument("--gold", type=Path, help="texts with their targets, JSON Lines")
    parser.add_argument("--largest", type=int, default=100_000_000, help="characters of the largest text in the growth table")
    parser.add_argument("--npm", type=Path, default=Path(), help="folder that holds node_modules with citation")
    parser.add_argument("--smoke", action="store_true")
    given = parser.parse_args()
    text = given.file.read_text(encoding="utf-8") if given.file else SAMPLE * 7000
    text = text[: 100_000 if given.smoke else given.chars or None]
    throughput(text, given.npm)
    if given.gold:
        accuracy(given.gold)
    growth(text, 100_000 if given.smoke else given.largest)
    hostile(text, 10_000 if given.smoke else 1_000_000)


if __name__ == "__main__":
    main()
