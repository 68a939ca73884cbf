from __future__ import annotations

import pytest

from regkit import cite
from regkit.model.analysis import Analysis
from regkit.model.annotation import Citation, Definition, DefinitionKind
from regkit.model.document import Authority, Document, ProvisionType, Source
from regkit.model.span import Span
from regkit.read.builder import DocumentBuilder
from regkit.resolve.citations import resolve_citations

SOURCE = Source(name="made.txt", sha256="0" * 64, media_type="text/plain")


def document(id: str, authority: Authority, sections: dict[str, list[tuple[str, str]]], kind: ProvisionType = ProvisionType.SECTION) -> Document:
    """Return a document whose paragraphs are given by slash-joined labels, in order."""
    build = DocumentBuilder(id, SOURCE, authority)
    for section, paragraphs in sections.items():
        with build.provision(section, type=kind, marker=section, top=True):
            build.block(section, heading=True)
            opened: list[str] = []
            for labels, text in paragraphs:
                wanted = labels.split("/") if labels else []
                while opened != wanted[: len(opened)]:
                    build.close()
                    opened.pop()
                for label in wanted[len(opened) :]:
                    build.open(label, marker=f"({label})")
                    opened.append(label)
                build.block(text)
            for _ in opened:
                build.close()
    return build.build()


PART = Authority(citation="12 CFR part 1099", short="12 CFR", title="PART 1099—TEST RULES (REGULATION G)")


def part(text: str, at: str = "a/1") -> Document:
    return document(
        "12-cfr-1099",
        PART,
        {
            "1099.2": [("a", "Scope."), ("b", "Terms."), ("b/1", "One."), ("b/2", "Two."), ("b/2/i", "First.")],
            "1099.5": [("a", "General."), (at, text), ("b", "Notice."), ("b/1", "Form."), ("b/1/i", "Ink."), ("b/1/ii", "Paper."), ("c", "Records.")],
        },
    )


def analysis(doc: Document, definitions: tuple[Definition, ...] = ()) -> Analysis:
    return Analysis(document=doc, citations=tuple(cite.find(doc.text)), definitions=definitions)


def resolved(doc: Document, *others: Document) -> list[Citation]:
    return list(resolve_citations([analysis(doc), *map(analysis, others)])[0].citations)


@pytest.mark.parametrize(
    ("text", "target", "path"),
    [
        ("See paragraph (b)(1) of this section.", "12 CFR 1099.5(b)(1)", ("1099.5", "b", "1")),
        ("See § 1099.2(b)(2)(i) of this part.", "12 CFR 1099.2(b)(2)(i)", ("1099.2", "b", "2", "i")),
        ("Section 1099.2(a) applies.", "12 CFR 1099.2(a)", ("1099.2", "a")),
        ("For this paragraph (a)(1), notice is enough.", "12 CFR 1099.5(a)(1)", ("1099.5", "a", "1")),
        ("Nothing in this section applies.", "12 CFR 1099.5", ("1099.5",)),
        ("Nothing in this part applies.", "12 CFR part 1099", ()),
        ("Paragraph (b)(2) of § 1099.2 applies.", "12 CFR 1099.2(b)(2)", ("1099.2", "b", "2")),
        ("A record under paragraph (c) is kept.", "12 CFR 1099.5(c)", ("1099.5", "c")),
        ("See 12 CFR 1099.2(b).", "12 CFR 1099.2(b)", ("1099.2", "b")),
        ("It is known as Regulation G.", "12 CFR part 1099", ()),
    ],
)
def test_a_reference_within_the_part_finds_its_provision(text, target, path):
    doc = part(text)
    (found,) = resolved(doc)
    assert (found.target, found.target_path, found.target_document) == (target, path, "12-cfr-1099")


def test_each_member_of_a_list_and_both_ends_of_a_range_resolve():
    found = resolved(part("Except as paragraphs (b)(1)(i) through (ii), and (c) of this section say."))
    assert [(c.target_path, c.through) for c in found] == [
        (("1099.5", "b", "1", "i"), "12 CFR 1099.5(b)(1)(ii)"),
        (("1099.5", "b", "1", "ii"), None),
        (("1099.5", "c"), None),
    ]


def test_a_section_of_another_part_inherits_the_title_and_is_external():
    (found,) = resolved(part("Records are kept as § 1081.405(a) says."))
    assert (found.family, found.target, found.target_path) == ("cfr", "12 CFR 1081.405(a)", None)


def test_a_title_named_earlier_for_the_same_part_wins_over_the_documents_own():
    found = resolved(part("As 17 CFR 248.30(a) and § 248.3(b) say."))
    assert [c.target for c in found] == ["17 CFR 248.30(a)", "17 CFR 248.3(b)"]


def test_a_states_code_does_not_become_the_documents_title():
    (found,) = resolved(part("As Section 4112.021(B)(1) of that law says."))
    assert found.family == "internal"
    assert found.note


def test_a_provision_that_does_not_exist_keeps_its_target_and_is_a_finding():
    doc = part("See paragraph (d)(4) of this section.")
    result = resolve_citations([analysis(doc)])[0]
    (citation,), (finding,) = result.citations, result.findings
    assert (citation.target, citation.target_path, citation.target_document) == ("12 CFR 1099.5(d)(4)", ("1099.5", "d", "4"), None)
    assert (finding.code, finding.span) == ("resolve.no-target", citation.span)
    assert "(d)(4)" in finding.message


def test_documents_of_one_instrument_are_resolved_together():
    commentary = document(
        "12-cfr-1099-interp",
        PART,
        {"Supplement I": [("Section 1099.5/b/1", "See § 1099.2(a), comment 5(b)-1 and comment 7(c)-2.")]},
        ProvisionType.APPENDIX,
    )
    found = resolved(commentary, part("Text."))
    assert [(c.target, c.target_document, c.target_path) for c in found] == [
        ("12 CFR 1099.2(a)", "12-cfr-1099", ("1099.2", "a")),
        ("12 CFR part 1099, supplement I, comment 5(b)-1", "12-cfr-1099-interp", ("Supplement I", "Section 1099.5", "b", "1")),
        ("12 CFR part 1099, supplement I, comment 7(c)-2", None, ("1099.7", "c", "Interp", "2")),
    ]


def test_another_instrument_of_the_corpus_is_linked():
    other = document(
        "17-cfr-299", Authority(citation="17 CFR part 299", short="17 CFR"), {"299.1": [("a", "See 12 CFR 1099.2(b) and 12 CFR 1098.1.")]}
    )
    found = resolved(other, part("Text."))
    assert [(c.target, c.target_document) for c in found] == [("12 CFR 1099.2(b)", "12-cfr-1099"), ("12 CFR 1098.1", None)]


def test_an_order_is_counted_by_its_headings_conditions_and_paragraphs():
    order = document(
        "order",
        Authority(title="Order", short="Order"),
        {
            "II": [("a", "One."), ("b", "Two.")],
            "III": [("1", "First."), ("2", "Second."), ("2/a", "Part."), ("3", "Conditions 1 and 2(a), and paragraphs (a) and (b) of Section II.")],
            "IV": [("", "Section II says so; paragraph (b) of that Section too. Condition 2 of Section III is met.")],
        },
        ProvisionType.HEADING,
    )
    paths = [c.target_path for c in resolved(order)]
    assert paths == [("III", "1"), ("III", "2", "a"), ("II", "a"), ("II", "b"), ("II",), ("II", "b"), ("III", "2")]


def test_an_amendatory_instruction_counts_paragraphs_in_the_section_it_amends():
    notice = document(
        "notice",
        Authority(),
        {"List": [("", "Section 1026.35 of title 12, Code of Federal Regulations, is amended by revising paragraphs (b)(2) and (e).")]},
    )
    assert [c.target for c in resolved(notice)] == ["12 CFR 1026.35", "12 CFR 1026.35(b)(2)", "12 CFR 1026.35(e)"]


def test_a_footnote_is_found_and_stands_where_it_is_called():
    build = DocumentBuilder("12-cfr-1099", SOURCE, PART)
    with build.provision("1099.5", type=ProvisionType.SECTION, marker="§ 1099.5", top=True):
        build.block("§ 1099.5 Notices.", heading=True)
        with build.provision("a", marker="(a)"):
            build.block("General; see note 1 below.")
            with build.provision("n1", type=ProvisionType.FOOTNOTE, marker="1", top=True):
                build.block("But see paragraph (a) of this section.")
    assert [c.target_path for c in resolved(build.build())] == [("n1",), ("1099.5", "a")]


def test_a_notice_that_amends_a_part_is_not_the_part():
    notice = document(
        "notice",
        Authority(citation="FR Doc. 2026-99999"),
        {"1099.5": [("a", "12 CFR 1099.5 is amended; § 1099.7(b) and comment 5(a)-1 and this part stay.")]},
    )
    result = resolve_citations([analysis(notice)])[0]
    assert [c.target for c in result.citations] == [
        "12 CFR 1099.5",
        "12 CFR 1099.7(b)",
        "12 CFR part 1099, supplement I, comment 5(a)-1",
        "12 CFR part 1099",
    ]
    assert result.findings == ()


def test_rules_of_a_rulebook():
    rules = document(
        "rules",
        Authority(title="Rules", short="Rules"),
        {
            "Rule 1": [("Section 1/a", "This Rule 1 and Rule 2, Section 3(c) apply.")],
            "Rule 2": [("Section 3/c", "See Section 3 of this Rule and paragraph (c) of this Section.")],
        },
        ProvisionType.RULE,
    )
    assert [(c.target_path, c.target) for c in resolved(rules)] == [
        (("Rule 1",), "Rule 1"),
        (("Rule 2", "Section 3", "c"), "Rule 2, Section 3(c)"),
        (("Rule 2", "Section 3"), "section 3"),
        (("Rule 2", "Section 3", "c"), "Rules, Rule 2, Section 3(c)"),
    ]


@pytest.mark.parametrize(
    ("bodies", "target"),
    [
        (["the Truth in Lending Act"], "15 U.S.C. 1640(f)"),
        (["the Farm Credit Act of 1971"], "Farm Credit Act of 1971 § 130(f)"),
        (["the Truth in Lending Act", "the Equal Credit Opportunity Act"], None),
        ([], None),
    ],
)
def test_the_act_is_the_one_that_the_document_says_and_none_where_it_says_two(bodies, target):
    doc = part("".join(f"Act means {body}. " for body in bodies) + "Liability is in section 130(f) of the Act.")
    definitions = []
    for body in bodies:
        at = doc.text.index(f"Act means {body}")
        span = Span(at + len("Act means "), at + len("Act means ") + len(body))
        definitions.append(
            Definition(
                id=f"d{at}", span=Span(at, at + 3), term="act", scope=(), body=span, kind=DefinitionKind.MEANS, provision=0, rule="definition.means"
            )
        )
    (found,) = resolve_citations([analysis(doc, tuple(definitions))])[0].citations
    assert found.target == target
    assert found.certain is (target is not None)


def test_official_addresses_are_filled_in():
    (found,) = resolved(part("See 15 U.S.C. 1693."))
    assert found.url == "https://www.govinfo.gov/link/uscode/15/1693"


@pytest.mark.parametrize(
    ("text", "words", "target", "path"),
    [
        ("A notice is due. The preceding sentence does not apply to agents.", "preceding sentence", "12 CFR 1099.5(b)(1)", ("1099.5", "b", "1")),
        ("The preceding paragraph applies to agents.", "preceding paragraph", "12 CFR 1099.5(a)", ("1099.5", "a")),
        ("Under 15 U.S.C. 78o(c), such section applies to agents.", "such section", "15 U.S.C. 78o", None),
        ("Under § 1099.2(b), such section applies to agents.", "such section", "12 CFR 1099.2", ("1099.2",)),
        ("A bank to which such section applies.", "such section", "12 CFR 1099.5", ("1099.5",)),
        ("The preceding sentence is first.", "preceding sentence", "preceding sentence", None),
    ],
)
def test_what_points_back_by_position(text, words, target, path):
    at = "b" if words.endswith("paragraph") else "b/1"
    doc = document(
        "12-cfr-1099", PART, {"1099.2": [("b", "Terms.")], "1099.5": [("a", "General."), *([("b", "Notice.")] if at != "b" else []), (at, text)]}
    )
    (found,) = [citation for citation in resolved(doc) if doc.quote(citation.span) == words]
    assert (found.target, found.target_path) == (target, path)
