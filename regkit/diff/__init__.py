"""Two versions of a text, provision by provision: what stayed, moved, was renumbered, reworded, split, merged, added, removed.

`align` pairs the provisions of two documents at a cost that is near linear in their size; `changes` marks the words of a reworded pair; `carry`
takes an anchor from the old text to the new one by way of the pair that its provision is in.
"""

from __future__ import annotations

from regkit.diff.align import align
from regkit.diff.carry import Carrier
from regkit.diff.model import Alignment, Change, Pair, Word
from regkit.diff.words import changes

__all__ = ["Alignment", "Carrier", "Change", "Pair", "Word", "align", "changes"]
