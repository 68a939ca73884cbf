"""Where conditions and exceptions begin and end."""

import pytest

from regkit.extract.conditions import is_exception
from regkit.extract.pipeline import pipeline, read_sentence


def told(text: str) -> list[str]:
    found = read_sentence(pipeline(), text, (), ())._.conditions
    return [f"{'-' if is_exception(one) else '+'} {one.span.of(text)}" for one in found]


CASES = [
    # further cues, lists of references, inverted and inserted conditions
    (
        "Subject to §§ 9.1, 9.2, and 9.3, where a payment fails, the bank must reply.",
        ["+ Subject to §§ 9.1, 9.2, and 9.3", "+ where a payment fails"],
    ),
    ("A firm must test, to the extent possible, its limits.", ["+ to the extent possible"]),
    ("Where the assets, the debts and the risk are small, a firm may wait.", ["+ Where the assets, the debts and the risk are small"]),
    ("If you send copies to a buyer, you satisfy the rule.", ["+ If you send copies to a buyer"]),
    ("If cover is bought by the lender, information on the cover, as well as its cost, must be sent.", ["+ If cover is bought by the lender"]),
    ("If goods are sold, delivered, or lent, the bank must reply.", ["+ If goods are sold, delivered, or lent"]),
    ("Should the sale fail, the bank must reply.", ["+ Should the sale fail"]),
    ("A charge that accrues when the account is closed does not constitute a late fee.", ["+ when the account is closed"]),
    ("The bank must multiply the amount, if the ratio is less than one, by the ratio.", ["+ if the ratio is less than one"]),
    ("The clerk held that the plan, if adopted, would not raise costs.", ["+ if adopted"]),
    ("If a bank sends forms, copies need only be kept to the extent applicable.", ["+ If a bank sends forms", "+ to the extent applicable"]),
    ("Fees may be charged where: (a) the rate is agreed; or (b) the buyer asks.", ["+ where: (a) the rate is agreed; or (b) the buyer asks"]),
    ("While a lessor may wait, if a buyer asks, the lessor must reply.", ["+ if a buyer asks"]),
    ("The rule previously provided that a bank was exempt.", []),
    ("It applies to the same extent as rule 3.", []),
    ("The bank must reply promptly upon receipt of the claim.", []),
    ("With respect to when the notice is due, a bank may ask.", []),
    ("The notice must be sent no later than when the account is opened.", []),
    # front: up to the main clause
    ("If a claim is late, the firm may refuse it.", ["+ If a claim is late"]),
    ("If a claim is late, or is not signed, the firm may refuse it.", ["+ If a claim is late, or is not signed"]),
    ("If two owners sign, and both ask, but only one pays, the firm reports that one.", ["+ If two owners sign, and both ask, but only one pays"]),
    ("If a loan is secured by land, a house, or a barn, the bank must say so.", ["+ If a loan is secured by land, a house, or a barn"]),
    ("If a firm closes, a bank, fund, or union shall take its place.", ["+ If a firm closes"]),
    ("If a firm closes, the agent, upon request, shall say so.", ["+ If a firm closes", "+ upon request"]),
    ("If the form is not signed, and if it is not lawful to sell, submit a map.", ["+ If the form is not signed", "+ if it is not lawful to sell"]),
    ("If the form is late the clerk shall send a notice.", ["+ If the form is late"]),
    ("If not, include a warning.", ["+ If not"]),
    ("3.2 Where a member closes, it must reply.", ["+ Where a member closes"]),
    ("A seller that changes terms upon default need not write.", ["+ upon default"]),
    ("Upon receipt of the notice the agent must sign it.", ["+ Upon receipt of the notice"]),
    ("A member must follow chapter 8, save for rule 8.6.", ["- save for rule 8.6"]),
    ("The board may refuse a licence where it is not satisfied that the rules are met.", ["+ where it is not satisfied that the rules are met"]),
    ("8. Where a member closes, it must reply.", ["+ Where a member closes"]),
    ("If the notice displays a rate (such as a yearly one) the bank must name it.", ["+ If the notice displays a rate (such as a yearly one)"]),
    ("It counts to the extent that U.S. territories are named as counties.", ["+ to the extent that U.S. territories are named as counties"]),
    ("When the rate is set, a notice must be sent.", ["+ When the rate is set"]),
    ("Except as provided in rule 3, for cards issued abroad, estimates may be used.", ["- Except as provided in rule 3"]),
    ("Subject to rule 3, a member may resign.", ["+ Subject to rule 3"]),
    ("Notwithstanding rule 3, a member may resign.", ["- Notwithstanding rule 3"]),
    ("In the event of a default, the agent shall act.", ["+ In the event of a default"]),
    # back: to the end of its clause
    ("A member may resign unless it owes a debt, a fee, or a fine.", ["- unless it owes a debt, a fee, or a fine"]),
    ("A member may resign if it pays, but the board must consent.", ["+ if it pays"]),
    ("A firm may wait if, before the end of the month, it gives notice.", ["+ if, before the end of the month, it gives notice"]),
    ("A member may resign if it pays unless the board objects.", ["+ if it pays", "- unless the board objects"]),
    ("The firm is exempt, provided that it keeps records.", ["+ provided that it keeps records"]),
    ("It permits a dealer to trade, provided the order's conditions are met.", ["+ provided the order's conditions are met"]),
    ("A member may resign only if the board agrees.", ["+ only if the board agrees"]),
    ("Fees may be charged to the extent applicable.", ["+ to the extent applicable"]),
    ("The receipt, except for the dates in it, applies to each sale.", ["- except for the dates in it"]),
    ("All lots are covered except those sold.", ["- except those sold"]),
    ("Any person other than a bank must register.", ["- other than a bank"]),
    ("The seller must perform, contingent upon the bank's consent so that the house is built.", ["+ contingent upon the bank's consent"]),
    ("A dealer may trade if it (a) is registered; (b) is solvent; and (c) reports.", ["+ if it (a) is registered; (b) is solvent; and (c) reports"]),
    ("A bank shall not charge a fee unless the bank:", ["- unless the bank"]),
    # insertions
    ("The firm shall, if asked, state the reason.", ["+ if asked"]),
    ("The rule applies, if applicable, to branches.", ["+ if applicable"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:40] for text, _ in CASES])
def test_conditions(text: str, expected: list[str]) -> None:
    assert told(text) == expected


NONE = [
    "A fee is due even if the card is lost.",
    "It shall be treated as if it were signed.",
    "List the owners, if any.",
    "The notice provided by the firm must be clear.",
    "It is provided that the firm keeps records.",
    "A loan subject to this rule must be reported.",
    "The state where the branch lies decides.",
    "The date when the loan closes must be stated.",
    "The agent may rely upon the notice.",
    "A firm must reply regardless of whether the claim is late.",
    "Say whether or not it applies.",
]


@pytest.mark.parametrize("text", NONE)
def test_no_condition(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A firm may wait if it asks.", "if"),
        ("A firm may wait only if it asks.", "only_if"),
        ("A firm may wait, provided that it asks.", "provided"),
        ("A firm may wait unless it asks.", "unless"),
        ("A firm may wait, except that a branch may not.", "except"),
        ("Where a firm asks, it may wait.", "where"),
        ("A firm may wait so long as it asks.", "to_the_extent"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    (condition,) = read_sentence(pipeline(), text, (), ())._.conditions
    assert condition.kind == kind
    assert condition.span.contains(condition.cue)
