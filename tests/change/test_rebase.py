"""Links move from one version to the next: exact, proposed, lost; what is written, recorded and undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from regkit.apps.cli.app import app
from regkit.change.apply import apply, followed
from regkit.change.rebase import Standing, plan
from regkit.errors import CheckError
from regkit.model.check import Evidence
from regkit.model.check import Result as Outcome
from regkit.store.transaction import closed
from regkit.workflow import build_project, open_project, step_between

runner = CliRunner(env={"COLUMNS": "80"})


def run(*words: str | Path, code: int = 0) -> Result:
    result = runner.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def standings(project):
    return {move.id: str(move.standing) for move in plan(step_between(project, "bells", "bells-new"))}


def review(step, requirement, kind="review"):
    fingerprint = step.old.requirements[requirement].anchor.fingerprint
    rest = 'decision = "approved"\nreviewer = "A"\ndate = "2026-06-30"\n' if kind == "review" else 'reason = "r"\nowner = "o"\nuntil = "2027-01-01"\n'
    return f'[[{kind}]]\nrequirement = "{requirement}"\nfingerprint = "{fingerprint}"\n{rest}'


def test_a_dry_run_writes_nothing(bells):
    before = {path: path.read_bytes() for path in bells.rglob("*") if path.is_file()}
    output = run("rebase", "bells", "bells-new", "-p", bells, code=1).output
    assert "proposed 0.89: check B-1#1 (checks/bells.yaml, line 2)" in output
    assert {path: path.read_bytes() for path in bells.rglob("*") if path.is_file() and ".regkit" not in path.parts} == before


def test_exact_proposed_lost(bells):
    assert standings(bells) == {"B-1#1": "proposed", "B-2#1": "exact", "B-2#2": "exact", "B-3#1": "lost", "B-4#1": "exact"}


def test_only_what_is_exact_or_accepted_is_written(bells):
    checks = bells / "checks" / "bells.yaml"
    before = checks.read_text(encoding="utf-8")
    run("rebase", "bells", "bells-new", "-p", bells, "--apply", "--by", "A. Ringer", "--date", "2027-01-01", code=1)
    written = checks.read_text(encoding="utf-8")
    assert written == (
        before.replace("- document: bells", "- document: bells-new")
        .replace("bells/9-1-c.1", "bells-new/9-1-d.1")
        .replace("{document: bells, quote: hang", "{document: bells-new, quote: hang")
    )
    run("rebase", "bells", "bells-new", "-p", bells, "--apply", "--accept", "B-1#1", code=1)
    assert 'quote: "Every ringer shall ring the bell at dawn and at dusk on each working day of the year."}   # noon!' in checks.read_text("utf-8")
    build_project(bells)
    records = closed(bells / "rebases")
    assert next((record.about["by"], record.about["date"], record.about["accepted"]) for record in records) == ("A. Ringer", "2027-01-01", [])
    run("rebase", "--undo", "-p", bells)
    assert checks.read_text(encoding="utf-8") == written
    run("rebase", "--undo", "-p", bells)
    assert checks.read_text(encoding="utf-8") == before
    assert "nothing to undo" in str(runner.invoke(app, ["rebase", "--undo", "-p", str(bells)]).exception)


@pytest.mark.parametrize("name", ["B-2#1", "B-3#1", "B-9#1"])
def test_only_a_proposal_can_be_accepted(bells, name):
    step = step_between(bells, "bells", "bells-new")
    with pytest.raises(CheckError, match="cannot be accepted"):
        apply(step, plan(step), accepted=[name])


def test_moving_never_approves(bells):
    step = step_between(bells, "bells", "bells-new")
    (bells / "reviews.toml").write_text(
        "\n".join([review(step, "bells/9-1-b.1"), review(step, "bells/9-1-a.1"), review(step, "bells/9-1-d-1.1", "waiver")]), encoding="utf-8"
    )
    assert {name: standing for name, standing in standings(bells).items() if name[0] in "rw"} == {
        "review#1": "exact", "review#2": "proposed", "waiver#1": "proposed",
    }  # fmt: skip
    run("rebase", "bells", "bells-new", "-p", bells, "--apply", "--accept", "review#2", "--accept", "B-1#1", code=1)
    build_project(bells)
    found = {item.requirement: item.status.value for item in open_project(bells).coverage}
    assert found["bells-new/9-1-a.1"] == "suspect"
    assert found["bells-new/9-1-c.1"] != "suspect"


def test_a_number_is_no_wording(tmp_path, make_bells, old_bells):
    new = old_bells.replace("(1) hang", "(1) sweep the steps of the tower each week;\n\n(2) hang").replace("(2) keep", "(3) keep")
    project = make_bells(tmp_path / "bells", documents={"bells": old_bells, "bells-new": new})
    step = step_between(project, "bells", "bells-new")
    (project / "reviews.toml").write_text(review(step, "bells/9-1-d-1.1"), encoding="utf-8")
    run("rebase", "bells", "bells-new", "-p", project, "--apply")
    build_project(project)
    found = {item.requirement: item.status.value for item in open_project(project).coverage}
    assert found["bells-new/9-1-d-2.1"] == "unverified"


def test_results_follow_through_the_record(bells):
    step = step_between(bells, "bells", "bells-new")
    old = {id: found.anchor.fingerprint for id, found in step.old.requirements.items()}
    new = {id: found.anchor.fingerprint for id, found in step.new.requirements.items()}
    apply(step, plan(step), accepted=["B-1#1"])
    verified = (("bells/9-1-a.1", old["bells/9-1-a.1"]), ("bells/9-1-b.1", old["bells/9-1-b.1"]))
    results = [Evidence(id=id, check=id, result=Outcome.PASS, date="2026-07-31", verified=verified) for id in ("B-1", "B-2", "B-4")]
    one, two, three = (dict(item.verified) for item in followed(results, closed(bells / "rebases")))
    assert one["bells-new/9-1-a.1"] == old["bells/9-1-a.1"] != new["bells-new/9-1-a.1"]
    assert two["bells-new/9-1-c.1"] == new["bells-new/9-1-c.1"]
    assert "bells-new/9-1-c.1" not in one
    assert three == dict(verified)


def test_a_quote_that_no_longer_says_which(tmp_path, make_bells, old_bells):
    new = old_bells.replace("(c) Fees.", "(c) Books. Every keeper shall keep a record of each bell that was sold.\n\n(d) Fees.").replace(
        "(d) Towers", "(e) Towers"
    )
    project = make_bells(tmp_path / "bells", documents={"bells": old_bells, "bells-new": new.replace("(e) Ropes", "(f) Ropes")})
    moves = {move.id: move for move in plan(step_between(project, "bells", "bells-new"))}
    assert moves["B-2#1"].standing is Standing.EXACT
    assert moves["B-2#1"].now.quote == "Every ringer shall keep a record of each bell that was rung for two years."


def test_interactive(bells):
    result = runner.invoke(app, ["rebase", "bells", "bells-new", "-p", str(bells), "-i"], input="y\n")
    assert result.exit_code == 1
    assert "at dawn and at dusk" in (bells / "checks" / "bells.yaml").read_text(encoding="utf-8")


def test_json(bells):
    found = json.loads(run("rebase", "bells", "bells-new", "-p", bells, "--json", code=1).stdout)
    assert not found["applied"]
    assert {move["id"]: move["standing"] for move in found["moves"]} == standings(bells)


def test_a_version_and_itself_moved_back(bells):
    step = step_between(bells, "bells", "bells-new")
    apply(step, plan(step), accepted=["B-1#1"])
    back = {move.id: str(move.standing) for move in plan(step_between(bells, "bells-new", "bells"))}
    assert back == {"B-1#1": "proposed", "B-2#1": "exact", "B-2#2": "exact", "B-4#1": "exact"}


def test_an_interrupted_rebase_stops_the_build(bells):
    folder = bells / "rebases"
    step = step_between(bells, "bells", "bells-new")
    apply(step, plan(step))
    record = folder / "0001.json"
    record.write_text(record.read_text(encoding="utf-8").replace('"done"', '"begun"'), encoding="utf-8")
    with pytest.raises(CheckError, match="regkit rebase --resume"):
        build_project(bells)
    assert "Finished" in run("rebase", "--resume", "-p", bells).output
    assert "Nothing was interrupted" in run("rebase", "--resume", "-p", bells).output
    build_project(bells)
