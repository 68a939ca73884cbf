"""A quote means one sentence, or it is an error with the candidates."""

from pathlib import Path

import pytest

from regkit import analyse_files, build_graph
from regkit.errors import CheckError
from regkit.graph.targets import Targets
from regkit.model.check import Target

FOUND = [  # document, quote, requirements
    ("order", "(1) The dealer shall carry the property in a futures account.", ["order/III-1.1"]),
    ("order", "carry  the\nproperty", ["order/III-1.1"]),
    ("Order 1", "carry the property", ["order/III-1.1"]),
    ("order", "only if the customer has agreed", ["order/III-3.2"]),
    ("order", "may apply the relief", ["order/III-3.1"]),
    ("order", "may apply the relief to a customer only if the customer", ["order/III-3.1", "order/III-3.2"]),
    ("rule", "report it as § 300.1 requires", ["rule/300-2-b.1"]),
]


@pytest.mark.parametrize(("document", "quote", "expected"), FOUND, ids=[case[1][:30] for case in FOUND])
def test_found(graph, document, quote, expected):
    assert Targets(graph.nodes).find(Target(document=document, quote=quote)) == expected


WRONG = [  # quote, what the error says
    ("carries the property in a future account", r"(?s)no sentence of order.*Nearest are:.*order/III-1\.1"),
    ("The dealer", r"(?s)sentences of order have the words.*order/III-1\.1.*order/III-2\.1"),
    ("Relief", "states no requirement"),
    (" \n", "blank"),
]


@pytest.mark.parametrize(("quote", "message"), WRONG, ids=["none", "several", "states nothing", "blank"])
def test_not_found(graph, quote, message):
    with pytest.raises(CheckError, match=message):
        Targets(graph.nodes).find(Target(document="order", quote=quote))


def test_a_provision_id_is_answered_with_its_requirements(graph):
    with pytest.raises(CheckError, match=r"no requirement 'order/III-3'.*order/III-3\.1, order/III-3\.2"):
        Targets(graph.nodes).find(Target(id="order/III-3"))


def test_typography_does_not_count_and_wording_does(analysis_of):

    targets = Targets(build_graph([analysis_of("act", [("1", "A bank’s “agent” must report — at once.")])]).nodes)
    assert targets.find(Target(document="act", quote='A bank\'s "agent" must report - at once.')) == ["act/1.1"]
    with pytest.raises(CheckError):
        targets.find(Target(document="act", quote='a bank\'s "agent" must report'))


CITED = [
    ("12 CFR part 2001", "part/2001-2-a-1.1"),
    ("12 CFR 2001.2", "part/2001-2-a-1.1"),
    ("12 C.F.R. § 2001.2(a)(1)", "part/2001-2-a-1.1"),
    ("12 CFR 2001.1", ""),
    ("12 CFR 2001.2(b)", ""),
    ("12 CFR part 2002", ""),
]


@pytest.mark.parametrize(("citation", "expected"), CITED, ids=[citation for citation, _ in CITED])
def test_a_citation_means_the_document_that_holds_it_and_its_provision_alone(citation: str, expected: str) -> None:
    sample = Path(__file__).parent.parent / "samples" / "cfr" / "part.xml"
    targets = Targets(build_graph(analyse_files([sample])).nodes)
    target = Target(document=citation, quote="shall enter each loan")
    if expected:
        assert targets.find(target) == [expected]
    else:
        with pytest.raises(CheckError):
            targets.find(target)
