"""GitLab: a Code Quality report (docs.gitlab.com, "Code Quality", the report format), shown in the changes of a merge request."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from regkit.export.findings.located import Located
from regkit.model.finding import Severity

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def write(findings: Sequence[Located], passed: Sequence[Located] = ()) -> str:
    """Return the report: a list with an issue a finding. A place without a line is line 1, since the format wants one. What passed has none."""
    issues = [
        {
            "description": f"{item.pinpoint or item.id}: {item.message}".removeprefix(": "),
            "check_name": item.code,
            "fingerprint": item.key,
            "severity": _SEVERITIES[item.severity],
            "location": {"path": item.path, "lines": {"begin": item.line or 1}},
        }
        for item in findings
    ]
    return msgspec.json.format(msgspec.json.encode(issues), indent=1).decode() + "\n"
