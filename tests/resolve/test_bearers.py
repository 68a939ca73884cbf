"""Who "it" is, where that is safe to say."""

from pathlib import Path

import pytest

from regkit.workflow import analyse

CASES = [
    ("If a bank declines a claim from a consumer, it must send a notice.", [("it", "a bank")]),
    ("If banks decline a claim, they must say why.", [("they", "banks")]),
    ("A dealer must send a notice. It must keep a copy.", [("A dealer", None), ("It", "A dealer")]),
    ("A covered fund must register. Such fund must report.", [("A covered fund", None), ("Such fund", "A covered fund")]),
    ("A covered fund must register. The fund must report.", [("A covered fund", None), ("The fund", "A covered fund")]),
    ("A bank must register. The bank must report.", [("A bank", None), ("The bank", None)]),
    ("If an insurer appoints an agent, it must keep a list.", [("it", None)]),
    ("A covered fund must register. They must pay.", [("A covered fund", None), ("They", None)]),
    ("If an employee objects, it must wait.", [("it", None)]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_antecedent(tmp_path: Path, text: str, expected: list[tuple[str, str | None]]) -> None:
    file = tmp_path / "rule.txt"
    file.write_text(text, encoding="utf-8")
    (analysis,) = analyse([file])
    whole = analysis.document.text
    found = [(norm.bearer.of(whole), norm.resolved_bearer and norm.resolved_bearer.of(whole)) for norm in analysis.norms if norm.bearer]
    assert found == expected


def test_defined_bearer(tmp_path: Path) -> None:
    file = tmp_path / "rule.txt"
    file.write_text('"Servicer" means a person that collects payments.\n\nA servicer must reply. It must keep a copy.', encoding="utf-8")
    (analysis,) = analyse([file])
    (definition,) = analysis.definitions
    assert [norm.bearer_definition for norm in analysis.norms] == [definition.id, definition.id]
