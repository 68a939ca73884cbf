"""What is asked of the database is answered as the whole graph answers."""

import json
import shutil
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from regkit.apps.cli import explain
from regkit.apps.cli.app import app
from regkit.errors import GraphError, ReportError
from regkit.report.select import Selection
from regkit.store.workspace import open_workspace
from regkit.trace.coverage import summarise
from regkit.trace.reviews import load_reviews
from regkit.workflow import build_project, library, library_counts, make_report, open_project
from regkit.workflow.asked import Asked

CORPUS = Path(__file__).parents[2] / "corpus"
REVIEWS = """
[[review]]
requirement = "sec-xm-order/III-1.1"
decision = "rejected"
reviewer = "A. Person"
date = 2026-06-30
reason = "It binds nobody"
fingerprint = "{0}"
quote = "x"

[[review]]
requirement = "sec-xm-order/III-2-a.1"
decision = "accepted"
reviewer = "A. Person"
date = 2026-06-30
fingerprint = "rk1:0000"
quote = "It was worded otherwise"

[[waiver]]
requirement = "ficc-gsd-xm-rules/Rule-4-Section-2.1"
reason = "Later"
owner = "Compliance"
until = 2026-12-31
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The model corpus, built, with decisions that change what it says."""
    root = tmp_path_factory.mktemp("library") / "project"
    shutil.copytree(CORPUS, root, ignore=shutil.ignore_patterns("build", ".regkit"))
    build_project(root)
    fingerprint = open_project(root).graph.nodes["sec-xm-order/III-1.1"]["fingerprint"]
    (root / "reviews.toml").write_text(REVIEWS.format(fingerprint), encoding="utf-8")
    assert len(load_reviews(root / "reviews.toml").review) == 2
    return root


@pytest.fixture
def large(monkeypatch):
    """Let every project count as one that is too large to be read as a whole."""
    return lambda: monkeypatch.setattr(library, "LARGE", 0)


SELECTIONS = [
    {"document": ("sec-xm-order",)},
    {"document": ("sec-xm-announcement",)},
    {"status": ("failing",)},
    {"status": ("waived", "suspect", "covered")},
    {"id": ("sec-xm-order/III",)},
    {"id": ("sec-xm-order/III-2-a.1", "ficc-gsd-xm-rules/Rule-4")},
    {"owner": ("Margin operations",)},
    {"document": ("sec-xm-order",), "status": ("uncovered",), "modality": ("obligation",)},
    {"document": ("ficc-gsd-xm-rules",), "words": ("margin",)},
    {"document": ("sec-xm-order",), "status": ("failing",), "owner": ("Compliance",)},
    {"unreviewed": True, "status": ("covered",)},
]


@pytest.mark.parametrize(("name", "on"), [("matrix", ""), ("gaps", "2026-03-01")])
def test_rows_of_a_part_are_those_of_the_whole(project, large, name, on):
    def rows(chosen):
        shutil.rmtree(project / ".regkit" / "reports", ignore_errors=True)
        made = []
        for form in ("csv", "json"):
            try:
                data = make_report(project, name, form, asked=Asked(selection=Selection(**chosen), on=on)).data
            except ReportError as problem:
                return problem.message
            view = json.loads(data)["view"] if form == "json" else {}
            made.append(data if form == "csv" else [view.get(key) for key in ("rows", "records", "accepted", "statuses", "checks", "shown")])
        return made

    whole = [rows(chosen) for chosen in SELECTIONS]
    large()
    assert [rows(chosen) for chosen in SELECTIONS] == whole


def test_what_there_is_not_is_said_as_of_the_whole(project, large):
    large()
    for chosen, message in [({"document": ("nothing",)}, "no document 'nothing'"), ({"id": ("nothing",)}, "no requirement or provision 'nothing'")]:
        with pytest.raises(ReportError, match=message):
            make_report(project, "matrix", "csv", asked=Asked(selection=Selection(**chosen)))


def test_a_selection_that_selects_little_reads_the_whole(project, large):
    large()
    workspace = open_workspace(project)
    assert library.facts_of_part(workspace, Asked(selection=Selection(modality=("obligation",))), current=True) is None
    assert library.facts_of_part(workspace, Asked(selection=Selection(document=("sec-xm-order",))), current=True) is not None


def test_every_explanation_is_that_of_the_whole(project, large):
    whole = open_project(project)
    ids = [id for number, id in enumerate(whole.graph) if number % 9 == 0 or whole.graph.nodes[id]["kind"] in {"document", "check", "definition"}]
    large()
    for id in ids:
        part, node = explain._opened(project, id, "")
        assert node == id
        assert list(explain._lines(part, id)) == list(explain._lines(whole, id))
        assert msgspec.json.encode(explain._facts(part, id)) == msgspec.json.encode(explain._facts(whole, id))


def test_what_is_explained_is_found_as_in_the_whole(project, large):
    named = ["XM-C1-01", "XM Order III.2(a)", "xm order iii.2(a)"]
    whole = [explain._opened(project, name, "")[1] for name in named]
    large()
    assert [explain._opened(project, name, "")[1] for name in named] == whole
    with pytest.raises(GraphError, match=r"nothing called 'sec-xm-order/III-99'.*Near it: .*sec-xm-order/III-9"):
        explain._opened(project, "sec-xm-order/III-99", "")


def test_statuses_are_those_of_the_whole(project):
    with library.opened(project) as graph:
        found = library.statuses(open_workspace(project), graph)
    for item in open_project(project).coverage:
        assert found.get(item.requirement, "uncovered") == item.status


def test_the_database_follows_the_graph(project):
    workspace = open_workspace(project)
    path = library.database_of(workspace)
    before = path.stat().st_mtime_ns
    assert library.database_of(workspace).stat().st_mtime_ns == before
    path.unlink()
    assert library.database_of(workspace).is_file()
    path.write_bytes(b"damaged")
    with library.opened(workspace) as graph:
        assert len(graph) == len(open_project(project).graph)


def test_nothing_is_built(tmp_path):
    (tmp_path / "regkit.toml").write_text('name = "x"\n')
    with pytest.raises(GraphError, match="nothing is built"), library.opened(tmp_path):
        pass


def test_counts_are_those_of_the_whole(project):
    with library.opened(project) as graph:
        for on in ("", "2026-03-01"):
            stored, summary = library_counts.summary_of(open_workspace(project), graph, on=on)
            whole = open_project(project, on=on)
            expected = summarise(whole.graph, whole.coverage)
            assert summary == expected
            assert [list(getattr(summary, name)) for name in ("documents", "kinds", "modalities", "owners", "months")] == [
                list(getattr(expected, name)) for name in ("documents", "kinds", "modalities", "owners", "months")
            ]
            assert stored.orphans == whole.orphans


@pytest.mark.parametrize(
    "words", [[], ["--by", "modality"], ["--by", "owner", "--json"], ["--most", "uncovered=1"], ["--require", "covered"], ["--trend"]]
)
def test_the_command_says_the_same(project, large, words):
    whole = CliRunner().invoke(app, ["coverage", str(project), *words])
    large()
    part = CliRunner().invoke(app, ["coverage", str(project), *words])
    assert (part.stdout, part.exit_code) == (whole.stdout, whole.exit_code)
    assert whole.stdout
