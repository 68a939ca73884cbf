"""The graph, and what is known of coverage → a `ProjectView`. The only module of reports that knows the graph's attributes.

Everything is taken in one pass over the nodes and one over the edges, both in the graph's own order (`regkit.graph.order`: reading order
within each kind), so the facts are in reading order too. Cost: linear in the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib import metadata
from typing import Any

import msgspec

from regkit.graph.schema import SEPARATOR, EdgeKind, Graph, NodeKind
from regkit.model.coverage import Coverage, CoverageStatus
from regkit.model.requirement import RequirementKind
from regkit.report.facts import (
    AuthorityFact,
    CheckFact,
    CitationFact,
    CitingPlace,
    DocumentFact,
    EvidenceFact,
    Highlight,
    ProjectView,
    RequirementFact,
    ReviewFact,
    TermFact,
    TreeFact,
    UnresolvedFact,
)
from regkit.report.facts_audit import WaiverFact
from regkit.report.gather_text import Attributes, document_fact, norm_marks, reading
from regkit.report.gather_trees import trees_of

_NO_STATUS = {True: CoverageStatus.UNVERIFIED, False: CoverageStatus.UNCOVERED}


def project_view(
    graph: Graph,
    coverage: Iterable[Coverage] = (),
    trees: Iterable[TreeFact] | None = None,
    *,
    problems: Mapping[str, Iterable[str]] | None = None,
    reviews: Iterable[ReviewFact] = (),
    name: str = "",
    graph_sha256: str = "",
    version: str = "",
    waivers: Iterable[WaiverFact] = (),
    on: str = "",
) -> ProjectView:
    """Return what reports say about a graph.

    Args:
        graph: as `regkit.graph.build` makes it or the store loads it.
        coverage: of its requirements; one without coverage counts as unverified where it has a check, else as uncovered.
        trees: the condition trees with what the evidence shows of them; by default those of `regkit.report.gather_trees.trees_of`.
        reviews: what people decided, as `regkit.report.gather_reviews.reviews_of` has it.
        problems: what is wrong with the targets of a check, in words, by the check's id.
        name: the project's, else the graph's own name.
        graph_sha256: of the stored graph.
        version: of regkit, by default the installed one.
        waivers: the accepted gaps, as `regkit.report.gather_reviews.waivers_of` has them.
        on: results that are dated later (ISO) are left out.
    """
    coverage = tuple(coverage)
    gatherer = _Gatherer(graph, {item.requirement: item for item in coverage}, problems or {}, on)
    return ProjectView(
        name=name or str(graph.graph.get("name", "")) or "regkit project",
        version=version or metadata.version("regkit"),
        graph_sha256=graph_sha256,
        documents=gatherer.documents(),
        requirements=gatherer.requirements(),
        checks=gatherer.checks(),
        terms=gatherer.terms(),
        authorities=gatherer.authorities(),
        unresolved=gatherer.unresolved(),
        trees=trees_of(graph, coverage) if trees is None else tuple(trees),
        reviews=tuple(reviews),
        citations=gatherer.citations(),
        waivers=tuple(waivers),
    )


class _Gatherer:
    def __init__(self, graph: Graph, coverage: dict[str, Coverage], problems: Mapping[str, Iterable[str]], on: str = "") -> None:
        self._problems = problems
        self._on = on
        self._graph = graph
        self._coverage = coverage
        self._nodes: dict[str, list[tuple[str, Attributes]]] = defaultdict(list)
        for id, data in graph.nodes(data=True):
            self._nodes[str(data.get("kind"))].append((id, data))
        self._edges: dict[str, list[tuple[str, str, Attributes]]] = defaultdict(list)
        for source, ends in graph.adjacency():
            for target, keyed in ends.items():
                for data in keyed.values():
                    self._edges[str(data.get("kind"))].append((source, target, data))
        self._sentences: dict[str, Attributes] = dict(self._nodes[NodeKind.SENTENCE])
        self._provisions: dict[str, Attributes] = dict(self._nodes[NodeKind.PROVISION])
        self._documents: dict[str, Attributes] = dict(self._nodes[NodeKind.DOCUMENT])
        self._marks = self._highlights()

    def documents(self) -> tuple[DocumentFact, ...]:
        """Return the documents with their text in reading order."""
        sentences: dict[str, list[tuple[str, Attributes]]] = defaultdict(list)
        for entry in self._sentences.items():
            sentences[str(entry[1].get("document", ""))].append(entry)
        provisions: dict[str, list[tuple[str, Attributes]]] = defaultdict(list)
        for entry in self._provisions.items():
            provisions[str(entry[1].get("document", ""))].append(entry)
        return tuple(document_fact(id, data, reading(id, provisions[id], sentences[id], self._marks)) for id, data in self._documents.items())

    def requirements(self) -> tuple[RequirementFact, ...]:
        checks: dict[str, list[str]] = defaultdict(list)
        for source, target, _ in self._edges[EdgeKind.VERIFIES]:
            id = str(self._graph.nodes[source].get("check", source))
            if id not in checks[target]:
                checks[target].append(id)
        read_with: dict[str, list[str]] = defaultdict(list)
        for source, target, _ in self._edges[EdgeKind.READ_WITH]:
            if target not in read_with[source]:
                read_with[source].append(target)
        return tuple(self._requirement(id, data, checks.get(id, []), read_with.get(id, [])) for id, data in self._nodes[NodeKind.REQUIREMENT])

    def _requirement(self, id: str, data: Attributes, checks: list[str], read_with: list[str]) -> RequirementFact:
        covered = self._coverage.get(id)
        sentence = str(data.get("sentence", ""))
        start = int(data.get("start", 0))
        document = str(data.get("document", ""))
        provision = str(data.get("provision", ""))
        return RequirementFact(
            id=id,
            document=document,
            provision=provision,
            pinpoint=str(data.get("pinpoint", "")) or provision,
            sentence=sentence,
            quote=str(data.get("quote", "")),
            offset=max(0, start - int(self._sentences.get(sentence, {}).get("start", start))),
            kind=RequirementKind(data.get("requirement_kind", RequirementKind.NORM)),
            modality=str(data.get("modality", "")),
            bearer=str(data.get("bearer", "")),
            title=str(data.get("title", "")),
            rule=str(data.get("rule", "")),
            certain=bool(data.get("certain", True)),
            highlights=tuple(norm_marks(data, start)),
            read_with=tuple(read_with),
            url=str(data.get("url") or self._provisions.get(provision, {}).get("url") or self._address(document, sentence)),
            pdf_page=int(self._sentences.get(sentence, {}).get("pdf_page", 0)),
            status=covered.status if covered else _NO_STATUS[bool(checks)],
            reasons=covered.reasons if covered else (),
            checks=tuple(checks),
            review=str(data.get("review_words", "")),
            review_state=str(data.get("review", "")),
            actions=_listed(data.get("actions") or data.get("action")),
            meant=str(data.get("resolved_bearer", "")),
            start=start,
            end=int(data.get("end", 0)),
            fingerprint=str(data.get("fingerprint", "")),
        )

    def _address(self, document: str, sentence: str) -> str:
        """Return the address of a document; of a PDF with the page of the sentence, at which a browser opens it (RFC 8118, section 3)."""
        data = self._documents.get(document, {})
        page = self._sentences.get(sentence, {}).get("pdf_page")
        address = str(data.get("source_url") or data.get("url") or "")
        return f"{address.partition('#')[0]}#page={page}" if page and address else str(data.get("url", ""))

    def checks(self) -> tuple[CheckFact, ...]:
        history: dict[str, list[EvidenceFact]] = defaultdict(list)
        for source, target, _ in self._edges[EdgeKind.EVIDENCED_BY]:
            entry = _evidence(self._graph.nodes[target])
            if not (self._on and entry.date > self._on):
                history[source].append(entry)
        for entries in history.values():
            entries.sort(key=lambda entry: entry.date)  # of one day, the later in the files counts
        verified: dict[str, dict[str, None]] = defaultdict(dict)
        for source, target, _ in self._edges[EdgeKind.VERIFIES]:
            if self._graph.nodes[target].get("kind") == NodeKind.REQUIREMENT:
                verified[source][target] = None
        return tuple(
            CheckFact(
                id=str(data.get("check", id)),
                title=str(data.get("title", "")),
                method=str(data.get("method", "")),
                owner=str(data.get("owner", "")),
                frequency=str(data.get("frequency", "")),
                next_due=str(data.get("next_due", "")),
                procedure=str(data.get("procedure", "")),
                evidence_wanted=str(data.get("evidence_wanted", "")),
                requirements=tuple(verified.get(id, ())),
                evidence=history[id][-1] if id in history else None,
                problems=tuple(self._problems.get(str(data.get("check", id)), ())),
                history=tuple(history.get(id, ())),
                risk=str(data.get("risk", "")),
                place=str(data.get("place", "")),
            )
            for id, data in self._nodes[NodeKind.CHECK]
        )

    def terms(self) -> tuple[TermFact, ...]:
        uses: dict[str, list[str]] = defaultdict(list)
        for source, target, _ in self._edges[EdgeKind.USES_TERM]:
            uses[target].append(source)
        places = {(data.get("document"), data.get("path")): str(data.get("pinpoint", "")) for data in reversed(list(self._provisions.values()))}
        return tuple(
            TermFact(
                id=id,
                term=str(data.get("term", "")),
                written=str(data.get("quote", "")),
                document=str(data.get("document", "")),
                provision=str(data.get("provision", "")),
                pinpoint=str(data.get("pinpoint", "")) or str(data.get("provision", "")),
                body=str(data.get("body", "")),
                scope=_scope(data, places),
                kind=str(data.get("definition_kind", "")).replace("_", " "),
                sentence=str(data.get("sentence", "")),
                certain=bool(data.get("certain", True)),
                uses=tuple(uses.get(id, ())),
            )
            for id, data in self._nodes[NodeKind.DEFINITION]
        )

    def authorities(self) -> tuple[AuthorityFact, ...]:
        places = self._citing()
        return tuple(
            AuthorityFact(
                target=str(data.get("target", id)),
                family=str(data.get("family", "")),
                url=str(data.get("url", "")),
                document=str(data.get("document", "")),
                provision=str(data.get("provision", "")),
                places=tuple(places.get(id, ())),
            )
            for id, data in self._nodes[NodeKind.AUTHORITY]
            if data.get("resolved", True)
        )

    def unresolved(self) -> tuple[UnresolvedFact, ...]:
        places = self._citing()
        return tuple(
            UnresolvedFact(written=place.written, note=str(data.get("note", "")), place=place)
            for id, data in self._nodes[NodeKind.AUTHORITY]
            if not data.get("resolved", True)
            for place in places.get(id, ())
        )

    def citations(self) -> tuple[CitationFact, ...]:
        """Return every citation that means something, with what it means; one that an authority stands between is there once."""
        authorities = dict(self._nodes[NodeKind.AUTHORITY])
        found = []
        for target, places in self._citing().items():
            data = authorities.get(target)
            if data is None:
                home = self._provisions.get(target) or self._documents.get(target) or {}
                name = str(home.get("pinpoint", "") or home.get("citation", "") or home.get("label", "") or target)
                found += [CitationFact(place=place, target=name, provision=target) for place in places]
            elif data.get("resolved", True) and not data.get("provision"):
                found += [CitationFact(place=place, target=str(data.get("target", target)), url=str(data.get("url", ""))) for place in places]
        return tuple(found)

    def _citing(self) -> dict[str, list[CitingPlace]]:
        found: dict[str, list[CitingPlace]] = defaultdict(list)
        for source, target, data in self._edges[EdgeKind.CITES]:
            sentence = self._sentences.get(source)
            provision = str(sentence.get("provision", "")) if sentence else source
            home = self._provisions.get(provision) or self._documents.get(provision) or {}
            place = CitingPlace(
                document=str(home.get("document", provision)),
                provision=provision,
                pinpoint=str(home.get("pinpoint", "")) or str(home.get("label", "")) or provision,
                sentence=source if sentence else "",
                written=str(data.get("quote", "")),
            )
            found[target].append(place)
        return found

    def _highlights(self) -> dict[str, list[Highlight]]:
        """Return the highlights of every sentence: norms, uses of terms, citations. Links lead to sentences and provisions of the graph only."""
        found: dict[str, list[Highlight]] = defaultdict(list)
        for _, data in self._nodes[NodeKind.REQUIREMENT]:
            sentence = str(data.get("sentence", ""))
            if sentence in self._sentences:
                found[sentence] += norm_marks(data, int(self._sentences[sentence].get("start", 0)))
        for source, target, data in self._edges[EdgeKind.USES_TERM]:
            if source in self._sentences:
                home = str(self._graph.nodes[target].get("sentence", ""))
                found[source].append(self._mark(source, data, "term", home if home in self._sentences and home != source else ""))
        for source, target, data in self._edges[EdgeKind.CITES]:
            if source in self._sentences:
                found[source].append(self._mark(source, data, "citation", target if target in self._provisions else ""))
        return {sentence: list(dict.fromkeys(marks)) for sentence, marks in found.items()}

    def _mark(self, sentence: str, data: Attributes, layer: str, link: str) -> Highlight:
        start = int(self._sentences[sentence].get("start", 0))
        return Highlight(int(data.get("start", 0)) - start, int(data.get("end", 0)) - start, layer, link)


def _evidence(data: Attributes) -> EvidenceFact:
    changed = msgspec.json.decode(str(data.get("changed", "[]")), type=tuple[tuple[str, str], ...])
    return EvidenceFact(
        result=str(data.get("result", "")),
        date=str(data.get("date", "")),
        by=str(data.get("by", "")),
        note=str(data.get("note", "")),
        id=str(data.get("evidence", "")),
        place=str(data.get("place", "")),
        attachment=str(data.get("attachment", "")),
        sha256=str(data.get("sha256", "")),
        entry=str(data.get("entry", "")),
        changed=tuple(name for name, _ in changed),
    )


def _listed(joined: Any) -> tuple[str, ...]:
    return tuple(str(joined).split(SEPARATOR)) if joined else ()


def _scope(data: Attributes, places: Mapping[tuple[Any, Any], str]) -> str:
    scope = str(data.get("scope", "[]"))
    if scope == "[]":
        return ""
    return places.get((data.get("document"), scope)) or ", ".join(msgspec.json.decode(scope, type=list[str]))
