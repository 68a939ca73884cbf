"""``regkit fetch``: documents by citation or address, from the public service that has them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from regkit.apps.cli import fetching
from regkit.apps.cli.console import fitted, note, printable, say
from regkit.errors import FetchError, RegkitError

if TYPE_CHECKING:
    from regkit.fetch import Fetched


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("fetch")(fetch)


def fetch(
    citations: Annotated[list[str], typer.Argument(metavar="CITATION|URL…", help='As in "17 CFR 240.15c3-3", "91 FR 5128" or an https address.')],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The version of this day (YYYY-MM-DD).")] = "",
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder that gets a folder a document.")] = Path(),
    project: Annotated[Path | None, typer.Option("--project", help="Whose settings and cache are used. Default: the one at or above.")] = None,
    id: Annotated[str, typer.Option("--id", help="The document's id. Default: the slug of its citation, and the day.")] = "",
    offline: Annotated[bool, typer.Option("--offline", help="Use what was fetched before; ask nobody.")] = False,
    contact: Annotated[str, typer.Option(help="Who asks: a name and a mail address; sec.gov wants one. Default: REGKIT_CONTACT, regkit.toml.")] = "",
    largest: Annotated[int, typer.Option(help="The most MiB that a document may have.", min=1)] = 256,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a citation.")] = False,
) -> None:
    """Fetch official texts by citation, and write each with its document.toml. One that fails does not stop the others; exit 2 then."""
    if id and len(citations) > 1:
        raise RegkitError("--id goes with one citation", remedy="Fetch them one by one, or leave it out")
    bad = 0
    client = fetching.make_client(project, contact=contact, offline=offline, largest=largest)
    for asked in dict.fromkeys(citations):
        try:
            row = _one(asked, client, on, output, id)
        except RegkitError as error:
            bad += 1
            row = {"asked": asked, "status": "error", "kind": getattr(error, "kind", error.code), "message": str(error)}
            if not json:
                place = "" if error.place == asked else f"{asked}: "
                note(fitted(printable(f"regkit: {place}{error}"), sys.stderr))
        if json:
            say(msgspec.json.encode(row).decode())
        elif row["status"] != "error":
            say(fitted(_line(row), sys.stdout))
            for remark in row["notes"]:
                note(f"note: {printable(remark)}")
    if bad:
        raise typer.Exit(2)


def _one(asked: str, client: Any, on: str, output: Path, id: str) -> dict[str, Any]:
    from regkit.fetch import fetch as fetched_from
    from regkit.fetch.receive import document_id, source_name, write
    from regkit.text.slug import document_slug

    with fetching.transfer() as client.seen:
        found: Fetched = fetched_from(asked, client, on=on)
    folder = output / (document_slug(id) if id else document_id(found, on))
    try:
        written = write(found, folder)
    except OSError as error:
        raise FetchError(
            f"it cannot be written ({error.strerror})", kind="write", place=str(folder), remedy="Check the folder's permissions"
        ) from None
    entry, authority = found.page.entry, found.authority
    return {
        "asked": asked,
        "status": "cached" if found.page.cached else "fetched",
        "citation": found.citation,
        "id": folder.name,
        "file": str(folder / source_name(found)),
        "written": written,
        "url": entry.url,
        "sha256": entry.sha256,
        "size": entry.size,
        "retrieved": entry.retrieved,
        "version": authority.version,
        "effective": authority.effective,
        "issuer": authority.issuer,
        "title": authority.title,
        "notes": list(found.notes),
    }


def _line(row: dict[str, Any]) -> str:
    what = "from the cache" if row["status"] == "cached" else "fetched"
    version = f", version {row['version']}" if row["version"] else ""
    there = "" if row["written"] else " (it was there already)"
    return f"{printable(row['citation'])}: {row['size']:,} bytes {what}{printable(version)}, in {printable(row['file'])}{there}"
