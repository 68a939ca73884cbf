"""References that point back by position: "such section" after a section was named, "the preceding sentence", "the preceding paragraph"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from regkit.cite.target import parse
from regkit.model.annotation import Citation

if TYPE_CHECKING:
    from regkit.resolve.within import Within


def named_section(within: Within, citation: Citation) -> Citation | None:
    """Resolve "such section" to the section that the same block of text named last, in the corpus or outside it; None where it named none."""
    before = within.before
    if before is None or before.target is None or "\n" in within.document.text[before.span.end : citation.span.start]:
        return None
    named = parse(before.target)
    if named.family not in ("cfr", "usc") or named.unit or not named.number or before.rule in ("internal.this", "internal.paragraph"):
        return None
    whole = replace(citation, family=named.family, target=str(replace(named, path=(), rest="")))
    return within.external(whole) if named.family == "cfr" else whole


def preceding(within: Within, citation: Citation, noun: str) -> Citation:
    """Resolve "the preceding sentence" to the provision that holds it, "the preceding paragraph" to the one before at the same level."""
    document = within.document
    own = document.provision_at(citation.span.start)
    if noun == "sentence" and own.path and ". " in document.text[own.span.start : citation.span.start]:
        return within.at(replace(citation, target=within.printed(own.path)), own.path)
    if noun == "paragraph" and own.parent >= 0:
        earlier = [each.path for each in document.provisions[own.parent + 1 :] if each.parent == own.parent and each.span.start < own.span.start]
        if earlier:
            return within.at(replace(citation, target=within.printed(earlier[-1])), earlier[-1])
    return replace(citation, note=f"there is no {noun} before it in the same provision")
