"""CSV after RFC 4180: the report's table, a heading first, lines ended by CRLF, UTF-8 without a mark. No cell is ever a formula."""

from __future__ import annotations

from regkit.report.page import Page


def write(page: Page) -> bytes:
    """Return the report's table."""
    return page.fill("csv", records=page.records()).encode("utf-8", "replace")
