"""``regkit export``: the graph in another tool's form, or one document as Akoma Ntoso."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from regkit.apps.cli.console import note, say
from regkit.apps.cli.options import AsOf, Project, day
from regkit.model.annotation import Modality
from regkit.model.coverage import CoverageStatus

_FORMS = "csl, dot, gexf, graphml, json, mermaid, needs, oscal-catalog, oscal-results, reqif or webannotation; akn for a document."


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("export")(export)


def export(
    form: Annotated[str, typer.Argument(help=f"{_FORMS} A plug-in may register more.", show_default=False)],
    project: Project = Path(),
    document: Annotated[list[str] | None, typer.Option("--document", help="Of this document only; of akn the one to write.")] = None,
    status: Annotated[list[CoverageStatus] | None, typer.Option("--status", help="Only requirements with this coverage.")] = None,
    modality: Annotated[list[Modality] | None, typer.Option("--modality", help="Only requirements of this force.")] = None,
    around: Annotated[str, typer.Option("--around", metavar="ID", help="mermaid, dot: what is around this node.")] = "",
    depth: Annotated[int | None, typer.Option("--depth", help="mermaid, dot: how many steps around it. Default: 1.", min=0)] = None,
    tree: Annotated[str, typer.Option("--tree", metavar="ID", help="mermaid, dot: the conditions of this requirement.")] = "",
    shapes: Annotated[bool, typer.Option("--shapes", help="webannotation: write its SHACL shapes instead.")] = False,
    as_of: AsOf = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file, or - for standard output. Default: build/graph-export.*")] = None,
) -> None:
    """Write the graph in the form of another tool, or a document as Akoma Ntoso. docs/exchange.md says what each form keeps."""
    from regkit.errors import RegkitError

    chosen = document or []
    drawing: dict[str, Any] = {name: value for name, value in {"around": around, "depth": depth, "tree": tree}.items() if value not in ("", None)}
    if around and tree:
        raise RegkitError("--around and --tree ask for two pictures", remedy="Give one of them")
    if depth is not None and not around:
        raise RegkitError("--depth counts steps from a node", remedy="Give --around ID with it")
    if shapes and form != "webannotation":
        raise RegkitError(f"{form} has no shapes", remedy="regkit export webannotation --shapes")
    if form == "akn":
        if status or modality or drawing or as_of:
            raise RegkitError("akn is a document as it is", remedy="Give --document and --output alone with it")
        if len(chosen) > 1:
            raise RegkitError("akn is one document a file", remedy="Give one --document")
        _document(project, chosen[0] if chosen else "", output)
        return
    from regkit.export import exporter, pieces
    from regkit.export.select import select, with_coverage
    from regkit.workflow import open_project

    suffix = exporter(form).SUFFIX
    stored = open_project(project, on=day(as_of, "--as-of"))
    if shapes:
        from regkit.export import webannotation

        _put([webannotation.shapes()], output, stored.workspace.build / "shapes.ttl")
        return
    if not stored.current:
        note("regkit: the project, or regkit itself, has changed since the last build; this export is of that build. Run: regkit build")
    graph = with_coverage(stored.graph, stored.coverage)
    part = select(graph, documents=chosen, statuses=status or (), modalities=modality or ())
    data = pieces(form, part, **drawing)
    if form == "mermaid":
        from regkit.export.mermaid import too_large

        data = iter([whole := b"".join(data)])
        if too_large(whole):
            note("regkit: larger than Mermaid draws unless its host allows it; ask for a part with --document, --status, --around or --tree")
    _put(data, output, stored.workspace.build / f"graph-export{suffix}")


def _document(project: Path, id: str, output: Path | None) -> None:
    """Write one document, with links where it cites what has an official address."""
    from regkit.errors import RegkitError
    from regkit.export import akn
    from regkit.workflow import analyse_project

    analyses = {analysis.document.id: analysis for analysis in analyse_project(project)}
    if not id and len(analyses) == 1:
        id = next(iter(analyses))
    if id not in analyses:
        raise RegkitError(
            f"there is no document {id!r}" if id else "there are several documents",
            remedy=f"Give --document: {', '.join(analyses) or 'none is there'}",
        )
    data = akn.write(analyses[id].document, analyses[id].citations)
    _put([data], output, Path(f"{id}{akn.SUFFIX}"))


def _put(pieces: Iterable[bytes], output: Path | None, otherwise: Path) -> None:
    from regkit.store.atomic import write_pieces

    size = 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for piece in pieces:
            size += len(piece)
            yield piece

    if str(output) == "-":
        for piece in counted():
            sys.stdout.buffer.write(piece)
        return
    target = output or otherwise
    write_pieces(target, counted())
    say(f"Wrote {target} ({size:,} bytes).")
