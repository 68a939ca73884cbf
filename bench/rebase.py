"""Carry random quotes from one version of a text to the next, and count what became of them.

    python bench/rebase.py FOLDER [--quotes 50] [--seeds 5] [--errors 10]

FOLDER holds a folder a pair: ``old.txt``, ``new.txt`` and ``alignment.jsonl``, the labelled paragraphs that belong together (``{"old": "1002-4-a",
"new": "1002-4-a", "status": "same"}``); its name begins with the part's number. A quote is a sentence of a labelled paragraph, or six words or more
out of one. It is *unchanged* where its words stand in the paragraph's partner, *reworded* where they do not. Since few sentences change between real
versions, each quote is tried again with its sentence lightly reworded (*mutated*): one to three words replaced, left out or put in, at most one in
five. *Wrong* is a certain answer in another paragraph or with other words, and a certain answer for a sentence that is gone.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path

from regkit.diff import Carrier, align
from regkit.model.document import Document
from regkit.model.span import Span
from regkit.read import read, read_bytes
from regkit.segment import segment
from regkit.text.anchors import make_anchor

_WORDS = ["applicable", "written", "thirty", "promptly", "material", "creditor", "annual", "such", "other", "reasonable"]


def label(document: Document, index: int) -> str:
    path = document.provisions[index].path
    return "-".join([path[0].replace(".", "-"), *path[1:]]) if path else ""


def quotes(document: Document, labels: set[str], rng: random.Random, count: int) -> list[tuple[int, Span]]:
    """Return provisions and spans of random quotes: every other one is a whole sentence, the others are some words of one."""
    sentences = [one for one in segment(document)[0] if not one.heading and label(document, one.provision) in labels]
    found = []
    for number, sentence in enumerate(rng.sample(sentences, min(count, len(sentences)))):
        span = sentence.span
        text = document.quote(span)
        words = [at for at in range(len(text)) if not at or text[at - 1] == " "]
        if number % 2 and len(words) > 8:
            first = rng.randrange(len(words) - 6)
            last = rng.randrange(first + 6, len(words))
            span = Span(span.start + words[first], span.start + words[last] - 1)
        found.append((sentence.provision, span))
    return found


def mutated(text: str, rng: random.Random) -> str:
    """Return a wording with one to three of its words replaced, left out or put in, at most one in five; none of a shorter one."""
    words = text.split(" ")
    for _ in range(min(rng.randint(1, 3), len(words) // 5)):
        at = rng.randrange(1, len(words)) if len(words) > 1 else 0
        match rng.randrange(3):
            case 0:
                words[at] = rng.choice(_WORDS)
            case 1:
                words.insert(at, rng.choice(_WORDS))
            case _ if len(words) > 4:
                del words[at]
            case _:
                words.append(rng.choice(_WORDS))
    return " ".join(words)


def there(document: Document, wanted: str) -> list[Span]:
    return [body for index, provision in enumerate(document.provisions) if label(document, index) == wanted for body in provision.body]


def pair(folder: Path, count: int, seed: int, errors: list[str]) -> Counter[str]:
    """Return counts: what was tried and what came out right, by kind, and what was wrong."""
    part = folder.name.split("_")[0]
    old, new = (read(folder / f"{name}.txt", instrument=f"12 CFR part {part}") for name in ("old", "new"))
    rows = [json.loads(line) for line in (folder / "alignment.jsonl").read_text(encoding="utf-8").splitlines() if line]
    partner = {row["old"]: row["new"] for row in rows if row["old"]}
    rng = random.Random(seed)
    chosen = quotes(old, set(partner), rng, count)
    carrier = Carrier(old, new, align(old, new))
    found: Counter[str] = Counter()
    for provision, span in chosen:
        anchor, wanted = make_anchor(old.id, old.text, span), partner[label(old, provision)]
        result = carrier.carry(anchor)
        bodies = there(new, wanted) if wanted else []
        right = result.span is not None and any(body.overlaps(result.span) for body in bodies)
        exact = right and result.span is not None and new.quote(result.span) == anchor.quote
        kind = "gone" if not wanted else "unchanged" if any(anchor.quote in new.quote(body) for body in bodies) else "reworded"
        ok = (exact and result.certain) if kind == "unchanged" else right if kind == "reworded" else not result.certain
        note(found, errors, kind, ok=ok, wrong=result.certain and not exact, said=f"{folder.name} {seed}: {result.outcome} {anchor.quote[:90]!r}")
    whole = {sentence.span.start: sentence.span for sentence in segment(old)[0]}
    for _, span in chosen:
        home = max((one for start, one in whole.items() if start <= span.start), key=lambda one: one.start)
        words = mutated(old.quote(home), rng)
        if words == old.quote(home):
            continue
        text = old.text[: home.start] + words + old.text[home.end :]
        later = read_bytes(text.encode(), "old.txt", instrument=f"12 CFR part {part}")
        anchor = make_anchor(old.id, old.text, span)
        result = Carrier(old, later, align(old, later)).carry(anchor)
        place = Span(home.start, home.start + len(words))
        right = result.span is not None and place.overlaps(result.span)
        exact = right and result.span is not None and later.quote(result.span) == anchor.quote
        said = f"{folder.name} {seed}: {result.outcome} {result.score} {anchor.quote[:90]!r} in {words[:120]!r}"
        note(found, errors, "mutated", ok=right, wrong=result.certain and not exact, said=said)
    return found


def note(found: Counter[str], errors: list[str], kind: str, *, ok: bool, wrong: bool, said: str) -> None:
    found[kind] += 1
    found[f"{kind} right"] += ok
    found["wrong"] += wrong
    if wrong or not ok:
        errors.append(f"{'WRONG' if wrong else 'missed'} {kind}: {said}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quotes", type=int, default=50)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--errors", type=int, default=10)
    given = parser.parse_args()
    total: Counter[str] = Counter()
    errors: list[str] = []
    for folder in sorted(path for path in given.folder.iterdir() if (path / "alignment.jsonl").is_file()):
        found: Counter[str] = Counter()
        for seed in range(given.seeds):
            found += pair(folder, given.quotes, seed, errors)
        total += found
        print(folder.name, *said(found))
    print("all", *said(total))
    for line in errors[: given.errors]:
        print("  ", line)
    fine = total["unchanged"] == total["unchanged right"] and not total["wrong"]
    return 0 if fine and all(total[f"{kind} right"] >= 0.95 * total[kind] for kind in ("reworded", "mutated")) else 1


def said(found: Counter[str]) -> list[str]:
    kinds = ("unchanged", "reworded", "gone", "mutated")
    return [*(f"{kind} {found[f'{kind} right']}/{found[kind]}" for kind in kinds if found[kind]), f"wrong {found['wrong']}"]


if __name__ == "__main__":
    sys.exit(main())
