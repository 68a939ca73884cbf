"""The whole flow on one page: source → document → sentences → annotations → resolved annotations → graph.

Each stage is one package that turns one thing into the next; this module only puts them in a row. Stages that need spaCy are imported when
they run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from regkit.model.analysis import Analysis
from regkit.model.document import Document


def extract(document: Document) -> Analysis:
    """Return what one document says: sentences, lists, citations, definitions and norms, not yet resolved against other documents."""
    from regkit.extract import extract as run  # noqa: PLC0415  (imports spaCy)
    from regkit.segment import segment  # noqa: PLC0415

    sentences, lists = segment(document)
    return run(Analysis(document=document, sentences=sentences, lists=lists))


def analyse(paths: Iterable[Path], *, instrument: str = "") -> tuple[Analysis, ...]:
    """Read and extract bare files, then resolve them together; see `regkit annotate` in the docs."""
    from regkit.read import read  # noqa: PLC0415
    from regkit.resolve import resolve  # noqa: PLC0415

    analyses: list[Analysis] = []
    taken: dict[str, int] = {}
    for path in paths:
        document = read(path, instrument=instrument)
        count = taken[document.id] = taken.get(document.id, 0) + 1
        if count > 1:
            document = read(path, id=f"{document.id}-{count}", instrument=instrument)
        analyses.append(extract(document))
    return resolve(analyses)


def build(analyses: Sequence[Analysis]) -> object:
    """Stub."""
    raise NotImplementedError
