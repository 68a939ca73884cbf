"""``regkit review``, as a person at a terminal and as a script."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from regkit.apps.cli.app import app
from regkit.apps.cli.review_queue import Status, queue
from regkit.apps.cli.review_screen import Screen
from regkit.trace.reviews import load_reviews
from regkit.workflow import build_project, open_project

TEXT = """\
# Lending Rule

## 1. Relief

A lender is exempt from section 2 if each of the following is met:

(a) it has fewer than five members; and

(b) it has not charged a fee.

## 2. Notices

A lender must send a notice under 12 CFR 1026.5(a) within five days, unless the borrower has waived it.

It is expected that a lender keeps the notice.
"""
CHECKS = """\
- id: CHK-1
  title: Notices go out
  owner: Operations
  verifies: [rule/2.1]
"""
ON = ("--on", "2026-07-01")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("review") / "project"
    (root / "corpus" / "rule").mkdir(parents=True)
    (root / "checks").mkdir()
    (root / "regkit.toml").write_text('name = "Lending"\n')
    (root / "corpus" / "rule" / "source.md").write_text(TEXT)
    (root / "corpus" / "rule" / "document.toml").write_text('id = "rule"\n[source]\nfile = "source.md"\n[authority]\ntitle = "Lending Rule"\n')
    (root / "checks" / "all.yaml").write_text(CHECKS)
    build_project(root)
    return root


@pytest.fixture
def project(built, tmp_path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "project"))


def run(*words, code=0):
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, (done.output, done.exception)
    return done.stdout


def listed(project, *words):
    return {row["id"]: row for row in json.loads(run("review", "list", project, "--json", *words))}


def reword(project, old, new):
    source = project / "corpus" / "rule" / "source.md"
    text = source.read_text()
    assert old in text
    source.write_text(text.replace(old, new))
    build_project(project)


def test_a_script_accepts_rejects_edits_confirms_and_retracts(project):
    run("review", "accept", "rule/2.1", project, "--reviewer", "A. Person", *ON)
    run("review", "reject", "rule/2.1", project, "--check", "CHK-1", "--by", "A. Person", "--reason", "it tests another thing", *ON)
    run("review", "edit", "rule/1.1", project, "--set", "modality=permission", "--by", "A. Person", "--reason", "it may", *ON)
    assert "modality: permission" in run("review", "confirm", "rule/1.1", project, "--by", "B. Other", *ON)
    cited = next(iter(listed(project, "--kind", "citation", "--status", "open")))
    run("review", "edit", cited, project, "--set", "target=12 CFR 1026.5(b)", "--by", "A. Person", "--reason", "a slip", *ON)
    found = listed(project, "--all")
    assert {id: row["status"] for id, row in found.items() if row["status"] != "open"} == {
        "rule/2.1": "accepted", "CHK-1@rule/2.1": "rejected", "rule/1.1": "edited", cited: "edited",
    }  # fmt: skip
    assert found["rule/1.1"]["reviewers"] == ["A. Person", "B. Other"]
    text = run("explain", "rule/1.1", project)
    assert "review: edited by A. Person and B. Other on 2026-07-01 (modality: exemption → permission): it may" in " ".join(text.split())
    run("review", "retract", "rule/2.1", project, "--by", "A. Person", *ON)
    assert listed(project, "--all")["rule/2.1"]["status"] == "open"
    assert [review.decision for review in load_reviews(project / "reviews.toml").review][-1] == "retracted"


def test_decisions_need_no_build_and_checking_never_approves(project):
    run("review", "reject", "rule/2.1", project, "--by", "A", "--reason", "none", *ON)
    before = (project / "reviews.toml").read_bytes()
    said = run("check", project, code=0)
    assert "check.stale" not in said
    assert "review.check-of-rejected" in said
    assert (project / "reviews.toml").read_bytes() == before


def test_it_survives_an_unrelated_edit_turns_suspect_and_is_lost(project):
    run("review", "accept", "rule/2.1", project, "--by", "A", *ON)
    reword(project, "## 2. Notices\n", "## 2. Notices\n\nThis section speaks of every notice that a borrower gets.\n")
    assert listed(project, "--status", "accepted")["rule/2.1"]["words"] == "accepted by A on 2026-07-01"
    reword(project, "within five days", "within ten days")
    row = listed(project)["rule/2.1"]
    assert row["status"] == "suspect"
    assert {"kind": "removed", "text": "five"} in row["difference"]
    assert "within [-five-] {+ten+} days" in " ".join(run("review", "show", "rule/2.1", project).split())
    said = run("check", project, code=1)
    assert "review.suspect" in said
    assert "[-five-] {+ten+}" in said
    source = project / "corpus" / "rule" / "source.md"
    source.write_text(source.read_text().partition("A lender must")[0])
    (project / "checks" / "all.yaml").unlink()
    build_project(project)
    assert listed(project)["rule/2.1"]["status"] == "lost"
    assert "review.lost" in run("check", project)
    run("review", "retract", "rule/2.1", project, "--by", "A", *ON)
    assert listed(project) == {}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["accept", "rule/9.9", "--by", "A"], "there is nothing to review called 'rule/9.9'"),
        (["accept", "rule/2.1", "--by", "A", "--on", "soon"], "--on is not a date"),
        (["edit", "rule/2.1", "--by", "A", "--set", "modality"], "--set is not FIELD=VALUE"),
        (["list", "--status", "fine"], "'fine' is no status of a review"),
        (["confirm", "rule/2.1", "--by", "A"], "there is no decision on rule/2.1 as it is now"),
        ([], "an interactive review needs a terminal"),
        ([".", "--by", "A"], "an interactive review needs a terminal"),
        (["--by", "A"], "an interactive review needs a terminal"),
        (["start"], "an interactive review needs a terminal"),
    ],
)
def test_misuse(project, monkeypatch, words, message):
    monkeypatch.chdir(project)
    done = CliRunner().invoke(app, ["review", *words])
    assert message in str(done.exception)
    assert not (project / "reviews.toml").exists()


class TestTerminal:
    @pytest.fixture
    def sit(self, project, capsys):
        def sit(keys, typed=(), *, who="A. Person", statuses=tuple(Status)):
            stored = open_project(project)
            entries = queue(stored, statuses, ["requirement"])
            pressed, words = iter(keys), iter(typed)
            screen = Screen(
                stored, entries, reviewer=who, on="2026-07-01", read_key=lambda: next(pressed), read_line=lambda prompt: next(words), dressed=False
            )
            done = screen.run()
            return done, capsys.readouterr().out, load_reviews(project / "reviews.toml").review

        return sit

    def test_it_shows_the_sentence_with_what_is_marked(self, sit):
        _, out, made = sit("q")
        assert made == ()
        assert "── 1 of" in out
        assert "A lender «is exempt» from section 2" in out
        assert "[a]pprove  [r]eject  [e]dit  [s]kip  [b]ack  [q]uit" in out
        assert max(map(len, out.splitlines())) <= 80

    def test_decisions_are_kept_as_they_are_made_and_do_not_come_again(self, sit):
        done, out, made = sit("arsq", ["it only defines"])
        assert (done, [review.decision for review in made]) == (2, ["accepted", "rejected"])
        assert "2 decided" in out
        _, again, _ = sit("q", statuses=(Status.OPEN, Status.DOUBTFUL))
        assert "«is exempt»" not in again

    def test_back_help_and_wrong_keys(self, sit):
        done, out, _ = sit("sb?xq")
        assert done == 0
        assert out.count("── 1 of") == 2
        assert "approve: accept it as it was extracted" in out
        assert "There is no key 'x' here" in out

    def test_an_edit_asks_again_for_what_cannot_be(self, sit):
        typed = ["modality", "duty", "modality", "permission", "colour", "", "why not"]
        _, out, made = sit("eq", typed)
        assert "'duty' is no modality" in out
        assert "no field 'colour'" in out
        assert made[0].edits == {"modality": "permission"}

    def test_without_a_reason_nothing_is_recorded(self, sit):
        done, out, made = sit("rq", [""])
        assert (done, made) == (0, ())
        assert "without a reason" in out

    def test_an_interrupt_keeps_what_was_decided(self, sit):
        def pressed():
            yield "a"
            raise KeyboardInterrupt

        done, out, made = sit(pressed())
        assert (done, len(made)) == (1, 1)
        assert "1 decided" in out

    def test_the_second_of_two_confirms(self, project, sit):
        (project / "regkit.toml").write_text('name = "Lending"\n[reviews]\napprovals = 2\n')
        _, out, _ = sit("aq")
        assert "pending (1 of 2 approvals: A. Person)" in out
        _, out, made = sit("q", statuses=(Status.PENDING,))
        assert "«is exempt»" not in out
        _, out, made = sit("cq", who="B. Other", statuses=(Status.PENDING,))
        assert "accepted by A. Person and B. Other" in out
        assert made[-1].reviewer == "B. Other"
