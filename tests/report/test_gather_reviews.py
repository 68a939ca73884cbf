"""What people decided is in the reports: edited and accepted beside the requirement, rejected and suspect in a list of their own."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from regkit.model.check import Decision
from regkit.report import render
from regkit.report.gather import project_view
from regkit.report.gather_reviews import reviews_of
from regkit.report.views.gaps import gaps_view
from regkit.report.views.matrix import matrix_view
from regkit.trace.coverage import coverage
from regkit.trace.review import Items, decision_on, lay_over
from regkit.trace.reviews import Reviews

_SPEC = spec_from_file_location("regkit_tests_sample", Path(__file__).parents[1] / "sample.py")
assert _SPEC and _SPEC.loader
_SAMPLE = module_from_spec(_SPEC)
_SPEC.loader.exec_module(_SAMPLE)
analyses, graph = _SAMPLE.analyses, _SAMPLE.graph


@pytest.fixture
def project(graph):
    def decide(id, decision, check="", **edits):
        return decision_on(Items(graph).find(id, check), decision, reviewer="A. Person", on="2026-01-01", reason="as it reads", edits=edits)

    made = (
        decide("order/III-4.1", Decision.REJECTED),
        decide("order/III-1.1", Decision.EDITED, modality="prohibition"),
        decide("order/III-3.1", Decision.ACCEPTED),
        decide("order/III-2-a.1", Decision.REJECTED, "CHK-2"),
    )
    standings = lay_over(graph, made)
    return project_view(graph, coverage(graph, Reviews(review=made)), reviews=reviews_of(standings))


def test_the_matrix(project):
    view = matrix_view(project)
    rows = {row.id: row for row in view.rows}
    assert "order/III-4.1" not in rows
    assert (rows["order/III-1.1"].modality, rows["order/III-1.1"].review) == (
        "prohibition",
        "edited by A. Person on 2026-01-01 (modality: obligation → prohibition): as it reads",
    )
    assert [(row.state, row.id) for row in view.reviews] == [
        ("rejected", "order/III-4.1"),
        ("rejected", "CHK-2@order/III-2-a.1"),
        ("edited", "order/III-1.1"),
        ("accepted", "order/III-3.1"),
    ]
    assert rows["order/III-2-a.1"].checks == ()


def test_the_gaps_leave_out_what_was_accepted(project):
    view = gaps_view(project)
    assert "order/III-3.1" not in [row.id for row in view.doubtful]
    assert [row.state for row in view.reviews] == ["rejected", "rejected", "edited"]


@pytest.mark.parametrize("name", ["matrix", "gaps", "coverage"])
@pytest.mark.parametrize("format", ["html", "md"])
def test_every_report_says_who_rejected_what(project, name, format):
    text = render(name, format, project).decode()
    assert "rejected by A" in text
    assert "Person on 2026" in text
    assert "as it reads" in text


def test_the_table_has_a_column_for_reviews(project):
    lines = render("matrix", "csv", project).decode("utf-8-sig").splitlines()
    assert "Review" in lines[0]
    assert any("edited by A. Person" in line for line in lines)
