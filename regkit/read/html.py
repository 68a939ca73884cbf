"""HTML pages: releases, rulebook sites, eCFR and Federal Register pages, plain text in ``pre`` as on govinfo.gov.

What a page shows as the document is read, character by character; navigation, banners and scripts are left out, and a finding says how much.
"""

from __future__ import annotations

import re

from lxml import etree

from regkit.model.finding import Severity
from regkit.read.assemble import Assembler
from regkit.read.builder import DocumentBuilder
from regkit.read.html_blocks import Blocks
from regkit.read.html_content import find_content
from regkit.read.html_footnotes import find_notes
from regkit.read.html_parse import looks_like_html, parse, text_of
from regkit.read.html_place import place
from regkit.read.raised import attach_raised

MEDIA_TYPE = "text/html"
FALLBACK = False
_ENDINGS = (".html", ".htm", ".xhtml")
_MARKDOWN = (".md", ".markdown", ".mdown")
_URL = re.compile(r"https?://[^\s<>\"]{4,1000}")


def accepts(head: bytes, name: str) -> bool:
    """Take pages and pieces of pages. Markdown may begin with an element, so a file named as it must be a whole page."""
    name = name.lower()
    if name.endswith(_ENDINGS) and head.removeprefix(b"\xef\xbb\xbf").lstrip()[:4] == b"<!--":
        return True  # a long comment may push all else out of the first bytes
    return looks_like_html(head, whole=name.endswith(_MARKDOWN))


def read(data: bytes, build: DocumentBuilder) -> None:
    """Read a page into the builder. Raises: ReadError where it is too large or nested too deeply. Cost: linear."""
    page = parse(data, build)
    notes = find_notes(page)
    content = find_content(page, notes.elements, notes.calls)
    _suggest(page, content.root if content.main is None else content.main, build)
    blocks = Blocks(content, notes)
    place(attach_raised(blocks.read(content.root)), Assembler(build))
    if content.left:
        build.finding(
            "read.html-left-out",
            Severity.NOTE,
            f"{content.left} characters of navigation, banners and the like were left out",
            place=build.source.name,
            remedy="compare with the page if something seems to be missing",
        )
    if blocks.images:
        build.finding(
            "read.html-images",
            Severity.NOTE,
            f"{blocks.images} images were not read; a formula or a table may be among them",
            place=build.source.name,
            remedy="look at the page",
        )


def _suggest(page: etree._Element, root: etree._Element, build: DocumentBuilder) -> None:
    heading = next((element for element in root.iter("h1")), None)
    if heading is None:
        heading = page.find(".//title")
    title = " ".join(text_of(heading).split())[:300] if heading is not None else ""
    url = ""
    for link in page.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and _URL.fullmatch((link.get("href") or "").strip()):
            url = (link.get("href") or "").strip()
            break
    build.suggest(title=title, url=url)
