"""JSON: the view itself, for programs. The rendered sources are left out; `regkit export json` has the whole graph."""

from __future__ import annotations

import msgspec

from regkit.report.page import Page

SCHEMA = "regkit.report/1"


def write(page: Page) -> bytes:
    """Return the view as UTF-8 JSON with the report's name in front."""
    view = {name: value for name in page.view.__struct_fields__ if name not in {"sources", "filters"} for value in (getattr(page.view, name),)}
    data = {"schema": SCHEMA, "report": page.report.name, "title": page.report.file.title, "view": msgspec.to_builtins(view, str_keys=True)}
    return page.fill("json", data=data).encode("utf-8")
