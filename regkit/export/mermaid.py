"""Mermaid text of the requirements and their checks, of what is around one node, or of a condition tree: for README files, wikis and slides.

Nothing of a document can become a part of the diagram: of ASCII, only letters, digits and a few marks are written as they are, all else as Mermaid's
number entities, so a label can close no bracket, open no directive, and hold no markup. Mermaid draws at most 500 lines and 50,000 characters unless
its host allows more; of a larger graph ask for a part.

Source: https://mermaid.js.org/syntax/flowchart.html ("Entity codes to escape characters").
"""

from __future__ import annotations

import re

from regkit.export.picture import OPERATOR, Box, picture
from regkit.graph.schema import Graph, NodeKind

MEDIA_TYPE = "text/vnd.mermaid"
SUFFIX = ".mmd"
OPTIONS = frozenset({"around", "depth", "tree"})

CHARACTERS, LINES = 50_000, 500
"""What Mermaid draws unless its host allows more (``maxTextSize``, ``maxEdges``)."""

_SHAPES = {
    NodeKind.CHECK.value: ('(["', '"])'),
    NodeKind.DEFINITION.value: ('{{"', '"}}'),
    NodeKind.EVIDENCE.value: ('[("', '")]'),
    NodeKind.AUTHORITY.value: ('[/"', '"/]'),
    OPERATOR: ('(("', '"))'),
}
_STYLES = {
    "covered": "fill:#d9f2e1,stroke:#19693a,color:#111",
    "pass": "fill:#d9f2e1,stroke:#19693a,color:#111",
    "failing": "fill:#fbdcd9,stroke:#ab1f1a,color:#111",
    "fail": "fill:#fbdcd9,stroke:#ab1f1a,color:#111",
    "error": "fill:#fbdcd9,stroke:#ab1f1a,color:#111",
    "lost": "fill:#fbdcd9,stroke:#ab1f1a,color:#111",
    "suspect": "fill:#fdecc8,stroke:#7a5200,color:#111",
    "stale": "fill:#fdecc8,stroke:#7a5200,color:#111",
}
_SPECIAL = re.compile(r"[^A-Za-z0-9 .,()§\u0080-\U0010ffff'/-]|^[-+]|(?<=^\d)\.|(?<=^\d\d)\.|^[./]")


def export(graph: Graph, *, around: str = "", depth: int = 1, tree: str = "") -> bytes:
    """Return a Mermaid flowchart in UTF-8. Raises: GraphError, as `regkit.export.picture.picture`."""
    drawn = picture(graph, around, depth, tree)
    names = {box.id: f"n{number}" for number, box in enumerate(drawn.boxes)}
    lines = ["flowchart TD" if tree else "flowchart LR"]
    *groups, (_, alone) = drawn.grouped()
    for number, (title, boxes) in enumerate(groups):
        lines.append(f'  subgraph g{number}["{_text(title)}"]')
        lines += [f"    {_box(names[box.id], box)}" for box in boxes]
        lines.append("  end")
    lines += [f"  {_box(names[box.id], box)}" for box in alone]
    for line in drawn.lines:
        said = f' -- "{_text(line.label)}" --> ' if line.label else " --> "
        lines.append(f"  {names[line.source]}{said}{names[line.target]}")
    for status, style in _STYLES.items():
        if having := [names[box.id] for box in drawn.boxes if box.status == status]:
            lines += [f"  classDef {status} {style}", f"  class {','.join(having)} {status}"]
    return ("\n".join(lines) + "\n").encode()


def too_large(diagram: bytes) -> bool:
    """Tell whether Mermaid would refuse to draw a diagram unless its host allows more."""
    text = diagram.decode()
    return len(text) > CHARACTERS or sum("-->" in line for line in text.splitlines()) >= LINES


def _box(name: str, box: Box) -> str:
    opening, closing = _SHAPES.get(box.kind, ('["', '"]'))
    return f"{name}{opening}{'<br/>'.join(_text(line) for line in box.lines)}{closing}"


def _text(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", text)
