from __future__ import annotations

import pytest

from regkit import cite
from regkit.model.analysis import Analysis
from regkit.model.document import Authority, Document, ProvisionType, Source
from regkit.read.builder import DocumentBuilder
from regkit.resolve.citations import resolve_citations

SOURCE = Source(name="made.txt", sha256="0" * 64, media_type="text/plain")
PART = Authority(citation="12 CFR part 1099", short="12 CFR", title="PART 1099—TEST RULES (REGULATION G)")


def build(text: str, authority: Authority = PART) -> Document:
    """Return a part with a section, a lettered appendix, a footnote, and ``text`` as a paragraph of the section."""
    make = DocumentBuilder("doc", SOURCE, authority)
    with make.provision("1099.5", type=ProvisionType.SECTION, marker="§ 1099.5", top=True):
        make.block("§ 1099.5 Notices.", heading=True)
        with make.provision("a", marker="(a)"):
            make.block(text)
            with make.provision("n3", type=ProvisionType.FOOTNOTE, marker="3", top=True):
                make.block("A note.")
    with make.provision("Appendix A", type=ProvisionType.APPENDIX, marker="Appendix A", top=True):
        make.block("Appendix A", heading=True)
        with make.provision("E", marker="E."):
            make.block("Yields, under Part II of this appendix.")
    return make.build()


def resolve(doc: Document, words: str):
    (result,) = resolve_citations([Analysis(document=doc, citations=tuple(cite.find(doc.text)))])
    (found,) = [citation for citation in result.citations if doc.quote(citation.span) == words]
    return found, [finding for finding in result.findings if finding.span == found.span]


@pytest.mark.parametrize(
    ("text", "words", "target", "path", "missing"),
    [
        ("See section E of Appendix A of this part.", None, "12 CFR part 1099, appendix A, section E", ("Appendix A", "E"), False),
        ("See Appendix A, paragraph E.", "Appendix A, paragraph E", "12 CFR part 1099, appendix A, paragraph E", ("Appendix A", "E"), False),
        ("See Appendix A, Part I, Paragraph D.", None, "12 CFR part 1099, appendix A, Part I, paragraph D", ("Appendix A",), False),
        ("See appendix A to this part.", None, "12 CFR part 1099, appendix A", ("Appendix A",), False),
        ("See appendix B to this part.", None, "12 CFR part 1099, appendix B", None, True),
        ("See footnote 3.", "footnote 3", "footnote 3", ("n3",), False),
        ("See footnote 9.", "footnote 9", "footnote 9", None, True),
        ("See subpart B of this part.", None, "12 CFR part 1099, subpart B", None, False),
        ("See § 1099.9(b).", "§ 1099.9(b)", "12 CFR 1099.9(b)", ("1099.9", "b"), True),
        ("See part 1098 of this chapter.", None, "12 CFR part 1098", None, False),
    ],
)
def test_a_unit_is_found_and_its_lack_is_a_finding_where_there_are_others(text, words, target, path, missing):
    found, findings = resolve(build(text), words or text[4:-1])
    assert (found.target, found.target_path) == (target, path)
    assert [finding.code for finding in findings] == (["resolve.no-target"] if missing else [])


def test_a_part_in_roman_numerals_is_of_the_appendix_it_stands_in():
    found, _ = resolve(build("Text."), "Part II of this appendix")
    assert found.target == "12 CFR part 1099, appendix A, Part II"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("12 CFR 1099.5 changes. (Regulation G) binds.", "12 CFR part 1099"),
        ("12 CFR 1098.5 changes. Regulation G (12 CFR part 1098) binds.", "12 CFR part 1098"),
        ("Regulation G)—12 CFR part 1098 is meant.", "12 CFR part 1098"),
        ("(Regulation G) and (Regulation M) change 12 CFR 1099.5.", None),
    ],
)
def test_a_notice_says_which_part_a_regulation_is(text, target):
    notice = build(text, Authority(citation="FR Doc. 2030-99999"))
    (result,) = resolve_citations([Analysis(document=notice, citations=tuple(cite.find(notice.text)))])
    (found,) = [citation.target for citation in result.citations if "Regulation G" in notice.quote(citation.span)]
    assert found == target


def test_a_section_in_roman_numerals_that_is_not_there_is_a_finding_only_where_its_like_are():
    make = DocumentBuilder("order", SOURCE, Authority(title="Order", short="Order"))
    for label in ("II", "III"):
        with make.provision(label, type=ProvisionType.HEADING, marker=label, top=True):
            make.block(f"{label}. Reasons", heading=True)
            with make.provision("A", type=ProvisionType.HEADING, marker="A."):
                make.block("As Section II.A and Section II.C of this order say; see also Section V.B.")
    doc = make.build()
    (result,) = resolve_citations([Analysis(document=doc, citations=tuple(cite.find(doc.text)))])
    assert [c.target_path for c in result.citations] == [("II", "A"), None, None] * 2
    assert [doc.quote(finding.span) for finding in result.findings] == ["Section II.C of this order"] * 2


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (6, [("1.2", ("1.2",)), ("1.3(a)", ("1.3", "a"))]),
        (3, []),
    ],
)
def test_a_rulebooks_own_rules_are_found_by_number_alone(rules, expected):
    make = DocumentBuilder("rulebook", SOURCE, Authority(title="Notifications"))
    for number in range(1, rules + 1):
        with make.provision(f"1.{number}", type=ProvisionType.RULE, marker=f"1.{number}", top=True):
            make.block(
                "A firm must act in accordance with 1.2 or 1.3(a), at a rate of 1.4% and of 1.5 per cent, not 9.9; see Reporting 1.5 and 1.6."
                if number == 1
                else "A rule."
            )
            if number == 3:
                with make.provision("a", marker="(a)"):
                    make.block("A paragraph.")
    doc = make.build()
    (result,) = resolve_citations([Analysis(document=doc, citations=tuple(cite.find(doc.text)))])
    assert [(doc.quote(c.span), c.target_path) for c in result.citations] == expected
