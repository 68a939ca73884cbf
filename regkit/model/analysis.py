"""One document with all that is found in it: what extraction fills, resolution completes and the graph is built from."""

from __future__ import annotations

from msgspec import Struct

from regkit.model.annotation import Citation, Definition, ItemList, Norm, Sentence, Statement, TermUse
from regkit.model.document import Document
from regkit.model.finding import Finding


class Analysis(Struct, frozen=True, gc=False, kw_only=True):
    """All tuples are in reading order (by span). `msgspec.structs.replace` makes the next stage's value."""

    document: Document
    sentences: tuple[Sentence, ...] = ()
    lists: tuple[ItemList, ...] = ()
    citations: tuple[Citation, ...] = ()
    definitions: tuple[Definition, ...] = ()
    term_uses: tuple[TermUse, ...] = ()
    norms: tuple[Norm, ...] = ()
    statements: tuple[Statement, ...] = ()
    findings: tuple[Finding, ...] = ()
