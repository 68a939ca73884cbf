"""Source bytes → `Document`. STUB, replaced by the reader work."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from regkit.model.document import Authority, Document, Origin, Source
from regkit.read.builder import DocumentBuilder
from regkit.text.slug import document_slug


def read(path: str | Path, *, id: str | None = None, authority: Authority | None = None, instrument: str = "") -> Document:
    """Stub: paragraphs at blank lines."""
    path = Path(path)
    data = path.read_bytes()
    source = Source(name=path.name, sha256=hashlib.sha256(data).hexdigest(), media_type="text/plain", size=len(data))
    build = DocumentBuilder(id or document_slug(path.stem), source, authority or Authority(citation=instrument))
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    for match in re.finditer(r"\S(?:.*?)(?=\n\s*\n|\Z)", text, re.S):
        build.block(match[0], origin=Origin(line=text.count("\n", 0, match.start()) + 1))
    return build.build()
