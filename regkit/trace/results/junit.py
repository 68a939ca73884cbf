"""JUnit XML, as pytest, Maven, Gradle, Jest, Robot Framework, gotestsum and others write it.

There is no official schema; what is common to all of them is read: ``testcase`` at any depth, with ``failure``, ``error`` or ``skipped`` below it.
A case names its check outright by a property ``regkit.check`` (or ``check``, ``check_id``), of its own or of a suite around it; several with
commas. Otherwise it goes by name and class, and by the pytest node id that the two come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from regkit.errors import CheckError, ReadError
from regkit.model.check import Result
from regkit.trace.freshness import is_date
from regkit.trace.results.model import Case

if TYPE_CHECKING:
    from lxml import etree

PROPERTIES = ("regkit.check", "check", "check_id")
_BAD = {"error": Result.ERROR, "failure": Result.FAIL}
_NOT_RUN = {"notrun", "disabled", "skipped", "ignored"}


def read(data: bytes, place: str) -> list[Case]:
    """Return every test case, in the file's order. Raises: CheckError where it is no JUnit XML."""
    from regkit.read.xml import parse  # noqa: PLC0415  (lxml, only where XML is read)

    try:
        root = parse(data, place)
    except ReadError as problem:
        raise CheckError(problem.message, place=problem.place or place, remedy=problem.remedy) from None
    if _tag(root) not in {"testsuites", "testsuite", "testrun"}:
        raise CheckError(f"this is no JUnit XML: its root is <{_tag(root)}>", place=place, remedy="Give the file that has <testsuites>")
    return [_case(element, place) for element in root.iter() if _tag(element) == "testcase"]


def _tag(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _case(element: etree._Element, place: str) -> Case:
    name, owner = element.get("name", ""), element.get("classname", "") or element.get("class", "")
    result: Result | None = Result.PASS
    note = ""
    for child in element:
        tag = _tag(child)
        if tag in _BAD:
            result = Result.FAIL if Result.FAIL in (result, _BAD[tag]) else _BAD[tag]
            note = note or _said(child)
        elif tag == "skipped" and result is Result.PASS:
            result, note = None, f"skipped: {_said(child)}".removesuffix(": ")
    if result is Result.PASS and element.get("status", "").lower() in _NOT_RUN:
        result, note = None, element.get("status", "")
    return Case(
        place=f"{place}, line {element.sourceline}",
        label=f"{owner}.{name}" if owner else name,
        result=result,
        named=_named(element),
        names=tuple(_names(name, owner, element.get("file", ""))),
        note=note,
        date=_date(element),
    )


def _said(element: etree._Element) -> str:
    message = element.get("message") or (element.text or "").strip()
    return " ".join(message.split("\n", 1)[0].split())[:300]


def _around(element: etree._Element) -> list[etree._Element]:
    return [element, *(above for above in element.iterancestors() if _tag(above) in {"testsuite", "testsuites"})]


def _named(element: etree._Element) -> tuple[str, ...]:
    for owner in _around(element):
        found = [
            (item.get("value") or item.text or "").strip()
            for properties in owner
            if _tag(properties) == "properties"
            for item in properties
            if item.get("name", "") in PROPERTIES
        ]
        if found:
            return tuple(name.strip() for value in found for name in value.split(",") if name.strip())
    return ()


def _names(name: str, owner: str, file: str) -> list[str]:
    """Return what a case goes by, with the pytest node ids that name and class may come from."""
    bare = name.partition("[")[0]
    found = [name, owner, f"{owner}.{name}", f"{owner}::{name}", f"{owner}/{name}"] if owner else [name]
    for short in dict.fromkeys((name, bare)):
        if file:
            found.append(f"{file}::{short}")
        parts = owner.split(".")
        found += ["::".join(["/".join(parts[:at]) + ".py", *parts[at:], short]) for at in range(len(parts), 0, -1) if owner]
    return list(dict.fromkeys(found))


def _date(element: etree._Element) -> str:
    for owner in _around(element):
        date = owner.get("timestamp", "")[:10]
        if is_date(date):
            return date
    return ""
