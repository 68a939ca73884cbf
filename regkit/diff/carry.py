"""Take an anchor from one version to the next.

The pair that an anchor's provision is in says where to look first: a quote that stands once in the partner of its provision is the same sentence,
even where it stands in ten other places of the text. Everything else is decided by `regkit.text.relocate`, and only an exact quote is ever certain.
"""

from __future__ import annotations

from regkit.diff.model import Alignment, Change
from regkit.model.document import Document
from regkit.model.span import Anchor, Span
from regkit.text.relocate import Index, Outcome, Relocation, nearest


class Carrier:
    """Two versions and their alignment, made ready for many anchors."""

    def __init__(self, old: Document, new: Document, alignment: Alignment) -> None:
        self.old, self.new = old, new
        self._partner = {index: pair for pair in alignment.pairs for index in pair.old}
        self._index = Index(new.text)
        self._at = {provision.id: index for index, provision in enumerate(old.provisions)}

    def carry(self, anchor: Anchor) -> Relocation:
        """Return where an anchor of the old version is in the new one.

        It is ``certain`` only where its exact words stand in the partner of its provision, or in one place that their context tells from the others.
        """
        holder = self._at[self.old.provision_at(anchor.span.start).id]
        pair = self._partner.get(holder)
        if pair is None or not pair.new:
            return self._careful(self._index.find(anchor))
        found = [span for index in pair.new for span in self._inside(index, anchor.quote)]
        if len(found) == 1:
            same = pair.change is Change.SAME or self.old.provisions[holder].path == self.new.provisions[pair.new[0]].path
            return Relocation(outcome=Outcome.SAME if same else Outcome.MOVED, span=found[0], score=1.0, certain=True)
        if len(found) > 1:
            before = [span for span in self._inside(holder, anchor.quote, self.old) if span.start < anchor.span.start]
            if pair.change in (Change.SAME, Change.MOVED, Change.RENUMBERED) and len(before) < len(found):
                outcome = Outcome.SAME if pair.change is Change.SAME else Outcome.MOVED
                return Relocation(outcome=outcome, span=found[len(before)], score=1.0, certain=True)
            return Relocation(outcome=Outcome.AMBIGUOUS, score=1.0, places=tuple(found))
        elsewhere = self._index.find(anchor)
        if elsewhere.certain:
            return self._careful(elsewhere)
        return self._reworded(anchor, pair.new, elsewhere)

    def _careful(self, found: Relocation) -> Relocation:
        """A quote found outside the partner of its provision is certain only if it is long enough to be nothing else."""
        if found.certain and found.span is not None and len(self.new.quote(found.span).split()) < 5:
            return Relocation(outcome=Outcome.AMBIGUOUS, score=1.0, places=(found.span,))
        return found

    def _inside(self, index: int, quote: str, document: Document | None = None) -> list[Span]:
        document = document or self.new
        found = []
        for body in document.provisions[index].body:
            at = document.text.find(quote, body.start, body.end)
            while at >= 0:
                found.append(Span(at, at + len(quote)))
                at = document.text.find(quote, at + 1, body.end)
        return found

    def _reworded(self, anchor: Anchor, partners: tuple[int, ...], elsewhere: Relocation) -> Relocation:
        """Prefer the nearest sentence of the partner to one that is as near in another place."""
        inside = [
            span for span in self._index.sentences if any(body.contains(span) for index in partners for body in self.new.provisions[index].body)
        ]
        best = nearest(anchor.quote, [self.new.quote(span) for span in inside], 1)
        if best and best[0].score >= max(0.5, elsewhere.score - 0.1):
            return Relocation(outcome=Outcome.REWORDED, span=inside[best[0].index], score=best[0].score)
        return elsewhere
