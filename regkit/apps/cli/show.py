"""``regkit show``: the tree of a document as regkit reads it, so that a person can see at a glance whether it was read right."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from regkit.apps.cli.console import note, printable, say, shorten
from regkit.apps.cli.options import Json
from regkit.apps.cli.sources import document_named

if TYPE_CHECKING:
    from regkit.model.document import Document, Provision

_WIDTH = 80  # columns in a pipe
_STEP = 2


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("show")(show)


def show(
    name: Annotated[str, typer.Argument(metavar="FILE|ID", help="A file, or the id of a document of the project.", show_default=False)],
    depth: Annotated[int, typer.Option("--depth", "-d", min=1, help="How many levels of the tree.")] = 99,
    text: Annotated[bool, typer.Option("--text", help="Print the canonical text instead.")] = False,
    original: Annotated[bool, typer.Option("--original", help="The text before the changes that the file tracks; also FILE@original.")] = False,
    instrument: Annotated[str, typer.Option("--as", help='The instrument that a bare file is, as in "12 CFR part 1002".')] = "",
    json: Json = False,
) -> None:
    """Print a document's tree: each unit with its marker and heading or first words; notes, what was found beside the text, and findings."""
    document = document_named(f"{name}@original" if original else name, instrument)
    if json:
        sys.stdout.buffer.write(msgspec.json.encode(_facts(document, depth)) + b"\n")
        return
    if text:
        sys.stdout.buffer.write(document.text.encode() + b"\n")
        return
    width = shutil.get_terminal_size((_WIDTH, 24)).columns if sys.stdout.isatty() else _WIDTH
    for line in tree(document, depth, width):
        say(line)
    for finding in document.findings:
        note(f"{finding.severity}: {printable(finding.message)}")


def tree(document: Document, depth: int, width: int) -> Iterator[str]:
    """Yield the lines of the tree, each at most ``width`` columns: type, marker, heading or first words; a summary comes first."""
    about = document.authority
    title = about.title or about.citation or document.id
    yield shorten(printable(title), width)
    notes = sum(provision.type == "footnote" for provision in document.provisions)
    facts = [f"{len(document.provisions) - 1:,} units", f"{notes:,} notes", f"{len(document.text):,} characters", document.source.media_type]
    yield shorten(", ".join(facts), width)
    for provision, level in _levels(document):
        if level <= depth:
            indent = " " * (_STEP * (level if level < 12 else 12))
            yield indent + shorten(printable(_line(document, provision)), max(20, width - len(indent)))


def _levels(document: Document) -> Iterator[tuple[Provision, int]]:
    """Yield the provisions in reading order with their depth, the root's own text first."""
    levels = [0]
    for provision in document.provisions[1:]:
        levels.append(levels[provision.parent] + 1)
        yield provision, levels[-1]


def _line(document: Document, provision: Provision) -> str:
    marker = provision.marker or ""
    words = " ".join(" ".join(document.quote(span) for span in provision.body[:1]).split())
    words = words.removeprefix(marker).lstrip(" .") if marker else words
    sign = "" if provision.type in ("paragraph", "item", "condition") else f"[{provision.type}] "
    heading = provision.heading or ""
    rest = words.removeprefix(heading).lstrip(" .:—–-") if heading else words
    parts = [" ".join(part for part in (marker, heading) if part), rest]
    return sign + (" | " if heading else " ").join(part for part in parts if part)


def _facts(document: Document, depth: int) -> dict[str, Any]:
    """Return what --json prints: the document without its text and blocks, and its provisions with their depth and own text."""
    shown = [
        {
            "id": provision.id,
            "depth": level,
            "type": provision.type,
            "path": provision.path,
            "marker": provision.marker,
            "heading": provision.heading,
            "pinpoint": provision.pinpoint,
            "start": provision.span.start,
            "end": provision.span.end,
            "text": "\n".join(document.quote(span) for span in provision.body),
        }
        for provision, level in _levels(document)
        if level <= depth
    ]
    facts = {"document": document.id, "source": document.source, "authority": document.authority, "characters": len(document.text)}
    return facts | {"provisions": shown, "margins": document.margins, "findings": document.findings}
