"""What people say about a project: ``regkit.toml`` → `Settings`, ``<document>/document.toml`` → `DocumentSettings`.

Both are decoded strictly (see `regkit.text.forms`): errors name file, line, field and remedy. Folders and files are relative to the project and
stay inside it: templates and rules run with the user's trust, so they come from the user's own project only.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from msgspec import Struct

from regkit.errors import SettingsError
from regkit.model.document import Authority
from regkit.text.forms import read_toml

SETTINGS_FILE = "regkit.toml"
DOCUMENT_FILE = "document.toml"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+\Z")
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\Z")


class Limit(Struct, frozen=True, kw_only=True):
    """At most how many, a number or a share (``"5 %"``), and the exit code where there are more."""

    most: int | str
    exit: int = 1


Most = int | str | Limit | None
"""A limit as it is written: a number, a share, both with an exit code, or nothing for no limit."""


class Thresholds(Struct, frozen=True, kw_only=True):
    """What ``regkit coverage`` asks for where the command line says nothing.

    ``coverage`` is percent of the requirements that are covered, 0 to 100, ``exit`` the exit code where less is. The others are limits on how many
    requirements have a status, and ``orphan`` on how many checks verify nothing and results are of unknown checks.
    """

    coverage: float = 0.0
    exit: int = 1
    lost: Most = None
    failing: Most = None
    suspect: Most = None
    uncovered: Most = None
    unverified: Most = None
    stale: Most = None
    waived: Most = None
    orphan: Most = None

    def limits(self) -> dict[str, Limit]:
        """Return the limits that are set, the worst status first."""
        found: dict[str, Limit] = {}
        for name in LIMITED:
            value: Most = getattr(self, name)
            if value is not None:
                found[name] = value if isinstance(value, Limit) else Limit(most=value)
        return found


LIMITED = ("lost", "failing", "suspect", "uncovered", "unverified", "stale", "waived", "orphan")
_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?) ?%\Z")


def share(text: str) -> float | None:
    """Return the percentage that ``"5 %"`` says; None where it is none from 0 to 100."""
    found = _SHARE.match(text.strip())
    return float(found[1]) if found and float(found[1]) <= 100 else None


def check_limit(name: str, limit: Limit, place: str) -> None:
    """Raise SettingsError where a limit is no number or share, or its exit code is none that a program can have (2 is misuse)."""
    sound = limit.most >= 0 if isinstance(limit.most, int) else share(limit.most) is not None
    if not sound:
        raise SettingsError(f"the limit of {name} is no number or share: {limit.most!r}", place=place, remedy='Write it as 0, 12 or "5 %"')
    _check_exit(name, limit.exit, place)


def _check_exit(name: str, code: int, place: str) -> None:
    if not 1 <= code <= 125 or code == 2:
        raise SettingsError(f"the exit code of {name} is {code}", place=place, remedy="Use 1, or 3 to 125: 2 is for misuse")


class ReviewSettings(Struct, frozen=True, kw_only=True):
    """The file of reviews, and how many people must record the same decision before it takes effect: 1, or 2 for the two-person rule."""

    file: str = "reviews.toml"
    approvals: int = 1


class FetchSettings(Struct, frozen=True, kw_only=True):
    """How ``regkit fetch`` behaves: ``contact`` (a name and a mail address) is in its user agent; ``hosts`` may be asked and redirected to, too."""

    contact: str = ""
    hosts: tuple[str, ...] = ()


class ReportSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """How reports look: ``docx-template`` is a Word document, in the project, whose styles, page, header and footer a Word report takes.

    ``language`` is the tag of the one that they speak, English where it is empty (see the page on translating).
    """

    docx_template: str = ""
    language: str = ""


class Settings(Struct, frozen=True, kw_only=True):
    """A project. ``documents`` are ids in the project's order, empty for all that there are, by id.

    ``checks`` and ``evidence`` are folders or files; ``marks`` and ``tests`` globs of files with marks in comments and of Python tests with marks;
    ``templates`` and ``rules`` folders; ``reviews`` a file, or a table with it; ``build`` the folder of outputs.
    What does not exist holds nothing.
    """

    name: str = ""
    documents: tuple[str, ...] = ()
    checks: tuple[str, ...] = ("checks",)
    marks: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ("evidence",)
    templates: tuple[str, ...] = ("templates",)
    rules: tuple[str, ...] = ("rules",)
    reviews: str | ReviewSettings = ReviewSettings()
    build: str = "build"
    thresholds: Thresholds = Thresholds()
    fetch: FetchSettings = FetchSettings()
    reports: ReportSettings = ReportSettings()

    @property
    def reviewing(self) -> ReviewSettings:
        """How reviews are kept; a bare file name says the file only."""
        return ReviewSettings(file=self.reviews) if isinstance(self.reviews, str) else self.reviews


class SourceSettings(Struct, frozen=True, kw_only=True):
    """The source as received: a file beside ``document.toml``, and what is known of it. ``sha256`` is of its bytes, in hex; empty: not pinned.

    ``original`` says that the document is the text before the changes that the file tracks.
    """

    file: str
    media_type: str = ""
    sha256: str = ""
    url: str = ""
    retrieved: str = ""
    original: bool = False


class DocumentSettings(Struct, frozen=True, kw_only=True):
    """One document of the corpus."""

    id: str
    source: SourceSettings
    authority: Authority = Authority()


def load_settings(path: Path) -> Settings:
    """Return the settings in ``path`` (a ``regkit.toml``). Raises: SettingsError."""
    return parse_settings(_read(path, "Start a project with: regkit init"), str(path))


def parse_settings(data: bytes, place: str = SETTINGS_FILE) -> Settings:
    """Return the settings that ``data`` holds; ``place`` names it in errors. Raises: SettingsError."""
    settings = read_toml(data, Settings, place)
    for field in ("checks", "marks", "tests", "evidence", "templates", "rules"):
        for folder in getattr(settings, field):
            _inside(folder, field, place)
    _inside(settings.reviewing.file, "reviews", place)
    _inside(settings.build, "build", place)
    if settings.reports.docx_template:
        _inside(settings.reports.docx_template, "reports.docx-template", place)
    if not 1 <= settings.reviewing.approvals <= 9:
        raise SettingsError("reviews.approvals is a number from 1 to 9", place=place, remedy="Write 2 for the two-person rule")
    for host in settings.fetch.hosts:
        if not _HOST.match(host):
            raise SettingsError(f"fetch.hosts has no name of a host: {host!r}", place=place, remedy="Write it as in www.example.org, in lower case")
    seen: set[str] = set()
    for id in settings.documents:
        _check_id(id, place)
        if id in seen:
            raise SettingsError(f"document {id!r} is listed twice", place=place, remedy="List it once")
        seen.add(id)
    if not 0 <= settings.thresholds.coverage <= 100:
        raise SettingsError("thresholds.coverage is a percentage, 0 to 100", place=place, remedy="Correct the value")
    _check_exit("thresholds", settings.thresholds.exit, place)
    for name, limit in settings.thresholds.limits().items():
        check_limit(f"thresholds.{name}", limit, place)
    return settings


def load_document_settings(path: Path) -> DocumentSettings:
    """Return the settings in ``path`` (a ``document.toml``). Raises: SettingsError."""
    found = parse_document_settings(_read(path, "Add the document with: regkit add FILE"), str(path))
    if found.id != path.parent.name:
        raise SettingsError(
            f"the document's id is {found.id!r}, its folder is {path.parent.name!r}", place=str(path), remedy="Give both the same name"
        )
    return found


def parse_document_settings(data: bytes, place: str = DOCUMENT_FILE) -> DocumentSettings:
    """Return the document's settings that ``data`` holds. Raises: SettingsError."""
    found = read_toml(data, DocumentSettings, place)
    _check_id(found.id, place)
    source, authority = found.source, found.authority
    _inside(source.file, "source.file", place)
    if source.sha256 and not _SHA256.match(source.sha256):
        raise SettingsError("source.sha256 is not 64 lower-case hex digits", place=place, remedy="Write the SHA-256 of the source file")
    dates = {"source.retrieved": source.retrieved, "authority.effective": authority.effective, "authority.expires": authority.expires}
    dates |= {f"authority.records[{index}].date": record.date for index, record in enumerate(authority.records)}
    for field, date in dates.items():
        if date and not _DATE.match(date):
            raise SettingsError(f"{field} is not a date: {date!r}", place=place, remedy="Write it as YYYY-MM-DD")
    return found


def _read(path: Path, remedy: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SettingsError("there is no such file", place=str(path), remedy=remedy) from None
    except OSError as error:
        raise SettingsError(f"the file cannot be read: {error.strerror}", place=str(path), remedy="Check its permissions") from None


def _check_id(id: str, place: str) -> None:
    if not _ID.match(id):
        raise SettingsError(f"{id!r} is not a document id", place=place, remedy="Use letters, digits, - and _ only")


def _inside(name: str, field: str, place: str) -> None:
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise SettingsError(f"{field} is not inside the project: {name!r}", place=place, remedy="Name a path below the project, with forward slashes")
