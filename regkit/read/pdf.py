"""PDF: releases, orders, rulebooks, Federal Register pages, in one, two or three columns.

Text is put in order by where it stands on the page. Running heads, feet, page and line numbers are kept beside the text (`Document.margins`),
footnotes become provisions at their calls, and every block says on which page and where on it it stands. Then paragraphs go the way of plain text:
the tree of a PDF is that of its text, and headings that only their dress shows are added to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from regkit.model.document import Margin, MarginKind, Origin
from regkit.model.finding import Severity
from regkit.read.assemble import Assembler
from regkit.read.builder import DocumentBuilder, Page
from regkit.read.paragraph import Note, Paragraph
from regkit.read.pdf_columns import layout
from regkit.read.pdf_flow import Flow
from regkit.read.pdf_headings import key, ranks
from regkit.read.pdf_join import Vocabulary, pieces_of
from regkit.read.pdf_lines import lines_of
from regkit.read.pdf_margins import box_of, take_margins
from regkit.read.pdf_notes import Notes, part_notes
from regkit.read.pdf_open import Pdf, open_pdf
from regkit.read.pdf_types import Line, PdfPage
from regkit.read.plain_text import structure

MEDIA_TYPE = "application/pdf"
FALLBACK = False
_HEADER = re.compile(rb"(?:\A|[\r\n\x00-\x08\x80-\xff])[ \t]*%PDF-\d")
_PREAMBLE = 1024  # bytes in which the header may stand (ISO 32000-1, annex H, note 13)
_TEXT_SHARE = 0.15  # of the characters: a size that fewer have is not the text's


def accepts(head: bytes, name: str) -> bool:
    """Take what has a PDF header at its start, or after what mail and web servers put before it."""
    return _HEADER.search(head[:_PREAMBLE].removeprefix(b"\xef\xbb\xbf")) is not None


def read(data: bytes, build: DocumentBuilder) -> None:
    """Read a PDF into the builder.

    Raises: MissingExtraError without pypdfium2; ReadError where the file is encrypted, damaged, out of bounds, or without text.
    Cost: linear in its characters.
    """
    pdf = open_pdf(data, build)
    size = text_size(pdf.pages)
    margins = take_margins(pdf.pages, size)
    layout(pdf.pages)
    lines = [line for page in pdf.pages for line in lines_of(page)]
    body, notes = part_notes(lines, {page.number: page.rules for page in pdf.pages}, size)
    _suggest(pdf, body, build)
    for margin in margins + _turned(pdf.pages):
        build.margin(margin)
    _Reader(pdf, body, notes, Vocabulary(lines), build).run(size)


def text_size(pages: Sequence[PdfPage]) -> float:
    """Return the size of the text in points: the largest that a good share of the characters has. Notes are smaller, and may be longer."""
    weight: dict[float, int] = {}
    for page in pages:
        for word in page.words:
            size = round(word.size * 2) / 2
            weight[size] = weight.get(size, 0) + len(word.text)
    total = sum(weight.values())
    return max((size for size, count in weight.items() if count >= _TEXT_SHARE * total), default=10.0)


def _suggest(pdf: Pdf, body: Sequence[Line], build: DocumentBuilder) -> None:
    """Take the title of the file where its first page prints it: the fields of a PDF are often left over from another."""
    first = key(" ".join(line.text for line in body[:60]))
    title = key(pdf.title)
    if len(title) >= 8 and title in first:
        build.suggest(title=pdf.title)


def _turned(pages: Sequence[PdfPage]) -> list[Margin]:
    return [Margin(page=page.number, kind=MarginKind.TURNED, text=text) for page in pages for text in page.turned if text.strip()]


class _Reader:
    def __init__(self, pdf: Pdf, body: Sequence[Line], notes: Notes, vocabulary: Vocabulary, build: DocumentBuilder) -> None:
        self.build = build
        self.body = body
        self.notes = notes
        self.vocabulary = vocabulary
        self.titles = frozenset(key(title) for title in pdf.outline if len(key(title)) > 3)
        self.labels = {page.number: page.label for page in pdf.pages}
        self._note_flow = Flow([line for note in notes.notes for line in note.lines])
        self._by_key = {note.key: note for note in notes.notes}
        self._label = ""

    def run(self, size: float) -> None:
        """Make the paragraphs and hand them on."""
        flows = Flow(self.body).paragraphs(self.body)
        made = [self._paragraph(lines, notes=True) for lines in flows]
        self._leftover(made)
        for paragraph in self._in_order(made):
            page = paragraph.origin.page
            label = self.labels.get(page, "") if page else ""
            if paragraph.pieces and label != self._label:
                paragraph.pieces.insert(0, Page(label))
                self._label = label
            for piece in paragraph.pieces:
                if isinstance(piece, Page):
                    self._label = piece.label
        structure(made, Assembler(self.build), ranks(flows, size, self.titles))

    def _in_order(self, paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
        for paragraph in paragraphs:
            yield paragraph
            for note in paragraph.notes:
                yield from note.paragraphs

    def _paragraph(self, lines: list[Line], *, notes: bool) -> Paragraph:
        boxes = _boxes(lines)
        first = at = (lines[0].page, lines[0].region)

        def moved(line: Line) -> Page | None:
            nonlocal at
            place = (line.page, line.region)
            if place == at:
                return None
            at = place
            return Page(self.labels.get(line.page, ""), boxes[place])

        calls = self.notes.calls if notes else {}
        paragraph = Paragraph(pieces_of(lines, self.vocabulary, calls, moved), boxes[first], table=lines[0].row)
        if notes and calls:
            for line in lines:
                for word in line.words:
                    for mark, name in calls.get(id(word), ()):
                        self._attach(paragraph, mark, name)
        return paragraph

    def _attach(self, paragraph: Paragraph, mark: str, name: str) -> None:
        note = self._by_key.get(name)
        if note is not None:
            paragraph.notes.append(Note(mark, name, [self._paragraph(each, notes=False) for each in self._note_flow.paragraphs(note.lines)]))

    def _leftover(self, made: list[Paragraph]) -> None:
        """Put the notes that nothing calls after the last paragraph that begins on their page or before it."""
        for note in self.notes.notes:
            if note.called:
                continue
            self.build.finding(
                "read.note-uncalled",
                Severity.NOTE,
                f"footnote {note.mark or '(without a mark)'} is not called in the text",
                place=f"{self.build.source.name}: page {note.page}",
                remedy="look at the page",
            )
            before = [index for index, paragraph in enumerate(made) if (paragraph.origin.page or 0) <= note.page]
            if before:
                self._attach(made[before[-1]], note.mark, note.key)
            else:
                holder = Paragraph([], Origin(page=note.page))
                self._attach(holder, note.mark, note.key)
                made.append(holder)


def _boxes(lines: Sequence[Line]) -> dict[tuple[int, int], Origin]:
    """Return where the parts of a paragraph stand, one for each column that it runs through."""
    parts: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        parts.setdefault((line.page, line.region), []).append(line)
    return {
        place: Origin(page=place[0], box=box_of([word for line in own for word in line.words]), line=own[0].number or None)
        for place, own in parts.items()
    }
