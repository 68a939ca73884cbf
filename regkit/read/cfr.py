"""Annual CFR XML (CFRGRANULE, and whole volumes, CFRDOC) as GPO publishes it."""

from __future__ import annotations

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
_ROOTS = ("CFRGRANULE", "CFRDOC", "PART")


def accepts(head: bytes, name: str) -> bool:
    """Take XML whose first element is one of the annual CFR's."""
    return root_tag(head) in _ROOTS


def read(data: bytes, build: DocumentBuilder) -> None:
    """Read a part, or a volume, of the annual CFR. Raises: ReadError where the XML is broken."""
    CfrWalker(parse(data, build.source.name), build).run()


class CfrWalker(Walker):
    """The CFR's own containers: part, subpart, section, appendix."""

    skipped = frozenset({"FDSYS"})

    def __init__(self, root: etree._Element, build: DocumentBuilder) -> None:
        super().__init__(root, build)
        self.handlers |= dict.fromkeys(("PART", "SUBPART", "APPENDIX", "CHAPTER", "SUBCHAP", "SUBJGRP"), self.unit)
        self.handlers["SECTION"] = self.read_section
        meta = root.find("FDSYS")
        if meta is not None:
            self._authority(meta)

    def _authority(self, meta: etree._Element) -> None:
        title, part = meta.findtext("CFRTITLE", "").strip(), meta.findtext("GRANULENUM", "").strip()
        parents = {parent.get("HEADING", ""): (parent.text or "").strip() for parent in meta.iter("PARENT")}
        issuer = next((text for heading, text in parents.items() if heading.upper().startswith("CHAPTER")), "")
        citation = f"{title} CFR part {part}" if title and part else ""
        self.title, self.part = title, part
        self.build.suggest(
            title=titled(meta.findtext("TITLE", "")),
            issuer=titled(issuer),
            instrument=citation,
            citation=citation,
            short=f"{title} CFR" if title else "",
            version=meta.findtext("DATE", "").strip(),
            status=Status.RESTATEMENT if meta.find("AMENDED") is not None else Status.OFFICIAL,  # as `regkit amend` writes it
        )

    def unit(self, element: etree._Element, path: str) -> None:
        """Read a part, subpart or appendix: its first heading names it; what stands before the heading (a running head) belongs to it."""
        self.assemble.flush()
        head = next((child for child in element if child.tag in ("HD", "H1", "HEAD", "RESERVED")), None)
        text = self.text(head)
        found = headings.classify(text) if text else None
        if found is None and element.tag == "APPENDIX":
            found = headings.Heading(headings.SUBPART, "Appendix", ProvisionType.APPENDIX, "Appendix", text)
        if found is None or head is None or found.rank > headings.SUBPART:
            self.walk(element, path)
            return
        self.section = False
        self.open(found, None, element, path)
        for child, place in children(element, path):
            if child is head:
                self.add(self.pieces(child), child, place, heading=True)
            else:
                self.visit(child, place)
            if child.tail and child.tail.strip():
                self.add([child.tail], element, path)

    def read_section(self, element: etree._Element, path: str) -> None:
        """Read a section: number and subject are its heading."""
        number, subject = element.find("SECTNO"), element.find("SUBJECT")
        text = self.text(number)
        found = headings.section(text, self.text(subject)) if number is not None else None
        if found is None or number is None:
            self.walk(element, path)
            return
        pieces = self.pieces(number)
        if subject is not None:
            pieces = [*pieces, " ", *self.pieces(subject)]
        self.open(found, pieces, number, f"{path}/SECTNO[1]")
        for child, place in children(element, path):
            if child is not number and child is not subject:
                self.visit(child, place)
            if child.tail and child.tail.strip():
                self.add([child.tail], element, path)
        self.assemble.flush()
        self.section = False
