"""The views of a small project: rows, counts, groups, and that what they quote is exact."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regkit.model.coverage import CoverageStatus
from regkit.model.document import Authority, Status
from regkit.report import render
from regkit.report.facts import Highlight, ProjectView
from regkit.report.views import VIEWS
from regkit.report.views.authorities import authorities_view, natural
from regkit.report.views.common import front, place, segments, status_counts, tally, web_url
from regkit.report.views.coverage import coverage_view
from regkit.report.views.gaps import gaps_view
from regkit.report.views.glossary import glossary_view
from regkit.report.views.matrix import matrix_view

WORDS = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)
MARKS = st.lists(st.builds(Highlight, st.integers(-5, 70), st.integers(-5, 70), st.sampled_from(["cue", "bearer", "deadline"])), max_size=8)


@given(WORDS, MARKS)
def test_segments_rebuild_the_text(text: str, marks: list[Highlight]) -> None:
    cut = segments(text, marks)
    assert "".join(part.text for part in cut) == text
    assert all(part.text for part in cut)


@given(WORDS, MARKS)
def test_segments_mark_exactly_what_is_highlighted(text: str, marks: list[Highlight]) -> None:
    at = 0
    for part in segments(text, marks):
        for offset in range(at, at + len(part.text)):
            assert set(part.layers) == {mark.layer for mark in marks if mark.start <= offset < mark.end}
        at += len(part.text)


def test_nested_segments_keep_the_outer_layer_first() -> None:
    assert [(part.text, part.layers) for part in segments("if it may", [Highlight(6, 9, "cue"), Highlight(0, 9, "condition")])] == [
        ("if it ", ("condition",)),
        ("may", ("condition", "cue")),
    ]


@given(st.lists(WORDS, min_size=2, max_size=6, unique=True))
def test_places_are_injective_and_need_no_escape(ids: list[str]) -> None:
    places = [place(id) for id in ids]
    assert len(set(places)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9._/~-]*", found) for found in places)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://example.gov/a(1)", "https://example.gov/a(1)"),
        ("http://example.gov/ö", "http://example.gov/%C3%B6"),
        ('https://example.gov/"x', "https://example.gov/%22x"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.gov", ""),
        ("javascript://example.gov/%0aalert(1)", ""),
        ("file://example.gov/etc/passwd", ""),
        ("https://", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(url: str, wanted: str) -> None:
    assert web_url(url) == wanted


def test_shares_count_every_status() -> None:
    counts = status_counts([CoverageStatus.COVERED, CoverageStatus.COVERED, CoverageStatus.LOST])
    assert [(item.chip.key, item.count, item.permille) for item in counts if item.count] == [("lost", 1, 333), ("covered", 2, 667)]
    assert [item.chip.key for item in counts] == [status.value for status in CoverageStatus]


def test_tally_follows_the_given_order_then_names() -> None:
    assert [(item.key, item.count) for item in tally(["z", "b", "a", "b"], order=["z", "y"])] == [("z", 1), ("a", 1), ("b", 2)]


@pytest.mark.parametrize(
    ("statuses", "wanted"),
    [
        ([], ""),
        ([Status.OFFICIAL], ""),
        ([Status.SUMMARY], "The document quoted here is a summary."),
        ([Status.SUMMARY, Status.SUMMARY], "All 2 documents quoted here are summaries."),
        ([Status.DRAFT, Status.RESTATEMENT, Status.RESTATEMENT], "Of the 3 documents quoted here, 2 are restatements and 1 is a draft."),
    ],
)
def test_caution_says_how_many_texts_are_not_official(project: ProjectView, statuses: list[Status], wanted: str) -> None:
    documents = tuple(
        msgspec.structs.replace(project.documents[0], id=str(n), authority=Authority(status=status)) for n, status in enumerate(statuses)
    )
    assert front(msgspec.structs.replace(project, documents=documents)).caution == wanted


def test_matrix_has_a_row_for_every_requirement_with_its_exact_sentence(project: ProjectView) -> None:
    view = matrix_view(project)
    assert [(row.id, row.quote, row.status.key) for row in view.rows] == [(fact.id, fact.quote, fact.status.value) for fact in project.requirements]
    assert all("".join(part.text for part in row.segments) == row.quote for row in view.rows)
    disclosure = view.rows[2]
    assert disclosure.cue == "must"
    assert disclosure.deadlines == ("within two business days",)
    assert [(line.id, line.result_words, line.date) for line in disclosure.checks] == [
        ("DIS-1", "failed", "2026-05-03"),
        ("DIS-2", "no evidence yet", ""),
    ]
    assert disclosure.owners == ("Compliance", "No owner")
    assert [lead.text for lead in disclosure.lead_ins] == [view.rows[0].quote]
    assert disclosure.before == view.rows[1].quote
    assert disclosure.after == view.rows[3].quote
    assert view.uncertain == 1


def test_only_official_texts_are_linked_at_the_sentence(project: ProjectView) -> None:
    rows = {row.id: row for row in matrix_view(project).rows}
    assert rows["rule/3.1"].url.startswith("https://www.ecfr.gov/")
    assert ":~:text=A%20dealer%20may%20not%20lend" in rows["rule/3.1"].url
    restated = msgspec.structs.replace(project.requirements[0], url="https://example.gov/order")
    assert matrix_view(msgspec.structs.replace(project, requirements=(restated,))).rows[0].url == "https://example.gov/order"


def test_a_clause_is_shown_within_its_sentence(project: ProjectView) -> None:
    quote = "provided that each of the following is met"
    clause = msgspec.structs.replace(project.requirements[0], quote=quote, offset=project.requirements[0].quote.index(quote), highlights=())
    row = matrix_view(msgspec.structs.replace(project, requirements=(clause,))).rows[0]
    assert (row.before, row.after.split(" (1)")[0]) == ("A dealer is exempt from the reserve rule,", ":")


def test_both_directions_say_the_same(project: ProjectView) -> None:
    view = matrix_view(project)
    forth = {(row.id, line.id) for row in view.rows for line in row.checks}
    back = {(line.id, check.line.id) for check in view.checks for line in check.requirements}
    assert forth == back
    assert len(forth) == 4


def test_filters_count_what_the_rows_say(project: ProjectView) -> None:
    view = matrix_view(project)
    for counts in (view.filters.statuses, view.filters.documents, view.filters.modalities, view.filters.owners):
        for item in counts:
            assert item.count == sum(item.key in row.tokens.split() for row in view.rows) > 0
    assert [item.label for item in view.filters.owners] == ["Compliance", "Operations", "No owner"]


def test_gaps_are_worst_first_and_say_what_closes_them(project: ProjectView) -> None:
    view = gaps_view(project)
    assert [(group.status.key, [gap.row.id for gap in group.rows]) for group in view.groups] == [
        ("failing", ["order/III.1", "order/III-2.1"]),
        ("uncovered", ["order/III-3.1"]),
        ("unverified", ["rule/3.1"]),
    ]
    assert [gap.closes.split(",")[0] for group in view.groups for gap in group.rows] == [
        "Mend what the checks found",
        "Mend what DIS-1 found",
        "Write a check that verifies order/III-3.1",
        "Carry out LEN 1 and record the result",
    ]
    assert view.gap_count == 4
    assert [check.line.id for check in view.lost_checks] == ["OLD-1"]
    assert [row.id for row in view.doubtful] == ["order/III-3.1"]
    assert [row.written for row in view.unresolved] == ["that section"]


@pytest.mark.parametrize("status", list(CoverageStatus))
def test_every_requirement_is_a_gap_or_accepted_or_covered(project: ProjectView, status: CoverageStatus) -> None:
    view = gaps_view(msgspec.structs.replace(project, requirements=(msgspec.structs.replace(project.requirements[0], status=status),)))
    assert view.gap_count + len(view.accepted) + (status is CoverageStatus.COVERED) == 1
    assert all(gap.closes for gap in view.records)


def test_coverage_counts_add_up(project: ProjectView) -> None:
    view = coverage_view(project)
    assert (view.covered, view.total, view.permille) == (1, 5, 200)
    assert sum(row.total for row in view.by_document) == sum(row.total for row in view.by_modality) == 5
    assert [(row.label, row.covered, row.total) for row in view.by_owner] == [("Compliance", 0, 2), ("Operations", 1, 1), ("No owner", 0, 3)]
    assert all(sum(item.count for item in row.statuses) == row.total for row in view.slices)
    for row in view.slices:
        assert [item.count for item in row.statuses] == [getattr(row, item.chip.key) for item in row.statuses]


def test_coverage_of_nothing_is_nothing() -> None:
    assert coverage_view(ProjectView(name="x", version="1")).permille == 0


def test_all_but_one_is_not_all(project: ProjectView) -> None:
    covered = msgspec.structs.replace(project.requirements[0], status=CoverageStatus.COVERED)
    many = tuple(msgspec.structs.replace(covered, id=f"order/III.{n}") for n in range(2000))
    last = msgspec.structs.replace(covered, status=CoverageStatus.FAILING)
    assert coverage_view(msgspec.structs.replace(project, requirements=(*many, last), trees=())).permille == 999


def test_the_tree_says_what_the_evidence_shows_and_why(project: ProjectView) -> None:
    (tree,) = coverage_view(project).trees
    assert (tree.answer, tree.shown, tree.total) == ("Fails", 1, 3)
    assert tree.reasons == ("Order III(2) fails: DIS-1 failed on 2026-05-03",)
    assert [child.words for child in tree.outline.children] == ["order/III-1.1", "Any of these (fails)"]


def test_glossary_groups_uses_by_provision(project: ProjectView) -> None:
    (row,) = glossary_view(project).rows
    assert (row.term, row.use_count, row.scope, row.letter) == ("dealer", 4, "the whole instrument", "D")
    assert [(use.pinpoint, use.count) for use in row.uses] == [("Order III(1)", 1), ("Order III(2)", 2), ("17 CFR 300.3", 1)]


def test_authorities_are_grouped_as_lawyers_expect(project: ProjectView) -> None:
    view = authorities_view(project)
    assert [(group.title, [row.target for row in group.rows]) for group in view.groups] == [
        ("Statutes", ["15 U.S.C. 78o(b)"]),
        ("Rules and regulations", ["17 CFR 300.3", "17 CFR 300.10"]),
        ("Releases, orders and files", ["Release No. 34-1"]),
    ]
    statute, often, once, release = view.rows
    assert (statute.citation_count, statute.places_text) == (2, "17 CFR 300.2")
    assert (often.passim, often.places_text, often.held, often.here) == (True, "passim", True, "rule/3")
    assert (once.passim, once.held, release.url) == (False, False, "")
    assert view.held == 1


@pytest.mark.parametrize(("low", "high"), [("17 CFR 9.1", "17 CFR 10.1"), ("7 U.S.C. 2", "15 U.S.C. 1"), ("Rule 2", "Rule 10")])
def test_numbers_sort_by_value(low: str, high: str) -> None:
    assert natural(low) < natural(high)


class _Rows(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.filtered = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.filtered += tag == "tr" and "data-f" in dict(attrs)


@pytest.mark.parametrize(("name", "count"), [("matrix", 5 + 5), ("gaps", 4), ("glossary", 1), ("authorities", 4)])
def test_the_page_has_as_many_rows_as_the_view(project: ProjectView, name: str, count: int) -> None:
    parser = _Rows()
    parser.feed(render(name, "html", project).decode())
    assert parser.filtered == count


def test_a_very_long_matrix_leaves_context_to_the_source(project: ProjectView, monkeypatch: pytest.MonkeyPatch) -> None:
    with_context = render("matrix", "html", project).decode()
    monkeypatch.setattr("regkit.report.views.matrix.INLINE_CONTEXT_LIMIT", 2)
    without = render("matrix", "html", project).decode()
    assert with_context.count('class="context"') == 5
    assert 'class="context"' not in without
    assert without.count("data-s=") == 5


def test_every_view_is_frozen(project: ProjectView) -> None:
    for make in VIEWS.values():
        assert type(make(project)).__struct_config__.frozen


def test_what_has_no_pinpoint_of_its_own_is_called_by_its_document(project: ProjectView) -> None:
    """Text before the first unit of a document: a link without words is none for who hears the page."""
    order = project.documents[0]
    bare = msgspec.structs.replace(order, provisions=tuple(msgspec.structs.replace(one, pinpoint="") for one in order.provisions))
    view = glossary_view(msgspec.structs.replace(project, documents=(bare, *project.documents[1:])))
    assert {use.pinpoint for use in view.rows[0].uses} == {"Order on reserve relief", "17 CFR 300.3"}
