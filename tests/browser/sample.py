"""Projects to look at: one with every coverage status, and one in which every text is an attack."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import msgspec

from regkit.model.coverage import CoverageStatus
from regkit.report.facts import ProjectView

ATTACK = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> </script></style></title></textarea>--><!-- {{ 7*7 }} {% raw %} ${alert(3)} "
    '" onmouseover=alert(4) x=" \' <a href="javascript:alert(5)">go</a> \u202eevil\u202c &amp; <svg/onload=alert(6)>'
)
_KEPT = {  # ids of the graph, and values that a schema restricts
    *("id", "document", "provision", "sentence", "requirement", "requirements", "checks", "uses", "read_with", "link"),
    *("layer", "result", "kind", "modality", "state", "sha256", "date", "effective", "retrieved"),
}


def every_status(project: ProjectView) -> ProjectView:
    """Return the project with requirements of every status."""
    replace = msgspec.structs.replace
    last = project.requirements[-1]
    more = tuple(
        replace(last, id=f"rule/3.{number}", status=status, reasons=("one reason", "another"), certain=number % 2 == 0, review="accepted by A. Smith")
        for number, status in enumerate(CoverageStatus, 10)
    )
    return replace(project, requirements=(*project.requirements, *more))


def hostile(project: ProjectView) -> ProjectView:
    """Return the project with an attack in every text that is not an id of the graph."""
    made: ProjectView = _attacked(project, count(1))
    return made


def _attacked(value: Any, numbers: Iterator[int], name: str = "") -> Any:
    if isinstance(value, msgspec.Struct):
        fields = {field: _attacked(getattr(value, field), numbers, field) for field in value.__struct_fields__}
        return msgspec.structs.replace(value, **fields)
    if isinstance(value, tuple):
        return tuple(_attacked(one, numbers, name) for one in value)
    if type(value) is str and value and name not in _KEPT:
        return f"{ATTACK} {next(numbers)}"  # as no two terms and no two authorities are one
    return value
