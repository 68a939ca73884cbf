"""`Document` → sentences, and the lists that they lead into.

Sentences are found block by block and never cross one: a block's end is a boundary that layout or mark-up gave. A heading and a table row are
one sentence each. The spans cover every character of the blocks but white space.
"""

from __future__ import annotations

from regkit.model.annotation import ItemList, Sentence
from regkit.model.document import Document
from regkit.model.span import Span
from regkit.segment.lists import find_lists, with_lead_ins
from regkit.segment.sentences import sentence_spans

__all__ = ["segment"]


def segment(document: Document) -> tuple[tuple[Sentence, ...], tuple[ItemList, ...]]:
    """Return the sentences in reading order and the lists in the order of their lead-ins; linear in the text.

    A sentence's id is its provision's with ``.s`` and its number within the provision, from 1.
    """
    sentences = split(document)
    lists = find_lists(document, sentences)
    return with_lead_ins(document, sentences, lists), lists


def split(document: Document) -> tuple[Sentence, ...]:
    """Return the sentences of all blocks, none marked as a lead-in yet."""
    text = document.text
    marks = frozenset(call.span.start for call in document.calls if call.span.end > call.span.start)
    numbers: dict[int, int] = {}
    found: list[Sentence] = []
    for index, block in enumerate(document.blocks):
        span = block.span
        whole = block.heading or block.table
        provision = block.provision
        number = numbers.get(provision, 0)
        name = document.provisions[provision].id
        for start, end in [(span.start, span.end)] if whole else sentence_spans(text, span.start, span.end, marks):
            number += 1
            found.append(Sentence(id=f"{name}.s{number}", span=Span(start, end), provision=provision, block=index, heading=block.heading))
        numbers[provision] = number
    return tuple(found)
