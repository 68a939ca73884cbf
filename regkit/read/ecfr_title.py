"""Whole titles of the eCFR, read part by part: a title of 160 MB has a tree of a gigabyte, a part of it a few megabytes.

The parser hands out each part (DIV5) as soon as it is complete; the part is read, and its elements are let go. What stands over the parts (title,
chapter, subchapter) is walked as far as it is known by then, so everything is read in the order of the file, and into the same document as by a
walk over the whole tree. Footnotes are paired within their part, where they are numbered.

Source: lxml, "Incremental parsing" (``iterparse`` with ``tag``; at an end event the element's tail may not be there yet).
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from lxml import etree

from regkit.read import headings
from regkit.read.builder import DocumentBuilder
from regkit.read.ecfr import EcfrWalker
from regkit.read.footnotes import Footnotes
from regkit.read.xml import broken, options, refuse_deep, refuse_entities

_OVER = ("ECFR", "DLPSTEXTCLASS", "TEXT", "BODY", "DIV1", "DIV2", "DIV3", "DIV4")
_PART = "DIV5"


class _Frame:
    """An element over the parts that has begun: how far its children were read, and the unit that its heading opened."""

    def __init__(self, element: etree._Element, path: str) -> None:
        self.element = element
        self.path = path
        self.last: etree._Element | None = None
        self.counts: dict[object, int] = {}
        self.head: etree._Element | None = None
        self.found: headings.Heading | None = None


class TitleWalker(EcfrWalker):
    """Walks a title while it is parsed. ``root`` is complete only in what was parsed by the first part's end."""

    several = True

    def __init__(self, root: etree._Element, build: DocumentBuilder) -> None:
        super().__init__(root, build)
        self._frames: list[_Frame] = []
        self._noted = 0

    def read_part(self, part: etree._Element) -> None:
        """Read what stands before a part, then the part; the element may be cleared afterwards."""
        chain = [*reversed(list(part.iterancestors())), part]
        for depth, element in enumerate(chain[:-1]):
            if depth == len(self._frames):
                path = f"/{element.tag}" if not depth else self._advance(self._frames[depth - 1], element)
                self._begin(element, path)
        place = self._advance(self._frames[-1], part)
        before = self._footnotes
        self._footnotes = Footnotes(part, self.build, first=self._noted)
        self.part = part.get("N", "").strip()
        self.visit(part, place)
        for note in self._footnotes.unclaimed():
            self.stray_note(note, self.root.getroottree().getpath(note))
        self._noted += self._footnotes.count
        self._footnotes = before

    def finish(self, element: etree._Element) -> None:
        """Read what is left of an element over the parts, which is complete now; one that holds no part is read with its parent."""
        if self._frames and self._frames[-1].element is element:
            frame = self._frames.pop()
            self._advance(frame, None)
            if frame.found is not None:
                self.assemble.close(frame.found.rank)
                self.section = self.commentary = False

    def _begin(self, element: etree._Element, path: str) -> None:
        frame = _Frame(element, path)
        self._frames.append(frame)
        head = element.find("HEAD")
        frame.found = self._heading_of(element, self.text(head)) if head is not None else None
        if frame.found is not None:
            frame.head = head
            self.section = False
        elif element.text and element.text.strip():
            self.add([element.text], element, path)

    def _advance(self, frame: _Frame, until: etree._Element | None) -> str:
        """Read the children of an element that are not read yet, up to one that is not read here; return the XPath of that one."""
        last = frame.last
        if last is not None:
            self._tail(frame, last)
        for child in _after(frame.element, last):
            tag = child.tag
            frame.counts[tag] = frame.counts.get(tag, 0) + 1
            place = f"{frame.path}/{tag}[{frame.counts[tag]}]"
            frame.last = child
            if child is until:
                return place
            if child is frame.head and frame.found is not None:
                self.open(frame.found, self.pieces(child), child, place)
            else:
                self.visit(child, place)
            self._tail(frame, child)
        frame.last = None
        return ""

    def _tail(self, frame: _Frame, child: etree._Element) -> None:
        if child.tail and child.tail.strip():
            self.add([child.tail], frame.element, frame.path)
            child.tail = None  # read once, though what comes after it is read later


def _after(element: etree._Element, child: etree._Element | None) -> Iterator[etree._Element]:
    yield from element if child is None else child.itersiblings()


def read_title(data: bytes, build: DocumentBuilder) -> None:
    """Read a title that holds parts. Memory: the document's, and that of the largest part. Raises: ReadError where the XML is broken."""
    name = build.source.name
    refuse_entities(data, name)
    walker: TitleWalker | None = None
    try:
        for _, element in etree.iterparse(io.BytesIO(data), events=("end",), tag=(*_OVER, _PART), **options(len(data))):
            if element.tag != _PART:
                if walker is not None:
                    walker.finish(element)
                continue
            root = element.getroottree().getroot()
            refuse_deep(root, name)
            if walker is None:
                walker = TitleWalker(root, build)
            walker.read_part(element)
            element.clear(keep_tail=True)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise broken(error, name) from None
    if walker is not None:
        walker.end()
