"""What ``fetch`` and ``add`` share: the client as the project and the options set it up, and progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from regkit.apps.cli.console import note, printable, say, shorten
from regkit.errors import SettingsError

if TYPE_CHECKING:
    from regkit.fetch.client import Client
    from regkit.model.document import Status

Seen = Callable[[str, int, int], None]
CONTACT = "REGKIT_CONTACT"


def user_cache() -> Path:
    """Return the user's folder of caches: ``$XDG_CACHE_HOME``, else what the platform has for it."""
    if set_ := os.environ.get("XDG_CACHE_HOME"):
        return Path(set_)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")


def make_client(project: Path | None, *, contact: str = "", offline: bool = False, largest: int = 0, seen: Seen | None = None) -> Client:
    """Return the client: cache and hosts are the project's; outside a project the cache is the user's, and hosts are the default ones."""
    from regkit.fetch.client import Client
    from regkit.fetch.limits import MIB, Limits
    from regkit.settings import SETTINGS_FILE, Settings, load_settings
    from regkit.store.workspace import find_project

    root: Path | None
    try:
        root = find_project(project or Path())
    except SettingsError:
        if project is not None:
            raise
        root, settings = None, Settings()
    else:
        settings = load_settings(root / SETTINGS_FILE)
    folder = root / ".regkit" / "fetch" if root else user_cache() / "regkit" / "fetch"
    return Client(
        folder,
        contact=contact or os.environ.get(CONTACT, "") or settings.fetch.contact,
        hosts=settings.fetch.hosts,
        offline=offline,
        limits=Limits(largest=largest * MIB) if largest else None,
        seen=seen,
    )


def is_fetchable(text: str) -> bool:
    """Tell whether what a person gave to ``add`` is an address or a citation, and no file."""
    if Path(text).exists():
        return False
    if text.lower().startswith(("https:", "http:")):
        return True
    from regkit.fetch.route import is_citation

    return is_citation(text)


def add_fetched(asked: str, root: Path, id: str, given: dict[str, str], status: Status | None, *, on: str, offline: bool) -> None:
    """Fetch a document into the project at ``root``. It must be one that regkit reads: what its text says completes what its service does."""
    import msgspec

    from regkit.fetch import fetch
    from regkit.fetch.receive import document_id, source_name, write
    from regkit.read import read_bytes
    from regkit.store.workspace import document_folder
    from regkit.text.slug import document_slug

    with transfer() as seen:
        found = fetch(asked, make_client(root, offline=offline, seen=seen), on=on)
    name = document_slug(id) if id else document_id(found, on)
    known = {key: value for key, value in given.items() if value} | ({"status": status} if status is not None else {})
    document = read_bytes(found.page.data, source_name(found), id=name, authority=msgspec.structs.replace(found.authority, **known))
    if not write(found, document_folder(root, name), document.authority):
        say(f"{name} is there already, and has not changed.")
        return
    say(f"Added {name}: {len(document.provisions) - 1} provisions, {len(document.text):,} characters, status {document.authority.status}.")
    for remark in found.notes:
        note(f"note: {printable(remark)}")
    for finding in document.findings:
        note(f"{finding.severity}: {printable(finding.message)}")


@contextmanager
def transfer() -> Iterator[Seen | None]:
    """Show on a terminal's standard error what is coming in; say nothing in a pipe. Nothing else is printed meanwhile."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=20), DownloadColumn(), TransferSpeedColumn())
    # not redirected: Rich would send what is printed meanwhile to this console, past a pipe that standard output is
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task("Asking", total=None)

        def seen(address: str, size: int, total: int) -> None:
            host = urlsplit(address).hostname or ""
            bar.update(task, completed=size, total=total or None, description=shorten(printable(host), 30))

        yield seen
