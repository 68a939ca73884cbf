"""The graph as `regkit.graph.build` makes it → facts: nothing lost, counts equal, order kept."""

from __future__ import annotations

import pytest

from regkit.graph.build import build_graph
from regkit.graph.schema import EdgeKind, Graph, NodeKind
from regkit.model.analysis import Analysis
from regkit.model.annotation import Citation, Condition, Deadline, Definition, DefinitionKind, ItemList, LogicOp, Modality, Norm, Sentence, TermUse
from regkit.model.check import Check, Evidence, Method, Result, Target
from regkit.model.coverage import CoverageStatus, Reliance
from regkit.model.document import Authority, Document, Origin, ProvisionType, Source, Status
from regkit.model.span import Span
from regkit.read.builder import DocumentBuilder
from regkit.report.facts import ProjectView
from regkit.report.gather import project_view
from regkit.report.gather_trees import trees_of
from regkit.report.views.matrix import matrix_view
from regkit.trace.coverage import coverage

LEAD = "An institution is exempt from this part, provided that each of the following is met:"
FIRST = "(1) The institution must keep records of each “transfer” for two years."
SECOND = "(2) The institution must file a notice under 15 U.S.C. 1693o."
TAIL = "See also the notes. Nothing here limits the Bureau."


def make_document() -> Document:
    source = Source(name="part.txt", sha256="d" * 64, media_type="text/plain")
    build = DocumentBuilder("part", source, Authority(title="Part 5", short="12 CFR", status=Status.OFFICIAL, url="https://example.gov/5"))
    build.block("A title", origin=Origin(line=1), heading=True)
    with build.provision("5.1", type=ProvisionType.SECTION, marker="§ 5.1", top=True):
        build.block(LEAD, origin=Origin(line=3))
        with build.provision("1", marker="(1)"):
            build.block(FIRST, origin=Origin(line=4))
        with build.provision("2", marker="(2)"):
            build.block(SECOND, origin=Origin(line=5))
        build.block(TAIL, origin=Origin(line=7))
    return build.build()


def make_analysis() -> Analysis:
    document = make_document()
    text = document.text

    def at(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    wholes = ["A title", LEAD, FIRST, SECOND, "See also the notes.", "Nothing here limits the Bureau."]
    homes = [0, 1, 2, 3, 1, 1]
    numbers = dict.fromkeys(range(4), 0)
    sentences = []
    for words, home in zip(wholes, homes, strict=True):
        numbers[home] += 1
        span = at(words)
        id = f"{document.provisions[home].id}.s{numbers[home]}"
        sentences.append(
            Sentence(id=id, span=span, provision=home, block=document.block_at(span.start), heading=words == "A title", lead_in=words == LEAD)
        )
    condition = Condition(span=at("provided that each of the following is met"), cue=at("provided that"), kind="provided", rule="condition.provided")
    exempt = Norm(
        sentence=1, span=at(LEAD), modality=Modality.EXEMPTION, cue=at("is exempt"), rule="norm.exempt", bearer=at("An institution"),
        conditions=(condition,),
    )  # fmt: skip
    deadline = Deadline(span=at("for two years"), relation="during", rule="deadline.for")
    must = [Span(text.index("must", sentences[n].span.start), text.index("must", sentences[n].span.start) + 4) for n in (2, 3)]
    norms = (
        exempt,
        Norm(sentence=2, span=sentences[2].span, modality=Modality.OBLIGATION, cue=must[0], rule="norm.must", deadlines=(deadline,)),
        Norm(sentence=3, span=sentences[3].span, modality=Modality.OBLIGATION, cue=must[1], rule="norm.must", certain=False),
    )
    definition = Definition(
        id="part/5-1-1.def-transfer", span=at("transfer"), term="transfer", scope=("5.1",), body=at("records of each"), kind=DefinitionKind.MEANS,
        provision=2, rule="definition.means",
    )  # fmt: skip
    return Analysis(
        document=document,
        sentences=tuple(sentences),
        lists=(ItemList(lead_in=1, provision=1, items=(2, 3), op=LogicOp.ALL),),
        citations=(
            Citation(span=at("15 U.S.C. 1693o"), family="usc", target="15 U.S.C. 1693o", rule="usc", url="https://example.gov/usc"),
            Citation(span=at("the notes"), family="internal", target=None, rule="internal", note="there are no notes"),
        ),
        definitions=(definition,),
        term_uses=(TermUse(span=at("notice"), term="transfer", definition=definition.id, defined_at=("5.1", "1")),),
        norms=norms,
    )


CHECKS = (
    Check(id="C1", title="Records", verifies=(Target(document="part", quote="The institution must keep records"),), method=Method.TEST, owner="Ops"),
    Check(id="C2", title="Notice", verifies=(Target(document="part", quote="The institution must file a notice"),), owner="Legal"),
)
EVIDENCE = (
    Evidence(id="E2", check="C1", result=Result.PASS, date="2026-02-01", by="A. Smith"),
    Evidence(id="E1", check="C1", result=Result.FAIL, date="2026-01-01"),
    Evidence(id="E3", check="C2", result=Result.FAIL, date="2026-01-05"),
)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return build_graph([make_analysis()], CHECKS, EVIDENCE, name="Transfers")


@pytest.fixture(scope="module")
def view(graph: Graph) -> ProjectView:
    return project_view(graph, coverage(graph), graph_sha256="e" * 64, version="1")


def count(graph: Graph, kind: NodeKind) -> int:
    return sum(data["kind"] == kind.value for _, data in graph.nodes(data=True))


def test_counts_equal_the_graphs(graph: Graph, view: ProjectView) -> None:
    sentences = [sentence for document in view.documents for provision in document.provisions for sentence in provision.sentences]
    assert len(view.documents) == count(graph, NodeKind.DOCUMENT) == 1
    assert len(view.requirements) == count(graph, NodeKind.REQUIREMENT) == 3
    assert len(view.checks) == count(graph, NodeKind.CHECK) == 2
    assert len(view.terms) == count(graph, NodeKind.DEFINITION) == 1
    assert len(sentences) == count(graph, NodeKind.SENTENCE) == 6
    assert len(view.authorities) + len(view.unresolved) == count(graph, NodeKind.AUTHORITY) == 2
    linked = sum(data["kind"] == EdgeKind.VERIFIES.value for _, _, data in graph.edges(data=True))
    assert linked == sum(len(requirement.checks) for requirement in view.requirements) == 2


def test_the_text_is_whole_and_in_reading_order(view: ProjectView) -> None:
    pieces = view.documents[0].provisions
    assert [(piece.id, piece.continued, [sentence.text for sentence in piece.sentences]) for piece in pieces] == [
        ("part", False, ["A title"]),
        ("part/5-1", False, [LEAD]),
        ("part/5-1-1", False, [FIRST]),
        ("part/5-1-2", False, [SECOND]),
        ("part/5-1", True, ["See also the notes.", "Nothing here limits the Bureau."]),
    ]
    first, second = pieces[-1].sentences
    assert first.paragraph == second.paragraph
    assert not second.glued
    assert pieces[0].sentences[0].heading


def test_highlights_mark_the_words_that_fired(view: ProjectView) -> None:
    sentences = {sentence.id: sentence for provision in view.documents[0].provisions for sentence in provision.sentences}
    found = {(sentence.text[mark.start : mark.end], mark.layer) for sentence in sentences.values() for mark in sentence.highlights}
    assert {
        ("is exempt", "cue"),
        ("An institution", "bearer"),
        ("provided that each of the following is met", "condition"),
        ("must", "cue"),
        ("for two years", "deadline"),
        ("15 U.S.C. 1693o", "citation"),
        ("notice", "term"),
    } <= found
    rows = {row.id: row for row in matrix_view(view).rows}
    assert rows["part/5-1-1.1"].cue == "must"
    assert rows["part/5-1-1.1"].deadlines == ("for two years",)
    assert rows["part/5-1.1"].cue == "is exempt"


def test_requirements_carry_checks_and_coverage(view: ProjectView) -> None:
    by_id = {requirement.id: requirement for requirement in view.requirements}
    assert (by_id["part/5-1-1.1"].status, by_id["part/5-1-1.1"].checks) == (CoverageStatus.COVERED, ("C1",))
    assert (by_id["part/5-1-2.1"].status, by_id["part/5-1-2.1"].certain) == (CoverageStatus.FAILING, False)
    assert by_id["part/5-1-1.1"].read_with == ("part/5-1.1",)
    assert by_id["part/5-1-1.1"].url == "https://example.gov/5"


def test_without_coverage_a_check_alone_shows_nothing(graph: Graph) -> None:
    statuses = {requirement.id: requirement.status for requirement in project_view(graph, trees=(), version="1").requirements}
    assert statuses["part/5-1-1.1"] is CoverageStatus.UNVERIFIED
    assert statuses["part/5-1.1"] is CoverageStatus.UNCOVERED


def test_the_latest_evidence_counts(view: ProjectView) -> None:
    first, second = view.checks
    assert first.evidence is not None
    assert (first.id, first.evidence.result, first.evidence.date, first.evidence.by) == ("C1", "pass", "2026-02-01", "A. Smith")
    assert second.evidence is not None
    assert second.evidence.result == "fail"


def test_terms_and_authorities_know_their_places(view: ProjectView) -> None:
    (term,) = view.terms
    assert (term.term, term.scope, term.uses) == ("transfer", "12 CFR 5.1", ("part/5-1-2.s1",))
    (authority,) = view.authorities
    assert (authority.target, [place.pinpoint for place in authority.places]) == ("15 U.S.C. 1693o", ["12 CFR 5.1(2)"])
    (unresolved,) = view.unresolved
    assert (unresolved.written, unresolved.note) == ("the notes", "there are no notes")


def test_the_tree_follows_the_evidence(graph: Graph, view: ProjectView) -> None:
    (tree,) = view.trees
    assert (tree.requirement, tree.root.op, tree.root.reliance) == ("part/5-1.1", LogicOp.ALL, Reliance.FAILS)
    assert [(child.requirement, child.reliance) for child in tree.root.children] == [
        ("part/5-1-1.1", Reliance.SHOWN),
        ("part/5-1-2.1", Reliance.FAILS),
    ]
    assert len(tree.reasons) == 1
    assert tree.reasons[0].startswith("12 CFR 5.1(2) fails: ")
    assert trees_of(graph, ())[0].root.reliance is Reliance.NOT_SHOWN


def test_conditions_of_one_place_that_fail_alike_are_said_once(graph: Graph) -> None:
    copy = graph.copy()
    for _, data in copy.nodes(data=True):
        if data["kind"] == NodeKind.REQUIREMENT.value:
            data["pinpoint"] = "12 CFR 5.1"
    (tree,) = trees_of(copy, ())
    assert len(tree.root.children) == 2
    assert tree.reasons == ("12 CFR 5.1 is not shown: nothing is known of it",)


def test_problems_of_checks_are_shown(graph: Graph) -> None:
    checks = project_view(graph, trees=(), problems={"C1": ["the quote is gone"]}, version="1").checks
    assert [check.problems for check in checks] == [("the quote is gone",), ()]


def test_names_fall_back_to_the_graphs(graph: Graph) -> None:
    assert project_view(graph, trees=(), version="1").name == "Transfers"
    assert project_view(graph, trees=(), version="1", name="Ours").name == "Ours"


def test_a_requirement_of_a_pdf_leads_to_its_page():
    analysis = make_analysis()
    graph = build_graph([analysis], [])
    graph.nodes["part"]["source_url"] = "https://example.gov/order.pdf#top"
    for _, data in graph.nodes(data=True):
        if data["kind"] == NodeKind.SENTENCE.value:
            data["pdf_page"] = 4
    found = project_view(graph, coverage(graph, []), trees_of(graph, coverage(graph, [])), name="p", graph_sha256="0" * 64).requirements
    assert {(fact.url, fact.pdf_page) for fact in found} == {("https://example.gov/order.pdf#page=4", 4)}
