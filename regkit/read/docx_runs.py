"""The words of a paragraph of a Word file: runs, fields, links, calls of notes, tracked changes (ECMA-376 part 1, 17.3, 17.13, 17.16).

A file with tracked changes holds two texts. The accepted one leaves out what is deleted or moved away; the original leaves out what is inserted or
moved here. Of a field its result is text, its code is not. Hidden text is left out and counted; so are pictures.
"""

from __future__ import annotations

import re

from lxml import etree
from msgspec import Struct, field

from regkit.model.document import MarkKind
from regkit.read.builder import Call, Piece, Run
from regkit.read.docx_numbering import spelled
from regkit.read.docx_package import Package, W, number
from regkit.read.docx_styles import PLAIN, Dress, Styles, dress_of
from regkit.read.docx_symbols import shown

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
INSERTED = (f"{W}ins", f"{W}moveTo")
DELETED = (f"{W}del", f"{W}moveFrom")
_WRAPPERS = {f"{W}{name}" for name in ("smartTag", "customXml", "sdtContent", "bdo", "dir", "fldSimple", "rt", "rubyBase", "subDoc", "proofErr")}
_SPACES = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}
_LINK = re.compile(r"\s*HYPERLINK\s+(?:\\[a-z]\s+)*\"([^\"]{1,2000})\"", re.IGNORECASE)
_CONTENTS = re.compile(r"\s*(?:TOC|TOA|INDEX)\b", re.IGNORECASE)
_DEEPEST = 60  # fields within each other


class _Field(Struct):
    """A field that is open: its code, and whether its result has begun."""

    code: str = ""
    result: bool = False
    link: str = ""
    contents: bool = False


class Counts(Struct):
    """What was met and left out, or is to be said of the file."""

    inserted: int = 0
    deleted: int = 0
    hidden: int = 0
    images: int = 0
    formulas: int = 0
    unknown: set[str] = field(default_factory=set)
    contents: int = 0
    embedded: int = 0


class Inline(Struct):
    """What a paragraph holds: its pieces, the keys of the notes it calls with their marks, text boxes anchored in it, comments ended in it."""

    pieces: list[Piece] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


class Runs:
    """Reads paragraphs one after the other: fields go on over their ends, and notes are numbered through."""

    def __init__(self, package: Package, styles: Styles, formats: dict[str, tuple[str, int]], *, original: bool) -> None:
        self.counts = Counts()
        self.original = original
        self._package = package
        self._styles = styles
        self._formats = formats
        self._fields: list[_Field] = []
        self._notes = dict.fromkeys(formats, 0)
        self._made = Inline()
        self._base = PLAIN
        self._link = ""
        self._kind: MarkKind | None = None
        self._skips: set[str] = set(INSERTED if original else DELETED)

    def read(self, paragraph: etree._Element, base: Dress) -> Inline:
        """Return what stands in a paragraph whose style has the dress ``base``."""
        made = self._made = Inline()
        self._base = base.over(self._styles.base)
        self._walk(paragraph)
        return made

    def skips(self, properties: etree._Element | None) -> bool:
        """Tell whether a tracked change that properties hold (of a paragraph's mark, of a row) takes the thing away in this version."""
        return properties is not None and any(child.tag in self._skips for child in properties)

    @property
    def in_contents(self) -> bool:
        """Whether a field that gathers contents or an index is open."""
        return any(each.contents for each in self._fields)

    def enter_note(self) -> tuple[list[_Field], Inline]:
        """Begin to read a note within a paragraph; hand what this returns to `leave_note`."""
        saved = self._fields, self._made
        self._fields = []
        return saved

    def leave_note(self, saved: tuple[list[_Field], Inline]) -> None:
        """Go on after a note."""
        self._fields, self._made = saved

    def _walk(self, element: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child)
            elif tag in INSERTED or tag in DELETED:
                self._change(child, tag)
            elif tag == f"{W}hyperlink":
                self._hyperlink(child)
            elif tag == f"{W}sdt":
                for content in child.iterchildren(f"{W}sdtContent"):
                    self._walk(content)
            elif tag in _WRAPPERS:
                self._walk(child)
            elif tag == f"{_MC}AlternateContent":
                self._alternate(child, self._walk)
            elif tag in (f"{_MATH}oMath", f"{_MATH}oMathPara"):
                self.counts.formulas += 1
                for text in child.iter(f"{_MATH}t"):
                    self._text(text.text or "")

    def _change(self, element: etree._Element, tag: str) -> None:
        if tag in INSERTED:
            self.counts.inserted += 1
        else:
            self.counts.deleted += 1
        if tag not in self._skips:
            self._walk(element)

    def _hyperlink(self, element: etree._Element) -> None:
        before = self._link
        relation = next((str(text) for name, text in element.attrib.items() if str(name).endswith("}id")), "")
        anchor = element.get(f"{W}anchor") or ""
        self._link = self._package.target(relation) or (f"#{anchor}" if anchor else "") or before
        self._walk(element)
        self._link = before

    def _alternate(self, element: etree._Element, walk: object) -> None:
        """Read one of the alternatives: the first choice that holds anything, else the fallback."""
        choices = [child for child in element if child.tag in (f"{_MC}Choice", f"{_MC}Fallback")]
        chosen = next((each for each in choices if len(each)), None)
        if chosen is not None:
            walk(chosen)  # type: ignore[operator]

    def _run(self, run: etree._Element) -> None:
        properties = run.find(f"{W}rPr")
        dress = dress_of(properties)
        style = properties.find(f"{W}rStyle") if properties is not None else None
        if style is not None and (found := self._styles.style(style.get(f"{W}val"))) is not self._styles.default:
            dress = dress.over(found.dress)
        dress = dress.over(self._base)
        if self.skips(properties):
            return
        before, self._kind = self._kind, _kind(dress)
        hidden = bool(dress.hidden)
        self._content(run, hidden=hidden)
        self._kind = before

    def _content(self, run: etree._Element, *, hidden: bool) -> None:
        for child in run:
            tag = child.tag
            if tag == f"{W}t" or (tag == f"{W}delText" and self.original):
                if hidden:
                    self.counts.hidden += len(child.text or "")
                else:
                    self._text(child.text or "")
            elif tag in _SPACES:
                self._text(_SPACES[tag])
            elif tag == f"{W}noBreakHyphen":
                self._text("-")
            elif tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType") or "")
            elif tag == f"{W}instrText" or (tag == f"{W}delInstrText" and self.original):
                if self._fields:
                    self._fields[-1].code = (self._fields[-1].code + (child.text or ""))[:4000]
            elif not hidden and isinstance(tag, str):
                self._other(run, child, tag.rpartition("}")[2])

    def _other(self, run: etree._Element, child: etree._Element, name: str) -> None:
        if name in ("footnoteReference", "endnoteReference"):
            self._call(run, child, name.removesuffix("Reference"))
        elif name == "sym":
            font, code = child.get(f"{W}font") or "", child.get(f"{W}char") or ""
            text = shown(font, code)
            if text is None:
                self.counts.unknown.add(f"{font} {code}"[:60])
            self._text(text or "\ufffd")
        elif name == "commentReference":
            self._made.comments.append(child.get(f"{W}id") or "")
        elif name in ("drawing", "pict", "object"):
            self._drawing(child)
        elif name == "AlternateContent":
            self._alternate(child, lambda chosen: self._content(chosen, hidden=False))
        elif name == "ruby":
            for base in child.iterchildren(f"{W}rubyBase"):
                self._walk(base)

    def _call(self, run: etree._Element, element: etree._Element, kind: str) -> None:
        if kind not in self._formats or not self._shows():
            return
        key = f"{kind}-{element.get(f'{W}id') or ''}"
        if element.get(f"{W}customMarkFollows") in ("1", "true", "on"):
            mark = "".join(text.text or "" for text in element.itersiblings(f"{W}t")).strip()
            for text in element.itersiblings(f"{W}t"):
                text.text = ""
        else:
            format, start = self._formats[kind]
            mark = spelled(start + self._notes[kind], format)
            self._notes[kind] += 1
        self._made.pieces.append(Call(mark or "*", key))
        self._made.calls.append((mark or "*", key))

    def _drawing(self, element: etree._Element) -> None:
        boxes = [box for box in element.iter(f"{W}txbxContent") if not _within(box, element)]
        if not boxes:
            if next(element.iter(_DRAWING, "{*}imagedata", "{*}OLEObject"), None) is not None:
                self.counts.images += 1
            return
        if self._shows():
            fallbacks = [box for box in boxes if next(box.iterancestors(f"{_MC}Fallback"), None) is not None]
            self._made.boxes += [box for box in boxes if box not in fallbacks] or boxes

    def _field(self, kind: str) -> None:
        if kind == "begin":
            if len(self._fields) < _DEEPEST:
                self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._begun(self._fields[-1])
        elif self._fields and kind == "end":
            self._fields.pop()

    def _begun(self, field: _Field) -> None:
        field.result = True
        match = _LINK.match(field.code)
        field.link = match[1] if match else ""
        field.contents = _CONTENTS.match(field.code) is not None

    def _shows(self) -> bool:
        return all(each.result for each in self._fields)

    def _text(self, text: str) -> None:
        if not text or not self._shows():
            return
        link = self._link or next((each.link for each in reversed(self._fields) if each.link), "")
        kind = MarkKind.LINK if link else self._kind
        pieces = self._made.pieces
        last = pieces[-1] if pieces else None
        if kind is None:
            pieces.append(text)
        elif isinstance(last, Run) and last.kind is kind and last.value == link:
            pieces[-1] = Run(last.text + text, kind, link)
        else:
            pieces.append(Run(text, kind, link))


def _kind(dress: Dress) -> MarkKind | None:
    """Return the one mark of a dress: what changes meaning most comes first."""
    if dress.raised == "superscript":
        return MarkKind.SUPERSCRIPT
    if dress.raised == "subscript":
        return MarkKind.SUBSCRIPT
    if dress.italic:
        return MarkKind.ITALIC
    if dress.bold:
        return MarkKind.BOLD
    return MarkKind.SMALL_CAPS if dress.small_caps else None


def _within(box: etree._Element, element: etree._Element) -> bool:
    """Tell whether a text box stands in another of the same drawing."""
    for above in box.iterancestors():
        if above is element:
            return False
        if above.tag == f"{W}txbxContent":
            return True
    return False


def note_formats(settings: etree._Element | None, body: etree._Element) -> dict[str, tuple[str, int]]:
    """Return how notes are numbered, {"footnote": (format, start), "endnote": …}, as the last section says, or else the file's settings."""
    found = {"footnote": ("decimal", 1), "endnote": ("lowerRoman", 1)}
    for holder in (settings, body.find(f"{W}sectPr")):
        for kind, (format, start) in list(found.items()):
            properties = holder.find(f"{W}{kind}Pr") if holder is not None else None
            if properties is not None:
                said, begun = properties.find(f"{W}numFmt"), properties.find(f"{W}numStart")
                format = (said.get(f"{W}val") or format) if said is not None else format
                found[kind] = format, max(1, min(number(begun.get(f"{W}val"), 1), 10_000)) if begun is not None else start
    return found
