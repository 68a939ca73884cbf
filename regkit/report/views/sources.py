"""Source pages: the text of every document with its marks, and beside each provision what rests on it."""

from __future__ import annotations

from msgspec import Struct

from regkit.report.facts import ProjectView
from regkit.report.views.common import Front, front
from regkit.report.views.rows import Row, Rows
from regkit.report.views.source import SourceDocument, SourceProvision, source_documents
from regkit.report.words import ngettext


class SidedProvision(Struct, frozen=True, kw_only=True, gc=False):
    """A provision and the requirements that stand in it."""

    provision: SourceProvision
    rows: tuple[Row, ...]


class SidedDocument(Struct, frozen=True, kw_only=True, gc=False):
    """A document, provision by provision. ``said`` is how much of it is traced, in words."""

    document: SourceDocument
    provisions: tuple[SidedProvision, ...]
    said: str


class SourcesView(Struct, frozen=True, kw_only=True, gc=False):
    """The sources. ``rows`` are all requirements in reading order; ``sources`` is empty, for the page is made of them."""

    front: Front
    documents: tuple[SidedDocument, ...]
    rows: tuple[Row, ...]
    sources: tuple[SourceDocument, ...] = ()


def sources_view(project: ProjectView) -> SourcesView:
    """Return the documents of ``project`` with what rests on each provision."""
    make = Rows(project)
    rows = make.all()
    by_sentence: dict[str, list[Row]] = {}
    for row, fact in zip(rows, project.requirements, strict=True):
        by_sentence.setdefault(fact.sentence, []).append(row)
    documents = []
    for document in source_documents(project, {row.id for row in rows}):
        sided = []
        count = 0
        for provision in document.provisions:
            found = [row for paragraph in provision.paragraphs for sentence in paragraph for row in by_sentence.get(sentence.id, ())]
            count += len(found)
            sided.append(SidedProvision(provision=provision, rows=tuple(found)))
        with_some = sum(bool(one.rows) for one in sided)
        requirements = ngettext("%(count)s requirement", "%(count)s requirements", count)
        said = ngettext(
            "%(requirements)s in %(count)s provision of %(all)s",
            "%(requirements)s in %(count)s provisions of %(all)s",
            with_some,
            requirements=requirements,
            all=f"{len(sided):,}",
        )
        documents.append(SidedDocument(document=document, provisions=tuple(sided), said=said))
    return SourcesView(front=front(project), documents=tuple(documents), rows=rows)
