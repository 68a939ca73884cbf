"""The parts of a Word file (Office Open XML, ECMA-376): main document, styles, numbering, notes, comments, headers, settings.

Read with zipfile and lxml, and not with python-docx: that has no footnotes, leaves tracked insertions out of a paragraph's text, computes no numbers,
and unpacks without bounds; what remains of it is a parser of the same XML. Files in the strict variant (ISO/IEC 29500) have other namespaces for the
same elements; they are read under those of the usual one. Macros (docm) are never looked at.
"""

from __future__ import annotations

import posixpath
import re

from lxml import etree

from regkit.errors import ReadError
from regkit.model.finding import Severity
from regkit.read.builder import DocumentBuilder
from regkit.read.xml import parse
from regkit.read.zipped import Zipped

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
_PART = 96 * 1024 * 1024  # bytes; the longest rulebooks have 30 MB of markup
_ELEMENTS = 3_000_000  # a tree of more takes over a gigabyte
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MEMBER = re.compile(r"[A-Za-z0-9_./-]{1,400}")


class Package:
    """A Word file's parts, parsed when they are asked for."""

    def __init__(self, data: bytes, build: DocumentBuilder) -> None:
        """Open a file. Raises: ReadError where it is no Word file, or broken."""
        self._build = build
        self._zip = Zipped(data, build.source.name)
        if self._zip.encrypted:
            raise ReadError("the file is encrypted", place=build.source.name, remedy="Save it without a password")
        self.main = self._main()
        self._related = self._relations(self.main)

    def _main(self) -> str:
        for kind, target in self._relations("").values():
            if kind == "officeDocument" and target in self._zip:
                return target
        if "word/document.xml" in self._zip:
            return "word/document.xml"
        raise ReadError("the file has no document part", place=self._build.source.name, remedy="Save it again as a Word document (.docx)")

    def document(self) -> etree._Element:
        """Return the root of the main part. Raises: ReadError where it is broken, or no text document."""
        root = self._parse(self.main)
        if root.tag != f"{W}document":
            raise ReadError("its main part is no text document", place=self._build.source.name, remedy="Save it again as a Word document (.docx)")
        return root

    def part(self, kind: str) -> etree._Element | None:
        """Return the root of the first part of a kind ("styles", "numbering", "footnotes" …), None where there is none or it is broken."""
        for found, target in self._related.values():
            if found == kind and target in self._zip:
                return self._safely(target)
        return None

    def headers(self) -> list[tuple[str, etree._Element]]:
        """Return the headers and footers as ("header" or "footer", root), in the order of their parts' names."""
        names = sorted({(target, kind) for kind, target in self._related.values() if kind in ("header", "footer") and target in self._zip})
        parsed = ((kind, self._safely(target)) for target, kind in names[:200])
        return [(kind, root) for kind, root in parsed if root is not None]

    def target(self, relation: str) -> str:
        """Return the address of an external link by the id of its relation, empty where there is none."""
        kind, target = self._related.get(relation, ("", ""))
        return target if kind == "hyperlink" else ""

    def title(self) -> str:
        """Return the title in the file's properties, empty where it has none."""
        for kind, target in self._relations("").values():
            if kind == "core-properties" and target in self._zip and (root := self._safely(target)) is not None:
                return " ".join((root.findtext(_TITLE) or "").split())
        return ""

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return {id: (kind, target)} of the relations of a part ("" for the package); internal targets are names of members."""
        folder, file = posixpath.split(part)
        member = posixpath.join(folder, "_rels", f"{file}.rels")
        found: dict[str, tuple[str, str]] = {}
        if member not in self._zip or (root := self._safely(member)) is None:
            return found
        for relation in root.iter(f"{_RELS}Relationship"):
            kind = (relation.get("Type") or "").rpartition("/")[2]
            target = relation.get("Target") or ""
            if relation.get("TargetMode") != "External":
                target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                if not _MEMBER.fullmatch(target):
                    continue
            found[relation.get("Id") or ""] = (kind, target)
        return found

    def _safely(self, member: str) -> etree._Element | None:
        try:
            return self._parse(member)
        except ReadError as error:
            self._build.finding(
                "read.docx-part",
                Severity.WARNING,
                f"{member} was not read: {error.message}",
                place=self._build.source.name,
                remedy="open the file in Word and save it again",
            )
            return None

    def _parse(self, member: str) -> etree._Element:
        place = f"{self._build.source.name}: {member}"
        data = self._zip.read(member, _PART)
        if data.count(b"<") > _ELEMENTS:
            raise ReadError("it has more markup than documents have", place=place, remedy="Split the document")
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            data = re.sub(r"\A<\?xml[^>]*\?>", "", data.decode("utf-16", "replace")).encode("utf-8", "replace")
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return parse(data, place)


def value(element: etree._Element | None, child: str, attribute: str = "val") -> str | None:
    """Return an attribute of a child element by their local names; None where there is no child, "" where it has no such attribute."""
    found = element.find(f"{W}{child}") if element is not None else None
    return None if found is None else found.get(f"{W}{attribute}") or ""


def switch(element: etree._Element | None, child: str) -> bool | None:
    """Return whether a property that is on or off (``w:b``) is on; None where it is not said."""
    said = value(element, child)
    return None if said is None else said not in ("0", "false", "off", "none")


def number(text: str | None, default: int = 0) -> int:
    """Return a decimal attribute as a number, ``default`` where it is none."""
    return int(text) if text is not None and re.fullmatch(r"[+-]?[0-9]{1,9}", text) else default
