"""Where a finding is, in the files of the project: a path and a line that an editor or a review page can open.

A requirement is where its sentence is in the source; a check where its file has it; an entry of the log on the line of its number. A source
without lines (PDF, HTML) is named without one: a line that is not true is worse than none.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from regkit.graph.schema import Graph, NodeKind
from regkit.model.finding import Finding, Severity

_LINE = re.compile(r"(.*?),? (?:line|entry) (\d{1,9})\Z")


class Located(Struct, frozen=True, kw_only=True):
    """A finding with its place. ``path`` is a file with forward slashes; ``line`` counts from 1, 0 where none is known.

    ``start`` and ``end`` are code points of the canonical text of ``document``, -1 where the finding is of no words. ``key`` tells it apart from
    every other finding of a run, and stays the same when lines move.
    """

    code: str
    severity: Severity
    message: str
    path: str
    line: int = 0
    id: str = ""
    pinpoint: str = ""
    quote: str = ""
    document: str = ""
    sha256: str = ""
    start: int = -1
    end: int = -1
    key: str = ""


def locate(graph: Graph, findings: Iterable[Finding], sources: Mapping[str, str], *, files: Iterable[str] = (), prefix: str = "") -> list[Located]:
    """Return the findings with their places, in order.

    Args:
        graph: the stored graph, which knows the lines of sentences.
        findings: of that graph.
        sources: document → path of its source in the project.
        files: other files of the project that a place may name.
        prefix: what leads from where paths start to the project, ending in a slash.
    """
    places = _Places(graph, sources, {*files, *sources.values()}, prefix)
    found = [places.of(finding) for finding in findings]
    seen: dict[str, int] = {}
    result = []
    for item in found:
        base = hashlib.sha256("\0".join((item.code, item.id or item.path, item.quote or item.message)).encode("utf-8", "replace")).hexdigest()
        seen[base] = seen.get(base, 0) + 1
        key = base if seen[base] == 1 else f"{base}-{seen[base]}"
        result.append(replace(item, key=key))
    return result


class _Places:
    """Finds places; sentences are sorted once, so that a finding at an offset is a look-up."""

    def __init__(self, graph: Graph, sources: Mapping[str, str], files: set[str], prefix: str) -> None:
        self.graph, self.sources, self.files, self.prefix = graph, sources, files, prefix
        self.lines: dict[str, list[tuple[int, int]]] = {}
        for _, data in graph.nodes(data=True):
            if data["kind"] == NodeKind.SENTENCE.value and "line" in data:
                self.lines.setdefault(data["document"], []).append((data["start"], data["line"]))
        for found in self.lines.values():
            found.sort()

    def of(self, finding: Finding) -> Located:
        node: Mapping[str, Any] = self.graph.nodes[finding.place] if finding.place in self.graph else {}
        document = finding.document or str(node.get("document", finding.place))
        start, end = (int(node.get(name, -1)) for name in ("start", "end"))
        if finding.span is not None:
            start, end = finding.span.start, finding.span.end
        written = _LINE.match(finding.place)
        line = int(written[2]) if written else 0
        id = finding.place if node else ""
        if document in self.sources:
            path, id = self.sources[document], id or document
            line = line or (self._line(document, start) if start >= 0 else 0)
        else:
            name = written[1] if written else finding.place.partition(", ")[0]
            path, line = (name, line) if name in self.files else ("regkit.toml", 0)
            id = "" if name in self.files or finding.code == "check.stale" else finding.place  # that one is of the whole folder
        return Located(
            code=finding.code,
            severity=finding.severity,
            message=finding.message + (f". {finding.remedy[:1].upper()}{finding.remedy[1:]}" if finding.remedy else ""),
            path=self.prefix + path,
            line=line,
            id=id,
            pinpoint=str(node.get("pinpoint", "")),
            quote=str(node.get("quote", "")),
            document=document if document in self.sources else "",
            sha256=str(self.graph.nodes[document].get("sha256", "")) if document in self.sources and document in self.graph else "",
            start=start if document in self.sources else -1,
            end=end if document in self.sources else -1,
        )

    def _line(self, document: str, offset: int) -> int:
        """Return the line of the sentence at or before an offset."""
        found = self.lines.get(document, [])
        at = bisect_right(found, (offset, 1 << 60)) - 1
        return found[at][1] if at >= 0 else 0
