"""Lists: their lead-ins, items, tails and logic."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from regkit.model.annotation import LogicOp
from regkit.model.document import Document, ProvisionType, Source
from regkit.read.builder import Call, DocumentBuilder
from regkit.segment import segment

# lead-in, closings of the items → op, count, certain, evidence
LOGIC = [
    ("The exemption holds if the member does each of the following:", ("Files;", "pays."), LogicOp.ALL, 0, True, "each of the following"),
    ("All of the following conditions are met:", ("One;", "two."), LogicOp.ALL, 0, True, "All of the following"),
    ("A dealer may rely on any of the following:", ("A note; and", "a call."), LogicOp.ANY, 0, True, "any of the following"),
    ("One or more of the following events occurs:", ("A default;", "a loss."), LogicOp.ANY, 0, True, "One or more of the following"),
    (
        "The firm must meet at least two of the following tests:",
        ("One;", "two;", "three."),
        LogicOp.AT_LEAST,
        2,
        True,
        "at least two of the following",
    ),
    (
        "The firm must meet 3 or more of the following tests:",
        ("One;", "two;", "three; or", "four."),
        LogicOp.AT_LEAST,
        3,
        True,
        "3 or more of the following",
    ),
    ("The account qualifies if none of the following applies:", ("A lien;", "a pledge."), LogicOp.NONE, 0, True, "none of the following"),
    ("A lender shall notify the borrower either:", ("By mail; or", "by telephone."), LogicOp.ANY, 0, True, "either:"),
    ("The agent must both:", ("Record the call; and", "send a copy."), LogicOp.ALL, 0, True, "both:"),
    ("The order is subject to the following conditions:", ("One.", "Two."), LogicOp.ALL, 0, True, "subject to the following conditions"),
    ("A member is in default if:", ("It fails to pay; or", "it is insolvent."), LogicOp.ANY, 0, True, "or"),
    ("A member is in default if:", ("It fails to pay; and", "it is told so."), LogicOp.ALL, 0, True, "and"),
    ("A member shall post:", ("Cash; and/or", "securities."), LogicOp.ANY, 0, True, "and/or"),
    ("A member shall post:", ("Cash, or", "securities; and", "a letter."), LogicOp.ALL, 0, False, "and"),
    ("The notice shall state:", ("The amount.", "The date."), LogicOp.ALL, 0, False, None),
    ("The agent shall do each of the following:", ("Record; or", "report."), LogicOp.ALL, 0, False, "each of the following"),
]


@pytest.mark.parametrize(("lead", "items", "op", "count", "certain", "evidence"), LOGIC)
def test_logic(
    lead: str, items: tuple[str, ...], op: LogicOp, count: int, certain: bool, evidence: str | None, sketch: Callable[[str], Document]
) -> None:
    document = sketch("\n".join([f"(a) {lead}", *(f"    ({n}) {item}" for n, item in enumerate(items, start=1))]))
    sentences, (found,) = segment(document)
    assert (found.op, found.count, found.certain) == (op, count, certain)
    assert (document.quote(found.evidence) if found.evidence else None) == evidence
    assert document.quote(sentences[found.lead_in].span) == f"(a) {lead}"
    assert sentences[found.lead_in].lead_in
    assert sum(sentence.lead_in for sentence in sentences) == 1
    assert [document.provisions[item].marker for item in found.items] == [f"({n})" for n in range(1, len(items) + 1)]
    assert document.provisions[found.provision].marker == "(a)"
    assert found.tail == -1


NESTED = """
# § 5 Porting
(a) Scope. A customer may port its positions if:
    (1) The customer has:
        (i) Asked in writing; or
        (ii) asked by telephone; and
    (2) the new member agrees,
    unless the agency objects within one hour.
(b) Records. The agent keeps records. They are open.
    (1) Each call is recorded.
    (2) Each record is dated.
(c) Fees
    (1) No fee is due for a copy;
    (2) A fee is due for a search.
"""


def test_nested_lists_keep_their_own_conjunctions_and_the_flush_text(sketch: Callable[[str], Document]) -> None:
    document = sketch(NESTED)
    sentences, lists = segment(document)
    outer, inner = lists
    assert document.provisions[outer.provision].path == ("a",)
    assert (outer.op, [document.provisions[item].path for item in outer.items]) == (LogicOp.ALL, [("a", "1"), ("a", "2")])
    assert document.quote(sentences[outer.lead_in].span) == "A customer may port its positions if:"
    assert document.quote(sentences[outer.tail].span) == "unless the agency objects within one hour."
    assert (inner.op, [document.provisions[item].path for item in inner.items]) == (LogicOp.ANY, [("a", "1", "i"), ("a", "1", "ii")])
    assert document.quote(sentences[inner.lead_in].span) == "(1) The customer has:"


@pytest.mark.parametrize(
    ("lead", "leads"),
    [
        ("A dealer is exempt if it meets the following tests.", True),
        ("Any dealer who—", True),
        ("The Board shall —", True),
        ("Exemptions—", False),
        ("Alternative disclosures—radio —", False),
        ("For a prevailing party:", True),
        ("When you must give a notice to customers", False),
        ("The issuer may within two business days after the trade", True),
        ("No creditor of a consumer that is a party to the plan shall", True),
        ("The agent may not be removed unless", True),
        ("Adverse action", False),
        ("Form of notice to members", False),
        ("The agent keeps records.", False),
        ("—", False),
    ],
)
def test_what_leads_in(lead: str, leads: bool, sketch: Callable[[str], Document]) -> None:
    sentences, lists = segment(sketch(f"(a) {lead}\n    (1) It acts.\n    (2) It pays."))
    assert sentences[0].lead_in is leads
    assert bool(lists) is leads


def test_items_without_lead_in_are_a_list_where_a_conjunction_joins_them(sketch: Callable[[str], Document]) -> None:
    document = sketch("(a) Events of default\n    (1) Failure to pay; or\n    (2) Insolvency.")
    sentences, (found,) = segment(document)
    assert (found.lead_in, found.op, found.certain) == (-1, LogicOp.ANY, True)
    assert not any(sentence.lead_in for sentence in sentences)


def test_bullets_of_the_same_provision_make_a_lead_in_too(sketch: Callable[[str], Document]) -> None:
    document = sketch("(a) The agent keeps:\n    •records;\n    ○ books.\n    It is paid.\n    Fees:\n    A fee is due.")
    sentences, lists = segment(document)
    assert not lists
    assert [document.quote(sentence.span) for sentence in sentences if sentence.lead_in] == ["(a) The agent keeps:"]


def test_a_footnote_of_an_item_does_not_hide_its_conjunction() -> None:
    build = DocumentBuilder("doc", Source(name="doc.txt", sha256="0" * 64, media_type="text/plain"))
    with build.provision("a", marker="(a)"):
        build.block("(a) A dealer is a person that is:")
        with build.provision("1", marker="(1)"):
            build.block("(1) licensed", Call("3", key="n3"), "; or")
            with build.provision("n3", type=ProvisionType.FOOTNOTE, marker="3", key="n3", top=True):
                build.block("See 7 U.S.C. 6d.")
        with build.provision("2", marker="(2)"):
            build.block("(2) exempt.")
    document = build.build()
    _, (found,) = segment(document)
    assert (found.op, found.certain, len(found.items)) == (LogicOp.ANY, True, 2)
    assert found.evidence is not None
    assert document.quote(found.evidence) == "or"
