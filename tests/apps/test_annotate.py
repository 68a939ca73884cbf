"""The machine contract of ``regkit annotate``, field by field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from regkit.apps.cli.app import app

RULE = """PART 900—MODEL RULES

§ 900.2 Definitions.

For purposes of this part, the following definitions apply.

(a) Account means a record of money that a bank holds for a customer.

(b) Bank means a person that holds an account.

§ 900.3 Duties.

(a) A bank shall correct an error in an account within 10 business days of receiving notice, unless paragraph (b) of this section applies.

(b) A bank need not comply with § 900.3(a) if the customer agrees in writing. See 15 U.S.C. 1693(a).
"""

FIELDS = {
    "text": {"kind", "document", "text"},
    "provision": {"kind", "document", "path", "marker", "type", "heading", "start", "end"},
    "sentence": {"kind", "document", "path", "start", "end", "text"},
    "definition": {"kind", "document", "path", "start", "end", "text", "term", "scope", "rule"},
    "term_use": {"kind", "document", "path", "start", "end", "text", "term", "defined_at"},
    "citation": {"kind", "document", "path", "start", "end", "text", "family", "target", "target_path", "url", "rule"},
    "norm": {
        *("kind", "document", "path", "start", "end", "text", "modality", "cue", "bearer", "conditions", "exceptions"),
        *("deadlines", "thresholds", "logic", "rule", "action", "actions", "resolved_bearer", "bearer_definition"),
        *("durations", "amounts", "modifies"),
    },
}


def annotate(*words: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, ["annotate", *words])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    file = tmp_path_factory.mktemp("annotate") / "Model Rules.txt"
    file.write_text(RULE, encoding="utf-8")
    kinds = [word for kind in FIELDS for word in ("--kind", kind)]
    return annotate(*kinds, "--as", "12 CFR part 900", str(file))


@pytest.mark.parametrize("kind", FIELDS)
def test_fields(rows: list[dict[str, Any]], kind: str) -> None:
    mine = [row for row in rows if row["kind"] == kind]
    assert mine, f"no {kind}"
    assert all(set(row) == FIELDS[kind] for row in mine)
    assert {row["document"] for row in mine} == {"model-rules"}


def test_offsets_are_those_of_the_text(rows: list[dict[str, Any]]) -> None:
    text = next(row["text"] for row in rows if row["kind"] == "text")
    quoted = [row for row in rows if row["kind"] != "text" and "text" in row]
    assert quoted
    for row in quoted:
        assert text[row["start"] : row["end"]] == row["text"]


def test_reading_order(rows: list[dict[str, Any]]) -> None:
    spans = [(row["start"], row["end"]) for row in rows if row["kind"] != "text"]
    assert spans == sorted(spans)


def test_paths_and_targets(rows: list[dict[str, Any]]) -> None:
    provisions = {tuple(row["path"]): row["marker"] for row in rows if row["kind"] == "provision"}
    assert provisions["900.3", "b"] == "(b)"
    targets = {row["text"]: (row["target"], row["target_path"]) for row in rows if row["kind"] == "citation"}
    assert targets["§ 900.3(a)"] == ("12 CFR 900.3(a)", ["900.3", "a"])
    assert targets["15 U.S.C. 1693(a)"] == ("15 U.S.C. 1693(a)", None)
    assert next(target for text, target in targets.items() if text.startswith("paragraph (b)"))[1] == ["900.3", "b"]


def test_norms(rows: list[dict[str, Any]]) -> None:
    text = next(row["text"] for row in rows if row["kind"] == "text")
    duty, relief = [row for row in rows if row["kind"] == "norm"]

    def words(row: dict[str, Any], field: str) -> list[str]:
        return [text[start:end] for start, end in row[field]]

    assert (duty["modality"], text[slice(*duty["bearer"])]) == ("obligation", "A bank")
    assert words(duty, "exceptions") == ["unless paragraph (b) of this section applies"]
    assert words(duty, "deadlines") == ["within 10 business days of receiving notice"]
    assert (relief["modality"], words(relief, "conditions")) == ("exemption", ["if the customer agrees in writing"])


def test_uses_lead_to_their_definition(rows: list[dict[str, Any]]) -> None:
    uses = {(row["term"], tuple(row["defined_at"])) for row in rows if row["kind"] == "term_use"}
    assert ("account", ("900.2", "a")) in uses
    assert ("bank", ("900.2", "b")) in uses


def test_without_kinds_all_but_the_text(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text("A bank shall pay.", encoding="utf-8")
    kinds = {row["kind"] for row in annotate(str(file))}
    assert "text" not in kinds
    assert {"sentence", "norm"} <= kinds
