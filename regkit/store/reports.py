"""Reports that were made before, kept by everything that they were made from. Safe to delete; damaged entries are as good as missing.

A report may say anything that the project holds (an audit names the heads of the evidence logs, a dossier every result), so its key is a digest over
*all* of it: every input and output of the build, the reviews, the project's templates; the whole package with its templates; the versions of the
libraries that print; the report's name, format and options. Content decides, never dates of files. What is not in the key is not in a report: the
clock, the machine, the user. One entry for each report and format is kept, the last; a report that changes is made anew as a whole, from the graph.

An entry is a check sum, the key and the report's bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

import msgspec

from regkit.store.atomic import write_bytes
from regkit.store.manifest import Manifest
from regkit.store.recipe import digest_of, folder_digest
from regkit.store.workspace import Workspace

_MAGIC = b"regkit-report-1\n"
_PACKAGE = Path(__file__).resolve().parent.parent
_PRINTERS = ("regkit", "jinja2", "markupsafe", "msgspec", "networkx", "XlsxWriter", "typst", "python-docx", "docutils")
_KINDS = {".py", ".toml", ".json", ".yaml", ".txt", ".cfg", ".jinja", ".css", ".js", ".typ"}


@cache
def code_digest() -> str:
    """Return a digest that changes when regkit, its templates or the libraries that print reports change. Some 500 small files: about 20 ms.

    The templates are in the package, or beside it in a checkout (`regkit.report.folders.builtin_folder`, which takes longer to import than this).
    """
    digest = hashlib.sha256(f"regkit-report-1 {sys.version_info.major}.{sys.version_info.minor}".encode())
    for folder in (_PACKAGE, _PACKAGE.parent / "templates"):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in _KINDS and "_corpus" not in path.parts):
            data = path.read_bytes()
            digest.update(f"\0{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
            digest.update(data)
    for name in _PRINTERS:
        with contextlib.suppress(metadata.PackageNotFoundError):
            digest.update(f"\0{name}=={metadata.version(name)}".encode())
    return digest.hexdigest()


class ReportCache:
    """The reports of one project; ``manifest`` is of the project as it lies, ``project`` the digest of all that a report of it may say."""

    def __init__(self, workspace: Workspace, manifest: Manifest) -> None:
        self._folder = workspace.root / ".regkit" / "reports"
        reviews = workspace.reviews.read_bytes() if workspace.reviews.is_file() else b""
        self.project = digest_of(
            msgspec.json.encode(manifest, order="sorted"),
            str(workspace.reviews.is_file()).encode(),
            reviews,
            workspace.name.encode(),
            folder_digest(workspace.templates).encode(),
            "\n".join(str(folder.relative_to(workspace.root)) for folder in workspace.templates).encode(),
            code_digest().encode(),
        )

    def key(self, name: str, format: str, options: Iterable[str] = ()) -> str:
        """Return the key of a report on the project as it lies."""
        return digest_of(self.project.encode(), name.encode(), format.encode(), *(option.encode() for option in options))

    def get(self, name: str, format: str, key: str) -> bytes | None:
        """Return the report under ``key``; None where there is none, or it is damaged."""
        try:
            data = self._path(name, format).read_bytes()
        except OSError:
            return None
        head = len(_MAGIC) + 32
        body = data[head:]
        if data[: len(_MAGIC)] != _MAGIC or data[len(_MAGIC) : head] != hashlib.sha256(body).digest() or body[:64] != key.encode():
            return None
        return body[64:]

    def put(self, name: str, format: str, key: str, report: bytes) -> None:
        """Keep a report in place of the last. A cache that cannot be written is no reason to stop."""
        body = key.encode() + report
        with contextlib.suppress(OSError):
            write_bytes(self._path(name, format), _MAGIC + hashlib.sha256(body).digest() + body)

    def _path(self, name: str, format: str) -> Path:
        return self._folder / f"{name}.{format}"
