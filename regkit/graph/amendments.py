"""What a rule amends: edges from a Federal Register document to the parts of the Code that its instructions change.

Which part a group of instructions is about is in the source (REGTEXT), and the reader keeps it as the group's name; the words need not be read again.
A part that the corpus holds is a document; any other is the authority of its citation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from regkit.graph.draft import Draft
from regkit.graph.schema import Attributes, EdgeKind, NodeKind, authority_id
from regkit.model.document import Document

_GROUP = re.compile(r"amendments-(\d{1,2})-cfr-(\d{1,4}[a-z]{0,2})(?:~\d+)?")


def amended(document: Document) -> dict[str, int]:
    """Return the parts that a document amends ("12 CFR part 7"), in order, with the number of its instructions for each."""
    instructions = Counter(block.provision for block in document.blocks if "/AMDPAR" in block.origin.xpath)
    found: Counter[str] = Counter()
    for index, count in sorted(instructions.items()):
        match = _GROUP.fullmatch(document.provisions[index].id.rpartition("/")[2])
        if match is not None:
            found[f"{match[1]} CFR part {match[2]}"] += count
    return dict(found)


def add_amendments(draft: Draft, document: str, parts: Mapping[str, int], held: Mapping[str, str]) -> None:
    """Add an AMENDS edge for each part that a document amends, with ``count`` instructions; ``held`` are documents by what they are cited as."""
    for part, count in parts.items():
        target = held.get(part, authority_id(part))
        if target == authority_id(part) and target not in draft:
            attributes: Attributes = {"kind": NodeKind.AUTHORITY.value, "label": part, "target": part, "family": "cfr", "resolved": True, "order": 0}
            draft.add_node(target, attributes)
        if target != document:
            draft.add_edge(EdgeKind.AMENDS, document, target, count=count)
