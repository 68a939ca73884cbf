"""Sentences: what ends one and what does not, on text of the kinds that rules, orders and decisions are made of."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.segment.sentences import Abbreviation, sentence_spans

# " ⏎ " stands where one sentence ends and the next begins; the text itself has one space there.
CASES = {
    "plain": "The clearing agency shall keep records. ⏎ It shall produce them on request.",
    "one": "The member must give notice within two business days",
    "question": "Has the member defaulted? ⏎ If so, the rules of this part apply. ⏎ Who must be told?",
    "question-inside": "The officer asked “was notice given?” before the hearing closed.",
    "usc": "Notice is required by 15 U.S.C. 78s(b)(1) and 17 CFR 240.19b-4.",
    "usc-new-sentence": "The statute is plain. ⏎ 15 U.S.C. 78q-1(b). ⏎ The Commission agrees.",
    "cfr-section-sign": "A margin account is defined in 12 C.F.R. § 220.2 of that part. ⏎ See also 38 C.F.R. §§ 3.303, 3.304.",
    "fed-reg": "The proposal was published at 89 Fed. Reg. 2714 (Jan. 16, 2024). ⏎ No comments were received.",
    "fr-citation": "The rule took effect that month. ⏎ 76 FR 79768 (Dec. 22, 2011). ⏎ See section 1061 of the Act.",
    "id": "Credit must be denied in writing. ⏎ See 12 CFR 1002.2; id. at 4. ⏎ A creditor may telephone first.",
    "id-alone": "The agent holds the funds. ⏎ Id. ⏎ Under the agreement, the agent may invest them. ⏎ Id. at 12-13.",
    "id-section": "Capital is set by rule. ⏎ Id. § 78o(c)(3). ⏎ The rule applies daily.",
    "inc": "The filing by Chicago Clearing Inc. was approved. ⏎ The staff rejected that of Delta Corp. ⏎ The matter is closed.",
    "company-versus": "See Ridley Corp. v. Harmon, Inc., 159 F.3d 534, 549 (Fed. Cir. 1998). ⏎ The court agreed.",
    "versus": "Compare Marlow v. Brandt, 12 Vet. App. 369 (1999), with Doyle v. West.",
    "number": "Release No. 34-99149 extended the date. ⏎ File No. SR-FICC-2024-007 is pending.",
    "no-answer": "Is a fee due? ⏎ The answer is no. ⏎ Fees are barred.",
    "sec": "Entities under Sec. 5 must register. ⏎ Sec. 6 exempts others.",
    "stat": "Public Law 111-203, 124 Stat. 1376 (2010), amended it. ⏎ So did 136 Stat. 49.",
    "pub-l": "The Act (Pub. L. No. 111-24) took effect at once. ⏎ Congress said why.",
    "eg": "Property (e.g. a farm, i.e. Land in use) is exempt. ⏎ Other land is not.",
    "et-al": "Jonas Whitby, et al. “Settlement Risk in Repo Markets” 4 J. Fin. Econ. 12 (2005).",
    "et-seq": "The Act, 44 U.S.C. 3501 et seq., governs. ⏎ It is codified at 7 U.S.C. 1 et seq. ⏎ The Commission enforces it.",
    "volume": "Lena Orth, “Clearing and Credit.” 15 Markets No. 2 at 18 (2005). ⏎ It is “cleared.” ⏎ 15 U.S.C. 78c defines it.",
    "etc": "It applies to fees, refunds, etc. ⏎ Banks are not affected by it, etc., in this case.",
    "titles": "Mr. Ames and Dr. Vale testified. ⏎ Hon. Ruth Petrie presided.",
    "month": "The order was issued on Jan. 5, 2021. ⏎ By Feb. 1 it had lapsed.",
    "dc": "Mail it to 100 F Street, NE., Washington, D.C. 20549. ⏎ Hand delivery is allowed.",
    "nw": "Write to 1700 G Street, NW., Washington. ⏎ The office is at 1700 G Street NW. ⏎ The staff answers.",
    "us-noun": "Accounts are held in the U.S. Treasury market. ⏎ They are governed by the law of the U.S. ⏎ The same holds for funds.",
    "time": "Calls are taken from 9 a.m. to 5 p.m. Eastern Time. ⏎ The line closes at 5 p.m. ⏎ After that, leave word.",
    "initials": "Judge K. A. Kennel signed for J. Smith. ⏎ Joseph R. Moore appeared.",
    "letter-name": "The loan falls under Regulation Z. ⏎ Regulation B covers it. ⏎ See Appendix A. ⏎ Broker A refers clients to B. ⏎ B pays nothing.",
    "decimal": "The rate is .618 and rounds to 59.946. ⏎ The fee is $1.50. ⏎ It rises by 8.3 percent.",
    "section-number": "A plan under § 1005.31(b)(1)(viii). ⏎ See comment 10(c)-3. ⏎ Section 1005.2(b) differs.",
    "comment-number": "The dates are listed in comment 52(b)(1)(ii)-2.i to keep a record of them.",
    "url": "The form is at www.example.gov/forms/A-3.pdf. ⏎ See https://www.example.gov/reg.z?x=1.2&y=No.3 for more.",
    "quote-after-stop": 'The term is “business day.” ⏎ It excludes holidays. ⏎ A "member" is a "participant." ⏎ That is all.',
    "quote-of-several": "The clerk wrote: “The fee was paid. ⏎ No receipt was given.” ⏎ The record ends there.",
    "bracket-after-stop": "A branch is an office. ⏎ (See 12 U.S.C. 1752.) ⏎ An agent is not one.",
    "bracket-editor": "The report says so. ⏎ [The applicant] signed it. ⏎ [the agent] did not.",
    "bracketed-letter": "The rule is old: “[t]he agency may act.” ⏎ It stands.",
    "colon-list": "The notice must: (1) Name the account; (2) state the amount; and (3) be signed. ⏎ It may be sent by mail.",
    "ellipsis-spaced": "It “owns, controls . . . or has power to vote” the shares. ⏎ That suffices.",
    "ellipsis-spaced-capital": "The text reads “The board . . . The officers” in part.",
    "ellipsis-four": "He left the service . . . . ⏎ The claim was denied.",
    "ellipsis-close": "His duties “changed over time...” ⏎ The board disagreed.",
    "ellipsis-sign": "The witness paused … and went on. ⏎ She left.",
    "note-glued": "A lender must be paid.12 ⏎ The bank is such a lender.",
    "note-after-quote": "This is a “sender.”3 ⏎ The provider must refund it.4, 5 ⏎ In that case no fee is due.",
    "note-after-bracket": "The rule was amended (in 2012).14 ⏎ Commenters objected.",
    "note-after-date": "The power passed on July 21, 2011.24 ⏎ Accordingly, the rule was reissued.",
    "note-in-brackets": "The fund was closed.[7] ⏎ It never reopened.",
    "no-note": "It is set out in 12 CFR 1026.43 Appendix Q for that purpose.",
    "marker-number": "1. Purpose and scope. ⏎ This part governs margin.",
    "marker-letter": "A. Background. ⏎ The Exchange filed a proposal.",
    "marker-roman": "IV. Discussion",
    "marker-paren": "(a) In general. ⏎ Each participant shall post margin daily.",
    "markers-inside": "The following apply. ⏎ 1. Notice is due. ⏎ 2. Payment follows.",
    "glued": "(b) Timing of notice.⏎If notice is late, the fee is void.",
    "not-glued": "Visit Example.Com or www.treasury.Example.gov for the form.",
    "dash": "Block 3, “ Services we select. ”—In this block, list each service.",
    "numbers-open": "Three filed late. ⏎ 12 members did not file. ⏎ $5 was due from each.",
    "reporters": "The claim fails. ⏎ See Hart v. Coyle, 492 F.3d 13 (Fed. Cir. 2007); Lund v. Ames, 5 Vet. App. 458, 460-61 (1993).",
    "courts": "The suit was filed in the S.D.N.Y. in May. ⏎ The Ninth Cir. affirmed. ⏎ Cal. Civ. Code § 1916.5 applies.",
    "admin-code": "See 7 Tex. Admin. Code § 278.052, which lets a buyer cancel; N.Y. Comp. Codes R. & Regs. tit. 3, § 419.1.",
    "vol": "The survey is in vol. 91, no. 7, at pp. 47-61, n. 4. ⏎ It was revised.",
    "semicolons": "Income is gross; however, Section 3 differs. ⏎ So does § 4.",
    "app-word": "A sender may use the mobile app. ⏎ Consumers like it.",
    "report": "See S. Rept. 461 and H.R. Rept. No. 5. ⏎ Both are brief.",
    "chain": "See Tex. Civ. Prac. & Zed. Code Ann. § 16.003. ⏎ It is the same in Ohio Rev. Code § 1.",
    "agency-in-capitals": "The filing went to the SEC. ⏎ Members may comment. ⏎ The rule is that of the SEC. ⏎ 17 CFR 240.15c3-3 sets it out.",
    "company-and-clause": "The order was made for Delta Clearing Inc. ⏎ Members may rely on it. ⏎ It was sold to Roe & Co. LLC in May.",
    "parenthesis": "The duty is plain (R. at 12; Tr. 45.) and was breached. ⏎ (Emphasis added.) ⏎ We affirm.",
    "opinion": "Field, J., dissented. ⏎ “Why?” he asked. ⏎ See Roe v. Lund, No. 12-3, 2013 WL 5, at *3 (S.D. Ohio Mar. 5, 2013). ⏎ AFFIRMED.",
    "bullet": "The forms are new. ⏎ • The notice is not.",
    "symbol": "Rates changed. ⏎ § 4 did not. ⏎ ¶ 12 did.",
}


def pieces(marked: str) -> list[str]:
    return [piece.strip() for piece in marked.split("⏎")]


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_sentences(marked: str) -> None:
    text = marked.replace(" ⏎ ", " ").replace("⏎", "")
    assert [text[a:b] for a, b in sentence_spans(text)] == pieces(marked)


@pytest.mark.parametrize("marked", [case for case in CASES.values() if "⏎ " in case][::4])
def test_offsets_are_those_of_the_whole_text(marked: str) -> None:
    before, after = "Not this. Nor this. ", " Nor that. Go on"
    text = marked.replace(" ⏎ ", " ")
    whole = before + text + after
    assert [whole[a:b] for a, b in sentence_spans(whole, len(before), len(before) + len(text))] == pieces(marked)


def test_a_call_that_the_reader_found_ends_a_sentence_after_a_number() -> None:
    text = "It is set out in section 12.4 Banks object."
    assert len(sentence_spans(text)) == 1
    assert [text[a:b] for a, b in sentence_spans(text, marks=frozenset({28}))] == ["It is set out in section 12.4", "Banks object."]


def test_blank_text_has_no_sentences() -> None:
    assert sentence_spans("") == sentence_spans(" \n ") == []


def test_every_group_of_abbreviations_has_examples_that_hold() -> None:
    data = tomllib.loads(resources.files("regkit.segment").joinpath("abbreviations.toml").read_text(encoding="utf-8"))
    assert {group["name"] for group in data["group"]} == {str(kind.value) for kind in Abbreviation}
    for group in data["group"]:
        assert group["gloss"]
        assert group["examples"]
        for example in group["examples"]:
            assert len(sentence_spans(example)) == 1, example


LAWISH = st.lists(
    st.sampled_from(
        [
            "The bank",
            "shall",
            "U.S.C.",
            "Id.",
            "No.",
            "12",
            "§ 5.",
            "(a)",
            "“term.”",
            ". . .",
            "paid.12",
            "v.",
            "Inc.",
            "A.",
            "?",
            "!",
            "…",
            "\n",
            "[t]he",
            ")",
            "i.e.",
            "7 CFR 1.2.",
            "•",
        ]
    ),
    max_size=30,
).map(" ".join)


@given(st.one_of(st.text(), LAWISH))
def test_spans_are_ordered_disjoint_and_cover(text: str) -> None:
    spans = sentence_spans(text)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@given(LAWISH)
def test_a_sentence_is_one_sentence(text: str) -> None:
    # Splitting again may find more only where the first word was not first before; it never loses characters, and a second pass changes nothing.
    once = [text[a:b] for a, b in sentence_spans(text)]
    twice = [sentence[a:b] for sentence in once for a, b in sentence_spans(sentence)]
    assert "".join("".join(once).split()) == "".join("".join(twice).split())
    assert twice == [piece[a:b] for piece in twice for a, b in sentence_spans(piece)]
