"""Federal Register XML: one document a file (RULE, PRORULE, NOTICE, PRESDOCU), or a whole issue (FEDREG)."""

from __future__ import annotations

import re

from lxml import etree

from regkit.model.document import ProvisionType, Status
from regkit.read import headings
from regkit.read.authority import titled
from regkit.read.builder import DocumentBuilder
from regkit.read.cfr import CfrWalker
from regkit.read.xml import parse, root_tag

MEDIA_TYPE = "application/xml"
FALLBACK = False
_ROOTS = ("RULE", "PRORULE", "NOTICE", "PRESDOCU", "FEDREG", "CORRECT", "UNITNAME")
_NUMBER = re.compile(r"FR Doc\.?\s*([0-9A-Z]+[–-][0-9]+(?:[–-][0-9]+)?)", re.IGNORECASE)
_AMENDMENTS = 5  # rank: ends the preamble's headings


def accepts(head: bytes, name: str) -> bool:
    """Take XML whose first element is one of the Federal Register's."""
    return root_tag(head) in _ROOTS


def read(data: bytes, build: DocumentBuilder) -> None:
    """Read a Federal Register document. Raises: ReadError where the XML is broken."""
    FederalRegisterWalker(parse(data, build.source.name), build).run()


class FederalRegisterWalker(CfrWalker):
    """Preamble, amendments, signature. Sections inside amendments are provisions of the part that they amend."""

    def __init__(self, root: etree._Element, build: DocumentBuilder) -> None:
        super().__init__(root, build)
        self.handlers["REGTEXT"] = self.amendments
        self.handlers["AMDPAR"] = self.instruction
        self.handlers["SIG"] = self.signature
        self.handlers["FRDOC"] = self.closing
        self.handlers["PREAMHD"] = self.walk
        found = _NUMBER.search(self.text(next(root.iter("FRDOC"), None)))
        number = f"FR Doc. {found[1].replace('–', '-')}" if found else ""
        self.build.suggest(
            title=self.text(next(root.iter("SUBJECT"), None)),
            issuer=titled(self.text(next(root.iter("AGENCY"), None))),
            instrument=number,
            citation=number,
            short=number,
            status=Status.OFFICIAL,
        )

    def amendments(self, element: etree._Element, path: str) -> None:
        """Read amendments to one part: they end the preamble's headings."""
        part, title = element.get("PART", ""), element.get("TITLE", "")
        self.section = self.commentary = False
        name = f"amendments-{title}-cfr-{part}".strip("-") if part else "amendments"
        self.assemble.heading(None, _AMENDMENTS, "", ProvisionType.TEXT, name=name)
        self.title, self.part = title, part
        self.walk(element, path)
        self.assemble.close(_AMENDMENTS)
        self.section = self.commentary = False
        self.title = self.part = ""

    def instruction(self, element: etree._Element, path: str) -> None:
        """Read an amending instruction: it stands between the amended units, not in one."""
        self.assemble.close(headings.PART)
        self.section = False
        self.add(self.pieces(element), element, path, aside=True)
        self.assemble.flush()

    def signature(self, element: etree._Element, path: str) -> None:
        """Read a signature: it ends every heading."""
        self.assemble.close(0)
        self.section = self.commentary = False
        self.walk(element, path)
        self.assemble.flush()

    def closing(self, element: etree._Element, path: str) -> None:
        """Read the document number at the end."""
        self.assemble.close(0)
        self.display(element, path)
