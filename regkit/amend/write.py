"""An amended text as a file: the annual CFR's XML vocabulary, which `regkit add` reads back to the same text and tree.

A block that came from another document than the amended one names it in an attribute (``FROM``), which readers pass over. `unlike` reads the file
back and says what the reader makes otherwise, so that a difference is never found out later.
"""

from __future__ import annotations

import re

from lxml import etree

from regkit.amend.tree import Node, Text, from_document
from regkit.errors import ReadError
from regkit.model.document import Document, MarkKind, ProvisionType, Status
from regkit.read import headings, read_bytes
from regkit.read.paragraph import cut
from regkit.read.pieces import Call, Page, Piece, Run

_CITATION = re.compile(r"(\d{1,2}) CFR part (\w+)")
_CODES = {
    MarkKind.BOLD: "02",
    MarkKind.ITALIC: "03",
    MarkKind.SMALL_CAPS: "04",
    MarkKind.SUPERSCRIPT: "51",
    MarkKind.SUBSCRIPT: "52",
}
_TAGS = {ProvisionType.PART: "PART", ProvisionType.SUBPART: "SUBPART", ProvisionType.APPENDIX: "APPENDIX", ProvisionType.SECTION: "SECTION"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_xml(document: Document) -> bytes:
    """Return the document as XML. The same document gives the same bytes. Linear."""
    root = etree.Element("CFRGRANULE")
    meta = etree.SubElement(root, "FDSYS")
    cited = _CITATION.search(document.authority.citation)
    fields = {
        "CFRTITLE": cited[1] if cited else "",
        "DATE": document.authority.version,
        "TITLE": document.authority.title,
        "GRANULENUM": cited[2] if cited else "",
    }
    for name, value in fields.items():
        if value:
            etree.SubElement(meta, name).text = _FORBIDDEN.sub("", value)
    if document.authority.status is not Status.OFFICIAL:
        etree.SubElement(meta, "AMENDED")
    if document.authority.issuer:
        parent = etree.SubElement(etree.SubElement(meta, "ANCESTORS"), "PARENT", HEADING="CHAPTER", SEQ="1")
        parent.text = _FORBIDDEN.sub("", document.authority.issuer)
    _Writer(document.id).fill(from_document(document), root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def unlike(document: Document, data: bytes, name: str) -> list[str]:
    """Return what a reader of ``data`` finds otherwise than it is in ``document``; [] where text and tree are the same."""
    try:
        again = read_bytes(data, name, id=document.id)
    except ReadError as error:
        return [str(error)]
    found = ["the text differs"] if again.text != document.text else []
    mine, theirs = _paths(document), _paths(again)
    if mine != theirs:
        other = [
            " ".join(path) or str(type) for path, type in dict.fromkeys([*mine, *theirs]) if mine.count((path, type)) != theirs.count((path, type))
        ]
        found.append(f"{len(other)} provisions nest otherwise, as {', '.join(other[:3])}" if other else "provisions stand in another order")
    return found


def _paths(document: Document) -> list[tuple[tuple[str, ...], ProvisionType]]:
    return [(provision.path, provision.type) for provision in document.provisions[1:] if provision.type is not ProvisionType.FOOTNOTE]


class _Writer:
    """Writes nodes below an element. ``level`` is how many headings without a number are open."""

    def __init__(self, id: str) -> None:
        self.id = id
        self.paragraph: etree._Element | None = None
        self.last: Text | None = None
        self.notes: list[etree._Element] = []
        self.table: etree._Element | None = None

    def fill(self, node: Node, holder: etree._Element, level: int = 0, section: bool = False) -> None:
        for number, item in enumerate(node.content):
            if isinstance(item, Text):
                self._text(node, item, holder, number, level, section)
                continue
            self._ends()
            if item.type is ProvisionType.FOOTNOTE:
                self._note(item, holder)
            elif item.type is ProvisionType.NOTE:
                self._aside(item, holder)
            elif item.type is ProvisionType.TEXT:
                self._contents(item, holder) if item.name.endswith("contents") else self.fill(item, holder, level, section)
            else:
                tag = _TAGS.get(item.type)
                inside = etree.SubElement(holder, tag) if tag else holder
                group = item.type is ProvisionType.HEADING and headings.classify(_first(item), commentary=True) is None
                below = item.type in _TAGS
                self.fill(item, inside, 0 if below else level + group, item.type is ProvisionType.SECTION if below else section)
        self._ends() if node.type in _TAGS else None

    def _ends(self) -> None:
        self.table = None

    def _text(self, node: Node, text: Text, holder: etree._Element, number: int, level: int, section: bool) -> None:
        if text.after is not None and text.after is self.last and self.paragraph is not None:
            _append(self.paragraph, [text.glue, *text.pieces] if text.glue else text.pieces)
            self.last = text
            return
        self.last = text
        if text.table:
            if self.table is None:
                self.table = etree.SubElement(holder, "GPOTABLE")
            self.paragraph = None
            _append(self._element(etree.SubElement(self.table, "ROW"), "ENT", text), text.pieces)
            return
        self.table = None
        if node.type is ProvisionType.SECTION and number == 0 and text.heading:
            self._section(node, text, holder)
            return
        opens = (node.type is ProvisionType.HEADING and number == 0) or (node.type in _TAGS and headings.classify(text.words) is not None)
        tag = "P" if not text.heading else "HD" if opens else "EAR"  # display text that opens nothing
        self.paragraph = self._element(holder, tag, text)
        if tag == "HD":
            source = "HED" if node.type in _TAGS and not section else f"HD{min(max(level, 1), 6)}"
            self.paragraph.set("SOURCE", source)
        _append(self.paragraph, text.pieces)

    def _section(self, node: Node, text: Text, holder: etree._Element) -> None:
        marker = node.marker or ""
        head, rest = cut(text.pieces, [len(marker)]) if text.words.startswith(marker) else (text.pieces, [])
        _append(self._element(holder, "SECTNO", text), head)
        if rest:
            _append(self._element(holder, "SUBJECT", text), [piece.lstrip() if isinstance(piece, str) else piece for piece in rest])
        self.paragraph = None

    def _aside(self, node: Node, holder: etree._Element) -> None:
        name = re.sub(r"[^A-Z]", "", node.name.rpartition("-")[2].upper()) or "NOTE"
        element = etree.SubElement(holder, name)
        texts = node.texts
        if len(texts) == 1 and not texts[0].heading and not node.units:
            element.set("FROM", texts[0].origin.document)
            _append(element, texts[0].pieces)
            return
        for text in texts:
            tag = self._element(element, "HD" if text.heading else "P", text)
            if text.heading:
                tag.set("SOURCE", "HED")
            _append(tag, text.pieces)
        for below in node.nodes:
            self.fill(below, element)

    def _contents(self, node: Node, holder: etree._Element) -> None:
        element = etree.SubElement(holder, "CONTENTS")
        for text in node.texts:
            _append(self._element(element, "SECHD", text), text.pieces)

    def _note(self, node: Node, holder: etree._Element) -> None:
        element = etree.SubElement(holder, "FTNT")
        for number, text in enumerate(node.texts):
            paragraph = self._element(element, "P", text)
            if number == 0 and node.marker:
                etree.SubElement(paragraph, "SU").text = node.marker
                _append(paragraph, [" "])
            _append(paragraph, text.pieces)

    def _element(self, holder: etree._Element, tag: str, text: Text) -> etree._Element:
        element = etree.SubElement(holder, tag)
        self._from(element, text)
        return element

    def _from(self, element: etree._Element, text: Text) -> None:
        if text.origin.document and text.origin.document != self.id:
            element.set("FROM", text.origin.document)


def _first(node: Node) -> str:
    texts = node.texts
    return texts[0].words if texts else ""


def _append(element: etree._Element, pieces: list[Piece]) -> None:
    """Add pieces to the end of an element."""
    for piece in pieces:
        if isinstance(piece, str):
            _tail(element, piece)
        elif isinstance(piece, Page):
            etree.SubElement(element, "PRTPAGE", P=piece.label)
        elif isinstance(piece, Call):
            if piece.inline:
                _tail(element, piece.mark)
                continue
            etree.SubElement(element, "SU").text = piece.mark
            etree.SubElement(element, "FTREF")
        else:
            _run(element, piece)


def _run(element: etree._Element, piece: Run) -> None:
    code = _CODES.get(piece.kind) if piece.kind is not None else None
    if code is None:
        _tail(element, piece.text)
        return
    etree.SubElement(element, "E", T=code).text = _FORBIDDEN.sub("", piece.text)


def _tail(element: etree._Element, text: str) -> None:
    text = _FORBIDDEN.sub("", text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
