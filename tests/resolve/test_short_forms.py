from __future__ import annotations

from itertools import pairwise

import pytest

from regkit import cite
from regkit.model.analysis import Analysis
from regkit.model.document import Authority, Document, Source
from regkit.read.builder import DocumentBuilder
from regkit.resolve.citations import resolve_citations

SOURCE = Source(name="made.txt", sha256="0" * 64, media_type="text/plain")


def document(*paragraphs: str) -> Document:
    build = DocumentBuilder("order", SOURCE, Authority(title="Order"))
    for paragraph in paragraphs:
        build.block(paragraph)
    return build.build()


def resolved(*paragraphs: str) -> list[tuple[str, str | None, bool]]:
    doc = document(*paragraphs)
    (result,) = resolve_citations([Analysis(document=doc, citations=tuple(cite.find(doc.text)))])
    spans = [citation.span for citation in result.citations]
    assert spans == sorted(spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    return [(doc.quote(c.span), c.target, c.certain) for c in result.citations]


@pytest.mark.parametrize(
    ("paragraphs", "words", "targets"),
    [
        (
            ["The filing was noticed in Release No. 34-99999 (the “Notice”). As the Notice says, comments are due."],
            "Notice",
            ["Release No. 34-99999"],
        ),
        (
            ["Release No. 34-99999 (Dec. 13, 2030), 95 FR 2714 (Jan. 16, 2031) (“Adopting Release”).", "In the Adopting Release, two staged dates."],
            "Adopting Release",
            ["Release No. 34-99999"],
        ),
        (["Under 17 CFR 240.15c3-3 (hereinafter, the “Rule”), customers rank first. The Rule stands."], "Rule", ["17 CFR 240.15c3-3"]),
        (["FINRA Rule 4210 (“Margin Rule”) and SR-DTC-2030-001 (“Margin Rule”). The Margin Rule is long."], "Margin Rule", [None]),
        (["17 CFR 39.13 (“Proposed Rule”) and 17 CFR 1.25 (“Rule”). The Proposed Rule is not the Rule."], "Rule", ["17 CFR 1.25"]),
        (["The Notice came first. Release No. 34-99999 (“Notice”)."], "Notice", []),
        (["Under 17 CFR 1.25 (“Rule”), the Rules are many, the Rule 5 aside, and a Rule too."], "Rule", []),
        (["Under 17 CFR 1.25 (the permitted uses), the Rule is short."], "Rule", []),
    ],
)
def test_a_short_name_that_the_document_gives_is_a_citation_of_what_it_names(paragraphs, words, targets):
    assert [target for quote, target, _ in resolved(*paragraphs) if quote == words] == targets


def test_a_name_of_two_sources_is_listed_as_unresolved():
    ((_, target, certain),) = [row for row in resolved("17 CFR 1.25 (“Rule”) and 17 CFR 39.13 (“Rule”). So the Rule says.") if row[0] == "Rule"]
    assert (target, certain) == (None, False)


@pytest.mark.parametrize(
    ("text", "bare", "target"),
    [
        ("Section 701(e) of the Equal Credit Opportunity Act changed.", "Section 701(e)(2) is new.", "15 U.S.C. 1691(e)(2)"),
        ("Section 108 of the Truth in Lending Act and section 108 of the Farm Credit Act of 1971.", "Section 108 is old.", "section 108"),
        ("Section 5 of the Securities Act binds.", "Section 5 is old.", "section 5"),
        ("Sections 704(b) and (c) of the Equal Credit Opportunity Act bind.", "Section 704(c) is old.", "15 U.S.C. 1691c(c)"),
    ],
)
def test_a_bare_section_is_of_the_one_act_that_the_document_cites_it_of(text, bare, target):
    *_, (_, found, certain) = resolved(text, bare)
    assert found == target
    assert certain is (not target[0].isdigit())


def test_a_section_of_the_act_that_its_paragraph_named_is_that_acts():
    text = "Section 706(a) of the Equal Credit Opportunity Act binds.\nSection 706(b) of the Act binds too. Section 706(c) is of relief."
    assert [(target, certain) for _, target, certain in resolved(*text.split("\n"))] == [
        ("15 U.S.C. 1691e(a)", True),
        ("15 U.S.C. 1691e(b)", False),
        ("15 U.S.C. 1691e(c)", False),
    ]
