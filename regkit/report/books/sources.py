"""Source pages as a book: a section a document, paragraph by paragraph, what rests on each provision after it."""

from __future__ import annotations

from collections.abc import Iterator

from regkit.report.blocks import Block, Bullets, Cell, Line, Paragraph, Run, Section, cell, marked, text
from regkit.report.views.rows import Row
from regkit.report.views.source import SourceProvision
from regkit.report.views.sources import SidedDocument, SourcesView
from regkit.report.words import _, named


def sources_book(view: SourcesView) -> tuple[Section, ...]:
    """Return a section for each document."""
    return tuple(
        Section(title=side.document.title, place=side.document.place, blocks=(_about(side), *(block for block in _blocks(side))))
        for side in view.documents
    )


def _about(side: SidedDocument) -> Paragraph:
    return Paragraph(runs=text(f"{side.document.standing}. {side.said}."), kind="note")


def _blocks(side: SidedDocument) -> Iterator[Block]:
    for sided in side.provisions:
        yield from _paragraphs(sided.provision)
        if sided.rows:
            yield Bullets(items=tuple(_requirement(row) for row in sided.rows))


def _paragraphs(provision: SourceProvision) -> Iterator[Paragraph]:
    for number, paragraph in enumerate(provision.paragraphs):
        runs: list[Run] = []
        for sentence in paragraph:
            if runs and not sentence.glued:
                runs.append(Run(" "))
            runs += [Run(run.text, "strong" if sentence.heading else run.style, run.layers) for run in marked(sentence.segments)]
        place = provision.place if not number else ""
        yield Paragraph(runs=tuple(runs), kind="source", place=place, depth=provision.depth)


def _requirement(row: Row) -> Cell:
    head: Line = (Run(row.status.label, "strong"), Run(f" {named(row.modality or row.kind)} "), Run(row.id, "code"))
    checks = ", ".join(f"{line.id} ({line.result_words})" for line in row.checks) or _("no check")
    return cell(head, text(f"{row.bearer}: {checks}" if row.bearer else checks, "small"))
