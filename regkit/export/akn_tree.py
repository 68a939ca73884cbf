"""The provisions of a document as the hierarchy of Akoma Ntoso: which element, which id, which text is lead-in and which is flush.

Ids are those of the source where it has them and the schema takes them, else made as the Akoma Ntoso Naming Convention Version 1.0 says (section 5):
the element's short name, "_", its number; joined to the id of the unit around by "__". A number that is there twice takes "-2".
"""

from __future__ import annotations

import re

from lxml import etree

from regkit.export.akn_inline import Inline
from regkit.export.akn_xml import clean, own, put, say
from regkit.model.document import Block, Document, NoteCall, Provision, ProvisionType
from regkit.read.akn_units import ABBREVIATIONS, OWN_TEXT, number_of
from regkit.text.slug import slug

_ELEMENTS = {
    ProvisionType.SECTION: "section",
    ProvisionType.ARTICLE: "article",
    ProvisionType.RULE: "rule",
    ProvisionType.PART: "part",
    ProvisionType.SUBPART: "subpart",
    ProvisionType.CHAPTER: "chapter",
    ProvisionType.TITLE: "title",
    ProvisionType.HEADING: "division",
}
_BELOW = {"paragraph": "subparagraph", "subparagraph": "point", "point": "point"}
_NUMBERED = (ProvisionType.PARAGRAPH, ProvisionType.ITEM, ProvisionType.CONDITION)
_PUNCTUATION = re.compile(r"[^\w]+")
_AFTER = {"": "none", " ": "space"}


class Tree:
    """Writes the provisions below ``body``."""

    def __init__(self, document: Document, inline: Inline) -> None:
        self.document = document
        self.inline = inline
        self._blocks: list[list[int]] = [[] for _ in document.provisions]
        for index, block in enumerate(document.blocks):
            self._blocks[block.provision].append(index)
        self._children: list[list[int]] = [[] for _ in document.provisions]
        for index, provision in enumerate(document.provisions[1:], start=1):
            self._children[provision.parent].append(index)
        self._index = {provision.id: index for index, provision in enumerate(document.provisions)}
        self._ids: set[str] = {"issuer", "regkit"}
        self._copies: dict[str, int] = {}
        self._made: dict[int, str] = {}
        self._inlined: dict[int, int] = {}  # note → the block that calls it
        self._find_notes()
        self._name(0, "", "body")

    def write(self, body: etree._Element) -> None:
        """Write everything."""
        self._content(0, body)
        if not len(body):
            self._own(body, [])

    # ids

    def _name(self, index: int, prefix: str, element: str) -> None:
        """Give every provision its element's id, in reading order."""
        counts: dict[str, int] = {}
        for child in self._children[index]:
            provision = self.document.provisions[child]
            name = self._element(child, element)
            short = "authorialNote" if provision.type is ProvisionType.FOOTNOTE else ABBREVIATIONS.get(name, name)
            if name == "hcontainer" and provision.type is not ProvisionType.FOOTNOTE:
                short = "hcontainer" if not provision.marker else str(provision.type)
            count = counts[short] = counts.get(short, 0) + 1
            number = _PUNCTUATION.sub("-", number_of(provision.marker or "")).strip("-") or str(count)
            id = self._unique(provision.source_id, f"{prefix}__{short}_{number}" if prefix else f"{short}_{number}")
            self._made[child] = id
            self._name(child, id, name)

    def _unique(self, given: str, made: str) -> str:
        given = clean(given)
        id = given if given and not re.search(r"[\s/]", given) and given not in self._ids else made
        base, count = id, self._copies.get(id, 1)
        while id in self._ids:
            count += 1
            id = f"{base}-{count}"
        self._copies[base] = count
        self._ids.add(id)
        return id

    def _element(self, index: int, around: str) -> str:
        provision = self.document.provisions[index]
        if provision.type in _NUMBERED and provision.path:
            return _BELOW.get(around, "paragraph")
        return _ELEMENTS.get(provision.type, "hcontainer")

    # notes

    def _find_notes(self) -> None:
        """Decide which notes are written where they are called: those that are read right after the block of their only first call."""
        document = self.document
        called: dict[int, list[int]] = {}
        seen: set[int] = set()
        index = 0
        for call in document.calls:
            while index + 1 < len(document.blocks) and document.blocks[index].span.end < call.span.start:
                index += 1
            note = self._index.get(call.note)
            if note is not None and call.span.start == call.span.end and note not in seen:
                seen.add(note)
                called.setdefault(index, []).append(note)
        for block, notes in called.items():
            following = block + 1
            for note in notes:
                own_blocks = self._blocks[note]
                fits = own_blocks == list(range(following, following + len(own_blocks))) and bool(own_blocks)
                if not fits or self._children[note] or document.provisions[note].parent != document.blocks[block].provision:
                    break
                if any(document.blocks[each].table or document.blocks[each].heading or self._after(each) for each in own_blocks):
                    break
                self._inlined[note] = block
                following += len(own_blocks)

    def _note(self, element: etree._Element, call: NoteCall) -> None:
        index = self._index.get(call.note)
        if call.span.end > call.span.start:
            made = put(element, "ref", href="#" + self._made.get(index or 0, ""), class_="noteCall")
            say(made, self.document.quote(call.span))
        elif index is not None and index in self._inlined:
            block = self._inlined.pop(index)
            note = put(element, "authorialNote", marker=call.mark, placement="bottom", eId=self._made[index])
            self._describe(note, index, call.mark, "")
            for each in self._blocks[index]:
                self._paragraph(put(note, "p"), each)
            self._blocks[index] = []
            self._children[self.document.blocks[block].provision].remove(index)
        else:
            put(element, "noteRef", marker=call.mark, href=f"#{self._made[index]}" if index is not None else "#")

    # text

    def _content(self, index: int, element: etree._Element, start: int | None = None) -> None:
        """Write what a provision holds; ``start`` is where its first block goes on after its number or heading."""
        blocks = self._blocks[index]
        children = [child for child in self._children[index] if child not in self._inlined]
        if not children and index:
            holder = put(element, "content")
            self._fill(holder, blocks, start)
            return
        inner = iter(children)
        child = next(inner, None)
        run: list[int] = []
        written = False
        for block in blocks:
            before = False
            while child is not None and self._begins(child) <= self.document.blocks[block].span.start:
                if run:
                    self._run(element, run, start, first=not written, last=False, root=not index)
                    run, start = [], None
                self._child(child, element)
                written = before = True
                child = next(inner, None)
            written = written or before
            run.append(block)
        if run:
            self._run(element, run, start, first=not written, last=child is None, root=not index)
        while child is not None:
            self._child(child, element)
            child = next(inner, None)

    def _begins(self, index: int) -> int:
        provision = self.document.provisions[index]
        return provision.span.start

    def _run(self, element: etree._Element, blocks: list[int], start: int | None, *, first: bool, last: bool, root: bool) -> None:
        if root or not (first or last):
            self._own(element, blocks, start)
        else:
            self._fill(put(element, "intro" if first else "wrapUp"), blocks, start)

    def _own(self, element: etree._Element, blocks: list[int], start: int | None = None) -> None:
        holder = put(element, "hcontainer", name=OWN_TEXT, eId=self._unique("", "hcontainer_own"))
        self._fill(put(holder, "content"), blocks, start)

    def _fill(self, holder: etree._Element, blocks: list[int], start: int | None = None) -> None:
        table: etree._Element | None = None
        for number, index in enumerate(blocks):
            block = self.document.blocks[index]
            begin = start if number == 0 else None
            if block.table:
                table = put(holder, "table") if table is None else table
                row = put(table, "tr")
                self._separate(row, index, begin)
                self._paragraph(put(put(row, "td"), "p"), index, begin)
                continue
            table = None
            made = put(holder, "block", name="heading") if block.heading else put(holder, "p")
            self._separate(made, index, begin)
            self._paragraph(made, index, begin)
        if not len(holder):
            put(holder, "p")

    def _paragraph(self, element: etree._Element, index: int, start: int | None = None) -> None:
        block = self.document.blocks[index]
        self.inline.write(element, block.span.start if start is None else start, block.span.end, last=True, note=self._note)

    def _after(self, index: int) -> str:
        """Return how a block is parted from the one before it: "none", "space", or nothing for a line of its own."""
        if not index:
            return ""
        before, block = self.document.blocks[index - 1], self.document.blocks[index]
        return _AFTER.get(self.document.text[before.span.end : block.span.start], "")

    def _separate(self, element: etree._Element, index: int, start: int | None) -> None:
        if start is None and (after := self._after(index)):
            element.set(own("after"), after)

    # units

    def _child(self, index: int, parent: etree._Element) -> None:
        provision = self.document.provisions[index]
        around = etree.QName(parent).localname
        name = self._element(index, around)
        element = put(parent, name, eId=self._made[index])
        if name == "hcontainer":
            element.set("name", str(provision.type))
        blocks = self._blocks[index]
        first = self.document.blocks[blocks[0]] if blocks and self._opens(index, blocks[0]) else None
        marker, start = self._number(provision, first)
        heading = ""
        if first is not None and (marker or (first.heading and not first.table)) and (after := self._after(blocks[0])):
            element.set(own("after"), after)
        if first is not None and marker:
            self.inline.write(put(element, "num"), first.span.start, first.span.start + len(marker), last=True, note=self._note)
        if first is not None and first.heading and not first.table and start < first.span.end:
            made = put(element, "heading")
            self.inline.write(made, start, first.span.end, last=True, note=self._note)
            heading = self.document.text[start : first.span.end]
            self._blocks[index] = blocks[1:]
            start = -1
        elif first is not None and marker and start == first.span.end:
            self._blocks[index] = blocks[1:]
            start = -1
        self._describe(element, index, marker, heading)
        self._content(index, element, start if marker and start >= 0 else None)

    def _opens(self, index: int, block: int) -> bool:
        """Tell whether a provision's first block stands before its children."""
        children = self._children[index]
        return not children or self._begins(children[0]) >= self.document.blocks[block].span.end

    def _number(self, provision: Provision, first: Block | None) -> tuple[str, int]:
        """Return the marker where it opens the first block, and where the text after it begins."""
        if first is None or first.table:
            return "", 0 if first is None else first.span.start
        text, marker = self.document.quote(first.span), provision.marker or ""
        if not marker or not text.startswith(marker) or (first.heading and len(text) == len(marker)):
            return "", first.span.start
        end = len(marker)
        if end == len(text):
            alone = not self._goes_on(provision)
            return (marker, first.span.end) if alone else ("", first.span.start)
        cut = first.span.start + end
        return (marker, cut + 1) if text[end] == " " and not self.inline.covers(cut) else ("", first.span.start)

    def _goes_on(self, provision: Provision) -> bool:
        """Tell whether a second block of the provision's own follows its first with no child between."""
        index = self._index[provision.id]
        blocks, children = self._blocks[index], self._children[index]
        if len(blocks) < 2:
            return False
        return not children or self._begins(children[0]) >= self.document.blocks[blocks[1]].span.start

    def _describe(self, element: etree._Element, index: int, marker: str, heading: str) -> None:
        """Say what the element does not: type, label, printed form; number and heading only where the text has them otherwise."""
        provision = self.document.provisions[index]
        parent = self.document.provisions[provision.parent]
        name = _name_of(provision)
        own_name = slug(provision.path[-1]) if provision.path else ""
        labelled = provision.path != parent.path
        top = len(provision.path) == 1 and (name == own_name or (labelled and bool(parent.path)))
        labelled = labelled or (top and bool(own_name) and parent.parent >= 0)
        element.set(own("type"), str(provision.type))
        element.set(own("pinpoint"), clean(provision.pinpoint))
        if labelled and top:
            element.set(own("top"), "true")
        if labelled and provision.path:
            element.set(own("label"), clean(provision.path[-1]))
        else:
            element.set(own("name"), _group_name(provision, parent))
        if (provision.marker or "") != marker:
            element.set(own("marker"), clean(provision.marker or ""))
        if (provision.heading or "") != heading:
            element.set(own("heading"), clean(provision.heading or ""))
        if provision.source_id and provision.source_id != self._made[index]:
            element.set(own("source"), clean(provision.source_id))


def _name_of(provision: Provision) -> str:
    """Return a provision's own name: its id without the document and without its number among others of the name."""
    name, number = provision.id.rpartition("/")[2], ""
    head, _, number = name.rpartition("~")
    return head if head and number.isdigit() else name


def _group_name(provision: Provision, parent: Provision) -> str:
    """Return what the id of a group without a number is made of."""
    name, around = _name_of(provision), parent.id.rpartition("/")[2]
    return name.removeprefix(f"{around}-") if parent.parent >= 0 else name
