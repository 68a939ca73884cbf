"""Markdown (CommonMark with GitHub's tables), for repositories and documentation builds."""

from __future__ import annotations

import re

from regkit.report.page import Page

_BLANK_LINES = re.compile(r"\n{3,}")


def write(page: Page) -> bytes:
    """Return the page as UTF-8. Runs of blank lines, which optional parts leave behind, become one."""
    return (_BLANK_LINES.sub("\n\n", page.fill("md")).strip("\n") + "\n").encode("utf-8", "replace")
