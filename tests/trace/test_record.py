"""What is recorded is all there: who, when, what, of which wording; and whatever is done to it is found and named."""

import json

import pytest

from regkit.errors import CheckError
from regkit.graph.build import build_graph
from regkit.model.check import Check, Result, Target
from regkit.model.coverage import CoverageStatus
from regkit.store.chain import read_chain
from regkit.trace.coverage import coverage
from regkit.trace.evidence import load_evidence
from regkit.trace.log import findings_of, input_digests, prove, read_log
from regkit.trace.orphans import orphans
from regkit.trace.record import Outcome, record

ID = "act/1.1"


@pytest.fixture(autouse=True)
def _epoch(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")


@pytest.fixture
def make(analysis_of, tmp_path):
    """A graph of one requirement and one check, with the evidence of the log beside it."""

    def graph(sentence="A bank must report.", procedure="Look.", check="A", log=True):
        checks = [Check(id=check, title="A", verifies=(Target(id=ID),), frequency="monthly", procedure=procedure)]
        path = tmp_path / "evidence" / "log.jsonl"
        evidence = load_evidence([path], tmp_path) if log and path.exists() else ()
        return build_graph([analysis_of("act", [("1", sentence)])], checks, evidence)

    return graph


@pytest.fixture
def log(tmp_path, make):
    """A log with one passing result, of an input and with an attachment."""
    (tmp_path / "data.csv").write_text("1\n")
    (tmp_path / "shot.PNG").write_bytes(b"png")
    path = tmp_path / "evidence" / "log.jsonl"
    record(
        path,
        make(),
        [Outcome(check="A", result=Result.PASS, on="2026-06-30", note="fine")],
        by="Operations",
        root=tmp_path,
        inputs=[tmp_path / "data.csv"],
        attach=[tmp_path / "shot.PNG"],
        environment={"commit": "3f2a"},
    )
    return path


def status(graph, on="2026-06-30"):
    (found,) = coverage(graph, on=on)
    return found


def test_an_entry_says_who_when_what_and_of_what(log, make, tmp_path):
    entry = json.loads(log.read_text())
    assert {name: entry[name] for name in ("check", "result", "date", "by", "note", "recorded", "seq")} == {
        "check": "A",
        "result": "pass",
        "date": "2026-06-30",
        "by": "Operations",
        "note": "fine",
        "recorded": "2026-05-28T20:26:40Z",
        "seq": 1,
    }
    assert entry["verified"][ID] == make().nodes[ID]["fingerprint"]
    assert set(entry["verified"]) == {ID, "check:A"}
    assert [item["name"] for item in entry["inputs"]] == ["data.csv"]
    assert entry["environment"]["commit"] == "3f2a"
    (attachment,) = entry["attachments"]
    assert (attachment["name"], attachment["size"]) == ("shot.PNG", 3)
    assert (log.parent / attachment["file"]).read_bytes() == b"png"
    assert attachment["file"].endswith(f"{attachment['sha256']}.png")


def test_the_evidence_of_an_entry(log, tmp_path):
    (item,) = read_log(log, tmp_path)
    assert (item.id, item.check, item.result, item.date, item.by, item.place) == (
        "log#1",
        "A",
        Result.PASS,
        "2026-06-30",
        "Operations",
        "evidence/log.jsonl, entry 1",
    )
    assert item.attachment.startswith("evidence/attachments/")
    assert len(item.sha256) == len(item.environment) == len(item.entry) == 64


def test_it_covers_and_grows_stale(log, make, tmp_path):
    assert status(make()).status is CoverageStatus.COVERED
    late = status(make(), "2026-08-01")
    assert (late.status, late.reasons) == (CoverageStatus.STALE, ("the result of check A of 2026-06-30 was good through 2026-07-31 (monthly)",))
    assert late.carried == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sentence": "A bank must report daily."}, "the wording has changed since"),
        ({"procedure": "Look twice."}, "the check's method or procedure has changed since"),
    ],
)
def test_it_is_carried_when_what_it_verified_changes(log, make, tmp_path, change, words):
    found = status(make(**change))
    assert found.status is CoverageStatus.STALE
    assert words in found.reasons[0]
    assert found.carried == ("log#1",)


def test_it_is_carried_when_an_input_changes(log, make, tmp_path):
    (tmp_path / "data.csv").write_text("2\n")
    assert "its input data.csv has changed since" in status(make()).reasons[0]
    (tmp_path / "data.csv").unlink()
    assert "its input data.csv is no longer there" in status(make()).reasons[0]


def test_a_failure_that_is_carried_is_still_a_failure(log, make, tmp_path):
    record(log, make(), [Outcome(check="A", result=Result.FAIL, on="2026-07-01")], by="B", root=tmp_path)
    found = status(make(sentence="A bank must report daily."))
    assert found.status is CoverageStatus.FAILING
    assert found.reasons[0] == "check A failed on 2026-07-01"
    assert "is carried" in found.reasons[1]


def test_all_problems_at_once_and_nothing_written(log, make, tmp_path):
    before = log.read_bytes()
    outcomes = [Outcome(check="B", result=Result.PASS, on="2026-01-01"), Outcome(check="A", result=Result.PASS, on="soon")]
    with pytest.raises(CheckError, match=r"no check 'B'.*not a date: 'soon'.*nobody is named"):
        record(log, make(), outcomes, by=" ", root=tmp_path)
    with pytest.raises(CheckError, match="cannot be read"):
        record(log, make(), [outcomes[1]][:0], by="x", root=tmp_path, attach=[tmp_path / "none"])
    assert log.read_bytes() == before


def test_by_hash_and_inputs_from_elsewhere(log, make, tmp_path, tmp_path_factory):
    outside = tmp_path_factory.mktemp("elsewhere") / "big.bin"
    outside.write_bytes(b"0")
    outcome = Outcome(check="A", result=Result.PASS, on="2026-07-01", by="The robot")
    record(log, make(), [outcome], by="B", root=tmp_path, attach=[outside], by_hash=True, inputs=[outside])
    item = read_log(log, tmp_path)[-1]
    assert (item.by, item.attachment, item.inputs[0][0]) == ("The robot", "big.bin", "/big.bin")
    outside.unlink()
    assert status(make()).status is CoverageStatus.COVERED, "nobody can tell of a file that is not the project's"
    assert findings_of(log, tmp_path)[0] == []


def test_results_of_a_check_that_is_gone_are_orphans_and_no_error(log, make, tmp_path):
    graph = make(check="B")
    (found,) = orphans(graph, [log], tmp_path)
    assert found.code == "evidence.orphan"
    assert found.message == "there is no check 'A'; 1 result in the log is of it and counts for nothing"
    assert found.place == "evidence/log.jsonl, entry 1"
    assert list(orphans(make(), [log], tmp_path)) == []


@pytest.mark.parametrize(
    ("damage", "code", "words"),
    [
        (lambda log: log.write_text(log.read_text().replace("fine", "fake")), "evidence.broken", "entry 1: the entry has been edited"),
        (lambda log: log.unlink(), "evidence.broken", "entry 1: 1 entry is missing at the end"),
        (lambda log: log.with_suffix(".head").unlink(), "evidence.broken", "head file is missing"),
        (lambda log: log.write_bytes(log.read_bytes() + b'{"torn'), "evidence.torn", "torn"),
        (lambda log: next(log.parent.glob("attachments/*/*")).write_bytes(b"gif"), "evidence.attachment", "has changed"),
        (lambda log: next(log.parent.glob("attachments/*/*")).unlink(), "evidence.attachment", "is missing"),
        (lambda log: (log.parent / "log.jsonl.torn-0123").write_text("x"), "evidence.torn-aside", "interrupted"),
    ],
)
def test_damage_is_found(log, tmp_path, damage, code, words):
    damage(log)
    findings, _ = findings_of(log, tmp_path)
    assert [finding.code for finding in findings] == [code]
    assert words in findings[0].message


def test_what_was_tampered_with_is_no_evidence(log, tmp_path):
    log.write_text(log.read_text().replace("pass", "fail"))
    with pytest.raises(CheckError, match=r"evidence/log.jsonl: entry 1: the entry has been edited.*Run: regkit verify"):
        load_evidence([log], tmp_path)


def test_a_head_that_was_kept_elsewhere(log, make, tmp_path):
    kept = read_chain(log).head
    record(log, make(), [Outcome(check="A", result=Result.PASS, on="2026-07-01")], by="B", root=tmp_path)
    logs = [(log, *findings_of(log, tmp_path))]
    findings, lines = prove(logs, tmp_path, kept)
    assert findings == []
    assert lines == [f"evidence/log.jsonl: 2 entries hold; the head is {read_chain(log).head}"]
    (found,) = prove(logs, tmp_path, "0" * 63 + "1")[0]
    assert found.code == "evidence.head"


def test_an_entry_of_another_make_is_named(tmp_path):
    from regkit.store.chain import append

    path = tmp_path / "log.jsonl"
    append(path, [{"check": "A", "result": "pass", "date": "2026-13-01", "by": "x"}])
    with pytest.raises(CheckError, match="entry 1 has no date"):
        read_log(path)
    other = tmp_path / "other.jsonl"
    append(other, [{"check": "A", "result": "perhaps"}])
    with pytest.raises(CheckError, match="entry 1 is no result"):
        read_log(other)


def test_an_attachment_cannot_lead_out_of_the_folder(tmp_path):
    from regkit.store.chain import append

    path = tmp_path / "evidence" / "log.jsonl"
    (tmp_path / "secret").write_text("x")
    append(path, [{"attachments": [{"file": "../secret", "sha256": "0"}, 3]}, {"attachments": 7}, {"attachments": [{"file": "a\0b"}]}])
    first, second = findings_of(path, tmp_path)[0]
    assert "outside the folder" in first.message
    assert "outside the folder" in second.message
    digest = input_digests(tmp_path)
    assert (digest("secret") != "", digest("../secret"), digest("a\0b"), digest("evidence")) == (True, "", "", "")
