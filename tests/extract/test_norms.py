"""What sentences say, in the words of the sentences: modality, cue and bearer."""

from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from regkit.extract.pipeline import COMPONENTS, pipeline, read_sentence


def read(text: str) -> Doc:
    return read_sentence(pipeline(), text, (), ())


def told(text: str) -> list[str]:
    return [f"{norm.modality}: {norm.cue.of(text)}: {norm.bearer.of(text) if norm.bearer else '-'}" for norm in read(text)._.norms]


CASES = [
    ("A warehouse shall keep a ledger.", ["obligation: shall: A warehouse"]),
    ("Each licensee must promptly correct the entry.", ["obligation: must: Each licensee"]),
    ("The broker is required to file a summary.", ["obligation: is required to: The broker"]),
    ("The trustee is responsible for the plan.", ["obligation: is responsible for: The trustee"]),
    ("The seller agrees to deliver the goods.", ["obligation: agrees to: The seller"]),
    ("Labels are to be printed in black.", ["obligation: are to be printed: -"]),
    ("Rule 7 requires a broker to file a summary.", ["obligation: requires: a broker"]),
    ("A dealer may not lend the shares.", ["prohibition: may not: A dealer"]),
    ("A dealer shall in good time and shall not late pay.", ["obligation: shall: A dealer", "prohibition: shall not: A dealer"]),
    ("No person may sell a lot.", ["prohibition: may: No person"]),
    ("Nothing in this rule prohibits a branch from closing early.", ["permission: prohibits: a branch"]),
    ("Neither the agent nor the owner shall disclose it.", ["prohibition: shall: Neither the agent nor the owner"]),
    ("It is unlawful for any person to sell a lot.", ["prohibition: It is unlawful for: any person"]),
    ("A clerk is prohibited from trading.", ["prohibition: is prohibited: A clerk"]),
    ("A dealer shall be subject to the prohibition in rule 3.", ["prohibition: shall be subject to the prohibition: A dealer"]),
    ("A member may resign.", ["permission: may: A member"]),
    ("The buyer is entitled to a refund.", ["permission: is entitled to: The buyer"]),
    ("The order permits a dealer registered as a merchant to offer the service.", ["permission: permits: a dealer"]),
    ("A branch need not register.", ["exemption: need not: A branch"]),
    ("The form does not have to be signed.", ["exemption: does not have to: -"]),
    ("A branch is not required to register.", ["exemption: is not required: A branch"]),
    ("Neither of them is required to agree.", ["exemption: is required to: Neither of them"]),
    ("Rule 7 does not require a broker to file.", ["exemption: does not require: a broker"]),
    ("Part 3 does not apply to branches.", ["exemption: does not apply: -"]),
    ("A branch is exempt from rule 3.", ["exemption: is exempt: A branch"]),
    ("The board hereby exempts branches from rule 3.", ["exemption: hereby exempts: -"]),
    ("The action establishes an exemption from rule 3.", ["exemption: establishes an exemption: -"]),
    ("A firm should keep a list.", ["recommendation: should: A firm"]),
    # adverbs between subject and cue, signs before the subject, concessions and abbreviations
    ("Lenders also must post the rate.", ["obligation: must: Lenders"]),
    ("They instead must use the form.", ["obligation: must: They"]),
    ("• The lender shall post the rate.", ["obligation: shall: The lender"]),
    ("b. The lender shall post the rate.", ["obligation: shall: The lender"]),
    ("The seal is optional, though the clerk may ask for it.", ["permission: may: the clerk"]),
    ("The U.S. Harbor Board may waive the fee.", ["permission: may: The U.S. Harbor Board"]),
    ("To claim the credit under rule 3 the buyer must sign.", ["obligation: must: the buyer"]),
    ("Insured banks, farm unions, and trusts must register.", ["obligation: must: Insured banks, farm unions, and trusts"]),
    ("The seller or the seller's broker, or both, must sign.", ["obligation: must: The seller or the seller's broker"]),
    # what things can hold, and what documents may hold
    ("Such practices may include a test.", []),
    ("The notice may include a logo.", ["permission: may: -"]),
    ("The price shall not include taxes.", []),
    ("The notice shall not include a logo.", ["prohibition: shall not: -"]),
    ("No person may have a claim on the pool.", ["prohibition: may: No person"]),
    ("A late form is to be treated as a new form.", []),
    ("The power to amend the list shall be conferred on the council.", []),
    ("This chapter shall cover branches abroad.", []),
    ("The longer wait may be the result of what the lender did.", []),
    ("Consent may be required if the seller relies on it.", ["permission: may: -"]),
    ("The new form should help lenders in small towns.", []),
    ("A lender should help callers in small towns.", ["recommendation: should: A lender"]),
    ("A copy is sent on receipt, and in no case later than three days after it.", []),
    ("It is impermissible for a bank to ask for a second signer.", ["prohibition: It is impermissible for: a bank"]),
    ("3.2 A firm must keep a list.", ["obligation: must: A firm"]),
    ("We will regrettably be unable to help.", []),
    ("Two or more firms that jointly file the form must sign it.", ["obligation: must: Two or more firms that jointly file the form"]),
    ("A state housing creditor must comply with the rule.", ["obligation: must: A state housing creditor"]),
    ("The list may be exhaustive.", []),
    ("A bank may comply with the rule by sending a copy.", ["permission: may: A bank"]),
    ("Firms that promote the sale in print shall keep a copy.", ["obligation: shall: Firms"]),
    ("The agencies responsible for the plan may require firms to keep records.", ["permission: may: The agencies"]),
    ("No notice under this rule is required for:", ["exemption: is required: -"]),
    ("Fees that firms may charge are listed.", []),
    ("Firms that require a deposit may choose not to pay interest.", ["permission: may: Firms that require a deposit"]),
    ("The notices that you provide under the rule must include a date.", ["obligation: must: -"]),
    ("It does so regardless of whether the rule applies solely to banks.", []),
    ("The rate may not be higher than the cap.", ["prohibition: may not: -"]),
    ("The buyer will pay $452 in the first month.", []),
    ("(i) which positions may be held by each desk, if any;", []),
    ("Comment 3 clarifies that a lender may use any index.", ["permission: may: a lender"]),
    ("The item has no features which may cause a loss or may speed it up.", []),
    ("A bank shall send the list in a form the consumer may keep.", ["obligation: shall: A bank"]),
    ("A bank shall send the list, and the consumer may keep it.", ["obligation: shall: A bank", "permission: may: the consumer"]),
    ("Neither rule 3 nor rule 4 requires that lenders must obtain a report.", []),
    ("A comment from a union stated this rule should be dropped.", []),
    ("The mandate shall be extended by one month.", []),
    ("The powers shall be exercised by the board.", ["obligation: shall: the board"]),
    ("Such goods shall be subject to a levy.", []),
    ("The bureau will publish a list.", []),
    ("The rates and the period of time each will be in effect also must be given.", ["obligation: must: -"]),
    ("A member whose licence entitles them to hold goods must file a report.", ["obligation: must: A member"]),
    ("A seller that sends copies only upon request shall tell the buyer.", ["obligation: shall: A seller that sends copies"]),
    ("Upon receipt of the notice the agent must sign it.", ["obligation: must: the agent"]),
    ("If the notice displays a rate (such as a yearly one) the bank must name it.", ["obligation: must: the bank"]),
    ("It helps firms that qualify now, but may not after the change.", []),
    ("The only means of leaving is to submit a form.", []),
    # the verb of a provision, and of somebody else
    ("Each client requires a broker to report.", []),
    ("The Council requires a broker to report.", ["obligation: requires: a broker"]),
    ("(2) Require each clerk to sign the list;", []),
    ("The change could also allow a broker to wait.", []),
    ("The office may grant an exemption from rule 3.", ["permission: may: The office"]),
    # relative, causal and purpose clauses
    ("The tool lists the counties, which should help lenders.", []),
    ("The guide, which concerns the copies that must be sent, is free.", []),
    ("The copy is plain, because a lender must keep it.", []),
    ("Since lenders only have to list the tract, the cost is low.", []),
    ("The fee is posted so that a buyer may compare it.", []),
    # instructions, and those to the editor of a text
    ("3. Submit it to the clerk.", ["obligation: Submit: -"]),
    ("1. Add part 9 to read as follows:", []),
    # reported speech
    ("Several commenters suggested that lenders should wait.", []),
    ("One commenter suggested, however, that the limit should apply.", []),
    ("The agency believes this notice should be kept.", []),
    ("A trade group argued this part should be dropped.", []),
    ("The agency sought comment on whether lenders must keep copies.", []),
    ("The agency proposed in section 4 that, after a claim, a lender shall reply.", []),
    ("Section 4 provides that a lender shall reply.", ["obligation: shall: a lender"]),
    ("Member States that have adopted a list shall publish it.", ["obligation: shall: Member States that have adopted a list"]),
    ("A lender must state that the rate is fixed.", ["obligation: must: A lender"]),
    # two cues, two norms; coordinated cues share their subject
    ("A firm may wait, but the agent must reply.", ["permission: may: A firm", "obligation: must: the agent"]),
    ("A firm shall set up and shall maintain a plan.", ["obligation: shall: A firm", "obligation: shall: A firm"]),
    # passives: the bearer is the agent, if one is named
    ("Copies shall be sent by the developer to the clerk.", ["obligation: shall: the developer"]),
    ("The customer must be notified.", ["obligation: must: -"]),
    # subjects with qualifications, lists and insertions
    ("A bank holding a customer's account must reply.", ["obligation: must: A bank"]),
    ("A bank that holds the account must reply.", ["obligation: must: A bank that holds the account"]),
    ("A dealer that is not, or is no longer, a member may not trade.", ["prohibition: may not: A dealer that is not, or is no longer, a member"]),
    ("The bank, upon receipt of a claim, must reply.", ["obligation: must: The bank"]),
    ("A bank, fund, or union shall reply.", ["obligation: shall: A bank, fund, or union"]),
    ("In such cases the bank may wait.", ["permission: may: the bank"]),
    ("The report shall name the auditor.", ["obligation: shall: -"]),
    # no modal
    ("Submit a copy of the deed.", ["obligation: Submit: -"]),
    ("Do not list the address.", ["prohibition: Do not list: -"]),
    ("If there is none, state that fact.", ["obligation: state: -"]),
    ("If the loan closes, the lender reports the rate.", ["obligation: reports: the lender"]),
    ("A lender complies with rule 3 by reporting the rate.", ["obligation: complies with: A lender"]),
    ("The report will describe the changes.", ["obligation: will: -"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:40] for text, _ in CASES])
def test_norms(text: str, expected: list[str]) -> None:
    assert told(text) == expected


NONE = [
    "A notice shall be deemed received when it is mailed.",
    "This rule shall take effect on June 1, 2030.",
    "This part shall apply to branches.",
    "The closing date shall be the date of the last signature.",
    "Delays may occur in winter.",
    "A firm may not be able to verify the name.",
    "Until then, only members were permitted to trade.",
    "The list of fees that a bank may charge is short.",
    "The number of fees that may be charged, or a statement that there are none.",
    "This rule does not limit the bank's right to set off a debt if the bank is permitted to do so by law.",
    "The agency approved the change.",
    "Commenters argued that the agency should wait.",
    "On May 3 the branch opened.",
    "For example, the lender reports the corrected rate.",
    'The form says "you must reply" in bold.',
    "The term broker means a person that must register.",
]


@pytest.mark.parametrize("text", NONE)
def test_no_norm(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "certain"),
    [("A firm shall reply.", True), ("The report will describe it.", False), ("A lender reports the rate.", False), ("Attach a copy.", True)],
)
def test_guesses_say_so(text: str, certain: bool) -> None:
    (norm,) = read(text)._.norms
    assert norm.certain is certain


def test_conditions_go_with_their_norm() -> None:
    text = "If asked, a firm may wait if it says so, but the agent must reply within 3 days."
    first, second = read(text)._.norms
    assert [condition.span.of(text) for condition in first.conditions] == ["If asked", "if it says so"]
    assert second.conditions == ()
    assert [deadline.span.of(text) for deadline in first.deadlines] == []
    assert [deadline.span.of(text) for deadline in second.deadlines] == ["within 3 days"]


def test_coordinated_norms_share_what_stands_in_front() -> None:
    text = "If a claim is made, the firm shall record it and shall reply."
    assert [[condition.span.of(text) for condition in norm.conditions] for norm in read(text)._.norms] == [["If a claim is made"]] * 2


@pytest.mark.parametrize(
    ("text", "logic"),
    [
        ("A firm may wait if it asks and if it pays.", "all"),
        ("A firm may wait if it asks or if it pays.", "any"),
        ("A firm may wait if it asks.", None),
    ],
)
def test_logic(text: str, logic: str | None) -> None:
    (norm,) = read(text)._.norms
    assert norm.logic == logic


def test_conditional_statement_is_no_norm() -> None:
    text = "If the account is closed, both loans are home loans."
    doc = read(text)
    assert doc._.norms == ()
    (statement,) = doc._.statements
    assert [condition.span.of(text) for condition in statement.conditions] == ["If the account is closed"]


def test_components_work_alone() -> None:
    nlp = spacy.blank("en")
    for name in COMPONENTS:
        nlp.add_pipe(name)
    assert not any(nlp.analyze_pipes()["problems"].values())
    doc = nlp("The bank must reply within 3 days.")
    assert [norm.cue.of(doc.text) for norm in doc._.norms] == ["must"]


def test_norms_alone_need_no_other_component() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("regkit_norms")
    (norm,) = nlp("The bank must reply if asked.")._.norms
    assert norm.conditions == ()


WORDS = [
    *(
        "the",
        "a",
        "bank",
        "shall",
        "must",
        "may",
        "not",
        "if",
        "unless",
        ",",
        ";",
        ":",
        "(",
        ")",
        '"',
        "and",
        "or",
        "that",
        "which",
        "provided",
        "except",
    ),
    *("within", "3", "days", "upon", "request", "it", "by", "“", "§ 12.3(a)", ".", "no", "is", "required", "to", "only"),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    doc = read(text)
    size = len(text)
    for norm in doc._.norms:
        assert norm.span.start <= norm.cue.start < norm.cue.end <= norm.span.end <= size
        assert norm.bearer is None or norm.bearer.of(text).strip()
        for part in (*norm.conditions, *norm.exceptions, *norm.deadlines, *norm.thresholds):
            assert part.span.of(text).strip()
    conditions = doc._.conditions
    assert all(one.span.end <= other.span.start for one, other in pairwise(conditions))
    assert not (doc._.norms and doc._.statements)
    assert read(text)._.norms == doc._.norms


@given(st.text(max_size=80))
@settings(deadline=None)
def test_any_characters(text: str) -> None:
    for norm in read(text)._.norms:
        assert norm.span.end <= len(text)


ACTIONS = [
    ("A bank shall establish, maintain, and enforce written policies.", ["establish", "maintain", "enforce written policies"]),
    ("A bank must promptly review and correct the entry.", ["promptly review", "correct the entry"]),
    ("Copies shall be signed and dated by the clerk.", ["be signed", "dated by the clerk"]),
    ("A bank must keep the ledger for a year and report any loss.", ["keep the ledger for a year", "report any loss"]),
    ("A bank must pay principal and interest.", []),
    ("A bank must reply, and the clerk must sign.", []),
    ("A bank must reply.", []),
]


@pytest.mark.parametrize(("text", "wanted"), ACTIONS, ids=[text for text, _ in ACTIONS])
def test_acts(text: str, wanted: list[str]) -> None:
    norm = read(text)._.norms[0]
    assert [act.of(text) for act in norm.actions] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A bank must, except as provided in rule 3, reply.", "reply"),
        ("Rule 3 requires a bank to reply if asked.", "reply"),
        ("Rule 3 prohibits a bank from lending.", "lending"),
        ("A bank may wait, but the clerk must sign.", "wait"),
    ],
)
def test_action(text: str, wanted: str) -> None:
    action = read(text)._.norms[0].action
    assert action is not None
    assert action.of(text).removeprefix("from ") == wanted


def test_a_condition_before_a_second_subject_is_the_second_norms() -> None:
    text = "While a lessor may give an address, if a buyer asks, the lessor must reply."
    first, second = read(text)._.norms
    assert [one.span.of(text) for one in first.conditions] == []
    assert [one.span.of(text) for one in second.conditions] == ["if a buyer asks"]
