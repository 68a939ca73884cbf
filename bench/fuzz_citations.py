"""Fuzz `regkit.cite`: arbitrary Unicode and near-citations, for crashes, hangs, wrong offsets, overlaps, targets that don't round-trip.

    python bench/fuzz_citations.py                     # what is kept (fuzz_citations.seeds): texts, and seeds with 200 texts each
    python bench/fuzz_citations.py --seconds 600       # then fresh seeds, until the time is over
    python bench/fuzz_citations.py --seed 17 --texts 1 # one seed, as a failure names it
    python bench/fuzz_citations.py --smoke

A failure prints the seed, what is wrong and the text; the exit code is 1 where there is any. A text is made from its seed and the examples of the
families, which grow: so the text itself is kept, a JSON string a line, among the seeds, which are numbers.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from regkit.cite import EXAMPLE_MODULES, annotate, find
from regkit.cite import format as forms
from regkit.cite.export import bibtex, csl
from regkit.cite.links import url
from regkit.cite.target import parse, sort_key

SEEDS = Path(__file__).with_suffix(".seeds")
EXAMPLES = tuple(text for module in EXAMPLE_MODULES for text, _ in module.EXAMPLES)
PIECES = tuple(dict.fromkeys(re.findall(r"\w+|[^\w\s]|\s", " ".join(EXAMPLES))))
JOINS = (", ", " and ", "; ", " or ", " through ", "-", "—", " ", "", "\n", " of ", ". ", " (", ")", "\r\n", "\u00a0", " to ", " note ", " et seq. ")
ODD = "\u0130\u0131\ufb01ẞß\u0345\u200b\u200d\ufeff\ufffc\ud800\udfff\x00\x85\u2028"
ODD += "\U0001f600\U0010ffff\u0660\u06f5\u00b2\u2460\u216b§¶†“”‘’–—−‑\t\v\f\r"
LINK = re.compile(r'<a href="https://[^"<>]*">([^<]*)</a>')
SLOW = 20e-6  # seconds a character, and half a second: far above what the slowest text costs
KEEP = 40


def text_of(seed: int) -> str:
    """Return the text that a seed makes: one of five kinds."""
    pick = random.Random(seed)
    kind = seed % 5
    if kind == 0:  # any characters
        return "".join(chr(pick.choice((pick.randrange(0x80), pick.randrange(0x3000), pick.randrange(0x110000)))) for _ in range(pick.randrange(400)))
    if kind == 1:  # words of citations in any order
        return "".join(pick.choice(PIECES) if pick.random() < 0.9 else pick.choice(ODD) for _ in range(pick.randrange(300)))
    if kind == 2:  # one short piece again and again
        piece = "".join(pick.choice(PIECES) for _ in range(pick.randrange(1, 7)))
        return piece * pick.randrange(1, 6000 // len(piece) + 2)
    made = "".join(pick.choice(EXAMPLES) + pick.choice(JOINS) for _ in range(pick.randrange(1, 40)))
    return mutated(pick, made) if kind == 3 else mutated(pick, mutated(pick, made)) * pick.randrange(1, 4)


def mutated(pick: random.Random, text: str) -> str:
    """Return ``text`` with some of its characters lost, doubled, changed, moved or made odd."""
    letters = list(text)
    for _ in range(pick.randrange(1, 3 + len(letters) // 12)):
        at = pick.randrange(len(letters)) if letters else 0
        change = pick.randrange(6)
        if change == 0:
            del letters[at : at + pick.randrange(1, 4)]
        elif change == 1:
            letters[at:at] = letters[at : at + pick.randrange(1, 9)] * pick.randrange(1, 6)
        elif change == 2:
            letters[at : at + 1] = pick.choice(ODD)
        elif change == 3:
            letters[at : at + 1] = pick.choice("()§.,;:-'\"0123456789aAiIvVxX \n[]&/")
        elif change == 4:
            letters[at : at + 1] = pick.choice(PIECES)
        else:
            letters[at : at + 12] = [letter.swapcase() for letter in letters[at : at + 12]]
    return "".join(letters)


def faults(text: str) -> Iterator[str]:
    """Yield what is wrong with what is found in ``text``."""
    start = time.process_time()  # of this process alone: others may be at work
    for wrapped in (False, True):
        found = find(text, wrapped=wrapped)
        if found != find(text, wrapped=wrapped):
            yield "two readings differ"
        end = 0
        for citation in found:
            low, high = citation.span.start, citation.span.end
            if not end <= low < high <= len(text):
                yield f"{citation.span} overlaps or is not in the text"
            end = high
            if citation.group is not None and not citation.group.contains(citation.span):
                yield f"{citation.span} is not in its group"
            if not wrapped and "\n" in text[low:high]:
                yield f"{citation.span} runs over a line feed"
            for target in (citation.target, citation.through):
                if target is not None:
                    yield from of_target(target)
    seconds = time.process_time() - start
    if seconds > 0.5 and seconds > SLOW * len(text):
        yield f"{seconds:.2f} s for {len(text)} characters"
    read = annotate.html_text(text)
    if LINK.sub(r"\1", annotate.link_html(text, read, find(read.text))) != LINK.sub(r"\1", text):
        yield "HTML is changed by more than links"
    read = annotate.markdown_text(text)
    if len(read.text) != len(text):
        yield "the text of Markdown has another length"


def of_target(target: str) -> Iterator[str]:
    """Yield what is wrong with a target: it must come back from its structure, and have every form."""
    parsed = parse(target)
    if str(parsed) != target:
        yield f"{target!r} comes back as {str(parsed)!r}"
    sort_key(parsed)
    address = url(target, date="2024-01-31")
    if address is not None and not (address.isascii() and address.isprintable() and not set(address) & set(' <>"')):
        yield f"{target!r} has the address {address!r}"
    if not forms.long(target) or not forms.short(target):
        yield f"{target!r} has no long or short form"
    forms.html(target)
    forms.markdown(target)
    csl(target)
    bibtex([target])


def run(text: str) -> list[str]:
    """Return what is wrong with a text, each once; what is raised is one of it."""
    try:
        return list(dict.fromkeys(faults(text)))
    except Exception as error:  # noqa: BLE001  (whatever is raised is a find)
        return [f"{type(error).__name__}: {error}"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=0, help="how long to go on with fresh seeds")
    parser.add_argument("--seed", type=int, help="only this seed")
    parser.add_argument("--texts", type=int, default=200, help="texts a seed: the seed and those after it")
    parser.add_argument("--smoke", action="store_true")
    given = parser.parse_args()
    kept = [json.loads(line) for line in SEEDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    starts = [each for each in kept if isinstance(each, int)][: 3 if given.smoke else None] if given.seed is None else [given.seed]
    texts = 5 if given.smoke else given.texts
    began, read, characters = time.monotonic(), 0, 0
    wrong: list[str] = []

    def made() -> Iterator[tuple[str, str]]:
        if given.seed is None:
            yield from (("kept", each) for each in kept if isinstance(each, str))
        for start in starts:
            yield from ((f"seed {seed}", text_of(seed)) for seed in range(start, start + texts))
        fresh = random.SystemRandom()
        while time.monotonic() - began < given.seconds:
            start = fresh.randrange(2**48)
            yield from ((f"seed {seed}", text_of(seed)) for seed in range(start, start + 100))

    for name, text in made():
        read += 1
        characters += len(text)
        found = run(text)
        for fault in found:
            print(f"{name}: {fault}\n    {text[:300]!r}", flush=True)
        if found:
            wrong.append(text)
    fresh = [text for text in wrong if text not in kept][:KEEP]
    if fresh and not given.smoke:
        with SEEDS.open("a", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(text)}\n" for text in fresh)
    print(f"{read} texts, {characters / 1e6:.1f} M characters, {time.monotonic() - began:.0f} s, {len(wrong)} with faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
