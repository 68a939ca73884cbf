"""The scorer itself: what is right counts as right, and each way of being wrong counts as a miss, a false find or both."""

from __future__ import annotations

import pytest
import score_gold

from regkit.model.analysis import Analysis
from regkit.model.annotation import Citation, Condition, Deadline, Definition, DefinitionKind, Modality, Norm
from regkit.model.document import Authority, Source
from regkit.model.span import Span
from regkit.read.builder import DocumentBuilder

TEXT = (
    "A dealer in bonds (the “Dealer”) may keep a second account, unless its clearing house objects under Rule 9c-1. "
    "Before the account is opened, the Dealer shall file the form in paragraph (b)."
)
GOLD = score_gold.Gold(
    term=(score_gold.Term(term="dealer", at="(the “Dealer”)"),),
    norm=(
        score_gold.GoldNorm(quote="may keep", modality="permission", bearer="A dealer in bonds"),
        score_gold.GoldNorm(quote="the Dealer shall file", modality="obligation", bearer="the Dealer"),
    ),
    condition=(
        score_gold.GoldCondition(quote="unless its clearing house objects under Rule 9c-1", kind="unless", role="exception"),
        score_gold.GoldCondition(quote="Before the account is opened", kind="before", role="deadline"),
    ),
    citation=(
        score_gold.GoldCitation(text="Rule 9c-1", target="17 CFR 240.9c-1"),
        score_gold.GoldCitation(text="paragraph (b)", path=("1", "b")),
    ),
)


def at(words):
    return score_gold.locate(TEXT, words)


def norm(modality, cue, bearer, **more):
    return Norm(sentence=0, span=at(cue), modality=modality, cue=at(cue), rule="r", bearer=at(bearer) if bearer else None, **more)


def clause(words):
    return Condition(span=at(words), cue=at(words), kind="k", rule="r")


MAY = norm(Modality.PERMISSION, "may", "A dealer in bonds", exceptions=(clause("unless its clearing house objects under Rule 9c-1."),))
SHALL = norm(Modality.OBLIGATION, "shall", "the Dealer", deadlines=(Deadline(span=at("Before the account is opened,"), relation="before", rule="r"),))
DEFINITION = Definition(
    id="d", span=Span(at("Dealer”").start, at("Dealer”").end - 1), term="dealer", scope=(), body=at("A dealer in bonds"),
    kind=DefinitionKind.SHORT_FORM, provision=0, rule="r",
)  # fmt: skip
RULE = Citation(span=at("Rule 9c-1"), family="sec_rule", target="17 cfr  240.9c-1", rule="r")
PARAGRAPH = Citation(span=at("(b)"), family="internal", target="paragraph (b)", rule="r", target_document="d", target_path=("1", "b"))


def score(*, definitions=(DEFINITION,), norms=(MAY, SHALL), citations=(RULE, PARAGRAPH), gold=GOLD):
    build = DocumentBuilder("d", Source(name="d.txt", sha256="0" * 64, media_type="text/plain"), Authority())
    build.block(TEXT)
    document = build.build()
    assert document.text == TEXT
    found = score_gold.score(Analysis(document=document, definitions=definitions, norms=norms, citations=citations), gold)
    return {layer: (tally.right, len(tally.missed), len(tally.false)) for layer, tally in found.items()}


ALL = {
    "terms": (1, 0, 0),
    "scopes": (1, 0, 0),
    "norms": (2, 0, 0),
    "bearers": (2, 0, 0),
    "conditions": (1, 0, 0),
    "deadlines": (1, 0, 0),
    "citations": (2, 0, 0),
}


def test_the_right_answer_is_right():
    assert score() == ALL


def test_nothing_found_is_all_missed():
    missed = {layer: (0, right, 0) for layer, (right, _, _) in ALL.items()} | {"scopes": (0, 0, 0), "bearers": (0, 0, 0)}
    assert score(definitions=(), norms=(), citations=()) == missed


def replaced(thing, **changes):
    from msgspec.structs import replace

    return replace(thing, **changes)


@pytest.mark.parametrize(
    ("layer", "change", "expected"),
    [
        ("norms", {"norms": (replaced(MAY, modality=Modality.PROHIBITION), SHALL)}, (1, 1, 1)),
        ("norms", {"norms": (MAY, SHALL, norm(Modality.OBLIGATION, "objects", ""))}, (2, 0, 1)),
        ("norms", {"norms": (MAY, MAY, SHALL)}, (2, 0, 1)),
        ("bearers", {"norms": (replaced(MAY, bearer=None), SHALL)}, (1, 1, 0)),
        ("bearers", {"norms": (replaced(MAY, bearer=at("the account")), SHALL)}, (1, 1, 1)),
        ("bearers", {"norms": (replaced(MAY, bearer=at("dealer in bonds")), SHALL)}, (2, 0, 0)),
        ("conditions", {"norms": (replaced(MAY, exceptions=(), conditions=MAY.exceptions), SHALL)}, (0, 1, 1)),
        ("conditions", {"norms": (replaced(MAY, exceptions=(clause("unless"),)), SHALL)}, (0, 1, 1)),
        ("conditions", {"norms": (MAY, replaced(SHALL, exceptions=MAY.exceptions))}, (1, 0, 0)),
        ("citations", {"citations": (replaced(RULE, target="17 CFR 240.9c-2"), PARAGRAPH)}, (1, 1, 1)),
        ("citations", {"citations": (RULE, replaced(PARAGRAPH, target_path=("1", "c")))}, (1, 1, 1)),
        ("citations", {"citations": (RULE, replaced(PARAGRAPH, target_document="other"))}, (1, 1, 1)),
        ("citations", {"citations": (RULE, replaced(PARAGRAPH, through="paragraph (d)"))}, (1, 1, 1)),
        ("terms", {"definitions": (replaced(DEFINITION, term="dealers"),)}, (0, 1, 1)),
        ("terms", {"definitions": (replaced(DEFINITION, span=Span(0, 8)),)}, (0, 1, 1)),
        ("scopes", {"definitions": (replaced(DEFINITION, scope=("1",)),)}, (0, 1, 1)),
    ],
)
def test_each_error_counts_where_it_is(layer, change, expected):
    assert score(**change)[layer] == expected


def test_what_is_optional_counts_neither_way():
    gold = replaced(GOLD, norm=(replaced(GOLD.norm[0], optional=True), GOLD.norm[1]))
    assert score(gold=gold)["norms"] == (1, 0, 0)
    assert score(gold=gold, norms=(SHALL,))["norms"] == (1, 0, 0)
    assert score(gold=gold, norms=(MAY,))["norms"] == (0, 1, 0)


def test_a_clause_that_may_be_either_is_right_as_both():
    gold = replaced(GOLD, condition=(replaced(GOLD.condition[0], role="either"), GOLD.condition[1]))
    assert score(gold=gold)["conditions"] == (1, 0, 0)
    assert score(gold=gold, norms=(replaced(MAY, exceptions=(), conditions=MAY.exceptions), SHALL))["conditions"] == (1, 0, 0)


def test_another_reading_that_gold_accepts_is_right():
    gold = replaced(GOLD, norm=(replaced(GOLD.norm[0], also=("prohibition",)), GOLD.norm[1]))
    assert score(gold=gold, norms=(replaced(MAY, modality=Modality.PROHIBITION), SHALL))["norms"] == (2, 0, 0)


def test_precision_and_recall():
    tally = score_gold.Tally(right=3, missed=[(0, "")], false=[(0, ""), (1, "")])
    assert (tally.recall, tally.precision) == (0.75, 0.6)
    assert score_gold.total([tally, tally]).right == 6


def test_parallel_forms_may_be_found_as_one():
    gold = replaced(
        GOLD,
        citation=(score_gold.GoldCitation(text="Rule", target="17 CFR 240.9c-1"), score_gold.GoldCitation(text="9c-1", target="17 CFR 240.9c-1")),
    )
    assert score(gold=gold, citations=(RULE,))["citations"] == (1, 0, 0)
    assert score(gold=gold, citations=(replaced(RULE, span=at("9c-1")),))["citations"] == (1, 1, 0)


def test_the_outer_part_of_a_longer_reference_is_not_false():
    gold = replaced(GOLD, citation=(score_gold.GoldCitation(text="the form in paragraph (b)", path=("1", "b")),))
    outer = replaced(PARAGRAPH, span=at("form"), target_path=("1",))
    assert score(gold=gold, citations=(PARAGRAPH, outer))["citations"] == (1, 0, 0)
    assert score(gold=gold, citations=(PARAGRAPH, replaced(outer, target_path=("2",))))["citations"] == (1, 0, 1)
