"""Word files (DOCX, DOCM, DOTX): agreements, rulebooks, orders, with footnotes, automatic numbers, tables and tracked changes.

The text is what Word shows when all tracked changes are accepted; `read_original` gives what it shows when all are rejected, so that the two can be
compared. Headers and footers are kept beside the text, comments are findings. Then paragraphs go the way of web pages: what a heading names says how
it is cited, the levels of heading styles say how units nest.
"""

from __future__ import annotations

from lxml import etree

from regkit.model.document import Margin, MarginKind
from regkit.model.finding import Severity
from regkit.read.assemble import Assembler
from regkit.read.builder import DocumentBuilder
from regkit.read.docx_body import Body
from regkit.read.docx_numbering import Numbering
from regkit.read.docx_package import Package, W
from regkit.read.docx_runs import Counts, Runs, note_formats
from regkit.read.docx_styles import Styles
from regkit.read.html_place import place
from regkit.read.raised import attach_raised
from regkit.read.zipped import MAGIC

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FALLBACK = False
_MOST_COMMENTS = 500
_LONGEST = 300  # characters of a comment in its finding
_NOTES = {"footnote": "footnotes", "endnote": "endnotes"}


def accepts(head: bytes, name: str) -> bool:
    """Take archives that hold a Word document."""
    return head.startswith(MAGIC) and b"word/document" in head


def read(data: bytes, build: DocumentBuilder) -> None:
    """Read a Word file as it is with all changes accepted. Raises: ReadError where it is encrypted, broken or out of bounds. Cost: linear."""
    _read(data, build, original=False)


def read_original(data: bytes, build: DocumentBuilder) -> None:
    """Read a Word file as it was before the changes that it tracks. Raises: ReadError, as `read`."""
    _read(data, build, original=True)


def _read(data: bytes, build: DocumentBuilder, *, original: bool) -> None:
    package = Package(data, build)
    root = package.document()
    body = root.find(f"{W}body")
    if body is None:
        body = root
    styles = Styles(package.part("styles"))
    formats = note_formats(package.part("settings"), body)
    runs = Runs(package, styles, formats, original=original)
    found = Body(styles, Numbering(package.part("numbering")), runs, _notes(package))
    items = found.read(body, "/w:document/w:body" if body is not root else "/w:document")
    _suggest(package, found, build)
    for kind, header in package.headers():
        _margin(kind, header, build)
    place(attach_raised(items), Assembler(build))
    _comments(package.part("comments"), found, build)
    _findings(runs.counts, build, original=original)


def _notes(package: Package) -> dict[str, etree._Element]:
    found: dict[str, etree._Element] = {}
    for kind, part in _NOTES.items():
        root = package.part(part)
        if root is None:
            continue
        for note in root.iterchildren(f"{W}{kind}"):
            if note.get(f"{W}type") in (None, "normal"):
                found.setdefault(f"{kind}-{note.get(f'{W}id') or ''}", note)
    return found


def _suggest(package: Package, found: Body, build: DocumentBuilder) -> None:
    """Take the title that the document prints in its style for titles; the one of its properties, often left over, where its first lines have it."""
    opening = " ".join(" ".join(item.paragraph.text.split()) for item in found.items[:12]).lower()
    title = package.title()
    if not found.title and len(title) >= 8 and title.lower() in opening:
        found.title = title
    if found.title:
        build.suggest(title=found.title[:300])


def _margin(kind: str, root: etree._Element, build: DocumentBuilder) -> None:
    text = " ".join(" ".join(text.text or "" for text in root.iter(f"{W}t")).split())[:1000]
    if text:
        build.margin(Margin(page=0, kind=MarginKind.HEAD if kind == "header" else MarginKind.FOOT, text=text))


def _comments(root: etree._Element | None, found: Body, build: DocumentBuilder) -> None:
    if root is None:
        return
    places = dict(found.comments)
    for count, comment in enumerate(root.iterchildren(f"{W}comment")):
        if count >= _MOST_COMMENTS:
            break
        words = " ".join("".join(text.text or "" for text in comment.iter(f"{W}t")).split())
        text = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
        author = " ".join((comment.get(f"{W}author") or "somebody").split())[:80]
        at = places.get(comment.get(f"{W}id") or "", "")
        build.finding(
            "read.docx-comment",
            Severity.NOTE,
            f"comment by {author}: {text}",
            place=f"{build.source.name}: {at}" if at else build.source.name,
            remedy="see to it in the source",
        )


def _findings(counts: Counts, build: DocumentBuilder, *, original: bool) -> None:
    name = build.source.name
    changed = counts.inserted + counts.deleted
    said = "the text before them" if original else "the text with all of them accepted"
    for count, code, severity, message, remedy in (
        (
            changed,
            "tracked-changes",
            Severity.NOTE,
            f"the file tracks changes ({counts.inserted} insertions, {counts.deleted} deletions); this is {said}",
            f"compare both with: regkit diff {name}@original {name}",
        ),
        (counts.hidden, "hidden", Severity.NOTE, f"{counts.hidden} characters of hidden text were left out", "show hidden text in Word to see it"),
        (
            counts.contents,
            "contents",
            Severity.NOTE,
            f"{counts.contents} characters of tables of contents and indexes were left out",
            "compare with the file if something seems to be missing",
        ),
        (
            counts.images,
            "images",
            Severity.NOTE,
            f"{counts.images} pictures were not read",
            "look at the file; a formula or a table may be among them",
        ),
        (counts.formulas, "formulas", Severity.WARNING, f"{counts.formulas} formulas were read as plain characters", "compare them with the file"),
        (counts.embedded, "embedded", Severity.WARNING, f"{counts.embedded} embedded documents were not read", "add them as documents of their own"),
        (
            len(counts.unknown),
            "symbols",
            Severity.WARNING,
            f"characters of symbol fonts are not known: {', '.join(sorted(counts.unknown)[:10])}",
            "compare the places marked with the replacement character with the file",
        ),
    ):
        if count:
            build.finding(f"read.docx-{code}", severity, message, place=name, remedy=remedy)
