"""``regkit diff``: what changed between two versions, provision by provision."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from regkit.apps.cli.console import note, say, shorten, table
from regkit.apps.cli.options import Json
from regkit.apps.cli.sources import document_named

if TYPE_CHECKING:
    from regkit.diff import Alignment
    from regkit.diff.show import Row
    from regkit.model.document import Document

_WIDE = 400  # characters of changed words in a line; --json and --format have all of them


class Form(StrEnum):
    """How the comparison is printed."""

    TABLE = "table"
    HTML = "html"
    MD = "md"


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("diff")(diff)


def diff(
    old: Annotated[str, typer.Argument(help="The old version: a file, or the id of a document of the project.", show_default=False)],
    new: Annotated[str, typer.Argument(help="The new version.", show_default=False)],
    form: Annotated[Form, typer.Option("--format", "-f", help="A table, a page or Markdown.")] = Form.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write.")] = None,
    same: Annotated[bool, typer.Option("--all", help="Show unchanged provisions too.")] = False,
    requirements: Annotated[bool, typer.Option("--requirements", "-r", help="Compare requirements, not provisions.")] = False,
    instrument: Annotated[str, typer.Option("--as", help='The instrument that bare files are, as in "12 CFR part 1002".')] = "",
    json: Json = False,
) -> None:
    """Compare two versions provision by provision: same, moved, renumbered, reworded, split, merged, added, removed. Exit 1 where they differ."""
    from regkit.diff import align
    from regkit.diff.show import rows, to_html, to_markdown
    from regkit.store.atomic import write_bytes

    if requirements:
        _requirements(old, new, instrument, same=same, json=json)
        return
    one, other = document_named(old, instrument), document_named(new, instrument)
    alignment = align(one, other)
    if json:
        text = msgspec.json.encode(_facts(one, other, alignment, same=same)).decode() + "\n"
    elif form is Form.TABLE and output is None:
        table(["change", "old", "new", "words"], (_cells(row) for row in rows(one, other, alignment, same=same)))
        note(", ".join(f"{count} {change}" for change, count in alignment.counts().items()))
        text = ""
    else:
        make = to_html if form is Form.HTML else to_markdown
        text = make(one, other, alignment, same=same)
    if output is not None:
        write_bytes(output, text.encode())
        note(f"Wrote {output}")
    elif text:
        say(text.removesuffix("\n"))
    if alignment.changed:
        raise typer.Exit(1)


def _requirements(old: str, new: str, instrument: str, *, same: bool, json: bool) -> None:
    from regkit.change import Side, compare
    from regkit.change.show import requirement_rows
    from regkit.diff import Change
    from regkit.resolve import resolve
    from regkit.workflow import extract

    one, other = (Side(resolve([extract(document_named(name, instrument))])[0]) for name in (old, new))
    comparison = compare(one, other)
    if json:
        pairs = [pair for pair in comparison.requirements if same or pair.change is not Change.SAME or pair.context]
        say(msgspec.json.encode({"old": one.document.id, "new": other.document.id, "counts": comparison.counts(), "pairs": pairs}).decode())
    else:
        table(
            ["change", "old", "new", "words"],
            ([*cells[:3], shorten(cells[3], _WIDE)] for cells in requirement_rows(one, other, comparison, same=same)),
        )
        note(", ".join(f"{count} {change}" for change, count in comparison.counts().items()) or "no requirements")
    if comparison.changed:
        raise typer.Exit(1)


def _cells(row: Row) -> list[str]:
    from regkit.diff.show import joined

    signs = {"equal": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
    words = joined(row, lambda word: f"{signs[word.kind][0]}{word.text}{signs[word.kind][1]}")
    return [str(row.change), row.old, row.new, shorten(words, _WIDE)]


def _facts(old: Document, new: Document, alignment: Alignment, *, same: bool) -> dict[str, Any]:
    """Return what --json prints: ids and paths on both sides, the likeness, the stretches of words with their spans."""
    from regkit.diff import Change, changes

    found: list[dict[str, Any]] = []
    for pair in alignment.pairs:
        if pair.change is Change.SAME and not same:
            continue
        entry: dict[str, Any] = {"change": pair.change, "score": pair.score}
        for side, document, indices in (("old", old, pair.old), ("new", new, pair.new)):
            entry[side] = [
                {"id": document.provisions[index].id, "path": document.provisions[index].path, "pinpoint": document.provisions[index].pinpoint}
                for index in indices
            ]
        if pair.change in (Change.REWORDED, Change.SPLIT, Change.MERGED):
            entry["words"] = changes(old, old.provisions[pair.old[0]], new, new.provisions[pair.new[0]])
        found.append(entry)
    return {"old": old.id, "new": new.id, "counts": alignment.counts(), "pairs": found}
