"""Plain text: headings and markers as printed, one paragraph a line or hard-wrapped."""

from __future__ import annotations

from collections.abc import Mapping

from regkit.model.document import Origin, ProvisionType
from regkit.read import headings
from regkit.read.assemble import Assembler
from regkit.read.builder import DocumentBuilder
from regkit.read.decode import decode
from regkit.read.headings import Heading
from regkit.read.lines import paragraphs
from regkit.read.notes import attach
from regkit.read.paragraph import Paragraph
from regkit.read.xml import looks_like_xml

MEDIA_TYPE = "text/plain"
FALLBACK = True


def accepts(head: bytes, name: str) -> bool:
    """Take any text that other readers don't take; XML that nobody knows is not text."""
    if looks_like_xml(head):
        return False
    return bool(head) and (head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" not in head)


def read(data: bytes, build: DocumentBuilder) -> None:
    """Read plain text into the builder. Cost: linear."""
    text = decode(data, build)
    structure(attach([Paragraph([found.text], Origin(line=found.line)) for found in paragraphs(text)]), Assembler(build))


def structure(found_paragraphs: list[Paragraph], assemble: Assembler, ranks: Mapping[int, int] | None = None) -> None:
    """Tell headings from paragraphs and hand both to the assembler.

    ``ranks`` names the paragraphs, by their index, that the source sets as headings, each with the rank it has where its words give it none; words
    come first, because what a heading names says how it is cited.
    """
    ranks = ranks or {}
    decimals = headings.uses_decimals(paragraph.text for paragraph in found_paragraphs)
    commentary = False
    last: dict[int, int] = {}
    for index, paragraph in enumerate(found_paragraphs):
        if paragraph.notes and not paragraph.pieces:
            assemble.close(0)  # notes at the end belong to the whole, not to the last paragraph
        found = None if paragraph.table else headings.classify(paragraph.text, commentary=commentary)
        if found is not None:
            if found.rank <= headings.SECTION:
                commentary = found.type is ProvisionType.APPENDIX
            last.clear()
            assemble.unit(paragraph, found)
        elif decimals and (number := headings.decimal(paragraph.text)) is not None:
            _decimal(assemble, paragraph, *number)
        elif not commentary and not assemble.inside(headings.SECTION) and (found := headings.subheading(paragraph.text, last)) is not None:
            last[found.rank] = last.get(found.rank, 0) + 1
            for rank in [rank for rank in last if rank > found.rank]:
                del last[rank]
            _open_sub(assemble, paragraph, found)
        elif index in ranks:
            last = {rank: value for rank, value in last.items() if rank < ranks[index]}
            assemble.group(paragraph, ranks[index], " ".join(paragraph.text.split()), appendix=commentary)
        else:
            assemble.add(paragraph)
    assemble.close(0)


def _open_sub(assemble: Assembler, paragraph: Paragraph, found: Heading) -> None:
    assemble.close(found.rank)
    path = assemble.build.path
    label = found.label if found.rank == headings.ROMAN or not path else f"{path[-1]}.{found.label}"
    assemble.heading(paragraph, found.rank, label, found.type, marker=found.marker, title=found.title, top=True)


def _decimal(assemble: Assembler, paragraph: Paragraph, number: str, end: int) -> None:
    rank = headings.DECIMAL + number.count(".")
    assemble.heading(None, rank, number, ProvisionType.PARAGRAPH, marker=number, top=True)
    assemble.add(paragraph)
