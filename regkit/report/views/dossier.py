"""The dossier of a requirement: all that is known of it, for a working paper or a hearing."""

from __future__ import annotations

from msgspec import Struct

from regkit.report.facts import CheckFact, CitationFact, EvidenceFact, ProjectView, RequirementFact, TermFact
from regkit.report.facts_audit import WaiverFact
from regkit.report.views.common import Front, front, place, web_url
from regkit.report.views.coverage import TreeView, tree_views
from regkit.report.views.reviews import ReviewRow, review_rows
from regkit.report.views.rows import RESULT_WORDS, Row, Rows
from regkit.report.views.source import SourceDocument, source_documents
from regkit.report.words import _, word


class EvidenceLine(Struct, frozen=True, kw_only=True, gc=False):
    """A result of a check in words. ``proof`` is the hash of its entry in the log, or of what is attached."""

    date: str
    result: str
    words: str
    by: str
    note: str
    proof: str
    changed: tuple[str, ...]


class CheckSheet(Struct, frozen=True, kw_only=True, gc=False):
    """A check with how it is carried out and every result, the latest first."""

    id: str
    place: str
    title: str
    about: tuple[tuple[str, str], ...]
    evidence: tuple[EvidenceLine, ...]


class TermLine(Struct, frozen=True, kw_only=True, gc=False):
    """A defined term that the sentence uses, and what it means."""

    term: str
    body: str
    pinpoint: str
    source: str


class CitationLine(Struct, frozen=True, kw_only=True, gc=False):
    """A citation: the words, what they mean, and where that is. For one that leads here, ``pinpoint`` and ``source`` are of where it stands."""

    written: str
    target: str
    url: str
    pinpoint: str
    source: str


class Dossier(Struct, frozen=True, kw_only=True, gc=False):
    """One requirement with all that is known of it. ``anchor`` are its coordinates: names with values."""

    row: Row
    place: str
    actions: tuple[str, ...]
    exceptions: tuple[str, ...]
    thresholds: tuple[str, ...]
    anchor: tuple[tuple[str, str], ...]
    terms: tuple[TermLine, ...]
    cites: tuple[CitationLine, ...]
    cited_by: tuple[CitationLine, ...]
    trees: tuple[TreeView, ...]
    checks: tuple[CheckSheet, ...]
    reviews: tuple[ReviewRow, ...]
    waivers: tuple[WaiverFact, ...]


class DossierView(Struct, frozen=True, kw_only=True, gc=False):
    """Dossiers in reading order."""

    front: Front
    rows: tuple[Dossier, ...]
    sources: tuple[SourceDocument, ...]


def dossier_view(project: ProjectView) -> DossierView:
    """Return a dossier of every requirement of ``project``; `regkit.report.select` leaves those that are asked for. Cost: linear in what is shown."""
    make = _Maker(project)
    rows = tuple(make.dossier(fact) for fact in project.requirements)
    return DossierView(front=front(project), rows=rows, sources=source_documents(project, {dossier.row.id for dossier in rows}))


class _Maker:
    def __init__(self, project: ProjectView) -> None:
        self._rows = Rows(project)
        self._terms: dict[str, list[TermFact]] = {}
        for term in project.terms:
            for sentence in dict.fromkeys(term.uses):
                self._terms.setdefault(sentence, []).append(term)
        self._cites: dict[str, list[CitationFact]] = {}
        self._cited: dict[str, list[CitationFact]] = {}
        for citation in project.citations:
            self._cites.setdefault(citation.place.sentence, []).append(citation)
            if citation.provision:
                self._cited.setdefault(citation.provision, []).append(citation)
        self._trees: dict[str, list[TreeView]] = {}
        for tree in tree_views(self._rows, project):
            self._trees.setdefault(tree.row.id, []).append(tree)
        self._reviews: dict[str, list[ReviewRow]] = {}
        for row in review_rows(project):
            self._reviews.setdefault(row.id, []).append(row)
        self._waivers: dict[str, list[WaiverFact]] = {}
        for waiver in project.waivers:
            self._waivers.setdefault(waiver.requirement, []).append(waiver)

    def dossier(self, fact: RequirementFact) -> Dossier:
        row = self._rows.row(fact)
        layers: dict[str, list[str]] = {}
        for mark in fact.highlights:
            layers.setdefault(mark.layer, []).append(fact.quote[mark.start : mark.end])
        anchor = [
            (_("Document"), fact.document),
            (_("Provision"), fact.provision),
            (_("Sentence"), fact.sentence),
            (_("Code points"), _("%(start)s to %(end)s of the canonical text", start=f"{fact.start:,}", end=f"{fact.end:,}")),
            (_("Fingerprint of the wording"), fact.fingerprint),
            (_("Rule"), fact.rule),
        ]
        return Dossier(
            row=row,
            place=place(fact.id, "dossier"),
            actions=fact.actions,
            exceptions=tuple(layers.get("exception", ())),
            thresholds=tuple(layers.get("threshold", ())),
            anchor=tuple((name, value) for name, value in anchor if value),
            terms=tuple(self._term(term) for term in self._terms.get(fact.sentence, ())),
            cites=tuple(self._cite(citation) for citation in self._cites.get(fact.sentence, ())),
            cited_by=tuple(self._citing(citation) for citation in self._cited.get(fact.provision, ())),
            trees=tuple(self._trees.get(fact.id, ())),
            checks=tuple(_check(self._rows.checks[id]) for id in fact.checks if id in self._rows.checks),
            reviews=tuple(self._reviews.get(fact.id, ())),
            waivers=tuple(self._waivers.get(fact.id, ())),
        )

    def _shown(self, sentence: str) -> str:
        return place(sentence) if self._rows.sentence(sentence) else ""

    def _term(self, term: TermFact) -> TermLine:
        return TermLine(term=term.written or term.term, body=term.body, pinpoint=term.pinpoint, source=self._shown(term.sentence))

    def _cite(self, citation: CitationFact) -> CitationLine:
        source = place(citation.provision) if citation.provision else ""
        return CitationLine(written=citation.place.written, target=citation.target, url=web_url(citation.url), pinpoint="", source=source)

    def _citing(self, citation: CitationFact) -> CitationLine:
        at = citation.place
        return CitationLine(written=at.written, target=citation.target, url="", pinpoint=at.pinpoint, source=self._shown(at.sentence))


def _check(check: CheckFact) -> CheckSheet:
    about = [
        (_("Method"), word(check.method)),
        (_("Owner"), check.owner),
        (_("Frequency"), check.frequency),
        (_("Next due"), check.next_due),
        (_("Risk"), check.risk),
        (_("Procedure"), check.procedure),
        (_("Evidence wanted"), check.evidence_wanted),
        (_("Written at"), check.place),
    ]
    return CheckSheet(
        id=check.id,
        place=place(check.id, "check"),
        title=check.title,
        about=tuple((name, value) for name, value in about if value),
        evidence=tuple(_line(entry) for entry in reversed(check.history)),
    )


def _line(entry: EvidenceFact) -> EvidenceLine:
    proof = (
        _("log entry %(entry)s", entry=entry.entry)
        if entry.entry
        else _("attachment %(attachment)s, SHA-256 %(sha256)s", attachment=entry.attachment, sha256=entry.sha256)
        if entry.sha256
        else entry.place
    )
    words = RESULT_WORDS.get(entry.result, entry.result)
    return EvidenceLine(date=entry.date, result=entry.result, words=words, by=entry.by, note=entry.note, proof=proof, changed=entry.changed)
