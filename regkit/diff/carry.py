"""Take an anchor from one version to the next.

The pair that an anchor's provision is in says where to look first: a quote that stands once in the partner of its provision is the same sentence,
even where it stands in ten other places of the text. Everything else is decided by `regkit.text.relocate`, and only an exact quote is ever certain.
"""

from __future__ import annotations

from bisect import bisect_left

from regkit.diff.model import Alignment, Change
from regkit.model.document import Document
from regkit.model.span import Anchor, Span
from regkit.text.relocate import Index, Outcome, Relocation, nearest

_ENOUGH = 5  # words that are hardly the words of something else
_LIKE = 0.5  # a sentence of the partner as like as this is the quoted one reworded
_NEAR = 0.1  # and it is preferred to one elsewhere that is no more than this much more like
_UNCHANGED = (Change.SAME, Change.MOVED, Change.RENUMBERED)


class Carrier:
    """Two versions and their alignment, made ready for many anchors."""

    def __init__(self, old: Document, new: Document, alignment: Alignment) -> None:
        self.old, self.new = old, new
        self._partner = {index: pair for pair in alignment.pairs for index in pair.old}
        self._index = Index(new.text)
        self._origin = {index: pair for pair in alignment.pairs for index in pair.new}
        self._at = {provision.id: index for index, provision in enumerate(old.provisions)}
        self._at_new = {provision.id: index for index, provision in enumerate(new.provisions)}

    def carry(self, anchor: Anchor) -> Relocation:
        """Return where an anchor of the old version is in the new one.

        It is ``certain`` only where its exact words stand in the partner of its provision, or in one place that their context tells from the others.
        """
        holder = self._at[self.old.provision_at(anchor.span.start).id]
        pair = self._partner.get(holder)
        if pair is None or not pair.new:
            return self._careful(self._index.find(anchor), anchor, holder)
        found = [span for index in pair.new for span in self._inside(index, anchor.quote)]
        if len(found) == 1:
            same = pair.change is Change.SAME or self.old.provisions[holder].path == self.new.provisions[pair.new[0]].path
            return Relocation(outcome=Outcome.SAME if same else Outcome.MOVED, span=found[0], score=1.0, certain=True)
        if len(found) > 1:
            before = [span for span in self._inside(holder, anchor.quote, self.old) if span.start < anchor.span.start]
            if pair.change in _UNCHANGED and len(before) < len(found):
                outcome = Outcome.SAME if pair.change is Change.SAME else Outcome.MOVED
                return Relocation(outcome=outcome, span=found[len(before)], score=1.0, certain=True)
            return Relocation(outcome=Outcome.AMBIGUOUS, score=1.0, places=tuple(found))
        careful = self._careful(self._index.find(anchor), anchor, holder)
        return careful if careful.certain else self._reworded(anchor, pair.new, careful)

    def _careful(self, found: Relocation, anchor: Anchor, holder: int) -> Relocation:
        """A quote found outside the partner of its provision is certain only if it is long enough to be nothing else, and was not there before.

        Where the old text had the same words in that place too, they are that place's own, and the quoted ones have not moved there. So with a
        likeness: a sentence of a provision that has not changed is what it was.
        """
        if found.span is None:
            return found
        pair = self._origin.get(self._at_new[self.new.provision_at(found.span.start).id])
        others = [index for index in pair.old if index != holder] if pair else []
        if found.certain:
            if any(self._inside(index, anchor.quote, self.old) for index in others):
                return Relocation(outcome=Outcome.LOST)
            if len(self.new.quote(found.span).split()) < _ENOUGH:
                return Relocation(outcome=Outcome.AMBIGUOUS, score=1.0, places=(found.span,))
        elif others and pair is not None and pair.change in _UNCHANGED:
            return Relocation(outcome=Outcome.LOST, score=found.score)
        return found

    def _sentences(self, body: Span) -> list[Span]:
        first = bisect_left(self._index.sentences, body.start, key=lambda span: span.start)
        last = bisect_left(self._index.sentences, body.end, lo=first, key=lambda span: span.start)
        return [span for span in self._index.sentences[first:last] if span.end <= body.end]

    def _inside(self, index: int, quote: str, document: Document | None = None) -> list[Span]:
        document = document or self.new
        found = []
        for body in document.provisions[index].body:
            at = document.text.find(quote, body.start, body.end)
            while at >= 0:
                found.append(Span(at, at + len(quote)))
                at = document.text.find(quote, at + 1, body.end)
        return found

    def _reworded(self, anchor: Anchor, partners: tuple[int, ...], careful: Relocation) -> Relocation:
        """Prefer the nearest sentence of the partner to one that is as near in another place."""
        bodies = [body for index in partners for body in self.new.provisions[index].body]
        inside = [span for body in bodies for span in self._sentences(body)]
        best = nearest(anchor.quote, [self.new.quote(span) for span in inside], 1)
        least = max(_LIKE, careful.score - _NEAR) if careful.span is not None else _LIKE
        if best and best[0].score >= least:
            return Relocation(outcome=Outcome.REWORDED, span=inside[best[0].index], score=best[0].score)
        return careful
