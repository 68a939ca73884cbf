"""Where definitions stand: a section of definitions, a paragraph of them, and the official commentary, which explains and defines little.

In a section of definitions a bare "Branch means …" is a definition, "Branch includes …" is one, and the heading of an entry is a term. In
commentary the same words explain a term that the rule defines.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from msgspec import Struct

from regkit.extract.definitions_scope import Units, scope_of
from regkit.model.analysis import Analysis
from regkit.model.document import Document, Provision
from regkit.model.span import Span
from regkit.text.quotes import fold, fold_lower

_HEADING = re.compile(
    r"\b(?:definitions?|defined terms?|terms defined|glossary|meanings? of (?:terms|words|expressions))\b|"
    r"^\W*(?:\w{1,6}[.)]\s*)?(?:definitions and )?(?:interpretation|construction|terminology)\W*$"
)
_LEAD_IN = re.compile(
    r"\bfollowing (?:definitions?|terms?|words?|expressions?|phrases?)\b[^.]*\b(?:appl(?:y|ies)|have|has|mean|shall|will|are)\b|"
    r"\bterms? (?:shall |will )?have the (?:following )?meanings?\b"
    r"|\bhave the (?:following )?meanings? (?:given|set|assigned|ascribed|below|stated|specified)|"
    r"^\W*(?:\(\w{1,4}\)\s*)*(?:definitions?\W+)?(?:for (?:the )?purposes? of|as used in|when used in|in) (?:this|these|paragraph|"
    r"section)\b[^.;]*[:-]\s*$"
    r"|\bdefinitions?\b[^.]{0,60}\b(?:appl(?:y|ies)|are as follows)\b"
)
_COMMENTARY = re.compile(r"\b(?:official|staff|bureau|board)\b.{0,30}\b(?:interpretations?|commentary)\b|\bcommentary (?:on|to)\b|\bcommentary$")
_MARK = re.compile(r"\s*(?:(?:\([A-Za-z0-9]{1,5}\)|§+\s*[\d.]+\w*|\d{1,3}\.|[A-Za-z]{1,5}\.)\s*)*")
_RUN_IN = re.compile(r"[^.:;\"“”]{1,100}[.:—]")


class Place(Struct, frozen=True):
    """What surrounds a provision: ``root`` is the list of definitions it stands in (an index of ``Document.provisions``; -1 for none)."""

    root: int = -1
    commentary: bool = False


class Places:
    """The `Place` of every provision of an analysis, and the scope of each list of definitions. Linear in the provisions."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.document = analysis.document
        self._starts = [sentence.span.start for sentence in analysis.sentences]
        self.units = Units([analysis.document])
        self._scopes: dict[int, tuple[str, ...]] = {}
        self.headings = [heading_of(self.document, provision) for provision in self.document.provisions]
        self.places: list[Place] = []
        opening = " ".join(self.document.quote(block.span) for block in self.document.blocks[:2] if len(block.span) < 200)
        commentary = _COMMENTARY.search(fold_lower(f"{self.document.authority.title}\n{opening}")) is not None
        for index, provision in enumerate(self.document.provisions):
            above = self.places[provision.parent] if provision.parent >= 0 else Place(commentary=commentary)
            heading = fold_lower(self.headings[index])
            inside = above.commentary or (index > 0 and _COMMENTARY.search(heading) is not None)
            root = above.root
            if root < 0 and index > 0 and not inside and (_HEADING.search(heading) or self._leads_in(provision)):
                root = index
            self.places.append(Place(root, inside))

    def _leads_in(self, provision: Provision) -> bool:
        """Tell whether one of the first two sentences of a provision's own text announces definitions."""
        if not provision.body:
            return False
        own = fold_lower(self.document.quote(provision.body[0])[:1200])
        if "mean" not in own and "defin" not in own and "purpose" not in own and "used in" not in own and "in th" not in own:
            return False
        return any(_LEAD_IN.search(fold_lower(sentence)) for sentence in self._sentences(provision.body[0], 3))

    def _sentences(self, span: Span, limit: int) -> list[str]:
        at = bisect_left(self._starts, span.start)
        chosen = self.analysis.sentences[at : at + limit]
        return [self.document.quote(sentence.span) for sentence in chosen if sentence.span.start < span.end]

    def scope(self, root: int) -> tuple[str, ...]:
        """Return how far the definitions of a list hold: what its lead-in says.

        Without a word of it a section of definitions holds in the instrument, and so does a single "Definition." of a paragraph, which defines what
        the whole instrument speaks of; a paragraph headed "Definitions" holds in its section.
        """
        known = self._scopes.get(root)
        if known is None:
            provision = self.document.provisions[root]
            found = None
            for body in provision.body[:2]:
                for sentence in self._sentences(body, 4):
                    words = fold_lower(sentence)
                    if found is None and (_LEAD_IN.search(words) or words.rstrip().endswith(":")):
                        found = scope_of(fold(sentence), provision.path, self.units)
            if found is None:
                plural = "definitions" in fold_lower(self.headings[root]) or not self.headings[root]
                found = provision.path[:1] if len(provision.path) > 1 and plural else ()
            known = self._scopes[root] = found
        return known


def heading_of(document: Document, provision: Provision) -> str:
    """Return a provision's heading: the reader's, else the short sentence that opens its text ("Definitions. For purposes of …"), else ""."""
    if provision.heading:
        return provision.heading
    if not provision.body:
        return ""
    text = document.quote(provision.body[0])[:200].split("\n", 1)[0]
    start = _MARK.match(text).end()  # type: ignore[union-attr]
    run_in = _RUN_IN.match(text, start)
    words = run_in[0] if run_in else text[start:] if len(text) < 100 else ""
    return words.rstrip(" .:—") if len(words.split()) <= 12 else ""
