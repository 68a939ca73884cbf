"""Two versions of a small rule, and a project with checks, results and reviews on the first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

OLD = """§ 9.1 Bells.

(a) Duty. Every ringer shall ring the bell at noon on each working day of the year.

(b) Records. Every ringer shall keep a record of each bell that was rung for two years.

(c) Fees. No ringer may take a fee from a traveller who has no money to give.

(d) Towers. The keeper of a tower shall:

(1) hang a lamp above the door of the tower; and

(2) keep the stair free of ice in the winter months.

(e) Ropes. A keeper must replace a rope when half of its strands are worn.
"""
NEW = (
    OLD.replace("(b) Records.", "(b) Gloves. A ringer shall wear gloves of wool while the frost lasts.\n\n(c) Records.")
    .replace("(c) Fees.", "(d) Fees.")
    .replace("(d) Towers. The keeper", "(e) Towers. Every keeper")
    .replace("at noon", "at dawn and at dusk")
    .replace("(e) Ropes. A keeper must replace a rope when half of its strands are worn.\n", "")
)
CHECKS = """# checks of the bells
- id: B-1   # the daily one
  title: The bell is rung
  verifies:
    - {document: bells, quote: "shall ring the bell at noon"}   # noon!
  owner: 'Tower'
- id: B-2
  title: Records and fees
  verifies:
    - document: bells
      quote: >-
        shall keep a record of each bell
    - bells/9-1-c.1
- id: B-3
  title: Ropes
  verifies: [bells/9-1-e.1]
- id: B-4
  title: Lamps
  verifies: [{document: bells, quote: hang a lamp above the door of the tower}]
"""
EVIDENCE = """- {check: B-1, result: pass, date: "2026-06-30"}
- {check: B-1, result: pass, date: "2026-07-31"}
- {check: B-2, result: pass, date: "2026-07-31"}
"""
ABOUT = 'id = "{id}"\n[source]\nfile = "rule.txt"\n[authority]\ntitle = "Bells"\nshort = "12 CFR"\ncitation = "12 CFR part 9 {id}"\n'


def make_project(root: Path, *, documents: dict[str, str] | None = None) -> Path:
    for id, text in (documents or {"bells": OLD, "bells-new": NEW}).items():
        (root / "corpus" / id).mkdir(parents=True)
        (root / "corpus" / id / "rule.txt").write_text(text, encoding="utf-8")
        (root / "corpus" / id / "document.toml").write_text(ABOUT.format(id=id), encoding="utf-8")
    (root / "regkit.toml").write_text('name = "Bells"\n', encoding="utf-8")
    (root / "checks").mkdir()
    (root / "checks" / "bells.yaml").write_text(CHECKS, encoding="utf-8")
    (root / "evidence").mkdir()
    (root / "evidence" / "2026.yaml").write_text(EVIDENCE, encoding="utf-8")
    return root


@pytest.fixture
def bells(tmp_path: Path) -> Path:
    return make_project(tmp_path / "bells")


@pytest.fixture
def make_bells() -> Callable[..., Path]:
    """`make_project`, for tests with versions of their own."""
    return make_project


@pytest.fixture
def old_bells() -> str:
    """The first version."""
    return OLD
