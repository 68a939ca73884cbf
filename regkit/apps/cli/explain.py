"""``regkit explain``: one requirement, provision, definition or check: its sentence, the rule that fired, its links, its condition tree."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from regkit.apps.cli.console import printable, say, shorten
from regkit.apps.cli.options import AsOf, Json, Project, day
from regkit.errors import GraphError

if TYPE_CHECKING:
    from regkit.graph.clauses import Clause
    from regkit.graph.schema import Graph
    from regkit.workflow import Stored

_WIDTH = 80
_LINKS = 20  # of one kind, on a screen
_SHOWN = (
    "pinpoint", "requirement_kind", "modality", "bearer", "resolved_bearer", "bearer_definition", "cue", "actions", "conditions", "conditions_modify",
    "exceptions", "exceptions_modify", "deadlines", "deadlines_modify", "thresholds", "thresholds_modify", "rule", "certain",
)  # fmt: skip
_SHOWN_OTHERS = (
    "term", "body", "scope", "method", "owner", "frequency", "procedure", "target", "url", "family", "result", "date", "by", "note", "attachment",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("explain")(explain)


def explain(
    id: Annotated[str, typer.Argument(help="An id, or a provision's pinpoint as printed.", show_default=False)],
    project: Project = Path(),
    as_of: AsOf = "",
    json: Json = False,
) -> None:
    """Explain a node of the graph: the sentence, the rule that fired, the links, and for a conditional norm what the evidence shows."""
    stored, node = _opened(project, id, day(as_of, "--as-of"))
    if json:
        say(msgspec.json.encode(_facts(stored, node)).decode())
        return
    for line in _lines(stored, node):
        say(line)


def _opened(project: Path, id: str, on: str) -> tuple[Stored, str]:
    """Return the project, or the part of a library that says all of a node, and the node that ``id`` names."""
    from regkit.graph.schema import check_id
    from regkit.store.workspace import open_workspace
    from regkit.workflow import open_project
    from regkit.workflow.library import about, opened

    workspace = open_workspace(project)
    with opened(workspace, large=True) as library:
        if library is not None:
            named = next((name for name in (id, check_id(id)) if name in library), None)
            found = [named] if named else library.with_pinpoint(id)
            if len(found) != 1:
                raise _nothing(id, found or library.nearest_ids(id))
            return about(workspace, library, found[0], on=on), found[0]
    stored = open_project(project, on=on)
    return stored, _find(stored.graph, id)


def _nothing(id: str, near: list[str]) -> GraphError:
    return GraphError(f"there is nothing called {printable(id)!r}", remedy=f"Near it: {', '.join(near)}" if near else "See the ids in a report")


def _find(graph: Graph, id: str) -> str:
    """Return the node that ``id`` names: itself, a check's own id, or a pinpoint. Raises: GraphError with the nearest ids."""
    from regkit.graph.schema import NodeKind, check_id
    from regkit.text.forms import nearest

    for candidate in (id, check_id(id)):
        if candidate in graph:
            return candidate
    wanted = " ".join(id.split()).casefold()
    by_pinpoint = [
        node
        for node, data in graph.nodes(data=True)
        if data.get("kind") == NodeKind.PROVISION.value and str(data.get("pinpoint", "")).casefold() == wanted
    ]
    if len(by_pinpoint) == 1:
        return by_pinpoint[0]
    raise _nothing(id, by_pinpoint or nearest(id, list(graph.nodes)))


def _facts(stored: Stored, node: str) -> dict[str, Any]:
    graph = stored.graph
    coverage = {item.requirement: item for item in stored.coverage}
    return {
        "id": node,
        **graph.nodes[node],
        "links": [{"kind": data["kind"], "target": target} for _, target, data in graph.out_edges(node, data=True)],
        "linked_from": [{"kind": data["kind"], "source": source} for source, _, data in graph.in_edges(node, data=True)],
        "coverage": coverage.get(node),
        "reliance": _reliance(stored, node),
    }


def _reliance(stored: Stored, node: str) -> Any:
    from regkit.graph.queries import conditional
    from regkit.trace.reliance import reliance

    return reliance(stored.graph, node, stored.coverage) if node in set(conditional(stored.graph)) else None


def _lines(stored: Stored, node: str) -> Iterator[str]:
    from regkit.graph.queries import requirements_of
    from regkit.graph.schema import NodeKind

    graph = stored.graph
    data = graph.nodes[node]
    yield f"{node}  ({data['kind']})"
    yield from _quoted(str(data.get("quote") or data.get("title") or data.get("heading") or ""))
    for name in (*_SHOWN, *_SHOWN_OTHERS):
        if data.get(name) not in (None, "", "[]"):
            yield from _wrapped(f"{name.replace('_', ' ')}: ", str(data[name]))
    yield from _decisions(stored, node)
    yield from _standing(graph, str(data.get("document", "")))
    for item in stored.coverage:
        if item.requirement == node:
            yield ""
            yield from _wrapped("coverage: ", f"{item.status.value} — {'; '.join(item.reasons)}")
    yield from _results(graph, node)
    yield from _links(graph, node)
    answer = _reliance(stored, node)
    if answer is not None:
        yield ""
        yield f"What the evidence shows of its conditions: {answer.answer.value.replace('_', ' ')}"
        for step, reason in zip(answer.steps, answer.reasons, strict=False):
            yield from _wrapped("  ", reason)
            if step.id:
                words = printable(str(graph.nodes[step.id].get("quote", "")))
                yield f"{'  ' * step.depth}    | {shorten(words, _WIDTH - 2 * step.depth - 6)}"
    else:
        yield from _applies(data)
    if data["kind"] in (NodeKind.PROVISION.value, NodeKind.DOCUMENT.value):
        for requirement in requirements_of(graph, node):
            yield ""
            modality = requirement.modality.value if requirement.modality else requirement.kind.value
            yield from _wrapped(f"{requirement.id}  {modality}: ", requirement.anchor.quote)


def _results(graph: Graph, node: str) -> Iterator[str]:
    """Say what a check came to, the latest first."""
    from regkit.graph.queries import check, evidence_of
    from regkit.graph.schema import NodeKind
    from regkit.trace.freshness import described

    if graph.nodes[node]["kind"] == NodeKind.CHECK.value:
        about = check(graph, str(graph.nodes[node]["check"]))
        found = evidence_of(graph, about.id)
        yield ""
        yield "results, the latest first:" if found else "results: none"
        for item in found[: -_LINKS - 1 : -1]:
            yield from _wrapped("  ", described(item, about))
        if len(found) > _LINKS:
            yield f"  and {len(found) - _LINKS} more (--json has all)"


def _applies(data: dict[str, Any]) -> Iterator[str]:
    """Say how the conditions of a duty combine, where they are several or made of several parts: when it holds, and when it does not."""
    from regkit.graph.clauses import parts
    from regkit.graph.schema import SEPARATOR
    from regkit.model.annotation import LogicOp
    from regkit.trace.reliance import op_words

    found = [(name, str(data[name]).split(SEPARATOR)) for name in ("conditions", "exceptions") if data.get(name)]
    trees = {text: parts(text, 0, len(text)) for _, texts in found for text in texts}
    if sum(len(texts) for _, texts in found) < 2 and not any(tree.children for tree in trees.values()):
        return
    yield ""
    for name, texts in found:
        op = LogicOp.NONE if name == "exceptions" else LogicOp(data.get("logic", LogicOp.ALL))
        yield f"It holds where {op_words(op)} {'does' if op is LogicOp.NONE else 'do'}:" if len(texts) > 1 else _one(name)
        for text in texts:
            yield from _clause(text, trees[text], 1)


def _one(name: str) -> str:
    return "It does not hold where this does:" if name == "exceptions" else "It holds where this does:"


def _clause(text: str, clause: Clause, depth: int) -> Iterator[str]:
    from regkit.trace.reliance import op_words

    head = "  " * depth
    combined = f" ({op_words(clause.op, clause.count)}{'' if clause.certain else ', not certain'})" if clause.children else ""
    words = text if depth == 1 else text[clause.span.start : clause.span.end]
    yield from textwrap.wrap(
        f"{printable(words)}{combined}", _WIDTH, initial_indent=f"{head}- ", subsequent_indent=f"{head}  ", break_on_hyphens=False
    )
    for child in clause.children:
        yield from _clause(text, child, depth + 1)


def _decisions(stored: Stored, node: str) -> Iterator[str]:
    """Say what people decided on it, on the links of checks to it, and on the citations in it."""
    from regkit.text.words import marked
    from regkit.trace.review import ItemKind, described, difference

    for standing in stored.standings:
        if standing.item is None or standing.item.node != node:
            continue
        which = {ItemKind.LINK: f" of {standing.item.check}", ItemKind.CITATION: f" of {standing.item.mark}"}.get(standing.kind, "")
        yield from _wrapped(f"review{which}: ", described(standing))
        if words := marked(difference(standing)):
            yield from _wrapped("what changed: ", words)


def _quoted(text: str) -> Iterator[str]:
    if text:
        yield ""
        yield from textwrap.wrap(printable(text), _WIDTH - 4, initial_indent="  | ", subsequent_indent="  | ", break_long_words=False)
        yield ""


def _wrapped(head: str, text: str) -> Iterator[str]:
    lead = len(text) - len(text.lstrip())
    indent = " " * (len(head) if len(head) < 20 else 4)
    yield from textwrap.wrap(
        printable(head) + " " * lead + printable(text.lstrip()),
        _WIDTH,
        subsequent_indent=indent + " " * lead,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _standing(graph: Graph, document: str) -> Iterator[str]:
    """Say whose words these are: no text is quoted without its standing in law."""
    if document:
        data = graph.nodes[document]
        yield from _wrapped("source: ", f"{data.get('title') or document} ({data.get('status', 'draft')})")


def _links(graph: Graph, node: str) -> Iterator[str]:
    out = [(data["kind"], target) for _, target, data in graph.out_edges(node, data=True)]
    into = [(data["kind"], source) for source, _, data in graph.in_edges(node, data=True) if data["kind"] != "CONTAINS"]
    if out or into:
        yield ""
    for arrow, links in (("->", out), ("<-", into)):
        for kind in sorted({kind for kind, _ in links}):
            others = list(dict.fromkeys(other for found, other in links if found == kind))
            for other in others[:_LINKS]:
                yield from _wrapped(f"{arrow} {kind.lower().replace('_', ' ')}: ", other)
            if len(others) > _LINKS:
                yield f"{arrow} {kind.lower().replace('_', ' ')}: and {len(others) - _LINKS} more (--json has all)"
