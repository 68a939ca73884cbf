"""Set documents as PDF, read them back, and count what came through: sentences, footnotes, pages, speed.

    python bench/pdf.py FILE… [--keep FOLDER] [--engine typst|weasyprint|all] [--show N]
    python bench/pdf.py --mutate 10000 FILE.pdf…

Sources are whatever regkit reads; body text and footnotes are set in several layouts (columns, fonts, sizes, justified or not, hyphenated, running
heads, page numbers). Each sentence carries a mark in the source of the PDF whose page the typesetter reports: that is the truth for its page.
A sentence counts as whole and in order where its exact text stands in one paragraph of what was read, after the sentence before it. Needs the
packages typst and weasyprint (``pip install typst weasyprint``).

``--mutate`` damages PDFs at random (seeded) and reads them, each under a bound of time and memory.
"""

from __future__ import annotations

import argparse
import faulthandler
import html
import json
import random
import re
import resource
import sys
import tempfile
import time
from bisect import bisect_left
from pathlib import Path
from typing import Any

from msgspec import Struct

from regkit.errors import RegkitError
from regkit.model.document import Document, ProvisionType
from regkit.read import read, read_bytes
from regkit.segment import segment


class Layout(Struct, frozen=True):
    """How a document is set."""

    name: str
    engine: str
    columns: int
    font: str
    size: float
    justify: bool
    paper: str = "us-letter"
    indent: str = "1em"
    gap: str = "0.65em"
    leading: str = "0.65em"
    note: float = 0.8
    tagged: bool = True


LAYOUTS = (
    Layout("typst-1", "typst", 1, "Libertinus Serif", 11, justify=True),
    Layout("typst-1-double", "typst", 1, "New Computer Modern", 12, justify=False, leading="1.6em", gap="1.6em", indent="2em", tagged=False),
    Layout("typst-2", "typst", 2, "Libertinus Serif", 10, justify=True, indent="0em", gap="1.1em"),
    Layout("typst-2-ragged", "typst", 2, "DejaVu Sans Mono", 7.5, justify=False, paper="a4", tagged=False),
    Layout("typst-3", "typst", 3, "Libertinus Serif", 8.5, justify=True),
    Layout("typst-3-modern", "typst", 3, "New Computer Modern", 8, justify=True, tagged=False),
    Layout("weasyprint-1", "weasyprint", 1, "serif", 11, justify=True),
    Layout("weasyprint-2", "weasyprint", 2, "sans-serif", 9.5, justify=True, indent="0", gap="6pt"),
    Layout("weasyprint-3", "weasyprint", 3, "serif", 8.5, justify=True),
)


class Truth(Struct):
    """What the PDF holds: sentences of the body with the page each begins on, and the texts of the notes."""

    sentences: list[str]
    pages: list[int]
    notes: list[tuple[int, str]]  # index of the sentence in or after which it is called, text
    count: int


class Part(Struct):
    """A block to set: its text cut into sentences, the calls by offset, whether it is a heading."""

    text: str
    sentences: list[tuple[int, int]]
    calls: list[tuple[int, str]]
    heading: bool


def parts_of(document: Document) -> list[Part]:
    notes: dict[str, str] = {}
    inside: set[int] = set()
    for index, provision in enumerate(document.provisions):
        if provision.type is ProvisionType.FOOTNOTE:
            inside.add(index)
            notes[provision.id] = " ".join(document.quote(block.span) for block in document.blocks if block.provision == index)
    spans = [sentence.span for sentence in segment(document)[0]]
    starts = [span.start for span in spans]
    found = []
    for block in document.blocks:
        at, chain = block.provision, []
        while at >= 0:
            chain.append(at)
            at = document.provisions[at].parent
        if inside.intersection(chain) or block.table:
            continue
        here = spans[bisect_left(starts, block.span.start) : bisect_left(starts, block.span.end)]
        calls = [
            (call.span.start - block.span.start, notes[call.note])
            for call in document.calls
            if block.span.start <= call.span.start <= block.span.end and notes.get(call.note)
        ]
        cut = [(span.start - block.span.start, min(span.end, block.span.end) - block.span.start) for span in here]
        found.append(Part(document.quote(block.span), cut or [(0, len(block.span))], calls, block.heading))
    seen: set[str] = set()
    for part in found:
        part.calls = [(at, text) for at, text in part.calls if not (f"{id(part)}{at}{text}" in seen or seen.add(f"{id(part)}{at}{text}"))]
    return found


_TYPST = re.compile(r"([\\#$*_`<>@\[\]~/=+\-\"'.:])")


def escaped(text: str) -> str:
    return _TYPST.sub(r"\\\1", text)


def typst_source(parts: list[Part], layout: Layout) -> str:
    columns = f"columns:{layout.columns}," if layout.columns > 1 else ""
    lines = [
        (
            f'#set page(paper:"{layout.paper}",{columns}margin:(x:0.8in,y:1in),header:context if counter(page).get().first() > 1 '
            "[Federal Register \\/ Vol. 89, No. 29 \\/ Notices #h(1fr) #(9000 + counter(page).get().first())],"
            "footer:align(center)[#context counter(page).display()])"
        ),
        "#set columns(gutter:13pt)",
        f'#set text(font:"{layout.font}",size:{layout.size}pt,lang:"en",hyphenate:true)',
        f"#set par(justify:{str(layout.justify).lower()},first-line-indent:{layout.indent},spacing:{layout.gap},leading:{layout.leading})",
        f"#show footnote.entry: set text(size:{layout.size * layout.note}pt)",
        "#let m(i) = context [#metadata((i, here().page()))<s>]",
    ]
    number = 0
    for part in parts:
        out = []
        if part.heading:
            lines.append(f'#block(above:1.2em,below:0.8em,text(weight:"bold")[{escaped(part.text)}])')
            continue
        at = 0
        events = sorted([(a, 1, None) for a, _ in part.sentences] + [(offset, 0, text) for offset, text in part.calls], key=lambda e: e[:2])
        for offset, _, note in events:
            out.append(escaped(part.text[at:offset]))
            at = offset
            if note is None:
                out.append(f"#m({number});\\u{{2060}}")  # else a line may end, and a page, between the mark and the sentence
                number += 1
            else:
                out.append(f"#footnote[{escaped(note)}]")
        out.append(escaped(part.text[at:]))
        lines += ["", "".join(out)]
    return "\n".join(lines)


def html_source(parts: list[Part], layout: Layout) -> str:
    style = f"""@page {{ size: letter; margin: 1in 0.8in; @top-left {{ content: "Federal Register / Vol. 89, No. 29"; font-size: 8pt }}
      @top-right {{ content: counter(page); font-size: 8pt }} @footnote {{ border-top: 0.5pt solid black; padding-top: 4pt }} }}
      html {{ hyphens: auto; font: {layout.size}pt {layout.font}; text-align: {"justify" if layout.justify else "left"} }}
      body {{ columns: {layout.columns}; column-gap: 14pt; margin: 0 }}
      p {{ margin: 0 0 {layout.gap if layout.gap != "0.65em" else 0}; text-indent: {layout.indent} }}
      h2 {{ font-size: {layout.size}pt; margin: 8pt 0 4pt; hyphens: none }}
      .fn {{ float: footnote; font-size: {layout.size * layout.note}pt; text-indent: 0; text-align: left }}"""
    lines = [f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>x</title><style>{style}</style><body>']
    number = 0
    for part in parts:
        if part.heading:
            lines.append(f"<h2>{html.escape(part.text)}</h2>")
            continue
        out, at = [], 0
        events = sorted([(a, 1, None) for a, _ in part.sentences] + [(offset, 0, text) for offset, text in part.calls], key=lambda e: e[:2])
        for offset, _, note in events:
            out.append(html.escape(part.text[at:offset]))
            at = offset
            if note is None:
                following = part.text[offset : offset + 1]
                out.append(f'<span id="s{number}">{html.escape(following)}</span>')
                at = offset + len(following)
                number += 1
            else:
                out.append(f'<span class="fn">{html.escape(note)}</span>')
        out.append(html.escape(part.text[at:]))
        lines.append(f"<p>{''.join(out)}</p>")
    return "\n".join(lines)


def make(parts: list[Part], layout: Layout, target: Path) -> Truth:
    """Write the PDF and return what it holds."""
    sentences = [part.text[a:b] for part in parts if not part.heading for a, b in part.sentences]
    notes, number = [], 0
    for part in parts:
        if not part.heading:
            notes += [(number + sum(a < offset for a, _ in part.sentences) - 1, text) for offset, text in part.calls]
            number += len(part.sentences)
    if layout.engine == "typst":
        import typst

        source = target.with_suffix(".typ")
        source.write_text(typst_source(parts, layout), encoding="utf-8")
        typst.compile(str(source), output=str(target))
        found = json.loads(typst.query(str(source), "<s>", field="value"))
        pages = [page for _, page in sorted(map(tuple, found))]
        count = max(pages)
    else:
        import weasyprint

        document = weasyprint.HTML(string=html_source(parts, layout)).render()
        document.write_pdf(str(target))
        by = {name: index + 1 for index, page in reversed(list(enumerate(document.pages))) for name in page.anchors}
        pages = [by.get(f"s{index}", 0) for index in range(len(sentences))]
        count = len(document.pages)
    return Truth(sentences, pages, notes, count)


def flat(text: str) -> str:
    return " ".join(text.replace("\u2010", "-").split())


def _nearest(text: str, wanted: str, last: int) -> str:
    """Return what stands where the longest beginning of a lost sentence was found."""
    length = len(wanted)
    while length > 8:
        at = text.find(wanted[:length], last)
        if at >= 0:
            return text[at + max(0, length - 30) : at + length + 60]
        length = length * 3 // 4 if length > 40 else length - 4
    return ""


def attached_notes(document: Document, truth: Truth, note_blocks: set[int], places: list[int], missing: list[tuple[str, str]]) -> int:
    """Count the notes whose whole text was read and is called in, or right after, the sentence that calls it."""
    attached = 0
    by_note: dict[str, list[int]] = {}
    for call in document.calls:
        by_note.setdefault(call.note, []).append(call.span.start)
    texts: dict[str, list[str]] = {}
    for i, provision in enumerate(document.provisions):
        if i in note_blocks:
            texts.setdefault(
                flat(" ".join(document.quote(b.span) for b in document.blocks if b.provision == i or document.provisions[b.provision].parent == i)),
                [],
            ).append(provision.id)
    for index, note in truth.notes:
        ids = texts.get(flat(note), [])
        start = max((place for place in places[: index + 1] if place >= 0), default=0)
        end = next((place for place in places[index + (places[index] >= 0) :] if place >= 0), len(document.text))
        if places[index] >= 0:
            end = places[index] + len(truth.sentences[index]) + 1
        good = any(start <= call <= end for id in ids for call in by_note.get(id, []))
        attached += good
        if not good:
            missing.append(("note " + ("unattached" if ids else "text"), note))
    return attached


def score(document: Document, truth: Truth, show: int) -> dict[str, Any]:
    """Return the shares of sentences, notes and pages that came through."""
    note_blocks = {i for i, p in enumerate(document.provisions) if p.type is ProvisionType.FOOTNOTE}
    chunks, starts = [], []
    for block in document.blocks:
        at, inside = block.provision, False
        while at >= 0:
            inside |= at in note_blocks
            at = document.provisions[at].parent
        if not inside:
            chunks.append(document.quote(block.span).replace("\u2010", "-"))
            starts.append(block.span.start)
    text = "\n".join(chunks)
    offsets, at = [], 0
    for chunk in chunks:
        offsets.append(at)
        at += len(chunk) + 1
    spans = {flat(document.quote(s.span)) for s in segment(document)[0]}
    whole = right = segmented = 0
    last, missing = 0, []
    places = []
    for sentence, page in zip(truth.sentences, truth.pages, strict=True):
        wanted = flat(sentence)
        found = text.find(wanted, last)
        if found < 0 or found - last > (20_000 if len(wanted) > 30 else 400):
            found = -1
        if found < 0:
            missing.append(("lost", f"{wanted[:200]}\n      READ {_nearest(text, wanted, last)!r}"))
            places.append(-1)
            continue
        last = found + len(wanted)
        whole += 1
        segmented += wanted in spans
        chunk = max(i for i in range(bisect_left(offsets, found + 1)) if offsets[i] <= found)
        offset = starts[chunk] + found - offsets[chunk]
        places.append(offset)
        if document.origin(offset).page == page:
            right += 1
        else:
            missing.append((f"page {document.origin(offset).page} not {page}", wanted))
    attached = attached_notes(document, truth, note_blocks, places, missing)
    for kind, wanted in missing[:show]:
        print(f"    {kind}: {wanted[:500]}")
    n = max(1, len(truth.sentences))
    return {
        "sentences": len(truth.sentences),
        "whole": whole / n,
        "segmented": segmented / n,
        "page": right / max(1, whole),
        "notes": len(truth.notes),
        "attached": attached / max(1, len(truth.notes)),
        "pages": truth.count,
    }


def run(files: list[str], keep: str, engine: str, show: int, only: str) -> int:
    folder = Path(keep or tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{'file':<26}{'layout':<18}{'pages':>6}{'sentences':>10}{'whole':>8}{'cut same':>9}{'page':>8}{'notes':>6}{'attached':>9}{'pages/s':>9}")
    sums: dict[str, list[dict[str, Any]]] = {}
    for file in files:
        parts = parts_of(read(file))
        for layout in LAYOUTS:
            if engine not in ("all", layout.engine) or (only and only != layout.name):
                continue
            target = folder / f"{Path(file).stem}-{layout.name}.pdf"
            truth = make(parts, layout, target)
            data = target.read_bytes()
            start = time.process_time()
            document = read_bytes(data, target.name)
            spent = time.process_time() - start
            row = score(document, truth, show) | {"speed": truth.count / spent}
            sums.setdefault(layout.name, []).append(row)
            print(
                f"{Path(file).stem[:25]:<26}{layout.name:<18}{row['pages']:>6}{row['sentences']:>10}{row['whole']:>8.4f}{row['segmented']:>9.4f}"
                f"{row['page']:>8.4f}{row['notes']:>6}{row['attached']:>9.4f}{row['speed']:>9.1f}",
                flush=True,
            )
    for name, rows in sums.items():
        sentences, notes = sum(r["sentences"] for r in rows), sum(r["notes"] for r in rows)
        whole = sum(r["whole"] * r["sentences"] for r in rows) / max(1, sentences)
        attached = sum(r["attached"] * r["notes"] for r in rows) / max(1, notes)
        page = sum(r["page"] * r["sentences"] for r in rows) / max(1, sentences)
        print(f"{'all':<26}{name:<18}{sum(r['pages'] for r in rows):>6}{sentences:>10}{whole:>8.4f}{'':>9}{page:>8.4f}{notes:>6}{attached:>9.4f}")
    return 0


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Return a damaged copy: bytes flipped, cut, doubled, moved; numbers changed; names swapped."""
    out = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4, 12])):
        at = chance.randrange(len(out) + 1)
        end = min(len(out), at + chance.choice([1, 4, 40, 400, 4000]))
        match chance.randrange(6):
            case 0:
                del out[at:end]
            case 1:
                out[at:at] = out[end : end + chance.choice([1, 30, 300])]
            case 2:
                for i in range(at, min(end, at + 40)):
                    out[i] ^= 1 << chance.randrange(8)
            case 3:
                out[at:end] = chance.choice([b"/Kids", b"/Page", b"<<", b">>", b"endobj", b"99999999999", b"-1", b"[", b"BT", b"0 0 R", b"stream\n"])
            case 4:
                numbers = list(re.finditer(rb"\d+", bytes(out[at : at + 2000])))
                if numbers:
                    found = chance.choice(numbers)
                    out[at + found.start() : at + found.end()] = str(chance.choice([0, -1, 1, 7, 65536, 2**31, 10**12])).encode()
            case 5:
                del out[at:]
    return bytes(out)


def fuzz(count: int, files: list[str], seed: int) -> int:
    """Read damaged copies; print what became of them. Fails on anything but a document or an error of regkit's."""
    sources = [Path(file).read_bytes() for file in files]
    results: dict[str, int] = {}
    longest, bad = 0.0, 0
    for number in range(seed, seed + count):
        chance = random.Random(number)
        data = mutate(chance.choice(sources), chance)
        faulthandler.dump_traceback_later(20, exit=True)  # a hang, in pdfium itself too: says where, and stops
        print(number, file=sys.stderr, end="\r")
        start = time.perf_counter()
        try:
            read_bytes(data, "m.pdf")
            what = "document"
        except RegkitError as error:
            what = re.sub(r"\d+", "#", error.message)[:70]
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            what = f"CRASH {type(error).__name__}: {error}"
            bad += 1
            print(f"seed {number}: {what}", flush=True)
        spent = time.perf_counter() - start
        if spent > longest:
            longest, slowest = spent, number
        results[what] = results.get(what, 0) + 1
    faulthandler.cancel_dump_traceback_later()
    for what, times in sorted(results.items(), key=lambda pair: -pair[1]):
        print(f"{times:>7}  {what}")
    print(f"longest {longest:.2f} s (seed {slowest}); memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 1 if bad or longest > 10 else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--keep", default="", help="folder for the PDFs")
    parser.add_argument("--engine", default="all", choices=["all", "typst", "weasyprint"])
    parser.add_argument("--layout", default="")
    parser.add_argument("--show", type=int, default=0, help="print so many misses of each")
    parser.add_argument("--mutate", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.mutate:
        return fuzz(given.mutate, given.files, given.seed)
    return run(given.files, given.keep, given.engine, given.show, given.layout)


if __name__ == "__main__":
    sys.exit(main())
