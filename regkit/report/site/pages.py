"""What the templates of the site print: the pages of documents with their requirements beside them, dossiers, the first page.

Views of the reports are used as they are; nothing is decided in a template.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from regkit.model.coverage import CoverageStatus
from regkit.report.facts import CheckFact, ProjectView, RequirementFact
from regkit.report.picture import Neighbourhood, Neighbourhoods
from regkit.report.site.plan import Plan, Unit
from regkit.report.views.common import DocumentRow, Segment, StatusChip, StatusCount, front, place, status_counts, web_url
from regkit.report.views.rows import Row, Rows
from regkit.report.views.source import SourceSentence, source_documents

_ATTENTION = (CoverageStatus.LOST, CoverageStatus.FAILING, CoverageStatus.SUSPECT, CoverageStatus.STALE, CoverageStatus.UNCOVERED)
MOST_ATTENTION = 12


class Pair(Struct, frozen=True, kw_only=True, gc=False):
    """A paragraph of the source, and the requirements that rest on it beside it. ``first`` begins a provision, whose place it has."""

    place: str
    pinpoint: str
    heading: bool
    depth: int
    url: str
    sentences: tuple[SourceSentence, ...]
    rows: tuple[Row, ...]


class Crumb(Struct, frozen=True, gc=False):
    """A page over this one."""

    path: str
    title: str


class DocumentPage(Struct, frozen=True, kw_only=True):
    """A page of a document. ``parts`` are the pages under it with how many requirements each has; ``terms`` the definitions that it may show."""

    path: str
    title: str
    document: DocumentRow
    crumbs: tuple[Crumb, ...]
    before: Crumb | None
    after: Crumb | None
    parts: tuple[tuple[Crumb, int], ...]
    pairs: tuple[Pair, ...]
    statuses: tuple[StatusCount, ...]
    total: int
    definitions: tuple[tuple[str, str], ...]


class CheckDetail(Struct, frozen=True, kw_only=True, gc=False):
    """A check with all that is known of it."""

    fact: CheckFact
    result: str
    result_words: str


class Dossier(Struct, frozen=True, kw_only=True):
    """Everything on one requirement."""

    row: Row
    checks: tuple[CheckDetail, ...]
    terms: tuple[tuple[str, str, str], ...]
    citations: tuple[tuple[str, str, str], ...]
    reliance: tuple[str, ...]
    neighbourhood: Neighbourhood


class DossierPage(Struct, frozen=True, kw_only=True):
    """The dossiers on one page: one, or those of a provision."""

    path: str
    title: str
    dossiers: tuple[Dossier, ...]
    document: Crumb
    before: Crumb | None
    after: Crumb | None


class Attention(Struct, frozen=True, kw_only=True, gc=False):
    """What needs attention: a status, how many have it, the first of them."""

    chip: StatusChip
    count: int
    rows: tuple[tuple[str, str, str], ...]


class Site:
    """Makes the pages of one project; the look-ups are made once."""

    def __init__(self, project: ProjectView, plan: Plan) -> None:
        self.project = project
        self.plan = plan
        self.front = front(project)
        self.rows = Rows(project)
        self._drawn = Neighbourhoods(project)
        self._documents = {row.id: row for row in self.front.documents}
        self._by_sentence: dict[str, list[RequirementFact]] = defaultdict(list)
        for fact in project.requirements:
            self._by_sentence[fact.sentence].append(fact)
        made = source_documents(project)
        self._sources = {document.id: source for document, source in zip(project.documents, made, strict=True)}
        self._cited: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for authority in project.authorities:
            url = "" if authority.provision else web_url(authority.url)
            for spot in authority.places if url else ():
                self._cited[spot.sentence].append((spot.written, url))
        self._trees = {tree.requirement: tree.reasons for tree in project.trees}
        self._titles = {unit.path: unit.title for unit in plan.units}

    def official(self, sentence: str, part: Segment) -> str:
        """Return the official address of what a citation in a sentence means, where it leads out of the corpus; else nothing."""
        if part.link or "citation" not in part.layers:
            return ""
        found = self._cited.get(sentence, ())
        return next((url for written, url in found if written == part.text), next((url for written, url in found if part.text in written), ""))

    def document_pages(self) -> Iterator[DocumentPage]:
        """Yield every page of every document, in reading order."""
        units = self.plan.units
        for at, unit in enumerate(units):
            near = [units[other] if 0 <= other < len(units) and units[other].document is unit.document else None for other in (at - 1, at + 1)]
            yield self._document(unit, *(Crumb(found.path, found.title) if found else None for found in near))

    def _document(self, unit: Unit, before: Crumb | None, after: Crumb | None) -> DocumentPage:
        source = self._sources[unit.document.id]
        pairs: list[Pair] = []
        facts: list[RequirementFact] = []
        definitions: dict[str, str] = {}
        for at in unit.pieces:
            provision = source.provisions[at]
            for number, paragraph in enumerate(provision.paragraphs or ((),)):
                beside = [fact for sentence in paragraph for fact in self._by_sentence.get(sentence.id, ())]
                facts += beside
                pairs.append(
                    Pair(
                        place=provision.place if not number else "",
                        pinpoint=provision.pinpoint if not number else "",
                        heading=bool(paragraph) and all(sentence.heading for sentence in paragraph),
                        depth=provision.depth,
                        url=provision.url if not number else "",
                        sentences=paragraph,
                        rows=tuple(self.rows.row(fact) for fact in beside),
                    )
                )
            for sentence in unit.document.provisions[at].sentences:
                for mark in sentence.highlights:
                    known = self.rows.sentence(mark.link) if mark.layer == "term" else None
                    if known:
                        definitions[place(known.id)] = known.text
        parts = [other for other in self.plan.units if other.parents and other.parents[-1][0] == unit.path]
        return DocumentPage(
            path=unit.path,
            title=unit.title,
            document=self._documents[unit.document.id],
            crumbs=tuple(Crumb(*parent) for parent in unit.parents),
            before=before,
            after=after,
            parts=tuple((Crumb(other.path, other.title), self._counted(other)) for other in parts),
            pairs=tuple(pairs),
            statuses=status_counts(fact.status for fact in facts),
            total=len(facts),
            definitions=tuple(definitions.items()),
        )

    def _counted(self, unit: Unit) -> int:
        return sum(len(self._by_sentence.get(sentence.id, ())) for at in unit.pieces for sentence in unit.document.provisions[at].sentences)

    def dossier_pages(self) -> Iterator[DossierPage]:
        """Yield every page of dossiers, in reading order."""
        by_page: dict[str, list[RequirementFact]] = defaultdict(list)
        for fact in self.project.requirements:
            by_page[self.plan.dossiers[fact.id]].append(fact)
        paths = list(by_page)
        for at, (path, facts) in enumerate(by_page.items()):
            near = [Crumb(paths[other], by_page[paths[other]][0].pinpoint) if 0 <= other < len(paths) else None for other in (at - 1, at + 1)]
            home = self.plan.homes.get(place(facts[0].id), "")
            yield DossierPage(
                path=path,
                title=facts[0].pinpoint,
                dossiers=tuple(self._dossier(fact) for fact in facts),
                document=Crumb(home if home in self._titles else "index.html", self._titles.get(home, facts[0].document)),
                before=near[0],
                after=near[1],
            )

    def _dossier(self, fact: RequirementFact) -> Dossier:
        drawn = self._drawn.draw(fact.id)
        row = self.rows.row(fact)
        lines = {line.id: line for line in row.checks}
        return Dossier(
            row=row,
            checks=tuple(
                CheckDetail(fact=self.rows.checks[id], result=lines[id].result, result_words=lines[id].result_words)
                for id in fact.checks
                if id in lines
            ),
            terms=tuple((item.head, item.text, item.href) for item in drawn.neighbours if item.kind == "term"),
            citations=tuple(
                (item.head, "" if item.outside else item.href, web_url(item.href) if item.outside else "")
                for item in drawn.neighbours
                if item.kind == "citation"
            ),
            reliance=tuple(self._trees.get(fact.id, ())),
            neighbourhood=drawn,
        )

    def statuses(self) -> tuple[StatusCount, ...]:
        """Return how many requirements have each status."""
        return status_counts(fact.status for fact in self.project.requirements)

    def attention(self) -> tuple[Attention, ...]:
        """Return what needs attention, worst first, each with its first requirements."""
        found: dict[CoverageStatus, list[RequirementFact]] = {status: [] for status in _ATTENTION}
        for fact in self.project.requirements:
            if fact.status in found:
                found[fact.status].append(fact)
        counts = {item.chip.key: item.chip for item in status_counts(())}
        return tuple(
            Attention(
                chip=counts[status.value],
                count=len(facts),
                rows=tuple(
                    (f"{self.plan.dossiers[fact.id]}#{place(fact.id)}", fact.pinpoint, "; ".join(fact.reasons)) for fact in facts[:MOST_ATTENTION]
                ),
            )
            for status, facts in found.items()
            if facts
        )

    def documents(self) -> tuple[tuple[DocumentRow, str, tuple[StatusCount, ...], int, int], ...]:
        """Return each document with its page, the statuses of its requirements, how many are covered, and how many there are."""
        statuses: dict[str, list[CoverageStatus]] = defaultdict(list)
        for fact in self.project.requirements:
            statuses[fact.document].append(fact.status)
        return tuple(
            (row, self.plan.homes[row.place], status_counts(statuses[row.id]), statuses[row.id].count(CoverageStatus.COVERED), len(statuses[row.id]))
            for row in self.front.documents
        )
