"""JSON: the view itself, for programs. What only a page needs is left out; `regkit export json` has the whole graph."""

from __future__ import annotations

from typing import Any

import msgspec

from regkit.report.page import Page

SCHEMA = "regkit.report/1"
_PAGE_ONLY = {"sources", "picture", "tokens", "inline_context"}


def write(page: Page) -> bytes:
    """Return the view as UTF-8 JSON with the report's name in front."""
    view = _for_programs(msgspec.to_builtins(page.view))
    data = {"schema": SCHEMA, "report": page.report.name, "title": page.report.file.title, "view": view}
    return page.fill("json", data=data).encode("utf-8")


def _for_programs(value: Any) -> Any:
    """Return ``value`` without the fields that only a page needs, at any depth."""
    if isinstance(value, dict):
        return {name: _for_programs(inner) for name, inner in value.items() if name not in _PAGE_ONLY}
    if isinstance(value, (list, tuple)):
        return [_for_programs(inner) for inner in value]
    return value
