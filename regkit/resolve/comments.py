"""References to the official interpretations of a part: "comment 5(b)-1", "comment app. C-1", "the commentary to § 1013.7(a)"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from regkit.cite.grammar import printed
from regkit.model.annotation import Citation
from regkit.resolve.instruments import labels_of

if TYPE_CHECKING:
    from regkit.resolve.within import Within

COMMENT = re.compile(
    r"comment (?P<app>app\. )?(?P<section>[A-Z]{1,2}|\d{1,3}[a-z]?)(?P<path>(?:\(\w+\))*)(?:-(?P<number>\d{1,3})(?P<rest>(?:\.\w+)*))?$"
)


def comment(within: Within, citation: Citation, match: re.Match[str]) -> Citation:
    """Resolve "comment 5(b)-5": of the commentary on the part."""
    rest = tuple(part for part in (match["rest"] or "").split(".") if part)
    number = ((match["number"],) if match["number"] else ()) + rest
    if match["app"] or match["section"].isalpha():
        path = within.lookup((f"Appendix {match['section']}", *number))
        own = f"{within.own}, supplement I, {citation.target}" if within.own else citation.target
        return within.at(replace(citation, target=own), path) if path else replace(citation, target=own)
    if not within.instrument.part:
        return replace(citation, note="which part's commentary is meant is not said")
    return comment_on(within, citation, f"{within.instrument.part}.{match['section']}", labels_of(match["path"]), number)


def comment_on(within: Within, citation: Citation, section: str, labels: tuple[str, ...], number: tuple[str, ...]) -> Citation:
    """Point to a comment; where the tree has none at that place, the path says it in the part's labels, "Interp" before the comment's number."""
    if section.split(".")[0] != within.instrument.part:
        return citation
    words = f"comment {section.split('.', 1)[1]}{printed(labels)}{'-' if number else ''}{'.'.join(number)}"
    target = f"{within.own}, supplement I, {words}" if within.own else words
    citation = replace(citation, target=target)
    place = within.instrument.comments.get((section, *labels, *number))
    if place is not None:
        return replace(citation, target_document=place[0], target_path=place[1])
    lost = replace(citation, target_path=(section, *labels, "Interp", *number))
    known = any(path[0] == section for path in within.instrument.comments)
    return within.absent(lost) if known and number else replace(lost, note="no such comment in the corpus")
