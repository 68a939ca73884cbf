"""``regkit add``: copy a source into a project, with its hash and its authority."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from regkit.apps.cli.console import note, printable, say
from regkit.errors import SettingsError
from regkit.model.document import Status
from regkit.text.slug import document_slug


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("add")(add)


def add(
    file: Annotated[Path, typer.Argument(help="The source as received.", show_default=False)],
    project: Annotated[Path, typer.Argument(help="The project's folder.")] = Path(),
    id: Annotated[str, typer.Option("--id", help="The document's id. Default: the slug of the file's name.")] = "",
    title: Annotated[str, typer.Option(help="What the instrument is called.")] = "",
    issuer: Annotated[str, typer.Option(help="Who issued it.")] = "",
    citation: Annotated[str, typer.Option(help='Its official citation, as in "12 CFR part 1002".')] = "",
    status: Annotated[Status | None, typer.Option(help="What the text is in law. Default: what the file's format says.")] = None,
    url: Annotated[str, typer.Option(help="Where it came from.")] = "",
    retrieved: Annotated[str, typer.Option(help="When it was retrieved, YYYY-MM-DD.")] = "",
) -> None:
    """Copy a source into the project and write its document.toml."""
    from regkit.read import read
    from regkit.settings import parse_document_settings
    from regkit.store.atomic import write_bytes
    from regkit.store.workspace import document_folder, find_project

    root = find_project(project)
    name = document_slug(id or file.stem)
    folder = document_folder(root, name)
    if (folder / "document.toml").exists():
        raise SettingsError(f"the project has a document {name!r} already", place=str(folder), remedy="Choose another --id")
    document = read(file, id=name)
    given = {"title": title, "issuer": issuer, "citation": citation, "url": url}
    authority = msgspec.structs.replace(document.authority, **{key: value for key, value in given.items() if value})
    if status is not None:
        authority = msgspec.structs.replace(authority, status=status)
    target = folder / f"source{file.suffix.lower()}"
    source = document.source
    received = {"file": target.name, "media_type": source.media_type, "sha256": source.sha256, "url": url, "retrieved": retrieved}
    about: dict[str, Any] = {
        "id": name,
        "source": _filled(received),
        "authority": _filled(msgspec.to_builtins(authority)) | {"status": str(authority.status)},
    }
    settings = msgspec.toml.encode(about)
    parse_document_settings(settings, "the options of regkit add")  # a wrong date or title stops here, not at the next build
    write_bytes(target, file.read_bytes())
    write_bytes(folder / "document.toml", settings)
    say(f"Added {name}: {len(document.provisions) - 1} provisions, {len(document.text):,} characters, status {authority.status}.")
    for finding in document.findings:
        note(f"{finding.severity}: {printable(finding.message)}")
    if authority.status is Status.DRAFT:
        note(f"Its status is draft, because the file does not say what it is; set it in {folder / 'document.toml'}.")


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty: document.toml holds what is known."""
    return {key: value for key, value in fields.items() if value not in ("", (), [], None)}
