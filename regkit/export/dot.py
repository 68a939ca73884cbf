"""DOT text for Graphviz: the requirements and their checks, what is around one node, or a condition tree.

A label is a quoted string in which quotes and backslashes are escaped, and ``&`` is an entity, since Graphviz reads entities and escapes there; no
text of a document is an id, a keyword or HTML. The whole sentence is the tooltip of its box.

Source: https://graphviz.org/doc/info/lang.html and https://graphviz.org/docs/attr-types/escString/.
"""

from __future__ import annotations

from textwrap import wrap

from regkit.export.picture import OPERATOR, Box, picture
from regkit.graph.schema import Graph, NodeKind

MEDIA_TYPE = "text/vnd.graphviz"
SUFFIX = ".dot"
OPTIONS = frozenset({"around", "depth", "tree"})

_WIDTH = 36  # characters of a label's line
_SHAPES = {
    NodeKind.CHECK.value: 'shape=box style="rounded,filled"',
    NodeKind.DEFINITION.value: "shape=hexagon",
    NodeKind.EVIDENCE.value: "shape=cylinder",
    NodeKind.AUTHORITY.value: "shape=parallelogram",
    OPERATOR: "shape=ellipse",
}
_FILLS = {
    **dict.fromkeys(("covered", "pass"), ("#d9f2e1", "#19693a")),
    **dict.fromkeys(("failing", "fail", "error", "lost"), ("#fbdcd9", "#ab1f1a")),
    **dict.fromkeys(("suspect", "stale"), ("#fdecc8", "#7a5200")),
}


def export(graph: Graph, *, around: str = "", depth: int = 1, tree: str = "") -> bytes:
    """Return a DOT digraph in UTF-8. Raises: GraphError, as `regkit.export.picture.picture`."""
    drawn = picture(graph, around, depth, tree)
    names = {box.id: f"n{number}" for number, box in enumerate(drawn.boxes)}
    lines = [
        "digraph regkit {",
        f'  graph [charset="UTF-8" rankdir={"TB" if tree else "LR"} fontname=Helvetica]',
        '  node [shape=box style=filled fillcolor=white color="#474b52" fontname=Helvetica fontsize=10]',
        '  edge [color="#474b52" fontname=Helvetica fontsize=9]',
    ]
    *groups, (_, alone) = drawn.grouped()
    for number, (title, boxes) in enumerate(groups):
        lines.append(f"  subgraph cluster_{number} {{")
        lines.append(f"    label={_quoted(title)}")
        lines += [f"    {_box(names[box.id], box)}" for box in boxes]
        lines.append("  }")
    lines += [f"  {_box(names[box.id], box)}" for box in alone]
    for line in drawn.lines:
        said = f" [label={_quoted(line.label)}]" if line.label else ""
        lines.append(f"  {names[line.source]} -> {names[line.target]}{said}")
    return ("\n".join([*lines, "}"]) + "\n").encode()


def _box(name: str, box: Box) -> str:
    label = r"\n".join(_escaped(part) for line in box.lines for part in wrap(line, _WIDTH))
    fill, stroke = _FILLS.get(box.status, ("", ""))
    coloured = f' fillcolor="{fill}" color="{stroke}"' if fill else ""
    shape = _SHAPES.get(box.kind, "")
    return f'{name} [label="{label}" tooltip={_quoted(box.whole)}{" " + shape if shape else ""}{coloured}]'


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
