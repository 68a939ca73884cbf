"""``regkit cite``: find, resolve, format and link the citations of any text or document."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from regkit.apps.cli.console import fitted, note, printable, table
from regkit.errors import ReadError, RegkitError
from regkit.model.analysis import Analysis
from regkit.model.annotation import Citation

STDIN = "-"
_SMALL = 4096  # bytes: a larger file is not looked at before it is read


class Format(StrEnum):
    """How citations are printed: ``plain`` is every citation with its place, ``authorities`` a table of authorities, the others each target once."""

    PLAIN = "plain"
    MD = "md"
    HTML = "html"
    CSL_JSON = "csl-json"
    BIBTEX = "bibtex"
    LONG = "long"
    SHORT = "short"
    AUTHORITIES = "authorities"


class Source(StrEnum):
    """What text is written in, where its name does not say: standard input, and files of other endings."""

    TEXT = "text"
    HTML = "html"
    MD = "md"


_KINDS = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), Source.HTML),
    **dict.fromkeys((".md", ".markdown"), Source.MD),
    **dict.fromkeys((".txt", ".text", ""), Source.TEXT),
}


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("cite")(cite)


def cite(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE…|-]", help="Texts or documents; - or none is standard input, plain text.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="plain: every citation and its place; else each target once.")] = Format.PLAIN,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a citation.")] = False,
    annotate: Annotated[bool, typer.Option("--annotate", help="Print the HTML, Markdown or plain text with links at its citations.")] = False,
    unresolved: Annotated[bool, typer.Option("--unresolved", help="Only what is not resolved, and why; exit 1 where there is any.")] = False,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Link to the CFR as of this day (YYYY-MM-DD).")] = "",
    instrument: Annotated[str, typer.Option("--as", help='The instrument that bare files are, as in "12 CFR part 1002".')] = "",
    cases: Annotated[bool, typer.Option("--cases", help="Cases in reporters too; needs the extra cases (eyecite).")] = False,
    written: Annotated[Source | None, typer.Option("--from", help="What --annotate reads, where no file name says it: text, html or md.")] = None,
) -> None:
    """Find and resolve citations; print, export or link them."""
    day = _day(on)
    names = files or [STDIN]
    if names.count(STDIN) > 1:
        raise RegkitError("standard input is named twice", remedy="Name - once")
    if annotate:
        if json or unresolved or form is not Format.PLAIN or len(names) > 1:
            raise RegkitError("--annotate takes one file and neither --format, --json nor --unresolved", remedy="Run it once a file")
        _write(_annotated(names[0], day, written, cases=cases))
        return
    if written is not None:
        raise RegkitError("--from goes with --annotate", remedy="Name files by what they are: .html, .md, .txt")
    analyses, bad = _analyses(names, instrument, cases=cases)
    rows = [(analysis, citation) for analysis in analyses for citation in analysis.citations]
    if unresolved:
        rows = [row for row in rows if not is_resolved(row[1])]
    if json:
        encode = msgspec.json.Encoder().encode
        for analysis, citation in rows:
            _write(encode(_row(analysis, citation, day)).decode() + "\n")
    elif form is Format.PLAIN or unresolved:
        heading = "why" if unresolved else "address"
        table(["place", "as written", "target", heading], (_cells(*row, day, unresolved=unresolved) for row in rows))
    elif form is Format.AUTHORITIES:
        _write(_authorities(rows))
    else:
        targets = dict.fromkeys(citation.target for _, citation in rows if citation.target and is_resolved(citation))
        _write(_formatted(form, targets, day))
    if unresolved and rows:
        note(f"{len(rows)} of them not resolved")
    if bad:
        raise typer.Exit(2)
    if unresolved and rows:
        raise typer.Exit(1)


def is_resolved(citation: Citation) -> bool:
    """Tell whether a citation has a target that stands alone: a canonical form of an authority, or a provision that is there."""
    if citation.target is None:
        return False
    return citation.family != "internal" or citation.target_document is not None


def _day(on: str) -> str:
    try:
        return date.fromisoformat(on).isoformat() if on else ""
    except ValueError:
        raise RegkitError(f"{on!r} is not a day", place="--on", remedy="Write it as YYYY-MM-DD") from None


def _analyses(names: list[str], instrument: str, *, cases: bool) -> tuple[tuple[Analysis, ...], int]:
    """Read the files and standard input, and resolve them together; return how many cannot be read too, each said on standard error.

    Text that is blank has no citations, and is no mistake. Raises: ReadError where nothing else is named.
    """
    from regkit import cite as citations
    from regkit.cite import acts
    from regkit.cite.grammar import fold_citation
    from regkit.read import read, read_bytes
    from regkit.resolve.citations import resolve_citations

    found: list[Analysis] = []
    taken: dict[str, int] = {}
    bad = 0
    for name in names:
        try:
            if name != STDIN:
                if _is_blank(Path(name)):
                    continue
                document = read(name, instrument=instrument)
            elif (data := _bytes(name)).strip():
                document = read_bytes(data, "standard-input.txt", instrument=instrument)
            else:
                continue
        except ReadError as error:
            if len(names) == 1:
                raise
            note(fitted(f"regkit: {error}", sys.stderr))
            bad += 1
            continue
        count = taken[document.id] = taken.get(document.id, 0) + 1
        if count > 1:
            document = msgspec.structs.replace(document, id=f"{document.id}-{count}")
        short = acts.short_names(fold_citation(document.text))
        found.append(Analysis(document=document, citations=tuple(citations.find(document.text, names=short, cases=cases))))
    return resolve_citations(found), bad


def _is_blank(path: Path) -> bool:
    return path.is_file() and path.stat().st_size < _SMALL and not path.read_bytes().strip()


def _bytes(name: str) -> bytes:
    """Return what a file or standard input holds. Raises: ReadError."""
    if name == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise ReadError(f"the file cannot be opened ({error.strerror})", place=name, remedy="Check the path and its permissions") from None


def _row(analysis: Analysis, citation: Citation, day: str) -> dict[str, Any]:
    """Return the citation as `regkit annotate` spells it, with what a list of citations needs besides."""
    document, span = analysis.document, citation.span
    return {
        "kind": "citation",
        "document": document.id,
        "path": document.provision_at(span.start).path,
        "start": span.start,
        "end": span.end,
        "text": document.quote(span),
        "family": citation.family,
        "target": citation.target,
        "through": citation.through,
        "group": citation.group,
        "target_document": citation.target_document,
        "target_path": citation.target_path,
        "url": _address(citation, day),
        "rule": citation.rule,
        "certain": citation.certain,
        "resolved": is_resolved(citation),
        "note": citation.note,
    }


def _address(citation: Citation, day: str) -> str | None:
    from regkit.cite.links import url

    return url(citation.target, date=day) or citation.url


def _cells(analysis: Analysis, citation: Citation, day: str, *, unresolved: bool) -> list[str]:
    document = analysis.document
    provision = document.provision_at(citation.span.start)
    where = f"{document.id}:{citation.span.start}{f' {provision.pinpoint}' if provision.path else ''}"
    last = citation.note or "the document does not say what is meant" if unresolved else _address(citation, day) or ""
    return [where, document.quote(citation.span), citation.target or "", last]


def _formatted(form: Format, targets: Iterable[str], day: str) -> str:
    from regkit.cite import export
    from regkit.cite import format as forms

    if form is Format.CSL_JSON:
        return export.csl_json(targets, date=day) + "\n"
    if form is Format.BIBTEX:
        entries = export.bibtex(targets, date=day)
        return f"{entries}\n" if entries else ""

    def lines() -> Iterator[str]:
        for target in targets:
            if form is Format.MD:
                yield f"- {forms.markdown(target, date=day)}"
            elif form is Format.HTML:
                yield f"<li>{forms.html(target, date=day)}</li>"
            else:
                yield printable(forms.long(target) if form is Format.LONG else forms.short(target))

    return "".join(f"{line}\n" for line in lines())


def _authorities(rows: Iterable[tuple[Analysis, Citation]]) -> str:
    """Return the table of authorities: what is cited outside the documents, and the provisions, or the lines, that cite it."""
    from regkit.cite import authorities

    cited = [
        (citation.target, _place(analysis, citation)) for analysis, citation in rows if citation.target is not None and citation.family != "internal"
    ]
    made = authorities.table(cited)
    width = max((len(row.written) for _, found in made for row in found), default=0) if sys.stdout.isatty() else 0
    lines: list[str] = []
    for title, found in made:
        between = "  " if width else "\t"
        lines += [*([""] if lines else []), title, *(f"  {printable(row.written):{width}}{between}{printable(row.listed)}" for row in found)]
    return "".join(f"{line}\n" for line in lines)


def _place(analysis: Analysis, citation: Citation) -> str:
    """Return where a table says that a citation stands: the provision, else the line of the canonical text."""
    provision = analysis.document.provision_at(citation.span.start)
    return provision.pinpoint if provision.path else f"{analysis.document.id}:{citation.span.start}"


def _annotated(name: str, day: str, written: Source | None, *, cases: bool) -> str:
    """Return the source with links. Raises: ReadError where the file is not text of a kind that links can be put into."""
    from regkit import cite as citations
    from regkit.cite import acts
    from regkit.cite import annotate as linking
    from regkit.cite.grammar import fold_citation

    kind = written or (Source.TEXT if name == STDIN else _KINDS.get(Path(name).suffix.lower()))
    if kind is None:
        raise ReadError("links can be put into HTML, Markdown and plain text", place=name, remedy="Say which it is with --from html, md or text")
    data = _bytes(name)
    try:
        source = data.decode("utf-8")
    except UnicodeDecodeError:
        raise ReadError("the text is not UTF-8", place=name, remedy="Save it as UTF-8") from None
    reader, link = {
        Source.HTML: (linking.html_text, linking.link_html),
        Source.MD: (linking.markdown_text, linking.link_markdown),
        Source.TEXT: (linking.plain_text, linking.link_plain),
    }[kind]
    read = reader(source)
    wrapped = kind is not Source.HTML
    short = acts.short_names(fold_citation(read.text, wrapped=wrapped))
    return link(source, read, citations.find(read.text, wrapped=wrapped, names=short, cases=cases), date=day)


def _write(text: str) -> None:
    """Write to standard output as UTF-8, byte for byte: line ends of a source stay as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()
