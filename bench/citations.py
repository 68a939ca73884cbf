"""Measure `regkit.cite`: throughput, what a citation costs, growth with size, hostile inputs; beside eyecite where it is installed.

    python bench/citations.py FILE                        # any text
    python bench/citations.py FILE --chars 1000000        # its first million characters
    python bench/citations.py FILE --gold GOLD.jsonl      # accuracy too: {"text": …, "targets": ["15 U.S.C. 78o", …]} a line
    python bench/citations.py --smoke                     # small and quick: shows that it runs

Everything is measured in one process and one run: machines differ, and ratios within a run are what to compare. Hostile inputs hold a citation, or
what almost is one, every few characters, so that the cost of a place that is tried is the fair measure beside the cost of a character: both are
printed.
"""

from __future__ import annotations

import argparse
import json
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
    ("§ 5 a line", "§ 5\n"),
    ("§ 5, § 5", "§ 5, "),
    ("Rule 1 Rule 1", "Rule 1 "),
    ("(a)(a)(a)", "(a)"),
    ("digits", "1"),
    ("commas", ","),
    ("dashes", "-"),
    ("U.S.C. alone", "U.S.C. "),
    ("15 U.S.C. 1,", "15 U.S.C. 1, "),
    ("paragraph (a)", "paragraph (a) "),
    ("Id. Id.", "Id. "),
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
        return found

    def eyecite(tokenizer: Any) -> Callable[[str], list[str | None]]:
        return lambda text: [each.corrected_citation() for each in get_citations(text, tokenizer=tokenizer)]

    found.append(("eyecite, default", eyecite(default_tokenizer)))
    try:
        from eyecite.tokenizers import HyperscanTokenizer

        hyperscan = HyperscanTokenizer(cache_dir=".cache-hyperscan")
        get_citations("1 U.S. 1", tokenizer=hyperscan)
    except ImportError:
        return found
    found.append(("eyecite, hyperscan", eyecite(hyperscan)))
    return found


def throughput(text: str) -> None:
    print(f"{'finder':24}{'M chars/s':>12}{'found':>10}{'of regkit':>12}")
    base = 0.0
    for name, find in finders():
        find(text[:10_000])
        found, seconds = best(lambda find=find: find(text), 3 if name != "eyecite, default" else 1)  # type: ignore[misc]
        rate = len(text) / seconds / 1e6
        base = base or rate
        print(f"{name:24}{rate:12.2f}{len(found):10}{rate / base:12.2f}")


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


def growth(text: str, largest: int) -> None:
    print(f"\n{'M chars':>8}{'ns a char':>12}{'µs a citation':>16}")
    size = 1_000_000 if largest >= 1_000_000 else largest
    while size <= largest:
        whole = (text * (size // len(text) + 1))[:size]
        found, seconds = best(lambda whole=whole: cite.find(whole), 1)  # type: ignore[misc]
        print(f"{size / 1e6:8.1f}{seconds / size * 1e9:12.1f}{seconds / max(len(found), 1) * 1e6:16.1f}")
        size *= 10


def hostile(text: str, size: int) -> None:
    found, seconds = best(lambda: cite.find(text))
    ordinary = seconds / len(text)
    print(f"\n{'input':20}{'ns a char':>12}{'× ordinary':>12}{'µs a place':>12}")
    print(f"{'ordinary text':20}{ordinary * 1e9:12.1f}{1:12.1f}{seconds / max(len(found), 1) * 1e6:12.1f}")
    for name, piece in HOSTILE:
        count = size // len(piece)
        whole = piece * count
        _, seconds = best(lambda whole=whole: cite.find(whole), 1)  # type: ignore[misc]
        print(f"{name:20}{seconds / len(whole) * 1e9:12.1f}{seconds / len(whole) / ordinary:12.1f}{seconds / count * 1e6:12.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--chars", type=int, default=0, help="only the first so many")
    parser.add_argument("--gold", type=Path, help="texts with their targets, JSON Lines")
    parser.add_argument("--largest", type=int, default=100_000_000, help="characters of the largest text in the growth table")
    parser.add_argument("--smoke", action="store_true")
    given = parser.parse_args()
    text = given.file.read_text(encoding="utf-8") if given.file else SAMPLE * 7000
    text = text[: 100_000 if given.smoke else given.chars or None]
    throughput(text)
    if given.gold:
        accuracy(given.gold)
    growth(text, 100_000 if given.smoke else given.largest)
    hostile(text, 10_000 if given.smoke else 1_000_000)


if __name__ == "__main__":
    main()
