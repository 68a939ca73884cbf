"""eCFR XML: the versioner's slices and whole titles (ECFR, DLPSTEXTCLASS), nested DIVs whose TYPE says what they are."""

from __future__ import annotations

import re

from lxml import etree

from regkit.model.document import ProvisionType, Status
from regkit.read import headings
from regkit.read.authority import titled
from regkit.read.builder import DocumentBuilder
from regkit.read.gpo import Walker
from regkit.read.vocabulary import children
from regkit.read.xml import parse, root_tag

MEDIA_TYPE = "application/xml"
FALLBACK = False
_ROOT = re.compile(r"DIV[1-9]|ECFR|DLPSTEXTCLASS")
_CITED = re.compile(r'citation"?(?:&quot;|"|&amp;quot;)*\s*:\s*(?:&quot;|"|&amp;quot;)*(\d+) CFR', re.IGNORECASE)
_ABOVE = {
    "TITLE": (1, ProvisionType.TITLE),
    "SUBTITLE": (2, ProvisionType.TITLE),
    "CHAPTER": (3, ProvisionType.CHAPTER),
    "SUBCHAP": (4, ProvisionType.CHAPTER),
}
_GROUP = 22  # rank of a subject group: inside a subpart


def accepts(head: bytes, name: str) -> bool:
    """Take XML whose first element is one of the eCFR's."""
    return bool(_ROOT.fullmatch(root_tag(head)))


def read(data: bytes, build: DocumentBuilder) -> None:
    """Read a slice of the eCFR, or a whole title, which is read part by part. Raises: ReadError where the XML is broken."""
    if data.count(b"<DIV5") > 1:
        from regkit.read.ecfr_title import read_title  # noqa: PLC0415  (it builds on this module)

        read_title(data, build)
    else:
        EcfrWalker(parse(data, build.source.name), build).run()


class EcfrWalker(Walker):
    """Numbers are skipped (a section may follow a part directly), so the TYPE of a DIV decides, never its number."""

    repair = False
    several = False  # parts: then the document is the title, not its first part
    skipped = frozenset({"AMDDATE", "HEADER", "VOLUME", "IDG"})

    def __init__(self, root: etree._Element, build: DocumentBuilder) -> None:
        super().__init__(root, build)
        self.handlers |= {f"DIV{level}": self.division for level in range(1, 10)}
        self.title = self._title()
        part = None if self.several else next((element for element in root.iter("DIV5")), None)
        number = part.get("N", "").strip() if part is not None else ""
        self.part = number
        whole = f"{self.title} CFR part {number}" if self.title and number else f"title {self.title} CFR" if self.title else ""
        head = self.text(part.find("HEAD")) if part is not None else ""
        found = headings.classify(head) if head else None
        self.build.suggest(
            title=titled(found.title if found else ""),
            instrument=whole,
            citation=whole,
            short=f"{self.title} CFR" if self.title else "",
            version=(root.findtext(".//AMDDATE") or "").strip(),
            status=Status.OFFICIAL,
        )

    def _title(self) -> str:
        """Return the number of the CFR title: from the citation of a division, the NODE prefix, or the name of the title's division."""
        for element in self.root.iter("DIV1", "DIV5", "DIV8"):
            match = _CITED.search(element.get("hierarchy_metadata", ""))
            if match:
                return match[1]
            node = element.get("NODE", "")
            if ":" in node:
                return node.split(":")[0]
            if element.get("TYPE") == "TITLE" and element.get("N", "").isdigit():
                return element.get("N", "")
        match = re.match(r"(\d+) CFR", self.build.authority.short)
        return match[1] if match else ""

    def division(self, element: etree._Element, path: str) -> None:
        """Read a division by its TYPE."""
        head = element.find("HEAD")
        text = self.text(head)
        found = self._heading_of(element, text)
        if found is None or head is None:
            self.walk(element, path)
            return
        self.section = False
        for child, place in children(element, path):
            if child is head:
                self.open(found, self.pieces(child), child, place)
            else:
                self.visit(child, place)
            if child.tail and child.tail.strip():
                self.add([child.tail], element, path)
        self.assemble.close(found.rank)
        self.section = self.commentary = False

    def _heading_of(self, element: etree._Element, text: str) -> headings.Heading | None:
        kind, number = element.get("TYPE", ""), element.get("N", "").strip()
        if kind == "SECTION":
            return headings.section(text, "") or headings.Heading(headings.SECTION, number.lstrip("§ "), ProvisionType.SECTION, f"§ {number}", text)
        found = headings.classify(text)
        if kind == "PART":
            return found or headings.Heading(headings.PART, number, ProvisionType.PART, f"PART {number}", text)
        if kind == "SUBPART":
            return found or headings.Heading(headings.SUBPART, f"Subpart {number}", ProvisionType.SUBPART, f"Subpart {number}", text, top=False)
        if kind == "APPENDIX":
            fallback = headings.Heading(headings.SUBPART, number or "Appendix", ProvisionType.APPENDIX, number or "Appendix", text)
            return found if found is not None and found.type is ProvisionType.APPENDIX else fallback
        if kind in _ABOVE:
            rank, type = _ABOVE[kind]
            return headings.Heading(rank, f"{kind.title()} {number}".strip(), type, f"{kind.title()} {number}".strip(), text)
        if kind == "SUBJGRP":
            return headings.Heading(_GROUP, "", ProvisionType.HEADING, "", text, top=False)
        return None
