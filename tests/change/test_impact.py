"""What a new version touches, as values, as text, and from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from regkit.apps.cli.app import app
from regkit.change.model import Effect
from regkit.change.show import to_html, to_markdown, to_text
from regkit.errors import SettingsError
from regkit.workflow import step_between

runner = CliRunner(env={"COLUMNS": "80"})
REVIEWS = """[[review]]
requirement = "bells/9-1-b.1"
fingerprint = "rk1:00"
decision = "approved"
reviewer = "A. Ringer"
date = "2026-06-30"

[[review]]
requirement = "bells/9-1-a.1"
fingerprint = "rk1:00"
decision = "approved"
reviewer = "A. Ringer"
date = "2026-06-30"

[[waiver]]
requirement = "bells/9-1-e.1"
reason = "no ropes"
owner = "Tower"
until = "2027-01-01"
"""


def run(*words: str | Path, code: int = 0) -> Result:
    result = runner.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def touches(project):
    return [(touch.kind, touch.id, str(touch.effect), touch.requirement) for touch in step_between(project, "bells", "bells-new").impact().touches]


def test_what_is_touched(bells):
    (bells / "reviews.toml").write_text(REVIEWS, encoding="utf-8")
    assert touches(bells) == [
        ("check", "B-3", "lost", "bells/9-1-e.1"),
        ("waiver", "bells/9-1-e.1", "lost", "bells/9-1-e.1"),
        ("check", "B-1", "look", "bells/9-1-a.1"),
        ("check", "B-4", "look", "bells/9-1-d-1.1"),
        ("evidence", "B-1/2026-07-31", "look", "bells/9-1-a.1"),
        ("review", "bells/9-1-a.1", "look", "bells/9-1-a.1"),
        ("check", "B-2", "follows", "bells/9-1-b.1"),
        ("check", "B-2", "follows", "bells/9-1-c.1"),
        ("review", "bells/9-1-b.1", "follows", "bells/9-1-b.1"),
    ]


def test_a_target_that_means_nothing_is_lost(bells):
    checks = bells / "checks" / "bells.yaml"
    checks.write_text(checks.read_text(encoding="utf-8").replace("ring the bell at noon", "ring the gong"), encoding="utf-8")
    found = step_between(bells, "bells", "bells-new").impact().touches
    assert [touch.why for touch in found if touch.id == "B-1"] == ['no sentence of bells has the words "shall ring the gong"']


def test_other_documents_are_not_touched(bells):
    assert step_between(bells, "bells-new", "bells").impact().touches == ()


def test_exit_codes_and_forms(bells, tmp_path):
    text = run("impact", "bells", "bells-new", "-p", bells, code=1).output
    assert "[-noon-] {+dawn and at dusk+}" in text
    assert max(map(len, text.splitlines())) <= 80
    found = json.loads(run("impact", "bells", "bells-new", "-p", bells, "--json", code=1).output)
    assert found["counts"] == {"renumbered": 4, "reworded": 2, "added": 1, "removed": 1}
    assert found["added"] == ["bells-new/9-1-b.1"]
    run("impact", "bells-new", "bells", "-p", bells)
    page = tmp_path / "impact.html"
    run("impact", "bells", "bells-new", "-p", bells, "-f", "html", "-o", page, code=1)
    assert "<ins>dawn and at dusk</ins>" in page.read_text(encoding="utf-8")
    assert "**dawn and at dusk**" in run("impact", "bells", "bells-new", "-p", bells, "-f", "md", code=1).output


def test_a_file_is_a_new_version(bells, monkeypatch):
    monkeypatch.chdir(bells)
    new = bells / "corpus" / "bells-new" / "rule.txt"
    assert "1 lost, 3 to be looked at, 2 follow" in " ".join(run("impact", "bells", new, "--as", "12 CFR part 9", code=1).output.split())
    old = bells / "corpus" / "bells" / "rule.txt"
    assert "renumbered\trule/9-1-b.1\trule/9-1-c.1" in run("diff", "-r", old, new, "--as", "12 CFR part 9", code=1).output
    assert run("diff", "-r", old, old, "--as", "12 CFR part 9").exit_code == 0


@pytest.mark.parametrize("words", [("bells", "bells"), ("nothing", "bells"), ("bells", "nothing")])
def test_misuse(bells, words):
    with pytest.raises(SettingsError):
        step_between(bells, *words)


def test_text_is_data(bells):
    rule = bells / "corpus" / "bells-new" / "rule.txt"
    rule.write_text(rule.read_text(encoding="utf-8").replace("at dawn and at dusk", "<script>x</script> | [y](z) \x1b[31m"), encoding="utf-8")
    impact = step_between(bells, "bells", "bells-new").impact()
    assert "<script>" not in to_html(impact)
    assert "<script>" not in to_markdown(impact)
    assert "\x1b" not in to_text(impact)
    assert Effect.LOOK in {touch.effect for touch in impact.touches}
