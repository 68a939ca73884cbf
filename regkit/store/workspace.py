"""A project's folders: where its documents, checks, evidence and outputs are.

A project is a folder with a ``regkit.toml``. Its documents live in ``<project>/<id>/`` where that holds a ``document.toml`` (the corpus that ships is
laid out so), and in ``<project>/corpus/<id>/`` otherwise; one with several versions has a folder for each there (`regkit.store.versions`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from regkit.errors import SettingsError
from regkit.model.document import Source
from regkit.settings import DOCUMENT_FILE, SETTINGS_FILE, DocumentSettings, Settings, load_document_settings, load_settings
from regkit.store.versions import AT, Version, in_force, superseded, versions_in
from regkit.text.forms import nearest

CHECK_SUFFIXES = (".yaml", ".yml")
EVIDENCE_SUFFIXES = (".yaml", ".yml", ".json", ".jsonl")
ATTACHMENTS = "attachments"
"""The folder in a folder of evidence that holds what is attached to results: none of its files is read as evidence."""


class WorkspaceDocument(Struct, frozen=True, kw_only=True):
    """A document of the project: its folder, its settings, its source file, and the name of its version where it has several."""

    id: str
    folder: Path
    settings: DocumentSettings
    source: Path
    version: str = ""

    def read(self) -> tuple[bytes, Source]:
        """Return the source's bytes and its description. Raises: SettingsError where it is missing, or not what ``document.toml`` pins."""
        about = self.settings.source
        data = read_file(self.source, f"source.file of {self.folder / DOCUMENT_FILE} names it; put it there")
        digest = hashlib.sha256(data).hexdigest()
        if about.sha256 and digest != about.sha256:
            raise SettingsError(
                f"the source is not the one that document.toml describes: its SHA-256 is {digest}",
                place=str(self.source),
                remedy=f"Restore the file, or write the new hash into {self.folder / DOCUMENT_FILE}",
            )
        return data, Source(name=about.file, sha256=digest, media_type=about.media_type, size=len(data), url=about.url, retrieved=about.retrieved)


class Workspace(Struct, frozen=True, kw_only=True):
    """An open project. Nothing is read but its settings; ``documents`` are in the project's order.

    ``as_of`` is the day on which they are in force; ``superseded`` are the earlier versions of those that have several, of each the newest first.
    """

    root: Path
    settings: Settings
    documents: tuple[WorkspaceDocument, ...]
    as_of: str = ""
    superseded: tuple[WorkspaceDocument, ...] = ()

    @property
    def name(self) -> str:
        """The project's name; its folder's where the settings have none."""
        return self.settings.name or self.root.resolve().name

    @property
    def build(self) -> Path:
        """The folder of outputs."""
        return self.root / self.settings.build

    @property
    def graph(self) -> Path:
        """The stored graph."""
        return self.build / "graph.json"

    @property
    def manifest(self) -> Path:
        """What the last build read and wrote."""
        return self.build / "manifest.json"

    @property
    def cache(self) -> Path:
        """The cache; safe to delete."""
        return self.root / ".regkit" / "cache"

    @property
    def reviews(self) -> Path:
        """The file of reviews and waivers."""
        return self.root / self.settings.reviewing.file

    @property
    def checks(self) -> tuple[Path, ...]:
        """The files that hold checks, sorted."""
        return tuple(_files(self.root, self.settings.checks, CHECK_SUFFIXES))

    @property
    def marked(self) -> tuple[Path, ...]:
        """The files whose comments may hold marks, sorted."""
        return tuple(_globbed(self.root, self.settings.marks, self.settings.build))

    @property
    def tests(self) -> tuple[Path, ...]:
        """The Python files whose tests may have marks, sorted."""
        return tuple(path for path in _globbed(self.root, self.settings.tests, self.settings.build) if path.suffix == ".py")

    @property
    def evidence(self) -> tuple[Path, ...]:
        """The files that hold evidence, sorted."""
        return tuple(_files(self.root, self.settings.evidence, EVIDENCE_SUFFIXES))

    @property
    def log(self) -> Path:
        """The log that results are recorded in: in the first folder of evidence. It need not exist."""
        folders = [self.root / name for name in self.settings.evidence if not (self.root / name).is_file()]
        return (folders[0] if folders else self.root / "evidence") / "log.jsonl"

    @property
    def logs(self) -> tuple[Path, ...]:
        """The logs that there are, and `log` where its head is there without it."""
        found = [path for path in self.evidence if path.suffix == ".jsonl"]
        lost = self.log not in found and self.log.with_suffix(".head").is_file()
        return (*found, self.log) if lost else tuple(found)

    @property
    def rebases(self) -> Path:
        """The folder of what ``regkit rebase`` has moved; it need not exist."""
        return self.root / "rebases"

    @property
    def templates(self) -> tuple[Path, ...]:
        """The project's template folders that exist."""
        return tuple(_own_folders(self.root, self.settings.templates))

    @property
    def rules(self) -> tuple[Path, ...]:
        """The project's rule folders that exist."""
        return tuple(_own_folders(self.root, self.settings.rules))

    def document(self, id: str) -> WorkspaceDocument:
        """Return a document by id. Raises: SettingsError naming the nearest."""
        for found in self.documents:
            if found.id == id:
                return found
        base, at, name = id.partition(AT)
        versions = list(versions_in(document_folder(self.root, base))) if at else []
        for version in versions:
            if version.name == name:
                return _versioned(version, id)
        if versions:
            there = ", ".join(f"{base}{AT}{version.name}" for version in versions)
            raise SettingsError(f"{base!r} has no version {name!r}", place=str(self.root), remedy=f"There are: {there}")
        raise _no_document(id, [found.id for found in self.documents], str(self.root))

    def inputs(self) -> Iterator[Path]:
        """Yield every file that a build reads: settings, documents, checks, evidence, reviews, rules; in a fixed order."""
        yield self.root / SETTINGS_FILE
        for document in self.documents:
            yield document.folder / DOCUMENT_FILE
            yield document.source
        for document in self.superseded:
            yield document.folder / DOCUMENT_FILE
            yield document.source
        yield from self.checks
        yield from dict.fromkeys((*self.marked, *self.tests))
        yield from self.evidence
        if self.reviews.is_file():
            yield self.reviews
        yield from sorted(self.rebases.glob("[0-9]*.json"))
        for folder in self.rules:
            yield from sorted(path for path in folder.rglob("*") if path.is_file())

    def relative(self, path: Path) -> str:
        """Return ``path`` as it is named in outputs: relative to the project, with forward slashes."""
        return path.relative_to(self.root).as_posix()


def find_project(start: Path) -> Path:
    """Return the nearest folder at or above ``start`` that holds a ``regkit.toml``. Raises: SettingsError."""
    if start.name == SETTINGS_FILE and start.is_file():
        return start.parent
    if (start / SETTINGS_FILE).is_file():
        return start
    for folder in start.resolve().parents:
        if (folder / SETTINGS_FILE).is_file():
            return folder
    raise SettingsError("this is no regkit project, nor is a folder above it", place=str(start), remedy="Start one with: regkit init FOLDER")


def document_folder(root: Path, id: str) -> Path:
    """Return where the document ``id`` lives, or will live once it is added."""
    beside = root / id
    return beside if (beside / DOCUMENT_FILE).is_file() else root / "corpus" / id


def open_workspace(start: Path, as_of: str | None = None) -> Workspace:
    """Open the project at or above ``start``, with the versions in force on a day; "" means the latest, None the day of the last build.

    Raises: SettingsError.
    """
    root = find_project(start)
    settings = load_settings(root / SETTINGS_FILE)
    ids = settings.documents or tuple(sorted(_ids(root)))
    day = _day_of_build(root / settings.build) if as_of is None else as_of
    documents: list[WorkspaceDocument] = []
    earlier: list[WorkspaceDocument] = []
    for id in ids:
        folder = document_folder(root, id)
        versions = () if (folder / DOCUMENT_FILE).is_file() else versions_in(folder)
        if not versions:
            found = _open(root, id, folder)
            authority = found.settings.authority
            if not day or (authority.effective <= day and not (authority.expires and authority.expires < day)):
                documents.append(found)
            continue
        current = in_force(versions, day)
        documents += [_versioned(current, id)] if current else []
        earlier += [_versioned(version, f"{id}{AT}{version.name}") for version in superseded(versions, current, day)]
    return Workspace(root=root, settings=settings, documents=tuple(documents), as_of=day, superseded=tuple(earlier))


class _Built(Struct, frozen=True):
    as_of: str = ""


def _day_of_build(build: Path) -> str:
    """Return the day as of which the last build was made: what is asked of its graph is asked of those versions."""
    try:
        return msgspec.json.decode((build / "manifest.json").read_bytes(), type=_Built).as_of
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return ""


def read_file(path: Path, remedy: str) -> bytes:
    """Return a file's bytes. Raises: SettingsError with the remedy."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SettingsError("there is no such file", place=str(path), remedy=remedy) from None
    except OSError as error:
        raise SettingsError(f"the file cannot be read: {error.strerror}", place=str(path), remedy="Check it and its permissions") from None


def _ids(root: Path) -> set[str]:
    found = {path.parent.name for pattern in (f"*/{DOCUMENT_FILE}", f"corpus/*/{DOCUMENT_FILE}") for path in root.glob(pattern)}
    return found | {path.parent.parent.name for path in root.glob(f"corpus/*/*/{DOCUMENT_FILE}")}


def _open(root: Path, id: str, folder: Path) -> WorkspaceDocument:
    other = root / "corpus" / id
    if folder != other and (other / DOCUMENT_FILE).is_file():
        raise SettingsError(f"document {id!r} is there twice: the other is {folder}", place=str(other), remedy="Keep one, or rename the other")
    if not (folder / DOCUMENT_FILE).is_file():
        raise _no_document(id, sorted(_ids(root)), str(root / SETTINGS_FILE))
    return _document(id, folder, load_document_settings(folder / DOCUMENT_FILE))


def _versioned(version: Version, id: str) -> WorkspaceDocument:
    return _document(id, version.folder, version.settings, version.name)


def _document(id: str, folder: Path, settings: DocumentSettings, version: str = "") -> WorkspaceDocument:
    source = folder / settings.source.file
    if not _inside(folder, source):
        raise SettingsError("the source is a link out of the document's folder", place=str(source), remedy="Copy the file here")
    return WorkspaceDocument(id=id, folder=folder, settings=settings, source=source, version=version)


def _inside(folder: Path, source: Path) -> bool:
    """Tell whether a source is within its document's folder. A plain file right in it is, which one question to the system tells, not a dozen."""
    if source.parent == folder and source.name != ".." and not source.is_symlink():
        return True
    try:
        return source.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself; Python 3.13 and later resolve it to itself instead
        return False


def _no_document(id: str, known: list[str], place: str) -> SettingsError:
    near = nearest(id, known)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known) or 'none'}. Add one with: regkit add FILE"
    return SettingsError(f"there is no document {id!r}", place=place, remedy=hint)


def _own_folders(root: Path, names: tuple[str, ...]) -> Iterator[Path]:
    """Yield the folders that exist. Raises: SettingsError for a link out of the project: what runs with the user's trust is the project's own."""
    for name in names:
        folder = root / name
        if folder.is_dir():
            if not folder.resolve().is_relative_to(root.resolve()):
                raise SettingsError("the folder is a link out of the project", place=str(folder), remedy="Copy the folder here")
            yield folder


def _globbed(root: Path, globs: tuple[str, ...], build: str) -> list[Path]:
    """Return the files of the globs, sorted: not those of hidden folders, of the build folder, or behind links."""
    found = {path for glob in globs for path in root.glob(glob)}
    inside = {path: path.relative_to(root).parts for path in found}
    chosen = [
        path
        for path, parts in inside.items()
        if not any(part.startswith(".") or part == "__pycache__" for part in parts)
        and parts[0] != build
        and path.is_file()
        and not any((root / Path(*parts[:depth])).is_symlink() for depth in range(1, len(parts) + 1))
    ]
    return sorted(chosen, key=lambda path: inside[path])


def _files(root: Path, names: tuple[str, ...], suffixes: tuple[str, ...]) -> Iterator[Path]:
    for name in names:
        path = root / name
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from sorted(
                (file for file in path.rglob("*") if file.suffix in suffixes and file.is_file() and file.relative_to(path).parts[0] != ATTACHMENTS),
                key=lambda file: file.relative_to(path).parts,
            )
