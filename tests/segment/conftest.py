"""Documents for the tests of this folder, built from a sketch: "(a) text" opens a unit, four spaces nest, other lines are text of their unit."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from regkit.model.document import Document, Source
from regkit.read.builder import DocumentBuilder

_MARKER = re.compile(r"\((\w+)\) ")


Sketch = Callable[[str], Document]


@pytest.fixture
def sketch() -> Sketch:
    return _sketch


def _sketch(text: str) -> Document:
    build = DocumentBuilder("doc", Source(name="doc.txt", sha256="0" * 64, media_type="text/plain"))
    for line in text.strip("\n").split("\n"):
        depth = (len(line) - len(line.lstrip())) // 4
        words = line.strip()
        while build.depth > depth:
            build.close()
        marker = _MARKER.match(words)
        if marker:
            build.open(marker[1], marker=f"({marker[1]})")
        build.block(words.removeprefix("# "), heading=words.startswith("# "), table=words.startswith("| "))
    return build.build()
