"""Executive orders: "Executive Order 12866", "E.O. 13563, section 3", "Exec. Order No. 12,866".

"section 3(f) of Executive Order 12866" is read by `regkit.cite.expressions`, which asks `read_order` what follows "of".
"""

from __future__ import annotations

import re

from regkit.cite.grammar import printed, read_path
from regkit.cite.scan import Grammar, Scan

EXAMPLES = (
    ("Executive Order 12866", ("Executive Order 12866",)),
    ("Exec. Order No. 12,866", ("Executive Order 12866",)),
    ("E.O. 13563, section 3(a)", ("Executive Order 13563 § 3(a)",)),
    ("Executive Orders 12866 and 13563", ("Executive Order 12866", "Executive Order 13563")),
    ("Executive Order (E.O.) 13771", ("Executive Order 13771",)),
    ("EO 13132", ("Executive Order 13132",)),
    ("section 3(f) of Executive Order 12866", ("Executive Order 12866 § 3(f)",)),
    ("an executive order of 1993", ()),
)

_HEAD = re.compile(r"(?:executive orders?|exec\. orders?|e\.o\.|eo)(?: \(e\.?o\.?s?\))? (?:nos?\.? )?(?=\d)", re.IGNORECASE)
_NUMBER = re.compile(r"(\d{2},\d{3}|\d{4,5})(?![\w-])")
_AND = re.compile(r",? and (?=\d{2},?\d{3})|, (?=\d{2},?\d{3}\b)")
_SECTION = re.compile(r",? (?:§ ?|section |sec\. )(?P<number>\d{1,2})(?![\w.]\d)")


def read_order(text: str, at: int) -> tuple[str, int] | None:
    """Return the canonical form of the order named at ``at`` and where it ends."""
    head = _HEAD.match(text, at)
    number = _NUMBER.match(text, head.end()) if head else None
    return (f"Executive Order {number[1].replace(',', '')}", number.end()) if number else None


def order(scan: Scan, at: int, end: int) -> int:
    """Read one executive order, or several."""
    text = scan.text
    head = _HEAD.match(text, at)
    if head is None:
        return 0
    start, place, after = at, head.end(), 0
    while (number := _NUMBER.match(text, place)) is not None:
        target, after = f"Executive Order {number[1].replace(',', '')}", number.end()
        section = _SECTION.match(text, after)
        if section is not None:
            path, after = read_path(text, section.end())
            target += f" § {section['number']}{printed(path)}"
        scan.add(start, after, "executive_order", target, "executive-order.number")
        joined = _AND.match(text, after)
        if joined is None:
            break
        start = place = joined.end()
    return after


TRIGGERS: tuple[tuple[str, Grammar], ...] = (("executive order", order), ("exec. order", order), ("e.o. ", order), ("eo ", order))
GLUED = ()
