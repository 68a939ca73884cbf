"""What a person sees: plain lines in a pipe, Rich on a terminal. Progress goes to standard error, results to standard output."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

import msgspec

from regkit.model.finding import Finding

Step = Callable[[str], None]


def say(line: str = "") -> None:
    """Print a line of the result."""
    sys.stdout.write(f"{line}\n")


def note(line: str) -> None:
    """Print a line that is not the result: to standard error."""
    sys.stderr.write(f"{line}\n")


def printable(text: str) -> str:
    """Return ``text`` with control characters as escapes: text of a document must not drive a terminal."""
    return "".join(c if c.isprintable() or c == " " else c.encode("unicode_escape").decode() for c in text)


def fitted(line: str, stream: TextIO) -> str:
    """Return the line broken between words where the stream is a terminal narrower than it; as it is in a pipe, where a line is a record."""
    if not stream.isatty():
        return line
    width = shutil.get_terminal_size().columns
    return "\n".join(
        textwrap.fill(part, width, subsequent_indent="    ", break_on_hyphens=False, break_long_words=False) for part in line.split("\n")
    )


def shorten(text: str, width: int) -> str:
    """Return ``text`` in at most ``width`` characters, cut at a word and ended by an ellipsis where it is longer."""
    if len(text) <= width:
        return text
    cut = text[: width - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[width // 2 :] else cut}…"


def print_findings(findings: Sequence[Finding], *, json: bool) -> None:
    """Print findings: as a JSON list, or a line each with place and remedy."""
    if json:
        say(msgspec.json.encode(findings).decode())
        return
    for line in finding_lines(findings):
        say(fitted(line, sys.stdout))


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield a line a finding, with place and remedy."""
    for finding in findings:
        place = printable(finding.place or finding.document)
        if finding.document and not place.startswith(finding.document):
            place = f"{printable(finding.document)}, {place}"  # every document's file may be called source.xml
        remedy = f" {printable(finding.remedy[:1].upper() + finding.remedy[1:])}." if finding.remedy else ""
        yield f"{finding.severity.value}: {place}: {printable(finding.message)}.{remedy} [{finding.code}]"


def table(headings: list[str], rows: Iterable[list[str]], *, right: frozenset[int] = frozenset()) -> None:
    """Print a table: Rich's on a terminal, tab-separated in a pipe. ``right`` are the columns that hold numbers."""
    if not sys.stdout.isatty():
        for row in [headings, *rows]:
            say("\t".join(printable(cell) for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    made = Table(box=None, pad_edge=False, header_style="bold")
    for at, heading in enumerate(headings):
        made.add_column(heading, justify="right" if at in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text(printable(cell)) for cell in row))
    Console().print(made)


@contextmanager
def progress(title: str, total: int) -> Iterator[Step]:
    """Show progress, its rate and the time left on a terminal's standard error; say nothing in a pipe. Yields a function to call after each step."""
    if not sys.stderr.isatty() or total < 2:
        yield lambda name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many steps a second, once that is known."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "", style="progress.data.speed")

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=None), MofNCompleteColumn(), Rate(), TimeRemainingColumn(compact=True))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda name: bar.update(task, advance=1, description=f"{title} {shorten(printable(name), 28)}")
