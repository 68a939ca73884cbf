"""``regkit search``: full-text search over the stored graph."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from regkit.apps.cli.console import fitted, note, printable, say
from regkit.apps.cli.options import AsOf, Json, day
from regkit.model.coverage import CoverageStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from regkit.search import Found, Hit, Limits, Piece

_ROOM = 72  # of 80 columns, so that a line has place for its indent and its marks
_BEGIN, _END = "\x02", "\x03"  # `printable` leaves no other of these
_WIDTH = 80
_LINES = 3  # of a text that was found
_NAMED = 4  # requirements of a provision


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("search")(search)


def search(
    words: Annotated[
        list[str],
        typer.Argument(help='Words that all stand in it; "a phrase"; disclos* for a beginning; OR, NOT, -word, parentheses.', show_default=False),
    ],
    project: Annotated[Path, typer.Option("--project", "-p", help="The project's folder, or one inside it.")] = Path(),
    document: Annotated[list[str] | None, typer.Option("--document", help="In this document.")] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="provision, requirement, term or citation. Default: all, requirements with their provisions.")
    ] = None,
    status: Annotated[list[CoverageStatus] | None, typer.Option("--status", help="Requirements with this coverage.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", help="Show so many.", min=1, max=1000)] = 10,
    as_of: AsOf = "",
    json: Json = False,
) -> None:
    """Find words in provisions, requirements, defined terms and cited authorities, the best first. Exit code 1 where nothing is found."""
    from regkit.search import search as find
    from regkit.store.workspace import open_workspace
    from regkit.workflow.library import opened, statuses

    workspace = open_workspace(project)
    with opened(workspace) as graph:
        assert graph is not None  # a library of any size has its words looked for in the database
        wanted = tuple(kind or ())
        known = statuses(workspace, graph, on=day(as_of, "--as-of")) if status or not wanted or "requirement" in wanted else {}
        limits = _limits(tuple(document or ()), wanted, tuple(status or ()), known)
        found = find(graph, " ".join(words), limits, first=limit)
    if json:
        say(msgspec.json.encode(_facts(found, known)).decode())
    else:
        _show(found, known)
    if not found.hits:
        raise typer.Exit(1)


def _limits(documents: tuple[str, ...], kinds: tuple[str, ...], wanted: tuple[CoverageStatus, ...], known: Mapping[str, CoverageStatus]) -> Limits:
    """Return where to look; a status is one of requirements. Raises: RegkitError for a kind that there is not."""
    from regkit.errors import RegkitError
    from regkit.search import Kind, Limits
    from regkit.text.forms import nearest

    for name in kinds:
        if name not in set(Kind):
            near = nearest(name, [known.value for known in Kind])
            hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(Kind)}"
            raise RegkitError(f"there is no kind {printable(name)!r} of what can be found", remedy=hint)
    if not wanted:
        return Limits(documents=documents, kinds=tuple(Kind(name) for name in kinds))
    if any(name != Kind.REQUIREMENT for name in kinds):
        raise RegkitError("only a requirement has a coverage status", remedy="Leave --kind out, or write: --kind requirement")
    if CoverageStatus.UNCOVERED in wanted:  # what nobody has checked or decided on: all but those of another status
        but = frozenset(id for id, status in known.items() if status not in wanted)
        return Limits(documents=documents, kinds=(Kind.REQUIREMENT,), but=but)
    only = frozenset(id for id, status in known.items() if status in wanted)
    return Limits(documents=documents, kinds=(Kind.REQUIREMENT,), only=only)


def _show(found: Found, known: Mapping[str, CoverageStatus]) -> None:
    for line in found.notes:
        note(fitted(f"regkit: {printable(line)}", sys.stderr))
    if not found.hits:
        say(fitted(f"Nothing is found for: {printable(found.understood)}", sys.stdout))
        return
    bold = sys.stdout.isatty()
    for number, hit in enumerate(found.hits, 1):
        for line in _lines(number, hit, known, bold=bold):
            say(line)
    more = f"more than {found.total:,} are found; these are the best of the first {found.total:,}" if found.more else f"{found.total:,} found"
    say(fitted(f"{more[0].upper()}{more[1:]}: {printable(found.understood)}", sys.stdout))


def _lines(number: int, hit: Hit, known: Mapping[str, CoverageStatus], *, bold: bool) -> Iterator[str]:
    head = f"{number}. {hit.kind.value}"
    about = ""
    if hit.kind.value == "requirement":
        about = f"  [{known.get(hit.id, CoverageStatus.UNCOVERED).value}]"
    if hit.citing:
        about = f"  ({hit.citing:,} {'use' if hit.kind.value == 'term' else 'citation'}{'s' if hit.citing != 1 else ''})"
    id = printable(hit.id)
    if len(head) + len(id) + len(about) + 2 <= _WIDTH:
        yield f"{head}  {id}{about}"
    else:  # an id is copied whole, so it is not broken
        yield head + about
        yield f"   {id}"
    yield from _wrapped(hit.title, 1, bold=bold)
    yield from _wrapped(hit.text, _LINES, bold=bold)
    if hit.requirements:
        named = [f"{printable(id)} [{known.get(id, CoverageStatus.UNCOVERED).value}]" for id in hit.requirements[:_NAMED]]
        rest = len(hit.requirements) - _NAMED
        for line in [*named, *([f"and {rest} more"] if rest > 0 else [])]:
            yield f"   → {line}" if len(line) + 5 <= _WIDTH else f"   → {line.replace(' [', f'{chr(10)}     [')}"
    yield ""


def _wrapped(pieces: tuple[Piece, ...], most: int, *, bold: bool) -> Iterator[str]:
    """Yield lines of at most 80 columns with the words that were looked for in bold, or between asterisks where there is no terminal."""
    text = "".join(f"{_BEGIN}{printable(piece.text)}{_END}" if piece.marked else printable(piece.text) for piece in pieces)
    lines = textwrap.wrap(text, _ROOM, break_on_hyphens=False)
    if len(lines) > most:
        lines[most - 1] += "…"
    begin, end = ("\x1b[1m", "\x1b[0m") if bold else ("*", "*")
    inside = False
    for line in lines[:most]:
        whole = f"{_BEGIN}{line}" if inside else line
        inside = whole.rfind(_BEGIN) > whole.rfind(_END)
        whole += _END if inside else ""
        yield f"   {whole.replace(_BEGIN, begin).replace(_END, end)}"


def _facts(found: Found, known: Mapping[str, CoverageStatus]) -> dict[str, Any]:
    return {
        "understood": found.understood,
        "total": found.total,
        "more": found.more,
        "notes": found.notes,
        "hits": [_hit(hit, known) for hit in found.hits],
    }


def _hit(hit: Hit, known: Mapping[str, CoverageStatus]) -> dict[str, Any]:
    def status(id: str) -> str:
        return known.get(id, CoverageStatus.UNCOVERED).value

    facts: dict[str, Any] = {name: getattr(hit, name) for name in ("id", "kind", "document", "pinpoint", "score", "citing")}
    facts |= {name: [{"text": piece.text, "marked": piece.marked} for piece in getattr(hit, name)] for name in ("title", "text")}
    facts["requirements"] = [{"id": id, "status": status(id)} for id in hit.requirements]
    return facts | ({"status": status(hit.id)} if hit.kind.value == "requirement" else {})
