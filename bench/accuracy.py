"""Measure what regkit finds: on the model corpus against its gold, and on annotated documents of one's own; write the tables of docs/accuracy.md.

    python bench/accuracy.py                        # the model corpus
    python bench/accuracy.py --data DIR             # and a folder of annotated documents, with the scorer that belongs to it
    python bench/accuracy.py --data DIR --write     # write docs/measured/model.txt and docs/measured/real.txt, which docs/accuracy.md includes

The annotated documents and their scorer are no part of the project. A scorer is a program that is called as

    python SCORER WHAT --data DIR --regkit COMMAND --json FILE [--raw]

runs ``COMMAND annotate`` on the documents of DIR, and writes a JSON object with an entry for WHAT, in which every measure is an object with P, R
and F1; what it measures of norms it prints, a line a measure (``conditions overlap P=1.000 R=1.000 F1=1.000 …``). ``--scorer`` names it; without
it, it is DIR/../tools/score.py. Without ``--write`` nothing is written; a table is written only when all of it was measured.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MEASURED = ROOT / "docs" / "measured"
LAYERS = {
    "terms": "terms that are defined",
    "scopes": "their scopes",
    "norms": "norms and their modality",
    "bearers": "who is bound or freed",
    "conditions": "conditions and exceptions",
    "deadlines": "deadlines",
    "citations": "citations and what they point to",
}
_PRINTED = re.compile(r"^(?P<name>\w+(?: +\w+)?) +P=(?P<P>[\d.]+) R=(?P<R>[\d.]+) F1=(?P<F1>[\d.]+)", re.M)
_MODALITY = re.compile(r"^modality strict (?P<strict>[\d.]+)", re.M)
Results = Mapping[str, Any]


def at(results: Results, *path: str) -> Any:
    """Return what stands at a path of the scorer's results; SystemExit names the path where nothing does."""
    found: Any = results
    for key in path:
        if not isinstance(found, Mapping) or key not in found:
            sys.exit(f"The scorer's results have no entry {' > '.join(path)}: is it the scorer for this data?")
        found = found[key]
    return found


def f1(results: Results, *path: str) -> str:
    """Return "F1 .947 (precision .906, recall .992)"."""
    found = at(results, *path)
    return f"F1 {short(found['F1'])} (precision {short(found['P'])}, recall {short(found['R'])})"


def short(value: float) -> str:
    """Return a figure with three decimals, without the zero before the point."""
    return f"{value:.3f}".removeprefix("0")


def gold(results: Results, *path: str) -> int:
    """Return how many annotations people made."""
    found = at(results, *path)
    return int(found.get("gold", found.get("n_gold", 0)))


def of_norms(results: Results) -> str:
    """Return the measures of norms in one line."""
    norms = at(results, "norms")
    figures = [f"modality {short(norms['modality'])}", f"bearer F1 {short(at(norms, 'actor')['F1'])}"]
    for kind in ("conditions", "exceptions", "deadlines"):
        figures.append(f"{kind} F1 {short(at(norms, kind + ' overlap')['F1'])} (exact {short(at(norms, kind + ' exact')['F1'])})")
    return ", ".join(figures)


ROWS: Sequence[tuple[str, Callable[[Results], str], Callable[[Results], str]]] = (
    (
        "paragraph labels",
        lambda r: f"parts of 12 CFR as plain text and as CFR XML, {gold(r, 'structure', 'label')} labels",
        lambda r: f"F1 {short(at(r, 'structure', 'label', 'F1'))} and {short(at(r, 'structure raw', 'label', 'F1'))}",
    ),
    (
        "sentences",
        lambda _: "CFR, Federal Register, adjudication decisions",
        lambda r: ", ".join(f"F1 {short(at(r, 'sentences', name, 'F1'))}" for name in ("reg_cfr", "reg_fr", "mlsbd_CD_bva_test")),
    ),
    (
        "definitions",
        lambda r: f"the same parts, {gold(r, 'definitions', 'term_and_paragraph')} terms with their paragraph",
        lambda r: f1(r, "definitions", "term_and_paragraph"),
    ),
    (
        "definitions on web pages",
        lambda _: "pages of a rulebook, the terms that their markup names",
        lambda r: f"recall {short(at(r, 'rulebook', 'recall'))}",
    ),
    (
        "uses of terms",
        lambda r: f"the same parts, {gold(r, 'uses', 'overlap'):,} uses",
        lambda r: f"{f1(r, 'uses', 'overlap')}; linked to the right definition {short(at(r, 'uses', 'linked_right_of_found'))}",
    ),
    (
        "internal references",
        lambda r: f"to the exact paragraph, {gold(r, 'citations', 'internal audited', 'target_label')} audited by eye",
        lambda r: f1(r, "citations", "internal audited", "target_label"),
    ),
    (
        "external citations",
        lambda r: f"{gold(r, 'citations', 'external audited', 'span_overlap')} numeric citations audited by eye",
        lambda r: (
            f"recall {short(at(r, 'citations', 'external audited', 'span_overlap', 'R'))}, "
            f"right title and section {short(at(r, 'citations', 'external audited', 'target_sec', 'R'))}"
        ),
    ),
    (
        "cross-references",
        lambda r: f"{at(r, 'xref', 'n')} of a financial rulebook",
        lambda r: f"recall {short(at(r, 'xref', 'recall'))}",
    ),
    ("norms", lambda _: "single sentences of rules and commentary, annotated by hand", of_norms),
    (
        "obligation or not",
        lambda r: f"{gold(r, 'obligations', 'obligations_eu')} obligations among sentences of EU acts, another style of drafting",
        lambda r: f1(r, "obligations", "obligations_eu"),
    ),
    (
        "obligation or not",
        lambda r: f"{gold(r, 'obligations', 'obligations_llm')} obligations of a financial rulebook, labelled by a language model (noisy)",
        lambda r: f1(r, "obligations", "obligations_llm"),
    ),
)
VERBS = ("structure", "definitions", "citations", "uses", "sentences", "norms", "xref", "obligations", "rulebook")


def run(scorer: Path, what: str, data: Path, regkit: str, *, raw: bool = False) -> Any:
    """Run the scorer for one layer and return its entry of the results; of norms, what it prints."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        command = [sys.executable, str(scorer), what, "--data", str(data), "--regkit", regkit, "--json", str(result), *(["--raw"] if raw else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{what}: the scorer ended with {done.returncode}\n{done.stderr[-2000:]}")
        if what == "norms":
            return printed(done.stdout)
        return json.loads(result.read_text(encoding="utf-8"))[what]


def printed(text: str) -> dict[str, Any]:
    """Return the measures that the scorer prints for norms.

    >>> printed("modality strict 0.984 lenient 1.000\\nconditions overlap  P=1.000 R=0.900 F1=0.947 (tp 9)\\n")["conditions overlap"]["R"]
    0.9
    """
    found: dict[str, Any] = {
        " ".join(match["name"].split()): {key: float(match[key]) for key in ("P", "R", "F1")} for match in _PRINTED.finditer(text)
    }
    modality = _MODALITY.search(text)
    if modality:
        found["modality"] = float(modality["strict"])
    return found


def real(scorer: Path, data: Path, regkit: str) -> str:
    """Return the table of the annotated documents."""
    results = {what: run(scorer, what, data, regkit) for what in VERBS}
    results["structure raw"] = run(scorer, "structure", data, regkit, raw=True)
    return table(("layer", "on", "result"), [(layer, on(results), result(results)) for layer, on, result in ROWS])


def model() -> str:
    """Return the table of the model corpus, against its gold in corpus/*/gold.toml."""
    sys.path.insert(0, str(ROOT / "tests" / "gold"))
    import score_gold

    tallies: dict[str, list[score_gold.Tally]] = {}
    for analysis in score_gold.analyse_corpus():
        gold_of = score_gold.load_gold(score_gold.CORPUS / analysis.document.id)
        for layer, tally in score_gold.score(analysis, gold_of).items():
            tallies.setdefault(layer, []).append(tally)
    totals = {layer: score_gold.total(each) for layer, each in tallies.items()}
    rows = [(LAYERS.get(layer, layer), short(one.precision), short(one.recall), str(one.right)) for layer, one in totals.items()]
    return table(("layer", "precision", "recall", "right"), rows)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ["---"] * len(head), *rows))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, or write them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, help="a folder of annotated documents")
    parser.add_argument("--scorer", type=Path, help="the scorer of that folder (default: DIR/../tools/score.py)")
    parser.add_argument("--regkit", default=f"{sys.executable} -m regkit", help="the command that is measured")
    parser.add_argument("--write", action="store_true", help="write the tables of docs/accuracy.md")
    options = parser.parse_args(arguments)
    tables = {"model": model()}
    if options.data is not None:
        scorer = options.scorer or options.data.resolve().parent / "tools" / "score.py"
        if not scorer.is_file() or not options.data.is_dir():
            parser.error(f"no scorer at {scorer}, or no folder {options.data}")
        tables["real"] = real(scorer, options.data, options.regkit)
    for name, text in tables.items():
        print(text)
        if options.write:
            MEASURED.mkdir(exist_ok=True)
            (MEASURED / f"{name}.txt").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
