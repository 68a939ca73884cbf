"""Bytes of a PDF → its pages with their words, within bounds; every way in which a file can be unreadable is an error that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from msgspec import Struct, field

from regkit.errors import MissingExtraError, ReadError
from regkit.model.finding import Severity
from regkit.read.builder import DocumentBuilder
from regkit.read.pdf_guard import check_streams
from regkit.read.pdf_types import PdfPage, limits
from regkit.read.pdf_words import OutOfBoundsError, PageReader

_TITLES = 20_000  # entries of an outline that are looked at
_PASSWORD, _SECURITY = 4, 5  # FPDF_GetLastError
_END = 4096  # bytes at the end in which a whole file has its end mark
_CATALOG = re.compile(rb"\b(\d{1,9}) (\d{1,5}) obj\s*<<[^>]{0,400}?/Type\s*/Catalog\b")
_READABLE = 0.5  # of the characters must have a meaning


class Pdf(Struct):
    """What is read of a file before its text is put in order: pages, title, titles of its outline."""

    pages: list[PdfPage] = field(default_factory=list)
    title: str = ""
    outline: list[str] = field(default_factory=list)


def open_pdf(data: bytes, build: DocumentBuilder) -> Pdf:
    """Return the pages of a PDF.

    Raises: MissingExtraError without pypdfium2; ReadError where the file is encrypted, damaged, out of bounds, or without text.
    """
    try:
        import pypdfium2 as pdfium  # noqa: PLC0415 - only reading a PDF needs it, and it is an extra
        import pypdfium2.raw as raw  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(
            "reading a PDF needs pypdfium2", place=build.source.name, remedy='Install it with: pip install "regkit[pdf]"'
        ) from None
    name = build.source.name
    bounds = limits()
    check_streams(data, name, bounds)
    with _opened(pdfium, data, name) as document:
        count = len(document)
        if count > bounds.pages:
            raise ReadError(f"the PDF has {count} pages; the limit is {bounds.pages}", place=name, remedy="Split it, or raise REGKIT_PDF_PAGES")
        found = Pdf(title=_title(document), outline=_outline(document))
        empty = _read_pages(document, PageReader(raw, bounds), build, found, pdfium.PdfiumError)
    _check_text(found.pages, empty, count, build)
    if b"%%EOF" not in data[-_END:]:
        build.finding(
            "read.pdf-cut-off",
            Severity.WARNING,
            "the PDF has no end mark: it may be cut off",
            place=name,
            remedy="download it again and compare its size",
        )
    return found


@contextmanager
def _opened(pdfium: Any, data: bytes, name: str) -> Iterator[Any]:
    try:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError:
            root = _CATALOG.search(data) if b"%%EOF" not in data[-_END:] else None
            if root is None:
                raise
            end = b"\ntrailer\n<< /Root %b %b R /Size 1 >>\nstartxref\n0\n%%%%EOF\n" % (root[1], root[2])
            document = pdfium.PdfDocument(data + end)  # a file that is cut off has lost what says where its pages are
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == _PASSWORD or "assword" in str(error):
            raise ReadError("the PDF is protected by a password", place=name, remedy="Save a copy without the password, and add that") from None
        if code == _SECURITY or "ecurity" in str(error):
            raise ReadError("the PDF is encrypted in a way that cannot be read", place=name, remedy="Print it to a new PDF, and add that") from None
        raise ReadError("the PDF is damaged or no PDF: it has no page tree", place=name, remedy="Download or export it again") from None
    try:
        yield document
    finally:
        document.close()


def _read_pages(document: Any, reader: PageReader, build: DocumentBuilder, found: Pdf, broken: type[Exception]) -> list[int]:
    """Read every page; return the numbers of those that hold something and no text. A page that cannot be read is a finding."""
    empty = []
    for index in range(len(document)):
        place = f"{build.source.name}: page {index + 1}"
        try:
            page = document[index]
        except broken:
            build.finding(
                "read.pdf-page", Severity.ERROR, "the page is damaged and was not read", place=place, remedy="download or export the PDF again"
            )
            continue
        try:
            made = reader.read(page, index + 1)
            if not made.words and not made.turned and reader.raw.FPDFPage_CountObjects(page.raw) > 0:
                empty.append(index + 1)
        except broken:
            build.finding(
                "read.pdf-page", Severity.ERROR, "the text of the page is damaged and was not read", place=place, remedy="export the PDF again"
            )
            continue
        except OutOfBoundsError as error:
            raise ReadError(str(error), place=place, remedy="Check where the file is from; if it is sound, raise the limit") from None
        finally:
            page.close()
        found.pages.append(made)
    reader.hyphens.settle()
    return empty


def _check_text(pages: Sequence[PdfPage], empty: list[int], count: int, build: DocumentBuilder) -> None:
    name = build.source.name
    if not any(page.words or page.turned for page in pages):
        if not pages:
            raise ReadError("no page of the PDF can be read", place=name, remedy="Download or export it again")
        what = f"pages {ranges(empty)} are images" if len(empty) > 1 else "its page is an image" if empty and count == 1 else ""
        if not empty:
            raise ReadError("the pages of the PDF are blank", place=name, remedy="Check that it is the document you mean")
        raise ReadError(
            f"there is no text in the PDF: {what or f'page {empty[0]} is an image'}",
            place=name,
            remedy="It needs OCR: make it searchable, with ocrmypdf for example, and add the result",
        )
    if empty:
        message = f"no text on page{'s' * (len(empty) > 1)} {ranges(empty)}: images, perhaps scanned text, that were not read"
        build.finding("read.pdf-no-text", Severity.WARNING, message, place=name, remedy="run OCR over the PDF if text is missing")
    unmapped = sum(page.unmapped for page in pages)
    if unmapped:
        total = sum(len(word.text) for page in pages for word in page.words)
        where = ranges([page.number for page in pages if page.unmapped])
        if unmapped > _READABLE * max(total, 1):
            raise ReadError(
                f"the fonts of the PDF don't say what their characters are ({unmapped} of {max(total, unmapped)}, pages {where})",
                place=name,
                remedy="It needs OCR (ocrmypdf --force-ocr), or another export",
            )
        message = f"{unmapped} characters on pages {where} have no meaning in their font; they are shown as \ufffd"
        build.finding("read.pdf-encoding", Severity.WARNING, message, place=name, remedy="compare with the page, or export the PDF anew")
    outside = sum(page.outside for page in pages)
    if outside:
        message = f"{outside} characters lie outside their pages and were left out"
        build.finding("read.pdf-outside", Severity.NOTE, message, place=name, remedy="look at the pages if something seems to be missing")


def ranges(numbers: Sequence[int]) -> str:
    """Return numbers (ascending) as printed ranges, not more than ten of them.

    >>> ranges([1, 2, 3, 7])
    '1–3, 7'
    """
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    shown = [str(a) if a == b else f"{a}–{b}" for a, b in found[:10]]
    return ", ".join(shown) + (f" and {len(found) - 10} more ranges" if len(found) > 10 else "")


def _title(document: Any) -> str:
    title = document.get_metadata_dict().get("Title", "")
    return " ".join(title.split())[:300] if isinstance(title, str) else ""


def _outline(document: Any) -> list[str]:
    """Return the titles of the outline. A broken outline is none: it is a hint."""
    found: list[str] = []
    for item in document.get_toc(max_depth=8):
        title = item.get_title() if hasattr(item, "get_title") else item.title
        found.append(str(title or ""))
        if len(found) >= _TITLES:
            break
    return found
