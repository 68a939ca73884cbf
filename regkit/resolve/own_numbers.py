"""Rules cited by their bare number, as British rulebooks do: "notified in accordance with 5.2(2)(e)", "subject to 3.1 and 3.4".

A decimal number alone says nothing, so that `regkit.cite` leaves it. In a document whose own rules are numbered so, one that stands behind a
preposition or in a list of such numbers and is the number of one of them is a reference to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from regkit.model.annotation import Citation
from regkit.model.document import Document
from regkit.model.span import Span
from regkit.resolve.instruments import PART, Instrument
from regkit.resolve.short_forms import free

_LABEL = re.compile(r"\d{1,2}[A-Z]?\.\d{1,3}[A-Z]?$")
_REFERENCE = re.compile(
    r"(?:\b(?:under|with|in|to|by|of|see|from|at|(?P<joined>and|or))|(?<=[\d)]),) "
    r"(?P<number>\d{1,2}[A-Z]?\.\d{1,3}[A-Z]?)(?P<path>(?:\(\w{1,4}\)){0,4})"
    r"(?![\w%]|\.\d| ?%| (?:per ?cent|million|billion|times|years?|months?|days?)\b)"
)
_FEWEST = 5  # rules so numbered that make a rulebook of a document


def with_own_numbers(document: Document, instrument: Instrument, citations: Sequence[Citation]) -> list[Citation]:
    """Return the citations, in reading order, with the document's own rules that are cited by number alone."""
    own = {path[0] for path in instrument.places if _LABEL.match(path[0])} if PART.match(instrument.citation) is None else set()
    if len(own) < _FEWEST:
        return list(citations)
    found: list[Citation] = []
    last = -1
    for match in _REFERENCE.finditer(document.text):
        if match["joined"] and not 0 <= match.start() - last <= 1:
            continue  # "Reporting 2.1 and 2.2": what it is joined to is another Part's
        if match["number"] in own:
            span, target = Span(match.start("number"), match.end()), f"Rule {match['number']}{match['path']}"
            found.append(Citation(span=span, family="internal", target=target, rule="internal.own-number"))
            last = match.end()
    return sorted((*citations, *free(found, citations)), key=lambda each: each.span)
