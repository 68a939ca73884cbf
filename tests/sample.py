"""A small project made by hand, for the parts that start from analyses: an exemption with conditions, a rule with duties, checks and evidence.

The ``conftest.py`` of each folder that wants it loads it by its path, since tests are no package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from regkit.graph.build import build_graph
from regkit.graph.schema import Graph
from regkit.model.analysis import Analysis
from regkit.model.annotation import Citation, Condition, Deadline, Definition, DefinitionKind, ItemList, LogicOp, Modality, Norm, Sentence, TermUse
from regkit.model.check import Check, Evidence, Result, Target
from regkit.model.document import Authority, Document, Origin, Record, Source, Status
from regkit.model.span import Span
from regkit.read.builder import DocumentBuilder

Line = tuple[str, str] | tuple[str, str, str]

MODALITIES = {
    "shall not": Modality.PROHIBITION,
    "may not": Modality.PROHIBITION,
    "is exempt": Modality.EXEMPTION,
    "shall": Modality.OBLIGATION,
    "must": Modality.OBLIGATION,
    "may": Modality.PERMISSION,
}
_CUE = re.compile(r"\b(shall not|may not|is exempt|shall|must|may)\b")
_CONDITION = re.compile(r"\b(provided that|only if|if|subject to)\b[^,:;.]*?(?=,|:|;|\.|$| unless)")
_EXCEPTION = re.compile(r"\b(unless|except)\b[^,:;.]*")

ORDER = [
    ("III", "Relief", "heading"),
    ("III", "A dealer is exempt from the reserve rule to a stated extent, provided that each of the following conditions is met:"),
    ("III-1", "(1) The dealer shall carry the property in a futures account."),
    ("III-2", "(2) The dealer must give the customer a disclosure that:"),
    ("III-2-a", "(a) names the account; and"),
    ("III-2-b", "(b) states which protections end."),
    ("III-3", "(3) The dealer may apply the relief to a customer only if the customer has agreed in writing."),
    ("III-3", "The dealer may ask for more."),
    ("III-4", "(4) A written agreement is in force."),
    ("IV", "A dealer shall not rely on the relief unless it is a member."),
]
RULE = [
    ("300-1", "The term “dealer” means a person registered under 15 U.S.C. 78o(b)."),
    ("300-2", "Each dealer shall, within two business days:"),
    ("300-2-a", "(a) record the transfer;"),
    ("300-2-b", "(b) report it as § 300.1 requires; and"),
    ("300-2-c", "(c) keep the record."),
]
CHECKS = (
    Check(
        id="CHK-1",
        title="Account",
        verifies=(Target(document="order", quote="shall carry the property"),),
        owner="Operations",
        place="checks/a.yaml, line 1",
    ),
    Check(id="CHK-2", title="Disclosure", verifies=(Target(id="order/III-2.1"), Target(id="order/III-2-a.1"), Target(id="order/III-2-b.1"))),
    Check(id="CHK-3", title="Consent", verifies=(Target(document="order", quote="only if the customer has agreed"),), owner="Legal"),
)
EVIDENCE = (
    Evidence(id="e1", check="CHK-1", result=Result.FAIL, date="2026-03-31"),
    Evidence(id="e2", check="CHK-1", result=Result.PASS, date="2026-06-30", by="Operations", note="reconciled\nno breaks"),
    Evidence(id="e3", check="CHK-2", result=Result.PASS, date="2026-06-30"),
)


def make_document(id: str, lines: Sequence[Line]) -> Document:
    """A document of paragraphs; each line is (path joined by -, text) or (path, text, "heading")."""
    authority = Authority(
        title=f"The {id}",
        short=id.title(),
        citation=f"{id.title()} 1",
        status=Status.RESTATEMENT,
        records=(Record(title="As issued", citation="Release No. 1"),),
        not_held=("the text as issued",),
    )
    build = DocumentBuilder(id, Source(name=f"{id}.txt", sha256="0" * 64, media_type="text/plain", size=1), authority)
    open_: list[str] = []
    for number, line in enumerate(lines, 1):
        path = line[0].split("-")
        keep = 0
        while keep < min(len(open_), len(path)) and open_[keep] == path[keep]:
            keep += 1
        for _ in open_[keep:]:
            build.close()
        for depth, label in enumerate(path[keep:], keep):
            build.open(label, top=depth == 0, marker=f"({label})")
        open_ = path
        build.block(line[1], origin=Origin(line=number), heading=len(line) > 2)
    return build.build()


def make_analysis(id: str, lines: Sequence[Line], *, op: LogicOp = LogicOp.ALL, count: int = 0) -> Analysis:
    """One sentence a block; norms by their cues; a list below every sentence that ends in a colon. Just enough to build a graph from."""
    document = make_document(id, lines)
    sentences, norms, lists = [], [], []
    for index, block in enumerate(document.blocks):
        text = document.quote(block.span)
        name = f"{document.provisions[block.provision].id}.s{index}"
        lead_in = text.endswith(":")
        sentences.append(Sentence(id=name, span=block.span, provision=block.provision, block=index, heading=block.heading, lead_in=lead_in))
        if not block.heading and (cue := _CUE.search(text)):
            norms.append(_norm(index, text, block.span, cue))
        if lead_in:
            items = tuple(i for i, provision in enumerate(document.provisions) if provision.parent == block.provision)
            lists.append(ItemList(lead_in=index, provision=block.provision, items=items, op=op, count=count))
    return Analysis(document=document, sentences=tuple(sentences), lists=tuple(lists), norms=tuple(norms))


def _norm(sentence: int, text: str, span: Span, cue: re.Match[str]) -> Norm:
    at = span.start
    days = text.find("within two business days")
    return Norm(
        sentence=sentence,
        span=span,
        modality=MODALITIES[cue[1]],
        cue=Span(*cue.span()).shifted(at),
        rule="test.norm",
        bearer=Span(at, at + cue.start() - 1),
        conditions=_clauses(_CONDITION, text, at),
        exceptions=_clauses(_EXCEPTION, text, at),
        deadlines=(Deadline(span=Span(at + days, at + days + 24), relation="within", rule="test.days"),) if days >= 0 else (),
    )


def _clauses(pattern: re.Pattern[str], text: str, at: int) -> tuple[Condition, ...]:
    return tuple(
        Condition(span=Span(*m.span()).shifted(at), cue=Span(*m.span(1)).shifted(at), kind=m[1].split()[0], rule="test.clause")
        for m in pattern.finditer(text)
    )


def with_references(order: Analysis, rule: Analysis) -> tuple[Analysis, Analysis]:
    """Add a definition, its uses and citations to the two documents."""
    from msgspec.structs import replace

    text = rule.document.text
    index = next(i for i, provision in enumerate(rule.document.provisions) if provision.id == "rule/300-1")
    means = Definition(
        id="rule/300-1.def-dealer",
        span=Span(text.index("dealer"), text.index("dealer") + 6),
        term="dealer",
        scope=(),
        body=Span(text.index("a person"), text.index("78o(b)") + 6),
        kind=DefinitionKind.MEANS,
        provision=index,
        rule="test.means",
    )
    uses = tuple(
        TermUse(span=Span(*m.span()), term="dealer", definition=means.id, defined_at=("300", "1")) for m in re.finditer("dealer", order.document.text)
    )
    code, own = text.index("15 U.S.C. 78o(b)"), text.index("§ 300.1")
    cited = (
        Citation(span=Span(code, code + 16), family="usc", target="15 U.S.C. 78o(b)", rule="test.usc", url="https://example.gov/78o"),
        Citation(span=Span(own, own + 7), family="internal", target=None, rule="test.own", target_document="rule", target_path=("300", "1")),
    )
    reserve = order.document.text.index("the reserve rule")
    vague = Citation(span=Span(reserve, reserve + 16), family="internal", target=None, rule="test.vague", note="no such rule in the corpus")
    return replace(order, term_uses=uses, citations=(vague,)), replace(rule, definitions=(means,), citations=cited)


def make_analyses() -> tuple[Analysis, ...]:
    """The order and the rule, resolved."""
    return with_references(make_analysis("order", ORDER), make_analysis("rule", RULE))


@pytest.fixture
def analyses() -> tuple[Analysis, ...]:
    """The order and the rule, resolved."""
    return make_analyses()


@pytest.fixture
def graph(analyses: tuple[Analysis, ...]) -> Graph:
    """The graph of the small project, with three checks and their evidence."""
    return build_graph(analyses, CHECKS, EVIDENCE, name="Sample")


@pytest.fixture
def analysis_of() -> Callable[..., Analysis]:
    """`make_analysis`, for tests with documents of their own."""
    return make_analysis
