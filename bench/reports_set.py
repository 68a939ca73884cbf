"""One synthetic set of requirements, twice: as a regkit project, and as the interchange files that BMW LOBSTER's report reads.

N/10 sections, N requirements (each in one section), N checks (each verifies one requirement, with a passing result): 2.1 N items and 2 N links.
The same sentences and titles go to both. Deterministic.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

WHO = (
    "the clearing member",
    "a carrying broker",
    "each covered firm",
    "the board",
    "a registered agent",
    "the risk officer",
    "an issuer",
    "the custodian",
)
DUTY = (
    "shall keep",
    "shall publish",
    "shall examine",
    "shall compute",
    "shall send to the Commission",
    "shall retain",
    "must not assign",
    "shall test",
)
WHAT = (
    "written procedures on margin",
    "the requirement of each portfolio",
    "the contribution to the default fund",
    "a record of every transfer",
    "the plan for recovery",
    "its liquid resources",
    "each material change of ownership",
    "the model that values collateral",
)
WHEN = (
    "at least once each business day",
    "no later than the close of the next business day",
    "within 30 calendar days of the event",
    "once a year and after any material change",
    "before it accepts the position",
    "for as long as the position is open",
)


def sentence(number: int, word: str = "record") -> str:
    dice = random.Random(f"s{number}")
    words = " ".join((f"For item {number},", dice.choice(WHO), dice.choice(DUTY), dice.choice(WHAT), dice.choice(WHEN)))
    return f"{words}, and {word} that it did so for five years."


def check_title(number: int) -> str:
    return f"Check {number}: {random.Random(f't{number}').choice(WHAT)}"


def section(number: int) -> int:
    return (number - 1) // 10 + 1


def write_project(folder: Path, size: int, changed: int = 0) -> None:
    """Write the project; the sentence ``changed`` has another word."""
    lines = []
    for number in range(1, size + 1):
        if number % 10 == 1:
            lines.append(f"§ 900.{section(number)} {WHAT[section(number) % len(WHAT)].capitalize()}, part {section(number)}.\n")
        lines.append(f"{sentence(number, 'file' if number == changed else 'record')}\n")
    _put(folder / "regkit.toml", 'name = "Ten thousand duties"\ndocuments = ["rules"]\n')
    _put(folder / "corpus/rules/rules.txt", "\n".join(lines))
    _put(
        folder / "corpus/rules/document.toml",
        'id = "rules"\n\n[authority]\ntitle = "Rules of the model clearing house"\nissuer = "Model clearing house"\nstatus = "official"\n\n'
        '[source]\nfile = "rules.txt"\n',
    )
    for first in range(1, size + 1, 500):
        part = range(first, min(size, first + 499) + 1)
        checks = [
            f'- id: CHK-{number:05}\n  title: "{check_title(number)}"\n  method: test\n  owner: Team {number % 12}\n'
            f"  verifies:\n    - document: rules\n      quote: For item {number}, \n"
            for number in part
        ]
        _put(folder / f"checks/{first:05}.yaml", "".join(checks))
        results = [
            f'- check: CHK-{number:05}\n  result: {"fail" if number % 97 == 0 else "pass"}\n  date: "2026-06-{number % 28 + 1:02}"\n'
            for number in part
        ]
        _put(folder / f"evidence/{first:05}.yaml", "".join(results))


def write_lobster(folder: Path, size: int, changed: int = 0) -> None:
    """Write the same set as LOBSTER reads it: sections, requirements that trace to them, checks that trace to requirements."""

    def item(of: str, number: int, name: str, refs: list[str], **more: str) -> dict[str, object]:
        place = {"kind": "file", "file": f"{of}.txt", "line": number, "column": 1}
        empty: dict[str, object] = {"messages": [], "just_up": [], "just_down": [], "just_global": []}
        return {"tag": name, "location": place, "name": name.partition(" ")[2], **empty, "refs": refs, "framework": "bench", **more}

    def requirement(kind: str, number: int, text: str, refs: list[str]) -> dict[str, object]:
        return item(kind, number, f"req {kind}-{number:05}", refs, kind="requirement", text=text, status="Active")

    numbers = range(1, size + 1)
    sections = [requirement("sec", number, WHAT[number % len(WHAT)], []) for number in range(1, section(size) + 1)]
    duties = [requirement("duty", n, sentence(n, "file" if n == changed else "record"), [f"req sec-{section(n):05}"]) for n in numbers]
    checks = [item("chk", n, f"act chk-{n:05}", [f"req duty-{n:05}"], kind="test", status="ok") | {"name": check_title(n)} for n in numbers]
    for name, schema, version, data in (("sec", "req", 4, sections), ("duty", "req", 4, duties), ("chk", "act", 3, checks)):
        head = {"data": data, "generator": "bench", "schema": f"lobster-{schema}-trace", "version": version}
        _put(folder / f"{name}.lobster", json.dumps(head))
    _put(
        folder / "lobster.conf",
        'requirements "Sections" {\n  source: "sec.lobster";\n}\n\n'
        'requirements "Duties" {\n  source: "duty.lobster";\n  trace to: "Sections";\n  requires: "Checks";\n}\n\n'
        'activity "Checks" {\n  source: "chk.lobster";\n  trace to: "Duties";\n}\n',
    )


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
