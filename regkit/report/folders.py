"""Where reports live: a folder a report, with a ``report.toml`` and a page for each format that needs one.

The built-in folders are ``templates/`` of a checkout and ``regkit/_templates`` of an installed package. A user's folders are searched before
them, file by file: a folder may hold one page only, or a whole new report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from regkit.errors import ReportError
from regkit.report.blocks import ColumnKind
from regkit.report.words import _

SHARED = "_shared"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class Column(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of a table: its heading, and where its value is in a row ("status.label", "checks.id"; lists are joined).

    For workbooks: ``kind`` says what its values are (a number or a day is written as one), ``choices`` are the only ones that it can have (those of a
    coverage status are known), ``detail`` closes it into a group at the end. The values of a ``word`` column are regkit's own ("obligation"), said in
    the reader's language.
    """

    title: str
    field: str
    kind: ColumnKind = "text"
    choices: tuple[str, ...] = ()
    detail: bool = False
    word: bool = False


class ReportFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``report.toml`` holds.

    ``view`` names one of `regkit.report.views.VIEWS`. ``rows`` is where the view keeps the rows of the table, ``document`` where a row keeps the
    id of its document, empty where rows belong to none. ``needs`` names what is found out for this report only, because it is dear.
    """

    title: str
    description: str
    view: str
    rows: str = "rows"
    document: str = ""
    needs: tuple[Literal["logs", "findings", "changes"], ...] = ()
    columns: tuple[Column, ...] = ()


class Report(Struct, frozen=True, kw_only=True):
    """A report that can be made: its name (the folder's) and its file."""

    name: str
    file: ReportFile


@cache
def builtin_folder() -> Path:
    """Return the folder of the templates that come with regkit: the installed copy, or the checkout's.

    Raises: ReportError where neither exists, which is a broken installation.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_templates", package.parent / "templates"):
        if (folder / SHARED).is_dir():
            return folder
    raise ReportError("the templates that come with regkit are missing", place=str(package), remedy="Install regkit again")


def find_report(name: str, folders: Sequence[Path] = ()) -> Report:
    """Return a report by name, from the first folder that has its ``report.toml``.

    Raises: ReportError where no folder has it, naming those that there are, or where the file is wrong.
    """
    if _NAME.fullmatch(name):
        for folder in (*folders, builtin_folder()):
            path = folder / name / "report.toml"
            if path.is_file():
                return Report(name=name, file=_load(path))
    raise ReportError(f"there is no report {name!r}", remedy=f"Reports are: {', '.join(report_names(folders))}")


def spoken(report: Report) -> Report:
    """Return a report with its title, description and heads in the reader's language."""
    file = report.file
    columns = tuple(replace(column, title=_(column.title)) for column in file.columns)
    return replace(report, file=replace(file, title=_(file.title), description=_(file.description), columns=columns))


def report_names(folders: Sequence[Path] = ()) -> list[str]:
    """Return the names of all reports, sorted."""
    found = {path.parent.name for folder in (*folders, builtin_folder()) for path in folder.glob("*/report.toml")}
    return sorted(name for name in found if _NAME.fullmatch(name))


def _load(path: Path) -> ReportFile:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=ReportFile)
    except msgspec.DecodeError as error:
        raise ReportError(f"the report cannot be read: {error}", place=str(path), remedy="See the templates that come with regkit") from error
    except OSError as error:
        raise ReportError(f"the report cannot be read: {error.strerror}", place=str(path)) from error
