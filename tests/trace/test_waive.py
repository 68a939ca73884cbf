"""A waiver is added to what people wrote, bound to the wording, and nothing else changes."""

import pytest

from regkit.errors import CheckError, GraphError
from regkit.model.coverage import CoverageStatus
from regkit.trace.coverage import coverage
from regkit.trace.reviews import load_reviews
from regkit.trace.waive import waive

ID = "order/III.1"
SAID = {"reason": 'FICC\'s "rules"\nare checked there', "owner": "Compliance", "until": "2026-12-31"}


def test_the_file_stays_as_it_was(graph, tmp_path):
    path = tmp_path / "reviews.toml"
    text = '# Ours\n[[waiver]]\nrequirement = "order/III-3.1"  # why not\nreason = "x"\nowner = "y"\nuntil = 2026-01-01'
    path.write_text(text)
    made = waive(path, graph, ID, **SAID)
    assert path.read_text().startswith(f"{text}\n\n[[waiver]]\n")
    assert load_reviews(path).waiver[-1] == made
    assert made.fingerprint == graph.nodes[ID]["fingerprint"]
    waive(path, graph, ID, **SAID)
    assert len(load_reviews(path).waiver) == 3


@pytest.mark.parametrize(("day", "status"), [("2026-12-31", CoverageStatus.WAIVED), ("2027-01-01", CoverageStatus.UNCOVERED)])
def test_it_counts_until_its_day(graph, tmp_path, day, status):
    waive(tmp_path / "reviews.toml", graph, ID, **SAID)
    found = {item.requirement: item for item in coverage(graph, load_reviews(tmp_path / "reviews.toml"), on=day)}
    assert found[ID].status is status


def test_it_does_not_outlive_the_wording(graph, tmp_path):
    waive(tmp_path / "reviews.toml", graph, ID, **SAID)
    reviews = load_reviews(tmp_path / "reviews.toml")
    graph.nodes[ID]["fingerprint"] = "rk1:other"
    found = {item.requirement: item for item in coverage(graph, reviews, on="2026-12-01")}
    assert found[ID].status is CoverageStatus.SUSPECT


@pytest.mark.parametrize(
    ("id", "change", "error", "words"),
    [
        ("order/III.9", {}, GraphError, "Nearest are"),
        ("order/III", {}, GraphError, "no requirement"),
        (ID, {"reason": " "}, CheckError, "needs a reason"),
        (ID, {"owner": ""}, CheckError, "needs a reason"),
        (ID, {"until": "for ever"}, CheckError, "not a date"),
    ],
)
def test_what_is_no_waiver(graph, tmp_path, id, change, error, words):
    with pytest.raises(error, match=words):
        waive(tmp_path / "reviews.toml", graph, id, **SAID | change)
    assert not (tmp_path / "reviews.toml").exists()


@pytest.mark.parametrize("text", ["waiver = []\n", "waiver = [\n", "[other]\n"])
def test_a_file_that_cannot_take_it_is_left_alone(graph, tmp_path, text):
    path = tmp_path / "reviews.toml"
    path.write_text(text)
    with pytest.raises(CheckError):
        waive(path, graph, ID, **SAID)
    assert path.read_text() == text
