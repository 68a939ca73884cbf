"""SARIF 2.1.0 (OASIS Standard, 2020). GitHub, Azure DevOps and editors show each result at its line.

A region has the line of the source file and the words as its snippet. Offsets of the canonical text are in ``properties``: ``charOffset`` would be
of the file as it lies, which for XML or PDF is another text. Columns, where a reader makes any, are Unicode code points.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from regkit import __version__
from regkit.export.findings.located import Located
from regkit.model.finding import Severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def write(findings: Sequence[Located], passed: Sequence[Located] = ()) -> str:
    """Return a log of one run: a rule for each code of finding, a result for each finding, and a passing one for each requirement in ``passed``."""
    items = [*((item, "fail") for item in findings), *((item, "pass") for item in passed)]
    codes = list(dict.fromkeys(item.code for item, _ in items))
    paths = {item.path: item.sha256 for item, _ in items}
    artifacts = [{"location": {"uri": quote(path)}} | ({"hashes": {"sha-256": sha256}} if sha256 else {}) for path, sha256 in paths.items()]
    at = {path: index for index, path in enumerate(paths)}
    driver = {"name": "regkit", "version": __version__, "rules": [{"id": code, "shortDescription": {"text": _title(code)}} for code in codes]}
    results = [_result(item, kind, codes.index(item.code), at[item.path]) for item, kind in items]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "artifacts": artifacts, "results": results}
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=1).decode() + "\n"


def _result(item: Located, kind: str, rule: int, artifact: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(item.path), "index": artifact}}
    if item.line:
        place["region"] = {"startLine": item.line} | ({"snippet": {"text": item.quote}} if item.quote else {})
    location: dict[str, Any] = {"physicalLocation": place}
    if item.id:
        location["logicalLocations"] = [{"name": item.id} | ({"fullyQualifiedName": item.pinpoint} if item.pinpoint else {})]
    found: dict[str, Any] = {
        "ruleId": item.code,
        "ruleIndex": rule,
        "kind": kind,
        "level": _LEVELS[item.severity] if kind == "fail" else "none",
        "message": {"text": item.message},
        "locations": [location],
        "partialFingerprints": {"regkit/v1": item.key},
    }
    if item.start >= 0:
        found["properties"] = {"document": item.document, "start": item.start, "end": item.end}
    return found


def _title(code: str) -> str:
    """Return a code as words: ``coverage.failing`` is "Coverage: failing"."""
    area, _, name = code.partition(".")
    return f"{area.capitalize()}: {name.replace('-', ' ')}" if name else area.capitalize()
