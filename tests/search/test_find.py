"""What is searched for is found where it stands, marked, the best first."""

import pytest

from regkit.errors import GraphError, RegkitError
from regkit.graph.build import build_graph
from regkit.graph.db.lazy import StoredGraph
from regkit.graph.db.split import write
from regkit.search import Kind, Limits, search


def marked(pieces):
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def ids(found):
    return [hit.id for hit in found.hits]


def test_a_provision_with_its_requirements(stored):
    found = search(stored, "futures account")
    (hit,) = found.hits
    assert (hit.id, hit.kind, hit.document, hit.requirements) == ("order/III-1", Kind.PROVISION, "order", ("order/III-1.1",))
    assert marked(hit.text).endswith("carry the property in a [futures] [account].")
    assert (found.total, found.more) == (1, False)


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (Kind.TERM, "dealer", ["rule/300-1.def-dealer"]),
        (Kind.CITATION, "15 U.S.C. 78o", ["authority:15 U.S.C. 78o(b)"]),
        (Kind.REQUIREMENT, "record the transfer", ["rule/300-2-a.1"]),
        (Kind.PROVISION, "record the transfer", ["rule/300-2-a"]),
        (Kind.CITATION, "futures", []),
    ],
)
def test_kinds(stored, kind, typed, expected):
    assert ids(search(stored, typed, Limits(kinds=(kind,)))) == expected


def test_how_often_a_term_is_used_and_an_authority_cited(stored, graph):
    (term,) = search(stored, "dealer", Limits(kinds=(Kind.TERM,))).hits
    assert term.citing == graph.in_degree("rule/300-1.def-dealer") - 1  # the sentence that defines it does not use it
    (authority,) = search(stored, "78o", Limits(kinds=(Kind.CITATION,))).hits
    assert authority.citing == 1


def test_documents(stored):
    assert {hit.document for hit in search(stored, "dealer", Limits(documents=("rule",))).hits} == {"rule"}
    assert {hit.document for hit in search(stored, "dealer", Limits(documents=("rule", "order"))).hits} == {"order", "rule"}
    with pytest.raises(GraphError, match=r"no document 'rul'.*Did you mean 'rule'"):
        search(stored, "dealer", Limits(documents=("rul",)))
    with pytest.raises(GraphError, match="no document 'order/III'"):
        search(stored, "dealer", Limits(documents=("order/III",)))


def test_only_these_and_not_those(stored):
    every = Limits(kinds=(Kind.REQUIREMENT,))
    all_ = ids(search(stored, "dealer", every, first=50))
    assert len(all_) > 2
    some = frozenset(all_[:2]) | {"nothing"}
    assert set(ids(search(stored, "dealer", Limits(kinds=every.kinds, only=some)))) == set(all_[:2])
    assert set(ids(search(stored, "dealer", Limits(kinds=every.kinds, but=some), first=50))) == set(all_[2:])
    assert ids(search(stored, "dealer", Limits(kinds=every.kinds, only=frozenset()))) == []


def test_titles_count_for_more_than_text(tmp_path, analysis_of):
    lines = [("1", "The bank shall explain custody of a thing to a person that asks for it."), ("2", "Custody", "heading"), ("2", "It shall last.")]
    write(tmp_path / "graph.db", build_graph([analysis_of("a", lines)]))
    with StoredGraph(tmp_path / "graph.db") as stored:
        assert ids(search(stored, "custody")) == ["a/2", "a/1"]


def test_more_than_is_ranked_is_said(stored, monkeypatch):
    monkeypatch.setattr("regkit.search.find.MOST", 2)
    found = search(stored, "dealer")
    assert (len(found.hits), found.total, found.more) == (2, 2, True)


def test_first_is_how_many_are_shown_not_how_many_are_found(stored):
    whole = search(stored, "dealer", first=100)
    part = search(stored, "dealer", first=1)
    assert part.total == whole.total == len(whole.hits) > 1
    assert part.hits == whole.hits[:1]


def test_several_indexes_are_one(tmp_path, analysis_of, monkeypatch):
    monkeypatch.setattr("regkit.graph.db.passages.SHARD", 0)  # an index for every document
    analyses = [analysis_of(f"d{number}", [("1", f"The bank number{number} shall tell."), ("2", "It may lend.")]) for number in range(12)]
    write(tmp_path / "graph.db", build_graph(analyses))
    with StoredGraph(tmp_path / "graph.db") as stored:
        assert len(search(stored, "bank", first=50).hits) == 12
        assert ids(search(stored, "number11 bank")) == ["d11/1"]
        assert ids(search(stored, "lend", Limits(documents=("d10", "d2")))) == ["d2/2", "d10/2"]


def test_controls_in_a_text_mark_nothing(tmp_path, analysis_of):
    graph = build_graph([analysis_of("a", [("1", "The bank shall tell.")])])
    (sentence,) = [data for _, data in graph.nodes(data=True) if data["kind"] == "sentence"]
    sentence["quote"] = "The \x02bank\x03 shall \x02tell."
    write(tmp_path / "graph.db", graph)
    with StoredGraph(tmp_path / "graph.db") as stored:
        (hit,) = search(stored, "shall").hits
        assert [piece.text for piece in hit.text if piece.marked] == ["shall"]


def test_a_question_without_a_word(stored):
    with pytest.raises(RegkitError, match="no word"):
        search(stored, "§")
