"""DOCX: a Word document with real headings, contents, tables with repeated heads, bookmarks and links; python-docx, the extra ``docx``.

A template's styles, page, header and footer are kept, its text is not; styles that it lacks are added (`regkit.report.writers.docx_styles`). Two runs
give the same bytes: the dates of the properties and of the archive are fixed. The contents are filled in, and Word brings their pages up to date when
the file is opened.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from regkit.errors import MissingExtraError, ReportError
from regkit.report.blocks import Block, Book, Branch, Bullets, Cell, Facts, Paragraph, Run, Section, Table, text
from regkit.report.folders import SHARED
from regkit.report.page import Page
from regkit.report.words import _
from regkit.report.writers.common import clean, contents, contents_depth, is_short, is_wide, legend, page_blocks
from regkit.report.writers.docx_parts import Pieces, element
from regkit.report.writers.docx_styles import W, set_styles

_CREATED = datetime.datetime(2000, 1, 1)  # the dates of core properties have no zone in python-docx
_ZIPPED = (1980, 1, 1, 0, 0, 0)
_DEPTH = 360  # twentieths of a point that a level indents
_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
_PARAGRAPHS = {"text": "Normal", "caution": "Regkit Caution", "note": "Regkit Note", "quote": "Regkit Quote", "source": "Regkit Source"}


def write(page: Page) -> bytes:
    """Return the document. Raises: MissingExtraError; ReportError where the template is no Word document."""
    try:
        import docx  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError("Word documents need python-docx", remedy='Install it with: pip install "regkit[docx]"') from None
    template = page.docx_template or _template(page)
    book = page.book()
    document = docx.Document() if template is None else _opened(docx.Document, template)
    _Document(book, document, own=template is None).fill()
    buffer = io.BytesIO()
    document.save(buffer)
    return _fixed(buffer.getvalue())


def _template(page: Page) -> Path | None:
    """Return ``page.docx`` of the first folder of a user's that has one, for this report or for all."""
    paths = (folder / name / "page.docx" for folder in page.folders for name in (page.report.name, SHARED))
    return next((path for path in paths if path.is_file()), None)


def _opened(open_: Any, template: Path) -> Any:
    try:
        return open_(io.BytesIO(template.read_bytes()))
    except OSError as error:
        raise ReportError(f"the template cannot be read: {error.strerror}", place=str(template), remedy="Name a Word document (.docx)") from error
    except Exception as error:  # python-docx raises whatever a damaged file makes its parts raise
        raise ReportError("the template is no Word document", place=str(template), remedy="Save it with Word as .docx") from error


class _Document:
    """Fills one document with a book. ``own`` says that no template was given, so that page and styles are ours."""

    def __init__(self, book: Book, document: Any, *, own: bool) -> None:
        self._book, self._document, self._own = book, document, own
        self._body = document.element.body
        self._pieces = Pieces(book, document.part.rels, set_styles(document.styles.element, replace=own))

    def fill(self) -> None:
        """Fill it."""
        body, end = self._body, self._body.sectPr
        for child in [child for child in body if child is not end]:
            body.remove(child)
        section = self._document.sections[-1]
        if self._own:
            self._page(section)
        self._width = int((section.page_width - section.left_margin - section.right_margin) / 635)  # EMU to twentieths of a point
        self._properties()
        self._edges(section)
        self._front()
        for part in self._book.sections:
            self._section(part, 1)
        if end is not None:
            body.append(end)

    def _page(self, section: Any) -> None:
        """Set paper and margins, the language, and the version of Word whose layout holds."""
        from docx.enum.section import WD_ORIENT  # noqa: PLC0415
        from docx.shared import Mm  # noqa: PLC0415

        wide = is_wide(self._book)
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
        section.left_margin = section.right_margin = Mm(16)
        section.top_margin = section.bottom_margin = Mm(20)
        for language in self._document.styles.element.iter(f"{W}lang"):
            language.set(f"{W}val", self._book.language)
        settings = self._document.settings.element
        compatible = settings.find(f"{W}compat")
        if compatible is not None and compatible.find(f"{W}compatSetting") is None:
            element(compatible, "compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val="15")

    def _properties(self) -> None:
        book, core, package = self._book, self._document.core_properties, self._document.part.package
        core.title, core.author, core.language = clean(book.title)[:255], clean(book.tool)[:255], book.language
        core.subject = clean(f"{book.project}: {book.standing}")[:255]
        core.comments = clean(f"Graph SHA-256 {book.graph_sha256}")[:255]
        core.created = core.modified = _CREATED
        core.last_modified_by, core.revision, core.keywords = "", 1, ""
        for id, relation in list(package.rels.items()):
            if relation.reltype == _THUMBNAIL:  # of another document
                del package.rels[id]

    def _edges(self, section: Any) -> None:
        """Set header and footer, where the template has none of its own."""
        book = self._book
        for edge, kind in ((section.header, "header"), (section.footer, "footer")):
            if not self._own and not edge.is_linked_to_previous and any(part.text.strip() for part in edge.paragraphs):
                continue
            edge.is_linked_to_previous = False
            root = edge._element  # python-docx has no fields
            for child in list(root):
                root.remove(child)
            left = text(
                f"{book.title} · {book.project}" if kind == "header" else f"{_('Graph %(sha256)s', sha256=book.graph_sha256[:12])} · {book.tool}"
            )
            made = self._pieces.paragraph(root, kind, left)
            tabs = element(made.find(f"{W}pPr"), "tabs")
            for tab in ("center", "right") if kind == "header" else ("right",):
                element(tabs, "tab", val="clear" if tab == "center" else tab, pos=str(4680 if tab == "center" else self._width))
            element(element(made, "r"), "tab")
            if kind == "header":
                self._pieces.run(made, Run(book.standing, "strong"))
            else:
                before, between, after = _parted(_("Page %(page)s of %(pages)s"))
                self._pieces.run(made, Run(before))
                self._pieces.field(made, "PAGE", "1")
                self._pieces.run(made, Run(between))
                self._pieces.field(made, "NUMPAGES", "1")
                self._pieces.run(made, Run(after))

    def _front(self) -> None:
        book, pieces = self._book, self._pieces
        pieces.paragraph(self._body, "Title", text(book.title))
        pieces.paragraph(self._body, "Subtitle", text(book.project))
        if book.description:
            pieces.paragraph(self._body, "Normal", text(book.description))
        if book.caution:
            pieces.paragraph(self._body, "Regkit Caution", text(book.caution))
        pairs = ((_("Standing"), text(book.standing)), (_("Graph SHA-256"), text(book.graph_sha256, "code")), (_("Tool"), text(book.tool)))
        self._facts(Facts(pairs=tuple((name, Cell((line,))) for name, line in pairs if line)), _("About this report"))
        marks = legend(book)
        if marks:
            pieces.paragraph(self._body, "Regkit Note", marks)
        self._contents()

    def _contents(self) -> None:
        """Add the field of the contents with its entries, so that a program that fills in no fields shows them."""
        entries = contents(self._book)
        if len(entries) < 2:
            return
        self._pieces.paragraph(self._body, "TOC Heading", text(_("Contents")))
        made = None
        for number, (section, level) in enumerate(entries):
            made = self._pieces.paragraph(self._body, f"toc {level}")
            if not number:
                element(element(made, "r"), "fldChar", fldCharType="begin", dirty="true")
                code = etree.SubElement(element(made, "r"), f"{W}instrText", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
                code.text = f' TOC \\o "1-{contents_depth(self._book)}" \\h \\z \\u '
                element(element(made, "r"), "fldChar", fldCharType="separate")
            self._pieces.run(made, Run(section.title, target=section.place))
        element(element(made, "r"), "fldChar", fldCharType="end")

    def _section(self, section: Section, level: int) -> None:
        self._pieces.paragraph(self._body, f"heading {min(level, 4)}", text(section.title), place=section.place)
        for block in page_blocks(section):
            self._block(block, section.title)
        for part in section.sections:
            self._section(part, level + 1)

    def _block(self, block: Block, title: str) -> None:
        pieces = self._pieces
        if isinstance(block, Table):
            self._table(block, title)
        elif isinstance(block, Facts):
            self._facts(block, title)
        elif isinstance(block, Paragraph):
            marker = (Run(f"{block.marker} ", "strong"),) if block.marker else ()
            pieces.paragraph(self._body, _PARAGRAPHS[block.kind], (*marker, *block.runs), place=block.place, left=block.depth * _DEPTH)
        elif isinstance(block, Bullets):
            for cell in block.items:
                pieces.paragraph(self._body, "Regkit Bullet", *_bulleted(cell), status=cell.status)
        else:
            self._branch(block.root, 0)

    def _table(self, table: Table, title: str) -> None:
        pieces = self._pieces
        if table.caption:
            pieces.paragraph(self._body, "caption", text(table.caption))
        if not table.rows:
            pieces.paragraph(self._body, "Normal", text(table.empty, "emphasis"))
            return
        total = sum(column.share for column in table.columns)
        widths = [self._width * column.share // total for column in table.columns]
        made = pieces.table(self._body, "Regkit Table", widths, name=table.name, description=table.caption or title)
        head = pieces.row(made, head=True)
        for column, width in zip(table.columns, widths, strict=True):
            pieces.cell(head, width, Cell((text(column.title),)), style="Regkit Cell Head", right=column.kind == "number")
        for row in table.rows:
            line = pieces.row(made, whole=is_short(row.cells))
            for number, (column, cell, width) in enumerate(zip(table.columns, row.cells, widths, strict=True)):
                pieces.cell(line, width, cell, place="" if number else row.place, right=column.kind == "number")
        pieces.paragraph(self._body, "Normal")  # two tables that touch would be one

    def _facts(self, facts: Facts, title: str) -> None:
        if not facts.pairs:
            return
        widths = [self._width // 5, self._width - self._width // 5]
        made = self._pieces.table(self._body, "Regkit Facts", widths, name=title, heads=False)
        for name, cell in facts.pairs:
            row = self._pieces.row(made, whole=is_short((cell,)))
            self._pieces.cell(row, widths[0], Cell((text(name),)))
            self._pieces.cell(row, widths[1], cell)
        self._pieces.paragraph(self._body, "Normal")

    def _branch(self, branch: Branch, level: int) -> None:
        word = (Run(f"{branch.word} ", "strong"),) if branch.word else ()
        paragraph = self._pieces.paragraph(self._body, "Regkit Bullet", text("• "), left=_DEPTH * (level + 1), keep=bool(branch.children))
        for run in word:
            self._pieces.run(paragraph, run, branch.status)
        for run in branch.label:
            self._pieces.run(paragraph, run)
        for child in branch.children:
            self._branch(child, level + 1)


def _bulleted(cell: Cell) -> tuple[tuple[Run, ...], ...]:
    first, *rest = cell.lines or ((),)
    return ((Run("• "), *first), *rest)


def _fixed(data: bytes) -> bytes:
    """Return the archive with the same files in the same order, dated 1980: python-docx writes the time of day."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _ZIPPED), old.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _parted(message: str) -> tuple[str, str, str]:
    """Return what stands before, between and after the two places of a message, which fields of Word fill."""
    before, _page, rest = message.partition("%(page)s")
    between, _pages, after = rest.partition("%(pages)s")
    return before, between, after
