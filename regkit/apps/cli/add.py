"""``regkit add``: copy a source into a project, or fetch it there, with its hash and its authority."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import msgspec
import typer

from regkit.apps.cli import fetching
from regkit.apps.cli.console import note, printable, say
from regkit.errors import ReadError, RegkitError, SettingsError
from regkit.model.document import Status
from regkit.text.slug import document_slug

if TYPE_CHECKING:
    from regkit.read.archive import Member

_ENDING = re.compile(r"[^.a-z0-9]")


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("add")(add)


def add(
    source: Annotated[str, typer.Argument(metavar="FILE|CITATION|URL", help="The source as received, or what it is fetched by.", show_default=False)],
    project: Annotated[Path, typer.Argument(help="The project's folder.")] = Path(),
    id: Annotated[str, typer.Option("--id", help="The document's id. Default: the slug of the file's name.")] = "",
    title: Annotated[str, typer.Option(help="What the instrument is called.")] = "",
    issuer: Annotated[str, typer.Option(help="Who issued it.")] = "",
    citation: Annotated[str, typer.Option(help='Its official citation, as in "12 CFR part 1002".')] = "",
    status: Annotated[Status | None, typer.Option(help="What the text is in law. Default: what the file's format says.")] = None,
    url: Annotated[str, typer.Option(help="Where it came from.")] = "",
    retrieved: Annotated[str, typer.Option(help="When it was retrieved, YYYY-MM-DD.")] = "",
    original: Annotated[
        bool, typer.Option("--as-original", help="The text before the changes that the file tracks, as a document of its own.")
    ] = False,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Fetch the version of this day (YYYY-MM-DD).")] = "",
    offline: Annotated[bool, typer.Option("--offline", help="Take what was fetched before; ask nobody.")] = False,
) -> None:
    """Copy a source into the project and write its document.toml; fetch what is a citation or an https address.

    Of a ZIP archive with several documents each is added.
    """
    from regkit.store.workspace import find_project

    root = find_project(project)
    if fetching.is_fetchable(source):
        if url or retrieved or original:
            raise SettingsError(
                "--url, --retrieved and --as-original are for files: what is fetched says itself where and when it is from",
                place=source,
                remedy="Leave them out",
            )
        fetching.add_fetched(source, root, id, {"title": title, "issuer": issuer, "citation": citation}, status, on=on, offline=offline)
        return
    if on or offline:
        raise SettingsError(
            "--on and --offline are for what is fetched", place=source, remedy="Name a citation or an https address, or leave them out"
        )
    file = Path(source)
    data = _bytes_of(file)
    given = {"title": title, "issuer": issuer, "citation": citation, "url": url}
    options = _Options(given, status, retrieved, original)
    members = _members(data, file.name)
    if len(members) < 2:
        _add(root, data, file.name, id or file.stem, options)
        return
    if id or title or citation:
        raise SettingsError(
            f"the archive holds {len(members)} documents; --id, --title and --citation name one", place=str(file), remedy="Add it without them"
        )
    failed = 0
    for member in members:
        try:
            if member.error is not None:
                raise member.error
            name = PurePosixPath(member.name.replace("\\", "/"))
            _add(root, member.data, name.name, name.stem, options)
        except RegkitError as error:
            failed += 1
            note(f"error: {printable(str(error))}")
    if failed == len(members):
        raise SettingsError("none of the archive's documents was added", place=str(file), remedy="See the errors above")
    if failed:
        raise typer.Exit(1)


class _Options(NamedTuple):
    """What the command line says of the source, or of every source of an archive."""

    given: dict[str, str]
    status: Status | None
    retrieved: str
    original: bool


def _bytes_of(file: Path) -> bytes:
    from regkit.read import LARGEST

    try:
        if file.stat().st_size > LARGEST:
            raise ReadError(f"the file has more than {LARGEST // 2**20} MiB", place=str(file), remedy="Split it, one part or rule a file")
        return file.read_bytes()
    except OSError as error:
        raise ReadError(
            f"the file cannot be opened ({error.strerror or error})", place=str(file), remedy="Check the path and its permissions"
        ) from None


def _members(data: bytes, name: str) -> list[Member]:
    """Return the documents of an archive, none of any other file."""
    if not data.startswith(b"PK\x03\x04"):
        return []
    from regkit.read import archive
    from regkit.read.choose import choose

    return list(archive.members_of(data, name)) if choose(data, name).MEDIA_TYPE == archive.MEDIA_TYPE else []


def _add(root: Path, data: bytes, file: str, id: str, options: _Options) -> None:
    """Add one document: its source as received, and what is known of it."""
    from regkit.read import read_bytes
    from regkit.settings import parse_document_settings
    from regkit.store.atomic import write_bytes
    from regkit.store.workspace import document_folder

    name = document_slug(f"{id}-original" if options.original and id == PurePosixPath(file).stem else id)
    folder = document_folder(root, name)
    if (folder / "document.toml").exists():
        raise SettingsError(f"the project has a document {name!r} already", place=str(folder), remedy="Choose another --id")
    document = read_bytes(data, file, id=name, original=options.original)
    authority = msgspec.structs.replace(document.authority, **{key: value for key, value in options.given.items() if value})
    if options.status is not None:
        authority = msgspec.structs.replace(authority, status=options.status)
    target = folder / f"source{_ENDING.sub('', PurePosixPath(file).suffix.lower())}"
    source = document.source
    received: dict[str, Any] = {"file": target.name, "media_type": source.media_type, "sha256": source.sha256}
    received |= {"url": options.given["url"], "retrieved": options.retrieved, "original": options.original or None}
    about: dict[str, Any] = {
        "id": name,
        "source": _filled(received),
        "authority": _filled(msgspec.to_builtins(authority)) | {"status": str(authority.status)},
    }
    settings = msgspec.toml.encode(about)
    parse_document_settings(settings, "the options of regkit add")  # a wrong date or title stops here, not at the next build
    write_bytes(target, data)
    write_bytes(folder / "document.toml", settings)
    say(f"Added {name}: {len(document.provisions) - 1} provisions, {len(document.text):,} characters, status {authority.status}.")
    for finding in document.findings:
        note(f"{finding.severity}: {printable(finding.message)}")
    if authority.status is Status.DRAFT:
        note(f"Its status is draft, because the file does not say what it is; set it in {folder / 'document.toml'}.")


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty: document.toml holds what is known."""
    return {key: value for key, value in fields.items() if value not in ("", (), [], None)}
