"""SARIF 2.1.0 (OASIS Standard, 2020): the results of linters, scanners and policy engines.

A result is of the check that its rule's id or name says, or that ``properties["regkit.check"]`` of the result or the rule names. Its ``kind`` is the
result (3.27.9: ``fail`` where nothing is said); a failure of level ``note`` or ``none`` does not count, nor what is suppressed or absent. A rule
without results has not passed: nothing in the format says that it was looked at.
"""

from __future__ import annotations

from typing import Any

import msgspec

from regkit.errors import CheckError
from regkit.model.check import Result
from regkit.trace.freshness import is_date
from regkit.trace.results.model import Case

PROPERTY = "regkit.check"
_KINDS: dict[str, Result] = {"pass": Result.PASS, "fail": Result.FAIL, "notApplicable": Result.NOT_APPLICABLE}


def read(data: bytes, place: str) -> list[Case]:
    """Return every result of every run, in the file's order. Raises: CheckError where it is no SARIF 2.1.0."""
    try:
        log = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise CheckError(f"this is no JSON: {problem}", place=place, remedy="Give the file as the tool wrote it") from None
    runs = _list(_table(log).get("runs"))
    if _table(log).get("version") != "2.1.0" or not isinstance(_table(log).get("runs"), list):
        raise CheckError("this is no SARIF of version 2.1.0", place=place, remedy="Have the tool write 2.1.0")
    return [
        _case(_table(result), _table(run), f"{place}, run {number}, result {at}")
        for number, run in enumerate(runs, 1)
        for at, result in enumerate(_list(_table(run).get("results")), 1)
    ]


def _case(result: dict[str, Any], run: dict[str, Any], place: str) -> Case:
    driver = _table(_table(run.get("tool")).get("driver"))
    rules = [_table(rule) for rule in _list(driver.get("rules"))]
    about = _table(result.get("rule"))
    index = result.get("ruleIndex", about.get("index", -1))
    id = str(result.get("ruleId") or about.get("id") or "")
    rule = rules[index] if isinstance(index, int) and 0 <= index < len(rules) else next((rule for rule in rules if rule.get("id") == id), {})
    id = id or str(rule.get("id", ""))
    said = str(_table(result.get("message")).get("text") or _table(result.get("message")).get("markdown") or "")
    found, why = _result(result, rule)
    where = _where(result)
    note = "; ".join(part for part in (why, " ".join(said.split())[:300], where) if part)
    ends = [str(_table(item).get("endTimeUtc", ""))[:10] for item in _list(run.get("invocations"))]
    return Case(
        place=place,
        label=id or said[:60] or "a result without a rule",
        result=found,
        named=_named(result) or _named(rule),
        names=tuple(name for name in (id, id.partition("/")[0], str(rule.get("name", ""))) if name),
        note=note,
        date=next((day for day in ends if is_date(day)), ""),
    )


def _result(result: dict[str, Any], rule: dict[str, Any]) -> tuple[Result | None, str]:
    kind = str(result.get("kind", "fail"))
    if kind not in _KINDS:
        return None, f"kind {kind}"
    suppressions = [_table(item) for item in _list(result.get("suppressions"))]
    if suppressions and all(item.get("status", "accepted") == "accepted" for item in suppressions):
        return None, "suppressed"
    if result.get("baselineState") == "absent":
        return None, "absent since the baseline"
    level = str(result.get("level") or _table(rule.get("defaultConfiguration")).get("level") or "warning")
    if kind == "fail" and level in {"note", "none"}:
        return None, f"level {level}"
    return _KINDS[kind], ""


def _named(owner: dict[str, Any]) -> tuple[str, ...]:
    value = _table(owner.get("properties")).get(PROPERTY)
    values = value if isinstance(value, list) else [value]
    return tuple(str(item) for item in values if item)


def _where(result: dict[str, Any]) -> str:
    for location in _list(result.get("locations")):
        place = _table(_table(location).get("physicalLocation"))
        uri = str(_table(place.get("artifactLocation")).get("uri", ""))
        line = _table(place.get("region")).get("startLine")
        if uri:
            return f"{uri}, line {line}" if line else uri
    return ""


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
