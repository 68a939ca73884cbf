"""JUnit XML, as the Jenkins xUnit plug-in's schema (junit-10.xsd) has it, the strictest of those in use.

A suite is a file, a case a requirement or another finding. An error is a ``failure``, a warning a ``skipped`` (what is not shown has not failed), a
note passes and is said in ``system-out``; a requirement that nothing was found of is a case that passed. No times: nothing was run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from regkit.export.findings.located import Located
from regkit.model.finding import Severity

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(findings: Sequence[Located], passed: Sequence[Located] = ()) -> str:
    """Return one document with all cases, suites in the order in which their files come up."""
    suites: dict[str, list[tuple[Located, bool]]] = {}
    for item, good in [*((item, False) for item in findings), *((item, True) for item in passed)]:
        suites.setdefault(item.path, []).append((item, good))
    root = etree.Element("testsuites", name="regkit")
    for path, items in suites.items():
        suite = etree.SubElement(root, "testsuite", name=_clean(path))
        for item, good in items:
            _case(suite, item, good=good)
        count = {
            "tests": len(suite),
            "failures": len(suite.findall("testcase/failure")),
            "errors": 0,
            "skipped": len(suite.findall("testcase/skipped")),
        }
        for name, number in count.items():
            suite.set(name, str(number))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8").decode() + "\n"


def _case(suite: etree._Element, item: Located, *, good: bool) -> None:
    case = etree.SubElement(suite, "testcase", classname=_clean(item.document or item.path), name=_clean(item.id or item.message[:80]))
    if good or item.severity is Severity.NOTE:
        if not good:
            etree.SubElement(case, "system-out").text = _clean(f"{item.code}: {item.message}")
        return
    failed = item.severity is Severity.ERROR
    problem = etree.SubElement(case, "failure" if failed else "skipped", type=item.code, message=_clean(item.message))
    where = f"{item.path}:{item.line}" if item.line else item.path
    problem.text = _clean("\n".join(part for part in (where, item.pinpoint, item.quote) if part))


def _clean(text: str) -> str:
    """Return the text without what XML cannot hold."""
    return _CONTROL.sub("\ufffd", text)
