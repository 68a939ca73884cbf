"""Items and what they take over from their lead-in."""

import pytest

from regkit.extract import extract
from regkit.model.analysis import Analysis
from regkit.model.annotation import ItemList, LogicOp, Sentence
from regkit.model.document import Source
from regkit.read.builder import DocumentBuilder
from regkit.resolve.lead_ins import RULE, resolve_lead_ins


def listed(lead: str, *items: str) -> Analysis:
    """Return the analysis of a paragraph (a) with a lead-in and numbered items."""
    build = DocumentBuilder("d", Source(name="d.txt", sha256="0" * 64, media_type="text/plain"))
    with build.provision("a", marker="(a)"):
        build.block(lead)
        for number, item in enumerate(items, start=1):
            with build.provision(str(number), marker=f"({number})"):
                build.block(item)
    document = build.build()
    sentences = tuple(
        Sentence(id=f"d.s{i}", span=block.span, provision=block.provision, block=i, lead_in=i == 0) for i, block in enumerate(document.blocks)
    )
    lists = (ItemList(lead_in=0, provision=1, items=tuple(range(2, 2 + len(items))), op=LogicOp.ALL),)
    (found,) = resolve_lead_ins([extract(Analysis(document=document, sentences=sentences, lists=lists))])
    return found


def told(found: Analysis) -> list[tuple[int, str, str]]:
    return [(norm.sentence, str(norm.modality), norm.rule) for norm in found.norms]


def test_items_take_over_force_bearer_and_conditions() -> None:
    found = listed("If a claim is made, a bank shall:", "(1) Keep the claim; and", "(2) Pay it.")
    text = found.document.text
    assert told(found) == [(0, "obligation", "obligation.shall"), (1, "obligation", RULE), (2, "obligation", RULE)]
    for norm in found.norms[1:]:
        assert norm.span == found.sentences[norm.sentence].span
        assert (norm.cue.of(text), norm.bearer and norm.bearer.of(text)) == ("shall", "a bank")
        assert [condition.span.of(text) for condition in norm.conditions] == ["If a claim is made"]
        assert norm.certain


def test_an_item_keeps_what_qualifies_it() -> None:
    found = listed(
        "If a claim is made, a bank shall:", "(1) If it does not keep the claim, state the amount within 5 days; and", "(2) Pay it, where applicable."
    )
    text = found.document.text
    first, second = found.norms[1:]
    assert [one.span.of(text) for one in first.conditions] == ["If a claim is made", "If it does not keep the claim"]
    assert [one.span.of(text) for one in first.deadlines] == ["within 5 days"]
    assert [one.span.of(text) for one in second.conditions] == ["If a claim is made", "where applicable"]


def test_an_imperative_only_completes_its_lead_in() -> None:
    found = listed("A bank shall:", "(1) Submit a copy of the deed.")
    assert told(found)[1:] == [(1, "obligation", RULE)]


def test_an_item_with_its_own_norm_keeps_it() -> None:
    found = listed("A bank shall:", "(1) Keep the claim.", "(2) It may not sell the claim.")
    assert told(found)[1:] == [(1, "obligation", RULE), (2, "prohibition", "prohibition.not")]


@pytest.mark.parametrize(
    "lead",
    [
        "A bank is exempt, provided that each of the following conditions is met:",
        "A bank shall not charge a fee, unless the bank:",
        "A bank may charge a fee only if:",
        "A bank may charge a fee under the following conditions:",
        "A bank may charge a fee, except that:",
    ],
)
def test_items_that_are_conditions_are_no_duties(lead: str) -> None:
    found = listed(lead, "(1) The claim is signed; and", "(2) The bank must keep it.")
    assert [index for index, _, rule in told(found) if rule == RULE] == []
    assert (2, "obligation", "obligation.shall") in told(found)


@pytest.mark.parametrize("lead", ["The terms used here are these:", "The term bank means a person that:"])
def test_a_lead_in_without_a_norm_gives_none(lead: str) -> None:
    assert told(listed(lead, "(1) A vault.", "(2) A till.")) == []


def test_no_lists_no_change() -> None:
    analysis = Analysis(document=listed("A bank shall:", "(1) Pay.").document)
    assert resolve_lead_ins([analysis]) == (analysis,)


def test_a_vacant_item_takes_over_nothing() -> None:
    found = listed("A bank shall:", "(1) Keep the claim.", "(2) [Deleted]")
    assert told(found)[1:] == [(1, "obligation", RULE)]


def test_a_base_form_completes_its_lead_in() -> None:
    found = listed("A bank may:", "(1) Permit each owner to sign.")
    assert told(found)[1:] == [(1, "permission", RULE)]
