"""A small project as views read it, made by hand: an exemption with three conditions, a rule with a definition, four checks."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from regkit.model.annotation import LogicOp
from regkit.model.coverage import CoverageStatus, Reliance
from regkit.model.document import Authority, ProvisionType, Record, Source, Status
from regkit.model.requirement import RequirementKind
from regkit.report.facts import (
    AuthorityFact,
    CheckFact,
    CitingPlace,
    DocumentFact,
    EvidenceFact,
    Highlight,
    ProjectView,
    ProvisionFact,
    RequirementFact,
    SentenceFact,
    TermFact,
    TreeFact,
    TreeNode,
    UnresolvedFact,
)

LEAD = "A dealer is exempt from the reserve rule, provided that each of the following is met:"
CONDITIONS = (
    "(1) The dealer must carry the property in a futures account; and",
    "(2) The dealer must, within two business days, give the customer a disclosure; and",
    "(3) The dealer and the customer agree in writing.",
)
MEANS = "The term “dealer” means a person registered under 15 U.S.C. 78o(b)."


def mark(text: str, words: str, layer: str, link: str = "") -> Highlight:
    at = text.index(words)
    return Highlight(at, at + len(words), layer, link)


def make_project() -> ProjectView:
    order = DocumentFact(
        id="order",
        source=Source(name="order.txt", sha256="a" * 64, media_type="text/plain", retrieved="2026-04-16"),
        authority=Authority(
            title="Order on reserve relief",
            issuer="The Commission",
            status=Status.RESTATEMENT,
            records=(Record(title="Order as issued", citation="Release No. 1", date="2026-04-15", url="https://example.gov/order"),),
            not_held=("the order as issued",),
        ),
        provisions=(
            ProvisionFact(
                id="order/III",
                pinpoint="Order III",
                depth=1,
                marker="III.",
                sentences=(SentenceFact(id="order/III.s1", text=LEAD, highlights=(mark(LEAD, "is exempt", "cue"),)),),
            ),
            *(
                ProvisionFact(
                    id=f"order/III-{n}",
                    pinpoint=f"Order III({n})",
                    depth=2,
                    type=ProvisionType.CONDITION,
                    sentences=(SentenceFact(id=f"order/III-{n}.s1", text=text, highlights=(mark(text, "dealer", "term", "rule/2.s1"),)),),
                )
                for n, text in enumerate(CONDITIONS, 1)
            ),
        ),
    )
    rule = DocumentFact(
        id="rule",
        source=Source(name="rule.xml", sha256="b" * 64, media_type="application/xml"),
        authority=Authority(title="Reserve rule", status=Status.OFFICIAL, url="https://example.gov/rule"),
        provisions=(
            ProvisionFact(
                id="rule/2",
                pinpoint="17 CFR 300.2",
                depth=1,
                type=ProvisionType.SECTION,
                sentences=(SentenceFact(id="rule/2.s1", text=MEANS, highlights=(mark(MEANS, "15 U.S.C. 78o(b)", "citation"),)),),
            ),
            ProvisionFact(
                id="rule/3",
                pinpoint="17 CFR 300.3",
                depth=1,
                type=ProvisionType.SECTION,
                sentences=(SentenceFact(id="rule/3.s1", text="A dealer may not lend customer property."),),
            ),
        ),
    )
    statuses = (CoverageStatus.COVERED, CoverageStatus.FAILING, CoverageStatus.UNCOVERED)
    exempt = RequirementFact(
        id="order/III.1",
        document="order",
        provision="order/III",
        pinpoint="Order III",
        sentence="order/III.s1",
        quote=LEAD,
        modality="exemption",
        bearer="A dealer",
        rule="norm.is-exempt",
        highlights=(mark(LEAD, "is exempt", "cue"), mark(LEAD, "provided that each of the following is met", "condition")),
        status=CoverageStatus.FAILING,
        reasons=("condition III(2) is failing",),
    )
    conditions = tuple(
        RequirementFact(
            id=f"order/III-{n}.1",
            document="order",
            provision=f"order/III-{n}",
            pinpoint=f"Order III({n})",
            sentence=f"order/III-{n}.s1",
            quote=text,
            kind=RequirementKind.CONDITION,
            modality="obligation" if "must" in text else "",
            bearer="The dealer",
            rule="norm.must",
            certain=n != 3,
            highlights=tuple(
                mark(text, words, layer) for words, layer in (("must", "cue"), ("within two business days", "deadline")) if words in text
            ),
            read_with=("order/III.1",),
            status=status,
            reasons=("no check verifies it",) if status is CoverageStatus.UNCOVERED else (),
            checks=tuple(check for check, numbers in (("ACC-1", (1,)), ("DIS-1", (2,)), ("DIS-2", (2,))) if n in numbers),
        )
        for n, (text, status) in enumerate(zip(CONDITIONS, statuses, strict=True), 1)
    )
    lend = RequirementFact(
        id="rule/3.1",
        document="rule",
        provision="rule/3",
        pinpoint="17 CFR 300.3",
        sentence="rule/3.s1",
        quote="A dealer may not lend customer property.",
        modality="prohibition",
        bearer="A dealer",
        rule="norm.may-not",
        highlights=(Highlight(9, 16, "cue"),),
        url="https://example.gov/rule",
        status=CoverageStatus.UNVERIFIED,
        checks=("LEN 1",),
    )
    return ProjectView(
        name="Reserve relief",
        version="0.1.0",
        graph_sha256="c" * 64,
        documents=(order, rule),
        requirements=(exempt, *conditions, lend),
        checks=(
            CheckFact(
                id="ACC-1",
                title="Account title",
                method="inspection",
                owner="Operations",
                requirements=("order/III-1.1",),
                evidence=EvidenceFact(result="pass", date="2026-05-02", by="A. Smith"),
            ),
            CheckFact(
                id="DIS-1",
                title="Disclosure sent",
                method="test",
                owner="Compliance",
                requirements=("order/III-2.1",),
                evidence=EvidenceFact(result="fail", date="2026-05-03"),
            ),
            CheckFact(id="DIS-2", title="Disclosure wording", method="analysis", requirements=("order/III-2.1",)),
            CheckFact(id="LEN 1", title="No lending", method="attestation", owner="Compliance", requirements=("rule/3.1",)),
            CheckFact(id="OLD-1", title="Quotes old wording", problems=("the quote “shall keep” is not in order",)),
        ),
        terms=(
            TermFact(
                id="rule/2.def-dealer",
                term="dealer",
                written="dealer",
                document="rule",
                provision="rule/2",
                pinpoint="17 CFR 300.2",
                body="a person registered under 15 U.S.C. 78o(b)",
                kind="means",
                sentence="rule/2.s1",
                uses=("order/III-1.s1", "order/III-2.s1", "order/III-2.s1", "rule/3.s1"),
            ),
        ),
        authorities=(
            AuthorityFact(target="17 CFR 300.10", family="cfr", places=(CitingPlace("order", "order/III", "Order III", "order/III.s1", "§ 300.10"),)),
            AuthorityFact(
                target="17 CFR 300.3",
                family="cfr",
                document="rule",
                provision="rule/3",
                places=(*(CitingPlace("order", f"order/{n}", f"Order {n}", "order/III.s1", "§ 300.3") for n in range(6)),),
            ),
            AuthorityFact(
                target="15 U.S.C. 78o(b)",
                family="usc",
                url="https://example.gov/15-78o",
                places=(
                    CitingPlace("rule", "rule/2", "17 CFR 300.2", "rule/2.s1", "15 U.S.C. 78o(b)"),
                    CitingPlace("rule", "rule/2", "17 CFR 300.2", "rule/2.s1", "15 U.S.C. 78o(b)"),
                ),
            ),
            AuthorityFact(
                target="Release No. 34-1", family="release", places=(CitingPlace("order", "order/III", "Order III", "order/III.s1", "the Release"),)
            ),
        ),
        unresolved=(
            UnresolvedFact(
                written="that section", note="ambiguous", place=CitingPlace("order", "order/III", "Order III", "order/III.s1", "that section")
            ),
        ),
        trees=(
            TreeFact(
                requirement="order/III.1",
                root=TreeNode(
                    op=LogicOp.ALL,
                    reliance=Reliance.FAILS,
                    children=(
                        TreeNode(op=LogicOp.LEAF, reliance=Reliance.SHOWN, requirement="order/III-1.1"),
                        TreeNode(
                            op=LogicOp.ANY,
                            reliance=Reliance.FAILS,
                            children=(
                                TreeNode(op=LogicOp.LEAF, reliance=Reliance.FAILS, requirement="order/III-2.1"),
                                TreeNode(op=LogicOp.LEAF, reliance=Reliance.NOT_SHOWN, requirement="order/III-3.1"),
                            ),
                        ),
                    ),
                ),
                reasons=("Order III(2) fails: DIS-1 failed on 2026-05-03",),
            ),
        ),
    )


@pytest.fixture
def project() -> ProjectView:
    return make_project()


@pytest.fixture(scope="session")
def pieces() -> ModuleType:
    """Sections with a piece of every kind: ``pieces.py`` beside this."""
    return _beside("pieces")


@pytest.fixture(scope="session")
def letters() -> ModuleType:
    """A project that says nothing in English: ``wordless.py`` beside this."""
    return _beside("wordless")


def _beside(name: str) -> ModuleType:
    spec = spec_from_file_location(f"regkit_tests_{name}", Path(__file__).parent / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
